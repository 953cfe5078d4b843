//! Events: what comes of itself, on a date or by chance that the world's state makes likelier, what it changes, and what a
//! government may answer. What comes of them is in `sim::events`, how they read aloud in `orders::sentences::events`.

use super::chain::Stage;
use super::policies::Condition;
use super::politics::Issue;
use super::settings::Setting;
use crate::content::ids::{FirmId, GoodId, PolicyId, RegionId, SiteId, TechnologyId};
use crate::content::shape::Table;
use crate::units::Month;
use crate::{choice, shape, variants};

choice! {
    /// When events come.
    pub enum EventMode {
        /// Never; nor do third countries move by themselves.
        Off => "none",
        /// On their dates; those without a date by chance.
        Historical => "historical",
        /// All by chance, as the world's state makes them likely.
        Dynamic => "dynamic",
    }
}

shape! {
    /// Something that comes of itself.
    pub struct Event {
        /// Name shown to players.
        pub name: String,
        /// What has happened, two or three sentences.
        pub about: String,
        /// What can be seen a quarter or more before; empty for an accident that nobody can see coming.
        pub sign: String = String::new(),
        /// Whose government it asks, and from whose view conditions are read; without it nobody is asked and conditions are read for the
        /// first side.
        pub asks: Option<RegionId> = None,
        /// The month in which it came in the world, or is due by what was known.
        pub date: Option<Month> = None,
        /// How likely it is where dates do not hold.
        pub hazard: Option<Hazard> = None,
        /// What must hold for it to come at all.
        pub needs: Vec<Condition> = Vec::new(),
        /// Months after which it may come again; without it, once.
        pub again_months: Option<u32> where 3 to 600 = None,
        /// What it changes.
        pub changes: Vec<Change> = Vec::new(),
        /// What the government that is asked may answer.
        pub answers: Vec<Answer> = Vec::new(),
        /// Number of the answer, from 0, that is taken if none is given.
        pub usual: u32 where 0 to 9 = 0,
        /// Months to answer.
        pub answer_months: u32 where 1 to 24 = 3,
    }
}

shape! {
    /// How likely an event is.
    pub struct Hazard {
        /// Times a year that it comes, on average.
        pub per_year: f64 where 0 to 12,
        /// What makes it likelier or less likely.
        pub raised: Vec<Raise> = Vec::new(),
        /// First month.
        pub from: Option<Month> = None,
        /// Last month.
        pub until: Option<Month> = None,
    }
}

shape! {
    /// What makes an event likelier.
    pub struct Raise {
        /// While this holds.
        pub when: Condition,
        /// It comes so many times as often.
        pub times: f64 where 0 to 100,
    }
}

shape! {
    /// What a government may answer to an event.
    pub struct Answer {
        /// What is done, in a few words: "Raise duties".
        pub name: String,
        /// Why, and what it brings, a sentence or two.
        pub about: String = String::new(),
        /// What must hold for it.
        pub needs: Vec<Condition> = Vec::new(),
        /// Political capital that it takes.
        pub capital: f64 where 0 to 100 = 0.0,
        /// Attention that it takes.
        pub attention: f64 where 0 to 5 = 0.0,
        /// Paid out of the budget at once, million US$.
        pub cost_musd: f64 where 0 to 100000 = 0.0,
        /// What it says by itself to those who care about issues.
        pub issues: Table<Issue, f64> where -3 to 3 = Table::new(),
        /// What it changes.
        pub changes: Vec<Change> = Vec::new(),
    }
}

variants! {
    /// What an event or an answer changes.
    pub enum Change {
        /// A government takes a measure, without a vote.
        Enact(Enact),
        /// A government ends its measures of a policy.
        End(End),
        /// A government changes the numbers of its measures of a policy.
        Adjust(Adjust),
        /// Plants stand still.
        Outage(Outage),
        /// Something outside the chain moves.
        Shock(Shock),
        /// Projects wait longer.
        Delay(Delay),
        /// People expect another price of a good.
        Expect(Expect),
        /// Relations move.
        Relations(Shift),
        /// Tension between the two sides moves.
        Tension(Points),
        /// Credibility of a government with everybody moves.
        Credibility(PointsOf),
        /// Political capital of a government moves.
        Capital(PointsOf),
        /// Moods move as if a government had said this.
        Mood(Said),
        /// Money flows into a government's budget or, if negative, out of it.
        Money(Money),
        /// A firm loses money, beside its business.
        Loss(Loss),
        /// A technology comes nearer to ordinary production.
        Readiness(Step),
    }
}

shape! {
    /// A measure that a government takes.
    pub struct Enact {
        /// Which.
        pub policy: PolicyId,
        /// Whose.
        pub by: RegionId,
        /// How; what is left out takes the policy's defaults.
        pub settings: Table<String, Setting> = Table::new(),
        /// Months until it comes into force.
        pub after_months: u32 where 0 to 120 = 0,
        /// Months that it stands; without it, until it is ended.
        pub months: Option<u32> where 1 to 600 = None,
    }
}

shape! {
    /// Measures that a government ends.
    pub struct End {
        /// Which.
        pub policy: PolicyId,
        /// Whose.
        pub by: RegionId,
        /// Only those with these settings; empty means all.
        pub about: Table<String, Setting> = Table::new(),
        /// Months until they end.
        pub after_months: u32 where 0 to 120 = 1,
    }
}

shape! {
    /// Measures whose numbers a government changes, if they stand.
    pub struct Adjust {
        /// Which.
        pub policy: PolicyId,
        /// Whose.
        pub by: RegionId,
        /// Only those with these settings; empty means all.
        pub about: Table<String, Setting> = Table::new(),
        /// Numbers that take this value.
        pub set: Table<String, f64> = Table::new(),
        /// Numbers that move by this much, within the limits of their settings.
        pub add: Table<String, f64> = Table::new(),
        /// Months until it holds.
        pub after_months: u32 where 0 to 120 = 1,
    }
}

shape! {
    /// Plants that stand still.
    pub struct Outage {
        /// Goods whose plants stand still; empty means those of `stages`.
        pub goods: Vec<GoodId> = Vec::new(),
        /// Stages whose plants stand still.
        pub stages: Vec<Stage> = Vec::new(),
        /// Where; empty means everywhere.
        pub at: Vec<RegionId> = Vec::new(),
        /// Only this firm's.
        pub firm: Option<FirmId> = None,
        /// Only at this site.
        pub site: Option<SiteId> = None,
        /// Share of their capacity.
        pub share: f64 where 0 to 1,
        /// How long, months.
        pub months: u32 where 1 to 120,
    }
}

choice! {
    /// Something outside the chain.
    pub enum Outside {
        /// Cars that people would buy.
        CarMarket => "the car market",
        /// Grid storage that is wanted.
        Storage => "the demand for grid storage",
        /// Container freight.
        Freight => "container freight",
        /// Car carriers.
        CarCarriers => "freight of cars",
        /// Industrial power.
        Power => "the price of industrial power",
        /// Oil.
        Oil => "the price of oil",
    }
}

shape! {
    /// Something outside the chain that moves and comes back.
    pub struct Shock {
        /// What.
        pub of: Outside,
        /// Where, for what differs by region; empty means everywhere.
        pub at: Vec<RegionId> = Vec::new(),
        /// Times what it would be.
        pub times: f64 where 0 to 20,
        /// How long in full, months.
        pub months: u32 where 1 to 240,
        /// Months in which it fades after that.
        pub fading_months: u32 where 0 to 240 = 0,
    }
}

shape! {
    /// Projects that wait longer.
    pub struct Delay {
        /// Goods whose plants are meant; empty means those of `stages`.
        pub goods: Vec<GoodId> = Vec::new(),
        /// Stages whose plants are meant.
        pub stages: Vec<Stage> = Vec::new(),
        /// Where; empty means everywhere.
        pub at: Vec<RegionId> = Vec::new(),
        /// Homes of the owners; empty means all.
        pub owners: Vec<RegionId> = Vec::new(),
        /// Months longer.
        pub months: f64 where 0 to 60,
    }
}

shape! {
    /// A price that people come to expect.
    pub struct Expect {
        /// The good.
        pub good: GoodId,
        /// Times what they expected.
        pub times: f64 where 0.1 to 10,
    }
}

shape! {
    /// What some governments think of others.
    pub struct Shift {
        /// Who; empty means every third country.
        pub of: Vec<RegionId> = Vec::new(),
        /// Of whom.
        pub to: RegionId,
        /// Points.
        pub points: f64 where -100 to 100,
    }
}

shape! {
    /// Points.
    pub struct Points {
        /// Points.
        pub points: f64 where -100 to 100,
    }
}

shape! {
    /// Points of a government.
    pub struct PointsOf {
        /// Whose.
        pub of: RegionId,
        /// Points.
        pub points: f64 where -100 to 100,
    }
}

shape! {
    /// Points on issues.
    pub struct Said {
        /// Whose people hear it.
        pub of: RegionId,
        /// Points by issue.
        pub issues: Table<Issue, f64> where -3 to 3,
    }
}

shape! {
    /// Money of a government.
    pub struct Money {
        /// Whose.
        pub of: RegionId,
        /// Million US$ that it gets; negative is paid.
        pub musd: f64 where -100000 to 100000,
    }
}

shape! {
    /// Money that a firm loses.
    pub struct Loss {
        /// Who.
        pub firm: FirmId,
        /// Million US$.
        pub musd: f64 where 0 to 100000,
    }
}

shape! {
    /// Steps of a technology.
    pub struct Step {
        /// Which.
        pub technology: TechnologyId,
        /// Steps of readiness.
        pub steps: f64 where -3 to 3,
    }
}

//! How governments come to decide: blocs and what they care about, chambers, terms of office, plan windows. What a policy asks of
//! them stands with the policy (`definitions::policies`).

use super::ByRegion;
use crate::content::ids::{BlocId, RegionId};
use crate::content::shape::Table;
use crate::units::Month;
use crate::{choice, shape, variants};

choice! {
    /// What people judge a government by. Each is measured in the world; a policy may speak to it by itself too.
    pub enum Issue {
        /// Jobs in the chain and in car plants at home: change over a year.
        Jobs => "jobs",
        /// Price of a new car at home: fall over a year.
        Prices => "car prices",
        /// Home's share of what the world makes along the chain: change over a year.
        Industry => "industry at home",
        /// Independence from the rival, by the dependence index: its fall over a year.
        Independence => "independence",
        /// Share of cars with a plug among those sold at home: rise over a year.
        Climate => "clean cars",
        /// Spending on the contest within its budget, debt falling.
        Thrift => "sound budgets",
        /// Jobs in mines and refineries at home: change over a year.
        Resources => "mines and refineries",
        /// Share of home brands in the world's car markets: change over a year.
        Champions => "home brands",
        /// Home plants are used and earn: load of cell and material plants against the usual.
        Margins => "healthy plants",
        /// Little tension with the rival.
        Calm => "calm abroad",
    }
}

shape! {
    /// A part of the public or of the apparatus that a government needs.
    pub struct Bloc {
        /// Name shown to players.
        pub name: String,
        /// Who they are and what they want, one or two sentences.
        pub about: String,
        /// Whose.
        pub region: RegionId,
        /// Part of approval that is theirs; those of a government add up to 1.
        pub weight: f64 where 0 to 1,
        /// Mood at the start, 0 to 100.
        pub mood: f64 where 0 to 100,
        /// How much each issue weighs with them; negative if they want less of it.
        pub issues: Table<Issue, f64> where -3 to 3,
    }
}

shape! {
    /// How a government decides. One without is bound by nothing but its purse.
    pub struct Polity {
        /// Whose.
        pub region: RegionId,
        /// Political capital at the start, 0 to 100.
        pub capital: f64 where 0 to 100,
        /// Attention for orders in a quarter.
        pub attention: f64 where 1 to 20,
        /// Credibility with others at the start, 0 to 100.
        pub credibility: ByRegion where 0 to 100,
        /// What makes its laws and when it is renewed.
        pub form: Form,
    }
}

variants! {
    /// What makes a government's laws.
    pub enum Form {
        /// Chambers and elections.
        Congress(Congress),
        /// A plan every five years, carried out by ministries and provinces.
        Plan(Plan),
    }
}

shape! {
    /// Chambers and elections.
    pub struct Congress {
        /// The chambers, each of which must agree to a law.
        pub chambers: Vec<Chamber>,
        /// Name of each party; the first is in office at the start.
        pub parties: Vec<String>,
        /// Month of the first election after the start.
        pub next_election: Month,
        /// Whether the first one is for the head of state; they take turns.
        pub next_is_general: bool,
        /// Months between elections.
        pub every_months: u32 where 6 to 120 = 24,
        /// Months that a law takes beyond an order.
        pub law_months: u32 where 0 to 60 = 6,
        /// Months from an election to the new term.
        pub handover_months: u32 where 0 to 12 = 2,
    }
}

shape! {
    /// A chamber.
    pub struct Chamber {
        /// Name shown to players.
        pub name: String,
        /// Votes that a law needs.
        pub needed: f64 where 1 to 10000,
        /// Who sits there.
        pub caucuses: Vec<Caucus>,
    }
}

shape! {
    /// Members who vote much alike.
    pub struct Caucus {
        /// Name shown to players.
        pub name: String,
        /// Seats.
        pub seats: f64 where 0 to 10000,
        /// Number of the party, from 0.
        pub party: u32 where 0 to 9,
        /// Whom they listen to, as shares.
        pub blocs: Table<BlocId, f64> where 0 to 1,
    }
}

shape! {
    /// A plan every so many years.
    pub struct Plan {
        /// First month of a plan that the others are counted from.
        pub first: Month,
        /// Years of a plan.
        pub years: u32 where 1 to 10 = 5,
        /// Months from its first in which directions are set.
        pub window_months: u32 where 1 to 60 = 6,
        /// Times the political capital that a change of direction takes outside of the window.
        pub outside_factor: f64 where 1 to 10 = 2.0,
        /// How far provinces overshoot what a plan asks of them.
        pub zeal: f64 where 0 to 3 = 0.5,
    }
}

shape! {
    /// The numbers of politics that belong to no single polity (docs/month.md 14).
    pub struct Politics {
        /// Change of a figure, in its own unit, that moves a mood by its bloc's weight times ten points.
        pub scales: IssueScales,
        /// Mood points of an issue that moves by its scale and weighs 1.
        pub points: f64 where 0 to 100 = 10.0,
        /// Load of plants that is neither idle nor scarce.
        pub usual_load: f64 where 0 to 1 = 0.65,
        /// Most scales of a change that people tell apart.
        pub most_noticed: f64 where 0.5 to 20 = 3.0,
        /// Months in which moods follow what is measured.
        pub mood_months: f64 where 1 to 60 = 8.0,
        /// Months in which what a government did by itself, or suffered, is half forgotten.
        pub memory_months: f64 where 1 to 120 = 9.0,
        /// Months in which what a government inherited (its mood at the start) is half forgotten.
        pub honeymoon_months: f64 where 1 to 240 = 36.0,
        /// Political capital a month at an approval of 50, and for each point above.
        pub capital_a_month: f64 where 0 to 20 = 1.6,
        /// The same for each point of approval above 50.
        pub capital_per_point: f64 where 0 to 1 = 0.05,
        /// Attention that an order takes which is no measure: a letter to a firm, a payment.
        pub letter_attention: f64 where 0 to 5 = 0.5,
        /// Most attention that is carried over into the next quarter.
        pub prepared_most: f64 where 0 to 10 = 2.0,
        /// What a bill's issue points are worth in a member's mind: the logit of a vote per point.
        pub vote_per_point: f64 where 0 to 10 = 1.2,
        /// Logit of members of the party in office, of others its negative.
        pub loyalty: f64 where 0 to 10 = 1.1,
        /// The same for each ten points of approval above 50.
        pub coat_tails: f64 where 0 to 10 = 0.35,
        /// Logit of all members' votes that a point of political capital buys.
        pub favour_per_capital: f64 where 0.001 to 5 = 0.06,
        /// Most political capital that buys votes for one bill.
        pub most_favours: f64 where 0 to 100 = 40.0,
        /// Share of a chamber that moves from party to party for each ten points of approval away from `par` in a mid-term election.
        pub swing: f64 where 0 to 1 = 0.04,
        /// Approval at which an election is a toss-up.
        pub par: f64 where 0 to 100 = 47.0,
        /// Points of approval that change the odds of an election by a factor of e.
        pub election_scale: f64 where 0.5 to 50 = 4.0,
        /// Share of executive measures that lapse when another party takes office whose people neither like nor dislike them.
        pub lapse_share: f64 where 0 to 1 = 0.5,
        /// Credibility lost with everybody when office changes hands.
        pub handover_credibility: f64 where 0 to 100 = 10.0,
        /// Chance that a court stops a contestable executive measure within its first year.
        pub court_chance: f64 where 0 to 1 = 0.15,
        /// Credibility gained a month by keeping to one's measures and deals.
        pub credibility_a_month: f64 where 0 to 5 = 0.25,
        /// Credibility lost with everybody by ending a measure.
        pub u_turn: f64 where 0 to 50 = 3.0,
        /// Times that where the government had given its word not to.
        pub broken_word: f64 where 1 to 10 = 2.0,
    }
}

shape! {
    /// How large a year's change is that people notice, by issue.
    pub struct IssueScales {
        /// Jobs, share.
        pub jobs: f64 where 0.001 to 10 = 0.05,
        /// Price of a new car, share.
        pub prices: f64 where 0.001 to 10 = 0.05,
        /// Share of what the world makes.
        pub industry: f64 where 0.001 to 10 = 0.01,
        /// Points of the dependence index.
        pub independence: f64 where 0.001 to 100 = 5.0,
        /// Share of cars sold.
        pub climate: f64 where 0.001 to 10 = 0.04,
        /// Spending over budget, share of budget.
        pub thrift: f64 where 0.001 to 10 = 0.5,
        /// Jobs in mines and refineries, share.
        pub resources: f64 where 0.001 to 10 = 0.1,
        /// Share of the world's cars sold.
        pub champions: f64 where 0.001 to 10 = 0.005,
        /// Load of plants.
        pub margins: f64 where 0.001 to 10 = 0.15,
        /// Points of tension.
        pub calm: f64 where 0.001 to 100 = 30.0,
    }
}

impl IssueScales {
    /// The scale of an issue.
    #[must_use]
    pub const fn of(&self, issue: Issue) -> f64 {
        match issue {
            Issue::Jobs => self.jobs,
            Issue::Prices => self.prices,
            Issue::Industry => self.industry,
            Issue::Independence => self.independence,
            Issue::Climate => self.climate,
            Issue::Thrift => self.thrift,
            Issue::Resources => self.resources,
            Issue::Champions => self.champions,
            Issue::Margins => self.margins,
            Issue::Calm => self.calm,
        }
    }
}

shape! {
    /// The numbers of relations and tension (docs/month.md 14).
    pub struct Diplomacy {
        /// Points of tension of a step on the first rung; the tenth weighs twice its number.
        pub tension_per_rung: f64 where 0 to 20 = 2.0,
        /// Points of relations that a measure costs while it stands, for each rung.
        pub grievance_per_rung: f64 where 0 to 20 = 2.0,
        /// Part of them that comes at once when the measure is announced.
        pub shock_share: f64 where 0 to 1 = 0.5,
        /// Part of them by which the government that took the measure thinks the worse of those whom it hurts.
        pub doer_share: f64 where 0 to 1 = 0.25,
        /// Months in which relations come to where history and grievances put them.
        pub relation_months: f64 where 3 to 240 = 48.0,
        /// Points by which tension falls in a month without a step.
        pub tension_ease: f64 where 0 to 10 = 0.67,
        /// Tension below which the worst relations leave no calm.
        pub tension_at_worst: f64 where 0 to 100 = 40.0,
        /// Months that a step is remembered.
        pub step_months: u32 where 1 to 240 = 60,
    }
}

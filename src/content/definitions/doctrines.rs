//! How a government thinks that no person steers: what it wants, what it shrinks from, how it answers. What it weighs with that is in
//! `ai`; what a policy is good for stands with the policy (`serves`).

use super::chain::Stage;
use super::diplomacy::Interest;
use crate::content::ids::{ArticleId, GoodId, PolicyId};
use crate::content::shape::Table;
use crate::{choice, shape};

choice! {
    /// What a government may want of a measure. Each is measured in the world: how far it is from its mark makes the need.
    pub enum Aim {
        /// To go on making if the rival stops all exports.
        Resilience => "resilience",
        /// Share of the world's value along the chain, and jobs.
        Industry => "industry",
        /// Share and reach of home automakers.
        Mobility => "mobility",
        /// Cars with a plug, cheap packs, clean air.
        Transition => "transition",
        /// Know-how at home, against the best of the world.
        Technology => "technology",
        /// Money, credibility and relations with third countries.
        Standing => "standing",
        /// A budget that is not overdrawn.
        Thrift => "thrift",
        /// To hold or hurt the rival where it leads or depends.
        Pressure => "pressure",
        /// Little tension with the rival.
        Calm => "calm",
    }
}

choice! {
    /// What a government can do beside taking measures.
    pub enum Deed {
        /// Pay towards a project at home.
        FundProject => "money for projects",
        /// Halve the permits of a project.
        FastTrack => "hastened permits",
        /// Have a firm build.
        BuildPlant => "plants by directive",
        /// Have two firms found a venture.
        JointVenture => "joint ventures",
        /// Have a firm take a licence.
        TakeLicence => "licences",
        /// Have an automaker turn to another chemistry.
        ChooseChemistry => "chemistries by directive",
        /// Have an automaker buy its cells elsewhere.
        SourceFrom => "suppliers by directive",
        /// Have an automaker launch models with a plug.
        RampPlugs => "models with a plug",
        /// Have an automaker enter a market.
        EnterMarket => "new markets",
        /// Have an automaker leave a market.
        LeaveMarket => "retreat from markets",
        /// Change a measure of one's own.
        Adjust => "changes of measures",
        /// End a measure of one's own.
        Repeal => "ends of measures",
        /// Have a firm buy a site that another runs.
        BuySite => "purchases of sites",
        /// Answer an event.
        AnswerEvent => "answers to events",
        /// Offer a deal.
        ProposeDeal => "offers of deals",
        /// Answer an offer.
        AnswerOffer => "answers to offers",
        /// Leave a deal.
        LeaveDeal => "exits from deals",
        /// Open talks.
        OpenTalks => "talks",
        /// Hold a summit.
        HoldSummit => "summits",
        /// Demand the end of a measure by a date.
        SetDeadline => "demands",
        /// Mediate between two others.
        Mediate => "mediation",
    }
}

choice! {
    /// What moves by itself when an event is answered, apart from measures.
    pub enum Move {
        /// A point of a third country's relations with home.
        Relations => "a point of relations",
        /// A point of tension with the rival.
        Tension => "a point of tension",
        /// A point of credibility.
        Credibility => "a point of credibility",
        /// A tenth of a stage's plants at home that stand still for a year, or of its projects that wait.
        Standstill => "plants that stand still",
        /// A tenth more buyers at home for a year.
        Buyers => "more buyers",
        /// A step of a technology's readiness.
        Readiness => "a step of readiness",
    }
}

shape! {
    /// How hostile steps of the rival are answered.
    pub struct Reply {
        /// Rungs by which the answer stands above the step (negative: below it).
        pub rungs: f64 where -5 to 5 = 0.0,
        /// Utility of an answer on just that rung to a step that is fresh.
        pub weight: f64 where 0 to 5 = 0.4,
        /// Months in which a step is half forgiven.
        pub months: f64 where 1 to 120 = 12.0,
        /// Utility of taking a hostile measure back for each one that the rival has taken back.
        pub ease: f64 where 0 to 5 = 0.3,
    }
}

shape! {
    /// A way to govern the contest. Any doctrine can steer either side.
    pub struct Doctrine {
        /// Name shown to players.
        pub name: String,
        /// What it is after, two sentences.
        pub about: String,
        /// What each aim weighs; one left out weighs nothing, one below nothing is shunned.
        pub aims: Table<Aim, f64> where -3 to 3,
        /// Highest rung of the ladder on which it steps without being provoked.
        pub rung: u32 where 0 to 10 = 3,
        /// Tension that none of its steps may lead beyond, 0 to 100; at 100 the two sides break.
        pub brink: f64 where 0 to 100 = 45.0,
        /// What tension weighs: utility lost by a step that would lead from rest to the break.
        pub caution: f64 where 0 to 5 = 1.0,
        /// What money weighs: utility lost by spending a year's budget in a year.
        pub thrift: f64 where 0 to 20 = 3.0,
        /// Share of its budget that it commits at most.
        pub spends: f64 where 0 to 5 = 1.0,
        /// Years over which it thinks: what is paid at once is spread over them, what failed is left alone for as long.
        pub patience_years: f64 where 0.25 to 20 = 3.0,
        /// Share of a quarter's attention that it keeps back.
        pub attention_kept: f64 where 0 to 1 = 0.2,
        /// Political capital that it keeps back.
        pub capital_kept: f64 where 0 to 100 = 10.0,
        /// Utility for the root of the attention that it takes, below which it lets things run.
        pub threshold: f64 where 0 to 5 = 0.1,
        /// How strong it likes measures, -1 (mild) to 1 (strong).
        pub force: f64 where -1 to 1 = 0.0,
        /// How it answers hostile steps.
        pub reply: Reply,
        /// Stages that it cares more (above 1) or less for.
        pub stages: Table<Stage, f64> where 0 to 10 = Table::new(),
        /// The same for single goods, beside the stage.
        pub goods: Table<GoodId, f64> where 0 to 10 = Table::new(),
        /// Policies that it likes more (above 1) or less than what they serve tells.
        pub policies: Table<PolicyId, f64> where 0 to 10 = Table::new(),
        /// The same for what is no policy.
        pub deeds: Table<Deed, f64> where 0 to 10 = Table::new(),
        /// The same for articles of deals.
        pub articles: Table<ArticleId, f64> where 0 to 10 = Table::new(),
    }
}

shape! {
    /// What all doctrines share (docs/rival.md).
    pub struct Thinking {
        /// What deeds that are no measures serve.
        pub deeds: Table<Deed, Table<Aim, f64>> where -3 to 3 = Table::new(),
        /// What a point of interest in a deal serves (the interests of the acceptance sum).
        pub interests: Table<Interest, Table<Aim, f64>> where -3 to 3 = Table::new(),
        /// What else moves when an event is answered serves.
        pub moves: Table<Move, Table<Aim, f64>> where -3 to 3 = Table::new(),
        /// Part of the way to the fiscal crisis, by interest, from which a government spends less, down to `frugal` of its budget at the
        /// crisis itself.
        pub strain_from: f64 where 0 to 1 = 0.25,
        /// The least part of its budget.
        pub frugal: f64 where 0 to 1 = 0.5,
        /// What it may promise in a quarter however little of that is left, share of its budget.
        pub small_share: f64 where 0 to 1 = 0.005,
        /// What thrift weighs at the crisis itself, for whoever it weighs less with.
        pub strain_thrift: f64 where 0 to 10 = 2.0,
        /// Partners whose deals are thought through in a quarter.
        pub partners: u32 where 0 to 50 = 3,
        /// Term of the deals that it offers, months.
        pub deal_months: u32 where 6 to 240 = 60,
        /// Orders that a government asks the terms of in a quarter.
        pub quotes: u32 where 1 to 200 = 12,
        /// Utility of a point of political capital.
        pub capital_worth: f64 where 0 to 1 = 0.01,
        /// Attention of a government that politics does not bind.
        pub attention: f64 where 0.5 to 20 = 5.0,
        /// What is left of a gain when the same policy is in force once already, and again for each time more.
        pub saturation: f64 where 0 to 1 = 0.7,
        /// The same for a measure of another policy that does the same kind of thing.
        pub overlap: f64 where 0 to 1 = 0.85,
        /// Power to which the share of trade or use that a measure touches is taken.
        pub stake_power: f64 where 0 to 2 = 0.5,
        /// A faint setting, as a multiple of the usual one: for what is paid by the piece and would be too dear.
        pub faint: f64 where 0.01 to 1 = 0.1,
        /// A mild and a strong setting.
        pub mild: f64 where 0.05 to 1 = 0.5,
        /// The strong one.
        pub strong: f64 where 1 to 10 = 2.0,
        /// Part of income from a measure that counts against what others cost.
        pub income_part: f64 where 0 to 1 = 0.3,
        /// Part of what a duty brings that counts at all: home's own users and makers pay it.
        pub duty_part: f64 where 0 to 1 = 0.25,
        /// Utility that a throw of its own dice adds at most, so that no two games go alike.
        pub whim: f64 where 0 to 1 = 0.06,
        /// How far the weights of a government may be from those of its doctrine, for a whole campaign: by a factor of up to 1 plus this.
        pub temper: f64 where 0 to 2 = 0.4,
        /// Months before it asks again for what was refused or found too dear.
        pub wait_months: u32 where 1 to 120 = 12,
        /// Months for which a measure of its own is left as it is.
        pub keep_months: u32 where 1 to 240 = 30,
    }
}

impl Thinking {
    /// What a deed serves.
    pub fn served(&self, deed: Deed) -> impl Iterator<Item = (Aim, f64)> + '_ {
        self.deeds.get(&deed).into_iter().flatten().map(|(aim, points)| (*aim, *points))
    }
}

impl Default for Thinking {
    fn default() -> Self {
        Self {
            deeds: Table::new(),
            interests: Table::new(),
            moves: Table::new(),
            strain_from: 0.25,
            frugal: 0.5,
            small_share: 0.005,
            strain_thrift: 2.0,
            partners: 3,
            deal_months: 60,
            quotes: 12,
            capital_worth: 0.01,
            attention: 5.0,
            saturation: 0.7,
            overlap: 0.85,
            stake_power: 0.5,
            faint: 0.1,
            mild: 0.5,
            strong: 2.0,
            income_part: 0.3,
            duty_part: 0.25,
            whim: 0.06,
            temper: 0.4,
            wait_months: 12,
            keep_months: 30,
        }
    }
}

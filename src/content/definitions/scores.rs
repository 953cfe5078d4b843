//! How a campaign is judged: five indices, what full marks mean, and what each weighs.

use crate::content::shape::Table;
use crate::{choice, shape};

choice! {
    /// An index of the score.
    pub enum Index {
        /// What still comes if the rival stops all exports.
        Resilience => "resilience",
        /// Share of the world's value along the chain, and jobs.
        Industry => "industry",
        /// Share and reach of home automakers.
        Mobility => "mobility",
        /// Clean cars at home, cheap packs, air.
        Transition => "transition",
        /// Money, credibility, friends.
        Standing => "standing",
    }
}

/// What each index weighs in a level that says nothing.
#[must_use]
pub fn usual_weights() -> Table<Index, f64> {
    let weigh = |index: &Index| match index {
        Index::Resilience | Index::Industry => 0.25,
        Index::Mobility => 0.2,
        Index::Transition | Index::Standing => 0.15,
    };
    Index::ALL.iter().map(|index| (*index, weigh(index))).collect()
}

shape! {
    /// What full marks mean, and how parts weigh in an index (docs/month.md 15).
    pub struct Marks {
        /// Share of the world's value added that is full marks for industry.
        pub industry_share: f64 where 0.01 to 1 = 0.4,
        /// Jobs over those of the start that are full marks for industry.
        pub jobs_ratio: f64 where 0.1 to 10 = 1.25,
        /// Part of industry that is value, the rest jobs.
        pub value_part: f64 where 0 to 1 = 0.6,
        /// Share of the world's cars that is full marks for mobility.
        pub makers_share: f64 where 0.01 to 1 = 0.4,
        /// Part of mobility that is share, the rest reach.
        pub share_part: f64 where 0 to 1 = 0.6,
        /// Reach of a regional maker, where a global one is 1.
        pub regional_reach: f64 where 0 to 1 = 0.35,
        /// Reach of a multi-regional maker.
        pub multi_regional_reach: f64 where 0 to 1 = 0.7,
        /// Share of new cars with a plug that is full marks for transition.
        pub plug_share: f64 where 0.01 to 1 = 0.8,
        /// Price of a pack at home that is full marks, $/kWh.
        pub pack_usd_per_kwh: f64 where 1 to 1000 = 70.0,
        /// Share of the fleet's CO2 avoided by plugs that is full marks.
        pub co2_share: f64 where 0.01 to 1 = 0.3,
        /// Years of budget owed at which nothing is left of the mark for money.
        pub debt_years: f64 where 0.1 to 50 = 3.0,
    }
}

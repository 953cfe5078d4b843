//! A scenario: who plays, from when to when, on which packs.

use super::scores::Weights;
use crate::content::ids::{RegionId, TechnologyId};
use crate::content::shape::Table;
use crate::shape;
use crate::units::Month;

shape! {
    /// A scenario.
    pub struct Scenario {
        /// Name shown to players.
        pub name: String,
        /// What it is about, a short paragraph.
        pub about: String,
        /// First month.
        pub start: Month,
        /// Last month.
        pub end: Month,
        /// The first side.
        pub us: RegionId,
        /// The second side.
        pub china: RegionId,
        /// Tension between the two sides at the start, 0 to 100.
        pub tension: f64 where 0 to 100 = 20.0,
        /// What each index weighs in the score.
        pub score: Weights = Weights::usual(),
        /// Readiness (1–9) of technologies at the start; those left out are at 9, ordinary production.
        pub readiness: Table<TechnologyId, f64> where 1 to 9 = Table::new(),
    }
}

impl Scenario {
    /// Readiness of a technology at the start, 1 to 9.
    #[must_use]
    pub fn readiness_of(&self, technology: TechnologyId) -> f64 {
        self.readiness.get(&technology).copied().unwrap_or(9.0)
    }
}

//! A scenario: who plays, from when to when, on which packs.

use super::ends::End;
use super::events::EventMode;
use super::scores::{Index, usual_weights};
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
        /// When events come.
        pub events: EventMode = EventMode::Off,
        /// What each index weighs in the score; one left out weighs nothing.
        pub score: Table<Index, f64> where 0 to 1 = usual_weights(),
        /// Score with which a side ends on average if both are governments that no person steers, 0 to 100. Whoever is further above
        /// its own, by the clear lead of the rules, has won.
        pub par: Table<RegionId, f64> where 0 to 100 = Table::new(),
        /// Ways in which the campaign ends early; those of the rules if left out.
        pub ends: Option<Vec<End>> = None,
        /// Whether third countries act by themselves; where the past is played again they do what they did.
        pub others_act: bool = true,
        /// Readiness (1–9) of technologies at the start; those left out are at 9, ordinary production.
        pub readiness: Table<TechnologyId, f64> where 1 to 9 = Table::new(),
    }
}

impl Scenario {
    /// The other of the two sides; for a third country the first.
    #[must_use]
    pub fn rival(&self, region: RegionId) -> RegionId {
        if region == self.us { self.china } else { self.us }
    }

    /// What an index weighs in the score.
    #[must_use]
    pub fn weight(&self, index: Index) -> f64 {
        self.score.get(&index).copied().unwrap_or(0.0)
    }

    /// The score with which a side ends on average if no person plays; 0 where the level does not tell.
    #[must_use]
    pub fn par(&self, side: RegionId) -> f64 {
        self.par.get(&side).copied().unwrap_or(0.0)
    }

    /// Whether the level tells what sides reach by themselves.
    #[must_use]
    pub fn has_par(&self) -> bool {
        !self.par.is_empty()
    }

    /// Whether a region is one of the two sides.
    #[must_use]
    pub fn is_side(&self, region: RegionId) -> bool {
        region == self.us || region == self.china
    }

    /// Readiness of a technology at the start, 1 to 9.
    #[must_use]
    pub fn readiness_of(&self, technology: TechnologyId) -> f64 {
        self.readiness.get(&technology).copied().unwrap_or(9.0)
    }
}

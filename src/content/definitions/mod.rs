//! What can exist: one shape per kind of item. These structs are both what a file may say and what the simulation reads;
//! references are already numbers (see `content::ids`).

pub mod capital;
pub mod cars;
pub mod chain;
pub mod chance;
pub mod controls;
pub mod credits;
pub mod decisions;
pub mod diplomacy;
pub mod doctrines;
pub mod effects;
pub mod ends;
pub mod events;
pub mod firms;
pub mod gauges;
pub mod levers;
pub mod places;
pub mod policies;
pub mod politics;
pub mod pricing;
pub mod programmes;
pub mod rules;
pub mod scenario;
pub mod scores;
pub mod settings;
pub mod start;
pub mod treaties;

use super::ids::RegionId;
use super::shape::{Bounded, Read, Reader, Table};
use super::syntax::Node;
use crate::shape;

/// A number with a default for the world and other values for some regions: `(all: 100, at: {"china": 60})`, or a plain
/// number.
#[derive(Clone, Debug)]
pub struct ByRegion {
    /// The value where nothing else is said.
    pub all: f64,
    /// Regions that differ.
    pub at: Table<RegionId, f64>,
    /// Values by region up to the last that differs: a month looks them up thousands of times.
    values: Vec<f64>,
}

impl ByRegion {
    /// A number for the world, and others for some regions.
    #[must_use]
    pub fn new(all: f64, at: Table<RegionId, f64>) -> Self {
        let many = at.keys().next_back().map_or(0, |last| last.index() + 1);
        let values = (0..many).map(|region| at.get(&RegionId::from_index(region)).copied().unwrap_or(all)).collect();
        Self { all, at, values }
    }

    /// The same number everywhere.
    #[must_use]
    pub const fn everywhere(all: f64) -> Self {
        Self { all, at: Table::new(), values: Vec::new() }
    }

    /// The value in `region`.
    #[must_use]
    pub fn at(&self, region: RegionId) -> f64 {
        self.values.get(region.index()).copied().unwrap_or(self.all)
    }
}

shape! {
    /// The long form of [`ByRegion`].
    pub struct ByRegionForm {
        /// The value where nothing else is said.
        pub all: f64,
        /// Regions that differ.
        pub at: Table<RegionId, f64> = Table::new(),
    }
}

impl Read for ByRegion {
    fn wanted() -> String {
        "a number, or `(all: number, at: {\"region\": number})`".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(node.kind, super::syntax::Kind::Number(_)) {
            return f64::read(node, reader).map(Self::everywhere);
        }
        ByRegionForm::read(node, reader).map(|form| Self::new(form.all, form.at))
    }
}

impl Bounded for ByRegion {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        check(self.all);
        self.at.numbers(check);
    }
}

//! Measures in force, and the arrays of effects that all other phases read.

use bevy_ecs::prelude::Resource;

use super::controls::Controls;
use super::support::Support;
use crate::content::definitions::effects::Origin;
use crate::content::ids::{GoodId, RegionId, TechnologyId};

use super::pacts::Pacts;
pub use super::standing::{Change, Levy, Measure, Measures, Treaty};

/// A test of where the value of goods comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Goods that are traced.
    pub goods: Vec<GoodId>,
    /// Origins that count, as bits.
    pub from: u32,
    /// What makes an origin.
    pub by: Origin,
    /// Least share of value from there; nothing switches the test off.
    pub least: f64,
    /// Part of the credit that is lost with it.
    pub part: f64,
}

/// Money for buyers, seen from one region.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// Which measure pays.
    pub measure: u32,
    /// Powertrains (indices) that get it.
    pub powertrains: [bool; 4],
    /// Amount, k$ a car.
    pub kusd: f64,
    /// Share of the price instead, for tax relief.
    pub price_share: f64,
    /// Cap of the relief, k$.
    pub relief_cap: f64,
    /// No credit above this price.
    pub price_cap: f64,
    /// Share of buyers who qualify.
    pub buyers_share: f64,
    /// Regions of assembly that qualify, as bits.
    pub assembled_in: u32,
    /// Content tests.
    pub tests: Vec<Test>,
    /// Share of leases that escape the tests.
    pub lease_share: f64,
    /// Part that cars with cells of each chemistry get; nothing where it does not matter.
    pub cells: Vec<f64>,
}

/// Which tables of pairs say anything about a good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// A licence holds something back.
    pub licence: bool,
    /// A licence is announced that will hold back more, or less, than those of today.
    pub ahead: bool,
    /// A content rule makes something dearer.
    pub penalty: bool,
}

/// What measures do this month, ready to be read. Derived: rebuilt in the policy phase, never saved.
#[derive(Resource, Clone, Debug, Default)]
pub struct Effects {
    /// Number of regions.
    pub regions: usize,
    /// Import duty at `(good * regions + from) * regions + to`, share of value.
    pub tariff: Vec<f64>,
    /// Export tax, the same index, share of the price asked.
    pub export_tax: Vec<f64>,
    /// Licence throughput, the same index, 0 to 1.
    pub licence: Vec<f64>,
    /// Expected licence throughput of announced licences, the same index.
    pub licence_ahead: Vec<f64>,
    /// Share of blocked flow that leaks, the same index.
    pub leak: Vec<f64>,
    /// Penalty of content rules at `(good * regions + controller) * regions + user`, share of price.
    pub content_penalty: Vec<f64>,
    /// Support at `good * regions + region`.
    pub support: Vec<Support>,
    /// Price floors: measure and most that it pays in a year, $M.
    pub floors: Vec<(u32, f64)>,
    /// Credits by region.
    pub credits: Vec<Vec<Credit>>,
    /// Plug share asked by region, and the worth of a missing car, k$.
    pub standard: Vec<(f64, f64)>,
    /// Public charging money, $M a year, and k$ a point, by region.
    pub charging: Vec<(f64, f64)>,
    /// Stockpile rules by region: good, months wanted, pace in months.
    pub stockpiles: Vec<Vec<(GoodId, f64, f64)>>,
    /// Public storage buying, GWh a year, and fleet cars, thousand a year, by region.
    pub procurement: Vec<(f64, f64)>,
    /// Share of dead packs that must be collected, and cost per GWh sold, by region.
    pub collection: Vec<(f64, f64)>,
    /// Public research by region: technology, $M a year.
    pub research: Vec<Vec<(TechnologyId, f64)>>,
    /// Announced fall of purchase support in three months, k$ a car, by region and powertrain.
    pub coming_cut: Vec<[f64; 4]>,
    /// What is held back or open beyond duties and money.
    pub controls: Controls,
    /// What deals promise beside all this.
    pub pacts: Pacts,
    /// Places that measures have changed, of duties, taxes and penalties, of licences, of support; no others say anything.
    pub(in crate::sim) touched: Vec<usize>,
    pub(in crate::sim) licensed: Vec<usize>,
    pub(super) supported: Vec<usize>,
    /// The year and the measures that duties, taxes and penalties were built from.
    pub(super) built: Option<(i32, Vec<super::measures::Standing>)>,
    /// By good, what measures do to any pair of regions: whoever finds nothing marked need not look at the pairs.
    pub marks: Vec<Marks>,
}

impl Effects {
    /// Index of (good, from, to).
    #[must_use]
    pub fn at(&self, good: GoodId, from: RegionId, to: RegionId) -> usize {
        (good.index() * self.regions + from.index()) * self.regions + to.index()
    }

    /// Support for makers of `good` in `region`.
    #[must_use]
    pub fn support(&self, good: GoodId, region: RegionId) -> &Support {
        &self.support[good.index() * self.regions + region.index()]
    }
}

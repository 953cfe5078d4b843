//! Measures in force, and the arrays of effects that all other phases read.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::content::definitions::effects::Setting;
use crate::content::ids::{GoodId, PolicyId, RegionId, TechnologyId};
use crate::units::Month;

/// A measure of a government.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Number, for orders and reports.
    pub id: u32,
    /// What.
    pub policy: PolicyId,
    /// Whose.
    pub by: RegionId,
    /// First month of effect.
    pub since: Month,
    /// Month when the order was given (announced).
    pub announced: Month,
    /// First month without effect, if limited.
    pub until: Option<Month>,
    /// Settings chosen, complete.
    pub settings: BTreeMap<String, Setting>,
    /// Dollars spent through it so far, $M.
    pub spent: f64,
}

/// All measures, by number.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// In order of their numbers; ended ones are taken out.
    pub list: Vec<Measure>,
    /// Number of the next measure.
    pub next: u32,
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
    /// Content tests: goods, controllers that count as bits, least share, part of the credit.
    pub tests: Vec<(Vec<GoodId>, u32, f64, f64)>,
    /// Share of leases that escape the tests.
    pub lease_share: f64,
}

/// What makers of a good in a region get or must bear.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// $M per unit made.
    pub per_unit: f64,
    /// Share of the cost of making.
    pub cost_share: f64,
    /// Share of capital cost granted.
    pub grant: f64,
    /// Rate saved on loans.
    pub loan_spread: f64,
    /// Share of capital cost lent.
    pub lent_share: f64,
    /// Hurdle taken off.
    pub hurdle: f64,
    /// Days of permits saved.
    pub permit_days: f64,
    /// Share of new capacity that a freeze lets pass (1 without freeze).
    pub freeze_pass: f64,
    /// Share a home partner must hold.
    pub venture_share: f64,
    /// Homes of owners that are refused, as bits.
    pub screened: u32,
    /// Homes of owners that may not claim credits, grants and loans, as bits.
    pub excluded: u32,
    /// Yields rise and ramps run faster by this share.
    pub skills: f64,
    /// Price floor, $M per unit.
    pub floor: f64,
    /// Homes of cell makers on the white list, as bits (all bits without a list).
    pub listed: u32,
    /// Share of home demand that depends on the list.
    pub list_share: f64,
    /// Yearly money left for grants and loans, $M.
    pub grant_room: f64,
    /// The same for loans.
    pub loan_room: f64,
}

impl Default for Support {
    fn default() -> Self {
        Self {
            per_unit: 0.0,
            cost_share: 0.0,
            grant: 0.0,
            loan_spread: 0.0,
            lent_share: 0.0,
            hurdle: 0.0,
            permit_days: 0.0,
            freeze_pass: 1.0,
            venture_share: 0.0,
            screened: 0,
            excluded: 0,
            skills: 0.0,
            floor: 0.0,
            listed: u32::MAX,
            list_share: 0.0,
            grant_room: f64::INFINITY,
            loan_room: f64::INFINITY,
        }
    }
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
    /// Month for which this was built.
    pub built_for: Option<Month>,
    /// Counts changes; whoever caches something from here compares it.
    pub version: u64,
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

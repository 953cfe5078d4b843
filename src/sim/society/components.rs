//! What a region's people see: chargers, jobs, air, dependence; and the batteries in use.

use bevy_ecs::prelude::{Component, Resource};
use serde::{Deserialize, Serialize};

use crate::content::definitions::effects::Origin;
use crate::content::definitions::rules::Society;

/// Years that packs are followed one by one.
pub const PACK_YEARS: usize = 25;

/// A region, and its people's view of it.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Land {
    /// Number of the region.
    pub id: u16,
    /// Adequacy of public charging, 0 to 1.
    pub chargers: f64,
    /// Public charging points, thousand.
    pub public_points: f64,
    /// Cars on the road by powertrain, million.
    pub fleet: [f64; 4],
    /// Familiarity with each powertrain, 0 to 1.
    pub familiarity: [f64; 4],
    /// Persistent shock of the car market, ln.
    pub market_shock: f64,
    /// Plug cars that were bought early because support was about to fall, thousand; their buyers are missing later.
    pub pulled_forward: f64,
    /// Plug cars sold a month, thousand, a mean of a quarter.
    pub plug_sales: f64,
    /// Jobs by stage of the chain, thousand.
    pub jobs: [f64; 6],
    /// Value added along the chain and in car plants, $M a month, a mean of a year.
    pub value_added: f64,
    /// CO2 of the chain this month, kt.
    pub chain_co2: f64,
    /// CO2 of the car fleet this month, kt.
    pub fleet_co2: f64,
    /// CO2 of the fleet if no car had a plug, kt.
    pub fleet_co2_without_plugs: f64,
    /// Government stockpile by good, units.
    pub reserve: Vec<f64>,
    /// Magnets of rare earths at car plants and their suppliers.
    pub magnets: MagnetStore,
}

/// Magnets of rare earths in a region.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MagnetStore {
    /// Months of use in store.
    pub months: f64,
    /// Share of need that others serve by now, or that has been designed away.
    pub substitute: f64,
    /// Share of ordinary use that is covered this month.
    pub cover: f64,
    /// Cars that plants here usually build a month by powertrain, thousand; kept as it was while magnets are missing.
    pub usual: [f64; 4],
}

/// A government's purse and word.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Treasury {
    /// Debt run up in the contest, cents.
    pub debt: i64,
    /// Spent on the contest in the last twelve months, $M a year (a mean).
    pub spending: f64,
    /// Budget for the contest, $M a year.
    pub budget: f64,
    /// Relations to other regions, −100 to 100.
    pub relations: Vec<f64>,
    /// Approval, 0 to 100.
    pub approval: f64,
    /// Lent to firms and not yet repaid, cents.
    pub lent: i64,
    /// Rescues paid this year, $M.
    pub rescued: f64,
}

/// Batteries in use, GWh by region, chemistry and year of age.
#[derive(Resource, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Batteries {
    /// In cars, at `(region * chemistries + chemistry) * PACK_YEARS + age`.
    pub packs: Vec<f64>,
    /// Storage, buses and devices, all ages, at `region * chemistries + chemistry`.
    pub other: Vec<f64>,
    /// Share of each chemistry in the grid storage that is ordered, at `region * chemistries + chemistry`.
    pub storage_mix: Vec<f64>,
    /// How far builders of storage trust each chemistry, beside its cost.
    pub storage_appeal: Vec<f64>,
    /// Kilotonnes of each element lost for good so far (tailings, slag, landfill, uses outside the chain).
    pub lost: [f64; 6],
    /// Kilotonnes of each element taken from the ground so far.
    pub mined: [f64; 6],
    /// Kilotonnes of each element in the world at the start.
    pub start: [f64; 6],
}

/// How far a region depends on each other one (docs/month.md 13).
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dependence {
    /// By region, then by supplier.
    pub pairs: Vec<DependencePair>,
    /// Share of control over each good as used in each region: `(good * regions + user) * regions + controller`.
    pub control: Vec<f32>,
    /// The same by place of making alone; empty unless a policy asks for it.
    pub by_place: Vec<f32>,
    /// The same by the owner's home alone; empty unless a policy asks for it.
    pub by_owner: Vec<f32>,
}

impl Dependence {
    /// The table that traces value by an origin; the ordinary one until another has been traced.
    #[must_use]
    pub fn traced(&self, by: Origin) -> &[f32] {
        match by {
            Origin::Place if !self.by_place.is_empty() => &self.by_place,
            Origin::Owner if !self.by_owner.is_empty() => &self.by_owner,
            _ => &self.control,
        }
    }
}

/// One region's dependence on one other, as parts whose sums and products are the figures that are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DependencePair {
    /// Share of a car's battery value controlled there.
    pub value: f32,
    /// Concentration term, 0 to 1.
    pub concentration: f32,
    /// The good of the worst bottleneck.
    pub bottleneck_good: Option<u16>,
    /// Factors of the bottleneck: share, share of the region's cells that cannot be made without the good, share not covered by stock.
    pub factors: [f32; 3],
}

impl DependencePair {
    /// Value, worst bottleneck and concentration, each 0 to 1.
    #[must_use]
    pub fn parts(&self) -> [f64; 3] {
        let [share, fixed, bare] = self.factors.map(f64::from);
        [f64::from(self.value), share * fixed * bare, f64::from(self.concentration)]
    }

    /// The three parts of the index, 0–100 in all.
    #[must_use]
    pub fn terms(&self, rules: &Society) -> [f64; 3] {
        let weights = [rules.dependence_value, rules.dependence_bottleneck, rules.dependence_concentration];
        let parts = self.parts();
        std::array::from_fn(|part| 100.0 * weights[part] * parts[part])
    }

    /// Index 0–100.
    #[must_use]
    pub fn index(&self, rules: &Society) -> f64 {
        self.terms(rules).iter().sum()
    }
}

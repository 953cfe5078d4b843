//! What a unit costs each line at today's prices.

use bevy_ecs::prelude::*;

use super::formulas::scale_factor;
use crate::content::definitions::chain::Stage;
use crate::sim::calendar::components::Drivers;
use crate::sim::facts::{Facts, ProcessFacts};
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::setup::GovernmentFacts;
use crate::sim::technology::components::{KnowHow, Technologies};
use crate::sim::trade::components::Markets;

/// Paid hours of a job a year.
pub const HOURS_A_YEAR: f64 = 2000.0;
/// Brings all unit costs up to date.
pub fn cost_units(
    facts: Res<Facts>,
    markets: Res<Markets>,
    drivers: Res<Drivers>,
    effects: Res<Effects>,
    governments: Res<GovernmentFacts>,
    technologies: Res<Technologies>,
    firms: Query<&KnowHow>,
    mut lines: Query<(&Facility, &Run, &Stocks, &Capacity, &mut UnitCost)>,
) {
    let learned: Vec<&[f64]> = firms.iter().map(|k| k.cost_factor.as_slice()).collect();
    let basis = CostBasis {
        facts: &facts,
        markets: &markets,
        drivers: &drivers,
        effects: &effects,
        technologies: &technologies,
        governments: &governments,
    };
    let power = facts.catalog.rules.learning.size_power;
    for (line, run, stocks, capacity, mut cost) in &mut lines {
        if is_over(capacity, stocks) {
            *cost = UnitCost::default();
            continue;
        }
        let process = facts.process(line.process);
        let size = if facts.site(line).is_some_and(|site| site.aggregate) {
            capacity.size_start
        } else {
            facts.size(line.process, capacity.nameplate)
        };
        let factor = learned[line.owner.index()][process.technology.index()] * scale_factor(size, capacity.size_start, power);
        let before = (cost.full != 0.0).then_some(cost.expected_materials);
        *cost = basis.unit_cost(line, process, run.yield_share, factor);
        let seen = cost.materials();
        cost.expected_materials = before.map_or(seen, |b| b + (seen - b) / facts.catalog.rules.expectations.price_months);
    }
}

/// Whether nothing is left of a line but its number.
#[must_use]
pub(super) fn is_over(capacity: &Capacity, stocks: &Stocks) -> bool {
    capacity.nameplate <= 0.0 && stocks.output < 1e-9
}

/// What costs depend on.
pub struct CostBasis<'a> {
    /// Catalog tables.
    pub facts: &'a Facts,
    /// Prices.
    pub markets: &'a Markets,
    /// Wages and power.
    pub drivers: &'a Drivers,
    /// Credits.
    pub effects: &'a Effects,
    /// What plants cost to build.
    pub technologies: &'a Technologies,
    /// Royalties.
    pub governments: &'a GovernmentFacts,
}

impl CostBasis<'_> {
    /// The cost of a unit of good output of a line, every part of it; `learned` is what know-how and size make of conversion.
    #[must_use]
    pub fn unit_cost(&self, line: &Facility, process: &ProcessFacts, yield_share: f64, learned: f64) -> UnitCost {
        let recipe = &self.facts.catalog.processes[line.process.index()];
        let region = line.region;
        let r = region.index();
        let mut cost = UnitCost::default();
        for (slot, (good, units)) in process.inputs.iter().enumerate() {
            cost.inputs[slot] = self.markets.of(*good).buyers[line.buyers[slot] as usize].landed * units / yield_share;
        }
        let conversion = self.facts.site(line).map_or(1.0, |site| site.cost_factor) / yield_share;
        cost.energy = recipe.energy_mwh_per_unit * self.drivers.power[r] * 1e-3 * conversion;
        cost.labour = recipe.jobs_per_unit.at(region) * self.drivers.wage[r] * HOURS_A_YEAR * 1e-6 * conversion * learned;
        cost.other = recipe.other_cost_musd_per_unit.at(region) * conversion * learned;
        let mining = process.stage == Stage::Mining;
        cost.royalty = if mining { self.governments.royalty[r] * self.markets.of(process.makes).node(region).spot } else { 0.0 };
        for (slot, (good, units)) in process.sides.iter().enumerate() {
            let rejects = process.rejects && slot + 1 == process.sides.len();
            let per_unit = if rejects { units * (1.0 - yield_share) / yield_share } else { *units };
            cost.byproducts -= per_unit * self.markets.of(*good).node(region).spot * self.facts.catalog.rules.plans.byproduct_share;
        }
        cost.byproducts -= recipe.other_income_musd_per_unit;
        let support = self.effects.support(process.makes, region);
        let made_of = cost.inputs.iter().sum::<f64>() + cost.energy + cost.labour + cost.other;
        let (per_unit, share) = support.credit(self.facts.claimant(line.owner));
        cost.credit = -(per_unit + share * made_of);
        cost.capital = self.technologies.capex(self.facts, line.process, region) * self.facts.recovery(line.owner, line.process)
            / self.facts.catalog.rules.plans.reference_utilisation;
        cost.add_up();
        cost
    }
}

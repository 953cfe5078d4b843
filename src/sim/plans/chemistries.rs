//! What packs cost automakers, and which chemistries they choose.

use bevy_ecs::prelude::*;

use super::formulas::next_trust;
use crate::content::definitions::chain::Chemistry;
use crate::content::definitions::rules::Automakers;
use crate::content::ids::{FirmId, RegionId};
use crate::sim::buyers::components::{Cars, PLUGS, POWERTRAINS, Presence};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::{Customer, Markets};
use crate::units::math;

/// What makes a pack of cells in a region, $/kWh: its parts, of which learning has left `factor`, and the licence.
#[must_use]
pub fn pack_parts(chemistry: &Chemistry, region: RegionId, factor: f64) -> [f64; 2] {
    [chemistry.pack_usd_per_kwh.at(region) * factor, chemistry.licence_usd_per_kwh.at(region)]
}

/// What learning and the size of its packs have left of the cost around the cells at a plant, against packs as large as those of the start.
#[must_use]
pub fn parts_factor(rules: &Automakers, technologies: &Technologies, presence: &Presence) -> f64 {
    let built = PLUGS.map(|p| presence.built_year[p]);
    let weights = if built == [0.0; PLUGS.len()] { [1.0; PLUGS.len()] } else { built };
    let mean = |sizes: &[f64; POWERTRAINS]| PLUGS.iter().zip(weights).map(|(p, weight)| weight * sizes[*p]).sum::<f64>();
    let (start, now) = (mean(&presence.pack_kwh_start), mean(&presence.pack_kwh));
    let larger = if start > 0.0 && now > 0.0 { start / now } else { 1.0 };
    technologies.pack_factor * math::pow(larger, rules.pack_size_power)
}

/// Cost of a pack of mixed chemistries in a region, $/kWh, where cells of each cost what `cell` says.
#[must_use]
pub fn pack_cost(facts: &Facts, mix: &[f64], region: RegionId, factor: f64, cell: impl Fn(usize) -> f64) -> f64 {
    let used = facts.catalog.chemistries.iter().zip(mix).enumerate().filter(|(_, (_, share))| **share > 0.0);
    used.map(|(h, (chemistry, share))| share * (cell(h) + pack_parts(chemistry, region, factor).iter().sum::<f64>())).sum()
}

/// What a cell of each chemistry last cost at every plant, $/kWh at `presence * chemistries + chemistry`: the world's price where
/// the plant has not bought any.
fn fill_landed(facts: &Facts, markets: &Markets, cars: &Cars, landed: &mut Vec<f64>) {
    let chemistries = facts.cells.len();
    let world: Vec<f64> = facts.cells.iter().map(|cell| markets.of(*cell).world_price).collect();
    landed.resize(cars.presences.len() * chemistries, 0.0);
    for (row, _) in landed.chunks_exact_mut(chemistries).zip(&cars.presences).filter(|(_, p)| p.plug_capacity > 0.0) {
        row.copy_from_slice(&world);
    }
    for (h, cell) in facts.cells.iter().enumerate() {
        for buyer in &markets.of(*cell).buyers {
            if let Customer::Maker(firm) = buyer.customer
                && let Some(maker) = cars.maker(firm)
            {
                landed[(maker * facts.regions + buyer.region.index()) * chemistries + h] = buyer.landed;
            }
        }
    }
}

/// Cost of packs at every plant: cells as last landed, pack parts, their learning.
pub fn cost_packs(
    facts: Res<Facts>,
    markets: Res<Markets>,
    technologies: Res<Technologies>,
    mut cars: ResMut<Cars>,
    mut landed: Local<Vec<f64>>,
) {
    let chemistries = facts.cells.len();
    let regions = facts.regions;
    fill_landed(&facts, &markets, &cars, &mut landed);
    let (mut bought, mut value) = (0.0, 0.0);
    for at in 0..cars.presences.len() {
        if cars.presences[at].plug_capacity <= 0.0 {
            continue;
        }
        let region = RegionId::from_index(at % regions);
        let cells = at * chemistries..(at + 1) * chemistries;
        let factor = parts_factor(&facts.catalog.rules.automakers, &technologies, &cars.presences[at]);
        let cost = pack_cost(&facts, &cars.mix[cells.clone()], region, factor, |h| landed[cells.start + h]);
        let presence = &mut cars.presences[at];
        presence.pack_cost = cost;
        let gwh = (presence.built_year[2] * presence.pack_kwh[2] + presence.built_year[3] * presence.pack_kwh[3]) / 1000.0;
        bought += gwh;
        value += gwh * cost;
    }
    if bought > 0.0 {
        cars.pack_price = value / bought;
    }
}

/// Chemistry of each plant's cells moves toward what costs least for the range that is wanted.
pub fn choose_chemistries(
    facts: Res<Facts>,
    markets: Res<Markets>,
    technologies: Res<Technologies>,
    effects: Res<Effects>,
    mut cars: ResMut<Cars>,
    mut landed: Local<Vec<f64>>,
) {
    let rules = &facts.catalog.rules.automakers;
    let chemistries = facts.cells.len();
    let mut costs = vec![0.0; chemistries];
    let mut shares = vec![0.0; chemistries];
    let ready: Vec<bool> = (0..chemistries).map(|h| can_be_bought(&facts, &markets, &technologies, h)).collect();
    let spreads: Vec<bool> = (0..chemistries).map(|h| ready[h] && is_newcomer(&facts, h)).collect();
    fill_landed(&facts, &markets, &cars, &mut landed);
    for at in 0..cars.presences.len() {
        if cars.presences[at].plug_capacity <= 0.0 {
            continue;
        }
        let region = RegionId::from_index(at % facts.regions);
        let factor = parts_factor(rules, &technologies, &cars.presences[at]);
        for (h, cost) in costs.iter_mut().enumerate() {
            *cost = chemistry_cost(&facts, &technologies, h, (region, factor), landed[at * chemistries + h]);
        }
        let mean = |costs: &[f64]| (0..chemistries).map(|h| cars.mix[at * chemistries + h] * costs[h]).sum::<f64>();
        let usual = mean(&costs).max(1.0);
        take_credits(&effects, region, cars.presences[at].pack_kwh[3], &mut costs);
        let mean = mean(&costs);
        let mut total = 0.0;
        for h in 0..chemistries {
            let appeal = cars.mix_appeal[at * chemistries + h];
            let weight = || appeal * math::exp(-rules.chemistry_power * (costs[h] - mean) / usual);
            shares[h] = if ready[h] && appeal > 0.0 { weight() } else { 0.0 };
            total += shares[h];
        }
        if total > 0.0 {
            for h in 0..chemistries {
                let mix = &mut cars.mix[at * chemistries + h];
                *mix += rules.chemistry_speed * (shares[h] / total - *mix);
                if spreads[h] {
                    let appeal = &mut cars.mix_appeal[at * chemistries + h];
                    *appeal = next_trust(*appeal, 1.0, rules.newcomer_trust);
                }
            }
        }
    }
}

/// Takes off the cost of each chemistry, $/kWh, what buyers of a region's cars get for having it: to a maker the one is worth as much
/// as the other.
fn take_credits(effects: &Effects, region: RegionId, pack_kwh: f64, costs: &mut [f64]) {
    if pack_kwh <= 0.0 {
        return;
    }
    for credit in effects.credits[region.index()].iter().filter(|credit| credit.powertrains[3]) {
        for (cost, part) in costs.iter_mut().zip(&credit.cells) {
            *cost -= 1000.0 * credit.kusd * credit.buyers_share * part / pack_kwh;
        }
    }
}

/// Whether nobody knows yet how the packs of a chemistry age: it was not ready when the level began, or had only just been taken up.
#[must_use]
pub fn is_newcomer(facts: &Facts, h: usize) -> bool {
    let chemistry = &facts.catalog.chemistries[h];
    let technology = chemistry.technology;
    chemistry.is_young || facts.catalog.scenario.readiness_of(technology) < facts.catalog.technologies[technology.index()].ready_at
}

/// Whether cells of a chemistry are ready and made by anybody; where nobody makes them their price means nothing.
#[must_use]
pub fn can_be_bought(facts: &Facts, markets: &Markets, technologies: &Technologies, h: usize) -> bool {
    is_ready(facts, technologies, h) && !markets.of(facts.cells[h]).sellers.is_empty()
}

/// Whether the technology of a chemistry is ready for cars.
#[must_use]
pub fn is_ready(facts: &Facts, technologies: &Technologies, h: usize) -> bool {
    let technology = facts.catalog.chemistries[h].technology.index();
    technologies.readiness[technology] >= facts.catalog.technologies[technology].ready_at
}

/// Cost of each chemistry at a maker's plants in a region, $/kWh of pack, with what range and licences add.
pub fn chemistry_costs(
    facts: &Facts,
    markets: &Markets,
    technologies: &Technologies,
    maker: FirmId,
    presence: &Presence,
    costs: &mut [f64],
) {
    let factor = parts_factor(&facts.catalog.rules.automakers, technologies, presence);
    for (h, cell) in facts.cells.iter().enumerate() {
        let market = markets.of(*cell);
        let landed = market.buyer(Customer::Maker(maker), presence.region).map_or(market.world_price, |b| market.buyers[b].landed);
        costs[h] = chemistry_cost(facts, technologies, h, (presence.region, factor), landed);
    }
}

/// What the weight of a chemistry's cells costs, $/kWh. What makes packs cheaper (fewer parts, cells without modules) also leaves more
/// room for cells.
#[must_use]
pub fn range_penalty(chemistry: &Chemistry, technologies: &Technologies) -> f64 {
    chemistry.range_penalty_usd_per_kwh * technologies.pack_factor
}

/// Cost of one chemistry in a region whose plant has its cells `landed` for so much, and of whose pack parts a `factor` is left.
fn chemistry_cost(facts: &Facts, technologies: &Technologies, h: usize, (region, factor): (RegionId, f64), landed: f64) -> f64 {
    let chemistry = &facts.catalog.chemistries[h];
    landed + pack_parts(chemistry, region, factor).iter().sum::<f64>() + range_penalty(chemistry, technologies)
}

//! Grid storage: which chemistry its builders order, and how much. Weight does not count, so cost decides more than in cars.

use bevy_ecs::prelude::*;

use super::chemistries::{can_be_bought, is_newcomer};
use super::formulas::next_trust;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Drivers;
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Batteries;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::{Customer, Markets};
use crate::units::math;

/// What a cell of a chemistry costs builders of storage in a region, $/kWh: what they last paid, or would pay.
#[must_use]
pub fn storage_cell_cost(facts: &Facts, markets: &Markets, h: usize, region: RegionId) -> f64 {
    let market = markets.of(facts.cells[h]);
    market.buyer(Customer::Storage, region).map_or(market.world_price, |b| market.buyers[b].landed)
}

/// What `gwh` of storage of a region's mix cost whoever has it built, $M.
#[must_use]
pub fn storage_cost(facts: &Facts, markets: &Markets, batteries: &Batteries, region: RegionId, gwh: f64) -> f64 {
    let mix = &batteries.storage_mix[region.index() * facts.cells.len()..];
    gwh * (0..facts.cells.len()).map(|h| mix[h] * storage_cell_cost(facts, markets, h, region)).sum::<f64>()
}

/// Weight of a chemistry in the choice of storage: its appeal, and its cost against the mean.
#[must_use]
pub fn storage_weight(appeal: f64, cost: f64, mean: f64, power: f64) -> f64 {
    appeal * math::exp(-power * (cost / mean.max(1.0) - 1.0).clamp(-2.0, 2.0))
}

/// The chemistries of new storage move toward what costs least; trust in new ones spreads as far as they suit.
pub fn choose_storage_cells(
    facts: Res<Facts>,
    markets: Res<Markets>,
    technologies: Res<Technologies>,
    drivers: Res<Drivers>,
    mut batteries: ResMut<Batteries>,
) {
    let (rules, chemistries) = (&facts.catalog.rules, facts.cells.len());
    let Batteries { storage_mix, storage_appeal, .. } = &mut *batteries;
    let ready: Vec<bool> = (0..chemistries).map(|h| can_be_bought(&facts, &markets, &technologies, h)).collect();
    let spreads: Vec<bool> = (0..chemistries).map(|h| ready[h] && is_newcomer(&facts, h)).collect();
    let mut costs = vec![0.0; chemistries];
    let mut weights = vec![0.0; chemistries];
    for region in (0..facts.regions).filter(|r| drivers.storage[*r] > 0.0) {
        let here = region * chemistries..(region + 1) * chemistries;
        let (mix, appeal) = (&mut storage_mix[here.clone()], &mut storage_appeal[here]);
        for (h, cost) in costs.iter_mut().enumerate() {
            *cost = storage_cell_cost(&facts, &markets, h, RegionId::from_index(region));
        }
        let mean: f64 = mix.iter().zip(&costs).map(|(share, cost)| share * cost).sum();
        for h in 0..chemistries {
            weights[h] = if ready[h] { storage_weight(appeal[h], costs[h], mean, rules.buyers.storage_power) } else { 0.0 };
        }
        let total: f64 = weights.iter().sum();
        for h in (0..chemistries).filter(|_| total > 0.0) {
            mix[h] += rules.automakers.chemistry_speed * (weights[h] / total - mix[h]);
            if spreads[h] {
                appeal[h] = next_trust(appeal[h], facts.catalog.chemistries[h].storage_fit, rules.automakers.newcomer_trust);
            }
        }
    }
}

/// What builders of storage, and makers of trucks, buses and devices, order.
pub fn bid_for_storage(
    facts: Res<Facts>,
    mut markets: ResMut<Markets>,
    drivers: Res<Drivers>,
    effects: Res<Effects>,
    cars: Res<Cars>,
    batteries: Res<Batteries>,
) {
    let rules = &facts.catalog.rules;
    let price = math::pow((cars.pack_price / cars.pack_price_start).clamp(0.2, 5.0), rules.buyers.storage_elasticity);
    let chemistries = facts.cells.len();
    for (h, (chemistry, cell)) in facts.catalog.chemistries.iter().zip(&facts.cells).enumerate() {
        for buyer in &mut markets.of_mut(*cell).buyers {
            let r = buyer.region.index();
            let units = match buyer.customer {
                Customer::Storage => (drivers.storage[r] * price + effects.procurement[r].0) * batteries.storage_mix[r * chemistries + h],
                Customer::Devices => drivers.heavy[r] * chemistry.heavy_share + drivers.devices[r] * chemistry.device_share,
                _ => continue,
            };
            buyer.bid = units / 12.0;
            buyer.use_expected = buyer.bid;
        }
    }
}

//! Cars go to dealers and buyers.

use bevy_ecs::prelude::*;

use crate::content::ids::RegionId;
use crate::sim::books::Passage;
use crate::sim::buyers::components::{Cars, POWERTRAINS, Presence};
use crate::sim::facts::Facts;
use crate::sim::plans::cars::CarRoutes;
use crate::sim::society::components::{Batteries, Land, PACK_YEARS};
use crate::sim::trade::components::{Customer, Markets};

/// Thousand cars below which a leaving maker shuts its last dealers.
const LAST_CARS: f64 = 0.01;

/// What each route carried this month, thousand cars, in the order of the routes. Derived, never saved.
#[derive(Resource, Default)]
pub struct CarShipments {
    /// Shipped by route.
    pub units: Vec<[f64; POWERTRAINS]>,
}

/// Cells that arrived go into the plants' stocks, into storage, into devices.
pub fn take_cells(facts: Res<Facts>, mut cars: ResMut<Cars>, mut markets: ResMut<Markets>, mut batteries: ResMut<Batteries>) {
    let chemistries = facts.cells.len();
    for (h, cell) in facts.cells.iter().enumerate() {
        // What arrives for a reserve is stored with the other goods.
        for buyer in markets.of_mut(*cell).buyers.iter_mut().filter(|b| b.customer != Customer::Reserve) {
            let arrived = std::mem::take(&mut buyer.arrived);
            let region = buyer.region.index();
            match buyer.customer {
                Customer::Maker(firm) => {
                    if let Some(maker) = cars.maker(firm) {
                        cars.cells[(maker * facts.regions + region) * chemistries + h] += arrived;
                    }
                }
                _ => batteries.other[region * chemistries + h] += arrived,
            }
        }
    }
}

/// Goods that arrived for users outside the chain are used up; what arrived for a reserve is stored.
pub fn take_other_goods(
    facts: Res<Facts>,
    mut markets: ResMut<Markets>,
    mut batteries: ResMut<Batteries>,
    mut passage: ResMut<Passage>,
    mut lands: Query<&mut Land>,
) {
    for (index, market) in markets.goods.iter_mut().enumerate() {
        for buyer in &mut market.buyers {
            match buyer.customer {
                Customer::Outside => {
                    let used = std::mem::take(&mut buyer.arrived);
                    passage.gone[index] += used;
                    for (e, kt) in facts.contains[index].iter().enumerate() {
                        batteries.lost[e] += used * kt;
                    }
                }
                Customer::Reserve if buyer.arrived > 0.0 => {
                    let stored = std::mem::take(&mut buyer.arrived);
                    for mut land in &mut lands {
                        if land.id == buyer.region.0 {
                            land.reserve[index] += stored;
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// Yards empty toward the dealers that ordered; ships land; buyers take what is there, the rest wait or give up.
pub fn deliver_cars(facts: Res<Facts>, routes: Res<CarRoutes>, mut cars: ResMut<Cars>, mut shipments: ResMut<CarShipments>) {
    for presence in &mut cars.presences {
        let landed = presence.transit[0];
        presence.transit[0] = presence.transit[1];
        presence.transit[1] = [0.0; POWERTRAINS];
        (0..POWERTRAINS).for_each(|p| presence.dealers[p] += landed[p]);
    }
    shipments.units.clear();
    // What of each order a plant's yard can serve.
    let served = |presence: &Presence| -> [f64; POWERTRAINS] {
        std::array::from_fn(|p| if presence.orders[p] > 0.0 { presence.yard[p] / presence.orders[p] } else { 0.0 })
    };
    let served: Vec<_> = cars.presences.iter().map(served).collect();
    for route in &routes.list {
        let plant = &mut cars.presences[route.plant];
        let units: [f64; POWERTRAINS] = std::array::from_fn(|p| served[route.plant][p] * route.ordered[p]);
        (0..POWERTRAINS).for_each(|p| plant.yard[p] = (plant.yard[p] - units[p]).max(0.0));
        let dealer = &mut cars.presences[route.dealer];
        let there = match route.months {
            0 => &mut dealer.dealers,
            months => &mut dealer.transit[months - 1],
        };
        (0..POWERTRAINS).for_each(|p| there[p] += units[p]);
        shipments.units.push(units);
    }
    let patience = 1.0 - facts.catalog.rules.buyers.cancel_share;
    for presence in &mut cars.presences {
        presence.cancelled = 0.0;
        for p in 0..POWERTRAINS {
            let wanted = presence.wish[p] + presence.backlog[p];
            let sold = wanted.min(presence.dealers[p]);
            presence.dealers[p] -= sold;
            presence.sold[p] = sold;
            presence.backlog[p] = (wanted - sold) * patience;
            presence.cancelled += (wanted - sold) * (1.0 - patience);
            presence.sold_year[p] += (sold - presence.sold_year[p]) / 12.0;
        }
        if presence.leaving && is_sold_out(presence) {
            presence.leaving = false;
            presence.selling = false;
            presence.wish = [0.0; POWERTRAINS];
            presence.backlog = [0.0; POWERTRAINS];
            presence.cancelled = 0.0;
            presence.network = 0.0;
            presence.expected = [0.0; POWERTRAINS];
        }
    }
}

/// Whether a maker that leaves has nothing left to sell, on lots or at sea.
fn is_sold_out(presence: &Presence) -> bool {
    let left: f64 = presence.dealers.iter().chain(presence.transit.iter().flatten()).sum();
    left < LAST_CARS
}

/// Packs go from the makers' cars into the regions' fleets, in proportion to nominal pack sizes.
pub fn commission_packs(facts: Res<Facts>, mut cars: ResMut<Cars>, mut batteries: ResMut<Batteries>) {
    let chemistries = facts.cells.len();
    for maker in 0..cars.makers.len() {
        let sizes: Vec<f64> = (0..facts.regions)
            .map(|r| {
                let p = &cars.presences[maker * facts.regions + r];
                (p.sold[2] * p.pack_kwh[2] + p.sold[3] * p.pack_kwh[3]) / 1000.0
            })
            .collect();
        let sold: f64 = sizes.iter().sum();
        let afloat = cars.afloat_wanted[maker];
        if sold <= 0.0 || afloat <= 0.0 {
            continue;
        }
        let leaving = (sold / afloat).min(1.0);
        for h in 0..chemistries {
            let units = cars.afloat[maker * chemistries + h] * leaving;
            if units <= 0.0 {
                continue;
            }
            cars.afloat[maker * chemistries + h] -= units;
            for (region, size) in sizes.iter().enumerate().filter(|(_, size)| **size > 0.0) {
                batteries.packs[(region * chemistries + h) * PACK_YEARS] += units * size / sold;
            }
        }
        cars.afloat_wanted[maker] = (afloat - sold).max(0.0);
    }
}

/// New cars join the fleet, old ones leave it.
pub fn age_fleet(facts: Res<Facts>, cars: Res<Cars>, mut lands: Query<&mut Land>) {
    for mut land in &mut lands {
        let region = land.id as usize;
        let Some(market) = facts.car_market(RegionId::from_index(region)) else { continue };
        let mut plugs = 0.0;
        for p in 0..POWERTRAINS {
            let sold: f64 = (0..cars.makers.len()).map(|m| cars.presences[m * facts.regions + region].sold[p]).sum();
            plugs += if p >= 2 { sold } else { 0.0 };
            land.fleet[p] += sold / 1000.0;
            // Cars with a plug are young: few of them die yet.
            let life = market.car_life_years * if p >= 2 { 1.3 } else { 1.0 };
            land.fleet[p] -= land.fleet[p] / (life * 12.0);
        }
        land.plug_sales += (plugs - land.plug_sales) / 3.0;
    }
}

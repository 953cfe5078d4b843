//! Whether imports hurt home plants, and whether a good is short at home: what cases and emergencies must show.

use super::levies::each_origin;
use crate::content::ids::{GoodId, RegionId};
use crate::sim::Simulation;
use crate::sim::buyers::components::Cars;
use crate::sim::trade::components::{Customer, Markets};

/// Share of the value that home users of goods buy a year which comes from origins (bits); none where nobody uses them.
#[must_use]
pub fn import_share(sim: &Simulation, goods: &[GoodId], home: RegionId, from: u32) -> Option<f64> {
    let facts = sim.facts();
    let (mut imported, mut all) = (0.0, 0.0);
    let foreign = |region: usize| region != home.index() && from & (1 << region) != 0;
    for market in goods.iter().filter(|good| facts.is_traded(**good)).map(|good| sim.world().resource::<Markets>().of(*good)) {
        let columns = market.buyers.len();
        for (s, seller) in market.sellers.iter().enumerate() {
            let here = market.buyers.iter().enumerate().filter(|(_, buyer)| buyer.region == home);
            let value: f64 = here.map(|(b, _)| f64::from(market.flow_year[s * columns + b]) * seller.ask).sum();
            all += value;
            imported += if foreign(seller.region.index()) { value } else { 0.0 };
        }
    }
    if goods.iter().any(|good| facts.car_goods.contains(good)) {
        each_origin(sim.world(), home, |origin, p, thousand, cost| {
            if goods.contains(&facts.car_goods[p]) {
                all += thousand * cost;
                imported += if foreign(origin) { thousand * cost } else { 0.0 };
            }
        });
    }
    (all > 1e-9).then(|| imported / all)
}

/// Load of home car plants, if goods are cars and there are any.
#[must_use]
pub fn car_load(sim: &Simulation, goods: &[GoodId], home: RegionId) -> Option<f64> {
    let facts = sim.facts();
    if !goods.iter().any(|good| facts.car_goods.contains(good)) {
        return None;
    }
    let (mut built, mut capacity) = (0.0, 0.0);
    for presence in sim.world().resource::<Cars>().in_region(home) {
        built += 12.0 * presence.built_year.iter().sum::<f64>();
        capacity += presence.capacity;
    }
    (capacity > 0.0).then(|| built / capacity)
}

/// Least share, over goods, of what home users asked for last month and got; none where nobody asks.
#[must_use]
pub fn fill_at_home(sim: &Simulation, goods: &[GoodId], home: RegionId) -> Option<f64> {
    let one = |good: &GoodId| {
        let market = sim.world().resource::<Markets>().of(*good);
        let users = market.buyers.iter().filter(|b| b.region == home && b.customer != Customer::Reserve);
        let (asked, got) = users.fold((0.0, 0.0), |(asked, got), buyer| (asked + buyer.bid, got + buyer.bought));
        (asked > 1e-9).then(|| (got / asked).min(1.0))
    };
    goods.iter().filter(|good| sim.facts().is_traded(**good)).filter_map(one).min_by(f64::total_cmp)
}

//! A clean start: without orders, no price moves by more than a tenth in the first three months for want of a balanced start.
//! Exempt are goods whose market was out of balance when the level begins, and says so (`settles_in_months` below 12): lithium
//! and what follows it in July 2023, see docs/decisions/0009-start-condition.md. A price counts where a tenth of the world's
//! capacity stands: a lone plant's costs are its own affair.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::ids::{GoodId, ItemKind, RegionId};
use cathode::sim::Simulation;
use cathode::sim::buyers::components::Cars;
use cathode::sim::trade::components::Markets;
use std::collections::BTreeMap;
use worlds::{level, run, world};

/// Share by which a price may move.
const MOST: f64 = 0.1;

/// Share of the world's capacity from which a region's price counts.
const MATTERS: f64 = 0.1;

/// Goods that the level itself says are out of balance.
fn unsettled(sim: &Simulation, good: GoodId) -> bool {
    sim.catalog().good_states.iter().any(|state| state.good == good && state.settles_in_months < 12.0)
}

/// Every price of the world by name, and whether it counts: of goods where a part of them is made, of cars where they are sold, of
/// the mean pack.
fn prices(sim: &Simulation) -> BTreeMap<String, (f64, bool)> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let (markets, cars) = (sim.world().resource::<Markets>(), sim.world().resource::<Cars>());
    let mut list = BTreeMap::from([("pack".to_owned(), (cars.pack_price, true))]);
    for good in (0..catalog.goods.len()).map(GoodId::from_index).filter(|good| facts.is_traded(*good) && !unsettled(sim, *good)) {
        let market = markets.of(good);
        let capacity: f64 = market.nodes.iter().map(|node| node.nameplate).sum();
        for region in (0..facts.regions).map(RegionId::from_index) {
            let name = format!("{} {}", catalog.word(ItemKind::Good, good.index()), catalog.word_of(region));
            let counts = market.demand > 0.0 && market.node(region).nameplate >= MATTERS * capacity;
            list.insert(name, (market.node(region).spot, counts));
        }
    }
    for presence in &cars.presences {
        let firm = cars.makers[presence.maker as usize].firm;
        for (powertrain, price) in ["ice", "hev", "phev", "bev"].iter().zip(presence.price) {
            let name = format!("{powertrain} of {} in {}", catalog.word_of(firm), catalog.word_of(presence.region));
            list.insert(name, (price, price > 0.0 && presence.selling));
        }
    }
    list
}

/// What moved too far, at its worst.
fn moved(name: &str) -> Vec<String> {
    let mut sim = world(&level(name));
    let start = prices(&sim);
    let mut worst: BTreeMap<&str, (f64, usize)> = BTreeMap::new();
    for month in 1..=3 {
        run(&mut sim, 1);
        let now = prices(&sim);
        for (name, (old, _)) in start.iter().filter(|(_, (_, counts))| *counts) {
            let ratio = now[name].0 / old;
            let seen = worst.entry(name).or_insert((1.0, 0));
            if (ratio - 1.0).abs() > (seen.0 - 1.0).abs() {
                *seen = (ratio, month);
            }
        }
    }
    assert!(worst.len() > 20, "only {} prices count", worst.len());
    let far = worst.iter().filter(|(_, (ratio, _))| (ratio - 1.0).abs() > MOST);
    far.map(|(name, (ratio, month))| format!("{name}: {:.4} × {ratio:.2} in month {month}", start[*name].0)).collect()
}

#[test]
fn the_small_level_starts_in_balance() {
    let far = moved("two_regions");
    assert!(far.is_empty(), "{} prices move by more than a tenth:\n{}", far.len(), far.join("\n"));
}

#[test]
fn the_campaign_starts_in_balance() {
    let far = moved("battery_race");
    assert!(far.is_empty(), "{} prices move by more than a tenth:\n{}", far.len(), far.join("\n"));
}

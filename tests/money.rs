//! Money of firms and governments: what counts as revenue and as spending, who may owe what, what becomes of those who fail.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use cathode::content::ids::{FirmId, RegionId};
use cathode::sim::Simulation;
use cathode::sim::ledger::components::{Account, Finance, Ledger, Tag};
use cathode::sim::trade::components::Customer;

#[path = "worlds/mod.rs"]
mod worlds;
use worlds::{figure, give, level, run, world};

fn finances(sim: &Simulation) -> Vec<Finance> {
    sim.snapshot().firms.finance
}

fn firm(sim: &Simulation, word: &str) -> FirmId {
    sim.catalog().find(word).unwrap()
}

/// Revenue is what customers pay, not what is left of it after the purchases: it cannot be less than earnings, and it stays what
/// it was at the start while the same is made and sold.
#[test]
fn revenue_is_told_before_purchases() {
    let mut sim = world(&level("battery_race"));
    let before = finances(&sim);
    run(&mut sim, 24);
    let after = finances(&sim);
    for (index, finance) in after.iter().enumerate().filter(|(_, f)| !f.failed) {
        let name = &sim.catalog().firms[index].name;
        // Fines received, credits and the like may lift a firm that sells next to nothing.
        let small = finance.revenue < 50.0;
        assert!(small || finance.earnings <= finance.revenue, "{name} earns {} on {}", finance.earnings, finance.revenue);
    }
    let revenue = |list: &[Finance], word| list[firm(&sim, word).index()].revenue;
    for word in ["catl", "glencore", "toyota"] {
        let (first, last) = (revenue(&before, word), revenue(&after, word));
        assert!(last > 0.6 * first, "revenue of {word} fell from {first} to {last}");
    }
}

/// What a stockpile pays is spending on the contest, freight and foreign taxes too, and there is one list of what counts.
#[test]
fn a_stockpile_is_spending() {
    let mut sims = [world(&level("two_regions")), world(&level("two_regions"))];
    give(&mut sims[1], "us", r#"EnactPolicy(policy: "stockpile", settings: {"good": Good("anode_material"), "months": 6})"#);
    sims.iter_mut().for_each(|sim| run(sim, 12));
    let us: RegionId = sims[0].catalog().find("us").unwrap();
    let paid = |sim: &Simulation| -sim.world().resource::<Ledger>().last_musd(Account::Government(us), Tag::Purchases);
    assert!(paid(&sims[0]).abs() < 1e-9 && paid(&sims[1]) > 0.0, "paid {} and {}", paid(&sims[0]), paid(&sims[1]));
    let extra = figure(&sims[1], "spending.contest us") - figure(&sims[0], "spending.contest us");
    assert!(extra > paid(&sims[1]), "{extra} $M a year for {} $M a month", paid(&sims[1]));
}

/// Who buys everything from one supplier has not forgotten that there are others.
#[test]
fn a_sole_supplier_bars_nobody() {
    let mut sim = world(&level("two_regions"));
    let known = |sim: &Simulation| {
        let snapshot = sim.snapshot();
        let gm = firm(sim, "gm");
        let us: RegionId = sim.catalog().find("us").unwrap();
        let mut list = Vec::new();
        for cell in &sim.facts().cells {
            let market = snapshot.markets.of(*cell);
            let Some(buyer) = market.buyer(Customer::Maker(gm), us) else { continue };
            list.extend((0..market.sellers.len()).map(|s| market.preference[s * market.buyers.len() + buyer] > 0.0));
        }
        list
    };
    let before = known(&sim);
    give(&mut sim, "us", r#"DirectFirm(firm: "gm", directive: SourceFrom(supplier: "tesla", region: "us", share: 1))"#);
    assert!(before.iter().filter(|known| **known).count() > 2, "{before:?}");
    assert_eq!(known(&sim), before);
}

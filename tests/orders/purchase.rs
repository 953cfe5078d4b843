//! Sites that change hands: what it takes, and that money, lines and customers go where they should.

use super::world::{firm, give, good, large, order, region, run};
use cathode::content::ids::SiteId;
use cathode::sim::Simulation;
use cathode::sim::ledger::components::{Account, Ledger};
use cathode::sim::production::components::Facility;
use cathode::sim::trade::components::Markets;

const BUY: &str = r#"DirectFirm(firm: "ganfeng", directive: BuySite(site: "fenix"))"#;

fn owners(sim: &Simulation, site: &str) -> Vec<usize> {
    let site: SiteId = sim.catalog().find(site).unwrap();
    let mut query = sim.world().try_query::<&Facility>().unwrap();
    query.iter(sim.world()).filter(|line| line.site == Some(site)).map(|line| line.owner.index()).collect()
}

/// Units of carbonate that a firm sells from Argentina in a month of the year.
fn sold(sim: &Simulation, who: &str) -> f64 {
    let market = sim.world().resource::<Markets>().of(good(sim, "lithium_carbonate"));
    let rows = market.sellers.iter().zip(market.flow_year.chunks(market.buyers.len().max(1)));
    let ours = rows.filter(|(seller, _)| seller.firm == firm(sim, who) && seller.region == region(sim, "argentina"));
    ours.flat_map(|(_, row)| row).map(|units| f64::from(*units)).sum()
}

#[test]
fn a_site_is_bought_with_its_customers_and_ore_goes_on_flowing() {
    let mut plain = Simulation::new(large(), 7);
    let mut bought = plain.duplicate();
    let quote = bought.check(region(&bought, "china"), &order(&bought, BUY)).unwrap_or_else(|refusal| panic!("{refusal}"));
    assert!(quote.effect.contains("Fenix") && quote.effect.contains('$'), "{}", quote.effect);
    let cash = |sim: &Simulation, who: &str| sim.world().resource::<Ledger>().cash_musd(Account::Firm(firm(sim, who)));
    let (seller, customers, before_ganfeng) = (cash(&bought, "arcadium"), sold(&bought, "arcadium"), sold(&bought, "ganfeng"));
    give(&mut bought, "china", BUY);
    assert!(owners(&bought, "fenix").iter().all(|owner| *owner == firm(&bought, "ganfeng").index()));
    assert!(cash(&bought, "arcadium") > seller + 100.0, "the owner is paid");
    let (left, taken) = (sold(&bought, "arcadium"), sold(&bought, "ganfeng") - before_ganfeng);
    assert!(taken > 0.1 * customers && (left + taken - customers).abs() < 1e-6 * customers, "{customers} → {left} and {taken}");
    run(&mut plain, 12);
    run(&mut bought, 12);
    let output =
        |sim: &Simulation| sim.world().resource::<Markets>().of(good(sim, "lithium_carbonate")).node(region(sim, "argentina")).made;
    let (before, after) = (output(&plain), output(&bought));
    assert!((after / before - 1.0).abs() < 0.1, "{before} → {after}");
    assert!(bought.check_books().is_empty(), "{:?}", bought.check_books());
}

#[test]
fn a_screen_keeps_buyers_out_and_nobody_buys_what_it_has() {
    let sim = Simulation::new(large(), 7);
    let refusal = |side: &str, text: &str| sim.check(region(&sim, side), &order(&sim, text)).unwrap_err();
    let screened = refusal("china", r#"DirectFirm(firm: "ganfeng", directive: BuySite(site: "pilgangoora"))"#);
    assert!(screened.missing.contains("screens out"), "Australia screens Chinese owners since 2020: {screened}");
    let own = refusal("australia", r#"DirectFirm(firm: "pilbara_minerals", directive: BuySite(site: "pilgangoora"))"#);
    assert!(own.missing.contains("already"), "{own}");
}

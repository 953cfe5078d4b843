//! What each directive and each order about projects changes, and what firms ask for it.

use super::world::{firm, give, good, id, large, new_world, order, process, region, run};
use cathode::content::ids::{ChemistryId, TechnologyId};
use cathode::orders::{Party, Quote};
use cathode::sim::Simulation;
use cathode::sim::buyers::components::{Cars, Presence};
use cathode::sim::investment::components::Pipeline;
use cathode::sim::ledger::components::{Account, Ledger, Tag};
use cathode::sim::scoreboard::components::History;
use cathode::sim::technology::components::{KnowHow, Ties};
use cathode::sim::trade::components::{Customer, Markets};

/// The same world with an order and without, after some months.
fn pair(side: &str, text: &str, months: usize) -> (Simulation, Simulation) {
    let (mut plain, mut ordered) = (new_world(), new_world());
    give(&mut ordered, side, text);
    run(&mut plain, months);
    run(&mut ordered, months);
    (plain, ordered)
}

fn presence<'s>(sim: &'s Simulation, maker: &str, place: &str) -> &'s Presence {
    let cars = sim.world().resource::<Cars>();
    cars.presence(cars.maker(firm(sim, maker)).unwrap(), region(sim, place), sim.facts().regions)
}

fn mix(sim: &Simulation, maker: &str, place: &str, chemistry: &str) -> f64 {
    let cars = sim.world().resource::<Cars>();
    let at = cars.maker(firm(sim, maker)).unwrap() * sim.facts().regions + region(sim, place).index();
    cars.mix[at * sim.facts().cells.len() + id::<ChemistryId>(sim, chemistry).index()]
}

/// Share of a supplier in what a maker's plants bought of a cell in the last year.
fn supply_share(sim: &Simulation, maker: &str, supplier: &str, cell: &str) -> f64 {
    let market = sim.world().resource::<Markets>().of(good(sim, cell));
    let (columns, from) = (market.buyers.len(), firm(sim, supplier));
    let buyer = market.buyer(Customer::Maker(firm(sim, maker)), region(sim, "us")).unwrap();
    let flow = |s: usize| f64::from(market.flow_year[s * columns + buyer]);
    let all: f64 = (0..market.sellers.len()).map(flow).sum();
    (0..market.sellers.len()).filter(|s| market.sellers[*s].firm == from).map(flow).sum::<f64>() / all
}

fn cost_factor(sim: &Simulation, who: &str, technology: &str) -> f64 {
    let mut query = sim.world().try_query::<&KnowHow>().unwrap();
    query.iter(sim.world()).nth(firm(sim, who).index()).unwrap().cost_factor[id::<TechnologyId>(sim, technology).index()]
}

fn quote(sim: &Simulation, side: &str, text: &str) -> Quote {
    sim.check(region(sim, side), &order(sim, text)).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}

#[test]
fn plants_move_to_the_ordered_chemistry() {
    let (plain, ordered) = pair("us", r#"DirectFirm(firm: "gm", directive: ChooseChemistry(chemistry: "lfp", region: "us"))"#, 24);
    let (before, after) = (mix(&plain, "gm", "us", "lfp"), mix(&ordered, "gm", "us", "lfp"));
    assert!(after > before + 0.25, "{before} → {after}");
}

#[test]
fn plants_buy_from_the_ordered_supplier() {
    let (plain, ordered) = pair("us", r#"DirectFirm(firm: "gm", directive: SourceFrom(supplier: "tesla", region: "us", share: 0.7))"#, 18);
    let (before, after) = (supply_share(&plain, "gm", "tesla", "nmc_high_cell"), supply_share(&ordered, "gm", "tesla", "nmc_high_cell"));
    assert!(after > before + 0.2, "{before} → {after}");
}

#[test]
fn an_ordered_plant_is_built_and_runs() {
    let text = r#"DirectFirm(firm: "ultium_cells", directive: BuildPlant(process: "lfp_cell_production", region: "us", capacity: 8))"#;
    let mut ordered = new_world();
    let receipt = give(&mut ordered, "us", text);
    let number = receipt.project.unwrap();
    let project = ordered.world().resource::<Pipeline>().projects.iter().find(|p| p.id == number).cloned().unwrap();
    assert_eq!((project.capacity, project.ordered_by), (8.0, Some(region(&ordered, "us"))));
    let mut plain = new_world();
    // Luck may make permits and building take half as long again.
    let months = receipt.quote.lag_months as usize * 3 / 2 + 4;
    run(&mut ordered, months);
    run(&mut plain, months);
    // Of the firm: others, who see the plant coming, build less.
    let capacity = |sim: &Simulation| {
        let (maker, cells) = (firm(sim, "ultium_cells"), process(sim, "lfp_cell_production"));
        let state = sim.snapshot().lines;
        let own = state.facility.iter().zip(&state.capacity).filter(|(line, _)| line.owner == maker && line.process == cells);
        own.map(|(_, capacity)| capacity.nameplate).sum::<f64>()
    };
    assert!(capacity(&ordered) > capacity(&plain) + 6.0, "{} → {}", capacity(&plain), capacity(&ordered));
}

#[test]
fn an_ordered_car_plant_opens_for_its_maker() {
    let text = r#"DirectFirm(firm: "tesla", directive: BuildPlant(process: "car_assembly", region: "china", capacity: 100))"#;
    let (plain, ordered) = pair("us", text, 30);
    let (before, after) = (presence(&plain, "tesla", "china").plug_capacity, presence(&ordered, "tesla", "china").plug_capacity);
    assert!(after > before + 50.0, "{before} → {after}");
}

#[test]
fn know_how_passes_through_ventures_and_licences() {
    for (directive, ties) in [
        (r#"JointVenture(partner: "catl", technology: "lithium_ion_cells")"#, 2),
        (r#"TakeLicence(licensor: "catl", technology: "lithium_ion_cells")"#, 1),
    ] {
        let (plain, ordered) = pair("us", &format!(r#"DirectFirm(firm: "ultium_cells", directive: {directive})"#), 34);
        assert_eq!(ordered.world().resource::<Ties>().list.len(), ties);
        let (before, after) =
            (cost_factor(&plain, "ultium_cells", "lithium_ion_cells"), cost_factor(&ordered, "ultium_cells", "lithium_ion_cells"));
        assert!(after < before - 0.005, "{directive}: {before} → {after}");
    }
}

#[test]
fn a_pushed_maker_sells_more_cars_with_a_plug() {
    let (plain, ordered) = pair("us", r#"DirectFirm(firm: "gm", directive: RampPlugs(push: 1))"#, 36);
    let plugs = |sim: &Simulation| presence(sim, "gm", "us").sold_year[2..].iter().sum::<f64>();
    assert!(plugs(&ordered) > 1.02 * plugs(&plain), "{} → {}", plugs(&plain), plugs(&ordered));
}

#[test]
fn a_maker_enters_a_market_and_sells_there() {
    let (plain, ordered) = pair("china", r#"DirectFirm(firm: "byd", directive: EnterMarket(region: "us"))"#, 18);
    let sold = |sim: &Simulation| presence(sim, "byd", "us").sold_year.iter().sum::<f64>();
    assert_eq!(sold(&plain), 0.0);
    assert!(sold(&ordered) > 0.1, "{}", sold(&ordered));
}

/// BYD sold 0.04 % of Europe's cars in its first year of dealers there, 0.4 % in its third and about 2 % in its fifth.
#[test]
fn a_newcomer_takes_years_to_win_a_market_however_cheap_its_cars() {
    let mut sim = Simulation::new(large(), 1);
    let told = quote(&sim, "china", r#"DirectFirm(firm: "byd", directive: EnterMarket(region: "us"))"#);
    assert!(told.lag_months >= 9, "certification takes its time: {told:?}");
    give(&mut sim, "china", r#"DirectFirm(firm: "byd", directive: EnterMarket(region: "us"))"#);
    let mut shares = Vec::new();
    for _ in 0..6 {
        run(&mut sim, 12);
        let all: f64 = sim.world().resource::<Cars>().presences.iter().filter(|p| p.region == region(&sim, "us")).map(sold_here).sum();
        shares.push(100.0 * sold_here(presence(&sim, "byd", "us")) / all);
    }
    let price = presence(&sim, "byd", "us").price[3] / presence(&sim, "byd", "china").price[3];
    assert!(shares[0] < 0.01 && shares[1] < 0.3 && shares[3] < 1.5, "{shares:?}");
    assert!(shares[5] > 0.3 && shares[5] < 6.0 && shares[5] > 1.5 * shares[3], "{shares:?}");
    assert!(price > 1.5 && price < 3.5, "the same name costs {price} times as much as at home");
}

fn sold_here(presence: &Presence) -> f64 {
    presence.sold_year.iter().sum()
}

#[test]
fn buyers_who_wait_too_long_choose_another_maker() {
    let mut sim = new_world();
    run(&mut sim, 3);
    let (us, tesla) = (region(&sim, "us"), firm(&sim, "tesla"));
    // The same month twice: once fifty thousand have cancelled at Tesla, once nobody has.
    let after = |cancelled: f64| {
        let mut snapshot = sim.snapshot();
        let regions = sim.facts().regions;
        let at = snapshot.cars.maker(tesla).unwrap() * regions + us.index();
        snapshot.cars.presences[at].cancelled = cancelled;
        let history = History { start: sim.now(), ..History::default() };
        let mut month = Simulation::from_snapshot(sim.catalog().clone(), snapshot, history);
        month.step_month();
        let wishes = |p: &Presence| p.wish.iter().sum::<f64>();
        let cars = month.world().resource::<Cars>();
        let all: f64 = cars.presences.iter().filter(|p| p.region == us).map(wishes).sum();
        (all, wishes(&cars.presences[at]))
    };
    let ((all, own), (more, own_again)) = (after(0.0), after(50.0));
    let again = sim.catalog().rules.buyers.again_share;
    assert!((more - all - 50.0 * again).abs() < 1e-6 && again > 0.5, "{all} → {more}");
    assert!((own_again - own).abs() < 1e-9, "they go to somebody else");
}

#[test]
fn orders_that_wait_are_cancelled_in_the_end() {
    let mut sim = Simulation::new(large(), 1);
    let mut most: f64 = 0.0;
    for _ in 0..12 {
        run(&mut sim, 1);
        let cars = sim.world().resource::<Cars>();
        let patience = 1.0 - sim.catalog().rules.buyers.cancel_share;
        for presence in &cars.presences {
            let waiting: f64 = presence.backlog.iter().sum();
            assert!((presence.cancelled * patience - waiting * (1.0 - patience)).abs() < 1e-9 * waiting.max(1.0));
            most = most.max(presence.cancelled);
        }
    }
    assert!(most > 0.0, "somebody had to wait");
}

#[test]
fn a_maker_that_leaves_sells_what_its_dealers_hold_and_then_no_more() {
    let mut sim = new_world();
    give(&mut sim, "us", r#"DirectFirm(firm: "tesla", directive: LeaveMarket(region: "china"))"#);
    run(&mut sim, 1);
    assert!(presence(&sim, "tesla", "china").sold.iter().sum::<f64>() > 1.0, "dealers sell on");
    run(&mut sim, 17);
    let left = presence(&sim, "tesla", "china");
    assert!(!left.selling && !left.leaving && left.dealers.iter().sum::<f64>() < 0.02);
    assert_eq!(left.sold.iter().sum::<f64>(), 0.0);
}

#[test]
fn a_firm_that_loses_asks_for_its_loss_and_gets_it_from_the_treasury() {
    let text = r#"DirectFirm(firm: "gm", directive: RampPlugs(push: 1))"#;
    let mut sim = new_world();
    let asked = quote(&sim, "us", text);
    assert!(asked.cost_now_musd > 0.0 && asked.agree[0].who == Party::Firm(firm(&sim, "gm")), "{asked:?}");
    let cash = |sim: &Simulation| sim.world().resource::<Ledger>().cash_musd(Account::Firm(firm(sim, "gm")));
    let before = cash(&sim);
    give(&mut sim, "us", text);
    assert!((cash(&sim) - before - asked.cost_now_musd).abs() < 1e-6);
    let paid = sim.world().resource::<Ledger>().flow(Account::Government(region(&sim, "us")), Tag::Grants);
    assert!(paid < 0, "the treasury pays");
}

#[test]
fn a_foreign_firm_asks_for_more_than_a_home_firm_and_a_state_firm_for_less() {
    let sim = new_world();
    let plant = |who: &str, place: &str| {
        format!(r#"DirectFirm(firm: "{who}", directive: BuildPlant(process: "lfp_cell_production", region: "{place}", capacity: 10))"#)
    };
    let (home, foreign) = (quote(&sim, "us", &plant("ultium_cells", "us")), quote(&sim, "us", &plant("catl", "us")));
    assert!(foreign.cost_now_musd > home.cost_now_musd, "{home:?} {foreign:?}");
    // The same loss at home in China costs its government less than the whole loss: it commands a part of it.
    let told = quote(&sim, "china", r#"DirectFirm(firm: "byd", directive: ChooseChemistry(chemistry: "nmc_high", region: "china"))"#);
    let backing = sim.catalog()[firm(&sim, "byd")].state_backing * sim.catalog()[region(&sim, "china")].command_economy;
    assert!(backing > 0.0 && told.agree[0].why.contains("the state’s word covers"), "{told:?}");
}

#[test]
fn money_and_haste_bring_a_project_forward() {
    let text = r#"DirectFirm(firm: "ultium_cells", directive: BuildPlant(process: "lfp_cell_production", region: "us", capacity: 8))"#;
    let mut sim = new_world();
    let number = give(&mut sim, "us", text).project.unwrap();
    let wait = |sim: &Simulation| sim.world().resource::<Pipeline>().projects.iter().find(|p| p.id == number).unwrap().months_left;
    let first = wait(&sim);
    give(&mut sim, "us", &format!("FundProject(project: {number}, musd: 50)"));
    let second = wait(&sim);
    assert!(second < first);
    give(&mut sim, "us", &format!("FastTrackProject(project: {number})"));
    assert!((wait(&sim) - second / 2.0).abs() < 1e-9);
    assert!(sim.check(region(&sim, "us"), &order(&sim, &format!("FastTrackProject(project: {number})"))).is_err(), "once is enough");
    run(&mut sim, 12);
}

#[test]
fn a_foreign_firm_that_gains_more_than_its_trouble_asks_for_nothing() {
    let sim = Simulation::new(large(), 1);
    for who in ["lges", "panasonic", "sk_on", "samsung_sdi"] {
        let text =
            format!(r#"DirectFirm(firm: "{who}", directive: BuildPlant(process: "lfp_cell_production", region: "us", capacity: 20))"#);
        let Ok(told) = sim.check(region(&sim, "us"), &order(&sim, &text)) else { continue };
        let says_gain = told.agree[0].why.contains(" gains ");
        let asks = told.agree[0].sweetener_musd;
        assert!(asks == 0.0 || told.agree[0].why.contains("asks 3 times"), "{told:?}");
        assert!(!says_gain || asks == 0.0 || told.agree[0].why.contains("trouble"), "{told:?}");
        return;
    }
    panic!("nobody could be asked");
}

#[test]
fn changing_a_measure_is_quoted_by_the_difference_to_what_is_in_force() {
    let mut sim = new_world();
    let number = give(&mut sim, "us", r#"EnactPolicy(policy: "charging_programme", settings: {"musd_per_year": 400})"#).measure.unwrap();
    run(&mut sim, 12);
    let told = quote(&sim, "us", &format!(r#"AdjustMeasure(measure: {number}, settings: {{"musd_per_year": 500}})"#));
    assert!((told.cost_per_year_musd - 100.0).abs() < 1e-6 && told.in_force_musd == Some(400.0), "{told:?}");
    let ended = quote(&sim, "us", &format!("RepealMeasure(measure: {number})"));
    assert!((ended.cost_per_year_musd + 400.0).abs() < 1e-6 && ended.in_force_musd == Some(400.0), "{ended:?}");
}

#[test]
fn a_stockpile_of_cells_fills_by_what_makers_and_storage_use() {
    let mut sim = new_world();
    give(&mut sim, "us", r#"SetStockpile(good: "lfp_cell", months: 2)"#);
    run(&mut sim, 24);
    let us = region(&sim, "us");
    let (held, used) = {
        let at = good(&sim, "lfp_cell");
        let used = sim.world().resource::<Markets>().of(at).used_in(us);
        let mut lands = sim.world().try_query::<&cathode::sim::society::components::Land>().unwrap();
        (lands.iter(sim.world()).nth(us.index()).unwrap().reserve[at.index()], used)
    };
    assert!(used > 0.0 && held > 0.5 * used, "{held} GWh in store for {used} GWh a month");
}

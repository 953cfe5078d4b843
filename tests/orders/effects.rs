//! Paired runs: the same world with and without a measure, and a figure that must differ in the way told.

use super::controls::CONTROLS;
use super::table::{CASES, Case, FURTHER, Figure, Level};
use super::world::{give, good, large, process, region, small};
use bevy_ecs::prelude::World;
use cathode::content::definitions::chain::Stage;
use cathode::content::draft::ItemId;
use cathode::content::ids::{GoodId, ItemKind, RegionId, SiteId, TechnologyId};
use cathode::sim::Simulation;
use cathode::sim::buyers::components::Cars;
use cathode::sim::investment::components::{Capacity, Pipeline};
use cathode::sim::investment::deposits::deposit;
use cathode::sim::investment::weigh::appraise;
use cathode::sim::ledger::components::{Account, Finance, Ledger, Tag};
use cathode::sim::production::components::{Facility, Stocks};
use cathode::sim::society::components::{Land, Treasury};
use cathode::sim::technology::components::Technologies;
use cathode::sim::trade::components::Markets;
use std::collections::BTreeMap;

fn lines<T>(world: &World, mut each: impl FnMut(&Facility, &Capacity, &Stocks) -> T) -> Vec<T> {
    let mut query = world.try_query::<(&Facility, &Capacity, &Stocks)>().unwrap();
    query.iter(world).map(|(f, c, s)| each(f, c, s)).collect()
}

/// Mean of a series over its last year.
fn year(sim: &Simulation, name: &str, place: &str) -> f64 {
    let series = sim.history().series(name, place).unwrap_or_else(|| panic!("no series {name} of {place}"));
    series.mean_of_last(12).unwrap()
}

/// Units of a good that one region bought from another in the last year.
fn bought(sim: &Simulation, good: GoodId, from: RegionId, to: RegionId) -> f64 {
    let market = sim.world().resource::<Markets>().of(good);
    let rows = market.sellers.iter().zip(market.flow_year.chunks(market.buyers.len().max(1))).filter(|(seller, _)| seller.region == from);
    let units = rows.flat_map(|(_, row)| market.buyers.iter().zip(row).filter(|(buyer, _)| buyer.region == to));
    units.map(|(_, units)| f64::from(*units)).sum()
}

/// The goods of a stage.
fn goods_of(sim: &Simulation, word: &str) -> impl Iterator<Item = GoodId> {
    let goods = sim.catalog().goods.iter().enumerate();
    let wanted = stage(word);
    goods.filter(|(_, good)| good.stage == wanted).map(|(at, _)| GoodId::from_index(at)).collect::<Vec<_>>().into_iter()
}

fn first_price(sim: &Simulation, good: GoodId, at: RegionId) -> f64 {
    sim.catalog().good_states.iter().find(|s| s.good == good).map_or(1.0, |s| s.price_musd.at(at))
}

fn stage(word: &str) -> Stage {
    *Stage::ALL.iter().find(|s| s.word() == word).unwrap()
}

/// Means over the presences of a region, weighted by battery cars sold.
fn per_car(sim: &Simulation, word: &str, of: impl Fn(&cathode::sim::buyers::components::Presence) -> f64) -> f64 {
    let (cars, at) = (sim.world().resource::<Cars>(), region(sim, word));
    let here = cars.presences.iter().filter(|p| p.region == at);
    let (sum, all) = here.fold((0.0, 0.0), |(s, a), p| (s + p.sold_year[3] * of(p), a + p.sold_year[3]));
    sum / all
}

fn read(sim: &Simulation, figure: Figure) -> f64 {
    let world = sim.world();
    let cars = world.resource::<Cars>();
    match figure {
        Figure::Series(name, place) => year(sim, name, place),
        Figure::Output(word, place) => {
            let at = region(sim, place);
            let worth = |good| year(sim, &format!("output.{}", sim.catalog().word_of(good)), place) * first_price(sim, good, at);
            goods_of(sim, word).map(worth).sum()
        }
        Figure::Imports(word, place) => {
            let at = region(sim, place);
            let abroad = || (0..sim.facts().regions).map(RegionId::from_index).filter(|from| *from != at);
            let worth = |good| abroad().map(|from| bought(sim, good, from, at)).sum::<f64>() * first_price(sim, good, at);
            goods_of(sim, word).map(worth).sum()
        }
        Figure::PlugShare(place) => {
            let at = region(sim, place);
            let here = cars.presences.iter().filter(|p| p.region == at);
            let (plug, all) = here.fold((0.0, 0.0), |(s, a), p| (s + p.sold_year[2] + p.sold_year[3], a + p.sold_year.iter().sum::<f64>()));
            plug / all
        }
        Figure::Capital(word, place) => {
            let (wanted, at) = (stage(word), region(sim, place));
            let capex = |p: cathode::content::ids::ProcessId| sim.catalog()[p].capex_musd_per_unit.at(at);
            let is_ours = |p: cathode::content::ids::ProcessId| sim.facts().process(p).stage == wanted;
            let standing: f64 =
                lines(world, |f, c, _| if f.region == at && is_ours(f.process) { c.nameplate * capex(f.process) } else { 0.0 })
                    .iter()
                    .sum();
            let coming: f64 = world
                .resource::<Pipeline>()
                .projects
                .iter()
                .filter(|p| p.region == at && is_ours(p.process))
                .map(|p| p.capacity * capex(p.process))
                .sum();
            standing + coming
        }
        Figure::Trade(what, from, to) => bought(sim, good(sim, what), region(sim, from), region(sim, to)),
        Figure::Npv(firm, what, place) => verdict(sim, firm, what, place).npv,
        Figure::Start(firm, what, place) => verdict(sim, firm, what, place).start,
        Figure::Lent(place) => treasury(sim, place).lent as f64 / 1e8,
        Figure::Sold(firm, place) => {
            let maker = cars.maker(super::world::firm(sim, firm)).unwrap();
            12.0 * cars.presence(maker, region(sim, place), sim.facts().regions).sold_year.iter().sum::<f64>()
        }
        Figure::Supplies(who, what, to) => {
            let (who, to, what) = (super::world::firm(sim, who), region(sim, to), good(sim, what));
            let market = world.resource::<Markets>().of(what);
            let rows = market.sellers.iter().zip(market.flow_year.chunks(market.buyers.len().max(1))).filter(|(s, _)| s.firm == who);
            let units = rows.flat_map(|(_, row)| market.buyers.iter().zip(row).filter(|(buyer, _)| buyer.region == to));
            units.map(|(_, units)| f64::from(*units)).sum()
        }
        Figure::Collected(place) => {
            let mandate = world.resource::<cathode::sim::policy::components::Effects>().collection[region(sim, place).index()].0;
            mandate.max(sim.catalog().rules.society.collected_share)
        }
        Figure::Support(place) => per_car(sim, place, |p| p.support[3]),
        Figure::Reserve(what, place) => {
            let (what, at) = (good(sim, what), region(sim, place));
            let mut query = world.try_query::<&Land>().unwrap();
            query.iter(world).nth(at.index()).unwrap().reserve[what.index()]
        }
        Figure::Research(what) => world.resource::<Technologies>().research[sim.catalog().find::<TechnologyId>(what).unwrap().at()],
        Figure::Scrap => lines(world, |f, _, s| {
            let inputs = &sim.facts().process(f.process).inputs;
            inputs
                .iter()
                .zip(&s.inputs)
                .filter(|((g, _), _)| sim.catalog()[*g].stage == Stage::Recycling)
                .map(|(_, units)| *units)
                .sum::<f64>()
        })
        .iter()
        .sum(),
        Figure::Paid(label, place) => {
            let tag = *Tag::ALL.iter().find(|t| t.label() == label).unwrap();
            -world.resource::<Ledger>().last_musd(Account::Government(region(sim, place)), tag)
        }
        Figure::Ramped(what, place) => {
            let (what, at) = (good(sim, what), region(sim, place));
            let ours = |f: &Facility| f.region == at && sim.facts().process(f.process).makes == what;
            let parts = lines(world, |f, c, _| if ours(f) { (c.ramped, c.nameplate) } else { (0.0, 0.0) });
            parts.iter().map(|p| p.0).sum::<f64>() / parts.iter().map(|p| p.1).sum::<f64>()
        }
        Figure::CarsFrom(from, to) => {
            let (from, to) = (region(sim, from), region(sim, to));
            let routes = world.resource::<cathode::sim::plans::cars::CarRoutes>();
            let ours = routes.list.iter().filter(|r| cars.presences[r.plant].region == from && cars.presences[r.dealer].region == to);
            12.0 * ours.map(|r| r.ordered.iter().sum::<f64>()).sum::<f64>()
        }
    }
}

fn treasury<'a>(sim: &'a Simulation, place: &str) -> &'a Treasury {
    let mut query = sim.world().try_query::<&Treasury>().unwrap();
    query.iter(sim.world()).nth(region(sim, place).index()).unwrap()
}

fn verdict(sim: &Simulation, who: &str, what: &str, place: &str) -> cathode::sim::investment::components::Verdict {
    let (who, what, place) = (super::world::firm(sim, who), process(sim, what), region(sim, place));
    let size = 10.0 * sim.catalog()[what].module_units;
    let site = sim.catalog().all::<SiteId>().find(|(_, site)| site.region == place && site.processes.contains(&what)).map(|(id, _)| id);
    appraise(sim.world(), who, what, place, size, deposit(sim.facts(), what, site)).expect("the firm can judge it")
}

fn new_world(level: Level) -> Simulation {
    Simulation::new(if level == Level::Small { small() } else { large() }, 7)
}

/// Seeds under which a case is run; what a measure does must show through the luck of single plants. The large level has so
/// many of them that one will do.
fn seeds(level: Level) -> &'static [u64] {
    if level == Level::Small { &[7, 1, 2, 3, 4] } else { &[7] }
}

fn prepared(case: &Case, seed: u64) -> Simulation {
    let mut sim = Simulation::new(if case.level == Level::Small { small() } else { large() }, seed);
    for (side, text) in case.first {
        give(&mut sim, side, text);
    }
    if !case.first.is_empty() {
        super::world::run(&mut sim, 4);
    }
    sim
}

/// Runs a case; says what is wrong, if anything is.
fn judge(case: &Case, plain: &mut BTreeMap<String, f64>) -> Result<String, String> {
    let key = format!("{:?} {:?} {} {:?}", case.level, case.first, case.months, case.figure);
    let seeds = seeds(case.level);
    let mean = |sum: f64| sum / seeds.len() as f64;
    let text = format!("EnactPolicy(policy: \"{}\", settings: {})", case.policy, case.settings);
    let mut after = 0.0;
    for seed in seeds {
        let mut sim = prepared(case, *seed);
        super::world::submit(&mut sim, case.by, &text).map_err(|refusal| format!("{}: refused: {refusal}", case.policy))?;
        super::world::run(&mut sim, case.months);
        after += mean(read(&sim, case.figure));
    }
    let before = *plain.entry(key).or_insert_with(|| {
        let one = |seed: &u64| {
            let mut sim = prepared(case, *seed);
            super::world::run(&mut sim, case.months);
            read(&sim, case.figure)
        };
        mean(seeds.iter().map(one).sum())
    });
    let unit = if before == 0.0 || matches!(case.figure, Figure::Npv(..)) { 1.0 } else { before.abs() };
    let change = (after - before) / unit;
    let line = format!("{}: {:?} {before:.6} → {after:.6}: {change:+.4}, least {:+}", case.policy, case.figure, case.least);
    if change * case.least.signum() >= case.least.abs() { Ok(line) } else { Err(line) }
}

#[test]
fn a_screen_bites_above_the_share_that_it_names() {
    let refused = |rules: &[&str]| {
        let mut sim = new_world(Level::Large);
        for text in rules {
            give(&mut sim, "us", text);
        }
        super::world::run(&mut sim, 6);
        verdict(&sim, "catl", "lfp_cell_production", "us").refused
    };
    let venture = r#"EnactPolicy(policy: "joint_venture_rule", settings: {"stage": Stage(Cells), "home_share": 0.6})"#;
    let screen =
        |above: &str| format!(r#"EnactPolicy(policy: "investment_screen", settings: {{"stage": Stage(Cells), "above_share": {above}}})"#);
    assert!(!refused(&[]));
    assert!(refused(&[&screen("0.25")]) && refused(&[venture, &screen("0.25")]));
    assert!(!refused(&[venture, &screen("0.5")]));
}

#[test]
fn a_credit_that_pays_less_for_iron_cells_moves_makers_to_nickel() {
    let iron = |share: &str| {
        let mut sim = new_world(Level::Large);
        // Vouchers of cities run out in 2024-01.
        super::world::run(&mut sim, 7);
        give(&mut sim, "china", &format!(r#"EnactPolicy(policy: "purchase_credit", settings: {{"kusd": 6, "iron_share": {share}}})"#));
        super::world::run(&mut sim, 24);
        year(&sim, "vehicle_cells.lfp_cell", "china")
            / (year(&sim, "vehicle_cells.lfp_cell", "china") + year(&sim, "vehicle_cells.nmc_mid_cell", "china"))
    };
    let (even, less) = (iron("1"), iron("0.4"));
    assert!(less < even - 0.05, "{less} of China's cells are of iron instead of {even}");
}

#[test]
fn public_loans_end_up_in_the_books_of_firms_and_of_the_state() {
    let mut sim = new_world(Level::Large);
    super::world::run(&mut sim, 36);
    let mut query = sim.world().try_query::<&Finance>().unwrap();
    let owed: i64 = query.iter(sim.world()).flat_map(|f| &f.public).filter(|l| l.by == region(&sim, "us")).map(|l| l.owed).sum();
    assert!(owed > 0 && owed == treasury(&sim, "us").lent, "{owed} cents owed, {} lent", treasury(&sim, "us").lent);
}

#[test]
fn every_policy_of_the_base_is_in_the_table_once() {
    let catalog = small();
    let mut words: Vec<&str> = (0..catalog.policies.len()).map(|i| catalog.word(ItemKind::Policy, i)).collect();
    let mut tabled: Vec<&str> = CASES.iter().chain(CONTROLS).map(|case| case.policy).collect();
    words.sort_unstable();
    tabled.sort_unstable();
    assert_eq!(words, tabled);
}

#[test]
fn every_policy_moves_its_figure_the_way_it_should() {
    let mut plain = BTreeMap::new();
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for case in CASES.iter().chain(CONTROLS).chain(FURTHER) {
        match judge(case, &mut plain) {
            Ok(line) => right.push(line),
            Err(line) => wrong.push(line),
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} do not:\n{}\nthe others:\n{}",
        wrong.len(),
        wrong.len() + right.len(),
        wrong.join("\n"),
        right.join("\n")
    );
}

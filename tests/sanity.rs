//! The campaign left alone: nothing negative or infinite, no stage of the chain dies, no price leaves what can be believed for more
//! than a year, and under twenty seeds the world through 2040 is one that a specialist finds plausible.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use std::sync::Arc;

use cathode::content::Catalog;
use cathode::content::definitions::chain::{Pricing, Stage};
use cathode::content::definitions::start::GoodState;
use cathode::content::ids::{GoodId, ItemKind};
use cathode::lab::parallel::in_order;
use cathode::reports::View;
use cathode::sim::Simulation;
use cathode::sim::trade::components::Customer;
use cathode::units::Month;
use worlds::{level, run, series};

/// July 2023 to December 2029.
const MONTHS: usize = 78;

/// Share of its price at the start below which, and above which, a price is hard to believe.
const BELIEVABLE: (f32, f32) = (0.2, 15.0);

/// Most months in a row outside.
const MOST_MONTHS: usize = 12;

fn left_alone(seed: u64) -> Simulation {
    let mut sim = Simulation::new(level("battery_race"), seed);
    run(&mut sim, MONTHS);
    sim
}

/// The price from which others are judged: that of the start, or, where the level says that its market was out of balance then
/// (lithium in July 2023, and what is made of it), that of a year later.
fn usual(sim: &Simulation, good: &str, values: &[f32]) -> f32 {
    let unsettled = |state: &GoodState| sim.catalog().word(ItemKind::Good, state.good.index()) == good && state.settles_in_months <= 12.0;
    values[if sim.catalog().good_states.iter().any(unsettled) { 12 } else { 0 }]
}

/// Longest time that values stay outside the believable share of the usual one.
fn longest_outside(values: &[f32], usual: f32) -> usize {
    let (low, high) = (BELIEVABLE.0 * usual, BELIEVABLE.1 * usual);
    values.split(|value| (low..=high).contains(value)).map(<[f32]>::len).max().unwrap_or(0)
}

fn is_scrap(sim: &Simulation, good: &str) -> bool {
    let catalog = sim.catalog();
    let found = catalog.find::<GoodId>(good);
    found.is_some_and(|id| catalog.market_rules[catalog[id].market.index()].pricing == Pricing::Netback)
}

fn unbelievable(sim: &Simulation) -> Vec<String> {
    let mut list = Vec::new();
    for series in &sim.history().series {
        let Some(good) = series.name.strip_prefix("price.") else { continue };
        // What scrap is worth is what its metals leave after the work: nearly nothing when they are cheap, as in 2024.
        if is_scrap(sim, good) {
            continue;
        }
        let usual = usual(sim, good, &series.values);
        let months = longest_outside(&series.values, usual);
        if months > MOST_MONTHS {
            list.push(format!("{good} {}: {months} months outside, usually {usual}: {:?}", series.region, series.values));
        }
    }
    list
}

/// Output of a stage in the last year over that of the first, at the first prices.
fn kept(sim: &Simulation, stage: Stage) -> f64 {
    let catalog = sim.catalog();
    let (mut first, mut last) = (0.0, 0.0);
    let goods = (0..catalog.goods.len()).filter(|good| catalog.goods[*good].stage == stage);
    for good in goods.filter(|good| sim.facts().is_traded(GoodId::from_index(*good))) {
        let word = catalog.word(ItemKind::Good, good);
        let made = series(sim, &format!("output.{word}"), "world");
        let price = f64::from(series(sim, &format!("price.{word}"), "world")[0]);
        first += price * made[..12].iter().map(|v| f64::from(*v)).sum::<f64>();
        last += price * made[MONTHS - 12..].iter().map(|v| f64::from(*v)).sum::<f64>();
    }
    last / first
}

/// What plants took of a stage's goods by recipe in a mean month of the last year, and what was made of them, $M at the first prices.
fn taken_and_made(sim: &Simulation, stage: Stage) -> (f64, f64) {
    let view = View::new(sim);
    let of_stage = |good: &GoodId| sim.catalog().goods[good.index()].stage == stage && sim.facts().is_traded(*good);
    let first = |good: GoodId| f64::from(series(sim, &format!("price.{}", sim.catalog().word_of(good)), "world")[0]);
    let mut taken = 0.0;
    for line in view.lines.iter().filter(|line| line.run.yield_share > 0.0) {
        for (good, units) in sim.facts().process(line.facility.process).inputs.iter().filter(|(good, _)| of_stage(good)) {
            taken += first(*good) * units * line.run.made_year / line.run.yield_share;
        }
    }
    let goods = (0..sim.catalog().goods.len()).map(GoodId::from_index).filter(of_stage);
    let made = goods.map(|good| first(good) * worlds::figure(sim, &format!("year output.{}", sim.catalog().word_of(good)))).sum();
    (taken, made)
}

/// Cells in the cars with a plug that are sold in a mean month of the last year, and what else is asked for now, GWh a month.
fn cells_needed(sim: &Simulation) -> f64 {
    let view = View::new(sim);
    let cars: f64 = view.cars.presences.iter().map(|p| (p.sold_year[2] * p.pack_kwh[2] + p.sold_year[3] * p.pack_kwh[3]) / 1000.0).sum();
    let markets = sim.facts().cells.iter().map(|cell| view.markets.of(*cell));
    let others = markets.flat_map(|market| market.buyers.iter().filter(|b| matches!(b.customer, Customer::Storage | Customer::Devices)));
    cars + others.map(|buyer| buyer.bid).sum::<f64>()
}

fn is_sane(seed: u64) {
    let sim = left_alone(seed);
    let prices = unbelievable(&sim);
    assert!(prices.is_empty(), "seed {seed}:\n{}", prices.join("\n"));
    for stage in [Stage::Mining, Stage::Refining, Stage::Materials, Stage::Cells] {
        let kept = kept(&sim, stage);
        assert!(kept > 0.8, "seed {seed}: {stage:?} makes {kept:.2} of what it made");
    }
    // Demand grows two or three times: whoever only keeps what he made starves the rest.
    let made: f64 =
        sim.facts().cells.iter().map(|good| worlds::figure(&sim, &format!("year output.{}", sim.catalog().word_of(*good)))).sum();
    let needed = cells_needed(&sim);
    assert!(made >= 0.7 * needed, "seed {seed}: {made} GWh of cells a month are made, {needed} needed");
    for stage in [Stage::Mining, Stage::Refining, Stage::Materials] {
        let (taken, made) = taken_and_made(&sim, stage);
        assert!(made >= 0.9 * taken, "seed {seed}: of {stage:?} {made} $M a month are made and {taken} used");
    }
    for (region, least) in [("us", 0.5), ("china", 0.5)] {
        let cells: f64 = sim
            .facts()
            .cells
            .iter()
            .map(|good| worlds::figure(&sim, &format!("year output.{} {region}", sim.catalog().word_of(*good))))
            .sum();
        let start: f64 = sim
            .facts()
            .cells
            .iter()
            .map(|good| f64::from(series(&sim, &format!("output.{}", sim.catalog().word_of(*good)), region)[0]))
            .sum();
        assert!(cells > least * start, "seed {seed}: {region} makes {cells} GWh of cells a month after {start}");
    }
}

/// Seeds of the long campaigns.
const SEEDS: u64 = 20;

/// Mean of a calendar year.
fn year_mean(sim: &Simulation, name: &str, region: &str, year: i32) -> f64 {
    let first = usize::try_from(Month::new(year, 1).since(sim.calendar().start)).unwrap();
    series(sim, name, region)[first..first + 12].iter().map(|v| f64::from(*v)).sum::<f64>() / 12.0
}

/// Share of the world's cars of a year that have a plug.
fn plug_share(sim: &Simulation, year: i32) -> f64 {
    let regions = sim.catalog().regions.len();
    let sold = |kind: &str| -> f64 {
        (0..regions).map(|r| year_mean(sim, &format!("sales.{kind}"), sim.catalog().word(ItemKind::Region, r), year)).sum()
    };
    let plugs = sold("phev") + sold("bev");
    plugs / (plugs + sold("ice") + sold("hev"))
}

/// Whether a price rises to two and a half times the lowest before it, and output follows within one to three years.
fn booms(sim: &Simulation, good: &str) -> bool {
    let (prices, made) = (series(sim, &format!("price.{good}"), "world"), series(sim, &format!("output.{good}"), "world"));
    let mut trough = f32::INFINITY;
    (0..prices.len().saturating_sub(36)).any(|month| {
        trough = trough.min(prices[month]);
        let later = made[month + 12..=month + 36].iter().copied().fold(0.0, f32::max);
        prices[month] >= 2.5 * trough && later >= 1.2 * made[month] && made[month] > 0.0
    })
}

/// The largest fall of the world's output of cells, as the share that is left of the most made in any month before.
fn deepest_fall(sim: &Simulation) -> f64 {
    let cells: Vec<&[f32]> =
        sim.facts().cells.iter().map(|c| series(sim, &format!("output.{}", sim.catalog().word_of(*c)), "world")).collect();
    let (mut most, mut left) = (0.0_f64, 1.0_f64);
    for month in 0..cells[0].len() {
        let made: f64 = cells.iter().map(|values| f64::from(values[month])).sum();
        most = most.max(made);
        left = left.min(made / most);
    }
    left
}

/// What is wrong with a whole campaign left alone.
fn implausible(catalog: &Arc<Catalog>, seed: u64) -> Vec<String> {
    let mut sim = Simulation::new(Arc::clone(catalog), seed);
    while !sim.is_over() {
        sim.step_month();
    }
    let mut wrong = unbelievable(&sim);
    let pack = year_mean(&sim, "price.pack", "world", 2030);
    if !(55.0..=110.0).contains(&pack) {
        wrong.push(format!("a pack costs {pack} $/kWh in 2030"));
    }
    let share = plug_share(&sim, 2030);
    if !(0.35..=0.75).contains(&share) {
        wrong.push(format!("{share} of the cars of 2030 have a plug"));
    }
    // A trade of plants alike once stopped as one and took half of the world's cells with it.
    let left = deepest_fall(&sim);
    if left < 0.7 {
        wrong.push(format!("the world makes {left} of the cells that it made before"));
    }
    let ores = ["spodumene_concentrate", "lithium_carbonate", "graphite_flake", "nickel_sulfate", "cobalt_hydroxide"];
    if !ores.iter().any(|good| booms(&sim, good)) {
        wrong.push("no commodity has a boom that is answered".to_owned());
    }
    wrong.iter_mut().for_each(|line| line.insert_str(0, &format!("seed {seed}: ")));
    wrong
}

#[test]
fn twenty_campaigns_through_2040_are_what_a_specialist_finds_plausible() {
    let catalog = level("battery_race");
    let one = |index: usize| implausible(&catalog, index as u64 + 1);
    let wrong: Vec<String> = in_order(SEEDS as usize, 2, one, |_| {}).into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_campaign_left_alone_stays_sane() {
    is_sane(1);
}

#[test]
fn and_so_it_does_with_other_luck() {
    is_sane(2);
}

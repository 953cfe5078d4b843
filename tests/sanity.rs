//! The campaign left alone, for six and a half years: nothing negative or infinite, no stage of the chain dies, and no price
//! leaves what can be believed for more than a year. `cathode sweep` does the same for many seeds and longer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::definitions::chain::Stage;
use cathode::content::definitions::start::GoodState;
use cathode::content::ids::{GoodId, ItemKind};
use cathode::reports::View;
use cathode::sim::Simulation;
use cathode::sim::trade::components::Customer;
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
    let unsettled = |state: &GoodState| sim.catalog().word(ItemKind::Good, state.good.index()) == good && state.settles_in_months < 12.0;
    values[if sim.catalog().good_states.iter().any(unsettled) { 12 } else { 0 }]
}

/// Longest time that values stay outside the believable share of the usual one.
fn longest_outside(values: &[f32], usual: f32) -> usize {
    let (low, high) = (BELIEVABLE.0 * usual, BELIEVABLE.1 * usual);
    values.split(|value| (low..=high).contains(value)).map(<[f32]>::len).max().unwrap_or(0)
}

fn unbelievable(sim: &Simulation) -> Vec<String> {
    let mut list = Vec::new();
    for series in &sim.history().series {
        let Some(good) = series.name.strip_prefix("price.") else { continue };
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

#[test]
fn the_campaign_left_alone_stays_sane() {
    is_sane(1);
}

#[test]
fn and_so_it_does_with_other_luck() {
    is_sane(2);
}

//! Extreme conditions: what must happen when something is nothing, everything, or without end. In each, no number turns
//! negative or infinite, and mass and money balance every month.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::ids::ItemKind;
use cathode::orders::written;
use cathode::sim::Simulation;
use cathode::sim::calendar::components::Drivers;
use cathode::sim::plans::costs::HOURS_A_YEAR;
use cathode::sim::state::Snapshot;
use cathode::sim::trade::components::{Market, Markets};
use std::collections::BTreeMap;
use worlds::{changed, figure, give, level, revived, run, series, sound, world};

/// Goods that are made in the small level, from cells back to ore.
const CHAIN: [&str; 4] = ["lfp_cell", "lfp_cathode", "lithium_carbonate", "lithium_brine"];

fn year(sim: &Simulation, good: &str) -> f64 {
    figure(sim, &format!("year output.{good}"))
}

/// Capacity of all mines, nameplate and run in, in the order of the lines.
fn mines(sim: &Simulation, snapshot: &mut Snapshot, mut change: impl FnMut(usize, &mut f64, &mut f64)) {
    for (line, capacity) in snapshot.lines.facility.iter().zip(&mut snapshot.lines.capacity) {
        if sim.facts().process(line.process).inputs.is_empty() {
            change(line.id as usize, &mut capacity.nameplate, &mut capacity.ramped);
        }
    }
}

#[test]
fn without_ore_the_chain_runs_dry_and_comes_back() {
    let mut before = world(&level("two_regions"));
    run(&mut before, 12);
    let mut shut = before.snapshot();
    let mut stood = Vec::new();
    mines(&before, &mut shut, |line, nameplate, ramped| {
        stood.push((line, *nameplate, *ramped));
        (*nameplate, *ramped) = (0.0, 0.0);
    });
    let mut dry = revived(&before, shut);
    run(&mut dry, 24);
    for good in CHAIN {
        // Mines that were being built come after a year.
        let tenth = f64::from(series(&dry, &format!("output.{good}"), "world")[9]);
        assert!(tenth < 0.02 * year(&before, good), "{good} is still made: {tenth}");
    }
    let highest = series(&dry, "price.lithium_carbonate", "world").iter().copied().fold(0.0, f32::max);
    let usual = figure(&before, "price.lithium_carbonate");
    assert!(f64::from(highest) > 1.5 * usual, "lithium rises only from {usual} to {highest}");
    let mut opened = dry.snapshot();
    let mut again = stood.iter();
    mines(&dry, &mut opened, |line, nameplate, ramped| {
        if let Some((_, old_nameplate, old_ramped)) = again.next().filter(|(old, ..)| *old == line) {
            (*nameplate, *ramped) = (*old_nameplate, *old_ramped);
        }
    });
    let mut back = revived(&dry, opened);
    run(&mut back, 36);
    run(&mut before, 60);
    for good in CHAIN {
        let share = year(&back, good) / year(&before, good);
        assert!(share > 0.3, "{good} recovers to {share} of what it would be");
    }
}

#[test]
fn without_buyers_plants_stand_and_prices_fall_to_the_floor() {
    let rows: String = ["car_market", "grid_storage_demand"]
        .iter()
        .flat_map(|series| ["us", "china"].map(|region| (series, region)))
        .map(|(series, region)| {
            let now = if *series == "car_market" { 3000 } else { 3 };
            format!("{series},{region},2023,{now},,\n{series},{region},2024,0,,\n{series},{region},2041,0,,\n")
        })
        .collect();
    let catalog = changed("two_regions", &[("drivers.csv", &format!("series,region,year,value,unit,source\n{rows}"))]);
    let mut sim = world(&catalog);
    run(&mut sim, 60);
    for good in CHAIN {
        let values = series(&sim, &format!("output.{good}"), "world");
        let (first, last) = (values[0], values[59]);
        assert!(last < 0.01 * first, "{good}: {first} → {last}");
    }
    for good in ["lfp_cathode", "anode_material", "lithium_carbonate", "nickel_sulfate"] {
        let values = series(&sim, &format!("price.{good}"), "world");
        // Once nobody asks for it at all, a price goes back to cost; on the way it falls.
        let lowest = values.iter().copied().fold(f32::INFINITY, f32::min);
        assert!(lowest < 0.9 * values[0], "{good} costs {lowest} at least after {}", values[0]);
    }
    let idle = sim.snapshot().lines.capacity.iter().filter(|capacity| capacity.idle_share > 0.5 || capacity.nameplate == 0.0).count();
    assert!(idle * 2 > sim.snapshot().lines.capacity.len(), "only {idle} lines are mothballed");
}

/// What crosses the border a month, a mean of a year, by good.
fn crossing(sim: &Simulation) -> BTreeMap<String, f64> {
    let abroad = |market: &Market| -> f64 {
        let pairs = market.sellers.iter().flat_map(|seller| market.buyers.iter().map(|buyer| seller.region != buyer.region));
        pairs.zip(&market.flow_year).filter(|(abroad, _)| *abroad).map(|(_, units)| f64::from(*units)).sum()
    };
    let markets = &sim.world().resource::<Markets>().goods;
    markets.iter().map(|market| (sim.catalog().word(ItemKind::Good, market.good.index()).to_owned(), abroad(market))).collect()
}

#[test]
fn a_ban_on_everything_both_ways_leaves_two_islands() {
    let autarky = r#"Policies([Define((
        id: "autarky", name: "Autarky", about: "Nothing comes in.", field: Trade, lag_months: 0,
        effects: [ImportBan(on: Stages([Mining, Refining, Materials, Cells, Cars, Recycling]), from: Foreign)],
    ))])"#;
    let mut sim = world(&changed("two_regions", &[("autarky.ron", autarky)]));
    let mut free = world(&level("two_regions"));
    for side in ["us", "china"] {
        give(&mut sim, side, r#"EnactPolicy(policy: "autarky")"#);
    }
    run(&mut free, 48);
    run(&mut sim, 47);
    let before = crossing(&sim);
    run(&mut sim, 1);
    for (good, units) in crossing(&sim) {
        // A mean of a year to which nothing is added.
        assert!(units <= before[&good] * (11.0 / 12.0) * (1.0 + 1e-5), "{good} crosses the border: {} → {units}", before[&good]);
    }
    let cells = |sim: &Simulation| year(sim, "lfp_cell") + year(sim, "nmc_high_cell");
    assert!(cells(&sim) > 0.3 * cells(&free), "each island makes cells of its own: {} after {}", cells(&sim), cells(&free));
}

#[test]
fn prohibitive_duties_on_everything_shrink_trade() {
    let schedule = |origin: &str| {
        let all = ["ores", "salts", "graphite", "anodes", "cathodes", "parts", "cells", "cars"].map(|kind| format!("\"{kind}\": 3.0"));
        format!("EnactPolicy(policy: \"tariff_schedule\", settings: {{\"origin\": Region(\"{origin}\"), {}}})", all.join(", "))
    };
    let (mut sim, mut free) = (world(&level("two_regions")), world(&level("two_regions")));
    give(&mut sim, "us", &schedule("china"));
    give(&mut sim, "china", &schedule("us"));
    run(&mut sim, 37);
    run(&mut free, 37);
    // What crosses, at the prices of the first month: in money, dear goods would hide how few they are.
    let first = |good: &str| f64::from(series(&free, &format!("price.{good}"), "world")[0]);
    let worth = |sim: &Simulation| -> f64 {
        crossing(sim).iter().filter(|(good, _)| !good.ends_with("_car")).map(|(good, units)| first(good) * units).sum()
    };
    let (after, before) = (worth(&sim), worth(&free));
    assert!(after < 0.7 * before, "{after} $M a year cross the border after {before}");
}

/// The figure after so many months, once for each order.
fn sweep(months: usize, orders: impl Iterator<Item = Option<String>>, read: impl Fn(&Simulation) -> f64) -> Vec<f64> {
    let one = |order: Option<String>| {
        let mut sim = world(&level("two_regions"));
        if let Some(text) = order {
            give(&mut sim, "us", &text);
        }
        run(&mut sim, months);
        read(&sim)
    };
    orders.map(one).collect()
}

#[test]
fn the_higher_the_duty_the_less_is_imported() {
    let order = |rate: f64| {
        (rate > 0.0).then(|| format!("EnactPolicy(policy: \"import_tariff\", settings: {{\"stage\": Stage(Cells), \"rate\": {rate}}})"))
    };
    let bought = |sim: &Simulation| {
        let column = |good: &str| {
            let text = format!("report trade {good} us / trade / {}, China, US / quantity a year", name(sim, good));
            cathode::lab::reading::figure_of(sim, &text).unwrap_or(0.0)
        };
        column("lfp_cell") + column("nmc_high_cell")
    };
    let imports = sweep(18, [0.0, 0.1, 0.25, 0.5, 1.0, 3.0].into_iter().map(order), bought);
    assert!(imports.windows(2).all(|pair| pair[1] <= pair[0]), "{imports:?}");
    assert!(imports[5] < 0.9 * imports[0], "{imports:?}");
}

fn name(sim: &Simulation, good: &str) -> String {
    let catalog = sim.catalog();
    catalog.goods[catalog.ids.find(ItemKind::Good, good).unwrap()].name.clone()
}

#[test]
fn the_higher_the_subsidy_the_more_is_sold() {
    let order = |kusd: f64| {
        (kusd > 0.0).then(|| format!("EnactPolicy(policy: \"purchase_credit\", settings: {{\"kusd\": {kusd}, \"phev_kusd\": {kusd}}})"))
    };
    let sold = |sim: &Simulation| ["sales.phev", "sales.bev"].iter().flat_map(|name| series(sim, name, "us")).map(|v| f64::from(*v)).sum();
    let sales = sweep(24, [0.0, 2.0, 4.0, 8.0, 15.0].into_iter().map(order), sold);
    assert!(sales.windows(2).all(|pair| pair[1] > pair[0]), "{sales:?}");
}

#[test]
fn every_subsidy_at_its_highest_breaks_nothing() {
    let mut sim = world(&level("two_regions"));
    for text in [
        r#"EnactPolicy(policy: "purchase_credit", settings: {"kusd": 15, "phev_kusd": 15})"#,
        r#"EnactPolicy(policy: "purchase_tax_relief", settings: {"share": 0.5})"#,
        r#"EnactPolicy(policy: "production_credit_cells", settings: {"usd_per_kwh": 60})"#,
        r#"EnactPolicy(policy: "production_credit_materials", settings: {"share": 0.5})"#,
        r#"EnactPolicy(policy: "capex_grant", settings: {"stage": Stage(Cells), "share": 0.6, "yearly_musd": 50000})"#,
        r#"EnactPolicy(policy: "loan_programme", settings: {"stage": Stage(Cells), "spread": 0.06, "lent_share": 0.8, "yearly_musd": 50000})"#,
    ] {
        give(&mut sim, "us", text);
    }
    run(&mut sim, 84);
    let mut plain = world(&level("two_regions"));
    run(&mut plain, 84);
    let (with, without) = (figure(&sim, "plug_share us"), figure(&plain, "plug_share us"));
    assert!(with > 2.0 * without, "six subsidies bring the plug share from {without} % to {with} %");
}

#[test]
fn an_empty_treasury_and_no_budget_break_nothing() {
    let poor = "Governments([ Patch(\"two_regions:us_government\", [ Set(budget_busd, 0) ]) ])\n";
    let mut sim = world(&changed("two_regions", &[("poor.ron", poor)]));
    let order = written::read_order(sim.catalog(), r#"EnactPolicy(policy: "purchase_credit", settings: {"kusd": 15})"#).unwrap();
    let refusal = sim.submit(sim.catalog().find("us").unwrap(), &order).unwrap_err();
    assert!(refusal.to_string().contains("treasury"), "{refusal}");
    run(&mut sim, 60);
}

#[test]
fn a_wave_of_failures_keeps_every_cent() {
    let firms = [
        "ganfeng",
        "jinchuan",
        "btr",
        "hunan_yuneng",
        "ronbay",
        "tinci",
        "catl",
        "redwood",
        "albemarle",
        "anovion",
        "ultium_cells",
        "byd",
        "gm",
        "tesla",
    ];
    let broke: String =
        firms.iter().map(|f| format!("Patch(\"two_regions:{f}_start\", [ Set(cash_musd, 0), Scale(debt_musd, 40) ]),\n")).collect();
    let mut sim = world(&changed("two_regions", &[("broke.ron", &format!("FirmStates([\n{broke}])\n"))]));
    run(&mut sim, 72);
    let failures = sim.history().notes.iter().filter(|(_, text)| text.contains("receivership") || text.contains("wound up")).count();
    assert!(failures > 0, "with forty times the debt nobody fails: {:?}", sim.history().notes);
}

#[test]
fn plants_that_need_no_time_break_nothing() {
    let catalog = level("two_regions");
    let words = (0..catalog.processes.len()).map(|p| catalog.word(ItemKind::Process, p).to_owned());
    let fast: String =
        words.map(|p| format!("Patch(\"base:{p}\", [ Set(permit_months, 0), Set(build_months, 1), Set(ramp_months, 1) ]),\n")).collect();
    let mut sim = world(&changed("two_regions", &[("fast.ron", &format!("Processes([\n{fast}])\n"))]));
    give(&mut sim, "us", r#"EnactPolicy(policy: "purchase_credit", settings: {"kusd": 10})"#);
    run(&mut sim, 96);
    assert!(sim.snapshot().lines.facility.len() < 20 * world(&level("two_regions")).snapshot().lines.facility.len());
}

#[test]
fn a_line_in_two_halves_is_one_line() {
    let halves = "Lines([
        Patch(\"two_regions:china_lithium_carbonate\", [ Set(capacity_units, 13.45) ]),
        Define((id: \"second_half\", site: \"china_lithium\", process: \"carbonate_from_brine\", capacity_units: 13.45, utilisation_share: 0.8, since: \"2018-01\")),
    ])\n";
    // Each half has its own luck, so there is none here.
    let calm = "Rules([Patch(\"base:rules\", [ Set(chance, (permit_spread: 0, building_overrun: 0, mine_stoppage: 0, plant_stoppage: 0, stoppage_share: 0)) ])])\n";
    let one = changed("two_regions", &[("calm.ron", calm)]);
    let (mut one, mut two) = (world(&one), world(&changed("two_regions", &[("calm.ron", calm), ("halves.ron", halves)])));
    run(&mut one, 24);
    run(&mut two, 24);
    for (name, region) in [("output.lithium_carbonate", "china"), ("price.lithium_carbonate", "world"), ("output.lfp_cell", "world")] {
        for (a, b) in series(&one, name, region).iter().zip(series(&two, name, region)) {
            assert!((a - b).abs() <= 5e-4 * a.abs().max(1e-3), "{name} {region}: {a} in one line, {b} in two");
        }
    }
}

#[test]
fn twins_have_equal_shares() {
    let firm = |id: &str| {
        format!("Define((id: \"{id}\", name: \"{id}\", home: \"china\", business: Refining, state_backing: 0.3, hurdle_share: 0.08)),")
    };
    let site = |id: &str| {
        format!(
            "Define((id: \"{id}_site\", name: \"{id}\", region: \"china\", owners: [(firm: \"{id}\", share: 1)], processes: [\"carbonate_from_brine\"])),"
        )
    };
    let line = |id: &str| {
        format!(
            "Define((id: \"{id}_line\", site: \"{id}_site\", process: \"carbonate_from_brine\", capacity_units: 13.45, utilisation_share: 0.8, since: \"2018-01\")),"
        )
    };
    let state = |id: &str| {
        format!("Define((id: \"{id}_start\", firm: \"{id}\", cash_musd: 50, debt_musd: 20, revenue_musd: 150, research_musd: 3)),")
    };
    let both = |each: &dyn Fn(&str) -> String| format!("{}\n{}\n", each("twin_a"), each("twin_b"));
    let files = [
        ("firms.ron", format!("Firms([\n{}])\n", both(&firm))),
        ("sites.ron", format!("Sites([\n{}])\n", both(&site))),
        ("lines.ron", format!("Lines([\nRemove(\"two_regions:china_lithium_carbonate\"),\n{}])\n", both(&line))),
        ("states.ron", format!("FirmStates([\n{}])\n", both(&state))),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let mut sim = world(&changed("two_regions", &files));
    let sold = |sim: &Simulation, firm: &str| figure(sim, &format!("report market lithium_carbonate / market.sellers / {firm} / sold"));
    // Contracts fall due and projects are looked at in different months, so twins are alike, not the same.
    run(&mut sim, 12);
    let (a, b) = (sold(&sim, "twin_a"), sold(&sim, "twin_b"));
    assert!(a > 0.0 && (a - b).abs() <= 0.05 * a, "one twin sells {a}, the other {b}");
    run(&mut sim, 24);
    let (a, b) = (sold(&sim, "twin_a"), sold(&sim, "twin_b"));
    assert!((a - b).abs() <= 0.15 * a, "one twin sells {a}, the other {b}");
}

#[test]
fn a_year_of_embargo_is_forgotten_in_ten() {
    let mut cut = world(&level("two_regions"));
    let mut free = world(&level("two_regions"));
    give(&mut cut, "china", r#"EnactPolicy(policy: "export_embargo", settings: {"destination": Region("us")})"#);
    run(&mut cut, 12);
    let measure = cut.snapshot().measures.list.last().unwrap().id;
    give(&mut cut, "china", &format!("RepealMeasure(measure: {measure})"));
    run(&mut cut, 108);
    run(&mut free, 120);
    for (figure_of, within) in [("year output.lfp_cell", 0.2), ("plug_share us", 0.2), ("plug_share china", 0.2), ("jobs us", 0.2)] {
        let (a, b) = (figure(&cut, figure_of), figure(&free, figure_of));
        assert!((a - b).abs() <= within * b.abs(), "{figure_of}: {a} after the pulse, {b} without");
    }
}

#[test]
fn without_learning_electric_cars_stay_dear() {
    let catalog = level("battery_race");
    let words = (0..catalog.technologies.len()).map(|t| catalog.word(ItemKind::Technology, t).to_owned());
    let dull: String = words.map(|t| format!("Patch(\"base:{t}\", [ Set(learning_share, 0), Set(research_power, 0) ]),\n")).collect();
    let mut dull = world(&changed("battery_race", &[("dull.ron", &format!("Technologies([\n{dull}])\n"))]));
    let mut usual = world(&catalog);
    run(&mut dull, 78);
    run(&mut usual, 78);
    for (row, most) in [("Lithium-ion cells", 97.0), ("Anodes", 99.0)] {
        let cost = |sim: &Simulation| figure(sim, &format!("report technology / technology / {row} / mean conversion cost"));
        assert!((cost(&dull) - 100.0).abs() < 1e-6, "{row}: nobody learns, yet conversion costs {} %", cost(&dull));
        assert!(cost(&usual) < most, "{row}: conversion costs {} % after years of learning", cost(&usual));
    }
    let plugs = |sim: &Simulation| ["us", "europe", "china"].map(|region| figure(sim, &format!("plug_share {region}"))).iter().sum::<f64>();
    assert!(plugs(&dull) < plugs(&usual), "plug shares {} without learning, {} with", plugs(&dull), plugs(&usual));
}

#[test]
fn what_nobody_needs_keeps_its_price() {
    let files = [
        (
            "goods.ron",
            r#"Goods([Define((id: "pet_rock", name: "Pet rock", about: "Nobody needs it.", stage: Mining, unit: Kt, market: "raw", freight: "ores", tariff: "ores"))])"#,
        ),
        (
            "processes.ron",
            r#"Processes([Define((id: "rock_picking", name: "Picking rocks", about: "By hand.", makes: "pet_rock", energy_mwh_per_unit: 0, jobs_per_unit: 1, other_cost_musd_per_unit: 0.5, capex_musd_per_unit: 0.5, permit_months: 6, build_months: 6, ramp_months: 6, life_years: 20, module_units: 1, technology: "metal_mining"))])"#,
        ),
        (
            "sites.ron",
            r#"Sites([Define((id: "rocks", name: "Rocks", region: "us", owners: [(firm: "albemarle", share: 1)], processes: ["rock_picking"]))])"#,
        ),
        (
            "lines.ron",
            r#"Lines([Define((id: "rock_line", site: "rocks", process: "rock_picking", capacity_units: 5, utilisation_share: 0, since: "2018-01"))])"#,
        ),
        ("states.ron", r#"GoodStates([Define((id: "pet_rock", good: "pet_rock", price_musd: 0.65, growth_share: 0))])"#),
    ];
    let mut sim = world(&changed("two_regions", &files));
    run(&mut sim, 60);
    let prices = series(&sim, "price.pet_rock", "world");
    // What it costs to pick one: half a million dollars for a kilotonne, and a job for a year.
    let wage = sim.world().resource::<Drivers>().wage[sim.catalog().scenario.us.index()];
    let cash = 0.5 + wage * HOURS_A_YEAR * 1e-6;
    assert!(prices.iter().all(|p| f64::from(*p) > 0.9 * cash && *p < 1.3), "{cash} to pick one, prices {prices:?}");
    sound(&sim);
}

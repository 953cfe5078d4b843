//! Reports: every figure is the sum of its terms, terms answer to their causes, every report can be written in every format.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use cathode::content::Catalog;
use cathode::content::definitions::cars::Powertrain;
use cathode::content::definitions::settings::Setting;
use cathode::content::ids::{FirmId, GoodId, PolicyId, ProcessId, RegionId};
use cathode::reports::briefing::{Memory, changes};
use cathode::reports::figures::{Figure, FigureKey, all, figure};
use cathode::reports::{Cell, Format, Link, REPORTS, Sankey, Table, View, render, run, sankey, standing};
use cathode::sim::Simulation;
use cathode::sim::ledger::components::{Account, Tag};
use cathode::sim::policy::components::Measure;
use cathode::sim::state::Snapshot;
use cathode::sim::trade::components::Customer;
use cathode::units::digits::number;
use worlds::{level, world};

fn catalog() -> Arc<Catalog> {
    level("two_regions")
}

/// The level after six months.
fn played() -> &'static Snapshot {
    static PLAYED: OnceLock<Snapshot> = OnceLock::new();
    PLAYED.get_or_init(|| half_a_year().snapshot())
}

fn half_a_year() -> Simulation {
    let mut sim = world(&catalog());
    (0..6).for_each(|_| sim.step_month());
    sim
}

fn restored(snapshot: Snapshot) -> Simulation {
    Simulation::from_snapshot(catalog(), snapshot, Default::default())
}

/// The level after six months, changed by `change`, and `months` later.
fn changed(change: impl Fn(&mut Snapshot), months: usize) -> Simulation {
    let mut snapshot = played().clone();
    change(&mut snapshot);
    let mut sim = restored(snapshot);
    (0..months).for_each(|_| sim.step_month());
    sim
}

/// Adds units of a good that come from nowhere, and what they are made of to what the books start with.
fn conjure(snapshot: &mut Snapshot, good: GoodId, units: f64) {
    for (element, kt) in &catalog().goods[good.index()].contains_kt {
        snapshot.batteries.start[*element as usize] += units * kt;
    }
}

fn good(word: &str) -> GoodId {
    catalog().find(word).expect("a good of the level")
}

fn region(word: &str) -> RegionId {
    catalog().find(word).expect("a region of the level")
}

fn firm(word: &str) -> FirmId {
    catalog().find(word).expect("a firm of the level")
}

fn asked(sim: &Simulation, key: &FigureKey) -> Figure {
    figure(&View::new(sim), key).expect("a figure of the level")
}

/// Change of one term of a figure between two worlds.
fn moved(before: &Simulation, after: &Simulation, key: &FigureKey, term: &str) -> f64 {
    let value = |sim: &Simulation| asked(sim, key).terms.iter().filter(|t| t.name.contains(term)).map(|t| t.value).sum::<f64>();
    value(after) - value(before)
}

/// Terms that are what is left of a figure after the others: they close a sum by their nature, so they must be small.
const BALANCING: [&str; 3] = ["price of the month before", "moved since orders were placed", "still moving, and floor of cost"];

/// Terms that say that something is on its way, not why: true, but no reason.
const ON_THE_WAY: [&str; 2] = ["lag", "distance from it when last bought"];

fn says_nothing(term: &str) -> bool {
    BALANCING.contains(&term) || ON_THE_WAY.contains(&term)
}

fn check_all(sim: &Simulation) {
    let view = View::new(sim);
    let keys = all(&view);
    assert!(keys.len() > 500, "{} figures", keys.len());
    for key in &keys {
        let words = key.words(&view);
        let figure = figure(&view, key).unwrap_or_else(|e| panic!("{words}: {e}"));
        let scale = figure.scale();
        assert!(figure.value.is_finite() && figure.terms.iter().all(|t| t.value.is_finite()), "{words}: {figure:?}");
        assert!(figure.terms.len() >= 2, "{words} has one term only: {figure:?}");
        assert!(figure.missing.abs() <= 1e-9 * scale, "{words} is {} but its terms miss {}: {figure:?}", figure.value, figure.missing);
        assert!((figure.sum() - figure.value).abs() <= 1e-9 * scale, "{words} is {} but its terms give {}", figure.value, figure.sum());
        let mut names: Vec<&str> = figure.terms.iter().map(|t| t.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), figure.terms.len(), "{words} names a term twice");
        let split: Vec<&str> = words.split(' ').collect();
        assert_eq!(FigureKey::parse(&view, &split).as_ref(), Ok(key), "{words} reads as another figure");
        for term in figure.terms.iter().filter_map(|t| t.opens.as_ref()) {
            let inner = cathode::reports::figures::figure(&view, term);
            assert!(inner.is_ok(), "{words} opens {}, which means nothing", term.words(&view));
        }
    }
}

#[test]
fn every_figure_is_the_sum_of_its_terms_at_the_start() {
    check_all(&world(&catalog()));
}

#[test]
fn every_figure_is_the_sum_of_its_terms_after_half_a_year() {
    check_all(&half_a_year());
}

#[test]
fn every_figure_of_the_whole_world_is_the_sum_of_its_terms() {
    let mut sim = world(&level("battery_race"));
    (0..4).for_each(|_| sim.step_month());
    check_all(&sim);
    for report in REPORTS {
        let tables = run(&sim, &[report.name]).unwrap_or_else(|e| panic!("{}: {e}", report.name));
        tables.iter().for_each(|table| check_table(&[report.name], table));
    }
}

#[test]
fn what_only_balances_a_figure_is_small() {
    let sim = half_a_year();
    let view = View::new(&sim);
    let mut large = Vec::new();
    for key in all(&view) {
        let figure = asked(&sim, &key);
        let balancing: f64 = figure.terms.iter().filter(|term| BALANCING.contains(&term.name.as_str())).map(|term| term.value.abs()).sum();
        if balancing > 0.05 * figure.scale() {
            large.push(format!("{}: {balancing} of {figure:?}", key.words(&view)));
        }
    }
    assert!(large.is_empty(), "{}:\n{}", large.len(), large.join("\n"));
}

#[test]
fn packs_cost_what_their_parts_cost_when_orders_are_placed() {
    let mut sim = half_a_year();
    let keys: Vec<FigureKey> = all(&View::new(&sim)).into_iter().filter(|key| matches!(key, FigureKey::PackCost { .. })).collect();
    assert!(keys.len() > 3, "{keys:?}");
    for _ in 0..3 {
        // Orders of a month are placed at its beginning, by what landed the month before.
        let parts = |sim: &Simulation, key: &FigureKey| -> f64 {
            asked(sim, key).terms.iter().filter(|term| !BALANCING.contains(&term.name.as_str())).map(|term| term.value).sum()
        };
        let before: Vec<f64> = keys.iter().chain([&FigureKey::PackPrice]).map(|key| parts(&sim, key)).collect();
        sim.step_month();
        for (key, parts) in keys.iter().chain([&FigureKey::PackPrice]).zip(before) {
            let cost = asked(&sim, key).value;
            assert!((cost - parts).abs() < 1e-9 * cost, "{}: parts of {parts}, cost of {cost}", key.words(&View::new(&sim)));
        }
    }
}

#[test]
fn almost_nothing_of_any_figure_is_unnamed() {
    let sim = half_a_year();
    let view = View::new(&sim);
    let unnamed: Vec<String> =
        all(&view).iter().filter(|k| figure(&view, k).is_ok_and(|f| f.term("other").is_some())).map(|k| k.words(&view)).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
}

#[test]
fn what_is_tested_for_the_first_time_has_not_risen_from_nothing() {
    let mut sim = world(&level("battery_race"));
    let us = sim.catalog().scenario.us;
    sim.keep_score();
    let mut changes = Vec::new();
    for _ in 0..14 {
        sim.step_month();
        let figures = standing::of(&View::new(&sim), us);
        changes.extend(figures.into_iter().find(|figure| figure.name == "Resilience").map(|figure| figure.change));
    }
    let unknown = changes.iter().take_while(|change| change.is_none()).count();
    assert!((3..=4).contains(&unknown) && changes.len() > unknown && changes[unknown..].iter().all(Option::is_some), "{changes:?}");
}

#[test]
fn shares_of_all_makers_add_up() {
    let sim = half_a_year();
    let view = View::new(&sim);
    for place in ["us", "china"].map(region) {
        let keys = all(&view).into_iter().filter(|k| matches!(k, FigureKey::CarShare { region, .. } if *region == place));
        let sum: f64 = keys.map(|k| asked(&sim, &k).value).sum();
        assert!((sum - 100.0).abs() < 1e-6, "{sum}");
    }
}

#[test]
fn fuller_yards_press_the_price_through_sellers_stock() {
    let carbonate = good("lithium_carbonate");
    let key = FigureKey::Price { good: carbonate, region: region("china") };
    let flood = |s: &mut Snapshot| {
        let mut more = 0.0;
        for (line, stocks) in s.lines.facility.iter().zip(&mut s.lines.stocks) {
            if catalog().processes[line.process.index()].makes == carbonate {
                more += 2.0 * stocks.output;
                stocks.output *= 3.0;
            }
        }
        conjure(s, carbonate, more);
    };
    assert!(moved(&changed(|_| (), 1), &changed(flood, 1), &key, "sellers’ stock") < 0.0);
}

#[test]
fn dearer_inputs_raise_their_term_of_the_unit_cost() {
    let lfp = good("lfp_cathode");
    let raise = |s: &mut Snapshot| s.markets.goods[lfp.index()].buyers.iter_mut().for_each(|b| b.landed *= 1.5);
    let (before, after) = (changed(|_| (), 1), changed(raise, 1));
    let view = View::new(&before);
    let line = view.lines.iter().find(|l| view.makes(l) == good("lfp_cell")).expect("a line").facility.id;
    let key = FigureKey::UnitCost { line };
    assert!(moved(&before, &after, &key, &catalog().goods[lfp.index()].name) > 0.0);
    assert!(moved(&before, &after, &key, "energy").abs() < 1e-12);
}

#[test]
fn what_a_firm_forgot_raises_its_labour_and_upkeep_and_its_energy_by_rejects_alone() {
    let forget = |s: &mut Snapshot| s.firms.know_how.iter_mut().for_each(|k| k.cost_factor.iter_mut().for_each(|f| *f *= 1.3));
    let (before, after) = (changed(|_| (), 1), changed(forget, 1));
    let view = View::new(&before);
    let throws = view.lines.iter().filter(|l| catalog().processes[l.facility.process.index()].rejects.is_some());
    let rejects: Vec<u32> = throws.map(|l| l.facility.id).collect();
    for line in view.lines.iter().filter(|l| l.capacity.nameplate > 0.0).map(|l| l.facility.id) {
        let key = FigureKey::UnitCost { line };
        assert!(moved(&before, &after, &key, "labour") > 0.0 && moved(&before, &after, &key, "upkeep") > 0.0);
        let more = moved(&before, &after, &key, "energy");
        let rejects = rejects.contains(&line);
        assert!(if rejects { (0.0..0.05).contains(&more) } else { more.abs() < 1e-12 }, "only what is thrown away takes energy: {more}");
    }
}

#[test]
fn dearer_cells_and_pack_parts_raise_their_terms_of_the_pack() {
    let cells = |s: &mut Snapshot| s.markets.goods[good("lfp_cell").index()].buyers.iter_mut().for_each(|b| b.landed *= 1.5);
    let parts = |s: &mut Snapshot| s.technologies.pack_factor *= 1.5;
    let name = format!("{} cells", catalog().chemistries.iter().find(|c| c.cell == good("lfp_cell")).expect("a chemistry").name);
    let before = changed(|_| (), 0);
    let maker = all(&View::new(&before)).into_iter().find(|k| matches!(k, FigureKey::PackCost { .. })).expect("a maker");
    for key in [FigureKey::PackPrice, maker] {
        assert!(moved(&before, &changed(parts, 0), &key, "pack parts") > 0.0);
        if asked(&before, &key).term(&name).is_some() {
            assert!(moved(&before, &changed(cells, 0), &key, &name) > 0.0);
        }
    }
    assert!(moved(&before, &changed(cells, 0), &FigureKey::PackPrice, &name) > 0.0);
}

#[test]
fn a_dearer_car_loses_by_price_and_a_supported_one_gains_by_support() {
    let (byd, china) = (firm("byd"), region("china"));
    let before = changed(|_| (), 0);
    let at = View::new(&before).cars.maker(byd).expect("a maker") * View::new(&before).facts.regions + china.index();
    let dearer = changed(|s| s.cars.presences[at].price.iter_mut().for_each(|p| *p *= 1.1), 0);
    let helped = changed(|s| s.cars.presences[at].support.iter_mut().for_each(|p| *p += 3.0), 0);
    let liked = changed(|s| s.cars.presences[at].appeal.iter_mut().for_each(|a| *a += 0.5), 0);
    let key = FigureKey::CarShare { firm: byd, region: china };
    assert!(asked(&dearer, &key).value < asked(&before, &key).value && moved(&before, &dearer, &key, "price with taxes") < 0.0);
    assert!(moved(&before, &helped, &key, "purchase support") > 0.0);
    assert!(moved(&before, &liked, &key, "appeal") > 0.0);
    let price = FigureKey::CarPrice { firm: byd, region: china, powertrain: Powertrain::Bev };
    let strict = changed(|s| s.cars.presences[at].pack_cost *= 1.2, 0);
    assert!(moved(&before, &strict, &price, "battery") > 0.0);
}

#[test]
fn chargers_bring_plugs_to_segments() {
    let before = changed(|_| (), 0);
    let after = changed(|s| s.lands.land.iter_mut().for_each(|l| l.chargers *= 3.0), 0);
    let key = FigureKey::PlugShare { region: region("us") };
    for term in &asked(&before, &key).terms {
        assert!(moved(&before, &after, &key, &term.name) > 0.0, "{}", term.name);
    }
}

#[test]
fn a_wider_bottleneck_raises_its_term_of_dependence() {
    let (us, china) = (region("us"), region("china"));
    let key = FigureKey::Dependence { user: us, supplier: china };
    let before = changed(|_| (), 1);
    let empty = |s: &mut Snapshot| {
        let mut gone: Vec<(GoodId, f64)> = Vec::new();
        for (line, stocks) in s.lines.facility.iter().zip(&mut s.lines.stocks).filter(|(l, _)| l.region == us) {
            for (input, stock) in catalog().processes[line.process.index()].inputs.iter().zip(&mut stocks.inputs) {
                gone.push((input.good, -0.8 * *stock));
                *stock *= 0.2;
            }
        }
        gone.into_iter().for_each(|(good, units)| conjure(s, good, units));
    };
    assert!(moved(&before, &changed(empty, 1), &key, "bottleneck") > 0.0);
}

#[test]
fn a_hungrier_government_moves_landed_cost_through_its_own_term() {
    let key = FigureKey::Landed { good: good("lfp_cell"), customer: Customer::Storage, region: region("us") };
    let before = changed(|_| (), 0);
    let tax = |s: &mut Snapshot| {
        s.markets.goods[good("lfp_cell").index()].buyers.iter_mut().for_each(|b| {
            b.duty += 0.1 * b.goods_cost;
            b.landed += if b.bought > 0.0 { 0.1 * b.goods_cost / b.bought } else { 0.0 };
        })
    };
    assert!(moved(&before, &changed(tax, 0), &key, "import duty") > 0.0);
    assert!(moved(&before, &changed(tax, 0), &key, "gates").abs() < 1e-12);
}

#[test]
fn more_storage_raises_its_term_of_demand() {
    let key = FigureKey::Demand { good: good("lfp_cell"), region: None };
    let more = |s: &mut Snapshot| {
        let market = &mut s.markets.goods[good("lfp_cell").index()];
        market.buyers.iter_mut().filter(|b| b.customer == Customer::Storage).for_each(|b| b.bid *= 2.0);
    };
    assert!(moved(&changed(|_| (), 0), &changed(more, 0), &key, "grid storage") > 0.0);
}

#[test]
fn support_raises_its_term_of_a_verdict() {
    let before = changed(|_| (), 0);
    let key = all(&View::new(&before)).into_iter().find(|k| matches!(k, FigureKey::Npv { .. })).expect("a verdict");
    let FigureKey::Npv { firm, process, region }: FigureKey = key.clone() else { unreachable!() };
    let ids: (FirmId, ProcessId, RegionId) = (firm, process, region);
    let help = |s: &mut Snapshot| {
        let verdict = s.pipeline.verdicts.iter_mut().find(|v| (v.firm, v.process, v.region) == ids).expect("the verdict");
        verdict.support += 0.2;
        verdict.npv += 0.2;
    };
    assert!((moved(&before, &changed(help, 0), &key, "grants") - 0.2).abs() < 1e-9);
}

#[test]
fn earnings_and_spending_are_what_the_ledger_says() {
    let sim = half_a_year();
    let view = View::new(&sim);
    let figure = asked(&sim, &FigureKey::Earnings { firm: firm("catl") });
    assert_eq!(figure.term("wages").map(|t| t.value), Some(view.ledger.last_musd(Account::Firm(firm("catl")), Tag::Wages)));
    assert!(figure.term("goods").is_some_and(|t| t.value != 0.0));
    let dear = changed(|s| s.firms.know_how.iter_mut().for_each(|k| k.cost_factor.iter_mut().for_each(|f| *f *= 2.0)), 1);
    assert!(moved(&changed(|_| (), 1), &dear, &FigureKey::Earnings { firm: firm("catl") }, "wages") < 0.0);
}

#[test]
fn a_credit_to_makers_is_a_term_of_unit_cost_of_earnings_and_of_spending() {
    let before = changed(|_| (), 1);
    let view = View::new(&before);
    let policy: PolicyId = catalog().find("production_credit_cells").unwrap();
    let catalog = catalog();
    let definition = &catalog[policy];
    let settings: BTreeMap<String, Setting> = definition.settings.iter().map(|(word, rule)| (word.clone(), rule.default.clone())).collect();
    let measure = Measure {
        id: 900,
        policy,
        by: region("us"),
        since: before.now().plus(-30),
        announced: before.now().plus(-31),
        until: None,
        settings,
        change: None,
        executive: false,
        levies: Vec::new(),
        treaty: None,
        suspended: None,
        awarded: 0.0,
    };
    let after = changed(|s| s.measures.list.push(measure.clone()), 1);
    let paid: Vec<u32> =
        View::new(&after).lines.iter().filter(|l| l.cost.credit < 0.0 && l.run.made > 0.0).map(|l| l.facility.id).collect();
    assert!(!paid.is_empty(), "{} pays nobody", definition.name);
    let owner = view.lines[paid[0] as usize].facility.owner;
    assert!(moved(&before, &after, &FigureKey::UnitCost { line: paid[0] }, "production credit") < 0.0);
    assert!(moved(&before, &after, &FigureKey::Earnings { firm: owner }, "production credits") > 0.0);
    assert!(moved(&before, &after, &FigureKey::Spending { region: region("us") }, "production credits") > 0.0);
    let tables = run(&after, &["policies", "us"]).expect("a report");
    assert!(render(&tables, Format::Json).contains(&definition.name));
}

#[test]
fn more_cells_made_raise_jobs_in_cells() {
    let key = FigureKey::Jobs { region: region("china") };
    let grow = |s: &mut Snapshot| {
        for (line, capacity) in s.lines.facility.iter().zip(&mut s.lines.capacity) {
            if catalog().processes[line.process.index()].makes == good("lfp_cell") {
                capacity.nameplate *= 2.0;
                capacity.ramped *= 2.0;
            }
        }
    };
    let (before, after) = (changed(|_| (), 1), changed(grow, 1));
    assert!(moved(&before, &after, &key, "cells") > 0.0);
}

/// Words for each report, with what its arguments may be.
const ASKED: &[&[&str]] = &[
    &["overview"],
    &["briefing"],
    &["briefing", "2023-09"],
    &["region"],
    &["region", "china"],
    &["region", "japan"],
    &["firm"],
    &["firm", "catl"],
    &["firm", "byd"],
    &["facility"],
    &["facility", "3"],
    &["facility", "china_cells_catl"],
    &["facility", "us", "lfp_cell"],
    &["market"],
    &["market", "us"],
    &["market", "lithium_carbonate"],
    &["market", "lithium_carbonate", "china"],
    &["market", "china", "LFP cell"],
    &["flows"],
    &["flows", "lfp_cell"],
    &["trade"],
    &["trade", "us", "china"],
    &["trade", "lfp_cell"],
    &["trade", "catl"],
    &["policies"],
    &["policies", "us"],
    &["politics"],
    &["politics", "us"],
    &["agenda"],
    &["dossier"],
    &["dossier", "china"],
    &["deals"],
    &["deals", "indonesia"],
    &["articles"],
    &["aims"],
    &["aims", "drc"],
    &["ladder"],
    &["score"],
    &["ends"],
    &["ends", "china"],
    &["score", "china"],
    &["technology"],
    &["technology", "lithium_ion_cells"],
    &["ledger"],
    &["ledger", "catl"],
    &["ledger", "us"],
    &["dependence"],
    &["dependence", "us"],
    &["dependence", "us", "china"],
    &["board"],
    &["board", "cells"],
    &["board", "automakers"],
    &["firms"],
    &["firms", "us"],
    &["makers"],
    &["makers", "us"],
    &["pipeline"],
    &["pipeline", "us"],
    &["pipeline", "catl"],
    &["history"],
    &["history", "price.lithium_carbonate"],
    &["history", "bev", "us"],
    &["why"],
    &["why", "price", "lithium_carbonate", "china"],
    &["why", "pack_price"],
];

fn check_table(words: &[&str], table: &Table) {
    assert!(!table.columns.is_empty() && !table.title.is_empty(), "{words:?}");
    let mut names: Vec<&str> = table.columns.iter().map(|c| c.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), table.columns.len(), "{words:?}: {} names a column twice", table.id);
    assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{words:?}: {}", table.id);
    assert!(table.rows.iter().flatten().all(|cell| !matches!(cell, Cell::Number(n) if !n.is_finite())), "{words:?}");
}

fn check_csv(words: &[&str], tables: &[Table]) {
    let text = render(tables, Format::Csv);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap_or_else(|e| panic!("{words:?}: {e}"));
    let (width, height) = match tables {
        [table] => (table.columns.len(), table.rows.len() + 1),
        many => (5, many.iter().map(|t| t.rows.len() * t.columns.len()).sum::<usize>() + 1),
    };
    assert_eq!((rows[0].len(), rows.len()), (width, height), "{words:?}");
    assert!(rows.iter().all(|row| row.len() == width), "{words:?}");
}

#[test]
fn every_report_is_written_in_every_format() {
    let sim = half_a_year();
    for report in REPORTS {
        assert!(ASKED.iter().any(|words| words[0] == report.name), "{} is not tried", report.name);
    }
    for words in ASKED {
        let tables = run(&sim, words).unwrap_or_else(|e| panic!("{words:?}: {e}"));
        tables.iter().for_each(|table| check_table(words, table));
        let mut ids: Vec<&str> = tables.iter().map(|t| t.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), tables.len(), "{words:?}: two tables of one id");
        let text = render(&tables, Format::Text);
        assert!(tables.iter().all(|t| text.contains(&t.title)), "{words:?}");
        for before in ["in", "of", "on", "to", "from", "by"] {
            assert!(!text.contains(&format!(" {before} United States")), "{words:?}: no article in\n{text}");
        }
        check_csv(words, &tables);
        let json: serde_json::Value = serde_json::from_str(&render(&tables, Format::Json)).unwrap_or_else(|e| panic!("{words:?}: {e}"));
        assert_eq!(json.as_array().map(Vec::len), Some(tables.len()), "{words:?}");
        if std::env::var_os("SHOW_REPORTS").is_some() {
            eprintln!("### {words:?}\n{text}");
        }
    }
}

#[test]
fn every_report_can_be_read_before_the_first_month() {
    let sim = world(&catalog());
    for words in ASKED.iter().filter(|w| !matches!(w, ["history" | "briefing", _, ..])) {
        let tables = run(&sim, words).unwrap_or_else(|e| panic!("{words:?}: {e}"));
        [Format::Text, Format::Csv, Format::Json].iter().for_each(|f| drop(render(&tables, *f)));
    }
}

/// How a region is called in a sentence is said by its pack.
#[test]
fn a_region_is_named_in_sentences_as_its_pack_says() {
    let patch = r#"Regions([Patch("base:china", [Set(in_text, "the Middle Kingdom")])])"#;
    let mut sim = world(&worlds::changed("two_regions", &[("names.ron", patch)]));
    worlds::run(&mut sim, 3);
    let china: RegionId = sim.catalog().find("china").unwrap();
    let us: RegionId = sim.catalog().find("us").unwrap();
    let name = |key| figure(&View::new(&sim), &key).unwrap().name;
    assert_eq!(name(FigureKey::Dependence { user: us, supplier: china }), "Dependence on the Middle Kingdom");
    assert_eq!(name(FigureKey::Dependence { user: china, supplier: us }), "Dependence on the United States");
}

#[test]
fn unknown_words_are_answered_with_what_was_perhaps_meant() {
    let sim = world(&catalog());
    let say = |words: &[&str]| run(&sim, words).expect_err("an unknown word").to_string();
    assert!(say(&["markt"]).contains("did you mean `market`"), "{}", say(&["markt"]));
    assert!(say(&["firm", "catll"]).contains("did you mean `catl`"));
    assert!(say(&["market", "lithium_carbonat"]).contains("did you mean `lithium_carbonate`"));
    assert!(say(&["why", "prise", "lfp_cell", "us"]).contains("did you mean `price`"));
    assert!(say(&["why", "price", "lfp_cell"]).contains("GOOD REGION"));
    assert!(say(&["overview", "us"]).contains("no arguments"));
    assert!(say(&["briefing", "1999-01"]).contains("1999-01"));
    assert!(say(&["facility", "99999"]).contains("99999"));
}

/// What region sold what to which other in a year, at the sellers' gates or in units of one good: counted from the markets.
fn sold(view: &View<'_>, only: Option<GoodId>) -> BTreeMap<(RegionId, RegionId), f64> {
    let mut sums = BTreeMap::new();
    for market in view.markets.goods.iter().filter(|market| only.is_none_or(|good| good == market.good)) {
        for (row, seller) in market.sellers.iter().enumerate() {
            for (column, buyer) in market.buyers.iter().enumerate() {
                let units = 12.0 * f64::from(market.flow_year[row * market.buyers.len() + column]);
                *sums.entry((seller.region, buyer.region)).or_default() += if only.is_some() { units } else { seller.ask * units };
            }
        }
    }
    sums
}

#[test]
fn flows_are_those_of_the_markets() {
    let sim = half_a_year();
    let view = View::new(&sim);
    for only in [Some(good("lfp_cell")), Some(good("lithium_carbonate")), None] {
        let flows = sankey(&view, only);
        let sold = sold(&view, only);
        let all: f64 = sold.values().sum();
        assert!(all > 0.0 && flows.links.iter().all(|link| link.value > 0.001 * all));
        // Between two regions as many links may be left out as there are pairs of a stage and a use.
        let pairs = if only.is_some() { 8.0 } else { 24.0 };
        for (between, worth) in &sold {
            let ends = |link: &&Link| (flows.nodes[link.from].region, flows.nodes[link.to].region) == *between;
            let told: f64 = flows.links.iter().filter(ends).map(|link| link.value).sum();
            assert!(told <= worth * (1.0 + 1e-9) && worth - told <= 0.001 * pairs * all, "{only:?} {between:?}: {told} of {worth}");
        }
        let told: f64 = flows.links.iter().map(|link| link.value).sum();
        assert!(told > 0.99 * all, "{only:?}: {told} of {all} is told");
        for (index, node) in flows.nodes.iter().enumerate() {
            let sum = |end: fn(&Link) -> usize| flows.links.iter().filter(|l| end(l) == index).map(|l| l.value).sum::<f64>();
            assert!((sum(|l| l.from) - node.outflow).abs() < 1e-9 * all && (sum(|l| l.to) - node.inflow).abs() < 1e-9 * all);
        }
    }
}

#[test]
fn a_link_is_named_after_the_good_that_makes_up_most_of_it() {
    let sim = half_a_year();
    let view = View::new(&sim);
    let singles: Vec<(GoodId, Sankey)> = view.goods().map(|good| (good, sankey(&view, Some(good)))).collect();
    let flows = sankey(&view, None);
    let end = |flows: &Sankey, at: usize| (flows.nodes[at].place, flows.nodes[at].region);
    let mut mixed = 0;
    for link in &flows.links {
        let units = |good: GoodId| -> f64 {
            let (_, one) = singles.iter().find(|(of, _)| *of == good).unwrap();
            let same = |l: &&Link| (end(one, l.from), end(one, l.to)) == (end(&flows, link.from), end(&flows, link.to));
            one.links.iter().filter(same).map(|l| l.value).sum()
        };
        // Sellers ask about the price of their region for it.
        let worth = |good: GoodId| units(good) * view.markets.of(good).node(flows.nodes[link.from].region).spot;
        let largest = view.goods().map(worth).fold(0.0, f64::max);
        mixed += usize::from(view.goods().filter(|good| worth(*good) > 0.0).count() > 1);
        assert!(worth(link.good) > 0.8 * largest, "{link:?}: {} $M of it, but {largest} of another", worth(link.good));
    }
    assert!(mixed > 3, "no link carries several goods");
}

#[test]
fn a_remembered_month_gives_exact_reasons() {
    let mut sim = world(&catalog());
    (0..2).for_each(|_| sim.step_month());
    let since = sim.now();
    let memory = Memory::of(&View::new(&sim));
    (0..6).for_each(|_| sim.step_month());
    let view = View::new(&sim);
    let (with, without) = (changes(&view, since, Some(&memory)), changes(&view, since, None));
    assert!(!with.is_empty() && with.len() <= 10 && without.len() <= 10);
    let mut exact = 0;
    for change in &with {
        let Some(then) = change.opens.as_ref().and_then(|key| memory.figures.iter().find(|figure| figure.key == *key)) else { continue };
        let now = asked(&sim, &then.key);
        let difference = |name: &str| {
            let part = |figure: &Figure| figure.term(name).map_or(0.0, |term| term.value);
            part(&now) - part(then)
        };
        // Percent less percent are points.
        let unit = if now.unit == "%" { "points" } else { now.unit.as_str() };
        let mut named: Vec<&str> = now.terms.iter().chain(&then.terms).map(|term| term.name.as_str()).collect();
        named.retain(|name| {
            let sign = if difference(name) >= 0.0 { '+' } else { '−' };
            change.reason.contains(&format!("{name} ({sign}{} {unit})", number(difference(name).abs())))
        });
        named.sort_unstable();
        named.dedup();
        assert!(matches!(named.len(), 1 | 2), "{named:?} of {change:?}");
        let least = named.iter().map(|name| difference(name).abs()).fold(f64::INFINITY, f64::min);
        for term in now.terms.iter().chain(&then.terms).filter(|term| !says_nothing(&term.name) && !named.contains(&term.name.as_str())) {
            // A second reason is told unless it hardly matters; what works against the move never comes first.
            let helps = difference(&term.name) * (change.now.unwrap_or(0.0) - change.then.unwrap_or(0.0)) > 0.0;
            let passed_over = helps && difference(&term.name).abs() > least * (1.0 + 1e-9);
            assert!(!passed_over, "{} moved by {}, but the reasons told are {}", term.name, difference(&term.name), change.reason);
        }
        exact += usize::from(without.iter().all(|other| other.what != change.what || other.reason != change.reason));
    }
    assert!(exact >= 3, "memory gives {exact} reasons that today's terms do not: {with:#?}");
    assert!(with.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
}

/// What is told first of why a figure moved, moved it that way; what worked against it is named as such.
#[test]
fn the_first_reason_goes_the_way_of_the_move() {
    let mut sim = world(&worlds::level("battery_race"));
    let mut told = 0;
    for _ in 0..8 {
        let (memory, since) = (Memory::of(&View::new(&sim)), sim.now());
        worlds::run(&mut sim, 3);
        for change in changes(&View::new(&sim), since, Some(&memory)) {
            let (Some(then), Some(now)) = (change.then, change.now) else { continue };
            let Some(sign) = change.reason.split_once(" (").and_then(|(_, rest)| rest.chars().next()) else { continue };
            assert!(sign != if now > then { '−' } else { '+' }, "{} from {then} to {now}: {}", change.what, change.reason);
            told += 1;
        }
    }
    assert!(told > 20, "{told} reasons by terms");
}

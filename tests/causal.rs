//! What policies do: the past played again with one thing otherwise, against what studies found of it.
#![allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]

use std::fs;

use cathode::content::ids::DecisionId;
use cathode::lab::series::Expression;
use cathode::session::game::Game;
use cathode::session::level::Level;
use cathode::session::players::Player;

/// Seeds over which effects are told.
const SEEDS: std::ops::Range<u64> = 1..3;

/// The level of the past with some files laid over it.
fn level(files: &[(&str, &str)]) -> Level {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("otherwise");
    fs::create_dir(&pack).unwrap();
    let head = r#"Pack(id: "otherwise", name: "Otherwise", version: "1.0.0", depends: ["made_in_china_2015"])"#;
    fs::write(pack.join("pack.ron"), head).unwrap();
    for (file, text) in files {
        fs::write(pack.join(file), text).unwrap();
    }
    Level::open("made_in_china_2015", &[pack]).unwrap_or_else(|error| panic!("{}", error.details))
}

/// Takes away decisions by the start of their ids, and measures of the level's start by id, and lays a file of measures over the rest.
fn without(decisions: &[&str], measures: &[&str], patches: &str) -> Level {
    let plain = level(&[]);
    let words = plain.catalog.all::<DecisionId>().map(|(id, _)| plain.catalog.word_of(id).to_owned());
    let removal = |id: &str| format!("Remove(\"made_in_china_2015:{id}\"),\n");
    let gone: String = words.filter(|word| decisions.iter().any(|start| word.starts_with(start))).map(|id| removal(&id)).collect();
    let measures: String = measures.iter().map(|id| removal(id)).collect();
    level(&[("decisions.ron", &format!("Decisions([\n{gone}])\n")), ("measures.ron", &format!("Measures([\n{measures}{patches}])\n"))])
}

/// The same level with some settings of a measure of the start.
fn with(measure: &str, settings: &[(&str, &str)]) -> Level {
    let sets: String = settings.iter().map(|(name, value)| format!("Set(\"settings.{name}\", {value}), ")).collect();
    without(&[], &[], &format!("Patch(\"made_in_china_2015:{measure}\", [{sets}]),\n"))
}

/// The same level with decisions of others than those who took them.
fn deciding(decisions: &str) -> Level {
    level(&[("decisions.ron", &format!("Decisions([\n{decisions}])\n"))])
}

/// Plays to the end of a year, all governments as they decided.
fn played(level: &Level, last: i32) -> Vec<Game> {
    SEEDS
        .map(|seed| {
            let mut game = Game::new(level.clone(), seed, Player::History, Player::History);
            while game.simulation().now().year() <= last {
                let month = game.end_month();
                assert!(month.faults.is_empty() && month.refused.is_empty(), "{:?} {:?}", month.faults, month.refused);
            }
            game
        })
        .collect()
}

/// Sum of a series over the months of some years, mean over the games.
fn sum(games: &[Game], series: &str, years: std::ops::RangeInclusive<i32>) -> f64 {
    let of = |game: &Game| {
        let history = game.simulation().history();
        let values = Expression::parse(series).unwrap().values(history).unwrap();
        values.iter().zip(0..).filter(|(_, at)| years.contains(&history.start.plus(*at).year())).map(|(v, _)| v).sum::<f64>()
    };
    games.iter().map(of).sum::<f64>() / games.len() as f64
}

/// A sum with something otherwise, over the same as it was.
fn ratio(otherwise: &[Game], was: &[Game], series: &str, years: std::ops::RangeInclusive<i32>) -> f64 {
    sum(otherwise, series, years.clone()) / sum(was, series, years)
}

#[test]
fn probe() {
    let was = played(&level(&[]), 2019);
    let us = played(&with("us_30d", &[("kusd", "0.0"), ("phev_kusd", "0.0")]), 2018);
    println!("us credit {:?}", (2015..=2018).map(|y| ratio(&us, &was, "sales.{phev,bev} us", y..=y)).collect::<Vec<_>>());
    let cn = played(&without(&["china_subsidy"], &["china_purchase_central", "china_purchase_local"], ""), 2019);
    println!("cn subsidy {:?}", (2015..=2019).map(|y| ratio(&cn, &was, "sales.{phev,bev} china", y..=y)).collect::<Vec<_>>());
    let wl = played(&without(&["china_white_list"], &[], ""), 2019);
    for s in ["cell_maker.{lges,samsung_sdi,sk_on} / cell_maker.*", "output.*_cell china / output.*_cell", "cell_maker.{lges,samsung_sdi,sk_on}"] {
        println!("white list {s} {:?} {:?}", (2015..=2019).map(|y| sum(&wl, s, y..=y) / 12.0).collect::<Vec<_>>(), (2015..=2019).map(|y| sum(&was, s, y..=y) / 12.0).collect::<Vec<_>>());
    }
    let jv = played(&without(&["china_venture"], &["china_venture_cars", "china_venture_cells"], ""), 2019);
    for s in ["home_brands.sales china / sales.* china", "price.pack china", "output.*_cell china", "sales.{phev,bev} china"] {
        println!("jv {s} {:?}", (2015..=2019).map(|y| ratio(&jv, &was, s, y..=y)).collect::<Vec<_>>());
    }
    let ch = played(&with("us_charging", &[("musd_per_year", "160.0")]), 2019);
    let cr = played(&with("us_state_rebates", &[("kusd", "4.9"), ("phev_kusd", "3.4")]), 2019);
    for (n, g) in [("chargers", &ch), ("credit", &cr)] {
        println!("{n} {:?}", (2015..=2019).map(|y| sum(g, "sales.{phev,bev} us", y..=y) - sum(&was, "sales.{phev,bev} us", y..=y)).collect::<Vec<_>>());
        println!("{n} spending {:?}", (2015..=2019).map(|y| (sum(g, "spending.contest us", y..=y) - sum(&was, "spending.contest us", y..=y))/12.0).collect::<Vec<_>>());
    }
    let li = played(&deciding(r#"Define((id: "licence", by: "china", since: "2017-01", order: EnactPolicy(policy: "export_licence", settings: {"good": Good("spherical_graphite"), "granted": 0.5})))"#), 2019);
    for s in ["price.anode_material us", "price.anode_material china", "price.anode_material japan", "output.*_cell us", "price.spherical_graphite us", "price.spherical_graphite japan", "price.spherical_graphite china"] {
        println!("licence {s} {:?}", (2015..=2019).map(|y| ratio(&li, &was, s, y..=y)).collect::<Vec<_>>());
    }
    for rate in ["0.0", "0.1", "0.25", "0.5", "1.0", "3.0"] {
        let d = format!(r#"Define((id: "sweep", by: "us", since: "2016-01", order: EnactPolicy(policy: "import_tariff", settings: {{"stage": Stage(Cells), "origin": Region("china"), "rate": {rate}}})))"#);
        let t = played(&deciding(&d), 2018);
        println!("tariff {rate} us cells {} price {}", sum(&t, "output.*_cell us", 2017..=2018), sum(&t, "price.nmc_mid_cell us", 2017..=2018) / 24.0);
        let w = t[0].simulation();
        println!("{:?}", cathode::lab::tell::figure_of(w, "report trade nmc_mid_cell us / trade / Mid-nickel cell, China, US / quantity a year").map(|f| f.value));
    }
    let was = played(&level(&[]), 2027);
    let x = played(&without(&["us_45x_cells", "us_45x_modules"], &[], ""), 2027);
    println!("45x {:?}", (2022..=2027).map(|y| ratio(&x, &was, "capacity.*_cell us", y..=y)).collect::<Vec<_>>());
}

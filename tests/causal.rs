//! What policies do: the past played again with one thing otherwise, against what studies found of it.
#![allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]

use std::fs;

use cathode::content::ids::DecisionId;
use cathode::lab::series::Expression;
use cathode::session::game::Game;
use cathode::session::level::Level;
use cathode::session::players::Player;
use cathode::sim::production::components::{Facility, Run};
use cathode::sim::trade::components::{Market, Markets};

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

/// The same level without the decisions whose ids start so, and with others. What is to end must end after the first month: tastes are
/// fitted to what stands in it.
fn deciding(without: &[&str], decisions: &[(&str, &str, &str)]) -> Level {
    let plain = level(&[]);
    let words = plain.catalog.all::<DecisionId>().map(|(id, _)| plain.catalog.word_of(id).to_owned());
    let gone = words.filter(|word| without.iter().any(|start| word.starts_with(start)));
    let gone: String = gone.map(|id| format!("Remove(\"made_in_china_2015:{id}\"),\n")).collect();
    let one = |(at, (by, since, order)): (usize, &(&str, &str, &str))| {
        format!("Define((id: \"otherwise_{at}\", by: \"{by}\", since: \"{since}\", order: {order})),\n")
    };
    let others: String = decisions.iter().enumerate().map(one).collect();
    level(&[("decisions.ron", &format!("Decisions([\n{gone}{others}])\n"))])
}

/// The same level with measures of a government that end in 2015-03, and without what it decided of them later.
fn without(by: &str, measures: &[&str], later: &[&str]) -> Level {
    let orders: Vec<String> = measures.iter().map(|id| format!("RepealMeasure(measure: \"{id}\")")).collect();
    let ends: Vec<(&str, &str, &str)> = orders.iter().map(|order| (by, "2015-03", order.as_str())).collect();
    deciding(later, &ends)
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

/// Cells that plants of some firms in a region made in the last year, GWh, mean over the games.
fn made_by(games: &[Game], firms: &[&str], region: &str) -> f64 {
    let of = |game: &Game| {
        let sim = game.simulation();
        let catalog = sim.catalog();
        let is_cell = |line: &Facility| catalog.chemistries.iter().any(|c| c.cell == catalog.processes[line.process.index()].makes);
        let theirs = |line: &Facility| firms.contains(&catalog.word_of(line.owner)) && catalog.word_of(line.region) == region;
        let mut lines = sim.world().try_query::<(&Facility, &Run)>().unwrap();
        lines.iter(sim.world()).filter(|(line, _)| is_cell(line) && theirs(line)).map(|(_, run)| 12.0 * run.made_year).sum::<f64>()
    };
    games.iter().map(of).sum::<f64>() / games.len() as f64
}

/// The past as it was, and with a file laid over it, to the end of a year.
fn beside(file: &str, text: &str, last: i32) -> (Vec<Game>, Vec<Game>) {
    (played(&level(&[]), last), played(&level(&[(file, text)]), last))
}

/// Cells that a region bought from another in the last year, GWh, mean over the games.
fn bought(games: &[Game], from: &str, to: &str) -> f64 {
    let of = |game: &Game| {
        let sim = game.simulation();
        let catalog = sim.catalog();
        let markets = sim.world().resource::<Markets>();
        let flows = |market: &Market| {
            let columns = market.buyers.len();
            let pairs = market.sellers.iter().enumerate().filter(|(_, s)| catalog.word_of(s.region) == from);
            let row = |seller: usize| market.flow_year[seller * columns..][..columns].iter().zip(&market.buyers);
            pairs
                .flat_map(|(seller, _)| row(seller))
                .filter(|(_, b)| catalog.word_of(b.region) == to)
                .map(|(f, _)| f64::from(*f))
                .sum::<f64>()
        };
        catalog.chemistries.iter().map(|c| flows(markets.of(c.cell))).sum::<f64>()
    };
    games.iter().map(of).sum::<f64>() / games.len() as f64
}

/// Ore that two owners of one mine keep for themselves is what made the first boom.
#[test]
fn a_captive_mine_makes_ore_dear_for_everybody_else() {
    let open = r#"Sites([Patch("base:greenbushes", [Set(merchant_units, 1000)])])"#;
    let (was, free) = beside("sites.ron", open, 2017);
    let cheaper = ratio(&free, &was, "price.spodumene_concentrate", 2016..=2017);
    assert!(cheaper < 0.8, "with ore for everybody it costs {cheaper} of what it did");
    let more = ratio(&free, &was, "output.spodumene_concentrate", 2016..=2017);
    assert!(more > 1.03, "and {more} times as much is dug");
}

/// As models come, cars with a plug become those of all classes; where those of 2015 were large and dear, more are sold.
#[test]
fn classes_that_stay_as_they_were_sell_fewer_cars() {
    let stay = r#"Rules([Patch("base:rules", [Set("automakers.class_convergence", 0.0)])])"#;
    let (was, same) = beside("rules.ron", stay, 2023);
    let sold = ratio(&same, &was, "sales.{phev,bev} us", 2022..=2023);
    assert!((0.6..0.99).contains(&sold), "Americans buy {sold} of what they did");
}

/// High-nickel cells were one maker's in 2015; the others learn to trust them, as they do a chemistry that is new.
#[test]
fn cells_of_one_maker_spread_once_others_trust_them() {
    let known = r#"Chemistries([Patch("base:nmc_high", [Set(is_young, false)])])"#;
    let (was, never) = beside("chemistries.ron", known, 2022);
    let made = ratio(&never, &was, "output.nmc_high_cell", 2021..=2022);
    assert!(made < 0.9, "if nobody learns, {made} of the high-nickel cells are made");
}

/// A case and a cooler of a larger pack serve more kWh.
#[test]
fn packs_get_cheaper_as_they_grow() {
    let alike = r#"Rules([Patch("base:rules", [Set("automakers.pack_size_power", 0.0)])])"#;
    let (was, same) = beside("rules.ron", alike, 2021);
    let dearer = ratio(&same, &was, "price.pack", 2020..=2021);
    assert!((1.01..1.2).contains(&dearer), "if size counted for nothing, packs would cost {dearer} times as much");
}

/// Studies of American sales before 2014 find that the credit of 7,500 $ made two cars with a plug in five (S).
#[test]
fn the_american_credit_makes_two_plugs_in_five() {
    let was = played(&level(&[]), 2017);
    let off = without("us", &["us_30d"], &["us_30d_tesla", "us_30d_new_makers", "us_30d_old_end"]);
    let kept = ratio(&played(&off, 2017), &was, "sales.{phev,bev} us", 2016..=2017);
    assert!((0.45..0.75).contains(&kept), "without it {kept} are sold");
}

#[test]
fn chinese_sales_hang_on_the_subsidy() {
    let was = played(&level(&[]), 2018);
    let off = played(&without("china", &["china_purchase_central", "china_purchase_local"], &["china_subsidy"]), 2018);
    let kept = ratio(&off, &was, "sales.{phev,bev} china", 2016..=2018);
    assert!((0.1..0.7).contains(&kept), "without it {kept} are sold");
    let elsewhere = ratio(&off, &was, "sales.{phev,bev} europe", 2016..=2018);
    assert!((0.8..1.1).contains(&elsewhere), "others buy much as before: {elsewhere}");
}

/// Without the list of 2015 to 2019 Koreans would have sold more in China (S: nearly twice as much; the model has less of it, as their plants
/// there find other customers).
#[test]
fn the_white_list_keeps_koreans_out() {
    let koreans = ["lges", "samsung_sdi", "sk_on"];
    let (was, free) = (played(&level(&[]), 2016), played(&deciding(&["china_white_list"], &[]), 2016));
    let more = made_by(&free, &koreans, "china") / made_by(&was, &koreans, "china");
    assert!((1.05..2.2).contains(&more), "their plants in China make {more} times as much");
}

/// What partners learn of foreign makers decides little (S: less than a tenth of the gain in quality).
#[test]
fn the_venture_rule_decides_little() {
    let was = played(&level(&[]), 2019);
    let off = played(&without("china", &["china_venture_cars", "china_venture_cells"], &["china_venture"]), 2019);
    let shares = ["home_brands.sales china / sales.* china", "price.pack china", "output.*_cell china / output.*_cell"];
    let moved = shares.map(|series| ratio(&off, &was, series, 2018..=2019));
    assert!(moved.iter().all(|moved| (0.9..1.1).contains(moved)), "{moved:?}");
    assert!(moved.iter().any(|moved| (moved - 1.0).abs() > 1e-4), "but it does something: {moved:?}");
}

#[test]
fn money_for_chargers_sells_cars_and_so_does_money_for_buyers() {
    let was = played(&level(&[]), 2019);
    let chargers = [
        ("us", "2015-03", r#"AdjustMeasure(measure: "us_charging", settings: {"musd_per_year": 260.0})"#),
        ("us", "2017-07", r#"AdjustMeasure(measure: "us_charging", settings: {"musd_per_year": 470.0})"#),
    ];
    let built = played(&deciding(&["us_charging_2017"], &chargers), 2019);
    let more = ratio(&built, &was, "sales.{phev,bev} us", 2017..=2019);
    assert!((1.01..1.4).contains(&more), "chargers sell {more}");
    let credit = [("us", "2015-03", r#"AdjustMeasure(measure: "us_state_rebates", settings: {"kusd": 5.4, "phev_kusd": 3.9})"#)];
    let paid = ratio(&played(&deciding(&["us_state_rebates"], &credit), 2019), &was, "sales.{phev,bev} us", 2016..=2019);
    assert!((1.03..1.6).contains(&paid), "a larger credit sells {paid}");
}

/// Four licences for anodes in five refused: dear anodes abroad, and none dearer at home.
#[test]
fn a_graphite_licence_is_felt_abroad() {
    let was = played(&level(&[]), 2019);
    let order = r#"EnactPolicy(policy: "export_licence", settings: {"good": Good("anode_material"), "granted": 0.2})"#;
    let shut = played(&deciding(&[], &[("china", "2017-01", order)]), 2019);
    let dear = |region: &str, years: std::ops::RangeInclusive<i32>| ratio(&shut, &was, &format!("price.anode_material {region}"), years);
    assert!(dear("us", 2017..=2018) > 1.1, "Americans pay {} times as much", dear("us", 2017..=2018));
    assert!(dear("china", 2017..=2018) < dear("us", 2017..=2018).min(1.1), "China pays {}", dear("china", 2017..=2018));
}

#[test]
fn the_higher_the_duty_the_fewer_cells_come() {
    let with = |rate: &str| {
        let order = format!(
            r#"EnactPolicy(policy: "import_tariff", settings: {{"stage": Stage(Cells), "origin": Region("china"), "rate": {rate}}})"#
        );
        bought(&played(&deciding(&[], &[("us", "2016-01", &order)]), 2018), "china", "us")
    };
    let come = ["0.0", "0.1", "0.3", "1.0"].map(with);
    assert!(come.is_sorted_by(|free, taxed| taxed <= &(free * 1.001)), "{come:?}");
    assert!(come[3] < 0.7 * come[0], "a duty as high as the price keeps cells out: {come:?}");
}

/// It is paid from 2023 on, and a plant takes three years: that of 2026 hangs on the seed, that of 2027 on the credit.
#[test]
fn american_cells_hang_on_their_credit() {
    let was = played(&level(&[]), 2027);
    let off = played(&deciding(&["us_45x_cells", "us_45x_modules"], &[]), 2027);
    let kept = ratio(&off, &was, "capacity.*_cell us", 2027..=2027);
    assert!((0.2..0.75).contains(&kept), "without it {kept} stand in 2027");
}

//! Politics and scores: what is told before an order holds when it is given; means are spent and come back; grievances heal.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::ids::RegionId;
use cathode::orders::{Order, written};
use cathode::sim::Simulation;
use cathode::sim::diplomacy::components::Diplomacy;
use cathode::sim::policy::components::Measures;
use cathode::sim::politics::components::{Politics, Side};
use cathode::sim::scoreboard::scores::Scores;
use cathode::sim::society::components::Treasury;
use proptest::prelude::*;
use worlds::{changed, level, world};

fn region(sim: &Simulation, word: &str) -> RegionId {
    sim.catalog().find(word).unwrap()
}

fn order(sim: &Simulation, text: &str) -> Order {
    written::read_order(sim.catalog(), text).unwrap_or_else(|problem| panic!("{problem}"))
}

fn side(sim: &Simulation, word: &str) -> Side {
    sim.world().resource::<Politics>().of(region(sim, word)).unwrap().clone()
}

fn relation(sim: &Simulation, of: &str, with: &str) -> f64 {
    let mut query = sim.world().try_query::<&Treasury>().unwrap();
    query.iter(sim.world()).nth(region(sim, of).index()).unwrap().relations[region(sim, with).index()]
}

#[test]
fn a_law_passes_by_the_votes_that_its_quote_tells() {
    let mut sim = world(&level("battery_race"));
    let us = region(&sim, "us");
    let order = order(&sim, r#"EnactPolicy(policy: "skills_programme")"#);
    let asked = sim.check(us, &order).unwrap().political;
    assert_eq!(asked.votes.len(), 2, "both chambers vote");
    assert!(asked.votes.iter().all(|vote| vote.votes >= vote.needed && vote.votes >= vote.willing && !asked.executive), "{asked:?}");
    let before = side(&sim, "us");
    sim.submit(us, &order).unwrap();
    let after = side(&sim, "us");
    assert!((before.capital - after.capital - asked.capital).abs() < 1e-9);
    assert!((before.attention - after.attention - asked.attention).abs() < 1e-9);
    let measures = sim.world().resource::<Measures>();
    let taken = measures.list.last().unwrap();
    let lag = i32::try_from(sim.catalog()[taken.policy].lag_months).unwrap();
    assert_eq!(taken.since.since(sim.now()), lag + 6, "a law takes half a year longer than an order");
}

#[test]
fn an_even_house_lets_nothing_pass_and_says_who_objects() {
    let strict = r#"Rules([Patch("base:rules", [Set("politics.most_favours", 0), Set("politics.vote_per_point", 0), Set("politics.loyalty", 0), Set("politics.coat_tails", 0)])])"#;
    let sim = world(&changed("battery_race", &[("strict.ron", strict)]));
    let refusal = sim.check(region(&sim, "us"), &order(&sim, r#"EnactPolicy(policy: "trade_in_premium")"#)).unwrap_err();
    assert!(refusal.missing.contains("votes short") && refusal.remedy.contains("object most"), "{refusal}");
}

#[test]
fn attention_runs_out_and_comes_back_with_the_quarter() {
    let mut sim = world(&level("battery_race"));
    let china = region(&sim, "china");
    let goods =
        ["anode_material", "spherical_graphite", "lfp_cathode", "nmc_high_cathode", "electrolyte", "separator", "copper_foil", "lfp_cell"];
    let hold = |sim: &Simulation, good: &str| order(sim, &format!("SetStockpile(good: \"{good}\", months: 1)"));
    let taken = goods
        .iter()
        .filter(|good| {
            let order = hold(&sim, good);
            sim.submit(china, &order).is_ok()
        })
        .count();
    assert_eq!(taken, 7, "China has attention for seven orders a quarter");
    let refusal = sim.check(china, &hold(&sim, "lithium_carbonate")).unwrap_err();
    assert!(refusal.missing.contains("attention"), "{refusal}");
    (0..3).for_each(|_| sim.step_month());
    assert!(sim.check(china, &hold(&sim, "lithium_carbonate")).is_ok());
}

#[test]
fn a_licence_hurts_relations_and_its_end_heals_them() {
    let mut plain = world(&level("battery_race"));
    let mut sim = plain.duplicate();
    let china = region(&sim, "china");
    let licence = order(&sim, r#"EnactPolicy(policy: "export_licence", settings: {"good": Good("anode_material")})"#);
    let number = sim.submit(china, &licence).unwrap().measure.unwrap();
    let tension = |sim: &Simulation| sim.world().resource::<Diplomacy>().tension;
    assert!(tension(&sim) > tension(&plain) + 10.0 && relation(&sim, "us", "china") < relation(&plain, "us", "china") - 3.0);
    for months in [24, 60] {
        for world in [&mut plain, &mut sim] {
            (0..months).for_each(|_| world.step_month());
        }
        let gap = relation(&plain, "korea", "china") - relation(&sim, "korea", "china");
        if months == 24 {
            assert!(gap > 5.0, "Korea minds a licence that stands: {gap}");
            sim.submit(china, &Order::RepealMeasure { measure: number }).unwrap();
        } else {
            assert!(gap < 4.0, "Korea has forgotten most of it: {gap}");
        }
    }
    assert!(tension(&sim) < tension(&plain) + 1.0, "quiet years ease tension");
}

#[test]
fn a_small_duty_is_an_easier_sell_and_a_smaller_step() {
    let start = world(&level("battery_race"));
    let us = region(&start, "us");
    let tension = |sim: &Simulation| sim.world().resource::<Diplomacy>().tension;
    let duty = |rate: f64| format!(r#"EnactPolicy(policy: "import_tariff", settings: {{"stage": Stage(Cells), "rate": {rate}}})"#);
    let taken = |rate: f64| {
        let mut sim = start.duplicate();
        let order = order(&sim, &duty(rate));
        let capital = sim.check(us, &order).unwrap().political.capital;
        let number = sim.submit(us, &order).unwrap().measure.unwrap();
        (capital, tension(&sim) - tension(&start), relation(&sim, "china", "us"), sim, number)
    };
    let (token, usual, large, huge) = (taken(0.05), taken(0.25), taken(1.0), taken(3.0));
    assert!(token.0 < usual.0 && usual.0 < large.0 && large.0 == huge.0, "{} {} {} {}", token.0, usual.0, large.0, huge.0);
    assert!((usual.1 / token.1 - 1.0 / 0.3).abs() < 1e-6 && (large.1 / usual.1 - 2.0).abs() < 1e-6, "{} {} {}", token.1, usual.1, large.1);
    assert!(token.2 > usual.2 && usual.2 > large.2);
    // Who takes a token duty and raises it the day after has made the whole step.
    let (_, _, _, mut sim, number) = token;
    sim.submit(us, &order(&sim, &format!(r#"AdjustMeasure(measure: {number}, settings: {{"rate": 1}})"#))).unwrap();
    assert!((tension(&sim) - tension(&start) - large.1).abs() < 1e-6, "{} {}", tension(&sim) - tension(&start), large.1);
}

#[test]
fn a_pledge_is_dear_to_break_and_a_case_stands() {
    let mut sim = world(&level("battery_race"));
    let us = region(&sim, "us");
    let credibility = |sim: &Simulation| side(sim, "us").credibility[0];
    let duty = order(&sim, r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Stage(Cells)})"#);
    let number = sim.submit(us, &duty).unwrap().measure.unwrap();
    let broken = |sim: &Simulation| {
        let mut twin = sim.duplicate();
        twin.submit(us, &Order::RepealMeasure { measure: number }).unwrap();
        credibility(sim) - credibility(&twin)
    };
    let plain = broken(&sim);
    sim.submit(us, &order(&sim, r#"EnactPolicy(policy: "stability_pledge", settings: {"policy": Policy("import_tariff"), "months": 12})"#))
        .unwrap();
    assert!((broken(&sim) / plain - 2.0).abs() < 1e-9, "{} {plain}", broken(&sim));
    // After its term it is a word no more.
    (0..12).for_each(|_| sim.step_month());
    assert!((broken(&sim) / plain - 1.0).abs() < 1e-9);
    let case = order(&sim, r#"EnactPolicy(policy: "trade_remedy", settings: {"good": Good("anode_material")})"#);
    let number = sim.submit(us, &case).unwrap().measure.unwrap();
    let found = sim.world().resource::<Measures>().list.last().unwrap().levies.clone();
    assert!(found.len() == 1 && found[0].rate > 0.05 && found[0].rate <= 1.0, "{found:?}");
    (0..24).for_each(|_| sim.step_month());
    let refusal = sim.check(us, &Order::RepealMeasure { measure: number }).unwrap_err();
    assert!(refusal.missing.contains("stands"), "{refusal}");
    assert_eq!(sim.world().resource::<Measures>().list.iter().find(|m| m.id == number).unwrap().levies, found, "a case finds once");
}

#[test]
fn open_books_and_kept_words_are_believed() {
    let mut plain = world(&level("battery_race"));
    let us = region(&plain, "us");
    let mut sim = plain.duplicate();
    sim.submit(us, &order(&sim, r#"EnactPolicy(policy: "disclosure_office")"#)).unwrap();
    sim.submit(us, &order(&sim, r#"EnactPolicy(policy: "stability_pledge", settings: {"months": 48})"#)).unwrap();
    for world in [&mut plain, &mut sim] {
        (0..15).for_each(|_| world.step_month());
    }
    let mean = |sim: &Simulation| side(sim, "us").mean_credibility();
    assert!(mean(&sim) > mean(&plain) + 2.0, "{} {}", mean(&sim), mean(&plain));
}

#[test]
fn resilience_is_tested_in_december_under_luck_that_is_not_the_true_one() {
    let play = |seed: u64| {
        let mut sim = Simulation::new(level("battery_race"), seed);
        sim.keep_score();
        (0..5).for_each(|_| sim.step_month());
        assert!(sim.world().resource::<Scores>().sides.iter().all(|side| side.resilience.is_none()));
        sim
    };
    let mut sim = play(7);
    let twin = sim.imagine(3);
    assert!(!twin.keeps_score() && sim.keeps_score(), "copies that look ahead test nothing");
    sim.step_month();
    for side in &sim.world().resource::<Scores>().sides {
        let (share, month) = side.resilience.unwrap();
        assert!((0.0..=100.0).contains(&share) && month.of_year() == 12, "{share} in {month}");
        assert!(side.indices.iter().all(|index| (0.0..=100.0).contains(index)), "{:?}", side.indices);
    }
    let us = sim.world().resource::<Scores>().of(region(&sim, "us")).unwrap().resilience.unwrap().0;
    assert!(us < 99.0, "America in 2023 lives without China's goods as well as with them: {us}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is ordered, means stay within their bounds and every quote is what is paid.
    #[test]
    fn means_stay_within_bounds(picks in proptest::collection::vec((0usize..45, any::<bool>()), 1..24)) {
        let mut sim = world(&level("battery_race"));
        for (number, china) in picks {
            let policy = cathode::content::ids::PolicyId::from_index(number % sim.catalog().policies.len());
            let by = region(&sim, if china { "china" } else { "us" });
            let enact = Order::EnactPolicy { policy, settings: std::collections::BTreeMap::new() };
            if let Ok(quote) = sim.check(by, &enact) {
                let before = sim.world().resource::<Politics>().of(by).unwrap().capital;
                sim.submit(by, &enact).unwrap();
                let after = sim.world().resource::<Politics>().of(by).unwrap().capital;
                prop_assert!((before - after - quote.political.capital).abs() < 1e-9);
            }
            sim.step_month();
            for side in &sim.world().resource::<Politics>().sides {
                prop_assert!((0.0..=100.0).contains(&side.capital) && side.attention >= -1e-9, "{side:?}");
                prop_assert!(side.moods.iter().all(|mood| (0.0..=100.0).contains(&mood.level())));
                prop_assert!(side.credibility.iter().all(|c| (0.0..=100.0).contains(c)));
            }
            prop_assert!((0.0..=100.0).contains(&sim.world().resource::<Diplomacy>().tension));
        }
    }
}

//! Events: each can come, none but accidents comes unseen, every answer can be given, and what comes moves what it says.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::check;
use cathode::content::definitions::events::EventMode;
use cathode::content::ids::{EventId, RegionId};
use cathode::orders::Order;
use cathode::sim::Simulation;
use cathode::sim::events::components::Events;
use std::collections::{BTreeMap, BTreeSet};
use worlds::{changed, figure, level, revived, series, sound, world};

/// Events that none of the few campaigns below need meet, and why.
const RARE: &[(&str, &str)] = &[
    ("nickel_ore_ban", "both levels begin with the ban, and only a government can lift it"),
    ("direct_extraction", "one in ten a year at most, from 2027 on"),
    ("taiwan_scare", "waits for high tension"),
    ("truce_expiry", "waits for a truce that a player has made"),
    ("tariff_truce", "waits for duties on everything"),
    ("tariff_answer", "waits for duties on everything"),
    ("lithium_club", "one in twenty a year"),
];

fn events(sim: &Simulation) -> &Events {
    sim.world().resource::<Events>()
}

fn ids(sim: &Simulation) -> Vec<EventId> {
    (0..sim.catalog().events.len()).map(EventId::from_index).collect()
}

/// Answers of a player who throws dice: `luck` picks one of the answers that are open to him.
fn answers(sim: &mut Simulation, luck: u64, log: &mut Vec<(RegionId, Order)>) {
    let waiting: Vec<EventId> = events(sim).waiting().map(|(id, _)| id).collect();
    for event in waiting {
        let Some(side) = sim.catalog()[event].asks else { continue };
        let count = sim.catalog()[event].answers.len() as u64;
        let answer = u32::try_from((luck.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (event.index() as u64 * 7919)) % count).unwrap();
        let order = Order::AnswerEvent { event, answer };
        if sim.submit(side, &order).is_ok() {
            log.push((side, order));
        }
    }
}

/// A campaign with such a player on both sides: how often each event came, and the log of answers by month.
type Log = Vec<Vec<(RegionId, Order)>>;

fn campaign(name: &str, mode: EventMode, seed: u64, months: usize) -> (Simulation, BTreeMap<String, u32>, Log) {
    let mut sim = Simulation::new(level(name), seed);
    sim.set_event_mode(mode);
    let (mut came, mut log) = (BTreeMap::new(), Log::new());
    for month in 0..months {
        let mut given = Vec::new();
        if !sim.is_over() {
            let now = sim.now();
            answers(&mut sim, seed.wrapping_add(month as u64), &mut given);
            sim.step_month();
            for id in ids(&sim).into_iter().filter(|id| events(&sim).list[id.index()].came == Some(now)) {
                *came.entry(sim.catalog().word_of(id).to_owned()).or_insert(0) += 1;
            }
        }
        log.push(given);
    }
    (sim, came, log)
}

#[test]
fn every_event_comes_somewhere_and_answers_break_nothing() {
    let mut came: BTreeMap<String, u32> = BTreeMap::new();
    let mut add = |(sim, list, _): (Simulation, BTreeMap<String, u32>, Log)| {
        sound(&sim);
        list.into_iter().for_each(|(word, times)| *came.entry(word).or_insert(0) += times);
    };
    for seed in 1..=3 {
        add(campaign("battery_race", EventMode::Historical, seed, 210));
        add(campaign("battery_race", EventMode::Dynamic, seed, 210));
    }
    add(campaign("made_in_china_2015", EventMode::Historical, 1, 150));
    add(campaign("made_in_china_2015", EventMode::Dynamic, 2, 150));
    let all: BTreeSet<String> =
        level("battery_race").all::<EventId>().map(|(id, _)| level("battery_race").word_of(id).to_owned()).collect();
    assert!(all.len() >= 40, "the catalogue has {} events", all.len());
    let missing: Vec<&String> = all.iter().filter(|word| !came.contains_key(*word)).collect();
    let unexplained: Vec<&&String> = missing.iter().filter(|word| !RARE.iter().any(|(rare, _)| *rare == word.as_str())).collect();
    assert!(unexplained.is_empty(), "never came: {unexplained:?}");
}

#[test]
fn the_same_answers_make_the_same_world() {
    let (sim, _, log) = campaign("battery_race", EventMode::Dynamic, 5, 72);
    let mut again = Simulation::new(level("battery_race"), 5);
    again.set_event_mode(EventMode::Dynamic);
    for given in &log {
        for (side, order) in given {
            again.submit(*side, order).unwrap();
        }
        again.step_month();
    }
    assert!(log.iter().map(Vec::len).sum::<usize>() > 3, "answers were given");
    assert_eq!(again.checksum(), sim.checksum());
}

/// A world in which every event has just come and whoever is asked has means for any answer.
fn asked_everything() -> Simulation {
    let mut sim = world(&level("battery_race"));
    sim.set_event_mode(EventMode::Dynamic);
    (0..3).for_each(|_| sim.step_month());
    let mut snapshot = sim.snapshot();
    for side in &mut snapshot.politics.sides {
        (side.capital, side.attention) = (100.0, 8.0);
    }
    for status in &mut snapshot.events.list {
        status.came = Some(sim.now());
        status.waits = Some(sim.now().plus(3));
    }
    revived(&sim, snapshot)
}

#[test]
fn every_answer_can_be_given() {
    let sim = asked_everything();
    for event in ids(&sim) {
        let definition = &sim.catalog()[event];
        for number in 0..definition.answers.len() {
            let order = Order::AnswerEvent { event, answer: u32::try_from(number).unwrap() };
            let quote = sim.check(definition.asks.unwrap(), &order);
            let quote = quote.unwrap_or_else(|refusal| panic!("{}, answer {number}: {refusal}", definition.name));
            assert!(!quote.effect.contains("  ") && quote.effect.ends_with('.'), "{}", quote.effect);
        }
    }
    for answer in 0..3_u32 {
        let mut sim = asked_everything();
        for event in ids(&sim) {
            let side = sim.catalog()[event].asks.unwrap();
            let last = u32::try_from(sim.catalog()[event].answers.len() - 1).unwrap();
            let _ = sim.submit(side, &Order::AnswerEvent { event, answer: answer.min(last) });
        }
        (0..9).for_each(|_| sim.step_month());
        sound(&sim);
    }
}

#[test]
fn nobody_but_accidents_comes_unseen() {
    let accidents = include_str!("../levels/base/events/accidents.ron");
    for (id, event) in level("battery_race").all::<EventId>() {
        let catalog = level("battery_race");
        let accident = accidents.contains(&format!("id: \"{}\"", catalog.word_of(id)));
        assert_eq!(event.sign.is_empty(), accident, "{}", event.name);
        assert!(event.answers.len() >= 2 && event.asks.is_some(), "{} leaves nothing to decide", event.name);
    }
}

#[test]
fn the_levels_check_without_a_remark() {
    let (text, code) = check::check(&[], false);
    assert!(code == check::CLEAN && text.contains("No problems"), "{text}");
}

/// The level with one event alone, and with none, where third countries do nothing by themselves.
fn with_and_without(keep: &str, months: usize) -> (Simulation, Simulation) {
    let words: Vec<String> = level("battery_race").all::<EventId>().map(|(id, _)| level("battery_race").word_of(id).to_owned()).collect();
    let quiet: Vec<String> =
        words.iter().filter(|word| *word != keep).map(|word| format!("Patch(\"base:{word}\", [Set(date, \"2015-01\")])")).collect();
    let catalog = changed(
        "battery_race",
        &[
            ("quiet.ron", &format!("Events([{}])", quiet.join(", "))),
            ("still.ron", "Scenarios([Patch(\"battery_race:battery_race\", [Set(others_act, false)])])"),
        ],
    );
    let play = |mode: EventMode| {
        let mut sim = world(&catalog);
        sim.set_event_mode(mode);
        (0..months).for_each(|_| sim.step_month());
        sim
    };
    (play(EventMode::Historical), play(EventMode::Off))
}

#[test]
fn cobalt_grows_dear_while_congo_lets_none_out() {
    // From July 2023 to August 2025: two quarters after the border was closed.
    let (with, without) = with_and_without("cobalt_suspension", 26);
    let price = |sim: &Simulation| figure(sim, "price.cobalt_hydroxide");
    assert!(price(&with) > 1.15 * price(&without), "{} against {}", price(&with), price(&without));
}

#[test]
fn a_mine_without_a_permit_digs_nothing() {
    let (with, without) = with_and_without("mica_mine_stop", 30);
    let dug = |sim: &Simulation| series(sim, "output.lepidolite_concentrate", "china").iter().rev().take(3).sum::<f32>();
    assert!(dug(&with) < 0.9 * dug(&without), "{} against {}", dug(&with), dug(&without));
    let spilled = |sim: &Simulation| figure(sim, "price.lithium_carbonate");
    assert!(spilled(&with) > spilled(&without), "lithium is scarcer");
}

//! Governments that think for themselves: they play by everybody's rules, the same way each time, and as their doctrine says.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use std::fs;
use std::sync::OnceLock;

use cathode::ai::tempered;
use cathode::content::definitions::settings::Setting;
use cathode::content::ids::{DoctrineId, PolicyId, RegionId};
use cathode::orders::{Order, Settings, written};
use cathode::session::container::Save;
use cathode::session::game::{Game, MonthResult};
use cathode::session::level::Level;
use cathode::session::players::Player;
use cathode::session::replay::{Verify, replay};
use cathode::session::sections::Changes;
use cathode::session::thoughts::{doctrine_of_seed, rival};
use cathode::sim::Simulation;
use cathode::sim::dice::Dice;
use cathode::sim::diplomacy::components::Diplomacy;
use cathode::sim::events::components::Events;
use cathode::sim::ledger::components::{Account, Ledger};
use cathode::sim::policy::components::Measures;
use cathode::sim::politics::components::Politics;
use proptest::prelude::*;

fn open(name: &str) -> Level {
    static SMALL: OnceLock<Level> = OnceLock::new();
    static LARGE: OnceLock<Level> = OnceLock::new();
    let cell = if name == "two_regions" { &SMALL } else { &LARGE };
    cell.get_or_init(|| Level::open(name, &[]).unwrap()).clone()
}

fn doctrine(level: &Level, word: &str) -> Player {
    Player::Doctrine(level.catalog.find(word).unwrap())
}

fn nth(level: &Level, n: usize) -> Player {
    Player::Doctrine(DoctrineId::from_index(n % level.catalog.doctrines.len()))
}

fn quarters(game: &mut Game, count: usize) -> MonthResult {
    let mut all = MonthResult::default();
    (0..count).for_each(|_| all.add(game.end_quarter()));
    all
}

/// Words of refusals that a government could have known of by reading the rules; what the order of a month changes may be refused.
fn is_of_form(text: &str) -> bool {
    ["has no setting", "cannot be ", "is open to", "is no share", "There is no", "is not made for", "takes no orders"]
        .iter()
        .any(|w| text.contains(w))
}

fn fair(level: &Level, seed: u64, (us, china): (usize, usize), count: usize) -> Result<(), TestCaseError> {
    let play = || {
        let mut game = Game::new(level.clone(), seed, nth(level, us), nth(level, china));
        let result = quarters(&mut game, count);
        (game, result)
    };
    let (game, result) = play();
    prop_assert!(result.faults.is_empty(), "{:?}", result.faults);
    for refused in &result.refused {
        prop_assert!(!is_of_form(&refused.refusal.missing), "{:?}: {}", refused.order, refused.refusal);
    }
    prop_assert_eq!(result.reasons.len(), result.done.len(), "every order has a reason");
    prop_assert!(result.reasons.iter().all(|(_, why)| !why.is_empty()));
    let (again, _) = play();
    prop_assert_eq!(game.log(), again.log());
    prop_assert_eq!(game.checksums().last(), again.checksums().last());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn they_play_by_the_rules_and_the_same_way_each_time(seed in 0_u64..1000, us in 0_usize..7, china in 0_usize..7) {
        fair(&open("two_regions"), seed, (us, china), 6)?;
    }
}

#[test]
fn in_the_large_world_too() {
    for (seed, pair) in [(3, (0, 2)), (4, (5, 6)), (5, (3, 1))] {
        fair(&open("battery_race"), seed, pair, 4).unwrap();
    }
}

#[test]
fn a_saved_game_goes_on_as_if_it_had_not_been_put_away() {
    let level = open("two_regions");
    let mut game = Game::new(level.clone(), 11, doctrine(&level, "fortress"), doctrine(&level, "chokepoint"));
    quarters(&mut game, 5);
    let bytes = game.to_save().unwrap().encode_checked().unwrap();
    let mut loaded = Game::from_save(&Save::decode(&bytes).unwrap(), level, Changes::Refuse).unwrap();
    assert_eq!(loaded.seats(), game.seats());
    quarters(&mut game, 4);
    quarters(&mut loaded, 4);
    assert_eq!((loaded.log(), loaded.checksums()), (game.log(), game.checksums()));
    assert!(!game.log().is_empty(), "somebody ordered something");
    let replayed = replay(&game, Verify::EveryMonth, |_| {});
    assert_eq!(replayed.differs, None);
}

/// Steps of China in two years, if the United States take a hostile measure at the start or not.
fn steps_of_china(word: &str, provoked: bool) -> Vec<u32> {
    let level = open("battery_race");
    let (us, china) = (level.catalog.scenario.us, level.catalog.scenario.china);
    let answering = doctrine(&level, word);
    let mut game = Game::new(level, 2, Player::Person, answering);
    if provoked {
        let order = written::read_order(&game.level().catalog, r#"EnactPolicy(policy: "vehicle_security_ban")"#).unwrap();
        game.draft(us, order).unwrap();
    }
    quarters(&mut game, 8);
    let steps = &game.simulation().world().resource::<Diplomacy>().steps;
    steps.iter().filter(|step| step.by == china).map(|step| step.rung).collect()
}

#[test]
fn a_retaliator_answers_a_blow_near_its_rung_and_strikes_none_first() {
    assert_eq!(steps_of_china("retaliator", false), [0_u32; 0]);
    let answers = steps_of_china("retaliator", true);
    assert!(answers.iter().any(|rung| (3..=7).contains(rung)), "{answers:?}");
}

#[test]
fn a_policy_of_a_pack_is_taken_for_what_it_serves() {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("mod");
    fs::create_dir(&pack).unwrap();
    fs::write(pack.join("pack.ron"), r#"Pack(id: "mod", name: "Mod", version: "1.0.0", depends: ["base", "battery_race"])"#).unwrap();
    let policy = |serves: &str| {
        format!(
            r#"Policies([Define((id: "cell_prize", name: "Cell prize", about: "A prize for cells.", field: Industry, serves: {{{serves}}},
            effects: [ProductionCredit(on: Stages([Cells, Cars]), musd_per_unit: 0.002)]))])"#
        )
    };
    let taken = |serves: &str| {
        fs::write(pack.join("policies.ron"), policy(serves)).unwrap();
        let level = Level::open("battery_race", std::slice::from_ref(&pack)).unwrap();
        let prize: PolicyId = level.catalog.find("cell_prize").unwrap();
        let builder = doctrine(&level, "scale_builder");
        let mut game = Game::new(level, 1, Player::Nothing, builder);
        quarters(&mut game, 8);
        game.log().iter().any(|line| matches!(line.order, Order::EnactPolicy { policy, .. } if policy == prize))
    };
    assert!(taken("Industry: 3"), "it serves what a builder wants");
    assert!(!taken("Calm: 2, Industry: -1"), "it does not");
}

#[test]
fn whoever_returns_blows_leaves_deals_with_partners_that_turned_on_it() {
    let level = open("battery_race");
    let china = level.catalog.scenario.china;
    let (weaver, retaliator) = (doctrine(&level, "alliance_weaver"), doctrine(&level, "retaliator"));
    let mut game = Game::new(level, 1, weaver, retaliator);
    quarters(&mut game, 20);
    let left: Vec<_> = game.log().iter().filter(|line| matches!(line.order, Order::LeaveDeal { .. })).collect();
    assert!(!left.is_empty() && left.iter().all(|line| line.side == china), "{left:?}");
    let [_, dossier] = <[_; 2]>::try_from(game.dossiers(None)).unwrap();
    let why = dossier.notes.iter().find(|note| matches!(note.order, Order::LeaveDeal { .. })).map(|note| note.why.as_str());
    assert!(why.is_some_and(|why| why.starts_with("an answer to the partner’s step on rung")), "{why:?}");
}

#[test]
fn what_a_rival_thinks_is_its_own_affair() {
    let level = open("two_regions");
    let (us, china) = (level.catalog.scenario.us, level.catalog.scenario.china);
    let builder = || doctrine(&open("two_regions"), "scale_builder");
    let mut game = Game::new(level.clone(), 1, Player::Person, builder());
    quarters(&mut game, 4);
    let [_, rival] = <[_; 2]>::try_from(game.dossiers(Some(us))).unwrap();
    assert!(rival.side == china && rival.doctrine.is_none() && rival.notes.is_empty() && !rival.orders.is_empty());
    let mut watched = Game::new(level, 1, Player::Nothing, builder());
    quarters(&mut watched, 4);
    let [_, open] = <[_; 2]>::try_from(watched.dossiers(None)).unwrap();
    assert!(open.doctrine.is_some() && !open.notes.is_empty());
}

#[test]
fn the_seed_picks_the_rival_and_picks_them_all() {
    let catalog = open("battery_race").catalog;
    let pick = |seed| doctrine_of_seed(&catalog, seed, catalog.scenario.china).unwrap();
    assert_eq!(pick(9), pick(9));
    let mut all: Vec<DoctrineId> = (0..200).map(pick).collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), catalog.doctrines.len());
    assert_eq!(rival(&catalog, "none", 1, catalog.scenario.us), Some(Player::Nothing));
    assert_eq!(rival(&catalog, "nobody_knows_it", 1, catalog.scenario.us), None);
}

fn means(sim: &Simulation, side: RegionId) -> (f64, f64, f64) {
    let politics = sim.world().resource::<Politics>();
    let of = politics.of(side).unwrap();
    let moods: f64 = of.moods.iter().map(|mood| mood.deeds).sum();
    (sim.world().resource::<Ledger>().cash_musd(Account::Government(side)), of.capital, moods)
}

#[test]
fn taking_a_measure_and_ending_it_again_gains_nothing() {
    let sim = Simulation::new(open("battery_race").catalog, 7);
    for side in [sim.catalog().scenario.us, sim.catalog().scenario.china] {
        let mut tried = 0;
        for (policy, _) in sim.catalog().clone().all::<PolicyId>() {
            let mut copy = sim.duplicate();
            let before = means(&copy, side);
            let enact = Order::EnactPolicy { policy, settings: Settings::new() };
            if copy.submit(side, &enact).is_err() {
                continue;
            }
            tried += 1;
            let measure = copy.world().resource::<Measures>().list.last().unwrap().id;
            if copy.submit(side, &Order::RepealMeasure { measure }).is_err() {
                continue;
            }
            let after = means(&copy, side);
            let word = sim.catalog().word_of(policy);
            assert!(after.0 <= before.0 + 1e-6 && after.1 <= before.1 + 1e-6, "{word}: {before:?} {after:?}");
            assert!(after.2 <= before.2 + 1e-6, "{word} is remembered the better for having been ended");
        }
        assert!(tried > 8, "{tried} policies were tried");
    }
}

/// The first number of a measure that can be moved, and the value beside it.
fn moved(sim: &Simulation, measure: &cathode::sim::policy::components::Measure, times: f64) -> Option<(Settings, Settings)> {
    let policy = &sim.catalog()[measure.policy];
    policy.settings.iter().find_map(|(name, rule)| match measure.latest().get(name) {
        Some(Setting::Number(value)) if *value > 0.0 => {
            let other = (value * times).clamp(rule.least, rule.most);
            let one = |value: f64| Settings::from([(name.clone(), Setting::Number(value))]);
            ((other - value).abs() > 1e-9).then(|| (one(other), one(*value)))
        }
        _ => None,
    })
}

#[test]
fn setting_a_measure_higher_or_lower_and_back_again_gains_nothing() {
    let sim = Simulation::new(open("battery_race").catalog, 7);
    for side in [sim.catalog().scenario.us, sim.catalog().scenario.china] {
        let mut tried = 0;
        for measure in sim.world().resource::<Measures>().list.iter().filter(|measure| measure.by == side) {
            for times in [1.5, 0.6] {
                let Some((there, back)) = moved(&sim, measure, times) else { continue };
                let mut copy = sim.duplicate();
                let before = means(&copy, side);
                let adjust = |settings: &Settings| Order::AdjustMeasure { measure: measure.id, settings: settings.clone() };
                if copy.submit(side, &adjust(&there)).is_err() || copy.submit(side, &adjust(&back)).is_err() {
                    continue;
                }
                tried += 1;
                let after = means(&copy, side);
                let word = sim.catalog().word_of(measure.policy);
                assert!(after.0 <= before.0 + 1e-6 && after.1 <= before.1 + 1e-6, "{word}: {before:?} {after:?}");
                assert!(after.2 <= before.2 + 1e-6, "{word} times {times} and back is remembered the better: {before:?} {after:?}");
            }
        }
        assert!(tried > 4, "{tried} changes were tried");
    }
}

#[test]
fn a_government_that_thinks_answers_what_it_is_asked_and_what_it_is_offered() {
    let level = open("battery_race");
    let (us, china) = (level.catalog.scenario.us, level.catalog.scenario.china);
    let weaver = doctrine(&level, "alliance_weaver");
    let mut game = Game::new(level, 3, Player::Person, weaver);
    let offer = r#"ProposeDeal(to: "china", articles: [(article: "truce")], months: 24)"#;
    let offer = written::read_order(&game.level().catalog, offer).unwrap();
    game.draft(us, offer).unwrap();
    let result = quarters(&mut game, 8);
    assert_eq!(result.faults, Vec::<String>::new());
    let answers = |kind: fn(&Order) -> bool| game.log().iter().filter(|line| line.side == china && kind(&line.order)).count();
    assert_eq!(answers(|order| matches!(order, Order::AnswerOffer { .. })), 1, "an offer is answered once");
    let catalog = &game.level().catalog;
    let events = game.simulation().world().resource::<Events>();
    let came = catalog.events.iter().zip(&events.list).filter(|(event, status)| {
        let old = status.came.is_some_and(|came| game.simulation().now().since(came) > 2);
        event.asks == Some(china) && !event.answers.is_empty() && old
    });
    let count = came.count();
    assert!(count >= 3, "{count} events asked it something");
    assert!(answers(|order| matches!(order, Order::AnswerEvent { .. })) >= count, "each is answered by an order");
    let reasons: Vec<&String> = result.reasons.iter().filter(|(line, _)| line.side == china).map(|(_, why)| why).collect();
    assert!(!reasons.is_empty() && reasons.iter().all(|why| !why.is_empty()));
}

#[test]
fn nobody_who_thinks_steps_beyond_its_brink() {
    let level = open("battery_race");
    for (us, china, seed) in [("chokepoint", "fortress", 1), ("fortress", "chokepoint", 2), ("retaliator", "chokepoint", 3)] {
        let players = [us, china].map(|word| doctrine(&level, word));
        let brink =
            [us, china].map(|word| level.catalog[level.catalog.find::<DoctrineId>(word).unwrap()].brink).into_iter().fold(0.0, f64::max);
        let [us, china] = players;
        let mut game = Game::new(level.clone(), seed, us, china);
        let mut most: f64 = 0.0;
        for _ in 0..16 {
            quarters(&mut game, 1);
            most = most.max(game.simulation().world().resource::<Diplomacy>().tension);
        }
        // Both may step in the same month, each from below its brink, and events raise tension by themselves.
        assert!(most < brink + 30.0 && most < 99.0, "tension reached {most} where nobody wanted more than {brink}");
    }
}

/// A temper is a government's own: the same for the whole campaign, another in the next, and near the doctrine always.
#[test]
fn no_two_governments_of_a_doctrine_are_alike() {
    let catalog = open("battery_race").catalog;
    let most = 1.0 + catalog.rules.rival.temper + 1e-9;
    let near = |own: f64, published: f64| (own / published).max(published / own) <= most;
    for (id, published) in catalog.all::<DoctrineId>() {
        let tempers: Vec<_> = (0..20).map(|seed| tempered(&catalog, id, &Dice::of_player(seed, 3))).collect();
        let told = |side: u16| format!("{:?}", tempered(&catalog, id, &Dice::of_player(0, side)));
        assert_eq!(told(3), told(3));
        assert_ne!(told(3), told(4), "both sides of a campaign have their own");
        for own in &tempers {
            assert!(published.aims.iter().all(|(aim, weight)| near(own.aims[aim], *weight)), "{}: {:?}", published.name, own.aims);
            assert!(near(own.threshold, published.threshold) && near(own.thrift, published.thrift));
            assert!(own.policies.iter().all(|(policy, liking)| near(*liking, published.policies.get(policy).copied().unwrap_or(1.0))));
        }
        let below = tempers.iter().filter(|own| own.threshold < published.threshold).count();
        assert!((4..=16).contains(&below), "{}: {below} of 20 do more than the doctrine says", published.name);
    }
}

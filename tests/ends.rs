//! How campaigns end: what ends them ends them, what does not does not, and an outcome never changes once it is there.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use std::fs;

use cathode::content::ids::{DoctrineId, RegionId};
use cathode::lab::parallel::{cores, in_order};
use cathode::orders::Order;
use cathode::reports::{self, View, result};
use cathode::session::container::Save;
use cathode::session::game::Game;
use cathode::session::level::Level;
use cathode::session::players::Player;
use cathode::session::replay::{Verify, replay};
use cathode::session::sections::Changes;
use cathode::sim::Simulation;
use cathode::sim::policy::components::Measures;
use cathode::sim::resilience::cells_made;
use cathode::sim::scoreboard::ends::{Ends, list};
use cathode::sim::scoreboard::outcome::{Final, Outcome, Standing, standing};
use cathode::sim::state::Snapshot;
use proptest::prelude::*;
use tempfile::TempDir;
use worlds::{give, level, revived, world};

fn side(sim: &Simulation, word: &str) -> RegionId {
    sim.catalog().find(word).unwrap()
}

/// The name of the end that was reached, and for whom.
fn ended(sim: &Simulation) -> Option<(String, RegionId)> {
    let outcome = sim.outcome()?;
    Some((list(sim.catalog()).get(outcome.end? as usize).unwrap().name.clone(), outcome.side))
}

fn stands(sim: &Simulation, word: &str) -> Standing {
    standing(sim.catalog(), sim.outcome().expect("an outcome"), side(sim, word))
}

/// Takes plants for cells in a region out of a world.
fn close_cells(sim: &Simulation, region: RegionId, keep: usize) -> Snapshot {
    let mut snapshot = sim.snapshot();
    let facts = sim.facts().clone();
    let lines = snapshot.lines.facility.iter().zip(&mut snapshot.lines.capacity);
    let cells = lines.filter(|(line, _)| line.region == region && facts.cells.contains(&facts.process(line.process).makes));
    let mut standing = cells.filter(|(_, capacity)| capacity.nameplate > 0.0).map(|(_, capacity)| capacity).collect::<Vec<_>>();
    let all = standing.len();
    for capacity in standing.iter_mut().take(all - keep) {
        (capacity.nameplate, capacity.ramped, capacity.idle_share) = (0.0, 0.0, 1.0);
    }
    snapshot
}

#[test]
fn closing_the_last_cell_plant_at_home_ends_in_defeat() {
    let mut sim = world(&level("battery_race"));
    sim.step_month();
    let us = side(&sim, "us");
    let mut one_left = revived(&sim, close_cells(&sim, us, 1));
    one_left.step_month();
    assert_eq!(one_left.outcome(), None, "one plant keeps the industry alive");
    let mut none_left = revived(&sim, close_cells(&sim, us, 0));
    none_left.step_month();
    assert_eq!(ended(&none_left), Some(("Extinction".to_owned(), us)));
    assert_eq!((stands(&none_left, "us"), stands(&none_left, "china")), (Standing::Lost, Standing::Won));
    let finals = &none_left.outcome().unwrap().finals;
    assert!(finals.len() == 2 && finals.iter().all(|last| last.score > 0.0 && last.score < 100.0), "{finals:?}");
}

#[test]
fn a_government_that_spends_without_limit_meets_the_fiscal_crisis() {
    let mut sim = world(&level("two_regions"));
    let us = side(&sim, "us");
    let mut warned = None;
    for month in 0..120 {
        if month == 0 {
            give(&mut sim, "us", r#"EnactPolicy(policy: "purchase_credit", settings: {"kusd": 15, "phev_kusd": 15})"#);
        }
        sim.step_month();
        let running = sim.world().resource::<Ends>().countdowns.iter().any(|c| list(sim.catalog())[c.end as usize].name == "Fiscal crisis");
        if running && warned.is_none() {
            warned = Some(sim.now());
        }
        if sim.outcome().is_some() {
            break;
        }
    }
    assert_eq!(ended(&sim), Some(("Fiscal crisis".to_owned(), us)), "in {}", sim.now());
    let page = result::page(&View::new(&sim), us, &[]).unwrap();
    let grades: Vec<bool> = page.sides.iter().map(|side| side.grade == sim.catalog().rules.ends.worst()).collect();
    assert_eq!(grades, [true, false], "who is undone has failed: {page:#?}");
    let warned = warned.expect("a countdown first");
    assert_eq!(sim.now().since(warned), 5, "six months from the first sign to the end");
    let told = sim.history().notes.iter().any(|(_, text)| text.starts_with("Fiscal crisis of") && text.contains("5 months are left"));
    assert!(told, "the countdown is told with what is left: {:?}", sim.history().notes);
}

#[test]
fn a_government_that_mends_its_budget_averts_the_crisis() {
    let mut sim = world(&level("two_regions"));
    for month in 0..120 {
        if month == 0 {
            give(&mut sim, "us", r#"EnactPolicy(policy: "purchase_credit", settings: {"kusd": 15, "phev_kusd": 15})"#);
        }
        sim.step_month();
        if !sim.world().resource::<Ends>().countdowns.is_empty() {
            break;
        }
    }
    // Whoever writes off the debt is out of it at once.
    let mut snapshot = sim.snapshot();
    let us = side(&sim, "us");
    let owed = std::mem::take(&mut snapshot.lands.treasury[us.index()].debt);
    assert!(owed > 0 && !sim.world().resource::<Ends>().countdowns.is_empty(), "a countdown ran: {owed}");
    let mut mended = revived(&sim, snapshot);
    mended.step_month();
    assert_eq!(mended.world().resource::<Ends>().countdowns, []);
    assert!(mended.history().notes.iter().any(|(_, text)| text.contains("is averted")), "{:?}", mended.history().notes);
}

/// What the sides have sent each other in about a year, in units of every good; it fades by a twelfth a month.
fn traded(sim: &Simulation) -> f64 {
    let (us, china) = (side(sim, "us"), side(sim, "china"));
    let view = View::new(sim);
    let goods = view.goods().map(|good| view.markets.of(good));
    goods
        .map(|market| {
            let pair = |seller: usize, buyer: usize| {
                let (from, to) = (market.sellers[seller].region, market.buyers[buyer].region);
                if (from == us && to == china) || (from == china && to == us) {
                    f64::from(market.flow_year[seller * market.buyers.len() + buyer])
                } else {
                    0.0
                }
            };
            (0..market.sellers.len()).flat_map(|s| (0..market.buyers.len()).map(move |b| (s, b))).map(|(s, b)| pair(s, b)).sum::<f64>()
        })
        .sum()
}

#[test]
fn tension_at_its_end_breaks_trade_and_halves_both_scores() {
    let mut calm = world(&level("battery_race"));
    calm.step_month();
    let mut snapshot = calm.snapshot();
    snapshot.diplomacy.tension = 100.0;
    let mut sim = revived(&calm, snapshot);
    let measures = sim.world().resource::<Measures>().list.len();
    sim.step_month();
    calm.step_month();
    let rupture = sim.world().resource::<Ends>().rupture.expect("a break");
    assert!(sim.outcome().is_none() && sim.world().resource::<Measures>().list.len() > measures);
    assert_eq!(rupture.until.since(rupture.since), 23, "two years without trade");
    let refusal = sim.check(side(&sim, "china"), &Order::RepealMeasure { measure: rupture.measures.1 - 1 }).unwrap_err();
    let other = sim.check(side(&sim, "us"), &Order::RepealMeasure { measure: rupture.measures.0 }).unwrap_err();
    assert!(refusal.missing.contains("broken") && other.missing.contains("broken"), "{refusal} {other}");
    let us = side(&sim, "us");
    let (mut cut, mut whole) = (0.0, 0.0);
    for _ in 0..24 {
        assert_eq!(sim.outcome(), None, "{}", sim.now());
        sim.step_month();
        calm.step_month();
        (cut, whole) = (cut + cells_made(&sim, us), whole + cells_made(&calm, us));
    }
    assert!(traded(&sim) < 0.2 * traded(&calm), "{} of {}", traded(&sim), traded(&calm));
    assert!(cut < 0.97 * whole, "American cells suffer: {cut} of {whole} GWh");
    assert_eq!(ended(&sim).map(|(name, _)| name), Some("Break".to_owned()));
    assert_eq!((stands(&sim, "us"), stands(&sim, "china")), (Standing::Lost, Standing::Lost));
    let scenario = &sim.catalog().scenario;
    for (last, side) in sim.outcome().unwrap().finals.iter().zip(&sim.world().resource::<cathode::sim::scoreboard::scores::Scores>().sides)
    {
        assert!((last.score - 0.5 * side.total(scenario)).abs() < 1e-9, "{last:?}");
    }
}

#[test]
fn a_campaign_in_which_nobody_acts_lasts_to_its_last_month() {
    let mut sim = world(&level("battery_race"));
    let end = sim.calendar().end;
    while sim.outcome().is_none() {
        assert!(sim.now() <= end, "no outcome after the last month");
        sim.step_month();
    }
    let outcome = sim.outcome().unwrap();
    assert_eq!((outcome.end, outcome.month), (None, end), "{:?}", ended(&sim));
    let page = result::page(&View::new(&sim), outcome.side, &[]).unwrap();
    assert!(page.decided.len() == 3 && !page.turning.is_empty(), "{page:#?}");
    assert!(page.sides.iter().all(|side| !side.grade.is_empty()), "{page:#?}");
    let tables = reports::run(&sim, &["ends"]).unwrap();
    assert!(tables.iter().any(|table| table.id == "result"));
}

/// Par is measured: every doctrine once on each side, against the next one.
#[test]
fn doctrines_end_near_par_on_average() {
    let level = Level::open("battery_race", &[]).unwrap();
    let doctrines: Vec<DoctrineId> = level.catalog.all().map(|(id, _)| id).collect();
    let count = doctrines.len();
    let ended = in_order(
        count,
        cores(),
        |n| {
            let [us, china] = [n, (n + 1) % count].map(|at| Player::Doctrine(doctrines[at]));
            let mut game = Game::new(level.clone(), 40 + n as u64, us, china).scored();
            while game.outcome().is_none() {
                game.end_quarter();
            }
            game.outcome().unwrap().clone()
        },
        |_| (),
    );
    for (at, side) in [level.catalog.scenario.us, level.catalog.scenario.china].into_iter().enumerate() {
        let finals = ended.iter().filter(|outcome| outcome.end.is_none()).map(|outcome| outcome.finals[at]);
        let scores: Vec<f64> = finals.filter(|last| last.region == side).map(|last| last.score).collect();
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        assert!((mean - level.catalog.scenario.par(side)).abs() < 2.0, "{mean} on average, of {scores:?}");
    }
}

#[test]
fn sides_are_measured_by_their_par() {
    let sim = world(&level("battery_race"));
    let (us, china) = (side(&sim, "us"), side(&sim, "china"));
    let par = |region| sim.catalog().scenario.par(region);
    assert!(par(china) > par(us) + 10.0, "China starts far ahead");
    let last = |region, score| Final { region, indices: [0.0; 5], tested: true, score };
    let outcome = |above: [f64; 2]| {
        let finals = vec![last(us, par(us) + above[0]), last(china, par(china) + above[1])];
        Outcome { end: None, side: us, month: sim.now(), finals }
    };
    let told = |above: [f64; 2]| [us, china].map(|side| standing(sim.catalog(), &outcome(above), side));
    assert_eq!(told([6.0, 1.0]), [Standing::Won, Standing::Lost]);
    assert_eq!(told([-3.0, 1.0]), [Standing::Lost, Standing::Won]);
    assert_eq!(told([1.0, 2.0]), [Standing::Even, Standing::Even]);
}

/// A level whose campaign ends when tension has stood at nothing or more for so many months.
fn soon(months: u32, verdict: &str) -> (Level, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("soon");
    fs::create_dir(&pack).unwrap();
    let end = format!(
        r#"(name: "Soon", about: "It ends.", way_out: "Nothing.", verdict: {verdict}, when: [AtLeast(gauge: Tension, value: 0)], months: {months})"#
    );
    fs::write(pack.join("pack.ron"), r#"Pack(id: "soon", name: "Soon", version: "1.0.0", depends: ["base", "two_regions"])"#).unwrap();
    fs::write(pack.join("rules.ron"), format!(r#"Scenarios([Patch("two_regions:two_regions", [Set(ends, [{end}])])])"#)).unwrap();
    (Level::open("two_regions", &[pack]).unwrap(), folder)
}

fn reloaded(game: &Game) -> Game {
    let bytes = game.to_save().unwrap().encode_checked().unwrap();
    Game::from_save(&Save::decode(&bytes).unwrap(), game.level().clone(), Changes::Refuse).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    /// Whatever ends a campaign, it ends in its month, for ever: orders, months, saves and replays change nothing about it.
    #[test]
    fn an_outcome_never_changes(months in 1_u32..14, verdict in 0_usize..4, more in 1_usize..6, spend in any::<bool>()) {
        let word = ["Wins", "Loses", "BothWin", "BothLose"][verdict];
        let (level, _folder) = soon(months, word);
        let mut game = Game::new(level, 3, Player::Person, Player::Nothing);
        let us = game.level().catalog.scenario.us;
        while game.outcome().is_none() {
            prop_assert!(!game.is_over());
            game.end_month();
        }
        let outcome: Outcome = game.outcome().unwrap().clone();
        prop_assert_eq!(game.simulation().calendar().tick, months);
        prop_assert_eq!(outcome.finals.len(), 2);
        let tick = game.simulation().calendar().tick;
        game.end_quarter();
        prop_assert_eq!(game.simulation().calendar().tick, tick, "a campaign that is over stands still");
        let again = reloaded(&game);
        prop_assert_eq!(again.outcome(), Some(&outcome));
        game.go_on();
        for _ in 0..more {
            if spend {
                let good = game.level().catalog.find("lithium_carbonate").unwrap();
                let _ = game.draft(us, Order::SetStockpile { good, months: 2.0 });
            }
            game.end_quarter();
            prop_assert_eq!(game.outcome(), Some(&outcome));
        }
        prop_assert!(game.simulation().calendar().tick > tick);
        let again = reloaded(&game);
        prop_assert_eq!(again.outcome(), Some(&outcome));
        prop_assert!(again.is_sandbox() && !again.is_over());
        let replayed = replay(&game, Verify::EveryMonth, |_| {});
        prop_assert_eq!(replayed.differs, None);
        prop_assert_eq!(replayed.checksum, game.simulation().checksum());
    }
}

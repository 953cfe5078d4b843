//! The past can be played: governments decide what they decided, on the day on which they did, and nothing in the world knows results.
#![allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use cathode::content::ids::{DecisionId, FirmId, MeasureId};
use cathode::lab::hindcast::calibrate::{PARAMETERS, Parameter, read_parameters, with};
use cathode::lab::hindcast::facts::{FACTS, read_facts};
use cathode::lab::hindcast::known::{BANDS, COMPARISONS, Comparison, HISTORY, Known, read_bands, read_comparisons};
use cathode::lab::hindcast::play::{mean, runs};
use cathode::lab::parallel::cores;
use cathode::session::container::Save;
use cathode::session::ensemble::ENSEMBLE;
use cathode::session::game::Game;
use cathode::session::level::{Level, LevelError};
use cathode::session::players::Player;
use cathode::session::replay::{Verify, replay};
use cathode::session::sections::Changes;
use cathode::sim::ledger::components::Finance;
use cathode::sim::policy::components::Measures;
use cathode::units::Month;

fn level() -> &'static Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    LEVEL.get_or_init(|| Level::open("made_in_china_2015", &[]).unwrap_or_else(|error| panic!("{}", error.details)))
}

fn played(us: Player, china: Player, months: usize) -> Game {
    let mut game = Game::new(level().clone(), 3, us, china);
    for _ in 0..months {
        let result = game.end_month();
        assert!(result.faults.is_empty() && result.refused.is_empty(), "{:?} {:?}", result.faults, result.refused);
    }
    game
}

/// The numbers of a setting of a government's measure of the start.
fn numbers(game: &Game, measure: &str, setting: &str) -> Vec<f64> {
    let id = level().catalog.find::<MeasureId>(measure).unwrap();
    let measures = game.simulation().world().resource::<Measures>();
    let measure = measures.list.iter().find(|m| m.id == u32::from(id.0)).unwrap();
    measure.settings[setting].numbers().collect()
}

#[test]
fn everything_that_was_decided_can_be_carried_out() {
    let game = played(Player::History, Player::History, 11 * 12);
    assert_eq!(game.simulation().now(), Month::new(2026, 1));
    assert!(level().catalog.decisions.len() > 250);
}

#[test]
fn a_side_that_is_played_decides_for_itself_and_all_others_as_they_did() {
    let catalog = &level().catalog;
    let [free, same] = [Player::Nothing, Player::History].map(|china| played(Player::History, china, 14));
    let (start, decided) = (numbers(&free, "china_purchase_central", "kusd"), numbers(&same, "china_purchase_central", "kusd"));
    assert!(start[0] > 9.0 && (decided[0] - 8.5).abs() < 1e-9, "from 2016-01 on less: {start:?} {decided:?}");
    let measures =
        |game: &Game| game.simulation().world().resource::<Measures>().list.iter().filter(|m| m.by != catalog.scenario.china).count();
    assert_eq!(measures(&free), measures(&same));
    let enacted = catalog.all::<DecisionId>().filter(|(_, d)| d.since <= Month::new(2016, 1) && d.by != catalog.scenario.china).count();
    assert!(enacted > 3, "others decide too");
}

#[test]
fn what_was_decided_is_played_again_from_the_level() {
    let game = played(Player::History, Player::Nothing, 30);
    assert!(game.log().is_empty(), "decisions are nobody's orders");
    let saved = Save::decode(&game.to_save().unwrap().encode_checked().unwrap()).unwrap();
    let loaded = Game::from_save(&saved, level().clone(), Changes::Refuse).unwrap();
    assert_eq!(loaded.seats()[0].player, Player::History);
    assert_eq!(replay(&loaded, Verify::EveryMonth, |_| ()).differs, None);
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path, leave: &[&str]) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(&name), leave);
        } else if !leave.contains(&name.as_str()) {
            fs::copy(entry.path(), to.join(&name)).unwrap();
        }
    }
}

#[test]
fn a_level_without_its_results_is_the_same_level() {
    let folder = tempfile::tempdir().unwrap();
    let bare = folder.path().join("made_in_china_2015");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("levels/made_in_china_2015"),
        &bare,
        &[HISTORY, COMPARISONS, PARAMETERS, BANDS, FACTS, ENSEMBLE],
    );
    let without = Level::open(bare.to_str().unwrap(), &[]).unwrap();
    assert_eq!((without.catalog.hash, without.side_file(HISTORY)), (level().catalog.hash, None));
}

/// A level of its own with an `ensemble.csv`, or what is wrong with it.
fn with_sets(text: &str) -> (tempfile::TempDir, Result<Level, LevelError>) {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("made_in_china_2015");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("levels/made_in_china_2015"), &own, &[]);
    fs::write(own.join(ENSEMBLE), text).unwrap();
    let level = Level::open(own.to_str().unwrap(), &[]);
    (folder, level)
}

#[test]
fn a_seed_picks_the_numbers_of_its_campaign() {
    let (_folder, level) = with_sets("kind,item,field,1\nRules,base:rules,buyers.launch_months,41\n");
    let level = level.unwrap();
    let months = |seed: u64| Game::new(level.clone(), seed, Player::History, Player::History).level().catalog.rules.buyers.launch_months;
    assert_eq!((months(2), months(4)), (41.0, 41.0));
    assert!(months(1) > 41.0 && months(1).to_bits() == months(3).to_bits(), "the first seed plays the level's own");
    let mut game = Game::new(level.clone(), 2, Player::History, Player::History);
    game.end_month();
    let saved = Save::decode(&game.to_save().unwrap().encode_checked().unwrap()).unwrap();
    let loaded = Game::from_save(&saved, level.clone(), Changes::Refuse).unwrap();
    assert_eq!(loaded.level().set, 1, "a save needs no more than its seed");
    assert_eq!((level.check_sets(), level.ensemble.len()), (Ok(()), 1));
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("mine");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("pack.ron"), r#"Pack(id: "mine", name: "Mine", version: "1.0.0", depends: ["made_in_china_2015"])"#).unwrap();
    fs::write(mine.join("rules.ron"), r#"Rules([Patch("base:rules", [Set("buyers.launch_months", 60)])])"#).unwrap();
    let own = level.folders.iter().cloned().chain([mine]).collect::<Vec<_>>();
    let modded = Level::open("made_in_china_2015", &own).unwrap().of_seed(2);
    assert_eq!((modded.set, modded.catalog.rules.buyers.launch_months), (1, 60.0), "a mod has the last word");
    let (_folder, wrong) = with_sets("kind,item,field,1\nRules,base:rules,buyers.launch_moons,41\n");
    assert!(wrong.unwrap().check_sets().unwrap_err().contains("launch_moons"));
    let (_folder, wrong) = with_sets("kind,item,field,1\nRules,base:rules,buyers.launch_months,many\n");
    assert_eq!(wrong.unwrap_err().details, "ensemble.csv, line 2: `many` is no number.");
}

#[test]
fn what_the_model_shows_of_the_past_it_keeps() {
    let facts = read_facts(&level().side_file(FACTS).unwrap()).unwrap();
    let series: Vec<Comparison> = facts.iter().map(|fact| fact.series.clone()).collect();
    let means = mean(&runs(level(), &series, 1..9, 2024, cores(), |_| ()).unwrap());
    let told: Vec<String> = facts.iter().zip(&means).map(|(fact, years)| format!("{:?}", fact.row(years))).collect();
    let lost: Vec<&str> =
        facts.iter().zip(&means).filter(|(f, y)| f.shown && !f.holds(f.of(y))).map(|(f, _)| f.series.id.as_str()).collect();
    assert!(lost.is_empty(), "{lost:?} of\n{}", told.join("\n"));
    assert!(facts.iter().filter(|fact| fact.shown).count() * 3 > facts.len(), "a third at least is shown");
}

#[test]
fn years_stand_beside_history_and_parameters_move_them() {
    let known = Known::read(&level().side_file(HISTORY).unwrap()).unwrap();
    let comparisons = read_comparisons(&level().side_file(COMPARISONS).unwrap(), &known).unwrap();
    let parameters = read_parameters(&level().side_file(PARAMETERS).unwrap(), &level().catalog).unwrap();
    assert!(parameters.len() <= 25, "no more may be free");
    let years = |level: &Level| mean(&runs(level, &comparisons, 1..2, 2015, 1, |_| ()).unwrap());
    let start = years(level());
    let world = comparisons.iter().position(|c| c.id == "ev_sales_world").unwrap();
    assert!((0.4..0.65).contains(&start[world][&2015]), "half a million in 2015: {:?}", start[world]);
    let values: Vec<f64> =
        parameters.iter().map(|p: &Parameter| if p.field == "buyers.familiarity_fleet" { p.range.1 } else { p.start }).collect();
    let moved = years(&with(level(), &parameters, &values).unwrap());
    assert!(moved[world] != start[world]);
}

#[test]
fn no_parameter_is_idle() {
    let known = Known::read(&level().side_file(HISTORY).unwrap()).unwrap();
    let comparisons = read_comparisons(&level().side_file(COMPARISONS).unwrap(), &known).unwrap();
    let parameters = read_parameters(&level().side_file(PARAMETERS).unwrap(), &level().catalog).unwrap();
    let years = |level: &Level| mean(&runs(level, &comparisons, 1..2, 2016, 1, |_| ()).unwrap());
    let start = years(level());
    let idle = |p: &&Parameter| {
        let far = if p.range.1 - p.start > p.start - p.range.0 { p.range.1 } else { p.range.0 };
        years(&with(level(), std::slice::from_ref(*p), &[far]).unwrap()) == start
    };
    let idle: Vec<&str> = parameters.iter().filter(idle).map(|p| p.field.as_str()).collect();
    assert!(idle.is_empty(), "these change nothing in two years: {idle:?}");
}

#[test]
fn a_firm_that_earns_its_debts_is_not_broke_for_its_books() {
    let game = played(Player::History, Player::History, 24);
    let sim = game.simulation();
    let tianqi = sim.catalog().find::<FirmId>("tianqi").unwrap();
    let finance = sim.world().try_query::<&Finance>().unwrap().iter(sim.world()).nth(tianqi.index()).cloned().unwrap();
    assert!(finance.plant + finance.outside_plant + finance.stocks < finance.debt, "its books must be bad, or this tests nothing");
    assert!(!finance.failed && finance.receiver_months == 0, "it owes {} cents and earns {} M$ a year", finance.debt, finance.earnings);
}

#[test]
fn what_a_level_tells_badly_is_told_with_its_line() {
    assert!(Known::read(b"series,region,year,value\na,world,2015,1\na,world,2015,2\n").unwrap_err().contains("line 3"));
    assert!(Known::read(b"series,region,year,value\na,world,soon,1\n").unwrap_err().contains("line 2: `soon` under `year`"));
    let known = Known::read(b"series,region,year,value\na,world,2015,1\n").unwrap();
    let row = |text: &str| {
        let head = "id,title,unit,series,region,money,whole,model,year,factor,error,limit,limit_ahead,weight,shape\n";
        read_comparisons(format!("{head}{text}\n").as_bytes(), &known).unwrap_err()
    };
    assert!(row("x,X,M,b,world,,,price.pack,mean,1,log,,,1,").contains("no series `b` of `world`"));
    assert!(row("x,X,M,a,world,,,price.pack,often,1,log,,,1,").contains("`often` under `year` is none of sum, mean, end"));
    assert!(
        read_bands(b"id,unit,model,year,factor,low,high,from,to,told,weight,source\nx,M,price.pack,mean,1,2,1,2015,2016,was,1,E\n")
            .is_err()
    );
    let parameter = |row: &str| {
        let text = format!("kind,item,field,low,high,source\n{row}\n");
        read_parameters(text.as_bytes(), &level().catalog).unwrap_err()
    };
    assert!(parameter("Rules,base:rules,buyers.nests,1,2,E").contains("line 2: `buyers.nests` is no number of `base:rules`"));
    assert!(parameter("Rules,base:rules,buyers.withdraw_months,1,2,E").contains("line 2: the level has 60"));
}

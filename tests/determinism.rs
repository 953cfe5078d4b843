//! The same seed gives the same world: in two runs, through a save, in whatever order the files say it; and nobody who
//! imagines a future learns anything about the true one.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::packs;
use cathode::lab::stress::stress;
use cathode::reports::{self, REPORTS};
use cathode::sim::Simulation;
use cathode::sim::cut::Cut;
use cathode::sim::dice::Dice;
use cathode::sim::scoreboard::components::History;
use cathode::sim::state::Snapshot;
use cathode::sim::trade::components::Markets;
use std::fs;
use std::path::{Path, PathBuf};
use worlds::load;

const LEVELS: [&str; 2] = ["two_regions", "battery_race"];

/// The checksum at the start and after each month.
fn checksums(simulation: &mut Simulation, months: usize) -> Vec<u64> {
    let mut list = vec![simulation.checksum()];
    for _ in 0..months {
        simulation.step_month();
        list.push(simulation.checksum());
    }
    list
}

/// The same state under other true dice.
fn with_dice(snapshot: &Snapshot, dice: Dice) -> Snapshot {
    Snapshot { dice, ..snapshot.clone() }
}

fn revive(level: &str, snapshot: Snapshot) -> Simulation {
    Simulation::from_snapshot(worlds::level(level), snapshot, History::default())
}

#[test]
fn the_same_seed_gives_the_same_months() {
    for level in LEVELS {
        let run = || checksums(&mut Simulation::new(worlds::level(level), 7), 12);
        let (first, second) = (run(), run());
        assert_eq!(first, second, "{level}");
        assert!(first.windows(2).all(|pair| pair[0] != pair[1]), "{level}: a month changed nothing");
    }
}

/// Two worlds that differ in their dice alone say the same of a project that is filed in both: luck comes when it comes.
#[test]
fn what_is_filed_tells_nothing_of_luck() {
    let filed = |seed| {
        let mut sim = Simulation::new(worlds::level("two_regions"), seed);
        let text = r#"DirectFirm(firm: "ultium_cells", directive: BuildPlant(process: "lfp_cell_production", region: "us", capacity: 8))"#;
        worlds::give(&mut sim, "us", text);
        sim
    };
    let (one, other) = (filed(7), filed(8));
    assert_eq!(one.snapshot(), with_dice(&other.snapshot(), one.snapshot().dice));
    for report in REPORTS.iter().filter(|report| report.name != "why") {
        let tables = |sim| format!("{:?}", reports::run(sim, &[report.name]).unwrap());
        assert_eq!(tables(&one), tables(&other), "the report {} differs", report.name);
    }
}

#[test]
fn a_save_goes_on_like_the_game_that_it_was_taken_from() {
    for level in LEVELS {
        let mut played = Simulation::new(worlds::level(level), 7);
        for month in 1..=6 {
            played.step_month();
            let bytes = rmp_serde::to_vec_named(&played.snapshot()).unwrap();
            let read: Snapshot = rmp_serde::from_slice(&bytes).unwrap();
            assert_eq!(read, played.snapshot(), "{level}, month {month}: writing and reading changed the state");
            let mut loaded = revive(level, read);
            assert_eq!(loaded.checksum(), played.checksum(), "{level}, month {month}: loading changed the state");
            let mut copy = played.duplicate();
            let expected = checksums(&mut copy, 3);
            assert_eq!(checksums(&mut loaded, 3), expected, "{level}, month {month}: the loaded game went another way");
        }
        let mut whole = Simulation::new(worlds::level(level), 7);
        checksums(&mut whole, 6);
        assert_eq!(whole.checksum(), played.checksum(), "{level}: saving changed the game");
    }
}

#[test]
fn a_save_of_any_month_goes_on_like_the_game() {
    for (level, months) in [("two_regions", 60), ("battery_race", 24)] {
        let mut played = Simulation::new(worlds::level(level), 11);
        let mut saved = rmp_serde::to_vec_named(&played.snapshot()).unwrap();
        for month in 1..=months {
            played.step_month();
            let mut loaded = revive(level, rmp_serde::from_slice(&saved).unwrap());
            loaded.step_month();
            assert_eq!(loaded.checksum(), played.checksum(), "{level}: a save from before month {month} went another way");
            saved = rmp_serde::to_vec_named(&loaded.snapshot()).unwrap();
        }
    }
}

/// The checksums of the small level as every build, tier and machine must find them.
const GOLDEN: &str = "tests/golden/two_regions.txt";

#[test]
fn every_build_and_every_machine_finds_the_same_numbers() {
    let mut simulation = Simulation::new(worlds::level("two_regions"), 7);
    let mut found = "# Checksums of two_regions, seed 7, after so many months.\n".to_owned();
    for month in 0..=60 {
        if [0, 1, 12, 60].contains(&month) {
            found.push_str(&format!("{month:2} {:016x}\n", simulation.checksum()));
        }
        simulation.step_month();
    }
    if std::env::var_os("CATHODE_BLESS").is_some() {
        fs::create_dir_all("tests/golden").unwrap();
        fs::write(GOLDEN, &found).unwrap();
    }
    let golden = fs::read_to_string(GOLDEN).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(
        found, golden,
        "\nThe model or its data changed, or this machine computes differently. If the change was meant:\n    \
         CATHODE_BLESS=1 cargo test --no-default-features --test determinism\nwrites {GOLDEN} anew. If nothing was changed, it is \
         a bug: find the first month that differs."
    );
}

#[test]
fn the_order_of_items_and_files_means_nothing() {
    let copy = tempfile::tempdir().unwrap();
    reverse_folder(Path::new("levels"), copy.path());
    let sources = packs::in_folder(copy.path(), false);
    for level in LEVELS {
        let turned = load(&sources, level);
        assert_eq!(turned.hash, worlds::level(level).hash, "{level}: the content is not the same");
        let expected = checksums(&mut Simulation::new(worlds::level(level), 7), 3);
        assert_eq!(checksums(&mut Simulation::new(turned, 7), 3), expected, "{level}");
    }
}

#[test]
fn an_imagined_future_is_the_same_each_time() {
    for level in LEVELS {
        let mut simulation = Simulation::new(worlds::level(level), 7);
        checksums(&mut simulation, 2);
        let before = simulation.checksum();
        let future = |key: u64| checksums(&mut simulation.imagine(key), 6);
        assert_eq!(future(5), future(5), "{level}");
        assert_ne!(future(5), future(6), "{level}: two keys give the same luck");
        assert_eq!(simulation.checksum(), before, "{level}: imagining changed the world");
    }
}

#[test]
fn no_imagined_future_knows_the_true_luck() {
    for level in LEVELS {
        let mut simulation = Simulation::new(worlds::level(level), 7);
        checksums(&mut simulation, 2);
        let now = simulation.snapshot();
        let mut other = revive(level, with_dice(&now, Dice::new(1_234_567)));
        let imagined = |from: &Simulation| checksums(&mut from.imagine(5), 6);
        assert_eq!(imagined(&simulation), imagined(&other), "{level}: a forecast has seen the true dice");
        // The true futures differ, or the test above would prove nothing.
        checksums(&mut simulation, 6);
        checksums(&mut other, 6);
        let alike = |s: &Simulation| with_dice(&s.snapshot(), Dice::new(0));
        assert_ne!(alike(&simulation), alike(&other), "{level}: chance decides nothing");
    }
}

#[test]
fn a_stress_test_does_not_know_the_true_luck() {
    for level in LEVELS {
        let mut simulation = Simulation::new(worlds::level(level), 7);
        checksums(&mut simulation, 2);
        let mut other = revive(level, with_dice(&simulation.snapshot(), Dice::new(1_234_567)));
        let scenario = &simulation.catalog().scenario;
        let cut = Cut { from: scenario.china, to: vec![scenario.us], goods: Vec::new() };
        let us = scenario.us;
        let told = |world: &Simulation| stress(world, &cut, us, 12, |_| {}).unwrap();
        let test = told(&simulation);
        assert_eq!(test, told(&other), "{level}: a stress test has seen the true dice");
        let worst = test.months.iter().map(|month| month.cells.0 / month.cells.1.max(1e-9)).fold(f64::INFINITY, f64::min);
        assert!(worst < 0.9, "{level}: the cut does nothing: {:?}", test.kept());
        // What it shows hangs on luck, or the test above would prove nothing.
        let cells = |world: &mut Simulation| -> Vec<f64> {
            let goods = world.facts().cells.clone();
            let made = |world: &Simulation| goods.iter().map(|good| world.world().resource::<Markets>().of(*good).node(us).made).sum();
            (0..12).map(|_| (world.step_month(), made(world)).1).collect()
        };
        assert_ne!(cells(&mut simulation), cells(&mut other), "{level}: chance decides nothing");
    }
}

#[test]
fn the_start_does_not_hang_on_the_seed() {
    for level in LEVELS {
        let start = |seed: u64| with_dice(&Simulation::new(worlds::level(level), seed).snapshot(), Dice::new(0));
        assert_eq!(start(1), start(2), "{level}");
    }
}

#[test]
fn the_books_balance_every_month() {
    for level in LEVELS {
        let mut simulation = Simulation::new(worlds::level(level), 7);
        for month in 0..=24 {
            let wrong = simulation.check_books();
            assert!(wrong.is_empty(), "{level}, month {month}:\n{}", wrong.join("\n"));
            simulation.step_month();
        }
    }
}

/// Copies a folder of packs; every list of items is turned round, and files sort the other way.
fn reverse_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    let mut entries: Vec<PathBuf> = fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for (number, path) in entries.iter().enumerate() {
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            // Folders of packs keep their names, those inside packs need not.
            let inside = from.join("pack.ron").exists();
            reverse_folder(path, &to.join(if inside { format!("r{:03}_{name}", 999 - number) } else { name.to_owned() }));
        } else if name == "pack.ron" || !name.ends_with(".ron") {
            fs::copy(path, to.join(name)).unwrap();
        } else {
            let name = format!("r{:03}_{name}", 999 - number);
            fs::write(to.join(name), reverse_items(&fs::read_to_string(path).unwrap())).unwrap();
        }
    }
}

/// The text of a file `Head([a, b, c])` as `Head([c, b, a])`. Comments stay with the item that they precede.
fn reverse_items(text: &str) -> String {
    let (mut items, mut depth, mut begin, mut end) = (Vec::new(), 0, 0, text.len());
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '"' => {
                while let Some((_, inner)) = rest.next() {
                    match inner {
                        '\\' => drop(rest.next()),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            '/' if rest.peek().is_some_and(|(_, next)| *next == '/') => drop(rest.find(|(_, next)| *next == '\n')),
            '(' | '[' | '{' => {
                depth += 1;
                if depth == 2 && begin == 0 {
                    begin = at + 1;
                }
            }
            ')' | ']' | '}' => {
                if depth == 2 && end == text.len() {
                    end = at;
                }
                depth -= 1;
            }
            ',' if depth == 2 => items.push(at),
            _ => {}
        }
    }
    let mut pieces: Vec<&str> = Vec::new();
    let mut from = begin;
    for comma in items {
        pieces.push(&text[from..comma]);
        from = comma + 1;
    }
    pieces.push(&text[from..end]);
    let is_item = |piece: &&str| piece.lines().any(|line| !line.split("//").next().unwrap_or_default().trim().is_empty());
    let turned: Vec<&str> = pieces.into_iter().rev().filter(is_item).collect();
    format!("{}{}\n{}", &text[..begin], turned.iter().map(|item| format!("{item}\n,")).collect::<String>(), &text[end..])
}

#[test]
fn items_are_turned_round() {
    let text = "// head (\nGoods([\n    Define((id: \"a\", s: \"x,)\")), // of a, (\n    Patch(\"b\", [Set(x, 1)]),\n])\n";
    let turned = reverse_items(text);
    assert!(turned.starts_with("// head (\nGoods(["), "{turned}");
    assert!(turned.find("Patch").unwrap() < turned.find("Define").unwrap(), "{turned}");
    assert_eq!(reverse_items(&turned).matches("Define").count(), 1);
}

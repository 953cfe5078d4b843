//! Stories: orders in, expected figures out. Every file in `tests/stories` is played as written, then once more without each
//! phase that it says it guards: then it must not come out. So no line of `src/sim/mod.rs` can go, or be a stub, unnoticed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::Catalog;
use cathode::lab::story::{Story, read};
use cathode::lab::tell::tell;
use cathode::orders::written;
use cathode::sim::partial::{PartialMonth, Without};
use cathode::sim::{Phase, Simulation};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

fn catalog(level: &str) -> Result<Arc<Catalog>, String> {
    match level {
        "two_regions" | "battery_race" | "made_in_china_2015" => Ok(worlds::level(level)),
        other => Err(format!("stories are played in levels of the game, not in {other}")),
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

fn stories(file: &str) -> Vec<Story> {
    let path = folder().join(format!("{file}.ron"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    read(file, &text, catalog).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Plays a file: each story comes out, and does not without the phases that it guards.
fn play(file: &str) {
    let mut wrong = String::new();
    for story in stories(file) {
        let id = &story.file.id;
        let told = tell(&story, None);
        if !told.holds() {
            wrong.push_str(&format!("{id} does not come out as written:\n{}", told.text()));
            continue;
        }
        for guarded in &story.file.guards {
            let without = tell(&story, Some(Without::Phase(guarded.0)));
            if without.holds() {
                wrong.push_str(&format!("{id} comes out without the phase {:?} that it guards:\n{}", guarded.0, without.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

macro_rules! files {
    ($($file:ident)*) => {
        const FILES: &[&str] = &[$(stringify!($file)),*];

        $( #[test] fn $file() { play(stringify!($file)); } )*
    };
}

files! {
    calendar policy expectations buyers plans production trade deliveries ledger prices technology investment society politics scoreboard actions deals
}

#[test]
fn every_file_is_played_and_every_phase_is_guarded() {
    let on_disk: BTreeSet<String> = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let played: BTreeSet<String> = FILES.iter().map(|file| format!("{file}.ron")).collect();
    assert_eq!(on_disk, played, "a file of stories needs its line in tests/stories.rs");
    let all: Vec<Story> = FILES.iter().flat_map(|file| stories(file)).collect();
    let ids: BTreeSet<&str> = all.iter().map(|story| story.file.id.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "two stories have one id");
    let guarded: Vec<Phase> = all.iter().flat_map(|story| story.file.guards.iter().map(|g| g.0)).collect();
    let bare: Vec<Phase> = Phase::ALL.into_iter().filter(|phase| !guarded.contains(phase)).collect();
    assert!(bare.is_empty(), "no story guards {bare:?}");
}

/// The systems of the month as `src/sim/mod.rs` lists them, in order.
fn systems() -> Vec<String> {
    let text = fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/sim/mod.rs")).unwrap();
    let (_, body) = text.split_once("pub fn month()").unwrap();
    let words = body.split(|c: char| !(c.is_ascii_lowercase() || c == '_' || c == ':'));
    words.filter(|word| word.matches("::").count() >= 2 && !word.starts_with(':')).map(str::to_owned).collect()
}

/// Whether leaving a system out changes the world or its history within so many months.
fn matters(start: &Simulation, system: usize, months: usize) -> bool {
    let (mut whole, mut partial) = (start.duplicate(), start.duplicate());
    let mut month = PartialMonth::without(Without::System(system)).expect("the system exists");
    (0..months).any(|_| {
        whole.step_month();
        partial.step_partial_month(&mut month);
        whole.checksum() != partial.checksum() || whole.history() != partial.history()
    })
}

#[test]
fn no_system_can_be_left_out_unnoticed() {
    let names = systems();
    let small = Simulation::new(catalog("two_regions").unwrap(), 7);
    let mut quiet: Vec<usize> = (0..names.len()).filter(|system| !matters(&small, *system, 2)).collect();
    let mut large = Simulation::new(catalog("battery_race").unwrap(), 7);
    // Nobody comes to a new market without an order.
    let order = written::read_order(large.catalog(), r#"DirectFirm(firm: "byd", directive: EnterMarket(region: "us"))"#).unwrap();
    let china = large.catalog().find("china").unwrap();
    large.submit(china, &order).unwrap();
    // Nothing takes magnets away but a licence, and no duty is found without a standard.
    for text in [r#"EnactPolicy(policy: "magnet_licence")"#, r#"EnactPolicy(policy: "carbon_standard")"#] {
        let order = written::read_order(large.catalog(), text).unwrap();
        large.submit(china, &order).unwrap();
    }
    quiet.retain(|system| !matters(&large, *system, 60));
    // Nothing moves relations but quarrels, and courts stop only what was made without a law.
    let strict = "Rules([Patch(\"base:rules\", [Set(\"politics.court_chance\", 1)])])";
    let mut strict = Simulation::new(worlds::changed("battery_race", &[("courts.ron", strict)]), 7);
    for text in
        [r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Stage(Cells)})"#, r#"EnactPolicy(policy: "recycling_mandate")"#]
    {
        let order = written::read_order(strict.catalog(), text).unwrap();
        let us = strict.catalog().find("us").unwrap();
        strict.submit(us, &order).unwrap();
    }
    quiet.retain(|system| !matters(&strict, *system, 30));
    // Deals are kept, and offtakes signed, where there are any.
    let mut agreed = Simulation::new(catalog("battery_race").unwrap(), 7);
    let text = r#"ProposeDeal(to: "zimbabwe", articles: [(article: "offtake", by: Partner, settings: {"good": Good("spodumene_concentrate"), "share": 0.6}), (article: "infrastructure", by: Proposer, settings: {"musd_per_year": 600})], months: 60)"#;
    let order = written::read_order(agreed.catalog(), text).unwrap();
    agreed.submit(china, &order).unwrap();
    quiet.retain(|system| !matters(&agreed, *system, 12));
    // Some rules are at rest in the shared pack, and at work where the past is played again.
    let past = Simulation::new(catalog("made_in_china_2015").unwrap(), 7);
    quiet.retain(|system| !matters(&past, *system, 60));
    let quiet: Vec<&str> = quiet.iter().map(|system| names[*system].as_str()).collect();
    assert!(quiet.is_empty(), "these systems do nothing in five years: {quiet:?}");
    assert!(PartialMonth::without(Without::System(names.len())).is_none(), "the month has more systems than src/sim/mod.rs shows");
}

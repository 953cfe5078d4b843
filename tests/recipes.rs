//! The examples of CONTRIBUTING.md are a pack that loads and runs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::diagnostics::Severity;
use cathode::content::ids::{FirmId, GoodId, PolicyId, ProcessId};
use cathode::content::{self, Catalog, PackSource, packs, render};
use cathode::lab::story::read;
use cathode::lab::tell::tell;
use cathode::sim::Simulation;
use cathode::sim::partial::Without;
use std::collections::BTreeSet;
use std::fs;

fn page() -> String {
    fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/CONTRIBUTING.md")).unwrap()
}

/// The blocks of a page whose first line begins so: the rest of that line, and the text.
fn blocks<'p>(page: &'p str, fence: &str) -> Vec<(&'p str, &'p str)> {
    page.split(fence).skip(1).map(|part| part.split_once("\n```").unwrap().0.split_once('\n').unwrap()).collect()
}

#[test]
fn the_recipes_are_a_pack_that_runs() {
    let page = page();
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("recipes");
    fs::create_dir(&pack).unwrap();
    let files = blocks(&page, "```ron file=");
    assert!(files.len() >= 12, "the recipes were not found");
    let names: BTreeSet<&str> = files.iter().map(|(name, _)| *name).collect();
    assert_eq!(names.len(), files.len(), "two recipes have one file: the first is lost");
    // An example that stands in no block is read by nobody.
    let bare: Vec<&str> = page.lines().filter(|line| line.starts_with("    ") && line.trim_start().ends_with("([")).collect();
    let fenced = |line: &&&str| page.split("```").skip(1).step_by(2).any(|block| block.contains(**line));
    assert_eq!(bare.iter().filter(|line| !fenced(line)).collect::<Vec<_>>(), Vec::<&&str>::new());
    for (name, text) in files {
        fs::write(pack.join(name), text).unwrap();
    }
    let mut sources = packs::levels();
    sources.push(PackSource::named(&pack));
    let loaded = content::load(&sources, "battery_race");
    let errors = loaded.problems.list().iter().filter(|problem| problem.severity == Severity::Error).count();
    let problems = render::text(&loaded.problems, &loaded.files);
    assert_eq!(errors, 0, "{problems}");
    let catalog = loaded.catalog.unwrap_or_else(|| panic!("the recipes do not load:\n{problems}"));
    assert!(catalog.find::<GoodId>("lithium_metal").is_some());
    assert!(catalog.find::<FirmId>("example_metals").is_some());
    assert!(catalog.find::<PolicyId>("metal_floor").is_some());
    let ramp = |catalog: &Catalog| catalog[catalog.find::<ProcessId>("synthetic_anode").unwrap()].ramp_months.at(catalog.scenario.china);
    assert!(ramp(&catalog) > ramp(&worlds::level("battery_race")), "the example of a patch changes nothing");
    let mut simulation = Simulation::new(catalog, 1);
    for _ in 0..3 {
        simulation.step_month();
        assert!(simulation.check_books().is_empty(), "{:?}", simulation.check_books());
    }
}

#[test]
fn the_story_comes_out_and_guards_its_phase() {
    let page = page();
    let [(_, text)] = blocks(&page, "```ron story")[..] else { panic!("one story stands on the page") };
    let stories = read("CONTRIBUTING.md", text, |level| Ok(worlds::level(level))).unwrap_or_else(|problems| panic!("{problems}"));
    for story in stories {
        let told = tell(&story, None);
        assert!(told.holds(), "{}", told.text());
        for guarded in &story.file.guards {
            let without = tell(&story, Some(Without::Phase(guarded.0)));
            assert!(!without.holds(), "without {:?}:\n{}", guarded.0, without.text());
        }
    }
}

//! The examples of CONTRIBUTING.md are a pack that loads and runs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

use cathode::content::diagnostics::Severity;
use cathode::content::ids::{FirmId, GoodId, PolicyId};
use cathode::content::{self, PackSource, packs, render};
use cathode::sim::Simulation;
use std::fs;

/// The blocks "```ron file=name" of a page: name and text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let parts = page.split("```ron file=").skip(1);
    parts.map(|part| part.split_once("\n```").unwrap().0.split_once('\n').unwrap()).collect()
}

#[test]
fn the_recipes_are_a_pack_that_runs() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/CONTRIBUTING.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("recipes");
    fs::create_dir(&pack).unwrap();
    let files = blocks(&page);
    assert!(files.len() >= 7, "the recipes were not found");
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
    let mut simulation = Simulation::new(catalog, 1);
    for _ in 0..3 {
        simulation.step_month();
        assert!(simulation.check_books().is_empty(), "{:?}", simulation.check_books());
    }
}

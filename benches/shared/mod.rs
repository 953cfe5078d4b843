//! What the benches share: the level, a world that has run for two years, and a level with four times the lines.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a bench may stop at what should not happen")]

pub mod kernel;

use cathode::content::{self, Catalog, PackSource, packs, render};
use cathode::sim::Simulation;
use cathode::sim::state::Snapshot;
use std::fmt::Write;
use std::fs;
use std::sync::Arc;

/// As in the game.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The level that is measured.
pub const LEVEL: &str = "battery_race";
/// Months that a world runs before it is measured: markets have settled, projects are under way.
pub const WARM_MONTHS: usize = 24;
/// Months of a copy that are measured after one that builds its schedule and its scratch tables.
pub const MONTHS: usize = 12;

/// The packs of this repository.
#[must_use]
pub fn sources() -> Vec<PackSource> {
    packs::embedded()
}

#[must_use]
pub fn load(sources: &[PackSource]) -> Arc<Catalog> {
    let loaded = content::load(sources, LEVEL);
    let problems = render::text(&loaded.problems, &loaded.files);
    loaded.catalog.unwrap_or_else(|| panic!("{LEVEL} does not load:\n{problems}"))
}

/// A world after [`WARM_MONTHS`].
#[must_use]
pub fn warm(catalog: &Arc<Catalog>) -> Simulation {
    let mut world = Simulation::new(Arc::clone(catalog), 1);
    run(&mut world, WARM_MONTHS);
    world
}

pub fn run(world: &mut Simulation, months: usize) {
    (0..months).for_each(|_| world.step_month());
}

/// The whole level, from its first month to its last.
pub fn campaign(catalog: &Arc<Catalog>) -> Simulation {
    let mut world = Simulation::new(Arc::clone(catalog), 1);
    while !world.is_over() {
        world.step_month();
    }
    world
}

/// Bytes of a state as saves write it, before compression.
#[must_use]
pub fn bytes(state: &Snapshot) -> usize {
    rmp_serde::to_vec(state).unwrap().len()
}

/// The level with every line divided into four of a quarter of its size: the same world in four times the facilities.
#[must_use]
pub fn four_times_the_lines() -> Arc<Catalog> {
    let plain = load(&sources());
    let mut text = String::from("Lines([\n");
    for (id, line) in plain.all::<content::ids::LineId>() {
        let word = plain.word_of(id);
        let (site, process) = (plain.word_of(line.site), plain.word_of(line.process));
        let quarter = line.capacity_units / 4.0;
        writeln!(text, "    Patch(\"{LEVEL}:{word}\", [Set(capacity_units, {quarter})]),").unwrap();
        for part in 2..=4 {
            writeln!(
                text,
                "    Define((id: \"{word}_{part}\", site: \"{site}\", process: \"{process}\", capacity_units: {quarter}, \
                 ramped_share: {}, utilisation_share: {}, mothballed_share: {}, since: \"{}\")),",
                line.ramped_share, line.utilisation_share, line.mothballed_share, line.since
            )
            .unwrap();
        }
    }
    text.push_str("])\n");
    let folder = tempfile::tempdir().unwrap();
    let manifest = format!(
        "Pack(id: \"fourfold\", name: \"Fourfold\", about: \"Every line in four parts.\", version: \"0.1.0\", game: \">=0.1\", \
         depends: [\"{LEVEL}\"], authors: [\"Cathode contributors\"], licence: \"CC-BY-4.0\")\n"
    );
    fs::write(folder.path().join("pack.ron"), manifest).unwrap();
    fs::write(folder.path().join("lines.ron"), text).unwrap();
    let mut all = sources();
    all.push(PackSource::named(folder.path()));
    load(&all)
}

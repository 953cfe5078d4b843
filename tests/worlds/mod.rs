//! Worlds for tests of the model: levels of this repository, alone or with a small pack laid over them, and what must hold in
//! every one of them.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use cathode::content::{self, Catalog, PackSource, packs, render};
use cathode::lab::reading::figure_of;
use cathode::orders::written;
use cathode::sim::Simulation;
use cathode::sim::scoreboard::components::History;
use cathode::sim::soundness::require_finite;
use cathode::sim::state::Snapshot;
use std::fs;
use std::sync::{Arc, OnceLock};

/// A level as it comes.
pub fn level(name: &str) -> Arc<Catalog> {
    static SMALL: OnceLock<Arc<Catalog>> = OnceLock::new();
    static LARGE: OnceLock<Arc<Catalog>> = OnceLock::new();
    static PAST: OnceLock<Arc<Catalog>> = OnceLock::new();
    let cell = match name {
        "two_regions" => &SMALL,
        "made_in_china_2015" => &PAST,
        _ => &LARGE,
    };
    cell.get_or_init(|| load(&packs::levels(), name)).clone()
}

/// A level from these packs, which must be right.
pub fn load(sources: &[PackSource], name: &str) -> Arc<Catalog> {
    let loaded = content::load(sources, name);
    let problems = render::text(&loaded.problems, &loaded.files);
    loaded.catalog.unwrap_or_else(|| panic!("{name} does not load:\n{problems}"))
}

/// A level under a pack of these files: name and text.
pub fn changed(name: &str, files: &[(&str, &str)]) -> Arc<Catalog> {
    let folder = tempfile::tempdir().unwrap();
    let pack = folder.path().join("extreme");
    fs::create_dir(&pack).unwrap();
    let head = format!("Pack(id: \"extreme\", name: \"Extreme\", version: \"1.0.0\", depends: [\"base\", \"{name}\"])");
    fs::write(pack.join("pack.ron"), head).unwrap();
    for (file, text) in files {
        fs::write(pack.join(file), text).unwrap();
    }
    let mut sources = packs::levels();
    sources.push(PackSource::named(&pack));
    load(&sources, name)
}

/// A new world with the seed of these tests.
pub fn world(catalog: &Arc<Catalog>) -> Simulation {
    Simulation::new(catalog.clone(), 7)
}

/// The world of a changed state.
pub fn revived(sim: &Simulation, snapshot: Snapshot) -> Simulation {
    Simulation::from_snapshot(sim.catalog().clone(), snapshot, History { start: sim.now(), ..History::default() })
}

/// Gives an order that must be accepted.
pub fn give(sim: &mut Simulation, side: &str, text: &str) {
    let order = written::read_order(sim.catalog(), text).unwrap_or_else(|problem| panic!("{problem}"));
    let side = sim.catalog().find(side).unwrap();
    sim.submit(side, &order).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
}

/// Plays months; after each, everything must be in order.
pub fn run(sim: &mut Simulation, months: usize) {
    for _ in 0..months {
        sim.step_month();
        let wrong = sim.check_books();
        assert!(wrong.is_empty(), "{}: {}", sim.now(), wrong.join("\n"));
    }
    sound(sim);
}

/// No number of the state is infinite or none, and the books balance.
pub fn sound(sim: &Simulation) {
    let bytes = rmp_serde::to_vec_named(&sim.snapshot()).unwrap();
    require_finite(&bytes).unwrap_or_else(|fault| panic!("{}: {fault}", sim.now()));
    assert_eq!(sim.check_books(), Vec::<String>::new(), "{}", sim.now());
    for series in &sim.history().series {
        assert!(series.values.iter().all(|value| value.is_finite()), "{} {}: {:?}", series.name, series.region, series.values);
    }
}

/// A figure as stories write it.
pub fn figure(sim: &Simulation, text: &str) -> f64 {
    figure_of(sim, text).unwrap_or_else(|why| panic!("{why}"))
}

/// All values of a series.
pub fn series<'s>(sim: &'s Simulation, name: &str, region: &str) -> &'s [f32] {
    &sim.history().series(name, region).unwrap_or_else(|| panic!("no series {name} {region}")).values
}

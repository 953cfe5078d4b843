//! The worlds that the tests share, and short words for their things.

use cathode::content::draft::ItemId;
use cathode::content::ids::{FirmId, GoodId, ProcessId, RegionId};
use cathode::content::{self, Catalog, packs, render};
use cathode::orders::{Order, Receipt, Refusal, written};
use cathode::sim::Simulation;
use std::sync::{Arc, OnceLock};

fn catalog_of(level: &str) -> Arc<Catalog> {
    let loaded = content::load(&packs::levels(), level);
    loaded.catalog.unwrap_or_else(|| panic!("{}", render::text(&loaded.problems, &loaded.files)))
}

/// The small level.
pub fn small() -> Arc<Catalog> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    Arc::clone(CATALOG.get_or_init(|| catalog_of("two_regions")))
}

/// The level of the campaign.
pub fn large() -> Arc<Catalog> {
    static CATALOG: OnceLock<Arc<Catalog>> = OnceLock::new();
    Arc::clone(CATALOG.get_or_init(|| catalog_of("battery_race")))
}

/// A new world of the small level.
pub fn new_world() -> Simulation {
    Simulation::new(small(), 7)
}

pub fn id<I: ItemId>(sim: &Simulation, word: &str) -> I {
    sim.catalog().find::<I>(word).unwrap_or_else(|| panic!("no {word}"))
}

pub fn region(sim: &Simulation, word: &str) -> RegionId {
    id(sim, word)
}

pub fn firm(sim: &Simulation, word: &str) -> FirmId {
    id(sim, word)
}

pub fn good(sim: &Simulation, word: &str) -> GoodId {
    id(sim, word)
}

pub fn process(sim: &Simulation, word: &str) -> ProcessId {
    id(sim, word)
}

/// An order as scripts write it.
pub fn order(sim: &Simulation, text: &str) -> Order {
    written::read_order(sim.catalog(), text).unwrap_or_else(|problem| panic!("{problem}"))
}

/// Gives an order.
pub fn submit(sim: &mut Simulation, side: &str, text: &str) -> Result<Receipt, Refusal> {
    let (side, order) = (region(sim, side), order(sim, text));
    sim.submit(side, &order)
}

/// Gives an order that must be accepted.
pub fn give(sim: &mut Simulation, side: &str, text: &str) -> Receipt {
    submit(sim, side, text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}

/// Why an order is refused.
pub fn refusal(sim: &Simulation, side: &str, text: &str) -> Refusal {
    match sim.check(region(sim, side), &order(sim, text)) {
        Ok(quote) => panic!("{text} was accepted: {}", quote.effect),
        Err(refusal) => refusal,
    }
}

pub fn run(sim: &mut Simulation, months: usize) {
    for _ in 0..months {
        sim.step_month();
    }
    assert_eq!(sim.check_books(), Vec::<String>::new());
}

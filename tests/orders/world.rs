//! The worlds that the tests share, and short words for their things.

pub use crate::worlds::{changed, level, run};
use cathode::content::Catalog;
use cathode::content::draft::ItemId;
use cathode::content::ids::{FirmId, GoodId, ProcessId, RegionId};
use cathode::orders::{Order, Receipt, Refusal, written};
use cathode::sim::Simulation;
use std::sync::{Arc, OnceLock};

/// The small level.
pub fn small() -> Arc<Catalog> {
    level("two_regions")
}

/// The level of the campaign, with governments that nothing but their purses binds, and nothing that comes of itself: here measures are
/// tried, not how they come about.
pub fn large() -> Arc<Catalog> {
    static LARGE: OnceLock<Arc<Catalog>> = OnceLock::new();
    let polities = "Polities([Remove(\"battery_race:us_polity\"), Remove(\"battery_race:china_polity\")])";
    let quiet = "Scenarios([Patch(\"battery_race:battery_race\", [Set(events, Off)])])";
    LARGE.get_or_init(|| changed("battery_race", &[("polities.ron", polities), ("quiet.ron", quiet)])).clone()
}

/// A new world of the small level.
pub fn new_world() -> Simulation {
    crate::worlds::world(&small())
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

//! Answers to events, by order.

use super::components::Events;
use super::systems;
use crate::content::definitions::events::{Answer, Event};
use crate::content::ids::{EventId, RegionId};
use crate::orders::phrases::region;
use crate::orders::sentences::events::changes;
use crate::orders::sentences::{conditions, sentence};
use crate::orders::{Quote, Refusal};
use crate::sim::Simulation;
use crate::sim::gauges::Viewpoint;
use crate::sim::ledger::components::{Account, Tag};
use crate::sim::policy::orders::refresh;
use crate::sim::policy::purse::{can_pay, pay};

/// Whether a government may answer an event so.
pub fn can_answer(sim: &Simulation, side: RegionId, id: EventId, number: u32) -> Result<Quote, Refusal> {
    let catalog = sim.catalog();
    let event = &catalog[id];
    let waits = sim.world().resource::<Events>().list.get(id.index()).and_then(|status| status.waits);
    if event.asks != Some(side) {
        let whom = event.asks.map_or_else(|| "nobody".to_owned(), |asked| region(catalog, asked).to_owned());
        return Err(Refusal::new(format!("“{}” asks {whom}.", event.name), "Only the government that is asked can answer."));
    }
    if waits.is_none() {
        return Err(Refusal::new(format!("“{}” does not wait for an answer.", event.name), "Choose one from the list of events that do."));
    }
    let answer = answer(event, number)?;
    let view = Viewpoint { world: sim.world(), own: side };
    if let Some(need) = answer.needs.iter().find(|need| !view.holds(need)) {
        let missing = format!("“{}” needs that {}.", answer.name, conditions::condition(catalog, Some(side), need));
        return Err(Refusal::new(missing, "Choose another answer, or wait while there is time."));
    }
    can_pay(sim, side, answer.cost_musd)?;
    let effect = format!("{}{}", spaced(&answer.about), sentence(&changes(catalog, side, &answer.changes)));
    Ok(Quote::once(answer.cost_musd, sim.now().year(), effect))
}

fn spaced(about: &str) -> String {
    if about.is_empty() { String::new() } else { format!("{about} ") }
}

fn answer(event: &Event, number: u32) -> Result<&Answer, Refusal> {
    event.answers.get(number as usize).ok_or_else(|| {
        let missing = format!("“{}” has {} answers, and no number {}.", event.name, event.answers.len(), number + 1);
        Refusal::new(missing, "Choose one of its answers.")
    })
}

/// Answers an event.
pub fn do_answer(sim: &mut Simulation, side: RegionId, id: EventId, number: u32) {
    let facts = sim.facts().clone();
    let cost = facts.catalog[id].answers.get(number as usize).map_or(0.0, |answer| answer.cost_musd);
    pay(sim, side, Account::Outside, Tag::Programmes, cost);
    systems::answer(sim.world_mut(), &facts, id, number);
    refresh(sim);
}

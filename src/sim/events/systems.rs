//! Events come, wait for answers, and run out.

use bevy_ecs::prelude::World;

use super::changes::carry_out;
use super::components::{Events, Status};
use super::formulas::monthly_chance;
use super::shocks::is_over;
use crate::content::Catalog;
use crate::content::definitions::events::{Event, EventMode, Hazard};
use crate::content::ids::{EventId, RegionId};
use crate::sim::Simulation;
use crate::sim::calendar::components::Calendar;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::facts::Facts;
use crate::sim::gauges::Viewpoint;
use crate::sim::scoreboard::components::History;
use crate::units::Month;

/// Months before an event at which its sign can be seen, at least.
pub const SIGN_MONTHS: i32 = 3;
/// Months after its date in which an event still comes, should what it needs come to hold.
const LATE_MONTHS: i32 = 12;

/// No event has come yet.
#[must_use]
pub fn begin(catalog: &Catalog) -> Events {
    let list = vec![Status::default(); catalog.events.len()];
    Events { mode: catalog.scenario.events, list, ..Events::default() }
}

impl Simulation {
    /// When events come in this world.
    #[must_use]
    pub fn event_mode(&self) -> EventMode {
        self.world().resource::<Events>().mode
    }

    /// Sets when events come from now on. What has come stays.
    pub fn set_event_mode(&mut self, mode: EventMode) {
        self.world_mut().resource_mut::<Events>().mode = mode;
    }

    /// Sets which governments decide as they did in the world: events take nothing from them, and ask them nothing.
    pub(crate) fn tell(&mut self, told: Vec<RegionId>) {
        self.world_mut().resource_mut::<Events>().told = told;
    }
}

/// How soon an event may come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outlook {
    /// Not as things stand.
    None,
    /// On this date, if what it needs holds then.
    Due(Month),
    /// So many times a year.
    Chance(f64),
}

/// How soon an event may come, as the world stands in `month`.
#[must_use]
pub fn outlook(view: Viewpoint<'_>, (events, month, start): (&Events, Month, Month), id: EventId) -> Outlook {
    let catalog = &view.world.resource::<Facts>().catalog;
    let (event, status) = (&catalog[id], &events.list[id.index()]);
    let rested = match (status.came, event.again_months) {
        (None, _) => true,
        (Some(came), Some(months)) => i64::from(month.since(came)) >= i64::from(months),
        (Some(_), None) => false,
    };
    if !rested || events.mode == EventMode::Off {
        return Outlook::None;
    }
    match event.date.filter(|_| events.mode == EventMode::Historical) {
        Some(date) if status.came.is_none() => {
            let ahead = date.since(month);
            let due = date >= start && ahead > -LATE_MONTHS && ahead <= SIGN_MONTHS + 1;
            if due && holds(view, event) { Outlook::Due(date.max(month)) } else { Outlook::None }
        }
        _ => event.hazard.as_ref().map_or(Outlook::None, |hazard| {
            let rate = rate(view, hazard, month);
            if rate > 0.0 && holds(view, event) { Outlook::Chance(rate) } else { Outlook::None }
        }),
    }
}

fn holds(view: Viewpoint<'_>, event: &Event) -> bool {
    event.needs.iter().all(|need| view.holds(need))
}

fn rate(view: Viewpoint<'_>, hazard: &Hazard, month: Month) -> f64 {
    if hazard.from.is_some_and(|from| month < from) || hazard.until.is_some_and(|until| month > until) {
        return 0.0;
    }
    hazard.raised.iter().filter(|raise| view.holds(&raise.when)).fold(hazard.per_year, |rate, raise| rate * raise.times)
}

/// From whose view an event's conditions are read.
#[must_use]
pub fn viewer(catalog: &Catalog, event: &Event) -> RegionId {
    event.asks.unwrap_or(catalog.scenario.us)
}

/// Events of the month.
pub fn happen(world: &mut World) {
    let facts = world.resource::<Facts>().clone();
    let Calendar { month, start, .. } = *world.resource::<Calendar>();
    end_lasting(world, &facts, month);
    answer_late(world, &facts, month);
    if world.resource::<Events>().mode == EventMode::Off {
        return;
    }
    let mut come = Vec::new();
    for index in 0..facts.catalog.events.len() {
        let id = EventId::from_index(index);
        let event = &facts.catalog[id];
        let view = Viewpoint { world, own: viewer(&facts.catalog, event) };
        let outlook = outlook(view, (world.resource::<Events>(), month, start), id);
        let dice = world.resource::<Dice>();
        let luck = dice.share(month, Purpose::Event, index as u64);
        let mut events = world.resource_mut::<Events>();
        let status = &mut events.list[index];
        let waited = event.sign.is_empty() || status.seen.is_some_and(|seen| month.since(seen) >= SIGN_MONTHS);
        let comes = match outlook {
            Outlook::None => false,
            Outlook::Due(date) => date <= month,
            Outlook::Chance(rate) => waited && luck < monthly_chance(rate),
        };
        status.seen = if comes || outlook == Outlook::None { None } else { status.seen.or(Some(month)) };
        if comes {
            come.push(id);
        }
    }
    come.into_iter().for_each(|id| come_about(world, &facts, month, id));
}

/// An event comes: it changes what it changes, and asks whom it asks.
fn come_about(world: &mut World, facts: &Facts, month: Month, id: EventId) {
    let event = &facts.catalog[id];
    carry_out(world, id, None);
    world.resource_mut::<History>().note(month, format!("Event: {}", event.name));
    let deadline = month.plus(i32::try_from(event.answer_months).unwrap_or(3));
    let mut events = world.resource_mut::<Events>();
    let status = &mut events.list[id.index()];
    status.came = Some(month);
    status.answer = None;
    status.waits = (!event.answers.is_empty()).then_some(deadline);
    let Some(asked) = event.asks.filter(|_| !event.answers.is_empty()) else { return };
    if events.told.contains(&asked) {
        events.list[id.index()].waits = None;
    } else if !facts.catalog.scenario.is_side(asked) {
        answer(world, facts, id, event.usual);
    }
}

/// Whoever has not answered in time has given the usual answer.
fn answer_late(world: &mut World, facts: &Facts, month: Month) {
    let late: Vec<EventId> = world.resource::<Events>().waiting().filter(|(_, until)| *until <= month).map(|(id, _)| id).collect();
    for id in late {
        answer(world, facts, id, facts.catalog[id].usual);
    }
}

/// An event is answered.
pub(in crate::sim) fn answer(world: &mut World, facts: &Facts, id: EventId, number: u32) {
    let event = &facts.catalog[id];
    let month = world.resource::<Calendar>().month;
    carry_out(world, id, Some(number));
    let mut events = world.resource_mut::<Events>();
    let status = &mut events.list[id.index()];
    status.waits = None;
    status.answer = Some(number);
    if let (Some(asked), Some(answer)) = (event.asks, event.answers.get(number as usize)) {
        let who = &facts.catalog[asked].name;
        world.resource_mut::<History>().note(month, format!("{who} answers “{}”: {}", event.name, answer.name));
    }
}

fn end_lasting(world: &mut World, facts: &Facts, month: Month) {
    let mut events = world.resource_mut::<Events>();
    if !events.lasting.is_empty() {
        events.lasting.retain(|lasting| !is_over(lasting.change(&facts.catalog), month.since(lasting.since)));
    }
}

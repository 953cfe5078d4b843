//! Events: what asks for an answer, what is in sight, what has come.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::events::Answer;
use crate::content::ids::{EventId, ItemKind, RegionId};
use crate::orders::phrases::{capital, money, number};
use crate::orders::sentences::events::changes;
use crate::sim::calendar::components::Calendar;
use crate::sim::events::components::Events;
use crate::sim::events::systems::{Outlook, SIGN_MONTHS, outlook, viewer};
use crate::sim::gauges::Viewpoint;
use crate::units::Month;

/// Chances a year below which a sign is not worth telling.
const LEAST_CHANCE: f64 = 0.03;
/// Most events of the past that are listed.
const MOST_PAST: usize = 30;

/// An event that waits for an answer.
pub struct Asked {
    /// Which.
    pub event: EventId,
    /// Of whom.
    pub of: RegionId,
    /// The first month in which the usual answer is taken.
    pub until: Month,
}

/// An event that can be seen coming.
pub struct Ahead {
    /// Which.
    pub event: EventId,
    /// When, or how likely.
    pub outlook: Outlook,
}

/// Events that wait for an answer, of one government or of all.
#[must_use]
pub fn asked(view: &View<'_>, of: Option<RegionId>) -> Vec<Asked> {
    let events = view.sim.world().resource::<Events>();
    let waiting = events.waiting().filter_map(|(event, until)| Some(Asked { event, of: view.catalog[event].asks?, until }));
    waiting.filter(|asked| of.is_none_or(|of| of == asked.of)).collect()
}

/// Events whose signs can be seen, the next and likeliest first.
#[must_use]
pub fn ahead(view: &View<'_>) -> Vec<Ahead> {
    let world = view.sim.world();
    let (events, calendar) = (world.resource::<Events>(), world.resource::<Calendar>());
    let mut list: Vec<Ahead> = view
        .catalog
        .all::<EventId>()
        .filter(|(_, event)| !event.sign.is_empty())
        .map(|(id, event)| {
            let eye = Viewpoint { world, own: viewer(view.catalog, event) };
            Ahead { event: id, outlook: outlook(eye, (events, calendar.month, calendar.start), id) }
        })
        .filter(|ahead| match ahead.outlook {
            Outlook::None => false,
            Outlook::Due(_) => true,
            Outlook::Chance(rate) => rate >= LEAST_CHANCE,
        })
        .collect();
    let rank = |ahead: &Ahead| match ahead.outlook {
        Outlook::Due(month) => (0, f64::from(month.since(calendar.month))),
        Outlook::Chance(rate) => (1, -rate),
        Outlook::None => (2, 0.0),
    };
    list.sort_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal));
    list
}

/// When an event is due, or how likely it is, in words.
#[must_use]
pub fn when(outlook: Outlook) -> String {
    match outlook {
        Outlook::None => "not as things stand".to_owned(),
        Outlook::Due(month) => format!("due in {month}"),
        Outlook::Chance(rate) if rate >= 1.0 => format!("about {} a year", number((rate * 10.0).round() / 10.0)),
        Outlook::Chance(rate) => format!("once in {} years", number((1.0 / rate).max(1.0).round())),
    }
}

/// What an answer takes, in words.
#[must_use]
pub fn takes(answer: &Answer) -> String {
    let mut parts = Vec::new();
    if answer.cost_musd > 0.0 {
        parts.push(money(answer.cost_musd));
    }
    if answer.capital > 0.0 {
        parts.push(format!("{} of political capital", number(answer.capital)));
    }
    if answer.attention > 0.0 {
        parts.push(format!("{} of attention", number(answer.attention)));
    }
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}

/// What an answer brings, in words.
#[must_use]
pub fn brings(view: &View<'_>, of: RegionId, answer: &Answer) -> String {
    capital(&changes(view.catalog, of, &answer.changes))
}

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    Ok(vec![asks(view, filter.region()), sight(view), past(view)])
}

fn word<'a>(view: &View<'a>, event: EventId) -> &'a str {
    view.word(ItemKind::Event, event.index())
}

fn asks(view: &View<'_>, of: Option<RegionId>) -> Table {
    let mut table = Table::new("agenda", format!("What asks for an answer, {}", view.sim.now()))
        .words("event")
        .words("asks")
        .words("before")
        .words("answer")
        .phrases("says", 30)
        .phrases("takes", 24)
        .phrases("brings", 60);
    for asked in asked(view, of) {
        let event = &view.catalog[asked.event];
        for (at, answer) in event.answers.iter().enumerate() {
            let usual = if at == event.usual as usize { " (if nothing is said)" } else { "" };
            table.push(cells![
                word(view, asked.event),
                view.short(asked.of),
                asked.until,
                (at + 1).to_string(),
                format!("{}{usual}", answer.name),
                takes(answer),
                brings(view, asked.of, answer)
            ]);
        }
        table.note(format!("{}: {}", event.name, event.about));
    }
    table
}

fn sight(view: &View<'_>) -> Table {
    let mut table = Table::new("agenda.ahead", "What can be seen coming").words("event").phrases("when", 20).phrases("sign", 70);
    for ahead in ahead(view) {
        table.push(cells![&view.catalog[ahead.event].name, when(ahead.outlook), &view.catalog[ahead.event].sign]);
    }
    table.note(format!(
        "A sign is seen {SIGN_MONTHS} months before, or earlier; accidents give none. Odds are those of the world as it stands."
    ));
    table
}

fn past(view: &View<'_>) -> Table {
    let mut table = Table::new("agenda.past", "What has come").words("month").phrases("event", 50).phrases("answer", 40);
    let events = view.sim.world().resource::<Events>();
    let mut come: Vec<(Month, EventId)> =
        view.catalog.all::<EventId>().filter_map(|(id, _)| Some((events.list.get(id.index())?.came?, id))).collect();
    come.sort_by_key(|(month, id)| (std::cmp::Reverse(*month), *id));
    for (month, id) in come.into_iter().take(MOST_PAST) {
        let (event, status) = (&view.catalog[id], &events.list[id.index()]);
        let answer = status.answer.and_then(|number| event.answers.get(number as usize)).map(|answer| answer.name.clone());
        let waits = status.waits.map(|until| format!("waits until {until}"));
        table.push(cells![month, &event.name, waits.or(answer).unwrap_or_default()]);
    }
    table
}

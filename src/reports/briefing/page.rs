//! A whole briefing, as panels and the terminal show it, and as tables.

use super::{Change, Point, changes, openings, threats};
use crate::content::ids::RegionId;
use crate::reports::policies::named;
use crate::reports::table::cells;
use crate::reports::{Filter, ReportError, Table, View};
use crate::units::Month;

/// Months that a briefing looks back when it is not told otherwise.
const QUARTER: i32 = 3;

/// What a side should know when a quarter begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Briefing {
    /// Since when changes are told.
    pub since: Month,
    /// What of the side's own measures began, changed or ended.
    pub effects: Vec<String>,
    /// The ten things that changed most.
    pub changes: Vec<Change>,
    /// Three threats, the gravest first.
    pub threats: Vec<Point>,
    /// Three openings, the best first.
    pub openings: Vec<Point>,
}

/// The briefing of a side, since a month or the last quarter.
#[must_use]
pub fn briefing(view: &View<'_>, side: RegionId, since: Option<Month>) -> Briefing {
    let (start, now) = (view.history.start, view.sim.now());
    let since = since.unwrap_or_else(|| now.plus(-QUARTER)).max(start);
    let memory = view.memories.iter().min_by_key(|memory| memory.month.since(since).abs());
    let changes = if now > start { changes(view, since, memory) } else { Vec::new() };
    Briefing { since, effects: effects(view, side, since), changes, threats: threats(view, side), openings: openings(view, side) }
}

/// What of a side's own measures came into effect, or went out of it, after a month.
fn effects(view: &View<'_>, side: RegionId, since: Month) -> Vec<String> {
    let now = view.sim.now();
    let new = |month: Month| month > since && month <= now && month > view.history.start;
    let mut told = Vec::new();
    for measure in view.measures.list.iter().filter(|measure| measure.by == side) {
        let name = named(view.catalog, &view.catalog[measure.policy], measure.settings_in(now));
        if let Some(until) = measure.until.filter(|until| new(*until)) {
            told.push(format!("“{name}” has ended in {until}."));
        } else if new(measure.since) {
            told.push(format!("“{name}” is in effect since {}.", measure.since));
        }
    }
    for project in view.pipeline.projects.iter().filter(|project| project.ordered_by == Some(side) && !project.ended) {
        let good = view.said(view.facts.process(project.process).makes);
        let stage = match project.progress {
            crate::content::definitions::start::Progress::Building => "is being built",
            _ => "waits for permits",
        };
        let months = crate::units::digits::number(project.expected_months().ceil());
        told.push(format!(
            "The {good} plant of {} that you asked for {stage}: about {months} months in this stage.",
            view.firm(project.firm)
        ));
    }
    told
}

pub(in crate::reports) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let (start, now) = (view.history.start, view.sim.now());
    let since = filter.month.unwrap_or_else(|| now.plus(-QUARTER).max(start));
    if since < start || since > now {
        return Err(ReportError::new(format!("the series of this game run from {start} to {now}; {since} is not among them")));
    }
    let mut table = Table::new("briefing", format!("What changed most from {since} to {now}"))
        .phrases("what", 26)
        .words("where")
        .values("then")
        .values("now")
        .words("unit")
        .phrases("why", 26)
        .words("figure")
        .numbers("against the usual", "times");
    let memory = view.memories.iter().min_by_key(|memory| memory.month.since(since).abs());
    for change in if now > start { changes(view, since, memory) } else { Vec::new() } {
        let opens = change.opens.as_ref().map(|key| key.words(view));
        table.push(cells![change.what, change.place, change.then, change.now, change.unit, change.reason, opens, change.weight]);
    }
    let mut outlook =
        Table::new("briefing.outlook", "What threatens each side, and what it could do").words("side").words("kind").phrases("what", 50);
    for side in [view.catalog.scenario.us, view.catalog.scenario.china] {
        for (kind, points) in [("threat", threats(view, side)), ("opening", openings(view, side))] {
            points.iter().for_each(|point| outlook.push(cells![view.short(side), kind, &point.text]));
        }
    }
    let orders = view.dossiers.iter().filter(|dossier| !dossier.notes.is_empty());
    let orders = orders.map(|dossier| crate::reports::dossier::reasons(view, dossier.side, &dossier.notes, 5));
    Ok([table, outlook].into_iter().chain(orders).collect())
}

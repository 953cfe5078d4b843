//! The ladder of the two sides: what stands on each rung, how tension came about, likely replies, ways down.

use super::policies::named;
use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::RegionId;
use crate::sim::diplomacy::formulas::{grievance, tension_of};
use crate::sim::diplomacy::ladder::{self, RUNGS};
use crate::sim::diplomacy::stakes::Stakes;
use crate::sim::policy::components::Measure;

/// Ways down that are told.
const EXITS: usize = 6;
/// What is told where there is no way down.
pub const NO_WAY: &str = "Nothing that stands keeps tension up: ending it would free trade, and calm nothing.";
/// Points of tension from which a way leads down at all.
const CALMS: f64 = 0.5;

pub(super) fn build(view: &View<'_>, _: &Filter) -> Result<Vec<Table>, ReportError> {
    Ok(tables(view))
}

/// All tables of the ladder.
#[must_use]
pub fn tables(view: &View<'_>) -> Vec<Table> {
    let stakes = Stakes::new(view.sim);
    vec![rungs(view, &stakes), tension(view), costs(view, &stakes), replies(view, &stakes), exits(view, &stakes)]
}

fn sides(view: &View<'_>) -> [(RegionId, RegionId); 2] {
    let scenario = &view.catalog.scenario;
    [(scenario.us, scenario.china), (scenario.china, scenario.us)]
}

/// A measure with its number and, while a truce suspends it, when it comes back.
fn called(view: &View<'_>, measure: &Measure) -> String {
    let policy = &view.catalog[measure.policy];
    let name = named(view.catalog, policy, measure.settings_in(view.sim.now().max(measure.since)));
    let back =
        measure.suspended.filter(|back| view.sim.now() < *back).map_or_else(String::new, |back| format!(" (suspended until {back})"));
    format!("{} {name}{back}", measure.id)
}

/// A rung of the ladder: what it typically is, and what of each side stands on it, the United States first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rung {
    /// 1 to 10.
    pub number: u32,
    /// What it typically is.
    pub typical: &'static str,
    /// Measures with their numbers.
    pub measures: [Vec<String>; 2],
}

/// Every rung, the highest first.
#[must_use]
pub fn ladder(view: &View<'_>) -> Vec<Rung> {
    let stakes = Stakes::new(view.sim);
    climbed(view, &stakes)
}

fn climbed(view: &View<'_>, stakes: &Stakes<'_>) -> Vec<Rung> {
    let standing = sides(view).map(|(by, against)| ladder::standing(stakes, by, against));
    let rung = |(at, typical): (usize, &&'static str)| {
        let number = u32::try_from(at + 1).unwrap_or(0);
        let on = |list: &Vec<(u32, &Measure)>| list.iter().filter(|(rung, _)| *rung == number).map(|(_, m)| called(view, m)).collect();
        Rung { number, typical, measures: [on(&standing[0]), on(&standing[1])] }
    };
    RUNGS.iter().enumerate().rev().map(rung).collect()
}

fn rungs(view: &View<'_>, stakes: &Stakes<'_>) -> Table {
    let [(us, china), _] = sides(view);
    let mut table = Table::new("ladder", format!("The ladder, {}: tension {:.0} of 100", view.sim.now(), view.diplomacy.tension))
        .numbers("rung", "")
        .phrases("typically", 40)
        .phrases(view.short(us), 44)
        .phrases(view.short(china), 44);
    for rung in climbed(view, stakes) {
        table.push(cells![rung.number, rung.typical, rung.measures[0].join("; "), rung.measures[1].join("; ")]);
    }
    table
}

fn tension(view: &View<'_>) -> Table {
    let mut table = Table::new("ladder.tension", "How tension came about").phrases("term", 60).numbers("points", "");
    for (what, points) in ladder::tension_terms(view.sim) {
        table.push(cells![what, points]);
    }
    table.push(cells!["tension now", view.diplomacy.tension]);
    table
}

fn costs(view: &View<'_>, stakes: &Stakes<'_>) -> Table {
    let rules = &view.catalog.rules.diplomacy;
    let mut table = Table::new("ladder.costs", "What each standing measure costs")
        .phrases("measure", 48)
        .words("by")
        .numbers("rung", "")
        .numbers("trade hit", "$M a year")
        .numbers("relations of the other", "points")
        .numbers("relations of its own", "points")
        .numbers("tension when taken", "points");
    for (by, against) in sides(view) {
        for (rung, measure) in ladder::standing(stakes, by, against) {
            // What stood before the level began is part of how the two began.
            let new = measure.announced >= view.sim.calendar().start;
            let points = if new { grievance(rules, rung) } else { 0.0 };
            let hit = ladder::trade_hit(stakes, measure, against);
            let tension = if new { tension_of(rules, rung) } else { 0.0 };
            table.push(cells![called(view, measure), view.short(by), rung, hit, -points, -rules.doer_share * points, tension]);
        }
    }
    table
}

fn replies(view: &View<'_>, stakes: &Stakes<'_>) -> Table {
    let mut table =
        Table::new("ladder.replies", "Likely replies: on the rung that the other has reached, or one above, by what they would hit")
            .words("by")
            .phrases("reply", 60)
            .numbers("rung", "")
            .numbers("trade hit", "$M a year");
    for (by, against) in sides(view) {
        for reply in ladder::replies(view.sim, stakes, by, against) {
            table.push(cells![view.short(by), named(view.catalog, &view.catalog[reply.policy], &reply.settings), reply.rung, reply.musd]);
        }
    }
    table
}

/// A way down.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Who ends what, or the truce, with the numbers of the measures.
    pub what: String,
    /// The measures with their names.
    pub measures: Vec<String>,
    /// Trade that is free again, $M a year.
    pub musd: f64,
    /// Tension in the end.
    pub tension: f64,
    /// By how much less that is than if nothing is ended.
    pub falls: f64,
}

/// Ways down, those that calm most first, and of those that calm alike the least dear; none of what stood before the level began, for its
/// end calms nothing.
#[must_use]
pub fn ways(view: &View<'_>) -> Vec<Way> {
    ways_of(view, &Stakes::new(view.sim))
}

fn ways_of(view: &View<'_>, stakes: &Stakes<'_>) -> Vec<Way> {
    let measure = |id: &u32| view.measures.list.iter().find(|m| m.id == *id);
    let way = |exit: ladder::Exit| {
        let numbers: Vec<String> = exit.measures.iter().map(u32::to_string).collect();
        let plural = if numbers.len() == 1 { "measure" } else { "measures" };
        let what = match exit.truce {
            Some(rung) => format!("truce from rung {rung} up: {plural} {}", numbers.join(", ")),
            None => {
                let by = exit.measures.iter().find_map(measure).map_or("", |m| view.short(m.by));
                format!("{by} ends {plural} {}", numbers.join(", "))
            }
        };
        let measures = exit.measures.iter().filter_map(measure).map(|m| called(view, m)).collect();
        Way { what, measures, musd: exit.musd, tension: exit.tension, falls: exit.falls }
    };
    ladder::exits(view.sim, stakes).into_iter().filter(|exit| exit.falls >= CALMS).take(EXITS).map(way).collect()
}

fn exits(view: &View<'_>, stakes: &Stakes<'_>) -> Table {
    let mut table = Table::new("ladder.exits", "Ways down: what calms most first, and of what calms alike the least dear")
        .phrases("what", 60)
        .numbers("trade that is free again", "$M a year")
        .numbers("tension in the end", "of 100")
        .numbers("lower than left alone by", "points");
    for way in ways_of(view, stakes) {
        table.push(cells![way.what, way.musd, way.tension, way.falls]);
    }
    if table.rows.is_empty() {
        table.note(NO_WAY);
    }
    table
}

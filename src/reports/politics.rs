//! Politics at home and relations abroad: means, moods, seats, tension, steps.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::politics::{Form, Issue};
use crate::content::ids::{ItemKind, RegionId};
use crate::sim::politics::components::Side;
use crate::sim::politics::orders::in_window;
use crate::sim::politics::systems::{approval, blocs, polity};

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut tables = vec![means(view, filter)];
    for side in view.politics.sides.iter().filter(|side| filter.wants(side.region)) {
        tables.push(moods(view, side));
        tables.extend(seats(view, side));
    }
    tables.push(super::relations::table(view).0);
    tables.push(steps(view));
    Ok(tables)
}

fn word<'a>(view: &View<'a>, region: RegionId) -> &'a str {
    view.word(ItemKind::Region, region.index())
}

/// What each government has to act with.
fn means(view: &View<'_>, filter: &Filter) -> Table {
    let mut table = Table::new("politics", format!("Governments, {}", view.sim.now()))
        .words("government")
        .numbers("political capital", "of 100")
        .numbers("attention left", "")
        .numbers("approval", "of 100")
        .numbers("credibility with the rival", "of 100")
        .phrases("in office", 30);
    for side in view.politics.sides.iter().filter(|side| filter.wants(side.region)) {
        let rival = view.catalog.scenario.rival(side.region);
        table.push(cells![
            view.region(side.region),
            side.capital,
            side.attention,
            approval(view.catalog, side),
            side.credibility.get(rival.index()).copied(),
            office(view, side),
        ]);
    }
    table.note(format!("Tension between the sides stands at {:.0} of 100.", view.diplomacy.tension));
    table
}

/// Who is in office, and what renews it.
#[must_use]
pub fn office(view: &View<'_>, side: &Side) -> String {
    let Some(polity) = polity(view.catalog, side.region) else { return String::new() };
    match &polity.form {
        Form::Congress(congress) => {
            let party = congress.parties.get(side.in_office as usize).map_or("no", String::as_str);
            let next = side.election.map_or_else(String::new, |(month, general)| {
                format!("; {} election in {month}", if general { "general" } else { "mid-term" })
            });
            format!("{party} party{next}")
        }
        Form::Plan(plan) => {
            let now = view.sim.now();
            let begins = |months: i32| in_window(plan, now.plus(months)) && !in_window(plan, now.plus(months - 1));
            if in_window(plan, now) {
                "plan: directions are being set".to_owned()
            } else {
                let next =
                    (1..=240).find(|months| begins(*months)).map_or_else(String::new, |months| format!("; next in {}", now.plus(months)));
                format!("plan: directions are set{next}")
            }
        }
    }
}

/// The mood of each bloc and what moved it most.
fn moods(view: &View<'_>, side: &Side) -> Table {
    let title = format!("Whom the government of {} needs", view.there(side.region));
    let mut table = Table::new(&format!("blocs_{}", word(view, side.region)), title)
        .words("bloc")
        .numbers("weight", "%")
        .numbers("mood", "of 100")
        .phrases("what moves it", 60);
    for (bloc, mood) in blocs(view.catalog, side.region).zip(&side.moods) {
        let mut terms: Vec<(f64, &str)> = Issue::ALL.iter().map(|issue| (mood.issues[*issue as usize], issue.label())).collect();
        terms.push((mood.deeds, "what the government did"));
        terms.push((mood.inherited, "what it began with"));
        terms.retain(|(points, _)| points.abs() >= 0.5);
        terms.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(b.1)));
        let said: Vec<String> = terms.iter().take(3).map(|(points, name)| format!("{name} {points:+.0}").replace('-', "−")).collect();
        table.push(cells![&bloc.name, 100.0 * bloc.weight, mood.level(), said.join(", ")]);
    }
    table
}

/// Seats by chamber and caucus, for a government with chambers.
fn seats(view: &View<'_>, side: &Side) -> Option<Table> {
    let Form::Congress(congress) = &polity(view.catalog, side.region)?.form else { return None };
    let mut table = Table::new(&format!("seats_{}", word(view, side.region)), format!("Chambers of {}", view.there(side.region)))
        .words("chamber")
        .words("caucus")
        .words("party")
        .numbers("seats", "");
    let mut seats = side.seats.iter();
    for chamber in &congress.chambers {
        for (caucus, seats) in chamber.caucuses.iter().zip(seats.by_ref()) {
            let party = congress.parties.get(caucus.party as usize).map_or("", String::as_str);
            table.push(cells![&chamber.name, &caucus.name, party, seats.round()]);
        }
        table.note(format!("A law needs {} votes in the {}.", chamber.needed, chamber.name));
    }
    Some(table)
}

/// Hostile steps that are remembered, newest first.
fn steps(view: &View<'_>) -> Table {
    let mut table =
        Table::new("steps", "Hostile steps between the two sides").words("month").words("by").numbers("rung", "of 10").words("measure");
    for step in view.diplomacy.steps.iter().rev() {
        let name = view.measures.list.iter().find(|m| m.id == step.measure).map(|m| view.catalog[m.policy].name.clone());
        table.push(cells![step.month, view.region(step.by), f64::from(step.rung), name.unwrap_or_else(|| "ended since".to_owned())]);
    }
    table
}

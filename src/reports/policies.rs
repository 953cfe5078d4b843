//! Measures in force and announced, with their settings in words.

use std::collections::BTreeMap;

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::Catalog;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::Setting;
use crate::orders::phrases;
use crate::sim::policy::components::Measure;
use crate::sim::policy::estimate::cost_in;
use crate::sim::policy::measures::in_year;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut table = Table::new("policies", format!("Measures, {}", view.sim.now()))
        .numbers("measure", "")
        .words("government")
        .phrases("policy", 26)
        .words("since")
        .words("until")
        .words("state")
        .numbers("awarded this year", "$M")
        .numbers("costs next year", "$M");
    let next = view.sim.now().year() + 1;
    // Settings are sentences: in a table of their own they have room.
    let mut chosen = Table::new("settings", "What they are set to").numbers("measure", "").phrases("policy", 26).words("settings");
    for measure in view.measures.list.iter().filter(|m| filter.wants(m.by)) {
        let policy = &view.catalog.policies[measure.policy.index()];
        let set = measure.settings_in(view.sim.now().max(measure.since));
        let name = titled(view.catalog, measure, set);
        table.push(cells![
            measure.id,
            view.region(measure.by),
            &name,
            measure.since,
            measure.until,
            state(view, policy, measure),
            measure.awarded,
            cost_in(view.sim, measure, next),
        ]);
        let text = settings(view, policy, set);
        if !text.is_empty() {
            chosen.push(cells![measure.id, name, text]);
        }
    }
    table.note("What measures cost next year is reckoned at today’s prices; less than nothing is income.");
    Ok(vec![table, chosen])
}

/// A measure with what it is about, and with whom if it is an article of a deal: `Truce with Europe`.
#[must_use]
pub fn titled(catalog: &Catalog, measure: &Measure, chosen: &BTreeMap<String, Setting>) -> String {
    let name = named(catalog, &catalog[measure.policy], chosen);
    measure.treaty.as_ref().map_or(name.clone(), |treaty| format!("{name} with {}", phrases::region(catalog, treaty.with)))
}

/// A policy with what it is about: `Research mission: recycling`.
#[must_use]
pub fn named(catalog: &Catalog, policy: &Policy, chosen: &BTreeMap<String, Setting>) -> String {
    let about: Vec<String> = chosen.values().filter(|s| !is_number(s)).map(|s| phrases::setting(catalog, s, "")).collect();
    if about.is_empty() { policy.name.clone() } else { format!("{}: {}", policy.name, about.join(", ")) }
}

const fn is_number(setting: &Setting) -> bool {
    matches!(setting, Setting::Number(_) | Setting::Path(_))
}

/// The numbers that hold now, as players read them: `Rate: 25 %; Money a year: $80 M`.
fn settings(view: &View<'_>, policy: &Policy, chosen: &BTreeMap<String, Setting>) -> String {
    let part = |(word, setting): (&String, &Setting)| {
        let (name, unit) = policy.settings.get(word).map_or((word.as_str(), ""), |r| (r.name.as_str(), r.unit.as_str()));
        let text = match setting {
            Setting::Path(steps) => dated(steps, view.sim.now().year(), unit),
            other => phrases::setting(view.catalog, other, unit),
        };
        format!("{name}: {}", said_once(name, &text))
    };
    chosen.iter().filter(|(_, setting)| is_number(setting)).map(part).collect::<Vec<_>>().join("; ")
}

/// A value without what its name has said already: `Money a year` is not `$80 M a year`.
fn said_once(name: &str, value: &str) -> String {
    let ending = [" a year", " per car", " a month"].into_iter().find(|ending| name.ends_with(ending));
    ending.map_or_else(|| value.to_owned(), |ending| value.replace(ending, ""))
}

/// A path as it stands in `year`, its next step, and where it ends.
fn dated(steps: &[(i32, f64)], year: i32, unit: &str) -> String {
    let mut text = phrases::in_unit(in_year(steps, year), unit);
    let to_come: Vec<&(i32, f64)> = steps.iter().filter(|(from, _)| *from > year).collect();
    let step = |(from, value): &(i32, f64)| format!(", {} from {from}", phrases::in_unit(*value, unit));
    if let [next, rest @ ..] = to_come.as_slice() {
        text.push_str(&step(next));
        if let [between @ .., last] = rest {
            text.push_str(if between.is_empty() { "" } else { ", …" });
            text.push_str(&step(last));
        }
    }
    text
}

/// Where a measure stands in time.
fn state(view: &View<'_>, policy: &Policy, measure: &Measure) -> String {
    let now = view.sim.now();
    match &measure.change {
        _ if now < measure.since => "announced".to_owned(),
        Some(change) if now < change.from => format!("from {}: {}", change.from, settings(view, policy, &change.settings)),
        _ if measure.is_in_force(now) => "in force".to_owned(),
        _ => "over".to_owned(),
    }
}

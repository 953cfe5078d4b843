//! Measures in force and announced, with their settings in words.

use std::collections::BTreeMap;

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::Setting;
use crate::orders::phrases;
use crate::sim::policy::components::Measure;
use crate::sim::policy::measures::in_year;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut table = Table::new("policies", format!("Measures, {}", view.sim.now()))
        .numbers("measure", "")
        .words("government")
        .words("policy")
        .words("since")
        .words("until")
        .words("state")
        .numbers("awarded this year", "$M");
    // Settings are sentences: in a table of their own they have room.
    let mut chosen = Table::new("settings", "What they are set to").numbers("measure", "").words("policy").words("settings");
    for measure in view.measures.list.iter().filter(|m| filter.wants(m.by)) {
        let policy = &view.catalog.policies[measure.policy.index()];
        table.push(cells![
            measure.id,
            view.region(measure.by),
            &policy.name,
            measure.since,
            measure.until,
            state(view, policy, measure),
            measure.awarded,
        ]);
        let text = settings(view, policy, measure.settings_in(view.sim.now().max(measure.since)));
        if !text.is_empty() {
            chosen.push(cells![measure.id, &policy.name, text]);
        }
    }
    Ok(vec![table, chosen])
}

/// The settings that hold now, as players read them: `Rate 25 %; From China`. Of a dated path, its value now and its last.
fn settings(view: &View<'_>, policy: &Policy, chosen: &BTreeMap<String, Setting>) -> String {
    let part = |(word, setting): (&String, &Setting)| {
        let (name, unit) = policy.settings.get(word).map_or((word.as_str(), ""), |r| (r.name.as_str(), r.unit.as_str()));
        let text = match setting {
            Setting::Path(steps) => dated(steps, view.sim.now().year(), unit),
            other => phrases::setting(view.catalog, other, unit),
        };
        format!("{name} {text}")
    };
    chosen.iter().map(part).collect::<Vec<_>>().join("; ")
}

/// A path as it stands in `year`, and where it ends.
fn dated(steps: &[(i32, f64)], year: i32, unit: &str) -> String {
    let now = in_year(steps, year);
    match steps.last() {
        Some((from, end)) if *from > year => format!("{}, {} from {from}", phrases::in_unit(now, unit), phrases::in_unit(*end, unit)),
        _ => phrases::in_unit(now, unit),
    }
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

//! Measures in force and announced, with their settings in words.

use std::collections::BTreeMap;

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::effects::{Policy, Setting};
use crate::orders::phrases;
use crate::sim::policy::components::Measure;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut table = Table::new("policies", format!("Measures, {}", view.sim.now()))
        .numbers("measure", "")
        .words("government")
        .words("policy")
        .words("field")
        .words("settings")
        .words("since")
        .words("until")
        .words("state")
        .numbers("awarded this year", "$M");
    for measure in view.measures.list.iter().filter(|m| filter.wants(m.by)) {
        let policy = &view.catalog.policies[measure.policy.index()];
        table.push(cells![
            measure.id,
            view.region(measure.by),
            &policy.name,
            policy.field.label(),
            settings(view, policy, measure.settings_in(view.sim.now().max(measure.since))),
            measure.since,
            measure.until,
            state(view, policy, measure),
            measure.awarded,
        ]);
    }
    Ok(vec![table])
}

/// The settings that hold now, as players read them: `Rate 25 %; From China`.
fn settings(view: &View<'_>, policy: &Policy, chosen: &BTreeMap<String, Setting>) -> String {
    let part = |(word, setting): (&String, &Setting)| {
        let (name, unit) = policy.settings.get(word).map_or((word.as_str(), ""), |r| (r.name.as_str(), r.unit.as_str()));
        format!("{name} {}", phrases::setting(view.catalog, setting, unit))
    };
    chosen.iter().map(part).collect::<Vec<_>>().join("; ")
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

//! Measures in force and announced, with their settings in words.

use super::{Filter, ReportError, Table, View};
use crate::content::definitions::effects::{Policy, Setting};
use crate::content::ids::ItemKind;
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
        table.push(crate::cells![
            measure.id,
            view.region(measure.by),
            &policy.name,
            policy.field.label(),
            settings(view, policy, measure),
            measure.since,
            measure.until,
            if measure.since > view.sim.now() { "announced" } else { "in force" },
            measure.awarded,
        ]);
    }
    Ok(vec![table])
}

/// The settings of a measure: `rate 25 %, goods of cells`.
#[must_use]
pub fn settings(view: &View<'_>, policy: &Policy, measure: &Measure) -> String {
    let part = |(word, setting): (&String, &Setting)| {
        let rule = policy.settings.get(word);
        let name = rule.map_or(word.as_str(), |r| r.name.as_str()).to_lowercase();
        let unit = rule.map_or("", |r| r.unit.as_str());
        format!("{name} {}", value(view, setting, unit))
    };
    measure.settings.iter().map(part).collect::<Vec<_>>().join("; ")
}

fn value(view: &View<'_>, setting: &Setting, unit: &str) -> String {
    let number = |n: f64| match unit {
        "share" => format!("{} %", super::render::number(100.0 * n, if (100.0 * n).fract().abs() < 0.05 { 0 } else { 1 })),
        "" => super::render::plain(n),
        _ => format!("{} {unit}", super::render::plain(n)),
    };
    match setting {
        Setting::Number(n) => number(*n),
        Setting::Path(path) => path.iter().map(|(year, n)| format!("{} from {year}", number(*n))).collect::<Vec<_>>().join(", "),
        Setting::Region(region) => view.region(*region).to_owned(),
        Setting::Good(good) => view.good(*good).to_lowercase(),
        Setting::Stage(stage) => stage.label().to_owned(),
        Setting::Technology(technology) => super::lookup::name(view.catalog, ItemKind::Technology, technology.index()).to_lowercase(),
        Setting::Chemistry(chemistry) => view.catalog.chemistries[chemistry.index()].name.clone(),
    }
}

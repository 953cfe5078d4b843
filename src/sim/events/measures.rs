//! Measures that events take, change and end. A government that decides as it did in the world does nothing here.

use bevy_ecs::prelude::World;

use super::components::Events;
use crate::content::definitions::events::{Adjust, Enact, End};
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, SettingRule};
use crate::content::shape::Table;
use crate::orders::Settings;
use crate::sim::facts::Facts;
use crate::sim::policy::components::{Change, Measure, Measures};
use crate::sim::policy::levies::found;
use crate::sim::policy::orders::take;
use crate::sim::policy::planned::{defaults, lasting, same_matter};
use crate::sim::politics::orders::is_executive;
use crate::units::Month;

/// A government takes a measure, unless one about the same thing stands already.
pub(super) fn enact(world: &mut World, facts: &Facts, month: Month, e: &Enact) {
    if world.resource::<Events>().told.contains(&e.by) {
        return;
    }
    let policy = &facts.catalog[e.policy];
    let mut settings = defaults(policy);
    settings.extend(e.settings.iter().map(|(name, setting)| (name.clone(), setting.clone())));
    let since = month.later(e.after_months);
    let mut measure = Measure {
        id: world.resource::<Measures>().next,
        policy: e.policy,
        by: e.by,
        since,
        announced: month,
        until: e.months.or_else(|| lasting(policy, &settings)).map(|months| since.later(months)),
        settings,
        change: None,
        executive: is_executive(&facts.catalog, e.by, policy),
        levies: Vec::new(),
        treaty: None,
        suspended: None,
        awarded: 0.0,
    };
    measure.levies = found(world, &measure);
    let standing: Vec<&Measure> = world.resource::<Measures>().list.iter().collect();
    if same_matter(&standing, &measure, policy.several).is_none() {
        take(world, measure);
    }
}

/// A government ends measures.
pub(super) fn end(world: &mut World, month: Month, e: &End) {
    if world.resource::<Events>().told.contains(&e.by) {
        return;
    }
    let until = month.later(e.after_months);
    let mut measures = world.resource_mut::<Measures>();
    for measure in measures.list.iter_mut().filter(|m| m.by == e.by && m.policy == e.policy && is_about(m, &e.about)) {
        measure.until = Some(measure.until.map_or(until, |before| before.min(until)));
    }
}

/// A government changes the numbers of measures; those not yet in force change before they come.
pub(super) fn adjust(world: &mut World, facts: &Facts, month: Month, e: &Adjust) {
    if world.resource::<Events>().told.contains(&e.by) {
        return;
    }
    let (policy, from) = (&facts.catalog[e.policy], month.later(e.after_months));
    let mut measures = world.resource_mut::<Measures>();
    for measure in measures.list.iter_mut().filter(|m| m.by == e.by && m.policy == e.policy && is_about(m, &e.about)) {
        let settings = adjusted(policy, measure.latest().clone(), e);
        if from <= month.max(measure.since) {
            measure.settings = settings;
            measure.change = None;
        } else {
            measure.change = Some(Change { from, settings });
        }
    }
}

fn adjusted(policy: &Policy, mut settings: Settings, e: &Adjust) -> Settings {
    settings.extend(e.set.iter().map(|(name, number)| (name.clone(), Setting::Number(*number))));
    for (name, step) in &e.add {
        if let (Some(setting), Some(rule)) = (settings.get_mut(name), policy.settings.get(name)) {
            moved(setting, *step, rule);
        }
    }
    settings
}

/// A number, or all numbers of a path, moved by a step within limits.
fn moved(setting: &mut Setting, step: f64, rule: &SettingRule) {
    let bounded = |number: f64| (number + step).max(rule.least).min(rule.most);
    match setting {
        Setting::Number(number) => *number = bounded(*number),
        Setting::Path(path) => path.iter_mut().for_each(|(_, number)| *number = bounded(*number)),
        _ => {}
    }
}

fn is_about(measure: &Measure, about: &Table<String, Setting>) -> bool {
    about.iter().all(|(name, setting)| measure.latest().get(name) == Some(setting))
}

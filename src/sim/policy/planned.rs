//! Measures as they would be: what a policy with chosen settings comes to, when it begins and how long it lasts.

use super::components::{Measure, Measures};
use super::levies;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Misfit, Setting, SettingRule};
use crate::content::diagnostics::nearest;
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::phrases::{in_unit, list, span};
use crate::orders::sentences::sentence;
use crate::orders::{Refusal, Settings};
use crate::sim::Simulation;
use crate::sim::politics::orders::{is_executive, law_months};
use crate::units::Month;

/// The measure that a policy would be, with what is left out as the policy has it.
pub fn enacted(sim: &Simulation, side: RegionId, policy: PolicyId, settings: &Settings) -> Measure {
    let mut chosen = defaults(&sim.catalog()[policy]);
    chosen.extend(settings.clone());
    plan(sim, side, policy, chosen, begins(settings))
}

/// A measure as it would be with other settings.
pub fn adjusted(standing: &Measure, settings: &Settings) -> Measure {
    let mut planned = Measure { settings: standing.latest().clone(), change: None, ..standing.clone() };
    planned.settings.extend(settings.clone());
    planned
}

pub(in crate::sim) fn defaults(policy: &Policy) -> Settings {
    policy.settings.iter().map(|(name, rule)| (name.clone(), rule.default.clone())).collect()
}

/// The first month that chosen settings name, if all numbers among them have dates: nothing holds before.
pub(super) fn begins(chosen: &Settings) -> Option<Month> {
    let dates = chosen.values().filter_map(|setting| match setting {
        Setting::Number(_) => Some(None),
        Setting::Path(path) => Some(path.first().map(|(year, _)| Month::new(*year, 1))),
        _ => None,
    });
    dates.min().flatten()
}

/// The month from which settings that are chosen now hold.
pub(super) fn changes(sim: &Simulation, side: RegionId, policy: &Policy, chosen: &Settings) -> Month {
    let soonest = sim.now().later(policy.lag_months + law_months(sim, side, policy));
    begins(chosen).map_or(soonest, |first| first.max(soonest))
}

/// A measure as it would stand in the list.
pub(in crate::sim) fn plan(sim: &Simulation, side: RegionId, policy: PolicyId, settings: Settings, begins: Option<Month>) -> Measure {
    let definition = &sim.catalog()[policy];
    let soonest = sim.now().later(definition.lag_months + law_months(sim, side, definition));
    let since = begins.map_or(soonest, |first| first.max(soonest));
    let mut measure = Measure {
        id: sim.world().resource::<Measures>().next,
        policy,
        by: side,
        since,
        announced: sim.now(),
        until: lasting(definition, &settings).map(|months| since.later(months)),
        settings,
        change: None,
        executive: is_executive(sim.catalog(), side, definition),
        levies: Vec::new(),
        treaty: None,
        suspended: None,
        awarded: 0.0,
    };
    measure.levies = levies::found(sim.world(), &measure);
    measure
}

/// Months for which a measure with these settings holds, if it has a term.
pub(in crate::sim) fn lasting(policy: &Policy, settings: &Settings) -> Option<u32> {
    let months = settings.get(policy.lasts.as_ref()?)?.numbers().fold(1.0, f64::max);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a term of a few years")]
    let months = months.round() as u32;
    Some(months)
}

/// What a measure is about: its settings that are no numbers.
pub(super) fn about(measure: &Measure) -> Settings {
    let settings = measure.latest().iter().filter(|(_, v)| !matches!(v, Setting::Number(_) | Setting::Path(_)));
    settings.map(|(name, setting)| (name.clone(), setting.clone())).collect()
}

/// A measure of the same government and policy that does not end before the planned one begins, and that is about the same
/// thing if there may be several.
pub(in crate::sim) fn same_matter<'m>(measures: &[&'m Measure], planned: &Measure, several: bool) -> Option<&'m Measure> {
    let wanted = about(planned);
    let lives = |m: &Measure| m.until.is_none_or(|until| until > planned.since);
    measures.iter().copied().find(|m| m.by == planned.by && m.policy == planned.policy && lives(m) && (!several || about(m) == wanted))
}

/// The chosen settings over those before, if each is of the right kind and within its bounds.
pub(in crate::sim) fn complete(sim: &Simulation, policy: &Policy, before: &Settings, chosen: &Settings) -> Result<Settings, Refusal> {
    let mut all = before.clone();
    for (name, value) in chosen {
        let Some(rule) = policy.settings.get(name) else {
            let near = nearest(name, policy.settings.keys().map(String::as_str));
            let names: Vec<String> = policy.settings.keys().cloned().collect();
            let remedy = near.map_or_else(|| format!("It has {}.", list(&names)), |near| format!("“{near}” may be meant."));
            return Err(Refusal::new(format!("“{}” has no setting “{name}”.", policy.name), remedy));
        };
        fits(sim, policy, rule, value)?;
        all.insert(name.clone(), value.clone());
    }
    Ok(all)
}

fn fits(sim: &Simulation, policy: &Policy, rule: &SettingRule, value: &Setting) -> Result<(), Refusal> {
    let (missing, remedy) = match rule.misfit(value) {
        None => return Ok(()),
        Some(Misfit::Kind) => (
            format!("“{}” of “{}” is a {}, not a {}.", rule.name, policy.name, rule.kind.label(), value.kind().label()),
            format!("Choose a {}.", rule.kind.label()),
        ),
        Some(Misfit::Number(wrong)) => (
            format!("“{}” of “{}” cannot be {}.", rule.name, policy.name, in_unit(wrong, &rule.unit)),
            format!("Choose from {}.", span(rule.least, rule.most, &rule.unit)),
        ),
        Some(Misfit::Good(wrong)) => {
            let good = |good| crate::orders::phrases::good(sim.catalog(), good);
            let known: Vec<String> = rule.goods.iter().map(|g| good(*g)).collect();
            (format!("“{}” is not made for {}.", policy.name, good(wrong)), sentence(&format!("choose among {}", list(&known))))
        }
    };
    Err(Refusal::new(missing, remedy))
}

//! Measures taken, adjusted and ended by order.

use bevy_ecs::prelude::World;

use super::components::{Change, Effects, Measure, Measures};
use super::planned::{about, adjusted, begins, changes, complete, defaults, enacted, lasting, plan, same_matter};
use super::purse::{can_pay, pay};
use super::{estimate, levies, needs, systems};
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::Setting;
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::phrases::{list, lower_first, months, region, short_list};
use crate::orders::sentences::Speaker;
use crate::orders::{Political, Quote, Refusal, Settings};
use crate::sim::Simulation;
use crate::sim::diplomacy::grievances::offend;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Tag};
use crate::sim::politics::bills::change_of_size;
use crate::sim::politics::orders::law_months;
use crate::units::Month;

/// Months of notice before a measure in force ends (E: a budget quarter), unless its own lag is shorter.
pub const NOTICE_MONTHS: u32 = 3;

/// Whether a government may take a measure now.
pub fn can_enact(sim: &Simulation, side: RegionId, policy: PolicyId, settings: &Settings) -> Result<Quote, Refusal> {
    let catalog = sim.catalog();
    let definition = &catalog[policy];
    may_act(sim, side, policy)?;
    let all = complete(sim, definition, &defaults(definition), settings)?;
    let planned = plan(sim, side, policy, all, begins(settings));
    is_aimed_abroad(sim, &planned)?;
    does_something(definition, &planned)?;
    is_new(sim, &planned)?;
    let year = estimate::full_year(sim, &planned, planned.since);
    let replaced = estimate::replaced(sim, &planned);
    let saved: f64 = replaced.iter().map(|old| estimate::cost_in(sim, old, year)).sum();
    let cost = estimate::cost_in(sim, &planned, year);
    let speaker = Speaker { catalog, policy: definition, settings: &planned.settings, by: Some(side) };
    for need in &definition.needs {
        if !needs::holds(sim, &planned, need) {
            let missing = format!("“{}” needs that {}.", definition.name, speaker.condition(need));
            return Err(Refusal::new(missing, needs::remark(sim, &planned, need)));
        }
    }
    can_pay(sim, side, definition.setup_musd)?;
    Ok(Quote {
        cost_now_musd: definition.setup_musd,
        cost_per_year_musd: cost - saved,
        year,
        in_force_musd: (!replaced.is_empty()).then_some(saved),
        agree: Vec::new(),
        lag_months: months_until(sim, planned.since),
        effect: format!(
            "{}{}{}{}",
            speaker.measure(),
            replaced.iter().map(|old| format!(" It replaces “{}”.", catalog[old.policy].name)).collect::<String>(),
            waits(sim, definition, planned.since, "Nothing happens"),
            idle(sim, &planned, cost, year)
        ),
        political: Political::NONE,
    })
}

/// Takes a measure. Returns its number.
pub fn do_enact(sim: &mut Simulation, side: RegionId, policy: PolicyId, settings: &Settings) -> u32 {
    let catalog = sim.catalog().clone();
    let definition = &catalog[policy];
    let measure = enacted(sim, side, policy, settings);
    let id = measure.id;
    take(sim.world_mut(), measure);
    pay(sim, side, Account::Outside, Tag::Programmes, definition.setup_musd);
    refresh(sim);
    id
}

/// Adds a measure, and ends those of the same government that it replaces when it begins.
pub(in crate::sim) fn take(world: &mut World, measure: Measure) {
    let facts = world.resource::<Facts>().clone();
    let since = measure.since;
    offend(world, &measure, facts.catalog[measure.policy].size(&measure.settings));
    let mut measures = world.resource_mut::<Measures>();
    measures.next = measure.id + 1;
    for old in measures.list.iter_mut().filter(|m| measure.replaces(&facts.catalog, m)) {
        old.until = Some(old.until.map_or(since, |until| until.min(since)));
    }
    measures.list.push(measure);
}

/// Whether a government may change the settings of one of its measures.
pub fn can_adjust(sim: &Simulation, side: RegionId, number: u32, settings: &Settings) -> Result<Quote, Refusal> {
    let measure = own_measure(sim, side, number)?;
    let definition = &sim.catalog()[measure.policy];
    let before = measure.latest();
    let after = complete(sim, definition, before, settings)?;
    if &after == before {
        return Err(Refusal::new(format!("“{}” has these settings already.", definition.name), "Change at least one of them."));
    }
    let others: Vec<&Measure> = sim.world().resource::<Measures>().list.iter().filter(|m| m.id != number).collect();
    let planned = Measure { settings: after, change: None, ..measure.clone() };
    // Measures that stood side by side before still may.
    let moved = about(&planned) != about(measure);
    if let Some(other) = same_matter(&others, &planned, definition.several).filter(|_| moved) {
        return Err(already(sim, other));
    }
    let speaker = Speaker { catalog: sim.catalog(), policy: definition, settings: &planned.settings, by: Some(side) };
    let from = changes(sim, side, definition, settings);
    let year = estimate::full_year(sim, &planned, from);
    let in_force = estimate::cost_in(sim, measure, year);
    Ok(Quote {
        cost_now_musd: 0.0,
        cost_per_year_musd: estimate::cost_in(sim, &planned, year) - in_force,
        year,
        in_force_musd: Some(in_force),
        agree: Vec::new(),
        lag_months: months_until(sim, from),
        effect: format!("{}{}", speaker.measure(), waits(sim, definition, from, "Nothing changes")),
        political: Political::NONE,
    })
}

/// Changes the settings of a measure. Returns its number.
pub fn do_adjust(sim: &mut Simulation, number: u32, settings: &Settings) -> Option<u32> {
    let now = sim.now();
    let standing = sim.world().resource::<Measures>().list.iter().find(|m| m.id == number)?;
    let policy = &sim.catalog()[standing.policy];
    let from = changes(sim, standing.by, policy, settings);
    let (planned, larger) = (adjusted(standing, settings), change_of_size(policy, standing, settings));
    let lasts = lasting(policy, &planned.settings).filter(|_| policy.lasts.as_ref().is_some_and(|name| settings.contains_key(name)));
    let levies = levies::found(sim.world(), &planned);
    offend(sim.world_mut(), &planned, larger);
    let mut measures = sim.world_mut().resource_mut::<Measures>();
    let measure = measures.list.iter_mut().find(|m| m.id == number)?;
    let after = planned.settings;
    measure.levies = levies;
    // A term that is set anew runs from the change on.
    measure.until = lasts.map_or(measure.until, |months| Some(from.later(months)));
    if now < measure.since {
        // Not yet in force: the law is amended before it bites, and its date moves only if the amendment takes longer.
        measure.settings = after;
        measure.since = measure.since.max(from);
    } else {
        measure.change = Some(Change { from, settings: after });
    }
    refresh(sim);
    Some(number)
}

/// Whether a government may end one of its measures.
pub fn can_repeal(sim: &Simulation, side: RegionId, number: u32) -> Result<Quote, Refusal> {
    let measure = own_measure(sim, side, number)?;
    let definition = &sim.catalog()[measure.policy];
    let notice = notice(sim, measure);
    if measure.until.is_some_and(|until| until <= sim.now().later(notice)) {
        return Err(Refusal::new(format!("“{}” ends by then as it is.", definition.name), "Nothing is left to do."));
    }
    let first_end = measure.since.later(definition.stands_months);
    if sim.now() < first_end && sim.now() >= measure.since {
        let missing = format!("“{}” stands for {} from {} on.", definition.name, months(definition.stands_months), measure.since);
        return Err(Refusal::new(missing, format!("It can be ended from {first_end} on.")));
    }
    let speaker = Speaker { catalog: sim.catalog(), policy: definition, settings: measure.latest(), by: Some(side) };
    let year = estimate::full_year(sim, measure, sim.now().later(notice));
    let in_force = estimate::cost_in(sim, measure, year);
    Ok(Quote {
        cost_now_musd: 0.0,
        cost_per_year_musd: -in_force,
        year,
        in_force_musd: Some(in_force),
        agree: Vec::new(),
        lag_months: notice,
        effect: format!(
            "Ends, {}, what now {}",
            if notice == 0 { "at once".to_owned() } else { format!("after {} of notice", months(notice)) },
            lower_first(&speaker.measure())
        ),
        political: Political::NONE,
    })
}

/// Ends a measure. Returns its number.
pub fn do_repeal(sim: &mut Simulation, number: u32) -> Option<u32> {
    let now = sim.now();
    let notice = notice(sim, sim.world().resource::<Measures>().list.iter().find(|m| m.id == number)?);
    let mut measures = sim.world_mut().resource_mut::<Measures>();
    let measure = measures.list.iter_mut().find(|m| m.id == number)?;
    measure.until = Some(now.later(notice));
    refresh(sim);
    Some(number)
}

fn notice(sim: &Simulation, measure: &Measure) -> u32 {
    let policy = &sim.catalog()[measure.policy];
    let law = law_months(sim, measure.by, policy);
    if sim.now() < measure.since { law } else { policy.lag_months.min(NOTICE_MONTHS) + law }
}

fn months_until(sim: &Simulation, month: Month) -> u32 {
    u32::try_from(month.since(sim.now())).unwrap_or(0)
}

/// A sentence that an order waits for the first year that its settings name, if it does.
fn waits(sim: &Simulation, policy: &Policy, from: Month, nothing: &str) -> String {
    if from > sim.now().later(policy.lag_months) { format!(" {nothing} before {}.", from.year()) } else { String::new() }
}

/// A sentence that a measure for builders reaches nobody, if so.
fn idle(sim: &Simulation, planned: &Measure, cost: f64, year: i32) -> String {
    let reaches = cost > 0.0 || !estimate::helps_builders(sim, planned);
    if reaches { String::new() } else { format!(" Nobody is expected to build a plant in {year} that would get it.") }
}

fn may_act(sim: &Simulation, side: RegionId, policy: PolicyId) -> Result<(), Refusal> {
    let catalog = sim.catalog();
    let definition = &catalog[policy];
    if definition.by_treaty {
        let missing = format!("“{}” is an article of deals.", definition.name);
        return Err(Refusal::new(missing, "Offer a deal that has it."));
    }
    if definition.who.is_empty() || definition.who.contains(&side) {
        return Ok(());
    }
    let who: Vec<String> = definition.who.iter().map(|r| region(catalog, *r).to_owned()).collect();
    let missing = format!("“{}” is open to {} only, not to {}.", definition.name, short_list(&who), region(catalog, side));
    let like = catalog.policies.iter().find(|p| p.field == definition.field && (p.who.is_empty() || p.who.contains(&side)));
    let remedy = like.map_or_else(|| "There is nothing like it.".to_owned(), |p| format!("In the same field “{}” is possible.", p.name));
    Err(Refusal::new(missing, remedy))
}

pub(super) fn own_measure(sim: &Simulation, side: RegionId, number: u32) -> Result<&Measure, Refusal> {
    let measures = &sim.world().resource::<Measures>().list;
    let Some(measure) = measures.iter().find(|m| m.id == number) else {
        return Err(Refusal::new(format!("There is no measure {number} any more."), "Choose one from the list of measures in force."));
    };
    if measure.by != side {
        let missing = format!("Measure {number} is a measure of {}.", region(sim.catalog(), measure.by));
        return Err(Refusal::new(missing, "Only the government that took a measure can change or end it."));
    }
    if let Some(treaty) = measure.treaty {
        let missing = format!("Measure {number} is an article of deal {} with {}.", treaty.deal, region(sim.catalog(), treaty.with));
        return Err(Refusal::new(missing, "Leave the deal, or offer another one."));
    }
    Ok(measure)
}

/// A step on the ladder is aimed at others: no government lays a duty on its own goods, or lists its own firms.
fn is_aimed_abroad(sim: &Simulation, planned: &Measure) -> Result<(), Refusal> {
    let (catalog, side) = (sim.catalog(), planned.by);
    let definition = &catalog[planned.policy];
    let own = |setting: &&Setting| match setting {
        Setting::Region(region) => *region == side,
        Setting::Firm(firm) => catalog[*firm].home == side,
        _ => false,
    };
    let Some(own) = planned.settings.values().find(own).filter(|_| definition.rung > 0) else { return Ok(()) };
    let (whom, remedy) = match own {
        Setting::Firm(firm) => (format!("{}, a firm of its own", catalog[*firm].name), "Choose a firm of another country."),
        _ => ("itself".to_owned(), "Choose another country."),
    };
    let missing = format!("“{}” of {} would be aimed at {whom}.", definition.name, region(catalog, side));
    Err(Refusal::new(missing, remedy))
}

/// Duties of nothing would be voted on and paid for all the same.
fn does_something(definition: &Policy, planned: &Measure) -> Result<(), Refusal> {
    let Some(names) = definition.idle(&planned.settings) else { return Ok(()) };
    let names: Vec<String> = names.into_iter().map(|name| format!("“{name}”")).collect();
    let (what, remedy) = match names.as_slice() {
        [one] => (format!("{one} is 0"), "Set it above 0."),
        _ => (format!("{} are all 0", list(&names)), "Set at least one of them above 0."),
    };
    Err(Refusal::new(format!("“{}” would do nothing: {what}.", definition.name), remedy))
}

/// One government takes a policy once or, if it may be taken several times, once about each thing.
fn is_new(sim: &Simulation, planned: &Measure) -> Result<(), Refusal> {
    let all: Vec<&Measure> = sim.world().resource::<Measures>().list.iter().collect();
    same_matter(&all, planned, sim.catalog()[planned.policy].several).map_or(Ok(()), |other| Err(already(sim, other)))
}

fn already(sim: &Simulation, other: &Measure) -> Refusal {
    let definition = &sim.catalog()[other.policy];
    let since =
        if other.since > sim.now() { format!("comes into force in {}", other.since) } else { format!("is in force since {}", other.since) };
    let speaker = Speaker { catalog: sim.catalog(), policy: definition, settings: other.latest(), by: Some(other.by) };
    let missing = format!("“{}” {since} as measure {}: {}", definition.name, other.id, lower_first(&speaker.measure()));
    Refusal::new(missing, format!("Adjust measure {} instead.", other.id))
}

/// Brings the derived effects up to what has just been decided, so that the next look sees it.
pub fn refresh(sim: &mut Simulation) {
    let (now, world) = (sim.now(), sim.world_mut());
    let facts = world.resource::<Facts>().clone();
    let measures = world.resource::<Measures>().list.clone();
    systems::build(&facts, now, &measures, &mut world.resource_mut::<Effects>());
}

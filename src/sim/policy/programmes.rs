//! Stockpiles and research missions: orders that find, by what it does, the policy that they are a short form of.

use super::components::Measures;
use super::orders::{can_adjust, can_enact, can_repeal, do_adjust, do_enact, do_repeal};
use crate::content::Catalog;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, Value, What};
use crate::content::ids::{GoodId, PolicyId, RegionId, TechnologyId};
use crate::orders::phrases::{good as good_name, region as region_name};
use crate::orders::{Order, Quote, Refusal, Settings};
use crate::sim::Simulation;
use crate::sim::trade::components::Markets;

/// The long form of a short order.
enum Long {
    Enact(PolicyId, Settings),
    Adjust(u32, Settings),
    Repeal(u32),
}

/// Whether a government may hold a stockpile.
pub fn can_stockpile(sim: &Simulation, side: RegionId, good: GoodId, months: f64) -> Result<Quote, Refusal> {
    check(sim, side, &stockpile(sim, side, good, months)?)
}

/// Sets a stockpile. Returns the number of its measure.
pub fn do_stockpile(sim: &mut Simulation, side: RegionId, good: GoodId, months: f64) -> Option<u32> {
    let long = stockpile(sim, side, good, months).ok()?;
    act(sim, side, &long)
}

/// Whether a government may put money into a technology.
pub fn can_start_mission(sim: &Simulation, side: RegionId, technology: TechnologyId, musd: f64) -> Result<Quote, Refusal> {
    let name = &sim.catalog()[technology].name;
    let definition = &sim.catalog()[technology];
    if definition.learning_share <= 0.0 && definition.research_power <= 0.0 {
        return Err(Refusal::new(format!("Nothing is left to learn in {name}."), "Choose a technology that still learns."));
    }
    check(sim, side, &mission(sim, side, technology, musd)?)
}

/// Starts a mission, or changes its money. Returns the number of its measure.
pub fn do_start_mission(sim: &mut Simulation, side: RegionId, technology: TechnologyId, musd: f64) -> Option<u32> {
    let long = mission(sim, side, technology, musd).ok()?;
    act(sim, side, &long)
}

/// The policy that an order for a stockpile or a mission is a short form of, and how: 1 takes, 0.5 changes, −1 ends a measure.
pub fn long_of(sim: &Simulation, side: RegionId, order: &Order) -> Option<(PolicyId, f64)> {
    let long = match order {
        Order::SetStockpile { good, months } => stockpile(sim, side, *good, *months).ok()?,
        Order::StartMission { technology, musd_per_year } => mission(sim, side, *technology, *musd_per_year).ok()?,
        _ => return None,
    };
    let of = |number: u32| sim.world().resource::<Measures>().list.iter().find(|m| m.id == number).map(|m| m.policy);
    match long {
        Long::Enact(policy, _) => Some((policy, 1.0)),
        Long::Adjust(number, _) => of(number).map(|policy| (policy, 0.5)),
        Long::Repeal(number) => of(number).map(|policy| (policy, -1.0)),
    }
}

fn check(sim: &Simulation, side: RegionId, long: &Long) -> Result<Quote, Refusal> {
    match long {
        Long::Enact(policy, settings) => can_enact(sim, side, *policy, settings),
        Long::Adjust(measure, settings) => can_adjust(sim, side, *measure, settings),
        Long::Repeal(measure) => can_repeal(sim, side, *measure),
    }
}

fn act(sim: &mut Simulation, side: RegionId, long: &Long) -> Option<u32> {
    match long {
        Long::Enact(policy, settings) => Some(do_enact(sim, side, *policy, settings)),
        Long::Adjust(measure, settings) => do_adjust(sim, *measure, settings),
        Long::Repeal(measure) => do_repeal(sim, *measure),
    }
}

fn stockpile(sim: &Simulation, side: RegionId, good: GoodId, months: f64) -> Result<Long, Refusal> {
    let catalog = sim.catalog();
    let found = policies(catalog, side).find_map(|(id, policy)| {
        let (chosen, number) = policy.effects.iter().find_map(|effect| match effect {
            Effect::Stockpile(e) => match (&e.on, &e.months) {
                (What::Setting(on), Value::Setting(months)) => Some((on.clone(), months.clone())),
                _ => None,
            },
            _ => None,
        })?;
        let rule = policy.settings.get(&chosen)?;
        (rule.goods.is_empty() || rule.goods.contains(&good)).then_some((id, chosen, number))
    });
    let Some((policy, chosen, number)) = found else {
        let missing = format!("{} cannot be kept in a store.", good_name(catalog, good));
        return Err(Refusal::new(missing, "Choose a good that a stockpile policy names."));
    };
    if months > 0.0 && sim.world().resource::<Markets>().of(good).used_in(side) <= 0.0 {
        let name = good_name(catalog, good);
        let missing = format!("Nobody in {} uses {name}, so months of its use are nothing.", region_name(catalog, side));
        return Err(Refusal::new(missing, "Choose a good that home plants or makers use, or have a plant built that will use it."));
    }
    Ok(long_form(sim, side, policy, (chosen, Setting::Good(good)), (number, months)))
}

fn mission(sim: &Simulation, side: RegionId, technology: TechnologyId, musd: f64) -> Result<Long, Refusal> {
    let catalog = sim.catalog();
    let found = policies(catalog, side).find_map(|(id, policy)| {
        policy.effects.iter().find_map(|effect| match effect {
            Effect::Research(e) if e.technology.is_none() && policy.settings.contains_key("technology") => match &e.musd_per_year {
                Value::Setting(money) => Some((id, money.clone())),
                _ => None,
            },
            _ => None,
        })
    });
    let Some((policy, money)) = found else {
        return Err(Refusal::new(
            "No policy of this level pays for research in a technology of choice.",
            "Enact a policy of the field of know-how instead.",
        ));
    };
    Ok(long_form(sim, side, policy, ("technology".to_owned(), Setting::Technology(technology)), (money, musd)))
}

fn policies(catalog: &Catalog, side: RegionId) -> impl Iterator<Item = (PolicyId, &Policy)> {
    let all = catalog.policies.iter().enumerate().map(|(index, policy)| (PolicyId::from_index(index), policy));
    all.filter(move |(_, policy)| !policy.by_treaty && (policy.who.is_empty() || policy.who.contains(&side)))
}

/// A new measure; a change of the one that is about the same thing; its end, if the number is nothing.
fn long_form(sim: &Simulation, side: RegionId, policy: PolicyId, about: (String, Setting), (name, value): (String, f64)) -> Long {
    let measures = &sim.world().resource::<Measures>().list;
    let (key, choice) = about;
    let standing =
        measures.iter().find(|m| m.by == side && m.policy == policy && m.until.is_none() && m.settings.get(&key) == Some(&choice));
    let number = Settings::from([(name, Setting::Number(value))]);
    match standing {
        Some(measure) if value <= 0.0 => Long::Repeal(measure.id),
        Some(measure) => Long::Adjust(measure.id, number),
        None => {
            let mut settings = number;
            settings.insert(key, choice);
            Long::Enact(policy, settings)
        }
    }
}

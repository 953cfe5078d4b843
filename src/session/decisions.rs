//! What governments decided in the world, carried out in a game in the month from which it held.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::game::TurnedDown;
use crate::content::definitions::decisions::{Decided, Decision, Standing};
use crate::content::definitions::settings::Setting;
use crate::content::ids::RegionId;
use crate::content::shape::Table;
use crate::orders::{Dated, Order, Settings};
use crate::sim::Simulation;
use crate::sim::policy::components::{Measure, Measures};

/// Carries out what governments decided from this month on, those for which `decides` holds; while more is known of them, events leave
/// them alone. What the model cannot do is told.
pub fn carry_out(sim: &mut Simulation, decides: impl Fn(RegionId) -> bool) -> Vec<TurnedDown> {
    let (month, start) = (sim.now(), sim.calendar().start);
    let catalog = Arc::clone(sim.catalog());
    let ahead: BTreeSet<RegionId> = catalog.decisions.iter().filter(|d| d.since >= month && decides(d.by)).map(|d| d.by).collect();
    sim.follow_history(ahead.into_iter().collect());
    let mut list: Vec<&Decision> = catalog.decisions.iter().filter(|d| d.since.max(start) == month && decides(d.by)).collect();
    list.sort_by_key(|decision| decision.since);
    let mut refused = Vec::new();
    for decision in list {
        let (side, order) = (decision.by, order(sim, decision));
        if let Err(refusal) = sim.decide(side, &order) {
            refused.push(TurnedDown { order: Dated { month, side, order }, refusal });
        }
    }
    refused
}

fn order(sim: &Simulation, decision: &Decision) -> Order {
    match &decision.order {
        Decided::EnactPolicy(enacted) => Order::EnactPolicy { policy: enacted.policy, settings: chosen(&enacted.settings) },
        Decided::AdjustMeasure(adjusted) => {
            Order::AdjustMeasure { measure: number(sim, adjusted.measure), settings: chosen(&adjusted.settings) }
        }
        Decided::RepealMeasure(repealed) => Order::RepealMeasure { measure: number(sim, repealed.measure) },
    }
}

fn chosen(settings: &Table<String, Setting>) -> Settings {
    settings.iter().map(|(name, setting)| (name.clone(), setting.clone())).collect()
}

/// The number of a measure in this world; one that nobody has if the decision that took it was turned down.
fn number(sim: &Simulation, measure: Standing) -> u32 {
    let decided = match measure {
        Standing::Start(measure) => return u32::from(measure.0),
        Standing::Decided(decision) => &sim.catalog().decisions[decision.index()],
    };
    let Decided::EnactPolicy(enacted) = &decided.order else { return u32::MAX };
    let about = |measure: &&Measure| {
        let same = |(name, setting): (&String, &Setting)| {
            matches!(setting, Setting::Number(_) | Setting::Path(_)) || measure.settings.get(name) == Some(setting)
        };
        measure.by == decided.by && measure.policy == enacted.policy && enacted.settings.iter().all(same)
    };
    sim.world().resource::<Measures>().list.iter().rev().find(about).map_or(u32::MAX, |measure| measure.id)
}

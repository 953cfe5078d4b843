//! What governments decided in the world, as orders of a game: given in time to hold from the month in which they did.

use crate::content::Catalog;
use crate::content::definitions::decisions::{Adjusted, Decided, Decision, Repealed, Standing};
use crate::content::definitions::settings::Setting;
use crate::content::ids::{PolicyId, RegionId};
use crate::content::shape::Table;
use crate::orders::{Order, Settings};
use crate::sim::Simulation;
use crate::sim::policy::components::{Measure, Measures};
use crate::sim::policy::orders::NOTICE_MONTHS;
use crate::units::Month;

/// The orders of `side` that are due now, in the order in which they come to hold.
#[must_use]
pub fn due(sim: &Simulation, side: RegionId) -> Vec<Order> {
    let catalog = sim.catalog();
    let now = |decision: &&Decision| decision.by == side && given(catalog, decision, sim.calendar().start) == sim.now();
    let mut list: Vec<&Decision> = catalog.decisions.iter().filter(now).collect();
    list.sort_by_key(|decision| decision.since);
    list.into_iter().map(|decision| order(sim, decision)).collect()
}

/// The month in which an order must be given to hold in time.
fn given(catalog: &Catalog, decision: &Decision, start: Month) -> Month {
    let lag = match &decision.order {
        Decided::EnactPolicy(enacted) => catalog[enacted.policy].lag_months,
        Decided::AdjustMeasure(adjusted) => catalog[policy_of(catalog, adjusted.measure)].lag_months,
        Decided::RepealMeasure(repealed) => catalog[policy_of(catalog, repealed.measure)].lag_months.min(NOTICE_MONTHS),
    };
    decision.since.plus(-i32::try_from(lag).unwrap_or(0)).max(start)
}

fn policy_of(catalog: &Catalog, measure: Standing) -> PolicyId {
    match measure {
        Standing::Start(measure) => catalog.measures[measure.index()].policy,
        Standing::Decided(other) => match &catalog.decisions[other.index()].order {
            Decided::EnactPolicy(enacted) => enacted.policy,
            Decided::AdjustMeasure(Adjusted { measure, .. }) | Decided::RepealMeasure(Repealed { measure }) => policy_of(catalog, *measure),
        },
    }
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

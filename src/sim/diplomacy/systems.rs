//! Relations drift to where history and standing grievances put them; tension eases.

use bevy_ecs::prelude::*;

use super::components::Diplomacy;
use super::{formulas, grievances};
use crate::content::ids::RegionId;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::policy::components::{Effects, Measures};
use crate::sim::society::components::Treasury;

/// Once a quarter, relations move toward their aim.
pub fn drift_relations(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    measures: Res<Measures>,
    effects: Res<Effects>,
    mut treasuries: Query<&mut Treasury>,
) {
    if !calendar.month.of_year().is_multiple_of(3) {
        return;
    }
    let rules = &facts.catalog.rules.diplomacy;
    let sums = grievances::sums(&facts, calendar.start, calendar.month, &measures.list);
    for (region, mut treasury) in treasuries.iter_mut().enumerate() {
        for (other, relation) in treasury.relations.iter_mut().enumerate() {
            let goodwill = effects.pacts.goodwill(RegionId::from_index(region), RegionId::from_index(other));
            let base = facts.base_relations[region * facts.regions + other] + goodwill;
            *relation = formulas::drifted(rules, *relation, base, sums[region * facts.regions + other]);
        }
    }
}

/// Every month without a step brings a little calm.
pub fn ease_tension(facts: Res<Facts>, calendar: Res<Calendar>, mut diplomacy: ResMut<Diplomacy>, treasuries: Query<&Treasury>) {
    let (rules, scenario) = (&facts.catalog.rules.diplomacy, &facts.catalog.scenario);
    let between = |a: usize, b: usize| treasuries.iter().nth(a).and_then(|t| t.relations.get(b).copied()).unwrap_or(0.0);
    let (us, china) = (scenario.us.index(), scenario.china.index());
    let relations = between(us, china).min(between(china, us));
    diplomacy.tension = formulas::eased(rules, diplomacy.tension, relations);
    let month = calendar.month;
    diplomacy.steps.retain(|step| month.since(step.month) < i32::try_from(rules.step_months).unwrap_or(60));
}

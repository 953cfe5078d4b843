//! Whether the conditions of a policy hold for a government, and what to tell it if they do not.

use super::components::Measure;
use super::measures::InForce;
use crate::content::definitions::gauges::Mark;
use crate::content::definitions::policies::Condition;
use crate::content::definitions::settings::What;
use crate::orders::phrases::percent;
use crate::orders::sentences::conditions;
use crate::sim::Simulation;
use crate::sim::buyers::components::Cars;
use crate::sim::gauges::Viewpoint;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::{Account, Ledger};
use crate::sim::production::components::{Facility, Run};

/// Whether a condition holds for the government of a planned measure.
#[must_use]
pub fn holds(sim: &Simulation, planned: &Measure, condition: &Condition) -> bool {
    match condition {
        Condition::All(e) => e.of.iter().all(|c| holds(sim, planned, c)),
        Condition::Any(e) => e.of.iter().any(|c| holds(sim, planned, c)),
        Condition::None(e) => !e.of.iter().any(|c| holds(sim, planned, c)),
        Condition::UtilisationBelow(e) => utilisation(sim, planned, &e.on).is_some_and(|used| used < e.share),
        Condition::MakesAny(e) => makes_any(sim, planned, &e.on),
        _ => Viewpoint { world: sim.world(), own: planned.by }.holds(condition),
    }
}

/// How far a condition is from holding, as a remark; empty where the condition says it all.
#[must_use]
pub fn remark(sim: &Simulation, planned: &Measure, condition: &Condition) -> String {
    match condition {
        Condition::UtilisationBelow(e) => match utilisation(sim, planned, &e.on) {
            Some(used) => format!("They run at {} now; wait for idle plants.", percent(used)),
            None => "There are none; it can only freeze what exists.".to_owned(),
        },
        Condition::TreasuryAtLeast(e) => {
            let held = sim.world().resource::<Ledger>().cash_musd(Account::Government(planned.by));
            format!("It holds {}; {} more would do.", crate::orders::phrases::money(held), crate::orders::phrases::money(e.musd - held))
        }
        Condition::MakesAny(_) => "Choose a good that is made at home, or build a plant for it first.".to_owned(),
        Condition::NotBefore(e) => format!("Wait until {}.", e.month),
        Condition::Before(_) => "It is too late.".to_owned(),
        Condition::AtLeast(Mark { gauge, .. }) | Condition::Below(Mark { gauge, .. }) => {
            let view = Viewpoint { world: sim.world(), own: planned.by };
            format!("Now it is {}.", conditions::value(gauge, sim.catalog(), view.read(gauge)))
        }
        Condition::MeasureOf(_) => "It is not in force now.".to_owned(),
        Condition::Happened(_) => "It has not come yet.".to_owned(),
        Condition::InForce(_) | Condition::Any(_) => "Take that measure first, and wait until it is in force.".to_owned(),
        Condition::All(e) => e.of.iter().find(|c| !holds(sim, planned, c)).map_or_else(String::new, |c| remark(sim, planned, c)),
        Condition::None(_) => "End that measure first.".to_owned(),
    }
}

/// Output of the last year over the capacity of home lines that make any of the goods; none without lines.
fn utilisation(sim: &Simulation, planned: &Measure, on: &What) -> Option<f64> {
    let goods = InForce { measure: planned, facts: sim.facts(), month: sim.now(), phase: 1.0 }.goods(on);
    let (mut made, mut capacity) = (0.0, 0.0);
    let mut query = sim.world().try_query::<(&Facility, &Run, &Capacity)>()?;
    for (line, run, built) in query.iter(sim.world()) {
        if line.region == planned.by && goods.contains(&sim.facts().process(line.process).makes) {
            made += 12.0 * run.made_year;
            capacity += built.ramped;
        }
    }
    (capacity > 0.0).then(|| made / capacity)
}

/// Whether home plants make any of the goods, as main output or beside it.
fn makes_any(sim: &Simulation, planned: &Measure, on: &What) -> bool {
    let facts = sim.facts();
    let goods = InForce { measure: planned, facts, month: sim.now(), phase: 1.0 }.goods(on);
    let cars = sim.world().resource::<Cars>();
    if goods.iter().any(|g| facts.car_goods.contains(g)) && cars.in_region(planned.by).any(|p| p.capacity > 0.0) {
        return true;
    }
    let Some(mut query) = sim.world().try_query::<(&Facility, &Capacity)>() else { return false };
    query.iter(sim.world()).any(|(line, built)| {
        let process = facts.process(line.process);
        let made = goods.contains(&process.makes) || process.sides.iter().any(|(good, _)| goods.contains(good));
        line.region == planned.by && built.nameplate > 0.0 && made
    })
}

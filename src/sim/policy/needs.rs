//! Whether the conditions of a policy hold for a government, and what to tell it if they do not.

use super::components::Measure;
use super::injury;
use super::measures::InForce;
use crate::content::definitions::gauges::Mark;
use crate::content::definitions::policies::{Condition, Injury};
use crate::content::definitions::settings::{What, Who};
use crate::content::ids::RegionId;
use crate::orders::phrases::{percent, region as region_name};
use crate::orders::sentences::conditions;
use crate::sim::Simulation;
use crate::sim::buyers::components::Cars;
use crate::sim::directives::relations;
use crate::sim::gauges::Viewpoint;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::{Account, Ledger};
use crate::sim::production::components::{Facility, Run};
use crate::units::digits::fixed;

/// Whether a condition holds for the government of a planned measure.
#[must_use]
pub fn holds(sim: &Simulation, planned: &Measure, condition: &Condition) -> bool {
    match condition {
        Condition::All(e) => e.of.iter().all(|c| holds(sim, planned, c)),
        Condition::Any(e) => e.of.iter().any(|c| holds(sim, planned, c)),
        Condition::None(e) => !e.of.iter().any(|c| holds(sim, planned, c)),
        Condition::UtilisationBelow(e) => utilisation(sim, planned, &e.on).is_some_and(|used| used < e.share),
        Condition::MakesAny(e) => makes_any(sim, planned, &e.on),
        Condition::Injury(e) => {
            let (share, load) = hurt(sim, planned, e);
            share.is_some_and(|share| share > e.import_share) && load.is_some_and(|load| load < e.load)
        }
        Condition::Shortage(e) => fill(sim, planned, &e.on).is_some_and(|fill| fill < e.fill),
        Condition::Friends(e) => friends(sim, planned.by, e.relations) >= e.count,
        Condition::RelationsAtLeast(e) => worst(sim, planned, &e.with).is_none_or(|(_, relation)| relation >= e.least),
        _ => Viewpoint { world: sim.world(), own: planned.by }.holds(condition),
    }
}

fn view<'a>(sim: &'a Simulation, planned: &'a Measure) -> InForce<'a> {
    InForce { measure: planned, facts: sim.facts(), month: sim.now(), phase: 1.0 }
}

/// What imports take of home use, and the load of home plants.
fn hurt(sim: &Simulation, planned: &Measure, e: &Injury) -> (Option<f64>, Option<f64>) {
    let view = view(sim, planned);
    let goods = view.goods(&e.on);
    let load = utilisation(sim, planned, &e.on).or_else(|| injury::car_load(sim, &goods, planned.by));
    (injury::import_share(sim, &goods, planned.by, view.regions(&e.from)), load)
}

fn fill(sim: &Simulation, planned: &Measure, on: &What) -> Option<f64> {
    injury::fill_at_home(sim, &view(sim, planned).goods(on), planned.by)
}

fn friends(sim: &Simulation, side: RegionId, least: f64) -> u32 {
    let others = (0..sim.facts().regions).map(RegionId::from_index).filter(|other| *other != side);
    u32::try_from(others.filter(|other| relations(sim, *other, side) >= least).count()).unwrap_or(0)
}

/// Of the regions named, the one that thinks worst of the government, and how.
fn worst(sim: &Simulation, planned: &Measure, with: &Who) -> Option<(RegionId, f64)> {
    let bits = view(sim, planned).regions(with);
    let named = (0..sim.facts().regions).map(RegionId::from_index).filter(|r| *r != planned.by && bits & (1 << r.index()) != 0);
    named.map(|other| (other, relations(sim, other, planned.by))).min_by(|a, b| a.1.total_cmp(&b.1))
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
        Condition::Injury(e) => {
            let (share, load) = hurt(sim, planned, e);
            let load = load.map_or_else(|| "there are no home plants".to_owned(), |load| format!("home plants run at {}", percent(load)));
            format!("They take {}, and {load}.", percent(share.unwrap_or(0.0)))
        }
        Condition::Shortage(e) => {
            let share = fill(sim, planned, &e.on).unwrap_or(1.0);
            format!("They got {} of it last month.", percent(share))
        }
        Condition::Friends(e) => format!("There are {}; better relations would win more.", friends(sim, planned.by, e.relations)),
        Condition::RelationsAtLeast(e) => worst(sim, planned, &e.with).map_or_else(String::new, |(other, relation)| {
            format!("{} stands at {}.", crate::orders::phrases::capital(region_name(sim.catalog(), other)), fixed(relation, 0))
        }),
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

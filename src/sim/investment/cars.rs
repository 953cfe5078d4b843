//! Automakers convert lines to cars with a plug, extend plants, and build abroad where tariffs and freight make imports dear. All of
//! it takes permits and time, as what is ordered does; how projects advance is in `investment::projects`.

use bevy_ecs::prelude::*;

use super::components::{Pipeline, Project, Work};
use super::projects::{Plan, lead, start_project};
use crate::content::definitions::rules::Automakers;
use crate::content::definitions::start::Progress;
use crate::content::ids::{FirmId, ProcessId, RegionId};
use crate::sim::buyers::components::{Cars, PLUGS, POWERTRAINS, Presence};
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::Finance;
use crate::sim::ledger::formulas::book_of;
use crate::sim::plans::cars::CarRoutes;
use crate::sim::policy::components::Effects;
use crate::sim::policy::support::Support;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::{Customer, Markets};
use crate::units::math;

/// Months of a quarter, and of the mean against which growth is seen.
const QUARTER: i32 = 3;
const YEAR: f64 = 12.0;

/// The process that assembles cars, if the packs have one.
#[must_use]
pub fn assembly(facts: &Facts) -> Option<ProcessId> {
    facts.catalog.processes.iter().position(|p| !facts.is_traded(p.makes)).map(ProcessId::from_index)
}

/// Orders to a plant for cars with a plug this month, thousand.
pub(super) fn plug_orders(presence: &Presence) -> f64 {
    PLUGS.iter().map(|p| presence.orders[*p]).sum()
}

/// Growth a year of the cars with a plug that are asked of a plant: orders against their mean of a year, which lies a year behind.
fn growth(rules: &Automakers, presence: &Presence) -> f64 {
    (plug_orders(presence) / presence.plug_orders_year.max(1e-9) - 1.0).clamp(0.0, rules.planned_growth)
}

/// Lines for cars with a plug that a plant lacks against what it will be asked for in so many months, thousand cars a year.
fn lacking(rules: &Automakers, presence: &Presence, growth: f64, months: f64, under_way: f64) -> f64 {
    let then = 12.0 * plug_orders(presence) * math::pow(1.0 + growth, months / 12.0);
    (then / rules.plug_use - presence.plug_capacity - under_way).max(0.0)
}

/// What a plant may convert: lines that combustion cars do not need.
fn convertible(presence: &Presence, converting: f64) -> f64 {
    let others = 12.0 * (presence.orders[0] + presence.orders[1]);
    (presence.capacity - presence.plug_capacity - others - converting).max(0.0)
}

/// Lines for cars with a plug under way by maker and region: all of them, and conversions.
fn under_way(facts: &Facts, cars: &Cars, pipeline: &Pipeline, process: ProcessId) -> Vec<(f64, f64)> {
    let mut sums = vec![(0.0, 0.0); cars.presences.len()];
    for project in pipeline.projects.iter().filter(|p| p.process == process && !p.ended && p.progress != Progress::Announced) {
        let Some(maker) = cars.maker(project.firm) else { continue };
        let sum = &mut sums[maker * facts.regions + project.region.index()];
        sum.0 += project.capacity;
        sum.1 += if project.work == Work::Conversion { project.capacity } else { 0.0 };
    }
    sums
}

/// What a maker means to do at a plant: how much to convert, how much to build.
fn steps(facts: &Facts, support: &Support, process: ProcessId, presence: &Presence, growth: f64, way: (f64, f64)) -> [(Work, f64); 2] {
    let rules = &facts.catalog.rules.automakers;
    let months = |work| {
        let (permit, build) = lead(facts, process, presence.region, support, work);
        permit + build
    };
    let soon = lacking(rules, presence, growth, months(Work::Conversion), way.0);
    let converted = soon.min(convertible(presence, way.1));
    let later = lacking(rules, presence, growth, months(Work::Extension), way.0);
    [(Work::Conversion, converted), (Work::Extension, (later - convertible(presence, way.1)).max(0.0) * support.freeze_pass)]
}

/// Each maker looks at its plants once a quarter: convert, extend, stay, or shed what stands idle.
pub fn grow_car_plants(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    mut cars: ResMut<Cars>,
    mut pipeline: ResMut<Pipeline>,
    technologies: Res<Technologies>,
    mut firms: Query<&mut Finance>,
) {
    let Some(process) = assembly(&facts) else { return };
    let rules = &facts.catalog.rules.automakers;
    let module = facts.catalog.processes[process.index()].module_units;
    let mut finances: Vec<Mut<'_, Finance>> = firms.iter_mut().collect();
    let way = under_way(&facts, &cars, &pipeline, process);
    for presence in &mut cars.presences {
        presence.plug_orders_year += (plug_orders(presence) - presence.plug_orders_year) / YEAR;
    }
    let turn = usize::try_from(calendar.month.since(calendar.start).rem_euclid(QUARTER)).unwrap_or(0);
    for at in (0..cars.presences.len()).filter(|at| at / facts.regions % 3 == turn) {
        let firm = cars.makers[at / facts.regions].firm;
        let finance = &mut finances[firm.index()];
        let presence = &mut cars.presences[at];
        let Some(market) = facts.car_market(presence.region) else { continue };
        if presence.capacity <= 0.0 || finance.failed || finance.receiver_months > 0 {
            continue;
        }
        let asked: f64 = presence.orders.iter().map(|units| 12.0 * units).sum();
        if asked < rules.shed_use * presence.capacity && presence.capacity > module && way[at].0 <= 0.0 {
            // Plants that stand mostly idle are closed slowly.
            let closed = rules.shed_share * presence.capacity;
            presence.capacity -= closed;
            presence.plug_capacity = presence.plug_capacity.min(presence.capacity);
            finance.write_down(book_of(&facts.catalog.rules.finance, market.assembly_capex_musd_per_thousand * closed));
            continue;
        }
        let support = effects.support(facts.car_goods[3], presence.region);
        // Small plants grow by whole lines: who builds twenty thousand cars can build sixty.
        let most = (rules.step_share * presence.capacity).max(module) * finance.room_share;
        // A line at a time, or a tenth of a small plant.
        let least = module.min(0.1 * presence.capacity).min(most);
        for (work, units) in steps(&facts, support, process, presence, growth(rules, presence), way[at]) {
            let capacity = units.min(most);
            if capacity > 0.0 && capacity >= least {
                let capex = technologies.capex(&facts, process, presence.region);
                let plan = Plan { capacity, extends: None, site: None, work, capex, npv: 0.0, raises: false, ordered_by: None };
                start_project(&facts, &effects, &mut pipeline, (firm, process, presence.region), &plan);
            }
        }
    }
}

/// Once a quarter each maker asks where it sells most from abroad, and whether a plant there would pay for itself.
pub fn plan_plants_abroad(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    routes: Res<CarRoutes>,
    cars: Res<Cars>,
    mut pipeline: ResMut<Pipeline>,
    technologies: Res<Technologies>,
    firms: Query<&Finance>,
) {
    let Some(process) = assembly(&facts) else { return };
    let (makers, rules) = (&facts.catalog.rules.automakers, &facts.catalog.rules.investment);
    let recipe = &facts.catalog.processes[process.index()];
    let way = under_way(&facts, &cars, &pipeline, process);
    let finances: Vec<&Finance> = firms.iter().collect();
    let turn = usize::try_from(calendar.month.since(calendar.start).rem_euclid(QUARTER)).unwrap_or(0);
    for maker in (0..cars.makers.len()).filter(|m| m % 3 == turn) {
        let firm = cars.makers[maker].firm;
        let finance = finances[firm.index()];
        if finance.failed || finance.receiver_months > 0 || finance.room_share < 0.5 {
            continue;
        }
        let home = facts.catalog.firms[firm.index()].home;
        let mut best: Option<(f64, RegionId, f64)> = None;
        for region in (0..facts.regions).map(RegionId::from_index) {
            let at = maker * facts.regions + region.index();
            let imports = || routes.of_dealer(at).iter().filter(|r| r.plant != at);
            let imported: f64 = imports().map(|r| 12.0 * (r.ordered[2] + r.ordered[3])).sum();
            let burden: f64 = imports()
                .map(|r| (0..POWERTRAINS).filter(|p| *p >= 2).map(|p| 12.0 * r.ordered[p] * (r.duty[p] + r.freight)).sum::<f64>())
                .sum();
            let support = effects.support(facts.car_goods[3], region);
            let wanted = (makers.abroad_share * imported - way[at].0) * support.freeze_pass;
            if imported < makers.abroad_least
                || wanted < recipe.module_units.min(0.5 * imported)
                || support.refuses(&facts.catalog.firms, firm)
            {
                continue;
            }
            let partner = if home == region { 0.0 } else { support.venture_share * rules.venture_loss };
            let capex =
                imported * technologies.capex(&facts, process, region) * (1.0 - support.grant(facts.claimant(firm))) * (1.0 + partner);
            let yearly = burden / capex;
            if yearly > makers.abroad_return && best.is_none_or(|b| yearly > b.0) {
                best = Some((yearly, region, wanted));
            }
        }
        if let Some((_, region, capacity)) = best {
            let capex = technologies.capex(&facts, process, region);
            let plan = Plan { capacity, extends: None, site: None, work: Work::New, capex, npv: 0.0, raises: false, ordered_by: None };
            start_project(&facts, &effects, &mut pipeline, (firm, process, region), &plan);
        }
    }
}

/// A finished car plant builds cars with a plug, first of all for its own region. Nobody but an automaker can run one.
pub fn open_car_plant(facts: &Facts, markets: &mut Markets, cars: &mut Cars, project: &Project) {
    let Some(maker) = cars.maker(project.firm) else { return };
    let at = maker * facts.regions + project.region.index();
    let row = maker * facts.regions..(maker + 1) * facts.regions;
    for p in PLUGS {
        // With the largest packs that it builds anywhere, which have grown as those there have.
        let largest = cars.presences[row.clone()].iter().max_by(|a, b| a.pack_kwh[p].total_cmp(&b.pack_kwh[p]));
        let (now, start) = largest.map_or((0.0, 0.0), |x| (x.pack_kwh[p], x.pack_kwh_start[p]));
        let presence = &mut cars.presences[at];
        if presence.pack_kwh[p] <= 0.0 {
            (presence.pack_kwh[p], presence.pack_kwh_start[p]) = (now, start);
        }
    }
    let presence = &mut cars.presences[at];
    presence.capacity += if project.work == Work::Conversion { 0.0 } else { project.capacity };
    presence.plug_capacity = (presence.plug_capacity + project.capacity).min(presence.capacity);
    if project.work == Work::New {
        presence.plant_standing = 1.0;
    }
    open_cell_buyers(facts, markets, project.firm, project.region);
}

/// A maker's new plant buys cells of every chemistry on the markets.
pub fn open_cell_buyers(facts: &Facts, markets: &mut Markets, firm: FirmId, region: RegionId) {
    for cell in &facts.cells {
        markets.of_mut(*cell).add_buyer(Customer::Maker(firm), region);
    }
}

/// Steps of a plant that must be under way at the start, so that lines keep pace with growth: what is to be ready month by month until
/// what is decided today can be. Named projects count.
#[must_use]
pub fn steps_at_start(facts: &Facts, effects: &Effects, cars: &Cars, pipeline: &Pipeline, growth: f64) -> Vec<(usize, Work, f64, f64)> {
    let Some(process) = assembly(facts) else { return Vec::new() };
    let way = under_way(facts, cars, pipeline, process);
    let mut list = Vec::new();
    for (at, presence) in cars.presences.iter().enumerate().filter(|(_, p)| p.capacity > 0.0) {
        let support = effects.support(facts.car_goods[3], presence.region);
        for (work, units) in steps(facts, support, process, presence, growth, way[at]) {
            let (permit, build) = lead(facts, process, presence.region, support, work);
            if units > 0.0 {
                list.push((at, work, units, permit + build));
            }
        }
    }
    list
}

//! Duties that are found rather than set: in a case of dumping or subsidies, at the borders of a price club, by a carbon standard.
//! A case finds once, when it is brought; the others are looked at again each quarter.

use bevy_ecs::prelude::*;

use super::apply::is_found;
use super::components::{Effects, Levy, Measure, Measures};
use super::measures::InForce;
use crate::content::definitions::controls::{CarbonStandard, ImportFloor, TradeRemedy};
use crate::content::definitions::effects::Effect;
use crate::content::ids::{GoodId, RegionId};
use crate::sim::buyers::components::{Cars, POWERTRAINS};
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::plans::cars::Plant;
use crate::sim::production::components::Facility;
use crate::sim::society::components::Treasury;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::Markets;
use crate::sim::trade::lanes::Landing;

/// A duty below this is none.
const LEAST_RATE: f64 = 1e-4;
/// Tonnes of CO2 a MWh of power where the level tells none, as elsewhere.
const GRID: f64 = 0.5;

/// Once a quarter, clubs and standards look at prices again.
pub fn assess_levies(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    markets: Res<Markets>,
    treasuries: Query<&Treasury>,
    mut measures: ResMut<Measures>,
) {
    let looks = |m: &Measure| {
        let effects = &facts.catalog.policies[m.policy.index()].effects;
        effects.iter().any(|effect| is_found(effect) && !matches!(effect, Effect::TradeRemedy(_)))
    };
    if calendar.month.of_year() % 3 != 1 || !measures.list.iter().any(looks) {
        return;
    }
    let relations: Vec<&[f64]> = treasuries.iter().map(|t| t.relations.as_slice()).collect();
    for measure in measures.list.iter_mut().filter(|m| looks(m)) {
        measure.levies = standing(&facts, &markets, &relations, calendar.month, measure);
    }
}

/// What a measure that is about to be taken finds.
#[must_use]
pub fn found(world: &World, measure: &Measure) -> Vec<Levy> {
    let (facts, month) = (world.resource::<Facts>(), world.resource::<Calendar>().month);
    let effects = &facts.catalog[measure.policy].effects;
    if !effects.iter().any(is_found) {
        return Vec::new();
    }
    let Some(mut query) = world.try_query::<&Treasury>() else { return Vec::new() };
    let relations: Vec<&[f64]> = query.iter(world).map(|t| t.relations.as_slice()).collect();
    let mut levies = standing(facts, world.resource::<Markets>(), &relations, month, measure);
    let view = InForce { measure, facts, month: measure.since.max(month), phase: 1.0 };
    for effect in effects {
        if let Effect::TradeRemedy(case) = effect {
            levies.extend(remedies(world, &relations, &view, case));
        }
    }
    levies
}

/// Duties of clubs and standards at today's prices.
fn standing(facts: &Facts, markets: &Markets, relations: &[&[f64]], month: crate::units::Month, measure: &Measure) -> Vec<Levy> {
    let view = InForce { measure, facts, month: month.max(measure.since), phase: 1.0 };
    let mut levies = Vec::new();
    for effect in &facts.catalog.policies[measure.policy.index()].effects {
        match effect {
            Effect::ImportFloor(club) => floor(markets, relations, &view, club, &mut levies),
            Effect::CarbonStandard(standard) => carbon(markets, &view, standard, &mut levies),
            _ => {}
        }
    }
    levies
}

/// Regions that are members of a club, as bits: its founder, and whoever is on good terms with it.
#[must_use]
pub fn members(relations: &[&[f64]], founder: RegionId, least: f64) -> u32 {
    let joins = |region: usize, row: &&[f64]| region == founder.index() || row.get(founder.index()).is_some_and(|r| *r >= least);
    relations.iter().enumerate().filter(|(region, row)| joins(*region, row)).fold(0, |bits, (region, _)| bits | 1 << region)
}

/// The gap to a floor, as a share of the price.
fn gap(floor: f64, price: f64, most: f64) -> f64 {
    if price > 0.0 { (floor / price - 1.0).clamp(0.0, most) } else { 0.0 }
}

fn floor(markets: &Markets, relations: &[&[f64]], view: &InForce<'_>, club: &ImportFloor, levies: &mut Vec<Levy>) {
    let inside = members(relations, view.measure.by, club.relations);
    let least = view.number(&club.musd);
    for good in view.goods(&club.on) {
        let market = markets.of(good);
        for from in (0..view.facts.regions).filter(|r| inside & (1 << r) == 0 && market.nodes[*r].nameplate > 0.0) {
            let rate = gap(least, market.nodes[from].spot, club.most);
            let to = (0..view.facts.regions).filter(|r| inside & (1 << r) != 0 && rate > LEAST_RATE);
            levies.extend(to.map(|to| Levy { good, from: RegionId::from_index(from), to: RegionId::from_index(to), rate }));
        }
    }
}

fn carbon(markets: &Markets, view: &InForce<'_>, standard: &CarbonStandard, levies: &mut Vec<Levy>) {
    let (facts, to) = (view.facts, view.measure.by);
    let emitted = intensities(facts);
    let (free, price) = (view.number(&standard.free_share), view.number(&standard.usd_per_t));
    for good in view.goods(&standard.on).into_iter().filter(|good| facts.is_traded(*good)) {
        let market = markets.of(good);
        let kt = |region: usize| emitted[good.index() * facts.regions + region];
        let (mut sum, mut all) = (0.0, 0.0);
        for (region, node) in market.nodes.iter().enumerate() {
            sum += node.nameplate * kt(region);
            all += node.nameplate;
        }
        let mean = if all > 0.0 { sum / all } else { 0.0 };
        for from in (0..facts.regions).filter(|r| *r != to.index() && market.nodes[*r].nameplate > 0.0) {
            // A kilotonne at a dollar a tonne is a thousandth of a million dollars.
            let due = (kt(from) - free * mean).max(0.0) * price / 1000.0;
            let rate = if market.nodes[from].spot > 0.0 { (due / market.nodes[from].spot).min(3.0) } else { 0.0 };
            if rate > LEAST_RATE {
                levies.push(Levy { good, from: RegionId::from_index(from), to, rate });
            }
        }
    }
}

/// CO2 of a unit of each good if all of its making stood in one region, kt, at `good * regions + region`: of the process, of its power,
/// of its inputs at full yield.
#[must_use]
pub fn intensities(facts: &Facts) -> Vec<f64> {
    let regions = facts.regions;
    let grid = |r: usize| facts.car_market(RegionId::from_index(r)).map_or(GRID, |m| m.grid_co2_t_per_mwh);
    let mut kt = vec![0.0; facts.catalog.goods.len() * regions];
    // Inputs come before what is made of them.
    for good in facts.users_first.iter().rev() {
        let Some(at) = facts.processes.iter().position(|process| process.makes == *good) else { continue };
        let recipe = &facts.catalog.processes[at];
        for region in 0..regions {
            let inputs: f64 = facts.processes[at].inputs.iter().map(|(input, units)| units * kt[input.index() * regions + region]).sum();
            kt[good.index() * regions + region] = recipe.co2_kt_per_unit + recipe.energy_mwh_per_unit * grid(region) * 1e-3 + inputs;
        }
    }
    kt
}

/// What a case finds: how far what comes in lies under what making costs at home.
fn remedies(world: &World, relations: &[&[f64]], view: &InForce<'_>, case: &TradeRemedy) -> Vec<Levy> {
    let (facts, to) = (view.facts, view.measure.by);
    let (from, most) = (view.regions(&case.from) & !(1 << to.index()), view.number(&case.most));
    let mut levies = Vec::new();
    for good in view.goods(&case.on) {
        let home = if facts.is_traded(good) { cost_of_making(world, good, to) } else { car_cost(world, good, to, to) };
        let Some(home) = home else { continue };
        for origin in (0..facts.regions).filter(|r| from & (1 << r) != 0).map(RegionId::from_index) {
            let price =
                if facts.is_traded(good) { border_price(world, relations, good, origin, to) } else { car_cost(world, good, origin, to) };
            let rate = price.map_or(0.0, |price| gap(home, price, most));
            if rate > LEAST_RATE {
                levies.push(Levy { good, from: origin, to, rate });
            }
        }
    }
    levies
}

/// Mean full cost of a good at plants of a region, $M per unit, credits left out.
fn cost_of_making(world: &World, good: GoodId, region: RegionId) -> Option<f64> {
    let mut query = world.try_query::<(&Facility, &Capacity, &UnitCost)>()?;
    let (mut sum, mut all) = (0.0, 0.0);
    for (line, capacity, cost) in query.iter(world) {
        if line.region == region && world.resource::<Facts>().process(line.process).makes == good && capacity.ramped > 0.0 {
            sum += capacity.ramped * (cost.full - cost.credit);
            all += capacity.ramped;
        }
    }
    (all > 0.0).then(|| sum / all)
}

/// Price of a good from an origin at the border, freight paid and duty not; none where nobody makes it.
fn border_price(world: &World, relations: &[&[f64]], good: GoodId, from: RegionId, to: RegionId) -> Option<f64> {
    let (facts, effects, drivers) = (world.resource::<Facts>(), world.resource::<Effects>(), world.resource::<Drivers>());
    let node = world.resource::<Markets>().of(good).node(from);
    let lane = Landing { facts, effects, drivers, relations }.lane(good, from, to);
    (node.nameplate > 0.0).then_some(node.spot * (1.0 + lane.export_tax + lane.insurance) + lane.carriage)
}

/// Mean cost of cars of a kind from plants of an origin at the dealers of a region before duty, k$, by what these plants make for them.
#[must_use]
pub fn car_cost(world: &World, good: GoodId, from: RegionId, to: RegionId) -> Option<f64> {
    let p = world.resource::<Facts>().car_goods.iter().position(|car| *car == good)?;
    let (mut sum, mut all) = (0.0, 0.0);
    each_origin(world, to, |origin, kind, thousand, cost| {
        if origin == from.index() && kind == p {
            sum += thousand * cost;
            all += thousand;
        }
    });
    (all > 0.0).then(|| sum / all)
}

/// Calls `look` with the region of the plants, powertrain, thousand cars a month and cost before duty of what makers sell in a region.
pub fn each_origin(world: &World, to: RegionId, mut look: impl FnMut(usize, usize, f64, f64)) {
    let facts = world.resource::<Facts>();
    let (cars, effects, drivers) = (world.resource::<Cars>(), world.resource::<Effects>(), world.resource::<Drivers>());
    let technologies = world.resource::<Technologies>();
    let freight = drivers.freight[facts.freight_index[facts.car_goods[0].index()]];
    for maker in 0..cars.makers.len() {
        let dealer = maker * facts.regions + to.index();
        let see = |from| Plant::see(facts, effects, drivers, technologies, cars, (maker, from)).map(|plant| (from, plant));
        let offers: Vec<_> =
            (0..facts.regions).filter_map(see).map(|(from, plant)| (from, plant.offer(facts, effects, freight, cars, dealer))).collect();
        for p in 0..POWERTRAINS {
            let all: f64 = offers.iter().map(|(_, ((weight, _), _))| weight[p]).sum();
            let sold = cars.presences[dealer].sold_year[p];
            for (from, ((weight, landed), route)) in offers.iter().filter(|(_, ((weight, _), _))| weight[p] > 0.0 && all > 0.0) {
                look(*from, p, sold * weight[p] / all, landed[p] - route.duty[p]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_club_levies_the_gap_to_its_floor_and_nothing_above_it() {
        assert_eq!((gap(20.0, 25.0, 3.0), gap(20.0, 16.0, 3.0), gap(20.0, 1.0, 3.0)), (0.0, 0.25, 3.0));
    }

    #[test]
    fn members_are_the_founder_and_its_friends() {
        let rows: [&[f64]; 3] = [&[0.0, -40.0, 50.0], &[-45.0, 0.0, 10.0], &[40.0, 0.0, 0.0]];
        assert_eq!(members(&rows, RegionId(0), 30.0), 0b101);
    }
}

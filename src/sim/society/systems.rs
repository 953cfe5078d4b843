//! Chargers, familiarity, models on offer, jobs, air.

use bevy_ecs::prelude::*;

use super::chargers::{adequacy, private_entry};
use super::components::Land;
use crate::content::definitions::rules::Automakers;
use crate::content::ids::{GoodId, RegionId};
use crate::sim::buyers::components::{Cars, POWERTRAINS, Presence};
use crate::sim::buyers::formulas::{launch_months, standing_offer};
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run};
use crate::sim::trade::components::{Customer, Markets, Node};
use crate::units::math;

/// Public points follow cars without one at home, and public money; people get used to what they see on the road.
pub fn adjust_chargers(facts: Res<Facts>, effects: Res<Effects>, mut lands: Query<&mut Land>) {
    let rules = &facts.catalog.rules.society;
    let buyers = &facts.catalog.rules.buyers;
    for mut land in &mut lands {
        let region = land.id as usize;
        let fleet: f64 = land.fleet.iter().sum::<f64>().max(1e-6);
        let plugs = land.fleet[2] + land.fleet[3];
        let (money, per_point) = effects.charging[region];
        land.public_points += money / 12.0 / per_point.max(1.0);
        if let Some(market) = facts.car_market(RegionId::from_index(region)) {
            land.public_points += private_entry(rules, market, land.public_points, plugs);
        }
        land.chargers = adequacy(land.public_points, fleet, rules.points_per_thousand_cars);
        for p in 0..POWERTRAINS {
            let share = land.fleet[p] / fleet;
            let w = land.familiarity[p];
            let seen = buyers.familiarity_marketing + buyers.familiarity_fleet * share;
            land.familiarity[p] = (w + seen * (1.0 - w) - buyers.forgetting * w * (1.0 - share)).clamp(0.0, 1.0);
        }
    }
}

/// Pace of launches of a maker that has neither cash nor credit.
const SLOWEST_LAUNCH: f64 = 0.2;

/// Models go where buyers are: availability follows last half-year's sales of each segment, standards, and orders to makers.
/// What a maker has on offer anywhere was developed once and paid for; one without cash and credit launches slowly. A third of the
/// makers decides each month, for a quarter.
pub fn launch_models(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    mut cars: ResMut<Cars>,
    mut ledger: ResMut<Ledger>,
    mut firms: Query<&mut Finance>,
) {
    let mut finances: Vec<Mut<'_, Finance>> = firms.iter_mut().collect();
    let rules = &facts.catalog.rules.buyers;
    let segments = facts.catalog.segments.len();
    let regions = facts.regions;
    let plugs = plug_shares(&cars, regions);
    let bodies = usual_bodies(&cars, regions);
    let (mut launched, mut most) = (Vec::with_capacity(segments), Vec::<(f64, f64)>::with_capacity(segments * 2));
    let turn = usize::try_from(calendar.month.since(calendar.start).rem_euclid(3)).unwrap_or(0);
    for maker in (turn..cars.makers.len()).step_by(3) {
        let home = cars.makers[maker].home.index();
        let push = cars.makers[maker].push;
        let quick = is_quick(&facts, &cars, maker);
        let firm = cars.makers[maker].firm;
        let finance = &mut finances[firm.index()];
        let pace = finance.room_share.clamp(SLOWEST_LAUNCH, 1.0);
        let months = launch_months(rules, cars.makers[maker].home, quick, push);
        // Parts of the gap that are closed in a quarter: by withdrawing, and by launching in each segment.
        let withdrawn = (3.0 / rules.withdraw_months).min(1.0);
        launched.clear();
        launched.extend(facts.catalog.segments.iter().map(|segment| (3.0 * segment.launch_speed * pace / months).min(1.0)));
        // Availability by segment and plug where the maker offers most: what it has developed, before and after.
        most.clear();
        most.resize(segments * 2, (0.0, 0.0));
        let Cars { availability, presences, plug_share, plug_potential, .. } = &mut *cars;
        let offered = |row: &[f64], plug: usize| row.iter().skip(plug).step_by(2).sum::<f64>() / segments as f64;
        let rows = availability[maker * regions * segments * 2..].chunks_exact_mut(segments * 2);
        for ((region, row), presence) in (0..regions).zip(rows).zip(&mut presences[maker * regions..]) {
            for (most, now) in most.iter_mut().zip(&*row) {
                most.0 = most.0.max(*now);
            }
            let before = [offered(row, 0), offered(row, 1)];
            if presence.selling {
                let all = standing_offer(rules, effects.standard[region].0, quick, home == region) + rules.availability_push * push;
                let renewed = ((1.0 - plugs[region]) / rules.combustion_share).min(1.0);
                presence.combustion += (renewed - presence.combustion) * (3.0 / rules.combustion_months).min(1.0);
                let shares = plug_share[region * segments..].iter().zip(&plug_potential[region * segments..]);
                for ((pair, (share, potential)), launched) in row.chunks_exact_mut(2).zip(shares).zip(launched.iter()) {
                    let asked = rules.availability_per_share * share + rules.availability_per_potential * potential;
                    let aim = (all + asked).clamp(0.0, 1.0);
                    // What a maker does not build at all is not developed either.
                    for (now, _) in pair.iter_mut().zip(&presence.price[2..]).filter(|(_, price)| **price > 0.0) {
                        *now += (aim - *now) * if aim < *now { withdrawn } else { *launched };
                    }
                }
                let usual = if presence.price[0] > 0.0 { presence.body_cost[0] } else { bodies[region] };
                converge(&facts.catalog.rules.automakers, presence, usual, before, [offered(row, 0), offered(row, 1)]);
            }
            for (most, now) in most.iter_mut().zip(&*row) {
                most.1 = most.1.max(*now);
            }
        }
        let launched: f64 = most.iter().map(|(before, after)| (after - before).max(0.0)).sum();
        let cost = launched * facts.catalog.rules.automakers.platform_musd;
        finance.plant += ledger.pay(Account::Firm(firm), Account::Outside, Tag::Capex, cost);
    }
}

/// The first cars with a plug are small or dear ones; each model that comes brings a maker's mix nearer to the classes of all cars, whose
/// body with an engine costs `usual`. `before` and `after` are shares of models on offer, of plug-in hybrids and battery cars.
fn converge(rules: &Automakers, presence: &mut Presence, usual: f64, before: [f64; 2], after: [f64; 2]) {
    for (plug, same_class) in [rules.phev_body * usual, usual].into_iter().enumerate() {
        let closed = ((after[plug] - before[plug]) / (1.0 - before[plug]).max(1e-9)).clamp(0.0, 1.0);
        let body = &mut presence.body_cost[2 + plug];
        if *body > 0.0 && usual > 0.0 {
            *body += rules.class_convergence * closed * (same_class - *body);
        }
    }
}

/// Mean cost of the bodies of each region's cars with engines, k$.
fn usual_bodies(cars: &Cars, regions: usize) -> Vec<f64> {
    let mean = |region: usize| {
        let sold = cars.presences.iter().skip(region).step_by(regions).map(|p| (p.sold_year[0], p.body_cost[0]));
        let (sum, units) = sold.fold((0.0, 0.0), |(sum, units), (sold, body)| (sum + sold * body, units + sold));
        if units > 0.0 { sum / units } else { 0.0 }
    };
    (0..regions).map(mean).collect()
}

/// Share of each region's cars of the last half-year that had a plug.
fn plug_shares(cars: &Cars, regions: usize) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); regions];
    for (at, presence) in cars.presences.iter().enumerate() {
        let (plugs, all) = &mut sums[at % regions];
        *plugs += presence.sold_year[2] + presence.sold_year[3];
        *all += presence.sold_year.iter().sum::<f64>();
    }
    sums.into_iter().map(|(plugs, all)| if all > 0.0 { plugs / all } else { 0.0 }).collect()
}

/// Makers whose sales are mostly cars with a plug launch fast.
#[must_use]
pub fn is_quick(facts: &Facts, cars: &Cars, maker: usize) -> bool {
    let (mut plugs, mut all) = (0.0, 0.0);
    for region in 0..facts.regions {
        let sold = &cars.presences[maker * facts.regions + region].sold_year;
        plugs += sold[2] + sold[3];
        all += sold.iter().sum::<f64>();
    }
    plugs > facts.catalog.rules.buyers.quick_share * all
}

/// Jobs by stage and CO2 of the chain and the fleet.
pub fn count_jobs_and_air(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    cars: Res<Cars>,
    lines: Query<(&Facility, &Run, &Capacity)>,
    mut lands: Query<&mut Land>,
    mut sums: Local<Vec<[f64; 7]>>,
) {
    sums.clear();
    sums.resize(facts.regions, [0.0; 7]);
    let years = f64::from(calendar.month.since(calendar.start)) / 12.0;
    let productivity = math::pow(1.0 + facts.catalog.rules.learning.productivity, -years);
    let grid: Vec<f64> =
        (0..facts.regions).map(|r| facts.car_market(RegionId::from_index(r)).map_or(0.5, |m| m.grid_co2_t_per_mwh)).collect();
    for (line, run, capacity) in &lines {
        let recipe = &facts.catalog.processes[line.process.index()];
        let stage = facts.process(line.process).stage as usize;
        let sum = &mut sums[line.region.index()];
        let staffed = (capacity.ramped * (1.0 - capacity.idle_share)).max(run.made * 12.0);
        sum[stage] += recipe.jobs_per_unit.at(line.region) * staffed * productivity / 1000.0;
        sum[6] += run.made * (recipe.co2_kt_per_unit + recipe.energy_mwh_per_unit * grid[line.region.index()] * 1e-3);
    }
    let rules = &facts.catalog.rules;
    for mut land in &mut lands {
        let region = land.id as usize;
        let Some(market) = facts.car_market(RegionId::from_index(region)) else { continue };
        let built: f64 = (0..cars.makers.len()).map(|m| cars.presences[m * facts.regions + region].built_year.iter().sum::<f64>()).sum();
        sums[region][4] += 12.0 * built * market.assembly_jobs_per_thousand * productivity / 1000.0;
        land.jobs.copy_from_slice(&sums[region][..6]);
        land.chain_co2 = sums[region][6];
        let hundreds = market.distance_km / 100.0 / 12.0;
        let litres = &rules.buyers.litres_per_100_km;
        let burn = rules.society.co2_kg_per_litre;
        let kwh = rules.buyers.kwh_per_100_km * market.grid_co2_t_per_mwh;
        let share = rules.buyers.phev_electric_share;
        let per_hundred = [litres.ice * burn, litres.hev * burn, share * kwh + (1.0 - share) * litres.phev * burn, kwh];
        land.fleet_co2 = (0..POWERTRAINS).map(|p| land.fleet[p] * hundreds * per_hundred[p]).sum();
        let without = [per_hundred[0], per_hundred[1], per_hundred[0], per_hundred[0]];
        land.fleet_co2_without_plugs = (0..POWERTRAINS).map(|p| land.fleet[p] * hundreds * without[p]).sum();
    }
}

/// Packs grow as they get cheaper, up to the range that people want.
pub fn grow_packs(facts: Res<Facts>, mut cars: ResMut<Cars>) {
    let rules = &facts.catalog.rules;
    let ratio = (cars.pack_price_start / cars.pack_price.max(1.0)).clamp(0.5, 4.0);
    let growth = math::pow(ratio, rules.automakers.pack_size_elasticity);
    let most = rules.automakers.range_wanted_km / rules.buyers.km_per_kwh;
    for presence in &mut cars.presences {
        for p in crate::sim::buyers::components::PLUGS {
            let start = presence.pack_kwh_start[p];
            let aim = (start * growth).min(if p == 3 { most.max(start) } else { start * 2.0 });
            presence.pack_kwh[p] += (aim - presence.pack_kwh[p]) / rules.automakers.pack_size_months;
        }
    }
}

/// Stock of a good in the region's markets, months of use: what a bottleneck has before it bites.
#[must_use]
pub fn months_of_cover(markets: &Markets, good: GoodId, region: RegionId) -> f64 {
    let market = markets.of(good);
    let plants = market.buyer(Customer::Plants, region).map(|buyer| market.buyers[buyer].use_expected);
    cover(market.node(region), plants)
}

/// The same of a node; `plants` is the expected use of the region's plants, if any use the good.
#[must_use]
pub fn cover(node: &Node, plants: Option<f64>) -> f64 {
    let used = plants.unwrap_or(node.used);
    if used > 1e-12 { node.users_stock / used } else { 0.0 }
}

//! Chargers, familiarity, models on offer, jobs, air, dead packs.

use bevy_ecs::prelude::*;

use super::components::{Batteries, Land, PACK_YEARS};
use crate::sim::buyers::components::{Cars, POWERTRAINS};
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::{ELEMENTS, Facts};
use crate::sim::investment::components::Capacity;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run};
use crate::sim::trade::components::Markets;
use crate::units::math;

/// Public points follow the fleet and public money; people get used to what they see on the road.
pub fn adjust_chargers(facts: Res<Facts>, effects: Res<Effects>, mut lands: Query<&mut Land>) {
    let rules = &facts.catalog.rules.society;
    let buyers = &facts.catalog.rules.buyers;
    for mut land in &mut lands {
        let region = land.id as usize;
        let fleet: f64 = land.fleet.iter().sum::<f64>().max(1e-6);
        let plugs = land.fleet[2] + land.fleet[3];
        let (money, per_point) = effects.charging[region];
        land.public_points += money / 12.0 / per_point.max(1.0);
        let public = land.public_points / 1000.0 / (plugs / rules.cars_per_point).max(1e-4);
        let aim = (rules.charger_base + rules.charger_per_fleet * plugs / fleet + 0.5 * public).min(1.0);
        land.chargers += (aim - land.chargers) / rules.charger_months;
        for p in 0..POWERTRAINS {
            let share = land.fleet[p] / fleet;
            let w = land.familiarity[p];
            let seen = buyers.familiarity_marketing + buyers.familiarity_fleet * share;
            land.familiarity[p] = (w + seen * (1.0 - w) - buyers.forgetting * w * (1.0 - share)).clamp(0.0, 1.0);
        }
    }
}

/// Models go where buyers are: availability follows last half-year's sales of each segment, standards, and orders to makers.
pub fn launch_models(facts: Res<Facts>, effects: Res<Effects>, mut cars: ResMut<Cars>) {
    let rules = &facts.catalog.rules.buyers;
    let segments = facts.catalog.segments.len();
    let regions = facts.regions;
    for maker in 0..cars.makers.len() {
        let home = cars.makers[maker].home.index();
        let push = cars.makers[maker].push;
        let quick = is_quick(&facts, &cars, maker);
        for region in 0..regions {
            let at = maker * regions + region;
            if !cars.presences[at].selling {
                continue;
            }
            let eager = if home == region { 1.0 } else { 0.25 };
            for (s, segment) in facts.catalog.segments.iter().enumerate() {
                let asked = effects.standard[region].0;
                let aim = (rules.availability_floor
                    + rules.availability_per_share * cars.plug_share[region * segments + s]
                    + rules.availability_per_standard * asked
                    + (if quick { 0.1 * eager } else { 0.0 })
                    + rules.availability_push * push)
                    .clamp(0.0, 1.0);
                for plug in 0..2 {
                    let now = cars.availability[(at * segments + s) * 2 + plug];
                    let months = if aim < now {
                        rules.withdraw_months
                    } else {
                        (if quick { rules.launch_months_quick } else { rules.launch_months }) / segment.launch_speed
                    };
                    cars.availability[(at * segments + s) * 2 + plug] = now + (aim - now) / months;
                }
            }
        }
    }
}

/// Makers whose sales are mostly cars with a plug launch fast.
fn is_quick(facts: &Facts, cars: &Cars, maker: usize) -> bool {
    let (mut plugs, mut all) = (0.0, 0.0);
    for region in 0..facts.regions {
        let sold = &cars.presences[maker * facts.regions + region].sold_year;
        plugs += sold[2] + sold[3];
        all += sold.iter().sum::<f64>();
    }
    plugs > 0.3 * all
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
    let grid: Vec<f64> = (0..facts.regions)
        .map(|r| facts.catalog.car_markets.iter().find(|m| m.region.index() == r).map_or(0.5, |m| m.grid_co2_t_per_mwh))
        .collect();
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
        let Some(market) = facts.catalog.car_markets.iter().find(|m| m.region.index() == region) else { continue };
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
        land.fleet_co2_without_plugs = land.fleet.iter().sum::<f64>() * hundreds * per_hundred[0];
    }
}

/// Packs die by Weibull's law; what is collected becomes scrap for sale in the region, the rest is lost.
pub fn collect_packs(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    mut batteries: ResMut<Batteries>,
    mut lines: Query<(&Facility, &mut crate::sim::production::components::Stocks)>,
) {
    let rules = &facts.catalog.rules.society;
    let chemistries = facts.cells.len();
    let mut collected = vec![0.0; facts.regions * facts.catalog.goods.len()];
    let rates: [f64; PACK_YEARS] = std::array::from_fn(|age| death_rate(age, rules.pack_life_years, rules.pack_life_shape));
    for region in 0..facts.regions {
        let share = rules.collected_share.max(effects.collection[region].0) * rules.dismantling_share;
        for h in 0..chemistries {
            let row = (region * chemistries + h) * PACK_YEARS;
            let mut dead = 0.0;
            for (packs, rate) in batteries.packs[row..row + PACK_YEARS].iter_mut().zip(&rates) {
                let dying = *packs * rate;
                *packs -= dying;
                dead += dying;
            }
            let other = &mut batteries.other[region * chemistries + h];
            let dying = *other / (rules.pack_life_years * 12.0);
            *other -= dying;
            dead += dying;
            let scrap = facts.catalog.chemistries[h].scrap;
            let units = dead * share * facts.scrap_units[h];
            collected[region * facts.catalog.goods.len() + scrap.index()] += units;
            for e in 0..ELEMENTS {
                batteries.lost[e] += dead * facts.contains[facts.cells[h].index()][e] - units * facts.contains[scrap.index()][e];
            }
        }
    }
    hand_over(&facts, &mut collected, &mut lines);
    for (at, left) in collected.iter().enumerate() {
        let good = at % facts.catalog.goods.len();
        (0..ELEMENTS).for_each(|e| batteries.lost[e] += left * facts.contains[good][e]);
    }
    if calendar.month.of_year() == 12 {
        grow_older(&facts, &mut batteries);
    }
}

/// Chance that a pack of this age in years dies within a month.
fn death_rate(age: usize, life: f64, shape: f64) -> f64 {
    // Scale for which the mean life is `life`; Γ(1+1/4) = 0.906 at the usual shape of 4.
    let scale = life / 0.906;
    let middle = (age as f64 + 0.5) / scale;
    (shape / scale * math::pow(middle, shape - 1.0) / 12.0).min(0.5)
}

/// Collected scrap goes to the shredders of its region, or to the largest in the world if it has none.
fn hand_over(facts: &Facts, collected: &mut [f64], lines: &mut Query<(&Facility, &mut crate::sim::production::components::Stocks)>) {
    let goods = facts.catalog.goods.len();
    for good in 0..goods {
        if (0..facts.regions).all(|r| collected[r * goods + good] <= 0.0) {
            continue;
        }
        let mut users: Vec<(usize, usize, f64)> = Vec::new();
        for (number, (line, stocks)) in lines.iter().enumerate() {
            if let Some(slot) = facts.process(line.process).inputs.iter().position(|(g, _)| g.index() == good) {
                users.push((number, slot, 1.0 / (1.0 + stocks.inputs[slot])));
            }
        }
        let total: f64 = users.iter().map(|u| u.2).sum();
        if total <= 0.0 {
            continue;
        }
        let all: f64 = (0..facts.regions).map(|r| std::mem::take(&mut collected[r * goods + good])).sum();
        let mut next = users.iter().peekable();
        for (number, (_, mut stocks)) in lines.iter_mut().enumerate() {
            while let Some((_, slot, weight)) = next.next_if(|u| u.0 == number) {
                stocks.inputs[*slot] += all * weight / total;
            }
        }
    }
}

/// Packs have a birthday in December.
fn grow_older(facts: &Facts, batteries: &mut Batteries) {
    for row in 0..facts.regions * facts.cells.len() {
        let packs = &mut batteries.packs[row * PACK_YEARS..(row + 1) * PACK_YEARS];
        let oldest = packs[PACK_YEARS - 1] + packs[PACK_YEARS - 2];
        packs.rotate_right(1);
        packs[0] = 0.0;
        packs[PACK_YEARS - 1] = oldest;
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
pub fn months_of_cover(markets: &Markets, good: crate::content::ids::GoodId, region: crate::content::ids::RegionId) -> f64 {
    let market = markets.of(good);
    let node = market.node(region);
    let used = market.buyer(crate::sim::trade::components::Customer::Plants, region).map_or(node.used, |b| market.buyers[b].use_expected);
    if used > 1e-12 { node.users_stock / used } else { 0.0 }
}

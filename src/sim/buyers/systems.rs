//! Buyers choose.

use bevy_ecs::prelude::*;

use super::components::{Cars, POWERTRAINS};
use super::formulas;
use super::utility::{Choice, RegionView};
use crate::content::definitions::rules::Buyers;
use crate::content::ids::RegionId;
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::facts::Facts;
use crate::sim::policy::components::{Credit, Effects, Test};
use crate::sim::society::components::{Dependence, Land};
use crate::units::math;

/// Months of which makers see the mean of what buyers choose and would choose: half a year of figures.
const SEEN_MONTHS: f64 = 6.0;
/// Whom the dice are asked about for what all markets share.
const WORLD: u64 = u64::MAX;

/// Every region's buyers choose powertrain and maker; the wish of the month goes to the makers.
pub fn choose_cars(
    facts: Res<Facts>,
    drivers: Res<Drivers>,
    effects: Res<Effects>,
    calendar: Res<Calendar>,
    dice: Res<Dice>,
    mut cars: ResMut<Cars>,
    mut lands: Query<&mut Land>,
    mut choice: Local<Choice>,
) {
    let rules = &facts.catalog.rules.buyers;
    let segments = facts.catalog.segments.len();
    let world = dice.normal(calendar.month, Purpose::CarMarket, WORLD);
    for mut land in &mut lands {
        let region = land.id as usize;
        let Some(market) = facts.car_market(RegionId::from_index(region)) else { continue };
        let own = dice.normal(calendar.month, Purpose::CarMarket, u64::from(land.id));
        let shock = rules.market_shock_common.sqrt() * world + (1.0 - rules.market_shock_common).sqrt() * own;
        land.market_shock = land.market_shock * rules.market_shock_memory + rules.market_shock * shock;
        let view = RegionView {
            facts: &facts,
            market,
            land: &land,
            range_km: mean_range(&cars, region, &facts),
            oil: drivers.oil,
            effects: &effects,
        };
        choice.look(&view, &cars);
        choice.settle(&view);
        for (seen, potential) in cars.plug_potential[region * segments..].iter_mut().zip(choice.potential(&view)) {
            *seen += (potential - *seen) / SEEN_MONTHS;
        }
        let (shares, plug) = (&choice.shares, &choice.plug);
        let price = mean_price(&cars, region, facts.regions);
        let relative = (price / cars.reference_price[region]).clamp(0.3, 3.0);
        let size = drivers.car_market[region] / 12.0 * math::pow(relative, rules.market_elasticity) * math::exp(land.market_shock);
        let pull = pull_forward(&mut land, &effects.coming_cut[region], rules);
        let public = effects.procurement[region].1 / 12.0;
        let mut wished = 0.0;
        for maker in 0..cars.makers.len() {
            let at = maker * facts.regions + region;
            for p in 0..POWERTRAINS {
                let factor = if p >= 2 { pull } else { 1.0 };
                let wish = size * shares[maker * POWERTRAINS + p] * factor;
                cars.presences[at].wish[p] = wish;
                wished += if p == 3 { wish } else { 0.0 };
            }
        }
        choose_again(&facts, &mut cars, region, shares);
        if public > 0.0 && wished > 0.0 {
            for maker in 0..cars.makers.len() {
                cars.presences[maker * facts.regions + region].wish[3] *= 1.0 + public / wished;
            }
        }
        if pull > 1.0 {
            land.pulled_forward += wished * (pull - 1.0) / pull;
        } else if pull < 1.0 {
            land.pulled_forward = (land.pulled_forward - wished * (1.0 - pull) / pull).max(0.0);
        }
        for segment in 0..segments {
            let seen = &mut cars.plug_share[region * segments + segment];
            *seen += (plug[segment] - *seen) / SEEN_MONTHS;
        }
    }
}

/// Buyers who cancelled last month choose again, among the other makers and as this month's buyers do.
fn choose_again(facts: &Facts, cars: &mut Cars, region: usize, shares: &[f64]) {
    let row = |maker: usize| maker * facts.regions + region;
    let rules = &facts.catalog.rules.buyers;
    let cancelled: Vec<f64> = (0..cars.makers.len()).map(|m| rules.again_share * cars.presences[row(m)].cancelled).collect();
    if cancelled.iter().all(|c| *c <= 0.0) {
        return;
    }
    let own: Vec<f64> = shares.chunks_exact(POWERTRAINS).map(|s| s.iter().sum()).collect();
    for (maker, more) in formulas::chosen_again(&cancelled, &own).into_iter().enumerate().filter(|(m, _)| own[*m] > 0.0) {
        for p in 0..POWERTRAINS {
            cars.presences[row(maker)].wish[p] += more * shares[maker * POWERTRAINS + p] / own[maker];
        }
    }
}

/// Factor on plug sales from an announced cut of support, or from the hole that an earlier one left.
fn pull_forward(land: &mut Land, cut: &[f64; POWERTRAINS], rules: &Buyers) -> f64 {
    let cut = cut.iter().fold(0.0_f64, |a, b| a.max(*b));
    if cut > 0.0 {
        1.0 + rules.pull_forward_share * (cut / rules.pull_forward_kusd).min(1.0)
    } else if land.pulled_forward > 1e-9 {
        let monthly = land.plug_sales.max(1e-9);
        (1.0 - (land.pulled_forward / rules.pull_forward_months / monthly).min(0.5)).max(0.5)
    } else {
        1.0
    }
}

/// Mean real range of battery cars sold in a region, km.
#[must_use]
pub fn mean_range(cars: &Cars, region: usize, facts: &Facts) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for maker in 0..cars.makers.len() {
        let presence = &cars.presences[maker * facts.regions + region];
        let w = presence.sold_year[3] + 1e-6;
        sum += w * presence.pack_kwh[3];
        weight += w;
    }
    sum / weight * facts.catalog.rules.buyers.km_per_kwh
}

/// Mean list price in a region, weighted by the year's sales, k$.
#[must_use]
pub fn mean_price(cars: &Cars, region: usize, regions: usize) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for maker in 0..cars.makers.len() {
        let presence = &cars.presences[maker * regions + region];
        for p in 0..POWERTRAINS {
            if presence.price[p] > 0.0 {
                sum += presence.sold_year[p] * presence.price[p];
                weight += presence.sold_year[p];
            }
        }
    }
    if weight > 0.0 { sum / weight } else { 1.0 }
}

/// What support each car gets from the credits of its region of sale; content tests look at where its value comes from.
pub fn grant_support(facts: Res<Facts>, effects: Res<Effects>, dependence: Res<Dependence>, mut cars: ResMut<Cars>) {
    let regions = facts.regions;
    let makers = cars.makers.len();
    let passed: Vec<Vec<f64>> = effects
        .credits
        .iter()
        .enumerate()
        .map(|(region, credits)| credits.iter().map(|credit| passed_share(credit, region, &dependence, regions)).collect())
        .collect();
    for maker in 0..makers {
        let plants = plug_plants(&cars, maker, regions);
        for region in 0..regions {
            let at = maker * regions + region;
            let prices = cars.presences[at].price;
            let mut support = [0.0; POWERTRAINS];
            if !cars.presences[at].selling && prices == [0.0; POWERTRAINS] {
                cars.presences[at].support = support;
                continue;
            }
            for (credit, passed) in effects.credits[region].iter().zip(&passed[region]) {
                let assembled = local_share(&plants, region, credit.assembled_in);
                let cells = cells_share(&cars, &plants, maker * regions, &credit.cells);
                for p in 0..POWERTRAINS {
                    if credit.powertrains[p] && prices[p] > 0.0 {
                        support[p] += credit_for(credit, prices[p], assembled, *passed, cells);
                    }
                }
            }
            for p in 0..POWERTRAINS {
                cars.presences[at].support[p] = support[p].min(prices[p] * 0.9);
            }
        }
    }
}

/// Where a maker builds cars with a plug, and how many.
fn plug_plants(cars: &Cars, maker: usize, regions: usize) -> Vec<(usize, f64)> {
    let built = |r: usize| cars.presences[maker * regions + r].built_year[2] + cars.presences[maker * regions + r].built_year[3];
    (0..regions).map(|r| (r, built(r))).filter(|(_, built)| *built > 0.0).collect()
}

/// Mean money per car, k$ by powertrain, that some credits of a region give a maker's cars there.
pub(in crate::sim) fn credits_of_maker(
    cars: &Cars,
    dependence: &Dependence,
    credits: &[&Credit],
    maker: usize,
    region: RegionId,
    regions: usize,
) -> [f64; POWERTRAINS] {
    let plants = plug_plants(cars, maker, regions);
    let prices = cars.presence(maker, region, regions).price;
    let mut each = [0.0; POWERTRAINS];
    for credit in credits {
        let passed = passed_share(credit, region.index(), dependence, regions);
        let assembled = local_share(&plants, region.index(), credit.assembled_in);
        let cells = cells_share(cars, &plants, maker * regions, &credit.cells);
        for p in (0..POWERTRAINS).filter(|p| credit.powertrains[*p] && prices[*p] > 0.0) {
            each[p] += credit_for(credit, prices[p], assembled, passed, cells);
        }
    }
    each
}

/// Share of a maker's plug cars for a region that is assembled where a credit wants it: its plants at home first.
fn local_share(plants: &[(usize, f64)], region: usize, allowed: u32) -> f64 {
    if allowed == u32::MAX {
        return 1.0;
    }
    let weight = |r: usize, built: f64| if r == region { 6.0 * built } else { built };
    let all: f64 = plants.iter().map(|(r, b)| weight(*r, *b)).sum();
    let good: f64 = plants.iter().filter(|(r, _)| allowed & (1 << r) != 0).map(|(r, b)| weight(*r, *b)).sum();
    if all > 0.0 { good / all } else { 0.0 }
}

/// Part of a credit that a maker's cars get for the cells in them: `first` is its first presence, `parts` what each chemistry gets.
fn cells_share(cars: &Cars, plants: &[(usize, f64)], first: usize, parts: &[f64]) -> f64 {
    let built: f64 = plants.iter().map(|(_, built)| built).sum();
    if parts.is_empty() || built <= 0.0 {
        return 1.0;
    }
    let mix = |region: usize| &cars.mix[(first + region) * parts.len()..][..parts.len()];
    let passed = |region: usize| mix(region).iter().zip(parts).map(|(share, part)| share * part).sum::<f64>();
    plants.iter().map(|(region, units)| units * passed(*region)).sum::<f64>() / built
}

/// Mean money per car from one credit, k$.
fn credit_for(credit: &Credit, price: f64, assembled: f64, passed: f64, cells: f64) -> f64 {
    let relief = (credit.price_share * price).min(credit.relief_cap);
    // Cars of one maker differ: a cap near the mean price lets part of them pass.
    let below_cap = if credit.price_cap.is_finite() { math::logistic((credit.price_cap - price) / (0.12 * credit.price_cap)) } else { 1.0 };
    let kusd = credit.kusd * cells;
    let tested = kusd * below_cap * assembled * passed * credit.buyers_share;
    relief + (1.0 - credit.lease_share) * tested + credit.lease_share * kusd
}

/// Part of a credit that content tests leave to cars sold in a region.
fn passed_share(credit: &Credit, region: usize, dependence: &Dependence, regions: usize) -> f64 {
    let failed: f64 = credit
        .tests
        .iter()
        .filter(|test| test.least > 0.0)
        // A maker's models spread around the mean, so the credit is lost gradually around the threshold.
        .map(|test| test.part * math::logistic((test.least - content_share(dependence, test, region, regions)) / 0.08))
        .sum();
    (1.0 - failed).max(0.0)
}

/// Share of the value of goods as used in a region that comes from where a test wants it.
fn content_share(dependence: &Dependence, test: &Test, region: usize, regions: usize) -> f64 {
    let table = dependence.traced(test.by);
    let (mut sum, mut count) = (0.0, 0.0);
    for good in &test.goods {
        let row = (good.index() * regions + region) * regions;
        let Some(shares) = table.get(row..row + regions) else { continue };
        let total: f64 = shares.iter().map(|s| f64::from(*s)).sum();
        if total > 0.0 {
            sum += shares.iter().enumerate().filter(|(r, _)| test.from & (1 << r) != 0).map(|(_, s)| f64::from(*s)).sum::<f64>() / total;
            count += 1.0;
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

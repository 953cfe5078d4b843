//! Markets that an automaker enters or leaves by order.

use super::components::{Cars, POWERTRAINS, Presence};
use super::orders::maker_of;
use super::systems::mean_range;
use super::utility::{Choice, RegionView};
use crate::content::ids::{FirmId, RegionId};
use crate::orders::Refusal;
use crate::orders::phrases::{money, number, region as region_name};
use crate::sim::Simulation;
use crate::sim::calendar::components::Drivers;
use crate::sim::directives::Appraisal;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Ledger, Tag};
use crate::sim::plans::formulas::capital_recovery;
use crate::sim::policy::components::Effects;
use crate::sim::setup::StartFacts;
use crate::sim::society::components::Land;

/// Years over which a market is judged (E: one model generation).
const YEARS: f64 = 6.0;
/// Cost of dealers, parts and first models for a new market, in platforms (K: derivatives and networks cost about a third of one).
const ENTRY: f64 = 0.35;
/// Availability of a newcomer's first models, share of what is usual in the market (E).
const FIRST_MODELS: f64 = 0.25;
/// Margin over cost and overheads at which a newcomer begins (E: penetration prices).
const FIRST_MARKUP: f64 = 0.02;

/// Whether a maker can enter a market, and what it gains.
pub fn can_enter(sim: &Simulation, firm: FirmId, region: RegionId) -> Result<Appraisal, Refusal> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let maker = maker_of(sim, firm)?;
    let (who, there) = (&catalog[firm].name, region_name(catalog, region));
    let cars = sim.world().resource::<Cars>();
    if cars.presence(maker, region, facts.regions).selling && !cars.presence(maker, region, facts.regions).leaving {
        return Err(Refusal::new(format!("{who} sells in {there} already."), "Choose a market where it does not."));
    }
    if !catalog.car_markets.iter().any(|m| m.region == region) {
        return Err(Refusal::new(format!("There is no car market in {there}."), "Choose a region with car buyers."));
    }
    let mut planned = cars.clone();
    open(sim, &mut planned, maker, region);
    if planned.presence(maker, region, facts.regions).price.iter().all(|p| *p <= 0.0) {
        let missing = format!("No car of {who} may come to {there}.");
        return Err(Refusal::new(missing, "End the ban first, or have it build a plant there."));
    }
    let (units, earned) = judge(sim, &planned, maker, region);
    let cost = ENTRY * catalog.rules.automakers.platform_musd;
    let worth = earned / capital_recovery(catalog[firm].hurdle_share + catalog.rules.investment.abroad_hurdle, YEARS);
    let why = format!("{} thousand cars a year would earn {} against {} for dealers and models", number(units), money(earned), money(cost));
    let effect = format!("{who} opens dealers in {there} and can expect to sell {} thousand cars a year at first.", number(units));
    Ok(Appraisal { gain_musd: worth - cost, stake_musd: cost, lag_months: 1, effect, why, partner: None })
}

/// Enters a market.
pub fn do_enter(sim: &mut Simulation, firm: FirmId, region: RegionId) {
    let Ok(maker) = maker_of(sim, firm) else { return };
    let mut planned = sim.world().resource::<Cars>().clone();
    open(sim, &mut planned, maker, region);
    let (regions, cost) = (sim.facts().regions, ENTRY * sim.catalog().rules.automakers.platform_musd);
    let (units, _) = judge(sim, &planned, maker, region);
    let at = maker * regions + region.index();
    let first = first_orders(&planned, at, units);
    planned.presences[at].expected = first;
    let world = sim.world_mut();
    *world.resource_mut::<Cars>() = planned;
    world.resource_mut::<Ledger>().pay(Account::Firm(firm), Account::Outside, Tag::Other, cost);
}

/// Expected monthly orders of the first dealers, spread over the powertrains on offer.
fn first_orders(cars: &Cars, at: usize, units: f64) -> [f64; POWERTRAINS] {
    let mut first = cars.presences[at].expected;
    let offered = cars.presences[at].price.iter().filter(|p| **p > 0.0).count().max(1);
    for p in 0..POWERTRAINS {
        if cars.presences[at].price[p] > 0.0 {
            first[p] = first[p].max(units / 12.0 / offered as f64);
        }
    }
    first
}

/// Puts dealers, prices and first models into a maker's presence: cars as it sells them where it sells most.
fn open(sim: &Simulation, cars: &mut Cars, maker: usize, region: RegionId) {
    let (facts, effects, drivers) = (sim.facts(), sim.world().resource::<Effects>(), sim.world().resource::<Drivers>());
    let regions = facts.regions;
    let row = maker * regions..(maker + 1) * regions;
    let at = maker * regions + region.index();
    let sales = |p: &Presence| p.sold_year.iter().sum::<f64>();
    let Some(model) =
        cars.presences[row.clone()].iter().filter(|p| p.region != region).max_by(|a, b| sales(a).total_cmp(&sales(b))).cloned()
    else {
        return;
    };
    let appeal = usual_appeal(cars, region, regions, maker);
    let overheads = overheads(sim, maker);
    for p in 0..POWERTRAINS {
        let plants =
            cars.presences[row.clone()].iter().filter(|x| if p >= 2 { x.plug_capacity > 0.0 } else { x.capacity > x.plug_capacity });
        let landed = |from: RegionId| {
            let lane = facts.at(facts.car_goods[p], from, region);
            let freight = facts.freight[lane] * drivers.freight[facts.freight_index[facts.car_goods[p].index()]];
            (effects.licence[lane] > 0.05)
                .then(|| model.landed_cost[p] * (1.0 + effects.tariff[lane]) * (1.0 + effects.export_tax[lane]) + freight)
        };
        let cost = plants.filter_map(|x| landed(x.region)).fold(f64::INFINITY, f64::min);
        let presence = &mut cars.presences[at];
        if model.price[p] <= 0.0 || !cost.is_finite() {
            continue;
        }
        presence.body_cost[p] = model.body_cost[p];
        presence.pack_kwh[p] = model.pack_kwh[p];
        presence.pack_kwh_start[p] = model.pack_kwh_start[p];
        presence.landed_cost[p] = cost;
        presence.price[p] = cost * (1.0 + FIRST_MARKUP) / (1.0 - overheads.min(0.5));
        presence.appeal[p] = appeal[p];
    }
    first_models(facts, cars, at, region);
    cars.presences[at].selling = cars.presences[at].price.iter().any(|p| *p > 0.0);
    cars.presences[at].leaving = false;
}

/// A newcomer begins with a part of the availability that is usual in the market.
fn first_models(facts: &Facts, cars: &mut Cars, at: usize, region: RegionId) {
    let (regions, segments) = (facts.regions, facts.catalog.segments.len());
    for slot in 0..segments * 2 {
        let (mut sum, mut count) = (0.0, 0.0);
        for other in (0..cars.makers.len()).map(|m| m * regions + region.index()).filter(|o| *o != at && cars.presences[*o].selling) {
            let weight = cars.presences[other].sold_year.iter().sum::<f64>();
            sum += weight * cars.availability[other * segments * 2 + slot];
            count += weight;
        }
        let usual = if count > 0.0 { sum / count } else { 0.0 };
        let now = &mut cars.availability[at * segments * 2 + slot];
        *now = now.max(FIRST_MODELS * usual);
    }
}

/// Taste for the cars of foreign makers in a region, by powertrain; of all makers where there is no foreign one.
fn usual_appeal(cars: &Cars, region: RegionId, regions: usize, maker: usize) -> [f64; POWERTRAINS] {
    let mut appeal = [0.0; POWERTRAINS];
    for (p, appeal) in appeal.iter_mut().enumerate() {
        let (mut foreign, mut all) = ((0.0, 0.0), (0.0, 0.0));
        for (m, other) in cars.makers.iter().enumerate().filter(|(m, _)| *m != maker) {
            let presence = cars.presence(m, region, regions);
            let weight = presence.sold_year[p];
            all = (all.0 + weight * presence.appeal[p], all.1 + weight);
            if other.home != region {
                foreign = (foreign.0 + weight * presence.appeal[p], foreign.1 + weight);
            }
        }
        let (sum, weight) = if foreign.1 > 0.0 { foreign } else { all };
        *appeal = if weight > 0.0 { sum / weight } else { 0.0 };
    }
    appeal
}

/// What a maker would sell and earn a year with such a presence: thousand cars and $M, by the choice of today's buyers.
fn judge(sim: &Simulation, cars: &Cars, maker: usize, region: RegionId) -> (f64, f64) {
    let facts = sim.facts();
    let Some(market) = facts.catalog.car_markets.iter().find(|m| m.region == region) else { return (0.0, 0.0) };
    let Some(mut lands) = sim.world().try_query::<&Land>() else { return (0.0, 0.0) };
    let Some(land) = lands.iter(sim.world()).nth(region.index()) else { return (0.0, 0.0) };
    let drivers = sim.world().resource::<Drivers>();
    let view = RegionView {
        facts,
        market,
        land,
        range_km: mean_range(cars, region.index(), facts),
        oil: drivers.oil,
        effects: sim.world().resource::<Effects>(),
    };
    let shares = Choice::of(&view, cars).shares;
    let presence = cars.presence(maker, region, facts.regions);
    let (mut units, mut earned) = (0.0, 0.0);
    for p in 0..POWERTRAINS {
        let sold = drivers.car_market[region.index()] * shares[maker * POWERTRAINS + p];
        units += sold;
        earned += sold * net_margin(sim, maker, presence, p);
    }
    (units, earned)
}

/// What a car leaves after its cost and the overheads that go with sales, k$.
pub fn net_margin(sim: &Simulation, maker: usize, presence: &Presence, p: usize) -> f64 {
    presence.price[p] * (1.0 - overheads(sim, maker)) - presence.landed_cost[p]
}

/// Overheads of a maker, share of its revenue.
fn overheads(sim: &Simulation, maker: usize) -> f64 {
    sim.world().resource::<StartFacts>().overhead_share.get(maker).copied().unwrap_or(0.0)
}

/// Whether a maker can leave a market, and what it gains.
pub fn can_leave(sim: &Simulation, firm: FirmId, region: RegionId) -> Result<Appraisal, Refusal> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let maker = maker_of(sim, firm)?;
    let (who, there) = (&catalog[firm].name, region_name(catalog, region));
    let cars = sim.world().resource::<Cars>();
    let presence = cars.presence(maker, region, facts.regions);
    if !presence.selling || presence.leaving {
        let missing =
            if presence.leaving { format!("{who} is leaving {there} already.") } else { format!("{who} does not sell in {there}.") };
        return Err(Refusal::new(missing, "Choose a market where it sells."));
    }
    let sold: f64 = presence.sold_year.iter().sum();
    let earned: f64 = (0..POWERTRAINS).map(|p| 12.0 * presence.sold_year[p] * net_margin(sim, maker, presence, p)).sum();
    let worth = earned / capital_recovery(catalog[firm].hurdle_share, YEARS);
    let stock: f64 = presence.dealers.iter().sum();
    let why = format!("it earns {} a year there with {} thousand cars", money(earned), number(12.0 * sold));
    let effect = format!(
        "{who} orders no more cars for {there}, where it sold {} thousand a year, and sells the {} thousand that dealers hold.",
        number(12.0 * sold),
        number(stock)
    );
    Ok(Appraisal { gain_musd: -worth, stake_musd: worth.abs(), lag_months: 1, effect, why, partner: None })
}

/// Leaves a market.
pub fn do_leave(sim: &mut Simulation, firm: FirmId, region: RegionId) {
    let Ok(maker) = maker_of(sim, firm) else { return };
    let at = maker * sim.facts().regions + region.index();
    sim.world_mut().resource_mut::<Cars>().presences[at].leaving = true;
}

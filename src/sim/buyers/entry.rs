//! A maker comes to a market: its models are certified, dealers open one after the other, buyers learn to trust the name.
//! What it sells grows over years (docs/month.md 4); markets that are left are in `buyers::presence`.

use bevy_ecs::prelude::*;

use super::components::{Cars, POWERTRAINS, Presence};
use super::formulas::{coverage_after, next_coverage, next_trust, trust_after};
use super::orders::maker_of;
use super::presence::overheads;
use super::systems::mean_range;
use super::utility::{Choice, RegionView};
use crate::content::ids::{FirmId, RegionId};
use crate::orders::Refusal;
use crate::orders::phrases::{money, months, of_cars, region as region_name};
use crate::sim::Simulation;
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::directives::Appraisal;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};
use crate::sim::plans::cars::Plant;
use crate::sim::policy::components::Effects;
use crate::sim::scoreboard::components::History;
use crate::sim::setup::StartFacts;
use crate::sim::society::components::Land;
use crate::sim::technology::components::Technologies;
use crate::units::math;

/// Years over which a maker judges a market (E: two generations of a model; networks pay late).
const YEARS: u32 = 10;
/// Share of full coverage at which a network is complete, and no longer grows.
const COMPLETE: f64 = 0.995;

/// What decides which cars a maker can bring to a market, and at what cost.
struct Sight<'a> {
    facts: &'a Facts,
    effects: &'a Effects,
    drivers: &'a Drivers,
    technologies: &'a Technologies,
    start: &'a StartFacts,
}

impl<'a> Sight<'a> {
    fn of(sim: &'a Simulation) -> Self {
        let world = sim.world();
        Self {
            facts: sim.facts(),
            effects: world.resource(),
            drivers: world.resource(),
            technologies: world.resource(),
            start: world.resource(),
        }
    }

    /// Puts prices and first models into a maker's presence: cars as it sells them where it sells most, made over to the
    /// region's classes. Returns whether any may come.
    fn bring(&self, cars: &mut Cars, maker: usize, region: RegionId) -> bool {
        let (regions, rules) = (self.facts.regions, &self.facts.catalog.rules.entry);
        let at = maker * regions + region.index();
        let row = maker * regions..(maker + 1) * regions;
        let sales = |p: &Presence| p.sold_year.iter().sum::<f64>();
        let others = cars.presences[row].iter().filter(|p| p.region != region);
        let Some(model) = others.max_by(|a, b| sales(a).total_cmp(&sales(b))).cloned() else { return false };
        let appeal = usual(cars, region, regions, maker, |p, x| p.appeal[x]);
        let bodies = usual(cars, region, regions, maker, |p, x| p.body_cost[x]);
        let packs = usual(cars, region, regions, maker, |p, x| p.pack_kwh[x]);
        let packs_start = usual(cars, region, regions, maker, |p, x| p.pack_kwh_start[x]);
        let fit = |own: f64, here: Option<f64>| here.filter(|h| *h > 0.0).map_or(own, |h| own + rules.class_fit_share * (h - own));
        let presence = &mut cars.presences[at];
        for p in 0..POWERTRAINS {
            presence.markup_share[p] = 0.0;
            presence.price[p] = model.price[p];
            presence.body_cost[p] = fit(model.body_cost[p], bodies[p]);
            presence.pack_kwh[p] = fit(model.pack_kwh[p], packs[p]);
            presence.pack_kwh_start[p] = fit(model.pack_kwh_start[p], packs_start[p]);
            presence.landed_cost[p] = model.landed_cost[p];
            presence.appeal[p] = appeal[p].unwrap_or(0.0);
        }
        let landed = landed_costs(self.facts, self.effects, self.drivers, self.technologies, cars, at);
        let presence = &mut cars.presences[at];
        let overheads = self.start.overhead_share.get(maker).copied().unwrap_or(0.0).min(0.5);
        // What it builds nowhere it cannot bring.
        for p in (0..POWERTRAINS).filter(|p| model.price[*p] > 0.0) {
            let cost = landed[p].unwrap_or(0.0);
            presence.landed_cost[p] = cost;
            presence.price[p] = cost * (1.0 + rules.first_markup_share) / (1.0 - overheads);
        }
        let comes = presence.price.iter().any(|p| *p > 0.0);
        first_models(self.facts, cars, at, region, self.facts.catalog.rules.entry.first_models_share);
        comes
    }
}

/// Least cost of a car landed at a dealer from any plant that may deliver, by powertrain, k$; none where no car may come.
fn landed_costs(
    facts: &Facts,
    effects: &Effects,
    drivers: &Drivers,
    technologies: &Technologies,
    cars: &Cars,
    dealer: usize,
) -> [Option<f64>; POWERTRAINS] {
    let maker = dealer / facts.regions;
    let freight_index = drivers.freight[facts.freight_index[facts.car_goods[0].index()]];
    let plants = (0..facts.regions).filter_map(|from| Plant::see(facts, effects, drivers, technologies, cars, (maker, from)));
    let seen = plants.map(|plant| plant.offer(facts, effects, freight_index, cars, dealer));
    seen.fold([None; POWERTRAINS], |best: [Option<f64>; POWERTRAINS], ((weight, landed), _)| {
        std::array::from_fn(|p| {
            let less = weight[p] > 0.0 && best[p].is_none_or(|b| landed[p] < b);
            if less { Some(landed[p]) } else { best[p] }
        })
    })
}

/// Whether a maker can enter a market, and what it gains.
pub fn can_enter(sim: &Simulation, firm: FirmId, region: RegionId) -> Result<Appraisal, Refusal> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let maker = maker_of(sim, firm)?;
    let (who, there) = (&catalog[firm].name, region_name(catalog, region));
    let cars = sim.world().resource::<Cars>();
    let presence = cars.presence(maker, region, facts.regions);
    if presence.selling && !presence.leaving {
        return Err(Refusal::new(format!("{who} sells in {there} already."), "Choose a market where it does not."));
    }
    if presence.certified_in > 0 {
        let missing = format!("{who} is on its way to {there}: certified in {}.", months(presence.certified_in));
        return Err(Refusal::new(missing, "Wait for its first dealers."));
    }
    let Some(market) = catalog.car_markets.iter().find(|m| m.region == region) else {
        return Err(Refusal::new(format!("There is no car market in {there}."), "Choose a region with car buyers."));
    };
    let mut planned = cars.clone();
    if !Sight::of(sim).bring(&mut planned, maker, region) {
        let missing = format!("No car of {who} may come to {there}.");
        return Err(Refusal::new(missing, "End the ban first, or have it build a plant there."));
    }
    let path = outlook(sim, &mut planned, maker, market.region);
    let hurdle = catalog[firm].hurdle_share + catalog.rules.investment.abroad_hurdle;
    let worth_of = |year: u32, sum: f64| sum / math::whole_power(1.0 + hurdle, year);
    let earned: f64 = path.iter().map(|y| worth_of(y.year, y.earned)).sum();
    let network: f64 = path.iter().map(|y| worth_of(y.year, y.network)).sum();
    let first = adaptation(facts);
    let why = format!(
        "{} of sales over {YEARS} years against {} for models and {} for dealers, in today’s money",
        money(earned),
        money(first),
        money(network)
    );
    let units = |year: usize| path.get(year - 1).map_or(0.0, |y| y.units);
    let size = sim.world().resource::<Drivers>().car_market[region.index()].max(1e-9);
    let effect = format!(
        "{who} has its models certified in {there} for {} and then opens dealers; at today's prices and tariffs {} in \
         the third year and {} in the fifth can be expected ({} of the market).",
        months(certify_months(facts, region)),
        of_cars(units(3)),
        of_cars(units(5)),
        crate::orders::phrases::percent(units(5) / size)
    );
    Ok(Appraisal {
        gain_musd: earned - network - first,
        stake_musd: network + first,
        lag_months: certify_months(facts, region) + 1,
        effect,
        why,
        partner: None,
    })
}

/// Begins to enter a market: models are adapted and go to the authorities. One that was leaving stays.
pub fn do_enter(sim: &mut Simulation, firm: FirmId, region: RegionId) {
    let Ok(maker) = maker_of(sim, firm) else { return };
    let (months, cost) = (certify_months(sim.facts(), region), adaptation(sim.facts()));
    let at = maker * sim.facts().regions + region.index();
    let world = sim.world_mut();
    let presence = &mut world.resource_mut::<Cars>().presences[at];
    if std::mem::take(&mut presence.leaving) {
        return;
    }
    presence.certified_in = months;
    world.resource_mut::<Ledger>().pay(Account::Firm(firm), Account::Outside, Tag::Other, cost);
}

/// Months until a foreign maker's models may be sold in a region: at least one.
fn certify_months(facts: &Facts, region: RegionId) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range of the rule is small and positive")]
    let months = facts.catalog.rules.entry.certify_months.at(region).round().max(1.0) as u32;
    months
}

/// Cost of adapting models to a market and certifying them, $M.
fn adaptation(facts: &Facts) -> f64 {
    facts.catalog.rules.entry.adaptation_share * facts.catalog.rules.automakers.platform_musd
}

/// Certified makers open their first dealers; networks and trust of newcomers grow, and networks are paid for.
pub fn build_networks(
    facts: Res<Facts>,
    effects: Res<Effects>,
    drivers: Res<Drivers>,
    technologies: Res<Technologies>,
    start: Res<StartFacts>,
    calendar: Res<Calendar>,
    mut cars: ResMut<Cars>,
    mut ledger: ResMut<Ledger>,
    mut history: ResMut<History>,
    firms: Query<&Finance>,
) {
    let rules = &facts.catalog.rules.entry;
    let sight = Sight { facts: &facts, effects: &effects, drivers: &drivers, technologies: &technologies, start: &start };
    let finances: Vec<&Finance> = firms.iter().collect();
    for at in 0..cars.presences.len() {
        let (maker, region) = (at / facts.regions, cars.presences[at].region);
        let firm = cars.makers[maker].firm;
        let Some(finance) = finances.get(firm.index()).filter(|f| !f.failed) else { continue };
        if cars.presences[at].certified_in > 0 {
            let left = cars.presences[at].certified_in - 1;
            // Certified cars wait at the border while a ban or a shut licence keeps them out.
            let comes = left == 0 && sight.bring(&mut cars, maker, region);
            let presence = &mut cars.presences[at];
            presence.certified_in = if comes { 0 } else { left.max(1) };
            if comes {
                presence.selling = true;
                presence.network = presence.network.max(rules.first_network_share);
                let (who, there) = (&facts.catalog.firms[firm.index()].name, region_name(&facts.catalog, region));
                history.note(calendar.month, format!("{who} opens its first dealers in {there}"));
            }
            continue;
        }
        let presence = &mut cars.presences[at];
        if !presence.selling || presence.leaving {
            continue;
        }
        if presence.network < COMPLETE {
            let before = presence.network;
            presence.network = next_coverage(before, rules.network_growth, finance.room_share.clamp(0.0, 1.0));
            let cost = (presence.network - before) * network_cost(&facts, &drivers, region);
            ledger.pay(Account::Firm(firm), Account::Outside, Tag::Other, cost);
        }
        presence.trust = next_trust(presence.trust, rules.trust_months);
    }
}

/// Cost of a complete network of dealers in a region, $M.
fn network_cost(facts: &Facts, drivers: &Drivers, region: RegionId) -> f64 {
    facts.catalog.rules.entry.network_musd_per_thousand * drivers.car_market[region.index()]
}

/// A newcomer begins with a part of the availability that is usual in the market.
fn first_models(facts: &Facts, cars: &mut Cars, at: usize, region: RegionId, part: f64) {
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
        *now = now.max(part * usual);
    }
}

/// Mean of something about the cars of foreign makers in a region, by powertrain; of all makers where there is no foreign one.
fn usual(cars: &Cars, region: RegionId, regions: usize, maker: usize, of: impl Fn(&Presence, usize) -> f64) -> [Option<f64>; POWERTRAINS] {
    std::array::from_fn(|p| {
        let (mut foreign, mut all) = ((0.0, 0.0), (0.0, 0.0));
        for (m, other) in cars.makers.iter().enumerate().filter(|(m, _)| *m != maker) {
            let presence = cars.presence(m, region, regions);
            let weight = presence.sold_year[p];
            all = (all.0 + weight * of(presence, p), all.1 + weight);
            if other.home != region {
                foreign = (foreign.0 + weight * of(presence, p), foreign.1 + weight);
            }
        }
        let (sum, weight) = if foreign.1 > 0.0 { foreign } else { all };
        (weight > 0.0).then(|| sum / weight)
    })
}

/// A year of a newcomer.
struct Year {
    year: u32,
    /// Thousand cars.
    units: f64,
    /// Earnings before the network, $M.
    earned: f64,
    /// Spent on the network, $M.
    network: f64,
}

/// What a maker would sell, earn and spend in each year after an order to enter, by the choice of today's buyers.
fn outlook(sim: &Simulation, cars: &mut Cars, maker: usize, region: RegionId) -> Vec<Year> {
    let (facts, rules) = (sim.facts(), &sim.catalog().rules.entry);
    let at = maker * facts.regions + region.index();
    let (first, trusted) = (cars.presences[at].network.max(rules.first_network_share), cars.presences[at].trust);
    let full = network_cost(facts, sim.world().resource::<Drivers>(), region);
    let certified = f64::from(certify_months(facts, region));
    cars.presences[at].selling = true;
    let mut built = first;
    (1..=YEARS)
        .map(|year| {
            // Months of selling at the middle and at the end of the year.
            let selling = |months: f64| (12.0 * f64::from(year) - months - certified).max(0.0);
            let part = (selling(0.0) / 12.0).min(1.0);
            if selling(6.0) >= 12.0 {
                // By then its makers have brought what is usual here.
                first_models(facts, cars, at, region, 1.0);
            }
            cars.presences[at].network = coverage_after(first, rules.network_growth, selling(6.0));
            cars.presences[at].trust = trust_after(trusted, rules.trust_months, selling(6.0));
            let (units, earned) = if part > 0.0 { judge(sim, cars, maker, region) } else { (0.0, 0.0) };
            let grown = coverage_after(first, rules.network_growth, selling(0.0));
            let network = (grown - built) * full;
            built = grown;
            Year { year, units: part * units, earned: part * earned, network }
        })
        .collect()
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
    let share = overheads(sim, maker);
    let (mut units, mut earned) = (0.0, 0.0);
    for p in 0..POWERTRAINS {
        let sold = drivers.car_market[region.index()] * shares[maker * POWERTRAINS + p];
        units += sold;
        earned += sold * (presence.price[p] * (1.0 - share) - presence.landed_cost[p]);
    }
    (units, earned)
}

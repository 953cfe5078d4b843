//! Suppliers by order: an automaker's plants come to prefer the cells of one maker.

use super::components::{Contract, Customer, Market, Markets};
use super::contracts::join;
use super::lanes::Landing;
use crate::content::ids::{FirmId, GoodId, RegionId};
use crate::orders::Refusal;
use crate::orders::phrases::{money, number, percent, region as region_name};
use crate::sim::Simulation;
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Drivers;
use crate::sim::directives::Appraisal;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Treasury;
use crate::sim::trade::preferences::NEWCOMER;
use crate::units::Month;

/// Years for which a change of supplier binds (K: programmes of car models run four to seven years, supply contracts three).
const YEARS: f64 = 3.0;
/// Months in which a supplier is qualified for a model (K: six to twelve; the preferences act at once, contracts run out later).
const LAG: u32 = 6;

/// One market in which the maker buys cells that the supplier sells.
struct Lane {
    good: GoodId,
    buyer: usize,
    /// Use a month, GWh.
    used: f64,
    /// Share of the supplier in preferences now.
    now: f64,
    /// Landed cost of the supplier less the buyer's mean, $M per GWh.
    dearer: f64,
}

/// Whether a maker's plants can buy from a supplier, and what it gains.
pub fn can_source(sim: &Simulation, firm: FirmId, supplier: FirmId, region: RegionId, share: f64) -> Result<Appraisal, Refusal> {
    let catalog = sim.catalog();
    let (who, from, there) = (&catalog[firm].name, &catalog[supplier].name, region_name(catalog, region));
    if !(0.0..=1.0).contains(&share) {
        return Err(Refusal::new(format!("{} is no share.", number(share)), "Choose from 0 % to 100 %."));
    }
    let plants = sim.world().resource::<Cars>();
    let builds = plants.maker(firm).is_some_and(|m| plants.presence(m, region, sim.facts().regions).plug_capacity > 0.0);
    if !builds {
        return Err(Refusal::new(
            format!("{who} builds no cars with a plug in {there}."),
            "Choose a region where it does, or have it build a plant there first.",
        ));
    }
    let lanes = lanes(sim, firm, supplier, region)?;
    let used: f64 = lanes.iter().map(|l| l.used).sum();
    let now = if used > 0.0 { lanes.iter().map(|l| l.used * l.now).sum::<f64>() / used } else { 0.0 };
    let dearer: f64 = lanes.iter().map(|l| 12.0 * l.used * (share - l.now) * l.dearer).sum();
    let stake: f64 =
        lanes.iter().map(|l| 12.0 * l.used * (share - l.now).abs() * sim.world().resource::<Markets>().of(l.good).world_price).sum::<f64>()
            * YEARS;
    let word = if dearer >= 0.0 { "dearer" } else { "cheaper" };
    let why = format!("cells from {from} would make its year {} {word}, over {} years", money(dearer.abs()), number(YEARS));
    let effect = format!(
        "{who} turns from {} to {} of {from} in what it seeks for its {} GWh a year of cells in {there}.",
        percent(now),
        percent(share),
        number(12.0 * used)
    );
    Ok(Appraisal { gain_musd: -dearer * YEARS, stake_musd: stake, lag_months: LAG, effect, why, partner: None })
}

/// The cell markets in which both meet.
fn lanes(sim: &Simulation, firm: FirmId, supplier: FirmId, region: RegionId) -> Result<Vec<Lane>, Refusal> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let markets = sim.world().resource::<Markets>();
    let effects = sim.world().resource::<Effects>();
    let relations: Vec<Vec<f64>> =
        sim.world().try_query::<&Treasury>().map_or_else(Vec::new, |mut q| q.iter(sim.world()).map(|t| t.relations.clone()).collect());
    let relations: Vec<&[f64]> = relations.iter().map(Vec::as_slice).collect();
    let landing = Landing { facts, effects, drivers: sim.world().resource::<Drivers>(), relations: &relations };
    let (mut found, mut shut) = (Vec::new(), false);
    for good in &facts.cells {
        let market = markets.of(*good);
        let Some(buyer) = market.buyer(Customer::Maker(firm), region) else { continue };
        let sellers = sellers(market, supplier);
        let open: Vec<usize> =
            sellers.iter().copied().filter(|s| effects.licence[effects.at(*good, market.sellers[*s].region, region)] > 0.05).collect();
        shut |= open.len() < sellers.len();
        if open.is_empty() {
            continue;
        }
        let cost = open.iter().map(|s| landing.cost(market, *s, buyer, market.sellers[*s].ask).weighed()).fold(f64::INFINITY, f64::min);
        let columns = market.buyers.len();
        let total: f64 = (0..market.sellers.len()).map(|s| f64::from(market.preference[s * columns + buyer])).sum();
        let now = open.iter().map(|s| f64::from(market.preference[s * columns + buyer])).sum::<f64>() / total.max(1e-12);
        let used = market.buyers[buyer].use_expected;
        found.push(Lane { good: *good, buyer, used, now, dearer: cost - market.buyers[buyer].landed });
    }
    if found.is_empty() {
        let from = &catalog[supplier].name;
        let there = region_name(catalog, region);
        let (missing, remedy) = if shut {
            (format!("No cells of {from} may come to {there}."), "End the ban or licence, or choose a supplier from elsewhere.")
        } else {
            (
                format!("{from} makes no cells that {} could use in {there}.", catalog[firm].name),
                "Choose a maker of cells, or have it build a plant first.",
            )
        };
        return Err(Refusal::new(missing, remedy));
    }
    Ok(found)
}

/// A supplier's offers that stand for something: those with stock, orders or sales.
fn sellers(market: &Market, supplier: FirmId) -> Vec<usize> {
    (0..market.sellers.len())
        .filter(|s| market.sellers[*s].firm == supplier && market.sellers[*s].orders + market.sellers[*s].offer > 1e-9)
        .collect()
}

/// Shifts the preferences of a maker's plants toward a supplier, and what is under contract with them.
pub fn do_source(sim: &mut Simulation, firm: FirmId, supplier: FirmId, region: RegionId, share: f64) {
    let Ok(lanes) = lanes(sim, firm, supplier, region) else { return };
    let (now, catalog) = (sim.now(), sim.catalog().clone());
    let mut markets = sim.world_mut().resource_mut::<Markets>();
    for lane in lanes {
        let market = markets.of_mut(lane.good);
        let chosen = sellers(market, supplier);
        let weight: Vec<f64> = chosen.iter().map(|s| (market.sellers[*s].orders + market.sellers[*s].offer).max(1e-9)).collect();
        prefer(market, &lane, &chosen, &weight, share);
        let months = catalog.market_rules[catalog.goods[lane.good.index()].market.index()].contract_months;
        sign_over(market, &lane, &chosen, &weight, share, now.plus(i32::try_from(months).unwrap_or(12)));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "preferences need no more than f32")]
fn prefer(market: &mut Market, lane: &Lane, chosen: &[usize], weight: &[f64], share: f64) {
    let (rows, columns) = (market.sellers.len(), market.buyers.len());
    let all: f64 = weight.iter().sum();
    let others: f64 = (0..rows).filter(|s| !chosen.contains(s)).map(|s| f64::from(market.preference[s * columns + lane.buyer])).sum();
    for s in 0..rows {
        let preference = &mut market.preference[s * columns + lane.buyer];
        let factor = if others > 0.0 { (1.0 - share) / others } else { 0.0 };
        *preference = match chosen.iter().position(|c| *c == s) {
            Some(at) => ((share * weight[at] / all) as f32).max(NEWCOMER),
            // Whoever was known stays known: plants turn to it if the chosen supplier fails.
            None if *preference > 0.0 => (*preference * factor as f32).max(NEWCOMER),
            None => 0.0,
        };
    }
}

/// Contracts with others shrink to what is left for them; what they lose is signed with the supplier.
fn sign_over(market: &mut Market, lane: &Lane, chosen: &[usize], weight: &[f64], share: f64, expires: Month) {
    let kept = if lane.now < 1.0 { ((1.0 - share) / (1.0 - lane.now)).clamp(0.0, 1.0) } else { 1.0 };
    let mut freed = 0.0;
    for contract in market.contracts.iter_mut().filter(|c| c.buyer as usize == lane.buyer && !chosen.contains(&(c.seller as usize))) {
        freed += contract.quantity * (1.0 - kept);
        contract.quantity *= kept;
    }
    let all: f64 = weight.iter().sum();
    for (seller, w) in chosen.iter().zip(weight).filter(|_| freed > 0.0) {
        let price = market.sellers[*seller].ask;
        let deal = Contract {
            seller: u32::try_from(*seller).unwrap_or(0),
            buyer: u32::try_from(lane.buyer).unwrap_or(0),
            quantity: freed * w / all,
            price,
            signed_price: price,
            expires,
            blocked_months: 0,
            delivered: 0.0,
        };
        match market.contracts.iter_mut().find(|c| (c.seller, c.buyer) == (deal.seller, deal.buyer)) {
            Some(standing) => join(standing, &deal),
            None => market.contracts.push(deal),
        }
    }
}

//! What a maker earns in a market, and markets that it leaves by order. How it comes to a new one is in `buyers::entry`.

use super::components::{Cars, POWERTRAINS, Presence};
use super::orders::maker_of;
use crate::content::ids::{FirmId, RegionId};
use crate::orders::Refusal;
use crate::orders::phrases::{money, of_cars, region as region_name};
use crate::sim::Simulation;
use crate::sim::directives::Appraisal;
use crate::sim::plans::formulas::capital_recovery;
use crate::sim::setup::StartFacts;

/// Years over which a market is judged (E: one model generation).
const YEARS: f64 = 6.0;
/// What a car leaves after its cost and the overheads that go with sales, k$.
pub fn net_margin(sim: &Simulation, maker: usize, presence: &Presence, p: usize) -> f64 {
    presence.price[p] * (1.0 - overheads(sim, maker)) - presence.landed_cost[p]
}

/// Overheads of a maker, share of its revenue.
pub fn overheads(sim: &Simulation, maker: usize) -> f64 {
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
    let why = format!("it earns {} a year there with {}", money(earned), of_cars(12.0 * sold));
    let effect = format!(
        "{who} orders no more cars for {there}, where it sold {} a year, and sells the {} that dealers hold.",
        of_cars(12.0 * sold),
        of_cars(stock)
    );
    Ok(Appraisal { gain_musd: -worth, stake_musd: worth.abs(), lag_months: 1, effect, why, partner: None })
}

/// Leaves a market.
pub fn do_leave(sim: &mut Simulation, firm: FirmId, region: RegionId) {
    let Ok(maker) = maker_of(sim, firm) else { return };
    let at = maker * sim.facts().regions + region.index();
    sim.world_mut().resource_mut::<Cars>().presences[at].leaving = true;
}

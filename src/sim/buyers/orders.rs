//! Automakers by order: chemistry of their cells, and how hard they push models with a plug. Markets entered and left are in
//! `buyers::presence`.

use super::components::{Cars, PLUGS, POWERTRAINS};
use super::presence::net_margin;
use crate::content::ids::{ChemistryId, FirmId, RegionId};
use crate::orders::Refusal;
use crate::orders::phrases::{money, number, percent, region as region_name};
use crate::sim::Simulation;
use crate::sim::directives::Appraisal;
use crate::sim::facts::Facts;
use crate::sim::investment::cars::open_cell_buyers;
use crate::sim::plans::chemistries::{can_be_bought, chemistry_costs, is_ready};
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::Markets;
use crate::units::math;

/// Share of a plant's cells that an ordered chemistry takes at today's costs (E: a fifth stays with the longest and cheapest cars).
const ORDERED_SHARE: f64 = 0.8;
/// Years for which a change of chemistry binds (K: a pack platform lives five to seven years).
const YEARS: f64 = 5.0;
/// Platforms that a maker launches early under the hardest push (E: one per large segment).
const PLATFORMS: f64 = 3.0;

/// Index of the automaker that a firm is.
pub fn maker_of(sim: &Simulation, firm: FirmId) -> Result<usize, Refusal> {
    let found = sim.world().resource::<Cars>().maker(firm);
    found.ok_or_else(|| Refusal::new(format!("{} is no automaker.", sim.catalog()[firm].name), "Ask an automaker."))
}

/// Whether a maker's plants in a region can move to a chemistry, and what it gains.
pub fn can_choose_chemistry(sim: &Simulation, firm: FirmId, chemistry: ChemistryId, region: RegionId) -> Result<Appraisal, Refusal> {
    let (catalog, facts, h) = (sim.catalog(), sim.facts(), chemistry.index());
    let maker = maker_of(sim, firm)?;
    let (who, there, cell) = (&catalog[firm].name, region_name(catalog, region), &catalog[chemistry].name);
    let cars = sim.world().resource::<Cars>();
    let presence = cars.presence(maker, region, facts.regions);
    if presence.plug_capacity <= 0.0 {
        return Err(Refusal::new(format!("{who} builds no cars with a plug in {there}."), "Choose a region where it does."));
    }
    let technologies = sim.world().resource::<Technologies>();
    if !is_ready(facts, technologies, h) {
        let technology = &catalog[catalog[chemistry].technology];
        let missing = format!(
            "{cell} cells are not ready for cars: readiness {} of {}.",
            number(technologies.readiness[catalog[chemistry].technology.index()]),
            number(technology.ready_at)
        );
        return Err(Refusal::new(missing, format!("Put research money into {} first.", crate::orders::phrases::running(&technology.name))));
    }
    let markets = sim.world().resource::<Markets>();
    if markets.of(facts.cells[h]).sellers.is_empty() {
        return Err(Refusal::new(format!("Nobody makes {cell} cells yet."), "Have a maker of cells build a line first."));
    }
    let at = maker * facts.regions + region.index();
    let shares = wanted_shares(sim, at);
    let share = shares[h];
    if share >= ORDERED_SHARE {
        return Err(Refusal::new(format!("{who} moves to {} {cell} in {there} by itself.", percent(share)), "No order is needed."));
    }
    let gwh = 12.0 * PLUGS.iter().map(|p| presence.built_year[*p].max(presence.orders[*p]) * presence.pack_kwh[*p]).sum::<f64>() / 1000.0;
    let mut costs = vec![0.0; facts.cells.len()];
    chemistry_costs(facts, markets, technologies, firm, region, &mut costs);
    let mean: f64 = shares.iter().zip(&costs).map(|(s, c)| s * c).sum();
    let loss = departure(share, ORDERED_SHARE) * mean / catalog.rules.automakers.chemistry_power;
    let gain = -loss * gwh * YEARS;
    let why = format!(
        "its cars as designed want {} {cell}; other packs and models cost it ${} per kWh on {} GWh a year",
        percent(share),
        number(loss),
        number(gwh)
    );
    let effect = format!(
        "{who} moves its plants in {there} from {} to {} {cell} cells within about two years.",
        percent(cars.mix[at * facts.cells.len() + h]),
        percent(ORDERED_SHARE)
    );
    Ok(Appraisal { gain_musd: gain, stake_musd: gwh * YEARS * mean * (ORDERED_SHARE - share), lag_months: 1, effect, why, partner: None })
}

/// Mix that a maker's plant moves to by itself at today's costs.
fn wanted_shares(sim: &Simulation, at: usize) -> Vec<f64> {
    let (facts, count) = (sim.facts(), sim.facts().cells.len());
    let cars = sim.world().resource::<Cars>();
    let technologies = sim.world().resource::<Technologies>();
    let (firm, region) = (cars.makers[at / facts.regions].firm, cars.presences[at].region);
    let mut costs = vec![0.0; count];
    let markets = sim.world().resource::<Markets>();
    chemistry_costs(facts, markets, technologies, firm, region, &mut costs);
    let mean: f64 = (0..count).map(|h| cars.mix[at * count + h] * costs[h]).sum::<f64>().max(1.0);
    let power = facts.catalog.rules.automakers.chemistry_power;
    let weight = |h: usize| {
        if can_be_bought(facts, markets, technologies, h) {
            cars.mix_appeal[at * count + h] * math::exp(-power * (costs[h] / mean - 1.0))
        } else {
            0.0
        }
    };
    let weights: Vec<f64> = (0..count).map(weight).collect();
    let total: f64 = weights.iter().sum::<f64>().max(1e-12);
    weights.iter().map(|w| w / total).collect()
}

/// Cost of being moved from the share one would choose to another, in units of cost over the power of choice: the relative
/// entropy of the two mixes, which is what a logit chooser loses (its log-sum) when a share is forced on it.
#[must_use]
pub fn departure(chosen: f64, forced: f64) -> f64 {
    let chosen = chosen.clamp(1e-4, 1.0 - 1e-4);
    forced * math::ln(forced / chosen) + (1.0 - forced) * math::ln((1.0 - forced) / (1.0 - chosen))
}

/// Makes a maker fond enough of a chemistry to want the ordered share at today's costs.
pub fn do_choose_chemistry(sim: &mut Simulation, firm: FirmId, chemistry: ChemistryId, region: RegionId) {
    let Ok(maker) = maker_of(sim, firm) else { return };
    let at = maker * sim.facts().regions + region.index();
    let share = wanted_shares(sim, at)[chemistry.index()].max(1e-9);
    let factor = ORDERED_SHARE / (1.0 - ORDERED_SHARE) * (1.0 - share) / share;
    let count = sim.facts().cells.len();
    let world = sim.world_mut();
    let facts = world.resource::<Facts>().clone();
    let appeal = &mut world.resource_mut::<Cars>().mix_appeal[at * count + chemistry.index()];
    *appeal = appeal.max(1e-9) * factor;
    open_cell_buyers(&facts, &mut world.resource_mut::<Markets>(), firm, region);
}

/// Whether a maker can push models with a plug, and what it gains.
pub fn can_ramp(sim: &Simulation, firm: FirmId, push: f64) -> Result<Appraisal, Refusal> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let maker = maker_of(sim, firm)?;
    let who = &catalog[firm].name;
    if !(0.0..=1.0).contains(&push) {
        return Err(Refusal::new(format!("{} is no push.", number(push)), "Choose from 0 (as the market wants) to 1 (all it can)."));
    }
    let cars = sim.world().resource::<Cars>();
    let before = cars.makers[maker].push;
    if (push - before).abs() < 1e-9 {
        return Err(Refusal::new(format!("{who} pushes at {} already.", percent(before)), "Choose another push."));
    }
    let (mut plugs, mut all, mut earned) = (0.0, 0.0, 0.0);
    for presence in &cars.presences[maker * facts.regions..(maker + 1) * facts.regions] {
        for p in 0..POWERTRAINS {
            all += presence.sold_year[p];
            plugs += if p >= 2 { presence.sold_year[p] } else { 0.0 };
        }
        earned += PLUGS.iter().map(|p| 12.0 * presence.sold_year[*p] * net_margin(sim, maker, presence, *p)).sum::<f64>();
    }
    let share = plugs / f64::max(all, 1e-9);
    let more = push - before;
    let launches = more.max(0.0) * PLATFORMS * catalog.rules.automakers.platform_musd * (1.0 - share);
    // Models that come early sell by the availability that they add; what they earn is in step with what plugs earn today.
    let added = more * catalog.rules.buyers.availability_push / mean_availability(sim, maker).max(0.02);
    let gain = 0.5 * added.clamp(-1.0, 1.0) * earned * YEARS - launches;
    let why = format!("launches cost {}, plug-in cars earn {} a year today", money(launches), money(earned));
    let effect = format!(
        "{who} turns its push for plug-in models from {} to {}; {} of its sales have a plug now.",
        percent(before),
        percent(push),
        percent(share)
    );
    Ok(Appraisal { gain_musd: gain, stake_musd: launches.max(earned * 0.1), lag_months: 6, effect, why, partner: None })
}

/// Mean availability of a maker's battery cars where it sells.
fn mean_availability(sim: &Simulation, maker: usize) -> f64 {
    let (cars, facts) = (sim.world().resource::<Cars>(), sim.facts());
    let segments = facts.catalog.segments.len();
    let (mut sum, mut count) = (0.0, 0.0);
    for region in 0..facts.regions {
        let at = maker * facts.regions + region;
        let weight = cars.presences[at].sold_year.iter().sum::<f64>();
        for s in 0..segments {
            sum += weight * cars.availability[(at * segments + s) * 2 + 1];
            count += weight;
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Sets a maker's push.
pub fn do_ramp(sim: &mut Simulation, firm: FirmId, push: f64) {
    if let Ok(maker) = maker_of(sim, firm) {
        sim.world_mut().resource_mut::<Cars>().makers[maker].push = push;
    }
}

#[cfg(test)]
mod tests {
    use super::departure;

    #[test]
    fn staying_costs_nothing_and_going_far_costs_more() {
        assert!(departure(0.8, 0.8).abs() < 1e-12);
        assert!(departure(0.2, 0.8) > departure(0.6, 0.8) && departure(0.6, 0.8) > 0.0);
    }
}

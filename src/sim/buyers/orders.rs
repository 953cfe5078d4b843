//! Automakers by order: chemistry of their cells, and how hard they push models with a plug. Markets entered and left are in
//! `buyers::presence`.

use super::components::{Cars, PLUGS, POWERTRAINS};
use super::formulas::launch_months;
use super::presence::net_margin;
use crate::content::ids::{ChemistryId, FirmId, RegionId};
use crate::orders::Refusal;
use crate::orders::phrases::{money, number, percent, region as region_name};
use crate::sim::Simulation;
use crate::sim::directives::Appraisal;
use crate::sim::facts::Facts;
use crate::sim::investment::cars::open_cell_buyers;
use crate::sim::plans::chemistries::{can_be_bought, chemistry_costs, is_ready, range_penalty};
use crate::sim::society::systems::is_quick;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::Markets;
use crate::units::math;

/// Share of a plant's cells that an ordered chemistry takes at today's costs (E: a fifth stays with the longest and cheapest cars).
const ORDERED_SHARE: f64 = 0.8;
/// Years for which a change of chemistry binds (K: a pack platform lives five to seven years).
const YEARS: f64 = 5.0;

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
    let wanted = wanted_shares(sim, at);
    if wanted[h] >= ORDERED_SHARE {
        return Err(Refusal::new(format!("{who} moves to {} {cell} in {there} by itself.", percent(wanted[h])), "No order is needed."));
    }
    let gwh = 12.0 * PLUGS.iter().map(|p| presence.built_year[*p].max(presence.orders[*p]) * presence.pack_kwh[*p]).sum::<f64>() / 1000.0;
    let mut costs = vec![0.0; facts.cells.len()];
    chemistry_costs(facts, markets, technologies, firm, presence, &mut costs);
    let forced = forced_mix(&wanted, h, ORDERED_SHARE);
    let range = |chemistry: usize| range_penalty(&catalog.chemistries[chemistry], technologies);
    let more_cost = change(&wanted, &forced, |i| costs[i] - range(i));
    let less_range = change(&wanted, &forced, range);
    let rules = &catalog.rules.automakers;
    let moved = mean_moved(rules.chemistry_speed, YEARS);
    let models: f64 = cars.availability[at * catalog.segments.len() * 2..(at + 1) * catalog.segments.len() * 2].iter().sum();
    let repacked = rules.repack_share * rules.platform_musd * models * (ORDERED_SHARE - wanted[h]);
    let gain = -(more_cost + less_range) * gwh * YEARS * moved - repacked;
    let worth = |usd: f64, plus: &str, minus: &str| format!("${} per kWh {}", number(usd.abs()), if usd > 0.0 { plus } else { minus });
    let why = format!(
        "its packs get {} on {} GWh a year, their range is worth {}, new packs for its models cost {}",
        worth(more_cost, "dearer", "cheaper"),
        number(gwh),
        worth(less_range, "less", "more"),
        money(repacked)
    );
    let effect = format!(
        "{who} moves its plants in {there} from {} to {} {cell} cells, half of the way in about a year and a half.",
        percent(cars.mix[at * facts.cells.len() + h]),
        percent(ORDERED_SHARE)
    );
    let spent: f64 = wanted.iter().zip(&costs).map(|(share, cost)| share * cost).sum();
    let stake = gwh * YEARS * spent * (ORDERED_SHARE - wanted[h]);
    Ok(Appraisal { gain_musd: gain, stake_musd: stake, lag_months: 1, effect, why, partner: None })
}

/// The mix that one would choose with the share of one chemistry set, the others in proportion.
fn forced_mix(wanted: &[f64], one: usize, share: f64) -> Vec<f64> {
    let rest = (1.0 - share) / (1.0 - wanted[one]).max(1e-9);
    wanted.iter().enumerate().map(|(h, own)| if h == one { share } else { own * rest }).collect()
}

/// What a mean over a mix gains when one mix takes the place of another.
fn change(from: &[f64], to: &[f64], of: impl Fn(usize) -> f64) -> f64 {
    from.iter().zip(to).enumerate().map(|(h, (from, to))| (to - from) * of(h)).sum()
}

/// How much of a change of mix is made in the mean of some years, if a part of what is missing moves each month.
fn mean_moved(monthly: f64, years: f64) -> f64 {
    let months = 12.0 * years;
    1.0 - (1.0 - math::pow(1.0 - monthly, months)) / (monthly * months)
}

/// Mix that a maker's plant moves to by itself at today's costs.
fn wanted_shares(sim: &Simulation, at: usize) -> Vec<f64> {
    let (facts, count) = (sim.facts(), sim.facts().cells.len());
    let cars = sim.world().resource::<Cars>();
    let technologies = sim.world().resource::<Technologies>();
    let mut costs = vec![0.0; count];
    let markets = sim.world().resource::<Markets>();
    chemistry_costs(facts, markets, technologies, cars.makers[at / facts.regions].firm, &cars.presences[at], &mut costs);
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
    let (launched, added) = offered_more(sim, maker, push);
    let launches = launched * catalog.rules.automakers.platform_musd;
    // What models that come sell more is half taken from the maker's other cars (E).
    let gain = 0.5 * added * earned * YEARS - launches;
    let why = format!(
        "{} launches cost {} in {} years; they put {} times as many plug-in models before its buyers, which earn {} a year today",
        number(launched.abs()),
        money(launches),
        number(YEARS),
        number(1.0 + added),
        money(earned)
    );
    let effect = format!(
        "{who} turns its push for plug-in models from {} to {}; {} of its sales have a plug now.",
        percent(before),
        percent(push),
        percent(share)
    );
    Ok(Appraisal { gain_musd: gain, stake_musd: launches.max(earned * 0.1), lag_months: 6, effect, why, partner: None })
}

/// What a push adds to what a maker offers in some years: platforms launched, and plug-in models before its buyers in the mean
/// of these years, as a share of today's.
fn offered_more(sim: &Simulation, maker: usize, push: f64) -> (f64, f64) {
    let (cars, facts) = (sim.world().resource::<Cars>(), sim.facts());
    let (rules, segments) = (&facts.catalog.rules.buyers, facts.catalog.segments.len());
    let before = cars.makers[maker].push;
    let more = (push - before) * rules.availability_push;
    let (mut most, mut sum, mut today) = (vec![(0.0_f64, 0.0_f64); segments * 2], 0.0, 0.0);
    for at in maker * facts.regions..(maker + 1) * facts.regions {
        let sold: f64 = cars.presences[at].sold_year.iter().sum();
        for (slot, now) in cars.availability[at * segments * 2..(at + 1) * segments * 2].iter().enumerate() {
            let then = (now + more).clamp(0.0, 1.0);
            most[slot] = (most[slot].0.max(*now), most[slot].1.max(then));
            sum += sold * (then - now);
            today += sold * now;
        }
    }
    let who = &cars.makers[maker];
    let months = if more < 0.0 { rules.withdraw_months } else { launch_months(rules, who.home, is_quick(facts, cars, maker), push) };
    let speed = facts.catalog.segments.iter().map(|s| s.launch_speed).sum::<f64>() / segments as f64;
    let monthly = if more < 0.0 { 1.0 } else { speed } / months;
    let (launched, offered) = (1.0 - math::exp(-12.0 * YEARS * monthly), mean_moved(monthly, YEARS));
    let platforms: f64 = most.iter().map(|(now, then)| then - now).sum();
    (platforms.max(0.0) * launched, offered * sum / f64::max(today, 1e-9))
}

/// Sets a maker's push.
pub fn do_ramp(sim: &mut Simulation, firm: FirmId, push: f64) {
    if let Ok(maker) = maker_of(sim, firm) {
        sim.world_mut().resource_mut::<Cars>().makers[maker].push = push;
    }
}

#[cfg(test)]
mod tests {
    use super::{change, forced_mix, math, mean_moved};

    #[test]
    fn a_forced_mix_costs_what_its_cells_cost_more() {
        let (wanted, costs) = ([0.2, 0.6, 0.2], [60.0, 90.0, 80.0]);
        let forced = forced_mix(&wanted, 0, 0.8);
        assert!((forced.iter().sum::<f64>() - 1.0).abs() < 1e-12 && forced[0] == 0.8 && (forced[1] - 0.15).abs() < 1e-12, "{forced:?}");
        let saved = -change(&wanted, &forced, |h| costs[h]);
        assert!((saved - 16.5).abs() < 1e-9, "cheap cells save {saved}");
        assert_eq!(change(&wanted, &wanted, |h| costs[h]), 0.0);
    }

    #[test]
    fn platforms_change_slowly() {
        let stepped = (0..60_u32).map(|month| 1.0 - math::whole_power(0.96, month)).sum::<f64>() / 60.0;
        assert!((mean_moved(0.04, 5.0) - stepped).abs() < 1e-9, "{stepped}");
    }
}

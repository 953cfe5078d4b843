//! Tastes at the start: fitted so that buyers choose exactly the sales of the data.

use super::Builder;
use crate::content::definitions::start::CarMarket;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, POWERTRAINS, Presence};
use crate::sim::buyers::formulas::standing_offer;
use crate::sim::buyers::systems::{mean_price, mean_range};
use crate::sim::buyers::utility::{Choice, RegionView};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Land;
use crate::sim::society::systems::is_quick;
use crate::units::math;

/// Rounds of the fit of tastes.
const ROUNDS: usize = 120;
/// Availability of a maker's first plug models where it sells none yet.
const UNPROVEN: f64 = 0.05;

impl Builder {
    /// Tastes, region by region, so that the choice of the first month is the data's sales.
    pub(super) fn fit_tastes(&mut self) {
        for region in 0..self.facts.regions {
            let Some(market) = self.market(region).cloned() else { continue };
            let segments = self.facts.catalog.segments.len();
            let plug: f64 =
                self.regional(region, |p| p.sold_year[2] + p.sold_year[3]) / self.regional(region, |p| p.sold_year.iter().sum()).max(1e-9);
            for s in 0..segments {
                self.cars.plug_share[region * segments + s] = plug;
            }
            self.grant_start_support(region);
            for pass in 0..3 {
                self.set_availability(region);
                fit_region(
                    &self.facts,
                    &mut self.cars,
                    &self.lands[region],
                    self.drivers.oil,
                    &self.effects,
                    &market,
                    if pass == 2 { ROUNDS * 2 } else { ROUNDS },
                );
            }
            self.cars.reference_price[region] = mean_price(&self.cars, region, self.facts.regions);
            let total = self.regional(region, |p| p.sold_year.iter().sum());
            // The driver's market of the month and the data's sales differ by season and rounding: sales stay, the driver scales.
            if self.drivers.car_market[region] > 0.0 && total > 0.0 {
                let scale = self.drivers.car_market[region] / 12.0 / total;
                self.scale_sales(region, scale);
            }
        }
    }

    pub(super) fn regional(&self, region: usize, of: impl Fn(&Presence) -> f64) -> f64 {
        (0..self.cars.makers.len()).map(|m| of(&self.cars.presences[m * self.facts.regions + region])).sum()
    }

    pub(super) fn scale_sales(&mut self, region: usize, scale: f64) {
        for maker in 0..self.cars.makers.len() {
            let presence = &mut self.cars.presences[maker * self.facts.regions + region];
            presence.sold_year.iter_mut().for_each(|s| *s *= scale);
        }
    }

    /// Support of the start, with tests passed as the makers' plants stand (content is traced from the second month on).
    pub(super) fn grant_start_support(&mut self, region: usize) {
        let credits = self.effects.credits[region].clone();
        for maker in 0..self.cars.makers.len() {
            let presence = &mut self.cars.presences[maker * self.facts.regions + region];
            for p in 0..POWERTRAINS {
                let price = presence.price[p];
                let sum: f64 = credits
                    .iter()
                    .filter(|c| c.powertrains[p] && price > 0.0)
                    .map(|c| {
                        (c.price_share * price).min(c.relief_cap) + c.kusd * c.buyers_share * if c.tests.is_empty() { 1.0 } else { 0.5 }
                    })
                    .sum();
                presence.support[p] = sum.min(0.9 * price);
            }
        }
    }

    /// Availability where launches of the past have brought it: makers with sales at the equilibrium, others at the door.
    pub(super) fn set_availability(&mut self, region: usize) {
        let rules = &self.facts.catalog.rules.buyers;
        let segments = self.facts.catalog.segments.len();
        let asked = self.effects.standard[region].0;
        for maker in 0..self.cars.makers.len() {
            let at = maker * self.facts.regions + region;
            let quick = is_quick(&self.facts, &self.cars, maker);
            let standing = standing_offer(rules, asked, quick, self.cars.makers[maker].home.index() == region);
            for s in 0..segments {
                let aim = standing + rules.availability_per_share * self.cars.plug_share[region * segments + s];
                for plug in 0..2 {
                    let sells = self.cars.presences[at].sold_year[2 + plug] > 0.0;
                    let share = if sells { 0.7 } else { UNPROVEN };
                    self.cars.availability[(at * segments + s) * 2 + plug] = (aim * share).clamp(0.0005, 1.0);
                }
            }
        }
    }
}

/// Fits tastes again, in every region, to the support that the first month really grants.
pub fn refit(facts: &Facts, cars: &mut Cars, lands: &[Land], oil: f64, effects: &Effects) {
    for land in lands {
        if let Some(market) = facts.car_market(RegionId(land.id)) {
            fit_region(facts, cars, land, oil, effects, market, ROUNDS * 2);
        }
    }
}

/// Largest step of a taste, in utility, that is not worth another round.
const FITTED: f64 = 1e-9;

/// Contraction: tastes move by the log of wanted over chosen shares (Berry, Levinsohn, Pakes). A step of a taste multiplies the
/// weight of its car in every segment, so cars are weighed once, and rounds only multiply.
fn fit_region(facts: &Facts, cars: &mut Cars, land: &Land, oil: f64, effects: &Effects, market: &CarMarket, rounds: usize) {
    let (region, regions) = (land.id as usize, facts.regions);
    let segments = facts.catalog.segments.len();
    let makers = cars.makers.len();
    let sold: Vec<f64> = (0..makers).flat_map(|m| cars.presences[m * regions + region].sold_year).collect();
    let total = sold.iter().sum::<f64>().max(1e-12);
    let wanted: Vec<f64> = sold.iter().map(|sold| sold / total).collect();
    let view = RegionView { facts, market, land, range_km: mean_range(cars, region, facts), oil, effects };
    let mut choice = Choice::default();
    choice.look(&view, cars);
    let (mut factors, mut product) = (vec![1.0; wanted.len()], vec![1.0; wanted.len()]);
    let mut powertrains = [0.0; POWERTRAINS];
    for _ in 0..rounds {
        choice.settle(&view);
        let largest = steps(&wanted, &choice.shares, facts.catalog.rules.buyers.nest, &mut powertrains, &mut factors, &mut product);
        choice.scale(&factors);
        if largest < FITTED {
            break;
        }
    }
    for p in 1..POWERTRAINS {
        cars.powertrain_appeal[region * POWERTRAINS + p] += powertrains[p];
    }
    for (at, product) in product.iter().enumerate() {
        let presence = &mut cars.presences[at / POWERTRAINS * regions + region];
        presence.appeal[at % POWERTRAINS] += facts.catalog.rules.buyers.nest * math::ln(*product);
    }
    for s in 0..segments {
        cars.plug_share[region * segments + s] = choice.plug[s];
    }
    lend_appeal(cars, region, regions);
    choice.look(&view, cars);
    cars.plug_potential[region * segments..].iter_mut().zip(choice.potential(&view)).for_each(|(seen, potential)| *seen = potential);
}

/// One step of every powertrain's taste toward its share, and of every maker's appeal toward its share within each powertrain.
/// `factors` becomes what both make of the weight of each car, `product` gathers what appeals make of it. Returns the largest step.
fn steps(wanted: &[f64], chosen: &[f64], nest: f64, powertrains: &mut [f64; POWERTRAINS], factors: &mut [f64], product: &mut [f64]) -> f64 {
    let (mut model, mut data) = ([0.0; POWERTRAINS], [0.0; POWERTRAINS]);
    for (at, (wanted, chosen)) in wanted.iter().zip(chosen).enumerate() {
        data[at % POWERTRAINS] += wanted;
        model[at % POWERTRAINS] += chosen;
    }
    let base = math::ln((data[0] / model[0].max(1e-12)).max(1e-6));
    let (mut largest, mut common, mut missed) = (0.0_f64, [1.0; POWERTRAINS], [0.0; POWERTRAINS]);
    for p in (0..POWERTRAINS).filter(|p| data[*p] > 0.0 && model[*p] > 0.0) {
        missed[p] = model[p] / data[p];
        if p > 0 {
            let step = 0.8 * (math::ln(data[p] / model[p]) - base);
            powertrains[p] += step;
            common[p] = math::exp(step / nest);
            largest = largest.max(step.abs());
        }
    }
    for (at, (wanted, chosen)) in wanted.iter().zip(chosen).enumerate() {
        let p = at % POWERTRAINS;
        let own = if *wanted > 0.0 && *chosen > 0.0 && missed[p] > 0.0 { wanted / chosen * missed[p] } else { 1.0 };
        product[at] *= own;
        factors[at] = common[p] * own;
        largest = largest.max(nest * (own - 1.0).abs());
    }
    largest
}

/// A maker without sales of a powertrain is as liked for it as for the rest of its cars.
fn lend_appeal(cars: &mut Cars, region: usize, regions: usize) {
    for maker in 0..cars.makers.len() {
        let presence = &mut cars.presences[maker * regions + region];
        let sold: Vec<usize> = (0..POWERTRAINS).filter(|p| presence.sold_year[*p] > 0.0).collect();
        let mean = sold.iter().map(|p| presence.appeal[*p]).sum::<f64>() / sold.len().max(1) as f64;
        for p in 0..POWERTRAINS {
            if presence.sold_year[p] <= 0.0 {
                presence.appeal[p] = mean;
            }
        }
    }
}

//! Tastes at the start: fitted so that buyers choose exactly the sales of the data.

use super::Builder;
use crate::content::definitions::start::CarMarket;
use crate::sim::buyers::components::{Cars, POWERTRAINS, Presence};
use crate::sim::buyers::systems::{mean_price, mean_range};
use crate::sim::buyers::utility::{RegionView, choose};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Land;
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
            for s in 0..segments {
                let aim = rules.availability_floor
                    + rules.availability_per_share * self.cars.plug_share[region * segments + s]
                    + rules.availability_per_standard * asked;
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
        if let Some(market) = facts.catalog.car_markets.iter().find(|m| m.region.0 == land.id) {
            fit_region(facts, cars, land, oil, effects, market, ROUNDS * 2);
        }
    }
}

/// Largest step of a taste, in utility, that is not worth another round.
const FITTED: f64 = 1e-9;

/// Contraction: tastes move by the log of wanted over chosen shares (Berry, Levinsohn, Pakes).
fn fit_region(facts: &Facts, cars: &mut Cars, land: &Land, oil: f64, effects: &Effects, market: &CarMarket, rounds: usize) {
    let (region, regions) = (land.id as usize, facts.regions);
    let segments = facts.catalog.segments.len();
    let makers = cars.makers.len();
    let total = (0..makers).map(|m| cars.presences[m * regions + region].sold_year.iter().sum::<f64>()).sum::<f64>().max(1e-12);
    let (mut shares, mut plug, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let range_km = mean_range(cars, region, facts);
        let view = RegionView { facts, market, land, range_km, oil, effects };
        choose(&view, cars, &mut shares, &mut plug, &mut weights);
        let (mut model, mut data) = ([0.0; POWERTRAINS], [0.0; POWERTRAINS]);
        for maker in 0..makers {
            for p in 0..POWERTRAINS {
                model[p] += shares[maker * POWERTRAINS + p];
                data[p] += cars.presences[maker * regions + region].sold_year[p] / total;
            }
        }
        let base = math::ln((data[0] / model[0].max(1e-12)).max(1e-6));
        let mut largest = 0.0_f64;
        for p in 1..POWERTRAINS {
            if data[p] > 0.0 && model[p] > 0.0 {
                let step = 0.8 * (math::ln(data[p] / model[p]) - base);
                cars.powertrain_appeal[region * POWERTRAINS + p] += step;
                largest = largest.max(step.abs());
            }
        }
        largest = largest.max(move_appeals(facts, cars, region, &shares, (&data, &model), total));
        for s in 0..segments {
            cars.plug_share[region * segments + s] = plug[s];
        }
        if largest < FITTED {
            break;
        }
    }
    lend_appeal(cars, region, regions);
}

/// One step of every maker's appeal toward its share within each powertrain. Returns the largest.
fn move_appeals(
    facts: &Facts,
    cars: &mut Cars,
    region: usize,
    shares: &[f64],
    sums: (&[f64; POWERTRAINS], &[f64; POWERTRAINS]),
    total: f64,
) -> f64 {
    let mut largest = 0.0_f64;
    let nest = facts.catalog.rules.buyers.nest;
    let (data, model) = sums;
    for maker in 0..cars.makers.len() {
        let presence = &mut cars.presences[maker * facts.regions + region];
        for p in 0..POWERTRAINS {
            let (wanted, got) = (presence.sold_year[p] / total, shares[maker * POWERTRAINS + p]);
            if wanted > 0.0 && got > 0.0 && data[p] > 0.0 && model[p] > 0.0 {
                let step = nest * math::ln((wanted / data[p]) / (got / model[p]));
                presence.appeal[p] += step;
                largest = largest.max(step.abs());
            }
        }
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

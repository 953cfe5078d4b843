//! The choice of one region's buyers, shared by the monthly phase, the fit of the start and the explanations.

use super::components::{Cars, POWERTRAINS, Presence};
use super::formulas;
use crate::content::Catalog;
use crate::content::definitions::cars::{Powertrain, Segment};
use crate::content::definitions::rules::Buyers;
use crate::content::definitions::start::CarMarket;
use crate::content::ids::{FirmId, RegionId, SegmentId};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Land;
use crate::units::math;

/// What the buyers of one region see this month.
pub struct RegionView<'a> {
    /// Catalog tables.
    pub facts: &'a Facts,
    /// The region's economy.
    pub market: &'a CarMarket,
    /// Chargers, fleet, familiarity.
    pub land: &'a Land,
    /// Mean range of battery cars on offer, km.
    pub range_km: f64,
    /// Fuel price against the start's.
    pub oil: f64,
    /// Measures.
    pub effects: &'a Effects,
}

/// What one segment thinks of the powertrains, before makers and prices.
pub struct SegmentView {
    /// Share of buyers.
    pub share: f64,
    /// Weight of a k$ (β).
    pub beta: f64,
    /// Size factor.
    pub size: f64,
    /// Utility of each powertrain apart from price, support, maker and fitted taste.
    pub base: [f64; POWERTRAINS],
    /// Terms of that utility in k$: running cost, penalties.
    pub running: [f64; POWERTRAINS],
    /// Penalties, k$.
    pub penalty: [f64; POWERTRAINS],
    /// Share who can use a battery car, and a plug-in hybrid.
    pub feasible: [f64; 2],
}

impl RegionView<'_> {
    fn rules(&self) -> &Buyers {
        &self.facts.catalog.rules.buyers
    }

    /// What segment `id` thinks.
    #[must_use]
    pub fn segment(&self, id: usize, segment: &Segment) -> SegmentView {
        let rules = self.rules();
        let key = SegmentId::from_index(id);
        let home = self.market.home_charging.get(&key).copied().unwrap_or(0.3);
        let power = home * self.market.home_power_usd_per_kwh + (1.0 - home) * self.market.public_power_usd_per_kwh;
        let fuel = self.market.fuel_usd_per_litre * (0.55 + 0.45 * self.oil);
        let yearly = formulas::running_cost(rules, fuel, power, self.market.distance_km * segment.distance_factor);
        let years = formulas::years_of(1.0, rules.running_cost_years, rules.running_cost_discount);
        let running = yearly.map(|c| segment.running_cost_weight * c * years);
        let lacking = formulas::battery_penalty(
            self.range_km,
            rules.range_scale_km,
            segment.range_penalty_kusd,
            segment.charging_penalty_kusd,
            home,
            self.land.chargers,
            rules.charger_scale,
            self.market.cold_kusd,
        );
        let penalty = [0.0, 0.0, lacking * rules.phev_penalty_share, lacking];
        let beta = segment.price_weight_per_kusd * self.market.price_weight;
        let mut base = [0.0; POWERTRAINS];
        for p in 0..POWERTRAINS {
            let fondness = if p >= 2 { segment.plug_fondness } else { 0.0 };
            base[p] = fondness - beta * (running[p] + penalty[p]);
        }
        let bev = formulas::feasible_share(home, self.land.chargers, rules.charger_scale, self.range_km, segment.range_need_km);
        SegmentView {
            share: self.market.segments.get(&key).copied().unwrap_or(0.0),
            beta,
            size: segment.size_factor,
            base,
            running,
            penalty,
            feasible: [bev, formulas::feasible_share_phev(bev)],
        }
    }

    /// What a content rule makes a maker's car weigh more, share of its price: it counts by who leads the maker.
    #[must_use]
    pub fn shunned(&self, home: RegionId, powertrain: usize) -> f64 {
        let at = self.effects.at(self.facts.car_goods[powertrain], home, RegionId(self.land.id));
        self.effects.content_penalty[at]
    }

    /// Reach of a maker's dealers, less the buyers whom a listing keeps away.
    #[must_use]
    pub fn reach(&self, firm: FirmId, presence: &Presence) -> f64 {
        presence.network * self.effects.controls.customers(firm, RegionId(self.land.id))
    }

    /// What a new name costs a maker in the eyes of buyers, utility: resale, service and repair are unknown yet.
    #[must_use]
    pub fn distrust(&self, presence: &Presence) -> f64 {
        self.facts.catalog.rules.entry.distrust * (1.0 - presence.trust)
    }

    /// Factor from price before tax to what the buyer pays, by powertrain.
    #[must_use]
    pub fn tax_factor(&self) -> [f64; POWERTRAINS] {
        let mut factors = [1.0; POWERTRAINS];
        for (index, p) in Powertrain::ALL.iter().enumerate() {
            factors[index] = 1.0 + self.market.vat_share + self.market.purchase_tax_share.get(p).copied().unwrap_or(0.0);
        }
        factors
    }
}

/// Weight of a k$ in the choice of a region's mean buyer (β̄): by it makers judge what a price costs them.
#[must_use]
pub fn mean_price_weight(catalog: &Catalog, market: &CarMarket) -> f64 {
    let share = |id: usize| market.segments.get(&SegmentId::from_index(id)).copied().unwrap_or(0.0);
    let sum: f64 = catalog.segments.iter().enumerate().map(|(id, s)| share(id) * s.price_weight_per_kusd * s.size_factor).sum();
    sum * market.price_weight
}

/// The choice of one region's buyers; its tables are reused from region to region.
#[derive(Default)]
pub struct Choice {
    /// What each segment thinks of the powertrains.
    sees: Vec<SegmentView>,
    /// Makers that sell in the region.
    sellers: Vec<usize>,
    /// Weight of each car at `(seller * segments + segment) * 4 + powertrain`; nothing for what is not on offer.
    weights: Vec<f64>,
    /// What a unit of weight is in shares, at `segment * 4 + powertrain`.
    parts: Vec<f64>,
    /// Share of each car at `maker * 4 + powertrain`, adding up to 1.
    pub shares: Vec<f64>,
    /// Each segment's share of cars with a plug.
    pub plug: Vec<f64>,
    /// The sums of weights, at `segment * 4 + powertrain`, if every maker offered all its models with a plug too.
    whole: Vec<f64>,
}

impl Choice {
    /// What the region's buyers choose.
    #[must_use]
    pub fn of(view: &RegionView<'_>, cars: &Cars) -> Self {
        let mut choice = Self::default();
        choice.look(view, cars);
        choice.settle(view);
        choice
    }

    /// Weighs every car.
    pub fn look(&mut self, view: &RegionView<'_>, cars: &Cars) {
        let region = view.land.id as usize;
        let segments = &view.facts.catalog.segments;
        let per_nest = 1.0 / view.rules().nest;
        let tax = view.tax_factor();
        self.sees.clear();
        self.sees.extend(segments.iter().enumerate().map(|(id, segment)| view.segment(id, segment)));
        for list in [&mut self.weights, &mut self.shares, &mut self.whole] {
            list.clear();
        }
        self.whole.resize(segments.len() * POWERTRAINS, 0.0);
        self.shares.resize(cars.makers.len() * POWERTRAINS, 0.0);
        self.sellers.clear();
        let tastes = &cars.powertrain_appeal[region * POWERTRAINS..][..POWERTRAINS];
        for (index, maker) in cars.makers.iter().enumerate() {
            let at = index * view.facts.regions + region;
            let presence = &cars.presences[at];
            if !presence.selling {
                continue;
            }
            self.sellers.push(index);
            let home = if maker.home.index() == region { view.market.home_brand_fondness } else { 0.0 } - view.distrust(presence);
            let taste: [f64; POWERTRAINS] = std::array::from_fn(|p| presence.appeal[p] + home + tastes[p]);
            let price: [f64; POWERTRAINS] = std::array::from_fn(|p| presence.price[p] * (tax[p] + view.shunned(maker.home, p)));
            let reach = view.reach(maker.firm, presence);
            let network = presence.price.map(|price| if price > 0.0 { reach } else { 0.0 });
            let models = &cars.availability[at * segments.len() * 2..][..segments.len() * 2];
            for ((see, models), whole) in self.sees.iter().zip(models.chunks_exact(2)).zip(self.whole.chunks_exact_mut(POWERTRAINS)) {
                let utility = |p: usize| taste[p] + see.base[p] - see.beta * (see.size * price[p] - presence.support[p]);
                let models = [presence.combustion, presence.combustion, models[0], models[1]];
                let offered = |p: usize| network[p] * models[p];
                let weight = |p: usize| if offered(p) > 0.0 { offered(p) * math::exp(utility(p) * per_nest) } else { 0.0 };
                let all: [f64; POWERTRAINS] = std::array::from_fn(weight);
                for (p, sum) in whole.iter_mut().enumerate() {
                    *sum += if p < 2 { all[p] } else { all[p] / models[p].max(1e-9) };
                }
                self.weights.extend(all);
            }
        }
    }

    /// Shares from weights.
    pub fn settle(&mut self, view: &RegionView<'_>) {
        let Self { sees, sellers, weights, parts, shares, plug, .. } = self;
        let row = sees.len() * POWERTRAINS;
        parts.clear();
        parts.resize(row, 0.0);
        for weights in weights.chunks_exact(row.max(1)) {
            parts.iter_mut().zip(weights).for_each(|(total, weight)| *total += weight);
        }
        plug.clear();
        for (see, parts) in sees.iter().zip(parts.chunks_exact_mut(POWERTRAINS)) {
            let total: [f64; POWERTRAINS] = std::array::from_fn(|p| parts[p]);
            let powertrains = powertrain_mix(see, &view.land.familiarity, &total, view.rules().nest);
            plug.push(powertrains[2] + powertrains[3]);
            for p in 0..POWERTRAINS {
                parts[p] = if total[p] > 0.0 { see.share * powertrains[p] / total[p] } else { 0.0 };
            }
        }
        for (seller, weights) in sellers.iter().zip(weights.chunks_exact(row.max(1))) {
            let mut sum = [0.0; POWERTRAINS];
            for (part, weight) in parts.chunks_exact(POWERTRAINS).zip(weights.chunks_exact(POWERTRAINS)) {
                (0..POWERTRAINS).for_each(|p| sum[p] += part[p] * weight[p]);
            }
            shares[seller * POWERTRAINS..][..POWERTRAINS].copy_from_slice(&sum);
        }
    }

    /// Share of cars with a plug that a segment's buyers would choose if every maker offered all its models with one too: what makers
    /// can find out before they launch any.
    pub fn potential<'a>(&'a self, view: &'a RegionView<'_>) -> impl Iterator<Item = f64> + 'a {
        self.sees.iter().zip(self.whole.chunks_exact(POWERTRAINS)).map(|(see, whole)| {
            let total: [f64; POWERTRAINS] = std::array::from_fn(|p| whole[p]);
            let powertrains = powertrain_mix(see, &view.land.familiarity, &total, view.rules().nest);
            powertrains[2] + powertrains[3]
        })
    }

    /// Multiplies the weight of each car by a factor at `maker * 4 + powertrain`, as a change of its appeal would in all segments.
    pub fn scale(&mut self, factors: &[f64]) {
        let row = self.sees.len() * POWERTRAINS;
        for (seller, weights) in self.sellers.iter().zip(self.weights.chunks_exact_mut(row.max(1))) {
            let factors = &factors[seller * POWERTRAINS..][..POWERTRAINS];
            for weights in weights.chunks_exact_mut(POWERTRAINS) {
                weights.iter_mut().zip(factors).for_each(|(weight, factor)| *weight *= factor);
            }
        }
    }
}

/// Powertrain shares of a segment over its three groups: everything possible, no battery car, no plug.
fn powertrain_mix(see: &SegmentView, familiarity: &[f64; 4], total: &[f64; 4], nest: f64) -> [f64; 4] {
    let inclusive = total.map(|z| if z > 0.0 { math::pow(z, nest) } else { 0.0 });
    let [bev, phev] = see.feasible;
    let groups =
        [(bev, [true; 4]), ((phev - bev).max(0.0), [true, true, true, false]), ((1.0 - phev).max(0.0), [true, true, false, false])];
    let mut mix = [0.0; 4];
    for (weight, allowed) in groups {
        let shares = formulas::powertrain_shares(familiarity, &inclusive, allowed);
        (0..4).for_each(|p| mix[p] += weight * shares[p]);
    }
    mix
}

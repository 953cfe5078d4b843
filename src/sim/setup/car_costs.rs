//! What cars cost at the start: bodies are what is left of list prices after mark-up, duty, freight and battery.

use super::Builder;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::POWERTRAINS;
use crate::sim::buyers::utility::mean_price_weight;
use crate::sim::plans::cars::{body_index, credits};
use crate::sim::plans::chemistries::pack_cost;
use crate::sim::plans::formulas::bearable_markup;
use crate::units::math;

impl Builder {
    /// Body costs for which the list price of the data is what the maker would ask; packs at the start's cell prices.
    pub(super) fn cost_bodies(&mut self) {
        let facts = self.facts.clone();
        let rules = &facts.catalog.rules.automakers;
        let earns = credits(rules);
        let regions = facts.regions;
        let chemistries = facts.cells.len();
        for at in 0..self.cars.presences.len() {
            let region = self.cars.presences[at].region;
            let mix = &self.cars.mix[at * chemistries..(at + 1) * chemistries];
            let spot = |h: usize| self.markets.of(facts.cells[h]).node(region).spot;
            self.cars.presences[at].pack_cost = pack_cost(&facts, mix, region, 1.0, spot);
        }
        for region in 0..regions {
            let Some(market) = facts.car_market(RegionId::from_index(region)) else { continue };
            let beta = mean_price_weight(&facts.catalog, market);
            self.settle_credit_worth(region);
            let (target, _) = self.effects.standard[region];
            let worth = self.cars.credit_worth[region];
            let total = self.regional(region, |p| p.sold_year.iter().sum()).max(1e-9);
            for maker in 0..self.cars.makers.len() {
                let at = maker * regions + region;
                let share = self.cars.presences[at].sold_year.iter().sum::<f64>() / total;
                for p in 0..POWERTRAINS {
                    let price = self.cars.presences[at].price[p];
                    if price > 0.0 {
                        let margin = bearable_markup(beta, share, rules.most_markup_share);
                        let wanted = (price - margin + worth * (earns[p] - target)).max(0.35 * price);
                        self.cars.presences[at].landed_cost[p] = wanted;
                        self.cars.presences[at].body_cost[p] = self.body_for(maker, region, p, wanted);
                    }
                }
            }
        }
        self.measure_packs();
    }

    pub(super) fn settle_credit_worth(&mut self, region: usize) {
        let rules = &self.facts.catalog.rules.automakers;
        let (target, fine) = self.effects.standard[region];
        let total = self.regional(region, |p| p.sold_year.iter().sum()).max(1e-9);
        let earns = credits(rules);
        let earned = self.regional(region, |p| earns[2] * p.sold_year[2] + earns[3] * p.sold_year[3]);
        let missing = (target - earned / total).max(0.0);
        self.cars.credit_worth[region] = fine.min(fine * math::tanh(rules.credit_slope * missing / 0.1));
    }

    /// Body cost that brings the mean landed cost over the maker's plants to `wanted`.
    pub(super) fn body_for(&self, maker: usize, to: usize, p: usize, wanted: f64) -> f64 {
        let regions = self.facts.regions;
        let (mut weight, mut rest, mut index) = (0.0, 0.0, 0.0);
        for from in 0..regions {
            let w = self.plant_weight(maker, to, from, usize::from(p >= 2));
            if w <= 0.0 {
                continue;
            }
            let (a, b) = (RegionId::from_index(from), RegionId::from_index(to));
            let at = self.facts.at(self.facts.car_goods[p], a, b);
            let taxed = (1.0 + self.effects.export_tax[at]) * (1.0 + self.effects.tariff[at]);
            let freight = self.facts.freight[self.facts.at(self.facts.car_goods[0], a, b)]
                * self.drivers.freight[self.facts.freight_index[self.facts.car_goods[0].index()]];
            let kwh = self.cars.presences[maker * regions + from].pack_kwh[p].max(self.cars.presences[maker * regions + to].pack_kwh[p]);
            let pack = if p >= 2 { kwh * self.cars.presences[maker * regions + from].pack_cost / 1000.0 } else { 0.0 };
            weight += w;
            rest += w * (pack * taxed + freight);
            index += w * body_index(&self.facts.catalog.rules.automakers, self.drivers.wage[from]) * taxed;
        }
        if weight <= 0.0 { 0.7 * wanted } else { ((wanted - rest / weight) / (index / weight)).max(0.2 * wanted) }
    }

    pub(super) fn measure_packs(&mut self) {
        let (mut value, mut gwh) = (0.0, 0.0);
        for presence in &self.cars.presences {
            let w = presence.sold_year[2] * presence.pack_kwh[2] + presence.sold_year[3] * presence.pack_kwh[3];
            value += w * presence.pack_cost;
            gwh += w;
        }
        if gwh > 0.0 {
            self.cars.pack_price = value / gwh;
        }
        self.cars.pack_price_start = self.cars.pack_price;
    }
}

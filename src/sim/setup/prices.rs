//! Prices at the start: costs of lines, and what of each price stocks, costs and expectations do not explain.

use super::Builder;
use crate::content::definitions::chain::{MarketRule, Pricing};
use crate::content::ids::GoodId;
use crate::sim::plans::formulas as plans;
use crate::sim::prices::formulas as prices;
use crate::sim::prices::lists::means_of_sellers;
use crate::sim::prices::scarcity::scarcity_signals;
use crate::sim::prices::sums::{OfGood, Tables};
use crate::sim::trade::components::Seller;
use crate::units::math;

impl Builder {
    /// Unit costs at the start's prices, the margins they leave, and what prices hold that the model does not explain.
    pub(super) fn settle_prices(&mut self) {
        let facts = self.facts.clone();
        self.cost_lines();
        let rules = &facts.catalog.rules;
        for (line, _, run, plan, cost, capacity) in &mut self.lines {
            let good = facts.process(line.process).makes;
            let price = self.markets.of(good).node(line.region).spot;
            plan.margin = (price - cost.cash) / cost.cash.abs().max(1e-9);
            let backing = facts.catalog.firms[line.owner.index()].state_backing;
            let least = rules.plans.least_utilisation + (rules.plans.least_utilisation_backed - rules.plans.least_utilisation) * backing;
            let used = if capacity.monthly() > 0.0 { (run.made / capacity.monthly()).clamp(0.0, 0.98) } else { 0.0 };
            let allowed = plans::utilisation_limit(least, plan.margin, &rules.plans);
            let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
            // Lines led by price run at the start as data shows; the others only need leave to.
            let aim = if rule.price_led_share > 0.0 { used } else { (used * 1.05).min(0.985) };
            if allowed < aim {
                plan.margin_gap = plans::margin_for(least, aim.max(least), &rules.plans) - plan.margin;
            }
            plan.utilisation_limit = aim.max(allowed);
            plan.start_slack = (1.0 - aim / plan.utilisation_limit.min(rules.plans.most_utilisation)).clamp(0.0, 1.0);
        }
        let mut tables = Tables::default();
        tables.clear(&self.markets, facts.regions);
        for (line, stocks, run, _, cost, capacity) in &self.lines {
            tables.add(&facts, &self.markets, line, stocks, run, cost, capacity);
        }
        for good in (0..facts.catalog.goods.len()).map(GoodId::from_index) {
            let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
            if !self.markets.of(good).sellers.is_empty() && facts.is_traded(good) {
                let mut sums = tables.of(good.index());
                sums.note(&mut self.markets.goods[good.index()]);
                self.explain_price(good, rule, &mut sums);
            }
        }
    }

    pub(super) fn cost_lines(&mut self) {
        let facts = self.facts.clone();
        for index in 0..self.lines.len() {
            let (line, _, run, ..) = &self.lines[index];
            let process = facts.process(line.process);
            let basis = crate::sim::plans::costs::CostBasis {
                facts: &facts,
                markets: &self.markets,
                drivers: &self.drivers,
                effects: &self.effects,
                technologies: &self.technologies,
                governments: &self.governments,
            };
            let mut cost = basis.unit_cost(line, process, run.yield_share, 1.0);
            cost.expected_materials = cost.materials();
            self.lines[index].4 = cost;
        }
    }

    /// The start condition of a price: data less what stocks, costs and expectations explain.
    pub(super) fn explain_price(&mut self, good: GoodId, rule: &MarketRule, sums: &mut OfGood<'_>) {
        let facts = self.facts.clone();
        let immediate = self.is_unbalanced(good);
        let market = &mut self.markets.goods[good.index()];
        let data: Vec<f64> = market.nodes.iter().map(|n| n.spot).collect();
        match rule.pricing {
            Pricing::Scarcity | Pricing::Netback => {
                for node in &mut market.nodes {
                    node.start_gap = 0.0;
                }
                let signals = scarcity_signals(&facts, &self.effects, market, rule, sums, data.iter().sum::<f64>() / data.len() as f64);
                for ((node, price), mut terms) in market.nodes.iter_mut().zip(&data).zip(signals) {
                    // What the data itself had out of balance is left to the market: it gets no start condition.
                    let gap = math::ln(*price) - prices::level(&terms);
                    node.start_gap = if immediate { 0.0 } else { gap };
                    terms.start = node.start_gap;
                    terms.lag = gap - node.start_gap;
                    node.terms = terms;
                }
            }
            Pricing::CostPlus => {
                let rules = &facts.catalog.rules.prices;
                let means = means_of_sellers(market, sums.sellers);
                for ((node, price), mean) in market.nodes.iter_mut().zip(&data).zip(means) {
                    let Some((_, cost)) = mean else {
                        node.start_gap = 0.0;
                        continue;
                    };
                    node.terms = cost.terms(rule, rules);
                    node.start_gap = math::ln(*price) - prices::level(&node.terms);
                    node.terms.start = node.start_gap;
                }
                for (seller, cost) in market.sellers.iter_mut().zip(sums.sellers.iter()).filter(|(_, cost)| cost.runs()) {
                    let gap = market.nodes[seller.region.index()].start_gap;
                    seller.list_price = math::exp(prices::level(&cost.terms(rule, rules)) + gap);
                    seller.ask = seller.list_price;
                }
            }
        }
        let sales = |s: &Seller| s.orders.max(1e-9);
        let sold: f64 = market.sellers.iter().map(sales).sum();
        if sold > 0.0 {
            market.world_price = market.sellers.iter().map(|s| s.ask * sales(s)).sum::<f64>() / sold;
        }
    }
}

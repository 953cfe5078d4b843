//! What lies in yards and swims at the start, and who is bound to whom by contract.

use super::Builder;
use crate::content::definitions::chain::MarketRule;
use crate::content::ids::GoodId;
use crate::sim::trade::components::{Contract, Customer};
use crate::sim::trade::lanes::Landing;
use crate::sim::trade::preferences::NEWCOMER;
use crate::units::math;

impl Builder {
    /// Goods on their way, landed prices, preferences that reproduce the flows, contracts.
    pub(super) fn set_transit(&mut self, good: GoodId) {
        let facts = self.facts.clone();
        let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
        let relations: Vec<Vec<f64>> = self.treasuries.iter().map(|t| t.relations.clone()).collect();
        let relations: Vec<&[f64]> = relations.iter().map(Vec::as_slice).collect();
        let landing = Landing { facts: &facts, effects: &self.effects, drivers: &self.drivers, relations: &relations };
        let market = &mut self.markets.goods[good.index()];
        let n = market.buyers.len();
        for seller in &mut market.sellers {
            let node = &market.nodes[seller.region.index()];
            seller.ask = node.spot;
            seller.list_price = node.spot;
        }
        for j in 0..n {
            let (mut value, mut units, mut months) = (0.0, 0.0, 0.0);
            let mut transit = [0.0; 2];
            for i in 0..market.sellers.len() {
                let x = f64::from(market.flow_year[i * n + j]);
                let at_sea = facts.months(market.sellers[i].region, market.buyers[j].region);
                (0..at_sea.min(2)).for_each(|m| transit[m] += x);
                let index = market.nodes[market.sellers[i].region.index()].contract_index;
                let spot = landing.cost(market, i, j, market.sellers[i].ask).paid();
                let contract = landing.cost(market, i, j, index).paid();
                let share = if matches!(market.buyers[j].customer, Customer::Outside) { 0.0 } else { rule.contract_share };
                value += x * (share * contract + (1.0 - share) * spot);
                units += x;
                months += x * at_sea as f64;
            }
            let landed = if units > 0.0 { value / units } else { market.nodes[market.buyers[j].region.index()].spot };
            market.buyers[j].landed = landed;
            market.buyers[j].transit = transit;
            market.buyers[j].sea_months = if units > 0.0 { months / units } else { 0.0 };
            let mut total = 0.0;
            let mut weights = vec![0.0; market.sellers.len()];
            for (i, weight) in weights.iter_mut().enumerate() {
                let cost = landing.cost(market, i, j, market.sellers[i].ask).weighed().max(0.1 * landed);
                let x = f64::from(market.flow_year[i * n + j]);
                *weight = x * math::whole_power(cost / landed, rule.trade_power);
                total += *weight;
            }
            for (i, weight) in weights.iter().enumerate() {
                let share = if total > 0.0 { weight / total } else { 1.0 / market.sellers.len().max(1) as f64 };
                market.preference[i * n + j] = (share as f32).max(NEWCOMER * 0.5);
            }
        }
        sign(market, rule, facts.catalog.scenario.start);
    }

    /// Yards and harbours hold what people want there; plans stand at what is made.
    pub(super) fn fill_yards(&mut self) {
        let facts = self.facts.clone();
        for (line, stocks, run, plan, ..) in &mut self.lines {
            let process = facts.process(line.process);
            let rule = &facts.catalog.market_rules[facts.catalog.goods[process.makes.index()].market.index()];
            stocks.output = rule.sellers_stock_months * run.made;
            plan.output = run.made;
            plan.orders = run.made;
            for (slot, (good, units)) in process.inputs.iter().enumerate() {
                let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
                let factor = facts.catalog.good_states.iter().find(|s| s.good == *good).map_or(1.0, |s| s.users_stock_factor);
                let used = run.made * units / run.yield_share;
                run.used[slot] = used;
                plan.bids[slot] = used;
                stocks.inputs[slot] = rule.users_stock_months * used * factor;
            }
        }
    }
}

/// Contracts for the wanted share of every flow, ending one after the other.
pub(super) fn sign(market: &mut crate::sim::trade::components::Market, rule: &MarketRule, start: crate::units::Month) {
    let n = market.buyers.len();
    let number = |x: usize| u32::try_from(x).unwrap_or(0);
    for i in 0..market.sellers.len() {
        for j in 0..n {
            let quantity = rule.contract_share * f64::from(market.flow_year[i * n + j]);
            let free = matches!(market.buyers[j].customer, Customer::Outside | Customer::Reserve);
            if free || quantity < 0.01 * market.buyers[j].use_expected || quantity <= 0.0 {
                continue;
            }
            let price = market.nodes[market.sellers[i].region.index()].contract_index;
            let months = 1 + (market.contracts.len() * 7) % rule.contract_months.max(1) as usize;
            market.contracts.push(Contract {
                seller: number(i),
                buyer: number(j),
                quantity,
                price,
                signed_price: price,
                expires: start.plus(i32::try_from(months).unwrap_or(12)),
                blocked_months: 0,
                delivered: quantity,
            });
        }
    }
}

//! Cost-plus prices.

use super::formulas;
use super::scarcity::rationing;
use super::sums::{OfGood, SellerCost};
use crate::content::definitions::chain::MarketRule;
use crate::sim::facts::Facts;
use crate::sim::trade::components::{Market, PriceTerms};
use crate::units::math;

/// Cost-plus goods: every seller's list price follows its own cost and utilisation; a region's price is their mean.
pub(super) fn cost_plus(facts: &Facts, market: &mut Market, rule: &MarketRule, good: &mut OfGood<'_>) {
    let OfGood { sums, sellers: costs, .. } = good;
    let rules = &facts.catalog.rules.prices;
    let rationing = rationing(market, rule, rules);
    for (seller, cost) in market.sellers.iter_mut().zip(costs.iter_mut()).filter(|(_, cost)| cost.runs()) {
        cost.see(rule, &rationing, seller);
        let gap = market.nodes[seller.region.index()].start_gap;
        let aim = math::exp(formulas::level(&cost.terms(rule, rules)) + gap);
        seller.list_price += (aim - seller.list_price) / rules.index_months;
        seller.ask = seller.list_price;
    }
    let means = means_of_sellers(market, costs);
    for ((node, mean), sum) in market.nodes.iter_mut().zip(means).zip(sums.iter()) {
        if let Some((ask, cost)) = mean.filter(|_| sum.capacity > 0.0) {
            node.spot = ask;
            let mut terms = cost.terms(rule, rules);
            node.start_gap = math::faded(node.start_gap, node.start_months.max(1.0));
            terms.start = node.start_gap;
            terms = terms.remembered();
            terms.lag = math::ln(node.spot) - formulas::level(&terms);
            node.terms = terms;
        } else {
            let mean = market.world_price.max(1e-9);
            node.spot = mean;
            node.terms = PriceTerms { marginal_cost: math::ln(mean), ..PriceTerms::default() };
        }
    }
}

/// By region, what sellers ask on average, weighed by their orders, and the mean of their costs; nothing where nobody makes the good.
#[must_use]
pub fn means_of_sellers(market: &Market, costs: &[SellerCost]) -> Vec<Option<(f64, SellerCost)>> {
    let mut sums = vec![(0.0, SellerCost::default()); market.nodes.len()];
    for (seller, cost) in market.sellers.iter().zip(costs).filter(|(_, cost)| cost.runs()) {
        let (ask, mean) = &mut sums[seller.region.index()];
        let weight = seller.orders + 1e-9 * cost.capacity;
        *ask += weight * seller.ask;
        mean.blend(cost, weight);
    }
    sums.into_iter().map(|(ask, mean)| (mean.capacity > 0.0).then(|| (ask / mean.capacity, mean))).collect()
}

//! Prices of goods that are sold at what the market bears: an anchor of cost or worth, lifted or pressed by stocks and orders.

use super::formulas::{self, Rationing, Signals};
use super::sums::{OfGood, Sum};
use crate::content::definitions::chain::MarketRule;
use crate::content::definitions::pricing::Prices;
use crate::sim::facts::Facts;
use crate::sim::plans::formulas::marginal_cost;
use crate::sim::policy::components::Effects;
use crate::sim::trade::components::{Customer, Market, Node, PriceTerms};
use crate::sim::trade::parted::{Maker, Parted};
use crate::units::math;

/// How the market was rationed this month.
pub(super) fn rationing(market: &Market, rule: &MarketRule, rules: &Prices) -> Rationing {
    let most_open = market.sellers.iter().filter(|s| s.offer > 1e-9).map(|s| s.open_share).fold(0.0, f64::max);
    Rationing::new(rules, rule.trade_power, market.fill, most_open)
}

/// By region, orders directed at its sellers, and rationing there.
fn regional_orders(market: &Market, rationing: &Rationing) -> Vec<(f64, f64)> {
    let mut regions = vec![(0.0, 0.0); market.nodes.len()];
    for seller in &market.sellers {
        let (orders, premium) = &mut regions[seller.region.index()];
        *orders += seller.orders;
        *premium += seller.orders * rationing.premium(seller.open_share);
    }
    for (orders, premium) in &mut regions {
        *premium = if *orders > 1e-12 { *premium / *orders } else { 0.0 };
    }
    regions
}

/// Moves the prices of a good that is sold at what the market bears.
pub(super) fn scarcity(facts: &Facts, effects: &Effects, market: &mut Market, rule: &MarketRule, good: &mut OfGood<'_>, start_price: f64) {
    let terms = scarcity_signals(facts, effects, market, rule, good, start_price);
    for (node, terms) in market.nodes.iter_mut().zip(terms) {
        settle_node(node, terms, rule.spot_months, facts.catalog.rules.prices.largest_move);
    }
    for seller in &mut market.sellers {
        let cover = (seller.offer - seller.sold) / seller.orders.max(1e-9);
        let spread = facts.catalog.rules.prices.ask_spread;
        let haste = (spread * math::ln(rule.sellers_stock_months / cover.max(0.05))).clamp(-spread, spread);
        seller.list_price = market.nodes[seller.region.index()].spot;
        seller.ask = seller.list_price * math::exp(haste);
    }
}

/// How far what a region's plants charge follows its own signals: as its market's rule says where everything may go everywhere, wholly where
/// its makers sell in a market of their own.
fn own_weights(facts: &Facts, effects: &Effects, market: &Market, rule: &MarketRule, good: &OfGood<'_>) -> Vec<f64> {
    let sellers = market.sellers.iter().zip(good.sellers.iter());
    let makers = sellers.map(|(seller, cost)| Maker { firm: seller.firm, region: seller.region, units: cost.capacity });
    let weight = rule.regional_weight;
    let own = |part: f64| weight + (1.0 - weight) * rule.parted_weight * part;
    Parted::of(facts, effects, market, makers).map_or_else(|| vec![weight; facts.regions], |p| p.by_region().into_iter().map(own).collect())
}

/// The terms of every region's price, start condition and lag aside: the world's signals blended with its own.
#[must_use]
pub fn scarcity_signals(
    facts: &Facts,
    effects: &Effects,
    market: &mut Market,
    rule: &MarketRule,
    good: &mut OfGood<'_>,
    start_price: f64,
) -> Vec<PriceTerms> {
    let rules = &facts.catalog.rules.prices;
    let own_weight = own_weights(facts, effects, market, rule, good);
    let anchor = good.netback.anchor(rule, rules, start_price);
    let OfGood { sums, users, .. } = good;
    let mut result = Vec::with_capacity(facts.regions);
    let mut all: Vec<(f64, f64)> = sums.iter().flat_map(|s| s.plants.iter().copied()).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let stock: f64 = sums.iter().map(|s| s.stock).sum();
    let made: f64 = sums.iter().map(|s| s.made).sum();
    // Means of past months lie below a growing demand: they are carried forward, or growth alone would look like full yards.
    let ahead = 1.0 + market.growth * facts.catalog.rules.expectations.demand_months / 12.0;
    let soon = 1.0 + market.growth * facts.catalog.rules.plans.order_months / 12.0;
    let covers = users_cover(market, users, rule, ahead);
    let (held, wanted) = covers.iter().fold((0.0, 0.0), |(held, wanted), (h, w)| (held + h, wanted + w));
    let orders = soon * market.sellers.iter().map(|s| s.orders).sum::<f64>();
    let regional = regional_orders(market, &rationing(market, rule, rules));
    let rationing: f64 = regional.iter().map(|(o, p)| o * p).sum::<f64>() * soon / orders.max(1e-12);
    let expected_weight: f64 = market.nodes.iter().map(|n| n.made + 1e-9).sum();
    let expected: f64 = market.nodes.iter().map(|n| n.expected * (n.made + 1e-9)).sum::<f64>() / expected_weight;
    let demand = (market.demand * ahead).max(1e-9);
    // What has neither plants nor users who pay what they can keeps its price of the start as anchor, else expectations would feed
    // on themselves.
    let takers: f64 = sums.iter().map(|s| s.takers).sum();
    let by_cost = || marginal_cost(&all, 12.0 * (demand - takers).max(0.0), rules.marginal_share);
    let cost = anchor.or_else(by_cost).unwrap_or(start_price).max(1e-6);
    market.marginal_cost = cost;
    let world = Signals {
        marginal_cost: cost,
        capital_share: if anchor.is_some() { 0.0 } else { capital_share(sums) },
        mean_cash: mean_cash(sums),
        expected,
        // Where nothing is asked for, a stock is neither long nor short.
        cover: if market.demand > 1e-9 { stock / demand } else { rule.sellers_stock_months },
        users_stock: if wanted > 1e-12 { held / wanted } else { 1.0 },
        flow: formulas::flow(orders, made),
        rationing,
        load: load(demand, sums.iter().map(|s| s.capacity).sum()),
    };
    let world = if is_known(market, sums) || anchor.is_some() { world } else { calm(world, rule) };
    let world_terms = formulas::scarcity_terms(rule, rules, &world);
    for (region, sum) in sums.iter_mut().enumerate() {
        let (orders, rationing) = (soon * regional[region].0, regional[region].1);
        let producing = !sum.plants.is_empty() && orders > 1e-9;
        let terms = if producing {
            sum.plants.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let (held, wanted) = covers[region];
            let own = Signals {
                marginal_cost: anchor
                    .or_else(|| marginal_cost(&sum.plants, 12.0 * (orders - sum.takers).max(0.0), rules.marginal_share))
                    .unwrap_or(cost)
                    .max(1e-6),
                capital_share: if anchor.is_some() { 0.0 } else { capital_share(std::slice::from_ref(sum)) },
                mean_cash: mean_cash(std::slice::from_ref(sum)),
                expected: market.nodes[region].expected,
                cover: sum.stock / orders,
                users_stock: if wanted > 1e-12 { held / wanted } else { world.users_stock },
                flow: formulas::flow(orders, sum.made),
                rationing,
                load: load(orders, sum.capacity),
            };
            formulas::blend(&world_terms, &formulas::scarcity_terms(rule, rules, &own), own_weight[region])
        } else {
            world_terms
        };
        result.push(terms);
    }
    result
}

/// Share of a year's demand that must have been sold for a good without plants to be one that is missed.
const MISSED: f64 = 0.05;

/// Whether a good is made, or was sold within the last years.
fn is_known(market: &Market, sums: &[Sum]) -> bool {
    let sold: f64 = market.flow_year.iter().map(|units| f64::from(*units)).sum();
    sums.iter().any(|s| s.capacity > 0.0 || s.takers > 0.0) || sold > MISSED * market.demand
}

/// What nobody makes yet is no more short than it was: orders for it are trials.
fn calm(signals: Signals, rule: &MarketRule) -> Signals {
    Signals { cover: rule.sellers_stock_months, users_stock: 1.0, flow: 0.0, rationing: 0.0, ..signals }
}

/// Mean cash cost of all plants.
fn mean_cash(sums: &[Sum]) -> f64 {
    let (value, weight) = sums.iter().fold((0.0, 0.0), |(v, w), s| (v + s.cash.0, w + s.cash.1));
    if weight > 0.0 { value / weight } else { 0.0 }
}

/// Share of capital in the full cost of all plants.
fn capital_share(sums: &[Sum]) -> f64 {
    let full: f64 = sums.iter().map(|s| s.full).sum();
    if full > 0.0 { sums.iter().map(|s| s.capital).sum::<f64>() / full } else { 0.0 }
}

/// Orders a month over capacity a year; what has no plants (scrap) is always as short as it seems.
fn load(orders: f64, capacity: f64) -> f64 {
    if capacity > 0.0 { 12.0 * orders / capacity } else { 1.0 }
}

/// Users' stock held and wanted, in units by region. Goods at sea count where they go.
fn users_cover(market: &Market, users: &[(f64, f64)], rule: &MarketRule, ahead: f64) -> Vec<(f64, f64)> {
    let mut covers = vec![(0.0, 0.0); market.nodes.len()];
    for buyer in market.buyers.iter().filter(|b| b.customer == Customer::Plants) {
        let r = buyer.region.index();
        covers[r].0 += users[r].0 + buyer.transit.iter().sum::<f64>();
        covers[r].1 += buyer.use_expected * ahead * (rule.users_stock_months + buyer.sea_months);
    }
    covers
}

/// Moves a node's price toward the level of its terms and notes the lag that is left. What inputs cost passes through at once
/// (formula pricing); the spread over cost moves in `months`.
fn settle_node(node: &mut Node, mut terms: PriceTerms, months: f64, largest: f64) {
    node.start_gap = math::faded(node.start_gap, node.start_months.max(1.0));
    terms.start = node.start_gap;
    terms = terms.remembered();
    let level = formulas::level(&terms);
    let now = math::ln(node.spot);
    let passed = now + terms.marginal_cost - node.terms.marginal_cost;
    let next = now + (passed - now + (level - passed) / months).clamp(-largest, largest);
    node.spot = math::exp(next);
    terms.lag = next - level;
    node.terms = terms;
}

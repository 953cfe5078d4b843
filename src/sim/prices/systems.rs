//! Prices move.

use bevy_ecs::prelude::*;

use super::formulas::{self, Signals};
use crate::content::definitions::chain::{MarketRule, Pricing};
use crate::sim::facts::{Facts, ProcessFacts};
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::plans::formulas::marginal_cost;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::setup::StartFacts;
use crate::sim::trade::components::{Customer, Market, Markets, PriceTerms};
use crate::units::math;

/// What the plants of one good in one region add up to.
#[derive(Clone, Default)]
pub struct Sum {
    /// (full cost, capacity a year) of each plant.
    plants: Vec<(f64, f64)>,
    /// Cash cost times nameplate, and that nameplate, of all plants that set prices, the mothballed too.
    cash: (f64, f64),
    /// Capital cost and full cost of all plants, for the share of the one in the other.
    capital: f64,
    full: f64,
    /// Output a month of plants that take the price: they serve demand, but their cost sets no price.
    takers: f64,
    stock: f64,
    made: f64,
    capacity: f64,
    nameplate: f64,
}

impl Sum {
    /// Adds a line.
    pub fn add(&mut self, process: &ProcessFacts, stocks: &Stocks, run: &Run, cost: &UnitCost, capacity: &Capacity) {
        let yearly = capacity.monthly() * 12.0;
        if process.price_taker {
            self.takers += run.made;
        } else if yearly > 0.0 {
            self.plants.push((cost.full, yearly));
            self.capital += cost.capital * yearly;
            self.full += cost.full * yearly;
        }
        // A mothballed line holds the floor too: below it, it would not come back.
        if !process.price_taker && cost.full > 0.0 {
            self.cash.0 += cost.cash * capacity.nameplate;
            self.cash.1 += capacity.nameplate;
        }
        self.stock += stocks.output;
        self.made += run.made;
        self.capacity += yearly;
        self.nameplate += capacity.nameplate;
    }
}

/// Part of its start price that scrap is worth whatever its salts fetch: copper, aluminium and steel are not modelled (E).
const SCRAP_FLOOR: f64 = 0.5;

/// What users of a good can pay for a unit of it: a mean over their plants.
#[derive(Clone, Copy, Default)]
pub struct Netback {
    value: f64,
    weight: f64,
}

impl Netback {
    /// Counts a plant that takes prices. `price` is that of a unit of what it makes.
    pub fn add(&mut self, process: &ProcessFacts, run: &Run, cost: &UnitCost, capacity: &Capacity, price: f64) {
        if let Some((_, units)) = process.inputs.first() {
            let own = cost.energy + cost.labour + cost.other + cost.capital;
            let weight = capacity.nameplate.max(1e-9);
            self.value += weight * (price - own - cost.byproducts) * run.yield_share / units;
            self.weight += weight;
        }
    }

    /// The sellers' part of it, if there are users.
    #[must_use]
    pub fn anchor(&self, rule: &MarketRule, start_price: f64) -> Option<f64> {
        let netback = rule.pricing == Pricing::Netback && self.weight > 0.0;
        netback.then(|| (rule.payable_share * self.value / self.weight).max(SCRAP_FLOOR * start_price))
    }
}

/// Tables reused every month.
#[derive(Default)]
pub struct Scratch {
    sums: Vec<Sum>,
    users: Vec<(f64, f64)>,
    costs: Vec<Vec<(f64, f64, f64)>>,
    netbacks: Vec<Netback>,
}

/// What a maker counts as cost when it sets its list price: that of the ripe plant, for nobody pays for another's scrap.
#[must_use]
pub fn list_cost(facts: &Facts, line: &Facility, run: &Run, cost: &UnitCost) -> f64 {
    let ripe = facts.catalog.processes[line.process.index()].yield_share.at(line.region);
    cost.full * (run.yield_share / ripe).min(1.0)
}

/// Adds up plants by good and region.
fn add_up(facts: &Facts, markets: &Markets, lines: &Query<(&Facility, &Stocks, &Run, &UnitCost, &Capacity)>, scratch: &mut Scratch) {
    let regions = facts.regions;
    scratch.sums.resize(markets.goods.len() * regions, Sum::default());
    scratch.users.clear();
    scratch.users.resize(markets.goods.len() * regions, (0.0, 0.0));
    scratch.costs.resize(markets.goods.len(), Vec::new());
    for (costs, market) in scratch.costs.iter_mut().zip(&markets.goods) {
        costs.clear();
        costs.resize(market.sellers.len(), (0.0, 0.0, 0.0));
    }
    scratch.netbacks.clear();
    scratch.netbacks.resize(markets.goods.len(), Netback::default());
    for sum in &mut scratch.sums {
        sum.plants.clear();
        *sum = Sum { plants: std::mem::take(&mut sum.plants), ..Sum::default() };
    }
    for (line, stocks, run, cost, capacity) in lines {
        let process = facts.process(line.process);
        let sum = &mut scratch.sums[process.makes.index() * regions + line.region.index()];
        sum.add(process, stocks, run, cost, capacity);
        if process.price_taker {
            let price = markets.of(process.makes).node(line.region).spot;
            scratch.netbacks[process.inputs[0].0.index()].add(process, run, cost, capacity, price);
        }
        let yearly = capacity.monthly() * 12.0;
        let seller = &mut scratch.costs[process.makes.index()][line.seller as usize];
        let weight = yearly.max(1e-9);
        seller.0 += list_cost(facts, line, run, cost) * weight;
        seller.1 += weight;
        seller.2 += run.made * 12.0;
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            let side = &mut scratch.sums[good.index() * regions + line.region.index()];
            side.stock += stocks.sides[slot];
            side.made += run.sides[slot];
        }
        for (slot, (good, _)) in process.inputs.iter().enumerate() {
            let user = &mut scratch.users[good.index() * regions + line.region.index()];
            user.0 += stocks.inputs[slot];
            user.1 += run.used[slot];
        }
    }
}

/// Moves every price of every good and notes why.
pub fn move_prices(
    facts: Res<Facts>,
    start: Res<StartFacts>,
    mut markets: ResMut<Markets>,
    lines: Query<(&Facility, &Stocks, &Run, &UnitCost, &Capacity)>,
    mut scratch: Local<Scratch>,
) {
    let scratch = &mut *scratch;
    add_up(&facts, &markets, &lines, scratch);
    let regions = facts.regions;
    for (index, market) in markets.goods.iter_mut().enumerate() {
        if market.sellers.is_empty() {
            continue;
        }
        let rule = &facts.catalog.market_rules[facts.catalog.goods[index].market.index()];
        let sums = &mut scratch.sums[index * regions..(index + 1) * regions];
        let users = &scratch.users[index * regions..(index + 1) * regions];
        note_nodes(market, sums, users);
        let before = market.world_price;
        match rule.pricing {
            Pricing::Scarcity | Pricing::Netback => {
                let start_price = start.price[index * regions];
                let anchor = scratch.netbacks[index].anchor(rule, start_price);
                scarcity(&facts, market, rule, sums, users, anchor, start_price);
            }
            Pricing::CostPlus => cost_plus(&facts, market, rule, &scratch.costs[index], sums),
        }
        let value: f64 = market.sellers.iter().map(|s| s.ask * s.orders.max(1e-9)).sum();
        let weight: f64 = market.sellers.iter().map(|s| s.orders.max(1e-9)).sum();
        market.world_price = value / weight;
        let change = math::ln((market.world_price / before.max(1e-12)).clamp(0.2, 5.0));
        market.momentum += (change - market.momentum) / 5.0;
        for node in &mut market.nodes {
            node.contract_index += (node.spot - node.contract_index) / rule.contract_lag_months;
        }
    }
}

/// Notes what plants make, hold and could make in every region, as the month's prices would: for the first look at a world.
pub fn note_plants(
    facts: Res<Facts>,
    mut markets: ResMut<Markets>,
    lines: Query<(&Facility, &Stocks, &Run, &UnitCost, &Capacity)>,
    mut scratch: Local<Scratch>,
) {
    add_up(&facts, &markets, &lines, &mut scratch);
    let regions = facts.regions;
    for (index, market) in markets.goods.iter_mut().enumerate().filter(|(_, market)| !market.sellers.is_empty()) {
        let here = index * regions..(index + 1) * regions;
        note_nodes(market, &scratch.sums[here.clone()], &scratch.users[here]);
    }
}

fn note_nodes(market: &mut Market, sums: &[Sum], users: &[(f64, f64)]) {
    for (node, (sum, (held, used))) in market.nodes.iter_mut().zip(sums.iter().zip(users)) {
        node.made = sum.made;
        node.used = *used;
        node.capacity = sum.capacity;
        node.nameplate = sum.nameplate;
        node.stock = sum.stock;
        node.users_stock = *held;
    }
}

/// By region, orders directed at its sellers, and rationing there.
fn regional_orders(market: &Market, rule: &MarketRule) -> Vec<(f64, f64)> {
    let mut regions = vec![(0.0, 0.0); market.nodes.len()];
    for seller in &market.sellers {
        let (orders, rationing) = &mut regions[seller.region.index()];
        *orders += seller.orders;
        *rationing += seller.orders * formulas::rationing_premium(seller.open_share, rule.trade_power);
    }
    for (orders, rationing) in &mut regions {
        *rationing = if *orders > 1e-12 { *rationing / *orders } else { 0.0 };
    }
    regions
}

fn scarcity(
    facts: &Facts,
    market: &mut Market,
    rule: &MarketRule,
    sums: &mut [Sum],
    users: &[(f64, f64)],
    anchor: Option<f64>,
    start_price: f64,
) {
    let terms = scarcity_signals(facts, market, rule, sums, users, anchor, start_price);
    for (node, terms) in market.nodes.iter_mut().zip(terms) {
        settle_node(node, terms, rule.spot_months, facts.catalog.rules.prices.largest_move);
    }
    for seller in &mut market.sellers {
        let cover = (seller.offer - seller.sold) / seller.orders.max(1e-9);
        let haste = (0.05 * math::ln(rule.sellers_stock_months / cover.max(0.05))).clamp(-0.05, 0.05);
        seller.list_price = market.nodes[seller.region.index()].spot;
        seller.ask = seller.list_price * math::exp(haste);
    }
}

/// The terms of every region's price, start condition and lag aside: the world's signals blended with its own.
#[must_use]
pub fn scarcity_signals(
    facts: &Facts,
    market: &mut Market,
    rule: &MarketRule,
    sums: &mut [Sum],
    users: &[(f64, f64)],
    anchor: Option<f64>,
    start_price: f64,
) -> Vec<PriceTerms> {
    let rules = &facts.catalog.rules.prices;
    let mut result = Vec::with_capacity(facts.regions);
    let mut all: Vec<(f64, f64)> = sums.iter().flat_map(|s| s.plants.iter().copied()).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let stock: f64 = sums.iter().map(|s| s.stock).sum();
    let made: f64 = sums.iter().map(|s| s.made).sum();
    let mean_cash = |sums: &[Sum]| {
        let (value, weight) = sums.iter().fold((0.0, 0.0), |(v, w), s| (v + s.cash.0, w + s.cash.1));
        if weight > 0.0 { value / weight } else { 0.0 }
    };
    // Means of past months lie below a growing demand: they are carried forward, or growth alone would look like full yards.
    let ahead = 1.0 + market.growth * facts.catalog.rules.expectations.demand_months / 12.0;
    let soon = 1.0 + market.growth * facts.catalog.rules.plans.order_months / 12.0;
    let covers = users_cover(market, users, rule, ahead);
    let (held, wanted) = covers.iter().fold((0.0, 0.0), |(held, wanted), (h, w)| (held + h, wanted + w));
    let regional = regional_orders(market, rule);
    let orders = soon * market.sellers.iter().map(|s| s.orders).sum::<f64>();
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
        flow: (orders - made) / (orders + made).max(1e-9),
        rationing,
        load: load(demand, sums.iter().map(|s| s.capacity).sum()),
    };
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
                flow: (orders - sum.made) / (orders + sum.made).max(1e-9),
                rationing,
                load: load(orders, sum.capacity),
            };
            formulas::blend(&world_terms, &formulas::scarcity_terms(rule, rules, &own), rule.regional_weight)
        } else {
            world_terms
        };
        result.push(terms);
    }
    result
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
fn settle_node(node: &mut crate::sim::trade::components::Node, mut terms: PriceTerms, months: f64, largest: f64) {
    node.start_gap -= node.start_gap / node.start_months.max(1.0);
    terms.start = node.start_gap;
    let level = formulas::level(&terms);
    let now = math::ln(node.spot);
    let passed = now + terms.marginal_cost - node.terms.marginal_cost;
    let next = now + (passed - now + (level - passed) / months).clamp(-largest, largest);
    node.spot = math::exp(next);
    terms.lag = next - level;
    node.terms = terms;
}

/// Cost-plus goods: every seller's list price follows its own cost and utilisation; a region's price is their mean.
fn cost_plus(facts: &Facts, market: &mut Market, rule: &MarketRule, costs: &[(f64, f64, f64)], sums: &[Sum]) {
    let rules = &facts.catalog.rules.prices;
    for (seller, (value, capacity, made)) in market.sellers.iter_mut().zip(costs) {
        if *capacity <= 1e-6 {
            continue;
        }
        let cost = value / capacity;
        let aim = cost * (1.0 + formulas::markup(rule, made / capacity)) * math::exp(market.nodes[seller.region.index()].start_gap);
        seller.list_price += (aim - seller.list_price) / rules.index_months;
        seller.ask = seller.list_price;
    }
    let mut means = vec![[0.0; 4]; market.nodes.len()];
    for (seller, (value, capacity, made)) in market.sellers.iter().zip(costs).filter(|(_, (_, capacity, _))| *capacity > 1e-6) {
        let [ask, weight, cost, used] = &mut means[seller.region.index()];
        let w = seller.orders + 1e-9 * capacity;
        *ask += w * seller.ask;
        *cost += w * value / capacity;
        *used += w * made / capacity;
        *weight += w;
    }
    for (region, [ask, weight, cost, used]) in means.into_iter().enumerate() {
        let node = &mut market.nodes[region];
        if weight > 0.0 && sums[region].capacity > 0.0 {
            node.spot = ask / weight;
            let mean = cost / weight;
            let mut terms = PriceTerms { marginal_cost: math::ln(mean), ..PriceTerms::default() };
            terms.markup = math::ln(1.0 + formulas::markup(rule, used / weight));
            node.start_gap -= node.start_gap / node.start_months.max(1.0);
            terms.start = node.start_gap;
            terms.lag = math::ln(node.spot) - formulas::level(&terms);
            node.terms = terms;
        } else {
            let mean = market.world_price.max(1e-9);
            node.spot = mean;
            node.terms = PriceTerms { marginal_cost: math::ln(mean), ..PriceTerms::default() };
        }
    }
}

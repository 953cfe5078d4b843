//! Trade, month by month: collect offers, deliver contracts, clear spot markets, let goods arrive.

use bevy_ecs::prelude::*;

use super::clearing::{Problem, clear, pair_weight};
use super::components::{Customer, Market, Markets, RING};
use super::contracts::deliver_contracts;
use super::licences;
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::society::components::Treasury;
use crate::units::math;

/// Share of its stock that a line offers in a month: the rest is packing, quality and quarantine.
const OFFERED_SHARE: f64 = 0.9;

/// What is reused from month to month without meaning anything.
#[derive(Default)]
pub struct Scratch {
    pub(super) weights: Vec<f64>,
    landed: Vec<f64>,
    shipped: Vec<f64>,
    pub(super) offers: Vec<f64>,
    pub(super) bids: Vec<f64>,
    pub(super) open: Vec<f64>,
    pub(super) load: Vec<f64>,
    /// Pairs that trade under a licence.
    pub(super) licensed: Vec<usize>,
    /// Pairs whose licence holds them back, with what they get.
    pub(super) bound: Vec<(usize, f64)>,
}

/// Offers are what lies in the yards.
pub fn collect_offers(mut markets: ResMut<Markets>, facts: Res<Facts>, lines: Query<(&Facility, &Stocks)>) {
    for market in &mut markets.goods {
        for seller in &mut market.sellers {
            seller.offer = 0.0;
            seller.sold = 0.0;
            seller.revenue = 0.0;
            seller.export_tax = 0.0;
        }
    }
    for (line, stocks) in &lines {
        let process = facts.process(line.process);
        markets.of_mut(process.makes).sellers[line.seller as usize].offer += stocks.output * OFFERED_SHARE;
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            markets.of_mut(*good).sellers[line.side_sellers[slot] as usize].offer += stocks.sides[slot];
        }
    }
}

/// Clears every market and puts the goods on the way.
pub fn clear_markets(
    mut markets: ResMut<Markets>,
    facts: Res<Facts>,
    effects: Res<Effects>,
    drivers: Res<Drivers>,
    calendar: Res<Calendar>,
    governments: Query<&Treasury>,
    mut scratch: Local<Scratch>,
) {
    let relations: Vec<&[f64]> = governments.iter().map(|t| t.relations.as_slice()).collect();
    for market in &mut markets.goods {
        if market.sellers.is_empty() || market.buyers.is_empty() {
            continue;
        }
        let pricing = Landing { facts: &facts, effects: &effects, drivers: &drivers, relations: &relations };
        clear_market(market, &pricing, &mut scratch, calendar.month);
    }
}

/// What decides the landed cost of a pair.
pub struct Landing<'a> {
    /// Catalog tables.
    pub facts: &'a Facts,
    /// Measures.
    pub effects: &'a Effects,
    /// Freight indices and rates.
    pub drivers: &'a Drivers,
    /// Relations by region.
    pub relations: &'a [&'a [f64]],
}

/// The parts of a landed cost, $M per unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Landed {
    /// Price at the seller's gate.
    pub ask: f64,
    /// Export tax (less rebate).
    pub export_tax: f64,
    /// Import duty.
    pub duty: f64,
    /// Freight, insurance, money at sea.
    pub freight: f64,
    /// Risk of a hostile border: weighed, not paid.
    pub risk: f64,
    /// Penalty of a content rule: weighed, not paid.
    pub content: f64,
}

impl Landed {
    /// What is paid.
    #[must_use]
    pub fn paid(&self) -> f64 {
        self.ask + self.export_tax + self.duty + self.freight
    }

    /// What is weighed.
    #[must_use]
    pub fn weighed(&self) -> f64 {
        self.paid() + self.risk + self.content
    }
}

impl Landing<'_> {
    /// The landed cost of a unit that `seller` asks `ask` for, in `buyer`'s region.
    #[must_use]
    pub fn cost(&self, market: &Market, seller: usize, buyer: usize, ask: f64) -> Landed {
        let (from, to) = (market.sellers[seller].region, market.buyers[buyer].region);
        let at = self.effects.at(market.good, from, to);
        let rules = &self.facts.catalog.rules;
        let export_tax = ask * self.effects.export_tax[at];
        let duty = (ask + export_tax) * self.effects.tariff[at];
        let months = f64::from(self.facts.sea_months[from.index() * self.facts.regions + to.index()]);
        let class = &self.facts.catalog.freight_classes[self.facts.catalog.goods[market.good.index()].freight.index()];
        let carriage = self.facts.freight[at] * self.drivers.freight[self.facts.freight_index[market.good.index()]];
        let freight = carriage + if from == to { 0.0 } else { ask * (class.value_share + 0.06 * months / 12.0) };
        let hostility = (-self.relations[to.index()][from.index()]).max(0.0) / 100.0;
        let risk = if from == to { 0.0 } else { ask * (rules.trade.risk_share + rules.trade.hostile_risk_share * hostility) };
        let home = self.facts.catalog.firms[market.sellers[seller].firm.index()].home;
        let penalty = self.effects.content_penalty[self.effects.at(market.good, home, to)];
        Landed { ask, export_tax, duty, freight, risk, content: ask * penalty }
    }
}

fn clear_market(market: &mut Market, landing: &Landing<'_>, scratch: &mut Scratch, month: crate::units::Month) {
    let (rows, columns) = (market.sellers.len(), market.buyers.len());
    for buyer in &mut market.buyers {
        buyer.bought = 0.0;
        buyer.arrived = buyer.transit[0];
        buyer.transit.rotate_left(1);
        buyer.transit[RING - 1] = 0.0;
        buyer.goods_cost = 0.0;
        buyer.freight = 0.0;
        buyer.duty = 0.0;
        buyer.export_tax = 0.0;
    }
    market.flow.fill(0.0);
    scratch.offers.clear();
    scratch.offers.extend(market.sellers.iter().map(|s| s.offer));
    scratch.bids.clear();
    scratch.bids.extend(market.buyers.iter().map(|b| b.bid));
    market.orders = scratch.bids.iter().sum();
    deliver_contracts(market, landing, &mut scratch.offers, &mut scratch.bids, month);
    weigh_pairs(market, landing, scratch);
    scratch.open.clear();
    scratch.open.extend(market.sellers.iter().map(|s| s.open_share.max(1e-6)));
    scratch.shipped.clear();
    scratch.shipped.resize(rows * columns, 0.0);
    let rule = &landing.facts.catalog.market_rules[landing.facts.catalog.goods[market.good.index()].market.index()];
    let slack = landing.facts.catalog.rules.trade.slack_weight * math::exp(-rule.tightness_limit * f64::from(rule.trade_power));
    licences::bind(market, landing, scratch, slack);
    let problem = Problem {
        offers: &scratch.offers,
        bids: &scratch.bids,
        weights: &scratch.weights,
        slack,
        rounds: landing.facts.catalog.rules.trade.rounds,
    };
    clear(&problem, &mut scratch.open, &mut scratch.shipped, &mut scratch.load);
    for (pair, units) in &scratch.bound {
        scratch.shipped[*pair] += units;
    }
    note_orders(market, scratch, slack, landing.facts.catalog.rules.plans.order_months);
    for seller in 0..rows {
        for buyer in 0..columns {
            let units = scratch.shipped[seller * columns + buyer];
            if units > 0.0 {
                let ask = market.sellers[seller].ask;
                let leaked = scratch.landed[seller * columns + buyer];
                ship(market, landing, seller, buyer, units, ask, leaked);
            }
        }
    }
    close(market);
}

/// Fills the tables of weights and of premiums over the direct landed cost (leaks).
fn weigh_pairs(market: &Market, landing: &Landing<'_>, scratch: &mut Scratch) {
    let (rows, columns) = (market.sellers.len(), market.buyers.len());
    let trade = &landing.facts.catalog.rules.trade;
    let rule = &landing.facts.catalog.market_rules[landing.facts.catalog.goods[market.good.index()].market.index()];
    scratch.weights.clear();
    scratch.weights.resize(rows * columns, 0.0);
    scratch.landed.clear();
    scratch.landed.resize(rows * columns, 1.0);
    scratch.licensed.clear();
    for seller in 0..rows {
        let home = landing.facts.catalog.firms[market.sellers[seller].firm.index()].home;
        for buyer in 0..columns {
            let preference = market.preference[seller * columns + buyer];
            if scratch.bids[buyer] <= 0.0 || preference <= 0.0 {
                continue;
            }
            let (from, to) = (market.sellers[seller].region, market.buyers[buyer].region);
            let at = landing.effects.at(market.good, from, to);
            let cost = landing.cost(market, seller, buyer, market.sellers[seller].ask).weighed();
            let reference = market.buyers[buyer].landed;
            let cost = cost.max(0.1 * reference);
            let (weight, mean) = pair_weight(
                preference,
                landing.effects.licence[at],
                landing.effects.leak[at],
                trade.leak_premium_share,
                reference,
                cost,
                rule.trade_power,
            );
            if landing.effects.licence[at] < 1.0 {
                scratch.licensed.push(seller * columns + buyer);
            }
            let support = landing.effects.support(market.good, to);
            let list = if support.listed & (1 << home.index()) == 0 { 1.0 - support.list_share } else { 1.0 };
            scratch.weights[seller * columns + buyer] = weight * list;
            scratch.landed[seller * columns + buyer] = mean / cost;
        }
    }
}

/// Orders directed at each seller before rationing (with contracts), smoothed over `months`.
fn note_orders(market: &mut Market, scratch: &Scratch, slack: f64, months: f64) {
    let columns = market.buyers.len();
    let mut attraction = vec![slack; columns];
    for row in scratch.weights.chunks_exact(columns) {
        for (sum, w) in attraction.iter_mut().zip(row) {
            *sum += w;
        }
    }
    for (index, seller) in market.sellers.iter_mut().enumerate() {
        let row = index * columns..(index + 1) * columns;
        let spot: f64 = scratch.weights[row.clone()].iter().zip(&attraction).zip(&scratch.bids).map(|((w, a), b)| w / a * b).sum();
        let contracted: f64 = market.flow[row.clone()].iter().sum();
        let licensed: f64 = scratch.bound.iter().filter(|(pair, _)| row.contains(pair)).map(|(_, units)| units).sum();
        seller.orders += (spot + contracted + licensed - seller.orders) / months;
        seller.open_share = scratch.open[index];
    }
}

/// Books a shipment: from the seller's offer to the buyer's ship or yard, with everything that is paid for it.
pub fn ship(market: &mut Market, landing: &Landing<'_>, seller: usize, buyer: usize, units: f64, price: f64, premium: f64) {
    let columns = market.buyers.len();
    let cost = landing.cost(market, seller, buyer, price);
    let (from, to) = (market.sellers[seller].region, market.buyers[buyer].region);
    let months = landing.facts.months(from, to);
    market.flow[seller * columns + buyer] += units;
    let source = &mut market.sellers[seller];
    source.sold += units;
    source.revenue += units * cost.ask;
    source.export_tax += units * cost.export_tax;
    let target = &mut market.buyers[buyer];
    target.bought += units;
    target.goods_cost += units * cost.ask;
    target.export_tax += units * cost.export_tax;
    target.duty += units * cost.duty;
    target.freight += units * (cost.freight + (premium - 1.0).max(0.0) * cost.weighed());
    if months == 0 {
        target.arrived += units;
    } else {
        target.transit[months - 1] += units;
    }
}

/// Means of the month: landed prices, fill, the year's flows.
fn close(market: &mut Market) {
    let (mut sold, mut value) = (0.0, 0.0);
    for buyer in &mut market.buyers {
        if buyer.bought > 1e-12 {
            buyer.landed = (buyer.goods_cost + buyer.freight + buyer.duty + buyer.export_tax) / buyer.bought;
        }
    }
    for seller in &market.sellers {
        sold += seller.sold;
        value += seller.revenue;
    }
    market.fill = if market.orders > 1e-12 { (sold / market.orders).min(1.0) } else { 1.0 };
    if sold > 1e-9 {
        market.world_price = value / sold;
    }
    for (year, now) in market.flow_year.iter_mut().zip(&market.flow) {
        *year += (now - *year) / 12.0;
    }
}

/// Preferences drift toward the shares of the last year and, in part, toward what capacity, nearness and old bonds suggest:
/// so the long run answers a few times as much as the short, and a new plant becomes known where it stands.
pub fn drift_preferences(
    mut markets: ResMut<Markets>,
    facts: Res<Facts>,
    lines: Query<(&Facility, &Capacity)>,
    mut capacity_of: Local<Vec<Vec<f64>>>,
    mut pull: Local<Vec<f64>>,
) {
    let rules = &facts.catalog.rules.trade;
    capacity_of.resize(markets.goods.len(), Vec::new());
    for (sum, market) in capacity_of.iter_mut().zip(&markets.goods) {
        sum.clear();
        sum.resize(market.sellers.len(), 0.0);
    }
    for (line, capacity) in &lines {
        capacity_of[facts.process(line.process).makes.index()][line.seller as usize] += capacity.monthly();
    }
    for (market, capacity) in markets.goods.iter_mut().zip(capacity_of.iter()) {
        let rule = &facts.catalog.market_rules[facts.catalog.goods[market.good.index()].market.index()];
        let columns = market.buyers.len();
        for (j, buyer) in market.buyers.iter().enumerate() {
            let total: f64 = (0..market.sellers.len()).map(|s| market.flow_year[s * columns + j]).sum();
            if total <= 1e-9 {
                continue;
            }
            pull.clear();
            pull.extend(market.sellers.iter().zip(capacity).map(|(seller, units)| {
                let near = if seller.region == buyer.region { rule.home_weight } else { 1.0 };
                let bond = if let Customer::Maker(maker) = buyer.customer { facts.bond(maker, buyer.region, seller.firm) } else { 1.0 };
                units * near * bond
            }));
            let all: f64 = pull.iter().sum();
            let anchor = if all > 0.0 { rules.anchor_share } else { 0.0 };
            for (s, pulled) in pull.iter().enumerate() {
                let share = (1.0 - anchor) * market.flow_year[s * columns + j] / total + anchor * pulled / all.max(1e-12);
                let preference = &mut market.preference[s * columns + j];
                if *preference > 0.0 {
                    *preference += (share.max(NEWCOMER) - *preference) / rule.preference_months;
                }
            }
        }
    }
}

/// Preference of a buyer for a seller it never bought from.
pub const NEWCOMER: f64 = 0.002;

/// Takes what was sold from the yards and hands arrivals to the plants that bid for them.
pub fn settle_stocks(
    mut markets: ResMut<Markets>,
    facts: Res<Facts>,
    mut lines: Query<(&Facility, &mut Stocks, &mut Run, &crate::sim::plans::components::Plan)>,
) {
    for (line, mut stocks, mut run, plan) in &mut lines {
        let process = facts.process(line.process);
        let seller = &markets.of(process.makes).sellers[line.seller as usize];
        let part = if seller.offer > 0.0 { stocks.output * OFFERED_SHARE / seller.offer } else { 0.0 };
        run.sold = (seller.sold * part).min(stocks.output);
        run.revenue = seller.revenue * part;
        stocks.output -= run.sold;
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            let seller = &markets.of(*good).sellers[line.side_sellers[slot] as usize];
            let part = if seller.offer > 0.0 { stocks.sides[slot] / seller.offer } else { 0.0 };
            let sold = (seller.sold * part).min(stocks.sides[slot]);
            stocks.sides[slot] -= sold;
            run.revenue += seller.revenue * part;
        }
        for (slot, (good, _)) in process.inputs.iter().enumerate() {
            let buyer = &markets.of(*good).buyers[line.buyers[slot] as usize];
            if buyer.bid > 0.0 {
                stocks.inputs[slot] += buyer.arrived * plan.bids[slot] / buyer.bid;
            }
        }
    }
    for market in &mut markets.goods {
        for buyer in &mut market.buyers {
            if buyer.customer == Customer::Plants && buyer.bid > 0.0 {
                buyer.arrived = 0.0;
            }
        }
    }
}

/// Goods that nobody's plants bid for wait in the buyer's harbour: they arrive again next month.
pub fn hold_unclaimed(mut markets: ResMut<Markets>) {
    for market in &mut markets.goods {
        for buyer in &mut market.buyers {
            if buyer.customer == Customer::Plants && buyer.arrived > 0.0 {
                buyer.transit[0] += buyer.arrived;
                buyer.arrived = 0.0;
            }
        }
    }
}

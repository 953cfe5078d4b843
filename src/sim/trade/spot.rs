//! The month of a market: contracts are delivered, the spot market clears, goods set out, and everybody's bill is added up.

use bevy_ecs::prelude::*;

use super::clearing::{Cleared, Problem, clear, weigh_row};
use super::components::{Market, Markets, RING};
use super::contracts::{deliver_contracts, end_contracts};
use super::lanes::{Landing, Lanes};
use super::licences;
use crate::content::definitions::chain::MarketRule;
use crate::content::ids::RegionId;
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Treasury;
use crate::units::math;

/// What is reused from market to market and from month to month without meaning anything.
#[derive(Default)]
pub struct Scratch {
    pub(super) lanes: Lanes,
    pub(super) offers: Vec<f64>,
    pub(super) bids: Vec<f64>,
    /// Units and their value at the gate, at `origin * buyers + buyer`.
    pub(super) units: Vec<f64>,
    pub(super) value: Vec<f64>,
    /// Units under contract by seller.
    pub(super) contracted: Vec<f64>,
    pub(super) cleared: Cleared,
    pub(super) weights: Vec<f32>,
    /// Weight of buying nothing, by buyer.
    pub(super) slack: Vec<f64>,
    /// Pairs that trade under a licence, with what goes between them under contract.
    pub(super) licensed: Vec<(usize, f64)>,
    /// Pairs whose licence holds them back, with what they get.
    pub(super) bound: Vec<(usize, f64)>,
    reference: Vec<f32>,
    own_slope: Vec<f32>,
    own_gate: Vec<f32>,
    /// What leaks cost beyond the direct way, $M by buyer.
    pub(super) dear: Vec<f64>,
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
    let landing = Landing { facts: &facts, effects: &effects, drivers: &drivers, relations: &relations };
    for market in &mut markets.goods {
        if !market.sellers.is_empty() && !market.buyers.is_empty() {
            clear_market(market, &landing, &mut scratch, calendar.month);
        }
    }
}

fn clear_market(market: &mut Market, landing: &Landing<'_>, scratch: &mut Scratch, month: crate::units::Month) {
    let rule = &landing.facts.catalog.market_rules[landing.facts.catalog.goods[market.good.index()].market.index()];
    open(market, landing, scratch, rule);
    deliver_contracts(market, landing, scratch);
    weigh_pairs(market, landing, scratch, rule);
    let trade = &landing.facts.catalog.rules.trade;
    let least = trade.slack_weight * math::exp(-rule.tightness_limit * f64::from(rule.trade_power));
    licences::hold_out(market, scratch, least, rule.switch_factor);
    licences::bind(market, scratch);
    let Scratch { offers, bids, weights, slack, cleared, .. } = scratch;
    clear(&Problem { offers, bids, weights, slack, rounds: trade.rounds }, cleared);
    licences::add_bound(market, scratch);
    bill_sellers(market, scratch, landing.facts.catalog.rules.plans.order_months);
    remember_flows(market, &mut scratch.cleared.flow);
    bill_buyers(market, scratch);
    end_contracts(market, month);
    close(market, &scratch.lanes);
}

/// A new month: what was at sea comes nearer, offers and bids are on the table.
#[expect(clippy::cast_possible_truncation, reason = "warm starts and references need no more than f32")]
fn open(market: &mut Market, landing: &Landing<'_>, scratch: &mut Scratch, rule: &MarketRule) {
    scratch.lanes.fill(market, landing, rule.trade_power);
    for buyer in &mut market.buyers {
        buyer.bought = 0.0;
        buyer.arrived = buyer.transit[0];
        for month in 1..RING {
            buyer.transit[month - 1] = buyer.transit[month];
        }
        buyer.transit[RING - 1] = 0.0;
        buyer.goods_cost = 0.0;
        buyer.freight = 0.0;
        buyer.duty = 0.0;
        buyer.export_tax = 0.0;
        buyer.penalty = 0.0;
    }
    let columns = market.buyers.len();
    scratch.offers.clear();
    scratch.offers.extend(market.sellers.iter().map(|s| s.offer));
    scratch.bids.clear();
    scratch.bids.extend(market.buyers.iter().map(|b| b.bid));
    scratch.reference.clear();
    scratch.reference.extend(market.buyers.iter().map(|b| b.landed as f32));
    scratch.cleared.open.clear();
    scratch.cleared.open.extend(market.sellers.iter().map(|s| s.open_share.max(1e-6) as f32));
    let origins = scratch.lanes.origins.len() * columns;
    for (table, size) in [
        (&mut scratch.units, origins),
        (&mut scratch.value, origins),
        (&mut scratch.contracted, market.sellers.len()),
        (&mut scratch.dear, columns),
    ] {
        table.clear();
        table.resize(size, 0.0);
    }
    market.orders = scratch.bids.iter().sum();
}

/// Fills the table of weights, seller by seller.
#[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32")]
fn weigh_pairs(market: &Market, landing: &Landing<'_>, scratch: &mut Scratch, rule: &MarketRule) {
    let columns = market.buyers.len();
    scratch.weights.resize(market.preference.len(), 0.0);
    let rows = scratch.weights.chunks_exact_mut(columns).zip(market.preference.chunks_exact(columns));
    for (seller, (weights, preference)) in market.sellers.iter().zip(rows) {
        let first = scratch.lanes.place(seller.region) * columns;
        let here = first..first + columns;
        let (slope, carriage) = (&scratch.lanes.slope[here.clone()], &scratch.lanes.carriage[here.clone()]);
        let gate = &scratch.lanes.gate[here];
        if scratch.lanes.by_home {
            let home = landing.facts.catalog.firms[seller.firm.index()].home;
            let terms = market.buyers.iter().map(|buyer| own_terms(landing, market, home, buyer.region));
            (scratch.own_slope, scratch.own_gate) = slope.iter().zip(gate).zip(terms).map(|((s, g), own)| (s + own.0, g * own.1)).unzip();
            let terms = [&scratch.own_slope[..], carriage, &scratch.own_gate[..]];
            weigh_row(weights, preference, &scratch.reference, terms, seller.ask as f32, rule.trade_power);
        } else {
            weigh_row(weights, preference, &scratch.reference, [slope, carriage, gate], seller.ask as f32, rule.trade_power);
        }
    }
}

/// What a region's content rules add to the cost of goods from makers at home in `home`, per unit of ask, and the share of its
/// demand that its white list leaves them.
#[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32")]
fn own_terms(landing: &Landing<'_>, market: &Market, home: RegionId, to: RegionId) -> (f32, f32) {
    let penalty = landing.effects.content_penalty[landing.effects.at(market.good, home, to)];
    let support = landing.effects.support(market.good, to);
    let listed = if support.listed & (1 << home.index()) == 0 { 1.0 - support.list_share } else { 1.0 };
    (penalty as f32, listed as f32)
}

/// What each seller sold on the spot market, and the orders directed at it before rationing (with contracts), smoothed over
/// `months`. What goes to whom is added up by region of origin.
fn bill_sellers(market: &mut Market, scratch: &mut Scratch, months: f64) {
    let columns = market.buyers.len();
    let Scratch { lanes, units, value, contracted, cleared, dear, .. } = scratch;
    for (index, seller) in market.sellers.iter_mut().enumerate() {
        let (sold, ask) = (cleared.sold[index], seller.ask);
        // Who is turned away elsewhere comes here too: without them plants with idle lines would never see a shortage.
        let seen = cleared.wished[index].max(sold) + contracted[index];
        seller.orders += (seen - seller.orders) / months;
        seller.open_share = f64::from(cleared.open[index]);
        seller.sold += sold;
        seller.revenue += sold * ask;
        let place = lanes.place(seller.region);
        let row = &cleared.flow[index * columns..(index + 1) * columns];
        let here = place * columns..(place + 1) * columns;
        for ((units, value), x) in units[here.clone()].iter_mut().zip(&mut value[here]).zip(row) {
            *units += x;
            *value += x * ask;
        }
        if !lanes.is_plain(place) {
            for ((buyer, dear), x) in market.buyers.iter().zip(dear.iter_mut()).zip(row) {
                let lane = lanes.of(seller.region, buyer.region);
                seller.export_tax += x * ask * lane.export_tax;
                *dear += x * (lane.dearness - 1.0) * (ask * lane.slope() + lane.carriage);
            }
        }
    }
}

/// Adds what went under contract to the month's flows, and the month to the year's mean.
#[expect(clippy::cast_possible_truncation, reason = "means of flows need no more than f32")]
fn remember_flows(market: &mut Market, flow: &mut [f64]) {
    let columns = market.buyers.len();
    for contract in &market.contracts {
        flow[contract.seller as usize * columns + contract.buyer as usize] += contract.delivered;
    }
    for (year, now) in market.flow_year.iter_mut().zip(flow) {
        *year += (*now as f32 - *year) / 12.0;
    }
}

/// What each buyer bought, what it pays for it and when it arrives.
fn bill_buyers(market: &mut Market, scratch: &Scratch) {
    let columns = market.buyers.len();
    for (place, from) in scratch.lanes.origins.iter().enumerate() {
        let here = place * columns..(place + 1) * columns;
        let amounts = scratch.units[here.clone()].iter().zip(&scratch.value[here]);
        for (buyer, (units, value)) in market.buyers.iter_mut().zip(amounts).filter(|(_, (units, _))| **units > 0.0) {
            let lane = scratch.lanes.of(*from, buyer.region);
            buyer.bought += units;
            buyer.goods_cost += value;
            buyer.export_tax += value * lane.export_tax;
            buyer.duty += value * lane.duty;
            buyer.freight += value * lane.insurance + units * lane.carriage;
            if lane.months == 0 {
                buyer.arrived += units;
            } else {
                buyer.transit[lane.months - 1] += units;
            }
        }
    }
    for (buyer, dear) in market.buyers.iter_mut().zip(&scratch.dear) {
        buyer.freight += dear;
    }
}

/// Means of the month: landed prices and fill. The world's price is that of the prices phase: what was paid under contracts lags.
/// Who bought nothing knows what the cheapest offer would cost him: else a chemistry that was dear once would be dear for good.
fn close(market: &mut Market, lanes: &Lanes) {
    for (column, buyer) in market.buyers.iter_mut().enumerate() {
        if buyer.bought > 1e-12 {
            buyer.landed = (buyer.goods_cost + buyer.freight + buyer.duty + buyer.export_tax) / buyer.bought;
        } else if buyer.bid <= 1e-12 {
            let spot = |from: &RegionId| market.nodes[from.index()].spot;
            buyer.landed = lanes.cheapest(column, spot).unwrap_or(buyer.landed);
        }
    }
    let sold: f64 = market.sellers.iter().map(|seller| seller.sold).sum();
    market.fill = if market.orders > 1e-12 { (sold / market.orders).min(1.0) } else { 1.0 };
}

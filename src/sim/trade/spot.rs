//! The month of a market: contracts are delivered, the spot market clears, goods set out, and everybody's bill is added up.

use bevy_ecs::prelude::*;

use super::clearing::{Cleared, Long, Problem, Short, clear, lay};
use super::components::{Market, Markets, RING};
use super::contracts::{deliver_contracts, end_contracts};
use super::lanes::{Landing, Lanes};
use super::licences;
use super::priority;
use super::watch::Watch;
use super::weights::weigh_row;
use crate::content::definitions::chain::MarketRule;
use crate::content::ids::RegionId;
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Treasury;
use crate::units::math;

/// What is reused from month to month without meaning anything.
#[derive(Default)]
pub struct Scratch {
    watch: Watch,
    /// By good.
    lanes: Vec<Lanes>,
    sheet: Sheet,
}

/// What is reckoned of one market. Rows of buyers lie in blocks.
#[derive(Default)]
pub struct Sheet {
    /// Left to sell, by seller, and to buy, by buyer.
    pub(super) offers: Vec<f64>,
    pub(super) bids: Vec<Long>,
    /// Units and their value at the gate: a row of buyers for each origin.
    pub(super) units: Vec<Long>,
    pub(super) value: Vec<Long>,
    /// Units under contract by seller.
    pub(super) contracted: Vec<f64>,
    /// Units under contract by buyer; then the part of them that it takes.
    pub(super) taken: Vec<f64>,
    pub(super) cleared: Cleared,
    pub(super) weights: Vec<Short>,
    /// Weight of buying nothing, by buyer.
    pub(super) slack: Vec<Long>,
    /// Pairs that trade under a licence, as seller and buyer, with what goes between them under contract.
    pub(super) licensed: Vec<(usize, usize, f64)>,
    /// What buyers last paid.
    pub(super) reference: Vec<Short>,
    known: Vec<Short>,
    /// One row of flows.
    flow: Vec<Short>,
    /// What leaks cost beyond the direct way, $M by buyer.
    dear: Vec<f64>,
    bills: Bills,
}

/// Sums by buyer.
#[derive(Default)]
struct Bills {
    bought: Vec<Long>,
    goods: Vec<Long>,
    duty: Vec<Long>,
    freight: Vec<Long>,
    /// What arrives this month, next month, and the month after.
    arriving: Vec<[f64; 1 + RING]>,
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
    let Scratch { watch, lanes, sheet } = &mut *scratch;
    watch.look(&landing, effects.is_changed());
    lanes.resize_with(markets.goods.len(), Lanes::default);
    for (good, (market, lanes)) in markets.goods.iter_mut().zip(lanes).enumerate() {
        if !market.sellers.is_empty() && !market.buyers.is_empty() {
            let rule = &facts.catalog.market_rules[facts.catalog.goods[good].market.index()];
            lanes.refresh(market, &landing, rule.trade_power, watch.changed(good));
            clear_market(market, &landing, lanes, sheet, rule, calendar.month);
        }
    }
}

fn clear_market(
    market: &mut Market,
    landing: &Landing<'_>,
    lanes: &Lanes,
    sheet: &mut Sheet,
    rule: &MarketRule,
    month: crate::units::Month,
) {
    open(market, lanes, sheet);
    let some_end = deliver_contracts(market, landing, lanes, sheet, month);
    weigh_pairs(market, landing, lanes, sheet, rule);
    let trade = &landing.facts.catalog.rules.trade;
    let least = trade.slack_weight * math::exp(-rule.tightness_limit * f64::from(rule.trade_power));
    licences::hold_out(market, lanes, sheet, least, rule.switch_factor);
    let mut bound = priority::serve_home(market, lanes.blocks, &landing.effects.controls.home_first, sheet);
    bound.extend(licences::bind(market, lanes, sheet));
    let Sheet { offers, bids, weights, slack, cleared, .. } = sheet;
    clear(&Problem { offers, bids, weights, slack, rounds: trade.rounds }, cleared);
    licences::add_bound(&bound, cleared);
    bill_sellers(market, lanes, sheet, landing.facts.catalog.rules.plans.order_months);
    bill_extras(market, lanes, sheet);
    bill_buyers(market, lanes, sheet);
    if some_end {
        end_contracts(market, month);
    }
    close(market, lanes);
}

/// A new month: what was at sea comes nearer, offers and bids are on the table.
#[expect(clippy::cast_possible_truncation, reason = "references need no more than f32")]
fn open(market: &mut Market, lanes: &Lanes, sheet: &mut Sheet) {
    for buyer in &mut market.buyers {
        buyer.export_tax = 0.0;
        buyer.penalty = 0.0;
    }
    sheet.offers.clear();
    sheet.offers.extend(market.sellers.iter().map(|s| s.offer));
    lay(&mut sheet.bids, market.buyers.iter().map(|b| b.bid), 0.0);
    let blocks = lanes.blocks;
    for row in [&mut sheet.reference, &mut sheet.known] {
        row.clear();
        row.resize(blocks, [0.0; 4]);
    }
    for (reference, buyer) in sheet.reference.as_flattened_mut().iter_mut().zip(&market.buyers) {
        *reference = buyer.landed as f32;
    }
    sheet.cleared.open.clear();
    sheet.cleared.open.extend(market.sellers.iter().map(|s| s.open_share.max(1e-6)));
    for table in [&mut sheet.units, &mut sheet.value] {
        table.clear();
        table.resize(lanes.origins.len() * blocks, [0.0; 4]);
    }
    for (sums, size) in
        [(&mut sheet.contracted, market.sellers.len()), (&mut sheet.taken, market.buyers.len()), (&mut sheet.dear, market.buyers.len())]
    {
        sums.clear();
        sums.resize(size, 0.0);
    }
    market.orders = market.buyers.iter().map(|b| b.bid).sum();
}

/// Fills the table of weights, seller by seller.
#[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32")]
fn weigh_pairs(market: &Market, landing: &Landing<'_>, lanes: &Lanes, sheet: &mut Sheet, rule: &MarketRule) {
    let columns = market.buyers.len();
    sheet.weights.resize(market.sellers.len() * lanes.blocks, [0.0; 4]);
    let rows = sheet.weights.chunks_exact_mut(lanes.blocks).zip(market.preference.chunks_exact(columns));
    for (seller, (weights, preference)) in market.sellers.iter().zip(rows) {
        sheet.known.as_flattened_mut()[..columns].copy_from_slice(preference);
        for listing in landing.effects.controls.of(seller.firm) {
            let users = sheet.known.as_flattened_mut().iter_mut().zip(&market.buyers).filter(|(_, buyer)| buyer.region == listing.by);
            users.for_each(|(known, _)| *known *= (1.0 - listing.customers) as f32);
        }
        let home = landing.facts.catalog.firms[seller.firm.index()].home;
        let terms = lanes.terms(lanes.place(seller.region), home);
        let known = [&sheet.known[..], &sheet.reference[..]];
        weigh_row(weights, known, terms, seller.ask as f32, lanes.freight as f32, rule.trade_power);
    }
}

/// What each seller sold on the spot market, and the orders directed at it before rationing (with contracts), smoothed over
/// `months`. What goes to whom is added up by region of origin and joins the mean of the year.
#[expect(clippy::cast_possible_truncation, reason = "warm starts and means of flows need no more than f32")]
fn bill_sellers(market: &mut Market, lanes: &Lanes, sheet: &mut Sheet, months: f64) {
    let (columns, blocks) = (market.buyers.len(), lanes.blocks);
    let Sheet { units, value, contracted, cleared, weights, flow, .. } = sheet;
    flow.resize(blocks, [0.0; 4]);
    let rows = weights.chunks_exact(blocks).zip(market.flow_year.chunks_exact_mut(columns));
    for (index, (seller, (weights, year))) in market.sellers.iter_mut().zip(rows).enumerate() {
        let (sold, ask) = (cleared.sold[index], seller.ask);
        // Who is turned away elsewhere comes here too: without them plants with idle lines would never see a shortage.
        let seen = cleared.wished[index].max(sold) + contracted[index];
        seller.orders += (seen - seller.orders) / months;
        seller.open_share = f64::from(cleared.open[index] as f32);
        seller.sold += sold;
        seller.revenue += sold * ask;
        let part = cleared.part[index];
        if part > 0.0 {
            let first = lanes.place(seller.region) * blocks;
            let sums = units[first..first + blocks].iter_mut().zip(&mut value[first..first + blocks]);
            ship(sums, flow, weights, &cleared.scale, part, ask);
            remember(year, flow.as_flattened());
        } else {
            year.iter_mut().for_each(|year| *year -= *year * A_MONTH);
        }
    }
    for contract in &market.contracts {
        market.flow_year[contract.seller as usize * columns + contract.buyer as usize] += contract.delivered as f32 * A_MONTH;
    }
}

/// A month's part of a year.
const A_MONTH: f32 = 1.0 / 12.0;

/// Adds a row of flows to units and value by buyer.
#[expect(clippy::cast_possible_truncation, reason = "means of flows need no more than f32")]
fn ship<'a>(
    sums: impl Iterator<Item = (&'a mut Long, &'a mut Long)>,
    flow: &mut [Short],
    weights: &[Short],
    scale: &[Long],
    part: f64,
    ask: f64,
) {
    for ((((units, value), flow), weights), scale) in sums.zip(flow).zip(weights).zip(scale) {
        for lane in 0..4 {
            let amount = part * f64::from(weights[lane]) * scale[lane];
            units[lane] += amount;
            value[lane] += amount * ask;
            flow[lane] = amount as f32;
        }
    }
}

/// Moves the mean of the year toward the month's flows.
fn remember(year: &mut [f32], flow: &[f32]) {
    for (year, now) in year.iter_mut().zip(flow) {
        *year += (now - *year) * A_MONTH;
    }
}

/// What was sold beyond the rounds joins the bills, and what is taxed at the border it leaves, or leaks around a licence.
#[expect(clippy::cast_possible_truncation, reason = "means of flows need no more than f32")]
fn bill_extras(market: &mut Market, lanes: &Lanes, sheet: &mut Sheet) {
    let (columns, blocks) = (market.buyers.len(), lanes.blocks);
    let Sheet { units, value, cleared, weights, dear, .. } = sheet;
    let Market { sellers, buyers, flow_year, .. } = market;
    let mut leave = |seller: &mut super::components::Seller, buyer: usize, amount: f64| {
        let lane = lanes.of(seller.region, buyers[buyer].region);
        seller.export_tax += amount * seller.ask * lane.export_tax;
        dear[buyer] += amount * (lane.dearness - 1.0) * (seller.ask * lane.slope() + lane.carriage * lanes.freight);
    };
    for (row, buyer, amount) in cleared.more.iter().copied() {
        let seller = &mut sellers[row];
        let place = lanes.place(seller.region);
        units[place * blocks + buyer / 4][buyer % 4] += amount;
        value[place * blocks + buyer / 4][buyer % 4] += amount * seller.ask;
        flow_year[row * columns + buyer] += amount as f32 * A_MONTH;
        if !lanes.is_plain(place) {
            leave(seller, buyer, amount);
        }
    }
    for (row, seller) in sellers.iter_mut().enumerate() {
        let part = cleared.part[row];
        if part > 0.0 && !lanes.is_plain(lanes.place(seller.region)) {
            let weights = weights[row * blocks..(row + 1) * blocks].as_flattened();
            for (buyer, (weight, scale)) in weights.iter().zip(cleared.scale.as_flattened()).enumerate().take(columns) {
                leave(seller, buyer, part * f64::from(*weight) * scale);
            }
        }
    }
}

/// What each buyer bought, what it pays for it and when it arrives.
fn bill_buyers(market: &mut Market, lanes: &Lanes, sheet: &mut Sheet) {
    let blocks = lanes.blocks;
    let Sheet { units, value, dear, bills, .. } = sheet;
    let Bills { bought, goods, duty, freight, arriving } = bills;
    for sums in [&mut *bought, &mut *goods, &mut *duty, &mut *freight] {
        sums.clear();
        sums.resize(blocks, [0.0; 4]);
    }
    arriving.clear();
    arriving.extend(market.buyers.iter().map(|buyer| [buyer.transit[0], buyer.transit[1], 0.0]));
    for (place, from) in lanes.origins.iter().enumerate() {
        let here = place * blocks..(place + 1) * blocks;
        let (units, value) = (&units[here.clone()], &value[here.clone()]);
        add(bought, units);
        add(goods, value);
        add_product(duty, value, &lanes.duty[here.clone()], 1.0);
        add_product(freight, value, &lanes.insurance[here.clone()], 1.0);
        add_product(freight, units, &lanes.carried[here.clone()], lanes.freight);
        let months = &lanes.months[place * blocks * 4..(place + 1) * blocks * 4];
        for ((arriving, units), months) in arriving.iter_mut().zip(units.as_flattened()).zip(months) {
            arriving[usize::from(*months).min(RING)] += units;
        }
        if !lanes.is_plain(place) {
            for (buyer, value) in market.buyers.iter_mut().zip(value.as_flattened()) {
                buyer.export_tax += value * lanes.of(*from, buyer.region).export_tax;
            }
        }
    }
    let sums = bought.as_flattened().iter().zip(goods.as_flattened()).zip(duty.as_flattened()).zip(freight.as_flattened());
    for (((buyer, (((bought, goods), duty), freight)), dear), [now, coming @ ..]) in
        market.buyers.iter_mut().zip(sums).zip(dear).zip(arriving)
    {
        (buyer.bought, buyer.goods_cost, buyer.duty) = (*bought, *goods, *duty);
        buyer.freight = freight + *dear;
        buyer.arrived = *now;
        buyer.transit = *coming;
    }
}

fn add(sums: &mut [Long], numbers: &[Long]) {
    for (sum, number) in sums.iter_mut().zip(numbers) {
        for lane in 0..4 {
            sum[lane] += number[lane];
        }
    }
}

fn add_product(sums: &mut [Long], numbers: &[Long], rates: &[Long], factor: f64) {
    for ((sum, number), rate) in sums.iter_mut().zip(numbers).zip(rates) {
        for lane in 0..4 {
            sum[lane] += number[lane] * (rate[lane] * factor);
        }
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

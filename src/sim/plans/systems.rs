//! Lines plan their output and bid for inputs; everybody else who buys on the markets bids too.

use bevy_ecs::prelude::*;

use super::components::Plan;
use super::costs::is_over;
use super::formulas;
use crate::content::ids::RegionId;
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::setup::StartFacts;
use crate::sim::society::components::Land;
use crate::sim::trade::components::{Customer, Markets};
use crate::sim::trade::contracts::{move_contract_prices, sign_contracts};
use crate::units::math;

/// What each line means to make: its part of its seller's expected orders, corrected for stock, limited by margin.
pub fn plan_output(
    facts: Res<Facts>,
    markets: Res<Markets>,
    effects: Res<Effects>,
    mut lines: Query<(&Facility, &Capacity, &Stocks, &UnitCost, &Run, &mut Plan)>,
    mut capacity_of: Local<Vec<Vec<f64>>>,
) {
    let rules = &facts.catalog.rules.plans;
    capacity_of.resize(markets.goods.len(), Vec::new());
    for (sum, market) in capacity_of.iter_mut().zip(&markets.goods) {
        sum.clear();
        sum.resize(market.sellers.len(), 0.0);
    }
    for (line, capacity, ..) in &lines {
        capacity_of[facts.process(line.process).makes.index()][line.seller as usize] += capacity.monthly();
    }
    for (line, capacity, stocks, cost, run, mut plan) in &mut lines {
        if is_over(capacity, stocks) {
            *plan = Plan::default();
            continue;
        }
        let good = facts.process(line.process).makes;
        let market = markets.of(good);
        let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
        let seller = &market.sellers[line.seller as usize];
        let all = capacity_of[good.index()][line.seller as usize];
        let part = if all > 0.0 { capacity.monthly() / all } else { 0.0 };
        // A mean over some months lags a growing demand by as much.
        plan.orders = seller.orders * part * (1.0 + market.growth * rules.order_months / 12.0);
        let price = gate_price(market, line.seller as usize, run);
        let floor = effects.support(good, line.region).floor;
        plan.margin = (price.max(floor) - cost.cash) / cost.cash.abs().max(1e-9);
        plan.margin_gap = math::faded(plan.margin_gap, rules.start_margin_months);
        let backing = facts.catalog.firms[line.owner.index()].state_backing;
        let least = rules.least_utilisation + (rules.least_utilisation_backed - rules.least_utilisation) * backing;
        plan.utilisation_limit = formulas::utilisation_limit(least, plan.margin + plan.margin_gap, rules);
        let wanted = formulas::wanted_output(plan.orders, rule.sellers_stock_months, stocks.output, rules.yard_months);
        let possible = capacity.monthly() * plan.utilisation_limit.min(rules.most_utilisation);
        // What is led by price stops when the yard holds three times what is wanted there.
        let full = 3.0 * rule.sellers_stock_months * plan.orders;
        plan.start_slack = math::faded(plan.start_slack, rule.start_slack_months);
        let led = if stocks.output > full { wanted } else { possible * (1.0 - plan.start_slack) };
        // Kilns and crews are kept warm while there is room in the yard.
        let warm = if stocks.output > 2.0 * full { 0.0 } else { least * capacity.monthly() };
        plan.output = math::single((rule.price_led_share * led + (1.0 - rule.price_led_share) * wanted).max(warm).min(possible));
    }
}

/// What a line gets for a unit: its last sales, or the price asked.
fn gate_price(market: &crate::sim::trade::components::Market, seller: usize, run: &Run) -> f64 {
    let s = &market.sellers[seller];
    if s.sold > 1e-9 && run.sold > 0.0 { s.revenue / s.sold } else { s.ask }
}

/// Purchases: expected use, corrected toward the wanted stock; plants of a region bid through one buyer per good.
pub fn bid_for_inputs(
    facts: Res<Facts>,
    mut markets: ResMut<Markets>,
    effects: Res<Effects>,
    mut lines: Query<(&Facility, &Stocks, &Run, &mut Plan)>,
    mut totals: Local<Vec<Vec<(f64, f64)>>>,
    mut moods: Local<Vec<(f64, Vec<f64>)>>,
) {
    let rules = &facts.catalog.rules.plans;
    let expectations = &facts.catalog.rules.expectations;
    moods.resize(markets.goods.len(), (1.0, Vec::new()));
    for (mood, market) in moods.iter_mut().zip(&markets.goods) {
        let rule = &facts.catalog.market_rules[facts.catalog.goods[market.good.index()].market.index()];
        mood.0 = formulas::speculation(rule.speculation, rule.momentum_months, market.momentum);
        fear_losses(&effects, market, &mut mood.1);
    }
    totals.resize(markets.goods.len(), Vec::new());
    for (sum, market) in totals.iter_mut().zip(&markets.goods) {
        sum.clear();
        sum.resize(market.buyers.len(), (0.0, 0.0));
    }
    for (line, _, run, plan) in &lines {
        for (slot, (good, units)) in facts.process(line.process).inputs.iter().enumerate() {
            totals[good.index()][line.buyers[slot] as usize].0 += plan.output * units / run.yield_share;
        }
    }
    for (line, stocks, run, mut plan) in &mut lines {
        let product = facts.process(line.process).makes;
        for (slot, (good, units)) in facts.process(line.process).inputs.iter().enumerate() {
            let market = markets.of(*good);
            let buyer = &market.buyers[line.buyers[slot] as usize];
            let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
            let needed = plan.output * units / run.yield_share;
            let (all, _) = totals[good.index()][line.buyers[slot] as usize];
            let part = if all > 0.0 { needed / all } else { 0.0 };
            let on_order = buyer.transit.iter().sum::<f64>() * part;
            let at_sea = buyer.sea_months;
            let (factor, losses) = &moods[good.index()];
            let cover = rule.users_stock_months * factor + at_sea * rules.on_order_weight;
            let fear = 1.0 + rules.fear * losses.get(line.buyers[slot] as usize).copied().unwrap_or(0.0);
            // The wanted stock follows use over half a year, carried forward by growth: a stock that chased the month's plan would
            // pass every jolt on, larger.
            let ahead = 1.0 + market.growth * expectations.demand_months / 12.0;
            let usual = if buyer.use_expected > 0.0 { buyer.use_expected * part * ahead } else { needed };
            // What is ordered now is used when it has come: by then output has grown on.
            let then = needed * (1.0 + markets.of(product).growth * (at_sea + 1.0) / 12.0);
            let wanted =
                formulas::wanted_purchases(then, cover * usual, stocks.inputs[slot], on_order, rules.on_order_weight, rules.stock_months);
            plan.bids[slot] = math::single(wanted * fear);
            totals[good.index()][line.buyers[slot] as usize].1 += plan.bids[slot];
        }
    }
    for (market, sums) in markets.goods.iter_mut().zip(totals.iter()) {
        for (buyer, (needed, bid)) in market.buyers.iter_mut().zip(sums) {
            if buyer.customer == Customer::Plants {
                buyer.bid = *bid;
                buyer.use_expected += (needed - buyer.use_expected) / expectations.demand_months;
            }
        }
    }
}

/// Months at sea by market, at `region of origin * buyers + buyer`, and sums over a buyer's suppliers: reused every month.
#[derive(Default)]
pub struct SeaScratch {
    /// It follows from who they are, so it is looked up again only when a buyer joins.
    months: Vec<Vec<f32>>,
    sums: Vec<f32>,
    totals: Vec<f32>,
}

/// Months of use that are at sea when all goes well: flow-weighted over each buyer's suppliers. Each good once a quarter: the year's
/// flows move slowly.
pub fn look_at_sea(facts: Res<Facts>, calendar: Res<Calendar>, mut markets: ResMut<Markets>, mut scratch: Local<SeaScratch>) {
    let SeaScratch { months, sums, totals } = &mut *scratch;
    months.resize(markets.goods.len(), Vec::new());
    let turns = markets.goods.iter_mut().zip(months).enumerate().filter(|(good, _)| calendar.is_turn(*good)).map(|(_, pair)| pair);
    for (market, months) in turns.filter(|(market, _)| !market.buyers.is_empty()) {
        let columns = market.buyers.len();
        if months.len() != facts.regions * columns {
            months.clear();
            for row in facts.sea_months.chunks_exact(facts.regions) {
                #[expect(clippy::cast_precision_loss, reason = "a few months")]
                months.extend(market.buyers.iter().map(|buyer| row[buyer.region.index()] as f32));
            }
        }
        for table in [&mut *sums, &mut *totals] {
            table.clear();
            table.resize(columns, 0.0);
        }
        for (seller, year) in market.sellers.iter().zip(market.flow_year.chunks_exact(columns)) {
            let months = &months[seller.region.index() * columns..][..columns];
            add_months(sums, totals, year, months);
        }
        for (buyer, (months, total)) in market.buyers.iter_mut().zip(sums.iter().zip(totals.iter())) {
            buyer.sea_months = if *total > 1e-12 { f64::from(months / total) } else { 0.0 };
        }
    }
}

/// Adds a row of flows, and the months they take, to sums by buyer, four abreast.
fn add_months(sums: &mut [f32], totals: &mut [f32], year: &[f32], months: &[f32]) {
    let ((sums, last_sums), (totals, last_totals)) = (sums.as_chunks_mut::<4>(), totals.as_chunks_mut::<4>());
    let ((year, last_year), (months, last_months)) = (year.as_chunks::<4>(), months.as_chunks::<4>());
    for ((sums, totals), (year, months)) in sums.iter_mut().zip(totals).zip(year.iter().zip(months)) {
        for lane in 0..4 {
            sums[lane] += year[lane] * months[lane];
            totals[lane] += year[lane];
        }
    }
    for ((sum, total), (flow, months)) in last_sums.iter_mut().zip(last_totals).zip(last_year.iter().zip(last_months)) {
        *sum += flow * months;
        *total += flow;
    }
}

/// By buyer, the share of its supply that announced licences are expected to stop; empty while none is announced.
fn fear_losses(effects: &Effects, market: &crate::sim::trade::components::Market, losses: &mut Vec<f64>) {
    losses.clear();
    if effects.marks[market.good.index()].ahead {
        losses.extend((0..market.buyers.len()).map(|buyer| announced_loss(effects, market, buyer)));
    }
}

/// Share of a buyer's supply that announced licences are expected to stop: people stock up before the door closes.
fn announced_loss(effects: &Effects, market: &crate::sim::trade::components::Market, buyer: usize) -> f64 {
    let columns = market.buyers.len();
    let to = market.buyers[buyer].region;
    let (mut lost, mut total) = (0.0, 0.0);
    for (index, seller) in market.sellers.iter().enumerate() {
        let flow = f64::from(market.flow_year[index * columns + buyer]);
        if flow > 0.0 {
            let at = effects.at(market.good, seller.region, to);
            lost += flow * (effects.licence[at] - effects.licence_ahead[at]).max(0.0);
            total += flow;
        }
    }
    if total > 0.0 { lost / total } else { 0.0 }
}

/// Users outside the chain, devices and heavy vehicles.
pub fn bid_for_other_uses(facts: Res<Facts>, mut markets: ResMut<Markets>, drivers: Res<Drivers>, start: Res<StartFacts>) {
    for (index, good) in facts.catalog.goods.iter().enumerate() {
        let Some(other) = &good.other_use else { continue };
        let market = &mut markets.goods[index];
        let weights: f64 = other.regions.values().sum();
        for buyer in &mut market.buyers {
            if buyer.customer != Customer::Outside {
                continue;
            }
            let share = other.regions.get(&buyer.region).copied().unwrap_or(0.0) / weights.max(1e-12);
            let price = market.nodes[buyer.region.index()].spot / start.price[index * facts.regions + buyer.region.index()];
            let response = math::pow(price.clamp(0.05, 20.0), other.price_elasticity);
            buyer.bid = drivers.other_use[index] * start.other_use_scale[index] * share * response / 12.0;
            buyer.use_expected = buyer.bid;
        }
    }
}

/// Contract prices move and cover is renewed.
pub fn renew_contracts(facts: Res<Facts>, mut markets: ResMut<Markets>, calendar: Res<Calendar>, mut covered: Local<Vec<f64>>) {
    let collar = facts.catalog.rules.trade.collar_share;
    for (good, market) in facts.catalog.goods.iter().zip(&mut markets.goods) {
        let rule = &facts.catalog.market_rules[good.market.index()];
        move_contract_prices(market, rule, collar, calendar.month, &mut covered);
        sign_contracts(market, (rule, &facts.catalog.rules.trade), calendar.month, &covered);
    }
}

/// The government's stockpiles: buys while short of its rule, sells to home plants what is above it or badly missed.
pub fn bid_for_reserves(mut markets: ResMut<Markets>, effects: Res<Effects>, mut lands: Query<&mut Land>) {
    for mut land in &mut lands {
        let region = RegionId(land.id);
        for (index, market) in markets.goods.iter_mut().enumerate() {
            let rule = effects.stockpiles[region.index()].iter().find(|(good, ..)| good.index() == index);
            let held = land.reserve[index];
            if rule.is_none() && held <= 0.0 {
                continue;
            }
            let used = market.used_in(region);
            let (months, pace) = rule.map_or((0.0, 0.25), |(_, months, pace)| (*months, *pace));
            let gap = months * used - held;
            if gap > 0.0 {
                let buyer = market.add_buyer(Customer::Reserve, region);
                market.buyers[buyer].bid = gap.min(pace * used);
            } else if let Some(buyer) = market.buyer(Customer::Reserve, region) {
                market.buyers[buyer].bid = 0.0;
            }
            release(market, region, &mut land.reserve[index], gap, pace * used);
        }
    }
}

/// Sells from the reserve to all who use the good at home: what is above the rule, and up to the pace again when plants run dry.
fn release(market: &mut crate::sim::trade::components::Market, region: RegionId, reserve: &mut f64, gap: f64, pace: f64) {
    let used = market.used_in(region);
    let plants = market.buyer(Customer::Plants, region).map_or(0.0, |b| market.buyers[b].use_expected);
    let cover = market.nodes[region.index()].users_stock / plants.max(1e-9);
    let surplus = (-gap).max(0.0).min(pace);
    let rescue = if plants > 0.0 && cover < 0.5 { plants * (0.5 - cover) } else { 0.0 };
    let units = surplus.max(rescue).min(*reserve);
    if units <= 0.0 || used <= 0.0 {
        return;
    }
    // In need the plants come first.
    let only_plants = rescue > surplus;
    let all = if only_plants { plants } else { used };
    *reserve -= units;
    for buyer in market.buyers.iter_mut().filter(|b| b.region == region && b.customer != Customer::Reserve) {
        if !only_plants || buyer.customer == Customer::Plants {
            let part = units * buyer.use_expected / all;
            buyer.transit[0] += part;
            buyer.released += part;
        }
    }
}

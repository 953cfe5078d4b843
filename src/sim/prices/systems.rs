//! Prices move.

use bevy_ecs::prelude::*;

use super::lists::cost_plus;
use super::scarcity::scarcity;
use super::sums::Tables;
use crate::content::definitions::chain::Pricing;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::setup::StartFacts;
use crate::sim::trade::components::Markets;
use crate::units::math;

/// Everything that a line's part in prices is made of.
type Lines<'a> = (&'a Facility, &'a Stocks, &'a Run, &'a UnitCost, &'a Capacity);

fn add_up(facts: &Facts, markets: &Markets, lines: &Query<Lines<'_>>, tables: &mut Tables) {
    tables.clear(markets, facts.regions);
    for (line, stocks, run, cost, capacity) in lines {
        tables.add(facts, markets, line, stocks, run, cost, capacity);
    }
}

/// Moves every price of every good and notes why.
pub fn move_prices(
    facts: Res<Facts>,
    start: Res<StartFacts>,
    effects: Res<Effects>,
    mut markets: ResMut<Markets>,
    lines: Query<Lines<'_>>,
    mut tables: Local<Tables>,
) {
    add_up(&facts, &markets, &lines, &mut tables);
    let regions = facts.regions;
    for (index, market) in markets.goods.iter_mut().enumerate() {
        if market.sellers.is_empty() {
            continue;
        }
        let rule = &facts.catalog.market_rules[facts.catalog.goods[index].market.index()];
        let mut good = tables.of(index);
        good.note(market);
        let before = market.world_price;
        match rule.pricing {
            Pricing::Scarcity | Pricing::Netback => {
                let start_price = start.price[index * regions..(index + 1) * regions].iter().sum::<f64>() / regions as f64;
                scarcity(&facts, &effects, market, rule, &mut good, start_price);
            }
            Pricing::CostPlus => cost_plus(&facts, market, rule, &mut good),
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
pub fn note_plants(facts: Res<Facts>, mut markets: ResMut<Markets>, lines: Query<Lines<'_>>, mut tables: Local<Tables>) {
    add_up(&facts, &markets, &lines, &mut tables);
    for (index, market) in markets.goods.iter_mut().enumerate().filter(|(_, market)| !market.sellers.is_empty()) {
        tables.of(index).note(market);
    }
}

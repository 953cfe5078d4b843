//! Expected prices, demand and growth move toward what was seen last month.

use bevy_ecs::prelude::*;

use crate::sim::buyers::components::{Cars, POWERTRAINS};
use crate::sim::facts::Facts;
use crate::sim::trade::components::Markets;
use crate::units::math;

/// Smallest demand that a logarithm is taken of.
const LEAST: f64 = 1e-6;

/// Markets: demand counts orders, filled or not, else a short industry would foresee its own stagnation.
pub fn expect_prices_and_demand(mut markets: ResMut<Markets>, facts: Res<Facts>) {
    let rules = &facts.catalog.rules.expectations;
    for market in &mut markets.goods {
        let before = market.demand.max(LEAST);
        market.demand += (market.orders - market.demand) / rules.demand_months;
        let seen = (12.0 * math::ln(market.demand.max(LEAST) / before)).clamp(-1.0, 2.0);
        market.growth += (seen - market.growth) / rules.growth_months;
        market.growth = market.growth.clamp(rules.growth_least, rules.growth_most);
        for node in &mut market.nodes {
            let seen = 0.5 * (node.spot + node.contract_index);
            node.expected += (seen - node.expected) / rules.price_months;
        }
    }
}

/// Car makers expect the orders they see.
pub fn expect_car_orders(mut cars: ResMut<Cars>, facts: Res<Facts>) {
    let months = facts.catalog.rules.expectations.demand_months;
    for presence in &mut cars.presences {
        for p in 0..POWERTRAINS {
            presence.expected[p] += (presence.wish[p] - presence.expected[p]) / months;
        }
    }
}

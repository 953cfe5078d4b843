//! What is remembered from month to month, but neither weighed out nor still to be paid, is kept in single precision: know-how, tastes,
//! contracts, plans, prices, costs, expected orders. So it takes half the room in a state, and every reader, save and copy has the
//! same numbers. Stocks, ships, accounts and fleets are never rounded. What a figure explains as a sum of terms is rounded where it
//! is made, term by term, so that the terms still add up.

use bevy_ecs::prelude::*;

use crate::sim::buyers::components::{Cars, Presence};
use crate::sim::plans::components::Plan;
use crate::sim::production::components::Run;
use crate::sim::technology::components::KnowHow;
use crate::sim::trade::components::{Buyer, Contract, Market, Markets, Node, Seller};
use crate::units::math::single;

/// Rounds the numbers of a table, two at a time on any machine.
fn round_all(numbers: &mut [f64]) {
    numbers.iter_mut().for_each(|number| *number = single(*number));
}

/// Rounds single numbers.
fn round<const N: usize>(numbers: [&mut f64; N]) {
    numbers.into_iter().for_each(|number| *number = single(*number));
}

/// Rounds what a month has changed.
pub fn round_memory(mut markets: ResMut<Markets>, mut cars: ResMut<Cars>, mut lines: Query<(&mut Plan, &mut Run)>) {
    markets.goods.iter_mut().for_each(round_market);
    let Cars { presences, availability, mix, plug_share, plug_potential, reference_price, .. } = &mut *cars;
    [availability, mix, plug_share, plug_potential, reference_price].into_iter().for_each(|table| round_all(table));
    presences.iter_mut().filter(|p| p.selling || p.capacity > 0.0).for_each(round_presence);
    for (mut plan, mut run) in &mut lines {
        let Plan { utilisation_limit, orders, margin_gap, start_slack, margin, .. } = &mut *plan;
        round([utilisation_limit, orders, margin_gap, start_slack, margin]);
        let Run { yield_share, made_year, revenue, sold, .. } = &mut *run;
        round([yield_share, made_year, revenue, sold]);
    }
}

fn round_market(market: &mut Market) {
    for Contract { quantity, price, signed_price, delivered, .. } in &mut market.contracts {
        round([quantity, price, signed_price, delivered]);
    }
    for Seller { revenue, export_tax, penalty, orders, ask, list_price, .. } in &mut market.sellers {
        round([revenue, export_tax, penalty, orders, ask, list_price]);
    }
    for Buyer { bought, landed, goods_cost, freight, duty, export_tax, penalty, use_expected, sea_months, .. } in &mut market.buyers {
        round([bought, landed, goods_cost, freight, duty, export_tax, penalty, use_expected, sea_months]);
    }
    for Node { expected, contract_index, start_gap, capacity, nameplate, .. } in &mut market.nodes {
        round([expected, contract_index, start_gap, capacity, nameplate]);
    }
}

fn round_presence(presence: &mut Presence) {
    let Presence { network, combustion, trust, plug_orders_year, .. } = presence;
    round([network, combustion, trust, plug_orders_year]);
    let Presence { price, landed_cost, markup_share, support, sold_year, expected, orders, built_year, .. } = presence;
    for table in [price, landed_cost, markup_share, support, sold_year, expected, orders, built_year] {
        round_all(table);
    }
}

/// Rounds what a level begins with and hardly ever changes again, or is rounded where it changes (know-how).
pub fn round_start(mut cars: ResMut<Cars>, mut firms: Query<&mut KnowHow>) {
    round_all(&mut cars.mix_appeal);
    round_all(&mut cars.powertrain_appeal);
    for Presence { plant_standing, appeal, body_cost, pack_kwh, pack_kwh_start, .. } in &mut cars.presences {
        round([plant_standing]);
        [appeal, body_cost, pack_kwh, pack_kwh_start].into_iter().for_each(|table| round_all(table));
    }
    for mut know in &mut firms {
        let KnowHow { experience, cost_factor, reference } = &mut *know;
        [experience, cost_factor, reference].into_iter().for_each(|table| round_all(table));
    }
}

//! What is remembered from month to month, but neither weighed out nor paid, is kept in single precision: prices, expectations,
//! costs, tastes, what people know. So half of a state takes half the room, and every reader, save and copy has the same numbers.
//! Stocks, ships, accounts and fleets are never rounded.

use bevy_ecs::prelude::*;

use crate::sim::buyers::components::Cars;
use crate::sim::investment::components::Pipeline;
use crate::sim::ledger::components::UnitCost;
use crate::sim::plans::components::Plan;
use crate::sim::production::components::Run;
use crate::sim::society::components::Dependence;
use crate::sim::technology::components::KnowHow;
use crate::sim::trade::components::{Market, Markets};

/// As much of a number as single precision holds.
#[expect(clippy::cast_possible_truncation, reason = "that is the purpose")]
fn single(number: f64) -> f64 {
    f64::from(number as f32)
}

/// Rounds the numbers of a table, two at a time on any machine.
fn round_all(numbers: &mut [f64]) {
    numbers.iter_mut().for_each(|number| *number = single(*number));
}

/// Rounds single numbers.
fn round<const N: usize>(numbers: [&mut f64; N]) {
    numbers.into_iter().for_each(|number| *number = single(*number));
}

/// Rounds what a month has changed.
pub fn round_memory(
    mut markets: ResMut<Markets>,
    mut cars: ResMut<Cars>,
    mut pipeline: ResMut<Pipeline>,
    mut dependence: ResMut<Dependence>,
    mut lines: Query<(&mut UnitCost, &mut Plan, &mut Run)>,
    mut firms: Query<&mut KnowHow>,
) {
    for (mut cost, mut plan, mut run) in &mut lines {
        round_line(&mut cost, &mut plan, &mut run);
    }
    for mut know in &mut firms {
        round_all(&mut know.experience);
        round_all(&mut know.cost_factor);
    }
    for market in &mut markets.goods {
        round_market(market);
    }
    round_cars(&mut cars);
    for v in &mut pipeline.verdicts {
        round([&mut v.npv, &mut v.margin, &mut v.support, &mut v.hurdle, &mut v.utilisation, &mut v.start]);
    }
    for pair in &mut dependence.pairs {
        round([&mut pair.value, &mut pair.bottleneck, &mut pair.concentration, &mut pair.index]);
        round_all(&mut pair.factors);
    }
}

/// Rounds what a level begins with and hardly ever changes again.
pub fn round_start(mut cars: ResMut<Cars>, mut firms: Query<&mut KnowHow>) {
    round_all(&mut cars.plant_preference);
    round_all(&mut cars.mix_appeal);
    round_all(&mut cars.powertrain_appeal);
    for presence in &mut cars.presences {
        for table in [&mut presence.appeal, &mut presence.body_cost, &mut presence.pack_kwh_start] {
            round_all(table);
        }
    }
    for mut know in &mut firms {
        round_all(&mut know.reference);
    }
}

fn round_line(cost: &mut UnitCost, plan: &mut Plan, run: &mut Run) {
    let UnitCost { inputs, energy, labour, other, royalty, byproducts, credit, cash, capital, full, expected_materials } = cost;
    round_all(inputs);
    round([energy, labour, other, royalty, byproducts, credit, cash, capital, full, expected_materials]);
    let Plan { output, utilisation_limit, orders, bids, margin_gap, start_slack, margin } = plan;
    round_all(bids);
    round([output, utilisation_limit, orders, margin_gap, start_slack, margin]);
    round([&mut run.yield_share, &mut run.made_year, &mut run.revenue, &mut run.lost_share]);
}

fn round_market(market: &mut Market) {
    for s in &mut market.sellers {
        round([&mut s.orders, &mut s.ask, &mut s.open_share, &mut s.list_price]);
    }
    for b in &mut market.buyers {
        round([&mut b.bid, &mut b.landed, &mut b.goods_cost, &mut b.freight, &mut b.duty, &mut b.export_tax, &mut b.use_expected]);
    }
    for contract in &mut market.contracts {
        round([&mut contract.quantity, &mut contract.price, &mut contract.signed_price, &mut contract.delivered]);
    }
    for n in &mut market.nodes {
        round([&mut n.spot, &mut n.expected, &mut n.contract_index, &mut n.start_gap, &mut n.made, &mut n.used]);
        round([&mut n.capacity, &mut n.nameplate, &mut n.stock, &mut n.users_stock]);
        round(n.terms.values_mut());
    }
}

fn round_cars(cars: &mut Cars) {
    round_all(&mut cars.availability);
    round_all(&mut cars.mix);
    for p in cars.presences.iter_mut().filter(|p| p.selling || p.capacity > 0.0) {
        for table in [&mut p.price, &mut p.landed_cost, &mut p.markup_share, &mut p.support, &mut p.pack_kwh, &mut p.wish] {
            round_all(table);
        }
        for table in [&mut p.backlog, &mut p.expected, &mut p.sold_year, &mut p.orders, &mut p.built_year] {
            round_all(table);
        }
        round([&mut p.capacity, &mut p.plug_capacity, &mut p.pack_cost]);
    }
}

//! What is remembered from month to month, but neither weighed out nor paid, is kept in single precision: prices, expectations,
//! costs, tastes, what people know. So half of a state takes half the room, and every reader, save and copy has the same numbers.
//! Stocks, ships, accounts and fleets are never rounded.

use bevy_ecs::prelude::*;

use crate::sim::buyers::components::Cars;
use crate::sim::investment::components::Pipeline;
use crate::sim::ledger::components::UnitCost;
use crate::sim::plans::components::Plan;
use crate::sim::production::components::Run;
use crate::sim::society::components::{Dependence, Land};
use crate::sim::technology::components::KnowHow;
use crate::sim::trade::components::{Market, Markets};

/// Rounds numbers to single precision.
#[expect(clippy::cast_possible_truncation, reason = "that is the purpose")]
fn round<'a>(numbers: impl IntoIterator<Item = &'a mut f64>) {
    for number in numbers {
        *number = f64::from(*number as f32);
    }
}

/// Rounds what a month has changed.
pub fn round_memory(
    mut markets: ResMut<Markets>,
    mut cars: ResMut<Cars>,
    mut pipeline: ResMut<Pipeline>,
    mut dependence: ResMut<Dependence>,
    mut lines: Query<(&mut UnitCost, &mut Plan, &mut Run)>,
    mut firms: Query<&mut KnowHow>,
    mut lands: Query<&mut Land>,
) {
    for (mut cost, mut plan, mut run) in &mut lines {
        round_line(&mut cost, &mut plan, &mut run);
    }
    for mut know in &mut firms {
        let know = &mut *know;
        round(know.experience.iter_mut().chain(&mut know.cost_factor));
    }
    for mut land in &mut lands {
        let land = &mut *land;
        round(land.jobs.iter_mut().chain(&mut land.familiarity));
    }
    for market in &mut markets.goods {
        round_market(market);
    }
    round_cars(&mut cars);
    for verdict in &mut pipeline.verdicts {
        let numbers = [&mut verdict.npv, &mut verdict.margin, &mut verdict.support, &mut verdict.hurdle, &mut verdict.utilisation];
        round(numbers.into_iter().chain([&mut verdict.start]));
    }
    for pair in &mut dependence.pairs {
        round([&mut pair.value, &mut pair.bottleneck, &mut pair.concentration, &mut pair.index].into_iter().chain(&mut pair.factors));
    }
}

/// Rounds what a level begins with and hardly ever changes again.
pub fn round_start(mut cars: ResMut<Cars>, mut firms: Query<&mut KnowHow>) {
    let cars = &mut *cars;
    round(cars.plant_preference.iter_mut().chain(&mut cars.mix_appeal).chain(&mut cars.powertrain_appeal));
    for presence in &mut cars.presences {
        round(presence.appeal.iter_mut().chain(&mut presence.body_cost).chain(&mut presence.pack_kwh_start));
    }
    for mut know in &mut firms {
        round(&mut know.reference);
    }
}

fn round_line(cost: &mut UnitCost, plan: &mut Plan, run: &mut Run) {
    let UnitCost { inputs, energy, labour, other, royalty, byproducts, credit, cash, capital, full, expected_materials } = cost;
    round(inputs.iter_mut().chain([energy, labour, other, royalty, byproducts, credit, cash, capital, full, expected_materials]));
    let Plan { output, utilisation_limit, orders, bids, margin_gap, start_slack, margin } = plan;
    round(bids.iter_mut().chain([output, utilisation_limit, orders, margin_gap, start_slack, margin]));
    round([&mut run.yield_share, &mut run.made_year, &mut run.revenue, &mut run.lost_share]);
}

fn round_market(market: &mut Market) {
    for seller in &mut market.sellers {
        round([&mut seller.orders, &mut seller.ask, &mut seller.open_share, &mut seller.list_price]);
    }
    for buyer in &mut market.buyers {
        round([&mut buyer.bid, &mut buyer.landed, &mut buyer.goods_cost, &mut buyer.freight, &mut buyer.duty, &mut buyer.export_tax]);
        round([&mut buyer.use_expected]);
    }
    for contract in &mut market.contracts {
        round([&mut contract.quantity, &mut contract.price, &mut contract.signed_price, &mut contract.delivered]);
    }
    for node in &mut market.nodes {
        round([&mut node.spot, &mut node.expected, &mut node.contract_index, &mut node.start_gap]);
        round([&mut node.made, &mut node.used, &mut node.capacity, &mut node.nameplate, &mut node.stock, &mut node.users_stock]);
        round(node.terms.values_mut());
    }
}

fn round_cars(cars: &mut Cars) {
    round(cars.availability.iter_mut().chain(&mut cars.mix));
    for presence in cars.presences.iter_mut().filter(|p| p.selling || p.capacity > 0.0) {
        round(presence.price.iter_mut().chain(&mut presence.landed_cost).chain(&mut presence.markup_share).chain(&mut presence.support));
        round(presence.pack_kwh.iter_mut().chain(&mut presence.wish).chain(&mut presence.backlog).chain(&mut presence.expected));
        round(presence.sold_year.iter_mut().chain(&mut presence.orders).chain(&mut presence.built_year));
        round([&mut presence.capacity, &mut presence.plug_capacity, &mut presence.pack_cost]);
    }
}

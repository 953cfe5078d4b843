//! Trade at the plants' gates: what lies in the yards is offered, what was sold leaves them, what arrives is handed out.
//! Who gets what from whom is in `trade/spot.rs`.

use bevy_ecs::prelude::*;

use super::components::{Customer, Markets};
use crate::sim::facts::Facts;
use crate::sim::production::components::{Facility, Run, Stocks};

/// Offers are what lies in the yards.
pub fn collect_offers(mut markets: ResMut<Markets>, facts: Res<Facts>, lines: Query<(&Facility, &Stocks)>) {
    for market in &mut markets.goods {
        for seller in &mut market.sellers {
            seller.offer = 0.0;
            seller.sold = 0.0;
            seller.revenue = 0.0;
            seller.export_tax = 0.0;
            seller.penalty = 0.0;
        }
    }
    for (line, stocks) in &lines {
        let process = facts.process(line.process);
        markets.of_mut(process.makes).sellers[line.seller as usize].offer += stocks.output * facts.catalog.rules.trade.offered_share;
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            markets.of_mut(*good).sellers[line.side_sellers[slot] as usize].offer += stocks.sides[slot];
        }
    }
}

/// Takes what was sold from the yards and hands arrivals to the plants that bid for them.
pub fn settle_stocks(
    mut markets: ResMut<Markets>,
    facts: Res<Facts>,
    mut lines: Query<(&Facility, &mut Stocks, &mut Run, &crate::sim::plans::components::Plan)>,
) {
    for (line, mut stocks, mut run, plan) in &mut lines {
        let process = facts.process(line.process);
        let seller = &markets.of(process.makes).sellers[line.seller as usize];
        let part = if seller.offer > 0.0 { stocks.output * facts.catalog.rules.trade.offered_share / seller.offer } else { 0.0 };
        run.sold = (seller.sold * part).min(stocks.output);
        run.revenue = seller.revenue * part;
        stocks.output -= run.sold;
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            let seller = &markets.of(*good).sellers[line.side_sellers[slot] as usize];
            let part = if seller.offer > 0.0 { stocks.sides[slot] / seller.offer } else { 0.0 };
            let sold = (seller.sold * part).min(stocks.sides[slot]);
            stocks.sides[slot] -= sold;
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

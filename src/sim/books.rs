//! What must balance, every month: mass of every tracked element, cents of money, stocks that are never negative.

use bevy_ecs::prelude::World;

use super::buyers::components::Cars;
use super::facts::{ELEMENTS, Facts};
use super::investment::components::Capacity;
use super::ledger::components::{Account, Finance, Ledger};
use super::production::components::{Facility, Stocks};
use super::society::components::{Batteries, Land};
use super::trade::components::Markets;
use crate::content::definitions::chain::Element;

/// Relative error of mass that is allowed: rounding of `f64` over a campaign.
const MASS_TOLERANCE: f64 = 1e-9;

/// Kilotonnes of each element in every stock, ship, car, pack and landfill.
#[must_use]
pub fn elements(world: &World) -> [f64; ELEMENTS] {
    let facts = world.resource::<Facts>();
    let mut sum = [0.0; ELEMENTS];
    let mut add = |good: usize, units: f64| (0..ELEMENTS).for_each(|e| sum[e] += units * facts.contains[good][e]);
    if let Some(mut query) = world.try_query::<(&Facility, &Stocks)>() {
        for (line, stocks) in query.iter(world) {
            let process = facts.process(line.process);
            add(process.makes.index(), stocks.output);
            process.inputs.iter().zip(&stocks.inputs).for_each(|((good, _), units)| add(good.index(), *units));
            process.sides.iter().zip(&stocks.sides).for_each(|((good, _), units)| add(good.index(), *units));
        }
    }
    for (good, market) in world.resource::<Markets>().goods.iter().enumerate() {
        market.buyers.iter().for_each(|b| add(good, b.transit.iter().sum::<f64>() + b.arrived));
    }
    let cars = world.resource::<Cars>();
    let batteries = world.resource::<Batteries>();
    let chemistries = facts.cells.len();
    for (h, cell) in facts.cells.iter().enumerate() {
        let at_plants: f64 = cars.cells.iter().skip(h).step_by(chemistries).sum();
        let afloat: f64 = cars.afloat.iter().skip(h).step_by(chemistries).sum();
        let other: f64 = batteries.other.iter().skip(h).step_by(chemistries).sum();
        let packs: f64 = batteries.packs.chunks_exact(super::society::components::PACK_YEARS).skip(h).step_by(chemistries).flatten().sum();
        add(cell.index(), at_plants + afloat + other + packs);
    }
    if let Some(mut query) = world.try_query::<&Land>() {
        for land in query.iter(world) {
            land.reserve.iter().enumerate().for_each(|(good, units)| add(good, *units));
        }
    }
    (0..ELEMENTS).for_each(|e| sum[e] += batteries.lost[e]);
    sum
}

/// Every imbalance, as sentences; none when the books are right.
#[must_use]
pub fn check(world: &World) -> Vec<String> {
    let mut wrong = Vec::new();
    let batteries = world.resource::<Batteries>();
    for (e, now) in elements(world).iter().enumerate() {
        let due = batteries.start[e] + batteries.mined[e];
        if (now - due).abs() > MASS_TOLERANCE * due.abs().max(1.0) {
            wrong.push(format!("{}: {now} kt are accounted for, {due} kt are due", Element::ALL[e].label()));
        }
    }
    let ledger = world.resource::<Ledger>();
    if ledger.sum() != ledger.total() {
        wrong.push(format!("money: {} cents are there, {} cents are due", ledger.sum(), ledger.total()));
    }
    if ledger.cash(Account::Clearing) != 0 {
        wrong.push(format!("the clearing house holds {} cents", ledger.cash(Account::Clearing)));
    }
    if let Some(mut query) = world.try_query::<(&Facility, &Stocks, &Capacity)>() {
        for (number, (line, stocks, capacity)) in query.iter(world).enumerate() {
            let all = stocks.inputs.iter().chain(&stocks.sides).chain([&stocks.output, &capacity.nameplate, &capacity.ramped]);
            if all.clone().any(|v| !v.is_finite() || *v < -1e-9) {
                wrong.push(format!("line {} holds {all:?}", line.id));
            }
            if line.id as usize != number {
                wrong.push(format!("line {} stands in place {number}", line.id));
            }
        }
    }
    for (good, market) in world.resource::<Markets>().goods.iter().enumerate() {
        if market.nodes.iter().any(|n| !n.spot.is_finite() || n.spot <= 0.0) {
            wrong.push(format!("good {good} has a price that is no price"));
        }
    }
    let cars = world.resource::<Cars>();
    for presence in &cars.presences {
        let all = presence.dealers.iter().chain(&presence.yard).chain(&presence.backlog).chain(&presence.price).chain(&presence.sold);
        if all.clone().any(|v| !v.is_finite() || *v < -1e-9) {
            wrong.push(format!("automaker {} in region {} holds {all:?}", presence.maker, presence.region.index()));
        }
    }
    if let Some(mut query) = world.try_query::<&Finance>() {
        for (index, finance) in query.iter(world).enumerate() {
            if !finance.earnings.is_finite() || finance.debt < 0 {
                wrong.push(format!("firm {index} earns {} and owes {}", finance.earnings, finance.debt));
            }
        }
    }
    wrong
}

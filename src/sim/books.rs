//! What must balance, every month: units of every good, mass of every tracked element, cents of money, stocks that are never negative.

use bevy_ecs::prelude::*;

use super::buyers::components::Cars;
use super::facts::{ELEMENTS, Facts};
use super::investment::components::Capacity;
use super::ledger::components::{Account, Finance, Ledger};
use super::production::components::{Facility, Run, Stocks};
use super::society::components::{Batteries, Land};
use super::trade::components::Markets;
use crate::content::definitions::chain::Element;

/// Relative error of mass that is allowed: rounding of `f64` over a campaign.
const MASS_TOLERANCE: f64 = 1e-9;

/// What entered and left the world of each good this month other than through plants. For the books alone, and no state: it is
/// empty again when a month begins.
#[derive(Resource, Debug, Default)]
pub struct Passage {
    /// Scrap of dead packs, units by good.
    pub found: Vec<f64>,
    /// Used outside the chain, cells of dead packs, scrap that found no shredder: units by good.
    pub gone: Vec<f64>,
}

/// A new month begins with nothing.
pub fn open_passage(facts: Res<Facts>, mut passage: ResMut<Passage>) {
    let Passage { found, gone } = &mut *passage;
    for list in [found, gone] {
        list.clear();
        list.resize(facts.catalog.goods.len(), 0.0);
    }
}

/// Units of every good in every stock, ship, car, pack and reserve. Cars are counted in yards, on ships and at dealers, thousand.
#[must_use]
pub fn holdings(world: &World) -> Vec<f64> {
    let facts = world.resource::<Facts>();
    let mut held = vec![0.0; facts.catalog.goods.len()];
    if let Some(mut query) = world.try_query::<(&Facility, &Stocks)>() {
        for (line, stocks) in query.iter(world) {
            let process = facts.process(line.process);
            held[process.makes.index()] += stocks.output;
            process.inputs.iter().zip(&stocks.inputs).for_each(|((good, _), units)| held[good.index()] += units);
            process.sides.iter().zip(&stocks.sides).for_each(|((good, _), units)| held[good.index()] += units);
        }
    }
    for (held, market) in held.iter_mut().zip(&world.resource::<Markets>().goods) {
        *held += market.buyers.iter().map(|b| b.transit.iter().sum::<f64>() + b.arrived).sum::<f64>();
    }
    let (cars, batteries) = (world.resource::<Cars>(), world.resource::<Batteries>());
    let chemistries = facts.cells.len();
    for (h, cell) in facts.cells.iter().enumerate() {
        let at_plants: f64 = cars.cells.iter().skip(h).step_by(chemistries).sum();
        let afloat: f64 = cars.afloat.iter().skip(h).step_by(chemistries).sum();
        let other: f64 = batteries.other.iter().skip(h).step_by(chemistries).sum();
        let packs: f64 = batteries.packs.chunks_exact(super::society::components::PACK_YEARS).skip(h).step_by(chemistries).flatten().sum();
        held[cell.index()] += at_plants + afloat + other + packs;
    }
    if let Some(mut query) = world.try_query::<&Land>() {
        for land in query.iter(world) {
            held.iter_mut().zip(&land.reserve).for_each(|(held, units)| *held += units);
        }
    }
    for presence in &cars.presences {
        for (p, good) in facts.car_goods.iter().enumerate() {
            held[good.index()] += presence.yard[p] + presence.dealers[p] + presence.transit.iter().map(|ship| ship[p]).sum::<f64>();
        }
    }
    held
}

/// Kilotonnes of each element in all holdings and in what was lost.
#[must_use]
pub fn elements(world: &World) -> [f64; ELEMENTS] {
    let facts = world.resource::<Facts>();
    let mut sum = world.resource::<Batteries>().lost;
    for (units, contains) in holdings(world).iter().zip(&facts.contains) {
        (0..ELEMENTS).for_each(|e| sum[e] += units * contains[e]);
    }
    sum
}

/// Every good whose holdings did not change in the month by what was made less what was used, as sentences. `before` is what
/// was held when the month began.
#[must_use]
pub fn check_goods(world: &World, before: &[f64]) -> Vec<String> {
    let facts = world.resource::<Facts>();
    let passage = world.resource::<Passage>();
    let mut made = passage.found.clone();
    let mut used = passage.gone.clone();
    if let Some(mut query) = world.try_query::<(&Facility, &Run)>() {
        for (line, run) in query.iter(world) {
            let process = facts.process(line.process);
            made[process.makes.index()] += run.made;
            process.sides.iter().zip(&run.sides).for_each(|((good, _), units)| made[good.index()] += units);
            process.inputs.iter().zip(&run.used).for_each(|((good, _), units)| used[good.index()] += units);
        }
    }
    for presence in &world.resource::<Cars>().presences {
        for (p, good) in facts.car_goods.iter().enumerate() {
            made[good.index()] += presence.built[p];
            used[good.index()] += presence.sold[p];
        }
    }
    let mut wrong = Vec::new();
    for (good, held) in holdings(world).iter().enumerate() {
        let due = before[good] + made[good] - used[good];
        if (held - due).abs() > MASS_TOLERANCE * (before[good] + made[good]).max(1.0) {
            wrong.push(format!("{}: {held} are held, {due} are due", facts.catalog.goods[good].name));
        }
    }
    wrong
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

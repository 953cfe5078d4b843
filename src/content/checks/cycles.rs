//! Circles of recipes that feed themselves and grow: a perpetual motion machine would print money.

use super::super::definitions::chain::Process;
use super::super::ids::{GoodId, ProcessId};
use super::Check;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(check: &mut Check<'_>) {
    let all: Vec<(ProcessId, &Process)> = check.items::<ProcessId>().collect();
    let fed = self_fed(all);
    let Some(good) = growing(&fed) else { return };
    let around = ahead_of(&fed, good);
    let circle = fed.iter().filter(|(_, p)| around.contains(&p.makes) && ahead_of(&fed, p.makes).contains(&good));
    let circle: Vec<ProcessId> = circle.take(6).map(|(id, _)| *id).collect();
    let Some(id) = circle.first() else { return };
    let words: Vec<&str> = circle.iter().map(|id| check.word(*id)).collect();
    let message = format!("these processes feed each other and make more than they take: {}", words.join(", "));
    check.error("E0604", *id, &["inputs"], message, "raise an input, or let one of them need something from outside");
}

/// The goods that can be made, directly or not, with the help of `good`, itself included.
fn ahead_of(list: &[(ProcessId, &Process)], good: GoodId) -> BTreeSet<GoodId> {
    let mut reached = BTreeSet::from([good]);
    loop {
        let before = reached.len();
        for (_, process) in list {
            if !process.inputs.iter().any(|amount| reached.contains(&amount.good)) {
                continue;
            }
            reached.insert(process.makes);
            reached.extend(process.byproducts.iter().map(|amount| amount.good).chain(process.rejects));
        }
        if reached.len() == before {
            return reached;
        }
    }
}

/// The largest set of processes of which each has inputs, all of them made within the set.
fn self_fed(mut list: Vec<(ProcessId, &Process)>) -> Vec<(ProcessId, &Process)> {
    loop {
        let made: BTreeSet<GoodId> =
            list.iter().flat_map(|(_, p)| p.byproducts.iter().map(|a| a.good).chain(p.rejects).chain([p.makes])).collect();
        let before = list.len();
        list.retain(|(_, p)| !p.inputs.is_empty() && p.inputs.iter().all(|amount| made.contains(&amount.good)));
        if list.len() == before {
            return list;
        }
    }
}

/// A good that can be had for less and less of itself: its cost, paid in goods of the set, falls without end when every
/// good is made in the cheapest way again and again.
fn growing(list: &[(ProcessId, &Process)]) -> Option<GoodId> {
    let mut ways: Vec<(GoodId, Vec<(GoodId, f64)>)> = Vec::new();
    for (_, process) in list {
        let best = process.yield_share.at.values().copied().fold(process.yield_share.all, f64::max);
        let taken = |per: f64| process.inputs.iter().map(|amount| (amount.good, amount.units / best / per)).collect();
        ways.push((process.makes, taken(1.0)));
        ways.extend(process.byproducts.iter().map(|amount| (amount.good, taken(amount.units))));
    }
    if ways.is_empty() {
        return None;
    }
    let mut cost: BTreeMap<GoodId, f64> = ways.iter().map(|(good, _)| (*good, 1.0)).collect();
    let rounds = (2_000_000 / ways.len()).clamp(100, 20_000);
    for _ in 0..rounds {
        let mut next: BTreeMap<GoodId, f64> = BTreeMap::new();
        for (good, taken) in &ways {
            let price: f64 = taken.iter().map(|(input, units)| cost.get(input).copied().unwrap_or(1.0) * units).sum();
            let lowest = next.entry(*good).or_insert(f64::INFINITY);
            *lowest = lowest.min(price).min(1e9);
        }
        if let Some((good, _)) = next.iter().find(|(_, price)| **price < 1e-6) {
            return Some(*good);
        }
        cost = next;
    }
    None
}

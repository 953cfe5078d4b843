//! Campaigns under random orders, many of which no game would give: nothing may stop the program, and no book may fail to balance.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::parallel::in_order;
use super::whims::Whims;
use crate::content::Catalog;
use crate::orders::print;
use crate::session::decisions;
use crate::sim::Simulation;
use crate::sim::soundness::require_finite;

/// Which campaigns to play.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// First seed; the others follow it one by one.
    pub first_seed: u64,
    /// Number of campaigns.
    pub runs: usize,
    /// Months to play, at most those of the level.
    pub months: usize,
    /// Threads.
    pub threads: usize,
    /// Most orders of a side in a quarter.
    pub most_orders: usize,
}

/// Orders of one kind: given, and refused.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Carried out.
    pub done: u64,
    /// Refused.
    pub refused: u64,
}

/// What became of campaigns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toll {
    /// Campaigns.
    pub campaigns: usize,
    /// Months.
    pub months: usize,
    /// Orders by kind.
    pub orders: BTreeMap<String, Tally>,
    /// What did not balance, was no number, or stopped: faults of the program.
    pub faults: Vec<String>,
}

impl Toll {
    /// Orders of all kinds.
    #[must_use]
    pub fn all(&self) -> Tally {
        self.orders
            .values()
            .fold(Tally::default(), |sum, tally| Tally { done: sum.done + tally.done, refused: sum.refused + tally.refused })
    }

    fn add(&mut self, other: Self) {
        self.campaigns += other.campaigns;
        self.months += other.months;
        for (kind, tally) in other.orders {
            let sum = self.orders.entry(kind).or_default();
            sum.done += tally.done;
            sum.refused += tally.refused;
        }
        self.faults.extend(other.faults);
    }
}

/// Plays all campaigns and adds up what became of them.
pub fn soak(catalog: &Arc<Catalog>, plan: Plan, done: impl Fn(usize) + Sync) -> Toll {
    let one = |index: usize| {
        let seed = plan.first_seed.wrapping_add(index as u64);
        // A fault that stops one campaign must not hide what the others show.
        let played = catch_unwind(AssertUnwindSafe(|| campaign(catalog, plan, seed)));
        played.unwrap_or_else(|_| Toll { campaigns: 1, faults: vec![format!("seed {seed}: the program stopped")], ..Toll::default() })
    };
    let mut sum = Toll::default();
    in_order(plan.runs, plan.threads, one, done).into_iter().for_each(|toll| sum.add(toll));
    sum
}

fn campaign(catalog: &Arc<Catalog>, plan: Plan, seed: u64) -> Toll {
    let mut world = Simulation::new(Arc::clone(catalog), seed);
    let mut whims = Whims::new(seed);
    let sides = [catalog.scenario.us, catalog.scenario.china];
    let mut toll = Toll { campaigns: 1, ..Toll::default() };
    while toll.months < plan.months && !world.is_over() {
        decisions::carry_out(&mut world, |side| !sides.contains(&side));
        if world.now().of_year() % 3 == 1 {
            for side in sides {
                for _ in 0..whims.below(plan.most_orders + 1) {
                    let order = whims.order(&world, side);
                    let kind = print::order(catalog, &order).split('(').next().unwrap_or_default().to_owned();
                    let tally = toll.orders.entry(kind).or_default();
                    match world.submit(side, &order) {
                        Ok(_) => tally.done += 1,
                        Err(_) => tally.refused += 1,
                    }
                }
            }
        }
        let wrong = world.step_and_check();
        toll.faults.extend(wrong.into_iter().map(|fault| format!("seed {seed}, month {}: {fault}", toll.months)));
        toll.months += 1;
    }
    let bytes = rmp_serde::to_vec_named(&world.snapshot()).unwrap_or_default();
    if let Err(fault) = require_finite(&bytes) {
        toll.faults.push(format!("seed {seed}: {fault}"));
    }
    toll
}

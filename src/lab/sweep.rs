//! Many seeds of one level: what varies with luck alone.

use std::sync::Arc;

use super::figures::{Figure, final_figures};
use super::parallel::in_order;
use super::watch::{Watch, Watched};
use crate::content::Catalog;
use crate::session::decisions;
use crate::sim::Simulation;
use crate::sim::scoreboard::ends::titled;

/// Which campaigns to play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// First seed; the others follow it one by one.
    pub first_seed: u64,
    /// Number of campaigns.
    pub runs: usize,
    /// Months to play, at most those of the level.
    pub months: usize,
    /// Threads.
    pub threads: usize,
}

/// One campaign's end.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Its seed.
    pub seed: u64,
    /// Months played.
    pub months: usize,
    /// Checksum of its world.
    pub checksum: u64,
    /// How it ended, if it did before its last month.
    pub ended: Option<String>,
    /// Its figures, the same ones in every campaign.
    pub figures: Vec<Figure>,
    /// The series that were watched.
    pub watched: Vec<Watched>,
    /// What did not balance in the books, as sentences: a fault of the program.
    pub faults: Vec<String>,
}

/// How one figure spreads over campaigns.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The figure, with the mean as its value.
    pub mean: Figure,
    /// Values that 10, 50 and 90 of 100 campaigns stay below.
    pub percentiles: [f64; 3],
}

/// Plays all campaigns; the results stand in the order of their seeds, whatever the number of threads.
pub fn sweep(catalog: &Arc<Catalog>, plan: Plan, watch: &Watch, done: impl Fn(usize) + Sync) -> Vec<Outcome> {
    let one = |index: usize| {
        let seed = plan.first_seed.wrapping_add(index as u64);
        let mut world = Simulation::new(Arc::clone(catalog), seed);
        let (mut months, mut faults) = (0, Vec::new());
        let sides = [catalog.scenario.us, catalog.scenario.china];
        while months < plan.months && world.outcome().is_none() {
            decisions::carry_out(&mut world, |side| !sides.contains(&side));
            let wrong = world.step_and_check();
            faults.extend(wrong.into_iter().map(|fault| format!("seed {seed}, month {months}: {fault}")));
            months += 1;
        }
        let early = world.outcome().and_then(|outcome| Some(titled(catalog, outcome.end? as usize, outcome.side)));
        Outcome {
            seed,
            months,
            checksum: world.checksum(),
            ended: early,
            figures: final_figures(&world),
            faults,
            watched: watch.read(&world),
        }
    };
    in_order(plan.runs, plan.threads, one, done)
}

/// Mean and percentiles of every figure.
#[must_use]
pub fn spreads(outcomes: &[Outcome]) -> Vec<Spread> {
    let Some(first) = outcomes.first() else { return Vec::new() };
    let spread = |(at, figure): (usize, &Figure)| {
        let mut values: Vec<f64> = outcomes.iter().filter_map(|o| o.figures.get(at)).map(|f| f.value).collect();
        values.sort_by(f64::total_cmp);
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        Spread { mean: Figure { value: mean, ..figure.clone() }, percentiles: [10, 50, 90].map(|p| percentile(&values, p)) }
    };
    first.figures.iter().enumerate().map(spread).collect()
}

/// The value at `percent` of sorted values, between neighbours in proportion.
#[must_use]
pub fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let place = (last * percent) as f64 / 100.0;
    let below = (last * percent) / 100;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_lie_between_neighbours() {
        let values: Vec<f64> = (0..=10).map(f64::from).collect();
        assert_eq!([0, 10, 50, 95, 100].map(|p| percentile(&values, p)), [0.0, 1.0, 5.0, 9.5, 10.0]);
        assert_eq!(percentile(&[7.0], 90), 7.0);
        assert_eq!(percentile(&[], 50), 0.0);
    }
}

//! Runs of the past, and years out of their months.

use std::collections::BTreeMap;

use super::known::{Comparison, Take, Years};
use crate::lab::parallel::in_order;
use crate::session::game::{Game, TurnedDown};
use crate::session::level::Level;
use crate::session::players::Player;
use crate::sim::scoreboard::components::History;
use crate::units::Month;

/// What one run says: the years of every comparison, in their order.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// By comparison.
    pub years: Vec<Years>,
    /// Decisions that the model turned down: a fault of the level.
    pub refused: Vec<TurnedDown>,
    /// What did not balance in the books.
    pub faults: Vec<String>,
}

/// Plays a level to the end of `last_year` under some seeds, as governments decided, in the order of the seeds.
pub fn runs(
    level: &Level,
    comparisons: &[Comparison],
    seeds: std::ops::Range<u64>,
    last_year: i32,
    threads: usize,
    done: impl Fn(usize) + Sync,
) -> Result<Vec<Run>, String> {
    let count = usize::try_from(seeds.end.saturating_sub(seeds.start)).unwrap_or(0);
    let one = |index: usize| run(level, comparisons, seeds.start + index as u64, last_year);
    in_order(count, threads, one, done).into_iter().collect()
}

/// One run.
///
/// # Errors
/// A comparison asks for a series that the model does not record.
pub fn run(level: &Level, comparisons: &[Comparison], seed: u64, last_year: i32) -> Result<Run, String> {
    let mut game = Game::new(level.clone(), seed, Player::History, Player::History).without_events();
    let mut run = Run::default();
    while !game.is_over() && game.simulation().now().year() <= last_year {
        let month = game.end_month();
        run.refused.extend(month.refused);
        run.faults.extend(month.faults);
    }
    let history = game.simulation().history();
    run.years = comparisons.iter().map(|comparison| years(comparison, history)).collect::<Result<_, _>>()?;
    Ok(run)
}

/// The whole years of a comparison in a history.
fn years(comparison: &Comparison, history: &History) -> Result<Years, String> {
    let months = comparison.model.values(history)?;
    let mut years = Years::new();
    let mut counts: BTreeMap<i32, u32> = BTreeMap::new();
    for (value, at) in months.iter().zip(0..) {
        let month: Month = history.start.plus(at);
        *counts.entry(month.year()).or_default() += 1;
        let year = years.entry(month.year()).or_insert(0.0);
        match comparison.take {
            Take::Sum => *year += value,
            Take::Mean => *year += value / 12.0,
            Take::End => *year = *value,
        }
    }
    years.retain(|year, value| {
        *value *= comparison.factor;
        counts.get(year) == Some(&12)
    });
    Ok(years)
}

/// The mean of the runs, comparison by comparison.
#[must_use]
pub fn mean(runs: &[Run]) -> Vec<Years> {
    spread(runs, |values| values.iter().sum::<f64>() / values.len().max(1) as f64)
}

/// A number of the runs' values, comparison by comparison and year by year.
#[must_use]
pub fn spread(runs: &[Run], of: impl Fn(&[f64]) -> f64) -> Vec<Years> {
    let Some(first) = runs.first() else { return Vec::new() };
    let value = |at: usize, year: i32| {
        let mut values: Vec<f64> = runs.iter().filter_map(|run| run.years.get(at)?.get(&year).copied()).collect();
        values.sort_by(f64::total_cmp);
        of(&values)
    };
    first.years.iter().enumerate().map(|(at, years)| years.keys().map(|year| (*year, value(at, *year))).collect()).collect()
}

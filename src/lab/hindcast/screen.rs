//! Which parameters matter: Morris's elementary effects. Walks through the ranges of all parameters change one at a time; how far each
//! step moves the results, on average over many walks, ranks the parameters, and how unevenly it does tells which of them act through others.

use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::calibrate::{Judged, Parameter, loss, with};
use super::known::{Comparison, Measure, Years};
use super::play::{Run, run};
use super::score::unit;
use crate::lab::parallel::in_order;
use crate::session::level::Level;
use crate::units::math;

/// Levels of a range at which walks stop, and the step between two stops of one walk, as usual: two thirds of the range.
const STOPS: u32 = 4;
const STEP: f64 = 2.0 / 3.0;

/// What a parameter does.
#[derive(Clone, Debug)]
pub struct Influence {
    /// Mean size of what a step over the whole range would do to the loss (μ*).
    pub loss: f64,
    /// Spread of that from walk to walk (σ): large where the effect hangs on other parameters.
    pub spread: f64,
    /// The comparison whose last year it moves most, by index, and by how many of its limits.
    pub most: (usize, f64),
}

/// Walks of the screening: places of all parameters, stop after stop, each with the parameter that moved.
fn walks(parameters: usize, count: usize, seed: u64) -> Vec<Vec<(Vec<f64>, usize)>> {
    let mut dice = Pcg64Mcg::seed_from_u64(seed);
    let third = 1.0 / f64::from(STOPS - 1);
    let walk = |_| {
        let mut place: Vec<f64> = (0..parameters).map(|_| f64::from(dice.random_range(0..STOPS)) * third).collect();
        let mut order: Vec<usize> = (0..parameters).collect();
        order.shuffle(&mut dice);
        let mut stops = vec![(place.clone(), usize::MAX)];
        for moved in order {
            place[moved] += if place[moved] < 0.5 { STEP } else { -STEP };
            stops.push((place.clone(), moved));
        }
        stops
    };
    (0..count).map(walk).collect()
}

/// The last compared year of each comparison, in errors that count one: logarithms and points become alike.
fn results(comparisons: &[Comparison], run: &Run, last_year: i32) -> Vec<f64> {
    let scaled = |(comparison, years): (&Comparison, &Years)| {
        let value = years.get(&last_year).copied().unwrap_or(0.0);
        let level = if comparison.measure == Measure::Log { math::ln(value.max(1e-9)) } else { value };
        level / unit(comparison)
    };
    comparisons.iter().zip(&run.years).map(scaled).collect()
}

/// Screens all parameters of a level by a number of walks under a seed.
///
/// # Errors
/// The level cannot be played somewhere inside the ranges.
pub fn screen(
    level: &Level,
    comparisons: &[Comparison],
    parameters: &[Parameter],
    judged: &Judged,
    (count, seed): (usize, u64),
    threads: usize,
    done: impl Fn(usize) + Sync,
) -> Result<Vec<Influence>, String> {
    let walks = walks(parameters.len(), count, seed);
    let stops: Vec<&(Vec<f64>, usize)> = walks.iter().flatten().collect();
    let play = |at: usize| -> Result<(f64, Vec<f64>), String> {
        let values: Vec<f64> = parameters.iter().zip(&stops[at].0).map(|(p, place)| p.value(*place)).collect();
        let run = run(&with(level, parameters, &values)?, comparisons, 1, *judged.years.end())?;
        Ok((loss(comparisons, &run, judged), results(comparisons, &run, *judged.years.end())))
    };
    let played: Vec<(f64, Vec<f64>)> = in_order(stops.len(), threads, play, done).into_iter().collect::<Result<_, _>>()?;
    let mut effects = vec![Vec::new(); parameters.len()];
    let mut moved = vec![vec![0.0; comparisons.len()]; parameters.len()];
    for (pair, stops) in played.windows(2).zip(stops.windows(2)).filter(|(_, stops)| stops[1].1 != usize::MAX) {
        let (before, after, which) = (&pair[0], &pair[1], stops[1].1);
        let step = stops[1].0[which] - stops[0].0[which];
        effects[which].push((after.0 - before.0) / step);
        for (sum, (is, was)) in moved[which].iter_mut().zip(after.1.iter().zip(&before.1)) {
            *sum += ((is - was) / step).abs() / count.max(1) as f64;
        }
    }
    Ok(effects.iter().zip(&moved).map(|(effects, moved)| influence(effects, moved)).collect())
}

fn influence(effects: &[f64], moved: &[f64]) -> Influence {
    let mean = |of: &dyn Fn(f64) -> f64| effects.iter().map(|effect| of(*effect)).sum::<f64>() / effects.len().max(1) as f64;
    let centre = mean(&|effect| effect);
    let most = moved.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((0, 0.0));
    Influence { loss: mean(&f64::abs), spread: mean(&|effect| (effect - centre) * (effect - centre)).sqrt(), most }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_moves_every_parameter_once_and_stays_inside() {
        for walk in walks(7, 20, 3) {
            let mut moved: Vec<usize> = walk[1..].iter().map(|stop| stop.1).collect();
            moved.sort_unstable();
            assert_eq!(moved, (0..7).collect::<Vec<_>>());
            assert!(walk.iter().flat_map(|stop| &stop.0).all(|place| (-1e-9..=1.0 + 1e-9).contains(place)));
            let changes = walk.windows(2).map(|pair| pair[0].0.iter().zip(&pair[1].0).filter(|(a, b)| a != b).count());
            assert!(changes.eq(std::iter::repeat_n(1, 7)), "one at a time");
        }
    }

    #[test]
    fn what_does_nothing_has_no_influence_and_what_acts_through_others_spreads() {
        let still = influence(&[0.0, 0.0, 0.0], &[0.0, 0.0]);
        let straight = influence(&[2.0, 2.0, 2.0], &[0.1, 0.4]);
        let twisted = influence(&[3.0, -3.0, 0.0], &[0.1, 0.4]);
        assert_eq!((still.loss, still.spread), (0.0, 0.0));
        assert_eq!((straight.loss, straight.spread, straight.most), (2.0, 0.0, (1, 0.4)));
        assert!(twisted.loss == 2.0 && twisted.spread > 2.0);
    }
}

//! Series that a sweep watches: their values at chosen months, and how they moved, in every campaign.

use std::sync::Arc;

use super::series::{Expression, Path, at, path};
use super::sweep::{Outcome, percentile};
use crate::content::Catalog;
use crate::sim::Simulation;
use crate::units::Month;

/// What is watched.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    /// Sums and ratios of series.
    pub series: Vec<Expression>,
    /// Patterns of which every single series is watched.
    pub each: Vec<String>,
    /// Months whose values are kept.
    pub at: Vec<Month>,
    /// Shares of its first value between which a series is believable.
    pub band: (f64, f64),
}

/// A series in one campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// As written.
    pub text: String,
    /// Values at the months asked for, where they were played.
    pub at: Vec<Option<f64>>,
    /// How it moved.
    pub path: Path,
}

impl Watch {
    /// Whether nothing is watched.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.series.is_empty() && self.each.is_empty()
    }

    /// Whether a level has everything that is watched: the first month names all series.
    ///
    /// # Errors
    /// A sentence on the first that no series fits.
    pub fn check(&self, catalog: &Arc<Catalog>) -> Result<(), String> {
        if self.is_empty() {
            return Ok(());
        }
        let mut world = Simulation::new(Arc::clone(catalog), 1);
        world.step_month();
        self.series.iter().try_for_each(|expression| expression.values(world.history()).map(|_| ()))?;
        let none = |pattern: &&String| Expression::each(pattern, world.history()).is_ok_and(|all| all.is_empty());
        self.each.iter().find(none).map_or(Ok(()), |pattern| Err(format!("no series fits `{pattern}`")))
    }

    /// Reads the series off a world; what no series fits is left out.
    #[must_use]
    pub fn read(&self, world: &Simulation) -> Vec<Watched> {
        let history = world.history();
        let each = self.each.iter().filter_map(|pattern| Expression::each(pattern, history).ok()).flatten();
        let one = |expression: Expression| {
            let values = expression.values(history).ok()?;
            let path = path(&values, self.band, expression.capacity(history).as_deref());
            let at = self.at.iter().map(|month| at(&values, history.start, *month)).collect();
            Some(Watched { text: expression.text, at, path })
        };
        self.series.iter().cloned().chain(each).filter_map(one).collect()
    }
}

/// How a number of a watched series spreads over campaigns: mean, and what 10, 50 and 90 of 100 campaigns stay below.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// Smallest and largest.
    pub ends: (f64, f64),
    /// Mean.
    pub mean: f64,
    /// Percentiles.
    pub percentiles: [f64; 3],
}

/// The spread of a number that most campaigns have; none if no campaign has it.
#[must_use]
pub fn spread(outcomes: &[Outcome], number: impl Fn(&Outcome) -> Option<f64>) -> Option<Values> {
    let mut values: Vec<f64> = outcomes.iter().filter_map(number).collect();
    values.sort_by(f64::total_cmp);
    let ends = (*values.first()?, *values.last()?);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    Some(Values { ends, mean, percentiles: [10, 50, 90].map(|percent| percentile(&values, percent)) })
}

//! What is remembered: the monthly series that reports show. Kept out of copies and checksums: it changes nothing.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::units::Month;

/// One series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Name, such as `price.lithium_carbonate`.
    pub name: String,
    /// Region id word, or `world`.
    pub region: String,
    /// Unit of the values.
    pub unit: String,
    /// One value a month since the first.
    pub values: Vec<f32>,
}

impl Series {
    /// The value `months` before the last one, 0 being the last; none if the series is younger.
    #[must_use]
    pub fn back(&self, months: usize) -> Option<f64> {
        self.values.len().checked_sub(months + 1).map(|at| f64::from(self.values[at]))
    }

    /// Mean of the last `months` values, of fewer if the series is younger; none if it is empty.
    #[must_use]
    pub fn mean_of_last(&self, months: usize) -> Option<f64> {
        let last = &self.values[self.values.len().saturating_sub(months)..];
        let sum: f64 = last.iter().map(|value| f64::from(*value)).sum();
        (!last.is_empty()).then(|| sum / last.len() as f64)
    }
}

/// All series.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// First month.
    pub start: Month,
    /// Months recorded.
    pub months: u32,
    /// Series in a fixed order.
    pub series: Vec<Series>,
    /// Dated notes: plants opened and closed, failures, rescues, new status; newest last.
    pub notes: Vec<(Month, String)>,
}

impl History {
    /// Adds a dated note.
    pub(in crate::sim) fn note(&mut self, month: Month, text: String) {
        self.notes.push((month, text));
    }

    /// The series of a name and region.
    #[must_use]
    pub fn series(&self, name: &str, region: &str) -> Option<&Series> {
        self.series.iter().find(|s| s.name == name && s.region == region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_young_series_has_the_mean_of_what_is_there() {
        let series = |values: &[f32]| Series { name: String::new(), region: String::new(), unit: String::new(), values: values.to_vec() };
        let four = series(&[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((four.mean_of_last(2), four.mean_of_last(12)), (Some(3.5), Some(2.5)));
        assert_eq!((four.back(0), four.back(3), four.back(4)), (Some(4.0), Some(1.0), None));
        assert_eq!((series(&[]).mean_of_last(12), series(&[]).back(0)), (None, None));
    }
}

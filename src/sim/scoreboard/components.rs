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

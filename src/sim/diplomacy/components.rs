//! How near the two sides are to a break, and what they did to come there.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::content::ids::RegionId;
use crate::units::Month;

/// What the two sides have done to each other.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Diplomacy {
    /// Tension between the two sides, 0 to 100; at 100 they break.
    pub tension: f64,
    /// Hostile steps of the last years, oldest first.
    pub steps: Vec<Step>,
}

/// A hostile step of one side against the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// When.
    pub month: Month,
    /// Who.
    pub by: RegionId,
    /// The rung of the ladder, 1 to 10.
    pub rung: u32,
    /// Number of its measure.
    pub measure: u32,
}

//! Plans: what a line means to make and to buy.

use bevy_ecs::prelude::Component;
use serde::{Deserialize, Serialize};

use crate::sim::production::components::INPUTS;

/// A line's plan for the month.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Wanted output, units a month.
    pub output: f64,
    /// Utilisation that margins allow.
    pub utilisation_limit: f64,
    /// Expected orders, units a month.
    pub orders: f64,
    /// Bids for inputs, units this month.
    pub bids: [f64; INPUTS],
    /// Margin that the start took for granted and the costs do not explain; fades.
    pub margin_gap: f64,
    /// Share of what its margin allows that the line did not use at the start (strikes, permits, quotas); fades.
    pub start_slack: f64,
    /// Margin: price the line gets over its cash cost.
    pub margin: f64,
}

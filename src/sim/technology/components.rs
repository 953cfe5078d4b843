//! Know-how: experience and research of each firm, readiness of each technology.

use bevy_ecs::prelude::{Component, Resource};
use serde::{Deserialize, Serialize};

/// What a firm has learned, by technology.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnowHow {
    /// Units made so far, fading with time.
    pub experience: Vec<f64>,
    /// Conversion cost against the cost at the level's start at the same plant, by technology.
    pub cost_factor: Vec<f64>,
    /// Effective experience at the start, the reference of the learning curve.
    pub reference: Vec<f64>,
}

/// The world's technologies.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Technologies {
    /// Readiness 1–9 by technology.
    pub readiness: Vec<f64>,
    /// Research stock of the world by technology, $M, fading.
    pub research: Vec<f64>,
    /// Research stock at the start.
    pub research_reference: Vec<f64>,
    /// Cells made so far in the world, GWh.
    pub cells_made: f64,
    /// The same at the start.
    pub cells_reference: f64,
    /// Cost factor of packs around the cells.
    pub pack_factor: f64,
    /// Cost factor of other battery-car parts.
    pub glider_factor: f64,
    /// Plug cars made so far, million, and at the start.
    pub plug_cars: (f64, f64),
}

//! The date, and the outside world of that date.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::units::Month;

/// Where the world stands in time.
#[derive(Resource, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calendar {
    /// The month that is being (or will next be) simulated.
    pub month: Month,
    /// First month of the level.
    pub start: Month,
    /// Last month of the level.
    pub end: Month,
    /// Months simulated since the start.
    pub tick: u32,
}

impl Calendar {
    /// Whether it is the turn of the thing of this number, where a third of all is looked at every month. In the first month
    /// everything is.
    #[must_use]
    pub fn is_turn(&self, number: usize) -> bool {
        self.tick == 0 || (number + self.tick as usize).is_multiple_of(3)
    }
}

/// Outside drivers of this month, by region where they differ. Derived from the level's series, never saved.
#[derive(Resource, Clone, Debug, Default)]
pub struct Drivers {
    /// Car market without the model's own shocks, thousand a year.
    pub car_market: Vec<f64>,
    /// Grid storage demand, GWh a year.
    pub storage: Vec<f64>,
    /// Buses and trucks, GWh a year.
    pub heavy: Vec<f64>,
    /// Two-wheelers, tools and electronics, GWh a year.
    pub devices: Vec<f64>,
    /// Wage, $ an hour.
    pub wage: Vec<f64>,
    /// Industrial power, $ a kWh.
    pub power: Vec<f64>,
    /// Demand from outside the chain by good, units a year.
    pub other_use: Vec<f64>,
    /// Freight indices: container, ro-ro (2019 = 1).
    pub freight: [f64; 2],
    /// Oil against the level's start.
    pub oil: f64,
}

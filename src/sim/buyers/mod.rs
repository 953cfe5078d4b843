//! The buyers phase: each region's car buyers choose powertrain and maker (model.md §2.3).

pub mod components;
pub mod formulas;
pub mod orders;
pub mod presence;
pub mod systems;
pub mod utility;

//! The buyers phase: each region's car buyers choose powertrain and maker (docs/month.md 4).

pub mod components;
pub mod entry;
pub mod formulas;
pub mod orders;
pub mod presence;
pub mod systems;
pub mod utility;

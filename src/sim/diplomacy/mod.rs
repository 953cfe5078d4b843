//! Relations between governments, and the ladder of the two sides (docs/month.md 14).

pub mod components;
pub mod formulas;
pub mod grievances;
pub mod systems;

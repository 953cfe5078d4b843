//! The technology phase: learning by doing, spillovers, research, readiness (docs/month.md 11).

pub mod barriers;
pub mod components;
pub mod formulas;
pub mod orders;
pub mod systems;

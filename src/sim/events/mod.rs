//! What comes of itself: events, the answers to them, and shocks that last (docs/month.md 1).

pub mod changes;
pub mod components;
pub mod formulas;
mod measures;
pub mod mode;
pub mod orders;
pub mod shocks;
pub mod systems;

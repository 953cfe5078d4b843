//! The prices phase: how prices answer scarcity. Who trades with whom is in `sim::trade` (docs/month.md 10).

pub mod formulas;
pub mod lists;
pub mod scarcity;
pub mod sums;
pub mod systems;

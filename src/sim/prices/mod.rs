//! The prices phase: how prices answer scarcity. Who trades with whom is in `sim::trade` (model.md §2.9).

pub mod formulas;
pub mod systems;

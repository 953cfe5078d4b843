//! The production phase: plants run on the inputs that they hold at the start of the month.

pub mod cars;
pub mod components;
pub mod formulas;
pub mod magnets;
pub mod stoppages;
pub mod systems;

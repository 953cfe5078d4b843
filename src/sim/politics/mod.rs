//! Politics at home: whom a government needs, what they think of it, how it comes to decide (docs/month.md 14). What it thinks of
//! others is in `sim::diplomacy`.

pub mod bills;
pub mod components;
pub mod elections;
pub mod figures;
pub mod formulas;
pub mod orders;
pub mod systems;

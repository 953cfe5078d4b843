//! The policy phase: what measures in force do this month, per good and pair of regions, per maker, per buyer
//! (docs/month.md 2).

pub mod apply;
pub mod components;
pub mod measures;
pub mod systems;

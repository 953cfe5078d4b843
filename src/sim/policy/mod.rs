//! The policy phase: what measures in force do this month, per good and pair of regions, per maker, per buyer
//! (docs/month.md 2).

pub mod apply;
pub mod components;
pub mod controls;
mod decisions;
pub mod estimate;
pub mod injury;
pub mod levies;
pub mod measures;
pub mod needs;
pub mod orders;
pub mod pacts;
pub(in crate::sim) mod planned;
pub mod programmes;
pub mod purse;
pub(in crate::sim) mod sound;
pub mod standing;
pub mod support;
pub mod systems;
mod volumes;

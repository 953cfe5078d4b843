//! The scoreboard phase: books checked, history recorded.

pub mod components;
pub mod rounding;
mod shares;
pub mod systems;

//! The scoreboard phase: books checked, history recorded.

pub mod components;
pub mod rounding;
pub mod scores;
mod shares;
pub mod systems;

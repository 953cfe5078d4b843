//! The scoreboard phase: books checked, history recorded.

pub mod components;
pub mod ends;
pub mod gauges;
pub mod outcome;
pub mod rounding;
pub mod scores;
mod shares;
pub mod systems;

//! The scoreboard phase: books checked, history recorded.

pub mod components;
pub mod rounding;
pub mod systems;

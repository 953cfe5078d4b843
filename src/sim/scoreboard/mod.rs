//! The scoreboard phase: books checked, history recorded.

pub mod components;
pub mod systems;

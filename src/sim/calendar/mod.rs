//! The calendar phase: the date, and the outside world of that date.

pub mod components;
pub mod systems;

//! The expectations phase: adaptive, with trend; nobody sees the future (docs/month.md 3).

pub mod systems;

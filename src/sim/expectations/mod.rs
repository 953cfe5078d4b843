//! The expectations phase: adaptive, with trend; nobody sees the future (model.md §2.2).

pub mod systems;

//! The investment phase: firms weigh projects, pipelines advance, plants are mothballed, restarted, converted and closed
//! (model.md §2.10, 2.18 B).

pub mod cars;
pub mod components;
pub mod formulas;
pub mod lines;
pub mod orders;
pub mod projects;
pub mod weigh;

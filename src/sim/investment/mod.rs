//! The investment phase: firms weigh projects, pipelines advance, plants are mothballed, restarted, converted and closed
//! (docs/month.md 12).

pub mod capital;
pub mod captive;
pub mod cars;
mod claims;
pub mod components;
pub mod deposits;
pub mod formulas;
pub mod lines;
pub mod orders;
pub mod outlook;
pub mod projects;
mod prospects;
pub mod purchase;
pub mod weigh;

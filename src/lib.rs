//! Cathode: a simulation of the contest over electric-car batteries, from mine to car.

pub mod content;
pub mod reports;
pub mod session;
pub mod sim;
pub mod units;

//! Cathode: a simulation of the contest over electric-car batteries, from mine to car.

pub mod ai;
pub mod cli;
pub mod content;
#[cfg(feature = "desktop")]
pub mod desktop;
pub mod lab;
pub mod orders;
pub mod reports;
pub mod session;
pub mod sim;
#[cfg(feature = "ui")]
pub mod ui;
pub mod units;

//! The ledger phase: every payment is double-entry, in whole cents.

pub mod accounts;
pub mod components;
pub mod firms;
pub mod formulas;
pub mod loans;
pub mod rescue;
pub mod standards;
pub mod systems;

//! The plans phase: automakers set prices, chemistry and sourcing; every stage plans output and purchases.

mod car_exports;
pub mod cars;
pub mod chemistries;
pub mod components;
pub mod costs;
pub mod formulas;
pub mod storage;
pub mod systems;

//! The society phase: models on offer, chargers, jobs, air, recycling, dependence, and how far each automaker reaches
//! (docs/month.md 13). Politics has no code yet (ARCHITECTURE.md).

pub mod chargers;
pub mod components;
pub mod dependence;
pub mod makers;
mod parts;
pub mod systems;
pub mod worth;

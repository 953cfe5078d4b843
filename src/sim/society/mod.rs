//! The society phase: models on offer, chargers, jobs, air, recycling, dependence, and how far each automaker reaches
//! (model.md §2.13, 2.15). Politics comes with "The contest".

pub mod components;
pub mod dependence;
pub mod makers;
pub mod systems;

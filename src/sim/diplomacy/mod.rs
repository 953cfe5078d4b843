//! Relations between governments, deals, what third countries want, and the ladder of the two sides (docs/month.md 14).

pub mod cards;
pub mod components;
pub mod contacts;
pub mod counter;
pub mod deals;
pub mod formulas;
pub mod grievances;
pub mod ladder;
pub mod orders;
pub mod sound;
pub mod stakes;
pub mod systems;
pub mod terms;
pub mod treaties;
pub mod weighing;

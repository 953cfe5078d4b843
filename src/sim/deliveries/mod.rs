//! The deliveries phase: cars reach buyers, the fleet ages, dead cars leave their packs.

pub mod packs;
pub mod systems;

//! The trade phase: contracts first, then spot, rationing when short; what was shipped arrives after its months at sea.

pub mod clearing;
pub mod components;
pub mod contracts;
pub mod lanes;
pub mod licences;
pub mod offtakes;
pub mod orders;
pub mod parted;
pub mod preferences;
mod priority;
pub mod spot;
pub mod systems;
pub mod watch;
pub mod weights;

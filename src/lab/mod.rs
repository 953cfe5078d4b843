//! Many games: the same campaign under many seeds, on all cores, with results in the order of the seeds; a world with a trade
//! cut off beside an uncut one; stories that say what must come of orders.

pub mod arena;
pub mod figures;
pub mod hindcast;
pub mod parallel;
pub mod reading;
pub mod series;
pub mod soak;
pub mod story;
pub mod stress;
pub mod sweep;
pub mod tell;
pub mod told;
pub mod watch;
pub mod whims;
mod whims_abroad;

//! Many games: the same campaign under many seeds, on all cores, with results in the order of the seeds.

pub mod figures;
pub mod parallel;
pub mod story;
pub mod stress;
pub mod sweep;
pub mod tell;

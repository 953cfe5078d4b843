//! What can exist: RON files in, all problems at once, an unchangeable `Catalog` out.

pub mod catalog;
pub use catalog::Catalog;
pub mod definitions;
pub mod diagnostics;
pub mod ids;
pub mod shape;
pub mod syntax;

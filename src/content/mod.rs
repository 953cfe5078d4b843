//! What can exist: RON files in, all problems at once, an unchangeable `Catalog` out.

pub mod catalog;
pub mod check;
mod checks;
pub mod definitions;
pub mod diagnostics;
pub mod draft;
pub mod drivers;
pub mod edit;
pub mod files;
pub mod folder;
pub mod ids;
pub mod lexer;
pub mod load;
pub mod manifest;
pub mod merge;
pub mod operations;
pub mod packs;
pub mod parser;
pub mod render;
pub mod shape;
pub mod syntax;
pub mod values;
pub mod version;

pub use catalog::Catalog;
pub use check::check;
pub use load::{Loaded, load};
pub use packs::PackSource;

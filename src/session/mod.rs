//! A game in progress: [`game`] plays it, [`sections`] says what a save of it holds, [`level`] finds what it is played on.
//!
//! [`container`] turns a game into bytes and back, [`disk`] puts the bytes where a crash cannot harm them, [`files`] knows
//! where saves live, which one to load when one is broken, and whom they belong to.

pub mod container;
pub mod decisions;
pub mod disk;
pub mod ensemble;
pub mod errors;
pub mod files;
pub mod game;
pub mod header;
pub mod home;
pub mod level;
pub mod lock;
pub mod names;
pub mod players;
pub mod replay;
pub mod ring;
pub mod script;
pub mod sections;
pub mod thoughts;

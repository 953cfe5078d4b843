//! Joins the command line with the window: arguments choose a command, and without any there is the game itself.

use std::process::ExitCode;

use cathode::cli::front::Front;

/// Worlds are copied all the time: half of what a copy costs is asking for memory and giving it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What this build can draw.
#[cfg(feature = "desktop")]
const FRONT: Front = Front { window: Some(cathode::desktop::open), picture: Some(cathode::desktop::screenshot::draw) };
/// What this build can draw: nothing.
#[cfg(not(feature = "desktop"))]
const FRONT: Front = Front { window: None, picture: None };

fn main() -> ExitCode {
    cathode::cli::main(std::env::args_os(), FRONT)
}

//! Joins the command line with the window: arguments choose a command, and without any there is the game itself.

use std::process::ExitCode;

/// Worlds are copied all the time: half of what a copy costs is asking for memory and giving it back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cathode::cli::main(std::env::args_os())
}

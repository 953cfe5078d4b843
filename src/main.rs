//! Joins the command line with the window: arguments choose a command, and without any there is the game itself.

use std::process::ExitCode;

fn main() -> ExitCode {
    cathode::cli::main(std::env::args_os())
}

//! The command line: one file per command, and the one list of them below. Each command parses, calls, prints.

pub mod arena;
pub mod calibrate;
pub mod check;
pub mod console;
pub mod failure;
pub mod front;
mod hindcast;
pub mod new;
pub mod open;
pub mod play;
pub mod replay;
pub mod report;
pub mod run;
pub mod screen;
pub mod screenshot;
pub mod soak;
pub mod story;
pub mod stress;
pub mod sweep;
pub mod table;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use console::Console;
use failure::Failure;
use front::Front;

/// A strategy simulation of the contest over electric-car batteries, from mine to car.
#[derive(Parser, Debug)]
#[command(name = "cathode", version, arg_required_else_help = false, max_term_width = 100)]
#[command(after_help = "Examples:
  cathode                                     begin the default campaign
  cathode play two_regions --side china       play China in a small world
  cathode run battery_race --quarters 8 --out out    two years without a screen
  cathode help run                            all about one command

Exit codes: 0 done, 1 the input has errors, 2 wrong usage. Data goes to stdout, messages to stderr.
Your saves (saves/) and mods (mods/) are in the folder that CATHODE_HOME names, or else in the system's folder
for user data.")]
struct Line {
    #[command(subcommand)]
    command: Option<Command>,
}

macro_rules! commands {
    ($( $(#[doc = $doc:literal])* $variant:ident => $module:ident ),* $(,)?) => {
        /// Every command.
        #[derive(Subcommand, Debug)]
        enum Command { $( $(#[doc = $doc])* $variant($module::Args) ),* }

        impl Command {
            fn run(&self, console: &mut Console) -> Result<(), Failure> {
                match self { $( Self::$variant(args) => $module::run(args, console) ),* }
            }
        }
    };
}

commands! {
    /// Play a campaign, in the window or the terminal
    Play => play,
    /// Play a campaign without a screen and write down what happened
    Run => run,
    /// Look for mistakes in packs and levels
    Check => check,
    /// Play a saved game again from its orders, and compare
    Replay => replay,
    /// Print a report on a saved game
    Report => report,
    /// Cut off a trade in a copy of the world and see who stops, and when
    Stress => stress,
    /// Play a level under many seeds and show how the results spread
    Sweep => sweep,
    /// Play a level under random orders, right and wrong, and look for faults of the program
    Soak => soak,
    /// Let doctrines play against each other and count who wins, and how
    Arena => arena,
    /// Play 2015 to 2024 again and tell how near the model comes to what was
    Hindcast => hindcast,
    /// Find parameters that come nearest to the past
    Calibrate => calibrate,
    /// Tell which parameters matter for the past
    Screen => screen,
    /// Play stories and tell whether they come out as written
    Story => story,
    /// Draw a screen of the window into a picture
    Screenshot => screenshot,
    /// Begin a pack of your own
    New => new,
}

/// Runs the command that `arguments` (the program's name first) spell out; `front` is what this build can draw.
#[must_use]
pub fn main(arguments: impl IntoIterator<Item = OsString>, front: Front) -> ExitCode {
    let line = match Line::try_parse_from(arguments) {
        Ok(line) => line,
        Err(error) => {
            // Help goes to stdout with code 0, mistakes to stderr with code 2; there is nothing to do if neither can be written.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut console = Console::standard(front);
    let result = match line.command {
        Some(command) => command.run(&mut console),
        None => play::run_default(&mut console),
    };
    let result = result.and_then(|()| console.out().flush().map_err(Failure::from));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message() {
                console.say(message);
            }
            ExitCode::from(failure.code())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent_and_every_command_has_examples() {
        let mut line = Line::command();
        line.build();
        line.clone().debug_assert();
        for command in line.get_subcommands().filter(|command| command.get_name() != "help") {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains(&format!("cathode {}", command.get_name())), "`{}` has no example", command.get_name());
        }
    }
}

//! `cathode play`: the game in a terminal, or line by line from a pipe.

mod act;
mod brief;
mod commands;
mod complete;
mod desk;
mod keep;
mod look;
mod news;
mod policy;
mod reading;
mod spell;

use std::path::PathBuf;

use super::console::Console;
use super::failure::Failure;
use super::open;
use super::table;
use crate::session::game::Game;
use crate::session::players::Player;
use crate::session::sections::Changes;
use desk::Desk;
use reading::Lines;

/// The level that is played when none is named.
pub const DEFAULT_LEVEL: &str = "battery_race";

/// What may follow `cathode play`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode play                                  the default campaign as the United States
  cathode play two_regions --side china --seed 7
  cathode play --load \"my game\"                 go on with a save; autosave-1 is the latest quarter
  cathode play two_regions < commands.txt       line by line from a file or pipe

In the game, `help` lists the commands. The other side lets things run.")]
pub struct Args {
    /// The level: its id, or a folder.
    level: Option<String>,
    /// Which side you play.
    #[arg(long, value_enum, default_value_t = Side::Us)]
    side: Side,
    /// Seed of the dice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Go on with a save instead: its name or file.
    #[arg(long, value_name = "SAVE", conflicts_with_all = ["level", "seed"])]
    load: Option<String>,
    /// Go on with a save although numbers in its packs have changed.
    #[arg(long, requires = "load")]
    accept_changes: bool,
    /// Further packs, by folder.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
}

/// The sides of every level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Side {
    /// The United States.
    Us,
    /// China.
    China,
}

/// Runs the command.
///
/// # Errors
/// If the level or save cannot be opened, or nobody reads the output any more.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let mut saves = open::saves()?;
    let game = match &args.load {
        Some(name) => {
            let changes = if args.accept_changes { Changes::Accept } else { Changes::Refuse };
            open::game(name, &mut saves, changes, console)?
        }
        None => {
            let level = open::level(args.level.as_deref().unwrap_or(DEFAULT_LEVEL), &args.pack, console)?;
            let catalog = &level.catalog;
            // Where the level tells what the other side did, it does it.
            let other = |side| if catalog.decisions.iter().any(|d| d.by == side) { Player::History } else { Player::Nothing };
            let (us, china) = match args.side {
                Side::Us => (Player::Person, other(catalog.scenario.china)),
                Side::China => (other(catalog.scenario.us), Player::Person),
            };
            Game::new(level, args.seed, us, china)
        }
    };
    let scenario = &game.level().catalog.scenario;
    let person = game.seats().iter().find(|seat| seat.player == Player::Person).map(|seat| seat.side);
    let side = person.unwrap_or(if args.side == Side::China { scenario.china } else { scenario.us });
    let mut lines = Lines::open(saves.folder().parent());
    if let Err(error) = saves.lock() {
        console.say(&format!("{error}"));
    }
    play(Desk::new(game, side, saves), &mut lines, console)
}

/// What `cathode` does without arguments.
///
/// # Errors
/// As [`run`].
pub fn run_default(console: &mut Console) -> Result<(), Failure> {
    console.say("This build has no window; here is the game in the terminal. `cathode --help` tells what else there is.");
    let args = Args { level: None, side: Side::Us, seed: 1, load: None, accept_changes: false, pack: Vec::new() };
    run(&args, console)
}

/// Reads commands until the player leaves or the input ends.
fn play(mut desk: Desk, lines: &mut Lines, console: &mut Console) -> Result<(), Failure> {
    console.print_now(&table::wrap(&desk.welcome()))?;
    while !desk.is_done() {
        let prompt = desk.prompt();
        let Some(line) = lines.next(&prompt, &desk, console)? else { break };
        let answer = desk.take(&line);
        console.print_now(&answer)?;
    }
    if let Some(farewell) = desk.leave() {
        console.print_now(&table::wrap(&farewell))?;
    }
    Ok(())
}

//! `cathode play`: the game in the window, in a terminal, or line by line from a pipe.

mod act;
mod brief;
mod commands;
mod complete;
mod deal;
mod desk;
mod ended;
mod keep;
mod look;
mod news;
mod policy;
mod reading;
mod spell;

use std::path::PathBuf;

use super::console::Console;
use super::failure::Failure;
use super::front;
use super::open;
use super::table;
use crate::session::files::SaveFolder;
use crate::session::game::Game;
use crate::session::level;
use crate::session::players::Player;
use crate::session::sections::Changes;
use crate::session::thoughts;
use desk::Desk;
use reading::Lines;

/// What may follow `cathode play`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode play                                  the default campaign as the United States
  cathode play two_regions --side china --seed 7
  cathode play battery_race --rival fortress    against a doctrine; `none` lets things run
  cathode play --load \"my game\"                 go on with a save; autosave-1 is the latest quarter
  cathode play two_regions < commands.txt       line by line from a file or pipe
  cathode play --terminal                       in the terminal, although there could be a window

In the terminal game, `help` lists the commands. The other side does what it did in the world where the level tells it, else it
follows a doctrine picked by the seed; `report dossier` tells what can be seen of it.")]
pub struct Args {
    /// The level: its id, or a folder.
    level: Option<String>,
    /// Which side you play.
    #[arg(long, value_enum, default_value_t = Side::Us)]
    side: Side,
    /// Seed of the dice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Who steers the other side: a doctrine, `any` (one picked by the seed), `none` (nobody) or `history`.
    #[arg(long, value_name = "WHO", conflicts_with = "load")]
    rival: Option<String>,
    /// Go on with a save instead: its name or file.
    #[arg(long, value_name = "SAVE", conflicts_with_all = ["level", "seed"])]
    load: Option<String>,
    /// Go on with a save although numbers in its packs have changed.
    #[arg(long, requires = "load")]
    accept_changes: bool,
    /// When events come; as the level says if left out.
    #[arg(long, value_enum, conflicts_with = "load")]
    events: Option<open::Events>,
    /// Further packs, by folder.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
    /// Play in the terminal, although there could be a window.
    #[arg(long)]
    terminal: bool,
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
    if let Some(window) = console.front().window.filter(|_| !args.terminal && front::is_wanted()) {
        let mut saves = open::saves()?;
        let game = begin(args, &mut saves, console)?;
        match window(Some(game), saves) {
            Ok(()) => return Ok(()),
            Err(why) => console.say(&no_window(&why)),
        }
    }
    in_terminal(args, console)
}

/// What is said when there is no window, with what would help.
fn no_window(why: &str) -> String {
    format!(
        "The window cannot be opened ({why}). A graphics driver or the software one (`mesa-vulkan-drivers`) and a running desktop would \
         help; `cathode play --terminal` asks for no window. Here is the game in the terminal.\n"
    )
}

/// The game that the arguments ask for.
fn begin(args: &Args, saves: &mut SaveFolder, console: &Console) -> Result<Game, Failure> {
    if let Some(name) = &args.load {
        let changes = if args.accept_changes { Changes::Accept } else { Changes::Refuse };
        return open::game(name, saves, changes, console);
    }
    let level = open::level(args.level.as_deref().unwrap_or(level::DEFAULT), &args.pack, console)?;
    let rival = args.rival.as_deref().map(|word| open::rival(&level.catalog, word, args.seed, args.side == Side::Us)).transpose()?;
    let (us, china) = thoughts::seats_of(&level.catalog, args.side == Side::China, args.seed, rival);
    Ok(open::with_events(Game::new(level, args.seed, us, china).scored(), args.events))
}

/// Plays in the terminal.
fn in_terminal(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let mut saves = open::saves()?;
    let game = begin(args, &mut saves, console)?;
    let scenario = &game.level().catalog.scenario;
    let person = game.seats().iter().find(|seat| seat.player == Player::Person).map(|seat| seat.side);
    let side = person.unwrap_or(if args.side == Side::China { scenario.china } else { scenario.us });
    let mut lines = Lines::open(saves.folder().parent());
    if let Err(error) = saves.lock() {
        console.say(&format!("{error}"));
    }
    play(Desk::new(game, side, saves), &mut lines, console)
}

/// What `cathode` does without arguments: the window with its start, or else the default campaign in the terminal.
///
/// # Errors
/// As [`run`].
pub fn run_default(console: &mut Console) -> Result<(), Failure> {
    match console.front().window {
        Some(window) if front::is_wanted() => match window(None, open::saves()?) {
            Ok(()) => return Ok(()),
            Err(why) => console.say(&no_window(&why)),
        },
        Some(_) => console.say("There is no display; here is the game in the terminal. `cathode --help` tells what else there is."),
        None => console.say("This build has no window; here is the game in the terminal. `cathode --help` tells what else there is."),
    }
    let args = Args {
        level: None,
        side: Side::Us,
        seed: 1,
        rival: None,
        load: None,
        accept_changes: false,
        events: None,
        pack: Vec::new(),
        terminal: true,
    };
    in_terminal(&args, console)
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

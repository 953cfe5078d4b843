//! `cathode replay`: a saved game played again from its seed and its orders.

use super::console::{Console, progress};
use super::failure::Failure;
use super::open;
use crate::content::diagnostics::count;
use crate::session::replay::{Verify, replay};
use crate::session::sections::Changes;

/// What may follow `cathode replay`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode replay \"my game\"                 play it again and print the checksum of its end
  cathode replay end.cathsav --verify       compare the world of every month with the saved one; exit code 1 if one differs
  cathode replay autosave-1 --verify")]
pub struct Args {
    /// The save: its name or file.
    save: String,
    /// Compare the checksum of every month.
    #[arg(long)]
    verify: bool,
}

/// Runs the command.
///
/// # Errors
/// If the save cannot be loaded, or a month differs.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let game = open::game(&args.save, &mut open::saves()?, Changes::Accept, console)?;
    if game.has_changed_packs() {
        console.say("The packs have changed since this game began; a replay need not agree with it.");
    }
    let bar = progress(game.checksums().len() as u64, "Months");
    let verify = if args.verify { Verify::EveryMonth } else { Verify::Nothing };
    let result = replay(&game, verify, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    if let Some(difference) = &result.differs {
        return Err(Failure::Input(format!("The replay differs from the save in {}: {}.", difference.month, difference.how)));
    }
    let verdict = if args.verify { "Every month is the same as in the save." } else { "Nothing was compared (--verify does)." };
    let played = format!("{} with {}", count(result.months, "month"), count(result.orders, "order"));
    console.print(&format!("{played} played again. {verdict}\nchecksum {:016x}\n", result.checksum))?;
    Ok(())
}

//! `cathode soak`: many campaigns under random orders, many of them wrong.

use std::path::PathBuf;

use super::console::{Console, progress};
use super::failure::{self, Failure};
use super::open;
use super::table;
use crate::lab::parallel::cores;
use crate::lab::soak::{Plan, Tally, Toll, soak};
use crate::units::digits::number;

/// What may follow `cathode soak`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode soak battery_race --runs 100       whole campaigns under random orders
  cathode soak two_regions --runs 1000 --quarters 20

Each side gives up to `--orders` random orders a quarter, right and wrong ones. Books are checked every month.
Exit code 1 if anything did not balance, was no number, or stopped.")]
pub struct Args {
    /// The level: its id, or a folder.
    level: String,
    /// Number of campaigns.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    runs: u32,
    /// Seed of the first campaign; the others follow it.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Quarters to play; all of the level if left out.
    #[arg(long)]
    quarters: Option<u32>,
    /// Most orders of a side in a quarter.
    #[arg(long, default_value_t = 6)]
    orders: usize,
    /// Threads; as many as the machine runs at once if left out.
    #[arg(long)]
    threads: Option<usize>,
    /// Further packs, by folder.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If the level cannot be played, or the program shows a fault.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let level = open::level(&args.level, &args.pack, console)?;
    let plan = Plan {
        first_seed: args.seed,
        runs: args.runs as usize,
        months: args.quarters.map_or(usize::MAX, |quarters| quarters as usize * 3),
        threads: args.threads.unwrap_or_else(cores),
        most_orders: args.orders,
    };
    let bar = progress(u64::from(args.runs), "Campaigns");
    let toll = soak(&level.catalog, plan, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    console.print(&text(&toll))?;
    failure::books(&toll.faults)
}

fn text(toll: &Toll) -> String {
    let share = |tally: &Tally| 100.0 * tally.refused as f64 / (tally.done + tally.refused).max(1) as f64;
    let all = toll.all();
    let row = |name: &str, tally: &Tally| vec![name.to_owned(), tally.done.to_string(), tally.refused.to_string(), number(share(tally))];
    let mut rows: Vec<Vec<String>> = toll.orders.iter().map(|(kind, tally)| row(kind, tally)).collect();
    rows.push(row("all", &all));
    let table = table::plain(&["order", "done", "refused", "% refused"], &rows, &[1, 2, 3]);
    format!("{} campaigns, {} months; faults: {}.\n\n{table}", toll.campaigns, toll.months, toll.faults.len())
}

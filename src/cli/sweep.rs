//! `cathode sweep`: one level under many seeds.

use std::path::PathBuf;

use super::console::{Console, progress};
use super::failure::Failure;
use super::open;
use super::table;
use crate::lab::parallel::cores;
use crate::lab::sweep::{Outcome, Plan, Spread, spreads, sweep};

/// What may follow `cathode sweep`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode sweep battery_race --runs 100              the whole campaign under seeds 1 to 100
  cathode sweep two_regions --runs 20 --quarters 8
  cathode sweep battery_race --runs 1000 --csv > runs.csv    one line per figure and campaign

The results do not depend on the number of threads.")]
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
    /// Threads; as many as the machine runs at once if left out.
    #[arg(long)]
    threads: Option<usize>,
    /// Further packs, by folder.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
    /// Print every campaign as CSV instead of a table of how they spread.
    #[arg(long)]
    csv: bool,
}

/// Runs the command.
///
/// # Errors
/// If the level cannot be played.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let level = open::level(&args.level, &args.pack, console)?;
    let months = args.quarters.map_or(usize::MAX, |quarters| quarters as usize * 3);
    let threads = args.threads.unwrap_or_else(cores);
    let plan = Plan { first_seed: args.seed, runs: args.runs as usize, months, threads };
    let bar = progress(u64::from(args.runs), "Campaigns");
    let outcomes = sweep(&level.catalog, plan, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    if args.csv { csv(&outcomes, console) } else { Ok(console.print(&text(&outcomes, &spreads(&outcomes)))?) }
}

fn text(outcomes: &[Outcome], spreads: &[Spread]) -> String {
    let row = |spread: &Spread| {
        let [low, middle, high] = spread.percentiles.map(table::number);
        let figure = &spread.mean;
        vec![figure.name.to_owned(), figure.region.clone(), figure.unit.to_owned(), table::number(figure.value), low, middle, high]
    };
    let rows: Vec<Vec<String>> = spreads.iter().map(row).collect();
    let months = outcomes.iter().map(|o| o.months).max().unwrap_or(0);
    let head = ["figure", "region", "unit", "mean", "P10", "P50", "P90"];
    format!("{} campaigns of {months} months.\n\n{}", outcomes.len(), table::plain(&head, &rows, &[3, 4, 5, 6]))
}

fn csv(outcomes: &[Outcome], console: &mut Console) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(console.out());
    let broken = |error: csv::Error| match error.into_kind() {
        csv::ErrorKind::Io(error) => Failure::from(error),
        other => Failure::Input(format!("The CSV cannot be written: {other:?}.")),
    };
    writer.write_record(["seed", "months", "checksum", "figure", "region", "value", "unit"]).map_err(broken)?;
    for outcome in outcomes {
        let own = [outcome.seed.to_string(), outcome.months.to_string(), format!("{:016x}", outcome.checksum)];
        for figure in &outcome.figures {
            let value = figure.value.to_string();
            let rest = [figure.name, figure.region.as_str(), value.as_str(), figure.unit];
            writer.write_record(own.iter().map(String::as_str).chain(rest)).map_err(broken)?;
        }
    }
    writer.flush()?;
    Ok(())
}

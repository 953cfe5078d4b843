//! `cathode screen`: which parameters matter for the past played again.

use std::path::PathBuf;

use super::console::{Console, progress};
use super::failure::Failure;
use super::{hindcast, open, table};
use crate::lab::hindcast::calibrate::{Judged, PARAMETERS, Parameter, read_parameters};
use crate::lab::hindcast::report::YEARS;
use crate::lab::hindcast::screen::{Influence, screen};
use crate::lab::parallel::cores;
use crate::units::digits::number;

/// What may follow `cathode screen`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode screen                       ten walks through the ranges of all parameters
  cathode screen --walks 40 --seed 2   a closer look, with other walks

Morris's method: on each walk every parameter takes one step of two thirds of its range. `effect` is what a step over the whole range
does to the loss of `cathode calibrate`, on average over the walks and whatever its sign; `spread` is how unevenly, which is large where
a parameter acts through others. The last columns name the series whose last year it moves most, in limits of that series.")]
pub struct Args {
    /// The level: its id, or a folder.
    #[arg(default_value = hindcast::LEVEL)]
    level: String,
    /// Walks; each plays the past once more than there are parameters.
    #[arg(long, default_value_t = 10)]
    walks: usize,
    /// Seed of the walks.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads; as many as the machine runs at once if left out.
    #[arg(long)]
    threads: Option<usize>,
    /// A pack to begin with, by folder; may be given several times.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If the level cannot be played or compared.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let level = open::level(&args.level, &args.pack, console)?;
    let (_, comparisons) = hindcast::read(&level)?;
    let parameters = read_parameters(&hindcast::file(&level, PARAMETERS)?, &level.catalog).map_err(Failure::Input)?;
    let judged = Judged { years: YEARS, without: Vec::new() };
    let runs = args.walks * (parameters.len() + 1);
    let bar = progress(runs as u64, "Runs");
    let threads = args.threads.unwrap_or_else(cores);
    let found = screen(&level, &comparisons, &parameters, &judged, (args.walks, args.seed), threads, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let mut ranked: Vec<(&Parameter, Influence)> = parameters.iter().zip(found.map_err(Failure::Input)?).collect();
    ranked.sort_by(|a, b| b.1.loss.total_cmp(&a.1.loss).then_with(|| (&a.0.item, &a.0.field).cmp(&(&b.0.item, &b.0.field))));
    let row = |(p, influence): &(&Parameter, Influence)| {
        let (series, by) = influence.most;
        let title = comparisons.get(series).map(|c| c.title.clone()).unwrap_or_default();
        vec![format!("{} {}", p.item, p.field), number(influence.loss), number(influence.spread), title, number(by)]
    };
    let rows: Vec<Vec<String>> = ranked.iter().map(row).collect();
    console.print(&table::plain(&["parameter", "effect", "spread", "moves most", "limits"], &rows, &[1, 2, 4]))?;
    console.print(&format!("\n{} parameters, {} walks, {runs} runs.\n", parameters.len(), args.walks))?;
    Ok(())
}

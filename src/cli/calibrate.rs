//! `cathode calibrate`: parameters that come nearest to the past, inside the ranges of their sources.

use std::fs;
use std::path::PathBuf;

use super::console::{Console, progress};
use super::failure::Failure;
use super::{hindcast, open, table};
use crate::lab::hindcast::calibrate::{Fit, Judged, PARAMETERS, Parameter, fields, read_parameters, search, write_pack};
use crate::lab::hindcast::known::{BANDS, read_bands};
use crate::session::ensemble::{ENSEMBLE, Ensemble};
use crate::units::digits::number;

/// What may follow `cathode calibrate`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode calibrate --out fitted                       all years
  cathode calibrate --years 2015:2019 --out early      the first five, to be tested on the last five
  cathode calibrate --without us --out elsewhere       without the United States, to be tested on them
  cathode hindcast --params fitted                     what a fit comes to

What may be fitted, and how far, stands in the level's parameters.csv; what is compared in its comparisons.csv. The same seed finds
the same again, on any number of cores. `--out` writes a pack that any other command takes with --pack.")]
pub struct Args {
    /// The level: its id, or a folder.
    #[arg(default_value = hindcast::LEVEL)]
    level: String,
    /// Years whose errors count.
    #[arg(long, value_name = "FIRST:LAST", default_value = "2015:2024", value_parser = years)]
    years: (i32, i32),
    /// Leave out comparisons with this word in their id, such as `us`; may be given several times.
    #[arg(long, value_name = "WORD")]
    without: Vec<String>,
    /// Generations of the search at most.
    #[arg(long, default_value_t = 60)]
    generations: usize,
    /// Runs of a generation.
    #[arg(long, default_value_t = 32)]
    population: usize,
    /// Seed of the search.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write as many other good sets too, as an ensemble.csv for the level: campaigns then differ by seed in what is not known.
    #[arg(long, default_value_t = 0)]
    sets: usize,
    /// A pack to begin with, by folder; may be given several times.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
    /// Folder for the pack with what was found.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

fn years(text: &str) -> Result<(i32, i32), String> {
    let ends = text.split_once(':').and_then(|(first, last)| Some((first.parse().ok()?, last.parse().ok()?)));
    ends.filter(|(first, last)| first <= last).ok_or_else(|| "write FIRST:LAST, such as 2015:2019".to_owned())
}

/// Runs the command.
///
/// # Errors
/// If the level cannot be played or compared, or something cannot be written.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let level = open::level(&args.level, &args.pack, console)?;
    let (_, mut comparisons) = hindcast::read(&level)?;
    if let Some(bytes) = level.side_file(BANDS) {
        comparisons.extend(read_bands(&bytes).map_err(Failure::Input)?);
    }
    let parameters = read_parameters(&hindcast::file(&level, PARAMETERS)?, &level.catalog).map_err(Failure::Input)?;
    let fit = Fit {
        judged: Judged { years: args.years.0..=args.years.1, without: args.without.clone() },
        generations: args.generations,
        population: args.population,
        seed: args.seed,
        sets: args.sets,
    };
    let bar = progress(args.generations as u64, "Generations");
    let found = search(&level, &comparisons, &parameters, &fit, |generation, best| {
        bar.set_position(generation as u64);
        bar.set_message(number(best));
    });
    bar.finish_and_clear();
    let found = found.map_err(Failure::Input)?;
    let row = |(p, value): (&Parameter, &f64)| {
        let bound = if p.at_bound(*value) { "at its end" } else { "" };
        vec![format!("{} {}", p.item, p.field), number(p.start), number(*value), number(p.range.0), number(p.range.1), bound.to_owned()]
    };
    let rows: Vec<Vec<String>> = parameters.iter().zip(&found.values).map(row).collect();
    console.print(&table::plain(&["parameter", "start", "fitted", "low", "high", ""], &rows, &[1, 2, 3, 4]))?;
    let bounds = parameters.iter().zip(&found.values).filter(|(p, value)| p.at_bound(**value)).count();
    console.print(&format!(
        "\nLoss {} (at the start {}) after {} runs; {bounds} of {} parameters lie at an end of their range.\n",
        number(found.loss.0),
        number(found.loss.1),
        found.runs,
        parameters.len()
    ))?;
    if let Some(folder) = &args.out {
        write_pack(folder, &level.id, &parameters, &found.values)?;
        if !found.sets.is_empty() {
            fs::write(folder.join(ENSEMBLE), Ensemble::write(&fields(&parameters), &found.sets))?;
            console.say(&format!("{} other good sets in {ENSEMBLE}.", found.sets.len()));
        }
        console.say(&format!("Written: a pack in {}; `cathode hindcast --params {0}` plays it.", folder.display()));
    }
    Ok(())
}

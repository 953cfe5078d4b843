//! `cathode hindcast`: the past played again, and how near the model comes to it.

use std::fs;
use std::path::{Path, PathBuf};

use super::console::{Console, progress};
use super::failure::Failure;
use super::{open, table};
use crate::lab::hindcast::facts::{FACTS, read_facts};
use crate::lab::hindcast::known::{COMPARISONS, Comparison, HISTORY, Known, read_comparisons};
use crate::lab::hindcast::picture;
use crate::lab::hindcast::play::{Run, mean, runs, spread};
use crate::lab::hindcast::report::{FACT_HEADS, Findings, VOLUMES, YEARS};
use crate::lab::parallel::cores;
use crate::lab::sweep::percentile;
use crate::orders::sentences;
use crate::session::level::Level;

/// The level that begins in the past.
pub const LEVEL: &str = "made_in_china_2015";

/// What may follow `cathode hindcast`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode hindcast                          2015 to 2024 under nine seeds, beside what was
  cathode hindcast --seeds 30 --out past    the same with a report, tables and pictures in past/
  cathode hindcast --params mine            with a pack of your own laid over it: other parameters

Every government decides what it decided in the world; everything else is simulated. `--out` writes
  hindcast.md   errors beside rules of thumb, facts that are shown, and every year beside history
  hindcast.csv  series, unit, year, model, low, high, history
  *.svg         a picture of each series, with the band of the runs")]
pub struct Args {
    /// The level: its id, or a folder. It must have a history.csv and a comparisons.csv.
    #[arg(default_value = LEVEL)]
    level: String,
    /// Number of runs, with seeds from 1; each plays the next of the level's sets of numbers.
    #[arg(long, default_value_t = 9)]
    seeds: u64,
    /// A pack with other parameters, by folder; may be given several times.
    #[arg(long, value_name = "FOLDER")]
    params: Vec<PathBuf>,
    /// Last year to play.
    #[arg(long, default_value_t = *YEARS.end())]
    until: i32,
    /// Threads; as many as the machine runs at once if left out.
    #[arg(long)]
    threads: Option<usize>,
    /// Folder for what is written; it is made if it is missing.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If the level cannot be played or compared, or something cannot be written.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let level = open::level(&args.level, &args.params, console)?;
    let (known, comparisons) = read(&level)?;
    let facts = match level.side_file(FACTS) {
        Some(bytes) => read_facts(&bytes).map_err(Failure::Input)?,
        None => Vec::new(),
    };
    let played: Vec<Comparison> = comparisons.iter().chain(facts.iter().map(|fact| &fact.series)).cloned().collect();
    let bar = progress(args.seeds, "Runs");
    let threads = args.threads.unwrap_or_else(cores);
    let runs = runs(&level, &played, 1..args.seeds + 1, args.until, threads, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let runs = runs.map_err(Failure::Input)?;
    tell_refused(&level, &runs, console);
    let volumes = known.years(VOLUMES.0, VOLUMES.1).ok();
    let findings = Findings { comparisons: &comparisons, runs: &runs, facts: &facts, volumes };
    let (heads, rows) = findings.errors();
    console.print(&table::plain(&heads, &rows, &[1, 2, 4, 5, 6, 7, 8]))?;
    let (passed, judged) = findings.passed();
    console.print(&format!("\n{passed} of {judged} judged series keep to their limits; mean of {} runs.\n", runs.len()))?;
    let (facts, shown) = findings.facts();
    if !facts.is_empty() {
        console.print(&format!("\n{}", table::plain(&FACT_HEADS, &facts, &[1, 2])))?;
        console.print(&format!("\n{shown} of {} facts are shown.\n", facts.len()))?;
    }
    if let Some(folder) = &args.out {
        write(folder, &level, &findings).map_err(|error| Failure::Input(format!("`{}` cannot be written: {error}.", folder.display())))?;
        console.say(&format!("Written: hindcast.md, hindcast.csv and pictures in {}.", folder.display()));
    }
    let faults: Vec<String> = runs.into_iter().flat_map(|run| run.faults).collect();
    super::failure::books(&faults)
}

/// A file beside a level's content.
pub fn file(level: &Level, name: &str) -> Result<Vec<u8>, Failure> {
    let missing = || Failure::Input(format!("The level `{}` has no {name}, so there is nothing to compare with.", level.id));
    level.side_file(name).ok_or_else(missing)
}

/// What was, and what is compared with it.
pub fn read(level: &Level) -> Result<(Known, Vec<Comparison>), Failure> {
    let known = Known::read(&file(level, HISTORY)?).map_err(Failure::Input)?;
    let comparisons = read_comparisons(&file(level, COMPARISONS)?, &known).map_err(Failure::Input)?;
    Ok((known, comparisons))
}

/// Decisions that the model turned down, once each.
fn tell_refused(level: &Level, runs: &[Run], console: &mut Console) {
    let Some(first) = runs.first() else { return };
    for refused in &first.refused {
        let what = sentences::order(&level.catalog, refused.order.side, &refused.order.order);
        console.say(&format!("{}: refused: {what} {}", refused.order.month, refused.refusal));
    }
}

fn write(folder: &Path, level: &Level, findings: &Findings<'_>) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    // Parameters that somebody gives are the same in all sets.
    let sets = match level.ensemble.len() {
        0 => String::new(),
        _ if !level.folders.is_empty() => String::new(),
        sets => format!(" and {sets} other sets of its numbers in turn"),
    };
    let told = format!(
        "Mean of {} runs of the level `{}`{sets} with the decisions that governments took. Results of these years are read by no part of the \
         simulation. Forecasts of others were made beforehand; this is told what governments did, so it is no forecast.",
        findings.runs.len(),
        level.id
    );
    fs::write(folder.join("hindcast.md"), findings.markdown(&level.catalog.scenario.name, &told))?;
    fs::write(folder.join("hindcast.csv"), findings.tidy())?;
    let means = mean(findings.runs);
    let (low, high) = (spread(findings.runs, |v| percentile(v, 5)), spread(findings.runs, |v| percentile(v, 95)));
    for (at, comparison) in findings.comparisons.iter().enumerate() {
        fs::write(folder.join(format!("{}.svg", comparison.id)), picture::draw(comparison, &means[at], &low[at], &high[at])?)?;
    }
    Ok(())
}

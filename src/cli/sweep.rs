//! `cathode sweep`: one level under many seeds.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::console::{Console, progress};
use super::failure::Failure;
use super::open;
use super::table;
use crate::lab::parallel::cores;
use crate::lab::series::Expression;
use crate::lab::sweep::{Outcome, Plan, Spread, spreads, sweep};
use crate::lab::watch::{Values, Watch, spread};
use crate::units::Month;
use crate::units::digits::number;

/// What may follow `cathode sweep`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode sweep battery_race --runs 100              the whole campaign under seeds 1 to 100
  cathode sweep two_regions --runs 20 --quarters 8
  cathode sweep battery_race --runs 1000 --csv > runs.csv    one line per figure and campaign
  cathode sweep battery_race --runs 20 --each \"price.* world\" --band 0.2:15
  cathode sweep battery_race --runs 20 --at 2025-12,2030-12 \\
      --series \"year sales.{phev,bev} * / sales.* *\" --series \"capacity.*_cell china\"

A series is written NAME REGION; names may hold * and {a,b}, the region * adds up all regions, ` / `
divides, `year` in front takes means of twelve months. `cathode run LEVEL --quarters 1 --out DIR`
writes all names to DIR/history.csv.
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
    /// A series, sum or ratio to watch; may be given several times.
    #[arg(long, value_name = "SERIES", value_parser = Expression::parse)]
    series: Vec<Expression>,
    /// Watch every single series that fits; may be given several times.
    #[arg(long, value_name = "PATTERN")]
    each: Vec<String>,
    /// Months at which watched series are told.
    #[arg(long, value_name = "MONTHS", value_delimiter = ',', value_parser = month)]
    at: Vec<Month>,
    /// Shares of its first value outside which a watched series is hard to believe.
    #[arg(long, value_name = "LOW:HIGH", default_value = "0.2:15", value_parser = band)]
    band: (f64, f64),
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
    let watch = Watch { series: args.series.clone(), each: args.each.clone(), at: args.at.clone(), band: args.band };
    watch.check(&level.catalog).map_err(|why| {
        Failure::Usage(format!("There is {why}: history.csv of `cathode run {} --quarters 1 --out DIR` names all series.", args.level))
    })?;
    let bar = progress(u64::from(args.runs), "Campaigns");
    let outcomes = sweep(&level.catalog, plan, &watch, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    if args.csv {
        csv(&outcomes, &args.at, console)?;
    } else {
        console.print(&text(&outcomes, &spreads(&outcomes)))?;
        if !watch.is_empty() {
            console.print(&watched(&outcomes, &watch))?;
        }
    }
    let faults: Vec<String> = outcomes.into_iter().flat_map(|outcome| outcome.faults).collect();
    super::failure::books(&faults)
}

fn month(text: &str) -> Result<Month, String> {
    text.parse().map_err(|error: crate::units::ParseMonthError| error.to_string())
}

/// `0.2:15` as two numbers.
fn band(text: &str) -> Result<(f64, f64), String> {
    let ends = text.split_once(':').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
    ends.filter(|(low, high)| low < high).ok_or_else(|| "write LOW:HIGH, such as 0.2:15".to_owned())
}

/// Watched series: their values at the months asked for, and how they moved.
fn watched(outcomes: &[Outcome], watch: &Watch) -> String {
    let Some(first) = outcomes.first() else { return String::new() };
    let cells = |values: Option<Values>| {
        let numbers = values.map(|v| [v.mean, v.ends.0, v.percentiles[0], v.percentiles[1], v.percentiles[2], v.ends.1]);
        numbers.map_or_else(|| vec![String::new(); 6], |numbers| numbers.map(number).to_vec())
    };
    let mut rows = Vec::new();
    let mut paths = Vec::new();
    for (index, series) in first.watched.iter().enumerate() {
        for (number, month) in watch.at.iter().enumerate() {
            let values = spread(outcomes, |o| o.watched.get(index)?.at.get(number).copied().flatten());
            rows.push([vec![series.text.clone(), month.to_string()], cells(values)].concat());
        }
        let of = |number: fn(&crate::lab::series::Path) -> Option<f64>| spread(outcomes, |o| number(&o.watched.get(index)?.path));
        let show = |value: Option<f64>| value.map(number).unwrap_or_default();
        paths.push(vec![
            series.text.clone(),
            show(of(|p| Some(p.lowest)).map(|v| v.ends.0)),
            show(of(|p| Some(p.highest)).map(|v| v.ends.1)),
            show(of(|p| Some(p.outside as f64)).map(|v| v.ends.1)),
            show(of(|p| Some(p.fall)).map(|v| v.percentiles[1])),
            show(of(|p| Some(p.fall)).map(|v| v.ends.1)),
            show(of(|p| p.answer.map(|months| months as f64)).map(|v| v.percentiles[1])),
        ]);
    }
    let mut text = String::new();
    if !rows.is_empty() {
        let head = ["series", "month", "mean", "least", "P10", "P50", "P90", "most"];
        text.push_str(&format!("\n{}", table::plain(&head, &rows, &[2, 3, 4, 5, 6, 7])));
    }
    let head = ["series", "lowest", "highest", "outside", "fall P50", "fall most", "answer P50"];
    text.push_str(&format!("\n{}", table::plain(&head, &paths, &[1, 2, 3, 4, 5, 6])));
    text.push_str(&table::wrap(&format!(
        "Lowest and highest over the first value, in any campaign; outside: most months in a row beyond {} to {} of the first value, \
         in any campaign; fall: a peak over the lowest value after it; answer: months from that peak to the fastest growth of capacity in the four years after it.",
        watch.band.0, watch.band.1
    )));
    text
}

fn text(outcomes: &[Outcome], spreads: &[Spread]) -> String {
    let row = |spread: &Spread| {
        let [low, middle, high] = spread.percentiles.map(number);
        let figure = &spread.mean;
        vec![figure.name.to_owned(), figure.region.clone(), figure.unit.to_owned(), number(figure.value), low, middle, high]
    };
    let rows: Vec<Vec<String>> = spreads.iter().map(row).collect();
    let months = outcomes.iter().map(|o| o.months).max().unwrap_or(0);
    let head = ["figure", "region", "unit", "mean", "P10", "P50", "P90"];
    let early = early(outcomes);
    format!("{} campaigns of {months} months.{early}\n\n{}", outcomes.len(), table::plain(&head, &rows, &[3, 4, 5, 6]))
}

/// How many campaigns ended before their last month, and how.
fn early(outcomes: &[Outcome]) -> String {
    let mut ways: BTreeMap<&str, usize> = BTreeMap::new();
    outcomes.iter().filter_map(|outcome| outcome.ended.as_deref()).for_each(|way| *ways.entry(way).or_default() += 1);
    let told: Vec<String> = ways.iter().map(|(way, count)| format!("{way} in {count}")).collect();
    if told.is_empty() { String::new() } else { format!(" Ended early: {}.", told.join(", ")) }
}

fn csv(outcomes: &[Outcome], months: &[Month], console: &mut Console) -> Result<(), Failure> {
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
        for series in &outcome.watched {
            let path = series.path;
            let told = months.iter().zip(&series.at).filter_map(|(month, value)| Some((month.to_string(), (*value)?)));
            let moved = [("lowest", path.lowest), ("highest", path.highest), ("outside", path.outside as f64), ("fall", path.fall)];
            let answer = path.answer.map(|months| ("answer".to_owned(), months as f64));
            for (what, value) in told.chain(moved.map(|(what, value)| (what.to_owned(), value))).chain(answer) {
                let name = format!("{} @ {what}", series.text);
                writer.write_record(own.iter().map(String::as_str).chain([&name, "", &value.to_string(), ""])).map_err(broken)?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}

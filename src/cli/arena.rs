//! `cathode arena`: doctrines against each other.

use std::path::PathBuf;

use super::console::{Console, progress};
use super::failure::Failure;
use super::open;
use super::report::Shape;
use super::table;
use crate::content::ids::DoctrineId;
use crate::lab::arena::{Outcome, Plan, Rate, Record, distance, pairs, play, records};
use crate::lab::parallel::cores;
use crate::reports::{self, Cell, Format, Table};

/// What may follow `cathode arena`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode arena battery_race --runs 5                every pair of doctrines, five seeds, each with the sides swapped
  cathode arena battery_race --runs 20 --doctrines fortress,tech_leap
  cathode arena two_regions --runs 3 --quarters 12 --format json

A pair is won by who did better in both campaigns of a seed together: the margins of the two sides are compared, so that the
stronger side is nobody's merit. Intervals hold the true share in 95 of 100 cases (Wilson). An early win counts before any
score. The results do not depend on the number of threads.")]
pub struct Args {
    /// The level: its id, or a folder.
    level: String,
    /// Seeds for each pair; each is played twice.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    runs: u32,
    /// Who plays; all doctrines if left out.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    doctrines: Vec<String>,
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
    /// How it is written.
    #[arg(long, value_enum, default_value_t = Shape::Table)]
    format: Shape,
}

/// Runs the command.
///
/// # Errors
/// If the level cannot be played or there is no such doctrine.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let level = open::level(&args.level, &args.pack, console)?;
    let catalog = &level.catalog;
    let named = args.doctrines.iter().map(|word| {
        catalog.find::<DoctrineId>(word).ok_or_else(|| Failure::Usage(open::unknown(catalog, "doctrine", word, DoctrineId::KIND)))
    });
    let mut doctrines = named.collect::<Result<Vec<_>, _>>()?;
    if doctrines.is_empty() {
        doctrines = catalog.all::<DoctrineId>().map(|(id, _)| id).collect();
    }
    if doctrines.len() < 2 {
        return Err(Failure::Usage("It takes two doctrines to play against each other.".to_owned()));
    }
    let plan = Plan {
        doctrines,
        runs: args.runs as usize,
        first_seed: args.seed,
        quarters: args.quarters.map_or(usize::MAX, |quarters| quarters as usize),
        threads: args.threads.unwrap_or_else(cores),
    };
    let bar = progress(plan.matches().len() as u64, "Campaigns");
    let outcomes = play(&level, &plan, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    let names: Vec<&str> = plan.doctrines.iter().map(|id| catalog.word_of(*id)).collect();
    let mut tables = tables(&names, &outcomes);
    if args.format != Shape::Table {
        // A line for each campaign is for programs that read on.
        tables.push(campaigns(&names, &outcomes));
    }
    let text = match args.format {
        Shape::Table => table::report(&tables),
        Shape::Csv => reports::render(&tables, Format::Csv),
        Shape::Json => reports::render(&tables, Format::Json),
    };
    console.print(&text)?;
    let faults: Vec<String> = outcomes.into_iter().flat_map(|outcome| outcome.faults).collect();
    super::failure::books(&faults)
}

fn tables(names: &[&str], outcomes: &[Outcome]) -> Vec<Table> {
    let (records, idle) = records(names.len(), outcomes);
    vec![wins(names, &records, &idle, outcomes), indices(names, &records, &idle), acts(names, &records), distances(names, &records)]
}

fn campaigns(names: &[&str], outcomes: &[Outcome]) -> Table {
    let mut table = Table::new("campaigns", "Campaigns")
        .numbers("seed", "")
        .words("us")
        .words("china")
        .numbers("score of us", "")
        .numbers("score of china", "")
        .words("decided by");
    for outcome in outcomes {
        let who = |side: usize| outcome.played.sides.map_or("nobody", |sides| names[sides[side]]);
        table.push(vec![
            (outcome.played.seed as f64).into(),
            who(0).into(),
            who(1).into(),
            outcome.sides[0].score.into(),
            outcome.sides[1].score.into(),
            outcome.decided.as_str().into(),
        ]);
    }
    table
}

fn interval(rate: Rate) -> String {
    let (low, high) = rate.interval();
    format!("{:.0}–{:.0}", 100.0 * low, 100.0 * high)
}

fn wins(names: &[&str], records: &[Record], idle: &Record, outcomes: &[Outcome]) -> Table {
    let mut table = Table::new("wins", "Doctrines against all others")
        .words("doctrine")
        .numbers("pairs won", "%")
        .words("95 of 100")
        .numbers("better as US", "%")
        .numbers("better as China", "%")
        .numbers("ahead as US", "%")
        .numbers("ahead as China", "%")
        .numbers("score as US", "")
        .numbers("score as China", "")
        .numbers("orders a campaign", "");
    let games = |record: &Record| (record.ahead[0].of + record.ahead[1].of).max(1) as f64;
    for (name, record) in names.iter().zip(records).chain([(&"nobody", idle)]) {
        let share = |rate: Rate| (rate.of > 0).then(|| 100.0 * rate.share());
        table.push(vec![
            Cell::from(*name),
            share(record.pairs).into(),
            if record.pairs.of > 0 { interval(record.pairs) } else { String::new() }.into(),
            share(record.as_side[0]).into(),
            share(record.as_side[1]).into(),
            share(record.ahead[0]).into(),
            share(record.ahead[1]).into(),
            record.score[0].into(),
            record.score[1].into(),
            (record.acts.values().sum::<usize>() as f64 / games(record)).into(),
        ]);
    }
    let refused: usize = outcomes.iter().map(|outcome| outcome.refused).sum();
    let mut decided: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    outcomes.iter().for_each(|outcome| *decided.entry(outcome.decided.as_str()).or_default() += 1);
    let decided: Vec<String> = decided.into_iter().map(|(how, times)| format!("{how} {times}")).collect();
    table.note(format!("{} campaigns, decided by: {}.", outcomes.len(), decided.join(", ")));
    table.note(format!("{refused} orders were refused when their month came."));
    table
}

fn indices(names: &[&str], records: &[Record], idle: &Record) -> Table {
    let mut table = Table::new("indices", "Mean indices at the end").words("doctrine").words("side");
    for index in crate::content::definitions::scores::Index::ALL {
        table = table.numbers(index.label(), "of 100");
    }
    for (name, record) in names.iter().zip(records).chain([(&"nobody", idle)]) {
        for (side, word) in ["us", "china"].into_iter().enumerate() {
            let mut row = vec![Cell::from(*name), word.into()];
            row.extend(record.indices[side].iter().map(|value| Cell::from(*value)));
            table.push(row);
        }
    }
    table
}

fn acts(names: &[&str], records: &[Record]) -> Table {
    let mut table = Table::new("acts", "What is ordered, shares of all orders of a doctrine").words("order");
    for name in names {
        table = table.numbers(name, "%");
    }
    let words: std::collections::BTreeSet<&String> = records.iter().flat_map(|record| record.acts.keys()).collect();
    for word in words {
        let mut row = vec![Cell::from(word.as_str())];
        for record in records {
            let all = record.acts.values().sum::<usize>().max(1) as f64;
            row.push(record.acts.get(word).map(|times| 100.0 * *times as f64 / all).into());
        }
        table.push(row);
    }
    table
}

fn distances(names: &[&str], records: &[Record]) -> Table {
    let mut table = Table::new("distances", "How differently two doctrines act: total-variation distance of their orders")
        .words("doctrine")
        .words("other")
        .numbers("distance", "0 to 1");
    for (a, b) in pairs(names.len()) {
        table.push(vec![Cell::from(names[a]), names[b].into(), distance(&records[a].acts, &records[b].acts).into()]);
    }
    table
}

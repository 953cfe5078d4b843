//! `cathode report`: what a saved game looks like.

use super::console::Console;
use super::failure::Failure;
use super::open;
use super::table::{self, plain};
use crate::reports::{self, Format, REPORTS};

/// What may follow `cathode report`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode report autosave-1                               the overview
  cathode report \"my game\" market lfp_cell us
  cathode report end.cathsav why price lithium_carbonate china
  cathode report battery_race makers --format csv > makers.csv
  cathode report autosave-1 market lfp_cell --table market.sellers --format csv
  cathode report --list                                   all reports

A level may stand in place of a save: then its first month is reported.

CSV of a report with one table has its columns as they are. CSV of one with several tables is long: a line per cell with the
columns table, row, column, unit, value. --table leaves one table, so that its columns stand as they are.")]
pub struct Args {
    /// A save (its name or file) or a level.
    #[arg(required_unless_present = "list")]
    save: Option<String>,
    /// The report and what it is about; `overview` if left out.
    report: Vec<String>,
    /// Only this table of the report, by its id; a wrong one lists them.
    #[arg(long, value_name = "ID")]
    table: Option<String>,
    /// How it is written.
    #[arg(long, value_enum, default_value_t = Shape::Table)]
    format: Shape,
    /// List the reports.
    #[arg(long)]
    list: bool,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Shape {
    /// Tables for people.
    Table,
    /// For spreadsheets.
    Csv,
    /// For programs.
    Json,
}

/// Runs the command.
///
/// # Errors
/// If the save cannot be opened, or there is no such report.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let Some(save) = args.save.as_ref().filter(|_| !args.list) else {
        let rows: Vec<Vec<String>> = REPORTS.iter().map(|r| vec![format!("{} {}", r.name, r.arguments), r.what.to_owned()]).collect();
        console.print(&plain(&[], &rows, &[]))?;
        return Ok(());
    };
    let name = args.report.first().map_or("overview", String::as_str);
    reports::find(name).map_err(|error| Failure::Usage(error.to_string()))?;
    let game = open::game_or_level(save, console)?;
    let words: Vec<&str> = args.report.iter().map(String::as_str).collect();
    let dossiers = game.dossiers(None);
    let view = reports::View::new(game.simulation()).knowing(&dossiers);
    let mut tables = reports::run_with(view, &words).map_err(|error| Failure::Usage(error.to_string()))?;
    if let Some(id) = &args.table {
        let ids: Vec<&str> = tables.iter().map(|table| table.id.as_str()).collect();
        if !ids.contains(&id.as_str()) {
            return Err(Failure::Usage(format!("The report `{name}` has no table `{id}`. It has {}.", ids.join(", "))));
        }
        tables.retain(|table| table.id == *id);
    }
    let text = match args.format {
        Shape::Table => table::report(&tables),
        Shape::Csv => reports::render(&tables, Format::Csv),
        Shape::Json => reports::render(&tables, Format::Json),
    };
    console.print(&text)?;
    Ok(())
}

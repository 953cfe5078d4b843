//! `cathode stress`: a cut-off in a copy of the world, told month by month.

use super::console::{Console, progress};
use super::failure::Failure;
use super::open;
use super::table;
use crate::content::Catalog;
use crate::content::ids::{GoodId, RegionId};
use crate::lab::stress::{StressTest, stress};
use crate::orders::phrases::{capital, region};
use crate::sim::cut::Cut;
use crate::units::digits::{number, percent};

/// What may follow `cathode stress`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode stress battery_race --cut china:us                        all goods, from the level's first month
  cathode stress battery_race --cut china:all                       to no country at all, as the score tests it
  cathode stress \"my game\" --cut china:us:anode_material            one good, from where the save stands
  cathode stress two_regions --cut us:china --months 24 --json

The world is copied twice; in one copy the receivers' customs let nothing of the goods pass. A stop
to all is told of the sender's rival. The save itself is not changed.")]
pub struct Args {
    /// A save (its name or file) or a level.
    game: String,
    /// What stops: FROM:TO for all goods, FROM:TO:GOOD for one; TO may be `all`.
    #[arg(long, value_name = "FROM:TO[:GOOD]")]
    cut: String,
    /// Months to watch.
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// Print one JSON value instead of a table.
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// If the save or level cannot be opened, or the cut names something unknown.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let game = open::game_or_level(&args.game, console)?;
    let world = game.simulation();
    let catalog = world.catalog();
    let cut = parse(catalog, &args.cut).map_err(Failure::Usage)?;
    let bar = progress(u64::from(args.months), "Months");
    let region = seen_from(catalog, &cut);
    let test = stress(world, &cut, region, args.months as usize, |done| bar.set_position(done as u64)).map_err(Failure::Input)?;
    bar.finish_and_clear();
    if args.json {
        console.print(&format!("{:#}\n", as_json(&test)))?;
    } else {
        console.print(&text(catalog, &cut, &test))?;
    }
    Ok(())
}

/// The region of which a cut is told: the receiver, or the sender's rival if nobody gets anything.
#[must_use]
pub fn seen_from(catalog: &Catalog, cut: &Cut) -> RegionId {
    cut.to.first().copied().unwrap_or_else(|| catalog.scenario.rival(cut.from))
}

/// What `FROM:TO[:GOOD]` means.
///
/// # Errors
/// A sentence on what is unknown.
pub fn parse(catalog: &Catalog, written: &str) -> Result<Cut, String> {
    let parts: Vec<&str> = written.split(':').map(str::trim).collect();
    let (from, to, good) = match parts[..] {
        [from, to] => (from, to, None),
        [from, to, good] => (from, to, Some(good)),
        _ => return Err(format!("`{written}` is not a cut: write FROM:TO or FROM:TO:GOOD, such as china:us:anode_material.")),
    };
    let region = |word: &str| catalog.find::<RegionId>(word).ok_or_else(|| open::unknown(catalog, "region", word, RegionId::KIND));
    let from = region(from)?;
    let to = if to == "all" { Vec::new() } else { vec![region(to)?] };
    if to.contains(&from) {
        return Err("A region cannot be cut off from itself.".to_owned());
    }
    let good = good.map(|word| catalog.find::<GoodId>(word).ok_or_else(|| open::unknown(catalog, "good", word, GoodId::KIND)));
    Ok(Cut { from, to, goods: good.transpose()?.into_iter().collect() })
}

/// The test as a person reads it.
#[must_use]
pub fn text(catalog: &Catalog, cut: &Cut, test: &StressTest) -> String {
    let what =
        cut.goods.first().map_or_else(|| "nothing".to_owned(), |good| format!("no {}", crate::orders::phrases::good(catalog, *good)));
    let (from, seen) = (region(catalog, cut.from), region(catalog, seen_from(catalog, cut)));
    let to = if cut.to.is_empty() { "any other country" } else { seen };
    let mut text = table::wrap(&format!(
        "{} goes from {from} to {to} any more. Output of {seen} with the cut, and as a share of the uncut world:",
        capital(&what)
    ));
    let share = |(cut, whole): (f64, f64)| if whole > 0.0 { percent(cut / whole) } else { "–".to_owned() };
    let row = |m: &crate::lab::stress::CutMonth| {
        vec![
            m.month.to_string(),
            number(m.cells.0),
            share(m.cells),
            number(m.plug_cars.0),
            share(m.plug_cars),
            number(m.cars.0),
            share(m.cars),
        ]
    };
    let rows: Vec<Vec<String>> = test.months.iter().map(row).collect();
    let head = ["month", "cells GWh", "of uncut", "plug cars k", "of uncut", "all cars k", "of uncut"];
    text.push_str(&table::plain(&head, &rows, &[1, 2, 3, 4, 5, 6]));
    text.push('\n');
    text.push_str(&stops(test));
    let (cells, cars) = test.kept();
    text.push_str(&format!(
        "Kept over {} months: {} of cells, {} of cars with a plug.\n",
        test.months.len(),
        percent(cells),
        percent(cars)
    ));
    text
}

fn stops(test: &StressTest) -> String {
    let mut text = match &test.first_short {
        Some((month, what)) => format!("First input that is short at a plant: {what}, in {month}.\n"),
        None => "No plant there ran short of an input for want of the cut goods.\n".to_owned(),
    };
    if test.months.iter().all(|month| month.stops.is_empty()) {
        return text + "Nobody stops (falls below half of the uncut output).\n";
    }
    text.push_str("Who stops (falls below half of the uncut output), and what is short:\n");
    for month in &test.months {
        for stop in &month.stops {
            let short = stop.short_of.as_ref().map_or_else(|| "orders or prices".to_owned(), Clone::clone);
            text.push_str(&format!("  {}  {}: {short}\n", month.month, stop.who));
        }
    }
    text
}

fn as_json(test: &StressTest) -> serde_json::Value {
    let pair = |(cut, whole): (f64, f64)| serde_json::json!({ "cut": cut, "uncut": whole });
    let stop = |stop: &crate::lab::stress::Stop| serde_json::json!({ "who": stop.who, "short_of": stop.short_of });
    let month = |m: &crate::lab::stress::CutMonth| {
        serde_json::json!({
            "month": m.month.to_string(),
            "cells_gwh": pair(m.cells),
            "plug_cars_thousand": pair(m.plug_cars),
            "cars_thousand": pair(m.cars),
            "stops": m.stops.iter().map(stop).collect::<Vec<_>>(),
        })
    };
    let (cells, cars) = test.kept();
    serde_json::json!({
        "months": test.months.iter().map(month).collect::<Vec<_>>(),
        "first_short": test.first_short.as_ref().map(|(month, what)| serde_json::json!({ "month": month.to_string(), "what": what })),
        "kept": { "cells": cells, "plug_cars": cars },
    })
}

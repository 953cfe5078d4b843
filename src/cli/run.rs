//! `cathode run`: a whole campaign without a screen, written down as tables and a summary.

use std::fs;
use std::path::{Path, PathBuf};

use super::console::{Console, progress};
use super::failure::Failure;
use super::open;
use crate::content::Catalog;
use crate::content::ids::RegionId;
use crate::lab::figures::{Figure, final_figures};
use crate::orders::{Dated, sentences};
use crate::session::files::write_file;
use crate::session::game::{Game, MonthResult};
use crate::session::players::Player;
use crate::session::script;
use crate::session::thoughts;

/// What may follow `cathode run`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode run battery_race --seed 7 --out out           the whole campaign; nobody gives orders
  cathode run two_regions --quarters 8 --us plan.ron    the United States follow a script
  cathode run battery_race --us fortress --china any    two governments that think for themselves
  cathode run two_regions --orders both.ron --save end.cathsav
  cathode run battery_race --quarters 4 --pack mods/cheap_power

A script is a file `Orders([ … ])` as `--out` writes it: orders.ron. `--out` writes
  history.csv   date, series, region, value, unit
  events.csv    what happened: plants, failures, orders done and refused, and why a doctrine gave them
  orders.ron    every order that was carried out, to be run again
  summary.json  final figures, checksum of the world, hash of the content
Without --out, the summary is printed.")]
pub struct Args {
    /// The level: its id, or a folder.
    level: String,
    /// Seed of the dice.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Quarters to play; all of the level if left out.
    #[arg(long)]
    quarters: Option<u32>,
    /// Who plays the United States: `none`, `history` (what was decided in the world, if the level tells it), a doctrine, `any`
    /// (a doctrine picked by the seed), or the file of a script.
    #[arg(long, value_name = "WHO", default_value = "none")]
    us: String,
    /// Who plays China: the same.
    #[arg(long, value_name = "WHO", default_value = "none")]
    china: String,
    /// A script for both sides, beside theirs.
    #[arg(long, value_name = "FILE")]
    orders: Option<PathBuf>,
    /// When events come; as the level says if left out.
    #[arg(long, value_enum)]
    events: Option<open::Events>,
    /// Further packs, by folder.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
    /// Folder for what is written; it is made if it is missing.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Save the game at its end.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// If the level or a script has errors, or something cannot be written.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let level = open::level(&args.level, &args.pack, console)?;
    let catalog = &level.catalog;
    let both = args.orders.as_deref().map(|path| read_script(path, catalog)).transpose()?.unwrap_or_default();
    let us = player(args, &args.us, catalog.scenario.us, &both, catalog)?;
    let china = player(args, &args.china, catalog.scenario.china, &both, catalog)?;
    let mut game = open::with_events(Game::new(level, args.seed, us, china).scored(), args.events);
    let result = play(&mut game, args.quarters);
    for refused in &result.refused {
        let what = sentences::order(game.simulation().catalog(), refused.order.side, &refused.order.order);
        console.say(&format!("{}: refused: {what} {}", refused.order.month, refused.refusal));
    }
    let summary = format!("{:#}\n", summary(&game, &result));
    if let Some(folder) = &args.out {
        write_all(folder, &game, &result, &summary)
            .map_err(|error| Failure::Input(format!("`{}` cannot be written: {error}.", folder.display())))?;
        console.say(&format!("Written: history.csv, events.csv, orders.ron and summary.json in {}.", folder.display()));
    } else {
        console.print(&summary)?;
    }
    if let Some(path) = &args.save {
        write_file(path, &game.to_save()?)?;
    }
    super::failure::books(&result.faults)
}

/// Plays quarters, or the whole level.
fn play(game: &mut Game, quarters: Option<u32>) -> MonthResult {
    let simulation = game.simulation();
    let left = u64::try_from(simulation.calendar().end.since(simulation.now()) + 1).unwrap_or(0).div_ceil(3);
    let quarters = quarters.map_or(left, |wanted| u64::from(wanted).min(left));
    let bar = progress(quarters, "Quarters");
    let mut result = MonthResult::default();
    for _ in 0..quarters {
        if game.is_over() {
            break;
        }
        result.add(game.end_quarter());
        bar.inc(1);
    }
    bar.finish_and_clear();
    result
}

/// Who plays a side: what `who` names, and the side's part of a script for both.
fn player(args: &Args, who: &str, side: RegionId, both: &[Dated], catalog: &Catalog) -> Result<Player, Failure> {
    if who == "history" {
        return Ok(Player::History);
    }
    if who != "none"
        && let Some(player) = thoughts::rival(catalog, who, args.seed, side)
    {
        return Ok(player);
    }
    let mut lines = if who == "none" { Vec::new() } else { read_script(Path::new(who), catalog)? };
    lines.extend_from_slice(both);
    lines.retain(|line| line.side == side);
    Ok(if lines.is_empty() { Player::Nothing } else { Player::Script(lines) })
}

/// The orders of a script's file.
fn read_script(path: &Path, catalog: &Catalog) -> Result<Vec<Dated>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        let hint = if path.components().count() == 1 && path.extension().is_none() {
            " WHO is `none`, `history`, `any`, a doctrine or the file of a script."
        } else {
            ""
        };
        Failure::Input(format!("The script `{}` cannot be read: {error}.{hint}", path.display()))
    })?;
    script::read(&text, &path.display().to_string(), catalog).map_err(Failure::Input)
}

fn write_all(folder: &Path, game: &Game, result: &MonthResult, summary: &str) -> Result<(), Box<dyn std::error::Error>> {
    fs::create_dir_all(folder)?;
    write_history(&folder.join("history.csv"), game)?;
    write_events(&folder.join("events.csv"), game, result)?;
    fs::write(folder.join("orders.ron"), script::write(game.log(), game.simulation().catalog()))?;
    fs::write(folder.join("summary.json"), summary)?;
    Ok(())
}

/// Every series, one value a line.
fn write_history(path: &Path, game: &Game) -> Result<(), csv::Error> {
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["date", "series", "region", "value", "unit"])?;
    let history = game.simulation().history();
    for series in &history.series {
        for (value, month) in series.values.iter().zip(0..) {
            let (date, value) = (history.start.plus(month).to_string(), value.to_string());
            writer.write_record([&date, &series.name, &series.region, &value, &series.unit])?;
        }
    }
    Ok(writer.flush()?)
}

/// What happened, by month: the world's notes, then orders.
fn write_events(path: &Path, game: &Game, result: &MonthResult) -> Result<(), csv::Error> {
    let simulation = game.simulation();
    let catalog = simulation.catalog();
    let mut events: Vec<[String; 4]> = Vec::new();
    let notes = simulation.history().notes.iter();
    events.extend(notes.map(|(month, text)| [month.to_string(), "event".to_owned(), String::new(), text.clone()]));
    let line =
        |order: &Dated, kind: &str, text: String| [order.month.to_string(), kind.to_owned(), catalog.word_of(order.side).to_owned(), text];
    events.extend(result.done.iter().map(|(order, _)| line(order, "order", sentences::order(catalog, order.side, &order.order))));
    let refused =
        |r: &crate::session::game::TurnedDown| format!("{} {}", sentences::order(catalog, r.order.side, &r.order.order), r.refusal);
    events.extend(
        result
            .reasons
            .iter()
            .map(|(order, why)| line(order, "reason", format!("{}: {why}", crate::ai::act::word(catalog, &order.order, |_| None)))),
    );
    events.extend(result.refused.iter().map(|r| line(&r.order, "refused", refused(r))));
    events.sort_by(|a, b| a[0].cmp(&b[0]));
    let mut writer = csv::Writer::from_path(path)?;
    writer.write_record(["date", "kind", "side", "text"])?;
    events.iter().try_for_each(|event| writer.write_record(event))?;
    Ok(writer.flush()?)
}

/// How the campaign ended, with final scores; nothing while it goes on.
fn ended(game: &Game) -> serde_json::Value {
    let view = crate::reports::View::new(game.simulation());
    let side = game.level().catalog.scenario.us;
    let Some(page) = crate::reports::result::page(&view, side, game.log()) else { return serde_json::Value::Null };
    let of = |side: &crate::reports::result::SideResult| serde_json::json!({ "region": view.catalog.word_of(side.region), "has": side.word(), "score": side.last.score, "grade": side.grade });
    serde_json::json!({
        "by": page.title,
        "month": page.month.to_string(),
        "sides": page.sides.iter().map(of).collect::<Vec<_>>(),
        "decided": page.decided,
        "turning_points": page.turning,
    })
}

fn summary(game: &Game, result: &MonthResult) -> serde_json::Value {
    let simulation = game.simulation();
    let figure = |f: &Figure| serde_json::json!({ "name": f.name, "region": f.region, "value": f.value, "unit": f.unit });
    serde_json::json!({
        "level": game.level().id,
        "seed": game.seed(),
        "game_version": env!("CARGO_PKG_VERSION"),
        "content_hash": format!("{:032x}", simulation.catalog().hash),
        "first_month": simulation.calendar().start.to_string(),
        "next_month": simulation.now().to_string(),
        "months": simulation.calendar().tick,
        "orders_done": result.done.len(),
        "orders_refused": result.refused.len(),
        "ended": ended(game),
        "checksum": format!("{:016x}", simulation.checksum()),
        "figures": final_figures(simulation).iter().map(figure).collect::<Vec<_>>(),
    })
}

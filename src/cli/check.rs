//! `cathode check`: every problem of packs, as a compiler prints them.

use std::path::{Path, PathBuf};

use super::console::Console;
use super::failure::Failure;
use crate::content::load::{Loaded, load_packs};
use crate::content::packs::{PackSource, Place};
use crate::content::render;
use crate::session::level::{self, Level};

/// What may follow `cathode check`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode check                          every level of this machine, with all mods
  cathode check battery_race             one level
  cathode check mods/sodium_winter       a pack in a folder
  cathode check two_regions --json       for an editor or a build server

A pack without a scenario of its own is looked at in the level that it depends on, or else in
battery_race. Exit code 1 means that there is an error; warnings and notes do not count.")]
pub struct Args {
    /// Packs: ids of levels or paths of folders. Without any, all levels are checked.
    packs: Vec<String>,
    /// Print one JSON value on stdout instead of text.
    #[arg(long)]
    json: bool,
    /// Print every problem, also where many say the same of other names.
    #[arg(long)]
    all: bool,
}

/// Runs the command.
///
/// # Errors
/// If a pack has an error.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let names = if args.packs.is_empty() { level::known().into_iter().map(|known| known.id).collect() } else { args.packs.clone() };
    let mut reports = Vec::new();
    let mut failed = false;
    for name in &names {
        if let Some(absent) = absent(name) {
            console.say(&absent);
            failed = true;
            continue;
        }
        let checked = Checked::of(name);
        failed |= checked.loaded.problems.any_error();
        if args.json {
            reports.push(checked.json());
        } else {
            console.print(&checked.text(args.all))?;
        }
        if let Err(wrong) = checked.sets() {
            console.say(&wrong);
            failed = true;
        }
    }
    if args.json {
        console.print(&format!("{:#}\n", serde_json::Value::Array(reports)))?;
    }
    if failed { Err(Failure::Told) } else { Ok(()) }
}

/// What to say of a name behind which there is no pack at all.
fn absent(name: &str) -> Option<String> {
    if level::named_folder(name).is_some() || level::sources(&[]).iter().any(|source| source.folder == name) {
        return None;
    }
    Some(if Path::new(name).is_dir() {
        format!("The folder `{name}` holds no `pack.ron`, which makes a folder a pack. `cathode new ID` writes one to start from.")
    } else {
        let known: Vec<String> = level::known().into_iter().map(|level| level.id).collect();
        format!("There is no level and no folder `{name}`. The levels are {}.", known.join(", "))
    })
}

/// A pack and what loading it gave.
struct Checked {
    name: String,
    sources: Vec<PackSource>,
    /// The level in which it was looked at.
    level: String,
    loaded: Loaded,
}

impl Checked {
    fn of(name: &str) -> Self {
        let folder = level::named_folder(name);
        let folders: Vec<PathBuf> = folder.iter().cloned().collect();
        let sources = level::sources(&folders);
        let named = folder.as_deref().map(PackSource::named);
        let source = named.as_ref().or_else(|| sources.iter().find(|source| source.folder == name));
        let level = source.map_or_else(|| name.to_owned(), |source| level::level_for(source, crate::session::level::DEFAULT));
        let loaded = load_packs(&sources, Some(&level));
        Self { name: name.to_owned(), sources, level, loaded }
    }

    /// Whether the level can be played with all sets of numbers that it ships.
    fn sets(&self) -> Result<(), String> {
        let folders: Vec<PathBuf> = level::named_folder(&self.name).into_iter().collect();
        if self.loaded.catalog.is_none() {
            return Ok(());
        }
        Level::open(&self.level, &folders).map_err(|error| error.details)?.check_sets()
    }

    /// Where each pack that was used was read from.
    fn origins(&self) -> Vec<(String, String, String)> {
        let place = |folder: Option<&Path>| folder.map_or_else(|| "the program itself".to_owned(), |path| path.display().to_string());
        let used = self.loaded.packs.iter().map(|pack| (pack.id.clone(), pack.version.to_string(), place(pack.folder.as_deref())));
        used.collect()
    }

    fn text(&self, all: bool) -> String {
        let level = if self.name == self.level { String::new() } else { format!(" (in level {})", self.level) };
        let mut text = format!("{}{level}:\n", self.name);
        for (id, version, place) in self.origins() {
            text.push_str(&format!("  pack {id} {version} from {place}\n"));
        }
        text.push('\n');
        let (problems, files) = (&self.loaded.problems, &self.loaded.files);
        text + &if all { render::text(problems, files) } else { level::told_once(problems, files) }
    }

    fn json(&self) -> serde_json::Value {
        let problems = self.loaded.problems.list().iter().map(|p| render::value(p, &self.loaded.files)).collect::<Vec<_>>();
        let (errors, warnings, notes) = self.loaded.problems.counts();
        let mut value = serde_json::json!({ "problems": problems, "errors": errors, "warnings": warnings, "notes": notes });
        if let serde_json::Value::Object(map) = &mut value {
            let packs = self.origins().into_iter().map(|(id, version, place)| {
                let embedded = self.sources.iter().any(|s| s.folder == id && matches!(s.place, Place::Embedded(_)));
                serde_json::json!({ "id": id, "version": version, "from": if embedded { "embedded".to_owned() } else { place } })
            });
            map.insert("packs".to_owned(), packs.collect());
            map.insert("checked".to_owned(), self.name.clone().into());
            map.insert("level".to_owned(), self.level.clone().into());
        }
        value
    }
}

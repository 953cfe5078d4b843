//! `cathode new`: a pack to begin with, every line explained, that `cathode check` accepts as it is.

use std::fs;
use std::path::{Path, PathBuf};

use super::console::Console;
use super::failure::Failure;
use super::open;
use crate::content::ids::{ItemKind, id_fault};
use crate::session::level::Level;

/// What may follow `cathode new`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode new cheap_power --kind balance             change single numbers of the game
  cathode new two_camps --kind scenario              a level of your own, built on `two_regions`
  cathode new my_race --kind scenario --from battery_race --in mods

Then edit the files and run `cathode check FOLDER`, `cathode run FOLDER` or `cathode play FOLDER`.")]
pub struct Args {
    /// Id of the pack: small letters, digits and _.
    id: String,
    /// What it is to be.
    #[arg(long, value_enum, default_value_t = PackKind::Balance)]
    kind: PackKind,
    /// The level that a scenario is built on.
    #[arg(long, value_name = "LEVEL", default_value = "two_regions")]
    from: String,
    /// The folder in which the pack's own folder is made.
    #[arg(long = "in", value_name = "FOLDER", default_value = ".")]
    place: PathBuf,
}

/// What kind of pack is begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PackKind {
    /// A level of its own, built on another one.
    Scenario,
    /// Other numbers for things that exist.
    Balance,
}

/// Runs the command.
///
/// # Errors
/// If the id is none, or a folder of that name is there already.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    if let Some(fault) = id_fault(&args.id) {
        return Err(Failure::Usage(format!("`{}` cannot be the id of a pack: {fault}.", args.id)));
    }
    let files = match args.kind {
        PackKind::Balance => balance(&args.id),
        PackKind::Scenario => scenario(&args.id, &open::level(&args.from, &[], console)?)?,
    };
    let folder = args.place.join(&args.id);
    if folder.exists() {
        return Err(Failure::Input(format!("`{}` is there already. Choose another id, or delete it first.", folder.display())));
    }
    write(&folder, &files).map_err(|error| Failure::Input(format!("`{}` cannot be written: {error}.", folder.display())))?;
    for (name, _) in &files {
        console.print(&format!("{}\n", folder.join(name).display()))?;
    }
    let place = folder.display();
    let play = match args.kind {
        PackKind::Balance => format!("{} --pack {place}", crate::session::level::DEFAULT),
        PackKind::Scenario => place.to_string(),
    };
    console.say(&format!("Edit these. `cathode check {place}` tells what is wrong, `cathode play {play}` plays with it."));
    Ok(())
}

/// Name and text of each file.
type Files = Vec<(&'static str, String)>;

fn write(folder: &Path, files: &Files) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    files.iter().try_for_each(|(name, text)| fs::write(folder.join(name), text))
}

/// A name as a person would write it: `cheap_power` becomes `Cheap power`.
fn title(id: &str) -> String {
    let words = id.replace('_', " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn pack(id: &str, about: &str, depends: &str) -> String {
    format!(
        r#"// What this pack is. The id is the first part of the full id of everything that the pack defines: {id}:…
Pack(
    id: "{id}",
    name: "{name}", // shown to players
    about: "{about}",
    version: "0.1.0", // count up when you change something; saves remember it
    game: ">=0.1", // versions of the game that it is made for
    depends: [{depends}], // packs that it needs, with versions if you like: "base >=0.1"
    authors: ["your name"],
    licence: "CC-BY-4.0",
)
"#,
        name = title(id)
    )
}

fn balance(id: &str) -> Files {
    let numbers = r#"// Other numbers for things that exist. File names and folders mean nothing; the first word says what is in a file: Goods,
// Processes, Regions, Firms, Sites, Technologies, Policies, Rules … One file holds one kind.
//
// Patch(id, changes) changes single fields and leaves the rest. The changes are
//   Set(field, value)      another value            Set("capex_musd_per_unit.at.us", 95)
//   Scale(field, factor)   times a number           Scale(energy_mwh_per_unit, 0.9)
//   Add(list, [items])     more items of a list     Remove(list, [items])   fewer
// New things are made with Define((id: "…", …)), taken out with Remove("base:…").
// The unit of a number stands in the name of its field. Write beside a number where it comes from.
Processes([
    Patch("base:lfp_cell_production", [
        Scale(energy_mwh_per_unit, 0.9), // E: drying electrodes with heat pumps saves about a tenth
    ]),
])
"#;
    vec![("pack.ron", pack(id, "What it changes, in one sentence.", r#""base""#)), ("numbers.ron", numbers.to_owned())]
}

fn scenario(id: &str, from: &Level) -> Result<Files, Failure> {
    let catalog = &from.catalog;
    let scenario = &catalog.scenario;
    let full = |kind: ItemKind, index: usize| catalog.ids.of(kind).get(index).map(|known| known.full.clone());
    let base =
        full(ItemKind::Scenario, 0).ok_or_else(|| Failure::Input(format!("The level `{}` has no scenario to build on.", from.id)))?;
    let government = catalog.governments.iter().position(|g| g.region == scenario.us);
    let government = government.and_then(|index| Some((full(ItemKind::Government, index)?, catalog.governments[index].budget_busd)));
    let level = &from.id;
    let text = format!(
        r#"// The scenario: who plays, from when to when. This pack builds on `{level}` and changes what is written here.
// To begin from nothing instead, depend on "base" alone and define everything: cathode check tells what is missing.
Scenarios([
    Patch("{base}", [
        Set(name, "{name}"),
        Set(about, "What it is about, in a short paragraph."),
        Set(end, "{end}"), // last month; the first is that of `{level}`, for its plants and prices are of that month
    ]),
])
"#,
        name = title(id),
        end = scenario.end,
    );
    let mut files =
        vec![("pack.ron", pack(id, "What it is about, in one sentence.", &format!(r#""base", "{level}""#))), ("scenario.ron", text)];
    if let Some((government, budget)) = government {
        let text = format!(
            r#"// The start of the level: other numbers for governments, plants (Lines), prices (GoodStates), automakers (CarMakers) …
Governments([
    Patch("{government}", [
        Set(budget_busd, {budget:?}), // billion US$ a year for the contest; as in `{level}` so far
    ]),
])
"#
        );
        files.push(("start.ron", text));
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_become_names() {
        assert_eq!(title("cheap_power"), "Cheap power");
        assert_eq!(title("x"), "X");
    }
}

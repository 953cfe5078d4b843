//! From what is written on the command line to a level or a game, with what the person must be told about it.

use std::path::{Path, PathBuf};

use super::console::Console;
use super::failure::Failure;
use crate::content::Catalog;
use crate::content::diagnostics::nearest;
use crate::content::ids::RegionId;
use crate::session::files::SaveFolder;
use crate::session::home::home;
use crate::session::level::{self, Level};

/// The level of a name or folder; its warnings go to stderr.
///
/// # Errors
/// If it cannot be played.
pub fn level(name: &str, folders: &[PathBuf], console: &Console) -> Result<Level, Failure> {
    let level = Level::open(name, folders).map_err(|error| no_level(name, error))?;
    if !level.warnings.is_empty() {
        console.say(&level.warnings);
    }
    Ok(level)
}

fn no_level(name: &str, error: level::LevelError) -> Failure {
    let known = level::known();
    if level::named_folder(name).is_some() || known.iter().any(|level| level.id == name) {
        return error.into();
    }
    let near = nearest(name, known.iter().map(|level| level.id.as_str()));
    let hint = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
    let list: Vec<&str> = known.iter().map(|level| level.id.as_str()).collect();
    Failure::Input(format!("There is no level `{name}`.{hint} The levels are {}; a folder with a pack works too.", list.join(", ")))
}

/// The player's folder of saves.
///
/// # Errors
/// If the system names none.
pub fn saves() -> Result<SaveFolder, Failure> {
    Ok(SaveFolder::of_home(&home(None)?))
}

/// The region of a word, or what was probably meant.
///
/// # Errors
/// If there is no such region.
pub fn region(catalog: &Catalog, word: &str) -> Result<RegionId, Failure> {
    catalog.find::<RegionId>(word).ok_or_else(|| Failure::Usage(unknown(catalog, "region", word, RegionId::KIND)))
}

/// “There is no … of this name”, with the nearest one that there is.
#[must_use]
pub fn unknown(catalog: &Catalog, what: &str, word: &str, kind: crate::content::ids::ItemKind) -> String {
    let near = nearest(word, catalog.ids.of(kind).iter().map(crate::content::ids::Known::word));
    let hint = near.map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
    format!("There is no {what} `{}`.{hint}", crate::content::diagnostics::clip(word))
}

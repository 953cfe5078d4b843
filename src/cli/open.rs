//! From what is written on the command line to a level or a game, with what the person must be told about it.

use std::path::{Path, PathBuf};

use super::console::Console;
use super::failure::Failure;
use crate::content::Catalog;
use crate::content::definitions::events::EventMode;
use crate::content::diagnostics::{clip, count, nearest};
use crate::content::ids::{DoctrineId, RegionId};
use crate::session::files::SaveFolder;
use crate::session::game::Game;
use crate::session::home::home;
use crate::session::level::{self, Level};
use crate::session::players::Player;
use crate::session::sections::Changes;
use crate::session::thoughts;

/// When events come, as said on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Events {
    /// Never.
    None,
    /// On their dates; those without a date by chance.
    Historical,
    /// All by chance, as the world's state makes them likely.
    Dynamic,
}

impl Events {
    /// What a world calls it.
    #[must_use]
    pub const fn mode(self) -> EventMode {
        match self {
            Self::None => EventMode::Off,
            Self::Historical => EventMode::Historical,
            Self::Dynamic => EventMode::Dynamic,
        }
    }
}

/// The level of a name or folder; that there are warnings goes to stderr.
///
/// # Errors
/// If it cannot be played.
pub fn level(name: &str, folders: &[PathBuf], console: &Console) -> Result<Level, Failure> {
    let level = Level::open(name, folders).map_err(|error| no_level(name, error))?;
    let has_own_packs = level.catalog.packs.iter().any(|pack| pack.folder.is_some());
    if level.warnings > 0 && has_own_packs {
        console.say(&format!("{} in the packs; `cathode check` shows them.", count(level.warnings, "warning")));
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

/// A saved game by path or name. What had to be loaded instead of it is told on stderr.
///
/// # Errors
/// If it cannot be loaded.
pub fn game(text: &str, folder: &mut SaveFolder, changes: Changes, console: &Console) -> Result<Game, Failure> {
    let path = folder.locate(text);
    let read = |save: crate::session::container::Save| Game::from_save(&save, Game::level_of(&save)?, changes);
    let loaded = folder.load_as(&path, read)?;
    if let Some(notice) = &loaded.notice {
        console.say(notice);
    }
    Ok(loaded.value)
}

/// A game by the name of a save, or a new one of a level: a path to a save, then a level, then a save in the folder.
///
/// # Errors
/// If it is neither.
pub fn game_or_level(text: &str, console: &Console) -> Result<Game, Failure> {
    let is_level = level::named_folder(text).is_some_and(|path| path.is_dir()) || level::known().iter().any(|level| level.id == text);
    if is_level && !Path::new(text).is_file() {
        let level = level(text, &[], console)?;
        return Ok(Game::new(level, 1, Player::Nothing, Player::Nothing).scored());
    }
    game(text, &mut saves()?, Changes::Refuse, console)
}

/// Who steers the other side, by a word.
///
/// # Errors
/// If there is no such doctrine.
pub fn rival(catalog: &Catalog, word: &str, seed: u64, is_china: bool) -> Result<Player, Failure> {
    let side = if is_china { catalog.scenario.china } else { catalog.scenario.us };
    if word == "history" {
        return Ok(Player::History);
    }
    thoughts::rival(catalog, word, seed, side).ok_or_else(|| Failure::Usage(unknown(catalog, "doctrine", word, DoctrineId::KIND)))
}

/// The region of a word, or what was probably meant.
///
/// # Errors
/// If there is no such region.
pub fn region(catalog: &Catalog, word: &str) -> Result<RegionId, Failure> {
    catalog.find::<RegionId>(word).ok_or_else(|| Failure::Usage(unknown(catalog, "region", word, RegionId::KIND)))
}

/// “There is no … of this name”, with what was perhaps meant.
#[must_use]
pub fn unknown(catalog: &Catalog, what: &str, word: &str, kind: crate::content::ids::ItemKind) -> String {
    format!("There is no {what} `{}`.{}", clip(word), crate::reports::alike::hint(catalog, kind, word))
}

/// A game with events as said on the command line, or else as its level says.
#[must_use]
pub fn with_events(game: Game, events: Option<Events>) -> Game {
    match events {
        Some(events) => game.with_events(events.mode()),
        None => game,
    }
}

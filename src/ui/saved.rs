//! Saves as the window reads them, and what there is to choose where one does not fit the packs that are here.

use std::path::{Path, PathBuf};

use egui::Ui;

use super::theme;
use super::widgets::{button, sentence};
use crate::session::container::Save;
use crate::session::errors::SaveFault;
use crate::session::files::SaveFolder;
use crate::session::game::Game;
use crate::session::sections::Changes;

/// Why a save was not read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// In a sentence.
    told: String,
    /// The file, if only numbers differ, so that its game can go on with those that are here.
    fits: Option<PathBuf>,
}

/// Reads a game, and what is to be told of it.
///
/// # Errors
/// Why it cannot be read.
pub fn read(saves: &mut SaveFolder, path: &Path, changes: Changes) -> Result<(Game, Option<String>), Unread> {
    let read = |save: Save| Game::from_save(&save, Game::level_of(&save)?, changes);
    saves.load_as(path, read).map(|loaded| (loaded.value, loaded.notice)).map_err(|error| {
        let fits = matches!(error.fault, SaveFault::OtherPacks { only_numbers: true, .. }).then(|| path.to_path_buf());
        // Where there is a button for it, nobody needs the option.
        Unread { told: error.to_string().replace(" (--accept-changes)", ""), fits }
    })
}

/// Tells why a save was not read; the file that is to be read all the same.
pub fn show(ui: &mut Ui, wrong: &Unread) -> Option<PathBuf> {
    sentence(ui, &wrong.told, theme::WORSE);
    let path = wrong.fits.as_ref()?;
    button(ui, "Go on with the new numbers").clicked().then(|| path.clone())
}

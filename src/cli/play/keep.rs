//! Keeping: saves, autosaves, loading, leaving.

use super::desk::{Answer, Desk, Question};
use crate::cli::table::{plain, wrap};
use crate::session::container::Save;
use crate::session::errors::SaveFault;
use crate::session::game::Game;
use crate::session::names::SaveName;
use crate::session::players::Player;
use crate::session::sections::Changes;

/// Autosaves that are kept.
const AUTOSAVES: usize = 8;

impl Desk {
    pub(super) fn save(&mut self, words: &[&str]) -> Answer {
        let name = match (words.is_empty(), &self.name) {
            (true, Some(name)) => name.clone(),
            (true, None) => return Err("Under which name? Write `save NAME`.".to_owned()),
            (false, _) => SaveName::from_title(&words.join(" ")),
        };
        self.game.rename(name.as_str());
        let save = self.game.to_save().map_err(|error| error.to_string())?;
        match self.saves.save(&name, &save) {
            Ok(path) => Ok(self.saved(name, &path)),
            Err(error) if matches!(error.fault, SaveFault::Taken) => {
                self.question = Some(Question::Overwrite(name));
                Ok(wrap(&format!("{} Replace it? (yes or no) It would be kept as its backup.", error.what())))
            }
            Err(error) => Err(error.to_string()),
        }
    }

    /// Replaces a save after a yes.
    pub(super) fn overwrite(&mut self, name: &SaveName) -> Answer {
        let save = self.game.to_save().map_err(|error| error.to_string())?;
        let path = self.saves.overwrite(name, &save).map_err(|error| error.to_string())?;
        Ok(self.saved(name.clone(), &path))
    }

    fn saved(&mut self, name: SaveName, path: &std::path::Path) -> String {
        self.unsaved = false;
        let text = format!("Saved as “{name}” in {}.", path.display());
        self.name = Some(name);
        text
    }

    pub(super) fn load(&mut self, words: &[&str]) -> Answer {
        if words.is_empty() {
            return Err("Which game? `saves` lists them.".to_owned());
        }
        let (words, changes) = match words {
            [rest @ .., "--accept-changes"] => (rest, Changes::Accept),
            _ => (words, Changes::Refuse),
        };
        let path = self.saves.locate(&words.join(" "));
        let read = |save: Save| Game::from_save(&save, Game::level_of(&save)?, changes);
        let loaded = self.saves.load_as(&path, read).map_err(|error| error.to_string())?;
        self.game = loaded.value;
        self.last = crate::session::game::MonthResult::default();
        (self.laws, self.ended) = (Vec::new(), None);
        self.policies_of.clear();
        let person = self.game.seats().iter().find(|seat| seat.player == Player::Person).map(|seat| seat.side);
        self.side = person.unwrap_or(self.catalog().scenario.us);
        self.name = Some(SaveName::from_title(self.game.title())).filter(|name| !name.is_reserved());
        self.unsaved = false;
        let notice = loaded.notice.map(|notice| wrap(&notice)).unwrap_or_default();
        Ok(format!("{notice}Loaded “{}”; it is {}.", words.join(" "), self.game.simulation().now()))
    }

    pub(super) fn list_saves(&mut self, _: &[&str]) -> Answer {
        let list = self.saves.list().map_err(|error| error.to_string())?;
        let row = |listed: &crate::session::files::Listed| match &listed.header {
            Ok(header) => {
                let played = format!("{} h {:02} min", header.play_seconds / 3600, header.play_seconds / 60 % 60);
                vec![listed.name.to_string(), header.scenario.clone(), header.month.to_string(), header.sides.join(", "), played]
            }
            Err(_) => vec![listed.name.to_string(), "cannot be read".to_owned()],
        };
        let rows: Vec<Vec<String>> = list.iter().map(row).collect();
        if rows.is_empty() {
            return Ok(format!("There are no saves in {} yet.", self.saves.folder().display()));
        }
        Ok(plain(&["name", "level", "month", "side", "played"], &rows, &[]))
    }

    /// Saves the game as the newest autosave.
    pub(super) fn autosave(&mut self) -> Result<(), String> {
        let save = self.game.to_save().map_err(|error| error.to_string())?;
        self.saves.autosave(&save, AUTOSAVES).map_err(|error| format!("The autosave failed: {error}"))?;
        self.unsaved = false;
        Ok(())
    }

    pub(super) fn quit(&mut self, _: &[&str]) -> Answer {
        self.done = true;
        Ok(String::new())
    }

    /// Called when the game is left, however that happens: what no save holds goes into an autosave.
    pub(super) fn leave(&mut self) -> Option<String> {
        if !self.unsaved {
            return None;
        }
        Some(match self.autosave() {
            Ok(()) => "The game is saved as autosave-1; `cathode play --load autosave-1` goes on with it.\n".to_owned(),
            Err(error) => error + "\n",
        })
    }
}

//! What a government remembers from quarter to quarter. It is kept with the game, beside the world.

use serde::{Deserialize, Serialize};

use crate::reports::dossier::Note;
use crate::units::Month;

/// Notes that are kept: those of about five years.
const MOST_NOTES: usize = 120;

/// A government's memory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mind {
    /// What it did and why, oldest first.
    pub notes: Vec<Note>,
    /// What it will not ask for before a month, by key of the matter.
    waits: Vec<(u64, Month)>,
    /// Until when hostile steps of the rival are answered.
    answered: Option<Month>,
    /// Rungs on which hostile measures of the rival stood in the last quarter, added up.
    hostile: u32,
    /// Rungs that the rival took back, and when it was seen.
    eased: Option<(Month, u32)>,
}

impl Mind {
    /// Whether it has set a matter aside for now.
    #[must_use]
    pub fn waits_for(&self, key: u64, now: Month) -> bool {
        self.waits.iter().any(|(other, until)| *other == key && now < *until)
    }

    /// Sets a matter aside.
    pub(super) fn wait(&mut self, key: u64, until: Month) {
        self.waits.retain(|(other, _)| *other != key);
        self.waits.push((key, until));
    }

    /// Forgets what is past.
    pub(super) fn tidy(&mut self, now: Month) {
        self.waits.retain(|(_, until)| now < *until);
        let many = self.notes.len().saturating_sub(MOST_NOTES);
        self.notes.drain(..many);
    }

    /// The month until which the rival's steps are answered.
    #[must_use]
    pub const fn answered(&self) -> Option<Month> {
        self.answered
    }

    pub(super) const fn answer(&mut self, now: Month) {
        self.answered = Some(now);
    }

    /// Sees the rungs on which the rival's hostile measures stand.
    pub(super) fn watch(&mut self, now: Month, rungs: u32) {
        if rungs < self.hostile {
            self.eased = Some((now, self.hostile - rungs));
        }
        self.hostile = rungs;
    }

    /// Rungs that the rival took back in the last `months`.
    #[must_use]
    pub fn eased(&self, now: Month, months: i32) -> u32 {
        self.eased.filter(|(month, _)| now.since(*month) <= months).map_or(0, |(_, rungs)| rungs)
    }

    /// Money a year that it has promised and that does not yet show in what it spends, million US$.
    #[must_use]
    pub fn promised_musd(&self, now: Month) -> f64 {
        let open = |note: &Note| {
            let age = now.since(note.month.plus(i32::try_from(note.lag_months).unwrap_or(0)));
            note.cost_per_year_musd * (1.0 - f64::from(age) / 12.0).clamp(0.0, 1.0)
        };
        self.notes.iter().map(open).sum()
    }
}

//! What a save tells about itself before it is opened: enough for the list of saves and for refusing what cannot be played.

use super::errors::{SaveError, SaveFault};
use crate::units::Month;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// The most bytes that a header may take.
pub const MAX_HEADER: usize = 64 << 10;

/// The most characters of a title.
pub const MAX_TITLE: usize = 120;

/// What a save tells about itself. Written as named MessagePack: an older game skips fields that it does not know, and a
/// field added later carries `#[serde(default)]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// What the player calls it.
    pub title: String,
    /// Version of the game that wrote it.
    pub game_version: String,
    /// Version of what the sections mean, counted up with each change that needs a migration.
    pub schema: u32,
    /// Id of the scenario.
    pub scenario: String,
    /// Packs in the order of loading.
    pub packs: Vec<PackUsed>,
    /// The true dice.
    pub seed: u64,
    /// The month that is played next.
    pub month: Month,
    /// Ids of the sides that people play.
    pub sides: Vec<String>,
    /// Seconds played.
    pub play_seconds: u64,
    /// Checksum of the state of the world.
    pub checksum: u64,
    /// Bytes of the uncompressed body; set on encoding.
    pub body_bytes: u64,
}

/// A pack that the game was played with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackUsed {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Hash of its content.
    pub hash: u64,
}

impl Header {
    /// Whether both are states of one campaign.
    #[must_use]
    pub fn same_campaign(&self, other: &Self) -> bool {
        self.seed == other.seed && self.scenario == other.scenario && self.sides == other.sides
    }

    /// Refuses a save whose sections mean something that this game does not know.
    ///
    /// # Errors
    /// If the schema is newer or older than `known`.
    pub fn require_schema(&self, known: RangeInclusive<u32>) -> Result<(), SaveError> {
        if self.schema > *known.end() {
            return Err(SaveFault::NewerGame { made_by: Some(self.game_version.clone()) }.into());
        }
        if self.schema < *known.start() {
            return Err(SaveFault::OlderGame { format: self.schema }.into());
        }
        Ok(())
    }

    /// The header as bytes, its title cleaned and `body_bytes` as given.
    pub(super) fn encode(&self, body_bytes: u64) -> Result<(Self, Vec<u8>), SaveError> {
        let unfit = |reason: String| SaveError::from(SaveFault::Unfit { reason });
        let header = Self { title: clean_title(&self.title), body_bytes, ..self.clone() };
        if !header.is_readable() {
            return Err(unfit("an id in its header holds invisible characters".to_owned()));
        }
        let bytes = rmp_serde::to_vec_named(&header).map_err(|e| unfit(format!("its header cannot be encoded ({e})")))?;
        if bytes.len() > MAX_HEADER {
            return Err(unfit(format!("its header has {} bytes where {MAX_HEADER} is the most", bytes.len())));
        }
        Ok((header, bytes))
    }

    /// Reads a header that [`Header::encode`] wrote.
    pub(super) fn decode(mut bytes: &[u8]) -> Result<Self, SaveError> {
        let damaged = SaveError::damaged("its header cannot be read");
        let Ok(header) = rmp_serde::from_read::<_, Self>(&mut bytes) else { return Err(damaged) };
        if bytes.is_empty() && header.is_readable() { Ok(header) } else { Err(damaged) }
    }

    /// Whether all texts can be shown on a terminal and on a screen without surprises.
    fn is_readable(&self) -> bool {
        let own = [&self.title, &self.game_version, &self.scenario];
        let packs = self.packs.iter().flat_map(|p| [&p.id, &p.version]);
        own.into_iter().chain(packs).chain(&self.sides).all(|text| text.chars().all(is_visible))
    }
}

/// Whether a character shows itself and nothing else: no terminal codes, no reversed reading direction, no zero width.
pub(super) fn is_visible(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A text without invisible characters, for messages.
pub(super) fn readable(text: &str) -> String {
    text.chars().filter(|c| is_visible(*c)).take(MAX_TITLE).collect()
}

/// A title without invisible characters, of limited length.
fn clean_title(title: &str) -> String {
    let visible: String = title.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_visible(*c)).collect();
    visible.trim().chars().take(MAX_TITLE).collect::<String>().trim_end().to_owned()
}

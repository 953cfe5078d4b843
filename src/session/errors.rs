//! What can go wrong with a save, told to the player together with a way out.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// A save that could not be read or written. Its `Display` is a sentence or two for the player.
#[derive(Debug)]
pub struct SaveError {
    /// What is wrong.
    pub fault: SaveFault,
    /// The file it concerns, as far as there is one.
    pub file: Option<PathBuf>,
}

/// What is wrong with a save.
#[derive(Debug)]
pub enum SaveFault {
    /// The file is something else.
    NotASave,
    /// Written by a newer game, whose version is known if its header could be read.
    NewerGame {
        /// Version of that game.
        made_by: Option<String>,
    },
    /// Written by a game so old that its format is no longer read.
    OlderGame {
        /// Number of the format.
        format: u32,
    },
    /// The bytes are not those that were written.
    Damaged {
        /// How that shows.
        sign: &'static str,
    },
    /// The end is missing.
    CutOff {
        /// Bytes that are there.
        have: u64,
    },
    /// Larger than any game can be.
    TooLarge {
        /// Bytes it has or claims to have.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// Played with other packs than those that are here.
    OtherPacks {
        /// What differs, as a sentence.
        differs: String,
        /// Whether it can be played on all the same, because only numbers differ.
        only_numbers: bool,
    },
    /// A part that this game needs is not in it.
    MissingSection {
        /// The part.
        label: String,
    },
    /// A part is there, but is not what this game expects.
    BadSection {
        /// The part.
        label: String,
        /// The decoder's words.
        reason: String,
    },
    /// There is no such file.
    NotFound {
        /// A save of a similar name.
        similar: Option<String>,
    },
    /// There is already a save of this name that this session neither wrote nor loaded, or that somebody changed since.
    Taken,
    /// The name is used by the game itself.
    ReservedName,
    /// Another running game owns the folder.
    Busy {
        /// Its process number, if it could be read.
        holder: Option<u32>,
    },
    /// The operating system refused to read.
    Unreadable(io::Error),
    /// The operating system refused to write.
    Unwritable(io::Error),
    /// The operating system names no folder for a user's data.
    NoHome,
    /// The game handed over something that cannot be saved: an error in the game, not in the file.
    Unfit {
        /// What that is.
        reason: String,
    },
}

impl SaveError {
    /// The same error, now naming `file` unless it already names one.
    #[must_use]
    pub fn at(mut self, file: &Path) -> Self {
        self.file.get_or_insert_with(|| file.to_path_buf());
        self
    }

    /// What is wrong, as a sentence without the way out.
    #[must_use]
    pub fn what(&self) -> String {
        let save = self.file.as_ref().map_or_else(|| "This save".to_owned(), |f| format!("`{}`", f.display()));
        match &self.fault {
            SaveFault::NotASave => format!("{save} is not a save of Cathode."),
            SaveFault::NewerGame { made_by: Some(version) } => {
                format!("{save} was made by Cathode {version}, which is newer than this one ({}).", env!("CARGO_PKG_VERSION"))
            }
            SaveFault::NewerGame { made_by: None } => format!("{save} was made by a newer Cathode than this one."),
            SaveFault::OlderGame { format } => format!("{save} was made by an old Cathode (format {format}) that is no longer read."),
            SaveFault::Damaged { sign } => format!("{save} is damaged: {sign}."),
            SaveFault::CutOff { have } => format!("{save} is cut off: it ends after {have} bytes."),
            SaveFault::TooLarge { bytes, limit } => format!("{save} is too large: {} where {} is the most.", mib(*bytes), mib(*limit)),
            SaveFault::OtherPacks { differs, .. } => format!("{save} was played with other packs than those here: {differs}."),
            SaveFault::MissingSection { label } => format!("{save} lacks the part `{label}`."),
            SaveFault::BadSection { label, reason } => format!("The part `{label}` of {save} cannot be read: {reason}."),
            SaveFault::NotFound { .. } => format!("{save} does not exist."),
            SaveFault::Taken => format!("{save} holds a game that was not saved or loaded in this session, or was changed since."),
            SaveFault::ReservedName => format!("{save} is a name that the game keeps for its autosaves."),
            SaveFault::Busy { holder: Some(process) } => format!("Another Cathode (process {process}) is using {save}."),
            SaveFault::Busy { holder: None } => format!("Another Cathode is using {save}."),
            SaveFault::Unreadable(error) => format!("{save} cannot be read: {}.", plain(error)),
            SaveFault::Unwritable(error) => format!("{save} cannot be written: {}.", plain(error)),
            SaveFault::NoHome => "The system names no folder for your data.".to_owned(),
            SaveFault::Unfit { reason } => format!("{save} cannot be made: {reason}."),
        }
    }

    /// What the player can do about it.
    #[must_use]
    pub fn way_out(&self) -> String {
        match &self.fault {
            SaveFault::NotASave => format!("Choose a file that ends in .{}.", super::names::EXTENSION),
            SaveFault::NewerGame { .. } => "Update the game, or load another save.".to_owned(),
            SaveFault::OlderGame { .. } => "Open it with the version that made it, or load another save.".to_owned(),
            SaveFault::Damaged { .. } | SaveFault::CutOff { .. } | SaveFault::TooLarge { .. } | SaveFault::BadSection { .. } => {
                "Load its backup (the same name with .bak), an autosave or an older save.".to_owned()
            }
            SaveFault::OtherPacks { only_numbers: true, .. } => {
                "Put the old packs back, or go on with the new numbers (--accept-changes); a replay will then no longer agree.".to_owned()
            }
            SaveFault::OtherPacks { only_numbers: false, .. } => {
                "Put the old packs back, or begin a new game with the new ones.".to_owned()
            }
            SaveFault::MissingSection { .. } => "Load an older save, or open it with the version that made it.".to_owned(),
            SaveFault::NotFound { similar: Some(name) } => format!("Did you mean `{name}`?"),
            SaveFault::NotFound { similar: None } => "Check the name, or choose one from the list of saves.".to_owned(),
            SaveFault::Taken => "Save under a new name, or confirm that it may be overwritten.".to_owned(),
            SaveFault::ReservedName => "Save under another name.".to_owned(),
            SaveFault::Busy { .. } => {
                format!(
                    "Save under a new name, close the other game, or start one of them with {} set to another folder.",
                    super::home::VARIABLE
                )
            }
            SaveFault::Unreadable(_) => "Check the file and its permissions, or load another save.".to_owned(),
            SaveFault::Unwritable(_) => {
                "The saves made before are still there. Make room or permit writing, then save again, or save elsewhere.".to_owned()
            }
            SaveFault::NoHome => format!("Set {} to a folder.", super::home::VARIABLE),
            SaveFault::Unfit { .. } => "Nothing was overwritten. This is an error in the game: please report it with the log.".to_owned(),
        }
    }

    /// Whether the file itself is broken, so that a backup may be better; a file made by another version is not.
    #[must_use]
    pub fn is_breakage(&self) -> bool {
        match self.fault {
            SaveFault::NotASave
            | SaveFault::Damaged { .. }
            | SaveFault::CutOff { .. }
            | SaveFault::TooLarge { .. }
            | SaveFault::MissingSection { .. }
            | SaveFault::BadSection { .. }
            | SaveFault::Unreadable(_) => true,
            SaveFault::NewerGame { .. }
            | SaveFault::OlderGame { .. }
            | SaveFault::OtherPacks { .. }
            | SaveFault::NotFound { .. }
            | SaveFault::Taken
            | SaveFault::ReservedName
            | SaveFault::Busy { .. }
            | SaveFault::Unwritable(_)
            | SaveFault::NoHome
            | SaveFault::Unfit { .. } => false,
        }
    }

    /// Reading failed.
    #[must_use]
    pub fn unreadable(file: &Path, error: io::Error) -> Self {
        let fault = if error.kind() == ErrorKind::NotFound { SaveFault::NotFound { similar: None } } else { SaveFault::Unreadable(error) };
        Self { fault, file: Some(file.to_path_buf()) }
    }

    /// Writing failed.
    #[must_use]
    pub fn unwritable(file: &Path, error: io::Error) -> Self {
        Self { fault: SaveFault::Unwritable(error), file: Some(file.to_path_buf()) }
    }

    /// The bytes differ from those that were written.
    #[must_use]
    pub const fn damaged(sign: &'static str) -> Self {
        Self { fault: SaveFault::Damaged { sign }, file: None }
    }
}

impl From<SaveFault> for SaveError {
    fn from(fault: SaveFault) -> Self {
        Self { fault, file: None }
    }
}

impl fmt::Display for SaveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.what(), self.way_out())
    }
}

impl std::error::Error for SaveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.fault {
            SaveFault::Unreadable(error) | SaveFault::Unwritable(error) => Some(error),
            _ => None,
        }
    }
}

/// An error of the operating system in a player's words.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "your share of the disk is used up".to_owned(),
        ErrorKind::PermissionDenied => "it may not be touched (permission denied)".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "the disk may only be read".to_owned(),
        ErrorKind::NotADirectory => "a part of its path is a file, not a folder".to_owned(),
        ErrorKind::IsADirectory => "a folder stands in its place".to_owned(),
        ErrorKind::InvalidFilename => "its path is too long or not allowed here".to_owned(),
        _ => error.to_string().trim_end_matches('.').to_owned(),
    }
}

/// A size in the unit that a person reads most easily.
fn mib(bytes: u64) -> String {
    const MIB: u64 = 1 << 20;
    if bytes < MIB { format!("{bytes} bytes") } else { format!("{} MiB", bytes.div_ceil(MIB)) }
}

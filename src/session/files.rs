//! The folder of a player's saves: saving without overwriting anybody's game, autosaves, and loading the best that is left when
//! a file is broken.

use super::container::{Save, read_header, seal};
use super::disk::{self, Staged, seal_of};
use super::errors::{SaveError, SaveFault};
use super::header::Header;
use super::lock::FolderLock;
use super::names::{AUTOSAVE, EXTENSION, SaveName, backup_of};
use super::ring;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Which file a game was loaded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The one that was asked for.
    Asked,
    /// Its backup: the save before the last.
    Backup,
    /// The autosave of this number, 1 being the newest.
    Autosave(usize),
}

/// A game that was loaded.
#[derive(Clone, Debug)]
pub struct Loaded<T = Save> {
    /// The game.
    pub value: T,
    /// Its file.
    pub path: PathBuf,
    /// Which of the files this is.
    pub from: Source,
    /// What the player must be told if it is not the one that was asked for.
    pub notice: Option<String>,
}

/// A line of the list of saves.
#[derive(Debug)]
pub struct Listed {
    /// Its name.
    pub name: SaveName,
    /// Its file.
    pub path: PathBuf,
    /// What it tells about itself, or why it cannot.
    pub header: Result<Header, SaveError>,
    /// When it was written, as far as the file system knows.
    pub modified: Option<SystemTime>,
}

/// A folder of saves, as one running game sees it.
#[derive(Debug)]
pub struct SaveFolder {
    folder: PathBuf,
    lock: Option<FolderLock>,
    /// Seals of the files that this session wrote or loaded: these it may replace without asking.
    ours: BTreeMap<PathBuf, u128>,
}

impl SaveFolder {
    /// The saves below a player's home folder (see [`super::home::home`]). Nothing is touched yet.
    #[must_use]
    pub fn of_home(home: &Path) -> Self {
        Self::at(home.join("saves"))
    }

    /// The saves in `folder`.
    #[must_use]
    pub const fn at(folder: PathBuf) -> Self {
        Self { folder, lock: None, ours: BTreeMap::new() }
    }

    /// Where the saves are.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a name.
    #[must_use]
    pub fn path(&self, name: &SaveName) -> PathBuf {
        name.in_folder(&self.folder)
    }

    /// The file that a person means on a command line: a path, or the name of a save in this folder.
    #[must_use]
    pub fn locate(&self, text: &str) -> PathBuf {
        let path = Path::new(text);
        if path.is_file() || path.components().count() > 1 { path.to_path_buf() } else { self.path(&SaveName::from_title(text)) }
    }

    /// Becomes the one game that may replace saves here. A game takes this on starting; saving takes it too.
    ///
    /// # Errors
    /// If another running game has it, or the folder cannot be written to.
    pub fn lock(&mut self) -> Result<(), SaveError> {
        if self.lock.is_none() {
            self.lock = Some(FolderLock::take(&self.folder)?);
        }
        Ok(())
    }

    /// Saves under a name that is new, or whose file this session wrote or loaded and nobody changed since.
    /// A new name needs no lock, so that there is always a way to save.
    ///
    /// # Errors
    /// [`SaveFault::Taken`] if the file holds anything else: then ask, and [`SaveFolder::overwrite`].
    pub fn save(&mut self, name: &SaveName, save: &Save) -> Result<PathBuf, SaveError> {
        let path = self.writable(name)?;
        let known = self.ours.get(&path).copied();
        match seal_of(&path)? {
            None => {
                let bytes = save.encode_checked().map_err(|e| e.at(&path))?;
                Staged::write(&path, &bytes)?.create()?;
                self.remember(&path, &bytes);
            }
            Some(there) if known == Some(there) => return self.overwrite(name, save),
            Some(_) => return Err(SaveError::from(SaveFault::Taken).at(&path)),
        }
        Ok(path)
    }

    /// Saves under a name whatever is there; what was there becomes its backup.
    ///
    /// # Errors
    /// If the lock is elsewhere, or the disk refuses.
    pub fn overwrite(&mut self, name: &SaveName, save: &Save) -> Result<PathBuf, SaveError> {
        let path = self.writable(name)?;
        self.lock()?;
        let bytes = save.encode_checked().map_err(|e| e.at(&path))?;
        Staged::write(&path, &bytes)?.replace()?;
        self.remember(&path, &bytes);
        Ok(path)
    }

    /// Saves as the newest autosave and keeps the `keep` newest. The older ones move only once the new one is on disk.
    ///
    /// # Errors
    /// If the lock is elsewhere, or the disk refuses.
    pub fn autosave(&mut self, save: &Save, keep: usize) -> Result<PathBuf, SaveError> {
        self.lock()?;
        let path = ring::path(&self.folder, 1);
        let bytes = save.encode_checked().map_err(|e| e.at(&path))?;
        let staged = Staged::write(&path, &bytes)?;
        ring::make_room(&self.folder, keep)?;
        staged.replace_without_backup()?;
        Ok(path)
    }

    /// Loads a save, or the best that is left of it: its backup, else the newest autosave.
    ///
    /// # Errors
    /// If none of them can be read, or it is whole but of another version.
    pub fn load(&mut self, name: &SaveName) -> Result<Loaded, SaveError> {
        self.load_as(&self.path(name), Ok)
    }

    /// As [`SaveFolder::load`], for any file and for what `read` makes of a save: one that `read` finds broken is passed over.
    ///
    /// # Errors
    /// As [`SaveFolder::load`]; the error is about the file that was asked for.
    pub fn load_as<T>(&mut self, asked: &Path, read: impl Fn(Save) -> Result<T, SaveError>) -> Result<Loaded<T>, SaveError> {
        let error = match open(asked, &read) {
            Ok((value, _, seal)) => {
                self.ours.insert(asked.to_path_buf(), seal);
                return Ok(Loaded { value, path: asked.to_path_buf(), from: Source::Asked, notice: None });
            }
            Err(error) => error,
        };
        let is_missing = matches!(error.fault, SaveFault::NotFound { .. });
        if !is_missing && !error.is_breakage() {
            return Err(error);
        }
        for (from, path) in self.stand_ins(asked, is_missing) {
            let Ok((value, header, _)) = open(&path, &read) else { continue };
            if from == Source::Backup {
                // The player is told what became of the file, so saving under its name again needs no second question.
                self.ours.extend(seal_of(asked).ok().flatten().map(|seal| (asked.to_path_buf(), seal)));
            }
            return Ok(Loaded { value, notice: Some(notice(&error, from, &header)), path, from });
        }
        Err(if is_missing { SaveError { fault: SaveFault::NotFound { similar: self.similar(asked) }, ..error } } else { error })
    }

    /// All saves and autosaves of the folder, the latest first. Backups are not listed.
    ///
    /// # Errors
    /// If the folder is there but cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, SaveError> {
        let unreadable = |e| SaveError::unreadable(&self.folder, e);
        if !self.folder.exists() {
            return Ok(Vec::new());
        }
        let mut listed = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let Some(stem) = path.file_stem().filter(|_| path.extension().is_some_and(|e| e == EXTENSION)) else { continue };
            let name = SaveName::from_title(&stem.to_string_lossy());
            let modified = fs::metadata(&path).and_then(|about| about.modified()).ok();
            listed.push(Listed { name, header: read_header(&path), modified, path });
        }
        listed.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.path.cmp(&b.path)));
        Ok(listed)
    }

    /// The files that may stand in for a broken or missing one. A name that never was gets no autosave, only its backup; and a
    /// file that still tells whose campaign it was gets only autosaves of that campaign.
    fn stand_ins(&self, asked: &Path, is_missing: bool) -> Vec<(Source, PathBuf)> {
        let mut list = vec![(Source::Backup, backup_of(asked))];
        if is_missing {
            return list;
        }
        let campaign = read_header(asked).ok();
        let fits = |path: &Path| campaign.as_ref().is_none_or(|c| read_header(path).is_ok_and(|h| c.same_campaign(&h)));
        let autosaves = ring::existing(&self.folder).into_iter().filter(|(_, path)| path != asked && fits(path));
        list.extend(autosaves.map(|(number, path)| (Source::Autosave(number), path)));
        list
    }

    /// The file of a name that the player may write to.
    fn writable(&self, name: &SaveName) -> Result<PathBuf, SaveError> {
        let path = self.path(name);
        if name.is_reserved() { Err(SaveError::from(SaveFault::ReservedName).at(&path)) } else { Ok(path) }
    }

    /// Notes that the file holds what this session put there.
    fn remember(&mut self, path: &Path, bytes: &[u8]) {
        self.ours.extend(seal(bytes).map(|seal| (path.to_path_buf(), seal)));
    }

    /// The name in the folder that is nearest to that of a missing file.
    fn similar(&self, missing: &Path) -> Option<String> {
        let wanted = missing.file_stem()?.to_string_lossy().to_lowercase();
        let limit = (wanted.chars().count() / 3).max(1);
        let distance = |name: &SaveName| strsim::damerau_levenshtein(&wanted, &name.as_str().to_lowercase());
        let names = self.list().ok()?.into_iter().map(|listed| listed.name);
        let (nearest, name) = names.map(|name| (distance(&name), name)).min()?;
        (nearest <= limit).then(|| name.to_string())
    }
}

/// Writes a save to any path, for a command line or an emergency: crash-safe, with a backup, without lock or question.
///
/// # Errors
/// If the disk refuses.
pub fn write_file(path: &Path, save: &Save) -> Result<(), SaveError> {
    let bytes = save.encode_checked().map_err(|e| e.at(path))?;
    Staged::write(path, &bytes)?.replace()
}

/// Reads a save from any path, that file and no other.
///
/// # Errors
/// If it cannot be read or is broken.
pub fn read_file(path: &Path) -> Result<Save, SaveError> {
    Save::decode(&disk::read(path)?).map_err(|e| e.at(path))
}

/// What `read` makes of a file, its header and its seal.
fn open<T>(path: &Path, read: impl Fn(Save) -> Result<T, SaveError>) -> Result<(T, Header, u128), SaveError> {
    let bytes = disk::read(path)?;
    let save = Save::decode(&bytes).map_err(|e| e.at(path))?;
    let header = save.header.clone();
    let value = read(save).map_err(|e| e.at(path))?;
    Ok((value, header, seal(&bytes).unwrap_or_default()))
}

/// What to tell a player who gets another file than the one asked for.
fn notice(error: &SaveError, from: Source, header: &Header) -> String {
    let stand_in = match from {
        Source::Asked => return String::new(),
        Source::Backup => "its backup, the save before it".to_owned(),
        Source::Autosave(number) => format!("the newest autosave that is whole ({AUTOSAVE}{number})"),
    };
    format!("{} Loaded instead: {stand_in}, “{}” of {}.", error.what(), header.title, header.month)
}

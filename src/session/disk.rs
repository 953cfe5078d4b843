//! Bytes to disk and back so that a crash, a full disk or a cut of power leaves either the old file or the new one, never a mix.

use super::container::{MAX_FILE, is_sealed, seal};
use super::errors::{SaveError, SaveFault};
use super::names::backup_of;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;
use tempfile::NamedTempFile;

const TEMPORARY_START: &str = ".save-";
const TEMPORARY_END: &str = ".tmp";
/// A temporary file of this age belongs to a game that died.
const STALE: Duration = Duration::from_secs(60);
/// How often, and how long apart, Windows is asked again while a virus scanner or a cloud client holds a file.
const ATTEMPTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(50);

/// Opens a plain file and tells its length. Folders, pipes and devices are refused before they are opened.
///
/// # Errors
/// If it is missing, something else than a plain file, or may not be read.
pub fn open_plain(path: &Path) -> Result<(File, u64), SaveError> {
    let about = fs::metadata(path).map_err(|e| SaveError::unreadable(path, e))?;
    if !about.is_file() {
        let kind = if about.is_dir() { ErrorKind::IsADirectory.into() } else { io::Error::other("it is a device or a pipe, not a file") };
        return Err(SaveError::unreadable(path, kind));
    }
    let file = File::open(path).map_err(|e| SaveError::unreadable(path, e))?;
    Ok((file, about.len()))
}

/// Reads a file of at most [`MAX_FILE`] bytes.
///
/// # Errors
/// If it is larger or cannot be read.
pub fn read(path: &Path) -> Result<Vec<u8>, SaveError> {
    let (file, length) = open_plain(path)?;
    let too_large = |bytes| SaveError::from(SaveFault::TooLarge { bytes, limit: MAX_FILE as u64 }).at(path);
    if length > MAX_FILE as u64 {
        return Err(too_large(length));
    }
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|e| SaveError::unreadable(path, e))?;
    if bytes.len() > MAX_FILE { Err(too_large(bytes.len() as u64)) } else { Ok(bytes) }
}

/// The seal of the file at `path`, zero if it is too short for one, `None` if there is no file.
///
/// # Errors
/// If there is something that cannot be read.
pub fn seal_of(path: &Path) -> Result<Option<u128>, SaveError> {
    let (mut file, length) = match open_plain(path) {
        Ok(opened) => opened,
        Err(error) if matches!(error.fault, SaveFault::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut end = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(16)))
        .and_then(|_| file.take(16).read_to_end(&mut end))
        .map_err(|e| SaveError::unreadable(path, e))?;
    Ok(Some(seal(&end).unwrap_or_default()))
}

/// Bytes that are safely on disk, but not yet under their name.
#[derive(Debug)]
pub struct Staged {
    file: NamedTempFile,
    path: PathBuf,
}

impl Staged {
    /// Writes `bytes` to a temporary file next to `path` and waits until the disk has them. A missing folder is made.
    ///
    /// # Errors
    /// If the folder or the file cannot be written; nothing has changed then.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<Self, SaveError> {
        let folder = folder_of(path);
        let staged = || -> io::Result<NamedTempFile> {
            fs::create_dir_all(folder)?;
            remove_stale(folder);
            let mut builder = tempfile::Builder::new();
            builder.prefix(TEMPORARY_START).suffix(TEMPORARY_END);
            as_any_new_file(&mut builder);
            let mut file = builder.tempfile_in(folder)?;
            file.write_all(bytes)?;
            file.as_file().sync_all()?;
            Ok(file)
        };
        let file = staged().map_err(|e| SaveError::unwritable(path, e))?;
        Ok(Self { file, path: path.to_path_buf() })
    }

    /// Puts the file under its name. What was there becomes the backup if it is whole; a broken one never replaces a backup.
    ///
    /// # Errors
    /// If the operating system refuses; the old file and its backup are still there then.
    pub fn replace(self) -> Result<(), SaveError> {
        keep_backup(&self.path)?;
        self.replace_without_backup()
    }

    /// Puts the file under its name in place of what was there.
    ///
    /// # Errors
    /// If the operating system refuses; the old file is still there then.
    pub fn replace_without_backup(self) -> Result<(), SaveError> {
        let Self { mut file, path } = self;
        let mut attempts = ATTEMPTS;
        loop {
            match file.persist(&path) {
                Ok(_) => return sync_folder(&path),
                Err(refused) if attempts > 1 && is_passing(&refused.error) => file = refused.file,
                Err(refused) => return Err(SaveError::unwritable(&path, refused.error)),
            }
            attempts -= 1;
            thread::sleep(PAUSE);
        }
    }

    /// Puts the file under its name if nothing is there.
    ///
    /// # Errors
    /// If something is there, or the operating system refuses.
    pub fn create(self) -> Result<(), SaveError> {
        match self.file.persist_noclobber(&self.path) {
            Ok(_) => sync_folder(&self.path),
            Err(refused) if refused.error.kind() == ErrorKind::AlreadyExists => Err(SaveError::from(SaveFault::Taken).at(&self.path)),
            Err(refused) => Err(SaveError::unwritable(&self.path, refused.error)),
        }
    }
}

/// Renames a file, over another one if need be.
///
/// # Errors
/// If the operating system refuses.
pub fn rename(from: &Path, to: &Path) -> Result<(), SaveError> {
    let mut attempts = ATTEMPTS;
    loop {
        match fs::rename(from, to) {
            Ok(()) => return Ok(()),
            Err(error) if attempts > 1 && is_passing(&error) => thread::sleep(PAUSE),
            Err(error) => return Err(SaveError::unwritable(to, error)),
        }
        attempts -= 1;
    }
}

/// Makes a whole file its own backup, by a second name for the same bytes where the file system can, else by a copy.
fn keep_backup(path: &Path) -> Result<(), SaveError> {
    match read(path) {
        Ok(bytes) if is_sealed(&bytes) => {}
        Err(error) if matches!(error.fault, SaveFault::Unreadable(_)) => return Err(error),
        Ok(_) | Err(_) => return Ok(()),
    }
    let backup = backup_of(path);
    let mut next = backup.clone().into_os_string();
    next.push(".new");
    let next = PathBuf::from(next);
    // A leftover of a game that died; if it cannot be removed, the link and the copy below say why.
    let _ = fs::remove_file(&next);
    if fs::hard_link(path, &next).is_err() {
        let copied = fs::copy(path, &next).and_then(|_| File::options().write(true).open(&next)).and_then(|copy| copy.sync_all());
        copied.map_err(|e| SaveError::unwritable(&backup, e))?;
    }
    rename(&next, &backup)
}

/// Removes temporary files that games left behind when they died in the middle of saving. What cannot be removed does no harm.
pub fn remove_stale(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_ours = name.starts_with(TEMPORARY_START) && name.ends_with(TEMPORARY_END);
        let Some(about) = is_ours.then(|| entry.metadata().ok()).flatten() else { continue };
        let age = about.modified().ok().and_then(|at| at.elapsed().ok());
        if about.is_file() && age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The folder of a file; the current one for a bare name.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// Waits until the disk has the new name too. Windows does that by itself, and cannot open folders.
fn sync_folder(path: &Path) -> Result<(), SaveError> {
    if !cfg!(unix) {
        return Ok(());
    }
    match File::open(folder_of(path)).and_then(|folder| folder.sync_all()) {
        // Some network and user-space file systems cannot do this; the file itself has been written through.
        Err(error) if !matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied) => {
            Err(SaveError::unwritable(path, error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Whether another program probably holds the file for a moment: access denied, sharing or lock violation on Windows.
fn is_passing(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Temporary files are private by custom; a save is a file like any other and follows the player's umask.
#[cfg(unix)]
fn as_any_new_file(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn as_any_new_file(_: &mut tempfile::Builder<'_, '_>) {}

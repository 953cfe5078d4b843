//! One running game per folder of saves. The operating system lets go of the lock when its holder ends, however that happens, so
//! no lock is ever stale; the file itself stays and means nothing.

use super::errors::{SaveError, SaveFault};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

/// The lock's file.
const NAME: &str = ".cathode.lock";

/// The right to replace saves of a folder, as long as it lives.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the lock of `folder`, which is made if it is missing. Where the file system knows no locks, everybody gets one.
    ///
    /// # Errors
    /// If another game holds it, or the folder cannot be written to.
    pub fn take(folder: &Path) -> Result<Self, SaveError> {
        let path = folder.join(NAME);
        let unwritable = |e| SaveError::unwritable(folder, e);
        fs::create_dir_all(folder).map_err(unwritable)?;
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path).map_err(unwritable)?;
        if !is_free_soon(&file) {
            let mut number = String::new();
            let read = (&mut file).take(16).read_to_string(&mut number);
            let holder = read.ok().and_then(|_| number.trim().parse().ok());
            return Err(SaveError::from(SaveFault::Busy { holder }).at(folder));
        }
        // Only a courtesy to whoever finds the folder locked: a failure here changes nothing.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
        Ok(Self { _file: file })
    }
}

/// Tries for half a second: a game that ends may have started another program a moment ago, which holds a copy of the lock
/// until it has really begun.
fn is_free_soon(file: &File) -> bool {
    for _ in 0..20 {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(std::time::Duration::from_millis(25)),
            _ => return true,
        }
    }
    false
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_was_first_and_gets_the_lock_after() {
        let folder = tempfile::tempdir().unwrap();
        let first = FolderLock::take(folder.path()).unwrap();
        let error = FolderLock::take(folder.path()).unwrap_err();
        assert!(matches!(error.fault, SaveFault::Busy { .. }), "{error}");
        if cfg!(unix) {
            assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
        }
        drop(first);
        assert!(FolderLock::take(folder.path()).is_ok());
    }
}

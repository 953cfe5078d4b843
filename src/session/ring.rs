//! The last few autosaves, the newest numbered 1. Their order is in their names, so a wrong clock cannot confuse it.

use super::disk;
use super::errors::SaveError;
use super::names::{AUTOSAVE, EXTENSION};
use std::path::{Path, PathBuf};

/// The most autosaves that are kept.
pub const MOST: usize = 99;

/// The file of autosave `number`.
#[must_use]
pub fn path(folder: &Path, number: usize) -> PathBuf {
    folder.join(format!("{AUTOSAVE}{number}.{EXTENSION}"))
}

/// The autosaves that are there, newest first.
#[must_use]
pub fn existing(folder: &Path) -> Vec<(usize, PathBuf)> {
    (1..=MOST).map(|number| (number, path(folder, number))).filter(|(_, path)| path.exists()).collect()
}

/// Frees number 1 by renaming, keeping at most `keep` once it is taken again. A gap, left by a crash in the middle of this, is
/// filled first, so that no autosave is lost to it.
///
/// # Errors
/// If the operating system refuses a renaming; no save is lost then.
pub fn make_room(folder: &Path, keep: usize) -> Result<(), SaveError> {
    let keep = keep.clamp(1, MOST);
    let last = (1..=keep).find(|number| !path(folder, *number).exists()).unwrap_or(keep);
    (1..last).rev().try_for_each(|number| disk::rename(&path(folder, number), &path(folder, number + 1)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;
    use std::fs;

    fn contents(folder: &Path) -> Vec<(usize, String)> {
        existing(folder).into_iter().map(|(n, path)| (n, fs::read_to_string(path).unwrap())).collect()
    }

    fn add(folder: &Path, keep: usize, text: &str) {
        make_room(folder, keep).unwrap();
        fs::write(path(folder, 1), text).unwrap();
    }

    #[test]
    fn the_newest_is_first_and_the_oldest_falls_out() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["a", "b", "c", "d"] {
            add(folder.path(), 3, text);
        }
        assert_eq!(contents(folder.path()), [(1, "d".into()), (2, "c".into()), (3, "b".into())]);
    }

    #[test]
    fn a_gap_is_filled_before_anything_falls_out() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["a", "b", "c"] {
            add(folder.path(), 3, text);
        }
        fs::remove_file(path(folder.path(), 2)).unwrap();
        add(folder.path(), 3, "d");
        assert_eq!(contents(folder.path()), [(1, "d".into()), (2, "c".into()), (3, "a".into())]);
    }

    #[test]
    fn a_ring_of_one_is_overwritten_in_place() {
        let folder = tempfile::tempdir().unwrap();
        add(folder.path(), 0, "a");
        add(folder.path(), 0, "b");
        assert_eq!(contents(folder.path()), [(1, "b".into())]);
    }
}

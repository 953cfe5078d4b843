//! The files of a pack folder, read with suspicion: only ordinary files and folders, bounded in size, number and depth,
//! in sorted order. Nothing else is ever opened, so a pipe named `x.ron` cannot make the game wait.

use super::diagnostics::{Problem, Problems};
use super::ids::is_device_name;
use super::shape::is_unshowable;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

/// Most bytes of one file.
pub const MOST_FILE_BYTES: u64 = 1 << 20;
/// Most bytes of a pack.
pub const MOST_PACK_BYTES: u64 = 64 << 20;
/// Most files and folders of a pack.
pub const MOST_FILES: usize = 2_000;
/// Most folders within folders.
pub const MOST_FOLDER_LEVELS: usize = 16;

/// A file as it lies in its pack.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path inside the pack, with `/` between folders.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Whether the game reads a file of this name.
#[must_use]
pub fn is_content(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    last == "drivers.csv" || last.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("ron"))
}

/// Why a file or folder of this name is refused on every system, even where one system allows it.
#[must_use]
pub fn name_fault(name: &str) -> Option<&'static str> {
    if name.is_empty() || name == "." || name == ".." || name.contains(['/', '\\']) {
        return Some("it is not a plain name");
    }
    if name.ends_with(['.', ' ']) {
        return Some("Windows cannot have names that end with a point or a space");
    }
    if is_device_name(name) {
        return Some("Windows keeps this name for a device");
    }
    if name.chars().any(|c| is_unshowable(c) || c == '\n' || "<>:\"|?*".contains(c)) {
        return Some("it holds a character that not every system can have in a name");
    }
    (name.chars().count() > 120).then_some("it is longer than 120 letters")
}

/// Reads all content files below `root`, which messages call `shown`.
pub fn read_folder(root: &Path, shown: &str, problems: &mut Problems) -> Vec<RawFile> {
    let mut walk = Walk { shown, problems, entries: 0, bytes: 0, files: Vec::new() };
    walk.folder(root);
    walk.files.sort_by(|a, b| a.name.cmp(&b.name));
    walk.files
}

/// Reads only `pack.ron`, if there is one.
pub fn read_manifest(root: &Path, shown: &str, problems: &mut Problems) -> Option<RawFile> {
    let path = root.join("pack.ron");
    match fs::symlink_metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        _ => {
            let mut walk = Walk { shown, problems, entries: 0, bytes: 0, files: Vec::new() };
            walk.file(&path, "pack.ron".to_owned());
            walk.files.pop()
        }
    }
}

/// Reads one file, if it is an ordinary one of bearable size.
pub fn read_side_file(path: &Path) -> Option<Vec<u8>> {
    let is_fine = fs::symlink_metadata(path).is_ok_and(|data| data.is_file() && data.len() <= MOST_FILE_BYTES);
    if is_fine { fs::read(path).ok() } else { None }
}

struct Walk<'a> {
    shown: &'a str,
    problems: &'a mut Problems,
    entries: usize,
    bytes: u64,
    files: Vec<RawFile>,
}

impl Walk<'_> {
    fn refuse(&mut self, name: &str, message: String, help: &str) {
        let shown: String =
            format!("{}/{name}", self.shown).trim_end_matches('/').chars().map(|c| if is_unshowable(c) { '?' } else { c }).collect();
        let problem = Problem::about("E0510", &shown, message);
        self.problems.push(if help.is_empty() { problem } else { problem.help(help.to_owned()) });
    }

    fn folder(&mut self, root: &Path) {
        let mut open = vec![(root.to_path_buf(), String::new(), 0)];
        while let Some((path, name, level)) = open.pop() {
            if level > MOST_FOLDER_LEVELS {
                let message = format!("folders lie more than {MOST_FOLDER_LEVELS} levels deep here");
                self.refuse(&name, message, "put the files higher up");
                continue;
            }
            let Some(names) = self.names_in(&path, &name) else { return };
            for entry in names {
                let inner = if name.is_empty() { entry.clone() } else { format!("{name}/{entry}") };
                let inner_path = path.join(&entry);
                match fs::symlink_metadata(&inner_path) {
                    Ok(data) if data.is_dir() => open.push((inner_path, inner, level + 1)),
                    Ok(data) if data.is_file() && !is_content(&inner) => {}
                    _ => self.file(&inner_path, inner),
                }
                if self.bytes > MOST_PACK_BYTES {
                    let message = format!("the pack is larger than {} MiB", MOST_PACK_BYTES >> 20);
                    self.refuse("", message, "a pack holds text only; take out what the game does not read");
                    return;
                }
            }
        }
    }

    /// The names in a folder, sorted; those that are refused are left out. None if there are too many.
    fn names_in(&mut self, path: &Path, name: &str) -> Option<Vec<String>> {
        let listing = match fs::read_dir(path) {
            Ok(listing) => listing,
            Err(error) => {
                self.refuse(name, format!("this folder cannot be read: {error}"), "");
                return Some(Vec::new());
            }
        };
        let mut names = Vec::new();
        for entry in listing.flatten() {
            self.entries += 1;
            if self.entries > MOST_FILES {
                self.refuse("", format!("the pack has more than {MOST_FILES} files and folders"), "put several items into one file");
                return None;
            }
            match entry.file_name().into_string() {
                Ok(hidden) if hidden.starts_with('.') => {}
                Ok(entry) => names.push(entry),
                Err(raw) => self.refuse(name, format!("the name `{}` is not UTF-8", raw.to_string_lossy()), "rename the file"),
            }
        }
        names.sort();
        let mut small: BTreeMap<String, String> = BTreeMap::new();
        names.retain(|entry| {
            let inner = if name.is_empty() { entry.clone() } else { format!("{name}/{entry}") };
            if let Some(fault) = name_fault(entry) {
                self.refuse(&inner, format!("this name is refused: {fault}"), "rename it");
                return false;
            }
            if let Some(twin) = small.insert(entry.to_lowercase(), entry.clone()) {
                self.refuse(&inner, format!("this name differs from `{twin}` by capitals only"), "rename one of the two");
                return false;
            }
            true
        });
        Some(names)
    }

    /// Reads one file if it is an ordinary one.
    fn file(&mut self, path: &Path, name: String) {
        let data = match fs::symlink_metadata(path) {
            Ok(data) => data,
            Err(error) => return self.refuse(&name, format!("this file cannot be read: {error}"), ""),
        };
        if data.is_symlink() {
            return self.refuse(&name, "this is a link to another place".to_owned(), "copy what it links to into the pack");
        }
        if !data.is_file() {
            return self.refuse(&name, "this is neither a file nor a folder".to_owned(), "take it out of the pack");
        }
        if data.len() > MOST_FILE_BYTES {
            return self.too_large(&name);
        }
        let mut bytes = Vec::new();
        match File::open(path).and_then(|file| file.take(MOST_FILE_BYTES + 1).read_to_end(&mut bytes)) {
            Err(error) => self.refuse(&name, format!("this file cannot be read: {error}"), ""),
            Ok(_) if bytes.len() as u64 > MOST_FILE_BYTES => self.too_large(&name),
            Ok(_) => {
                self.bytes += bytes.len() as u64;
                self.files.push(RawFile { name, bytes });
            }
        }
    }

    fn too_large(&mut self, name: &str) {
        let message = format!("this file is larger than {} MiB", MOST_FILE_BYTES >> 20);
        self.refuse(name, message, "spread its items over several files");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_cannot_have_are_refused() {
        for wrong in
            ["..", "a/b", "a\\..\\b", "C:\\x.ron", "CON", "nul.ron", "aux.RON", "x.ron.", "x.ron ", "com1", "a\u{202e}b", "e\u{301}"]
        {
            assert!(name_fault(wrong).is_some(), "{wrong}");
        }
        for right in ["goods.ron", "Lithium (new).ron", "配方.ron", "console.ron", "com10.ron"] {
            assert!(name_fault(right).is_none(), "{right}");
        }
    }
}

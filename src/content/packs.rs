//! Where packs are found: in the program itself, in `levels/` of the working folder, in the player's mods folder, or in
//! folders that somebody names. Reading what is in them is `content::load`'s affair.

use super::diagnostics::Problems;
use super::folder::{RawFile, is_content, read_folder, read_manifest, read_side_file};
use include_dir::{Dir, DirEntry, include_dir};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Name of the file that says what a pack is.
const MANIFEST: &str = "pack.ron";

static LEVELS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/levels");

/// Where a pack lies.
#[derive(Clone, Debug)]
pub enum Place {
    /// In the program.
    Embedded(&'static Dir<'static>),
    /// In a folder.
    Folder(PathBuf),
    /// Nowhere: the program wrote it.
    Written(Arc<Vec<RawFile>>),
}

/// A pack that has been found but not read.
#[derive(Clone, Debug)]
pub struct PackSource {
    /// Where it lies.
    pub place: Place,
    /// Name of its folder, usually its id.
    pub folder: String,
    /// Path shown in messages.
    pub shown: String,
    /// Whether it is used even if no other pack needs it: a mod, or a pack that somebody named.
    pub always: bool,
}

impl PackSource {
    /// A pack in a folder that somebody named.
    #[must_use]
    pub fn named(path: &Path) -> Self {
        Self::in_folder(path, true)
    }

    /// A pack in a folder that is used only if another pack needs it, as levels are.
    #[must_use]
    pub fn level(path: &Path) -> Self {
        Self::in_folder(path, false)
    }

    fn in_folder(path: &Path, always: bool) -> Self {
        let folder = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let shown = path.to_string_lossy().replace('\\', "/").trim_end_matches('/').to_owned();
        Self { place: Place::Folder(path.to_path_buf()), folder, shown, always }
    }

    /// `embedded` or the folder, for the list of packs that a game was begun with.
    #[must_use]
    pub fn origin(&self) -> String {
        match &self.place {
            Place::Embedded(_) => "embedded".to_owned(),
            Place::Folder(path) => path.to_string_lossy().into_owned(),
            Place::Written(_) => "written".to_owned(),
        }
    }

    /// Its `pack.ron`, if there is one.
    #[must_use]
    pub fn manifest(&self, problems: &mut Problems) -> Option<RawFile> {
        match &self.place {
            Place::Folder(path) => read_manifest(path, &self.shown, problems),
            Place::Embedded(dir) => {
                let file = dir.get_file(dir.path().join(MANIFEST))?;
                Some(RawFile { name: MANIFEST.to_owned(), bytes: file.contents().to_vec() })
            }
            Place::Written(files) => files.iter().find(|file| file.name == MANIFEST).cloned(),
        }
    }

    /// A file at its root that is no content, such as `history.csv`, if it has one of ordinary size.
    #[must_use]
    pub fn side_file(&self, name: &str) -> Option<Vec<u8>> {
        match &self.place {
            Place::Folder(path) => read_side_file(&path.join(name)),
            Place::Embedded(dir) => dir.get_file(dir.path().join(name)).map(|file| file.contents().to_vec()),
            Place::Written(_) => None,
        }
    }

    /// All its content files, sorted by name.
    #[must_use]
    pub fn files(&self, problems: &mut Problems) -> Vec<RawFile> {
        match &self.place {
            Place::Folder(path) => read_folder(path, &self.shown, problems),
            Place::Embedded(dir) => {
                let mut files = Vec::new();
                embedded_files(dir, dir.path(), &mut files);
                files.sort_by(|a, b| a.name.cmp(&b.name));
                files
            }
            Place::Written(files) => files.iter().filter(|file| file.name != MANIFEST).cloned().collect(),
        }
    }
}

fn embedded_files(dir: &Dir<'static>, root: &Path, files: &mut Vec<RawFile>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => embedded_files(inner, root, files),
            DirEntry::File(file) => {
                let name = file.path().strip_prefix(root).unwrap_or(file.path()).to_string_lossy().replace('\\', "/");
                if is_content(&name) {
                    files.push(RawFile { name, bytes: file.contents().to_vec() });
                }
            }
        }
    }
}

/// The packs in the program.
#[must_use]
pub fn embedded() -> Vec<PackSource> {
    let source = |dir: &'static Dir<'static>| {
        let folder = dir.path().to_string_lossy().into_owned();
        let shown = format!("levels/{folder}");
        PackSource { place: Place::Embedded(dir), folder, shown, always: false }
    };
    LEVELS.dirs().map(source).collect()
}

/// The packs that lie as folders in `folder`, sorted by name. Nothing is opened.
#[must_use]
pub fn in_folder(folder: &Path, always: bool) -> Vec<PackSource> {
    let Ok(listing) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> = listing.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names.truncate(super::folder::MOST_FILES);
    let paths = names.iter().filter(|name| !name.starts_with('.')).map(|name| folder.join(name));
    let is_folder = |path: &PathBuf| std::fs::symlink_metadata(path).is_ok_and(|data| data.is_dir());
    paths.filter(is_folder).map(|path| PackSource::in_folder(&path, always)).collect()
}

/// The environment variable that moves the player's files elsewhere: saves and mods.
pub const HOME: &str = "CATHODE_HOME";

/// The folder of the player's files: what [`HOME`] names, else the system's folder for user data, if it has such a place.
#[must_use]
pub fn user_folder() -> Option<PathBuf> {
    let system = || directories::ProjectDirs::from("", "", "Cathode").map(|dirs| dirs.data_dir().to_path_buf());
    named_or(std::env::var_os(HOME), system)
}

/// The folder that a variable names, if it is set and not empty, else the system's.
fn named_or(variable: Option<std::ffi::OsString>, system: impl Fn() -> Option<PathBuf>) -> Option<PathBuf> {
    variable.filter(|name| !name.is_empty()).map(PathBuf::from).or_else(system)
}

/// The player's folder of mods, in the folder of the player's files.
#[must_use]
pub fn mods_folder() -> Option<PathBuf> {
    user_folder().map(|folder| folder.join("mods"))
}

/// All packs of this machine: levels (a folder `levels` in the working folder goes before the embedded ones), then mods.
#[must_use]
pub fn discover() -> Vec<PackSource> {
    let mut sources = levels();
    sources.extend(mods_folder().map(|folder| in_folder(&folder, true)).unwrap_or_default());
    sources
}

/// The levels of this machine.
#[must_use]
pub fn levels() -> Vec<PackSource> {
    let mut sources = in_folder(Path::new("levels"), false);
    sources.retain(|source| Path::new(&source.shown).join(MANIFEST).is_file());
    let here: Vec<String> = sources.iter().map(|source| source.folder.clone()).collect();
    sources.extend(embedded().into_iter().filter(|source| !here.contains(&source.folder)));
    sources
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_wins_over_the_system() {
        let system = || Some(PathBuf::from("/system"));
        let chosen = |variable: Option<&str>| named_or(variable.map(std::ffi::OsString::from), system);
        assert_eq!(chosen(Some("/there")), Some(PathBuf::from("/there")));
        assert_eq!(chosen(Some("")), Some(PathBuf::from("/system")));
        assert_eq!(chosen(None), Some(PathBuf::from("/system")));
    }
}

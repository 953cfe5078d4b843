//! From what a person types to a level that can be played: the name of a pack, or the path of a folder with one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::content::diagnostics::{Problem, Problems};
use crate::content::files::Files;
use crate::content::ids::KINDS;
use crate::content::load::{Loaded, load_packs};
use crate::content::manifest::Manifest;
use crate::content::packs::{self, PackSource};
use crate::content::parser::parse_value;
use crate::content::{Catalog, render};
use crate::session::ensemble::{self, ENSEMBLE, Ensemble, Field};

/// The level that is played when none is named.
pub const DEFAULT: &str = "battery_race";

/// Problems that say the same of other names, of which no more are told.
const MOST_ALIKE: usize = 3;

/// Packs that could not be made into a level.
#[derive(Debug)]
pub struct LevelError {
    /// Everything that is wrong, drawn with lines and carets.
    pub details: String,
    /// One calm line.
    pub summary: String,
}

impl std::fmt::Display for LevelError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.summary)
    }
}

impl std::error::Error for LevelError {}

/// A level that is ready to be played.
#[derive(Clone, Debug)]
pub struct Level {
    /// Id of its pack.
    pub id: String,
    /// Everything that can exist in it.
    pub catalog: Arc<Catalog>,
    /// Folders that somebody named, outside the usual places; a save remembers them.
    pub folders: Vec<PathBuf>,
    /// Warnings of the packs.
    pub warnings: usize,
    /// The sets of numbers that it ships beside its own.
    pub ensemble: Arc<Ensemble>,
    /// Which of them it has; 0 is its own.
    pub set: usize,
}

impl Level {
    /// Loads a level: `name` is the id of a pack of this machine or the path of a folder; `folders` are further packs by path.
    ///
    /// # Errors
    /// If a pack has an error, or there is no such level.
    pub fn open(name: &str, folders: &[PathBuf]) -> Result<Self, LevelError> {
        let mut folders = folders.to_vec();
        let id = match named_folder(name) {
            Some(path) => {
                let id = id_of_folder(&path);
                folders.push(path);
                id
            }
            None => name.to_owned(),
        };
        let mut level = Self::of_loaded(&id, &folders, load_packs(&sources(&folders), Some(&id)))?;
        if let Some(bytes) = level.side_file(ENSEMBLE) {
            let told = |details: String| LevelError { summary: details.clone(), details };
            level.ensemble = Arc::new(Ensemble::read(&bytes).map_err(told)?);
        }
        Ok(level)
    }

    fn of_loaded(id: &str, folders: &[PathBuf], loaded: Loaded) -> Result<Self, LevelError> {
        match loaded.catalog {
            Some(ref catalog) => Ok(Self {
                id: id.to_owned(),
                catalog: Arc::clone(catalog),
                folders: folders.to_vec(),
                warnings: loaded.problems.counts().1,
                ensemble: Arc::default(),
                set: 0,
            }),
            None => {
                let (errors, warnings, notes) = loaded.problems.counts();
                let mut summary = render::summary([errors, warnings, notes], loaded.problems.unseen());
                if !loaded.problems.any_error() {
                    summary = format!("The pack `{id}` holds no scenario, so there is nothing to play in it.");
                }
                let told = !loaded.problems.list().is_empty();
                let details = if told { told_once(&loaded.problems, &loaded.files) } else { String::new() };
                Err(LevelError { details, summary })
            }
        }
    }
}

impl Level {
    /// The level with the numbers that campaigns of a seed play. It is the level itself where it ships no other sets, and where the packs
    /// do not go together with the set.
    #[must_use]
    pub fn of_seed(self, seed: u64) -> Self {
        let set = self.ensemble.of_seed(seed);
        if set == self.set {
            return self;
        }
        match self.loaded_with(self.set_pack(set)).catalog {
            Some(catalog) => Self { catalog, set, ..self },
            None => self,
        }
    }

    /// The level with numbers of a pack that lies nowhere, in all campaigns.
    ///
    /// # Errors
    /// If the pack has an error.
    pub fn with(&self, pack: PackSource) -> Result<Self, LevelError> {
        Self::of_loaded(&self.id, &self.folders, self.loaded_with(Some(pack)))
    }

    /// Whether campaigns can be played with every set of numbers.
    ///
    /// # Errors
    /// What is wrong with the first that cannot.
    pub fn check_sets(&self) -> Result<(), String> {
        for set in 1..=self.ensemble.len() {
            let loaded = self.loaded_with(self.set_pack(set));
            if loaded.catalog.is_none() {
                return Err(format!("{ENSEMBLE}, set {set}:\n\n{}", told_once(&loaded.problems, &loaded.files)));
            }
        }
        Ok(())
    }

    /// A set of numbers without those that somebody sets by a pack of his own: that has the last word.
    fn set_pack(&self, set: usize) -> Option<PackSource> {
        let own = ["base", &self.id, ensemble::PACK];
        let free = |f: &Field| {
            let kind = KINDS.iter().find(|kind| kind.file_word() == f.kind);
            let last = kind.and_then(|kind| self.catalog.provenance(*kind, &f.item, &f.field));
            last.is_none_or(|last| own.contains(&last.pack.as_str()))
        };
        self.ensemble.pack(set, &self.id, free)
    }

    fn loaded_with(&self, pack: Option<PackSource>) -> Loaded {
        let mut sources = sources(&self.folders);
        sources.extend(pack);
        load_packs(&sources, Some(&self.id))
    }

    /// A file beside the level's content, such as `history.csv`.
    #[must_use]
    pub fn side_file(&self, name: &str) -> Option<Vec<u8>> {
        let sources = sources(&self.folders);
        let own = sources.iter().find(|source| manifest(source).is_some_and(|manifest| manifest.id == self.id))?;
        own.side_file(name)
    }
}

/// All problems as text, but of those that say the same of other names only the first few: one mistake, such as a firm taken
/// out, can be wrong in hundreds of places.
#[must_use]
pub fn told_once(problems: &Problems, files: &Files) -> String {
    // What a message says without the names in it.
    let kind = |problem: &Problem| {
        let words: String = problem.message.split('`').step_by(2).collect();
        (problem.code, words.chars().filter(|c| !c.is_ascii_digit()).collect::<String>())
    };
    let mut seen: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut text = String::new();
    for problem in problems.list() {
        let count = seen.entry(kind(problem)).or_default();
        *count += 1;
        if *count <= MOST_ALIKE {
            text.push_str(&render::draw(problem, files));
        }
    }
    for ((code, _), count) in seen.iter().filter(|(_, count)| **count > MOST_ALIKE) {
        text.push_str(&format!("{} more like these: [{code}]. `cathode check --all` shows them.\n\n", count - MOST_ALIKE));
    }
    let (errors, warnings, notes) = problems.counts();
    text + &render::summary([errors, warnings, notes], problems.unseen()) + "\n"
}

/// All packs of this machine, and those in `folders`, which go before others of the same name.
#[must_use]
pub fn sources(folders: &[PathBuf]) -> Vec<PackSource> {
    let named: Vec<PackSource> = folders.iter().map(|path| PackSource::named(path)).collect();
    let mut sources = packs::discover();
    sources.retain(|source| named.iter().all(|n| n.folder != source.folder));
    sources.extend(named);
    sources
}

/// The folder that `name` means, if it is a path rather than the id of a pack.
#[must_use]
pub fn named_folder(name: &str) -> Option<PathBuf> {
    let path = Path::new(name.trim_end_matches(['/', '\\']));
    let is_path = path.components().count() > 1 || path.join("pack.ron").is_file();
    is_path.then(|| path.to_path_buf())
}

/// The level in which a pack is looked at: its own, else the first that it depends on, else `default`.
#[must_use]
pub fn level_for(source: &PackSource, default: &str) -> String {
    let manifest = manifest(source);
    if has_scenario(source) {
        return manifest.map_or_else(|| source.folder.clone(), |manifest| manifest.id);
    }
    let levels: Vec<String> = known().into_iter().map(|level| level.id).collect();
    let depends = manifest.map(|manifest| manifest.depends).unwrap_or_default();
    depends.into_iter().map(|need| need.id).find(|id| levels.contains(id)).unwrap_or_else(|| default.to_owned())
}

/// The id that the `pack.ron` of a folder gives, else the folder's name.
#[must_use]
pub fn id_of_folder(path: &Path) -> String {
    let source = PackSource::named(path);
    manifest(&source).map_or(source.folder, |manifest| manifest.id)
}

/// What the `pack.ron` of a pack says, if it can be read.
fn manifest(source: &PackSource) -> Option<Manifest> {
    let mut problems = Problems::default();
    let raw = source.manifest(&mut problems)?;
    let text = String::from_utf8(raw.bytes).ok()?;
    let node = parse_value(0, &text, &mut Vec::new())?;
    Manifest::read(&node, &mut problems)
}

/// A level as the list of levels shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLevel {
    /// Id of its pack.
    pub id: String,
    /// Its name.
    pub name: String,
    /// One sentence on it.
    pub about: String,
}

/// The levels of this machine, sorted by id.
#[must_use]
pub fn known() -> Vec<KnownLevel> {
    let mut list: Vec<KnownLevel> = packs::discover().iter().filter(|source| has_scenario(source)).filter_map(describe).collect();
    list.sort_by(|a, b| a.id.cmp(&b.id));
    list
}

fn describe(source: &PackSource) -> Option<KnownLevel> {
    manifest(source).map(|Manifest { id, name, about, .. }| KnownLevel { id, name, about })
}

/// Whether a pack holds a scenario, so that it can be played.
#[must_use]
pub fn has_scenario(source: &PackSource) -> bool {
    let begins = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        text.lines()
            .map(str::trim_start)
            .find(|line| !line.is_empty() && !line.starts_with("//"))
            .is_some_and(|l| l.starts_with("Scenarios"))
    };
    source.files(&mut Problems::default()).iter().any(|file| begins(&file.bytes))
}

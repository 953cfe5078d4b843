//! What tests of the reader share: the small world in `tests/packs`, and messages as plain lines.
#![allow(dead_code, clippy::unwrap_used, missing_docs)]

use cathode::content::packs::PackSource;
use cathode::content::{Loaded, load, render};
use std::fs;
use std::path::{Path, PathBuf};

pub fn tests_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

pub fn broken_folder() -> PathBuf {
    tests_folder().join("broken")
}

/// The small world: a base of four goods, and a level with two regions.
pub fn small_world() -> Vec<PackSource> {
    ["base", "race"].map(|pack| PackSource::level(&tests_folder().join("packs").join(pack))).into()
}

/// The packs in a folder: itself, or its subfolders if it has no `pack.ron`.
pub fn packs_in(folder: &Path) -> Vec<PackSource> {
    if fs::symlink_metadata(folder.join("pack.ron")).is_ok() {
        return vec![PackSource::named(folder)];
    }
    let mut inner: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_dir()).collect();
    inner.sort();
    inner.iter().map(|path| PackSource::named(path)).collect()
}

/// Loads the small world with the packs in a folder; if they bring a scenario, that one.
pub fn load_with(folder: &Path) -> Loaded {
    let mut sources = packs_in(folder);
    let scenario =
        sources.iter().find_map(|source| cathode::content::load::is_scenario(source).filter(|_| folder.join("scenario.ron").exists()));
    sources.extend(small_world());
    load(&sources, scenario.as_deref().unwrap_or("race"))
}

/// Every message on its line, with help and second places below, paths counted from `folder` or from `tests`.
pub fn report(loaded: &Loaded, folder: &Path) -> String {
    let mut text = String::new();
    for problem in loaded.problems.list() {
        text.push_str(&render::line(problem, &loaded.files));
        text.push('\n');
        for help in &problem.help {
            text.push_str(&format!("    {help}\n"));
        }
        if let Some((span, what)) = &problem.related {
            text.push_str(&format!("    {what}: {}\n", loaded.files.locate(*span)));
        }
    }
    for base in [folder, &tests_folder()] {
        text = text.replace(&format!("{}/", base.to_string_lossy().replace('\\', "/")), "");
    }
    if loaded.catalog.is_some() {
        text.push_str("a catalog came out\n");
    }
    text
}

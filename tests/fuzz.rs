//! Whatever the bytes, reading them ends, and never in a panic.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use cathode::content::packs::PackSource;
use cathode::content::parser::{parse_document, parse_value};
use cathode::content::{Loaded, load, render};
use proptest::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Pieces that a modder, or an attacker, might type.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "'",
    "\\",
    "//",
    "/*",
    "*/",
    "#",
    "r#\"",
    "\"#",
    "#![enable(x)]",
    "Define((",
    "Patch(\"base:",
    "Set(",
    "Scale(",
    "Add(",
    "Remove(",
    "Override(",
    "Goods([",
    "Some(",
    "None",
    "NaN",
    "-inf",
    "1e400",
    "0x",
    "1_0",
    ".5",
    "-",
    "%",
    "=",
    ";",
    "id: \"",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "é",
    "🔋",
    "true",
    "at: {",
    "\\u{",
    "\\x4",
    "e",
    "9999999999999999999",
];

/// All data files of the small world and of the levels.
fn data_files() -> Vec<PathBuf> {
    let mut open = vec![common::tests_folder().join("packs"), Path::new(env!("CARGO_MANIFEST_DIR")).join("levels")];
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "ron" || ending == "csv") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Random changes: place (as a share), bytes taken out, piece put in.
fn changes() -> impl Strategy<Value = Vec<(f64, usize, usize)>> {
    prop::collection::vec((0.0..1.0, prop_oneof![Just(0usize), Just(1), 0usize..40], 0..PIECES.len()), 1..8)
}

fn change(text: &str, changes: &[(f64, usize, usize)]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for (share, length, piece) in changes {
        let start = ((bytes.len() as f64) * share) as usize;
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, PIECES[*piece].bytes());
    }
    bytes
}

fn read(text: &str) {
    let mut problems = Vec::new();
    parse_document(0, text, &mut problems);
    parse_value(0, text, &mut problems);
    assert!(problems.len() <= 50);
    for problem in &problems {
        let span = problem.span.unwrap();
        assert!(span.start <= span.end && span.end as usize <= text.len() + 4, "{problem:?}");
    }
}

/// Loads the small world with one file changed.
fn load_changed(file: &Path, bytes: &[u8]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let packs = common::tests_folder().join("packs");
    for pack in ["base", "race"] {
        fs::create_dir(folder.path().join(pack)).unwrap();
        for entry in fs::read_dir(packs.join(pack)).unwrap() {
            let path = entry.unwrap().path();
            let to = folder.path().join(path.strip_prefix(&packs).unwrap());
            if path == file { fs::write(to, bytes).unwrap() } else { fs::copy(&path, to).map(|_| ()).unwrap() }
        }
    }
    let sources: Vec<PackSource> = ["base", "race"].iter().map(|pack| PackSource::level(&folder.path().join(pack))).collect();
    load(&sources, "race")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn random_pieces_never_panic(pieces in prop::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.iter().map(|piece| PIECES[*piece]).collect();
        read(&text);
        read(&format!("Goods([Define((id: \"x\", {text}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_data_files_never_panic(which in any::<prop::sample::Index>(), changes in changes()) {
        let files = data_files();
        let text = fs::read_to_string(&files[which.index(files.len())]).unwrap();
        read(&String::from_utf8_lossy(&change(&text, &changes)));
    }

    #[test]
    fn loading_changed_packs_never_panics(which in any::<prop::sample::Index>(), changes in changes()) {
        let files: Vec<PathBuf> = data_files().into_iter().filter(|path| path.starts_with(common::tests_folder())).collect();
        let file = &files[which.index(files.len())];
        let loaded = load_changed(file, &change(&fs::read_to_string(file).unwrap(), &changes));
        prop_assert_eq!(loaded.catalog.is_some(), !loaded.problems.any_error());
        let text = render::text(&loaded.problems, &loaded.files);
        let tame = !text.contains(['\u{202e}', '\0']);
        prop_assert!(tame, "a disturbing character is shown");
    }
}

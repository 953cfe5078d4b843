//! Wrong packs and what is said about them: a folder in `tests/broken` is a test. `expected.txt` holds every message with
//! its place; run with `UPDATE_EXPECTED=1` to write it anew, and read the difference.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::{broken_folder, load_with, report};
use std::fs;

#[test]
fn every_wrong_pack_gets_its_messages() {
    let mut wrong = Vec::new();
    let mut cases: Vec<String> = fs::read_dir(broken_folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    cases.sort();
    assert!(cases.len() >= 60, "cases are missing");
    for case in cases {
        let folder = broken_folder().join(&case);
        let said = report(&load_with(&folder), &folder);
        let file = folder.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &said).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if said != expected {
            wrong.push(format!("--- {case}: expected\n{expected}--- {case}: said\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

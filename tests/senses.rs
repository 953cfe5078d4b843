//! Does the model answer policy as the world would? Every file in `tests/senses` has stories told over several seeds, each beside the
//! same campaigns without it; what must hold then holds for the mean of the pairs and for their median. `cathode story` prints the
//! numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::Catalog;
use cathode::lab::parallel::cores;
use cathode::lab::story::{Story, read};
use cathode::lab::tell::{Playing, tell_all};
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

fn catalog(level: &str) -> Result<Arc<Catalog>, String> {
    match level {
        "battery_race" | "made_in_china_2015" => Ok(worlds::level(level)),
        other => Err(format!("these stories are told of levels of the game, not of {other}")),
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/senses")
}

fn stories(file: &str) -> Vec<Story> {
    let path = folder().join(format!("{file}.ron"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    read(file, &text, catalog).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Tells the stories of a file, each over all of its seeds.
fn tell(file: &str) {
    let stories = stories(file);
    let told = tell_all(&stories, &Playing { threads: cores(), ..Playing::default() });
    let wrong = stories.iter().zip(told).filter(|(_, told)| !told.holds());
    let wrong: String = wrong.map(|(story, told)| format!("{}:\n{}", story.file.id, told.text())).collect();
    assert!(wrong.is_empty(), "{wrong}");
}

macro_rules! files {
    ($($file:ident)*) => {
        const FILES: &[&str] = &[$(stringify!($file)),*];

        $( #[test] fn $file() { tell(stringify!($file)); } )*
    };
}

files! { demand industry trade }

#[test]
fn every_file_is_told_and_every_story_is_a_comparison_over_ten_seeds() {
    let on_disk: BTreeSet<String> = fs::read_dir(folder()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let told: BTreeSet<String> = FILES.iter().map(|file| format!("{file}.ron")).collect();
    assert_eq!(on_disk, told, "a file needs its word in tests/senses.rs");
    let all: Vec<Story> = FILES.iter().flat_map(|file| stories(file)).collect();
    let ids: BTreeSet<&str> = all.iter().map(|story| story.file.id.as_str()).collect();
    assert_eq!(ids.len(), all.len(), "two stories have one id");
    for story in &all {
        assert!(story.file.seeds >= 10, "{} is told over too few seeds", story.file.id);
        assert!(story.file.expect.iter().any(|expected| expected.compares_worlds()), "{} compares nothing", story.file.id);
    }
}

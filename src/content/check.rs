//! `cathode check`: everything that is wrong in some packs, as text or JSON, and whether that is an error. Prints nothing.

use super::diagnostics::{Severity, count};
use super::load::{Loaded, is_scenario, load_packs};
use super::packs::{PackSource, levels};
use super::render;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Exit code of a clean check.
pub const CLEAN: u8 = 0;
/// Exit code if there was an error in a pack.
pub const WRONG: u8 = 1;
/// Exit code if a folder to be checked is not there.
pub const NOT_THERE: u8 = 2;

/// The level by which a mod is tried out that names none.
const USUAL_LEVEL: &str = "battery_race";

/// Checks packs together with the levels of this machine; without `paths`, all levels. Returns the report and an exit
/// code.
#[must_use]
pub fn check(paths: &[PathBuf], json: bool) -> (String, u8) {
    check_with(paths, levels(), json)
}

/// Checks packs together with given other ones.
#[must_use]
pub fn check_with(paths: &[PathBuf], others: Vec<PackSource>, json: bool) -> (String, u8) {
    if let Some(missing) = paths.iter().find(|path| !path.is_dir()) {
        let message = format!("there is no folder {}", missing.display());
        let report = if json { json!({ "error": message }).to_string() } else { format!("error: {message}") };
        return (report + "\n", NOT_THERE);
    }
    let mut sources: Vec<PackSource> = paths.iter().map(|path| PackSource::named(path)).collect();
    let named = sources.len();
    sources.extend(others);
    let scenarios: Vec<Option<String>> = {
        let wanted = if named > 0 { &sources[..named] } else { &sources[..] };
        wanted.iter().filter_map(is_scenario).map(Some).collect()
    };
    let scenarios = if scenarios.is_empty() { vec![usual_level(&sources)] } else { scenarios };
    let runs: Vec<Loaded> = scenarios.iter().map(|pack| load_packs(&sources, pack.as_deref())).collect();
    report(&runs, json)
}

/// A level to try a mod with.
fn usual_level(sources: &[PackSource]) -> Option<String> {
    let all: Vec<String> = sources.iter().filter_map(is_scenario).collect();
    all.iter().find(|pack| *pack == USUAL_LEVEL).or(all.first()).cloned()
}

fn report(runs: &[Loaded], json: bool) -> (String, u8) {
    let mut seen = BTreeSet::new();
    let mut counts = [0; 3];
    let mut drawn = String::new();
    let mut values = Vec::new();
    for run in runs {
        for problem in run.problems.list() {
            let text = render::draw(problem, &run.files);
            if !seen.insert(text.clone()) {
                continue;
            }
            counts[problem.severity as usize] += 1;
            drawn.push_str(&text);
            if json {
                values.push(render::value(problem, &run.files));
            }
        }
    }
    let unseen: usize = runs.iter().map(|run| run.problems.unseen()).sum();
    let wrong = counts[Severity::Error as usize] > 0 || runs.iter().any(|run| run.problems.any_error());
    let code = if wrong { WRONG } else { CLEAN };
    let packs: BTreeSet<(String, String, String)> = runs
        .iter()
        .flat_map(|run| &run.packs)
        .map(|pack| {
            let from = pack.folder.as_ref().map_or_else(|| "embedded".to_owned(), |folder| folder.display().to_string());
            (pack.id.clone(), pack.version.to_string(), from)
        })
        .collect();
    if json {
        let packs: Vec<Value> = packs.iter().map(|(id, version, from)| json!({ "id": id, "version": version, "from": from })).collect();
        let [errors, warnings, notes] = counts;
        let whole = json!({
            "errors": errors, "warnings": warnings, "notes": notes, "not_shown": unseen, "packs": packs, "problems": values,
        });
        return (format!("{whole:#}\n"), code);
    }
    let names: Vec<String> = packs.iter().map(|(id, version, _)| format!("{id} {version}")).collect();
    let read = if names.is_empty() { String::new() } else { format!("Read {} ({}). ", count(names.len(), "pack"), names.join(", ")) };
    (format!("{drawn}{read}{}\n", render::summary(counts, unseen)), code)
}

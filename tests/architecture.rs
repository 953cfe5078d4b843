//! The shape of the program, held: who may know whom, what the core may not touch, how long a file and a function may be.
//! Reads the sources as text, so it needs no tools and sees every file, whatever features are on.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every module and what it may use beside itself, in the order of ARCHITECTURE.md.
const LAYERS: [(&str, &[&str]); 11] = [
    ("units", &[]),
    ("content", &["units"]),
    ("orders", &["units", "content"]),
    ("sim", &["units", "content", "orders"]),
    ("reports", &["units", "content", "orders", "sim"]),
    ("ai", &["units", "content", "orders", "sim", "reports"]),
    ("session", &["units", "content", "orders", "sim", "reports", "ai"]),
    ("lab", &["units", "content", "orders", "sim", "reports", "ai", "session"]),
    ("cli", &["units", "content", "orders", "sim", "reports", "ai", "session", "lab"]),
    ("ui", &["units", "content", "orders", "sim", "reports", "session", "lab"]),
    ("desktop", &["units", "content", "orders", "sim", "reports", "session", "lab", "ui"]),
];

/// Macros of `content` stand at the root of the crate, as macros do.
const MACROS_OF_CONTENT: [&str; 3] = ["shape", "choice", "variants"];

/// Modules that decide what happens: the same seed must give the same bits.
const CORE: [&str; 5] = ["units", "content", "orders", "sim", "reports"];

/// Sourced numbers that still stand in `sim`, all of them in the judgement of orders.
const SOURCED_NUMBERS: usize = 16;
/// Lines of the longest file today. It only goes down; the aim is 400.
const LONGEST_FILE: usize = 399;

/// Lines of the longest function today, its head and last brace included. It only goes down; the aim is 60.
const LONGEST_FUNCTION: usize = 77;

/// Functions that are lists to be read from top to bottom, so that they may be long: where, and how they begin.
const LISTS: [(&str, &str); 1] = [("sim/mod.rs", "pub fn month()")];

/// A page that the program writes.
const WRITTEN: &str = "hindcast.md";

/// Resources that are kept with a game but change nothing in it, so they are no state.
const NO_STATE: [&str; 1] = ["History"];

/// A source file.
struct Source {
    /// Path below `src`, with `/`.
    path: String,
    text: String,
}

impl Source {
    /// The module of the crate that it belongs to; none for `lib.rs` and `main.rs`.
    fn module(&self) -> Option<&str> {
        self.path.split_once('/').map(|(module, _)| module)
    }

    /// Lines of code without comments, from 1.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default()))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    fn collect(folder: &Path, root: &Path, list: &mut Vec<Source>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, root, list);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                list.push(Source { path: name, text: fs::read_to_string(&path).unwrap() });
            }
        }
    }
    let (mut list, src) = (Vec::new(), root().join("src"));
    collect(&src, &src, &mut list);
    list.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(list.len() > 50, "the sources were not found");
    list
}

/// Every file and line whose code contains one of `words`, as messages.
fn uses(of: impl Fn(&Source) -> bool, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| of(source)) {
        for (number, line) in source.code() {
            found.extend(words.iter().filter(|word| has_word(line, word)).map(|word| format!("src/{}:{number} names {word}", source.path)));
        }
    }
    found
}

/// Whether `line` contains `word` with no letter, digit or underscore around it.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + word.len()..].chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

fn is_core(source: &Source) -> bool {
    source.module().is_some_and(|module| CORE.contains(&module))
}

fn nothing(found: &[String], why: &str) {
    assert!(found.is_empty(), "{why}:\n{}", found.join("\n"));
}

#[test]
fn modules_know_only_what_the_table_allows() {
    let mut wrong = Vec::new();
    for source in sources() {
        let Some(module) = source.module() else { continue };
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("src/{}: the module `{module}` has no place in the table of layers", source.path));
            continue;
        };
        for (number, line) in source.code() {
            for (at, _) in line.match_indices("crate::") {
                let used: String = line[at + "crate::".len()..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let used = if MACROS_OF_CONTENT.contains(&used.as_str()) { "content" } else { &used };
                // Braces are the affair of the test below.
                if !used.is_empty() && used != module && !allowed.contains(&used) {
                    wrong.push(format!("src/{}:{number}: `{module}` may not know `{used}`", source.path));
                }
            }
        }
    }
    nothing(&wrong, "the layers of ARCHITECTURE.md are broken");
}

#[test]
fn nobody_lists_what_the_crate_offers_in_braces() {
    // `use crate::{a, b}` would hide from the test above what is used.
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.module().is_some()) {
        for (number, line) in source.code() {
            if let Some((_, rest)) = line.split_once("use crate::{") {
                let names = rest.split(['}', ',']).map(str::trim).filter(|name| !name.is_empty() && *name != ";");
                let other: Vec<&str> = names.filter(|name| !MACROS_OF_CONTENT.contains(name)).collect();
                if !other.is_empty() {
                    wrong.push(format!("src/{}:{number}: write one `use crate::…` for each of {other:?}", source.path));
                }
            }
        }
    }
    nothing(&wrong, "modules are used in one line");
}

#[test]
fn the_page_shows_the_same_table() {
    let page = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let (_, section) = page.split_once("## Layers").expect("ARCHITECTURE.md has a section on layers");
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")).filter_map(|row| row.split('`').next());
    assert_eq!(rows.collect::<Vec<&str>>(), LAYERS.map(|(name, _)| name));
}

#[test]
fn only_the_window_knows_the_engine() {
    let windows = |source: &Source| matches!(source.module(), Some("ui" | "desktop")) || source.path == "main.rs";
    nothing(&uses(|source| !windows(source), &["bevy"]), "below `ui` there is `bevy_ecs`, never `bevy`");
}

#[test]
fn features_are_chosen_in_one_place() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.path.as_str(), "lib.rs" | "main.rs")) {
        for (number, line) in source.code() {
            if line.contains("cfg(feature") || line.contains("cfg!(feature") || line.contains("cfg_attr(feature") {
                wrong.push(format!("src/{}:{number}", source.path));
            }
        }
    }
    nothing(&wrong, "features stand in lib.rs and main.rs only");
}

#[test]
fn every_file_says_what_it_is() {
    let silent: Vec<String> = sources().iter().filter(|source| !source.text.starts_with("//!")).map(|source| source.path.clone()).collect();
    nothing(&silent, "the first line of a file is `//! …`");
}

#[test]
fn the_core_has_no_order_that_changes_from_run_to_run() {
    nothing(&uses(is_core, &["HashMap", "HashSet", "RandomState"]), "use BTreeMap, BTreeSet, or a Vec indexed by id");
}

#[test]
fn the_core_has_no_clock_and_no_threads() {
    nothing(&uses(is_core, &["Instant", "SystemTime", "rayon"]), "the core knows neither clocks nor threads");
    // Copies of a world that know nothing of each other may go side by side (docs/decisions/0047).
    let month = |source: &Source| is_core(source) && source.path != "sim/resilience.rs";
    nothing(&uses(month, &["thread"]), "the core knows neither clocks nor threads");
}

#[test]
fn the_simulation_never_opens_what_happened() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !matches!(source.module(), Some("lab" | "reports" | "cli"))) {
        wrong.extend(
            source.code().filter(|(_, line)| line.contains("history.csv")).map(|(number, _)| format!("src/{}:{number}", source.path)),
        );
    }
    nothing(&wrong, "history.csv is for comparison: only `lab` and `reports` may read it (`cli` writes one of a run)");
    let core = |source: &Source| source.module().is_some_and(|module| ["sim", "orders", "units", "ai"].contains(&module));
    nothing(&uses(core, &["side_file"]), "files beside a level's content are not the simulation's");
}

/// Numbers that carry a source belong into rules.ron, where a modder can change them. What is left weighs orders.
#[test]
fn sourced_numbers_stand_in_rules() {
    let is_number = |line: &str| line.contains("const ") && [": f64 =", ": u32 =", ": i64 ="].iter().any(|kind| line.contains(kind));
    let is_sourced = |line: &str| {
        line.trim_start().starts_with("///") && ["(S:", "(K:", "(E:", "(P:", "(C:", "(E)", "(K)"].iter().any(|mark| line.contains(mark))
    };
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| source.module() == Some("sim")) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| is_number(line)) {
            let doc = lines[..at].iter().rev().take_while(|line| line.trim_start().starts_with("///"));
            if doc.into_iter().any(|line| is_sourced(line)) {
                found.push(format!("src/{}:{}", source.path, at + 1));
            }
        }
    }
    assert!(found.len() <= SOURCED_NUMBERS, "these numbers belong into levels/base/rules.ron:\n{}", found.join("\n"));
}

#[test]
fn files_get_no_longer() {
    let (length, path) = sources().into_iter().map(|source| (source.text.lines().count(), source.path)).max().unwrap();
    ratchet(length, LONGEST_FILE, "LONGEST_FILE", &format!("src/{path}"));
}

#[test]
fn functions_get_no_longer() {
    let mut longest = (0, String::new());
    for source in sources() {
        let is_list = |line: usize| {
            LISTS.iter().any(|(path, head)| source.path == *path && source.text.lines().nth(line - 1).is_some_and(|l| l.starts_with(head)))
        };
        for (length, line) in functions(&source.text).into_iter().filter(|(_, line)| !is_list(*line)) {
            longest = longest.max((length, format!("src/{}:{line}", source.path)));
        }
    }
    ratchet(longest.0, LONGEST_FUNCTION, "LONGEST_FUNCTION", &longest.1);
}

/// Fails when `now` is above `limit`, and when it is so far below that the limit should follow.
fn ratchet(now: usize, limit: usize, name: &str, place: &str) {
    assert!(now <= limit, "{place} has {now} lines, {limit} are the most so far: split it");
    assert!(now * 4 >= limit * 3, "well done: the longest, {place}, has {now} lines now; set {name} to {now}");
}

/// Length and first line of every function of a formatted text: from `fn` to the brace in the same column.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut list = Vec::new();
    for (first, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let head = line.trim_start().split(['(', '<']).next().unwrap_or_default();
        let words: Vec<&str> = head.split_whitespace().collect();
        let is_head = words.iter().rev().nth(1) == Some(&"fn") && !line.trim_start().starts_with("//");
        if !is_head {
            continue;
        }
        let end = format!("{}}}", " ".repeat(indent));
        let body = &lines[first..];
        let last = body.iter().position(|line| {
            *line == end
                || (line.starts_with(&" ".repeat(indent))
                    && line.trim_end().ends_with(';')
                    && line.len() - line.trim_start().len() == indent)
        });
        list.push((last.unwrap_or(0) + 1, first + 1));
    }
    list
}

/// A type that derives `Component` or `Resource`.
struct EcsType {
    name: String,
    serialised: bool,
    /// The comment above it.
    about: String,
    place: String,
}

fn ecs_types() -> Vec<EcsType> {
    let mut list = Vec::new();
    for source in sources().iter().filter(|source| source.module() == Some("sim")) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("#[derive(")) {
            let derives: Vec<&str> = line.trim_start_matches("#[derive(").trim_end_matches(")]").split(", ").collect();
            if !derives.contains(&"Component") && !derives.contains(&"Resource") {
                continue;
            }
            let head = lines[at..].iter().find(|line| line.contains("struct ") || line.contains("enum ")).expect("a derive has a type");
            let name: String = head
                .split_whitespace()
                .skip_while(|word| !matches!(*word, "struct" | "enum"))
                .nth(1)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .collect();
            let about: Vec<&str> = lines[..at].iter().rev().take_while(|line| line.starts_with("///")).copied().collect();
            list.push(EcsType {
                name,
                serialised: derives.contains(&"Serialize"),
                about: about.join(" "),
                place: format!("src/{}:{}", source.path, at + 1),
            });
        }
    }
    list
}

#[test]
fn every_state_type_stands_in_the_one_list() {
    let list = fs::read_to_string(root().join("src/sim/state.rs")).unwrap();
    let (_, list) = list.split_once("\nstate! {").expect("state.rs has the list");
    let listed: BTreeSet<&str> = list.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let types = ecs_types();
    assert!(types.len() > 20, "only {} types were found", types.len());
    let forgotten: Vec<String> = types
        .iter()
        .filter(|one| one.serialised && !listed.contains(one.name.as_str()) && !NO_STATE.contains(&one.name.as_str()))
        .map(|one| format!("{}: {}", one.place, one.name))
        .collect();
    nothing(&forgotten, "saves and copies would forget these: add them to the list in src/sim/state.rs");
}

#[test]
fn what_is_not_saved_says_that_it_is_derived() {
    let silent: Vec<String> = ecs_types()
        .iter()
        .filter(|one| !one.serialised && !one.about.to_lowercase().contains("derived"))
        .map(|one| format!("{}: {}", one.place, one.name))
        .collect();
    nothing(&silent, "a table that no save holds must be rebuilt each month or from the catalog, and its comment must say so");
}

#[test]
fn cited_pages_exist() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (number, line) in source.text.lines().enumerate() {
            for word in line.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '`' | ',' | ';' | '[' | ']')) {
                let page = word.trim_end_matches(['.', ':']);
                if page.ends_with(".md") && !page.contains(['*', '<', '{', '"']) && page != WRITTEN && !root().join(page).exists() {
                    wrong.push(format!("src/{}:{} cites {page}", source.path, number + 1));
                }
            }
        }
    }
    nothing(&wrong, "write the path of a page from the root of the repository");
}

//! From packs to a catalog: read the files, order the packs, lay them over each other, read the items into their types,
//! check what they mean. Every step goes on after a mistake, so that one run reports them all.

use super::catalog::{Catalog, PackInfo, Parts};
use super::checks;
use super::diagnostics::{Problem, Problems, clip};
use super::draft;
use super::drivers::{self, Drivers, Row};
use super::files::{Files, SourceFile, to_u32};
use super::folder::RawFile;
use super::ids::{ItemKind, KINDS};
use super::manifest::{Manifest, order};
use super::merge::{Merged, Wishes};
use super::operations;
use super::packs::{PackSource, Place};
use super::parser::{Document, parse_document, parse_value};
use super::syntax::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Values that the files of one pack may hold, so that memory stays bounded.
pub const MOST_VALUES: usize = 2_000_000;

/// What loading gave.
#[derive(Debug)]
pub struct Loaded {
    /// The catalog, if there was no error.
    pub catalog: Option<Arc<Catalog>>,
    /// Everything that is wrong or worth knowing, sorted by file and place.
    pub problems: Problems,
    /// The texts that were read.
    pub files: Arc<Files>,
    /// The packs that were used, in order.
    pub packs: Vec<PackInfo>,
}

/// Loads the scenario of pack `scenario_pack` with all that it needs, and every pack of `sources` that is always used.
#[must_use]
pub fn load(sources: &[PackSource], scenario_pack: &str) -> Loaded {
    load_packs(sources, Some(scenario_pack))
}

/// A pack that has been read but not laid.
struct ReadPack<'s> {
    source: &'s PackSource,
    manifest: Manifest,
}

/// Loads like [`load`]; without a scenario, items are checked as far as that goes and there is no catalog.
#[must_use]
pub fn load_packs(sources: &[PackSource], scenario_pack: Option<&str>) -> Loaded {
    let mut loader = Loader::default();
    let mut read = loader.manifests(sources, scenario_pack);
    let mut contents: BTreeMap<String, Contents> = BTreeMap::new();
    for (id, pack) in &read {
        contents.insert(id.clone(), loader.contents(pack));
    }
    let needed = closure(&read, scenario_pack);
    read.retain(|id, _| needed.contains(id) || !contents[id].is_scenario);
    let manifests: BTreeMap<&str, &Manifest> = read.iter().map(|(id, pack)| (id.as_str(), &pack.manifest)).collect();
    let known: Vec<&str> = loader.seen.iter().map(String::as_str).collect();
    let mut problems = std::mem::take(&mut loader.problems);
    let ordered = order(&manifests, &needed, &known, &mut problems);
    if let Some(wanted) = scenario_pack.filter(|wanted| !loader.seen.contains(*wanted)) {
        let problem = Problem::about("E0508", wanted, format!("there is no pack `{}`", clip(wanted)));
        problems.push(problem.suggest(wanted, known.iter().copied()));
    }
    let mut merged = Merged::default();
    let mut rows: Vec<(String, Vec<Row>)> = Vec::new();
    let mut infos = Vec::new();
    for id in ordered {
        let Some(contents) = contents.remove(id) else { continue };
        merged.lay(&read[id].manifest, contents.wishes, &mut problems);
        rows.push((id.to_owned(), contents.rows));
        infos.push(info(&read[id]));
    }
    finish(merged, &rows, infos, scenario_pack, loader.files, problems)
}

/// The id of a pack that has a scenario; none for other packs, and for those that cannot be read.
#[must_use]
pub fn is_scenario(source: &PackSource) -> Option<String> {
    let mut loader = Loader::default();
    let mut problems = Problems::default();
    let manifest = loader.manifest(source, &mut problems)?;
    let id = manifest.id.clone();
    loader.contents(&ReadPack { source, manifest }).is_scenario.then_some(id)
}

/// The typed half: items, checks, catalog.
fn finish(
    merged: Merged,
    rows: &[(String, Vec<Row>)],
    packs: Vec<PackInfo>,
    scenario_pack: Option<&str>,
    files: Files,
    mut problems: Problems,
) -> Loaded {
    let ids = merged.ids();
    let draft = draft::read(&merged, &ids, &mut problems);
    let drivers = Drivers::join(rows, &ids, &mut problems);
    let whole = scenario_pack.filter(|pack| packs.iter().any(|info| info.id == *pack));
    let scenario = checks::run(&draft, &merged, &ids, &drivers, whole, &mut problems);
    tell_hidden(&ids, &mut problems);
    problems.sort();
    let files = Arc::new(files);
    let mut catalog = None;
    if let (Some(scenario), false) = (scenario, problems.any_error()) {
        let parts = Parts { ids, packs: packs.clone(), merged, files: Arc::clone(&files) };
        catalog = Catalog::new(draft, scenario, drivers, parts).map(Arc::new);
    }
    Loaded { catalog, problems, files, packs }
}

/// Adds to the problem of each item that could not even be parsed how many consequences were kept silent.
fn tell_hidden(ids: &super::ids::Ids, problems: &mut Problems) {
    let hidden: Vec<(ItemKind, String, usize)> = problems.hidden().map(|(kind, word, many)| (kind, word.to_owned(), many)).collect();
    for (kind, word, many) in hidden {
        let Some(span) = ids.broken_at(kind, &word) else { continue };
        let near = problems.list_mut().iter_mut().filter(|p| p.span.is_some_and(|s| s.file == span.file && s.start >= span.start));
        if let Some(problem) = near.min_by_key(|p| p.span) {
            problem.help.push(draft::skipped(many));
        }
    }
}

fn info(pack: &ReadPack<'_>) -> PackInfo {
    let folder = match &pack.source.place {
        Place::Embedded(_) | Place::Written(_) => None,
        Place::Folder(path) => Some(path.clone()),
    };
    let Manifest { id, name, about, version, authors, licence, .. } = pack.manifest.clone();
    PackInfo { id, name, about, version, authors, licence, folder }
}

/// The scenario's pack and all that it needs, directly or not.
fn closure(packs: &BTreeMap<String, ReadPack<'_>>, scenario_pack: Option<&str>) -> BTreeSet<String> {
    let mut needed = BTreeSet::new();
    let mut open: Vec<String> = scenario_pack.into_iter().chain(["base"]).map(str::to_owned).collect();
    while let Some(id) = open.pop() {
        let Some(pack) = packs.get(&id) else { continue };
        if needed.insert(id) {
            open.extend(pack.manifest.depends.iter().map(|need| need.id.clone()));
        }
    }
    needed
}

/// What the files of a pack hold.
#[derive(Default)]
struct Contents {
    wishes: Wishes,
    rows: Vec<Row>,
    is_scenario: bool,
}

#[derive(Default)]
struct Loader {
    files: Files,
    problems: Problems,
    seen: BTreeSet<String>,
}

impl Loader {
    /// Reads the `pack.ron` of all sources and keeps those packs that are used.
    fn manifests<'s>(&mut self, sources: &'s [PackSource], scenario_pack: Option<&str>) -> BTreeMap<String, ReadPack<'s>> {
        let mut found: BTreeMap<String, ReadPack<'s>> = BTreeMap::new();
        let mut faults: Vec<(&PackSource, Problems)> = Vec::new();
        for source in sources {
            let mut problems = Problems::default();
            let manifest = self.manifest(source, &mut problems);
            self.seen.insert(source.folder.clone());
            if !problems.list().is_empty() {
                faults.push((source, problems));
            }
            let Some(manifest) = manifest else { continue };
            self.seen.insert(manifest.id.clone());
            if let Some(first) = found.get(&manifest.id) {
                // A pack that somebody named, or one in the working folder, goes before the level of the same id.
                if !(source.always && first.source.always) {
                    continue;
                }
                let problem = Problem::error("E0509", manifest.span, format!("two packs have the id `{}`", manifest.id));
                let problem = problem.related(first.manifest.span, format!("the other one, {}", first.source.shown));
                self.problems.push(problem.help("take one of the two away; the first is used".to_owned()));
                continue;
            }
            found.insert(manifest.id.clone(), ReadPack { source, manifest });
        }
        let mut wanted = closure(&found, scenario_pack);
        for pack in found.values().filter(|pack| pack.source.always) {
            wanted.insert(pack.manifest.id.clone());
            wanted.extend(closure(&found, Some(&pack.manifest.id)));
        }
        let needs: BTreeSet<String> = found
            .values()
            .filter(|p| wanted.contains(&p.manifest.id))
            .flat_map(|p| p.manifest.depends.iter().map(|n| n.id.clone()))
            .collect();
        for (source, problems) in faults {
            let asked = source.always || needs.contains(&source.folder) || scenario_pack == Some(&source.folder);
            if asked || wanted.contains(&source.folder) {
                problems.list().iter().cloned().for_each(|problem| self.problems.push(problem));
            }
        }
        found.retain(|id, _| wanted.contains(id));
        found
    }

    fn manifest(&mut self, source: &PackSource, problems: &mut Problems) -> Option<Manifest> {
        let Some(raw) = source.manifest(problems) else {
            if problems.list().is_empty() {
                let problem = Problem::about("E0508", &source.shown, "this folder has no `pack.ron`".to_owned());
                problems.push(problem.help("a pack is a folder with a file `pack.ron` in it".to_owned()));
            }
            return None;
        };
        let (file, usable) = self.add(&source.folder, &source.shown, raw, problems);
        let mut list = Vec::new();
        let text = self.files.list()[file as usize].text.clone();
        let node = if usable { parse_value(file, &text, &mut list) } else { None };
        list.into_iter().for_each(|problem| problems.push(problem));
        Manifest::read(&node?, problems)
    }

    /// Keeps a text. False if it is no proper text; then it is kept as far as it can be shown.
    fn add(&mut self, pack: &str, shown: &str, raw: RawFile, problems: &mut Problems) -> (u32, bool) {
        let path = format!("{shown}/{}", raw.name);
        let bytes = raw.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&raw.bytes);
        let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        let (text, fault) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(error) => (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to())),
        };
        let file = self.files.add(SourceFile::new(pack.to_owned(), path, text));
        if let Some(at) = fault {
            let message = if utf16 { "this file is UTF-16" } else { "this is not UTF-8 text" };
            let span = Span { file, start: to_u32(at), end: to_u32(at + 3) };
            problems.push(Problem::error("E0511", span, message.to_owned()).help("save the file as UTF-8".to_owned()));
        }
        (file, fault.is_none())
    }

    fn contents(&mut self, pack: &ReadPack<'_>) -> Contents {
        let mut problems = std::mem::take(&mut self.problems);
        let mut contents = Contents::default();
        let mut values = 0;
        for raw in pack.source.files(&mut problems).into_iter().filter(|raw| raw.name != "pack.ron") {
            let table = raw.name.ends_with(".csv");
            let (file, usable) = self.add(&pack.manifest.id, &pack.source.shown, raw, &mut problems);
            let source = &self.files.list()[file as usize];
            if table {
                if usable {
                    contents.rows.extend(drivers::read(file, &source.text, &mut problems));
                }
                continue;
            }
            let mut list = Vec::new();
            let document = parse_document(file, &source.text, &mut list);
            values += document.values;
            if usable {
                list.into_iter().for_each(|problem| problems.push(problem));
            }
            if values > MOST_VALUES {
                let message = format!("the pack holds more than {MOST_VALUES} values");
                problems.push(Problem::about("E0510", &source.path, message).help("this file and the rest are not read".to_owned()));
                break;
            }
            take_document(document, usable, &mut contents, &mut problems);
        }
        self.problems = problems;
        contents
    }
}

/// Turns the items of a file into wishes.
fn take_document(document: Document, usable: bool, contents: &mut Contents, problems: &mut Problems) {
    let kind = document.head.as_ref().and_then(|(word, span)| {
        let known = KINDS.iter().copied().find(|kind| kind.file_word() == word);
        known.or_else(|| {
            let problem = Problem::error("E0112", *span, format!("`{}` is no kind of items", clip(word)));
            let words = || KINDS.iter().map(|kind| kind.file_word());
            problems
                .push(problem.suggest(word, words()).help(format!("a file begins with one of {}", words().collect::<Vec<_>>().join(", "))));
            // Reading on under the nearest kind finds further mistakes and keeps references to these items quiet.
            super::diagnostics::nearest(word, words()).and_then(|near| KINDS.iter().copied().find(|kind| kind.file_word() == near))
        })
    });
    contents.is_scenario |= kind == Some(ItemKind::Scenario) && !document.broken.is_empty();
    contents.wishes.broken.extend(document.broken.into_iter().map(|(word, span)| (kind, word, span)));
    for node in document.items {
        let (id, whole) = (node.children().next().and_then(|body| body.field("id")).and_then(|id| id.text()).map(str::to_owned), node.span);
        match kind.filter(|_| usable).zip(operations::read(node, problems)) {
            Some((kind, operation)) => {
                contents.is_scenario |= kind == ItemKind::Scenario && matches!(operation, operations::Operation::Define(..));
                contents.wishes.operations.push((kind, operation));
            }
            None => contents.wishes.broken.extend(id.map(|id| (kind, id, whole))),
        }
    }
}

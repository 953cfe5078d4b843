//! All packs laid over each other: definitions, then patches, overrides and removals in the order of the packs. Works on
//! trees, so every value still knows where it was written, and every change is remembered.

use super::diagnostics::{Problem, Problems, nearest};
use super::edit::apply;
use super::ids::{Gone, Ids, ItemKind, KINDS, Known};
use super::manifest::Manifest;
use super::operations::{Change, Edit, Operation, Target};
use super::syntax::{Node, Span};
use std::collections::BTreeMap;

/// Most items of one kind.
pub const MOST_ITEMS: usize = 20_000;

/// One change that an item went through.
#[derive(Clone, Debug)]
pub struct Step {
    /// The changed field, as a path; empty for the whole item.
    pub path: Vec<String>,
    /// The pack that changed it.
    pub pack: String,
    /// Where.
    pub span: Span,
    /// What was done, such as `Scale 0.9`.
    pub what: String,
    /// The value before, if there was one.
    pub before: Option<String>,
}

/// One item after merging.
#[derive(Clone, Debug)]
pub struct Item {
    /// The pack that defined it.
    pub pack: String,
    /// Where its id stands.
    pub span: Span,
    /// Its fields, without the id.
    pub node: Node,
    /// What was changed since its definition.
    pub history: Vec<Step>,
}

/// All items of all packs.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    items: [BTreeMap<String, Item>; KINDS.len()],
    gone: [BTreeMap<String, Gone>; KINDS.len()],
}

/// What one pack wants.
#[derive(Debug, Default)]
pub struct Wishes {
    /// The operations, with the kind at the head of their file.
    pub operations: Vec<(ItemKind, Operation)>,
    /// Ids of definitions that could not be read; no kind where the head of the file is wrong too.
    pub broken: Vec<(Option<ItemKind>, String, Span)>,
}

/// What one pack wants of one known item.
#[derive(Default)]
struct Wanted {
    edits: Vec<Edit>,
    overrides: Vec<(Target, Node)>,
    removes: Vec<Target>,
}

impl Merged {
    /// The items of a kind by their bare word.
    #[must_use]
    pub fn of(&self, kind: ItemKind) -> &BTreeMap<String, Item> {
        &self.items[kind as usize]
    }

    /// The ids of all items.
    #[must_use]
    pub fn ids(&self) -> Ids {
        let mut ids = Ids::default();
        for &kind in KINDS {
            let known = |(word, item): (&String, &Item)| Known { full: format!("{}:{word}", item.pack), span: item.span };
            ids.set(kind, self.of(kind).iter().map(known).collect());
            for (word, why) in &self.gone[kind as usize] {
                ids.set_gone(kind, word, why.clone());
            }
        }
        ids
    }

    /// Lays one more pack over what is there.
    pub fn lay(&mut self, pack: &Manifest, wishes: Wishes, problems: &mut Problems) {
        for (kind, word, span) in wishes.broken {
            for lost in KINDS.iter().filter(|k| kind.is_none_or(|kind| kind == **k)) {
                self.gone[*lost as usize].entry(word.clone()).or_insert(Gone::Broken(span));
            }
        }
        let (new, changes): (Vec<_>, Vec<_>) = wishes.operations.into_iter().partition(|(_, o)| matches!(o, Operation::Define(..)));
        for (kind, operation) in new {
            if let Operation::Define(target, node) = operation {
                self.define(pack, kind, target, node, problems);
            }
        }
        let mut wanted: BTreeMap<(ItemKind, String), Wanted> = BTreeMap::new();
        for (kind, operation) in changes {
            let (Operation::Define(target, _) | Operation::Patch(target, _) | Operation::Override(target, _) | Operation::Remove(target)) =
                &operation;
            let Some(word) = self.known_word(pack, kind, target, problems) else { continue };
            let wanted = wanted.entry((kind, word)).or_default();
            match operation {
                Operation::Patch(_, edits) => wanted.edits.extend(edits),
                Operation::Override(target, node) => wanted.overrides.push((target, node)),
                Operation::Define(target, _) | Operation::Remove(target) => wanted.removes.push(target),
            }
        }
        for ((kind, word), wanted) in wanted {
            self.change(pack, kind, &word, wanted, problems);
        }
    }

    fn define(&mut self, pack: &Manifest, kind: ItemKind, target: Target, node: Node, problems: &mut Problems) {
        let items = &mut self.items[kind as usize];
        if let Some(first) = items.get(&target.word) {
            let whose = if first.pack == pack.id { String::new() } else { format!(" by pack `{}`", first.pack) };
            let problem = Problem::error("E0303", target.span, format!("the {} `{}` is defined already{whose}", kind.label(), target.word));
            let problem = problem.related(first.span, "defined here".to_owned());
            problems.push(if whose.is_empty() {
                problem.help("give one of the two another id".to_owned())
            } else {
                problem.help("change some of its fields with Patch, or all of it with Override".to_owned())
            });
            return;
        }
        if items.len() >= MOST_ITEMS {
            if !self.gone[kind as usize].contains_key("") {
                let message = format!("there are more than {MOST_ITEMS} items of the kind {}", kind.label());
                problems.push(Problem::error("E0306", target.span, message).help("this one and the rest are left out".to_owned()));
                self.gone[kind as usize].insert(String::new(), Gone::Broken(target.span));
            }
            self.gone[kind as usize].insert(target.word, Gone::Broken(target.span));
            return;
        }
        items.insert(target.word, Item { pack: pack.id.clone(), span: target.span, node, history: Vec::new() });
    }

    /// The bare word of a known item that `pack` may change. None means that a problem has been reported.
    fn known_word(&self, pack: &Manifest, kind: ItemKind, target: &Target, problems: &mut Problems) -> Option<String> {
        let (of_pack, word) = target.word.split_once(':').map_or((None, target.word.as_str()), |(p, w)| (Some(p), w));
        let Some(item) = self.of(kind).get(word).filter(|item| of_pack.is_none_or(|p| p == item.pack)) else {
            match self.gone[kind as usize].get(word) {
                Some(Gone::Broken(_)) => problems.hide(kind, word),
                Some(Gone::Removed(by)) => {
                    let problem =
                        Problem::error("E0305", target.span, format!("the {} `{word}` is removed, but changed here", kind.label()));
                    problems.push(problem.related(*by, "removed here".to_owned()));
                }
                None => problems.push(self.unknown(kind, word, target.span)),
            }
            return None;
        };
        if item.pack == pack.id {
            let problem = Problem::error("E0404", target.span, format!("`{word}` is defined in this very pack"));
            problems.push(problem.related(item.span, "defined here".to_owned()).help("change the definition itself".to_owned()));
            return None;
        }
        if item.pack != "base" && !pack.comes_after(&item.pack) {
            let message = format!("pack `{}` changes an item of pack `{}`, but does not name it", pack.id, item.pack);
            problems.push(Problem::error("E0405", target.span, message).help(format!("add \"{}\" to `depends` in pack.ron", item.pack)));
            return None;
        }
        Some(word.to_owned())
    }

    fn unknown(&self, kind: ItemKind, word: &str, span: Span) -> Problem {
        let problem = Problem::error("E0302", span, format!("unknown {} `{word}`", kind.label()));
        if let Some(other) = KINDS.iter().find(|other| **other != kind && self.of(**other).contains_key(word)) {
            return problem.help(format!("there is a {} of this name; its file begins with `{}([`", other.label(), other.file_word()));
        }
        match nearest(word, self.of(kind).keys().map(String::as_str)).and_then(|near| self.of(kind).get_key_value(near)) {
            Some((near, item)) => {
                problem.help(format!("did you mean `{}:{near}`?", item.pack)).related(item.span, "defined here".to_owned())
            }
            None => problem,
        }
    }

    fn change(&mut self, pack: &Manifest, kind: ItemKind, word: &str, mut wanted: Wanted, problems: &mut Problems) {
        let whole: Vec<Span> = wanted.overrides.iter().map(|(t, _)| t.span).chain(wanted.removes.iter().map(|t| t.span)).collect();
        if let (Some(first), Some(second)) = (whole.first(), whole.get(1).copied().or(wanted.edits.first().map(|e| e.span))) {
            let problem = Problem::error("E0406", second, format!("this pack changes `{word}` as a whole and in another way too"));
            problems.push(problem.related(*first, "first here".to_owned()).help("keep one of the two".to_owned()));
            return;
        }
        if let Some(target) = wanted.removes.pop() {
            self.items[kind as usize].remove(word);
            self.gone[kind as usize].insert(word.to_owned(), Gone::Removed(target.span));
            return;
        }
        let Some(item) = self.items[kind as usize].get_mut(word) else { return };
        if let Some((target, node)) = wanted.overrides.pop() {
            override_item(pack, item, word, &target, node, problems);
        }
        wanted.edits.sort_by_cached_key(|edit| (edit.path.clone(), rank(&edit.change), edit.change.describe()));
        for pair in wanted.edits.windows(2) {
            if pair[1].path.starts_with(&pair[0].path) && !both_lists(&pair[0].change, &pair[1].change) {
                let (first, second) = if pair[0].span < pair[1].span { (&pair[0], &pair[1]) } else { (&pair[1], &pair[0]) };
                let message = format!("this pack changes `{}` of `{word}` twice", pair[0].path.join("."));
                let problem = Problem::error("E0406", second.path_span, message).related(first.path_span, "first here".to_owned());
                problems.push(problem.help("make one change of the two".to_owned()));
                return;
            }
        }
        for edit in &wanted.edits {
            change_field(pack, item, word, edit, problems);
        }
    }
}

/// Scaling comes before taking out, taking out before adding.
const fn rank(change: &Change) -> u8 {
    match change {
        Change::Set(_) => 0,
        Change::Scale(_) => 1,
        Change::Remove(_) => 2,
        Change::Add(_) => 3,
    }
}

const fn both_lists(a: &Change, b: &Change) -> bool {
    matches!((a, b), (Change::Add(_) | Change::Remove(_), Change::Add(_) | Change::Remove(_)))
}

fn override_item(pack: &Manifest, item: &mut Item, word: &str, target: &Target, node: Node, problems: &mut Problems) {
    let message = format!("`{word}` is replaced as a whole: later changes of pack `{}` will not arrive", item.pack);
    let mut problem = Problem::warning("W0403", target.span, message).related(item.span, "defined here".to_owned());
    if let Some(step) = item.history.last() {
        problem = problem.help(format!("this also undoes the changes of pack `{}`", step.pack));
    }
    problems.push(problem.help("Patch changes single fields".to_owned()));
    item.history.push(Step { path: Vec::new(), pack: pack.id.clone(), span: target.span, what: "Override".to_owned(), before: None });
    item.node = node;
}

fn change_field(pack: &Manifest, item: &mut Item, word: &str, edit: &Edit, problems: &mut Problems) {
    let path = edit.path.join(".");
    let earlier = item.history.iter().rev().find(|step| step.path.starts_with(&edit.path) || edit.path.starts_with(&step.path));
    let told = earlier.is_some_and(|step| pack.overrides.contains(&step.pack));
    if let Some(earlier) = earlier.filter(|_| matches!(edit.change, Change::Set(_)) && !told) {
        let message = format!("`{word}.{path}` is set by pack `{}` and changed before by pack `{}`", pack.id, earlier.pack);
        let mut problem = Problem::note("N0407", edit.path_span, message).related(earlier.span, format!("{} is lost", earlier.what));
        if earlier.what.starts_with("Scale") || earlier.what.starts_with("Add") || earlier.what.starts_with("Remove") {
            problem = Problem { code: "W0407", ..problem.only_warn() };
        }
        problems.push(problem.help(format!("if that is wanted, add \"{}\" to `overrides` in pack.ron", earlier.pack)));
    }
    match apply(&mut item.node, edit) {
        Ok(before) => {
            let step = Step { path: edit.path.clone(), pack: pack.id.clone(), span: edit.span, what: edit.change.describe(), before };
            item.history.push(step);
        }
        Err(refused) => {
            let message = format!("{} of `{path}` in `{word}`: {}", edit.change.word(), refused.message);
            let mut problem = Problem::error("E0408", edit.path_span, message);
            if let Some((unknown, known)) = &refused.unknown {
                problem = problem.suggest(unknown, known.iter().map(String::as_str));
                if edit.path.len() == 1 && !matches!(edit.change, Change::Set(_)) {
                    problem = problem.help("a field that has its default is not written there: use Set".to_owned());
                }
            }
            problems.push(if refused.harmless { problem.only_warn() } else { problem });
        }
    }
}

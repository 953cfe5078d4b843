//! `pack.ron`: what a pack is called, what it needs, and in which order packs are laid over each other.

use super::diagnostics::{Problem, Problems, clip, nearest};
use super::ids::{Ids, id_fault};
use super::operations::fault_of_id;
use super::shape::{Read, Reader};
use super::syntax::{Kind, Node, Span};
use super::version::{Requirement, Version};
use crate::shape;
use std::collections::{BTreeMap, BTreeSet};

shape! {
    /// What stands in `pack.ron`, as `Pack(id: …, …)`.
    pub struct PackFile {
        /// Id of the pack, the first part of every full id in it.
        pub id: String,
        /// Name shown to players.
        pub name: String,
        /// One sentence on what it does.
        pub about: String = String::new(),
        /// Version of the pack: three numbers.
        pub version: String,
        /// Versions of the game that it is made for: `>=0.1, <1`.
        pub game: String = String::new(),
        /// Packs that it needs, each with the versions that will do: `base`, `base >=1.2`.
        pub depends: Vec<String> = Vec::new(),
        /// Packs that come before it if they are there.
        pub load_after: Vec<String> = Vec::new(),
        /// Packs that it cannot be used with.
        pub conflicts: Vec<String> = Vec::new(),
        /// Packs whose changes it means to replace; that is not noted then.
        pub overrides: Vec<String> = Vec::new(),
        /// Who made it.
        pub authors: Vec<String> = Vec::new(),
        /// Licence of its content.
        pub licence: String = String::new(),
    }
}

/// A pack that another one needs.
#[derive(Clone, Debug)]
pub struct Need {
    /// Its id.
    pub id: String,
    /// The versions that will do.
    pub versions: Requirement,
    /// As written.
    pub written: String,
    /// Where.
    pub span: Span,
}

/// A checked `pack.ron`.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    /// Id of the pack.
    pub id: String,
    /// Where the id stands.
    pub span: Span,
    /// Name shown to players.
    pub name: String,
    /// One sentence on it.
    pub about: String,
    /// Its version.
    pub version: Version,
    /// What it needs.
    pub depends: Vec<Need>,
    /// What comes before it.
    pub load_after: Vec<String>,
    /// What it cannot be used with, and where that is written.
    pub conflicts: Vec<(String, Span)>,
    /// Whose changes it replaces.
    pub overrides: Vec<String>,
    /// Who made it.
    pub authors: Vec<String>,
    /// Licence of its content.
    pub licence: String,
}

impl Manifest {
    /// Whether `other` is laid before this pack by what this pack says itself.
    #[must_use]
    pub fn comes_after(&self, other: &str) -> bool {
        self.depends.iter().any(|need| need.id == other) || self.load_after.iter().any(|id| id == other)
    }

    /// Reads `Pack(…)`. None means that a problem has been reported.
    pub fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let ids = Ids::default();
        if !matches!(&node.kind, Kind::Struct { name: Some(name), .. } if name == "Pack") {
            let problem = Problem::error("E0501", node.span.head(), format!("expected `Pack(…)`, found {}", node.describe()));
            problems.push(problem.help("write Pack(id: \"…\", name: \"…\", version: \"1.0.0\", depends: [\"base\"])".to_owned()));
            return None;
        }
        let file = PackFile::read(node, &mut Reader { problems, ids: &ids, uses: Vec::new() })?;
        let place = |field: &str| node.field(field).map_or(node.span, |value| value.span);
        let mut good = true;
        if let Some(fault) = id_fault(&file.id) {
            problems.push(fault_of_id(&file.id, fault, place("id")));
            good = false;
        }
        let Some(version) = Version::parse(&file.version) else {
            let message = format!("`{}` is not a version", clip(&file.version));
            problems.push(Problem::error("E0502", place("version"), message).help("write three numbers: \"1.0.0\"".to_owned()));
            return None;
        };
        good &= fits_game(&file.game, place("game"), problems);
        let depends = needs(node, problems);
        good &= depends.len() == file.depends.len();
        good &= other_ids(node, &file.id, problems);
        let conflicts = file.conflicts.iter().map(|id| (id.clone(), place("conflicts"))).collect();
        let PackFile { id, name, about, load_after, overrides, authors, licence, .. } = file;
        let span = place("id");
        good.then_some(Self { id, span, name, about, version, depends, load_after, conflicts, overrides, authors, licence })
    }
}

fn fits_game(asked: &str, span: Span, problems: &mut Problems) -> bool {
    let game = Version::of_game();
    let Some(requirement) = Requirement::parse(asked) else {
        let message = format!("`{}` does not name versions of the game", clip(asked));
        problems.push(Problem::error("E0502", span, message).help("write bounds, like \">=0.1, <1\"".to_owned()));
        return false;
    };
    if !requirement.new_enough(game) {
        let message = format!("this pack is made for a newer game ({asked}); this is {game}");
        problems.push(Problem::error("E0503", span, message).help("update the game, or use an older version of the pack".to_owned()));
        return false;
    }
    if !requirement.old_enough(game) {
        let message = format!("this pack is made for an older game ({asked}); this is {game}");
        problems.push(Problem::warning("W0503", span, message).help("look for a newer version of the pack".to_owned()));
    }
    true
}

/// The entries of a list of pack ids with their places.
fn entries<'n>(node: &'n Node, field: &str) -> Vec<(&'n str, Span)> {
    let Some(Node { kind: Kind::List(items), .. }) = node.field(field) else { return Vec::new() };
    items.iter().filter_map(|item| item.text().map(|text| (text, item.span))).collect()
}

fn needs(node: &Node, problems: &mut Problems) -> Vec<Need> {
    let mut needs = Vec::new();
    for (written, span) in entries(node, "depends") {
        let cut = written.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')).unwrap_or(written.len());
        let (id, versions) = if written[cut..].starts_with([' ', '>', '<', '=', '^']) { written.split_at(cut) } else { (written, "") };
        if let Some(fault) = id_fault(id) {
            problems.push(fault_of_id(id, fault, span));
            continue;
        }
        let Some(versions) = Requirement::parse(versions.trim()) else {
            let message = format!("`{}` does not name versions of a pack", clip(written));
            problems.push(Problem::error("E0502", span, message).help("write the id, then bounds: \"base >=1.2\"".to_owned()));
            continue;
        };
        needs.push(Need { id: id.to_owned(), versions, written: written.to_owned(), span });
    }
    needs
}

/// Checks the ids of the other lists, and that the pack does not name itself.
fn other_ids(node: &Node, own: &str, problems: &mut Problems) -> bool {
    let mut good = true;
    for field in ["depends", "load_after", "conflicts", "overrides"] {
        for (written, span) in entries(node, field) {
            if field != "depends"
                && let Some(fault) = id_fault(written)
            {
                problems.push(fault_of_id(written, fault, span));
                good = false;
            }
            if written.split([' ', '>', '<', '=']).next() == Some(own) {
                let problem = Problem::error("E0504", span, format!("pack `{own}` names itself under `{field}`"));
                problems.push(problem.help("take it out".to_owned()));
                good = false;
            }
        }
    }
    good
}

/// The order in which packs are laid over each other: what a pack depends on or loads after comes first, `base` before all
/// others, then what the scenario needs, ties by id. Packs that lack something are left out and reported.
pub fn order<'m>(
    packs: &BTreeMap<&'m str, &'m Manifest>,
    needed: &BTreeSet<String>,
    known: &[&str],
    problems: &mut Problems,
) -> Vec<&'m str> {
    let mut left: BTreeMap<&str, &Manifest> = packs.clone();
    loop {
        let unfit: Vec<&str> = left.values().filter(|pack| !is_fit(pack, &left, known, problems)).map(|pack| pack.id.as_str()).collect();
        if unfit.is_empty() {
            break;
        }
        left.retain(|id, _| !unfit.contains(id));
    }
    let mut ordered: Vec<&str> = Vec::new();
    let mut waiting: BTreeSet<&str> = left.keys().copied().collect();
    while !waiting.is_empty() {
        let blocked = |id: &str| {
            let pack = left[id];
            waiting.iter().any(|other| *other != id && (pack.comes_after(other) || (*other == "base" && id != "base")))
        };
        let free = waiting.iter().copied().filter(|id| !blocked(id));
        let Some(next) = free.min_by_key(|id| (!needed.contains(*id), *id)) else {
            report_cycle(&left, &waiting, problems);
            break;
        };
        waiting.remove(next);
        ordered.push(next);
    }
    ordered
}

fn is_fit(pack: &Manifest, left: &BTreeMap<&str, &Manifest>, known: &[&str], problems: &mut Problems) -> bool {
    let mut fit = true;
    for need in &pack.depends {
        let problem = match left.get(need.id.as_str()) {
            Some(found) if need.versions.new_enough(found.version) && need.versions.old_enough(found.version) => continue,
            Some(found) => {
                let message = format!("pack `{}` needs `{}`, but there is version {}", pack.id, clip(&need.written), found.version);
                Problem::error("E0505", need.span, message).help(format!("get a version of `{}` that fits", need.id))
            }
            None if known.contains(&need.id.as_str()) => {
                let message = format!("pack `{}` needs pack `{}`, which cannot be used", pack.id, need.id);
                Problem::error("E0505", need.span, message).help("mend that pack first".to_owned())
            }
            None => {
                let problem =
                    Problem::error("E0505", need.span, format!("pack `{}` needs pack `{}`, which is not there", pack.id, need.id));
                match nearest(&need.id, known.iter().copied()) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help("put its folder beside the others".to_owned()),
                }
            }
        };
        problems.push(problem);
        fit = false;
    }
    for (other, span) in pack.conflicts.iter().filter(|(other, _)| left.contains_key(other.as_str())) {
        let problem = Problem::error("E0506", *span, format!("packs `{}` and `{other}` cannot be used together", pack.id));
        problems.push(problem.help("switch one of them off".to_owned()));
        fit = false;
    }
    fit
}

fn report_cycle(left: &BTreeMap<&str, &Manifest>, waiting: &BTreeSet<&str>, problems: &mut Problems) {
    let Some(mut at) = waiting.iter().next().copied() else { return };
    let mut path = vec![at];
    loop {
        let pack = left[at];
        let next = waiting.iter().copied().find(|other| *other != at && pack.comes_after(other));
        let Some(next) = next.or_else(|| waiting.iter().copied().find(|other| *other == "base")) else { return };
        if let Some(start) = path.iter().position(|id| *id == next) {
            path.drain(..start);
            path.push(next);
            break;
        }
        path.push(next);
        at = next;
    }
    let span = left[path[0]].span;
    let message = format!("packs wait for each other: {}", path.join(" → "));
    problems.push(Problem::error("E0507", span, message).help("take one of them out of `depends` or `load_after`".to_owned()));
}

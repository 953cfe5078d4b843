//! Goods, processes and chemistries: recipes that make sense by themselves, and goods that somebody makes.

use super::super::definitions::chain::{Process, Stage};
use super::super::ids::{ChemistryId, GoodId, ProcessId};
use super::Check;
use std::collections::BTreeSet;

/// Most inputs, and most by-products, of a process; the simulation keeps room for as many.
const MOST_INPUTS: usize = 8;

pub(super) fn check(check: &mut Check<'_>) {
    for (id, process) in check.items::<ProcessId>() {
        recipe(check, id, process);
        yields(check, id, process);
    }
    for (id, good) in check.items::<GoodId>() {
        let Some(other) = &good.other_use else { continue };
        series(check, id, &["other_use", "driver"], &other.driver);
        if !other.regions.is_empty() && other.regions.values().sum::<f64>() <= 0.0 {
            check.error("E0611", id, &["other_use", "regions"], "all weights are 0".to_owned(), "give at least one region a weight");
        }
    }
    for (id, class) in check.items::<super::super::ids::FreightClassId>() {
        series(check, id, &["index"], &class.index);
    }
    chemistries(check);
    makers(check);
}

/// Reports a driver series that no pack has.
pub(super) fn series<I: super::ItemId>(check: &mut Check<'_>, id: I, path: &[&str], name: &str) {
    if check.drivers.names().any(|known| known == name) {
        return;
    }
    let problem = super::Problem::error("E0614", check.place(id, path), format!("no drivers.csv has a series `{name}`"));
    let known = check.drivers.names();
    check.problems.push(problem.suggest(name, known));
}

fn recipe(check: &mut Check<'_>, id: ProcessId, process: &Process) {
    let word = check.word(id);
    for (field, list) in [("inputs", &process.inputs), ("byproducts", &process.byproducts)] {
        if list.len() > MOST_INPUTS {
            let message = format!("`{word}` has {} {field}; there is room for {MOST_INPUTS}", list.len());
            check.error("E0602", id, &[field], message, "put goods that always go together into one");
        }
        let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
        for amount in list {
            let good = check.word(amount.good);
            if !seen.insert(amount.good) && twice.insert(amount.good) {
                check.error("E0602", id, &[field], format!("`{good}` stands twice in `{field}` of `{word}`"), "add the two amounts");
            }
            if amount.good == process.makes {
                let what = if field == "inputs" { "needs the good that it makes" } else { "makes the same good twice" };
                check.error("E0602", id, &[field, good], format!("`{word}` {what}, `{good}`"), "take it out of the list");
            }
        }
    }
}

fn yields(check: &mut Check<'_>, id: ProcessId, process: &Process) {
    let regions = process.first_yield_share.at.keys().chain(process.yield_share.at.keys());
    let worse = |region| process.first_yield_share.at(region) > process.yield_share.at(region) + 1e-9;
    let (first, mature) = (&process.first_yield_share, &process.yield_share);
    let written = check.node(id).is_some_and(|node| node.field("first_yield_share").is_some());
    if written && (first.all > mature.all + 1e-9 || regions.copied().any(worse)) {
        let message = format!("a new plant of `{}` has a better yield than a mature one", check.word(id));
        check.warn("W0602", id, &["first_yield_share"], message, "first_yield_share is the yield of the first month, at most yield_share");
    }
}

fn chemistries(check: &mut Check<'_>) {
    check.once::<ChemistryId, _>("cell", "one kind of cell", |chemistry| chemistry.cell);
    for (id, chemistry) in check.items::<ChemistryId>() {
        for (field, good, stage) in [("cell", chemistry.cell, Stage::Cells), ("scrap", chemistry.scrap, Stage::Recycling)] {
            if let Some(found) = check.get(good).filter(|found| found.stage != stage) {
                let word = check.word(good);
                let message = format!("`{field}` is `{word}`, a good of the stage {}", found.stage.label());
                check.error("E0602", id, &[field], message, &format!("name a good of the stage {}", stage.label()));
            }
        }
    }
}

/// Warns of goods that are needed but made by nobody, and of goods for which nobody has a use.
fn makers(check: &mut Check<'_>) {
    let mut made: BTreeSet<GoodId> = check.items::<ChemistryId>().map(|(_, chemistry)| chemistry.scrap).collect();
    for (_, process) in check.items::<ProcessId>() {
        made.insert(process.makes);
        made.extend(process.byproducts.iter().map(|amount| amount.good));
        made.extend(process.rejects);
    }
    if check.ids.any_broken(super::ItemKind::Process) || check.draft.processes.iter().any(Option::is_none) {
        return;
    }
    for (id, process) in check.items::<ProcessId>() {
        for amount in process.inputs.iter().filter(|amount| !made.contains(&amount.good)) {
            let good = check.word(amount.good);
            let message = format!("`{}` needs `{good}`, which no process makes", check.word(id));
            check.warn("W0603", id, &["inputs", good], message, "it can only run while the first stocks last");
        }
    }
}

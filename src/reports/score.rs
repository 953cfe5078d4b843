//! The score of both sides: five indices, their weights, and the parts that make each.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::scores::Index;
use crate::content::ids::{ItemKind, RegionId};
use crate::sim::scoreboard::scores::{Scores, SideScore, Sources};
use crate::units::digits::number;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let scores = view.sim.world().resource::<Scores>();
    let mut tables = vec![sums(view, scores)];
    tables.extend(scores.sides.iter().filter(|side| filter.wants(side.region)).map(|side| parts(view, side)));
    Ok(tables)
}

/// An index of a side some months ago, 0 to 100; none before it was recorded, or for resilience tested.
#[must_use]
pub fn past(view: &View<'_>, index: Index, side: RegionId, months: usize) -> Option<f64> {
    let value = view.past(&format!("score.{}", index.label()), view.word(ItemKind::Region, side.index()), months)?;
    (index != Index::Resilience || value > 0.0).then_some(value)
}

/// The indices of both sides beside each other.
fn sums(view: &View<'_>, scores: &Scores) -> Table {
    let scenario = &view.catalog.scenario;
    let mut table = Table::new("score", format!("Score, {}", view.sim.now())).words("index").numbers("weight", "%");
    for side in &scores.sides {
        table = table.numbers(view.short(side.region), "of 100");
    }
    let value =
        |side: &SideScore, index: Index| (index != Index::Resilience || side.resilience.is_some()).then_some(side.indices[index as usize]);
    for index in Index::ALL {
        let mut row = cells![index.label(), 100.0 * scenario.weight(*index)];
        row.extend(scores.sides.iter().flat_map(|side| cells![value(side, *index)]));
        table.push(row);
    }
    let mut row = cells!["score", ""];
    row.extend(scores.sides.iter().flat_map(|side| cells![side.total(scenario)]));
    table.push(row);
    if scenario.has_par() {
        let mut row = cells!["par", ""];
        row.extend(scores.sides.iter().flat_map(|side| cells![scenario.par(side.region)]));
        table.push(row);
        table.note(format!(
            "Par is what governments that no person steers end with on average. Whoever is {} points further above its own in the last month has won.",
            number(view.catalog.rules.ends.clear_lead)
        ));
    }
    table.note("Resilience is tested each December: what a side still makes in a year if the other stops all exports to it.");
    table
}

/// The parts of a side's indices.
fn parts(view: &View<'_>, side: &SideScore) -> Table {
    let word = view.word(ItemKind::Region, side.region.index());
    let title = format!("What makes the score of {}", view.there(side.region));
    let mut table =
        Table::new(&format!("score_{word}"), title).words("index").phrases("part", 44).numbers("points", "").numbers("at most", "");
    for (index, list) in parts_of(view, side.region) {
        for (name, share, part) in list {
            table.push(cells![index.label(), name, 100.0 * share * part, 100.0 * part]);
        }
    }
    table
}

/// The parts of every index of a side: name, share of full marks, part of the index.
#[must_use]
pub fn parts_of(view: &View<'_>, region: RegionId) -> Vec<(Index, Vec<(&'static str, f64, f64)>)> {
    let scores = view.sim.world().resource::<Scores>();
    let lands: Vec<_> = view.lands.iter().copied().zip(view.treasuries.iter().copied()).collect();
    let sources = Sources { facts: view.facts, cars: view.cars, ledger: view.ledger, politics: view.politics, lands: &lands };
    let side = scores.of(region);
    side.map_or_else(Vec::new, |side| Index::ALL.iter().map(|index| (*index, sources.parts(side, *index))).collect())
}

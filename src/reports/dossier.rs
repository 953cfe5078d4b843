//! The dossier of a side: which doctrine it follows, what it did last and why. Of a rival only what can be seen: what it did, and how
//! well that fits each known doctrine.

use serde::{Deserialize, Serialize};

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::doctrines::{Aim, Doctrine};
use crate::content::ids::{DoctrineId, ItemKind, PolicyId, RegionId};
use crate::orders::{Order, sentences};
use crate::units::{Month, math};

/// Orders that are listed.
const MOST: usize = 12;

/// Something that a government ordered by itself, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// When.
    pub month: Month,
    /// What.
    pub order: Order,
    /// Why: the largest terms in words.
    pub why: String,
    /// Utility, all terms added up.
    pub utility: f64,
    /// What it was expected to cost a year, million US$.
    pub cost_per_year_musd: f64,
    /// Months to its first effect.
    pub lag_months: u32,
}

/// What is known of a government.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    /// Whose.
    pub side: RegionId,
    /// Its doctrine; none if it has none, or keeps it to itself.
    pub doctrine: Option<DoctrineId>,
    /// Every order that it gave, oldest first.
    pub orders: Vec<(Month, Order)>,
    /// What it notes for itself; nothing if it keeps that to itself.
    pub notes: Vec<Note>,
}

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let scenario = &view.catalog.scenario;
    let mut tables = Vec::new();
    for side in [scenario.us, scenario.china].into_iter().filter(|side| filter.wants(*side)) {
        let known = view.dossiers.iter().find(|dossier| dossier.side == side);
        if let Some(doctrine) = known.and_then(|dossier| dossier.doctrine) {
            tables.push(weights(view, side, doctrine));
        }
        tables.push(match known.filter(|dossier| !dossier.notes.is_empty()) {
            Some(dossier) => reasons(view, side, &dossier.notes, MOST),
            None => seen(view, side, known.map_or(&[], |dossier| dossier.orders.as_slice())),
        });
        tables.push(fits(view, side, known.map_or(&[], |dossier| dossier.orders.as_slice())));
    }
    if tables.is_empty() {
        return Err(ReportError::new("only the two sides of the contest have a dossier"));
    }
    Ok(tables)
}

fn id(view: &View<'_>, what: &str, side: RegionId) -> String {
    format!("{what}_{}", view.word(ItemKind::Region, side.index()))
}

/// What the aims of a doctrine weigh.
fn weights(view: &View<'_>, side: RegionId, doctrine: DoctrineId) -> Table {
    let doctrine = &view.catalog[doctrine];
    let title = format!("The doctrine of {}: {}", view.there(side), doctrine.name);
    let mut table = Table::new(&id(view, "doctrine", side), title).words("aim").numbers("weight", "");
    for aim in Aim::ALL {
        if let Some(weight) = doctrine.aims.get(aim) {
            table.push(cells![aim.label(), *weight]);
        }
    }
    table.sort_by_number(1);
    table.note(&doctrine.about);
    table.note(format!(
        "Unprovoked it steps up to rung {} of 10; it answers a step {} and commits up to {:.0} % of its budget.",
        doctrine.rung,
        match doctrine.reply.rungs {
            rungs if rungs > 0.0 => format!("{rungs} rungs above it"),
            rungs if rungs < 0.0 => format!("{} rungs below it", -rungs),
            _ => "on its own rung".to_owned(),
        },
        100.0 * doctrine.spends
    ));
    table
}

/// The last orders of a government that thinks for itself, and why it gave them.
pub(in crate::reports) fn reasons(view: &View<'_>, side: RegionId, notes: &[Note], most: usize) -> Table {
    let title = format!("What {} did last, and why", view.there(side));
    let mut table = Table::new(&id(view, "reasons", side), title).words("month").phrases("order", 40).phrases("why", 40);
    for note in notes.iter().rev().take(most) {
        table.push(cells![note.month, sentences::order(view.catalog, side, &note.order), &note.why]);
    }
    table
}

/// What can be seen of a government: its orders where they are known, else the measures that it took.
fn seen(view: &View<'_>, side: RegionId, orders: &[(Month, Order)]) -> Table {
    let mut table = Table::new(&id(view, "seen", side), format!("What {} did last", view.there(side))).words("month").phrases("order", 60);
    for (month, order) in orders.iter().rev().take(MOST) {
        table.push(cells![*month, sentences::order(view.catalog, side, order)]);
    }
    if orders.is_empty() {
        let start = view.sim.calendar().start;
        let taken = view.measures.list.iter().rev().filter(|m| m.by == side && m.announced >= start);
        for measure in taken.take(MOST) {
            let policy = &view.catalog.policies[measure.policy.index()];
            table.push(cells![measure.announced, super::policies::named(view.catalog, policy, &measure.settings)]);
        }
    }
    table
}

/// How well what a government did fits each doctrine.
fn fits(view: &View<'_>, side: RegionId, orders: &[(Month, Order)]) -> Table {
    let taken = policies(view, side, orders);
    let title = format!("How the measures of {} fit known doctrines", view.there(side));
    let mut table = Table::new(&id(view, "fit", side), title).words("doctrine").numbers("fit", "of 100").phrases("about", 60);
    if !taken.is_empty() {
        for doctrine in &view.catalog.doctrines {
            table.push(cells![&doctrine.name, 100.0 * fit(view, doctrine, &taken), &doctrine.about]);
        }
        table.sort_by_number(1);
    }
    table.note(match taken.len() {
        0 => "It has taken no measure yet.".to_owned(),
        count => format!("By {count} measures: what they serve against what each doctrine wants, and which it likes."),
    });
    table
}

/// Policies that a government took since the level began.
fn policies(view: &View<'_>, side: RegionId, orders: &[(Month, Order)]) -> Vec<PolicyId> {
    if orders.is_empty() {
        let start = view.sim.calendar().start;
        return view.measures.list.iter().filter(|m| m.by == side && m.announced >= start).map(|m| m.policy).collect();
    }
    let policy = |order: &Order| match order {
        Order::EnactPolicy { policy, .. } => Some(*policy),
        _ => None,
    };
    orders.iter().filter_map(|(_, order)| policy(order)).collect()
}

/// The cosine of what measures serve and what a doctrine wants, times the mean liking for them up to twice; 0 to 1.
fn fit(view: &View<'_>, doctrine: &Doctrine, taken: &[PolicyId]) -> f64 {
    let mut served = [0.0; Aim::ALL.len()];
    let mut liked = 0.0;
    for policy in taken {
        liked += doctrine.policies.get(policy).copied().unwrap_or(1.0).min(2.0) / 2.0;
        for (aim, points) in &view.catalog[*policy].serves {
            served[*aim as usize] += points;
        }
    }
    let wanted = |aim: &Aim| doctrine.aims.get(aim).copied().unwrap_or(0.0);
    let dot: f64 = Aim::ALL.iter().map(|aim| wanted(aim) * served[*aim as usize]).sum();
    let length = |sum: f64| math::pow(sum, 0.5);
    let lengths = length(Aim::ALL.iter().map(|aim| wanted(aim) * wanted(aim)).sum()) * length(served.iter().map(|s| s * s).sum());
    if lengths > 0.0 { (dot / lengths).max(0.0) * liked / taken.len().max(1) as f64 } else { 0.0 }
}

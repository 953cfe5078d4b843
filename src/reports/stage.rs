//! The boards of the window: every plant of some stages, or every automaker, each row with the number of what it tells of.

use super::facility::{line_row, line_table};
use super::lookup::{Filter, find};
use super::table::Cell;
use super::{ReportError, Table, View};
use crate::content::definitions::chain::Stage;
use crate::content::ids::{FirmId, ItemKind, TechnologyId};

/// The plants of some stages, the largest by worth first, with the numbers of their lines.
#[must_use]
pub fn plants(view: &View<'_>, stages: &[Stage]) -> (Table, Vec<usize>) {
    let worth = |at: usize| view.lines[at].capacity.nameplate * view.lines[at].cost.full;
    let is_here = |at: &usize| {
        let line = &view.lines[*at];
        stages.contains(&view.facts.process(line.facility.process).stage) && line.capacity.nameplate > 0.0
    };
    let mut lines: Vec<usize> = (0..view.lines.len()).filter(is_here).collect();
    lines.sort_by(|a, b| worth(*b).total_cmp(&worth(*a)).then(a.cmp(b)));
    let mut table = line_table("plants", "Plants");
    lines.iter().for_each(|at| table.push(line_row(view, &view.lines[*at])));
    (table, lines)
}

/// The automakers with their firms.
///
/// # Errors
/// As the report of automakers.
pub fn makers(view: &View<'_>) -> Result<(Table, Vec<FirmId>), ReportError> {
    let table = super::makers::build(view, &Filter::default())?.into_iter().next().unwrap_or_else(|| Table::new("makers", ""));
    let firm = |row: &Vec<Cell>| match row.first() {
        Some(Cell::Text(name)) => find(view.catalog, ItemKind::Firm, name).map(FirmId::from_index),
        _ => None,
    };
    let firms = table.rows.iter().map(|row| firm(row).unwrap_or(FirmId(0))).collect();
    Ok((table, firms))
}

/// Firms beside `firm` that know a technology, the most experienced first.
#[must_use]
pub fn knowing(view: &View<'_>, technology: TechnologyId, firm: FirmId) -> Vec<FirmId> {
    let experience = |at: usize| view.know_how[at].experience.get(technology.index()).copied().unwrap_or(0.0);
    let mut list: Vec<usize> = (0..view.know_how.len()).filter(|at| *at != firm.index() && experience(*at) > 0.0).collect();
    list.sort_by(|a, b| experience(*b).total_cmp(&experience(*a)).then(a.cmp(b)));
    list.into_iter().map(FirmId::from_index).collect()
}

//! Monthly series: their list, or the values of those asked for.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::ItemKind;
use crate::sim::scoreboard::components::Series;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    if filter.words.is_empty() {
        return Ok(vec![list(view, filter), notes(view)]);
    }
    let mut wanted: Vec<&Series> = Vec::new();
    for word in &filter.words {
        let before = wanted.len();
        wanted.extend(
            view.history.series.iter().filter(|s| fits(view, filter, s) && (s.name == *word || s.name.split('.').any(|part| part == word))),
        );
        if wanted.len() == before {
            return Err(ReportError::unknown("series", word, view.history.series.iter().map(|s| s.name.as_str())));
        }
    }
    Ok(vec![values(view, &wanted)])
}

fn fits(view: &View<'_>, filter: &Filter, series: &Series) -> bool {
    filter.regions.is_empty() || filter.regions.iter().any(|r| view.word(ItemKind::Region, r.index()) == series.region)
}

fn list(view: &View<'_>, filter: &Filter) -> Table {
    let title = format!("Series since {}, {} months", view.history.start, view.history.months);
    let mut table = Table::new("history", title).words("series").words("region").words("unit").values("first").values("last");
    for series in view.history.series.iter().filter(|s| fits(view, filter, s)) {
        let at = |value: Option<&f32>| value.map(|v| f64::from(*v));
        table.push(cells![&series.name, &series.region, &series.unit, at(series.values.first()), at(series.values.last())]);
    }
    table
}

fn notes(view: &View<'_>) -> Table {
    let mut table = Table::new("history.notes", "What happened").words("month").words("event");
    for (month, text) in &view.history.notes {
        table.push(cells![*month, text]);
    }
    table
}

fn values(view: &View<'_>, wanted: &[&Series]) -> Table {
    let mut table = Table::new("history.values", "Monthly series").words("month");
    for series in wanted {
        table = table.numbers(&format!("{} {}", series.name, series.region), &series.unit);
    }
    for month in 0..view.history.months {
        let mut row = cells![view.history.start.plus(i32::try_from(month).unwrap_or(i32::MAX))];
        row.extend(wanted.iter().map(|s| s.values.get(month as usize).map(|v| f64::from(*v)).into()));
        table.push(row);
    }
    table
}

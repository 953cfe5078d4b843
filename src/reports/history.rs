//! Monthly series: what there is on one page, with the last values; or all values of those asked for.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::{ItemKind, RegionId};
use crate::sim::scoreboard::components::Series;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    if view.history.months == 0 {
        return first_month(view, filter);
    }
    if filter.words.is_empty() {
        let series = if filter.regions.is_empty() { vec![by_good(view), sides(view)] } else { vec![list(view, filter)] };
        return Ok(series.into_iter().chain([notes(view)]).collect());
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

/// Before the first month there is nothing to tell but how to get there.
fn first_month(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let missing = "No month has been played yet, so no series has begun";
    let way = "In a game, end a quarter; without one, `cathode run LEVEL --quarters 4 --save year.cathsav` plays a year, of which \
               `cathode report year.cathsav history` tells";
    if !filter.words.is_empty() {
        return Err(ReportError::new(format!("{missing}. {way}")));
    }
    let mut table = Table::new("history", format!("Monthly series, {}", view.sim.now())).words("series");
    table.note(format!("{missing}. {way}."));
    Ok(vec![table])
}

fn fits(view: &View<'_>, filter: &Filter, series: &Series) -> bool {
    filter.regions.is_empty() || filter.regions.iter().any(|r| view.word(ItemKind::Region, r.index()) == series.region)
}

/// What is recorded of goods, one line each.
const OF_GOODS: [&str; 5] = ["price", "output", "capacity", "stock", "fill"];
/// Newest notes that are told.
const NOTES: usize = 15;

fn by_good(view: &View<'_>) -> Table {
    let title = format!("Last values of the world by good, {} months since {}", view.history.months, view.history.start);
    let mut table = Table::new("history.goods", title).words("good").words("unit");
    for name in OF_GOODS {
        table = table.values(name);
    }
    for good in view.goods() {
        let word = view.word(ItemKind::Good, good.index());
        let values = OF_GOODS.map(|name| view.history.series(&format!("{name}.{word}"), "world").and_then(|series| series.back(0)));
        if values.iter().any(Option::is_some) {
            let mut row = cells![word, view.unit(good)];
            row.extend(values.map(Into::into));
            table.push(row);
        }
    }
    table.notes.push("`history price.lfp_cell` lists a series month by month, `history us` all series of a region.".to_owned());
    table
}

/// Everything but goods: one line each, both sides and the world.
fn sides(view: &View<'_>) -> Table {
    let scenario = &view.catalog.scenario;
    let mut table = Table::new("history", "Last values of other series")
        .words("series")
        .words("unit")
        .values(view.short(scenario.us))
        .values(view.short(scenario.china))
        .values("world");
    let of_goods = |name: &str| {
        name.split_once('.')
            .is_some_and(|(kind, thing)| OF_GOODS.contains(&kind) && view.goods().any(|g| view.word(ItemKind::Good, g.index()) == thing))
    };
    let mut seen: Vec<&str> = Vec::new();
    for series in view.history.series.iter().filter(|s| !of_goods(&s.name)) {
        if seen.contains(&series.name.as_str()) {
            continue;
        }
        seen.push(&series.name);
        let at = |region: &str| view.history.series(&series.name, region).and_then(|series| series.back(0));
        let side = |region| at(view.word(ItemKind::Region, RegionId::index(region)));
        table.push(cells![&series.name, &series.unit, side(scenario.us), side(scenario.china), at("world")]);
    }
    table
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
    let all = &view.history.notes;
    for (month, text) in &all[all.len().saturating_sub(NOTES)..] {
        table.push(cells![*month, text]);
    }
    if all.len() > NOTES {
        table.notes.push(format!("The newest {NOTES} of {}; `briefing` tells those since a month.", all.len()));
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

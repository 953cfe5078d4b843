//! A board: the goods of a stage with both sides beside each other, or the automakers.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::chain::Stage;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut stages = Vec::new();
    for word in filter.words.iter().map(|word| word.to_lowercase()) {
        match Stage::ALL.iter().find(|stage| stage.label() == word) {
            Some(Stage::Cars) => return super::makers::build(view, &Filter::default()),
            Some(stage) => stages.push(*stage),
            None if word == "automakers" => return super::makers::build(view, &Filter::default()),
            None => return Err(ReportError::unknown("board", &word, Stage::ALL.iter().map(|stage| stage.label()).chain(["automakers"]))),
        }
    }
    Ok(vec![goods(view, &stages)])
}

/// The goods of some stages; of all if none is named.
fn goods(view: &View<'_>, stages: &[Stage]) -> Table {
    let scenario = &view.catalog.scenario;
    let mut table = Table::new("board", format!("Goods, {}", view.sim.now())).words("good").words("unit").values("price");
    for side in [scenario.us, scenario.china] {
        table = table.values(&format!("{} made a year", view.short(side))).values(&format!("{} capacity", view.short(side)));
    }
    table = table.values("world made a year").numbers("orders filled", "%");
    for good in view.goods() {
        let (market, stage) = (view.markets.of(good), view.catalog.goods[good.index()].stage);
        if market.sellers.is_empty() || !(stages.is_empty() || stages.contains(&stage)) {
            continue;
        }
        let mut row = cells![&view.catalog[good].name, view.unit(good), market.world_price];
        for side in [scenario.us, scenario.china] {
            let node = market.node(side);
            row.extend(cells![12.0 * node.made, node.nameplate]);
        }
        let world: f64 = market.nodes.iter().map(|node| 12.0 * node.made).sum();
        row.extend(cells![world, 100.0 * market.fill]);
        table.push(row);
    }
    table.note("Prices are million US$ a unit, which is $/kg or $/kWh.");
    if view.history.months == 0 {
        table.note("The first month is still to come: output is that of the start.");
    }
    table
}

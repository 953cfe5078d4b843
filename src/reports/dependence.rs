//! Who depends on whom: the index of every pair, and for one region, good by good, who controls what it uses.

use super::figures::{FigureKey, control_row, figure};
use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, RegionId};
use crate::sim::society::systems::months_of_cover;

/// Index below which a pair is left out of the list of all.
const LEAST: f64 = 1.0;
/// Most pairs listed.
const MOST: usize = 40;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut tables = vec![pairs(view, filter)];
    if let Some(user) = filter.region() {
        tables.push(goods(view, user, filter));
    }
    if let [user, supplier, ..] = filter.regions[..] {
        if user == supplier {
            return Err(ReportError::new("a region does not depend on itself: name two different ones"));
        }
        let mut why = figure(view, &FigureKey::Dependence { user, supplier })?.table(view);
        "dependence.terms".clone_into(&mut why.id);
        tables.insert(0, why);
    }
    Ok(tables)
}

fn pairs(view: &View<'_>, filter: &Filter) -> Table {
    let mut table = Table::new("dependence", format!("Dependence, {}", view.sim.now()))
        .words("region")
        .words("on")
        .numbers("index", "of 100")
        .numbers("value of cells", "% controlled")
        .numbers("worst bottleneck", "%")
        .words("bottleneck")
        .numbers("concentration", "%");
    for (index, pair) in view.dependence.pairs.iter().enumerate() {
        let (user, supplier) = (RegionId::from_index(index / view.facts.regions), RegionId::from_index(index % view.facts.regions));
        if user == supplier || pair.index(&view.catalog.rules.society) < LEAST || filter.region().is_some_and(|r| r != user) {
            continue;
        }
        let good = pair.bottleneck_good.map(|good| view.good(GoodId(good)));
        let [value, bottleneck, concentration] = pair.parts();
        table.push(cells![
            view.region(user),
            view.region(supplier),
            pair.index(&view.catalog.rules.society),
            100.0 * value,
            100.0 * bottleneck,
            good,
            100.0 * concentration
        ]);
    }
    table.sort_by_number(2);
    table.cut(MOST);
    table.note(format!("Index: 35 % value of cells, 45 % worst bottleneck, 20 % concentration; pairs below {LEAST} are left out."));
    table
}

fn goods(view: &View<'_>, user: RegionId, filter: &Filter) -> Table {
    let mut table = Table::new("dependence.goods", format!("Who controls what {} uses", view.there(user)))
        .words("good")
        .words("stage")
        .numbers("own", "%")
        .words("first")
        .numbers("share of first", "%")
        .words("second")
        .numbers("share of second", "%")
        .numbers("stock", "months");
    let asked = filter.regions.get(1).copied();
    if let Some(supplier) = asked {
        table = table.numbers(&format!("share of {}", view.short(supplier)), "%");
    }
    for good in view.goods() {
        let definition = &view.catalog.goods[good.index()];
        let row: Vec<f64> = control_row(view, good, user).iter().map(|share| f64::from(*share)).collect();
        if matches!(definition.stage, Stage::Mining | Stage::Recycling) || row.iter().sum::<f64>() <= 0.0 {
            continue;
        }
        let mut order: Vec<usize> = (0..row.len()).collect();
        order.sort_by(|a, b| row[*b].total_cmp(&row[*a]).then(a.cmp(b)));
        let who = |n: usize| order.get(n).filter(|r| row[**r] > 0.0).map(|r| view.short(RegionId::from_index(*r)));
        let share = |n: usize| order.get(n).map(|r| 100.0 * row[*r]).filter(|s| *s > 0.0);
        let stock = months_of_cover(view.markets, good, user);
        let mut cells =
            cells![&definition.name, definition.stage.label(), 100.0 * row[user.index()], who(0), share(0), who(1), share(1), stock];
        if let Some(supplier) = asked {
            cells.push((100.0 * row[supplier.index()]).into());
        }
        table.push(cells);
    }
    table
}

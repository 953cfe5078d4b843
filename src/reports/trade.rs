//! Who sells what to whom: flows between regions, with price, duty and freight; for a firm, its own sales.

use std::collections::BTreeMap;

use super::table::cells;
use super::view::percent;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::{GoodId, RegionId};

/// Most rows listed.
const MOST: usize = 40;

/// Flows of a pair of regions.
#[derive(Default)]
struct Pair {
    units: f64,
    value: f64,
}

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut pairs: BTreeMap<(GoodId, RegionId, RegionId), Pair> = BTreeMap::new();
    let mut bought: BTreeMap<(GoodId, RegionId), f64> = BTreeMap::new();
    for good in view.goods().filter(|g| filter.good.is_none_or(|wanted| wanted == *g)) {
        let market = view.markets.of(good);
        let columns = market.buyers.len();
        for (row, seller) in market.sellers.iter().enumerate() {
            for (column, buyer) in market.buyers.iter().enumerate() {
                let units = 12.0 * f64::from(market.flow_year[row * columns + column]);
                if units <= 0.0 {
                    continue;
                }
                *bought.entry((good, buyer.region)).or_default() += units;
                if filter.firm.is_none_or(|f| f == seller.firm) && shown(filter, seller.region, buyer.region) {
                    let pair = pairs.entry((good, seller.region, buyer.region)).or_default();
                    pair.units += units;
                    pair.value += units * seller.ask;
                }
            }
        }
    }
    let mut tables = vec![table(view, filter, &pairs, &bought)];
    if filter.firm.is_none() && filter.good.is_none() {
        tables.push(balances(view, &pairs, filter));
    }
    Ok(tables)
}

/// One region: all it sells and buys abroad. Two: what goes between them. None: all trade across borders.
fn shown(filter: &Filter, from: RegionId, to: RegionId) -> bool {
    let crosses = from != to || filter.firm.is_some() || filter.good.is_some();
    match filter.regions.as_slice() {
        [] => crosses,
        [one] => crosses && (from == *one || to == *one),
        many => crosses && many.contains(&from) && many.contains(&to),
    }
}

fn table(
    view: &View<'_>,
    filter: &Filter,
    pairs: &BTreeMap<(GoodId, RegionId, RegionId), Pair>,
    bought: &BTreeMap<(GoodId, RegionId), f64>,
) -> Table {
    let who = filter.firm.map_or_else(String::new, |f| format!(" of {}", view.firm(f)));
    let mut table = Table::new("trade", format!("Trade{who}, {}", view.sim.now()))
        .words("good")
        .words("from")
        .words("to")
        .words("unit")
        .values("quantity a year")
        .numbers("value", "$M a year")
        .numbers("of the buyer’s supply", "%")
        .words("price unit")
        .values("asked")
        .numbers("export tax", "%")
        .numbers("duty", "%")
        .values("freight")
        .numbers("licence", "% open");
    for ((good, from, to), pair) in pairs {
        let at = view.effects.at(*good, *from, *to);
        let freight = view.facts.freight[at] * view.drivers.freight[view.facts.freight_index[good.index()]];
        let all = bought.get(&(*good, *to)).copied().unwrap_or_default();
        table.push(cells![
            view.good(*good),
            view.short(*from),
            view.short(*to),
            view.unit(*good),
            pair.units,
            pair.value,
            percent(pair.units, all),
            view.price_unit(*good),
            pair.value / pair.units,
            100.0 * view.effects.export_tax[at],
            100.0 * view.effects.tariff[at],
            freight,
            100.0 * view.effects.licence[at],
        ]);
    }
    table.sort_by_number(5);
    table.cut(MOST);
    table.note("A mean of about a year, valued at the sellers’ gates. Freight is without insurance and interest at sea.");
    table
}

/// What each region sells to and buys from others.
fn balances(view: &View<'_>, pairs: &BTreeMap<(GoodId, RegionId, RegionId), Pair>, filter: &Filter) -> Table {
    let mut table = Table::new("trade.balances", "Exports and imports")
        .words("region")
        .numbers("exports", "$M a year")
        .numbers("imports", "$M a year")
        .numbers("balance", "$M a year");
    for region in view.regions().filter(|r| filter.wants(*r)) {
        let sold: f64 = pairs.iter().filter(|((_, from, _), _)| *from == region).map(|(_, p)| p.value).sum();
        let taken: f64 = pairs.iter().filter(|((_, _, to), _)| *to == region).map(|(_, p)| p.value).sum();
        if sold + taken > 0.0 {
            table.push(cells![view.region(region), sold, taken, sold - taken]);
        }
    }
    table.sort_by_number(1);
    table
}

//! A good: prices by region and their terms, stocks, sellers, buyers. Without a good, all goods in a line each.

use super::figures::{FigureKey, customer_name, figure};
use super::table::cells;
use super::view::percent;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::{GoodId, ItemKind, RegionId};
use crate::units::digits::{fixed, number};

/// Most sellers and buyers listed.
const MOST: usize = 25;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let Some(good) = filter.good else { return Ok(vec![goods(view, filter)]) };
    if !view.facts.is_traded(good) {
        return Err(ReportError::new(format!("{} are sold by their makers, not on a market; see the report `makers`", view.said(good))));
    }
    let mut tables = vec![regions(view, good, filter), terms(view, good, filter)?];
    tables.push(figure(view, &FigureKey::Demand { good, region: filter.region() })?.table(view));
    if let Some(demand) = tables.last_mut() {
        demand.id = "market.demand".to_owned();
    }
    tables.push(sellers(view, good, filter));
    tables.push(buyers(view, good, filter));
    Ok(tables)
}

fn goods(view: &View<'_>, filter: &Filter) -> Table {
    let place = filter.region();
    let title = place.map_or_else(|| "Markets of the world".to_owned(), |r| format!("Markets of {}", view.there(r)));
    let mut table = Table::new("markets", title)
        .words("good")
        .words("stage")
        .words("price unit")
        .values("price")
        .values("expected")
        .numbers("change in 12 months", "%")
        .words("unit")
        .values("made a year")
        .values("capacity a year")
        .numbers("utilisation", "%")
        .numbers("stock", "months")
        .numbers("orders filled", "%");
    for good in view.goods().filter(|g| !view.markets.of(*g).sellers.is_empty()) {
        let market = view.markets.of(good);
        let definition = &view.catalog.goods[good.index()];
        let nodes: Vec<_> = view.regions().filter(|r| place.is_none_or(|p| p == *r)).map(|r| market.node(r)).collect();
        let sum = |f: fn(&crate::sim::trade::components::Node) -> f64| nodes.iter().map(|n| f(n)).sum::<f64>();
        let price = place.map_or(market.world_price, |r| market.node(r).spot);
        let made = sum(|n| n.made);
        let expected = sum(|n| n.expected * (n.made + 1e-9)) / sum(|n| n.made + 1e-9);
        let series = format!("price.{}", view.word(ItemKind::Good, good.index()));
        let change = view.change(&series, place.map_or("world", |r| view.word(ItemKind::Region, r.index())), 12);
        let used = if place.is_some() { sum(|n| n.used) } else { market.demand };
        let stock = sum(|n| n.stock + n.users_stock);
        table.push(cells![
            &definition.name,
            definition.stage.label(),
            view.price_unit(good),
            price,
            expected,
            change,
            view.unit(good),
            12.0 * made,
            sum(|n| n.capacity),
            percent(12.0 * made, sum(|n| n.nameplate)),
            if used > 1e-9 { Some(stock / used) } else { None },
            100.0 * market.fill,
        ]);
    }
    table
}

/// Regions where a good is made, used or bought, and that are asked for.
fn places(view: &View<'_>, good: GoodId, filter: &Filter) -> Vec<RegionId> {
    let market = view.markets.of(good);
    let lives = |r: RegionId| {
        let node = market.node(r);
        node.nameplate > 0.0 || node.used > 0.0 || market.buyers.iter().any(|b| b.region == r && b.bid > 0.0)
    };
    view.regions().filter(|r| filter.regions.contains(r) || (filter.regions.is_empty() && lives(*r))).collect()
}

fn regions(view: &View<'_>, good: GoodId, filter: &Filter) -> Table {
    let market = view.markets.of(good);
    let definition = &view.catalog.goods[good.index()];
    let (money, unit) = (view.price_unit(good), view.unit(good));
    let yearly = format!("{unit} a year");
    let mut table = Table::new("market", format!("{}: {}", definition.name, definition.about))
        .words("region")
        .numbers("price", money)
        .numbers("expected", money)
        .numbers("contracts", money)
        .numbers("made", &yearly)
        .numbers("used", &yearly)
        .numbers("capacity", &yearly)
        .numbers("nameplate", &yearly)
        .numbers("sellers’ stock", unit)
        .numbers("users’ stock", unit);
    for region in places(view, good, filter) {
        let n = market.node(region);
        table.push(cells![
            view.region(region),
            n.spot,
            n.expected,
            n.contract_index,
            12.0 * n.made,
            12.0 * n.used,
            n.capacity,
            n.nameplate,
            n.stock,
            n.users_stock
        ]);
    }
    // Goods priced from their makers' own costs have no marginal plant.
    let marginal = match market.marginal_cost {
        cost if cost > 0.0 => format!(", cost of the marginal plant {} {money}", number(cost)),
        _ => String::new(),
    };
    table.note(format!("World price {} {money}{marginal}.", number(market.world_price)));
    table.note(format!("Demand is expected to grow by {} % a year.", fixed(100.0 * market.growth, 1)));
    table
}

/// Terms of the price, a column for each region.
fn terms(view: &View<'_>, good: GoodId, filter: &Filter) -> Result<Table, ReportError> {
    let money = view.price_unit(good);
    let regions = places(view, good, filter);
    let figures = regions.iter().map(|region| figure(view, &FigureKey::Price { good, region: *region })).collect::<Result<Vec<_>, _>>()?;
    let mut table = Table::new("market.terms", "Where the price comes from").words("term");
    let mut names: Vec<&str> = Vec::new();
    for (region, figure) in regions.iter().zip(&figures) {
        table = table.numbers(view.short(*region), money);
        for term in &figure.terms {
            if !names.contains(&term.name.as_str()) {
                names.push(&term.name);
            }
        }
    }
    for name in names {
        let mut row = cells![name];
        row.extend(figures.iter().map(|f| f.term(name).map(|t| t.value).into()));
        table.push(row);
    }
    let mut row = cells!["price"];
    row.extend(figures.iter().map(|f| f.value.into()));
    table.push(row);
    if let Some(key) = figures.first().map(|f| f.key.words(view)) {
        table.note(format!("`why {key}` opens the terms."));
    }
    Ok(table)
}

fn sellers(view: &View<'_>, good: GoodId, filter: &Filter) -> Table {
    let market = view.markets.of(good);
    let (money, yearly) = (view.price_unit(good), format!("{} a year", view.unit(good)));
    let columns = market.buyers.len();
    let mut table = Table::new("market.sellers", "Sellers")
        .words("firm")
        .words("region")
        .numbers("sold", &yearly)
        .numbers("offered", &yearly)
        .numbers("asked", money)
        .numbers("served", "% of orders");
    for (index, seller) in market.sellers.iter().enumerate().filter(|(_, s)| filter.wants(s.region)) {
        let sold: f64 = market.flow_year[index * columns..(index + 1) * columns].iter().map(|x| f64::from(*x)).sum();
        table.push(cells![
            view.firm(seller.firm),
            view.region(seller.region),
            12.0 * sold,
            12.0 * seller.offer,
            seller.ask,
            if seller.orders > 1e-9 { 100.0 * (seller.sold / seller.orders).min(1.0) } else { 100.0 }
        ]);
    }
    table.sort_by_number(2);
    table.cut(MOST);
    table.note("Sold is a mean of about a year; offered is this month’s pace.");
    table
}

fn buyers(view: &View<'_>, good: GoodId, filter: &Filter) -> Table {
    let market = view.markets.of(good);
    let (money, unit) = (view.price_unit(good), view.unit(good));
    let yearly = format!("{unit} a year");
    let mut table = Table::new("market.buyers", "Buyers")
        .words("customer")
        .words("region")
        .numbers("wanted", &yearly)
        .numbers("bought", &yearly)
        .numbers("landed price", money)
        .numbers("freight", money)
        .numbers("duties and export taxes", money)
        .numbers("at sea", unit);
    for buyer in market.buyers.iter().filter(|b| filter.wants(b.region) && (b.bid > 0.0 || b.bought > 0.0)) {
        let each = |value: f64| (buyer.bought > 1e-12).then(|| value / buyer.bought);
        table.push(cells![
            customer_name(view, buyer.customer),
            view.region(buyer.region),
            12.0 * buyer.bid,
            12.0 * buyer.bought,
            buyer.landed,
            each(buyer.freight),
            each(buyer.duty + buyer.export_tax),
            buyer.transit.iter().sum::<f64>(),
        ]);
    }
    table.sort_by_number(2);
    table.cut(MOST);
    table
}

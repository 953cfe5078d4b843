//! Why a good costs what it costs, landed or at the gate; who orders it.

use super::super::view::View;
use super::{Figure, FigureKey, customer_name};
use crate::content::ids::{GoodId, ProcessId, RegionId};
use crate::orders::phrases;
use crate::sim::trade::components::{Customer, Market, Node, PriceTerms};
use crate::units::digits::{fixed, number};
use crate::units::math;

/// A price: the cost of the marginal plant, then every term of the logarithm turned into money by the logarithmic mean.
pub fn price(view: &View<'_>, good: GoodId, region: RegionId) -> Option<Figure> {
    let market = view.markets.of(good);
    let node = market.nodes.get(region.index()).filter(|n| n.spot > 0.0)?;
    let key = FigureKey::Price { good, region };
    let mut figure = Figure::new(key, format!("Price of {}", view.said(good)), view.region(region), node.spot, view.price_unit(good));
    if is_unset(&node.terms) {
        let cost = if market.marginal_cost > 0.0 { market.marginal_cost } else { node.spot };
        figure.open("marginal cost", cost, marginal_line(view, good, region, cost));
        figure.add("start condition", node.spot - cost);
    } else if node.capacity <= 0.0 && node.terms == imported_terms(node) {
        imported(view, market, node, &mut figure);
    } else {
        let base = math::exp(node.terms.marginal_cost);
        let mean = math::log_mean(node.spot, base);
        figure.open("marginal cost", base, marginal_line(view, good, region, base));
        for (name, value) in node.terms.list().into_iter().skip(1) {
            if value != 0.0 || name == "lag" {
                figure.add(name, mean * value);
            }
        }
    }
    figure.notes.push(format!(
        "People expect {} {}; contracts follow {} {}.",
        number(node.expected),
        figure.unit,
        number(node.contract_index),
        figure.unit
    ));
    Some(figure)
}

/// Terms are noted by the first month; before it they are empty.
fn is_unset(terms: &PriceTerms) -> bool {
    terms.list().iter().all(|(_, value)| *value == 0.0)
}

/// What the terms of a cost-plus good look like where nobody makes it: the world's price and nothing else.
fn imported_terms(node: &Node) -> PriceTerms {
    PriceTerms { marginal_cost: node.terms.marginal_cost, ..PriceTerms::default() }
}

/// What the makers' prices have moved since a region that makes nothing took them over: the world's price is that of the month before.
const MONTH_OLD: &str = "price of the month before";

/// A price where nobody makes the good: the makers' prices elsewhere, weighted by their orders, with all their terms.
fn imported(view: &View<'_>, market: &Market, node: &Node, figure: &mut Figure) {
    let makers: Vec<(f64, &Node, RegionId)> = market
        .sellers
        .iter()
        .map(|s| (s.orders.max(1e-9), market.node(s.region), s.region))
        .filter(|(_, n, _)| n.capacity > 0.0 && n.spot > 0.0)
        .collect();
    let weight: f64 = makers.iter().map(|m| m.0).sum();
    if weight <= 0.0 {
        figure.add("price on the world’s markets", market.world_price);
        figure.add(MONTH_OLD, node.spot - market.world_price);
        return;
    }
    let mut cost = 0.0;
    let mut sums = PriceTerms::default().list().map(|(name, _)| (name, 0.0));
    for (w, maker, _) in &makers {
        let base = math::exp(maker.terms.marginal_cost);
        let mean = math::log_mean(maker.spot, base);
        cost += w / weight * base;
        for (sum, (_, value)) in sums.iter_mut().zip(maker.terms.list()).skip(1) {
            sum.1 += w / weight * mean * value;
        }
    }
    let largest = makers.iter().max_by(|a, b| a.0.total_cmp(&b.0)).map(|m| FigureKey::Price { good: market.good, region: m.2 });
    figure.open("marginal cost", cost, largest);
    for (name, value) in sums.into_iter().skip(1) {
        figure.any(name, value);
    }
    figure.add(MONTH_OLD, node.spot - figure.sum());
    figure.notes.push(format!("Nobody makes it in {}: the price is that of makers elsewhere.", view.there(figure_region(figure))));
}

fn figure_region(figure: &Figure) -> RegionId {
    match figure.key {
        FigureKey::Price { region, .. } => region,
        _ => RegionId(0),
    }
}

/// The line whose full cost is nearest to `cost`: in the region if anybody makes the good there.
fn marginal_line(view: &View<'_>, good: GoodId, region: RegionId, cost: f64) -> Option<FigureKey> {
    let makers = || view.lines.iter().filter(|l| view.makes(l) == good && l.capacity.monthly() > 0.0);
    let near = |home: bool| {
        makers()
            .filter(|l| !home || l.facility.region == region)
            .min_by(|a, b| (a.cost.full - cost).abs().total_cmp(&(b.cost.full - cost).abs()))
    };
    near(true).or_else(|| near(false)).map(|l| FigureKey::UnitCost { line: l.facility.id })
}

/// What a buyer paid for a unit: the sellers' gates, taxes at the border they leave, freight, duty.
pub fn landed(view: &View<'_>, good: GoodId, customer: Customer, region: RegionId) -> Option<Figure> {
    let market = view.markets.of(good);
    let column = market.buyer(customer, region)?;
    let buyer = &market.buyers[column];
    let key = FigureKey::Landed { good, customer, region };
    let name = format!("{} landed at {}", view.good(good), customer_name(view, customer));
    let mut figure = Figure::new(key, name, view.region(region), buyer.landed, view.price_unit(good));
    let source = main_source(market, column);
    let opens = source.map(|from| FigureKey::Price { good, region: from });
    if buyer.bought > 1e-12 {
        // The price that is remembered is this one in single precision.
        figure.value = (buyer.goods_cost + buyer.freight + buyer.duty + buyer.export_tax) / buyer.bought;
        figure.open("price at the sellers’ gates", buyer.goods_cost / buyer.bought, opens);
        figure.add("export tax", buyer.export_tax / buyer.bought);
        figure.add("freight and insurance", buyer.freight / buyer.bought);
        figure.add("import duty", buyer.duty / buyer.bought);
    } else {
        figure.open("price on the world’s markets", market.world_price, opens);
        figure.add("distance from it when last bought", buyer.landed - market.world_price);
        figure.notes.push("Nothing was bought this month: the price is the last one known.".to_owned());
    }
    if let Some(from) = source {
        figure.notes.push(format!("Most of it comes from {}.", view.there(from)));
    }
    Some(figure)
}

/// Region that a buyer bought most from in the last year.
fn main_source(market: &Market, column: usize) -> Option<RegionId> {
    let columns = market.buyers.len();
    let flow = |seller: usize| market.flow_year[seller * columns + column];
    (0..market.sellers.len()).filter(|s| flow(*s) > 0.0).max_by(|a, b| flow(*a).total_cmp(&flow(*b))).map(|s| market.sellers[s].region)
}

/// Orders at this month's pace, by what they are for.
pub fn demand(view: &View<'_>, good: GoodId, region: Option<RegionId>) -> Option<Figure> {
    let market = view.markets.of(good);
    let here = |r: RegionId| region.is_none_or(|wanted| wanted == r);
    let buyers = || market.buyers.iter().filter(|b| here(b.region));
    let total: f64 = buyers().map(|b| 12.0 * b.bid).sum();
    let place = region.map_or("world", |r| view.region(r));
    let unit = format!("{} a year", view.unit(good));
    let mut figure = Figure::new(FigureKey::Demand { good, region }, format!("Orders of {}", view.said(good)), place, total, &unit);
    for (process, units) in plants_by_process(view, good, &here) {
        let made = view.facts.process(process).makes;
        let opens = view.facts.is_traded(made).then_some(FigureKey::Demand { good: made, region });
        figure.open(format!("for {}", phrases::running(&view.catalog.processes[process.index()].name)), 12.0 * units, opens);
    }
    let sum = |fits: fn(Customer) -> bool| buyers().filter(|b| fits(b.customer)).map(|b| 12.0 * b.bid).sum::<f64>();
    figure.any("automakers", sum(|c| matches!(c, Customer::Maker(_))));
    for customer in [Customer::Storage, Customer::Devices, Customer::Reserve] {
        let units: f64 = buyers().filter(|b| b.customer == customer).map(|b| 12.0 * b.bid).sum();
        figure.any(&customer_name(view, customer), units);
    }
    figure.add(customer_name(view, Customer::Outside), sum(|c| c == Customer::Outside));
    if figure.terms.len() < 2 {
        figure.add("plants of the chain", 0.0);
    }
    figure.notes.push(format!("{} % of the world’s orders were filled this month.", fixed(100.0 * market.fill, 0)));
    Some(figure)
}

/// Bids of plants by what they run, largest first.
fn plants_by_process(view: &View<'_>, good: GoodId, here: &dyn Fn(RegionId) -> bool) -> Vec<(ProcessId, f64)> {
    let mut sums = vec![0.0; view.catalog.processes.len()];
    for line in view.lines.iter().filter(|l| here(l.facility.region)) {
        for (slot, (input, _)) in view.facts.process(line.facility.process).inputs.iter().enumerate() {
            if *input == good {
                sums[line.facility.process.index()] += line.plan.bids[slot];
            }
        }
    }
    let mut list: Vec<(ProcessId, f64)> =
        sums.into_iter().enumerate().filter(|(_, units)| *units > 0.0).map(|(p, units)| (ProcessId::from_index(p), units)).collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1));
    list
}

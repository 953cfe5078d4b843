//! What flows where: nodes and links for a Sankey diagram. For one good, from region to region in its unit; for the whole
//! chain, from stage to stage and region to region in money.

use std::collections::BTreeMap;

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, RegionId};
use crate::sim::trade::components::{Buyer, Customer};

/// Part of all flow below which a link is left out.
const LEAST: f64 = 0.001;

/// What stands at the end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Makers of a stage.
    Makers(Stage),
    /// Grid storage and other batteries.
    OtherBatteries,
    /// Outside the chain.
    Outside,
    /// A government's reserve.
    Reserve,
}

impl Place {
    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Makers(stage) => stage.label(),
            Self::OtherBatteries => "storage, buses, devices",
            Self::Outside => "outside the chain",
            Self::Reserve => "reserves",
        }
    }
}

/// A node: a stage of the chain in a region.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Which stage or use.
    pub place: Place,
    /// Where.
    pub region: RegionId,
    /// What flows in.
    pub inflow: f64,
    /// What flows out.
    pub outflow: f64,
}

/// A link between two nodes, by their indices.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Node where it begins.
    pub from: usize,
    /// Node where it ends.
    pub to: usize,
    /// How much.
    pub value: f64,
    /// The good that makes up most of it.
    pub good: GoodId,
}

/// Nodes and links.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sankey {
    /// Unit of all values.
    pub unit: String,
    /// Nodes, by stage, then region.
    pub nodes: Vec<Node>,
    /// Links, largest first.
    pub links: Vec<Link>,
}

type End = (Place, RegionId);

/// The flows of a good, or of all goods by their worth at the sellers' gates; means of about a year.
#[must_use]
pub fn sankey(view: &View<'_>, good: Option<GoodId>) -> Sankey {
    let mut sums: BTreeMap<(End, End), BTreeMap<GoodId, f64>> = BTreeMap::new();
    let stages = users(view);
    for (index, market) in view.markets.goods.iter().enumerate() {
        let id = GoodId::from_index(index);
        if good.is_some_and(|g| g != id) {
            continue;
        }
        let columns = market.buyers.len();
        for (row, seller) in market.sellers.iter().enumerate() {
            let price = if good.is_some() { 1.0 } else { seller.ask };
            let from = (Place::Makers(view.catalog.goods[index].stage), seller.region);
            for (column, buyer) in market.buyers.iter().enumerate() {
                let value = 12.0 * price * f64::from(market.flow_year[row * columns + column]);
                for (place, part) in ends(&stages, index, buyer) {
                    let goods = sums.entry((from, (place, buyer.region))).or_default();
                    *goods.entry(id).or_default() += value * part;
                }
            }
        }
    }
    let unit = good.map_or_else(|| "$M a year".to_owned(), |g| format!("{} a year", view.unit(g)));
    gather(&sums, unit)
}

/// Stages that use each good in each region, with their parts of its use.
fn users(view: &View<'_>) -> BTreeMap<(usize, RegionId), Vec<(Stage, f64)>> {
    let mut table: BTreeMap<(usize, RegionId), Vec<(Stage, f64)>> = BTreeMap::new();
    for line in &view.lines {
        let process = view.facts.process(line.facility.process);
        for (input, units) in &process.inputs {
            let used = line.run.made_year * units / line.run.yield_share.max(0.01);
            let list = table.entry((input.index(), line.facility.region)).or_default();
            match list.iter_mut().find(|(stage, _)| *stage == process.stage) {
                Some((_, sum)) => *sum += used,
                None => list.push((process.stage, used)),
            }
        }
    }
    table
}

/// Where a buyer's goods end, in parts that add up to 1.
fn ends(stages: &BTreeMap<(usize, RegionId), Vec<(Stage, f64)>>, good: usize, buyer: &Buyer) -> Vec<(Place, f64)> {
    match buyer.customer {
        Customer::Maker(_) => vec![(Place::Makers(Stage::Cars), 1.0)],
        Customer::Storage | Customer::Devices => vec![(Place::OtherBatteries, 1.0)],
        Customer::Outside => vec![(Place::Outside, 1.0)],
        Customer::Reserve => vec![(Place::Reserve, 1.0)],
        Customer::Plants => {
            let list = stages.get(&(good, buyer.region)).map_or(&[][..], Vec::as_slice);
            let total: f64 = list.iter().map(|(_, used)| used).sum();
            if total > 0.0 { list.iter().map(|(stage, used)| (Place::Makers(*stage), used / total)).collect() } else { Vec::new() }
        }
    }
}

/// Nodes and links from what flows between two ends, by good; small links are left out.
fn gather(sums: &BTreeMap<(End, End), BTreeMap<GoodId, f64>>, unit: String) -> Sankey {
    let worth = |goods: &BTreeMap<GoodId, f64>| goods.values().sum::<f64>();
    let total: f64 = sums.values().map(worth).sum();
    let mut result = Sankey { unit, ..Sankey::default() };
    let kept = || sums.iter().filter(|(_, goods)| worth(goods) > LEAST * total);
    let mut known: Vec<End> = kept().flat_map(|((from, to), _)| [*from, *to]).collect();
    known.sort_unstable();
    known.dedup();
    result.nodes.extend(known.iter().map(|(place, region)| Node { place: *place, region: *region, inflow: 0.0, outflow: 0.0 }));
    for ((from, to), goods) in kept() {
        let most = goods.iter().max_by(|a, b| a.1.total_cmp(b.1));
        if let (Ok(from), Ok(to), Some((good, _))) = (known.binary_search(from), known.binary_search(to), most) {
            let value = worth(goods);
            result.nodes[from].outflow += value;
            result.nodes[to].inflow += value;
            result.links.push(Link { from, to, value, good: *good });
        }
    }
    result.links.sort_by(|a, b| b.value.total_cmp(&a.value).then((a.from, a.to).cmp(&(b.from, b.to))));
    result
}

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let flows = sankey(view, filter.good);
    let what = filter.good.map_or("all goods, at the sellers’ gates", |g| view.good(g));
    let mut nodes = Table::new("flows.nodes", format!("Who takes part: {what}"))
        .numbers("node", "")
        .words("stage")
        .words("region")
        .numbers("inflow", &flows.unit)
        .numbers("outflow", &flows.unit);
    for (index, node) in flows.nodes.iter().enumerate() {
        nodes.push(cells![index, node.place.label(), view.region(node.region), node.inflow, node.outflow]);
    }
    let mut links = Table::new("flows.links", format!("What flows: {what}"))
        .numbers("from", "node")
        .numbers("to", "node")
        .words("seller")
        .words("buyer")
        .words("mostly")
        .numbers("flow", &flows.unit);
    let name = |at: usize| format!("{} in {}", flows.nodes[at].place.label(), view.there(flows.nodes[at].region));
    for link in &flows.links {
        links.push(cells![link.from, link.to, name(link.from), name(link.to), view.good(link.good), link.value]);
    }
    links.note("A mean of about a year. Links of less than a thousandth of all are left out.");
    Ok(vec![nodes, links])
}

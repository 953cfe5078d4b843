//! What a map of the world shows: series by region, flows of a good between regions, each region's part of every stage.

use std::collections::BTreeMap;

use super::View;
use super::view::percent;
use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, RegionId};

/// Flows that a map can show before they hide each other.
const MOST_FLOWS: usize = 14;
/// Part of all flow below which one is left out.
const LEAST: f64 = 0.004;

/// A number for every region.
pub struct MapSeries {
    /// Word by which it is known.
    pub id: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// The stage whose colour it takes, if it is about one.
    pub stage: Option<Stage>,
    /// The top of its scale, where it has one by nature.
    pub most: Option<f64>,
    /// The number of a region, seen by a side; nothing where it has no meaning.
    pub value: fn(&View<'_>, RegionId, RegionId) -> Option<f64>,
}

/// Worth of what a stage makes in a region at its prices, $bn a year.
fn output(view: &View<'_>, stage: Stage, region: RegionId) -> f64 {
    let of_stage = view.goods().filter(|g| view.catalog.goods[g.index()].stage == stage);
    of_stage.map(|g| 12.0 * view.markets.of(g).node(region).made * view.markets.of(g).node(region).spot / 1000.0).sum()
}

/// Nameplate and output of cells in a region, GWh a year.
fn cells(view: &View<'_>, region: RegionId) -> (f64, f64) {
    let of_stage = view.goods().filter(|g| view.catalog.goods[g.index()].stage == Stage::Cells);
    of_stage.map(|g| view.markets.of(g).node(region)).fold((0.0, 0.0), |sum, n| (sum.0 + n.nameplate, sum.1 + 12.0 * n.made))
}

fn plug_share(view: &View<'_>, region: RegionId, _: RegionId) -> Option<f64> {
    view.car_market(region)?;
    let sold = view.sales(region);
    Some(percent(sold[2] + sold[3], sold.iter().sum()))
}

fn dependence(view: &View<'_>, region: RegionId, side: RegionId) -> Option<f64> {
    let supplier = view.catalog.scenario.rival(side);
    let pair = view.dependence.pairs.get(region.index() * view.facts.regions + supplier.index())?;
    (region != supplier).then(|| pair.index(&view.catalog.rules.society))
}

const fn series(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    stage: Option<Stage>,
    most: Option<f64>,
    value: fn(&View<'_>, RegionId, RegionId) -> Option<f64>,
) -> MapSeries {
    MapSeries { id, name, unit, stage, most, value }
}

/// Every series: menus and hotkeys come from this list.
pub const SERIES: &[MapSeries] = &[
    series("mining", "Mine output", "$bn a year", Some(Stage::Mining), None, |v, r, _| Some(output(v, Stage::Mining, r))),
    series("refining", "Refinery output", "$bn a year", Some(Stage::Refining), None, |v, r, _| Some(output(v, Stage::Refining, r))),
    series("materials", "Battery materials", "$bn a year", Some(Stage::Materials), None, |v, r, _| Some(output(v, Stage::Materials, r))),
    series("cells", "Cell capacity", "GWh a year, nameplate", Some(Stage::Cells), None, |v, r, _| Some(cells(v, r).0)),
    series("use", "Use of cell plants", "% of nameplate", Some(Stage::Cells), Some(100.0), |v, r, _| {
        let (nameplate, made) = cells(v, r);
        (nameplate > 0.5).then(|| percent(made, nameplate))
    }),
    series("plugs", "Cars with a plug", "% of cars sold", Some(Stage::Cars), Some(100.0), plug_share),
    series("jobs", "Jobs in the chain", "thousand", None, None, |v, r, _| v.lands.get(r.index()).map(|l| l.jobs.iter().sum())),
    series("dependence", "Dependence on the rival", "of 100", None, Some(100.0), dependence),
];

/// A flow of a good from region to region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// Where it is made.
    pub from: RegionId,
    /// Where it is used.
    pub to: RegionId,
    /// Units a year.
    pub value: f64,
    /// Duties, licences and export taxes that measures lay on it: it is hindered.
    pub hindered: bool,
}

/// The largest flows of a good between regions, means of about a year, largest first.
#[must_use]
pub fn flows(view: &View<'_>, good: GoodId) -> Vec<Flow> {
    let market = view.markets.of(good);
    let columns = market.buyers.len();
    let mut sums: BTreeMap<(RegionId, RegionId), f64> = BTreeMap::new();
    for (row, seller) in market.sellers.iter().enumerate() {
        for (column, buyer) in market.buyers.iter().enumerate().filter(|(_, b)| b.region != seller.region) {
            let value = market.flow_year.get(row * columns + column).copied().unwrap_or(0.0);
            *sums.entry((seller.region, buyer.region)).or_default() += 12.0 * f64::from(value);
        }
    }
    let all: f64 = sums.values().sum();
    let hindered = |from, to| {
        let at = view.effects.at(good, from, to);
        let felt = |list: &[f64]| list.get(at).is_some_and(|x| *x > 1e-9);
        felt(&view.effects.tariff) || felt(&view.effects.export_tax) || view.effects.marks.get(at).is_some_and(|m| m.licence)
    };
    let mut list: Vec<Flow> = sums
        .into_iter()
        .filter(|(_, value)| *value > LEAST * all && *value > 0.0)
        .map(|((from, to), value)| Flow { from, to, value, hindered: hindered(from, to) })
        .collect();
    list.sort_by(|a, b| b.value.total_cmp(&a.value).then((a.from, a.to).cmp(&(b.from, b.to))));
    list.truncate(MOST_FLOWS);
    list
}

/// A region's share of the world's capacity by stage, at the world's prices, 0 to 1.
#[must_use]
pub fn stage_shares(view: &View<'_>, region: RegionId) -> [f64; Stage::ALL.len()] {
    let (mut own, mut world) = ([0.0; Stage::ALL.len()], [0.0; Stage::ALL.len()]);
    for good in view.goods() {
        let market = view.markets.of(good);
        let stage = view.catalog.goods[good.index()].stage as usize;
        own[stage] += market.world_price * market.node(region).nameplate;
        world[stage] += market.world_price * market.nodes.iter().map(|n| n.nameplate).sum::<f64>();
    }
    let cars = Stage::Cars as usize;
    for maker in 0..view.cars.makers.len() {
        for place in view.regions() {
            let capacity = view.cars.presence(maker, place, view.facts.regions).plug_capacity;
            world[cars] += capacity;
            if place == region {
                own[cars] += capacity;
            }
        }
    }
    std::array::from_fn(|stage| if world[stage] > 0.0 { own[stage] / world[stage] } else { 0.0 })
}

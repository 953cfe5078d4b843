//! Automakers: reach, sales by bloc, prices; in one region, shares and what their cars cost.

use super::table::cells;
use super::view::percent;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::places::Bloc;
use crate::content::ids::RegionId;
use crate::sim::ledger::standards::balance;
use crate::units::digits::{fixed, number};

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    match filter.region() {
        None => Ok(vec![world(view)]),
        Some(region) if view.car_market(region).is_some() => {
            let mut tables = vec![regional(view, region)];
            if view.effects.standard[region.index()].0 > 0.0 {
                tables.push(standard(view, region));
            }
            Ok(tables)
        }
        Some(region) => Err(ReportError::new(format!("{} has no car market of its own in this level", view.region(region)))),
    }
}

fn world(view: &View<'_>) -> Table {
    let mut table = Table::new("makers", format!("Automakers, {}", view.sim.now()))
        .words("maker")
        .words("home")
        .words("reach")
        .numbers("sold", "thousand a year")
        .numbers("of the world", "%")
        .numbers("with a plug", "%")
        .words("largest bloc")
        .numbers("its share of own sales", "%")
        .numbers("capacity", "thousand a year")
        .numbers("of it for plug cars", "thousand a year")
        .numbers("earnings", "$M a year");
    let all: f64 = view.regions().map(|r| view.sales(r).iter().sum::<f64>()).sum();
    for (index, maker) in view.cars.makers.iter().enumerate() {
        let (mut blocs, mut plugs, mut capacity, mut plug_capacity) = ([0.0; Bloc::ALL.len()], 0.0, 0.0, 0.0);
        for region in view.regions() {
            let p = view.cars.presence(index, region, view.facts.regions);
            blocs[view.catalog.regions[region.index()].bloc as usize] += 12.0 * p.sold_year.iter().sum::<f64>();
            plugs += 12.0 * (p.sold_year[2] + p.sold_year[3]);
            capacity += p.capacity;
            plug_capacity += p.plug_capacity;
        }
        let sold: f64 = blocs.iter().sum();
        let largest = (0..blocs.len()).max_by(|a, b| blocs[*a].total_cmp(&blocs[*b])).filter(|_| sold > 0.0);
        table.push(cells![
            view.firm(maker.firm),
            view.short(maker.home),
            maker.status.label(),
            sold,
            percent(sold, all),
            percent(plugs, sold),
            largest.map(|b| Bloc::ALL[b].label()),
            largest.map(|b| percent(blocs[b], sold)),
            capacity,
            plug_capacity,
            view.finances.get(maker.firm.index()).map(|f| f.earnings),
        ]);
    }
    table.sort_by_number(3);
    table
}

/// Who has credits under the fleet standard, and who lacks them.
fn standard(view: &View<'_>, region: RegionId) -> Table {
    let (target, fine) = view.effects.standard[region.index()];
    let title = format!("Fleet standard: {} % with a plug", fixed(100.0 * target, 1));
    let mut table = Table::new("makers.standard", title)
        .words("maker")
        .numbers("credits asked", "thousand a year")
        .numbers("credits earned", "thousand a year")
        .numbers("banked", "thousand");
    for (index, maker) in view.cars.makers.iter().enumerate() {
        let presence = view.cars.presence(index, region, view.facts.regions);
        let asked = 12.0 * target * presence.sold_year.iter().sum::<f64>();
        if presence.selling && asked > 0.0 {
            let earned = 12.0 * balance(&view.catalog.rules.automakers, presence, target) + asked;
            table.push(cells![view.firm(maker.firm), asked, earned, presence.credits.iter().sum::<f64>()]);
        }
    }
    table.sort_by_number(1);
    let price = number(view.cars.credit_worth[region.index()].min(fine));
    table.note(format!(
        "A credit costs {price} k$; a missing one that nobody sells, {} k$. What each maker paid is in its earnings.",
        number(fine)
    ));
    table
}

fn regional(view: &View<'_>, region: RegionId) -> Table {
    let mut table = Table::new("makers.region", format!("Automakers in {}, {}", view.there(region), view.sim.now()))
        .words("maker")
        .numbers("sold", "thousand a year")
        .numbers("share", "%")
        .numbers("with a plug", "%")
        .numbers("price of a battery car", "k$")
        .numbers("its cost", "k$")
        .numbers("support", "k$")
        .numbers("price of a combustion car", "k$")
        .numbers("battery", "kWh")
        .numbers("waiting buyers", "thousand")
        .numbers("built here", "thousand a year");
    let all: f64 = view.sales(region).iter().sum();
    for (index, maker) in view.cars.makers.iter().enumerate() {
        let p = view.cars.presence(index, region, view.facts.regions);
        let sold = 12.0 * p.sold_year.iter().sum::<f64>();
        let built = 12.0 * p.built_year.iter().sum::<f64>();
        if sold + built <= 1e-6 {
            continue;
        }
        let some = |value: f64| (value > 0.0).then_some(value);
        table.push(cells![
            view.firm(maker.firm),
            sold,
            percent(sold, all),
            percent(12.0 * (p.sold_year[2] + p.sold_year[3]), sold),
            some(p.price[3]),
            some(p.landed_cost[3]),
            some(p.support[3]),
            some(p.price[0]),
            some(p.pack_kwh[3]),
            p.backlog.iter().sum::<f64>(),
            built,
        ]);
    }
    table.sort_by_number(1);
    table.note("`why car_share MAKER REGION` says why buyers choose a maker.");
    table
}

//! A firm: money, plants, projects, what it thinks of building. Without one, the largest firms in a line each.

use super::facility::line_row;
use super::figures::{FigureKey, figure};
use super::table::cells;
use super::view::percent;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::{FirmId, ItemKind, RegionId};
use crate::sim::ledger::components::Account;
use crate::sim::ledger::systems::equity;
use crate::units::MUSD_IN_CENTS;
use crate::units::digits::fixed;

/// Most firms listed.
const MOST: usize = 40;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let Some(firm) = filter.firm else { return Ok(vec![firms(view, None)]) };
    let mut tables = vec![summary(view, firm)];
    let mut earnings = figure(view, &FigureKey::Earnings { firm })?.table(view);
    "firm.earnings".clone_into(&mut earnings.id);
    tables.push(earnings);
    tables.push(lines(view, firm));
    if view.cars.maker(firm).is_some() {
        tables.push(presences(view, firm));
    }
    let own = Filter { firm: Some(firm), ..Filter::default() };
    tables.extend(super::pipeline::build(view, &own)?);
    Ok(tables)
}

/// All firms of a region, the idle ones too: orders name them.
pub(super) fn list(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    Ok(vec![firms(view, filter.region())])
}

/// How a firm stands, in a word or two.
pub(super) fn condition(view: &View<'_>, firm: FirmId) -> &'static str {
    let finance = view.finances[firm.index()];
    if finance.failed {
        "wound up"
    } else if finance.receiver_months > 0 {
        "in receivership"
    } else if finance.insolvent_months > 0 {
        "insolvent"
    } else if finance.room_share < 0.3 {
        "short of money"
    } else {
        "sound"
    }
}

/// The firms of a region; without one, the largest of the world.
fn firms(view: &View<'_>, region: Option<RegionId>) -> Table {
    let place = region.map_or_else(String::new, |region| format!(" of {}", view.there(region)));
    let mut table = Table::new("firms", format!("Firms{place}, {}", view.sim.now()))
        .words("id")
        .words("firm")
        .words("home")
        .words("business")
        .numbers("revenue", "$M a year")
        .numbers("earnings", "$M a year")
        .numbers("cash", "$M")
        .numbers("debt", "$M")
        .numbers("equity", "$M")
        .words("condition");
    for (id, finance) in view.finances.iter().enumerate() {
        let (firm, definition) = (FirmId::from_index(id), &view.catalog.firms[id]);
        let debt = finance.debt as f64 / MUSD_IN_CENTS;
        let busy = finance.revenue > 0.0 || view.pipeline.projects.iter().any(|p| p.firm == firm) || finance.failed;
        if region.map_or(!busy, |region| definition.home != region) {
            continue;
        }
        table.push(cells![
            view.word(ItemKind::Firm, id),
            &definition.name,
            view.short(definition.home),
            definition.business.label(),
            finance.revenue,
            finance.earnings,
            view.ledger.cash_musd(Account::Firm(firm)),
            debt,
            equity(view.ledger, firm, finance),
            condition(view, firm),
        ]);
    }
    table.sort_by_number(4);
    if region.is_none() {
        table.cut(MOST);
    }
    table
}

fn summary(view: &View<'_>, firm: FirmId) -> Table {
    let definition = &view.catalog.firms[firm.index()];
    let finance = view.finances[firm.index()];
    let title = format!("{}, {} ({}), {}", definition.name, view.region(definition.home), definition.business.label(), view.sim.now());
    let mut table = Table::new("firm", title).words("measure").values("value").words("unit");
    let mut add = |name: &str, value: f64, unit: &str| table.push(cells![name, value, unit]);
    add("revenue", finance.revenue, "$M a year");
    add("earnings before interest, tax and depreciation", finance.earnings, "$M a year");
    add("margin", percent(finance.earnings, finance.revenue), "%");
    add("earnings from outside the chain", finance.outside_earnings, "$M a year");
    add("cash", view.ledger.cash_musd(Account::Firm(firm)), "$M");
    add("debt", finance.debt as f64 / MUSD_IN_CENTS, "$M");
    add("limit of debt", finance.limit, "$M");
    add("interest rate", 100.0 * finance.rate, "%");
    add("plant", finance.plant as f64 / MUSD_IN_CENTS, "$M");
    add("business outside the chain", finance.outside_plant as f64 / MUSD_IN_CENTS, "$M");
    add("stocks", finance.stocks as f64 / MUSD_IN_CENTS, "$M");
    add("equity", equity(view.ledger, firm, finance), "$M");
    add("hurdle rate", 100.0 * definition.hurdle_share, "%");
    add("state backing", 100.0 * definition.state_backing, "%");
    table.note(format!("Condition: {}.", condition(view, firm)));
    for holder in &definition.owners {
        let who = holder.firm.map(|f| view.firm(f)).or_else(|| holder.government.map(|r| view.there(r)));
        if let Some(who) = who {
            table.note(format!("{} % is held by {who}.", fixed(100.0 * holder.share, 1)));
        }
    }
    if !definition.note.is_empty() {
        table.note(definition.note.clone());
    }
    table
}

fn lines(view: &View<'_>, firm: FirmId) -> Table {
    let mut table = super::facility::line_table("firm.lines", "Plants");
    for line in view.lines.iter().filter(|l| l.facility.owner == firm && l.capacity.nameplate > 0.0) {
        table.push(line_row(view, line));
    }
    table
}

fn presences(view: &View<'_>, firm: FirmId) -> Table {
    let mut table = Table::new("firm.cars", "Cars")
        .words("region")
        .numbers("sold", "thousand a year")
        .numbers("of them with a plug", "%")
        .numbers("share of the region", "%")
        .numbers("built", "thousand a year")
        .numbers("capacity", "thousand a year")
        .numbers("of it for plug cars", "thousand a year")
        .numbers("pack", "$/kWh")
        .words("held back by");
    let Some(maker) = view.cars.maker(firm) else { return table };
    for region in view.regions() {
        let p = view.cars.presence(maker, region, view.facts.regions);
        let sold: f64 = p.sold_year.iter().sum();
        if sold + p.capacity <= 1e-9 {
            continue;
        }
        let held = ["", "capacity", "plug lines", "cells", "magnets"][usize::from(p.limit.min(4))];
        let built: f64 = p.built_year.iter().sum();
        let pack = (p.pack_cost > 0.0).then_some(p.pack_cost);
        let share = percent(12.0 * sold, view.sales(region).iter().sum());
        table.push(cells![
            view.region(region),
            12.0 * sold,
            percent(p.sold_year[2] + p.sold_year[3], sold),
            share,
            12.0 * built,
            p.capacity,
            p.plug_capacity,
            pack,
            held
        ]);
    }
    table.sort_by_number(1);
    table
}

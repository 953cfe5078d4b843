//! Production lines: what they make, how busy they are, what a unit costs; one line with the terms of its cost.

use super::figures::{FigureKey, figure};
use super::table::cells;
use super::view::{LineView, percent};
use super::{Cell, Filter, ReportError, Table, View};

/// Most lines listed.
const MOST: usize = 40;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let wanted = |l: &&LineView<'_>| {
        filter.number.is_none_or(|n| l.facility.id == n)
            && filter.site.is_none_or(|s| l.facility.site == Some(s))
            && filter.firm.is_none_or(|f| l.facility.owner == f)
            && filter.good.is_none_or(|g| view.makes(l) == g)
            && filter.wants(l.facility.region)
    };
    let mut lines: Vec<&LineView<'_>> = view.lines.iter().filter(wanted).collect();
    if let Some(number) = filter.number.filter(|_| lines.is_empty()) {
        return Err(ReportError::new(format!(
            "there is no line {number}; they are numbered from 0 to {}",
            view.lines.len().saturating_sub(1)
        )));
    }
    let value = |l: &LineView<'_>| l.capacity.nameplate * l.cost.full;
    lines.sort_by(|a, b| value(b).total_cmp(&value(a)));
    let mut table = line_table("facility", &format!("Production lines, {}", view.sim.now()));
    for line in &lines {
        table.push(line_row(view, line));
    }
    table.cut(MOST);
    let mut tables = vec![table];
    if filter.number.is_some() || filter.site.is_some() {
        for line in lines.iter().take(4) {
            let mut cost = figure(view, &FigureKey::UnitCost { line: line.facility.id })?.table(view);
            cost.id = format!("facility.cost.{}", line.facility.id);
            tables.push(cost);
            if !view.facts.process(line.facility.process).inputs.is_empty() {
                tables.push(inputs(view, line));
            }
        }
    }
    Ok(tables)
}

/// The columns of a list of lines.
pub(super) fn line_table(id: &str, title: &str) -> Table {
    Table::new(id, title)
        .numbers("line", "")
        .words("site")
        .words("region")
        .words("owner")
        .words("process")
        .words("unit")
        .values("capacity a year")
        .values("made a year")
        .numbers("utilisation", "%")
        .words("held back by")
        .words("price unit")
        .values("unit cost")
        .values("cash cost")
        .values("price")
}

/// The row of a line.
pub(super) fn line_row(view: &View<'_>, line: &LineView<'_>) -> Vec<Cell> {
    let good = view.makes(line);
    let market = view.markets.of(good);
    let price = view.facts.is_traded(good).then(|| market.node(line.facility.region).spot);
    cells![
        line.facility.id,
        view.facts.place(line.facility),
        view.short(line.facility.region),
        view.firm(line.facility.owner),
        &view.catalog.processes[line.facility.process.index()].name,
        view.unit(good),
        line.capacity.nameplate,
        12.0 * line.run.made,
        percent(12.0 * line.run.made, line.capacity.nameplate),
        held_back(view, line),
        view.price_unit(good),
        line.cost.full,
        line.cost.cash,
        price,
    ]
}

/// What kept a line from making more.
fn held_back(view: &View<'_>, line: &LineView<'_>) -> String {
    if line.capacity.idle_share > 0.9 {
        return "mothballed".to_owned();
    }
    if line.run.lost_share > 0.0 {
        return "stoppage".to_owned();
    }
    let inputs = &view.facts.process(line.facility.process).inputs;
    match usize::try_from(line.run.limit) {
        Ok(slot) if slot < inputs.len() => view.said(inputs[slot].0),
        _ if line.run.limit == -1 => "capacity".to_owned(),
        _ if line.plan.utilisation_limit < 0.7 => "margin".to_owned(),
        _ if line.run.made < BUSY * line.capacity.monthly() => "orders".to_owned(),
        _ if line.capacity.monthly() > 0.0 => "capacity".to_owned(),
        _ => String::new(),
    }
}

/// Share of what it can make from which only its size holds a line back.
const BUSY: f64 = 0.95;

fn inputs(view: &View<'_>, line: &LineView<'_>) -> Table {
    let title = format!("Inputs of line {}, {}", line.facility.id, view.facts.place(line.facility));
    let mut table = Table::new(&format!("facility.inputs.{}", line.facility.id), title)
        .words("good")
        .words("unit")
        .values("used a year")
        .values("in the yard")
        .numbers("cover", "months")
        .values("landed price")
        .words("price unit");
    for (slot, (good, _)) in view.facts.process(line.facility.process).inputs.iter().enumerate() {
        let used = line.run.used[slot];
        let cover = (used > 1e-12).then(|| line.stocks.inputs[slot] / used);
        let landed = view.markets.of(*good).buyers.get(line.facility.buyers[slot] as usize).map(|b| b.landed);
        table.push(cells![
            view.good(*good),
            view.unit(*good),
            12.0 * used,
            line.stocks.inputs[slot],
            cover,
            landed,
            view.price_unit(*good)
        ]);
    }
    table
}

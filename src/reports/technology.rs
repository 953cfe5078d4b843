//! Technologies: readiness, research, who makes at what cost against the level's start.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::{FirmId, TechnologyId};

/// Most firms listed.
const MOST: usize = 25;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut tables = vec![technologies(view, filter.technology)];
    if let Some(technology) = filter.technology {
        tables.push(firms(view, technology));
    } else {
        tables.push(packs(view));
    }
    Ok(tables)
}

/// Firms that run a process of the technology, each once, with what its plants would make in a year at the prices of the world,
/// $M: kilotonnes of nickel and of cobalt, refined by one technology, have no other common measure.
fn makers(view: &View<'_>, technology: TechnologyId) -> Vec<(FirmId, f64)> {
    let mut list: Vec<(FirmId, f64)> = Vec::new();
    for line in view.lines.iter().filter(|l| view.facts.process(l.facility.process).technology == technology && l.capacity.nameplate > 0.0)
    {
        let worth = line.capacity.nameplate * view.markets.of(view.makes(line)).world_price;
        match list.iter_mut().find(|(firm, _)| *firm == line.facility.owner) {
            Some((_, sum)) => *sum += worth,
            None => list.push((line.facility.owner, worth)),
        }
    }
    list
}

fn technologies(view: &View<'_>, only: Option<TechnologyId>) -> Table {
    let mut table = Table::new("technology", format!("Technologies, {}", view.sim.now()))
        .words("technology")
        .numbers("readiness", "of 9")
        .numbers("ready at", "")
        .numbers("research stock", "$M")
        .numbers("firms", "")
        .numbers("mean conversion cost", "% of start")
        .numbers("lowest", "% of start")
        .words("leader");
    let asked = |index: usize| only.is_none_or(|only| only.index() == index);
    for (index, technology) in view.catalog.technologies.iter().enumerate().filter(|(index, _)| asked(*index)) {
        let firms = makers(view, TechnologyId::from_index(index));
        let factor = |firm: FirmId| view.know_how[firm.index()].cost_factor.get(index).copied().unwrap_or(1.0);
        let weight: f64 = firms.iter().map(|f| f.1).sum();
        let mean = (weight > 0.0).then(|| 100.0 * firms.iter().map(|(f, c)| c * factor(*f)).sum::<f64>() / weight);
        let best = firms.iter().min_by(|a, b| factor(a.0).total_cmp(&factor(b.0)));
        table.push(cells![
            &technology.name,
            view.technologies.readiness.get(index).copied(),
            technology.ready_at,
            view.technologies.research.get(index).copied(),
            firms.len(),
            mean,
            best.map(|b| 100.0 * factor(b.0)),
            best.map(|b| view.firm(b.0)),
        ]);
    }
    table
}

fn packs(view: &View<'_>) -> Table {
    let mut table = Table::new("technology.packs", "Batteries and cars").words("measure").values("value").words("unit");
    let t = view.technologies;
    let mut add = |name: &str, value: f64, unit: &str| table.push(cells![name, value, unit]);
    add("pack parts around the cells", 100.0 * t.pack_factor, "% of start");
    add("other parts of battery cars", 100.0 * t.glider_factor, "% of start");
    add("cells made so far", t.cells_made, "GWh");
    add("plug cars made so far", t.plug_cars.0, "million");
    add("pack price", view.cars.pack_price, "$/kWh");
    table
}

fn firms(view: &View<'_>, technology: TechnologyId) -> Table {
    let definition = &view.catalog.technologies[technology.index()];
    let mut table = Table::new("technology.firms", format!("{}: {}", definition.name, definition.about))
        .words("firm")
        .words("home")
        .numbers("capacity", "$M a year")
        .numbers("experience", "units")
        .numbers("conversion cost", "% of start");
    table.note("Capacity at today’s prices of the world.");
    for (firm, capacity) in makers(view, technology) {
        let known = view.know_how[firm.index()];
        let at = technology.index();
        let home = view.catalog.firms[firm.index()].home;
        table.push(cells![
            view.firm(firm),
            view.short(home),
            capacity,
            known.experience.get(at).copied(),
            known.cost_factor.get(at).map(|f| 100.0 * f)
        ]);
    }
    table.sort_by_number(2);
    table.cut(MOST);
    table
}

//! Capacity under way, and what firms thought of building at their last look.

use super::table::cells;
use super::view::percent;
use super::{Filter, ReportError, Table, View};

/// Most rows listed.
const MOST: usize = 40;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    Ok(vec![projects(view, filter), verdicts(view, filter)])
}

fn projects(view: &View<'_>, filter: &Filter) -> Table {
    let mut table = Table::new("pipeline", format!("Capacity under way, {}", view.sim.now()))
        .numbers("project", "")
        .words("firm")
        .words("region")
        .words("process")
        .words("unit")
        .values("capacity a year")
        .words("stage")
        .numbers("left in it", "months")
        .numbers("cost", "$M")
        .numbers("spent", "%")
        .numbers("grant", "%")
        .numbers("worth", "% of cost")
        .words("ordered by");
    for project in &view.pipeline.projects {
        let good = view.facts.process(project.process).makes;
        let wanted = filter.firm.is_none_or(|f| f == project.firm) && filter.good.is_none_or(|g| g == good) && filter.wants(project.region);
        if project.ended || !wanted {
            continue;
        }
        table.push(cells![
            project.id,
            view.firm(project.firm),
            view.short(project.region),
            &view.catalog.processes[project.process.index()].name,
            view.unit(good),
            project.capacity,
            project.progress.label(),
            project.expected_months(),
            project.cost,
            percent(project.spent, project.cost),
            100.0 * project.grant_share,
            // Weighed again only while it can still be given up.
            (project.npv != 0.0).then_some(100.0 * project.npv),
            project.ordered_by.map(|r| view.region(r)),
        ]);
    }
    table.sort_by_number(8);
    table.cut(MOST);
    table
}

fn verdicts(view: &View<'_>, filter: &Filter) -> Table {
    let mut table = Table::new("pipeline.verdicts", "What firms think of building")
        .words("firm")
        .words("process")
        .words("region")
        .numbers("worth", "% of cost")
        .numbers("margin", "% of cost")
        .numbers("support", "% of cost")
        .numbers("hurdle", "%")
        .numbers("expected utilisation", "%")
        .words("unit")
        .values("wants to start")
        .words("refused");
    for v in &view.pipeline.verdicts {
        let good = view.facts.process(v.process).makes;
        if filter.firm.is_some_and(|f| f != v.firm) || filter.good.is_some_and(|g| g != good) || !filter.wants(v.region) {
            continue;
        }
        table.push(cells![
            view.firm(v.firm),
            &view.catalog.processes[v.process.index()].name,
            view.short(v.region),
            100.0 * v.npv,
            100.0 * v.margin,
            100.0 * v.support,
            100.0 * v.hurdle,
            100.0 * v.utilisation,
            view.unit(good),
            v.start,
            match (v.refused, v.exhausted) {
                (true, _) => "refused",
                (_, true) => "deposit full",
                _ => "",
            },
        ]);
    }
    table.sort_by_number(3);
    table.cut(MOST);
    table.note("Worth is expected net present value over capital cost; `why npv FIRM PROCESS REGION` has its terms.");
    table
}

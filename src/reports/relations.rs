//! Relations of both sides with every region, who believes them, and who depends on them.

use super::table::cells;
use super::{Table, View};
use crate::content::ids::RegionId;

/// Relations and dependence, a row for each region beside the two sides.
#[must_use]
pub fn table(view: &View<'_>) -> (Table, Vec<RegionId>) {
    let scenario = &view.catalog.scenario;
    let sides = [scenario.us, scenario.china];
    let (us, china) = (view.short(scenario.us), view.short(scenario.china));
    let mut table = Table::new("relations", format!("Relations, {}", view.sim.now()))
        .words("region")
        .numbers(&format!("relations with {us}"), "−100 to 100")
        .numbers(&format!("relations with {china}"), "−100 to 100")
        .numbers(&format!("depends on {us}"), "of 100")
        .numbers(&format!("depends on {china}"), "of 100")
        .numbers("chain output", "$bn a year")
        .numbers(&format!("believes {us}"), "of 100")
        .numbers(&format!("believes {china}"), "of 100");
    let index = |user: RegionId, supplier: RegionId| {
        let pair = view.dependence.pairs.get(user.index() * view.facts.regions + supplier.index())?;
        (user != supplier).then(|| pair.index(&view.catalog.rules.society))
    };
    let believes = |region: RegionId, side: RegionId| {
        let politics = view.politics.of(side).filter(|_| region != side)?;
        politics.credibility.get(region.index()).copied()
    };
    let mut regions = Vec::new();
    for region in view.regions().filter(|region| *region != sides[0]) {
        let output: f64 = view.goods().map(|g| 12.0 * view.markets.of(g).node(region).made * view.markets.of(g).node(region).spot).sum();
        let own = |side: RegionId| if side == region { None } else { view.relation(side, region) };
        table.push(cells![
            view.region(region),
            own(sides[0]),
            own(sides[1]),
            index(region, sides[0]),
            index(region, sides[1]),
            output / 1000.0,
            believes(region, sides[0]),
            believes(region, sides[1]),
        ]);
        regions.push(region);
    }
    (table, regions)
}

//! The state of the contest on one page: both sides and the world, and the prices that matter.

use super::table::cells;
use super::view::percent;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::chain::Stage;
use crate::content::ids::{ItemKind, RegionId};
use crate::sim::ledger::components::Account;

pub(super) fn build(view: &View<'_>, _: &Filter) -> Result<Vec<Table>, ReportError> {
    Ok(vec![sides(view), prices(view)])
}

fn sides(view: &View<'_>) -> Table {
    let scenario = &view.catalog.scenario;
    let title = format!("{}, {}", scenario.name, view.sim.now());
    let mut table = Table::new("overview", title)
        .words("measure")
        .words("unit")
        .values(view.short(scenario.us))
        .values(view.short(scenario.china))
        .values("world");
    let mut add = |name: &str, unit: &str, of: &dyn Fn(RegionId) -> f64, world: Option<f64>| {
        table.push(cells![name, unit, of(scenario.us), of(scenario.china), world]);
    };
    let total = |of: &dyn Fn(RegionId) -> f64| view.regions().map(of).sum::<f64>();
    let cars = |r: RegionId| view.sales(r).iter().sum::<f64>();
    let plugs = |r: RegionId| view.sales(r)[2] + view.sales(r)[3];
    add("cars sold", "thousand a year", &cars, Some(total(&cars)));
    add("share with a plug", "%", &|r| percent(plugs(r), cars(r)), Some(percent(total(&plugs), total(&cars))));
    let built = |r: RegionId| {
        (0..view.cars.makers.len())
            .map(|m| 12.0 * view.cars.presence(m, r, view.facts.regions).built_year[2..].iter().sum::<f64>())
            .sum::<f64>()
    };
    add("plug cars built", "thousand a year", &built, Some(total(&built)));
    let made = |stage: Stage, r: RegionId| {
        view.goods().filter(|g| view.catalog.goods[g.index()].stage == stage).map(|g| 12.0 * view.markets.of(g).node(r).made).sum::<f64>()
    };
    let cells = |r: RegionId| made(Stage::Cells, r);
    add("cells made", "GWh a year", &cells, Some(total(&cells)));
    let jobs = |r: RegionId| view.lands.get(r.index()).map_or(0.0, |l| l.jobs.iter().sum());
    add("jobs in the chain", "thousand", &jobs, Some(total(&jobs)));
    let index = |r: RegionId| {
        view.dependence
            .pairs
            .get(r.index() * view.facts.regions + scenario.rival(r).index())
            .map_or(0.0, |p| p.index(&view.catalog.rules.society))
    };
    add("dependence on the other", "of 100", &index, None);
    let purse = |r: RegionId| view.treasuries.get(r.index()).copied();
    add(
        "spending on the contest",
        "$M a year",
        &|r| purse(r).map_or(0.0, |t| t.spending),
        Some(total(&|r| purse(r).map_or(0.0, |t| t.spending))),
    );
    add("cash of the government", "$M", &|r| view.ledger.cash_musd(Account::Government(r)), None);
    add("approval", "of 100", &|r| purse(r).map_or(0.0, |t| t.approval), None);
    let co2 = |r: RegionId| view.lands.get(r.index()).map_or(0.0, |l| 12.0 * l.fleet_co2 / 1000.0);
    add("CO2 of the fleet", "Mt a year", &co2, Some(total(&co2)));
    add("measures in force", "", &|r| view.measures.list.iter().filter(|m| m.by == r && m.since <= view.sim.now()).count() as f64, None);
    table
}

fn prices(view: &View<'_>) -> Table {
    let scenario = &view.catalog.scenario;
    let mut table = Table::new("overview.prices", "Prices")
        .words("good")
        .words("unit")
        .values(view.short(scenario.us))
        .values(view.short(scenario.china))
        .values("world")
        .numbers("change in 12 months", "%")
        .numbers("orders filled", "%");
    let pack = view.past("price.pack", "world", 12).map(|then| percent(view.cars.pack_price, then) - 100.0);
    table.push(cells!["Battery pack", "$/kWh", "", "", view.cars.pack_price, pack, ""]);
    for good in view.goods() {
        let market = view.markets.of(good);
        let stage = view.catalog.goods[good.index()].stage;
        if market.sellers.is_empty() || !matches!(stage, Stage::Refining | Stage::Materials | Stage::Cells) {
            continue;
        }
        let series = format!("price.{}", view.word(ItemKind::Good, good.index()));
        let spot = |r: RegionId| market.node(r).spot;
        table.push(cells![
            view.good(good),
            view.price_unit(good),
            spot(scenario.us),
            spot(scenario.china),
            market.world_price,
            view.change(&series, "world", 12),
            100.0 * market.fill
        ]);
    }
    table
}

//! A region: its cars, its part of the chain, jobs, government. Without one, all regions in a line each.

use super::figures::{FigureKey, figure};
use super::table::cells;
use super::view::percent;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::cars::Powertrain;
use crate::content::definitions::chain::Stage;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::POWERTRAINS;
use crate::sim::ledger::components::{Account, Tag};

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let Some(region) = filter.region() else { return Ok(vec![regions(view)]) };
    let mut tables = vec![summary(view, region)];
    if view.car_market(region).is_some() {
        tables.push(cars(view, region));
        tables.push(segments(view, region)?);
    }
    tables.push(chain(view, region));
    Ok(tables)
}

/// Value of what a region makes on markets, $M a year.
fn output_value(view: &View<'_>, region: RegionId) -> f64 {
    view.goods().map(|g| 12.0 * view.markets.of(g).node(region).made * view.markets.of(g).node(region).spot).sum()
}

fn regions(view: &View<'_>) -> Table {
    let mut table = Table::new("regions", format!("Regions, {}", view.sim.now()))
        .words("region")
        .numbers("cars sold", "thousand a year")
        .numbers("share with a plug", "%")
        .numbers("output of the chain", "$M a year")
        .numbers("jobs", "thousand")
        .numbers("chargers", "adequacy %")
        .numbers("spending", "$M a year")
        .numbers("approval", "of 100");
    for (region, (land, treasury)) in view.regions().zip(view.lands.iter().zip(&view.treasuries)) {
        let sold = view.sales(region);
        let all: f64 = sold.iter().sum();
        let jobs: f64 = land.jobs.iter().sum();
        if all + jobs + output_value(view, region) + treasury.spending <= 1e-9 {
            continue;
        }
        table.push(cells![
            view.region(region),
            all,
            percent(sold[2] + sold[3], all),
            output_value(view, region),
            jobs,
            100.0 * land.chargers,
            treasury.spending,
            treasury.approval
        ]);
    }
    table
}

fn summary(view: &View<'_>, region: RegionId) -> Table {
    let mut table =
        Table::new("region", format!("{}, {}", view.region(region), view.sim.now())).words("measure").values("value").words("unit");
    let sold = view.sales(region);
    let all: f64 = sold.iter().sum();
    let mut add = |name: &str, value: f64, unit: &str| table.push(cells![name, value, unit]);
    add("cars sold", all, "thousand a year");
    add("share with a plug", percent(sold[2] + sold[3], all), "%");
    add("output of the chain", output_value(view, region), "$M a year");
    if let (Some(land), Some(treasury)) = (view.lands.get(region.index()), view.treasuries.get(region.index())) {
        for (stage, jobs) in Stage::ALL.iter().zip(land.jobs) {
            add(&format!("jobs in {}", stage.label()), jobs, "thousand");
        }
        add("chargers", 100.0 * land.chargers, "adequacy %");
        let fleet: f64 = land.fleet.iter().sum();
        add("cars on the road", fleet, "million");
        add("of them with a plug", percent(land.fleet[2] + land.fleet[3], fleet), "%");
        add("CO2 of the fleet", 12.0 * land.fleet_co2 / 1000.0, "Mt a year");
        add("CO2 saved by plugs", 12.0 * (land.fleet_co2_without_plugs - land.fleet_co2) / 1000.0, "Mt a year");
        add("CO2 of the chain", 12.0 * land.chain_co2 / 1000.0, "Mt a year");
        add("cash of the government", view.ledger.cash_musd(Account::Government(region)), "$M");
        add("its debt in the contest", treasury.debt as f64 / crate::units::MUSD_IN_CENTS, "$M");
        add("what firms owe it", treasury.lent as f64 / crate::units::MUSD_IN_CENTS, "$M");
        add("its spending on the contest", treasury.spending, "$M a year");
        add("its budget for the contest", treasury.budget, "$M a year");
        add("approval", treasury.approval, "of 100");
    }
    add("wages in manufacturing", view.drivers.wage[region.index()], "$ an hour");
    add("power for industry", view.drivers.power[region.index()], "$/kWh");
    add("plug share asked by the fleet standard", 100.0 * view.effects.standard[region.index()].0, "%");
    add("worth of a missing plug car to makers", view.cars.credit_worth[region.index()], "k$");
    add("fines that makers paid last month", view.ledger.last_musd(Account::Government(region), Tag::Fines), "$M");
    table
}

fn cars(view: &View<'_>, region: RegionId) -> Table {
    let mut table = Table::new("region.cars", "Cars by powertrain")
        .words("powertrain")
        .numbers("sold", "thousand a year")
        .numbers("share", "%")
        .numbers("mean price", "k$")
        .numbers("support", "k$")
        .numbers("fleet", "million");
    let sold = view.sales(region);
    for p in 0..POWERTRAINS {
        let (mut price, mut support, mut weight) = (0.0, 0.0, 0.0);
        for maker in 0..view.cars.makers.len() {
            let presence = view.cars.presence(maker, region, view.facts.regions);
            price += presence.sold_year[p] * presence.price[p];
            support += presence.sold_year[p] * presence.support[p];
            weight += presence.sold_year[p];
        }
        let mean = |sum: f64| (weight > 0.0).then(|| sum / weight);
        let fleet = view.lands.get(region.index()).map(|l| l.fleet[p]);
        table.push(cells![Powertrain::ALL[p].label(), sold[p], percent(sold[p], sold.iter().sum()), mean(price), mean(support), fleet]);
    }
    table
}

fn segments(view: &View<'_>, region: RegionId) -> Result<Table, ReportError> {
    let figure = figure(view, &FigureKey::PlugShare { region })?;
    let mut table = Table::new("region.segments", "Who chooses a plug")
        .words("segment")
        .numbers("of buyers", "%")
        .numbers("choose a plug", "%")
        .numbers("could use a battery car", "%")
        .numbers("points of the plug share", "%");
    if let Some(sees) = view.buyers(region) {
        for (id, (segment, term)) in view.catalog.segments.iter().zip(&figure.terms).enumerate() {
            let see = sees.segment(id, segment);
            table.push(cells![
                &segment.name,
                100.0 * see.share,
                percent(term.value / 100.0, see.share),
                100.0 * see.feasible[0],
                term.value
            ]);
        }
    }
    Ok(table)
}

fn chain(view: &View<'_>, region: RegionId) -> Table {
    let mut table = Table::new("region.chain", "Its part of the chain")
        .words("good")
        .words("unit")
        .values("made a year")
        .numbers("of the world", "%")
        .values("used a year")
        .values("capacity a year")
        .values("under way")
        .values("price")
        .words("price unit");
    for good in view.goods() {
        let market = view.markets.of(good);
        let node = market.node(region);
        let coming: f64 = view
            .pipeline
            .projects
            .iter()
            .filter(|p| p.region == region && view.facts.process(p.process).makes == good)
            .map(|p| p.capacity)
            .sum();
        if node.nameplate + node.used + node.made + coming <= 1e-9 {
            continue;
        }
        let world: f64 = market.nodes.iter().map(|n| n.made).sum();
        table.push(cells![
            view.good(good),
            view.unit(good),
            12.0 * node.made,
            percent(node.made, world),
            12.0 * node.used,
            node.nameplate,
            coming,
            node.spot,
            view.price_unit(good)
        ]);
    }
    table
}

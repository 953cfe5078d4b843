//! Car markets, automakers, and the state of goods and firms at a level's start.

use super::super::definitions::cars::Powertrain;
use super::super::definitions::start::CarMarket;
use super::super::ids::{CarMakerId, CarMarketId, FirmStateId, GoodStateId, GovernmentId, LineId, ProjectId};
use super::{Check, SumIs};
use std::collections::BTreeSet;

pub(super) fn check(check: &mut Check<'_>) {
    check.once::<FirmStateId, _>("firm", "one firm", |state| state.firm);
    check.once::<GoodStateId, _>("good", "one good", |state| state.good);
    check.once::<CarMarketId, _>("region", "one region", |market| market.region);
    check.once::<GovernmentId, _>("region", "one region", |government| government.region);
    check.once::<CarMakerId, _>("firm", "one firm in one region", |maker| (maker.firm, maker.region));
    for (id, market) in check.items::<CarMarketId>() {
        car_market(check, id, market);
    }
    car_makers(check);
    plants(check);
    for (id, state) in check.items::<GoodStateId>() {
        let mut seen = BTreeSet::new();
        for flow in &state.flows {
            let (from, to) = (check.word(flow.from), check.word(flow.to));
            if flow.from == flow.to {
                check.error("E0615", id, &["flows"], format!("a flow goes from `{from}` to itself"), "leave out what stays at home");
            } else if !seen.insert((flow.from, flow.to)) {
                check.error("E0615", id, &["flows"], format!("the flow from `{from}` to `{to}` stands twice"), "keep one of the two");
            }
        }
    }
    for (id, government) in check.items::<GovernmentId>() {
        if government.relations.contains_key(&government.region) {
            let message = format!("`{}` has relations with itself", check.word(government.region));
            check.error("E0615", id, &["relations", check.word(government.region)], message, "take it out of `relations`");
        }
    }
}

fn car_market(check: &mut Check<'_>, id: CarMarketId, market: &CarMarket) {
    check.shares(id, "segments", market.segments.values().copied(), SumIs::One);
    for segment in market.segments.keys().filter(|segment| !market.home_charging.contains_key(segment)) {
        let segment = check.word(*segment);
        let message = format!("`home_charging` says nothing about the buyer segment `{segment}`");
        check.error("E0616", id, &["home_charging"], message, &format!("add \"{segment}\": …"));
    }
    for powertrain in Powertrain::ALL {
        let plug = matches!(powertrain, Powertrain::Phev | Powertrain::Bev);
        for (field, table, needed) in [("price_kusd", &market.price_kusd, true), ("pack_kwh", &market.pack_kwh, plug)] {
            if needed && !table.contains_key(powertrain) {
                let message = format!("`{field}` of `{}` says nothing about {}", check.word(id), powertrain.word());
                check.error("E0616", id, &[field], message, &format!("add {}: …", powertrain.word()));
            }
        }
    }
    if market.plug_fleet_million > market.fleet_million {
        let message = format!("in `{}` more cars have a plug than there are cars", check.word(id));
        check.error("E0616", id, &["plug_fleet_million"], message, "plug_fleet_million is a part of fleet_million");
    }
    let region = check.word(market.region);
    if !check.drivers.regions("car_market").any(|known| known == Some(market.region)) {
        check.error(
            "E0614",
            id,
            &["region"],
            format!("no drivers.csv says how large the car market of `{region}` is"),
            "add rows car_market,…",
        );
    }
}

fn car_makers(check: &mut Check<'_>) {
    for (id, maker) in check.items::<CarMakerId>() {
        for (field, shares) in [
            ("cell_suppliers", maker.cell_suppliers.values().copied().collect::<Vec<f64>>()),
            ("chemistries", maker.chemistries.values().copied().collect()),
        ] {
            if !shares.is_empty() {
                check.shares(id, field, shares.into_iter(), SumIs::One);
            }
        }
        if maker.plug_capacity_thousand > maker.capacity_thousand {
            let message = format!("`{}` can build more cars with a plug than cars", check.word(id));
            check.error("E0616", id, &["plug_capacity_thousand"], message, "plug_capacity_thousand is a part of capacity_thousand");
        }
        if !check.items::<CarMarketId>().any(|(_, market)| market.region == maker.region)
            && check.draft.car_markets.iter().all(Option::is_some)
        {
            let message = format!("`{}` has no car market", check.word(maker.region));
            check.error("E0616", id, &["region"], message, "add an item to CarMarkets, or name another region");
        }
    }
}

/// Lines and projects run what their site allows.
fn plants(check: &mut Check<'_>) {
    let lines: Vec<_> = check.items::<LineId>().map(|(id, line)| (check.place(id, &["process"]), line.site, line.process)).collect();
    let projects = check.items::<ProjectId>().map(|(id, project)| (check.place(id, &["process"]), project.site, project.process));
    let all: Vec<_> = lines.into_iter().chain(projects).collect();
    for (place, site_id, process) in all {
        let Some(site) = check.get(site_id).filter(|site| !site.processes.contains(&process)) else { continue };
        let allowed: Vec<&str> = site.processes.iter().map(|process| check.word(*process)).collect();
        let message = format!("`{}` cannot run at the site `{}`", check.word(process), check.word(site_id));
        let problem =
            super::Problem::error("E0617", place, message).related(check.place(site_id, &["processes"]), "what can run there".to_owned());
        check.problems.push(problem.help(format!("that site is for {}", allowed.join(", "))));
    }
}

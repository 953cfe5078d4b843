//! Regions, routes, duties, firms and sites: who is where, who owns whom, and whether goods can get there.

use super::super::definitions::places::Zone;
use super::super::ids::{FirmId, FreightClassId, RegionId, RulesId, SiteId, TariffClassId};
use super::{Check, SumIs};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn check(check: &mut Check<'_>) {
    for (id, rules) in check.items::<RulesId>() {
        let classes: BTreeSet<&str> = rules.routes.iter().map(|route| route.class.as_str()).collect();
        routes(check, id);
        classes_known(check, &classes);
    }
    for (id, class) in check.items::<TariffClassId>() {
        let mut seen = BTreeSet::new();
        for preference in &class.preferential {
            let (from, to) = (check.word(preference.from), check.word(preference.to));
            if preference.from == preference.to {
                check.error("E0605", id, &["preferential"], format!("a preferential rate from `{from}` to itself"), "name two regions");
            } else if !seen.insert((preference.from, preference.to)) {
                let message = format!("the preferential rate from `{from}` to `{to}` stands twice");
                check.error("E0605", id, &["preferential"], message, "keep one of the two");
            }
        }
    }
    firms(check);
    sites(check);
}

/// Every pair of zones with regions needs exactly one route.
fn routes(check: &mut Check<'_>, id: RulesId) {
    let Some(rules) = check.get(id) else { return };
    let mut pairs: BTreeSet<(Zone, Zone)> = BTreeSet::new();
    for route in &rules.routes {
        let pair = (route.from.min(route.to), route.from.max(route.to));
        if !pairs.insert(pair) {
            let message = format!("the route {}–{} stands twice", route.from.word(), route.to.word());
            check.error("E0606", id, &["routes"], message, "keep one of the two; a route holds both ways");
        }
    }
    let mut zones: BTreeMap<Zone, usize> = BTreeMap::new();
    for (_, region) in check.items::<RegionId>() {
        *zones.entry(region.zone).or_default() += 1;
    }
    for (a, regions) in &zones {
        for b in zones.keys().filter(|b| a < *b || (a == *b && *regions > 1)) {
            if !pairs.contains(&(*a, *b)) {
                let message = format!("no route goes from {} to {}", a.word(), b.word());
                let help = format!("add (from: {}, to: {}, class: …, months: …)", a.word(), b.word());
                check.error("E0606", id, &["routes"], message, &help);
            }
        }
    }
}

fn classes_known(check: &mut Check<'_>, classes: &BTreeSet<&str>) {
    for (id, freight) in check.items::<FreightClassId>() {
        for class in classes.iter().filter(|class| !freight.routes.contains_key(**class)) {
            let message = format!("freight class `{}` has no cost for the route class `{class}`", check.word(id));
            check.error("E0606", id, &["routes"], message, &format!("add \"{class}\": …"));
        }
        for written in freight.routes.keys().filter(|written| !classes.contains(written.as_str()) && *written != "domestic") {
            let problem =
                super::Problem::warning("W0606", check.place(id, &["routes", written]), format!("no route is of the class `{written}`"));
            check.problems.push(problem.suggest(written, classes.iter().copied()));
        }
    }
}

fn firms(check: &mut Check<'_>) {
    for (id, firm) in check.items::<FirmId>() {
        let word = check.word(id);
        check.shares(id, "owners", firm.owners.iter().map(|holder| holder.share), SumIs::AtMostOne);
        for holder in &firm.owners {
            if holder.firm == Some(id) {
                check.error("E0607", id, &["owners"], format!("`{word}` owns itself"), "take it out of the owners");
            }
            if holder.firm.is_some() && holder.government.is_some() {
                let message = format!("an owner of `{word}` is a firm and a government at once");
                check.error("E0607", id, &["owners"], message, "make two owners of it");
            }
        }
        for (field, ties) in [("ventures", &firm.ventures), ("licences", &firm.licences)] {
            if ties.iter().any(|tie| tie.with == id) {
                check.error("E0607", id, &[field], format!("`{word}` has a tie with itself"), "name the other firm");
            }
        }
    }
}

fn sites(check: &mut Check<'_>) {
    for (id, site) in check.items::<SiteId>() {
        let word = check.word(id);
        if site.owners.is_empty() {
            check.error("E0608", id, &["owners"], format!("nobody owns the site `{word}`"), "name at least one firm");
        } else {
            check.shares(id, "owners", site.owners.iter().map(|part| part.share), SumIs::One);
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = site.owners.iter().find(|part| !seen.insert(part.firm)) {
            let message = format!("`{}` owns the site `{word}` twice", check.word(twice.firm));
            check.error("E0608", id, &["owners"], message, "add the two shares");
        }
        if site.processes.is_empty() {
            check.error("E0608", id, &["processes"], format!("nothing can run at the site `{word}`"), "name at least one process");
        }
    }
}

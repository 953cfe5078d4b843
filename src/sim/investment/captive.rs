//! Captive mines: what they make beyond a merchant share is for their owners' own plants.

use bevy_ecs::prelude::*;

use super::components::Capacity;
use crate::content::definitions::places::Site;
use crate::content::ids::{FirmId, GoodId, ProcessId};
use crate::sim::facts::Facts;
use crate::sim::plans::components::Plan;
use crate::sim::production::components::{Facility, Run};

/// Units a year that a captive mine sells to anybody; nothing for all other lines.
#[must_use]
pub fn merchant_units(facts: &Facts, line: &Facility) -> Option<f64> {
    facts.site(line).and_then(|site| site.merchant_units)
}

/// Units of a good that a unit of a process takes, at full yield.
fn takes(facts: &Facts, process: ProcessId, good: GoodId) -> f64 {
    facts.process(process).inputs.iter().filter(|(g, _)| *g == good).map(|(_, units)| units).sum()
}

/// Whether a firm has a part in a site.
fn has_part(site: &Site, firm: FirmId) -> bool {
    site.owners.iter().any(|part| part.firm == firm)
}

/// Captive mines run what their owners' plants ask for and what they sell to anybody; the rest of them stands idle.
///
/// A firm with parts in several captive mines of one good would be counted for each of them.
pub fn keep_for_owners(facts: Res<Facts>, mut lines: Query<(&Facility, &Plan, &Run, &mut Capacity)>) {
    let captive: Vec<(GoodId, &Site)> = lines
        .iter()
        .filter_map(|(line, ..)| {
            facts.site(line).filter(|site| site.merchant_units.is_some()).map(|s| (facts.process(line.process).makes, s))
        })
        .collect();
    if captive.is_empty() {
        return;
    }
    let asked: Vec<f64> = captive
        .iter()
        .map(|(good, site)| {
            let own = lines.iter().filter(|(line, ..)| has_part(site, line.owner));
            let of = |(line, plan, run, _): (&Facility, &Plan, &Run, &Capacity)| {
                12.0 * plan.output * takes(&facts, line.process, *good) / run.yield_share
            };
            own.map(of).sum::<f64>() + site.merchant_units.unwrap_or(0.0)
        })
        .collect();
    let months = facts.catalog.rules.investment.restart_months;
    let mut asked = asked.into_iter();
    for (line, _, _, mut capacity) in &mut lines {
        if merchant_units(&facts, line).is_some() {
            let able = capacity.ramped.min(capacity.nameplate);
            let idle = asked.next().map_or(0.0, |units| (1.0 - units / able.max(1e-9)).clamp(0.0, 1.0));
            capacity.idle_share += (idle - capacity.idle_share) / months;
        }
    }
}

/// Units a year that a captive mine sells to anybody and some `plants` (whose, what they run, units a year) of its owners take at full load.
pub(super) fn asked_at_full_load(facts: &Facts, site: &Site, good: GoodId, plants: impl Iterator<Item = (FirmId, ProcessId, f64)>) -> f64 {
    let own = plants.filter(|(firm, ..)| has_part(site, *firm));
    own.map(|(_, process, capacity)| capacity * takes(facts, process, good)).sum::<f64>() + site.merchant_units.unwrap_or(0.0)
}

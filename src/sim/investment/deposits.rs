//! What deposits carry: a mine grows only as far as its ore, its water and its licence let it. Without such limits the cheapest
//! deposits of a start would feed the world for good.

use crate::content::definitions::chain::Stage;
use crate::content::definitions::places::Site;
use crate::content::ids::{FirmId, ProcessId, RegionId, SiteId};
use crate::sim::facts::Facts;
use crate::sim::investment::components::{Capacity, Pipeline};
use crate::sim::production::components::Facility;

/// Units a year that each site's deposit lets be added to what stands and is under way, by site; infinite where nothing is known
/// to limit it, and for plants that are no mines.
#[must_use]
pub fn rooms<'a>(facts: &Facts, lines: impl Iterator<Item = (&'a Facility, &'a Capacity)>, pipeline: &Pipeline) -> Vec<f64> {
    let years = facts.catalog.rules.investment.least_mine_years;
    let mut rooms: Vec<f64> = facts.catalog.sites.iter().map(|site| site.most_units(years)).collect();
    let mut take = |site: Option<SiteId>, process: ProcessId, units: f64| {
        if let Some(site) = deposit(facts, process, site) {
            rooms[site.index()] -= units;
        }
    };
    lines.for_each(|(line, capacity)| take(line.site, line.process, capacity.nameplate));
    pipeline.projects.iter().filter(|p| !p.ended).for_each(|p| take(p.site, p.process, p.capacity));
    rooms
}

/// The deposit where a firm without a mine there would open one: its own, else the one that carries most. Nothing for plants that
/// are no mines, and where no deposit is known.
#[must_use]
pub fn open_deposit(facts: &Facts, rooms: &[f64], firm: FirmId, process: ProcessId, region: RegionId) -> Option<SiteId> {
    let mine = facts.process(process).stage == Stage::Mining;
    let sites = facts.catalog.sites.iter().enumerate();
    let fitting = sites.filter(|(_, s)| mine && s.region == region && s.processes.contains(&process));
    let best = fitting.max_by(|(i, a), (j, b)| {
        let own = |site: &Site| site.operator() == Some(firm);
        own(a).cmp(&own(b)).then(rooms[*i].total_cmp(&rooms[*j])).then(j.cmp(i))
    });
    best.map(|(i, _)| SiteId::from_index(i))
}

/// A site as a deposit: nothing for plants that are no mines.
#[must_use]
pub fn deposit(facts: &Facts, process: ProcessId, site: Option<SiteId>) -> Option<SiteId> {
    site.filter(|_| facts.process(process).stage == Stage::Mining)
}

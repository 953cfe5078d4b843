//! Deposits that nobody works: whose they are, and when they are opened.

use bevy_ecs::prelude::Query;

use super::components::{Capacity, Pipeline, Verdict};
use super::projects::{Ground, Place};
use super::weigh::Investors;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::places::Site;
use crate::content::ids::{FirmId, ProcessId, RegionId, SiteId};
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Finance, UnitCost};
use crate::sim::production::components::Facility;

/// A deposit that nobody works yet, whose owner could open it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim {
    pub(super) firm: FirmId,
    pub(super) process: ProcessId,
    pub(super) region: RegionId,
    pub(super) site: SiteId,
    /// Units a year that it carries.
    pub(super) room: f64,
}

/// Every such deposit of known size that carries at least a module and has nothing under way.
pub(super) fn claims(facts: &Facts, lines: &Query<(&Facility, &Capacity, &UnitCost)>, pipeline: &Pipeline) -> Vec<Claim> {
    let years = facts.catalog.rules.investment.least_mine_years;
    let mut worked = vec![false; facts.catalog.sites.len()];
    let sites = lines.iter().filter(|(_, capacity, _)| capacity.nameplate > 0.0).map(|(line, ..)| line.site);
    sites.chain(pipeline.projects.iter().map(|p| p.site)).flatten().for_each(|site| worked[site.index()] = true);
    let free = facts.catalog.sites.iter().enumerate().filter(|(at, _)| !worked[*at]);
    let claim = |(at, site): (usize, &Site)| {
        let room = site.most_units(years);
        let mines = |process: &&ProcessId| {
            facts.process(**process).stage == Stage::Mining && room >= facts.catalog.processes[process.index()].module_units
        };
        let process = *site.processes.iter().find(mines).filter(|_| room.is_finite())?;
        Some(Claim { firm: site.operator()?, process, region: site.region, site: SiteId::from_index(at), room })
    };
    free.filter_map(claim).collect()
}

impl Investors<'_> {
    /// An owner thinks of opening its deposit, and begins if it pays.
    pub(super) fn weigh_claim(&self, claim: &Claim, finance: &Finance, pipeline: &mut Pipeline) {
        let Some(verdict) = self.verdict_of_claim(claim, finance).filter(|v| v.npv.is_finite()) else { return };
        if verdict.start > 0.0 {
            let place = Place { line: None, site: Some(claim.site), room: claim.room };
            self.begin(&verdict, &place, self.raises(claim), pipeline);
        }
        pipeline.verdicts.push(verdict);
    }

    /// What an owner thinks of opening its deposit.
    pub(super) fn verdict_of_claim(&self, claim: &Claim, finance: &Finance) -> Option<Verdict> {
        let room_share = if self.raises(claim) { 1.0 } else { finance.room_share };
        let size = self.facts.catalog.rules.investment.first_mine_share * claim.room;
        self.verdict(claim.firm, claim.process, claim.region, size, Ground::Deposit(claim.site), room_share)
    }

    /// Who runs nothing yet has no credit, and asks the market for capital.
    fn raises(&self, claim: &Claim) -> bool {
        self.of_firm(claim.firm).is_empty()
    }
}

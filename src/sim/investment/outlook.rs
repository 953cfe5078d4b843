//! What investors look at: who runs what where, what is under way, what users pay. What they make of it is in
//! `investment::weigh`.

use bevy_ecs::prelude::Query;

use super::captive;
use super::components::{Capacity, Pipeline, Project};
use super::deposits;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::start::Progress;
use crate::content::ids::{FirmId, GoodId, ProcessId, RegionId, SiteId};
use crate::sim::facts::Facts;
use crate::sim::ledger::components::UnitCost;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::Facility;
use crate::sim::trade::components::{Customer, Market, Markets};
use crate::sim::trade::parted::{Kin, Maker, Parted, together};

/// A firm's foothold: what it runs where, and at what cost.
#[derive(Clone, Copy)]
pub(super) struct Foothold {
    pub(super) firm: FirmId,
    pub(super) process: ProcessId,
    pub(super) region: RegionId,
    /// The line that would be extended, and its site.
    pub(super) line: u32,
    pub(super) site: Option<SiteId>,
    /// Its seller in the market of what it makes.
    pub(super) seller: u32,
    pub(super) capacity: f64,
    /// Units a year that its deposit lets be added; infinite for plants.
    pub(super) room: f64,
    /// Cash cost with materials at expected prices.
    pub(super) cash: f64,
}

/// What the world of one good looks like to an investor.
#[derive(Clone, Copy, Default)]
pub(super) struct Outlook {
    /// What stands, units a year. Mothballed lines count: they are back within months when it pays.
    pub(super) capacity: f64,
    /// What is under way, units a year.
    pub(super) pipeline: f64,
    /// Of it what is being built.
    pub(super) building: f64,
    /// What the dearest plant that runs needs, $M per unit.
    pub(super) marginal_cost: f64,
    /// Expected price of the world's plants, weighted by what they make, $M per unit.
    pub(super) price: f64,
}

/// A market that licences part, as investors see it.
pub(super) struct Divided {
    pub(super) market: Parted,
    /// What is under way: whose and where, units a year, as it counts with others.
    pub(super) coming: Vec<(Kin, f64)>,
}

/// The parted markets by good; nothing where everything may go everywhere.
pub(super) fn divided(
    facts: &Facts,
    effects: &Effects,
    markets: &Markets,
    lines: &Query<(&Facility, &Capacity, &UnitCost)>,
    pipeline: &Pipeline,
) -> Vec<Option<Divided>> {
    let goods = markets.goods.len();
    let (mut makers, mut coming) = (vec![Vec::new(); goods], vec![Vec::new(); goods]);
    let is_parted: Vec<bool> = markets.goods.iter().map(|market| Parted::is_parted(effects, market)).collect();
    for (line, capacity, _) in lines {
        let good = facts.process(line.process).makes.index();
        if is_parted[good] {
            makers[good].push(Maker { firm: line.owner, region: line.region, units: counted(facts, line, capacity) });
        }
    }
    for project in pipeline.projects.iter().filter(|project| !project.ended) {
        let good = facts.process(project.process).makes.index();
        if is_parted[good] {
            let kin = Kin { home: facts.catalog.firms[project.firm.index()].home, region: project.region };
            coming[good].push((kin, project.capacity * weight(facts, project)));
        }
    }
    let lists = makers.into_iter().zip(coming);
    let of = |(market, (makers, coming)): (&Market, (Vec<Maker>, Vec<(Kin, f64)>))| {
        Some(Divided { market: Parted::of(facts, effects, market, makers)?, coming: together(coming) })
    };
    markets.goods.iter().zip(lists).map(of).collect()
}

/// What of a line counts with others, units a year: what a captive mine keeps in the ground is nothing to them.
fn counted(facts: &Facts, line: &Facility, capacity: &Capacity) -> f64 {
    if captive::merchant_units(facts, line).is_some() { 12.0 * capacity.monthly() } else { capacity.nameplate }
}

/// How much of a project counts with others.
fn weight(facts: &Facts, project: &Project) -> f64 {
    let rules = &facts.catalog.rules.investment;
    match project.progress {
        Progress::Announced => rules.announced_weight,
        Progress::Permitting => rules.permitting_weight,
        Progress::Building => 1.0,
    }
}

/// Stages of the chain.
pub(super) const STAGES: usize = Stage::ALL.len();

/// What every firm runs where, sorted by firm, process and region.
pub(super) fn footholds(facts: &Facts, lines: &Query<(&Facility, &Capacity, &UnitCost)>, pipeline: &Pipeline) -> Vec<Foothold> {
    let rooms = deposits::rooms(facts, lines.iter().map(|(line, capacity, _)| (line, capacity)), pipeline);
    let mut all = Vec::with_capacity(lines.iter().len());
    let standing = |(f, c, u): (&Facility, &Capacity, &UnitCost)| Foothold {
        firm: f.owner,
        process: f.process,
        region: f.region,
        line: f.id,
        site: f.site,
        seller: f.seller,
        capacity: c.nameplate,
        room: deposits::deposit(facts, f.process, f.site).map_or(f64::INFINITY, |site| rooms[site.index()]),
        cash: u.expected_cash(),
    };
    all.extend(lines.iter().filter(|(_, c, _)| c.nameplate > 0.0).map(standing));
    // Lines come in the order of their numbers, and equal ones keep it.
    let order = sorted_places(&all, |f| u64::from(f.firm.0) << 24 | u64::from(f.process.0) << 8 | u64::from(f.region.0));
    let mut list: Vec<Foothold> = Vec::with_capacity(all.len());
    for next in order.map(|place| all[place]) {
        match list.last_mut() {
            Some(kept) if (next.firm, next.process, next.region) == (kept.firm, kept.process, kept.region) => {
                kept.cash = if next.capacity > kept.capacity { next.cash } else { kept.cash };
                kept.capacity += next.capacity;
                if next.room > kept.room {
                    (kept.line, kept.site, kept.room) = (next.line, next.site, next.room);
                }
            }
            _ => list.push(next),
        }
    }
    list
}

/// Places of a list in the order of a key of 40 bits (regions, which are bits of masks elsewhere, take eight), equal ones in
/// their order in the list. Plain numbers sort several times faster than the things that they stand for.
fn sorted_places<T>(list: &[T], key: impl Fn(&T) -> u64) -> impl Iterator<Item = usize> {
    debug_assert!(list.len() < 1 << 24 && list.iter().all(|thing| key(thing) < 1 << 40), "a number has 64 bits");
    let mut numbers: Vec<u64> = list.iter().enumerate().map(|(place, thing)| key(thing) << 24 | place as u64).collect();
    numbers.sort_unstable();
    numbers.into_iter().map(|number| (number & 0xff_ffff) as usize)
}

/// What stands and what is under way of every good, and what it is expected to bring.
pub(super) fn outlooks(
    facts: &Facts,
    markets: &Markets,
    lines: &Query<(&Facility, &Capacity, &UnitCost)>,
    pipeline: &Pipeline,
) -> Vec<Outlook> {
    let mut outlooks = vec![Outlook::default(); facts.catalog.goods.len()];
    for market in &markets.goods {
        let made: f64 = market.nodes.iter().map(|n| n.made).sum();
        let value: f64 = market.nodes.iter().map(|n| n.made * n.expected).sum();
        outlooks[market.good.index()].marginal_cost = market.marginal_cost;
        outlooks[market.good.index()].price = if made > 0.0 { value / made } else { f64::INFINITY };
    }
    for (line, capacity, _) in lines {
        outlooks[facts.process(line.process).makes.index()].capacity += counted(facts, line, capacity);
    }
    for project in pipeline.projects.iter().filter(|p| !p.ended) {
        let outlook = &mut outlooks[facts.process(project.process).makes.index()];
        outlook.pipeline += project.capacity * weight(facts, project);
        outlook.building += if project.progress == Progress::Building { project.capacity } else { 0.0 };
    }
    outlooks
}

/// Capacity that each of some firms is building or asks permits for, by region and good, sorted.
pub(super) fn under_way(facts: &Facts, pipeline: &Pipeline, whose: impl Fn(FirmId) -> bool) -> Vec<(FirmId, RegionId, GoodId, f64)> {
    let all: Vec<_> = pipeline
        .projects
        .iter()
        .filter(|p| whose(p.firm) && !p.ended && p.progress != Progress::Announced)
        .map(|p| (p.firm, p.region, facts.process(p.process).makes, p.capacity))
        .collect();
    // Sums depend on their order, so equal ones stay in the order of the projects.
    let order = sorted_places(&all, |(firm, region, good, _)| u64::from(firm.0) << 24 | u64::from(region.0) << 16 | u64::from(good.0));
    let mut list: Vec<(FirmId, RegionId, GoodId, f64)> = Vec::with_capacity(all.len());
    for next in order.map(|place| all[place]) {
        match list.last_mut() {
            Some(kept) if (next.0, next.1, next.2) == (kept.0, kept.1, kept.2) => kept.3 += next.3,
            _ => list.push(next),
        }
    }
    list
}

/// All plants that are being built or wait for permits.
pub(super) fn coming(pipeline: &Pipeline) -> Vec<(FirmId, ProcessId, f64)> {
    let decided = pipeline.projects.iter().filter(|p| !p.ended && p.progress != Progress::Announced);
    decided.map(|p| (p.firm, p.process, p.capacity)).collect()
}

/// Where the footholds of each firm begin in the sorted list, one more at the end.
pub(super) fn first_of_firms(footholds: &[Foothold], firms: usize) -> Vec<usize> {
    let mut first = vec![0; firms + 1];
    for foothold in footholds {
        first[foothold.firm.index() + 1] += 1;
    }
    for firm in 0..firms {
        first[firm + 1] += first[firm];
    }
    first
}

/// What each stage of the chain is shortest of: the first process that makes the traded good of which the least part of the
/// world's orders is filled. Nothing where all can be had, and for mines, which need a deposit.
pub(super) fn openings(facts: &Facts, markets: &Markets) -> [Option<ProcessId>; STAGES] {
    let mut shortest = [(facts.catalog.rules.investment.opening_fill, None); STAGES];
    for (index, process) in facts.catalog.processes.iter().enumerate() {
        let (id, stage) = (ProcessId::from_index(index), facts.process(ProcessId::from_index(index)).stage);
        if stage == Stage::Mining || !facts.is_traded(process.makes) {
            continue;
        }
        let market = markets.of(process.makes);
        let short = &mut shortest[stage as usize];
        if market.orders > 0.0 && market.fill < short.0 {
            *short = (market.fill, Some(id));
        }
    }
    shortest.map(|(_, process)| process)
}

/// What the buyers of a good in a region look like to an investor.
#[derive(Clone, Copy, Default)]
pub(super) struct Outlet {
    /// What is used there, units a year.
    pub(super) used: f64,
    /// Highest landed price there.
    pub(super) landed: f64,
    /// The same where the good is used.
    pub(super) bought: Option<f64>,
    /// The buyer for the region's plants, if any use the good.
    pub(super) plants: Option<u32>,
}

/// Outlets at `good * regions + region`.
pub(super) fn outlets(facts: &Facts, markets: &Markets) -> Vec<Outlet> {
    let mut outlets = vec![Outlet::default(); markets.goods.len() * facts.regions];
    for market in &markets.goods {
        for (number, buyer) in (0_u32..).zip(&market.buyers) {
            let outlet = &mut outlets[market.good.index() * facts.regions + buyer.region.index()];
            outlet.used += 12.0 * buyer.use_expected;
            outlet.plants = if buyer.customer == Customer::Plants { Some(number) } else { outlet.plants };
            outlet.landed = outlet.landed.max(buyer.landed);
            if buyer.use_expected > 1e-9 {
                outlet.bought = Some(outlet.bought.unwrap_or(0.0).max(buyer.landed));
            }
        }
    }
    outlets
}

//! Firms weigh candidates: extend what they run, go where they are strong, follow what pays.

use std::cell::OnceCell;

use bevy_ecs::prelude::*;

use super::claims::{Claim, claims};
use super::components::{Capacity, Pipeline, Verdict, Work};
use super::deposits;
use super::formulas::{self, Prospect};
use super::outlook::{
    Divided, Foothold, Outlet, Outlook, STAGES, coming, divided, first_of_firms, footholds, openings, outlets, outlooks, under_way,
};
use super::projects::{Ground, Place, Plan, lead, start_project};
use crate::content::definitions::chain::Stage;
use crate::content::definitions::start::Progress;
use crate::content::ids::{FirmId, GoodId, ProcessId, RegionId, SiteId};
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Finance, UnitCost};
use crate::sim::plans::costs::CostBasis;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::Facility;
use crate::sim::setup::GovernmentFacts;
use crate::sim::society::components::Treasury;
use crate::sim::technology::components::{KnowHow, Technologies};
use crate::sim::trade::components::Markets;
use crate::sim::trade::lanes::Landing;
use crate::units::math;

/// Each firm looks at its candidates once a quarter.
pub fn weigh_projects(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    markets: Res<Markets>,
    effects: Res<Effects>,
    governments: Res<GovernmentFacts>,
    drivers: Res<Drivers>,
    technologies: Res<Technologies>,
    lines: Query<(&Facility, &Capacity, &UnitCost)>,
    firms: Query<(&Finance, &KnowHow)>,
    treasuries: Query<&Treasury>,
    mut pipeline: ResMut<Pipeline>,
) {
    let footholds = footholds(&facts, &lines, &pipeline);
    let outlooks = outlooks(&facts, &markets, &lines, &pipeline);
    let divided = divided(&facts, &effects, &markets, &lines, &pipeline);
    let (finances, know_how): (Vec<&Finance>, Vec<&KnowHow>) = firms.iter().unzip();
    let turn = usize::try_from(calendar.month.since(calendar.start).rem_euclid(3)).unwrap_or(0);
    pipeline.verdicts.retain(|v| v.firm.index() % 3 != turn);
    let under_way = under_way(&facts, &pipeline, |firm| firm.index() % 3 == turn);
    let outlets = outlets(&facts, &markets);
    let relations: Vec<&[f64]> = treasuries.iter().map(|t| t.relations.as_slice()).collect();
    let claims = claims(&facts, &lines, &pipeline);
    let investors = Investors {
        facts: &facts,
        markets: &markets,
        effects: &effects,
        basis: CostBasis {
            facts: &facts,
            markets: &markets,
            drivers: &drivers,
            effects: &effects,
            technologies: &technologies,
            governments: &governments,
        },
        know_how: &know_how,
        outlooks: &outlooks,
        divided: &divided,
        footholds: &footholds,
        claims: &claims,
        first: &first_of_firms(&footholds, facts.catalog.firms.len()),
        under_way: &under_way,
        coming: &coming(&pipeline),
        outlets: &outlets,
        openings: &openings(&facts, &markets),
        landing: Landing { facts: &facts, effects: &effects, drivers: &drivers, relations: &relations },
        brought: vec![OnceCell::new(); markets.goods.len() * facts.regions],
    };
    for (index, finance) in finances.iter().enumerate().filter(|(index, _)| index % 3 == turn) {
        let own = investors.of_firm(FirmId::from_index(index));
        if !own.is_empty() && !finance.failed && finance.receiver_months == 0 {
            investors.weigh_firm(own, finance, &mut pipeline);
        }
    }
    for claim in investors.claims.iter().filter(|claim| claim.firm.index() % 3 == turn) {
        let finance = finances[claim.firm.index()];
        if !finance.failed && finance.receiver_months == 0 {
            investors.weigh_claim(claim, finance, &mut pipeline);
        }
    }
    // What was announced is looked at again before anything is spent.
    for project in pipeline.projects.iter_mut().filter(|p| p.progress != Progress::Building && p.firm.index() % 3 == turn) {
        let firm = project.firm;
        let ground = if project.extends.is_some() {
            Ground::Line
        } else {
            deposits::deposit(&facts, project.process, project.site).map_or(Ground::Green, Ground::Deposit)
        };
        let verdict = investors.verdict(firm, project.process, project.region, project.capacity, ground, finances[firm.index()].room_share);
        if let Some(verdict) = verdict.filter(|v| v.npv.is_finite()) {
            project.npv = verdict.npv;
        }
    }
}

/// What all investors see.
pub(super) struct Investors<'a> {
    pub(super) facts: &'a Facts,
    pub(super) markets: &'a Markets,
    pub(super) effects: &'a Effects,
    pub(super) basis: CostBasis<'a>,
    pub(super) know_how: &'a [&'a KnowHow],
    pub(super) outlooks: &'a [Outlook],
    /// Markets that licences part, by good.
    pub(super) divided: &'a [Option<Divided>],
    pub(super) footholds: &'a [Foothold],
    pub(super) claims: &'a [Claim],
    /// Where each firm's footholds begin.
    pub(super) first: &'a [usize],
    pub(super) under_way: &'a [(FirmId, RegionId, GoodId, f64)],
    /// All plants that are being built or wait for permits: whose, what they run, units a year.
    pub(super) coming: &'a [(FirmId, ProcessId, f64)],
    pub(super) outlets: &'a [Outlet],
    pub(super) openings: &'a [Option<ProcessId>; STAGES],
    pub(super) landing: Landing<'a>,
    /// What it takes to bring goods to regions where nobody uses them, at `good * regions + region`, as far as it was asked.
    pub(super) brought: Vec<OnceCell<f64>>,
}

impl Investors<'_> {
    /// The footholds of a firm in one process, sorted by region.
    pub(super) fn own(&self, firm: FirmId, process: ProcessId) -> &[Foothold] {
        let all = self.of_firm(firm);
        let first = all.iter().take_while(|f| f.process < process).count();
        let many = all[first..].iter().take_while(|f| f.process == process).count();
        &all[first..first + many]
    }

    /// The footholds of a firm.
    pub(super) fn of_firm(&self, firm: FirmId) -> &[Foothold] {
        &self.footholds[self.first[firm.index()]..self.first[firm.index() + 1]]
    }

    pub(super) fn outlet(&self, good: GoodId, region: RegionId) -> &Outlet {
        &self.outlets[good.index() * self.facts.regions + region.index()]
    }

    /// A firm's candidates: every foothold, for its largest process the two regions that promise most abroad, and what its stage of
    /// the chain is shortest of.
    fn weigh_firm(&self, own: &[Foothold], finance: &Finance, pipeline: &mut Pipeline) {
        let most = self.facts.catalog.rules.investment.candidates as usize;
        // Goods are counted in different units: plants are compared by what they would cost.
        let recipes = &self.facts.catalog.processes;
        let worth = |f: &Foothold| f.capacity * recipes[f.process.index()].capex_musd_per_unit.at(f.region);
        let mut ranked: Vec<&Foothold> = own.iter().collect();
        ranked.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then((a.process, a.region).cmp(&(b.process, b.region))));
        let mut candidates: Vec<(ProcessId, RegionId, Option<&Foothold>, f64)> =
            ranked.iter().take(most).map(|f| (f.process, f.region, Some(*f), f.capacity)).collect();
        if let Some(largest) = ranked.first() {
            let held: f64 = own.iter().filter(|f| f.process == largest.process).map(|f| f.capacity).sum();
            for region in self.abroad(largest) {
                candidates.push((largest.process, region, None, 0.25 * held));
            }
            let opening = self.openings[self.facts.process(largest.process).stage as usize];
            if let Some(process) = opening.filter(|process| self.own(largest.firm, *process).is_empty()) {
                candidates.push((process, largest.region, None, 0.0));
            }
        }
        for (process, region, standing, capacity) in candidates {
            let ground = if standing.is_some() { Ground::Line } else { Ground::Green };
            let verdict = self.verdict(own[0].firm, process, region, capacity, ground, finance.room_share);
            if let Some(mut verdict) = verdict.filter(|v| v.npv.is_finite()) {
                let room = standing.map_or(f64::INFINITY, |f| f.room);
                verdict.exhausted = room < self.facts.catalog.processes[process.index()].module_units;
                if verdict.exhausted {
                    verdict.start = 0.0;
                }
                if verdict.start > 0.0 {
                    self.begin(
                        &verdict,
                        &Place { line: standing.map(|f| f.line), site: standing.and_then(|f| f.site), room },
                        false,
                        pipeline,
                    );
                }
                pipeline.verdicts.push(verdict);
            }
        }
    }

    /// The two regions, other than where the firm is, where the good is dearest against what it would cost there: for those who use it
    /// there, or for those abroad who ask for what is made there.
    fn abroad(&self, largest: &Foothold) -> Vec<RegionId> {
        let good = self.facts.process(largest.process).makes;
        let own = self.own(largest.firm, largest.process);
        let price = |region: RegionId| {
            let (outlet, gate) = (self.outlet(good, region), self.gate_price(good, self.kin(largest.firm, region)));
            let here = (outlet.used > 0.0).then_some(outlet.landed);
            here.into_iter().chain(gate).reduce(f64::max)
        };
        let mut list: Vec<(f64, RegionId)> = (0..self.facts.regions)
            .map(RegionId::from_index)
            .filter(|r| !own.iter().any(|f| f.region == *r))
            .filter_map(|r| {
                let support = self.effects.support(good, r);
                let margin = price(r)? - self.cost_of_new(largest.firm, largest.process, r, largest.region);
                let capex = self.basis.technologies.capex(self.facts, largest.process, r);
                Some((-(margin - 0.12 * capex * (1.0 - support.grant(self.facts.claimant(largest.firm)))), r))
            })
            .collect();
        list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        list.into_iter().take(2).map(|(_, r)| r).collect()
    }

    /// What the firm thinks of building `process` in `region`, if cash and credit allow a `room_share` of what it commits.
    pub(super) fn verdict(
        &self,
        firm: FirmId,
        process: ProcessId,
        region: RegionId,
        capacity: f64,
        ground: Ground,
        room_share: f64,
    ) -> Option<Verdict> {
        let facts = self.facts;
        let recipe = &facts.catalog.processes[process.index()];
        if !facts.is_traded(recipe.makes) || (facts.process(process).stage == Stage::Mining && ground == Ground::Green) {
            return None;
        }
        let rules = &facts.catalog.rules.investment;
        let definition = &facts.catalog.firms[firm.index()];
        let support = self.effects.support(recipe.makes, region);
        let foreign = definition.home != region;
        let refused = support.refuses(&facts.catalog.firms, firm);
        let work = if ground == Ground::Line { Work::Extension } else { Work::New };
        let (permit, build) = lead(facts, process, region, support, work);
        let lead = permit + build;
        let market = self.markets.of(recipe.makes);
        let hurdle =
            self.hurdle(definition.hurdle_share, region, foreign) + self.effects.controls.spread(firm) - support.hurdle_of(definition.home);
        let growth = math::pow(1.0 + market.growth.max(-0.5), lead / 12.0);
        let room = self.room(recipe.makes, self.kin(firm, region), growth);
        let own = self.own_load(firm, recipe.makes, region, growth);
        let utilisation = own.map_or(room.load, |(load, _)| (room.load * load).sqrt()) * self.fed(process, lead / 12.0);
        let cash = self.cash_cost(firm, process, region, ground) - self.relief(process, lead / 12.0);
        let price = self.expected_price(recipe, firm, region).max(support.floor);
        let venture = if foreign { support.venture_share } else { 0.0 };
        let margin = (price - cash) * (1.0 - rules.venture_loss * venture);
        let prospect = Prospect {
            margin,
            utilisation,
            capex: self.basis.technologies.capex(facts, process, region),
            hurdle,
            lead_years: lead / 12.0,
            life_years: recipe.life_years,
            grant: support.grant(facts.claimant(firm)),
            loan: support.loan(facts.claimant(firm)),
        };
        let (npv, worth) = formulas::npv_over_capex(&prospect);
        let share = formulas::start_share(npv, rules.npv_scale, recipe.growth_limit_share, room.coming, room.need, rules.pipeline_brake);
        let busy = own.map_or(1.0, |(_, more)| more);
        let pass = if refused { 0.0 } else { support.freeze_pass * busy };
        // A firm looks once a quarter, so it starts three months' worth.
        // What the state gives and lends needs no bank.
        let credit = room_share.max(prospect.grant + prospect.loan.0).min(1.0);
        let start = 3.0 * share * capacity.max(recipe.module_units) * pass * credit;
        let (margin, support) = (math::single(npv + 1.0 - worth), math::single(worth));
        Some(Verdict {
            firm,
            process,
            region,
            npv: margin + support - 1.0,
            margin,
            support,
            hurdle: math::single(hurdle),
            utilisation: math::single(utilisation),
            start: math::single(start),
            refused,
            exhausted: false,
        })
    }

    /// Appetite becomes a project when it reaches a module; `raises` is whether its builder raises capital for it.
    pub(super) fn begin(&self, verdict: &Verdict, at: &Place, raises: bool, pipeline: &mut Pipeline) {
        let recipe = &self.facts.catalog.processes[verdict.process.index()];
        let key = (verdict.firm, verdict.process, verdict.region);
        let place = pipeline.appetite.binary_search_by_key(&key, |(f, p, r, _)| (*f, *p, *r));
        let found = place.ok();
        let wanted = math::single(verdict.start + found.map_or(0.0, |i| pipeline.appetite[i].3));
        if wanted < recipe.module_units {
            match found {
                Some(i) => pipeline.appetite[i].3 = wanted,
                None => pipeline.appetite.insert(place.unwrap_or_else(|place| place), (key.0, key.1, key.2, wanted)),
            }
            return;
        }
        if let Some(i) = found {
            pipeline.appetite.remove(i);
        }
        let plan = Plan {
            capacity: wanted.min(at.room),
            extends: at.line,
            site: at.site,
            work: if at.line.is_some() { Work::Extension } else { Work::New },
            capex: self.basis.technologies.capex(self.facts, verdict.process, verdict.region),
            npv: verdict.npv,
            raises,
            ordered_by: None,
        };
        start_project(self.facts, self.effects, pipeline, key, &plan);
    }
}

/// What `firm` thinks of building `process` in `region` as the world stands: beside its line there, or on the `deposit` that it would
/// open, or on a green field. Nothing if it cannot judge it.
#[must_use]
pub fn appraise(
    world: &World,
    firm: FirmId,
    process: ProcessId,
    region: RegionId,
    capacity: f64,
    deposit: Option<SiteId>,
) -> Option<Verdict> {
    let judge = |investors: &Investors<'_>, finances: &[&Finance]| {
        let stands = investors.own(firm, process).iter().any(|f| f.region == region);
        let ground = if stands { Ground::Line } else { deposit.map_or(Ground::Green, Ground::Deposit) };
        investors.verdict(firm, process, region, capacity, ground, finances.get(firm.index())?.room_share)
    };
    with_investors(world, world.resource::<Effects>(), |who| who == firm, judge)?
}

/// What firms that looked at plants for some goods in a region would think of them under other effects.
#[must_use]
pub fn wants(world: &World, effects: &Effects, region: RegionId, goods: &[GoodId]) -> Vec<Verdict> {
    let verdicts = &world.resource::<Pipeline>().verdicts;
    let judge = |investors: &Investors<'_>, finances: &[&Finance]| {
        let about = |v: &&Verdict| v.region == region && !v.exhausted && goods.contains(&investors.facts.process(v.process).makes);
        let again = |v: &Verdict| {
            let finance = finances.get(v.firm.index())?;
            if let Some(claim) = investors.claims.iter().find(|c| (c.firm, c.process, c.region) == (v.firm, v.process, v.region)) {
                return investors.verdict_of_claim(claim, finance);
            }
            let own = investors.own(v.firm, v.process);
            let here = own.iter().find(|f| f.region == region);
            let capacity = here.map_or_else(|| 0.25 * own.iter().map(|f| f.capacity).sum::<f64>(), |f| f.capacity);
            let ground = if here.is_some() { Ground::Line } else { Ground::Green };
            investors.verdict(v.firm, v.process, region, capacity, ground, finance.room_share)
        };
        verdicts.iter().filter(about).filter_map(again).filter(|v| v.npv.is_finite()).collect()
    };
    with_investors(world, effects, |_| true, judge).unwrap_or_default()
}

/// Asks investors who see the world as it stands, under some effects. `whose` plants under way they must know.
fn with_investors<T>(
    world: &World,
    effects: &Effects,
    whose: impl Fn(FirmId) -> bool,
    ask: impl FnOnce(&Investors<'_>, &[&Finance]) -> T,
) -> Option<T> {
    let facts = world.resource::<Facts>();
    let mut lines = world.try_query::<(&Facility, &Capacity, &UnitCost)>()?;
    let lines = lines.query(world);
    let mut firms = world.try_query::<(&Finance, &KnowHow)>()?;
    let (finances, know_how): (Vec<&Finance>, Vec<&KnowHow>) = firms.iter(world).unzip();
    let mut treasuries = world.try_query::<&Treasury>()?;
    let relations: Vec<&[f64]> = treasuries.iter(world).map(|t| t.relations.as_slice()).collect();
    let (markets, pipeline) = (world.resource::<Markets>(), world.resource::<Pipeline>());
    let footholds = footholds(facts, &lines, pipeline);
    let outlooks = outlooks(facts, markets, &lines, pipeline);
    let divided = divided(facts, effects, markets, &lines, pipeline);
    let under_way = under_way(facts, pipeline, whose);
    let (drivers, governments) = (world.resource::<Drivers>(), world.resource::<GovernmentFacts>());
    let claims = claims(facts, &lines, pipeline);
    let investors = Investors {
        facts,
        markets,
        effects,
        basis: CostBasis { facts, markets, drivers, effects, technologies: world.resource::<Technologies>(), governments },
        know_how: &know_how,
        outlooks: &outlooks,
        divided: &divided,
        footholds: &footholds,
        claims: &claims,
        first: &first_of_firms(&footholds, facts.catalog.firms.len()),
        under_way: &under_way,
        coming: &coming(pipeline),
        outlets: &outlets(facts, markets),
        openings: &openings(facts, markets),
        landing: Landing { facts, effects, drivers, relations: &relations },
        brought: vec![OnceCell::new(); markets.goods.len() * facts.regions],
    };
    Some(ask(&investors, &finances))
}

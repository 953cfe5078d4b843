//! Who controls what a region uses: traced once through the chain, from mine to car (docs/month.md 13).

use bevy_ecs::prelude::*;

use super::components::{Dependence, DependencePair};
use super::parts::parts;
use super::systems::cover;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::effects::{Effect, Origin};
use crate::content::ids::GoodId;
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::production::components::{Facility, Run};
use crate::sim::trade::components::{Customer, Market, Markets};

/// Months in which every good is traced once.
const QUARTER: i32 = 3;

/// One good at a time: control over it as made in a region, by value, own step to the owner's home, inputs to who controls them.
/// Shares that are read and kept in single precision are reckoned in it: rows are short loops over four regions at a time.
#[derive(Default)]
struct Trace {
    regions: usize,
    /// `maker * regions + controller`.
    made: Vec<f32>,
    /// Which regions make it, as bits: all other rows are empty.
    makers: u32,
    /// The year's flows of the good, by region, and by region of origin and buyer.
    flows: Vec<f32>,
    origins: Vec<f32>,
}

/// Tables reused every month.
#[derive(Default)]
pub struct Scratch {
    trace: Trace,
    uses: Uses,
    worst: Worst,
}

/// A line that stands.
type Maker<'w> = (&'w Facility, &'w Run, &'w UnitCost);

/// Traces control of a third of the goods, in the order of the chain, and derives every pair's index from what is known of all.
pub fn trace_dependence(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    markets: Res<Markets>,
    cars: Res<Cars>,
    lines: Query<(&Facility, &Run, &UnitCost, &Capacity)>,
    mut dependence: ResMut<Dependence>,
    mut scratch: Local<Scratch>,
) {
    let Scratch { trace, uses, worst } = &mut *scratch;
    let Dependence { pairs, control, by_place, by_owner } = &mut *dependence;
    let goods = facts.catalog.goods.len();
    let due = due(&facts, &calendar, control.is_empty());
    let mut makers: Vec<Vec<Maker<'_>>> = vec![Vec::new(); goods];
    for (line, run, cost, capacity) in &lines {
        let good = facts.process(line.process).makes;
        if due[good.index()] && capacity.nameplate > 0.0 {
            makers[good.index()].push((line, run, cost));
        }
    }
    let tables = [(Origin::Both, &mut *control), (Origin::Place, by_place), (Origin::Owner, by_owner)];
    let mut tables: Vec<_> = tables.into_iter().filter(|(by, _)| *by == Origin::Both || is_asked(&facts, *by)).collect();
    tables.iter_mut().for_each(|(_, table)| table.resize(goods * facts.regions * facts.regions, 0.0));
    trace.regions = facts.regions;
    for good in facts.users_first.iter().rev().filter(|good| due[good.index()]) {
        trace.add_up_flows(markets.of(*good));
        for (by, table) in &mut tables {
            trace.fill(&facts, markets.of(*good), &makers[good.index()], *by, table);
        }
    }
    uses.note(&facts, &markets);
    let parts = parts(&facts, &markets);
    for user in 0..facts.regions {
        worst.look(&facts, &markets, uses, &parts, control, user);
        worst.weigh_cells(&facts, &cars, control, user);
        let row = &mut pairs[user * facts.regions..(user + 1) * facts.regions];
        row.iter_mut().enumerate().for_each(|(supplier, pair)| *pair = worst.pair(&facts, supplier, user == supplier));
    }
}

/// By good, whether it is traced this month: a third of the chain, from ore to cells in the course of a quarter, or all of it.
fn due(facts: &Facts, calendar: &Calendar, all: bool) -> Vec<bool> {
    let mut due = vec![all; facts.users_first.len()];
    let third = due.len().div_ceil(3).max(1);
    let turn = usize::try_from(calendar.month.since(calendar.start).rem_euclid(QUARTER)).unwrap_or(0);
    for good in facts.users_first.iter().rev().skip(turn * third).take(third) {
        due[good.index()] = true;
    }
    due
}

/// Whether some policy tests content by that origin.
fn is_asked(facts: &Facts, by: Origin) -> bool {
    let tests = |effect: &Effect| matches!(effect, Effect::PurchaseCredit(e) if e.tests.iter().any(|t| t.by == by));
    facts.catalog.policies.iter().any(|policy| policy.effects.iter().any(tests))
}

/// Whether what somebody buys counts as use by the region's chain.
const fn counts(customer: Customer) -> bool {
    !matches!(customer, Customer::Outside | Customer::Reserve)
}

impl Trace {
    /// The year's flows of a market to those who count, at `from * regions + to`. Sellers of a region are added up first, row by
    /// row: only their sum is sorted by the buyers' regions.
    fn add_up_flows(&mut self, market: &Market) {
        let (regions, columns) = (self.regions, market.buyers.len().max(1));
        for (table, size) in [(&mut self.flows, regions * regions), (&mut self.origins, regions * columns)] {
            table.clear();
            table.resize(size, 0.0);
        }
        let mut selling = 0_u32;
        for (seller, year) in market.sellers.iter().zip(market.flow_year.chunks_exact(columns)) {
            let row = &mut self.origins[seller.region.index() * columns..][..columns];
            row.iter_mut().zip(year).for_each(|(sum, flow)| *sum += flow);
            selling |= 1 << seller.region.index();
        }
        for from in (0..regions).filter(|from| selling & (1 << from) != 0) {
            let row = &mut self.flows[from * regions..][..regions];
            for (buyer, flow) in market.buyers.iter().zip(&self.origins[from * columns..]) {
                if counts(buyer.customer) {
                    row[buyer.region.index()] += flow;
                }
            }
        }
    }

    /// Traces one good into a table at `(good * regions + user) * regions + controller`, which knows its inputs already; `by` says
    /// what makes the origin of a step.
    fn fill(&mut self, facts: &Facts, market: &Market, makers: &[Maker<'_>], by: Origin, table: &mut [f32]) {
        let (regions, size) = (self.regions, self.regions * self.regions);
        self.made.clear();
        self.made.resize(size, 0.0);
        self.makers = 0;
        for maker in makers {
            self.add_maker(facts, *maker, by, table);
        }
        self.made.chunks_exact_mut(regions).for_each(normalise);
        let used = &mut table[market.good.index() * size..][..size];
        used.fill(0.0);
        self.add_users(facts, market, by, used);
        used.chunks_exact_mut(regions).for_each(normalise);
    }

    /// A line's part: inputs by their value, the rest to the home of its owner.
    #[expect(clippy::cast_possible_truncation, reason = "shares need no more than f32")]
    fn add_maker(&mut self, facts: &Facts, (line, run, cost): Maker<'_>, by: Origin, table: &[f32]) {
        let regions = self.regions;
        let output = run.made_year.max(1e-9) as f32;
        let value = cost.full.max(1e-9);
        self.makers |= 1 << line.region.index();
        let row = &mut self.made[line.region.index() * regions..][..regions];
        let mut left = 1.0;
        for (slot, (input, _)) in facts.process(line.process).inputs.iter().enumerate() {
            let share = (cost.inputs[slot] / value).clamp(0.0, left);
            left -= share;
            let source = &table[(input.index() * regions + line.region.index()) * regions..][..regions];
            let weight = output * share as f32;
            for (made, part) in row.iter_mut().zip(source) {
                *made += weight * part;
            }
        }
        let home = facts.catalog.firms[line.owner.index()].home.index();
        // A plant abroad obeys two masters: its owner, and the region that it stands in.
        let owned = match by {
            Origin::Both => 0.5,
            Origin::Place => 0.0,
            Origin::Owner => 1.0,
        };
        row[home] += output * left as f32 * owned;
        row[line.region.index()] += output * left as f32 * (1.0 - owned);
    }

    /// What a region uses comes from where it bought in the last year, or from its own makers.
    fn add_users(&self, facts: &Facts, market: &Market, by: Origin, used: &mut [f32]) {
        let regions = self.regions;
        let mut unknown = 0_u32;
        for (from, (flows, made)) in self.flows.chunks_exact(regions).zip(self.made.chunks_exact(regions)).enumerate() {
            let known = self.makers & (1 << from) != 0;
            for (to, flow) in flows.iter().enumerate().filter(|(_, flow)| **flow > 0.0) {
                if known {
                    used[to * regions..][..regions].iter_mut().zip(made).for_each(|(used, part)| *used += flow * part);
                } else {
                    unknown |= 1 << from;
                }
            }
        }
        if unknown != 0 {
            self.add_finders(facts, market, unknown, by, used);
        }
    }

    /// By-products and scrap: whoever sells them controls them.
    fn add_finders(&self, facts: &Facts, market: &Market, unknown: u32, by: Origin, used: &mut [f32]) {
        let columns = market.buyers.len().max(1);
        for (seller, year) in market.sellers.iter().zip(market.flow_year.chunks_exact(columns)) {
            if unknown & (1 << seller.region.index()) == 0 {
                continue;
            }
            let home = facts.catalog.firms[seller.firm.index()].home;
            let origin = if by == Origin::Place { seller.region } else { home };
            for (buyer, flow) in market.buyers.iter().zip(year).filter(|(buyer, _)| counts(buyer.customer)) {
                used[buyer.region.index() * self.regions + origin.index()] += flow;
            }
        }
    }
}

/// Goods without which a car with a plug is not built: everything that cells of the region's cars are made of.
fn is_essential(facts: &Facts, good: usize) -> bool {
    matches!(facts.catalog.goods[good].stage, Stage::Refining | Stage::Materials | Stage::Cells)
}

/// Makes shares of sums.
fn normalise(row: &mut [f32]) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        let part = 1.0 / sum;
        row.iter_mut().for_each(|v| *v *= part);
    }
}

/// Share of a region's cells in value below which a good is no need of its chain.
const NEGLIGIBLE: f64 = 0.002;

/// What regions use, at `good * regions + region`.
#[derive(Default)]
struct Uses {
    /// In $M.
    values: Vec<f64>,
    /// What plants use, units a month; nothing where none buys the good.
    plants: Vec<Option<f64>>,
    /// By region, the value below which a good is no need: what costs next to nothing beside a region's cells is no bottleneck
    /// there, for a trial line of a new chemistry can wait.
    least: Vec<f64>,
}

impl Uses {
    fn note(&mut self, facts: &Facts, markets: &Markets) {
        let regions = facts.regions;
        let size = markets.goods.len() * regions;
        self.values.clear();
        self.values.resize(size, 0.0);
        self.plants.clear();
        self.plants.resize(size, None);
        for (good, market) in markets.goods.iter().enumerate().filter(|(good, _)| is_essential(facts, *good)) {
            for buyer in &market.buyers {
                let at = good * regions + buyer.region.index();
                match buyer.customer {
                    Customer::Outside => continue,
                    Customer::Plants => self.plants[at] = Some(buyer.use_expected),
                    _ => {}
                }
                self.values[at] += buyer.use_expected * buyer.landed;
            }
        }
        let cells = |region: usize| facts.cells.iter().map(|cell| self.values[cell.index() * regions + region]).sum::<f64>();
        self.least.clear();
        self.least.extend((0..regions).map(|region| (NEGLIGIBLE * cells(region)).max(1e-9)));
    }
}

/// What a user's needs make of each supplier.
#[derive(Default)]
struct Worst {
    /// The worst bottleneck so far, and the good that makes it, counted from 1.
    bite: Vec<f32>,
    good: Vec<u32>,
    /// The sum over goods of the share of each supplier, weighed by the Herfindahl index of control over its largest share.
    concentration: Vec<f32>,
    /// Goods needed.
    needs: u32,
    /// By good, share that cannot be replaced and share of half a year that stocks do not cover.
    factors: Vec<[f32; 2]>,
    /// By good, shares of control as this user sees them.
    held: Vec<f32>,
    /// Share of the value of the cells in its cars.
    value: Vec<f32>,
}

impl Worst {
    /// Goes through everything that a region cannot do without.
    #[expect(clippy::cast_possible_truncation, reason = "shares need no more than f32")]
    fn look(&mut self, facts: &Facts, markets: &Markets, uses: &Uses, parts: &[f64], control: &[f32], user: usize) {
        let regions = facts.regions;
        for table in [&mut self.bite, &mut self.concentration] {
            table.clear();
            table.resize(regions, 0.0);
        }
        self.good.clear();
        self.good.resize(regions, 0);
        self.factors.resize(markets.goods.len(), [0.0; 2]);
        self.held.resize(markets.goods.len() * regions, 0.0);
        self.needs = 0;
        for (good, market) in markets.goods.iter().enumerate() {
            let at = good * regions + user;
            if !is_essential(facts, good) || uses.values[at] <= uses.least[user] {
                continue;
            }
            let shares = &control[at * regions..][..regions];
            let fixed = ((1.0 - facts.catalog.goods[good].replaceable_share) * parts[at]) as f32;
            let bare =
                (1.0 - cover(&market.nodes[user], uses.plants[at]) / facts.catalog.rules.society.dependence_cover_months).max(0.0) as f32;
            let square: f32 = shares.iter().map(|v| v * v).sum();
            let focus = square / shares.iter().copied().fold(1e-9, f32::max);
            self.needs += 1;
            self.factors[good] = [fixed, bare];
            self.held[good * regions..][..regions].copy_from_slice(shares);
            let (number, weight) = (u32::from(GoodId::from_index(good).0) + 1, fixed * bare);
            self.concentration.iter_mut().zip(shares).for_each(|(sum, share)| *sum += focus * share);
            for ((bite, worst), share) in self.bite.iter_mut().zip(&mut self.good).zip(shares) {
                let here = share * weight;
                *worst = if here > *bite { number } else { *worst };
                *bite = if here > *bite { here } else { *bite };
            }
        }
    }

    /// Weighs cells by the chemistries in the cars with a plug that the region builds.
    #[expect(clippy::cast_possible_truncation, reason = "shares need no more than f32")]
    fn weigh_cells(&mut self, facts: &Facts, cars: &Cars, control: &[f32], user: usize) {
        let (regions, chemistries) = (facts.regions, facts.cells.len());
        let mut weights = vec![0.0; chemistries];
        for at in (user..cars.presences.len()).step_by(regions) {
            let plugs = cars.presences[at].built_year[2] + cars.presences[at].built_year[3];
            if plugs > 0.0 {
                let mix = &cars.mix[at * chemistries..(at + 1) * chemistries];
                weights.iter_mut().zip(mix).for_each(|(weight, share)| *weight += plugs * share);
            }
        }
        self.value.clear();
        self.value.resize(regions, 0.0);
        let all: f64 = weights.iter().sum();
        if all > 0.0 {
            for (cell, weight) in facts.cells.iter().zip(weights) {
                let shares = &control[(cell.index() * regions + user) * regions..][..regions];
                let part = (weight / all) as f32;
                self.value.iter_mut().zip(shares).for_each(|(sum, share)| *sum += part * share);
            }
        }
    }

    /// What the region's dependence on a supplier is; none on itself.
    fn pair(&self, facts: &Facts, supplier: usize, own: bool) -> DependencePair {
        if own {
            return DependencePair::default();
        }
        let worst = (self.good[supplier] as usize).checked_sub(1);
        let factors = worst.map_or([0.0; 3], |good| {
            let [fixed, bare] = self.factors[good];
            [self.held[good * facts.regions + supplier], fixed, bare]
        });
        let concentration = self.concentration[supplier] / self.needs.max(1) as f32;
        DependencePair {
            value: self.value[supplier],
            concentration,
            bottleneck_good: worst.map(|good| GoodId::from_index(good).0),
            factors,
        }
    }
}

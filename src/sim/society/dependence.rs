//! Who controls what a region uses: traced once through the chain, from mine to car (docs/month.md 13).

use bevy_ecs::prelude::*;

use super::components::{Dependence, DependencePair};
use super::parts::parts;
use super::systems::months_of_cover;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::effects::{Effect, Origin};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::buyers::components::Cars;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::production::components::{Facility, Run};
use crate::sim::trade::components::{Customer, Market, Markets};

/// Weights of value, bottleneck and concentration in the index.
pub const WEIGHTS: [f64; 3] = [0.35, 0.45, 0.20];
/// Months of stock that cover half a year's loss in full.
pub const COVER_MONTHS: f64 = 6.0;

/// Control over goods as made in a region: by value, own step to the owner's home, inputs to who controls them. Shares that are
/// read and kept in single precision are reckoned in it: rows are short loops over four regions at a time.
#[derive(Default)]
struct Trace {
    regions: usize,
    /// `(good * regions + maker) * regions + controller`.
    made: Vec<f32>,
    /// `(good * regions + user) * regions + controller`.
    used: Vec<f32>,
    /// By good, which regions make it and which use it, as bits: all other rows are empty.
    rows: Vec<(u32, u32)>,
    /// The year's flows of the good at hand, by region, and by region of origin and buyer.
    flows: Vec<f32>,
    origins: Vec<f32>,
}

/// Tables reused every month.
#[derive(Default)]
pub struct Scratch {
    /// What regions use, $M, at `good * regions + region`.
    values: Vec<f64>,
    trace: Trace,
}

/// The lines that stand, by good.
type Makers<'w> = Vec<Vec<(&'w Facility, &'w Run, &'w UnitCost)>>;

/// Traces control of every good and derives every pair's index.
pub fn trace_dependence(
    facts: Res<Facts>,
    markets: Res<Markets>,
    cars: Res<Cars>,
    lines: Query<(&Facility, &Run, &UnitCost, &Capacity)>,
    mut dependence: ResMut<Dependence>,
    mut scratch: Local<Scratch>,
) {
    let Scratch { values, trace } = &mut *scratch;
    let mut makers: Makers<'_> = vec![Vec::with_capacity(lines.iter().len() / facts.catalog.goods.len()); facts.catalog.goods.len()];
    for (line, run, cost, capacity) in &lines {
        if capacity.nameplate > 0.0 {
            makers[facts.process(line.process).makes.index()].push((line, run, cost));
        }
    }
    if is_asked(&facts, Origin::Place) {
        trace.fill(&facts, &markets, &makers, Origin::Place);
        dependence.by_place.clone_from(&trace.used);
    }
    if is_asked(&facts, Origin::Owner) {
        trace.fill(&facts, &markets, &makers, Origin::Owner);
        dependence.by_owner.clone_from(&trace.used);
    }
    trace.fill(&facts, &markets, &makers, Origin::Both);
    dependence.control.clone_from(&trace.used);
    dependence.pairs.clear();
    let users = users(&facts, &markets, values);
    let parts = parts(&facts, &markets);
    for user in 0..facts.regions {
        let needs = needs(&facts, &markets, trace, &users, &parts, user);
        let cells = cells_used(&facts, &cars, user);
        for supplier in 0..facts.regions {
            let pair = if user == supplier { DependencePair::default() } else { pair(&facts, trace, &needs, &cells, user, supplier) };
            dependence.pairs.push(pair);
        }
    }
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

/// The year's flows of a market to those who count, at `from * regions + to`. Sellers of a region are added up first, row by row:
/// only their sum is sorted by the buyers' regions.
fn add_up_flows(regions: usize, market: &Market, flows: &mut Vec<f32>, origins: &mut Vec<f32>) {
    let columns = market.buyers.len().max(1);
    for (table, size) in [(&mut *flows, regions * regions), (&mut *origins, regions * columns)] {
        table.clear();
        table.resize(size, 0.0);
    }
    let mut selling = 0_u32;
    for (seller, year) in market.sellers.iter().zip(market.flow_year.chunks_exact(columns)) {
        let row = &mut origins[seller.region.index() * columns..][..columns];
        row.iter_mut().zip(year).for_each(|(sum, flow)| *sum += flow);
        selling |= 1 << seller.region.index();
    }
    for from in (0..regions).filter(|from| selling & (1 << from) != 0) {
        let row = &mut flows[from * regions..][..regions];
        for (buyer, flow) in market.buyers.iter().zip(&origins[from * columns..]) {
            if counts(buyer.customer) {
                row[buyer.region.index()] += flow;
            }
        }
    }
}

impl Trace {
    /// Traces all goods, from ore to cells; `by` says what makes the origin of a step.
    fn fill(&mut self, facts: &Facts, markets: &Markets, makers: &Makers<'_>, by: Origin) {
        self.regions = facts.regions;
        let size = markets.goods.len() * self.regions * self.regions;
        self.made.resize(size, 0.0);
        self.used.resize(size, 0.0);
        self.rows.resize(facts.catalog.goods.len(), (0, 0));
        for (good, (made, used)) in self.rows.iter_mut().enumerate() {
            each_row(&mut self.made, good, self.regions, std::mem::take(made), |row| row.fill(0.0));
            each_row(&mut self.used, good, self.regions, std::mem::take(used), |row| row.fill(0.0));
        }
        for good in facts.users_first.iter().rev() {
            for (line, run, cost) in &makers[good.index()] {
                self.add_maker(facts, *good, line, run, cost, by);
            }
            each_row(&mut self.made, good.index(), self.regions, self.rows[good.index()].0, normalise);
            self.add_users(facts, markets, *good, by);
            each_row(&mut self.used, good.index(), self.regions, self.rows[good.index()].1, normalise);
        }
    }

    /// A line's part: inputs by their value, the rest to the home of its owner.
    #[expect(clippy::cast_possible_truncation, reason = "shares need no more than f32")]
    fn add_maker(&mut self, facts: &Facts, good: GoodId, line: &Facility, run: &Run, cost: &UnitCost, by: Origin) {
        let regions = self.regions;
        let output = run.made_year.max(1e-9) as f32;
        let value = cost.full.max(1e-9);
        self.rows[good.index()].0 |= 1 << line.region.index();
        let row = &mut self.made[(good.index() * regions + line.region.index()) * regions..][..regions];
        let mut left = 1.0;
        for (slot, (input, _)) in facts.process(line.process).inputs.iter().enumerate() {
            let share = (cost.inputs[slot] / value).clamp(0.0, left);
            left -= share;
            let source = &self.used[(input.index() * regions + line.region.index()) * regions..][..regions];
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
    fn add_users(&mut self, facts: &Facts, markets: &Markets, good: GoodId, by: Origin) {
        let regions = self.regions;
        let mut unknown = 0_u32;
        add_up_flows(regions, markets.of(good), &mut self.flows, &mut self.origins);
        for from in 0..regions {
            let row = (good.index() * regions + from) * regions;
            let made = &self.made[row..row + regions];
            let known = self.rows[good.index()].0 & (1 << from) != 0;
            for (to, flow) in self.flows[from * regions..][..regions].iter().enumerate().filter(|(_, flow)| **flow > 0.0) {
                self.rows[good.index()].1 |= 1 << to;
                if known {
                    let used = &mut self.used[(good.index() * regions + to) * regions..][..regions];
                    for (used, part) in used.iter_mut().zip(made) {
                        *used += flow * part;
                    }
                } else {
                    unknown |= 1 << from;
                }
            }
        }
        if unknown != 0 {
            self.add_finders(facts, markets, good, unknown, by);
        }
    }

    /// By-products and scrap: whoever sells them controls them.
    fn add_finders(&mut self, facts: &Facts, markets: &Markets, good: GoodId, unknown: u32, by: Origin) {
        let market = markets.of(good);
        let columns = market.buyers.len().max(1);
        for (seller, year) in market.sellers.iter().zip(market.flow_year.chunks_exact(columns)) {
            if unknown & (1 << seller.region.index()) == 0 {
                continue;
            }
            let home = facts.catalog.firms[seller.firm.index()].home;
            let origin = if by == Origin::Place { seller.region } else { home };
            for (buyer, flow) in market.buyers.iter().zip(year).filter(|(buyer, _)| counts(buyer.customer)) {
                self.used[(good.index() * self.regions + buyer.region.index()) * self.regions + origin.index()] += flow;
            }
        }
    }

    /// Who controls `good` as used by `user`, as shares by region.
    fn shares(&self, good: usize, user: usize) -> &[f32] {
        &self.used[(good * self.regions + user) * self.regions..][..self.regions]
    }
}

/// Goods without which a car with a plug is not built: everything that cells of the region's cars are made of.
fn is_essential(facts: &Facts, good: usize) -> bool {
    matches!(facts.catalog.goods[good].stage, Stage::Refining | Stage::Materials | Stage::Cells)
}

/// Calls `change` for the rows of a good in a table by (good, region) that `rows` names as bits.
fn each_row(table: &mut [f32], good: usize, regions: usize, rows: u32, change: impl Fn(&mut [f32])) {
    for region in (0..regions).filter(|region| rows & (1 << region) != 0) {
        change(&mut table[(good * regions + region) * regions..][..regions]);
    }
}

/// Makes shares of sums.
fn normalise(row: &mut [f32]) {
    let sum: f32 = row.iter().sum();
    if sum > 0.0 {
        let part = 1.0 / sum;
        row.iter_mut().for_each(|v| *v *= part);
    }
}

/// A good that a region cannot do without.
struct Need {
    good: usize,
    /// Share of the region's cells that cannot be made without it.
    fixed: f64,
    /// Share of half a year that stocks do not cover.
    bare: f64,
    /// Herfindahl index of control over its largest share: what a unit of share adds to concentration.
    focus: f64,
}

/// By good, the regions whose chain cannot do without it, as bits. A good that costs next to nothing beside a region's cells is
/// no bottleneck there: a trial line of a new chemistry can wait. `values` is scratch: what each region uses of each good.
fn users(facts: &Facts, markets: &Markets, values: &mut Vec<f64>) -> Vec<u32> {
    let regions = facts.regions;
    values.clear();
    values.resize(markets.goods.len() * regions, 0.0);
    for (market, row) in markets.goods.iter().zip(values.chunks_exact_mut(regions)) {
        for buyer in market.buyers.iter().filter(|b| b.customer != Customer::Outside) {
            row[buyer.region.index()] += buyer.use_expected * buyer.landed;
        }
    }
    let least: Vec<f64> = (0..regions)
        .map(|r| (NEGLIGIBLE * facts.cells.iter().map(|cell| values[cell.index() * regions + r]).sum::<f64>()).max(1e-9))
        .collect();
    let users = |(good, row): (usize, &[f64])| {
        let needed = (0..regions).filter(|r| row[*r] > least[*r]).fold(0, |bits, r| bits | 1 << r);
        if is_essential(facts, good) { needed } else { 0 }
    };
    values.chunks_exact(regions).enumerate().map(users).collect()
}

/// Share of a region's cells in value below which a good is no need of its chain.
const NEGLIGIBLE: f64 = 0.002;

fn needs(facts: &Facts, markets: &Markets, trace: &Trace, users: &[u32], parts: &[f64], user: usize) -> Vec<Need> {
    let region = RegionId::from_index(user);
    let need = |index: usize| {
        let shares = trace.shares(index, user);
        let square = f64::from(shares.iter().map(|v| v * v).sum::<f32>());
        Need {
            good: index,
            fixed: (1.0 - facts.catalog.goods[index].replaceable_share) * parts[index * facts.regions + user],
            bare: (1.0 - months_of_cover(markets, GoodId::from_index(index), region) / COVER_MONTHS).max(0.0),
            focus: square / f64::from(shares.iter().copied().fold(1e-9, f32::max)),
        }
    };
    (0..users.len()).filter(|index| users[*index] & (1 << user) != 0).map(need).collect()
}

fn pair(facts: &Facts, trace: &Trace, needs: &[Need], cells: &[f64], user: usize, supplier: usize) -> DependencePair {
    let mut result = DependencePair { value: cell_value(facts, trace, cells, user, supplier), ..DependencePair::default() };
    let mut concentration = 0.0;
    for need in needs {
        let share = f64::from(trace.shares(need.good, user)[supplier]);
        let bite = share * need.fixed * need.bare;
        if bite > result.bottleneck {
            result.bottleneck = bite;
            result.bottleneck_good = Some(GoodId::from_index(need.good).0);
            result.factors = [share, need.fixed, need.bare];
        }
        concentration += need.focus * share;
    }
    result.concentration = concentration / needs.len().max(1) as f64;
    result.index = 100.0 * (WEIGHTS[0] * result.value + WEIGHTS[1] * result.bottleneck + WEIGHTS[2] * result.concentration);
    result
}

/// Weights of the chemistries in the cars with a plug that a region builds.
fn cells_used(facts: &Facts, cars: &Cars, user: usize) -> Vec<f64> {
    let chemistries = facts.cells.len();
    let mut weights = vec![0.0; chemistries];
    for maker in 0..cars.makers.len() {
        let at = maker * facts.regions + user;
        let plugs = cars.presences[at].built_year[2] + cars.presences[at].built_year[3];
        for (weight, share) in weights.iter_mut().zip(&cars.mix[at * chemistries..(at + 1) * chemistries]) {
            *weight += plugs * share;
        }
    }
    weights
}

/// Share of the value of the cells in a region's cars that a supplier controls.
fn cell_value(facts: &Facts, trace: &Trace, cells: &[f64], user: usize, supplier: usize) -> f64 {
    let (mut sum, mut weight) = (0.0, 0.0);
    for (cell, w) in facts.cells.iter().zip(cells) {
        sum += w * f64::from(trace.shares(cell.index(), user)[supplier]);
        weight += w;
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

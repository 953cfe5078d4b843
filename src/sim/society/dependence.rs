//! Who controls what a region uses: traced once through the chain, from mine to car (docs/month.md 13).

use bevy_ecs::prelude::*;

use super::components::{Dependence, DependencePair};
use super::systems::months_of_cover;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::effects::{Effect, Origin};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::buyers::components::Cars;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::production::components::{Facility, Run};
use crate::sim::trade::components::{Customer, Markets};

/// Weights of value, bottleneck and concentration in the index.
pub const WEIGHTS: [f64; 3] = [0.35, 0.45, 0.20];
/// Months of stock that cover half a year's loss in full.
pub const COVER_MONTHS: f64 = 6.0;

/// Control over goods as made in a region: by value, own step to the owner's home, inputs to who controls them.
struct Trace {
    regions: usize,
    /// What makes the origin of a step.
    by: Origin,
    /// `(good * regions + maker) * regions + controller`.
    made: Vec<f64>,
    /// `(good * regions + user) * regions + controller`.
    used: Vec<f64>,
}

/// Traces control of every good and derives every pair's index.
pub fn trace_dependence(
    facts: Res<Facts>,
    markets: Res<Markets>,
    cars: Res<Cars>,
    lines: Query<(&Facility, &Run, &UnitCost, &Capacity)>,
    mut dependence: ResMut<Dependence>,
) {
    let trace = trace(&facts, &markets, &lines, Origin::Both);
    keep(&mut dependence.control, &trace);
    if is_asked(&facts, Origin::Place) {
        keep(&mut dependence.by_place, &self::trace(&facts, &markets, &lines, Origin::Place));
    }
    if is_asked(&facts, Origin::Owner) {
        keep(&mut dependence.by_owner, &self::trace(&facts, &markets, &lines, Origin::Owner));
    }
    dependence.pairs.clear();
    for user in 0..facts.regions {
        for supplier in 0..facts.regions {
            let pair = if user == supplier { DependencePair::default() } else { pair(&facts, &markets, &cars, &trace, user, supplier) };
            dependence.pairs.push(pair);
        }
    }
}

/// Whether some policy tests content by that origin.
fn is_asked(facts: &Facts, by: Origin) -> bool {
    let tests = |effect: &Effect| matches!(effect, Effect::PurchaseCredit(e) if e.tests.iter().any(|t| t.by == by));
    facts.catalog.policies.iter().any(|policy| policy.effects.iter().any(tests))
}

#[expect(clippy::cast_possible_truncation, reason = "shares need no more than f32")]
fn keep(table: &mut Vec<f32>, trace: &Trace) {
    table.clear();
    table.extend(trace.used.iter().map(|v| *v as f32));
}

fn trace(facts: &Facts, markets: &Markets, lines: &Query<(&Facility, &Run, &UnitCost, &Capacity)>, by: Origin) -> Trace {
    let (goods, regions) = (facts.catalog.goods.len(), facts.regions);
    let mut trace = Trace { regions, by, made: vec![0.0; goods * regions * regions], used: vec![0.0; goods * regions * regions] };
    let mut by_good: Vec<Vec<(&Facility, &Run, &UnitCost)>> = vec![Vec::new(); goods];
    for (line, run, cost, capacity) in lines {
        if capacity.nameplate > 0.0 {
            by_good[facts.process(line.process).makes.index()].push((line, run, cost));
        }
    }
    for good in facts.users_first.iter().rev() {
        for (line, run, cost) in &by_good[good.index()] {
            trace.add_maker(facts, *good, line, run, cost);
        }
        trace.close_makers(*good);
        trace.add_users(facts, markets, *good);
    }
    trace
}

impl Trace {
    /// A line's part: inputs by their value, the rest to the home of its owner.
    fn add_maker(&mut self, facts: &Facts, good: GoodId, line: &Facility, run: &Run, cost: &UnitCost) {
        let output = run.made_year.max(1e-9);
        let value = cost.full.max(1e-9);
        let row = (good.index() * self.regions + line.region.index()) * self.regions;
        let mut left = 1.0;
        for (slot, (input, _)) in facts.process(line.process).inputs.iter().enumerate() {
            let share = (cost.inputs[slot] / value).clamp(0.0, left);
            left -= share;
            let source = (input.index() * self.regions + line.region.index()) * self.regions;
            for controller in 0..self.regions {
                let part = self.used[source + controller];
                self.made[row + controller] += output * share * part;
            }
        }
        let home = facts.catalog.firms[line.owner.index()].home.index();
        // A plant abroad obeys two masters: its owner, and the region that it stands in.
        let owned = match self.by {
            Origin::Both => 0.5,
            Origin::Place => 0.0,
            Origin::Owner => 1.0,
        };
        self.made[row + home] += output * left * owned;
        self.made[row + line.region.index()] += output * left * (1.0 - owned);
    }

    fn close_makers(&mut self, good: GoodId) {
        for maker in 0..self.regions {
            normalise(&mut self.made[(good.index() * self.regions + maker) * self.regions..][..self.regions]);
        }
    }

    /// What a region uses comes from where it bought in the last year, or from its own makers.
    fn add_users(&mut self, facts: &Facts, markets: &Markets, good: GoodId) {
        let market = markets.of(good);
        let columns = market.buyers.len();
        for (column, buyer) in market.buyers.iter().enumerate() {
            if matches!(buyer.customer, Customer::Outside | Customer::Reserve) {
                continue;
            }
            let row = (good.index() * self.regions + buyer.region.index()) * self.regions;
            for (index, seller) in market.sellers.iter().enumerate() {
                let flow = market.flow_year[index * columns + column];
                if flow > 0.0 {
                    let source = (good.index() * self.regions + seller.region.index()) * self.regions;
                    let known: f64 = self.made[source..source + self.regions].iter().sum();
                    if known > 0.0 {
                        for controller in 0..self.regions {
                            self.used[row + controller] += flow * self.made[source + controller];
                        }
                    } else {
                        // By-products and scrap: whoever sells them controls them.
                        let home = facts.catalog.firms[seller.firm.index()].home;
                        let origin = if self.by == Origin::Place { seller.region } else { home };
                        self.used[row + origin.index()] += flow;
                    }
                }
            }
        }
        for user in 0..self.regions {
            normalise(&mut self.used[(good.index() * self.regions + user) * self.regions..][..self.regions]);
        }
    }

    /// Share of control of `good` as used by `user` that lies with `supplier`.
    fn share(&self, good: GoodId, user: usize, supplier: usize) -> f64 {
        self.used[(good.index() * self.regions + user) * self.regions + supplier]
    }
}

fn normalise(row: &mut [f64]) {
    let sum: f64 = row.iter().sum();
    if sum > 0.0 {
        row.iter_mut().for_each(|v| *v /= sum);
    }
}

/// Goods without which a car with a plug is not built: everything that cells of the region's cars are made of.
fn is_essential(facts: &Facts, good: usize) -> bool {
    matches!(facts.catalog.goods[good].stage, Stage::Refining | Stage::Materials | Stage::Cells)
}

fn pair(facts: &Facts, markets: &Markets, cars: &Cars, trace: &Trace, user: usize, supplier: usize) -> DependencePair {
    let region = RegionId::from_index(user);
    let mut result = DependencePair { value: cell_value(facts, cars, trace, user, supplier), ..DependencePair::default() };
    let (mut concentration, mut count) = (0.0, 0.0);
    for (index, definition) in facts.catalog.goods.iter().enumerate() {
        let good = GoodId::from_index(index);
        let used = markets.of(good).buyers.iter().any(|b| b.region == region && b.use_expected > 1e-6 && b.customer != Customer::Outside);
        if !is_essential(facts, index) || !used {
            continue;
        }
        let share = trace.share(good, user, supplier);
        let cover = (1.0 - months_of_cover(markets, good, region) / COVER_MONTHS).max(0.0);
        let bite = share * (1.0 - definition.replaceable_share) * cover;
        if bite > result.bottleneck {
            result.bottleneck = bite;
            result.bottleneck_good = Some(good.0);
            result.factors = [share, 1.0 - definition.replaceable_share, cover];
        }
        let row = &trace.used[(index * trace.regions + user) * trace.regions..][..trace.regions];
        let square: f64 = row.iter().map(|v| v * v).sum();
        let largest = row.iter().copied().fold(1e-9, f64::max);
        concentration += square * share / largest;
        count += 1.0;
    }
    result.concentration = if count > 0.0 { concentration / count } else { 0.0 };
    result.index = 100.0 * (WEIGHTS[0] * result.value + WEIGHTS[1] * result.bottleneck + WEIGHTS[2] * result.concentration);
    result
}

/// Share of the value of the cells in a region's cars that a supplier controls, by the chemistries that its plants use.
fn cell_value(facts: &Facts, cars: &Cars, trace: &Trace, user: usize, supplier: usize) -> f64 {
    let chemistries = facts.cells.len();
    let (mut sum, mut weight) = (0.0, 0.0);
    for maker in 0..cars.makers.len() {
        let at = maker * facts.regions + user;
        let plugs = cars.presences[at].built_year[2] + cars.presences[at].built_year[3];
        for (h, cell) in facts.cells.iter().enumerate() {
            let w = plugs * cars.mix[at * chemistries + h];
            sum += w * trace.share(*cell, user, supplier);
            weight += w;
        }
    }
    if weight > 0.0 { sum / weight } else { 0.0 }
}

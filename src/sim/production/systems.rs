//! Plants run.

use bevy_ecs::prelude::*;

use super::components::{Facility, INPUTS, Run, SIDES, Stocks};
use super::formulas;
use crate::content::definitions::chain::Stage;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::{ELEMENTS, Facts};
use crate::sim::investment::components::Capacity;
use crate::sim::plans::components::Plan;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Batteries;
use crate::sim::technology::components::KnowHow;
use crate::units::math;

/// Yield of every line this month: age, region, what skills programmes add, and where rejects are counted what its owner has learned.
pub fn ripen_yields(
    facts: Res<Facts>,
    effects: Res<Effects>,
    calendar: Res<Calendar>,
    firms: Query<&KnowHow>,
    mut lines: Query<(&Facility, &mut Run)>,
) {
    let know_how: Vec<&KnowHow> = firms.iter().collect();
    for (line, mut run) in &mut lines {
        let process = &facts.catalog.processes[line.process.index()];
        let skills = effects.support(process.makes, line.region).skills;
        let age = f64::from(calendar.month.since(line.since)) * (1.0 + skills);
        let (first, mature) = (process.first_yield_share.at(line.region), process.yield_share.at(line.region));
        let recipe = facts.process(line.process);
        let learned = if recipe.rejects { know_how[line.owner.index()].cost_factor[recipe.technology.index()] } else { 1.0 };
        run.yield_share = formulas::yield_share(first, formulas::ripe_yield(mature, learned), age, process.yield_months.at(line.region));
    }
}

/// Every line makes what plan, capacity and inputs allow; elements that do not reach a product are lost for good.
pub fn run_lines(
    facts: Res<Facts>,
    mut batteries: ResMut<Batteries>,
    mut lines: Query<(&Facility, &Plan, &Capacity, &mut Stocks, &mut Run)>,
) {
    for (line, plan, capacity, mut stocks, mut run) in &mut lines {
        let process = facts.process(line.process);
        let mut need = [0.0; INPUTS];
        for (slot, (_, units)) in process.inputs.iter().enumerate() {
            need[slot] = units / run.yield_share;
        }
        let inputs = process.inputs.len();
        let able = capacity.monthly() * (1.0 - run.lost_share);
        let wanted = plan.output.min(able);
        let (mut made, mut limit) = formulas::output(wanted, &stocks.inputs[..inputs], &need[..inputs]);
        if let Some(reserve) = facts.site(line).and_then(|site| site.reserve_units) {
            made = made.min((reserve - run.extracted).max(0.0));
        }
        if limit == -2 && plan.output > able * (1.0 + 1e-9) {
            limit = -1;
        }
        let mut elements = [0.0; ELEMENTS];
        for slot in 0..inputs {
            let used = math::single(made * need[slot]).min(stocks.inputs[slot]);
            stocks.inputs[slot] -= used;
            run.used[slot] = used;
            let contains = &facts.contains[process.inputs[slot].0.index()];
            (0..ELEMENTS).for_each(|e| elements[e] += used * contains[e]);
        }
        for (e, kt) in process.mined.iter().enumerate() {
            elements[e] += made * kt;
            batteries.mined[e] += made * kt;
        }
        run.sides = side_output(process, made, run.yield_share);
        stocks.output += made;
        (0..SIDES).for_each(|slot| stocks.sides[slot] += run.sides[slot]);
        (0..ELEMENTS).for_each(|e| elements[e] -= made * facts.contains[process.makes.index()][e]);
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            (0..ELEMENTS).for_each(|e| elements[e] -= run.sides[slot] * facts.contains[good.index()][e]);
        }
        (0..ELEMENTS).for_each(|e| batteries.lost[e] += elements[e]);
        run.made = made;
        if process.stage == Stage::Mining {
            run.extracted += made;
        }
        run.limit = limit;
        run.made_year += (made - run.made_year) / 12.0;
    }
}

/// By-products per unit made; rejects per unit rejected.
fn side_output(process: &crate::sim::facts::ProcessFacts, made: f64, yield_share: f64) -> [f64; SIDES] {
    let mut sides = [0.0; SIDES];
    for (slot, (_, units)) in process.sides.iter().enumerate() {
        let is_rejects = process.rejects && slot + 1 == process.sides.len();
        sides[slot] = math::single(if is_rejects { made * (1.0 - yield_share) / yield_share * units } else { made * units });
    }
    sides
}

//! Standing lines: ramp, mothball, restart, close, convert.

use bevy_ecs::prelude::*;

use super::captive;
use super::components::Capacity;
use super::formulas::patience;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};
use crate::sim::ledger::formulas::book_of;
use crate::sim::plans::components::Plan;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::Facility;
use crate::sim::technology::barriers::Hindrance;
use crate::sim::technology::components::KnowHow;
use crate::sim::trade::components::Markets;
use crate::units::math;

/// New capacity runs in: 80 % of nameplate after the ramp time of its process and region.
pub fn ramp_lines(facts: Res<Facts>, effects: Res<Effects>, firms: Query<&KnowHow>, mut lines: Query<(&Facility, &mut Capacity)>) {
    let to_four_fifths = math::ln(5.0);
    let hindrance = Hindrance::of(&facts, &effects.controls, firms.iter());
    let slower = facts.catalog.rules.learning.barred_ramp;
    for (line, mut capacity) in &mut lines {
        let recipe = &facts.catalog.processes[line.process.index()];
        let faster = 1.0 + effects.support(recipe.makes, line.region).skills;
        let home = facts.catalog.firms[line.owner.index()].home;
        let held_up = hindrance.at(recipe.technology, line.region, home);
        let months = recipe.ramp_months.at(line.region) / to_four_fifths / faster * (1.0 + slower * held_up);
        let step = (capacity.nameplate - capacity.ramped) / months.max(1.0);
        capacity.ramped += step;
    }
}

/// Lines that lose money for long are mothballed step by step, restarted when margins return, closed when nobody hopes.
pub fn mothball_lines(
    facts: Res<Facts>,
    effects: Res<Effects>,
    mut ledger: ResMut<Ledger>,
    mut firms: Query<&mut Finance>,
    mut lines: Query<(&Facility, &Plan, &mut Capacity)>,
) {
    let rules = &facts.catalog.rules.investment;
    let mut finances: Vec<Mut<'_, Finance>> = firms.iter_mut().collect();
    for (line, plan, mut capacity) in &mut lines {
        // What a captive mine leaves idle is its owners' choice.
        if capacity.nameplate <= 0.0 || captive::merchant_units(&facts, line).is_some() {
            continue;
        }
        let backing = facts.catalog.firms[line.owner.index()].state_backing;
        let ratio = 1.0 + plan.margin + plan.margin_gap;
        let (low, high) = patience(ratio, capacity.low_months, capacity.high_months, rules.low_margin, rules.high_margin);
        (capacity.low_months, capacity.high_months) = (low, high);
        let consolidation = effects.support(facts.process(line.process).makes, line.region).consolidation;
        let patience = backing * f64::from(rules.mothball_months_backed.saturating_sub(rules.mothball_months));
        let limit = f64::from(rules.mothball_months) + if consolidation > 0.0 { 0.0 } else { patience };
        if f64::from(low) >= limit {
            // A trade of plants alike would stop all at once, orders or not, as soon as the price is at its floor.
            let full = (capacity.ramped / 12.0).max(1e-9);
            let most = if ratio >= rules.bearable_margin { 1.0 - (plan.orders / full).min(1.0) } else { 1.0 };
            capacity.idle_share = (capacity.idle_share + rules.mothball_step).min(most.max(capacity.idle_share));
        } else if high >= 3 && capacity.idle_share > 0.0 {
            let step = (1.0 / rules.restart_months).min(capacity.idle_share);
            let cost = rules.restart_cost_share * facts.cost_anew(line, capacity.nameplate) * step;
            ledger.pay(Account::Firm(line.owner), Account::Outside, Tag::Capex, cost);
            capacity.idle_share -= step;
        }
        if consolidation > 0.0 && ratio < rules.high_margin {
            let gone = consolidated(consolidation, &capacity, plan.orders);
            let cost = facts.cost_anew(line, capacity.nameplate * gone);
            finances[line.owner.index()].write_down(book_of(&facts.catalog.rules.finance, cost));
            capacity.nameplate *= 1.0 - gone;
            capacity.ramped *= 1.0 - gone;
        }
        capacity.idle_months = if capacity.idle_share >= 0.9 { capacity.idle_months + 1 } else { 0 };
        if capacity.idle_months >= rules.close_months {
            finances[line.owner.index()].write_down(book_of(&facts.catalog.rules.finance, facts.cost_anew(line, capacity.nameplate)));
            capacity.nameplate = 0.0;
            capacity.ramped = 0.0;
        }
    }
}

/// Share of a line that consolidation closes in a month: of what neither runs nor has orders, a twelfth of the yearly share.
fn consolidated(yearly: f64, capacity: &Capacity, orders: f64) -> f64 {
    let used = (12.0 * orders / capacity.ramped.max(1e-9)).min(1.0 - capacity.idle_share);
    yearly / 12.0 * (1.0 - used).clamp(0.0, 1.0)
}

/// Lines of one family at one site follow the orders: capacity moves from the idle sibling to the overrun one.
pub fn convert_lines(
    facts: Res<Facts>,
    markets: Res<Markets>,
    mut ledger: ResMut<Ledger>,
    mut lines: Query<(&Facility, &Plan, &mut Capacity)>,
    mut groups: Local<Vec<(u16, u16, u16, u32)>>,
) {
    groups.clear();
    for (line, _, capacity) in &lines {
        let family = &facts.catalog.processes[line.process.index()].family;
        if !family.is_empty() && capacity.nameplate > 0.0 {
            // What a firm builds on green fields of a region stands together.
            groups.push((line.site.map_or(u16::MAX, |site| site.0), line.region.0, line.owner.0, line.id));
        }
    }
    groups.sort_unstable();
    let mut all: Vec<(Mut<'_, Capacity>, &Facility, f64)> = lines
        .iter_mut()
        .map(|(line, plan, capacity)| {
            let made = capacity.monthly().max(1e-9);
            let market = markets.of(facts.process(line.process).makes);
            // Orders waiting for this line's seller against what it can make.
            let pressure = plan.orders / made + 0.5 * (1.0 - market.sellers[line.seller as usize].open_share);
            (capacity, line, pressure)
        })
        .collect();
    let mut first = 0;
    while first < groups.len() {
        let key = (groups[first].0, groups[first].1, groups[first].2);
        let last = first + groups[first..].iter().take_while(|g| (g.0, g.1, g.2) == key).count();
        shift(&facts, &mut ledger, &mut all, &groups[first..last]);
        first = last;
    }
}

/// Moves up to 3 % of the least loaded sibling's capacity a month to the most loaded one of the same family.
fn shift(facts: &Facts, ledger: &mut Ledger, all: &mut [(Mut<'_, Capacity>, &Facility, f64)], group: &[(u16, u16, u16, u32)]) {
    let family = |line: &Facility| facts.catalog.processes[line.process.index()].family.as_str();
    let ids: Vec<usize> = group.iter().map(|g| g.3 as usize).collect();
    let busiest = ids.iter().copied().max_by(|a, b| all[*a].2.total_cmp(&all[*b].2).then(b.cmp(a)));
    let Some(to) = busiest else { return };
    let calmest = ids
        .iter()
        .copied()
        .filter(|i| *i != to && family(all[*i].1) == family(all[to].1))
        .min_by(|a, b| all[*a].2.total_cmp(&all[*b].2).then(a.cmp(b)));
    let Some(from) = calmest else { return };
    if all[to].2 < all[from].2 + 0.25 || all[to].2 < 0.75 {
        return;
    }
    let units = 0.03 * all[from].0.nameplate;
    let recipe = &facts.catalog.processes[all[to].1.process.index()];
    let cost = units * recipe.capex_musd_per_unit.at(all[to].1.region) * recipe.convert_share;
    ledger.pay(Account::Firm(all[to].1.owner), Account::Outside, Tag::Capex, cost);
    let ramped = 0.03 * all[from].0.ramped;
    all[from].0.nameplate -= units;
    all[from].0.ramped -= ramped;
    all[to].0.nameplate += units;
    all[to].0.ramped += ramped * 0.7;
}

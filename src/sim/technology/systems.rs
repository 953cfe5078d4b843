//! Firms learn; technologies ripen.

use bevy_ecs::prelude::*;

use super::components::{KnowHow, Technologies, TieKind, Ties};
use super::formulas;
use crate::content::definitions::chain::Technology;
use crate::content::ids::{FirmId, TechnologyId};
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Calendar;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run};
use crate::units::{Month, math};

/// Tables reused every month, at `firm * technologies + technology`.
#[derive(Default)]
pub struct Scratch {
    plants: Vec<Plants>,
    /// What every firm knows now.
    known: Vec<f64>,
    /// The same by home region and technology.
    by_home: Vec<f64>,
}

/// What a firm runs of a technology.
#[derive(Clone, Copy, Default)]
struct Plants {
    /// Number of lines.
    lines: u32,
    /// Units made this month.
    made: f64,
    /// Nameplate that stands mothballed.
    idle: f64,
    /// All nameplate.
    all: f64,
}

/// Experience grows with output and fades, faster where plants stand idle; cost factors follow what a firm knows itself and hears from others.
pub fn learn_by_doing(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    ties: Res<Ties>,
    mut technologies: ResMut<Technologies>,
    lines: Query<(&Facility, &Run, &Capacity)>,
    mut firms: Query<&mut KnowHow>,
    mut scratch: Local<Scratch>,
) {
    let rules = &facts.catalog.rules.learning;
    let count = facts.catalog.technologies.len();
    let Scratch { plants, known, by_home } = &mut *scratch;
    let kept = |idle: f64| 1.0 - (rules.forgetting_share + rules.idle_forgetting_share * idle) / 12.0;
    let kept_by_all = kept(0.0);
    // Nearly all places stay empty: those that were not are emptied at the end.
    plants.resize(facts.catalog.firms.len() * count, Plants::default());
    by_home.clear();
    by_home.resize(facts.regions * count, 0.0);
    let mut cells = 0.0;
    for (line, run, capacity) in &lines {
        let process = facts.process(line.process);
        let at = line.owner.index() * count + process.technology.index();
        let own = &mut plants[at];
        own.lines += 1;
        own.made += run.made;
        own.idle += capacity.nameplate * capacity.idle_share;
        own.all += capacity.nameplate;
        if facts.chemistry_of[process.makes.index()].is_some() {
            cells += run.made;
        }
    }
    technologies.cells_made += cells;
    let mut all: Vec<f64> = vec![0.0; count];
    known.clear();
    for ((mut know, firm), plants) in firms.iter_mut().zip(&facts.catalog.firms).zip(plants.chunks_exact(count)) {
        let home = &mut by_home[firm.home.index() * count..][..count];
        for t in 0..count {
            let own = &plants[t];
            let kept = if own.idle > 0.0 { kept(own.idle / own.all) } else { kept_by_all };
            let now = know.experience[t] * kept + own.made;
            know.experience[t] = now;
            all[t] += now;
            home[t] += now;
        }
        known.extend_from_slice(&know.experience);
    }
    let known: Vec<&[f64]> = known.chunks_exact(count).collect();
    let curve = |(t, technology): (usize, &Technology)| {
        let ratio = technologies.research[t] / technologies.research_reference[t].max(1e-9);
        formulas::Curve::new(technology.learning_share, ratio, technology.research_power, technology.floor_share)
    };
    let curves: Vec<formulas::Curve> = facts.catalog.technologies.iter().enumerate().map(curve).collect();
    let turn = usize::try_from(calendar.month.since(calendar.start).rem_euclid(3)).unwrap_or(0);
    for (index, mut know) in firms.iter_mut().enumerate() {
        let home = facts.catalog.firms[index].home.index();
        let know = &mut *know;
        for t in 0..count {
            // What a firm does not run concerns nobody but itself: it looks at it once a quarter.
            let looks = index % 3 == turn || plants[index * count + t].lines > 0;
            if !looks || know.reference[t] <= 0.0 {
                continue;
            }
            let heard = effective_experience(&facts, index, t, &known, &all, by_home[home * count + t])
                + through_ties(&facts, &ties, calendar.month, index, t, &known);
            know.cost_factor[t] = curves[t].cost_factor(heard, know.reference[t]);
        }
    }
    for (line, ..) in &lines {
        plants[line.owner.index() * count + facts.process(line.process).technology.index()] = Plants::default();
    }
}

/// Own experience and what spills over from the country, the world, partners and licensors.
pub fn effective_experience(facts: &Facts, firm: usize, t: usize, all_firms: &[impl AsRef<[f64]>], world: &[f64], country: f64) -> f64 {
    let technology = &facts.catalog.technologies[t];
    let definition = &facts.catalog.firms[firm];
    let known = |firm: usize| all_firms[firm].as_ref()[t];
    let own = known(firm);
    let mut heard = own + technology.country_spillover * (country - own) + technology.world_spillover * (world[t] - country);
    for tie in definition.ventures.iter().filter(|tie| tie.technology.index() == t) {
        heard += technology.venture_spillover * known(tie.with.index());
    }
    for tie in definition.licences.iter().filter(|tie| tie.technology.index() == t) {
        heard += technology.licence_spillover * known(tie.with.index());
    }
    heard
}

/// What comes over ties that were made in the course of the game, once they have had time to bear.
pub fn through_ties(facts: &Facts, ties: &Ties, month: Month, firm: usize, t: usize, all_firms: &[impl AsRef<[f64]>]) -> f64 {
    let technology = &facts.catalog.technologies[t];
    let counting = ties.counting(FirmId::from_index(firm), TechnologyId::from_index(t), month, facts.catalog.rules.learning.venture_months);
    counting.map(|tie| spillover(technology, tie.kind) * all_firms[tie.with.index()].as_ref()[t]).sum()
}

/// Share of a partner's experience that passes over a tie.
#[must_use]
pub const fn spillover(technology: &Technology, kind: TieKind) -> f64 {
    match kind {
        TieKind::Venture => technology.venture_spillover,
        TieKind::Licence => technology.licence_spillover,
    }
}

/// Packs and the other parts of battery cars get cheaper with the world's output.
pub fn learn_to_build_cars(facts: Res<Facts>, cars: Res<Cars>, mut technologies: ResMut<Technologies>) {
    let rules = &facts.catalog.rules.automakers;
    let built: f64 = cars.presences.iter().map(|p| p.built[2] + p.built[3]).sum::<f64>() / 1000.0;
    technologies.plug_cars.0 += built;
    let ratio = technologies.plug_cars.0 / technologies.plug_cars.1;
    let glider = -math::ln(1.0 - rules.glider_learning) / math::ln(2.0);
    // Body, seats and wheels do not learn: only the electric part of a car does.
    let learning = &facts.catalog.rules.learning;
    technologies.glider_factor = 1.0 - learning.electric_share + learning.electric_share * math::pow(ratio, -glider * 4.0);
    let pack = -math::ln(1.0 - rules.pack_learning) / math::ln(2.0);
    technologies.pack_factor = learning.pack_floor_share
        + (1.0 - learning.pack_floor_share) * math::pow(technologies.cells_made / technologies.cells_reference, -pack);
}

/// Spreads a firm's research over what it makes, evenly, and at half weight over cells that it does not make yet but could.
pub fn share_research(facts: &Facts, know: &KnowHow, money: f64, spent: &mut [f64]) {
    let is_cell = |t: usize| facts.catalog.chemistries.iter().any(|c| c.technology.index() == t);
    let makes_cells = facts.catalog.chemistries.iter().any(|c| know.experience[c.technology.index()] > 0.0);
    let weight = |t: usize| match know.experience[t] {
        made if made > 0.0 => 1.0,
        _ if makes_cells && is_cell(t) => 0.5,
        _ => 0.0,
    };
    let total: f64 = (0..spent.len()).map(weight).sum();
    if total > 0.0 {
        for (t, sum) in spent.iter_mut().enumerate() {
            *sum += money * weight(t) / total;
        }
    }
}

/// Research of firms and states fills stocks that fade; money spent on an unripe technology may carry it a step further.
pub fn research(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    dice: Res<Dice>,
    effects: Res<Effects>,
    mut technologies: ResMut<Technologies>,
    mut ledger: ResMut<Ledger>,
    firms: Query<(&Finance, &KnowHow)>,
    mut spent: Local<Vec<f64>>,
) {
    let rules = &facts.catalog.rules.learning;
    spent.clear();
    spent.resize(facts.catalog.technologies.len(), 0.0);
    for (index, (finance, know)) in firms.iter().enumerate() {
        if finance.failed || finance.earnings <= 0.0 {
            continue;
        }
        let money = (finance.revenue * finance.research_share / 12.0).min(finance.earnings * rules.research_most_share / 12.0);
        ledger.pay(Account::Firm(FirmId::from_index(index)), Account::Outside, Tag::Research, money);
        share_research(&facts, know, money, &mut spent);
    }
    for list in &effects.research {
        for (technology, musd) in list {
            spent[technology.index()] += musd / 12.0;
        }
    }
    for (t, money) in spent.iter().enumerate() {
        technologies.research[t] = technologies.research[t] * (1.0 - rules.research_decay / 12.0) + money;
        let definition = &facts.catalog.technologies[t];
        if technologies.readiness[t] < 9.0 {
            // Curiosity that no book shows: universities and start-ups spend as well, in step with the readiness reached.
            let all = money + definition.step_cost_musd / rules.curiosity_months;
            let chance = formulas::step_chance(rules.readiness_hazard, all, definition.step_cost_musd);
            if dice.share(calendar.month, Purpose::Readiness, t as u64) < chance {
                technologies.readiness[t] = (technologies.readiness[t] + 1.0).min(9.0);
            }
        }
    }
}

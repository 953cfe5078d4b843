//! Firms learn; technologies ripen.

use bevy_ecs::prelude::*;

use super::barriers::{learned, withheld};
use super::components::{KnowHow, Technologies, TieKind, Ties};
use super::formulas;
use crate::content::definitions::chain::Technology;
use crate::content::ids::{FirmId, RegionId, TechnologyId};
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Calendar;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run};
use crate::units::Month;
use crate::units::math::{self, single};

/// Months in which a firm looks once at all that it runs.
const QUARTER: i32 = 3;
/// Months in which it looks once at what it does not run.
const YEAR: i32 = 12;

/// Tables reused every month, at `firm * technologies + technology`.
#[derive(Default)]
pub struct Scratch {
    plants: Vec<Plants>,
    /// What every firm knows now.
    known: Vec<f64>,
    /// The same by home region and technology.
    by_home: Vec<f64>,
    /// The same of the world, by technology.
    all: Vec<f64>,
}

/// What a firm runs of a technology.
#[derive(Clone, Copy, Default)]
struct Plants {
    /// Whether it runs a line.
    runs: bool,
    /// Nameplate that stands mothballed.
    idle: f64,
    /// All nameplate.
    all: f64,
}

/// Experience grows with output. Once a quarter a firm sees what of it has faded, faster where plants stand idle, and what its
/// cost factors are, by what it knows itself and hears from others; once a year for what it does not run.
pub fn learn_by_doing(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    ties: Res<Ties>,
    effects: Res<Effects>,
    mut technologies: ResMut<Technologies>,
    lines: Query<(&Facility, &Run, &Capacity)>,
    mut firms: Query<&mut KnowHow>,
    mut scratch: Local<Scratch>,
) {
    let count = facts.catalog.technologies.len();
    let turn = |months: i32| usize::try_from(calendar.month.since(calendar.start).rem_euclid(months)).unwrap_or(0);
    let (quarter, year) = (turn(QUARTER), turn(YEAR));
    let looks = |firm: usize| firm % 3 == quarter;
    let Scratch { plants, known, by_home, all } = &mut *scratch;
    let mut firms: Vec<Mut<'_, KnowHow>> = firms.iter_mut().collect();
    // Nearly all places stay empty: those that were not are emptied at the end.
    plants.resize(firms.len() * count, Plants::default());
    let mut cells = 0.0;
    for (line, run, capacity) in &lines {
        let process = facts.process(line.process);
        let (firm, t) = (line.owner.index(), process.technology.index());
        let own = &mut plants[firm * count + t];
        own.runs = true;
        own.idle += capacity.nameplate * capacity.idle_share;
        own.all += capacity.nameplate;
        if run.made > 0.0 {
            let known = &mut firms[firm].experience[t];
            *known = single(*known + run.made);
        }
        if facts.chemistry_of[process.makes.index()].is_some() {
            cells += run.made;
        }
    }
    technologies.cells_made += cells;
    for (index, know) in firms.iter_mut().enumerate().filter(|(index, _)| looks(*index)) {
        forget(&facts, know, &plants[index * count..][..count]);
    }
    sum_up(&facts, &firms, count, known, by_home, all);
    for (t, technology) in facts.catalog.technologies.iter().enumerate().filter(|(_, technology)| technology.equipment_learning_share > 0.0)
    {
        let doublings = math::ln(all[t].max(1e-9) / technologies.equipment_reference[t]) / std::f64::consts::LN_2;
        // What has been learned about machines is not forgotten.
        let now = single(math::exp(doublings * math::ln(1.0 - technology.equipment_learning_share)));
        technologies.equipment[t] = technologies.equipment[t].min(now);
    }
    let known: Vec<&[f64]> = known.chunks_exact(count).collect();
    let curve = |(t, technology): (usize, &Technology)| {
        let ratio = technologies.research[t] / technologies.research_reference[t].max(1e-9);
        formulas::Curve::new(technology.learning_share, ratio, technology.research_power, technology.floor_share)
    };
    let curves: Vec<formulas::Curve> = facts.catalog.technologies.iter().enumerate().map(curve).collect();
    for (index, know) in firms.iter_mut().enumerate().filter(|(index, _)| looks(*index)) {
        let home = facts.catalog.firms[index].home.index();
        let know = &mut **know;
        for t in 0..count {
            let wanted = index % 12 == year || plants[index * count + t].runs;
            if !wanted || know.reference[t] <= 0.0 {
                continue;
            }
            let heard = effective_experience(&facts, index, t, &known, all, by_home[home * count + t])
                + through_ties(&facts, &ties, calendar.month, index, t, &known)
                + through_pacts(&facts, &effects.pacts.licences, index, t, &known);
            let open = curves[t].cost_factor(heard, know.reference[t]);
            let bars = &effects.controls.know_how;
            let barred = withheld(&facts, bars, (&ties, calendar.month), (index, t), &known, by_home);
            let after = if barred > 0.0 { curves[t].cost_factor(heard - barred, know.reference[t]) } else { open };
            know.cost_factor[t] = single(learned(know.cost_factor[t], open, after));
        }
    }
    for (line, ..) in &lines {
        plants[line.owner.index() * count + facts.process(line.process).technology.index()] = Plants::default();
    }
}

/// What is left of a firm's experience after a quarter.
fn forget(facts: &Facts, know: &mut KnowHow, plants: &[Plants]) {
    let rules = &facts.catalog.rules.learning;
    let kept = |idle: f64| 1.0 - (rules.forgetting_share + rules.idle_forgetting_share * idle) * f64::from(QUARTER) / 12.0;
    let kept_by_all = kept(0.0);
    for (known, plants) in know.experience.iter_mut().zip(plants) {
        let kept = if plants.idle > 0.0 { kept(plants.idle / plants.all) } else { kept_by_all };
        *known = single(*known * kept);
    }
}

/// What every firm knows, what all of a region know, and what the world knows.
fn sum_up(facts: &Facts, firms: &[Mut<'_, KnowHow>], count: usize, known: &mut Vec<f64>, by_home: &mut Vec<f64>, all: &mut Vec<f64>) {
    known.clear();
    for (table, size) in [(&mut *by_home, facts.regions * count), (&mut *all, count)] {
        table.clear();
        table.resize(size, 0.0);
    }
    for (know, firm) in firms.iter().zip(&facts.catalog.firms) {
        let home = &mut by_home[firm.home.index() * count..][..count];
        home.iter_mut().zip(&know.experience).for_each(|(sum, known)| *sum += known);
        known.extend_from_slice(&know.experience);
    }
    for home in by_home.chunks_exact(count) {
        all.iter_mut().zip(home).for_each(|(sum, known)| *sum += known);
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

/// What comes by deals between governments: a part of what a licence from the other country's best firm would pass on.
fn through_pacts(facts: &Facts, licences: &[(RegionId, RegionId, f64)], firm: usize, t: usize, all_firms: &[impl AsRef<[f64]>]) -> f64 {
    let home = facts.catalog.firms[firm].home;
    let best = |from: RegionId| {
        let firms = facts.catalog.firms.iter().zip(all_firms).filter(|(other, _)| other.home == from);
        firms.map(|(_, known)| known.as_ref()[t]).fold(0.0, f64::max)
    };
    let hears = licences.iter().filter(|(_, to, _)| *to == home);
    hears.map(|(from, _, part)| part * facts.catalog.technologies[t].licence_spillover * best(*from)).sum()
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
    let cells = || facts.catalog.chemistries.iter().map(|c| c.technology.index());
    let made = know.experience.iter().filter(|made| **made > 0.0).count();
    let makes_cells = cells().any(|t| know.experience[t] > 0.0);
    // Chemistries may share a technology: it counts once.
    let first = |(h, t): &(usize, usize)| know.experience[*t] <= 0.0 && cells().position(|other| other == *t) == Some(*h);
    let could = || cells().enumerate().filter(first).filter(|_| makes_cells).map(|(_, t)| t);
    let total = made as f64 + 0.5 * could().count() as f64;
    if total <= 0.0 {
        return;
    }
    let each = money / total;
    for (sum, _) in spent.iter_mut().zip(&know.experience).filter(|(_, made)| **made > 0.0) {
        *sum += each;
    }
    could().for_each(|t| spent[t] += 0.5 * each);
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
        if money <= 0.0 {
            continue;
        }
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

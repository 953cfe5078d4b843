//! Whom a measure is aimed at, and what those hold against the government that took it.

use bevy_ecs::prelude::World;

use super::components::{Diplomacy, Step};
use super::formulas;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::Who;
use crate::content::ids::RegionId;
use crate::orders::Order;
use crate::sim::Simulation;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::policy::components::{Measure, Measures};
use crate::sim::policy::measures::InForce;
use crate::sim::policy::planned::{adjusted, enacted};
use crate::sim::politics::bills::change_of_size;
use crate::sim::society::components::Treasury;
use crate::units::Month;

/// Foreign regions that a measure is aimed at, as bits.
#[must_use]
pub fn targets(facts: &Facts, measure: &Measure, month: Month) -> u32 {
    if measure.treaty.is_some() {
        return 0;
    }
    let view = InForce { measure, facts, month: month.max(measure.since), phase: 1.0 };
    let effects = &facts.catalog.policies[measure.policy.index()].effects;
    let mut bits = found_against(facts, measure, effects);
    for effect in effects {
        if let Some(who) = aim(&view, effect) {
            // A content rule names those who conform: it is aimed at the others.
            let named = view.regions(who);
            bits |= if matches!(effect, Effect::ContentRule(_)) { !named } else { named };
        }
    }
    let all = (1_u64 << facts.regions) - 1;
    bits & u32::try_from(all & u64::from(u32::MAX)).unwrap_or(u32::MAX) & !(1 << measure.by.index())
}

/// Whom the duties of clubs and standards are found to hit, and the home of a firm that is listed, as bits.
fn found_against(facts: &Facts, measure: &Measure, effects: &[Effect]) -> u32 {
    let view = InForce { measure, facts, month: measure.since, phase: 1.0 };
    let mut bits = 0;
    for effect in effects {
        match effect {
            Effect::ImportFloor(_) | Effect::CarbonStandard(_) => {
                bits |= measure.levies.iter().fold(0, |all, levy| all | 1 << levy.from.index());
            }
            Effect::FirmListing(e) => {
                bits |= view.firm(e.firm).map_or(0, |firm| 1 << facts.catalog.firms[firm.index()].home.index());
            }
            _ => {}
        }
    }
    bits
}

/// Whom an effect is about, if it hurts.
fn aim<'e>(view: &InForce<'_>, effect: &'e Effect) -> Option<&'e Who> {
    match effect {
        Effect::Tariff(e) => (view.number(&e.rate) > 0.0).then_some(&e.from),
        Effect::ExportTax(e) => (view.number(&e.rate) > 0.0).then_some(&e.to),
        Effect::ExportLicence(e) => (view.number(&e.granted) < 1.0).then_some(&e.to),
        Effect::ImportBan(e) => Some(&e.from),
        Effect::InvestmentScreen(e) => Some(&e.against),
        Effect::KnowHowControl(e) => (view.number(&e.held) > 0.0).then_some(&e.to),
        Effect::OutboundScreen(e) => Some(&e.to),
        Effect::MagnetLicence(e) => (view.number(&e.granted) < 1.0).then_some(&e.to),
        Effect::TradeRemedy(e) => Some(&e.from),
        Effect::ContentRule(e) => (view.number(&e.penalty) > 0.0).then_some(&e.from),
        _ => None,
    }
}

/// By region and the other that it has something against: points of standing grievances, of measures taken since the level began.
#[must_use]
pub fn sums(facts: &Facts, start: Month, month: Month, measures: &[Measure]) -> Vec<f64> {
    let mut sums = vec![0.0; facts.regions * facts.regions];
    for measure in measures.iter().filter(|m| m.announced >= start && m.is_in_force(month)) {
        let policy = &facts.catalog.policies[measure.policy.index()];
        goodwill(facts, measure, month, &mut sums);
        if policy.rung == 0 {
            continue;
        }
        let points = policy.size(measure.settings_in(month)) * formulas::grievance(&facts.catalog.rules.diplomacy, policy.rung);
        let bits = targets(facts, measure, month);
        for other in (0..facts.regions).filter(|other| bits & (1 << other) != 0) {
            sums[other * facts.regions + measure.by.index()] += points;
            // Who hurts somebody thinks the worse of him, a little.
            sums[measure.by.index() * facts.regions + other] += facts.catalog.rules.diplomacy.doer_share * points;
        }
    }
    sums
}

/// What a measure does to please others is taken off of what they hold against its government.
fn goodwill(facts: &Facts, measure: &Measure, month: Month, sums: &mut [f64]) {
    let Some(view) = InForce::new(measure, facts, month) else { return };
    for effect in &facts.catalog.policies[measure.policy.index()].effects {
        if let Effect::Goodwill(e) = effect {
            let (bits, points) = (view.regions(&e.to) & !(1 << measure.by.index()), view.number(&e.points));
            for other in (0..facts.regions).filter(|other| bits & (1 << other) != 0) {
                sums[other * facts.regions + measure.by.index()] -= points;
            }
        }
    }
}

/// What a measure is to others when it is announced or made larger.
#[derive(Clone, Debug, PartialEq)]
pub struct Affront {
    /// Its rung on the ladder.
    pub rung: u32,
    /// At whom it is aimed.
    pub at: Vec<RegionId>,
    /// Points that relations lose at once.
    pub shock: f64,
    /// Points by which they are drawn down while it stands.
    pub grievance: f64,
    /// Points of tension between the two sides; none if it is not aimed at the rival.
    pub tension: f64,
}

impl Affront {
    /// Of a measure that is announced, or made larger, by `weight`; none where nobody minds.
    fn of(facts: &Facts, measure: &Measure, weight: f64, now: Month) -> Option<Self> {
        let (rules, scenario) = (&facts.catalog.rules.diplomacy, &facts.catalog.scenario);
        let (rung, bits) = (facts.catalog.policies[measure.policy.index()].rung, targets(facts, measure, now));
        if rung == 0 || bits == 0 || weight <= 0.0 {
            return None;
        }
        let at: Vec<RegionId> = (0..facts.regions).filter(|r| bits & (1 << r) != 0).map(RegionId::from_index).collect();
        let (grievance, shock) = (weight * formulas::grievance(rules, rung), weight * rules.shock_share * formulas::grievance(rules, rung));
        let rivals = scenario.is_side(measure.by) && at.contains(&scenario.rival(measure.by));
        let tension = if rivals { weight * formulas::tension_of(rules, rung) } else { 0.0 };
        Some(Self { rung, at, shock, grievance, tension })
    }
}

/// What an order of a side would be to others; none where nobody minds.
#[must_use]
pub fn affront(sim: &Simulation, side: RegionId, order: &Order) -> Option<Affront> {
    let (facts, catalog) = (sim.facts(), sim.catalog());
    let (planned, weight) = match order {
        Order::EnactPolicy { policy, settings } => {
            let planned = enacted(sim, side, *policy, settings);
            let size = catalog[*policy].size(&planned.settings);
            (planned, size)
        }
        Order::AdjustMeasure { measure, settings } => {
            let standing = sim.world().resource::<Measures>().list.iter().find(|m| m.id == *measure && m.by == side)?;
            (adjusted(standing, settings), change_of_size(&catalog[standing.policy], standing, settings))
        }
        _ => return None,
    };
    Affront::of(facts, &planned, weight, sim.now())
}

/// A measure is announced, or made larger by `weight`: those at whom it is aimed take it amiss at once, and the two sides come a rung
/// nearer to a break.
pub fn offend(world: &mut World, measure: &Measure, weight: f64) {
    let facts = world.resource::<Facts>().clone();
    let now = world.resource::<Calendar>().month;
    let Some(affront) = Affront::of(&facts, measure, weight, now) else { return };
    let by = measure.by.index();
    let mut treasuries = world.query::<&mut Treasury>();
    for (region, mut treasury) in treasuries.iter_mut(world).enumerate() {
        if affront.at.contains(&RegionId::from_index(region))
            && let Some(relation) = treasury.relations.get_mut(by)
        {
            *relation = (*relation - affront.shock).max(-100.0);
        }
    }
    if affront.tension > 0.0 {
        let mut diplomacy = world.resource_mut::<Diplomacy>();
        diplomacy.tension = (diplomacy.tension + affront.tension).min(100.0);
        diplomacy.steps.push(Step { month: now, by: measure.by, rung: affront.rung, measure: measure.id });
    }
}

//! Carries out what an event or an answer changes.

use bevy_ecs::prelude::World;

use super::components::{Events, Lasting};
use super::shocks::is_meant;
use crate::content::definitions::events::{Change, Delay, Enact, End, Expect, PointsOf, Said, Shift};
use crate::content::ids::{EventId, RegionId};
use crate::sim::calendar::components::Calendar;
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Pipeline;
use crate::sim::ledger::components::{Account, Ledger, Tag};
use crate::sim::policy::components::{Measure, Measures};
use crate::sim::policy::orders::{defaults, same_matter, take};
use crate::sim::politics::components::Politics;
use crate::sim::politics::formulas::said;
use crate::sim::politics::orders::is_executive;
use crate::sim::politics::systems::{blocs, weights};
use crate::sim::society::components::Treasury;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::Markets;
use crate::units::Month;

/// Carries out the changes of an event, or of one of its answers, at the start of the month that comes or has begun.
pub fn carry_out(world: &mut World, event: EventId, answer: Option<u32>) {
    let facts = world.resource::<Facts>().clone();
    let month = world.resource::<Calendar>().month;
    let definition = &facts.catalog[event];
    let changes = match answer {
        None => &definition.changes,
        Some(number) => match definition.answers.get(number as usize) {
            Some(answer) => &answer.changes,
            None => return,
        },
    };
    for (number, change) in changes.iter().enumerate() {
        carry_out_one(world, &facts, month, change);
        if matches!(change, Change::Shock(_) | Change::Outage(_)) {
            let lasting = Lasting { event, answer, change: u32::try_from(number).unwrap_or(u32::MAX), since: month };
            world.resource_mut::<Events>().lasting.push(lasting);
        }
    }
}

fn carry_out_one(world: &mut World, facts: &Facts, month: Month, change: &Change) {
    match change {
        // These last: they are looked at every month.
        Change::Shock(_) | Change::Outage(_) => {}
        Change::Enact(e) => enact(world, facts, month, e),
        Change::End(e) => end(world, month, e),
        Change::Delay(e) => delay(world, facts, e),
        Change::Expect(e) => expect(world, e),
        Change::Relations(e) => shift(world, facts, e),
        Change::Tension(e) => {
            let mut diplomacy = world.resource_mut::<Diplomacy>();
            diplomacy.tension = (diplomacy.tension + e.points).clamp(0.0, 100.0);
        }
        Change::Credibility(e) => credibility(world, e),
        Change::Capital(e) => {
            if let Some(side) = world.resource_mut::<Politics>().of_mut(e.of) {
                side.capital = (side.capital + e.points).clamp(0.0, 100.0);
            }
        }
        Change::Mood(e) => hear(world, facts, e),
        Change::Money(e) => {
            let (own, outside) = (Account::Government(e.of), Account::Outside);
            let (from, to) = if e.musd < 0.0 { (own, outside) } else { (outside, own) };
            world.resource_mut::<Ledger>().pay(from, to, Tag::Programmes, e.musd.abs());
        }
        Change::Loss(e) => {
            world.resource_mut::<Ledger>().pay(Account::Firm(e.firm), Account::Outside, Tag::OutsideBusiness, e.musd);
        }
        Change::Readiness(e) => {
            if let Some(readiness) = world.resource_mut::<Technologies>().readiness.get_mut(e.technology.index()) {
                *readiness = (*readiness + e.steps).clamp(1.0, 9.0);
            }
        }
    }
}

/// A government takes a measure, unless it stands already or the government decides as it did in the world.
fn enact(world: &mut World, facts: &Facts, month: Month, e: &Enact) {
    if world.resource::<Events>().told.contains(&e.by) {
        return;
    }
    let policy = &facts.catalog[e.policy];
    let mut settings = defaults(policy);
    settings.extend(e.settings.iter().map(|(name, setting)| (name.clone(), setting.clone())));
    let since = later(month, e.after_months);
    let measure = Measure {
        id: world.resource::<Measures>().next,
        policy: e.policy,
        by: e.by,
        since,
        announced: month,
        until: e.months.map(|months| later(since, months)),
        settings,
        change: None,
        executive: is_executive(&facts.catalog, e.by, policy),
        treaty: None,
        suspended: None,
        awarded: 0.0,
    };
    let standing: Vec<&Measure> = world.resource::<Measures>().list.iter().collect();
    if same_matter(&standing, &measure, policy.several).is_none() {
        take(world, measure);
    }
}

fn end(world: &mut World, month: Month, e: &End) {
    if world.resource::<Events>().told.contains(&e.by) {
        return;
    }
    let until = later(month, e.after_months);
    for measure in world.resource_mut::<Measures>().list.iter_mut().filter(|m| m.by == e.by && m.policy == e.policy) {
        measure.until = Some(measure.until.map_or(until, |before| before.min(until)));
    }
}

fn later(month: Month, months: u32) -> Month {
    month.plus(i32::try_from(months).unwrap_or(0))
}

fn delay(world: &mut World, facts: &Facts, e: &Delay) {
    for project in world.resource_mut::<Pipeline>().projects.iter_mut().filter(|project| !project.ended) {
        let process = facts.process(project.process);
        let home = facts.catalog[project.firm].home;
        let owned = e.owners.is_empty() || e.owners.contains(&home);
        let here = e.at.is_empty() || e.at.contains(&project.region);
        if owned && here && is_meant(&e.goods, &e.stages, process.makes, process.stage) {
            project.months_left += e.months;
        }
    }
}

fn expect(world: &mut World, e: &Expect) {
    for node in &mut world.resource_mut::<Markets>().of_mut(e.good).nodes {
        node.expected *= e.times;
    }
}

fn shift(world: &mut World, facts: &Facts, e: &Shift) {
    let scenario = &facts.catalog.scenario;
    let means = |region: RegionId| region != e.to && if e.of.is_empty() { !scenario.is_side(region) } else { e.of.contains(&region) };
    let mut query = world.query::<&mut Treasury>();
    for (index, mut treasury) in query.iter_mut(world).enumerate() {
        if means(RegionId::from_index(index))
            && let Some(relation) = treasury.relations.get_mut(e.to.index())
        {
            *relation = (*relation + e.points).clamp(-100.0, 100.0);
        }
    }
}

fn credibility(world: &mut World, e: &PointsOf) {
    if let Some(side) = world.resource_mut::<Politics>().of_mut(e.of) {
        side.credibility.iter_mut().for_each(|with| *with = (*with + e.points).clamp(0.0, 100.0));
    }
}

fn hear(world: &mut World, facts: &Facts, e: &Said) {
    let points = || e.issues.iter().map(|(issue, points)| (*issue, *points));
    if let Some(side) = world.resource_mut::<Politics>().of_mut(e.of) {
        for (bloc, mood) in blocs(&facts.catalog, e.of).zip(&mut side.moods) {
            mood.deeds += facts.catalog.rules.politics.points * said(points(), &weights(bloc));
        }
    }
}

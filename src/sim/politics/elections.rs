//! Elections, handovers and courts.

use bevy_ecs::prelude::*;

use super::components::{Politics, Side};
use super::formulas;
use super::systems::{approval, polity, weights};
use crate::content::Catalog;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::politics::{Congress, Form};
use crate::content::ids::BlocId;
use crate::sim::calendar::components::Calendar;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Measures;
use crate::sim::scoreboard::components::History;
use crate::units::Month;

/// Elections move seats, and every second one may move the office.
pub fn hold_elections(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    dice: Res<Dice>,
    mut politics: ResMut<Politics>,
    mut measures: ResMut<Measures>,
    mut history: ResMut<History>,
) {
    let catalog = &facts.catalog;
    let month = calendar.month;
    for (number, side) in politics.sides.iter_mut().enumerate() {
        let Some(Form::Congress(congress)) = polity(catalog, side.region).map(|polity| &polity.form) else { continue };
        if let Some((due, general)) = side.election.filter(|(due, _)| *due <= month) {
            let luck = dice.share(month, Purpose::Election, number as u64);
            let text = elect(catalog, congress, side, general, luck, month);
            history.note(month, text);
            side.election = Some((due.plus(i32::try_from(congress.every_months).unwrap_or(24)), !general));
        }
        if let Some((_, party)) = side.handover.take_if(|(due, _)| *due <= month) {
            hand_over(catalog, side, party);
            let lapsed = lapse(catalog, congress, side, month, &dice, &mut measures);
            let name = congress.parties.get(party as usize).map_or("Another", String::as_str);
            history.note(month, format!("The {name} party takes office; executive measures that lapse: {lapsed}"));
        }
    }
}

/// Holds an election: seats move with approval, the office by luck. What to tell.
fn elect(catalog: &Catalog, congress: &Congress, side: &mut Side, general: bool, luck: f64, month: Month) -> String {
    let rules = &catalog.rules.politics;
    let approval = approval(catalog, side);
    let moved = rules.swing * (rules.par - approval) / 10.0;
    let mut first = 0;
    for chamber in &congress.chambers {
        let seats = first..first + chamber.caucuses.len();
        first = seats.end;
        let after = formulas::swing(chamber, &side.seats[seats.clone()], side.in_office, moved);
        side.seats[seats].copy_from_slice(&after);
    }
    let name = |party: u32| congress.parties.get(party as usize).map_or("other", String::as_str);
    let holder = name(side.in_office).to_owned();
    let holds = !general || luck < formulas::hold_chance(rules, approval) || congress.parties.len() < 2;
    if !holds {
        let next = (side.in_office + 1) % u32::try_from(congress.parties.len()).unwrap_or(2);
        side.handover = Some((month.plus(i32::try_from(congress.handover_months).unwrap_or(2)), next));
    }
    let kind = if general { "general" } else { "mid-term" };
    let outcome = if holds { format!("the {holder} party stays in office") } else { format!("the {holder} party loses the office") };
    format!("A {kind} election at {approval:.0} % approval: {outcome}")
}

/// Another party takes office: moods begin anew, promises of the former weigh less.
fn hand_over(catalog: &Catalog, side: &mut Side, party: u32) {
    let rules = &catalog.rules.politics;
    side.in_office = party;
    side.capital = polity(catalog, side.region).map_or(side.capital, |polity| polity.capital);
    for credibility in &mut side.credibility {
        *credibility = (*credibility - rules.handover_credibility).max(0.0);
    }
    let blocs = super::systems::blocs(catalog, side.region);
    for (_, mood) in blocs.zip(&mut side.moods) {
        mood.inherited = 0.0;
        mood.deeds = 0.0;
    }
}

/// Executive measures that the new office lets lapse, the sooner the less its own people think of them; how many.
fn lapse(catalog: &Catalog, congress: &Congress, side: &Side, month: Month, dice: &Dice, measures: &mut Measures) -> usize {
    let share = catalog.rules.politics.lapse_share;
    let own = measures.list.iter_mut().filter(|m| m.by == side.region && m.executive && m.until.is_none_or(|until| until > month));
    let lapsing = own.filter(|m| {
        let policy = &catalog.policies[m.policy.index()];
        let liked = policy.size(&m.settings) * liking(catalog, congress, side.in_office, policy);
        dice.share(month, Purpose::Lapse, u64::from(m.id)) < share * (1.0 - liked)
    });
    lapsing.map(|measure| measure.until = Some(month.plus(1))).count()
}

/// What a policy says to those whom a party's members listen to, by seat.
fn liking(catalog: &Catalog, congress: &Congress, party: u32, policy: &Policy) -> f64 {
    let points = || policy.issues.iter().map(|(issue, points)| (*issue, *points));
    let members = congress.chambers.iter().flat_map(|chamber| &chamber.caucuses).filter(|caucus| caucus.party == party);
    let (sum, seats) = members.fold((0.0, 0.0), |(sum, seats), caucus| {
        let heard = |(bloc, share): (&BlocId, &f64)| share * formulas::said(points(), &weights(&catalog[*bloc]));
        (sum + caucus.seats * caucus.blocs.iter().map(heard).sum::<f64>(), seats + caucus.seats)
    });
    if seats > 0.0 { sum / seats } else { 0.0 }
}

/// Courts stop some executive measures within their first year.
pub fn hear_courts(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    dice: Res<Dice>,
    mut measures: ResMut<Measures>,
    mut history: ResMut<History>,
) {
    let catalog = &facts.catalog;
    let month = calendar.month;
    let chance = 1.0 - crate::units::math::pow(1.0 - catalog.rules.politics.court_chance, 1.0 / 12.0);
    for measure in measures.list.iter_mut().filter(|m| m.executive && m.is_in_force(month) && month.since(m.since) < 12) {
        let policy = &catalog.policies[measure.policy.index()];
        if policy.contestable && dice.share(month, Purpose::Court, u64::from(measure.id)) < chance {
            measure.until = Some(month.plus(1));
            history.note(month, format!("A court stops “{}” of {}", policy.name, catalog.regions[measure.by.index()].name));
        }
    }
}

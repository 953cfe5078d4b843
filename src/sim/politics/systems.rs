//! Moods follow what is measured, capital follows approval, attention comes back with each quarter.

use bevy_ecs::prelude::*;

use super::components::{ISSUES, Mood, NEUTRAL, Politics, Side};
use super::figures::Sources;
use super::formulas;
use crate::content::Catalog;
use crate::content::definitions::politics::{Bloc, Form, Issue, Polity};
use crate::content::ids::RegionId;
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Calendar;
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::{Dependence, Land, Treasury};
use crate::sim::trade::components::Markets;

/// Months that figures are remembered, to be compared with a year ago.
const YEAR: usize = 12;

/// The blocs of a region's government, in the order of the catalog.
pub fn blocs(catalog: &Catalog, region: RegionId) -> impl Iterator<Item = &Bloc> {
    catalog.blocs.iter().filter(move |bloc| bloc.region == region)
}

/// The polity of a region.
#[must_use]
pub fn polity(catalog: &Catalog, region: RegionId) -> Option<&Polity> {
    catalog.polities.iter().find(|polity| polity.region == region)
}

/// What issues weigh with a bloc.
#[must_use]
pub fn weights(bloc: &Bloc) -> [f64; ISSUES] {
    let mut weights = [0.0; ISSUES];
    for (issue, weight) in &bloc.issues {
        weights[*issue as usize] = *weight;
    }
    weights
}

/// Approval as the mean of moods.
#[must_use]
pub fn approval(catalog: &Catalog, side: &Side) -> f64 {
    blocs(catalog, side.region).zip(&side.moods).map(|(bloc, mood)| bloc.weight * mood.level()).sum()
}

/// The politics of a level's first month.
#[must_use]
pub fn begin(facts: &Facts) -> Politics {
    let catalog = &facts.catalog;
    let side = |polity: &Polity| {
        let (seats, election) = match &polity.form {
            Form::Congress(congress) => (
                congress.chambers.iter().flat_map(|chamber| chamber.caucuses.iter().map(|caucus| caucus.seats)).collect(),
                Some((congress.next_election, congress.next_is_general)),
            ),
            Form::Plan(_) => (Vec::new(), None),
        };
        Side {
            region: polity.region,
            capital: polity.capital,
            attention: polity.attention,
            moods: blocs(catalog, polity.region).map(|bloc| Mood { inherited: bloc.mood - NEUTRAL, ..Mood::default() }).collect(),
            credibility: (0..facts.regions).map(|r| polity.credibility.at(RegionId::from_index(r))).collect(),
            past: Vec::new(),
            seats,
            in_office: 0,
            election,
            handover: None,
        }
    };
    Politics { sides: catalog.polities.iter().map(side).collect() }
}

/// Moods follow the year's changes; what was done and what was inherited fades.
pub fn move_moods(
    facts: Res<Facts>,
    markets: Res<Markets>,
    cars: Res<Cars>,
    dependence: Res<Dependence>,
    diplomacy: Res<Diplomacy>,
    mut politics: ResMut<Politics>,
    mut lands: Query<(&Land, &mut Treasury)>,
) {
    let catalog = &facts.catalog;
    let rules = &catalog.rules.politics;
    let (kept, known) = (formulas::fading(rules.memory_months), formulas::fading(rules.honeymoon_months));
    let list: Vec<(&Land, &Treasury)> = lands.iter().collect();
    let sources = Sources { facts: &facts, markets: &markets, cars: &cars, dependence: &dependence, diplomacy: &diplomacy, lands: &list };
    let figures: Vec<[f64; ISSUES]> =
        politics.sides.iter().map(|side| sources.figures(side.region, catalog.scenario.rival(side.region))).collect();
    let mut approvals = Vec::with_capacity(figures.len());
    for (side, now) in politics.sides.iter_mut().zip(&figures) {
        let year_ago = side.past.first_chunk::<ISSUES>().copied().unwrap_or(*now);
        for (bloc, mood) in blocs(catalog, side.region).zip(&mut side.moods) {
            let weights = weights(bloc);
            for issue in Issue::ALL {
                let at = *issue as usize;
                let judged = formulas::judgement(rules, *issue, now[at], year_ago[at]);
                mood.issues[at] += (rules.points * weights[at] * judged - mood.issues[at]) / rules.mood_months;
            }
            mood.deeds *= kept;
            mood.inherited *= known;
        }
        if side.past.len() >= YEAR * ISSUES {
            side.past.drain(..ISSUES);
        }
        side.past.extend_from_slice(now);
        approvals.push((side.region, approval(catalog, side)));
    }
    for (index, (_, mut treasury)) in lands.iter_mut().enumerate() {
        if let Some((_, approval)) = approvals.iter().find(|(region, _)| region.index() == index) {
            treasury.approval = *approval;
        }
    }
}

/// Capital comes with approval, credibility with steadiness, attention with the quarter.
pub fn renew_means(facts: Res<Facts>, calendar: Res<Calendar>, effects: Res<Effects>, mut politics: ResMut<Politics>) {
    let catalog = &facts.catalog;
    let rules = &catalog.rules.politics;
    let quarter_ends = calendar.month.of_year().is_multiple_of(3);
    for side in &mut politics.sides {
        let income = (rules.capital_a_month + rules.capital_per_point * (approval(catalog, side) - NEUTRAL)).max(0.0);
        side.capital = (side.capital + income).clamp(0.0, 100.0);
        let steady = rules.credibility_a_month + effects.controls.credibility(side.region);
        for credibility in &mut side.credibility {
            *credibility = (*credibility + steady).min(100.0);
        }
        if let Some(polity) = polity(catalog, side.region).filter(|_| quarter_ends) {
            side.attention = polity.attention + side.attention.clamp(0.0, rules.prepared_most);
        }
    }
}

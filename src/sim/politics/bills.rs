//! Which decision an order is at home: the bill of a policy, or a letter.

use super::orders::{self, Bill, Step};
use crate::content::Catalog;
use crate::content::definitions::policies::Policy;
use crate::content::ids::{EventId, RegionId};
use crate::orders::deals::{Clause, Giver};
use crate::orders::{Order, Political, Refusal, Settings};
use crate::sim::Simulation;
use crate::sim::diplomacy::deals::Deals;
use crate::sim::policy::components::{Effects, Measure, Measures};
use crate::sim::policy::programmes;

/// What an order asks of a side's own people.
///
/// # Errors
/// The refusal, if they will not have it.
pub fn price(sim: &Simulation, side: RegionId, order: &Order) -> Result<Political, Refusal> {
    orders::price(sim, side, &bill(sim, sim.catalog(), side, order))
}

/// Pays what an order asks of a side's own people. Called before the order is carried out.
pub fn pay(sim: &mut Simulation, side: RegionId, order: &Order, price: &Political) {
    let catalog = sim.catalog().clone();
    let bill = bill(sim, &catalog, side, order);
    orders::pay(sim, side, &bill, price);
}

fn answer_of(catalog: &Catalog, event: EventId, number: u32) -> Bill<'_> {
    let event = &catalog[event];
    event.answers.get(number as usize).map_or_else(
        || Bill::administrative(&event.name, 0.0),
        |answer| Bill { capital: answer.capital, issues: Some(&answer.issues), ..Bill::administrative(&answer.name, answer.attention) },
    )
}

/// How much of a policy's points a change of settings says: as far as it makes the measure larger, or smaller; nothing where its size
/// has no measure, for nobody could say whether it was raised or lowered.
#[must_use]
pub fn change_of_size(policy: &Policy, measure: &Measure, settings: &Settings) -> f64 {
    if policy.weight.is_none() {
        return 0.0;
    }
    let mut after = measure.latest().clone();
    after.extend(settings.clone());
    policy.size(&after) - policy.size(measure.latest())
}

/// Whether a government has given its word not to touch a measure.
#[must_use]
pub fn is_promised(sim: &Simulation, measure: &Measure) -> bool {
    let words = &sim.world().resource::<Effects>().controls.words;
    words.iter().any(|word| word.by == measure.by && word.policy == measure.policy)
}

/// A deal: it takes the capital of everything that the side gives in it.
fn deal<'a>(catalog: &'a Catalog, side: RegionId, (other, articles): (RegionId, &[Clause])) -> Bill<'a> {
    let mine = |clause: &&Clause| clause.by != Giver::Partner || side == other;
    let capital = articles.iter().filter(mine).map(|clause| catalog[catalog[clause.article].policy].capital).sum();
    Bill { capital, ..Bill::administrative("A deal", catalog.rules.deals.deal_attention) }
}

fn bill<'a>(sim: &Simulation, catalog: &'a Catalog, side: RegionId, order: &Order) -> Bill<'a> {
    let letters = catalog.rules.politics.letter_attention;
    let standing = |number: u32| sim.world().resource::<Measures>().list.iter().find(|m| m.id == number);
    let kept = |measure: &Measure, bill: Bill<'a>| Bill { breaks_word: is_promised(sim, measure), ..bill };
    match order {
        Order::EnactPolicy { policy, settings } => Bill::of(&catalog[*policy], Step::Taken, catalog[*policy].size(settings)),
        Order::AdjustMeasure { measure, settings } => {
            let change = |measure: &Measure| {
                let policy = &catalog[measure.policy];
                kept(measure, Bill::of(policy, Step::Altered, change_of_size(policy, measure, settings)))
            };
            standing(*measure).map_or_else(|| Bill::administrative("A change", letters), change)
        }
        Order::RepealMeasure { measure } => {
            let end = |measure: &Measure| {
                let policy = &catalog[measure.policy];
                kept(measure, Bill::of(policy, Step::Ended, -policy.size(measure.latest())))
            };
            standing(*measure).map_or_else(|| Bill::administrative("An end", letters), end)
        }
        Order::SetStockpile { .. } | Order::StartMission { .. } => programmes::long_of(sim, side, order)
            .map_or_else(|| Bill::administrative("A programme", letters), |(policy, sign)| programme(&catalog[policy], sign)),
        Order::AnswerEvent { event, answer } => answer_of(catalog, *event, *answer),
        Order::ProposeDeal { to, articles, .. } => deal(catalog, side, (*to, articles)),
        Order::AnswerOffer { offer, accept } => {
            let offers = &sim.world().resource::<Deals>().offers;
            let found = offers.iter().find(|waiting| waiting.id == *offer).filter(|_| *accept);
            found.map_or_else(|| Bill::administrative("An answer", 0.0), |offer| deal(catalog, side, (offer.from, &offer.articles)))
        }
        Order::HoldSummit { .. } => Bill::administrative("A summit", catalog.rules.deals.summit_attention),
        Order::LeaveDeal { .. } => Bill::administrative("An end", letters),
        Order::OpenTalks { .. } | Order::SetDeadline { .. } | Order::Mediate { .. } => Bill::administrative("A note", letters),
        Order::FundProject { .. } => Bill::administrative("Money for a project", letters),
        Order::FastTrackProject { .. } => Bill::administrative("A hastened permit", letters),
        Order::DirectFirm { firm, .. } => Bill::administrative(&catalog[*firm].name, letters),
    }
}

/// The bill of a programme that is taken (1), changed (a half) or ended (−1).
fn programme(policy: &Policy, sign: f64) -> Bill<'_> {
    let step = if sign < 0.0 {
        Step::Ended
    } else if sign < 1.0 {
        Step::Altered
    } else {
        Step::Taken
    };
    Bill::of(policy, step, sign)
}

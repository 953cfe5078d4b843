//! What waits for an answer: events, and offers of others. The best answer is given, and what serves nothing is refused.

use super::act::Act;
use super::ideas::{Idea, deals, events, key};
use super::judge::{Glance, Judge, reason, sum};
use super::plan::Intent;
use super::sight::{Means, Sight};
use crate::content::definitions::doctrines::Deed;
use crate::content::ids::{EventId, RegionId};
use crate::orders::{Order, Quote};
use crate::reports::dossier::Note;
use crate::sim::Simulation;
use crate::sim::diplomacy::deals::{Deals, Offer};
use crate::sim::diplomacy::terms::spell_out;
use crate::sim::diplomacy::weighing::Scales;
use crate::sim::events::components::Events;

/// Whether anything waits for an answer of a side.
pub(super) fn wait(sim: &Simulation, side: RegionId) -> bool {
    events_for(sim, side).next().is_some() || offers_to(sim, side).next().is_some()
}

fn events_for(sim: &Simulation, side: RegionId) -> impl Iterator<Item = EventId> + '_ {
    let waiting = sim.world().resource::<Events>().waiting();
    waiting.map(|(event, _)| event).filter(move |event| sim.catalog()[*event].asks == Some(side))
}

fn offers_to(sim: &Simulation, side: RegionId) -> impl Iterator<Item = &Offer> {
    sim.world().resource::<Deals>().offers.iter().filter(move |offer| offer.to == side)
}

/// Answers to everything that waits. What they take is taken from `means`.
pub(super) fn replies(sight: &Sight<'_>, judge: &impl Judge, means: &mut Means) -> Vec<Intent> {
    let sim = sight.view.sim;
    let mut intents: Vec<Intent> = events_for(sim, sight.side).filter_map(|event| to_event(sight, judge, means, event)).collect();
    intents.extend(offers_to(sim, sight.side).filter_map(|offer| to_offer(sight, judge, means, offer)));
    intents
}

/// An answer that can be given, with what it is worth.
struct Choice {
    idea: Idea,
    quote: Quote,
    why: String,
    utility: f64,
}

fn weighed(sight: &Sight<'_>, judge: &impl Judge, means: &Means, idea: Idea) -> Option<Choice> {
    let quote = sight.view.sim.check(sight.side, &idea.order).ok()?;
    let fits = quote.political.attention <= means.attention.max(0.0)
        && means.capital.is_none_or(|capital| quote.political.capital <= capital.max(0.0))
        && quote.cost_now_musd <= means.cash.max(0.0);
    if !fits {
        return None;
    }
    let terms = judge.weigh(&Glance(sight), &idea, &quote);
    let why = match reason(&terms) {
        why if why.is_empty() => "nothing speaks for any other answer".to_owned(),
        why => why,
    };
    Some(Choice { utility: sum(&terms), idea, quote, why })
}

fn given(sight: &Sight<'_>, means: &mut Means, choice: Choice) -> Intent {
    let Choice { idea, quote, why, utility } = choice;
    means.attention -= quote.political.attention;
    means.capital = means.capital.map(|capital| capital - quote.political.capital);
    let year = quote.cost_per_year_musd + idea.year_musd;
    means.room -= year.max(0.0);
    means.cash -= quote.cost_now_musd;
    let note = Note { month: sight.now, order: idea.order.clone(), why, utility, cost_per_year_musd: year, lag_months: quote.lag_months };
    Intent { order: idea.order, note }
}

/// The best answer to an event that does not lead beyond the brink.
fn to_event(sight: &Sight<'_>, judge: &impl Judge, means: &mut Means, event: EventId) -> Option<Intent> {
    let sane = events::answers(sight, event).into_iter().filter(|idea| !idea.breaks(sight));
    let choices = sane.filter_map(|idea| weighed(sight, judge, means, idea));
    let best = choices.max_by(|a, b| a.utility.total_cmp(&b.utility).then(b.idea.key.cmp(&a.idea.key)))?;
    Some(given(sight, means, best))
}

/// Yes to an offer that is worth something and crosses no line of its own, else no.
fn to_offer(sight: &Sight<'_>, judge: &impl Judge, means: &mut Means, offer: &Offer) -> Option<Intent> {
    let sim = sight.view.sim;
    let terms = spell_out(sim, offer.from, offer.to, &offer.articles, offer.months).ok()?;
    let scales = Scales::new(sim);
    let answer = |accept: bool| {
        let order = Order::AnswerOffer { offer: offer.id, accept };
        Idea::of(order, Act::Deed(Deed::AnswerOffer), key(&format!("offer {} {accept}", offer.id)))
    };
    let signs = scales.weigh(&terms, sight.side).red.is_empty();
    let yes = Idea { serves: deals::serves(sight, &scales, &terms), ..answer(true) };
    let yes = weighed(sight, judge, means, yes).filter(|_| signs);
    match yes {
        Some(yes) if yes.utility > 0.0 => Some(given(sight, means, yes)),
        other => {
            let mut no = weighed(sight, judge, means, answer(false))?;
            no.why = match other {
                Some(yes) => format!("a yes would be worth {:+.2}: {}", yes.utility, yes.why).replace('-', "−"),
                None => "it cannot or will never sign that".to_owned(),
            };
            Some(given(sight, means, no))
        }
    }
}

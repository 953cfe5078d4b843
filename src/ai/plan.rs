//! A quarter's orders: what comes to mind, the best of it quoted, as much of that given as attention, capital and money allow.

use super::act::Act;
use super::ideas::{self, Idea};
use super::judge::{Glance, Judge, Term, highest_rung, reason, sum};
use super::mind::Mind;
use super::replies;
use super::sight::Sight;
use crate::content::definitions::doctrines::Doctrine;
use crate::content::ids::RegionId;
use crate::orders::{Order, Quote};
use crate::reports::dossier::Note;
use crate::sim::Simulation;
use crate::sim::dice::{Dice, Purpose};
use crate::units::Month;

/// Of what is quoted, the most that are measures: letters to firms must have their turn.
const MEASURES: f64 = 0.7;

/// An order that a government wants to give, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    /// The order.
    pub order: Order,
    /// What is noted once it is given.
    pub note: Note,
}

/// An idea with its terms.
struct Weighed {
    idea: Idea,
    quote: Quote,
    terms: Vec<Term>,
}

impl Weighed {
    fn utility(&self) -> f64 {
        sum(&self.terms)
    }

    fn yields(&self) -> f64 {
        per_attention(self.utility(), self.idea.attention)
    }
}

/// Utility for the attention that it takes. The root, so that great measures have their turn beside many letters.
fn per_attention(utility: f64, attention: f64) -> f64 {
    utility / attention.max(0.25).sqrt()
}

/// What a government wants to order now. `dice` are its own: the world's are not asked.
pub fn plan(sim: &Simulation, side: RegionId, doctrine: &Doctrine, judge: &impl Judge, (mind, dice): (&mut Mind, &Dice)) -> Vec<Intent> {
    mind.tidy(sim.now());
    let mut sight = Sight::new(sim, side, doctrine, mind);
    let mut intents = answered(&mut sight, judge);
    let ideas = ranked(&sight, judge, mind, dice);
    let weighed = quoted(&sight, judge, ideas, mind);
    intents.extend(chosen(&sight, weighed, mind));
    intents
}

/// Answers to what waits, in a month in which nothing else is planned.
pub fn answers(sim: &Simulation, side: RegionId, doctrine: &Doctrine, judge: &impl Judge, mind: &mut Mind) -> Vec<Intent> {
    if !replies::wait(sim, side) {
        return Vec::new();
    }
    answered(&mut Sight::new(sim, side, doctrine, mind), judge)
}

/// Answers to what waits; what they take is gone for everything else.
fn answered(sight: &mut Sight<'_>, judge: &impl Judge) -> Vec<Intent> {
    let mut means = sight.means;
    let intents = replies::replies(sight, judge, &mut means);
    sight.means = means;
    intents
}

/// Ideas that may be worth their attention, the best first.
fn ranked(sight: &Sight<'_>, judge: &impl Judge, mind: &Mind, dice: &Dice) -> Vec<Idea> {
    let top = highest_rung(sight.doctrine.rung, &sight.doctrine.reply, sight.blow);
    let mut list: Vec<(f64, Idea)> = Vec::new();
    for idea in ideas::all(sight, mind, dice) {
        let dear = sight.means.capital.is_some_and(|capital| idea.capital > capital) || idea.attention > sight.means.attention;
        if dear || idea.breaks(sight) || f64::from(idea.rung) > top {
            continue;
        }
        let whim = sight.thinking.whim * dice.share(sight.now, Purpose::Whim, idea.key ^ 1);
        let value = sum(&judge.foresee(&Glance(sight), &idea)) + whim;
        // The end of a measure or deal may save what is not known before it is asked for.
        let ends = is_change(&idea) || matches!(idea.order, Order::LeaveDeal { .. });
        let hope = if idea.takes_back == 0 && ends { sight.thrift() * (0.05 + 0.5 * sight.urgency()) } else { 0.0 };
        let yields = per_attention(value + hope, idea.attention);
        if yields >= sight.doctrine.threshold {
            list.push((yields, idea));
        }
    }
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.key.cmp(&b.1.key)));
    list.into_iter().map(|(_, idea)| idea).collect()
}

fn is_change(idea: &Idea) -> bool {
    matches!(idea.order, Order::AdjustMeasure { .. } | Order::RepealMeasure { .. })
}

/// The best ideas at the terms that their quotes name. What is refused or too dear is set aside for a while.
fn quoted(sight: &Sight<'_>, judge: &impl Judge, ideas: Vec<Idea>, mind: &mut Mind) -> Vec<Weighed> {
    // Whoever is short of money looks at more of what could end.
    let most = f64::from(sight.thinking.quotes) * (1.0 + 3.0 * sight.urgency());
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few")]
    let (most, measures) = (most as usize, (MEASURES * most).ceil() as usize);
    let (mut list, mut asked, mut of_measures) = (Vec::new(), 0, 0);
    for idea in ideas {
        if asked == most {
            break;
        }
        let is_measure = matches!(idea.act, Act::Policy(_)) || is_change(&idea);
        if is_measure && of_measures == measures {
            continue;
        }
        asked += 1;
        of_measures += usize::from(is_measure);
        match sight.view.sim.check(sight.side, &idea.order) {
            Ok(quote) => {
                let terms = judge.weigh(&Glance(sight), &idea, &quote);
                list.push(Weighed { idea, quote, terms });
            }
            Err(_) => mind.wait(idea.key, later(sight, 1.0)),
        }
    }
    list
}

/// Until when something is set aside.
fn later(sight: &Sight<'_>, share: f64) -> Month {
    let months = share * f64::from(sight.thinking.wait_months);
    #[expect(clippy::cast_possible_truncation, reason = "a few years at most")]
    sight.now.plus((months as i32).max(3))
}

/// Takes what yields most for its attention, as long as it is worth it and can be paid for.
fn chosen(sight: &Sight<'_>, mut list: Vec<Weighed>, mind: &mut Mind) -> Vec<Intent> {
    list.sort_by(|a, b| b.yields().total_cmp(&a.yields()).then(a.idea.key.cmp(&b.idea.key)));
    let mut means = sight.means;
    let (mut intents, mut stepped, mut about) = (Vec::new(), false, Vec::new());
    for weighed in list {
        let Weighed { idea, quote, terms } = &weighed;
        if weighed.yields() < sight.doctrine.threshold {
            mind.wait(idea.key, later(sight, 0.5));
            continue;
        }
        let year = idea.yearly(sight, quote);
        let cash = means.cash.max(0.0) + 0.25 * means.budget;
        let fits = idea.attention <= means.attention
            && means.capital.is_none_or(|capital| quote.political.capital <= capital)
            && (year <= means.room || year <= 0.0)
            && quote.cost_now_musd <= cash;
        // One hostile step in a quarter; one order to each firm and about each measure.
        let again = idea.rung > 0 && stepped || about.contains(&subject(&idea.order));
        if !fits || again {
            continue;
        }
        means.attention -= idea.attention;
        means.capital = means.capital.map(|capital| capital - quote.political.capital);
        means.room -= year.max(0.0);
        means.cash -= quote.cost_now_musd;
        stepped |= idea.rung > 0;
        about.push(subject(&idea.order));
        if idea.rung > 0 && sight.blow.is_some() {
            mind.answer(sight.now);
        }
        mind.wait(idea.key, later(sight, 1.0));
        let note = Note {
            month: sight.now,
            order: idea.order.clone(),
            why: reason(terms),
            utility: weighed.utility(),
            cost_per_year_musd: quote.cost_per_year_musd,
            lag_months: quote.lag_months,
        };
        intents.push(Intent { order: idea.order.clone(), note });
    }
    intents
}

/// What two orders of one quarter may not both be about.
fn subject(order: &Order) -> String {
    match order {
        Order::EnactPolicy { policy, .. } => format!("{policy:?}"),
        Order::AdjustMeasure { measure, .. } | Order::RepealMeasure { measure } => format!("measure {measure}"),
        Order::FundProject { project, .. } | Order::FastTrackProject { project } => format!("project {project}"),
        Order::DirectFirm { firm, .. } => format!("{firm:?}"),
        Order::SetStockpile { .. } => "stockpile".to_owned(),
        Order::StartMission { .. } => "mission".to_owned(),
        Order::AnswerEvent { event, .. } => format!("{event:?}"),
        Order::ProposeDeal { .. }
        | Order::AnswerOffer { .. }
        | Order::LeaveDeal { .. }
        | Order::OpenTalks { .. }
        | Order::HoldSummit { .. }
        | Order::SetDeadline { .. }
        | Order::Mediate { .. } => "diplomacy".to_owned(),
    }
}

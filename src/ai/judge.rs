//! Utility of an order, as terms that add up (docs/rival.md). Whoever wants to weigh orders in another way, such as by playing copies
//! of the world to their end, writes another [`Judge`].

use super::ideas::Idea;
use super::sight::{Blow, Sight};
use crate::content::definitions::doctrines::{Aim, Reply};
use crate::orders::Quote;
use crate::orders::phrases::money;

/// A part of a utility.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What, in a few words.
    pub name: String,
    /// How much.
    pub value: f64,
}

/// What weighs orders.
pub trait Judge {
    /// What an idea is worth as far as can be told without asking for its terms.
    fn foresee(&self, sight: &Glance<'_>, idea: &Idea) -> Vec<Term>;
    /// What it is worth at the terms of its quote.
    fn weigh(&self, sight: &Glance<'_>, idea: &Idea, quote: &Quote) -> Vec<Term>;
}

/// What a judge may look at.
pub struct Glance<'a>(pub(super) &'a Sight<'a>);

/// The published formula.
pub struct Published;

impl Judge for Published {
    fn foresee(&self, sight: &Glance<'_>, idea: &Idea) -> Vec<Term> {
        let mut terms = gains(sight.0, idea);
        terms.extend(ladder(sight.0, idea));
        terms.push(term("political capital", -sight.0.thinking.capital_worth * idea.capital));
        terms
    }

    fn weigh(&self, sight: &Glance<'_>, idea: &Idea, quote: &Quote) -> Vec<Term> {
        let sight = sight.0;
        let mut terms = gains(sight, idea);
        terms.extend(ladder(sight, idea));
        terms.push(term("political capital", -sight.thinking.capital_worth * quote.political.capital));
        let year = idea.yearly(sight, quote);
        let weight = sight.thrift() * (0.5 + sight.needs.of(Aim::Thrift));
        let (share, short) = (year / sight.means.budget, sight.means.short);
        // What is saved counts in full as far as money is short, and in part beyond.
        let part = sight.thinking.income_part;
        let saved = (-share).max(0.0);
        let value = if share > 0.0 { -weight * share } else { weight * idea.earns * (saved.min(short) + part * (saved - short).max(0.0)) };
        // No income is worth more than a great aim, unless the money is needed.
        terms.push(Term { name: format!("money ({} a year)", money(year)), value: value.min(1.0 + 2.0 * sight.urgency()) });
        terms
    }
}

/// The sum of terms.
pub(super) fn sum(terms: &[Term]) -> f64 {
    terms.iter().map(|term| term.value).sum()
}

/// The two terms that speak most for an order and the one that speaks most against it, in words.
pub(super) fn reason(terms: &[Term]) -> String {
    let mut list: Vec<&Term> = terms.iter().filter(|term| term.value.abs() >= 0.005).collect();
    list.sort_by(|a, b| b.value.total_cmp(&a.value));
    let say = |term: &Term| format!("{} {:+.2}", term.name, term.value).replace('-', "−");
    let pro: Vec<String> = list.iter().take(2).filter(|term| term.value > 0.0).map(|term| say(term)).collect();
    let contra = list.last().filter(|term| term.value < 0.0).map(|term| format!("against it {}", say(term)));
    [pro.join(", "), contra.unwrap_or_default()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn term(name: &str, value: f64) -> Term {
    Term { name: name.to_owned(), value }
}

/// What an idea serves: weight of the aim, points, need, what is left of it, how much it is liked.
fn gains(sight: &Sight<'_>, idea: &Idea) -> Vec<Term> {
    let liking = idea.liking * idea.act.liking(sight.doctrine);
    let one = |(aim, points): &(Aim, f64)| {
        let gain = sight.weight(*aim) * points * sight.needs.of(*aim) * idea.fresh;
        // Liking makes gains larger; it does not make harm any larger.
        term(aim.label(), if gain > 0.0 { gain * liking } else { gain })
    };
    let mut terms: Vec<Term> = Vec::with_capacity(idea.serves.len());
    for new in idea.serves.iter().map(one) {
        match terms.iter_mut().find(|old| old.name == new.name) {
            Some(old) => old.value += new.value,
            None => terms.push(new),
        }
    }
    terms
}

/// Steps on the ladder: tension that is shunned, blows that are answered, steps back that are answered.
fn ladder(sight: &Sight<'_>, idea: &Idea) -> Vec<Term> {
    let (mut terms, reply) = (Vec::new(), &sight.doctrine.reply);
    if idea.rung > 0 {
        terms.push(term("tension", -shunned(sight.doctrine.caution, idea.tension(sight), sight.view.diplomacy.tension)));
        if let Some(blow) = sight.blow {
            let name = format!("an answer to a step on rung {}", blow.rung);
            terms.push(Term { name, value: answer(reply, blow, idea.rung) });
        }
    }
    if let Some(blow) = idea.returns {
        // The end of a deal stands on no rung: it counts as a step on that of the partner's.
        terms
            .push(Term { name: format!("an answer to the partner’s step on rung {}", blow.rung), value: answer(reply, blow, blow.rung) });
    }
    if idea.takes_back > 0 && sight.eased > 0 {
        terms.push(term("the rival took a step back", reply.ease));
    }
    terms
}

/// Utility lost by a step: its share of the way from rest to the break, more when the break is near.
fn shunned(caution: f64, step: f64, tension: f64) -> f64 {
    caution * step / 100.0 * (0.5 + tension / 50.0)
}

/// Utility of a step on a rung as an answer to a blow: full on the rung that the doctrine thinks right, nothing four rungs off.
pub(super) fn answer(reply: &Reply, blow: Blow, rung: u32) -> f64 {
    let right = (f64::from(blow.rung) + reply.rungs).clamp(1.0, 10.0);
    reply.weight * blow.fresh * (1.0 - (f64::from(rung) - right).abs() / 4.0).max(0.0)
}

/// The highest rung on which a doctrine steps now: its own, or that of the answer to a blow.
pub(super) fn highest_rung(own: u32, reply: &Reply, blow: Option<Blow>) -> f64 {
    let answer = blow.filter(|blow| blow.fresh > 0.25).map_or(0.0, |blow| f64::from(blow.rung) + reply.rungs);
    f64::from(own).max(answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(rungs: f64) -> Reply {
        Reply { rungs, weight: 1.0, months: 12.0, ease: 0.5 }
    }

    #[test]
    fn an_answer_is_worth_most_on_the_rung_of_the_blow() {
        let blow = Blow { rung: 5, fresh: 1.0 };
        let best = (1..=10).max_by(|a, b| answer(&reply(0.0), blow, *a).total_cmp(&answer(&reply(0.0), blow, *b)));
        assert_eq!((best, answer(&reply(0.0), blow, 10)), (Some(5), 0.0));
        let above = (1..=10).max_by(|a, b| answer(&reply(1.0), blow, *a).total_cmp(&answer(&reply(1.0), blow, *b)));
        assert_eq!(above, Some(6));
        assert!(answer(&reply(0.0), Blow { fresh: 0.5, ..blow }, 5) < answer(&reply(0.0), blow, 5), "old blows are answered less");
    }

    #[test]
    fn only_a_fresh_blow_opens_rungs_beyond_ones_own() {
        let blow = |fresh: f64| Some(Blow { rung: 7, fresh });
        assert_eq!([None, blow(1.0), blow(0.1)].map(|b| highest_rung(3, &reply(0.0), b)), [3.0, 7.0, 3.0]);
    }

    #[test]
    fn a_reason_names_what_speaks_most_for_and_against() {
        let terms = [("industry", 0.4), ("money", -0.2), ("calm", 0.1), ("pressure", 0.001), ("resilience", 0.3)];
        let terms = terms.map(|(name, value)| term(name, value));
        assert_eq!(reason(&terms), "industry +0.40, resilience +0.30; against it money −0.20");
        assert_eq!(reason(&terms[1..2]), "against it money −0.20", "the least harm of all");
    }
}

//! Deals that could be offered, talks that would help them, deals that are better left.

use super::{Idea, key, letter};
use crate::ai::act::Act;
use crate::ai::sight::{Sight, blow_since};
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::content::ids::RegionId;
use crate::orders::Order;
use crate::orders::deals::Clause;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::diplomacy::counter::{acceptable, additions};
use crate::sim::diplomacy::deals::Deal;
use crate::sim::diplomacy::terms::{Terms, is_same_matter, spell_out};
use crate::sim::diplomacy::weighing::{Scales, credibility};

/// What a deal must be worth to be thought through.
const WORTH: f64 = 0.03;
/// Part of a deal's worth that talks about it have.
const TALKS: f64 = 0.4;

/// A proposal and what it is worth.
struct Draft {
    articles: Vec<Clause>,
    serves: Vec<(Aim, f64)>,
    worth: f64,
    capital: f64,
}

pub(super) fn think(sight: &Sight<'_>, dice: &Dice, ideas: &mut Vec<Idea>) {
    let scales = Scales::new(sight.view.sim);
    for partner in partners(sight, dice) {
        let drafts = additions(sight.view.sim, sight.side, partner).into_iter();
        let drafts = drafts.filter_map(|clause| draft(sight, &scales, partner, vec![clause]));
        if let Some(best) = drafts.filter(|draft| draft.worth > WORTH).max_by(|a, b| a.worth.total_cmp(&b.worth)) {
            ideas.extend(offer(sight, &scales, partner, best));
        }
    }
    ideas.extend(scales.deals.list.iter().filter(|deal| deal.parties.contains(&sight.side)).map(|deal| leave(sight, &scales, deal)));
}

/// Governments whose deals are thought through this time.
fn partners(sight: &Sight<'_>, dice: &Dice) -> Vec<RegionId> {
    let aims = &sight.view.catalog.aims;
    let others = aims.iter().map(|aims| aims.region).filter(|region| *region != sight.side);
    let mut list: Vec<(f64, RegionId)> = others.map(|r| (dice.share(sight.now, Purpose::Whim, key(&format!("deal {r:?}"))), r)).collect();
    list.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    list.into_iter().take(sight.thinking.partners as usize).map(|(_, region)| region).collect()
}

/// A proposal, if it can be made and says nothing that stands already.
fn draft(sight: &Sight<'_>, scales: &Scales<'_>, partner: RegionId, articles: Vec<Clause>) -> Option<Draft> {
    let terms = spell_out(sight.view.sim, sight.side, partner, &articles, sight.thinking.deal_months).ok()?;
    let standing = || scales.deals.list.iter().filter(|deal| deal.is_between(sight.side, partner)).flat_map(|deal| &deal.articles);
    if terms.given.iter().any(|given| standing().any(|old| is_same_matter(old, given))) {
        return None;
    }
    let serves = serves(sight, scales, &terms);
    let catalog = sight.view.catalog;
    let own = terms.given.iter().filter(|given| given.by == sight.side);
    let capital = own.map(|given| catalog[catalog[given.article].policy].capital).sum();
    Some(Draft { articles, worth: sight.worth(&serves), serves, capital })
}

/// What a deal serves: the points of interest in each article, as far as the other is believed and the doctrine likes the article.
pub(in crate::ai) fn serves(sight: &Sight<'_>, scales: &Scales<'_>, terms: &Terms) -> Vec<(Aim, f64)> {
    let rules = scales.stakes.rules();
    let believed = credibility(scales.deals, sight.view.politics, terms.other(sight.side), sight.side) / 100.0;
    let credence = rules.least_credence + (1.0 - rules.least_credence) * believed;
    let mut list: Vec<(Aim, f64)> = Vec::new();
    for given in &terms.given {
        let liking = sight.doctrine.articles.get(&given.article).copied().unwrap_or(1.0);
        for (interest, points) in scales.worth(terms, given, sight.side) {
            let points = if points > 0.0 { points * liking * if given.by == sight.side { 1.0 } else { credence } } else { points };
            let each = sight.thinking.interests.get(&interest).into_iter().flatten();
            for (aim, per_point) in each {
                match list.iter_mut().find(|(old, _)| old == aim) {
                    Some((_, sum)) => *sum += per_point * points,
                    None => list.push((*aim, per_point * points)),
                }
            }
        }
    }
    list
}

/// The offer of a proposal as the partner would sign it: as it is, or with what makes it acceptable; else talks, if these would do.
fn offer(sight: &Sight<'_>, scales: &Scales<'_>, partner: RegionId, best: Draft) -> Option<Idea> {
    let (sim, months) = (sight.view.sim, sight.thinking.deal_months);
    let terms = spell_out(sim, sight.side, partner, &best.articles, months).ok()?;
    let (theirs, mine) = (scales.weigh(&terms, partner), scales.weigh(&terms, sight.side));
    if theirs.accepts() && mine.red.is_empty() {
        return Some(proposal(sight, partner, best));
    }
    let counters = acceptable(sim, sight.side, partner, &best.articles, months).into_iter().filter_map(|counter| match counter.order {
        Order::ProposeDeal { articles, .. } => draft(sight, scales, partner, articles),
        _ => None,
    });
    if let Some(made) = counters.filter(|draft| draft.worth > WORTH).max_by(|a, b| a.worth.total_cmp(&b.worth)) {
        return Some(proposal(sight, partner, made));
    }
    let short = theirs.red.is_empty() && mine.red.is_empty() && theirs.total() + scales.stakes.rules().talks_points >= 0.0;
    short.then(|| {
        let mut idea = letter(sight, Deed::OpenTalks, Order::OpenTalks { with: partner }, 1.0, &format!("talks {partner:?}"));
        idea.serves.extend(best.serves.iter().map(|(aim, points)| (*aim, TALKS * points)));
        idea
    })
}

fn proposal(sight: &Sight<'_>, partner: RegionId, draft: Draft) -> Idea {
    let mut serves: Vec<(Aim, f64)> = sight.thinking.served(Deed::ProposeDeal).collect();
    serves.extend(draft.serves);
    let order = Order::ProposeDeal { to: partner, articles: draft.articles, months: sight.thinking.deal_months };
    Idea {
        serves,
        attention: sight.view.catalog.rules.deals.deal_attention,
        capital: draft.capital,
        ..Idea::of(order, Act::Deed(Deed::ProposeDeal), key(&format!("deal {partner:?}")))
    }
}

/// The end of a deal: what it takes as it stands now is won back, a step of the partner since it was signed is answered, and a word is broken.
fn leave(sight: &Sight<'_>, scales: &Scales<'_>, deal: &Deal) -> Idea {
    let months = u32::try_from(deal.until.since(sight.now)).unwrap_or(0);
    let terms = Terms::of(deal, months);
    let mut idea = letter(sight, Deed::LeaveDeal, Order::LeaveDeal { deal: deal.id }, 1.0, &format!("leave {}", deal.id));
    idea.serves.extend(serves(sight, scales, &terms).into_iter().map(|(aim, points)| (aim, -points)));
    idea.returns = blow_since(sight, deal.other(sight.side), deal.since);
    idea
}

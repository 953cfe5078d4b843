//! Summits, demands with a date, mediation.

use super::{Idea, letter};
use crate::ai::sight::Sight;
use crate::content::definitions::doctrines::Deed;
use crate::content::ids::RegionId;
use crate::orders::Order;
use crate::sim::diplomacy::contacts::yields;
use crate::sim::diplomacy::grievances::targets;
use crate::sim::policy::components::Measure;

/// Tension at which a summit with the rival is worth all that it can be.
const TENSE: f64 = 50.0;
/// Relations that a summit with a third country is to make warm.
const WARM: f64 = 40.0;
/// Months until a demand is due.
const TERM: u32 = 6;
/// Part of a demand's worth that the rival's yielding has: it may let the date pass.
const RIVAL_YIELDS: f64 = 0.5;

pub(super) fn think(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    summits(sight, ideas);
    demands(sight, ideas);
    mediation(sight, ideas);
}

fn relation(sight: &Sight<'_>, of: RegionId, to: RegionId) -> f64 {
    sight.view.relation(of, to).unwrap_or(0.0)
}

/// Third countries that pursue aims of their own.
fn thirds<'a>(sight: &'a Sight<'_>) -> impl Iterator<Item = RegionId> + 'a {
    sight.view.catalog.aims.iter().map(|aims| aims.region).filter(|region| *region != sight.side && *region != sight.rival)
}

/// With the rival as tension is high, and with the third country that home trades most with among those that are cool.
fn summits(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let attention = sight.view.catalog.rules.deals.summit_attention;
    let mut summit = |with: RegionId, stake: f64| {
        let mut idea = letter(sight, Deed::HoldSummit, Order::HoldSummit { with }, stake, &format!("summit {with:?}"));
        idea.attention = attention;
        ideas.push(idea);
    };
    summit(sight.rival, sight.view.diplomacy.tension / TENSE);
    let trade = |with: RegionId| -> f64 {
        sight.stakes.goods.iter().map(|stake| stake.imports[with.index()] + stake.exports[with.index()]).sum::<f64>()
    };
    let coolness = |with: RegionId| (WARM - relation(sight, with, sight.side)).max(0.0) / 100.0;
    let best = thirds(sight).filter(|with| coolness(*with) > 0.0).max_by(|a, b| {
        let worth = |with: RegionId| trade(with) * coolness(with);
        worth(*a).total_cmp(&worth(*b)).then(b.cmp(a))
    });
    if let Some(with) = best {
        summit(with, coolness(with));
    }
}

/// The end of what is aimed at home: of a third country that would give way, and of the rival's newest step.
fn demands(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let aimed = |m: &&Measure| {
        let hostile = m.by != sight.side && m.treaty.is_none() && sight.view.catalog[m.policy].rung > 0;
        hostile && m.until.is_none_or(|until| until > sight.now) && targets(sight.view.facts, m, sight.now) & (1 << sight.side.index()) != 0
    };
    let all = || sight.view.measures.list.iter().filter(aimed);
    let weak = all().find(|m| m.by != sight.rival && yields(sight.view.sim, sight.side, m.by, m)).map(|m| (m, 1.0));
    let newest = all().filter(|m| m.by == sight.rival && sight.now.since(m.announced) <= 6).max_by_key(|m| (m.announced, m.id));
    for (m, stake) in weak.into_iter().chain(newest.map(|m| (m, RIVAL_YIELDS))) {
        let order = Order::SetDeadline { to: m.by, measure: m.id, months: TERM };
        ideas.push(letter(sight, Deed::SetDeadline, order, stake, &format!("demand {}", m.id)));
    }
}

/// Between the two third countries that are on the worst terms, among those that are on good terms with home.
fn mediation(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let friends: Vec<RegionId> = thirds(sight).filter(|who| relation(sight, *who, sight.side) >= 0.0).collect();
    let pairs = friends.iter().enumerate().flat_map(|(n, first)| friends[n + 1..].iter().map(move |second| (*first, *second)));
    let between = |(first, second): (RegionId, RegionId)| 0.5 * (relation(sight, first, second) + relation(sight, second, first));
    if let Some((first, second)) = pairs.min_by(|a, b| between(*a).total_cmp(&between(*b)).then(a.cmp(b))) {
        let stake = (WARM - between((first, second))).max(0.0) / 100.0;
        ideas.push(letter(sight, Deed::Mediate, Order::Mediate { first, second }, stake, &format!("mediate {first:?} {second:?}")));
    }
}

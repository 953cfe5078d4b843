//! Countries as partners: how each leans between the two sides, what it wants and how far deals serve that, what it holds, what it
//! never signs, which cards it has in hand.

use super::table::cells;
use super::{Table, View};
use crate::content::definitions::diplomacy::Interest;
use crate::content::ids::{CardId, GoodId, RegionId};
use crate::sim::diplomacy::cards;
use crate::sim::diplomacy::deals::{Deal, Deals};
use crate::sim::diplomacy::terms::Terms;
use crate::sim::diplomacy::weighing::{Scales, credibility};

/// Share of the world's output, %, from which a country is said to hold a good.
const HELD: f64 = 3.0;
/// Goods that are told of a country.
const GOODS: usize = 6;

/// Something that a government wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Want {
    /// What.
    pub interest: Interest,
    /// Its weight, 1 being usual.
    pub weight: f64,
    /// Points that standing deals bring it in this, weighted.
    pub served: f64,
    /// The partners of these deals with their points.
    pub by: Vec<(RegionId, f64)>,
}

/// A measure that a third country may take by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// Its name.
    pub name: String,
    /// What it is after.
    pub about: String,
    /// What it is worth to its holder now, points.
    pub worth: f64,
    /// Whether it stands.
    pub stands: bool,
}

/// A government as a partner.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// Whose.
    pub region: RegionId,
    /// What it is after, in a sentence or two; nothing if it has not said.
    pub about: String,
    /// Its interests, the heaviest first.
    pub wants: Vec<Want>,
    /// Goods of which it makes most, with its share of the world's output, %.
    pub holds: Vec<(GoodId, f64)>,
    /// What it never signs, as sentences.
    pub red_lines: Vec<String>,
    /// Measures that it may take by itself.
    pub cards: Vec<Held>,
    /// Share of what it sells abroad along the chain that goes to each side, %: the United States first.
    pub sells: [f64; 2],
}

/// Goods of which a country makes a part of the world's output worth telling, %, the largest first.
#[must_use]
pub fn holds(view: &View<'_>, region: RegionId) -> Vec<(GoodId, f64)> {
    let share = |good: GoodId| {
        let market = view.markets.of(good);
        let world: f64 = view.regions().map(|r| market.node(r).made).sum();
        super::view::percent(market.node(region).made, world)
    };
    let mut list: Vec<(GoodId, f64)> = view.goods().map(|good| (good, share(good))).filter(|(_, share)| *share >= HELD).collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1));
    list
}

/// Countries beside the one of `side`, a row for each: where they stand between the two sides, and what they are worth as partners.
#[must_use]
pub fn table(view: &View<'_>, side: RegionId) -> (Table, Vec<RegionId>) {
    let scenario = &view.catalog.scenario;
    let (us, china) = (view.short(scenario.us), view.short(scenario.china));
    let deals: &Deals = view.sim.world().resource();
    let mut table = Table::new("countries", format!("Countries, {}", view.sim.now()))
        .words("region")
        .numbers(&format!("relations with {us}"), "−100 to 100")
        .numbers(&format!("relations with {china}"), "−100 to 100")
        .numbers("believes you", "of 100")
        .numbers("chain output", "$bn a year")
        .numbers("deals with you", "")
        .phrases("makes most of", 24);
    let mut regions = Vec::new();
    for region in view.regions().filter(|region| *region != side) {
        let output: f64 = view.goods().map(|g| 12.0 * view.markets.of(g).node(region).made * view.markets.of(g).node(region).spot).sum();
        let with = |of: RegionId| view.relation(of, region).filter(|_| of != region);
        let worth = |good: GoodId| view.markets.of(good).node(region).made * view.markets.of(good).node(region).spot;
        let most = holds(view, region)
            .into_iter()
            .max_by(|a, b| worth(a.0).total_cmp(&worth(b.0)))
            .map(|(good, share)| format!("{} % of {}", crate::units::digits::fixed(share, 0), view.said(good)));
        table.push(cells![
            view.region(region),
            with(scenario.us),
            with(scenario.china),
            credibility(deals, view.politics, side, region),
            output / 1000.0,
            deals.list.iter().filter(|deal| deal.is_between(side, region)).count(),
            most,
        ]);
        regions.push(region);
    }
    (table, regions)
}

/// How a country leans: −100 to China, 100 to the United States; nothing of a side.
#[must_use]
pub fn leaning(view: &View<'_>, region: RegionId) -> Option<f64> {
    let scenario = &view.catalog.scenario;
    if scenario.is_side(region) {
        return None;
    }
    Some((view.relation(region, scenario.us)? - view.relation(region, scenario.china)?) / 2.0)
}

/// What there is to know of a country as a partner.
#[must_use]
pub fn country(view: &View<'_>, region: RegionId) -> Country {
    let scales = Scales::new(view.sim);
    let aims = scales.aims(region);
    let exports = scales.stakes.exports(region);
    let abroad: f64 = exports.iter().enumerate().filter(|(to, _)| *to != region.index()).map(|(_, musd)| musd).sum();
    let scenario = &view.catalog.scenario;
    let to = |side: RegionId| if side == region { 0.0 } else { super::view::percent(exports[side.index()], abroad) };
    Country {
        region,
        about: aims.map_or_else(String::new, |aims| aims.about.clone()),
        wants: wants(&scales, region),
        holds: holds(view, region).into_iter().take(GOODS).collect(),
        red_lines: aims.into_iter().flat_map(|aims| &aims.red_lines).map(|line| super::deals::red_line(view, line)).collect(),
        cards: cards_of(view, &scales, region),
        sells: [to(scenario.us), to(scenario.china)],
    }
}

/// Interests of a government, the heaviest first, each with what standing deals bring it.
fn wants(scales: &Scales<'_>, region: RegionId) -> Vec<Want> {
    let mut list: Vec<Want> = Interest::ALL
        .iter()
        .map(|interest| Want { interest: *interest, weight: scales.weight(region, *interest), served: 0.0, by: Vec::new() })
        .collect();
    for deal in scales.deals.list.iter().filter(|deal| deal.parties.contains(&region)) {
        for (interest, points) in brought(scales, deal, region) {
            let Some(want) = list.iter_mut().find(|want| want.interest == interest) else { continue };
            want.served += points;
            match want.by.iter_mut().find(|(partner, _)| *partner == deal.other(region)) {
                Some((_, sum)) => *sum += points,
                None => want.by.push((deal.other(region), points)),
            }
        }
    }
    list.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    list
}

/// What a standing deal brings one of its parties, by interest.
#[must_use]
pub fn brought(scales: &Scales<'_>, deal: &Deal, viewer: RegionId) -> Vec<(Interest, f64)> {
    let months = u32::try_from(deal.until.since(deal.since)).unwrap_or(0);
    let terms = Terms::of(deal, months);
    terms.given.iter().flat_map(|given| scales.worth(&terms, given, viewer)).collect()
}

fn cards_of(view: &View<'_>, scales: &Scales<'_>, by: RegionId) -> Vec<Held> {
    if view.catalog.scenario.is_side(by) {
        return Vec::new();
    }
    let held = view.catalog.all::<CardId>().filter(|(_, card)| card.who.contains(&by));
    held.map(|(id, card)| Held {
        name: card.name.clone(),
        about: card.about.clone(),
        worth: cards::weigh(view.sim, scales, id, by).total(),
        stands: view.measures.list.iter().any(|measure| cards::is_card(measure, card, by)),
    })
    .collect()
}

//! What third countries do by themselves: once a quarter each weighs its cards by its aims and what is at stake, plays the best
//! one if it pays, and takes back what no longer does. Orders go through the same door as everybody's.

use super::deals::{Deals, Played};
use super::grievances::targets;
use super::weighing::{Line, Scales};
use crate::content::definitions::diplomacy::{Card, RedLine, Sign};
use crate::content::definitions::events::EventMode;
use crate::content::ids::{CardId, GoodId, PolicyId, RegionId};
use crate::orders::phrases::capital;
use crate::orders::{Order, Settings};
use crate::sim::Simulation;
use crate::sim::policy::components::{Effects, Measure, Measures};
use crate::sim::setup::StartFacts;
use crate::sim::simulation::is_quarter;
use crate::sim::trade::components::Markets;

/// A card as a country weighs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The card.
    pub card: CardId,
    /// Terms that add up.
    pub lines: Vec<Line>,
    /// What it costs by itself, points.
    pub cost: f64,
    /// What is feared from those whom it hits, points.
    pub fear: f64,
}

impl Weighed {
    /// The sum of the terms.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.lines.iter().map(|line| line.points).sum()
    }

    /// What a card that has been played is worth to keep: its cost is spent, and half of what was feared has come already.
    #[must_use]
    pub fn to_keep(&self) -> f64 {
        self.total() + self.cost + 0.5 * self.fear
    }
}

/// What a card is worth to a country now.
#[must_use]
pub fn weigh(sim: &Simulation, scales: &Scales<'_>, id: CardId, by: RegionId) -> Weighed {
    let catalog = sim.catalog();
    let card = &catalog[id];
    let mut lines = Vec::new();
    for gain in &card.gains {
        let signs: f64 = gain.signs.iter().map(|sign| sign_of(sim, scales, card, by, *sign)).product();
        let points = scales.weight(by, gain.interest) * gain.points * signs;
        let names: Vec<&str> = gain.signs.iter().map(|sign| sign.label()).collect();
        lines.push(Line { what: format!("{}: {}", gain.interest.label(), names.join(" × ")), points });
    }
    lines.push(Line { what: "what it costs by itself".to_owned(), points: -card.cost });
    let fear = fear(sim, scales, card, by);
    lines.push(Line { what: "what those whom it hits may do".to_owned(), points: -fear });
    Weighed { card: id, lines, cost: card.cost, fear }
}

/// A measured figure, 0 to 1.
fn sign_of(sim: &Simulation, scales: &Scales<'_>, card: &Card, by: RegionId, sign: Sign) -> f64 {
    let stakes = &scales.stakes;
    let market = stakes.markets.of(card.good);
    let scenario = &sim.catalog().scenario;
    let against = card.against.unwrap_or(scenario.china);
    match sign {
        Sign::Always => 1.0,
        Sign::Power => stakes.power(card.good, by),
        Sign::Raw => stakes.raw(card.good, by),
        Sign::Rent => (market.node(by).spot / market.marginal_cost.max(1e-9) - 1.0).clamp(0.0, 1.0),
        Sign::Slump => {
            let start = sim.world().resource::<StartFacts>().price.get(card.good.index() * stakes.facts.regions + by.index());
            start.map_or(0.0, |start| (1.0 - market.node(by).spot / start.max(1e-9)).clamp(0.0, 1.0))
        }
        Sign::Surge => {
            let uses = stakes.uses(card.good, by);
            if uses > 0.0 { (stakes.sells(card.good, against, by) / uses).min(1.0) } else { 0.0 }
        }
        Sign::Subsidy => given(sim, card.good, against),
        Sign::Favour => {
            let rival = scenario.rival(against);
            ((stakes.relation(by, against) - stakes.relation(by, rival)) / 100.0).clamp(0.0, 1.0)
        }
        Sign::Distrust => (-stakes.relation(by, against) / 100.0).clamp(0.0, 1.0),
    }
}

/// The part of what plants for a good cost in a region that its government gives to makers who are at home there: what a case of subsidies
/// would find.
fn given(sim: &Simulation, good: GoodId, region: RegionId) -> f64 {
    let (facts, world) = (sim.facts(), sim.world());
    let support = world.resource::<Effects>().support(good, region);
    let makers = world.resource::<Markets>().of(good).sellers.iter().filter(|seller| seller.region == region);
    let claimants = makers.map(|seller| facts.claimant(seller.firm)).filter(|claimant| claimant.home == region);
    claimants.map(|claimant| support.grant(claimant)).fold(0.0, f64::max)
}

/// What those at whom a card is aimed may do: the more, the more the country sells to them and the better it stands with them.
fn fear(sim: &Simulation, scales: &Scales<'_>, card: &Card, by: RegionId) -> f64 {
    let (stakes, scenario) = (&scales.stakes, &sim.catalog().scenario);
    let bits = targets(stakes.facts, &planned(sim, card, by), stakes.month);
    let sides = [scenario.us, scenario.china].into_iter().filter(|side| bits & (1 << side.index()) != 0 && *side != by);
    let exports = stakes.exports(by);
    let all: f64 = exports.iter().enumerate().filter(|(to, _)| *to != by.index()).map(|(_, musd)| musd).sum();
    let of = |side: RegionId| if all > 0.0 { exports[side.index()] / all * stakes.relation(by, side).max(0.0) / 100.0 } else { 0.0 };
    stakes.rules().fear_points * sides.map(of).sum::<f64>()
}

fn settings(card: &Card) -> Settings {
    card.settings.iter().map(|(name, setting)| (name.clone(), setting.clone())).collect()
}

fn planned(sim: &Simulation, card: &Card, by: RegionId) -> Measure {
    crate::sim::policy::planned::plan(sim, by, card.policy, settings(card), None)
}

/// Whether a measure is what a card would be.
#[must_use]
pub fn is_card(measure: &Measure, card: &Card, by: RegionId) -> bool {
    let chosen = |(name, setting): (&String, &crate::content::definitions::settings::Setting)| {
        use crate::content::definitions::settings::Setting;
        matches!(setting, Setting::Number(_) | Setting::Path(_)) || measure.settings.get(name) == Some(setting)
    };
    measure.by == by && measure.policy == card.policy && card.settings.iter().all(chosen)
}

/// Whether a red line of a country keeps a measure.
fn kept(scales: &Scales<'_>, by: RegionId, policy: PolicyId) -> bool {
    let lines = scales.aims(by).into_iter().flat_map(|aims| &aims.red_lines);
    lines.into_iter().any(|line| matches!(line, RedLine::Keeps(keeps) if keeps.policy == policy))
}

impl Simulation {
    /// Third countries act, once a quarter, where a level has politics and lets them.
    pub(in crate::sim) fn let_others_act(&mut self) {
        let catalog = self.catalog().clone();
        if self.event_mode() == EventMode::Off
            || !catalog.scenario.others_act
            || catalog.polities.is_empty()
            || catalog.cards.is_empty()
            || !is_quarter(self.now())
        {
            return;
        }
        let moves = self.moves_of_others();
        for (by, card, order) in moves {
            let Ok(receipt) = self.submit(by, &order) else { continue };
            let now = self.now();
            let what = &catalog[card].name;
            let who = capital(crate::orders::phrases::region(&catalog, by));
            let enacts = matches!(order, Order::EnactPolicy { .. });
            self.at_table(|table, _| {
                if let (true, Some(measure)) = (enacts, receipt.measure) {
                    table.deals.played.push(Played { card, by, month: now, measure });
                    table.note(format!("{who} acts by itself: {what}"));
                } else {
                    table.deals.played.retain(|played| (played.card, played.by) != (card, by));
                    table.note(format!("{who} takes back what no longer pays: {what}"));
                }
            });
        }
    }

    /// What third countries would do now.
    fn moves_of_others(&self) -> Vec<(RegionId, CardId, Order)> {
        let catalog = self.catalog();
        let (scales, deals) = (Scales::new(self), self.world().resource::<Deals>());
        let rules = &catalog.rules.deals;
        let pause = i32::try_from(rules.card_months).unwrap_or(12);
        let mut moves = Vec::new();
        for by in (0..catalog.regions.len()).map(RegionId::from_index).filter(|by| !catalog.scenario.is_side(*by)) {
            let held = || catalog.all::<CardId>().filter(|(_, card)| card.who.contains(&by));
            let mine = || deals.played.iter().filter(|played| played.by == by);
            let rests = mine().any(|played| (0..pause).contains(&self.now().since(played.month)));
            if rests {
                continue;
            }
            let old = |played: &&Played| self.now().since(played.month) >= 2 * pause && !kept(&scales, by, catalog[played.card].policy);
            let ends = mine().filter(old).find(|played| weigh(self, &scales, played.card, by).to_keep() < -rules.card_end);
            if let Some(played) = ends {
                moves.push((by, played.card, Order::RepealMeasure { measure: played.measure }));
                continue;
            }
            let list = &self.world().resource::<Measures>().list;
            let open = held().filter(|(_, card)| card.not_before.is_none_or(|month| self.now() >= month));
            let open = open.filter(|(_, card)| !list.iter().any(|measure| is_card(measure, card, by)));
            // What was given up under a demand is not tried again before its time.
            let open = open.filter(|(id, _)| !mine().any(|played| played.card == *id && played.month > self.now()));
            let weighed = open.map(|(id, _)| (id, weigh(self, &scales, id, by).total())).filter(|(_, points)| *points > rules.card_enact);
            if let Some((id, _)) = weighed.max_by(|a, b| a.1.total_cmp(&b.1)) {
                let card = &catalog[id];
                moves.push((by, id, Order::EnactPolicy { policy: card.policy, settings: settings(card) }));
            }
        }
        moves
    }
}

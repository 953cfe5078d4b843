//! How a government weighs a deal: the acceptance sum. One function for all, whoever asks: reports, quotes, answers, the search
//! for something acceptable.

use super::deals::{Deals, Given, Meeting};
use super::stakes::{Stakes, level, term_share};
use super::terms::{Terms, is_same_matter, measure};
use crate::content::definitions::diplomacy::{Aims, Interest, Party, RedLine, USUAL_WEIGHT};
use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::Setting;
use crate::content::ids::RegionId;
use crate::orders::phrases::{lower_first, region};
use crate::sim::Simulation;
use crate::sim::politics::components::Politics;

/// A term of the sum.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// What.
    pub what: String,
    /// Points.
    pub points: f64,
}

/// What a deal is to one of its parties.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sum {
    /// Terms that add up.
    pub lines: Vec<Line>,
    /// What the party never signs, as sentences.
    pub red: Vec<String>,
}

impl Sum {
    /// The sum of the terms.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.lines.iter().map(|line| line.points).sum()
    }

    /// Whether the party signs.
    #[must_use]
    pub fn accepts(&self) -> bool {
        self.red.is_empty() && self.total() >= 0.0
    }

    fn add(&mut self, what: impl Into<String>, points: f64) {
        if points != 0.0 {
            self.lines.push(Line { what: what.into(), points });
        }
    }
}

/// Who weighs: the world, what stands between governments, whose word is worth what.
pub struct Scales<'a> {
    /// What is at stake.
    pub stakes: Stakes<'a>,
    /// What stands.
    pub deals: &'a Deals,
    politics: &'a Politics,
}

/// How far one government is believed by another, 0 to 100.
#[must_use]
pub fn credibility(deals: &Deals, politics: &Politics, of: RegionId, with: RegionId) -> f64 {
    match politics.of(of) {
        Some(side) => side.credibility.get(with.index()).copied().unwrap_or(50.0),
        None => deals.word.get(of.index()).copied().unwrap_or(50.0),
    }
}

impl<'a> Scales<'a> {
    /// Looks at a world.
    #[must_use]
    pub fn new(sim: &'a Simulation) -> Self {
        Self { stakes: Stakes::new(sim), deals: sim.world().resource(), politics: sim.world().resource() }
    }

    /// The aims of a government.
    #[must_use]
    pub fn aims(&self, of: RegionId) -> Option<&'a Aims> {
        self.stakes.facts.catalog.aims.iter().find(|aims| aims.region == of)
    }

    /// What an interest weighs with a government.
    #[must_use]
    pub fn weight(&self, of: RegionId, interest: Interest) -> f64 {
        self.aims(of).and_then(|aims| aims.interests.get(&interest)).copied().unwrap_or(USUAL_WEIGHT)
    }

    /// What an article is worth to a party by interest, at the term of its deal.
    #[must_use]
    pub fn worth(&self, terms: &Terms, given: &Given, viewer: RegionId) -> Vec<(Interest, f64)> {
        let (stakes, with) = (&self.stakes, terms.other(given.by));
        let article = measure(&stakes.facts.catalog, given, with, 0, stakes.month, stakes.month.plus(12));
        let share = term_share(stakes.rules(), terms);
        let party = if viewer == given.by { Party::Giver } else { Party::Receiver };
        let lines = stakes.facts.catalog[given.article].worth.iter().filter(|line| line.to == party || line.to == Party::Each);
        let points = |line: &crate::content::definitions::diplomacy::Worth| {
            let level = level(stakes.facts, &article, line.by.as_ref());
            if level == 0.0 {
                return 0.0;
            }
            let stake = stakes.of(&line.stake, &article, with, viewer);
            self.weight(viewer, line.interest) * line.points * level * stake * share
        };
        lines.map(|line| (line.interest, points(line))).collect()
    }

    /// The acceptance sum of a deal for one of its parties.
    #[must_use]
    pub fn weigh(&self, terms: &Terms, viewer: RegionId) -> Sum {
        let (stakes, catalog) = (&self.stakes, &self.stakes.facts.catalog);
        let rules = stakes.rules();
        let other = terms.other(viewer);
        let believed = credibility(self.deals, self.politics, other, viewer) / 100.0;
        let credence = rules.least_credence + (1.0 - rules.least_credence) * believed;
        let mut sum = Sum { red: self.red_lines(terms, viewer), ..Sum::default() };
        let (mut promised, mut known) = (0.0, 0.0);
        for given in &terms.given {
            let own = given.by == viewer;
            let from = if own { "given" } else { "received" };
            let article = lower_first(&catalog[given.article].name);
            let mut gain = 0.0;
            for (interest, points) in self.worth(terms, given, viewer) {
                sum.add(format!("{article} {from}: {}", interest.label()), points);
                gain += points;
            }
            if !own && gain > 0.0 {
                promised += gain;
                known += gain * self.known_already(given, viewer, other);
            }
        }
        sum.add(
            format!("what {} promises is believed at {:.0} of 100", region(catalog, other), 100.0 * believed),
            (credence - 1.0) * promised,
        );
        sum.add("alternatives: the same from others already", -known);
        sum.add(format!("standing with {}", region(catalog, other)), rules.standing_points * stakes.relation(viewer, other) / 100.0);
        let talks = self.deals.last(Meeting::Talks, viewer, other);
        if talks.is_some_and(|since| stakes.month.since(since) < i32::try_from(rules.talks_months).unwrap_or(0)) {
            sum.add("talks under way", rules.talks_points);
        }
        self.displeasure(&mut sum, viewer, other);
        sum.add("would rather sign nothing", -rules.inertia_points);
        sum
    }

    /// What the other side would hold against a third country that signs.
    fn displeasure(&self, sum: &mut Sum, viewer: RegionId, other: RegionId) {
        let scenario = &self.stakes.facts.catalog.scenario;
        if scenario.is_side(viewer) || !scenario.is_side(other) {
            return;
        }
        let rival = scenario.rival(other);
        let friendly = self.stakes.relation(viewer, rival).max(0.0) / 100.0;
        let points = -self.stakes.rules().displeasure_points * friendly * self.stakes.hangs_on(viewer, rival);
        sum.add(format!("what {} would say", region(&self.stakes.facts.catalog, rival)), points);
    }

    /// The part of an article's worth that a government has from others by the same article: a half of one, two thirds of two.
    fn known_already(&self, given: &Given, viewer: RegionId, other: RegionId) -> f64 {
        let others = self.deals.list.iter().filter(|deal| deal.parties.contains(&viewer) && !deal.parties.contains(&other));
        let same = |old: &&Given| is_same_matter(&Given { by: given.by, ..(*old).clone() }, given);
        let count = others.flat_map(|deal| &deal.articles).filter(|old| old.by != viewer).filter(same).count() as f64;
        count / (1.0 + count)
    }

    /// What a party never signs, as sentences.
    fn red_lines(&self, terms: &Terms, viewer: RegionId) -> Vec<String> {
        let catalog = &self.stakes.facts.catalog;
        let other = terms.other(viewer);
        let Some(aims) = self.aims(viewer) else { return Vec::new() };
        let gives = |line: &RedLine| terms.given.iter().filter(|g| g.by == viewer).any(|given| self.crosses(line, given, other));
        let crossed = |line: &&RedLine| match line {
            RedLine::NeverWith(line) => line.region == other,
            RedLine::NeverGives(_) | RedLine::Keeps(_) => gives(line),
        };
        let says = |line: &RedLine| match line {
            RedLine::NeverGives(l) => format!("It never gives “{}”, because {}.", catalog[l.article].name, l.why),
            RedLine::NeverWith(l) => format!("It signs nothing with {}, because {}.", region(catalog, other), l.why),
            RedLine::Keeps(l) => format!("Its “{}” stays, because {}.", catalog[l.policy].name, l.why),
        };
        aims.red_lines.iter().filter(crossed).map(says).collect()
    }

    /// Whether an article that a government gives crosses one of its red lines.
    fn crosses(&self, line: &RedLine, given: &Given, other: RegionId) -> bool {
        let catalog = &self.stakes.facts.catalog;
        match line {
            RedLine::NeverGives(line) => line.article == given.article && line.to.is_none_or(|to| to == other),
            RedLine::NeverWith(_) => false,
            RedLine::Keeps(line) => {
                let article = measure(catalog, given, other, 0, self.stakes.month, self.stakes.month.plus(12));
                let view = crate::sim::policy::measures::InForce {
                    measure: &article,
                    facts: self.stakes.facts,
                    month: self.stakes.month,
                    phase: 1.0,
                };
                let takes_back = |effect: &Effect| match effect {
                    Effect::LicenceWaiver(e) => line.good.is_none_or(|good| view.goods(&e.on).contains(&good)),
                    _ => false,
                };
                let stands = |good: Option<crate::content::ids::GoodId>| {
                    let about = |m: &crate::sim::policy::components::Measure| {
                        good.is_none_or(|g| m.settings.values().any(|s| *s == Setting::Good(g)))
                    };
                    self.stakes.measures.iter().any(|m| m.by == given.by && m.policy == line.policy && about(m))
                };
                catalog[catalog[given.article].policy].effects.iter().any(takes_back) && stands(line.good)
            }
        }
    }
}

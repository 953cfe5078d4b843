//! "Make it acceptable": the cheapest changes of a proposal that the other would sign, by the proposer's own aims.

use super::deals::Given;
use super::terms::{MOST_ARTICLES, Terms, spell_out};
use super::weighing::Scales;
use crate::content::definitions::diplomacy::Giving;
use crate::content::definitions::settings::{Setting, SettingKind};
use crate::content::ids::{ArticleId, GoodId, RegionId};
use crate::orders::deals::{Clause, Giver};
use crate::orders::{Order, Settings};
use crate::sim::Simulation;

/// Most proposals that are told.
pub const MOST: usize = 3;
/// Steps from the least to the most of a setting that are tried.
const STEPS: u32 = 4;
/// Changes, one upon the other, that are tried.
const DEPTH: usize = 3;
/// Goods that are tried in an article that is about one: those at stake most.
const GOODS: usize = 4;

/// A proposal that would be signed.
#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    /// The proposal.
    pub order: Order,
    /// The other's sum.
    pub sum: f64,
    /// What it costs the proposer beside what was proposed, in points by its own aims; negative is a gain.
    pub cost: f64,
}

/// A proposal with what it is to both.
#[derive(Clone)]
struct Tried {
    articles: Vec<Clause>,
    theirs: f64,
    mine: f64,
    red: bool,
}

/// At most three cheapest proposals that the other would sign, made of this one by adding articles or moving its settings.
#[must_use]
pub fn acceptable(sim: &Simulation, from: RegionId, to: RegionId, articles: &[Clause], months: u32) -> Vec<Counter> {
    let scales = Scales::new(sim);
    let judge = |articles: Vec<Clause>| -> Option<Tried> {
        let terms = spell_out(sim, from, to, &articles, months).ok()?;
        let (theirs, mine) = (scales.weigh(&terms, to), scales.weigh(&terms, from));
        let red = !theirs.red.is_empty() || !mine.red.is_empty();
        Some(Tried { articles, theirs: theirs.total(), mine: mine.total(), red })
    };
    let start = judge(articles.to_vec());
    let before = start.as_ref().map_or(0.0, |start| start.mine);
    let mut open =
        vec![start.unwrap_or_else(|| Tried { articles: articles.to_vec(), theirs: f64::NEG_INFINITY, mine: before, red: false })];
    let mut found: Vec<Tried> = Vec::new();
    for _ in 0..DEPTH {
        let mut next: Vec<Tried> = Vec::new();
        for from_here in &open {
            for changed in changes(sim, from, to, &from_here.articles) {
                let Some(tried) = judge(changed) else { continue };
                if tried.red || tried.theirs <= from_here.theirs {
                    continue;
                }
                if tried.theirs >= 0.0 { found.push(tried) } else { next.push(tried) }
            }
        }
        if !found.is_empty() {
            break;
        }
        // On from what brings most for what it costs.
        next.sort_by(|a, b| (b.theirs + 0.5 * b.mine).total_cmp(&(a.theirs + 0.5 * a.mine)));
        next.truncate(2);
        open = next;
    }
    found.sort_by(|a, b| b.mine.total_cmp(&a.mine));
    let mut told: Vec<Tried> = Vec::new();
    for tried in found {
        // Variants of one idea are told once, in whatever order its articles were added.
        let idea = |t: &Tried| {
            let mut parts: Vec<(ArticleId, u8)> = t.articles.iter().map(|clause| (clause.article, clause.by as u8)).collect();
            parts.sort_unstable();
            parts
        };
        if told.len() < MOST && told.iter().all(|other| idea(other) != idea(&tried)) {
            told.push(tried);
        }
    }
    let counter = |tried: Tried| Counter {
        order: Order::ProposeDeal { to, articles: tried.articles, months },
        sum: tried.theirs,
        cost: before - tried.mine,
    };
    told.into_iter().map(counter).collect()
}

/// Every change of a proposal by one step.
fn changes(sim: &Simulation, from: RegionId, to: RegionId, articles: &[Clause]) -> Vec<Vec<Clause>> {
    let mut list = Vec::new();
    for (at, clause) in articles.iter().enumerate() {
        for settings in moved(sim, clause) {
            let mut changed = articles.to_vec();
            changed[at].settings = settings;
            list.push(changed);
        }
    }
    if articles.len() < MOST_ARTICLES {
        for clause in additions(sim, from, to) {
            list.push(articles.iter().cloned().chain([clause]).collect());
        }
    }
    list
}

/// A clause with one number moved to each step within its range.
fn moved(sim: &Simulation, clause: &Clause) -> Vec<Settings> {
    let policy = &sim.catalog()[sim.catalog()[clause.article].policy];
    let numbers = policy.settings.iter().filter(|(_, rule)| rule.kind == SettingKind::Number);
    let each = numbers.flat_map(|(name, rule)| {
        (0..=STEPS).map(move |step| {
            let value = rule.least + (rule.most - rule.least) * f64::from(step) / f64::from(STEPS);
            let mut settings = clause.settings.clone();
            settings.insert(name.clone(), Setting::Number(value));
            settings
        })
    });
    each.filter(|settings| *settings != clause.settings).collect()
}

/// Articles that could be added, as their defaults and as the goods at stake have them.
#[must_use]
pub fn additions(sim: &Simulation, from: RegionId, to: RegionId) -> Vec<Clause> {
    let mut list = Vec::new();
    for (article, definition) in sim.catalog().all::<ArticleId>() {
        let givers: &[Giver] = match definition.gives {
            Giving::Both => &[Giver::Both],
            Giving::Either => &[Giver::Proposer, Giver::Partner],
        };
        for by in givers {
            let giver = if *by == Giver::Partner { to } else { from };
            if definition.who.is_empty() || definition.who.contains(&giver) {
                list.extend(variants(sim, article, giver).into_iter().map(|settings| Clause { article, by: *by, settings }));
            }
        }
    }
    list
}

/// Settings of an article that are tried: its defaults, and if it is about a good, each of those that its giver makes most of.
fn variants(sim: &Simulation, article: ArticleId, giver: RegionId) -> Vec<Settings> {
    let catalog = sim.catalog();
    let policy = &catalog[catalog[article].policy];
    let Some((name, rule)) = policy.settings.iter().find(|(_, rule)| rule.kind == SettingKind::Good) else { return vec![Settings::new()] };
    let markets = sim.world().resource::<crate::sim::trade::components::Markets>();
    let allowed = |good: &GoodId| rule.goods.is_empty() || rule.goods.contains(good);
    let worth = |good: &GoodId| markets.of(*good).node(giver).made * markets.of(*good).node(giver).spot;
    let mut goods: Vec<GoodId> = catalog.all::<GoodId>().map(|(id, _)| id).filter(allowed).filter(|good| worth(good) > 0.0).collect();
    goods.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    goods.into_iter().take(GOODS).map(|good| Settings::from([(name.clone(), Setting::Good(good))])).collect()
}

/// A proposal in the making, article by article, as a standing deal would have it.
#[must_use]
pub fn clause_of(given: &Given, from: RegionId) -> Clause {
    let by = if given.by == from { Giver::Proposer } else { Giver::Partner };
    Clause { article: given.article, by, settings: given.settings.clone() }
}

/// The proposal that would renew a deal.
#[must_use]
pub fn renewal(terms: &Terms) -> Vec<Clause> {
    terms.given.iter().map(|given| clause_of(given, terms.from)).collect()
}

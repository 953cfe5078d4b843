//! A deal in the making: with whom, for how long, which articles; what it is to both, and what would make it acceptable.

use std::sync::Arc;

use crate::content::definitions::diplomacy::Giving;
use crate::content::definitions::settings::{Setting, SettingKind};
use crate::content::ids::{ArticleId, GoodId, RegionId};
use crate::orders::deals::{Clause, Giver};
use crate::orders::{Order, Refusal, Settings};
use crate::sim::diplomacy::counter::{Counter, acceptable};
use crate::sim::diplomacy::deals::Deals;
use crate::sim::diplomacy::terms::{is_same_matter, spell_out};
use crate::sim::diplomacy::weighing::Sum;
use crate::sim::trade::components::Markets;
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::units::Month;

/// Months of a deal at first.
const USUAL_MONTHS: u32 = 60;

/// What a proposal is weighed for: the game, the partner, the term, the articles.
type Key = (u64, RegionId, u32, Vec<Clause>);

/// A deal in the making.
#[derive(Default)]
pub(super) struct Proposal {
    /// With whom.
    pub(super) with: Option<RegionId>,
    /// For how many months.
    pub(super) months: u32,
    /// What it says.
    pub(super) articles: Vec<Clause>,
    /// The month in which it was last looked at.
    seen: Option<Month>,
    weighed: Cached<Key, Result<Weighed, Refusal>>,
    counters: Option<(Key, Arc<Vec<Counter>>)>,
}

/// What a proposal is to both.
pub(super) struct Weighed {
    /// The partner's sum.
    pub(super) theirs: Sum,
    /// The player's own.
    pub(super) mine: Sum,
}

impl Proposal {
    /// Begins with a partner; what was begun with the same stays.
    pub(super) fn begin(&mut self, with: RegionId) {
        if self.with != Some(with) {
            *self = Self { with: Some(with), months: USUAL_MONTHS, ..Self::default() };
        }
    }

    /// Forgets, once months have passed, what has been signed since.
    pub(super) fn forget_signed(&mut self, desk: &Desk) {
        let (sim, side) = (desk.game.simulation(), desk.side);
        let last = self.seen.replace(sim.now());
        let Some(with) = self.with.filter(|_| last.is_some_and(|last| last < sim.now())) else { return };
        let Ok(terms) = spell_out(sim, side, with, &self.articles, self.months) else { return };
        let deals = &sim.world().resource::<Deals>().list;
        let standing = || deals.iter().filter(|deal| deal.is_between(side, with)).flat_map(|deal| &deal.articles);
        if terms.given.iter().all(|given| standing().any(|old| is_same_matter(old, given))) {
            self.articles.clear();
        }
    }

    /// Takes articles and a term as they are told.
    pub(super) fn set(&mut self, articles: Vec<Clause>, months: u32) {
        (self.articles, self.months) = (articles, months);
    }

    /// The order, once there is a partner and something to say.
    pub(super) fn order(&self) -> Option<Order> {
        let to = self.with.filter(|_| !self.articles.is_empty())?;
        Some(Order::ProposeDeal { to, articles: self.articles.clone(), months: self.months })
    }

    fn key(&self, desk: &Desk) -> Option<Key> {
        Some((desk.revision, self.with.filter(|_| !self.articles.is_empty())?, self.months, self.articles.clone()))
    }

    /// What it is to both, or why it cannot be offered so; nothing while it is empty.
    pub(super) fn weighed(&mut self, desk: &Desk) -> Option<Arc<Result<Weighed, Refusal>>> {
        let key = self.key(desk)?;
        let (to, months, side, order) = (key.1, key.2, desk.side, self.order()?);
        let articles = &self.articles;
        let weigh = || {
            // In the world of the quote, or the two would tell different sums.
            let ahead = desk.game.ahead(side, &order);
            let sim = ahead.as_ref().unwrap_or(desk.game.simulation());
            let by = |viewer| sim.weigh_deal(side, to, articles, months, viewer);
            Ok(Weighed { theirs: by(to)?, mine: by(side)? })
        };
        Some(self.weighed.get(key, weigh))
    }

    /// Searches for what would make it acceptable.
    pub(super) fn search(&mut self, desk: &Desk) {
        let Some(key) = self.key(desk) else { return };
        let ahead = self.order().and_then(|order| desk.game.ahead(desk.side, &order));
        let found = acceptable(ahead.as_ref().unwrap_or(desk.game.simulation()), desk.side, key.1, &self.articles, self.months);
        self.counters = Some((key, Arc::new(found)));
    }

    /// What a search has found for the proposal as it stands; nothing if none was made.
    pub(super) fn counters(&self, desk: &Desk) -> Option<Arc<Vec<Counter>>> {
        let key = self.key(desk)?;
        self.counters.as_ref().filter(|(of, _)| *of == key).map(|(_, found)| Arc::clone(found))
    }

    /// Adds an article: about what its giver makes most of, given by whoever has more of it, for as long as it must last.
    pub(super) fn add(&mut self, desk: &Desk, article: ArticleId) {
        let Some(with) = self.with else { return };
        let definition = &desk.catalog()[article];
        let by = usual_giver(desk, article, with);
        let settings = usual_settings(desk, article, if by == Giver::Partner { with } else { desk.side });
        self.months = self.months.max(definition.least_months);
        self.articles.push(Clause { article, by, settings });
    }
}

/// Who can give an article in a deal with a partner.
pub(super) fn givers(desk: &Desk, article: ArticleId, with: RegionId) -> Vec<Giver> {
    let definition = &desk.catalog()[article];
    let can = |region: &RegionId| definition.who.is_empty() || definition.who.contains(region);
    if definition.gives == Giving::Both {
        return if can(&desk.side) || can(&with) { vec![Giver::Both] } else { Vec::new() };
    }
    match (can(&desk.side), can(&with)) {
        (true, true) => vec![Giver::Proposer, Giver::Partner, Giver::Both],
        (true, false) => vec![Giver::Proposer],
        (false, true) => vec![Giver::Partner],
        (false, false) => Vec::new(),
    }
}

/// What a government makes of a good a year, $M.
fn makes(desk: &Desk, good: GoodId, by: RegionId) -> f64 {
    let markets: &Markets = desk.game.simulation().world().resource();
    let node = markets.of(good).node(by);
    node.made * node.spot
}

/// Goods that an article can be about; nothing if it is about none.
fn goods(desk: &Desk, article: ArticleId) -> Option<(String, Vec<GoodId>)> {
    let catalog = desk.catalog();
    let policy = &catalog[catalog[article].policy];
    let (name, rule) = policy.settings.iter().find(|(_, rule)| rule.kind == SettingKind::Good)?;
    let all = if rule.goods.is_empty() { catalog.all::<GoodId>().map(|(id, _)| id).collect() } else { rule.goods.clone() };
    Some((name.clone(), all))
}

/// Who gives an article at first: who alone can, else who makes more of the goods that it may be about.
fn usual_giver(desk: &Desk, article: ArticleId, with: RegionId) -> Giver {
    let can = givers(desk, article, with);
    let (Some(first), true) = (can.first().copied(), can.len() > 1) else { return can.first().copied().unwrap_or(Giver::Both) };
    let Some((_, goods)) = goods(desk, article) else { return first };
    let most = |by: RegionId| goods.iter().map(|good| makes(desk, *good, by)).fold(0.0, f64::max);
    if most(with) > most(desk.side) { Giver::Partner } else { first }
}

/// Settings of an article at first: of what it may be about, that of which its giver makes most; the rest as usual.
pub(super) fn usual_settings(desk: &Desk, article: ArticleId, giver: RegionId) -> Settings {
    let Some((name, goods)) = goods(desk, article) else { return Settings::new() };
    let best = goods.into_iter().max_by(|a, b| makes(desk, *a, giver).total_cmp(&makes(desk, *b, giver)));
    best.filter(|good| makes(desk, *good, giver) > 0.0).map(|good| Settings::from([(name, Setting::Good(good))])).unwrap_or_default()
}

//! All that a government sees when it thinks, gathered once.

use super::mind::Mind;
use super::needs::Needs;
use super::reach::pays_by_piece;
use super::stakes::Stakes;
use crate::content::definitions::doctrines::{Aim, Doctrine, Thinking};
use crate::content::definitions::effects::Effect;
use crate::content::definitions::ends::{Gauge, Verdict};
use crate::content::definitions::policies::Policy;
use crate::content::ids::RegionId;
use crate::reports::View;
use crate::reports::ends::endings;
use crate::sim::Simulation;
use crate::sim::diplomacy::grievances::targets;
use crate::sim::ledger::components::Account;
use crate::sim::policy::components::Measure;
use crate::units::{Month, math};

/// What a government has to act with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Means {
    /// Attention that may be spent.
    pub attention: f64,
    /// Political capital that may be spent; none where politics does not bind.
    pub capital: Option<f64>,
    /// Budget, million US$ a year.
    pub budget: f64,
    /// What may be promised, million US$ a year: of the part of the budget that it commits at most, what neither goes to standing measures
    /// nor is promised, or something small.
    pub room: f64,
    /// How far standing measures and promises exceed that part, share of the budget, 0 to 1.
    pub short: f64,
    /// Cash, million US$.
    pub cash: f64,
}

/// A hostile step that is not yet answered.
#[derive(Clone, Copy, Debug)]
pub struct Blow {
    /// Its rung of the ladder, 1 to 10.
    pub rung: u32,
    /// How fresh it is, 0 to 1.
    pub fresh: f64,
}

impl Blow {
    fn weight(self) -> f64 {
        f64::from(self.rung) * self.fresh
    }
}

/// How fresh a step is: half after the months that a doctrine remembers.
fn fresh(now: Month, step: Month, months: f64) -> f64 {
    math::pow(2.0, -f64::from(now.since(step)) / months)
}

/// What a government sees.
pub(super) struct Sight<'a> {
    pub view: View<'a>,
    pub side: RegionId,
    pub rival: RegionId,
    pub doctrine: &'a Doctrine,
    pub thinking: &'a Thinking,
    pub needs: Needs,
    pub stakes: Stakes,
    pub means: Means,
    /// What cars with a plug may sell as far ahead as the doctrine looks, as a multiple of today, at the growth that
    /// makers of cells expect.
    pub growth: f64,
    /// How far the budget is on its way to an end of the campaign that debt brings, 0 to 1.
    pub strain: f64,
    pub blow: Option<Blow>,
    /// Rungs that the rival took back lately.
    pub eased: u32,
    pub now: Month,
}

impl<'a> Sight<'a> {
    pub fn new(sim: &'a Simulation, side: RegionId, doctrine: &'a Doctrine, mind: &mut Mind) -> Self {
        let view = View::new(sim);
        let (catalog, now) = (view.catalog, sim.now());
        let thinking = &catalog.rules.rival;
        let rival = catalog.scenario.rival(side);
        let (needs, stakes) = (Needs::see(&view, side, rival), Stakes::see(&view, side, rival));
        let strain = strain(&view, side, doctrine, thinking);
        let growth = math::pow(1.0 + expected_growth(&view).clamp(0.0, 1.0), doctrine.patience_years);
        let means = means(&view, side, (doctrine, thinking), (mind, strain, growth));
        mind.watch(now, standing_rungs(&view, side, rival));
        let months = doctrine.reply.months;
        let blow = blow(&view, rival, mind, months);
        #[expect(clippy::cast_possible_truncation, reason = "at most ten years")]
        let eased = mind.eased(now, months as i32);
        Self { view, side, rival, doctrine, thinking, needs, stakes, means, growth, strain, blow, eased, now }
    }

    /// What money weighs: more than usual with whoever has promised more than there is.
    pub fn thrift(&self) -> f64 {
        self.doctrine.thrift * (1.0 + self.thinking.strain_thrift * self.urgency())
    }

    /// How urgently money is wanted, 0 to 1.
    pub const fn urgency(&self) -> f64 {
        self.strain.max(self.means.short)
    }

    /// What an aim weighs. Near the end of the budget everybody wants thrift.
    pub fn weight(&self, aim: Aim) -> f64 {
        let own = self.doctrine.aims.get(&aim).copied().unwrap_or(0.0);
        if aim == Aim::Thrift { own.max(self.thinking.strain_thrift * self.strain) } else { own }
    }

    /// What is wanted of what something serves.
    pub fn worth(&self, serves: &[(Aim, f64)]) -> f64 {
        serves.iter().map(|(aim, points)| points * self.weight(*aim) * self.needs.of(*aim)).sum()
    }

    /// What a policy will cost as far ahead as the doctrine looks, as a multiple of today: more where it pays by the piece.
    pub fn growth_of(&self, policy: &Policy) -> f64 {
        if policy.effects.iter().any(pays_by_piece) { self.growth } else { 1.0 }
    }

    /// What an income from a policy counts against money saved: duties are paid by home's own users, or by those who sell abroad.
    pub fn earned_by(&self, policy: &Policy) -> f64 {
        let duty = |effect: &Effect| matches!(effect, Effect::Tariff(_) | Effect::ExportTax(_));
        if policy.effects.iter().any(duty) { self.thinking.duty_part } else { 1.0 }
    }

    /// Whether a measure is aimed at the rival.
    pub fn hits_rival(&self, measure: &Measure) -> bool {
        targets(self.view.facts, measure, self.now) & (1 << self.rival.index()) != 0
    }
}

/// The worst step that a partner took against a side since `since` and still stands by, weighed by how fresh it is.
pub(super) fn blow_since(sight: &Sight<'_>, partner: RegionId, since: Month) -> Option<Blow> {
    let (view, now) = (&sight.view, sight.now);
    let lives = |m: &&Measure| m.by == partner && m.announced > since && m.until.is_none_or(|until| until > now);
    let ours = view.measures.list.iter().filter(lives).filter(|m| targets(view.facts, m, now) & (1 << sight.side.index()) != 0);
    let blows = ours.map(|m| Blow { rung: view.catalog[m.policy].rung, fresh: fresh(now, m.announced, sight.doctrine.reply.months) });
    blows.filter(|blow| blow.rung > 0).max_by(|a, b| a.weight().total_cmp(&b.weight()))
}

/// Growth of the world's orders for cells that people expect, share a year.
fn expected_growth(view: &View<'_>) -> f64 {
    let (mut sum, mut all) = (0.0, 0.0);
    for market in view.facts.cells.iter().map(|cell| view.markets.of(*cell)) {
        sum += market.growth * market.demand * market.world_price;
        all += market.demand * market.world_price;
    }
    if all > 0.0 { sum / all } else { 0.0 }
}

/// How far debt will be on its way to end the campaign as far ahead as the doctrine looks, from where it is first minded: 0 to 1.
fn strain(view: &View<'_>, side: RegionId, doctrine: &Doctrine, thinking: &Thinking) -> f64 {
    let debts = endings(view).into_iter().filter(|end| end.side == side && end.verdict == Verdict::Loses);
    let signs = debts.flat_map(|end| end.signs).filter(|sign| sign.gauge == Gauge::DebtCost);
    let near = signs.map(|sign| sign.nearness()).fold(0.0, f64::max);
    let deficit = view.treasuries.get(side.index()).map_or(0.0, |treasury| (treasury.spending / treasury.budget.max(1.0) - 1.0).max(0.0));
    let ahead = near + doctrine.patience_years * deficit / view.catalog.rules.marks.debt_years.max(1e-9);
    ((ahead - thinking.strain_from) / (1.0 - thinking.strain_from).max(1e-9)).clamp(0.0, 1.0)
}

fn means(
    view: &View<'_>,
    side: RegionId,
    (doctrine, thinking): (&Doctrine, &Thinking),
    (mind, strain, growth): (&Mind, f64, f64),
) -> Means {
    let politics = view.politics.of(side);
    let usual = view.catalog.polities.iter().find(|polity| polity.region == side).map_or(thinking.attention, |polity| polity.attention);
    let attention = politics.map_or(thinking.attention, |own| own.attention) - doctrine.attention_kept * usual;
    let capital = politics.map(|own| own.capital - doctrine.capital_kept);
    let (budget, spending) = view.treasuries.get(side.index()).map_or((0.0, 0.0), |treasury| (treasury.budget, treasury.spending));
    let spends = doctrine.spends + strain * (thinking.frugal.min(doctrine.spends) - doctrine.spends);
    let left = budget * spends - spending * standing_growth(view, side, growth) - mind.promised_musd(view.sim.now());
    let short = (-left / budget.max(1.0)).clamp(0.0, 1.0);
    // Small promises are made however little is left.
    let room = left.max(thinking.small_share * budget);
    Means { attention, capital, budget: budget.max(1.0), room, short, cash: view.ledger.cash_musd(Account::Government(side)) }
}

/// What the measures that stand will cost as far ahead as the doctrine looks, as a multiple of today: what pays by the piece grows.
fn standing_growth(view: &View<'_>, side: RegionId, growth: f64) -> f64 {
    let now = view.sim.now();
    let own = view.measures.list.iter().filter(|m| m.by == side && m.until.is_none_or(|until| until.since(now) > 12));
    if own.flat_map(|m| &view.catalog[m.policy].effects).any(pays_by_piece) { growth } else { 1.0 }
}

/// Rungs of the rival's standing measures against a side, added up.
fn standing_rungs(view: &View<'_>, side: RegionId, rival: RegionId) -> u32 {
    let (now, start) = (view.sim.now(), view.sim.calendar().start);
    let ours = view.measures.list.iter().filter(|m| m.by == rival && m.announced >= start && m.until.is_none_or(|until| until > now));
    ours.filter(|m| targets(view.facts, m, now) & (1 << side.index()) != 0).map(|m| view.catalog[m.policy].rung).sum()
}

/// The rival's worst step since the last answer, each weighed by how fresh it is.
fn blow(view: &View<'_>, rival: RegionId, mind: &Mind, months: f64) -> Option<Blow> {
    let now = view.sim.now();
    let open =
        |step: &&crate::sim::diplomacy::components::Step| step.by == rival && mind.answered().is_none_or(|until| step.month >= until);
    let blows = view.diplomacy.steps.iter().filter(open).map(|step| Blow { rung: step.rung, fresh: fresh(now, step.month, months) });
    blows.max_by(|a, b| a.weight().total_cmp(&b.weight()))
}

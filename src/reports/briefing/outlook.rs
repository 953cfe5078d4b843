//! What threatens a side, and what it could do now: three of each, read from the figures as they stand.

use crate::content::definitions::politics::Form;
use crate::content::definitions::scores::Index;
use crate::content::diagnostics::count;
use crate::content::ids::{GoodId, ItemKind, RegionId, TechnologyId};
use crate::orders::phrases::capital;
use crate::reports::figures::FigureKey;
use crate::reports::view::View;
use crate::reports::{ends, score};
use crate::sim::investment::components::Verdict;
use crate::sim::ledger::components::Account;
use crate::sim::politics::formulas::hold_chance;
use crate::sim::politics::orders::in_window;
use crate::sim::politics::systems::{approval, polity};
use crate::units::digits::{fixed, money, number, tenths};

/// Points of each kind.
const THREE: usize = 3;
/// Months of a year.
const YEAR: usize = 12;

/// A threat or an opening.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// A sentence.
    pub text: String,
    /// How much it matters; only the order counts.
    pub weight: f64,
    /// The figure that explains it.
    pub opens: Option<FigureKey>,
}

fn point(text: String, weight: f64, opens: Option<FigureKey>) -> Point {
    Point { text, weight, opens }
}

fn three(mut points: Vec<Point>) -> Vec<Point> {
    points.retain(|point| point.weight > 0.0);
    points.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.text.cmp(&b.text)));
    points.truncate(THREE);
    points
}

/// What threatens a side most.
#[must_use]
pub fn threats(view: &View<'_>, side: RegionId) -> Vec<Point> {
    let mut points = endings(view, side);
    points.extend(bottleneck(view, side, view.catalog.scenario.rival(side)).map(|(text, weight, opens)| point(text, weight, Some(opens))));
    points.extend(shortage(view, side));
    points.extend(lost_ground(view, side));
    points.extend(election(view, side));
    points.extend(weak_firms(view, side));
    three(points)
}

/// What a side could make use of.
#[must_use]
pub fn openings(view: &View<'_>, side: RegionId) -> Vec<Point> {
    let mut points = Vec::new();
    points.extend(means(view, side));
    points.extend(purse(view, side));
    points.extend(nearly_built(view, side));
    points.extend(rival_bottleneck(view, side));
    points.extend(most_to_gain(view, side));
    points.extend(nearly_ready(view));
    points.extend(cheap_to_store(view, side));
    three(points)
}

/// Countdowns that run against the side, and ends that are more than three quarters on their way.
fn endings(view: &View<'_>, side: RegionId) -> Vec<Point> {
    let bad = ends::endings(view).into_iter().filter(|ending| ending.is_bad_for(side));
    let told = |ending: ends::Ending| {
        let signs: Vec<String> = ending.signs.iter().map(|sign| sign.told(view, ending.side)).collect();
        let near = ending.nearness();
        match ending.left {
            Some(left) => Some(point(
                format!("{} in {left} months. {}.", ending.title, capital(&signs.join("; "))),
                10.0 - 0.2 * f64::from(left),
                None,
            )),
            None if near >= 0.75 => {
                Some(point(format!("{} draws near. {}.", ending.title, capital(&signs.join("; "))), 4.0 * (near - 0.5), None))
            }
            None => None,
        }
    };
    bad.filter_map(told).collect()
}

/// The good by which `user` would suffer most if `supplier` stopped it, and how much that matters.
fn bottleneck(view: &View<'_>, user: RegionId, supplier: RegionId) -> Option<(String, f64, FigureKey)> {
    let pair = view.dependence.pairs.get(user.index() * view.facts.regions + supplier.index())?;
    let good = GoodId::from_index(usize::from(pair.bottleneck_good?));
    let [share, fixed_share, bare] = pair.factors.map(f64::from);
    let text = format!(
        "{}: {} % comes from {}, {} % of cells cannot do without, and stocks leave {} % of the need bare.",
        capital(&view.said(good)),
        fixed(100.0 * share, 0),
        view.there(supplier),
        fixed(100.0 * fixed_share, 0),
        fixed(100.0 * bare, 0)
    );
    Some((text, 3.0 * share * fixed_share * bare, FigureKey::Dependence { user, supplier }))
}

/// The good that home plants use and of which most orders go unfilled.
fn shortage(view: &View<'_>, side: RegionId) -> Option<Point> {
    let home = view.lines.iter().filter(|line| line.facility.region == side && line.capacity.nameplate > 0.0);
    let used = home.flat_map(|line| view.facts.process(line.facility.process).inputs.iter().map(|(good, _)| *good));
    let worst = used.min_by(|a, b| view.markets.of(*a).fill.total_cmp(&view.markets.of(*b).fill).then(a.cmp(b)))?;
    let fill = view.markets.of(worst).fill;
    let text =
        format!("{} is short: {} % of the world’s orders were filled last month.", capital(&view.said(worst)), fixed(100.0 * fill, 0));
    Some(point(text, if fill < 0.97 { 6.0 * (1.0 - fill) } else { 0.0 }, Some(FigureKey::Price { good: worst, region: side })))
}

/// The index in which the rival has gained most on the side within a year.
fn lost_ground(view: &View<'_>, side: RegionId) -> Option<Point> {
    let rival = view.catalog.scenario.rival(side);
    let moved = |index: Index, region: RegionId| {
        let (now, then) = (score::past(view, index, region, 0)?, score::past(view, index, region, YEAR)?);
        Some((now, now - then))
    };
    let lost = |index: &Index| Some((moved(*index, rival)?.1 - moved(*index, side)?.1, *index));
    let (points, index) = Index::ALL.iter().filter_map(lost).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let (own, other) = (moved(index, side)?.0, moved(index, rival)?.0);
    let text = format!(
        "{}: {} against {}; {} has gained {} points in a year.",
        capital(index.label()),
        fixed(own, 0),
        fixed(other, 0),
        view.there(rival),
        tenths(points)
    );
    Some(point(text, if points >= 1.0 { view.catalog.scenario.weight(index) * points } else { 0.0 }, None))
}

/// An election within fifteen months that would be lost more often than not.
fn election(view: &View<'_>, side: RegionId) -> Option<Point> {
    let politics = view.politics.of(side)?;
    let (month, general) = politics.election?;
    let level = approval(view.catalog, politics);
    let lost = 1.0 - hold_chance(&view.catalog.rules.politics, level);
    let near = (0..=15).contains(&month.since(view.sim.now()));
    let text = if general {
        format!("At an approval of {} the general election of {month} is lost {} times in 100.", fixed(level, 0), fixed(100.0 * lost, 0))
    } else {
        format!("At an approval of {} the mid-term election of {month} takes seats from those in office.", fixed(level, 0))
    };
    let weight = if general { 2.5 } else { 1.2 } * lost;
    Some(point(text, if near && lost > 0.5 { weight } else { 0.0 }, Some(FigureKey::Approval { region: side })))
}

/// Firms at home that are in receivership or owe more than they have.
fn weak_firms(view: &View<'_>, side: RegionId) -> Option<Point> {
    let at_home = view.finances.iter().enumerate().filter(|(at, _)| view.catalog.firms[*at].home == side);
    let mut weak: Vec<(f64, &str)> = at_home
        .filter(|(_, finance)| !finance.failed && (finance.receiver_months > 0 || finance.insolvent_months >= 6))
        .map(|(at, finance)| (finance.revenue, view.catalog.firms[at].name.as_str()))
        .collect();
    weak.sort_by(|a, b| b.0.total_cmp(&a.0));
    let first = weak.first()?.1;
    let more = if weak.len() > 1 { format!(" and {} more", count(weak.len() - 1, "firm")) } else { String::new() };
    Some(point(format!("{first}{more} at home may fail: they owe more than they have."), 0.5 + 0.2 * weak.len() as f64, None))
}

/// Capital to spend, and directions of a plan that can be set now.
fn means(view: &View<'_>, side: RegionId) -> Vec<Point> {
    let Some(politics) = view.politics.of(side) else { return Vec::new() };
    let mut points = Vec::new();
    if politics.capital >= 30.0 && politics.attention >= 1.0 {
        let text = format!(
            "Political capital stands at {} and attention at {}: enough for a heavy order.",
            fixed(politics.capital, 0),
            number(politics.attention)
        );
        points.push(point(text, politics.capital / 40.0, Some(FigureKey::Approval { region: side })));
    }
    if let Some(Form::Plan(plan)) = polity(view.catalog, side).map(|polity| &polity.form)
        && in_window(plan, view.sim.now())
    {
        let text = format!(
            "The plan is being written: until its window closes, directions cost {} times less capital.",
            number(plan.outside_factor)
        );
        points.push(point(text, 3.0, None));
    }
    points
}

/// Money that lapses at the end of the year.
fn purse(view: &View<'_>, side: RegionId) -> Option<Point> {
    let cash = view.ledger.cash_musd(Account::Government(side));
    let budget = view.treasuries.get(side.index())?.budget.max(1.0);
    let month = view.sim.now().of_year();
    let text = format!("The treasury holds {}; what is left of it after December lapses.", money(cash));
    let soon = if month >= 10 { 4.0 } else { 1.0 };
    Some(point(text, if cash > 0.03 * budget { soon * (cash / budget).min(0.6) } else { 0.0 }, Some(FigureKey::Spending { region: side })))
}

/// The plant at home that a firm is nearest to building.
fn nearly_built(view: &View<'_>, side: RegionId) -> Option<Point> {
    let near = |v: &&Verdict| v.region == side && !v.refused && !v.exhausted && (-0.2..0.0).contains(&v.npv);
    let best = view.pipeline.verdicts.iter().filter(near).max_by(|a, b| a.npv.total_cmp(&b.npv))?;
    let good = view.said(view.facts.process(best.process).makes);
    let lacks = match -100.0 * best.npv {
        share if share < 0.5 => "Less than 1 %".to_owned(),
        share => format!("{} %", fixed(share, 0)),
    };
    let firm = view.firm(best.firm);
    let a = if good.starts_with(['a', 'e', 'i', 'o', 'u', 'L']) { "an" } else { "a" };
    let text =
        format!("{lacks} of its cost is what keeps {firm} from {a} {good} plant at home: a grant or loan of that size would start it.");
    let key = FigureKey::Npv { firm: best.firm, process: best.process, region: side };
    Some(point(text, 1.0 + 3.0 * (0.2 + best.npv), Some(key)))
}

/// The good by which the rival depends on this side.
fn rival_bottleneck(view: &View<'_>, side: RegionId) -> Option<Point> {
    let rival = view.catalog.scenario.rival(side);
    let (text, weight, opens) = bottleneck(view, rival, side)?;
    Some(point(format!("{} leans on you. {text}", capital(view.there(rival))), if weight > 0.3 { 0.8 * weight } else { 0.0 }, Some(opens)))
}

/// The part of an index that has most of the score still to give.
fn most_to_gain(view: &View<'_>, side: RegionId) -> Option<Point> {
    let worth = |(index, share, part): &(Index, f64, f64)| view.catalog.scenario.weight(*index) * 100.0 * part * (1.0 - share);
    let parts = score::parts_of(view, side).into_iter().filter(|(index, _)| *index != Index::Resilience);
    let all = parts.flat_map(|(index, list)| list.into_iter().map(move |(name, share, part)| ((index, share, part), name)));
    let (most, name) = all.max_by(|a, b| worth(&a.0).total_cmp(&worth(&b.0)))?;
    let text = format!("Most of the score is still to be had by {name}: up to {} points.", tenths(worth(&most)));
    Some(point(text, 0.1 * worth(&most), None))
}

/// A technology that lacks little.
fn nearly_ready(view: &View<'_>) -> Option<Point> {
    let ready = view.technologies.readiness.iter().enumerate().filter(|(_, level)| (7.5..9.0).contains(*level));
    let (at, level) = ready.max_by(|a, b| a.1.total_cmp(b.1))?;
    let technology = &view.catalog[TechnologyId::from_index(at)];
    let text = format!("{} is at readiness {} of 9: a research mission takes it further.", technology.name, fixed(*level, 1));
    Some(point(text, 0.6, None))
}

/// The good that home uses and that has hardly ever been as cheap.
fn cheap_to_store(view: &View<'_>, side: RegionId) -> Option<Point> {
    let word = view.word(ItemKind::Region, side.index());
    let cheapness = |good: GoodId| {
        let series = view.history.series(&format!("price.{}", view.word(ItemKind::Good, good.index())), word)?;
        let now = *series.values.last()?;
        let dearer = series.values.iter().filter(|value| **value > now * 1.05).count();
        (series.values.len() >= 2 * YEAR).then(|| (dearer as f64 / series.values.len() as f64, f64::from(now), good))
    };
    let bulk = |good: &GoodId| view.catalog[*good].stage < crate::content::definitions::chain::Stage::Cells;
    let (share, now, good) = view.goods().filter(bulk).filter_map(cheapness).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let text = format!(
        "{} costs {} {}: in {} % of all months it was dearer, which makes it cheap to stockpile.",
        capital(&view.said(good)),
        number(now),
        view.price_unit(good),
        fixed(100.0 * share, 0)
    );
    Some(point(text, if share > 0.85 { share } else { 0.0 }, Some(FigureKey::Price { good, region: side })))
}

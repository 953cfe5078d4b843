//! The final page: how the campaign ended, the scores of both sides with what they weigh, what decided it, when it turned, and what
//! followed the side's own decisions.

use super::table::cells;
use super::{Table, View};
use crate::content::definitions::scores::Index;
use crate::content::ids::{ItemKind, RegionId};
use crate::orders::{Dated, phrases, sentences};
use crate::sim::scoreboard::ends::{list, titled};
use crate::sim::scoreboard::outcome::{Final, Outcome, Standing, standing};
use crate::units::Month;
use crate::units::digits::{fixed, tenths};

/// Months of a quarter.
const QUARTER: usize = 3;
/// Months over which what followed a decision is told.
const AFTER: usize = 12;
/// Points of lead below which nothing has followed that is worth telling.
const WORTH_TELLING: f64 = 0.3;

/// How a campaign ended.
#[derive(Clone, Debug, PartialEq)]
pub struct FinalPage {
    /// What ended it: `Fiscal crisis of China`.
    pub title: String,
    /// What that means, a sentence.
    pub about: String,
    /// Whether it came before the last month.
    pub early: bool,
    /// The last month.
    pub month: Month,
    /// What scores were multiplied by.
    pub factor: f64,
    /// Both sides.
    pub sides: Vec<SideResult>,
    /// What made the difference, largest first.
    pub decided: Vec<String>,
    /// When the lead moved most, oldest first.
    pub turning: Vec<String>,
    /// What the side decided before its lead grew most.
    pub best: Vec<String>,
    /// What it decided before its lead shrank most.
    pub worst: Vec<String>,
}

impl FinalPage {
    /// What ended the campaign, and when: `Break ended the campaign in 2031-04`.
    #[must_use]
    pub fn ended(&self) -> String {
        if self.early {
            format!("{} ended the campaign in {}", self.title, self.month)
        } else {
            format!("The campaign has run its whole length, to {}", self.month)
        }
    }

    /// What the list of indices tells: where pars are compared, no index decides by itself.
    #[must_use]
    pub fn decided_title(&self) -> &'static str {
        if self.sides.iter().any(|side| side.above_par.is_some()) { "What lies between the scores" } else { "What decided it" }
    }
}

/// The result of a side.
#[derive(Clone, Debug, PartialEq)]
pub struct SideResult {
    /// Whose.
    pub region: RegionId,
    /// Whether it has won.
    pub standing: Standing,
    /// Final score and indices.
    pub last: Final,
    /// How far the score is above the side's par; none where the level has none.
    pub above_par: Option<f64>,
    /// What the score is called.
    pub grade: String,
}

impl SideResult {
    /// `won`, `lost` or `neither won nor lost`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.standing {
            Standing::Won => "won",
            Standing::Lost => "lost",
            Standing::Even => "neither won nor lost",
        }
    }
}

/// The final page as `side` reads it, once the campaign has ended; `log` are the orders that were carried out.
#[must_use]
pub fn page(view: &View<'_>, side: RegionId, log: &[Dated]) -> Option<FinalPage> {
    let outcome = view.sim.outcome()?;
    let catalog = view.catalog;
    let end = outcome.end.and_then(|end| list(catalog).get(end as usize));
    let months = usize::try_from(outcome.month.since(view.history.start) + 1).unwrap_or(0);
    let course = Course::of(view, side, months);
    let own: Vec<&Dated> = log.iter().filter(|line| line.side == side && line.month <= outcome.month).collect();
    let (best, worst) = decisions(view, side, &course, &own);
    Some(FinalPage {
        title: outcome.end.map_or_else(|| "The end of the campaign".to_owned(), |end| titled(catalog, end as usize, outcome.side)),
        about: end.map_or_else(String::new, |end| end.about.clone()),
        early: end.is_some(),
        month: outcome.month,
        factor: end.map_or(1.0, |end| end.score_factor),
        sides: outcome.finals.iter().map(|last| result(view, outcome, last)).collect(),
        decided: decided(view, side, outcome),
        turning: turning(view, side, &course),
        best,
        worst,
    })
}

fn result(view: &View<'_>, outcome: &Outcome, last: &Final) -> SideResult {
    let (rules, scenario) = (&view.catalog.rules.ends, &view.catalog.scenario);
    let standing = standing(view.catalog, outcome, last.region);
    // Whoever an early end undoes has failed, whatever its indices were when it came.
    let undone = outcome.end.is_some() && outcome.side == last.region && standing == Standing::Lost;
    let grade = if undone { rules.worst() } else { rules.grade(last.score) }.to_owned();
    let above_par = scenario.has_par().then(|| last.score - scenario.par(last.region));
    SideResult { region: last.region, standing, last: *last, above_par, grade }
}

/// The indices that made most of the difference between the sides.
fn decided(view: &View<'_>, side: RegionId, outcome: &Outcome) -> Vec<String> {
    let of = |region: RegionId| outcome.finals.iter().find(|last| last.region == region);
    let (Some(own), Some(other)) = (of(side), of(view.catalog.scenario.rival(side))) else { return Vec::new() };
    let mut parts: Vec<(f64, Index)> = Index::ALL
        .iter()
        .filter(|index| **index != Index::Resilience || (own.tested && other.tested))
        .map(|index| (view.catalog.scenario.weight(*index) * (own.indices[*index as usize] - other.indices[*index as usize]), *index))
        .collect();
    parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let told = |(points, index): &(f64, Index)| {
        let (own, other) = (own.indices[*index as usize], other.indices[*index as usize]);
        let whom = view.there(if *points >= 0.0 { side } else { view.catalog.scenario.rival(side) });
        format!(
            "{}: {} against {}, worth {} points to {whom}",
            phrases::capital(index.label()),
            fixed(own, 0),
            fixed(other, 0),
            fixed(points.abs(), 1)
        )
    };
    parts.iter().take(3).map(told).collect()
}

/// Scores of a side and its rival over time, by index and month.
struct Course<'a> {
    weights: Vec<f64>,
    own: Vec<&'a [f32]>,
    other: Vec<&'a [f32]>,
    months: usize,
}

impl<'a> Course<'a> {
    fn of(view: &View<'a>, side: RegionId, months: usize) -> Self {
        let scenario = &view.catalog.scenario;
        let series = |region: RegionId| -> Vec<&'a [f32]> {
            let word = view.word(ItemKind::Region, region.index());
            let of = |index: &Index| view.history.series(&format!("score.{}", index.label()), word).map_or(&[][..], |s| &s.values);
            Index::ALL.iter().map(of).collect()
        };
        let (own, other) = (series(side), series(scenario.rival(side)));
        let known = own.iter().chain(&other).map(|values| values.len()).min().unwrap_or(0);
        Self { weights: Index::ALL.iter().map(|index| scenario.weight(*index)).collect(), own, other, months: months.min(known) }
    }

    /// By how much each index moved the side's lead between two months. An index that was not known in one of them moved nothing.
    fn moved(&self, from: usize, to: usize) -> Vec<f64> {
        let value = |values: &[&[f32]], index: usize, month: usize| f64::from(values[index][month]);
        let part = |index: usize| {
            let ends = [from, to].map(|month| (value(&self.own, index, month), value(&self.other, index, month)));
            let known = index != Index::Resilience as usize || ends.iter().all(|(own, other)| *own > 0.0 || *other > 0.0);
            if known { self.weights[index] * ((ends[1].0 - ends[1].1) - (ends[0].0 - ends[0].1)) } else { 0.0 }
        };
        (0..Index::ALL.len()).map(part).collect()
    }
}

fn quarter(month: Month) -> String {
    format!("{} Q{}", month.year(), (month.of_year() - 1) / 3 + 1)
}

/// The three quarters in which the lead moved most.
fn turning(view: &View<'_>, side: RegionId, course: &Course<'_>) -> Vec<String> {
    let ends: Vec<usize> = (QUARTER..course.months).step_by(QUARTER).collect();
    let mut moves: Vec<(usize, Vec<f64>)> = ends.into_iter().map(|to| (to, course.moved(to - QUARTER, to))).collect();
    let sum = |parts: &[f64]| parts.iter().sum::<f64>();
    moves.sort_by(|a, b| sum(&b.1).abs().total_cmp(&sum(&a.1).abs()));
    moves.truncate(3);
    moves.retain(|(_, parts)| sum(parts).abs() >= WORTH_TELLING);
    moves.sort_by_key(|(to, _)| *to);
    moves.iter().map(|(to, parts)| turn(view, side, *to, parts)).collect()
}

fn turn(view: &View<'_>, side: RegionId, to: usize, parts: &[f64]) -> String {
    let moved: f64 = parts.iter().sum();
    let way = moved.signum();
    let most = Index::ALL.iter().max_by(|a, b| (way * parts[**a as usize]).total_cmp(&(way * parts[**b as usize])));
    let whom = view.there(if moved >= 0.0 { side } else { view.catalog.scenario.rival(side) });
    let last = view.history.start.plus(i32::try_from(to).unwrap_or(0));
    let event = view.history.notes.iter().rev().find(|(month, text)| {
        (0..3).contains(&last.since(*month))
            && !text.contains(" opens ")
            && !text.contains(" months are left")
            && !text.contains("of a month’s")
    });
    let event = event.map(|(_, text)| format!(" In that quarter: {text}.")).unwrap_or_default();
    let by = most.map_or("", |index| index.label());
    format!("{}: the lead moved {} points towards {whom}, most of it by {by}.{event}", quarter(last), tenths(moved.abs()))
}

/// Decisions by quarter, with how the lead moved in the year after: those before the largest gains and the largest losses.
fn decisions(view: &View<'_>, side: RegionId, course: &Course<'_>, own: &[&Dated]) -> (Vec<String>, Vec<String>) {
    let mut quarters: Vec<(usize, Vec<&Dated>)> = Vec::new();
    for line in own {
        let at = usize::try_from(line.month.since(view.history.start)).unwrap_or(0) / QUARTER * QUARTER;
        match quarters.last_mut() {
            Some((quarter, lines)) if *quarter == at => lines.push(line),
            _ => quarters.push((at, vec![line])),
        }
    }
    let mut followed: Vec<(f64, String)> = Vec::new();
    for (at, lines) in &quarters {
        let to = (at + AFTER).min(course.months.saturating_sub(1));
        if *at >= to {
            continue;
        }
        let moved: f64 = course.moved(*at, to).iter().sum();
        let told: Vec<String> =
            lines.iter().take(2).map(|line| sentences::order(view.catalog, side, &line.order).trim_end_matches('.').to_owned()).collect();
        let more = if lines.len() > 2 { format!(" and {} more", lines.len() - 2) } else { String::new() };
        let way = if moved >= 0.0 { "grew" } else { "shrank" };
        let when = quarter(view.history.start.plus(i32::try_from(*at).unwrap_or(0)));
        followed
            .push((moved, format!("{when}: {}{more}. In the year after, the lead {way} by {}.", told.join("; "), fixed(moved.abs(), 1))));
    }
    followed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = followed.iter().filter(|(moved, _)| *moved >= WORTH_TELLING).take(2).map(|(_, text)| text.clone()).collect();
    let worst = followed.iter().rev().filter(|(moved, _)| *moved <= -WORTH_TELLING).take(2).map(|(_, text)| text.clone()).collect();
    (best, worst)
}

/// The final page as tables: nothing before the campaign has ended.
pub(super) fn tables(view: &View<'_>, log: &[Dated]) -> Vec<Table> {
    let side = view.catalog.scenario.us;
    let Some(page) = page(view, side, log) else { return Vec::new() };
    let mut table = Table::new("result", page.ended()).words("index").numbers("weight", "%");
    for side in &page.sides {
        table = table.numbers(view.short(side.region), "of 100");
    }
    for index in Index::ALL {
        let mut row = cells![index.label(), 100.0 * view.catalog.scenario.weight(*index)];
        let value = |side: &SideResult| (*index != Index::Resilience || side.last.tested).then_some(side.last.indices[*index as usize]);
        row.extend(page.sides.iter().flat_map(|side| cells![value(side)]));
        table.push(row);
    }
    let mut row = cells!["final score", ""];
    row.extend(page.sides.iter().flat_map(|side| cells![side.last.score]));
    table.push(row);
    if view.catalog.scenario.has_par() {
        let mut row = cells!["above par", ""];
        row.extend(page.sides.iter().flat_map(|side| cells![side.above_par]));
        table.push(row);
    }
    table.note(page.about.clone());
    if (page.factor - 1.0).abs() > 1e-9 {
        table.note(format!("Final scores count times {}.", fixed(page.factor, 2)));
    }
    for side in &page.sides {
        table.note(format!("{} has {}, with a result that is {}.", phrases::capital(view.there(side.region)), side.word(), side.grade));
    }
    let mut story = Table::new("result.story", "What decided it, and when it turned").words("part").phrases("what", 60);
    page.decided.iter().for_each(|text| story.push(cells!["decided", text]));
    page.turning.iter().for_each(|text| story.push(cells!["turning point", text]));
    vec![table, story]
}

/// The weighed score of a side by month, for charts; resilience counts from its first test on.
#[must_use]
pub fn totals(view: &View<'_>, side: RegionId) -> Vec<f32> {
    let course = Course::of(view, side, usize::MAX);
    let total = |month: usize| {
        let known = |index: &usize| *index != Index::Resilience as usize || course.own[*index][month] > 0.0;
        let (sum, weight) = (0..Index::ALL.len()).filter(known).fold((0.0, 0.0), |(sum, weight), index| {
            (sum + course.weights[index] * f64::from(course.own[index][month]), weight + course.weights[index])
        });
        #[expect(clippy::cast_possible_truncation, reason = "charts need no more than f32")]
        let mean = (sum / f64::max(weight, 1e-9)) as f32;
        mean
    };
    (0..course.months).map(total).collect()
}

//! How a story is played, and what came of it: two worlds side by side, one with the orders and one without.

use std::collections::BTreeMap;

use super::story::{Expectation, Story};
use crate::reports::{self, FigureKey, View};
use crate::sim::Simulation;
use crate::sim::partial::{PartialMonth, Without};

/// Months of a yearly mean.
const YEAR: usize = 12;

/// What came of one expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whether it holds.
    pub holds: bool,
    /// The figure with its numbers.
    pub text: String,
}

/// What came of a story.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Orders that were refused or never given.
    pub refused: Vec<String>,
    /// The expectations, in order.
    pub lines: Vec<Line>,
}

impl Told {
    /// Whether all came out as expected.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.refused.is_empty() && self.lines.iter().all(|line| line.holds)
    }

    /// Everything that came of it, a line each.
    #[must_use]
    pub fn text(&self) -> String {
        let refused = self.refused.iter().map(|text| format!("  refused: {text}\n"));
        let lines = self.lines.iter().map(|line| format!("  {} {}\n", if line.holds { "ok   " } else { "WRONG" }, line.text));
        refused.chain(lines).collect()
    }
}

/// A world that is played month by month, with or without a part of the month.
struct Stage {
    world: Simulation,
    partial: Option<PartialMonth>,
    /// Months played.
    played: u32,
    /// Values of figures by the month in which they were looked at.
    values: BTreeMap<(u32, String), Result<f64, String>>,
}

impl Stage {
    fn new(story: &Story, without: Option<Without>) -> Self {
        let world = Simulation::new(story.catalog.clone(), u64::from(story.file.seed));
        let partial = without.and_then(PartialMonth::without);
        Self { world, partial, played: 0, values: BTreeMap::new() }
    }

    fn step(&mut self) {
        match &mut self.partial {
            Some(month) => self.world.step_partial_month(month),
            None => self.world.step_month(),
        }
        self.played += 1;
    }

    fn look(&mut self, figure: &str) {
        let value = figure_of(&self.world, figure);
        self.values.insert((self.played, figure.to_owned()), value);
    }

    fn value(&self, month: u32, figure: &str) -> Result<f64, String> {
        self.values.get(&(month, figure.to_owned())).cloned().unwrap_or_else(|| Err(format!("`{figure}` was not looked at")))
    }
}

/// Plays a story, or what is left of it without a part of the month.
#[must_use]
pub fn tell(story: &Story, without: Option<Without>) -> Told {
    let mut told = Told::default();
    let mut with = Stage::new(story, without);
    let mut plain = story.file.expect.iter().any(Expectation::compares_worlds).then(|| Stage::new(story, without));
    let mut given = vec![false; story.orders.len()];
    for month in 1..=story.file.months {
        let now = with.world.now();
        for (order, given) in story.orders.iter().zip(&mut given).filter(|(order, given)| !**given && order.month == now) {
            *given = true;
            if let Err(refusal) = with.world.submit(order.side, &order.order) {
                told.refused.push(format!("{now}: {refusal}"));
            }
        }
        for stage in [Some(&mut with), plain.as_mut()].into_iter().flatten() {
            stage.step();
            for expectation in &story.file.expect {
                let (figure, after) = expectation.figure();
                let first = matches!(expectation, Expectation::Rises(_) | Expectation::Falls(_) | Expectation::Stays(_));
                if month == after.unwrap_or(story.file.months) || (first && month == first_look(figure)) {
                    stage.look(figure);
                    expectation.other().into_iter().for_each(|other| stage.look(other));
                }
            }
        }
    }
    let late = story.orders.iter().zip(&given).filter(|(_, given)| !**given);
    told.refused.extend(late.map(|(order, _)| format!("the month {} of an order never came", order.month)));
    told.lines = story.file.expect.iter().map(|expectation| judge(expectation, story.file.months, &with, plain.as_ref())).collect();
    told
}

/// The month after which a figure is first known: a yearly mean needs a year.
fn first_look(figure: &str) -> u32 {
    if figure.starts_with("year ") { 12 } else { 1 }
}

fn judge(expectation: &Expectation, months: u32, with: &Stage, plain: Option<&Stage>) -> Line {
    let (figure, after) = expectation.figure();
    let after = after.unwrap_or(months);
    let now = with.value(after, figure);
    let before = || with.value(first_look(figure), figure);
    let other = || plain.map_or_else(|| Err("there is no other world".to_owned()), |stage| stage.value(after, figure));
    let compared = |old: Result<f64, String>, holds: &dyn Fn(f64, f64) -> bool| -> Result<(bool, String), String> {
        let (now, old) = (now.clone()?, old?);
        let change = if old == 0.0 { String::new() } else { format!(" ({:+.1} %)", 100.0 * (now / old - 1.0)) };
        Ok((now.is_finite() && old.is_finite() && holds(now, old), format!("{old:.6} → {now:.6}{change}")))
    };
    let result = match expectation {
        Expectation::Rises(c) => compared(before(), &|now, old| now > old && now - old >= c.by * old.abs()),
        Expectation::Falls(c) => compared(before(), &|now, old| now < old && old - now >= c.by * old.abs()),
        Expectation::Higher(c) => compared(other(), &|now, old| now > old && now - old >= c.by * old.abs()),
        Expectation::Lower(c) => compared(other(), &|now, old| now < old && old - now >= c.by * old.abs()),
        Expectation::Stays(n) => compared(before(), &|now, old| (now - old).abs() <= n.within * old.abs()),
        Expectation::Same(n) => compared(other(), &|now, old| (now - old).abs() <= n.within * old.abs()),
        Expectation::Below(p) => compared(with.value(after, &p.other), &|now, other| now < other && other - now >= p.by * other.abs()),
        Expectation::Between(b) => now.map(|now| (now >= b.least && now <= b.most, format!("{now:.6}"))),
    };
    let (holds, numbers) = result.unwrap_or_else(|why| (false, why));
    Line { holds, text: format!("{} {figure}, month {after}: {numbers}", expectation.word()) }
}

/// The value of a figure as stories write it:
///
/// - `output.lfp_cell us`: the last month of a recorded series and its region, `world` if left out; `year output.lfp_cell us`:
///   its mean over the last twelve months;
/// - `price lithium_carbonate us`: whatever `why` explains; behind ` / ` the name of one of its terms;
/// - `report market lfp_cell / market / United States / made`: of a report, the table, the row that has this word (or these,
///   between commas), the column.
///
/// # Errors
/// A sentence on what is unknown or not there.
pub fn figure_of(world: &Simulation, figure: &str) -> Result<f64, String> {
    let parts: Vec<&str> = figure.split(" / ").collect();
    let words: Vec<&str> = parts[0].split_whitespace().collect();
    match words[..] {
        ["year", name, ..] => series(world, name, words.get(2), YEAR),
        ["report", ..] => cell(world, &words[1..], &parts[1..]),
        [name, ..] if name.contains('.') => series(world, name, words.get(1), 1),
        _ => explained(world, &words, parts.get(1).copied()),
    }
    .map_err(|why| format!("`{figure}`: {why}"))
}

fn series(world: &Simulation, name: &str, region: Option<&&str>, months: usize) -> Result<f64, String> {
    let region = region.copied().unwrap_or("world");
    let series = world.history().series(name, region).ok_or_else(|| format!("no series {name} of {region}"))?;
    series.mean_of_last(months).ok_or_else(|| "nothing recorded".to_owned())
}

fn explained(world: &Simulation, words: &[&str], term: Option<&str>) -> Result<f64, String> {
    let view = View::new(world);
    let key = FigureKey::parse(&view, words).map_err(|error| error.to_string())?;
    let figure = reports::figures::figure(&view, &key).map_err(|error| error.to_string())?;
    let Some(name) = term else { return Ok(figure.value) };
    let terms: Vec<&str> = figure.terms.iter().map(|term| term.name.as_str()).collect();
    figure.term(name).map(|term| term.value).ok_or_else(|| format!("no term `{name}` among {}", terms.join(", ")))
}

fn cell(world: &Simulation, words: &[&str], place: &[&str]) -> Result<f64, String> {
    let [table, row, column] = place else { return Err("write `report NAME … / table / row / column`".to_owned()) };
    let tables = reports::run(world, words).map_err(|error| error.to_string())?;
    let ids: Vec<&str> = tables.iter().map(|t| t.id.as_str()).collect();
    let found = tables.iter().find(|t| t.id == *table).ok_or_else(|| format!("no table `{table}` among {}", ids.join(", ")))?;
    let names: Vec<&str> = found.columns.iter().map(|c| c.name.as_str()).collect();
    let at = names.iter().position(|name| name == column).ok_or_else(|| format!("no column `{column}` among {}", names.join(", ")))?;
    let has = |cells: &[reports::Cell], word: &str| cells.iter().any(|cell| matches!(cell, reports::Cell::Text(text) if text == word));
    let is_row = |cells: &&Vec<reports::Cell>| row.split(", ").all(|word| has(cells, word));
    let found = found.rows.iter().find(is_row).ok_or_else(|| format!("no row `{row}`"))?;
    match &found[at] {
        reports::Cell::Number(number) => Ok(*number),
        #[expect(clippy::cast_precision_loss, reason = "counts of a report are small")]
        reports::Cell::Count(number) => Ok(*number as f64),
        _ => Err(format!("no number stands in column `{column}`")),
    }
}

//! What a hindcast found, as tables for people and for programs.

use std::fmt::Write;
use std::ops::RangeInclusive;

use super::baselines;
use super::facts::Fact;
use super::known::{Comparison, Measure, Years};
use super::play::{Run, mean, spread};
use super::score::{error, passes};
use crate::lab::sweep::percentile;
use crate::units::digits::number;

/// Years that are compared.
pub const YEARS: RangeInclusive<i32> = 2015..=2024;
/// Years on which rules of thumb know nothing.
pub const AHEAD: RangeInclusive<i32> = 2020..=2024;
/// The series of packs, whose volumes Wright's law asks for.
const PACKS: &str = "pack_price";
/// Yearly volume of cells in vehicles, in `history.csv`.
pub const VOLUMES: (&str, &str) = ("battery_demand_ev_all_modes", "world");

/// Everything that is told.
pub struct Findings<'a> {
    /// What was compared.
    pub comparisons: &'a [Comparison],
    /// The runs.
    pub runs: &'a [Run],
    /// Facts, whose series stand behind those that are compared.
    pub facts: &'a [Fact],
    /// Volumes for Wright's law.
    pub volumes: Option<&'a Years>,
}

/// One line of the table of errors.
struct Line<'a> {
    comparison: &'a Comparison,
    all: Option<f64>,
    ahead: Option<f64>,
    walk: Option<f64>,
    trend: Option<f64>,
    wright: Option<f64>,
}

impl Line<'_> {
    fn cells(&self) -> [String; 9] {
        let unit = match self.comparison.measure {
            Measure::Log => "ln",
            Measure::Points => self.comparison.unit.as_str(),
        };
        let show = |value: Option<f64>| value.map(number).unwrap_or_default();
        let verdict = match passes(self.all, self.comparison.limit) {
            Some(true) => "passes",
            Some(false) => "falls short",
            None => "",
        };
        [
            format!("{} ({unit})", self.comparison.title),
            show(self.all),
            show(self.comparison.limit),
            verdict.to_owned(),
            show(self.ahead),
            show(self.comparison.limit_ahead),
            show(self.trend),
            show(self.wright),
            show(self.walk),
        ]
    }
}

/// Heads of the table of facts.
pub const FACT_HEADS: [&str; 4] = ["fact", "model", "band", ""];
/// Heads of the table of errors.
const HEADS: [&str; 9] = ["series", "error", "limit", "", "2020–24", "limit ahead", "trend", "Wright", "last value"];

impl<'a> Findings<'a> {
    fn lines(&self) -> Vec<Line<'a>> {
        let line = |(comparison, years): (&'a Comparison, Years)| Line {
            all: error(comparison, &years, &YEARS),
            ahead: error(comparison, &years, &AHEAD),
            walk: error(comparison, &baselines::random_walk(comparison, *AHEAD.start()), &AHEAD),
            trend: error(comparison, &baselines::trend(comparison), &AHEAD),
            wright: self
                .volumes
                .filter(|_| comparison.id.starts_with(PACKS))
                .and_then(|volumes| error(comparison, &baselines::wright(comparison, volumes), &AHEAD)),
            comparison,
        };
        self.comparisons.iter().zip(mean(self.runs)).map(line).collect()
    }

    /// Rows of the table of errors: what the series is, its error and limit, whether it passes, its error in the last five years, and
    /// that of the rules of thumb.
    #[must_use]
    pub fn errors(&self) -> (Vec<&'static str>, Vec<Vec<String>>) {
        (HEADS.to_vec(), self.lines().iter().map(|line| line.cells().to_vec()).collect())
    }

    /// Number of judged series that keep to their limits, and of all judged ones.
    #[must_use]
    pub fn passed(&self) -> (usize, usize) {
        let verdicts: Vec<bool> = self.lines().iter().filter_map(|line| passes(line.all, line.comparison.limit)).collect();
        (verdicts.iter().filter(|passed| **passed).count(), verdicts.len())
    }

    /// Rows of the table of facts, and how many of them the runs show.
    #[must_use]
    pub fn facts(&self) -> (Vec<Vec<String>>, usize) {
        let means = mean(self.runs);
        let pairs: Vec<(&Fact, &Years)> = self.facts.iter().zip(means.iter().skip(self.comparisons.len())).collect();
        let shown = pairs.iter().filter(|(fact, years)| fact.holds(fact.of(years))).count();
        (pairs.iter().map(|(fact, years)| fact.row(years)).collect(), shown)
    }

    /// Every year of every series as comma-separated values: model (mean and a band of nine runs in ten) beside history.
    #[must_use]
    pub fn tidy(&self) -> String {
        let means = mean(self.runs);
        let (low, high) = (spread(self.runs, |v| percentile(v, 5)), spread(self.runs, |v| percentile(v, 95)));
        let mut text = "series,unit,year,model,low,high,history\n".to_owned();
        for (at, comparison) in self.comparisons.iter().enumerate() {
            for (year, value) in &means[at] {
                let was = comparison.history.get(year).map(ToString::to_string).unwrap_or_default();
                let (low, high) = (low[at].get(year).unwrap_or(value), high[at].get(year).unwrap_or(value));
                let _ = writeln!(text, "{},{},{year},{value},{low},{high},{was}", comparison.id, comparison.unit);
            }
        }
        text
    }

    /// Model over history by year, for those series that are judged.
    #[must_use]
    pub fn side_by_side(&self) -> Vec<Vec<String>> {
        let means = mean(self.runs);
        let row = |(comparison, years): (&Comparison, &Years)| {
            let cell = |year: i32| match (years.get(&year), comparison.history.get(&year)) {
                (Some(is), Some(was)) => format!("{} / {}", number(*is), number(*was)),
                (Some(is), None) => number(*is),
                _ => String::new(),
            };
            let title = format!("{}, {}", comparison.title, comparison.unit);
            std::iter::once(title).chain(YEARS.map(cell)).collect()
        };
        self.comparisons.iter().zip(&means).map(row).collect()
    }

    /// The report, in Markdown.
    #[must_use]
    pub fn markdown(&self, level: &str, told: &str) -> String {
        let mut text = format!("# {level}: 2015 to 2024 played again\n\n{told}\n\n## How near it comes\n\n");
        let (heads, rows) = self.errors();
        table(&mut text, &heads, &rows);
        text.push_str(
            "\nError over 2015 to 2024 of the mean of all runs: root of the mean square of ln(model / history), or of the difference in points. \
             The other columns are errors over 2020 to 2024: of the model, what it may be if nothing after 2019 was fitted, of the trend of 2015 to 2019 drawn on, of Wright's law with \
             20 % a doubling on what was really made, and of the value of 2019 carried forward.\n\n## Year by year, model / history\n\n",
        );
        let years: Vec<String> = YEARS.map(|year| year.to_string()).collect();
        let heads: Vec<&str> = std::iter::once("series").chain(years.iter().map(String::as_str)).collect();
        table(&mut text, &heads, &self.side_by_side());
        let (facts, shown) = self.facts();
        if !facts.is_empty() {
            let _ = writeln!(text, "\n## Facts that a run should show\n\n{shown} of {} are shown.\n", facts.len());
            table(&mut text, &FACT_HEADS, &facts);
        }
        text.push_str("\n## In pictures\n\n");
        for comparison in self.comparisons {
            let _ = writeln!(text, "![{}]({}.svg)\n", comparison.title, comparison.id);
        }
        text
    }
}

fn table(text: &mut String, heads: &[&str], rows: &[Vec<String>]) {
    let _ = writeln!(text, "| {} |\n|{}", heads.join(" | "), "---|".repeat(heads.len()));
    for row in rows {
        let _ = writeln!(text, "| {} |", row.join(" | "));
    }
}

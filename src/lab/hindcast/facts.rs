//! What is known of the past beside its levels: order, turns, ratios. A level says in `facts.csv` which of them a run should show.

use std::ops::RangeInclusive;

use super::known::{Comparison, Row, Years, played_for, rows, span};
use crate::choice;
use crate::units::digits::number;

/// Name of the file with facts.
pub const FACTS: &str = "facts.csv";

choice! {
    /// What is taken of the years of a series.
    pub enum Figure {
        /// The last of its years.
        Value => "value",
        /// The last over the first.
        Ratio => "ratio",
        /// From the first to the last, %.
        Rise => "rise",
        /// The year in which it is highest.
        Peak => "peak",
        /// The highest over the lowest before it.
        Climb => "climb",
        /// From the highest to the last, %.
        Fall => "fall",
        /// The year in which it is lowest.
        Trough => "trough",
    }
}

/// A fact with the band in which a run shows it.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The series, as anything else that is played for; it has no history.
    pub series: Comparison,
    /// What is taken of it.
    pub figure: Figure,
    /// In these years.
    pub years: RangeInclusive<i32>,
    /// Least and most.
    pub range: (f64, f64),
    /// Whether the model is known to show it: what it shows once it must not lose.
    pub shown: bool,
    /// Why.
    pub source: String,
}

/// Reads a `facts.csv`.
///
/// # Errors
/// A sentence on the first row that cannot be read, with its line.
pub fn read_facts(bytes: &[u8]) -> Result<Vec<Fact>, String> {
    rows(FACTS, bytes, |row: &Row<'_>| {
        let (range, years) = span(row)?;
        Ok(Fact {
            series: played_for(row, "fact")?,
            figure: row.choice("figure", Figure::ALL, Figure::label)?,
            years,
            range,
            shown: row.word("shown", &[("yes", true), ("no", false)])?,
            source: row.text("source")?.to_owned(),
        })
    })
}

impl Fact {
    /// The figure of some years; none if they lack it.
    #[must_use]
    pub fn of(&self, years: &Years) -> Option<f64> {
        let inside: Vec<(i32, f64)> = years.range(self.years.clone()).map(|(year, value)| (*year, *value)).collect();
        let (first, last) = (inside.first()?.1, inside.last()?.1);
        let whole = inside.first()?.0 == *self.years.start() && inside.last()?.0 == *self.years.end();
        let top = inside.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let low = inside.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1))?;
        let before = inside.iter().take_while(|(year, _)| *year <= top.0).map(|(_, value)| *value).fold(f64::INFINITY, f64::min);
        whole.then(|| match self.figure {
            Figure::Value => last,
            Figure::Ratio => last / first,
            Figure::Rise => 100.0 * (last / first - 1.0),
            Figure::Peak => f64::from(top.0),
            Figure::Climb => top.1 / before,
            Figure::Fall => 100.0 * (last / top.1 - 1.0),
            Figure::Trough => f64::from(low.0),
        })
    }

    /// Whether a figure lies in its band.
    #[must_use]
    pub fn holds(&self, figure: Option<f64>) -> bool {
        figure.is_some_and(|figure| (self.range.0..=self.range.1).contains(&figure))
    }

    /// The fact as a row of a table: what it is, what the model says, its band, whether it holds.
    #[must_use]
    pub fn row(&self, years: &Years) -> Vec<String> {
        let figure = self.of(years);
        let show = |value: f64| if matches!(self.figure, Figure::Peak | Figure::Trough) { format!("{value:.0}") } else { number(value) };
        let verdict = if self.holds(figure) { "shows" } else { "does not show" };
        vec![
            self.series.title.clone(),
            figure.map(show).unwrap_or_default(),
            format!("{} to {}", show(self.range.0), show(self.range.1)),
            verdict.to_owned(),
        ]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;

    #[test]
    fn figures_are_taken_from_whole_spans() {
        let years: Years = [(2019, 4.0), (2020, 2.0), (2021, 6.0), (2022, 20.0), (2023, 5.0)].into();
        let figure = |word: &str, from: i32, to: i32| {
            let text = format!(
                "id,fact,model,year,factor,figure,from,to,low,high,shown,source\na,A,price.pack,mean,1,{word},{from},{to},0,1,no,E\n"
            );
            read_facts(text.as_bytes()).unwrap()[0].of(&years)
        };
        assert_eq!(figure("value", 2019, 2021), Some(6.0));
        assert_eq!(figure("ratio", 2019, 2022), Some(5.0));
        assert_eq!(figure("rise", 2019, 2020), Some(-50.0));
        assert_eq!((figure("peak", 2019, 2023), figure("trough", 2019, 2023)), (Some(2022.0), Some(2020.0)));
        assert_eq!((figure("climb", 2019, 2023), figure("fall", 2019, 2023)), (Some(10.0), Some(-75.0)));
        assert_eq!(figure("value", 2019, 2024), None, "the last year is missing");
    }
}

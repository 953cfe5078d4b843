//! What was: the yearly results in a level's `history.csv`, and which series of the model each of them is compared with, in its
//! `comparisons.csv`. Nothing in the simulation reads either.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::choice;
use crate::lab::series::Expression;

/// Name of the file with results.
pub const HISTORY: &str = "history.csv";
/// Name of the file that says what is compared.
pub const COMPARISONS: &str = "comparisons.csv";
/// Name of the file with bands for what no statistics tell.
pub const BANDS: &str = "bands.csv";
/// The series of `history.csv` that deflates nominal money: consumer prices, 1 in the year whose money the model counts in.
const DEFLATOR: &str = "us_consumer_prices";

/// Values by year.
pub type Years = BTreeMap<i32, f64>;

/// Results by series and region.
#[derive(Clone, Debug, Default)]
pub struct Known {
    series: BTreeMap<(String, String), Years>,
}

choice! {
    /// How a year is taken from months.
    pub enum Take {
        /// The sum of its months.
        Sum => "sum",
        /// Their mean.
        Mean => "mean",
        /// Its last month.
        End => "end",
    }
}

/// How far model and history are apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Root of the mean square of ln(model / history).
    Log,
    /// Root of the mean square of the difference, in the unit of the history.
    Points,
}

/// A series of the model beside one of the world.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Short name, for files.
    pub id: String,
    /// Title.
    pub title: String,
    /// Unit of both.
    pub unit: String,
    /// What was.
    pub history: Years,
    /// What the model says.
    pub model: Expression,
    /// How its months make a year.
    pub take: Take,
    /// Brings the model's unit to that of the history.
    pub factor: f64,
    /// How they are compared.
    pub measure: Measure,
    /// Most that all years may miss, if that is judged.
    pub limit: Option<f64>,
    /// Most that years may miss on which nothing was fitted.
    pub limit_ahead: Option<f64>,
    /// Weight in a fit; 0 is only looked at.
    pub weight: f64,
    /// Whether height and year of its peak count in a fit too.
    pub peak: bool,
    /// Where nothing is known but bounds: what a fit should keep to.
    pub band: Option<Band>,
}

/// Bounds of a series in some years.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Least and most.
    pub range: (f64, f64),
    /// In these years.
    pub years: RangeInclusive<i32>,
    /// Whether it tells what was, so that a fit on other years must not look at it.
    pub was: bool,
}

/// The fields of a row, by the names of its file.
pub(super) struct Row<'a> {
    file: &'a str,
    line: u64,
    names: &'a csv::StringRecord,
    values: csv::StringRecord,
}

impl Row<'_> {
    pub(super) fn text(&self, name: &str) -> Result<&str, String> {
        let at = self.names.iter().position(|n| n == name);
        at.and_then(|at| self.values.get(at)).map(str::trim).ok_or_else(|| self.wrong(&format!("it has no `{name}`")))
    }

    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Result<T, String> {
        let text = self.text(name)?;
        text.parse().map_err(|_| self.wrong(&format!("`{text}` under `{name}` is no number")))
    }

    pub(super) fn optional(&self, name: &str) -> Result<Option<f64>, String> {
        if self.text(name)?.is_empty() { Ok(None) } else { self.number(name).map(Some) }
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<T, String> {
        let text = self.text(name)?;
        let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        found.ok_or_else(|| self.wrong(&format!("`{text}` under `{name}` is none of {}", list.join(", "))))
    }

    /// One of the values of a list, by its label.
    pub(super) fn choice<T: Copy>(&self, name: &str, all: &[T], label: impl Fn(T) -> &'static str) -> Result<T, String> {
        let words: Vec<(&str, T)> = all.iter().map(|one| (label(*one), *one)).collect();
        self.word(name, &words)
    }

    pub(super) fn wrong(&self, what: &str) -> String {
        format!("{}, line {}: {what}.", self.file, self.line)
    }
}

/// Reads every row of a file.
pub(super) fn rows<T>(file: &str, bytes: &[u8], mut each: impl FnMut(&Row<'_>) -> Result<T, String>) -> Result<Vec<T>, String> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(bytes);
    let names = reader.headers().map_err(|error| format!("{file}: {error}."))?.clone();
    let mut list = Vec::new();
    for record in reader.records() {
        let values = record.map_err(|error| format!("{file}: {error}."))?;
        let line = values.position().map_or(0, csv::Position::line);
        list.push(each(&Row { file, line, names: &names, values })?);
    }
    Ok(list)
}

impl Known {
    /// Reads a `history.csv`.
    ///
    /// # Errors
    /// A sentence on the first row that cannot be read, with its line.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut known = Self::default();
        rows(HISTORY, bytes, |row| {
            let key = (row.text("series")?.to_owned(), row.text("region")?.to_owned());
            let (year, value) = (row.number("year")?, row.number("value")?);
            match known.series.entry(key).or_default().insert(year, value) {
                None => Ok(()),
                Some(_) => Err(row.wrong("this year of the series stands in an earlier row already")),
            }
        })?;
        Ok(known)
    }

    /// The years of a series.
    ///
    /// # Errors
    /// There is no such series.
    pub fn years(&self, series: &str, region: &str) -> Result<&Years, String> {
        let key = (series.to_owned(), region.to_owned());
        self.series.get(&key).ok_or_else(|| format!("{HISTORY} has no series `{series}` of `{region}`"))
    }

    /// The same in the money of the model.
    fn real(&self, series: &str, region: &str) -> Result<Years, String> {
        let prices = self.years(DEFLATOR, "world")?;
        let deflate = |(year, value): (&i32, &f64)| {
            let price = prices.get(year).ok_or_else(|| format!("{HISTORY} has no `{DEFLATOR}` of {year}"))?;
            Ok((*year, value / price))
        };
        self.years(series, region)?.iter().map(deflate).collect()
    }
}

/// Reads a `comparisons.csv`.
///
/// # Errors
/// A sentence on the first row that cannot be read, with its line.
pub fn read_comparisons(bytes: &[u8], known: &Known) -> Result<Vec<Comparison>, String> {
    rows(COMPARISONS, bytes, |row| {
        let (series, region) = (row.text("series")?, row.text("region")?);
        let money = row.word("money", &[("", false), ("nominal", true)])?;
        let history = if money { known.real(series, region) } else { known.years(series, region).cloned() };
        let whole: Option<f64> = row.optional("whole")?;
        let history = history.map_err(|why| row.wrong(&why))?;
        Ok(Comparison {
            id: row.text("id")?.to_owned(),
            title: row.text("title")?.to_owned(),
            unit: row.text("unit")?.to_owned(),
            // What is left of the whole: home brands where the world counts foreign ones.
            history: history.into_iter().map(|(year, value)| (year, whole.map_or(value, |whole| whole - value))).collect(),
            model: Expression::parse(row.text("model")?).map_err(|why| row.wrong(&why))?,
            take: row.choice("year", Take::ALL, Take::label)?,
            factor: row.number("factor")?,
            measure: row.word("error", &[("log", Measure::Log), ("points", Measure::Points)])?,
            limit: row.optional("limit")?,
            limit_ahead: row.optional("limit_ahead")?,
            weight: row.number("weight")?,
            peak: row.word("shape", &[("", false), ("peak", true)])?,
            band: None,
        })
    })
}

/// A series of the model that is played for, with no history beside it: `title` is the column that says what it is.
pub(super) fn played_for(row: &Row<'_>, title: &str) -> Result<Comparison, String> {
    Ok(Comparison {
        id: row.text("id")?.to_owned(),
        title: row.text(title)?.to_owned(),
        unit: String::new(),
        history: Years::new(),
        model: Expression::parse(row.text("model")?).map_err(|why| row.wrong(&why))?,
        take: row.choice("year", Take::ALL, Take::label)?,
        factor: row.number("factor")?,
        measure: Measure::Points,
        limit: None,
        limit_ahead: None,
        weight: 0.0,
        peak: false,
        band: None,
    })
}

/// Bounds and the years in which they hold.
pub(super) fn span(row: &Row<'_>) -> Result<((f64, f64), RangeInclusive<i32>), String> {
    let range: (f64, f64) = (row.number("low")?, row.number("high")?);
    let years: (i32, i32) = (row.number("from")?, row.number("to")?);
    if range.0 >= range.1 || years.0 > years.1 {
        return Err(row.wrong("`low` must lie below `high`, and `from` not after `to`"));
    }
    Ok((range, years.0..=years.1))
}

/// Reads a `bands.csv`: hidden things such as fill and load, and years of which nothing is known yet.
///
/// # Errors
/// A sentence on the first row that cannot be read, with its line.
pub fn read_bands(bytes: &[u8]) -> Result<Vec<Comparison>, String> {
    rows(BANDS, bytes, |row| {
        let (range, years) = span(row)?;
        let was = row.word("told", &[("was", true), ("sane", false)])?;
        let alone = played_for(row, "source")?;
        Ok(Comparison { weight: row.number("weight")?, band: Some(Band { range, years, was }), ..alone })
    })
}

//! Numbers of one campaign over time: sums and ratios of recorded series, and how far, how long and how violently they move.

use crate::sim::scoreboard::components::{History, Series};
use crate::units::Month;

/// Months of a yearly mean.
pub const YEAR: usize = 12;

/// A sum of series, or one sum over another, as written: `price.pack`, `output.*_cell china / output.*_cell`,
/// `year sales.{phev,bev} * / sales.* *`. A name may hold `*` and `{a,b}`; the region is `world` if left out, `*` for the sum
/// over all single regions; `year` in front takes the mean of twelve months, `mean 3` of three.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// As written.
    pub text: String,
    /// Months of which the mean is taken.
    window: usize,
    above: Pattern,
    below: Option<Pattern>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    name: String,
    region: String,
}

impl Pattern {
    fn parse(text: &str) -> Result<Self, String> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let (name, region) = match words[..] {
            [name] => (name, "world"),
            [name, region] => (name, region),
            _ => return Err(format!("`{}` is not a series: write NAME [REGION]", text.trim())),
        };
        Ok(Self { name: name.to_owned(), region: region.to_owned() })
    }

    fn fits(&self, series: &Series) -> bool {
        let here = if self.region == "*" { series.region != "world" } else { series.region == self.region };
        here && fits(&self.name, &series.name)
    }

    /// Month by month, the sum over all series that fit; none if there is none.
    fn sum(&self, history: &History) -> Option<Vec<f64>> {
        let mut fitting = history.series.iter().filter(|series| self.fits(series)).peekable();
        fitting.peek()?;
        let mut sum = vec![0.0; history.months as usize];
        for series in fitting {
            sum.iter_mut().zip(&series.values).for_each(|(sum, value)| *sum += f64::from(*value));
        }
        Some(sum)
    }
}

/// `a.{b,c}` as `a.b` and `a.c`; a text without braces as itself.
fn alternatives(text: &str) -> Vec<String> {
    let parts = text.split_once('{').and_then(|(before, rest)| rest.split_once('}').map(|(list, after)| (before, list, after)));
    match parts {
        Some((before, list, after)) => list.split(',').flat_map(|one| alternatives(&format!("{before}{}{after}", one.trim()))).collect(),
        None => vec![text.to_owned()],
    }
}

/// Whether a name fits a pattern in which `*` stands for anything and `{a,b}` for one or the other.
#[must_use]
pub fn fits(pattern: &str, name: &str) -> bool {
    alternatives(pattern).iter().any(|pattern| matches(pattern, name))
}

/// Whether a name fits a pattern in which `*` stands for anything.
fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((head, rest)) => name
            .strip_prefix(head)
            .is_some_and(|left| (0..=left.len()).filter(|at| left.is_char_boundary(*at)).any(|at| matches(rest, &left[at..]))),
    }
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// A sentence on what cannot be read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let (window, rest) = window(trimmed)?;
        let mut parts = rest.split(" / ");
        let above = Pattern::parse(parts.next().unwrap_or_default())?;
        let below = parts.next().map(Pattern::parse).transpose()?;
        if parts.next().is_some() {
            return Err(format!("`{trimmed}` has more than one ` / `"));
        }
        Ok(Self { text: trimmed.to_owned(), window, above, below })
    }

    /// One expression for each series that a pattern fits, such as `price.*`.
    ///
    /// # Errors
    /// A sentence on what cannot be read.
    pub fn each(text: &str, history: &History) -> Result<Vec<Self>, String> {
        let pattern = Self::parse(text)?;
        let fitting = history.series.iter().filter(|series| pattern.above.fits(series));
        let one = |series: &Series| {
            let above = Pattern { name: series.name.clone(), region: series.region.clone() };
            let window = match pattern.window {
                1 => String::new(),
                YEAR => "year ".to_owned(),
                months => format!("mean {months} "),
            };
            Self { text: format!("{window}{} {}", series.name, series.region), above, ..pattern.clone() }
        };
        Ok(fitting.map(one).collect())
    }

    /// Its value in every month of a history.
    ///
    /// # Errors
    /// No series fits.
    pub fn values(&self, history: &History) -> Result<Vec<f64>, String> {
        let sum = |pattern: &Pattern| {
            let all = pattern.sum(history).ok_or_else(|| format!("no series fits `{} {}`", pattern.name, pattern.region))?;
            Ok::<_, String>(if self.window > 1 { moving(&all, self.window) } else { all })
        };
        let above = sum(&self.above)?;
        let Some(below) = &self.below else { return Ok(above) };
        Ok(above.iter().zip(sum(below)?).map(|(a, b)| if b == 0.0 { 0.0 } else { a / b }).collect())
    }

    /// The capacity of the good whose price this is, if it is one.
    #[must_use]
    pub fn capacity(&self, history: &History) -> Option<Vec<f64>> {
        let good = self.above.name.strip_prefix("price.")?;
        Pattern { name: format!("capacity.{good}"), region: "world".to_owned() }.sum(history)
    }
}

/// Months of which an expression takes the mean, as its first words say, and what follows them.
///
/// # Errors
/// A sentence on what cannot be read.
pub fn window(text: &str) -> Result<(usize, &str), String> {
    if let Some(rest) = text.strip_prefix("year ") {
        return Ok((YEAR, rest));
    }
    let Some(rest) = text.strip_prefix("mean ") else { return Ok((1, text)) };
    let (months, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    match months.parse() {
        Ok(months) if months > 0 => Ok((months, rest)),
        _ => Err(format!("`{months}` is no number of months: write `mean 3 NAME [REGION]`")),
    }
}

/// Means over the so many months that end with each month; fewer at the beginning.
fn moving(values: &[f64], months: usize) -> Vec<f64> {
    (0..values.len())
        .map(|end| {
            let last = &values[(end + 1).saturating_sub(months)..=end];
            last.iter().sum::<f64>() / last.len() as f64
        })
        .collect()
}

/// How a series moved over a campaign.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Path {
    /// Lowest value over the first.
    pub lowest: f64,
    /// Highest value over the first.
    pub highest: f64,
    /// Longest time outside the band, months.
    pub outside: usize,
    /// Largest fall: a peak over the lowest value after it.
    pub fall: f64,
    /// Months from that peak to the fastest growth of capacity in the four years after it, if it is a price.
    pub answer: Option<usize>,
}

/// Months after a peak within which capacity must grow to count as an answer.
const ANSWER_MONTHS: usize = 48;

/// Describes a path; the band is two shares of the first value.
#[must_use]
pub fn path(values: &[f64], band: (f64, f64), capacity: Option<&[f64]>) -> Path {
    let Some(first) = values.first().copied().filter(|first| *first != 0.0) else { return Path::default() };
    let share = |value: f64| value / first;
    let inside = |value: &f64| (band.0..=band.1).contains(&share(*value));
    let (peak, fall) = largest_fall(values);
    let answer = capacity.and_then(|capacity| {
        let growth = |month: usize| capacity.get(month + 12).map_or(0.0, |later| later / capacity[month].max(1e-12));
        let months = peak..capacity.len().saturating_sub(12).min(peak + ANSWER_MONTHS).max(peak);
        months.max_by(|a, b| growth(*a).total_cmp(&growth(*b)).then(b.cmp(a))).map(|month| month + 6 - peak)
    });
    Path {
        lowest: values.iter().copied().map(share).fold(f64::INFINITY, f64::min),
        highest: values.iter().copied().map(share).fold(f64::NEG_INFINITY, f64::max),
        outside: values.split(|value| inside(value)).map(<[f64]>::len).max().unwrap_or(0),
        fall,
        answer,
    }
}

/// Month of the peak and depth of the largest fall from a peak to a later value.
fn largest_fall(values: &[f64]) -> (usize, f64) {
    let (mut peak, mut best) = (0, (0, 1.0));
    for (month, value) in values.iter().enumerate() {
        if *value > values[peak] {
            peak = month;
        }
        let fall = if *value > 0.0 { values[peak] / value } else { 1.0 };
        if fall > best.1 {
            best = (peak, fall);
        }
    }
    best
}

/// The value of a month, if it was played.
#[must_use]
pub fn at(values: &[f64], start: Month, month: Month) -> Option<f64> {
    usize::try_from(month.since(start)).ok().and_then(|index| values.get(index)).copied()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;

    fn history() -> History {
        let series = |name: &str, region: &str, values: &[f32]| Series {
            name: name.to_owned(),
            region: region.to_owned(),
            unit: String::new(),
            values: values.to_vec(),
        };
        History {
            months: 3,
            series: vec![
                series("sales.bev", "us", &[1.0, 2.0, 3.0]),
                series("sales.ice", "us", &[3.0, 2.0, 1.0]),
                series("sales.bev", "china", &[1.0, 1.0, 1.0]),
                series("price.pack", "world", &[100.0, 300.0, 20.0]),
            ],
            ..History::default()
        }
    }

    #[test]
    fn series_are_added_and_divided() {
        let values = |text: &str| Expression::parse(text).unwrap().values(&history()).unwrap();
        assert_eq!(values("price.pack"), [100.0, 300.0, 20.0]);
        assert_eq!(values("sales.bev *"), [2.0, 3.0, 4.0]);
        assert_eq!(values("sales.{bev,phev} us / sales.* us"), [0.25, 0.5, 0.75]);
        assert_eq!(values("year sales.bev us"), [1.0, 1.5, 2.0]);
        assert!(Expression::parse("price.mud").unwrap().values(&history()).is_err());
        assert!(Expression::parse("a b c").is_err());
    }

    #[test]
    fn a_pattern_gives_one_expression_for_each_series() {
        let all = Expression::each("sales.* us", &history()).unwrap();
        assert_eq!(all.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["sales.bev us", "sales.ice us"]);
    }

    #[test]
    fn a_path_tells_how_far_and_how_long() {
        let found = path(&[100.0, 300.0, 20.0, 19.0, 100.0], (0.5, 2.0), None);
        assert_eq!((found.lowest, found.highest, found.outside), (0.19, 3.0, 3));
        assert!((found.fall - 300.0 / 19.0).abs() < 1e-12);
    }

    #[test]
    fn capacity_answers_the_peak_after_some_time() {
        let mut price = vec![1.0; 60];
        price[10] = 5.0;
        let capacity: Vec<f64> = (0..60).map(|month| if month < 30 { 1.0 } else { 2.0 }).collect();
        let answer = path(&price, (0.2, 15.0), Some(&capacity)).answer.unwrap();
        assert!((10..=24).contains(&answer), "{answer}");
    }
}

//! What came of a story: every expectation with its numbers over the seeds that were played.

/// What came of a story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Orders that were refused or never given.
    pub refused: Vec<String>,
    /// The expectations, in order.
    pub lines: Vec<Line>,
}

/// What came of one expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Whether it holds.
    pub holds: bool,
    /// The expectation: what a figure should do, and when.
    pub what: String,
    /// The figure, or why there is none.
    pub numbers: Result<Numbers, String>,
}

/// A figure under one seed after the other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// In the worlds of the story.
    pub now: Vec<f64>,
    /// What it is compared with: without the orders, after the first month, or another figure; empty if nothing.
    pub then: Vec<f64>,
}

/// By how much a figure differs from what it is compared with, as shares of that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Changes {
    /// Of the mean over seeds.
    pub mean: f64,
    /// The middle one of all seeds.
    pub median: f64,
    /// The lowest.
    pub least: f64,
    /// The highest.
    pub most: f64,
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
        let lines = self.lines.iter().map(|line| format!("  {} {}\n", if line.holds { "ok   " } else { "WRONG" }, line.text()));
        refused.chain(lines).collect()
    }
}

impl Line {
    /// The expectation with its numbers.
    #[must_use]
    pub fn text(&self) -> String {
        match &self.numbers {
            Ok(numbers) => format!("{}: {}", self.what, numbers.text()),
            Err(why) => format!("{}: {why}", self.what),
        }
    }
}

impl Numbers {
    /// Whether every one is a number.
    #[must_use]
    pub fn are_finite(&self) -> bool {
        self.now.iter().chain(&self.then).all(|value| value.is_finite())
    }

    /// Mean and median of the worlds of the story.
    #[must_use]
    pub fn middles(&self) -> [f64; 2] {
        [mean(&self.now), median(self.now.clone())]
    }

    /// By how much they differ.
    #[must_use]
    pub fn changes(&self) -> Changes {
        let all: Vec<f64> = self.now.iter().zip(&self.then).map(|(now, then)| change(*now, *then)).collect();
        Changes {
            mean: change(mean(&self.now), mean(&self.then)),
            least: all.iter().copied().fold(f64::INFINITY, f64::min),
            most: all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            median: median(all),
        }
    }

    /// In words.
    #[must_use]
    pub fn text(&self) -> String {
        let [now, middle] = self.middles();
        let many = self.now.len() > 1;
        if self.then.is_empty() {
            return if many { format!("{now:.6} (median {middle:.6}, {} seeds)", self.now.len()) } else { format!("{now:.6}") };
        }
        let (then, change) = (mean(&self.then), self.changes());
        let per_cent = |share: f64| 100.0 * share;
        let sums = format!("{then:.6} → {now:.6}");
        match (many, then == 0.0) {
            (_, true) => sums,
            (false, false) => format!("{sums} ({:+.1} %)", per_cent(change.mean)),
            (true, false) => format!(
                "{sums} ({:+.1} %; median {:+.1} %, from {:+.1} to {:+.1} % over {} seeds)",
                per_cent(change.mean),
                per_cent(change.median),
                per_cent(change.least),
                per_cent(change.most),
                self.now.len()
            ),
        }
    }
}

fn change(now: f64, then: f64) -> f64 {
    if now == then { 0.0 } else { (now - then) / then.abs() }
}

#[expect(clippy::cast_precision_loss, reason = "a few seeds")]
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    match values.len() {
        0 => f64::NAN,
        even if even % 2 == 0 => (values[half - 1] + values[half]) / 2.0,
        _ => values[half],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_judged_by_their_mean_and_their_median() {
        let numbers = Numbers { now: vec![1.0, 3.0, 40.0], then: vec![2.0, 2.0, 10.0] };
        let change = numbers.changes();
        assert!((change.mean - 30.0 / 14.0).abs() < 1e-12);
        assert_eq!((change.median, change.least, change.most), (0.5, -0.5, 3.0));
    }

    #[test]
    fn nothing_against_nothing_is_no_change() {
        let numbers = Numbers { now: vec![0.0], then: vec![0.0] };
        assert_eq!(numbers.changes().mean, 0.0);
        assert!(Numbers { now: vec![1.0], then: vec![0.0] }.changes().mean > 1e9);
    }
}

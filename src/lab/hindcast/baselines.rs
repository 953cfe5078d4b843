//! Rules of thumb that know the first years and no model: whoever claims to forecast must do better.

use std::ops::RangeInclusive;

use super::known::{Comparison, Measure, Years};
use crate::units::math;

/// Years from which a trend is drawn.
const TREND_YEARS: RangeInclusive<i32> = 2015..=2019;
/// Wright's law: what is left of a price with each doubling of what has been made (K: 18 to 24 % for lithium-ion packs).
const LEFT_PER_DOUBLING: f64 = 0.8;

/// The last known value before a year, carried forward: a random walk's best guess. `from` is the first year to be guessed.
#[must_use]
pub fn random_walk(comparison: &Comparison, from: i32) -> Years {
    let last = comparison.history.range(..from).next_back().map(|(_, value)| *value);
    let years = comparison.history.range(from..).map(|(year, _)| *year);
    last.map(|value| years.map(|year| (year, value)).collect()).unwrap_or_default()
}

/// The trend of the first years, drawn on: exponential where errors are logarithms, else straight.
#[must_use]
pub fn trend(comparison: &Comparison) -> Years {
    let logs = comparison.measure == Measure::Log;
    let seen = |value: f64| if logs { math::ln(value.max(1e-9)) } else { value };
    let points: Vec<(f64, f64)> = comparison.history.range(TREND_YEARS).map(|(year, value)| (f64::from(*year), seen(*value))).collect();
    if points.len() < 2 {
        return Years::new();
    }
    let count = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), p| (x + p.0 / count, y + p.1 / count));
    let (above, below) = points.iter().fold((0.0, 0.0), |(a, b), p| (a + (p.0 - x) * (p.1 - y), b + (p.0 - x) * (p.0 - x)));
    let slope = if below > 0.0 { above / below } else { 0.0 };
    let value = |year: i32| {
        let value = y + slope * (f64::from(year) - x);
        if logs { math::exp(value) } else { value }
    };
    comparison.history.keys().filter(|year| *year > TREND_YEARS.end()).map(|year| (*year, value(*year))).collect()
}

/// Wright's law on what was really made: `made` is the yearly volume of the world.
#[must_use]
pub fn wright(comparison: &Comparison, made: &Years) -> Years {
    let Some((first, price)) = comparison.history.range(*TREND_YEARS.start()..).next() else { return Years::new() };
    let so_far = |year: i32| made.range(..=year).map(|(_, made)| made).sum::<f64>();
    let start = so_far(*first);
    let value = |year: i32| price * math::pow(so_far(year) / start, math::ln(LEFT_PER_DOUBLING) / std::f64::consts::LN_2);
    let years = comparison.history.keys().filter(|year| *year >= first && made.contains_key(year));
    if start > 0.0 { years.map(|year| (*year, value(*year))).collect() } else { Years::new() }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;
    use crate::lab::hindcast::known::{Known, read_comparisons};

    fn doubling() -> Comparison {
        let rows: String = (2015_u32..=2024).map(|year| format!("x,world,{year},{}\n", 2_i32.pow(year - 2015))).collect();
        let known = Known::read(format!("series,region,year,value\n{rows}").as_bytes()).unwrap();
        let text = "id,title,unit,series,region,money,whole,model,year,factor,error,limit,limit_ahead,weight,shape\n\
            x,X,M,x,world,,,price.pack,mean,1,log,,,1,\n";
        read_comparisons(text.as_bytes(), &known).unwrap().remove(0)
    }

    #[test]
    fn a_trend_goes_on_and_a_walk_stands() {
        let x = doubling();
        assert!((trend(&x)[&2024] - 512.0).abs() < 1e-6);
        assert_eq!(random_walk(&x, 2020)[&2024], 16.0);
    }

    #[test]
    fn a_doubling_of_what_was_made_takes_a_fifth_off() {
        let x = doubling();
        let made: Years = [(2015, 10.0), (2016, 10.0), (2017, 20.0)].into();
        let law = wright(&x, &made);
        assert!((law[&2016] - 0.8).abs() < 1e-9 && (law[&2017] - 0.64).abs() < 1e-9 && law.len() == 3);
    }
}

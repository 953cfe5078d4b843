//! How far the model is from what was.

use std::ops::RangeInclusive;

use super::known::{Comparison, Measure, Years};
use crate::units::math;

/// The error of some years over those of both that lie in `window`: none if there are none.
#[must_use]
pub fn error(comparison: &Comparison, years: &Years, window: &RangeInclusive<i32>) -> Option<f64> {
    let squares: Vec<f64> = comparison
        .history
        .iter()
        .filter(|(year, _)| window.contains(year))
        .filter_map(|(year, was)| {
            let is = *years.get(year)?;
            let miss = match comparison.measure {
                Measure::Log if *was > 0.0 => math::ln(is.max(1e-9) / was),
                Measure::Log => return None,
                Measure::Points => is - was,
            };
            Some(miss * miss)
        })
        .collect();
    (!squares.is_empty()).then(|| (squares.iter().sum::<f64>() / squares.len() as f64).sqrt())
}

/// An error in logarithms that counts one where a comparison has no limit.
pub const USUAL_ERROR: f64 = 0.3;
/// The same in points.
const USUAL_POINTS: f64 = 10.0;

/// The error that counts one: the comparison's limit, else the usual one.
#[must_use]
pub fn unit(comparison: &Comparison) -> f64 {
    let usual = match comparison.measure {
        Measure::Log => USUAL_ERROR,
        Measure::Points => USUAL_POINTS,
    };
    comparison.limit.unwrap_or(usual)
}

/// Whether an error keeps to a limit; nothing where none is set or nothing is known.
#[must_use]
pub fn passes(error: Option<f64>, limit: Option<f64>) -> Option<bool> {
    error.zip(limit).map(|(error, limit)| error <= limit)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;
    use crate::lab::hindcast::known::{Known, read_comparisons};

    #[test]
    fn errors_are_those_of_the_years_that_both_have() {
        let known = Known::read(b"series,region,year,value\nsales,world,2015,1\nsales,world,2016,2\nsales,world,2018,4\n").unwrap();
        let rows = b"id,title,unit,series,region,money,whole,model,year,factor,error,limit,limit_ahead,weight,shape\n\
            a,A,M,sales,world,,,price.pack,mean,1,log,0.1,,1,\nb,B,M,sales,world,,,price.pack,mean,1,points,,,1,\n";
        let both = read_comparisons(rows, &known).unwrap();
        let model: Years = [(2015, 1.0), (2016, 4.0), (2017, 9.0)].into();
        let log = error(&both[0], &model, &(2015..=2024)).unwrap();
        assert!((log - std::f64::consts::LN_2 / 2.0_f64.sqrt()).abs() < 1e-9);
        assert!((error(&both[1], &model, &(2016..=2016)).unwrap() - 2.0).abs() < 1e-12);
        assert_eq!((error(&both[0], &model, &(2019..=2024)), passes(Some(log), both[0].limit)), (None, Some(false)));
    }
}

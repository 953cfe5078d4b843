//! What a plant can make.

use crate::units::math;

/// Yield of a plant `age` months old, rising from the first month's to the mature one (docs/month.md 5).
/// All shares; `months` is the time in which the gap falls to 1/e.
#[must_use]
pub fn yield_share(first: f64, mature: f64, age: f64, months: f64) -> f64 {
    mature - (mature - first).max(0.0) * math::exp(-age.max(0.0) / months)
}

/// Yield of a ripe line whose makers have brought the cost of making down to `learned` of what it was: they reject less in the same
/// measure. All shares.
#[must_use]
pub fn ripe_yield(mature: f64, learned: f64) -> f64 {
    1.0 - (1.0 - mature) * learned.min(1.0)
}

/// Output that inputs on hand allow (Leontief): the least of stock over need. Returns the output and the index of the
/// input that limits it, or −2 if the wanted output is reached.
#[must_use]
pub fn output(wanted: f64, stocks: &[f64], need_per_unit: &[f64]) -> (f64, i8) {
    let mut result = (wanted.max(0.0), -2);
    for (index, (stock, need)) in stocks.iter().zip(need_per_unit).enumerate() {
        let possible = if *need > 0.0 { stock / need } else { f64::INFINITY };
        if possible < result.0 {
            result = (possible, i8::try_from(index).unwrap_or(i8::MAX));
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yields_mature_with_age() {
        assert!((yield_share(0.3, 0.95, 0.0, 9.0) - 0.3).abs() < 1e-12);
        assert!(yield_share(0.3, 0.95, 9.0, 9.0) > 0.7);
        assert!(yield_share(0.3, 0.95, 200.0, 9.0) > 0.949_999);
    }

    #[test]
    fn who_makes_for_half_the_cost_rejects_half_as_much() {
        assert!((ripe_yield(0.9, 0.5) - 0.95).abs() < 1e-12);
        assert!((ripe_yield(0.9, 1.2) - 0.9).abs() < 1e-12, "nobody rejects more than the recipe says");
    }

    #[test]
    fn the_scarcest_input_limits_output() {
        assert_eq!(output(10.0, &[4.0, 100.0], &[1.0, 2.0]), (4.0, 0));
        assert_eq!(output(10.0, &[40.0, 100.0], &[1.0, 2.0]), (10.0, -2));
        assert_eq!(output(10.0, &[0.0], &[1.0]), (0.0, 0));
    }
}

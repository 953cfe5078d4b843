//! Chances and fading, as plain numbers (docs/month.md 1).

use crate::units::math;

/// Chance of a month that something comes which comes so many times a year.
#[must_use]
pub fn monthly_chance(per_year: f64) -> f64 {
    1.0 - math::exp(-per_year.max(0.0) / 12.0)
}

/// How much of a shock is left after so many months: all for `full` months, then less each month until `fading` more are over.
#[must_use]
pub fn left(age: i32, full: u32, fading: u32) -> f64 {
    let over = f64::from(age) - f64::from(full);
    if age < 0 {
        0.0
    } else if over < 0.0 {
        1.0
    } else {
        (1.0 - (over + 1.0) / (f64::from(fading) + 1.0)).max(0.0)
    }
}

/// What a number is times while a part of a shock is left: `times` at first, 1 at the end.
#[must_use]
pub fn bent(times: f64, left: f64) -> f64 {
    1.0 + (times - 1.0) * left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shock_lasts_then_fades() {
        let path: Vec<f64> = (-1..6).map(|age| left(age, 2, 3)).collect();
        assert_eq!(path, [0.0, 1.0, 1.0, 0.75, 0.5, 0.25, 0.0]);
        assert_eq!(left(2, 2, 0), 0.0);
        assert_eq!(bent(3.0, 0.5), 2.0);
    }

    #[test]
    fn chances_of_a_year_come_to_the_rate() {
        let stays = math::pow(1.0 - monthly_chance(0.5), 12.0);
        assert!((stays - math::exp(-0.5)).abs() < 1e-12);
    }
}

//! Portable mathematics: the same bits on every machine, because nothing here calls the platform's library.
//! `clippy.toml` bans the `f64` methods that these replace.

/// e to the power of `x`.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm of `x`, which must be positive.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `x` to the power of `y`, for positive `x`.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    libm::pow(x, y)
}

/// Hyperbolic tangent.
#[must_use]
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// The logistic function 1/(1+e^−x), between 0 and 1.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-x))
}

/// `x` to a whole power by repeated multiplication: exact in order, hence portable.
#[must_use]
pub fn whole_power(x: f64, n: u32) -> f64 {
    let (mut result, mut base, mut left) = (1.0, x, n);
    while left > 0 {
        if left & 1 == 1 {
            result *= base;
        }
        base *= base;
        left >>= 1;
    }
    result
}

/// The logarithmic mean (a−b)/(ln a − ln b) of two positive numbers, `a` itself where they meet: the weight that makes
/// the logarithmic terms of a product add up to its difference in plain units (LMDI).
#[must_use]
pub fn log_mean(a: f64, b: f64) -> f64 {
    let ratio = ln(a / b);
    if ratio.abs() < 1e-4 { b * (1.0 + ratio / 2.0 + ratio * ratio / 6.0) } else { (a - b) / ratio }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers_multiply() {
        assert_eq!(whole_power(2.0, 10), 1024.0);
        assert_eq!(whole_power(3.0, 0), 1.0);
    }

    #[test]
    fn log_mean_lies_between_and_is_continuous() {
        assert!((log_mean(2.0, 1.0) - 1.0 / ln(2.0)).abs() < 1e-15);
        assert!((log_mean(1.000_01, 1.0) - 1.000_005).abs() < 1e-10);
    }
}

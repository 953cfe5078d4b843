//! Portable mathematics: the same bits on every machine, because nothing here calls the platform's library.
//! `clippy.toml` bans the `f64` methods that these replace.

/// A number as single precision has it: half the room in a state.
#[must_use]
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "that is the purpose")]
pub fn single(number: f64) -> f64 {
    f64::from(number as f32)
}

/// What is left after a month of something that fades in some `months`: a speck is nothing.
#[must_use]
pub fn faded(number: f64, months: f64) -> f64 {
    let left = number - number / months;
    if left.abs() < 1e-6 { 0.0 } else { left }
}

/// 2^(i/32) for i from 0 to 31.
const POWERS: [f64; 32] = [
    1.0,
    1.021_897_148_654_116_6,
    1.044_273_782_427_413_8,
    1.067_140_400_676_823_7,
    1.090_507_732_665_257_7,
    1.114_386_742_595_892_4,
    1.138_788_634_756_691_6,
    1.163_724_858_777_577_5,
    1.189_207_115_002_721,
    1.215_247_359_980_469,
    1.241_857_812_073_484,
    1.269_050_957_191_733_2,
    1.296_839_554_651_009_6,
    1.325_236_643_159_741_3,
    1.354_255_546_936_892_7,
    1.383_909_881_963_832,
    std::f64::consts::SQRT_2,
    1.445_180_806_977_046_7,
    1.476_826_145_939_499_3,
    1.509_164_427_593_422_8,
    1.542_210_825_407_940_7,
    1.575_980_845_107_886_5,
    1.610_490_331_949_254_3,
    1.645_755_478_153_965,
    1.681_792_830_507_429,
    1.718_619_298_122_478,
    1.756_252_160_373_299_5,
    1.794_709_075_003_107_2,
    1.834_008_086_409_342_4,
    1.874_167_634_110_3,
    1.915_206_561_397_147_4,
    1.957_144_124_175_400_2,
];

/// 1.5 · 2^52: what is added to it is rounded to a whole number, which then stands in the lowest bits.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// e to the power of `x`, to about one part in 10^16. A month asks for some ten thousand: x is split into a whole number of
/// 32nds of ln 2, whose power of two stands in a table, and a rest so small that six terms of its series are enough.
#[must_use]
#[inline]
pub fn exp(x: f64) -> f64 {
    const PER_STEP: f64 = 46.166_241_308_446_83;
    // ln 2 / 32 in two parts: the first has so few bits that its product with a number of steps is exact.
    const STEP: f64 = 0.021_660_849_390_173_098;
    const STEP_REST: f64 = 2.325192846878874e-12;
    // Infinite, next to nothing, or not a number.
    if x.is_nan() || x.abs() >= 700.0 {
        return libm::exp(x);
    }
    let shifted = x * PER_STEP + SHIFT;
    let steps = shifted - SHIFT;
    let rest = (x - steps * STEP) - steps * STEP_REST;
    let square = rest * rest;
    let beyond_one =
        rest + square * (0.5 + rest * (1.0 / 6.0)) + square * square * ((1.0 / 24.0 + rest * (1.0 / 120.0)) + square * (1.0 / 720.0));
    let number = shifted.to_bits();
    // The number of steps beyond the 32nds goes into the exponent; in two's complement the bits above it fall away.
    let scale = f64::from_bits(POWERS[(number % 32) as usize].to_bits().wrapping_add((number >> 5) << 52));
    scale + scale * beyond_one
}

/// Natural logarithm of `x`, which must be positive.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `x` to the power of `y`, for positive `x`, to about |y ln x| parts in 10^16.
#[must_use]
pub fn pow(x: f64, y: f64) -> f64 {
    exp(y * ln(x))
}

/// Hyperbolic tangent.
#[must_use]
pub fn tanh(x: f64) -> f64 {
    libm::tanh(x)
}

/// The logistic function 1/(1+e^−x), between 0 and 1.
#[must_use]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
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
    fn powers_of_e_agree_with_the_library_to_the_last_bit_but_two() {
        for step in -70_000..70_000_i32 {
            let x = f64::from(step) * 0.0099;
            assert!((exp(x) / libm::exp(x) - 1.0).abs() < 5e-16, "{x}: {} {}", exp(x), libm::exp(x));
        }
        assert_eq!((exp(0.0), exp(f64::NEG_INFINITY), exp(800.0)), (1.0, 0.0, f64::INFINITY));
        assert!(exp(f64::NAN).is_nan() && exp(-720.0) > 0.0 && exp(-760.0) == 0.0);
    }

    #[test]
    fn powers_of_other_numbers_agree_too() {
        for (x, y) in [(2.0, 0.5), (1.0, 7.3), (0.01, -0.3), (1e6, 1.5), (0.9, 40.0), (3.0, 0.0)] {
            assert!((pow(x, y) / libm::pow(x, y) - 1.0).abs() < 1e-14, "{x}^{y}");
        }
    }

    #[test]
    fn log_mean_lies_between_and_is_continuous() {
        assert!((log_mean(2.0, 1.0) - 1.0 / ln(2.0)).abs() < 1e-15);
        assert!((log_mean(1.000_01, 1.0) - 1.000_005).abs() < 1e-10);
    }
}

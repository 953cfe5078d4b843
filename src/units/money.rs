//! Money that moves: a whole number of US cents (real, of 2024). Prices and forecasts stay `f64` million US$.

/// A whole number of US cents of 2024.
pub type Cents = i64;

/// Cents in one million US$.
pub const MUSD_IN_CENTS: f64 = 1e8;

/// Million US$ rounded to whole cents, ties to even.
#[must_use]
pub fn cents(musd: f64) -> Cents {
    debug_assert!(musd.is_finite(), "an amount of money must be finite");
    #[expect(clippy::cast_possible_truncation, reason = "amounts stay below 2^53 cents")]
    let whole = round_ties_even(musd * MUSD_IN_CENTS) as Cents;
    whole
}

/// What `f64::round_ties_even` returns, without the call that it is on plain x86-64: adding and taking off 1.5 · 2^52 leaves
/// no room for a fraction.
fn round_ties_even(x: f64) -> f64 {
    const SHIFT: f64 = 6_755_399_441_055_744.0;
    if x.abs() < 2_251_799_813_685_248.0 { (x + SHIFT) - SHIFT } else { x.round_ties_even() }
}

/// Splits `total` by `weights` without losing a cent: each part is rounded down, the missing cents go to the largest
/// fractions, ties to the lower index. Nothing goes anywhere if all weights are zero (the caller keeps the total).
pub fn split(total: Cents, weights: &[f64], parts: &mut Vec<Cents>) {
    parts.clear();
    let sum: f64 = weights.iter().sum();
    if sum <= 0.0 || total == 0 {
        parts.resize(weights.len(), 0);
        return;
    }
    // Fractions lie in 0..1, where the bits of numbers sort as the numbers do.
    let mut fractions: Vec<(u64, u32)> = Vec::with_capacity(weights.len());
    let mut given: Cents = 0;
    for (index, weight) in weights.iter().enumerate() {
        let exact = total as f64 * (weight / sum);
        let floor = exact.floor();
        #[expect(clippy::cast_possible_truncation, reason = "a part is no larger than the total")]
        let part = floor as Cents;
        fractions.push((!(exact - floor).to_bits(), u32::try_from(index).unwrap_or(u32::MAX)));
        parts.push(part);
        given += part;
    }
    fractions.sort_unstable();
    let mut missing = total - given;
    let step = if missing < 0 { -1 } else { 1 };
    let mut turn = 0;
    while missing != 0 {
        let index = fractions[turn % fractions.len()].1 as usize;
        if weights[index] > 0.0 {
            parts[index] += step;
            missing -= step;
        }
        turn += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_goes_to_the_even_neighbour() {
        for x in [0.5, 1.5, -0.5, -2.5, 2.4999, 1e9 + 0.5, 2e15, -7e15, 9.9e17, 0.0] {
            assert_eq!(round_ties_even(x), x.round_ties_even(), "{x}");
        }
    }

    #[test]
    fn splitting_loses_no_cent() {
        let mut parts = Vec::new();
        for total in [0, 1, 99, 100, 12_345_678_901, -7] {
            split(total, &[1.0, 0.0, 2.0, 0.3], &mut parts);
            assert_eq!(parts.iter().sum::<Cents>(), total);
            assert_eq!(parts[1], 0);
        }
    }

    #[test]
    fn cents_round_ties_to_even() {
        assert_eq!(cents(1.0), 100_000_000);
        assert_eq!(cents(0.000_000_025), 2);
    }
}

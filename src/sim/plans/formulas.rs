//! Anchor-and-adjust plans (docs/month.md 5).

use crate::content::definitions::pricing::Plans;
use crate::units::math;

/// Wanted output a month: expected orders, corrected toward the wanted stock in `months`. Never negative.
#[must_use]
pub fn wanted_output(orders: f64, wanted_cover: f64, stock: f64, months: f64) -> f64 {
    (orders + (wanted_cover * orders - stock) / months).max(0.0)
}

/// Wanted purchases a month: expected use, corrected toward the wanted stock (more while prices rise), counting most of
/// what is on order. Never negative.
#[must_use]
pub fn wanted_purchases(use_expected: f64, wanted_stock: f64, stock: f64, on_order: f64, on_order_weight: f64, months: f64) -> f64 {
    (use_expected + (wanted_stock - stock - on_order_weight * on_order) / months).max(0.0)
}

/// Trust in something new a month later: who has it is what others learn from, so it spreads by a `share` of itself at first and
/// slows toward `most`. Trust above that stays.
#[must_use]
pub fn next_trust(trust: f64, most: f64, share: f64) -> f64 {
    trust + share * trust * (1.0 - trust / most).max(0.0)
}

/// Speculative factor on wanted stock: buyers stock up while prices rise.
#[must_use]
pub fn speculation(strength: f64, months: f64, momentum: f64) -> f64 {
    (1.0 + strength * math::tanh(months * momentum)).max(0.2)
}

/// Utilisation that a margin allows: full above cash cost, `least` well below.
#[must_use]
pub fn utilisation_limit(least: f64, margin: f64, rules: &Plans) -> f64 {
    least + (1.0 - least) * math::logistic(margin / rules.margin_softness + rules.eagerness)
}

/// The margin at which the limit is `share`, the inverse of [`utilisation_limit`].
#[must_use]
pub fn margin_for(least: f64, share: f64, rules: &Plans) -> f64 {
    let inner = ((share - least) / (1.0 - least)).clamp(0.01, 0.985);
    rules.margin_softness * (math::ln(inner / (1.0 - inner)) - rules.eagerness)
}

/// Mark-up on a car that buyers with price weight `beta` bear, k$: that of a maker with a `share` of a logit market (Bertrand). Beyond
/// `most_share` the law and new rivals would step in.
#[must_use]
pub fn bearable_markup(beta: f64, share: f64, most_share: f64) -> f64 {
    1.0 / (beta * (1.0 - share.min(most_share)))
}

/// Cost of conversion of a line of size `size` against what it would be at size `reference`, both shares of the size beyond which
/// nothing is gained: economies of scale in one plant (Kittner, Lill & Kammen 2017).
#[must_use]
pub fn scale_factor(size: f64, reference: f64, power: f64) -> f64 {
    let (size, reference) = (size.min(1.0), reference.min(1.0));
    if size == reference { 1.0 } else { math::pow(size / reference, -power) }
}

/// Capital recovery factor: the yearly payment per dollar at rate `rate` over `years`.
#[must_use]
pub fn capital_recovery(rate: f64, years: f64) -> f64 {
    if rate.abs() < 1e-9 { 1.0 / years } else { rate / (1.0 - 1.0 / grown(rate, years)) }
}

/// (1 + rate)^years, by multiplication for whole years.
fn grown(rate: f64, years: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "only whole numbers of years below 1000")]
    let whole = years as u32;
    if f64::from(whole) == years && whole < 1000 { math::whole_power(1.0 + rate, whole) } else { math::pow(1.0 + rate, years) }
}

/// Cost of a unit at the point of the cost-sorted `(cost, capacity)` list where cumulated capacity times `share` meets
/// `demand`: linear between plants, hence continuous. All in the same unit a year. None without plants.
#[must_use]
pub fn marginal_cost(sorted: &[(f64, f64)], demand: f64, share: f64) -> Option<f64> {
    let mut below = 0.0;
    let mut previous: Option<(f64, f64)> = None;
    for &(cost, capacity) in sorted {
        let middle = below + 0.5 * capacity * share;
        if middle >= demand {
            return Some(match previous {
                Some((last_cost, last_middle)) if middle > last_middle => {
                    last_cost + (cost - last_cost) * ((demand - last_middle) / (middle - last_middle)).clamp(0.0, 1.0)
                }
                _ => cost,
            });
        }
        previous = Some((cost, middle));
        below += capacity * share;
    }
    previous.map(|(cost, _)| cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plant_gains_by_growing_until_it_is_large() {
        assert!(scale_factor(0.5, 0.25, 0.09) < 1.0 && scale_factor(0.25, 0.5, 0.09) > 1.0);
        assert_eq!(scale_factor(1.0, 1.0, 0.09), 1.0);
    }

    #[test]
    fn more_demand_never_lowers_the_marginal_cost() {
        let plants = [(4.0, 10.0), (6.0, 5.0), (9.0, 20.0)];
        let mut last = 0.0;
        for step in 0..60 {
            let cost = marginal_cost(&plants, f64::from(step), 0.92).unwrap_or_default();
            assert!(cost >= last);
            last = cost;
        }
        assert_eq!(last, 9.0);
    }

    /// From 2 % to half of what suits in about ten years, as iron cells outside China from 2020 on.
    #[test]
    fn trust_spreads_for_a_decade_and_not_beyond_what_suits() {
        let after = |months: usize| (0..months).fold(0.02, |trust, _| next_trust(trust, 0.9, 0.033));
        assert!(after(12) < 0.03 && (0.4..0.5).contains(&after(120)) && after(600) < 0.9, "{} {} {}", after(12), after(120), after(600));
        assert_eq!((next_trust(0.0, 0.9, 0.033), next_trust(0.95, 0.9, 0.033)), (0.0, 0.95));
    }

    #[test]
    fn full_stock_stops_purchases() {
        assert_eq!(wanted_purchases(1.0, 2.0, 10.0, 0.0, 0.8, 4.0), 0.0);
        assert_eq!(wanted_purchases(1.0, 2.0, 2.0, 0.0, 0.8, 4.0), 1.0);
    }

    #[test]
    fn a_mortgage_pays_itself_back() {
        assert!((capital_recovery(0.0, 10.0) - 0.1).abs() < 1e-12);
        assert!((capital_recovery(0.1, 1.0) - 1.1).abs() < 1e-9);
    }
}

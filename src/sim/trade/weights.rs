//! The weights of pairs: how likely a buyer is to turn to a seller, before anybody is rationed (docs/month.md 7).

use super::clearing::Short;
use crate::units::math;

/// What passes a licence (docs/month.md 7), leaks around it included, which cost a premium: weight over that of a free lane,
/// and mean landed cost over that of the direct way.
#[must_use]
pub fn throughput(licence: f64, leak: f64, premium: f64, power: u32) -> (f64, f64) {
    if licence >= 1.0 {
        return (licence, 1.0);
    }
    let around = (1.0 - licence) * leak / math::whole_power(1.0 + premium, power);
    let sum = licence + around;
    if sum <= 0.0 { (0.0, 1.0) } else { (sum, (licence + around * (1.0 + premium)) / sum) }
}

/// What decides the landed cost of a row of pairs, by buyer.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Weighed cost per unit of ask.
    pub slope: &'a [Short],
    /// Carriage at a freight index of one, $M per unit.
    pub carriage: &'a [Short],
    /// Throughput of licences, leaks included.
    pub gate: &'a [Short],
    /// Penalty of content rules on the seller's home, per unit of ask.
    pub penalty: &'a [Short],
    /// Share of demand that white lists leave to the seller's home.
    pub listed: &'a [Short],
}

/// Weights of a row of pairs: preference × throughput × (reference / landed)^η. `reference` is what each buyer last paid.
pub fn weigh_row(weights: &mut [Short], known: [&[Short]; 2], terms: Terms<'_>, ask: f32, freight: f32, power: u32) {
    match power {
        4 => raise_row(weights, known, terms, ask, freight, |x| (x * x) * (x * x)),
        6 => raise_row(weights, known, terms, ask, freight, |x| (x * x) * (x * x) * (x * x)),
        8 => raise_row(weights, known, terms, ask, freight, |x| {
            let square = x * x;
            (square * square) * (square * square)
        }),
        _ => raise_row(weights, known, terms, ask, freight, |x| {
            #[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32")]
            let raised = math::whole_power(f64::from(x), power) as f32;
            raised
        }),
    }
}

/// A weight below this is none: it buys nothing, and numbers that are nearly zero are slow.
const LEAST_WEIGHT: f32 = 1e-30;

fn raise_row(
    weights: &mut [Short],
    [preference, reference]: [&[Short]; 2],
    terms: Terms<'_>,
    ask: f32,
    freight: f32,
    raise: impl Fn(f32) -> f32,
) {
    let lanes = terms.slope.iter().zip(terms.carriage).zip(terms.gate);
    let own = terms.penalty.iter().zip(terms.listed);
    let pairs = weights.iter_mut().zip(preference.iter().zip(reference)).zip(lanes.zip(own));
    for ((weight, (preference, reference)), (((slope, carriage), gate), (penalty, listed))) in pairs {
        for lane in 0..4 {
            let least = 0.1 * reference[lane] + 1e-20;
            let landed = ask * (slope[lane] + penalty[lane]) + carriage[lane] * freight;
            let landed = if landed > least { landed } else { least };
            let raised = preference[lane] * (gate[lane] * listed[lane]) * raise(reference[lane] / landed);
            weight[lane] = if raised > LEAST_WEIGHT { raised } else { 0.0 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaks_is_dear() {
        assert_eq!(throughput(1.0, 0.5, 0.25, 6), (1.0, 1.0));
        assert_eq!(throughput(0.0, 0.0, 0.25, 6), (0.0, 1.0));
        let (weight, cost) = throughput(0.0, 0.5, 0.25, 6);
        assert!((cost - 1.25).abs() < 1e-12 && weight < 0.5 / 3.0);
    }

    #[test]
    fn a_row_of_weights_is_the_formula_for_each_pair() {
        for power in [1, 4, 5, 6, 8] {
            let row = |a: f32, b: f32| [[a, b, 0.0, 0.0]];
            let mut weights = [[1.0; 4]];
            let (slope, carriage, gate) = (row(1.0, 1.1), row(0.15, 0.0), row(1.0, 1.0));
            let (penalty, listed) = (row(0.1, 0.1), row(1.0, 0.5));
            let terms = Terms { slope: &slope, carriage: &carriage, gate: &gate, penalty: &penalty, listed: &listed };
            weigh_row(&mut weights, [&row(0.5, 0.25), &row(2.0, 3.0)], terms, 1.5, 2.0, power);
            let pair = |preference: f64, reference: f64, landed: f64| preference * math::whole_power(reference / landed, power);
            let want = [pair(0.5, 2.0, 1.95), pair(0.125, 3.0, 1.8)];
            for (have, want) in weights[0].iter().zip(want) {
                assert!((f64::from(*have) / want - 1.0).abs() < 1e-5, "{power}: {have} {want}");
            }
            assert_eq!(weights[0][2..], [0.0, 0.0]);
        }
    }
}

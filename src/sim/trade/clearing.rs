//! The capacitated logit: who gets how much from whom, in plain numbers (docs/month.md 7). The rounds, which only decide who
//! gets it, are reckoned in single precision over eight pairs at a time; what changes hands is reckoned in double.

use crate::units::math;

/// Pairs that are added up side by side: a fixed number, so that the sum has one order on every machine.
const ABREAST: usize = 8;

/// Change of a seller's open share, as a part of it, below which another round is not worth its time.
const SETTLED: f32 = 1e-4;

/// What the clearing of one market needs. All tables are `sellers × buyers`, row by row.
pub struct Problem<'a> {
    /// Offers by seller.
    pub offers: &'a [f64],
    /// Bids by buyer.
    pub bids: &'a [f64],
    /// Weight of each pair: preference × licence × (reference / landed cost)^η.
    pub weights: &'a [f32],
    /// Weight of buying nothing, by buyer.
    pub slack: &'a [f64],
    /// Rounds.
    pub rounds: u32,
}

/// Tables that clearing fills and reuses.
#[derive(Default)]
pub struct Cleared {
    /// Units from each seller to each buyer.
    pub flow: Vec<f64>,
    /// Units of each seller.
    pub sold: Vec<f64>,
    /// Units directed at each seller before anybody is turned away.
    pub wished: Vec<f64>,
    /// Share of those who come that each seller can serve; it also warm-starts the rounds.
    pub open: Vec<f32>,
    load: Vec<f32>,
    left: Vec<f64>,
    bids: Vec<f32>,
}

/// Clears the market. No flow is negative, no row exceeds its offer, no column its bid, whatever the number of rounds.
#[expect(clippy::cast_possible_truncation, reason = "the rounds need no more than f32")]
pub fn clear(problem: &Problem<'_>, cleared: &mut Cleared) {
    let (sellers, buyers) = (problem.offers.len(), problem.bids.len());
    cleared.bids.clear();
    cleared.bids.extend(problem.bids.iter().map(|bid| *bid as f32));
    cleared.load.resize(buyers, 0.0);
    cleared.sold.clear();
    cleared.wished.clear();
    if buyers == 0 {
        cleared.sold.resize(sellers, 0.0);
        cleared.wished.resize(sellers, 0.0);
        cleared.flow.clear();
        return;
    }
    let rows = || problem.weights.chunks_exact(buyers);
    attractions(problem, None, &cleared.bids, &mut cleared.load);
    cleared.wished.extend(rows().map(|row| f64::from(dot(row, &cleared.load))));
    for _ in 0..problem.rounds {
        attractions(problem, Some(&cleared.open), &cleared.bids, &mut cleared.load);
        let mut settled = true;
        for ((open, row), offer) in cleared.open.iter_mut().zip(rows()).zip(problem.offers) {
            let wanted = f64::from(dot(row, &cleared.load));
            let next = if wanted > *offer { (offer / wanted) as f32 } else { 1.0 };
            settled &= (next - *open).abs() <= SETTLED * next;
            *open = next;
        }
        // A round that changes next to nothing would be followed by others like it.
        if settled {
            break;
        }
    }
    serve(problem, cleared);
    mop_up(problem, cleared);
}

/// `load[j]` becomes the attraction scale of buyer j: bid over the sum of weights (open ones, if some are rationed) and slack.
#[expect(clippy::cast_possible_truncation, reason = "the rounds need no more than f32")]
fn attractions(problem: &Problem<'_>, open: Option<&[f32]>, bids: &[f32], load: &mut [f32]) {
    for (sum, slack) in load.iter_mut().zip(problem.slack) {
        *sum = *slack as f32;
    }
    for (seller, row) in problem.weights.chunks_exact(load.len()).enumerate() {
        let share = open.map_or(1.0, |open| open[seller]);
        if share > 0.0 {
            for (sum, w) in load.iter_mut().zip(row) {
                *sum += share * w;
            }
        }
    }
    for (sum, bid) in load.iter_mut().zip(bids) {
        *sum = bid / *sum;
    }
}

/// The same in double precision.
pub fn scales(weights: &[f32], bids: &[f64], slack: &[f64], open: &[f32], load: &mut Vec<f64>) {
    load.clear();
    load.extend_from_slice(slack);
    for (row, share) in weights.chunks_exact(bids.len().max(1)).zip(open) {
        for (sum, w) in load.iter_mut().zip(row) {
            *sum += f64::from(share * w);
        }
    }
    for (sum, bid) in load.iter_mut().zip(bids) {
        *sum = bid / *sum;
    }
}

/// Sum of products, eight abreast.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; ABREAST];
    let (blocks_a, blocks_b) = (a.chunks_exact(ABREAST), b.chunks_exact(ABREAST));
    let rest: f32 = blocks_a.remainder().iter().zip(blocks_b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in blocks_a.zip(blocks_b) {
        for lane in 0..ABREAST {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (b + f)) + ((c + g) + (d + h)) + rest
}

/// The last round in double precision: flows, cut to what each seller has.
fn serve(problem: &Problem<'_>, cleared: &mut Cleared) {
    let buyers = problem.bids.len();
    let Cleared { flow, sold, open, left, .. } = cleared;
    scales(problem.weights, problem.bids, problem.slack, open, left);
    // Every place is written below, so nothing need be wiped.
    flow.resize(problem.weights.len(), 0.0);
    let rows = flow.chunks_exact_mut(buyers).zip(problem.weights.chunks_exact(buyers));
    for ((row, weights), (share, offer)) in rows.zip(open.iter().zip(problem.offers)) {
        let mut total = 0.0;
        for ((x, w), b) in row.iter_mut().zip(weights).zip(left.iter()) {
            *x = f64::from(share * w) * b;
            total += *x;
        }
        if total > *offer {
            let cut = offer / total;
            row.iter_mut().for_each(|x| *x *= cut);
            total = *offer;
        }
        sold.push(total);
    }
}

/// Sells what is left to whoever still wants it and may buy it, in the order of the lists, so that nothing is left unsold
/// while wanted. Only the small remainder that the rounds leave is at stake.
fn mop_up(problem: &Problem<'_>, cleared: &mut Cleared) {
    let buyers = problem.bids.len();
    let Cleared { flow, sold, left, .. } = cleared;
    left.copy_from_slice(problem.bids);
    for row in flow.chunks_exact(buyers) {
        for (rest, x) in left.iter_mut().zip(row) {
            *rest -= x;
        }
    }
    for (seller, row) in flow.chunks_exact_mut(buyers).enumerate() {
        let mut rest = problem.offers[seller] - sold[seller];
        if rest <= 1e-12 * problem.offers[seller] {
            continue;
        }
        let weights = &problem.weights[seller * buyers..(seller + 1) * buyers];
        for (((x, left), weight), slack) in row.iter_mut().zip(left.iter_mut()).zip(weights).zip(problem.slack) {
            let weight = f64::from(*weight);
            if weight > *slack && *left > 0.0 && rest > 0.0 {
                // A buyer who holds out for a better price is not forced: only the part the logit would serve.
                let willing = *left * weight / (weight + slack);
                let more = willing.min(rest);
                *x += more;
                *left -= more;
                rest -= more;
            }
        }
        sold[seller] = problem.offers[seller] - rest;
    }
}

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

/// Weights of a row of pairs: preference × throughput × (reference / landed)^η. `terms` are slope, carriage and gate by buyer,
/// `reference` what each buyer last paid.
pub fn weigh_row(weights: &mut [f32], preference: &[f32], reference: &[f32], terms: [&[f32]; 3], ask: f32, power: u32) {
    match power {
        4 => raise_row(weights, preference, reference, terms, ask, |x| (x * x) * (x * x)),
        6 => raise_row(weights, preference, reference, terms, ask, |x| (x * x) * (x * x) * (x * x)),
        8 => raise_row(weights, preference, reference, terms, ask, |x| {
            let square = x * x;
            (square * square) * (square * square)
        }),
        _ => raise_row(weights, preference, reference, terms, ask, |x| {
            #[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32")]
            let raised = math::whole_power(f64::from(x), power) as f32;
            raised
        }),
    }
}

/// A weight below this is none: it buys nothing, and numbers that are nearly zero are slow.
const LEAST_WEIGHT: f32 = 1e-30;

fn raise_row(
    weights: &mut [f32],
    preference: &[f32],
    reference: &[f32],
    [slope, carriage, gate]: [&[f32]; 3],
    ask: f32,
    raise: impl Fn(f32) -> f32,
) {
    let pairs = weights.iter_mut().zip(preference).zip(reference).zip(slope).zip(carriage).zip(gate);
    for (((((weight, preference), reference), slope), carriage), gate) in pairs {
        let least = 0.1 * reference + 1e-20;
        let landed = ask * slope + carriage;
        let landed = if landed > least { landed } else { least };
        let raised = preference * gate * raise(reference / landed);
        *weight = if raised > LEAST_WEIGHT { raised } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            let mut row = [0.0; 2];
            weigh_row(&mut row, &[0.5, 0.25], &[2.0, 3.0], [&[1.1, 1.2], &[0.3, 0.0], &[1.0, 0.5]], 1.5, power);
            let pair = |preference: f64, reference: f64, landed: f64| preference * math::whole_power(reference / landed, power);
            let want = [pair(0.5, 2.0, 1.95), pair(0.125, 3.0, 1.8)];
            for (have, want) in row.iter().zip(want) {
                assert!((f64::from(*have) / want - 1.0).abs() < 1e-5, "{power}: {have} {want}");
            }
        }
    }

    proptest! {
        #[test]
        fn flows_respect_offers_and_bids_and_waste_nothing(
            offers in prop::collection::vec(prop_oneof![Just(0.0), 0.0..5.0_f64], 6),
            bids in prop::collection::vec(0.0..5.0_f64, 11),
            weights in prop::collection::vec(prop_oneof![1 => Just(0.0), 5 => 0.001..1.0_f32], 66),
        ) {
            let mut cleared = Cleared { open: vec![1.0; 6], ..Cleared::default() };
            let problem = Problem { offers: &offers, bids: &bids, weights: &weights, slack: &[1e-8; 11], rounds: 6 };
            clear(&problem, &mut cleared);
            let flow = &cleared.flow;
            for i in 0..6 {
                let sold = flow[i * 11..(i + 1) * 11].iter().sum::<f64>();
                prop_assert!(sold <= offers[i] * (1.0 + 1e-12) + 1e-15);
                prop_assert!((sold - cleared.sold[i]).abs() <= 1e-12 * offers[i] + 1e-15);
            }
            for j in 0..11 {
                prop_assert!((0..6).map(|i| flow[i * 11 + j]).sum::<f64>() <= bids[j] * (1.0 + 1e-9) + 1e-12);
            }
            prop_assert!(flow.iter().all(|x| *x >= 0.0));
            for i in 0..6 {
                let unsold = offers[i] - cleared.sold[i];
                for j in 0..11 {
                    let unfilled = bids[j] - (0..6).map(|k| flow[k * 11 + j]).sum::<f64>();
                    prop_assert!(weights[i * 11 + j] == 0.0 || unsold.min(unfilled) < 1e-3 * (offers[i] + bids[j]) + 1e-9);
                }
            }
        }
    }
}

//! The capacitated logit: who gets how much from whom, in plain numbers (docs/month.md 7).

use crate::units::math;

/// What the clearing of one market needs. All tables are `sellers × buyers`, row by row.
pub struct Problem<'a> {
    /// Offers by seller.
    pub offers: &'a [f64],
    /// Bids by buyer.
    pub bids: &'a [f64],
    /// Weight of each pair: preference × licence × (reference / landed cost)^η.
    pub weights: &'a [f64],
    /// Weight of buying nothing.
    pub slack: f64,
    /// Rounds.
    pub rounds: u32,
}

/// Clears the market: fills `flow` and the sellers' `open` shares (1: nobody turned away), which also warm-start it.
/// No flow is negative, no row exceeds its offer, no column its bid, whatever the number of rounds.
pub fn clear(problem: &Problem<'_>, open: &mut [f64], flow: &mut [f64], load: &mut Vec<f64>) {
    let (sellers, buyers) = (problem.offers.len(), problem.bids.len());
    for _ in 0..problem.rounds {
        attractions(problem.weights, problem.bids, problem.slack, open, load);
        for seller in 0..sellers {
            let row = &problem.weights[seller * buyers..(seller + 1) * buyers];
            let wanted: f64 = row.iter().zip(load.iter()).map(|(w, b)| w * b).sum();
            open[seller] = if wanted > problem.offers[seller] { problem.offers[seller] / wanted } else { 1.0 };
        }
    }
    attractions(problem.weights, problem.bids, problem.slack, open, load);
    for seller in 0..sellers {
        let row = seller * buyers..(seller + 1) * buyers;
        let mut total = 0.0;
        for ((x, w), b) in flow[row.clone()].iter_mut().zip(&problem.weights[row.clone()]).zip(load.iter()) {
            *x = open[seller] * w * b;
            total += *x;
        }
        if total > problem.offers[seller] {
            let share = problem.offers[seller] / total;
            flow[row].iter_mut().for_each(|x| *x *= share);
        }
    }
    mop_up(problem, flow, load);
}

/// `load[j]` becomes the attraction scale of buyer j: bid over the sum of open weights and slack.
pub fn attractions(weights: &[f64], bids: &[f64], slack: f64, open: &[f64], load: &mut Vec<f64>) {
    let buyers = bids.len();
    load.clear();
    load.resize(buyers, slack);
    for (seller, share) in open.iter().enumerate() {
        if *share > 0.0 {
            for (sum, w) in load.iter_mut().zip(&weights[seller * buyers..(seller + 1) * buyers]) {
                *sum += share * w;
            }
        }
    }
    for (sum, bid) in load.iter_mut().zip(bids) {
        *sum = bid / *sum;
    }
}

/// Sells what is left to whoever still wants it and may buy it, in the order of the lists, so that nothing is left unsold
/// while wanted. Only the small remainder that the rounds leave is at stake.
fn mop_up(problem: &Problem<'_>, flow: &mut [f64], left: &mut [f64]) {
    let buyers = problem.bids.len();
    left.copy_from_slice(problem.bids);
    for row in flow.chunks_exact(buyers) {
        for (rest, x) in left.iter_mut().zip(row) {
            *rest -= x;
        }
    }
    let slack_share = problem.slack;
    for (seller, row) in flow.chunks_exact_mut(buyers).enumerate() {
        let mut rest = problem.offers[seller] - row.iter().sum::<f64>();
        if rest <= 1e-12 * problem.offers[seller] {
            continue;
        }
        for (buyer, x) in row.iter_mut().enumerate() {
            let weight = problem.weights[seller * buyers + buyer];
            if weight > slack_share && left[buyer] > 0.0 && rest > 0.0 {
                // A buyer who holds out for a better price is not forced: only the part the logit would serve.
                let willing = left[buyer] * weight / (weight + slack_share);
                let more = willing.min(rest);
                *x += more;
                left[buyer] -= more;
                rest -= more;
            }
        }
    }
}

/// Weight of a pair (docs/month.md 7): preference × throughput × (reference/landed)^η, plus what leaks around a licence at a
/// premium. Returns the weight and the mean landed cost of what flows.
#[must_use]
pub fn pair_weight(preference: f64, licence: f64, leak: f64, premium: f64, reference: f64, landed: f64, power: u32) -> (f64, f64) {
    let direct = licence * math::whole_power(reference / landed, power);
    if licence >= 1.0 {
        return (preference * direct, landed);
    }
    let dear = landed * (1.0 + premium);
    let around = (1.0 - licence) * leak * math::whole_power(reference / dear, power);
    let sum = direct + around;
    if sum <= 0.0 { (0.0, landed) } else { (preference * sum, (direct * landed + around * dear) / sum) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn flows_respect_offers_and_bids_and_waste_nothing(
            offers in prop::collection::vec(prop_oneof![Just(0.0), 0.0..5.0_f64], 6),
            bids in prop::collection::vec(0.0..5.0_f64, 8),
            raw in prop::collection::vec(prop_oneof![1 => Just(0.0), 5 => 0.001..1.0_f64], 48),
        ) {
            let mut open = vec![1.0; 6];
            let mut flow = vec![0.0; 48];
            let problem = Problem { offers: &offers, bids: &bids, weights: &raw, slack: 1e-8, rounds: 6 };
            clear(&problem, &mut open, &mut flow, &mut Vec::new());
            for i in 0..6 {
                prop_assert!(flow[i * 8..(i + 1) * 8].iter().sum::<f64>() <= offers[i] * (1.0 + 1e-12) + 1e-15);
            }
            for j in 0..8 {
                prop_assert!((0..6).map(|i| flow[i * 8 + j]).sum::<f64>() <= bids[j] * (1.0 + 1e-9) + 1e-12);
            }
            prop_assert!(flow.iter().all(|x| *x >= 0.0));
            for i in 0..6 {
                let unsold = offers[i] - flow[i * 8..(i + 1) * 8].iter().sum::<f64>();
                for j in 0..8 {
                    let unfilled = bids[j] - (0..6).map(|k| flow[k * 8 + j]).sum::<f64>();
                    prop_assert!(raw[i * 8 + j] == 0.0 || unsold.min(unfilled) < 1e-3 * (offers[i] + bids[j]) + 1e-9);
                }
            }
        }
    }
}

//! The capacitated logit: who gets how much from whom, in plain numbers (docs/month.md 7). A row of pairs lies in blocks of
//! four, filled up with pairs of no weight, so that every sum has one order and is a vector instruction on every machine.
//! Weights are in single precision; what is added up or changes hands is in double.

/// Four numbers of a row in single precision.
pub type Short = [f32; 4];

/// Four numbers of a row in double precision.
pub type Long = [f64; 4];

/// Blocks that a row of so many places takes.
#[must_use]
pub const fn blocks(places: usize) -> usize {
    places.div_ceil(4)
}

/// Change of a seller's open share, as a part of it, below which another round is not worth its time.
const SETTLED: f64 = 1e-4;

/// Part of a bid that may stay open though somebody could still serve it.
const LEAST_LEFT: f64 = 1e-6;

/// What the clearing of one market needs.
pub struct Problem<'a> {
    /// Offers by seller.
    pub offers: &'a [f64],
    /// Bids by buyer; nothing beyond the last.
    pub bids: &'a [Long],
    /// Weight of each pair: preference × licence × (reference / landed cost)^η; a row of blocks for each seller.
    pub weights: &'a [Short],
    /// Weight of buying nothing, by buyer.
    pub slack: &'a [Long],
    /// Rounds.
    pub rounds: u32,
}

impl Problem<'_> {
    fn row(&self, seller: usize) -> &[Short] {
        &self.weights[seller * self.bids.len()..(seller + 1) * self.bids.len()]
    }
}

/// What clearing decides: seller i sends buyer j `part[i] · weight[i, j] · scale[j]`, and what is in `more`.
#[derive(Default)]
pub struct Cleared {
    /// Units of each seller.
    pub sold: Vec<f64>,
    /// Units directed at each seller before anybody is turned away.
    pub wished: Vec<f64>,
    /// Share of those who come that each seller can serve; it also warm-starts the rounds.
    pub open: Vec<f64>,
    /// The same, cut to what the seller has.
    pub part: Vec<f64>,
    /// Bid over the sum of open weights, by buyer.
    pub scale: Vec<Long>,
    /// What is sold besides, as seller, buyer and units.
    pub more: Vec<(usize, usize, f64)>,
    /// Bid over the sum of all weights, by buyer.
    wish: Vec<Long>,
    /// Weight of buying nothing and of all sellers who turn nobody away, by buyer.
    fixed: Vec<Long>,
    /// What each buyer still wants.
    left: Vec<Long>,
    /// Sellers that turn some away.
    rationed: Vec<usize>,
}

/// Clears the market. No flow is negative, no row exceeds its offer, no column its bid, whatever the number of rounds.
///
/// Rounds go over the sellers that turn somebody away; whether another has become one of them is seen at the end.
pub fn clear(problem: &Problem<'_>, cleared: &mut Cleared) {
    cleared.begin(problem);
    let mut rounds = problem.rounds;
    loop {
        while rounds > 0 && !cleared.rationed.is_empty() {
            rounds -= 1;
            // A round that changes next to nothing would be followed by others like it.
            if cleared.round(problem) {
                break;
            }
        }
        cleared.open_scale(problem);
        if !cleared.direct(problem) || rounds == 0 {
            break;
        }
    }
    cleared.serve(problem);
    cleared.mop_up(problem);
}

impl Cleared {
    /// Adds up weights: of those who turn nobody away, and of all.
    fn begin(&mut self, problem: &Problem<'_>) {
        self.fixed.clear();
        self.fixed.extend_from_slice(problem.slack);
        self.rationed.clear();
        for (seller, (open, offer)) in self.open.iter_mut().zip(problem.offers).enumerate() {
            if *offer <= 0.0 {
                *open = 0.0;
            } else if *open < 1.0 {
                self.rationed.push(seller);
            } else {
                add_row(&mut self.fixed, problem.row(seller));
            }
        }
        self.wish.clone_from(&self.fixed);
        for (seller, _) in self.open.iter().enumerate().filter(|(_, open)| **open < 1.0) {
            add_row(&mut self.wish, problem.row(seller));
        }
        divide(&mut self.wish, problem.bids);
        self.wished.clear();
        self.wished.resize(problem.offers.len(), 0.0);
        self.sold.clone_from(&self.wished);
    }

    /// Bid over the sum of open weights.
    fn open_scale(&mut self, problem: &Problem<'_>) {
        self.scale.clone_from(&self.fixed);
        for seller in &self.rationed {
            add_part(&mut self.scale, problem.row(*seller), self.open[*seller]);
        }
        divide(&mut self.scale, problem.bids);
    }

    /// One round over those who turn some away. Whether it changed next to nothing.
    fn round(&mut self, problem: &Problem<'_>) -> bool {
        self.open_scale(problem);
        let mut settled = true;
        for seller in &self.rationed {
            let (wanted, offer) = (dot(problem.row(*seller), &self.scale), problem.offers[*seller]);
            let next = if wanted > offer { offer / wanted } else { 1.0 };
            let open = &mut self.open[*seller];
            settled &= (next - *open).abs() <= SETTLED * next;
            *open = next;
        }
        settled
    }

    /// Adds up who comes to each seller, in the end and if nobody were turned away. Whether a seller must turn some away who did
    /// not so far: it joins those who do.
    fn direct(&mut self, problem: &Problem<'_>) -> bool {
        let known = self.rationed.len();
        for (seller, offer) in problem.offers.iter().enumerate() {
            let row = problem.row(seller);
            let (wished, wanted) = dots(row, &self.wish, &self.scale);
            self.wished[seller] = wished;
            self.sold[seller] = wanted;
            let over = self.open[seller] >= 1.0 && wanted * (1.0 - SETTLED) > *offer;
            if over && !self.rationed[..known].contains(&seller) {
                self.rationed.push(seller);
                add_part(&mut self.fixed, row, -1.0);
            }
        }
        // What lies below nothing by rounding is nothing.
        if self.rationed.len() > known {
            for (sum, slack) in self.fixed.iter_mut().zip(problem.slack) {
                for lane in 0..4 {
                    sum[lane] = sum[lane].max(slack[lane]);
                }
            }
        }
        self.rationed.len() > known
    }

    /// Cuts rows to what each seller has and notes what each buyer still wants.
    fn serve(&mut self, problem: &Problem<'_>) {
        self.left.clear();
        self.left.extend(self.scale.iter().zip(problem.slack).map(|(scale, slack)| [0, 1, 2, 3].map(|lane| scale[lane] * slack[lane])));
        self.part.clone_from(&self.open);
        for (seller, offer) in problem.offers.iter().enumerate() {
            let (wanted, open) = (self.sold[seller], self.open[seller]);
            self.sold[seller] = open * wanted;
            if open * wanted > *offer {
                self.part[seller] = offer / wanted;
                self.sold[seller] = *offer;
                let cut = open - self.part[seller];
                for ((left, scale), weights) in self.left.iter_mut().zip(&self.scale).zip(problem.row(seller)) {
                    for lane in 0..4 {
                        left[lane] += cut * f64::from(weights[lane]) * scale[lane];
                    }
                }
                self.open[seller] = self.part[seller];
            }
        }
    }

    /// Sells what is left to whoever still wants it and may buy it, in the order of the lists, so that nothing is left unsold
    /// while wanted. Only the small remainder that the rounds leave is at stake.
    fn mop_up(&mut self, problem: &Problem<'_>) {
        self.more.clear();
        let (slack, bids) = (problem.slack.as_flattened(), problem.bids.as_flattened());
        let left = self.left.as_flattened_mut();
        let waiting: Vec<usize> = (0..bids.len()).filter(|buyer| left[*buyer] > LEAST_LEFT * bids[*buyer]).collect();
        if waiting.is_empty() {
            return;
        }
        for (seller, offer) in problem.offers.iter().enumerate() {
            let mut rest = offer - self.sold[seller];
            if rest <= 1e-12 * offer {
                continue;
            }
            let weights = problem.row(seller).as_flattened();
            for buyer in waiting.iter().copied() {
                let (weight, left) = (f64::from(weights[buyer]), &mut left[buyer]);
                if weight > slack[buyer] && *left > 0.0 && rest > 0.0 {
                    // A buyer who holds out for a better price is not forced: only the part the logit would serve.
                    let willing = *left * weight / (weight + slack[buyer]);
                    let units = willing.min(rest);
                    self.more.push((seller, buyer, units));
                    *left -= units;
                    rest -= units;
                }
            }
            self.sold[seller] = offer - rest;
        }
    }
}

/// Bid over the sum of open weights, of all sellers.
pub fn scales(weights: &[Short], bids: &[Long], slack: &[Long], open: &[f64], scale: &mut Vec<Long>) {
    scale.clear();
    scale.extend_from_slice(slack);
    for (weights, open) in weights.chunks_exact(bids.len().max(1)).zip(open) {
        add_part(scale, weights, *open);
    }
    divide(scale, bids);
}

/// Adds a part of a row of weights to sums by buyer.
fn add_part(sums: &mut [Long], weights: &[Short], part: f64) {
    for (sum, weights) in sums.iter_mut().zip(weights) {
        for lane in 0..4 {
            sum[lane] += part * f64::from(weights[lane]);
        }
    }
}

/// Adds a row of weights to sums by buyer.
fn add_row(sums: &mut [Long], weights: &[Short]) {
    for (sum, weights) in sums.iter_mut().zip(weights) {
        for lane in 0..4 {
            sum[lane] += f64::from(weights[lane]);
        }
    }
}

/// Sums become bids over sums.
fn divide(sums: &mut [Long], bids: &[Long]) {
    for (sum, bid) in sums.iter_mut().zip(bids) {
        for lane in 0..4 {
            sum[lane] = bid[lane] / sum[lane];
        }
    }
}

/// Sum of products.
fn dot(row: &[Short], scale: &[Long]) -> f64 {
    let mut sums: Long = [0.0; 4];
    for (weights, scale) in row.iter().zip(scale) {
        for lane in 0..4 {
            sums[lane] += f64::from(weights[lane]) * scale[lane];
        }
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3])
}

/// The same with two rows at once.
fn dots(row: &[Short], one: &[Long], other: &[Long]) -> (f64, f64) {
    let (mut sums, mut others): (Long, Long) = ([0.0; 4], [0.0; 4]);
    for ((weights, one), other) in row.iter().zip(one).zip(other) {
        for lane in 0..4 {
            let weight = f64::from(weights[lane]);
            sums[lane] += weight * one[lane];
            others[lane] += weight * other[lane];
        }
    }
    ((sums[0] + sums[2]) + (sums[1] + sums[3]), (others[0] + others[2]) + (others[1] + others[3]))
}

/// Lays numbers out in blocks; `fill` stands beyond the last.
pub fn lay(row: &mut Vec<Long>, numbers: impl ExactSizeIterator<Item = f64>, fill: f64) {
    row.clear();
    row.resize(blocks(numbers.len()), [fill; 4]);
    row.as_flattened_mut().iter_mut().zip(numbers).for_each(|(place, number)| *place = number);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn flows_respect_offers_and_bids_and_waste_nothing(
            offers in prop::collection::vec(prop_oneof![Just(0.0), 0.0..5.0_f64], 6),
            bids in prop::collection::vec(0.0..5.0_f64, 11),
            pairs in prop::collection::vec(prop_oneof![1 => Just(0.0), 5 => 0.001..1.0_f32], 66),
            warm in prop::collection::vec(prop_oneof![Just(1.0), 0.1..1.0_f64], 6),
        ) {
            let (mut laid, mut slack, mut weights) = (Vec::new(), Vec::new(), vec![[0.0; 4]; 18]);
            lay(&mut laid, bids.iter().copied(), 0.0);
            lay(&mut slack, [1e-8; 11].into_iter(), 1.0);
            for (row, pairs) in weights.chunks_exact_mut(3).zip(pairs.chunks_exact(11)) {
                row.as_flattened_mut()[..11].copy_from_slice(pairs);
            }
            let mut cleared = Cleared { open: warm, ..Cleared::default() };
            let problem = Problem { offers: &offers, bids: &laid, weights: &weights, slack: &slack, rounds: 6 };
            clear(&problem, &mut cleared);
            let scale = cleared.scale.as_flattened();
            let flow = |i: usize, j: usize| {
                let more: f64 = cleared.more.iter().filter(|(seller, buyer, _)| (*seller, *buyer) == (i, j)).map(|(.., units)| units).sum();
                more + cleared.part[i] * f64::from(pairs[i * 11 + j]) * scale[j]
            };
            for i in 0..6 {
                let sold = (0..11).map(|j| flow(i, j)).sum::<f64>();
                prop_assert!(sold <= offers[i] * (1.0 + 1e-12) + 1e-15);
                prop_assert!((sold - cleared.sold[i]).abs() <= 1e-12 * offers[i] + 1e-15);
            }
            for j in 0..11 {
                prop_assert!((0..6).map(|i| flow(i, j)).sum::<f64>() <= bids[j] * (1.0 + 1e-9) + 1e-12);
            }
            for i in 0..6 {
                let unsold = offers[i] - cleared.sold[i];
                for j in 0..11 {
                    prop_assert!(flow(i, j) >= 0.0);
                    let unfilled = bids[j] - (0..6).map(|k| flow(k, j)).sum::<f64>();
                    prop_assert!(pairs[i * 11 + j] == 0.0 || unsold.min(unfilled) < 1e-3 * (offers[i] + bids[j]) + 1e-9);
                }
            }
        }
    }
}

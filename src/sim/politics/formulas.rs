//! Moods, votes and odds as plain numbers (docs/month.md 14).

use super::components::ISSUES;
use crate::content::definitions::politics::{Chamber, Issue, Politics};
use crate::units::math;

/// Weight of a month when something is half forgotten in `months`.
#[must_use]
pub fn fading(months: f64) -> f64 {
    math::exp(-math::ln(2.0) / months.max(1e-6))
}

/// How people judge a figure of an issue: its change over a year, or its level where there is no change to speak of, in scales of what
/// they notice, up to the most that they tell apart.
#[must_use]
pub fn judgement(rules: &Politics, issue: Issue, now: f64, year_ago: f64) -> f64 {
    let change = match issue {
        Issue::Jobs | Issue::Resources => now / year_ago.max(1e-9) - 1.0,
        Issue::Prices => 1.0 - now / year_ago.max(1e-9),
        Issue::Industry | Issue::Climate | Issue::Champions => now - year_ago,
        Issue::Independence => year_ago - now,
        Issue::Thrift | Issue::Margins | Issue::Calm => now,
    };
    (change / rules.scales.of(issue)).clamp(-rules.most_noticed, rules.most_noticed)
}

/// The logit of a vote for a bill without a favour: what it says to those whom the member listens to, and the party.
#[must_use]
pub fn leaning(rules: &Politics, said: f64, with_office: bool, approval: f64) -> f64 {
    let side = if with_office { 1.0 } else { -1.0 };
    rules.vote_per_point * said + side * (rules.loyalty + rules.coat_tails * (approval - 50.0) / 10.0)
}

/// Votes in a chamber by the leanings of its caucuses and their seats.
#[must_use]
pub fn votes(leanings: impl IntoIterator<Item = (f64, f64)>) -> f64 {
    leanings.into_iter().map(|(leaning, seats)| seats * math::logistic(leaning)).sum()
}

/// The least of `most` at which `passes` holds, to a hundredth; none if it never does.
#[must_use]
pub fn least_price(most: f64, passes: impl Fn(f64) -> bool) -> Option<f64> {
    if passes(0.0) {
        return Some(0.0);
    }
    if !passes(most) {
        return None;
    }
    let (mut low, mut high) = (0.0, most);
    while high - low > 0.01 {
        let middle = 0.5 * (low + high);
        if passes(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// Chance that the party in office keeps it.
#[must_use]
pub fn hold_chance(rules: &Politics, approval: f64) -> f64 {
    math::logistic((approval - rules.par) / rules.election_scale)
}

/// Seats of a chamber's caucuses after an election in which `moved` of all seats go from one party to the others, or, if negative, come
/// to it. Every caucus of a party gains or loses its part; none keeps less than a tenth of what it had.
#[must_use]
pub fn swing(chamber: &Chamber, seats: &[f64], party: u32, moved: f64) -> Vec<f64> {
    let sum = |own: bool| -> f64 {
        chamber.caucuses.iter().zip(seats).filter(|(caucus, _)| (caucus.party == party) == own).map(|(_, seats)| seats).sum()
    };
    let (mine, theirs) = (sum(true), sum(false));
    let moved = (moved * (mine + theirs)).clamp(-0.9 * theirs, 0.9 * mine);
    let factor = |own: bool| if own { 1.0 - moved / mine.max(1e-9) } else { 1.0 + moved / theirs.max(1e-9) };
    chamber.caucuses.iter().zip(seats).map(|(caucus, seats)| seats * factor(caucus.party == party)).collect()
}

/// What a bill says to a bloc: its points on issues times what they weigh there.
#[must_use]
pub fn said(points: impl IntoIterator<Item = (Issue, f64)>, weights: &[f64; ISSUES]) -> f64 {
    points.into_iter().map(|(issue, points)| points * weights[issue as usize]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn favours_are_no_dearer_than_they_must_be() {
        let price = least_price(40.0, |spent| spent >= 12.345);
        assert!(price.is_some_and(|p| (12.345..12.356).contains(&p)), "{price:?}");
        assert_eq!((least_price(40.0, |_| true), least_price(40.0, |_| false)), (Some(0.0), None));
    }

    #[test]
    fn what_is_half_forgotten_is_a_half() {
        let left = (0..9).fold(8.0, |left, _| left * fading(9.0));
        assert!((left - 4.0).abs() < 1e-9);
    }
}

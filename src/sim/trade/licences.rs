//! What licences let through: the granted share of what is asked for, and around them the share of ordinary use that leaks.
//! Weights alone would not hold it back: a buyer who has nobody else to turn to would get everything all the same.

use super::clearing::attractions;
use super::components::Market;
use super::systems::{Landing, Scratch};

/// Most that may flow between a pair in a month: of what the buyer asks this seller for the granted share, and of what it
/// would use from this seller the leaking share of the rest.
#[must_use]
pub fn most(granted: f64, leak: f64, preference: f64, bid: f64, ordinary_use: f64) -> f64 {
    preference * (granted * bid + (1.0 - granted) * leak * ordinary_use)
}

/// Pairs that would trade more than their licence allows get just that, before the others are cleared. What each gets is
/// kept in `scratch.bound` as (index of the pair, units).
pub fn bind(market: &Market, landing: &Landing<'_>, scratch: &mut Scratch, slack: f64) {
    scratch.bound.clear();
    if scratch.licensed.is_empty() {
        return;
    }
    let columns = market.buyers.len();
    let Scratch { weights, offers, bids, open, load, bound, licensed, .. } = scratch;
    attractions(weights, bids, slack, open, load);
    let mut asked = vec![0.0; offers.len()];
    for pair in licensed.iter().copied() {
        let (seller, buyer) = (pair / columns, pair % columns);
        let (from, to) = (market.sellers[seller].region, &market.buyers[buyer]);
        let at = landing.effects.at(market.good, from, to.region);
        let limit = most(landing.effects.licence[at], landing.effects.leak[at], market.preference[pair], to.bid, to.use_expected);
        let left = (limit - market.flow[pair]).max(0.0);
        if open[seller] * weights[pair] * load[buyer] > left {
            bound.push((pair, left));
            asked[seller] += left;
        }
    }
    for (pair, units) in bound.iter_mut() {
        let seller = *pair / columns;
        if asked[seller] > offers[seller] {
            *units *= offers[seller] / asked[seller];
        }
    }
    for (pair, units) in bound.iter() {
        let (seller, buyer) = (pair / columns, pair % columns);
        weights[*pair] = 0.0;
        offers[seller] = (offers[seller] - units).max(0.0);
        bids[buyer] = (bids[buyer] - units).max(0.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_granted_leaves_the_leak_however_much_is_asked_for() {
        assert_eq!(most(0.0, 0.15, 0.6, 100.0, 10.0), 0.6 * 0.15 * 10.0);
        assert_eq!(most(0.0, 0.0, 0.6, 100.0, 10.0), 0.0);
    }

    #[test]
    fn everything_granted_holds_nothing_back() {
        assert_eq!(most(1.0, 0.15, 0.6, 100.0, 10.0), 60.0);
    }
}

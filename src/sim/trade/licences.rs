//! What licences let through: the granted share of what is asked for, and around them the share of ordinary use that leaks.
//! Weights alone would not hold it back: a buyer who has nobody else to turn to would get everything all the same.

use super::clearing::scales;
use super::components::Market;
use super::spot::Scratch;

/// Most that may flow between a pair in a month: of what the buyer asks this seller for the granted share, and of what it
/// would use from this seller the leaking share of the rest.
#[must_use]
pub fn most(granted: f64, leak: f64, preference: f64, bid: f64, ordinary_use: f64) -> f64 {
    preference * (granted * bid + (1.0 - granted) * leak * ordinary_use)
}

/// The weight of buying nothing. A buyer whose suppliers are cut off cannot turn to any other at once: those left must qualify
/// for more than `switch_factor` times what they are known for, and until then part of its bid stays open.
pub fn hold_out(market: &Market, scratch: &mut Scratch, least: f64, switch_factor: f64) {
    let columns = market.buyers.len();
    let Scratch { lanes, slack, .. } = scratch;
    slack.clear();
    slack.resize(columns, least);
    if !market.sellers.iter().any(|s| lanes.is_licensed(lanes.place(s.region))) {
        return;
    }
    for (column, (buyer, slack)) in market.buyers.iter().zip(slack).enumerate() {
        let (mut all, mut free) = (0.0, 0.0);
        for (row, seller) in market.sellers.iter().enumerate() {
            let known = f64::from(market.preference[row * columns + column]);
            all += known;
            free += known * lanes.of(seller.region, buyer.region).licence;
        }
        *slack = least.max(all / switch_factor - free);
    }
}

/// Pairs that would trade more than their licence allows get just that, before the others are cleared. What each gets is
/// kept in `scratch.bound` as (index of the pair, units).
pub fn bind(market: &Market, scratch: &mut Scratch) {
    let columns = market.buyers.len();
    find_licensed(market, scratch);
    let Scratch { lanes, weights, offers, bids, slack, cleared, bound, licensed, dear: load, .. } = scratch;
    bound.clear();
    if licensed.is_empty() {
        return;
    }
    scales(weights, bids, slack, &cleared.open, load);
    let mut asked = vec![0.0; offers.len()];
    for (pair, contracted) in licensed.iter().copied() {
        let (seller, buyer) = (pair / columns, pair % columns);
        let to = &market.buyers[buyer];
        let lane = lanes.of(market.sellers[seller].region, to.region);
        let limit = most(lane.licence, lane.leak, f64::from(market.preference[pair]), to.bid, to.use_expected);
        let left = (limit - contracted).max(0.0);
        if f64::from(cleared.open[seller] * weights[pair]) * load[buyer] > left {
            bound.push((pair, left));
            asked[seller] += left;
        }
    }
    load.fill(0.0);
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

/// Lists the pairs that trade under a licence, with what goes between them under contract.
fn find_licensed(market: &Market, scratch: &mut Scratch) {
    let columns = market.buyers.len();
    let Scratch { lanes, weights, bids, licensed, .. } = scratch;
    licensed.clear();
    for (row, seller) in market.sellers.iter().enumerate().filter(|(_, s)| lanes.is_licensed(lanes.place(s.region))) {
        for (column, buyer) in market.buyers.iter().enumerate() {
            let pair = row * columns + column;
            if lanes.of(seller.region, buyer.region).licence < 1.0 && bids[column] > 0.0 && weights[pair] > 0.0 {
                licensed.push((pair, 0.0));
            }
        }
    }
    if licensed.is_empty() {
        return;
    }
    for contract in &market.contracts {
        let pair = contract.seller as usize * columns + contract.buyer as usize;
        if let Ok(at) = licensed.binary_search_by_key(&pair, |(pair, _)| *pair) {
            licensed[at].1 += contract.delivered;
        }
    }
}

/// What licensed pairs get joins what the market gave to the others.
pub fn add_bound(market: &Market, scratch: &mut Scratch) {
    let columns = market.buyers.len();
    let Scratch { cleared, bound, .. } = scratch;
    for (pair, units) in bound.iter() {
        cleared.flow[*pair] += units;
        cleared.sold[pair / columns] += units;
        cleared.wished[pair / columns] += units;
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

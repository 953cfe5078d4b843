//! What licences let through: the granted share of what is asked for, and around them the share of ordinary use that leaks.
//! Weights alone would not hold it back: a buyer who has nobody else to turn to would get everything all the same.

use super::clearing::{Cleared, lay, scales};
use super::components::Market;
use super::lanes::Lanes;
use super::spot::Sheet;

/// Most that may flow between a pair in a month: of what the buyer asks this seller for the granted share, and of what it
/// would use from this seller the leaking share of the rest.
#[must_use]
pub fn most(granted: f64, leak: f64, preference: f64, bid: f64, ordinary_use: f64) -> f64 {
    preference * (granted * bid + (1.0 - granted) * leak * ordinary_use)
}

/// The weight of buying nothing. A buyer whose suppliers are cut off cannot turn to any other at once: those left must qualify
/// first. What it knows of those who may no longer deliver goes on weighing, `switch_factor` times less, as buying nothing.
pub fn hold_out(market: &Market, lanes: &Lanes, sheet: &mut Sheet, least: f64, switch_factor: f64) {
    let columns = market.buyers.len();
    lay(&mut sheet.slack, std::iter::repeat_n(least, columns), 1.0);
    if !market.sellers.iter().any(|s| lanes.is_licensed(lanes.place(s.region))) {
        return;
    }
    for (column, (buyer, slack)) in market.buyers.iter().zip(sheet.slack.as_flattened_mut()).enumerate() {
        let (mut all, mut free) = (0.0, 0.0);
        for (row, seller) in market.sellers.iter().enumerate() {
            let known = f64::from(market.preference[row * columns + column]);
            all += known;
            free += known * lanes.of(seller.region, buyer.region).licence;
        }
        *slack = least.max(missing(all, free) / switch_factor);
    }
}

/// What a buyer knows of sellers that may not deliver: with f the part known of those left, κf/(κf + 1 − f) of its bid is filled.
fn missing(all: f64, free: f64) -> f64 {
    (all - free).max(0.0)
}

/// Pairs that would trade more than their licence allows get just that, before the others are cleared: seller, buyer, units.
pub fn bind(market: &Market, lanes: &Lanes, sheet: &mut Sheet) -> Vec<(usize, usize, f64)> {
    let columns = market.buyers.len();
    find_licensed(market, lanes, sheet);
    let mut bound = Vec::new();
    let Sheet { weights, offers, bids, slack, cleared, licensed, .. } = sheet;
    if licensed.is_empty() {
        return bound;
    }
    let mut scale = Vec::new();
    scales(weights, bids, slack, &cleared.open, &mut scale);
    let (scale, bids) = (scale.as_flattened(), bids.as_flattened_mut());
    let (weights, row) = (weights.as_flattened_mut(), 4 * lanes.blocks);
    let mut asked = vec![0.0; offers.len()];
    for (seller, buyer, contracted) in licensed.iter().copied() {
        let to = &market.buyers[buyer];
        let lane = lanes.of(market.sellers[seller].region, to.region);
        let limit = most(lane.licence, lane.leak, f64::from(market.preference[seller * columns + buyer]), to.bid, to.use_expected);
        let left = (limit - contracted).max(0.0);
        if cleared.open[seller] * f64::from(weights[seller * row + buyer]) * scale[buyer] > left {
            bound.push((seller, buyer, left));
            asked[seller] += left;
        }
    }
    for (seller, buyer, units) in &mut bound {
        if asked[*seller] > offers[*seller] {
            *units *= offers[*seller] / asked[*seller];
        }
        weights[*seller * row + *buyer] = 0.0;
        bids[*buyer] = (bids[*buyer] - *units).max(0.0);
    }
    for (seller, _, units) in &bound {
        offers[*seller] = (offers[*seller] - units).max(0.0);
    }
    bound
}

/// Lists the pairs that trade under a licence, with what goes between them under contract.
fn find_licensed(market: &Market, lanes: &Lanes, sheet: &mut Sheet) {
    let Sheet { weights, bids, licensed, .. } = sheet;
    let (weights, bids, row) = (weights.as_flattened(), bids.as_flattened(), 4 * lanes.blocks);
    licensed.clear();
    for (number, seller) in market.sellers.iter().enumerate().filter(|(_, s)| lanes.is_licensed(lanes.place(s.region))) {
        for (column, buyer) in market.buyers.iter().enumerate() {
            if lanes.of(seller.region, buyer.region).licence < 1.0 && bids[column] > 0.0 && weights[number * row + column] > 0.0 {
                licensed.push((number, column, 0.0));
            }
        }
    }
    if licensed.is_empty() {
        return;
    }
    for contract in &market.contracts {
        let pair = (contract.seller as usize, contract.buyer as usize);
        if let Ok(at) = licensed.binary_search_by_key(&pair, |(seller, buyer, _)| (*seller, *buyer)) {
            licensed[at].2 += contract.delivered;
        }
    }
}

/// What licensed pairs get joins what the market gave to the others.
pub fn add_bound(bound: &[(usize, usize, f64)], cleared: &mut Cleared) {
    for (seller, _, units) in bound {
        cleared.sold[*seller] += units;
        cleared.wished[*seller] += units;
    }
    cleared.more.extend_from_slice(bound);
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
    fn who_has_one_supplier_in_six_left_gets_less_than_half_and_who_has_nearly_all_nearly_all() {
        let filled = |free: f64| free / (free + missing(1.0, free) / 4.3);
        assert!((0.44..0.46).contains(&filled(0.16)), "{}", filled(0.16));
        assert!(filled(0.9) > 0.95 && filled(1.0) == 1.0 && filled(0.0) == 0.0);
    }

    #[test]
    fn everything_granted_holds_nothing_back() {
        assert_eq!(most(1.0, 0.15, 0.6, 100.0, 10.0), 60.0);
    }
}

//! Emergency allocation: while a good is short, home plants serve home users before anybody else.

use super::clearing::scales;
use super::components::{Customer, Market};
use super::spot::Sheet;
use crate::content::ids::{GoodId, RegionId};

/// Share of those who come that a seller serves, from which nobody is short.
const SERVED: f64 = 0.98;

/// What home users get from home sellers before the others are cleared, as if these turned nobody away: seller, buyer, units. Nothing
/// while no home seller turns anybody away.
pub fn serve_home(market: &Market, blocks: usize, home_first: &[(GoodId, RegionId)], sheet: &mut Sheet) -> Vec<(usize, usize, f64)> {
    let Sheet { weights, offers, bids, slack, cleared, .. } = sheet;
    let first = |region: RegionId| home_first.contains(&(market.good, region));
    let short = |(seller, open): (&super::components::Seller, &f64)| first(seller.region) && *open < SERVED;
    if home_first.is_empty() || !market.sellers.iter().zip(&cleared.open).any(short) {
        return Vec::new();
    }
    let as_if = |(seller, open): (&super::components::Seller, &f64)| if first(seller.region) { 1.0 } else { *open };
    let open: Vec<f64> = market.sellers.iter().zip(&cleared.open).map(as_if).collect();
    let mut scale = Vec::new();
    scales(weights, bids, slack, &open, &mut scale);
    let (scale, bids, row) = (scale.as_flattened(), bids.as_flattened_mut(), 4 * blocks);
    let weights = weights.as_flattened_mut();
    let (mut served, mut asked) = (Vec::new(), vec![0.0; offers.len()]);
    for (s, seller) in market.sellers.iter().enumerate().filter(|(_, seller)| first(seller.region)) {
        let users = market
            .buyers
            .iter()
            .enumerate()
            .filter(|(_, b)| b.region == seller.region && !matches!(b.customer, Customer::Outside | Customer::Reserve));
        for (b, _) in users {
            let units = f64::from(weights[s * row + b]) * scale[b];
            if units > 0.0 {
                served.push((s, b, units));
                asked[s] += units;
            }
        }
    }
    for (s, b, units) in &mut served {
        if asked[*s] > offers[*s] {
            *units *= offers[*s] / asked[*s];
        }
        weights[*s * row + *b] = 0.0;
        bids[*b] = (bids[*b] - *units).max(0.0);
    }
    for (s, _, units) in &served {
        offers[*s] = (offers[*s] - units).max(0.0);
    }
    served
}

//! Offtakes: what governments have agreed that makers of one country sell to buyers of another is signed as contracts.

use bevy_ecs::prelude::*;

use super::components::{Contract, Customer, Market, Markets};
use super::contracts::join;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::policy::pacts::Offtake;
use crate::units::Month;

/// Once a quarter makers bring what they have under contract with a partner's buyers up to the agreed share of their sales.
pub fn sign_offtakes(facts: Res<Facts>, calendar: Res<Calendar>, effects: Res<Effects>, mut markets: ResMut<Markets>) {
    if effects.pacts.offtakes.is_empty() || calendar.month.of_year() % 3 != 1 {
        return;
    }
    for offtake in &effects.pacts.offtakes {
        let market = &mut markets.goods[offtake.good.index()];
        let rule = &facts.catalog.market_rules[facts.catalog.goods[offtake.good.index()].market.index()];
        let usual = calendar.month.plus(i32::try_from(rule.contract_months.max(3)).unwrap_or(12));
        let until = offtake.until.unwrap_or(usual);
        sign(market, offtake, (until, calendar.month), facts.catalog.rules.trade.bound_share);
    }
}

/// Buyers of the partner that use a good, with the part that each takes of what is promised.
fn takers(market: &Market, offtake: &Offtake) -> Vec<(usize, f64)> {
    let use_of = |buyer: &super::components::Buyer| {
        let takes = buyer.region == offtake.to && buyer.customer != Customer::Reserve;
        if takes { buyer.use_expected.max(0.0) } else { 0.0 }
    };
    let all: f64 = market.buyers.iter().map(use_of).sum();
    let shares = market.buyers.iter().enumerate().map(|(at, buyer)| (at, use_of(buyer) / all.max(1e-12)));
    shares.filter(|(_, share)| *share > 0.0).collect()
}

fn sign(market: &mut Market, offtake: &Offtake, (expires, month): (Month, Month), bound_share: f64) {
    if expires <= month || market.preference.is_empty() {
        return;
    }
    let (takers, columns) = (takers(market, offtake), market.buyers.len());
    let mut grown = false;
    for seller in (0..market.sellers.len()).filter(|seller| market.sellers[*seller].region == offtake.from) {
        let sold: f64 = market.flow_year[seller * columns..(seller + 1) * columns].iter().map(|flow| f64::from(*flow)).sum();
        for (buyer, part) in &takers {
            // Nobody takes more than it uses.
            let wanted = (offtake.share * sold * part).min(market.buyers[*buyer].use_expected);
            let pair = |c: &&mut Contract| c.seller as usize == seller && c.buyer as usize == *buyer;
            let standing = market.contracts.iter_mut().find(pair);
            let missing = wanted - standing.as_ref().map_or(0.0, |contract| contract.quantity);
            if missing <= 1e-3 * sold {
                continue;
            }
            let price = market.sellers[seller].ask;
            let deal = Contract {
                seller: u32::try_from(seller).unwrap_or(0),
                buyer: u32::try_from(*buyer).unwrap_or(0),
                quantity: missing,
                price,
                signed_price: price,
                expires,
                blocked_months: 0,
                delivered: 0.0,
            };
            match standing {
                Some(contract) => join(contract, &deal),
                None => {
                    market.contracts.push(deal);
                    grown = true;
                }
            }
        }
    }
    if grown {
        market.contracts.sort_by_key(|contract| (contract.seller, contract.buyer));
    }
    make_room(market, offtake, bound_share);
}

/// Other contracts of a maker that has bound itself for more than it dares are cut back to leave room for what was agreed.
fn make_room(market: &mut Market, offtake: &Offtake, bound_share: f64) {
    let columns = market.buyers.len();
    let Market { sellers, buyers, contracts, flow_year, .. } = market;
    for group in contracts.chunk_by_mut(|a, b| a.seller == b.seller) {
        let seller = group[0].seller as usize;
        if sellers[seller].region != offtake.from {
            continue;
        }
        let sold: f64 = flow_year[seller * columns..(seller + 1) * columns].iter().map(|flow| f64::from(*flow)).sum();
        let agreed = |contract: &Contract| buyers[contract.buyer as usize].region == offtake.to;
        let (mut promised, mut others) = (0.0, 0.0);
        for contract in group.iter() {
            *(if agreed(contract) { &mut promised } else { &mut others }) += contract.quantity;
        }
        let room = (bound_share * sold - promised).max(0.0);
        if others > room {
            group.iter_mut().filter(|contract| !agreed(contract)).for_each(|contract| contract.quantity *= room / others);
        }
    }
}

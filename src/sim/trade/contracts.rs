//! Contracts: delivered before the spot market opens, priced by a lagging index within a collar, signed when cover is short.

use super::components::{Contract, Customer, Market};
use super::lanes::Landing;
use super::spot::Scratch;
use crate::content::definitions::chain::{MarketRule, Pricing};
use crate::content::definitions::rules::Trade;
use crate::units::Month;

/// Delivers what is under contract, in proportion where offer or need falls short; offers and bids keep the rest.
pub fn deliver_contracts(market: &mut Market, landing: &Landing<'_>, scratch: &mut Scratch) {
    if market.contracts.is_empty() {
        return;
    }
    let Scratch { lanes, offers, bids, units, value, contracted, .. } = scratch;
    let Market { good, sellers, buyers, contracts, .. } = market;
    let columns = buyers.len();
    let mut asked = vec![0.0; columns];
    for contract in contracts.iter() {
        asked[contract.buyer as usize] += contract.quantity;
    }
    for (asked, bid) in asked.iter_mut().zip(bids.iter()) {
        *asked = if *asked > *bid { *bid / *asked } else { 1.0 };
    }
    for contract in contracts.iter_mut() {
        let (seller, buyer) = (contract.seller as usize, contract.buyer as usize);
        let lane = lanes.of(sellers[seller].region, buyers[buyer].region);
        contract.delivered = contract.quantity * asked[buyer] * lane.licence;
        let penalty = if lanes.by_home { landing.penalty(*good, sellers[seller].firm, buyers[buyer].region) } else { 0.0 };
        let landed = contract.price * (lane.slope() + penalty) + lane.carriage;
        let blocked = lane.licence < 0.5 || landed > landing.facts.catalog.rules.trade.hardship_ratio * buyers[buyer].landed;
        contract.blocked_months = if blocked { contract.blocked_months + 1 } else { 0 };
        contracted[seller] += contract.delivered;
    }
    let cut: Vec<f64> = contracted.iter().zip(offers.iter()).map(|(load, offer)| if load > offer { offer / load } else { 1.0 }).collect();
    for contract in contracts.iter_mut() {
        let (number, buyer) = (contract.seller as usize, contract.buyer as usize);
        let promised = contract.delivered;
        contract.delivered *= cut[number];
        let amount = contract.delivered;
        let lane = lanes.of(sellers[number].region, buyers[buyer].region);
        let rules = &landing.facts.catalog.rules.trade;
        if promised > amount || asked[buyer] < rules.take_share {
            let owed = penalty(rules, contract, asked[buyer], promised - amount, lane.licence);
            sellers[number].penalty += owed;
            buyers[buyer].penalty -= owed;
        }
        if amount <= 0.0 {
            continue;
        }
        offers[number] = (offers[number] - amount).max(0.0);
        bids[buyer] = (bids[buyer] - amount).max(0.0);
        let seller = &mut sellers[number];
        let worth = amount * contract.price;
        let at = lanes.place(seller.region) * columns + buyer;
        units[at] += amount;
        value[at] += worth;
        seller.sold += amount;
        seller.revenue += worth;
        seller.export_tax += worth * lane.export_tax;
    }
    for (load, cut) in contracted.iter_mut().zip(&cut) {
        *load *= cut;
    }
}

/// What the seller owes the buyer for a month, $M; negative is what the buyer owes. A seller who delivers less than is asked for
/// pays a share of the price of what is `short`, unless a licence holds it back, which is beyond its power. A buyer who takes
/// less than the share that it must pays a share of the price of what is missing, unless a licence keeps it from taking more; one
/// that takes nothing at all has shut down and is let off.
fn penalty(rules: &Trade, contract: &Contract, taken: f64, short: f64, licence: f64) -> f64 {
    let seller = if licence >= 1.0 { rules.short_delivery_share * short.max(0.0) } else { 0.0 };
    let missing = if taken > 0.0 && licence >= 1.0 { (rules.take_share - taken).max(0.0) * contract.quantity } else { 0.0 };
    contract.price * (seller - rules.take_or_pay_share * missing)
}

/// Contracts end when their time is over, or after six months without half of what is due.
pub fn end_contracts(market: &mut Market, month: Month) {
    market.contracts.retain(|c| c.expires > month && c.blocked_months < 6 && c.quantity > 0.0);
}

/// Contract prices follow their index: spot, or the seller's own list price where prices are cost-plus; within a collar.
pub fn move_contract_prices(market: &mut Market, rule: &MarketRule, collar: f64) {
    for contract in &mut market.contracts {
        let seller = &market.sellers[contract.seller as usize];
        let index = match rule.pricing {
            Pricing::CostPlus => seller.list_price,
            Pricing::Scarcity | Pricing::Netback => market.nodes[seller.region.index()].spot,
        };
        contract.price += (index - contract.price) / rule.contract_lag_months;
        contract.price = contract.price.clamp(contract.signed_price * (1.0 - collar), contract.signed_price * (1.0 + collar));
    }
}

/// Once a quarter (each buyer in its own month) buyers bring contract cover to what they want, from sellers in proportion
/// to the year's flows; sellers bind themselves for a part of what they sold.
pub fn sign_contracts(market: &mut Market, rule: &MarketRule, rules: &Trade, month: Month) {
    if rule.contract_share <= 0.0 || market.preference.is_empty() {
        return;
    }
    let columns = market.buyers.len();
    let mut bound = vec![0.0; market.sellers.len()];
    let mut covered = vec![0.0; columns];
    // The first contract of each buyer, and the next one of the same after each.
    let (mut heads, mut next) = (vec![usize::MAX; columns], Vec::with_capacity(market.contracts.len()));
    for (index, contract) in market.contracts.iter_mut().enumerate() {
        bound[contract.seller as usize] += contract.quantity;
        covered[contract.buyer as usize] += contract.quantity;
        next.push(std::mem::replace(&mut heads[contract.buyer as usize], index));
        if month.since(contract.expires).rem_euclid(12) == 0 {
            contract.signed_price = contract.price;
        }
    }
    // Added up when somebody signs: most months nobody does in most markets.
    let mut sold: Vec<f64> = Vec::new();
    let turn = month.since(Month::default());
    let mut standing = Vec::new();
    for buyer in (0..columns).filter(|b| (turn + i32::try_from(*b).unwrap_or(0)).rem_euclid(3) == 0) {
        if matches!(market.buyers[buyer].customer, Customer::Outside | Customer::Reserve) {
            continue;
        }
        let used = market.buyers[buyer].use_expected;
        let gap = rule.contract_share * used - covered[buyer];
        if gap > rules.signing_gap_share * rule.contract_share * used {
            if sold.is_empty() {
                sold.extend(market.flow_year.chunks_exact(columns).map(|row| f64::from(row.iter().sum::<f32>())));
            }
            standing.resize(market.sellers.len(), usize::MAX);
            standing.fill(usize::MAX);
            let mut at = heads[buyer];
            while at != usize::MAX {
                standing[market.contracts[at].seller as usize] = at;
                at = next[at];
            }
            sign_for(market, (rule, rules), month, (buyer, gap), &mut bound, &sold, &standing);
        }
    }
}

/// Signs for the gap in the cover of one buyer. `standing` is its first contract with each seller, if there is one.
fn sign_for(
    market: &mut Market,
    (rule, rules): (&MarketRule, &Trade),
    month: Month,
    (buyer, gap): (usize, f64),
    bound: &mut [f64],
    sold: &[f64],
    standing: &[usize],
) {
    let columns = market.buyers.len();
    let least = rules.smallest_contract_share * market.buyers[buyer].use_expected;
    let total: f64 = market.flow_year[buyer..].iter().step_by(columns).map(|flow| f64::from(*flow)).sum();
    if total <= 1e-9 {
        return;
    }
    for seller in 0..market.sellers.len() {
        let wanted = gap * f64::from(market.flow_year[seller * columns + buyer]) / total;
        let quantity = wanted.min(rules.bound_share * sold[seller] - bound[seller]);
        if quantity < least {
            continue;
        }
        bound[seller] += quantity;
        let price = market.sellers[seller].ask;
        let stagger = (seller * 7 + buyer * 3) % (rule.contract_months.max(2) as usize / 2);
        let months = i32::try_from(rule.contract_months as usize - stagger).unwrap_or(12);
        let deal = Contract {
            seller: u32::try_from(seller).unwrap_or(0),
            buyer: u32::try_from(buyer).unwrap_or(0),
            quantity,
            price,
            signed_price: price,
            expires: month.plus(months),
            blocked_months: 0,
            delivered: 0.0,
        };
        match market.contracts.get_mut(standing[seller]) {
            Some(standing) => join(standing, &deal),
            None => market.contracts.push(deal),
        }
    }
}

/// More of the same from the same: one contract at the mean of both prices, of both collars and of both terms.
pub fn join(standing: &mut Contract, deal: &Contract) {
    let sum = standing.quantity + deal.quantity;
    let part = deal.quantity / sum.max(1e-12);
    standing.price += (deal.price - standing.price) * part;
    standing.signed_price += (deal.signed_price - standing.signed_price) * part;
    #[expect(clippy::cast_possible_truncation, reason = "contracts last a few years")]
    let longer = (f64::from(deal.expires.since(standing.expires)) * part).round() as i32;
    standing.expires = standing.expires.plus(longer);
    standing.quantity = sum;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owed(taken: f64, short: f64, licence: f64) -> f64 {
        let rules = Trade {
            rounds: 6,
            slack_weight: 0.0001,
            anchor_share: 0.4,
            risk_share: 0.0,
            hostile_risk_share: 0.0,
            leak_premium_share: 0.0,
            short_delivery_share: 0.1,
            take_or_pay_share: 0.3,
            take_share: 0.7,
            collar_share: 0.75,
            hardship_ratio: 1.3,
            smallest_contract_share: 0.02,
            signing_gap_share: 0.05,
            bound_share: 0.8,
            offered_share: 0.9,
            sea_interest: 0.06,
        };
        let (expires, signed_price) = (Month::default(), 2.0);
        let contract =
            Contract { seller: 0, buyer: 0, quantity: 10.0, price: 2.0, signed_price, expires, blocked_months: 0, delivered: 0.0 };
        penalty(&rules, &contract, taken, short, licence)
    }

    #[test]
    fn who_breaks_a_contract_pays_and_who_is_held_back_does_not() {
        assert!((owed(1.0, 3.0, 1.0) - 0.6).abs() < 1e-12);
        assert_eq!(owed(1.0, 3.0, 0.5), 0.0);
        assert!((owed(0.2, 0.0, 1.0) + 3.0).abs() < 1e-12);
        assert_eq!((owed(0.8, 0.0, 1.0), owed(0.0, 0.0, 1.0)), (0.0, 0.0));
        assert_eq!(owed(0.2, 0.0, 0.5), 0.0);
    }

    #[test]
    fn a_further_deal_has_its_part_in_price_collar_and_term() {
        let signed = |quantity, price, year| Contract {
            seller: 0,
            buyer: 0,
            quantity,
            price,
            signed_price: price,
            expires: Month::new(year, 1),
            blocked_months: 0,
            delivered: 0.0,
        };
        let mut standing = signed(1.0, 2.0, 2030);
        join(&mut standing, &signed(3.0, 6.0, 2034));
        assert_eq!((standing.quantity, standing.price, standing.signed_price), (4.0, 5.0, 5.0));
        assert_eq!(standing.expires, Month::new(2033, 1));
    }
}

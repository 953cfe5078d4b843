//! Contracts: delivered before the spot market opens, priced by a lagging index within a collar, signed when cover is short.

use super::components::{Buyer, Contract, Customer, Market};
use super::lanes::{Landing, Lanes};
use super::spot::Sheet;
use crate::content::definitions::chain::{MarketRule, Pricing};
use crate::content::definitions::rules::Trade;
use crate::units::Month;

/// Delivers what is under contract, in proportion where offer or need falls short; offers and bids keep the rest. Contracts of one
/// seller that follow each other are delivered together. Whether some contract is about to end.
pub fn deliver_contracts(market: &mut Market, landing: &Landing<'_>, lanes: &Lanes, sheet: &mut Sheet, month: Month) -> bool {
    let Sheet { offers, bids, units, value, contracted, taken, reference, .. } = sheet;
    let Market { sellers, buyers, contracts, .. } = market;
    let (bids, units, value) = (bids.as_flattened_mut(), units.as_flattened_mut(), value.as_flattened_mut());
    let rules = &landing.facts.catalog.rules.trade;
    for contract in contracts.iter() {
        taken[contract.buyer as usize] += contract.quantity;
    }
    for (taken, bid) in taken.iter_mut().zip(bids.iter()) {
        *taken = if *taken > *bid { *bid / *taken } else { 1.0 };
    }
    let mut some_end = false;
    for group in contracts.chunk_by_mut(|a, b| a.seller == b.seller) {
        let number = group[0].seller as usize;
        let seller = &mut sellers[number];
        let place = lanes.place(seller.region);
        let terms = lanes.terms(place, landing.facts.catalog.firms[seller.firm.index()].home);
        let (slope, penalties) = (terms.slope.as_flattened(), terms.penalty.as_flattened());
        let carriage = terms.carriage.as_flattened();
        let licensed = lanes.is_licensed(place);
        let mut promised = 0.0;
        for contract in group.iter_mut() {
            let buyer = contract.buyer as usize;
            let licence = if licensed { lanes.of(seller.region, buyers[buyer].region).licence } else { 1.0 };
            contract.delivered = contract.quantity * taken[buyer] * licence;
            promised += contract.delivered;
            let landed = contract.price * f64::from(slope[buyer] + penalties[buyer]) + f64::from(carriage[buyer]) * lanes.freight;
            let blocked = licence < 0.5 || landed > rules.hardship_ratio * f64::from(reference.as_flattened()[buyer]);
            contract.blocked_months = if blocked { contract.blocked_months + 1 } else { 0 };
            some_end |= ends(contract, month);
        }
        let cut = if promised > offers[number] { offers[number] / promised } else { 1.0 };
        let (row, plain) = (place * lanes.blocks * 4, lanes.is_plain(place));
        let (mut sold, mut revenue) = (0.0, 0.0);
        for contract in group.iter_mut() {
            let buyer = contract.buyer as usize;
            let promised = contract.delivered;
            let amount = promised * cut;
            contract.delivered = amount;
            if cut < 1.0 || taken[buyer] < rules.take_share {
                let licence = if licensed { lanes.of(seller.region, buyers[buyer].region).licence } else { 1.0 };
                let owed = penalty(rules, contract, taken[buyer], promised - amount, licence);
                seller.penalty += owed;
                buyers[buyer].penalty -= owed;
            }
            bids[buyer] = (bids[buyer] - amount).max(0.0);
            let worth = amount * contract.price;
            units[row + buyer] += amount;
            value[row + buyer] += worth;
            sold += amount;
            revenue += worth;
            if !plain {
                seller.export_tax += worth * lanes.of(seller.region, buyers[buyer].region).export_tax;
            }
        }
        offers[number] = (offers[number] - sold).max(0.0);
        contracted[number] += sold;
        seller.sold += sold;
        seller.revenue += revenue;
    }
    some_end
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
    market.contracts.retain(|contract| !ends(contract, month));
}

fn ends(contract: &Contract, month: Month) -> bool {
    contract.expires <= month || contract.blocked_months >= 6 || contract.quantity <= 0.0
}

/// Contract prices follow their index: spot, or the seller's own list price where prices are cost-plus; within a collar, which is
/// laid anew each year. Adds up what each buyer has under contract.
pub fn move_contract_prices(market: &mut Market, rule: &MarketRule, collar: f64, month: Month, covered: &mut Vec<f64>) {
    covered.clear();
    covered.resize(market.buyers.len(), 0.0);
    let pace = 1.0 / rule.contract_lag_months;
    for group in market.contracts.chunk_by_mut(|a, b| a.seller == b.seller) {
        let seller = &market.sellers[group[0].seller as usize];
        let index = match rule.pricing {
            Pricing::CostPlus => seller.list_price,
            Pricing::Scarcity | Pricing::Netback => market.nodes[seller.region.index()].spot,
        };
        for contract in group {
            let (least, most) = (contract.signed_price * (1.0 - collar), contract.signed_price * (1.0 + collar));
            contract.price = (contract.price + (index - contract.price) * pace).max(least).min(most);
            covered[contract.buyer as usize] += contract.quantity;
            if month.since(contract.expires) % 12 == 0 {
                contract.signed_price = contract.price;
            }
        }
    }
}

/// Once a quarter (each buyer in its own month) buyers bring contract cover to what they want, from sellers in proportion
/// to the year's flows; sellers bind themselves for a part of what they sold. `covered` is what each buyer has.
pub fn sign_contracts(market: &mut Market, (rule, rules): (&MarketRule, &Trade), month: Month, covered: &[f64]) {
    if rule.contract_share <= 0.0 || market.preference.is_empty() {
        return;
    }
    let turn = month.since(Month::default());
    let mut book: Option<Book> = None;
    for (buyer, covered) in covered.iter().enumerate() {
        if (turn + i32::try_from(buyer).unwrap_or(0)).rem_euclid(3) != 0 {
            continue;
        }
        let Buyer { customer, use_expected, .. } = &market.buyers[buyer];
        let gap = rule.contract_share * use_expected - covered;
        let signs = !matches!(customer, Customer::Outside | Customer::Reserve);
        if signs && gap > rules.signing_gap_share * rule.contract_share * use_expected {
            // Most months nobody signs in most markets.
            sign_for(market, (rule, rules), month, (buyer, gap), book.get_or_insert_with(|| Book::of(market)));
        }
    }
    if book.is_some_and(|book| book.grown) {
        market.contracts.sort_by_key(|contract| (contract.seller, contract.buyer));
    }
}

/// Who is bound to whom.
struct Book {
    /// Units that each seller is bound for, and those that it sold in a month of the year.
    bound: Vec<f64>,
    sold: Vec<Option<f64>>,
    /// The first contract of each buyer, and the next one of the same after each.
    heads: Vec<usize>,
    next: Vec<usize>,
    /// Whether a contract has been added.
    grown: bool,
}

impl Book {
    fn of(market: &Market) -> Self {
        let sellers = market.sellers.len();
        let (mut bound, mut heads) = (vec![0.0; sellers], vec![usize::MAX; market.buyers.len()]);
        let mut next = Vec::with_capacity(market.contracts.len());
        for (index, contract) in market.contracts.iter().enumerate() {
            bound[contract.seller as usize] += contract.quantity;
            next.push(std::mem::replace(&mut heads[contract.buyer as usize], index));
        }
        Self { bound, sold: vec![None; sellers], heads, next, grown: false }
    }

    /// The contract of a buyer with a seller that stood before the month's signing.
    fn standing(&self, contracts: &[Contract], seller: u32, buyer: usize) -> Option<usize> {
        let chain = std::iter::successors(Some(self.heads[buyer]), |at| self.next.get(*at).copied());
        chain.take_while(|at| *at != usize::MAX).filter(|at| contracts[*at].seller == seller).last()
    }
}

/// Signs for the gap in the cover of one buyer.
fn sign_for(market: &mut Market, (rule, rules): (&MarketRule, &Trade), month: Month, (buyer, gap): (usize, f64), book: &mut Book) {
    let columns = market.buyers.len();
    let least = rules.smallest_contract_share * market.buyers[buyer].use_expected;
    let total: f64 = market.flow_year[buyer..].iter().step_by(columns).map(|flow| f64::from(*flow)).sum();
    if total <= 1e-9 {
        return;
    }
    for seller in 0..market.sellers.len() {
        let wanted = gap * f64::from(market.flow_year[seller * columns + buyer]) / total;
        if wanted < least {
            continue;
        }
        let sales = || market.flow_year[seller * columns..(seller + 1) * columns].iter().map(|flow| f64::from(*flow)).sum();
        let sold = *book.sold[seller].get_or_insert_with(sales);
        let quantity = wanted.min(rules.bound_share * sold - book.bound[seller]);
        if quantity < least {
            continue;
        }
        book.bound[seller] += quantity;
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
        match book.standing(&market.contracts, deal.seller, buyer) {
            Some(at) => join(&mut market.contracts[at], &deal),
            None => {
                market.contracts.push(deal);
                book.grown = true;
            }
        }
    }
}

/// Signs a deal out of turn: it joins what stands between the same two.
pub fn sign(market: &mut Market, deal: Contract) {
    match market.contracts.binary_search_by_key(&(deal.seller, deal.buyer), |contract| (contract.seller, contract.buyer)) {
        Ok(at) => join(&mut market.contracts[at], &deal),
        Err(at) => market.contracts.insert(at, deal),
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
            forgotten_share: 0.001,
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
            duty_elasticity: 1.5,
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

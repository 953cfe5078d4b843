//! Contracts: delivered before the spot market opens, priced by a lagging index within a collar, signed when cover is short.

use super::components::{Contract, Customer, Market};
use super::systems::{Landing, ship};
use crate::content::definitions::chain::{MarketRule, Pricing};
use crate::units::Month;

/// Landed cost over the mean of what the buyer pays from which it calls hardship. E: duties of half the value and more were
/// the cases in which supply contracts were reopened in 2018–2025; a quarter was shared between the parties.
const HARDSHIP: f64 = 1.3;

/// Delivers what is under contract, in proportion where offer or need falls short; `offers` and `bids` keep the rest.
pub fn deliver_contracts(market: &mut Market, landing: &Landing<'_>, offers: &mut [f64], bids: &mut [f64], month: Month) {
    if market.contracts.is_empty() {
        return;
    }
    let contracts = std::mem::take(&mut market.contracts);
    let mut asked = vec![0.0; bids.len()];
    for contract in &contracts {
        asked[contract.buyer as usize] += contract.quantity;
    }
    let mut due: Vec<f64> = contracts
        .iter()
        .map(|c| {
            let (seller, buyer) = (c.seller as usize, c.buyer as usize);
            let take = if asked[buyer] > bids[buyer] { bids[buyer] / asked[buyer] } else { 1.0 };
            let at = landing.effects.at(market.good, market.sellers[seller].region, market.buyers[buyer].region);
            c.quantity * take * landing.effects.licence[at]
        })
        .collect();
    let mut load = vec![0.0; offers.len()];
    for (contract, units) in contracts.iter().zip(&due) {
        load[contract.seller as usize] += units;
    }
    for (contract, units) in contracts.iter().zip(&mut due) {
        let seller = contract.seller as usize;
        if load[seller] > offers[seller] {
            *units *= offers[seller] / load[seller];
        }
    }
    market.contracts = contracts;
    for index in 0..due.len() {
        let (seller, buyer, price) = {
            let c = &mut market.contracts[index];
            c.delivered = due[index];
            (c.seller as usize, c.buyer as usize, c.price)
        };
        let units = due[index];
        let at = landing.effects.at(market.good, market.sellers[seller].region, market.buyers[buyer].region);
        let landed = landing.cost(market, seller, buyer, price).weighed();
        let blocked = landing.effects.licence[at] < 0.5 || landed > HARDSHIP * market.buyers[buyer].landed;
        let contract = &mut market.contracts[index];
        contract.blocked_months = if blocked { contract.blocked_months + 1 } else { 0 };
        if units > 0.0 {
            offers[seller] = (offers[seller] - units).max(0.0);
            bids[buyer] = (bids[buyer] - units).max(0.0);
            ship(market, landing, seller, buyer, units, price, 1.0);
        }
    }
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

/// Smallest contract, as a share of a buyer's use.
const SMALLEST_SHARE: f64 = 0.02;

/// Once a quarter (each buyer in its own month) buyers bring contract cover to what they want, from sellers in proportion
/// to the year's flows; sellers bind themselves for at most 80 % of what they sold.
pub fn sign_contracts(market: &mut Market, rule: &MarketRule, month: Month) {
    if rule.contract_share <= 0.0 {
        return;
    }
    let columns = market.buyers.len();
    let mut bound = vec![0.0; market.sellers.len()];
    for contract in &mut market.contracts {
        bound[contract.seller as usize] += contract.quantity;
        if month.since(contract.expires).rem_euclid(12) == 0 {
            contract.signed_price = contract.price;
        }
    }
    for buyer in 0..columns {
        if (month.since(Month::default()) + i32::try_from(buyer).unwrap_or(0)).rem_euclid(3) != 0 {
            continue;
        }
        if matches!(market.buyers[buyer].customer, Customer::Outside | Customer::Reserve) {
            continue;
        }
        let covered: f64 = market.contracts.iter().filter(|c| c.buyer as usize == buyer).map(|c| c.quantity).sum();
        let gap = rule.contract_share * market.buyers[buyer].use_expected - covered;
        let total: f64 = (0..market.sellers.len()).map(|s| market.flow_year[s * columns + buyer]).sum();
        if gap <= 0.05 * rule.contract_share * market.buyers[buyer].use_expected || total <= 1e-9 {
            continue;
        }
        for seller in 0..market.sellers.len() {
            let sold: f64 = market.flow_year[seller * columns..(seller + 1) * columns].iter().sum();
            let quantity = (gap * market.flow_year[seller * columns + buyer] / total).min(0.8 * sold - bound[seller]);
            if quantity < SMALLEST_SHARE * market.buyers[buyer].use_expected {
                continue;
            }
            bound[seller] += quantity;
            let price = market.sellers[seller].ask;
            let same = |c: &&mut Contract| c.seller as usize == seller && c.buyer as usize == buyer;
            if let Some(standing) = market.contracts.iter_mut().find(same) {
                // More of the same from the same: one contract, at the mean price.
                let sum = standing.quantity + quantity;
                standing.price = (standing.price * standing.quantity + price * quantity) / sum;
                standing.quantity = sum;
                continue;
            }
            let stagger = (seller * 7 + buyer * 3) % (rule.contract_months.max(2) as usize / 2);
            let months = i32::try_from(rule.contract_months as usize - stagger).unwrap_or(12);
            market.contracts.push(Contract {
                seller: u32::try_from(seller).unwrap_or(0),
                buyer: u32::try_from(buyer).unwrap_or(0),
                quantity,
                price,
                signed_price: price,
                expires: month.plus(months),
                blocked_months: 0,
                delivered: 0.0,
            });
        }
    }
}

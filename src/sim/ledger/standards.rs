//! Fleet standards are settled: makers whose plug cars fall short of what is asked use what they banked, buy credits from those
//! who have more, and pay a fine for the rest. What the expectation of that does to prices is in `plans::cars`.

use bevy_ecs::prelude::*;

use super::components::{Account, Ledger, Tag};
use crate::content::definitions::rules::Automakers;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, Presence};
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::plans::cars::credits;
use crate::sim::policy::components::Effects;
use crate::units::split;

/// What a maker does about its duty in a month, thousand credits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Settlement {
    /// Bought from other makers, or sold to them if negative.
    pub bought: f64,
    /// Missing after all: fined.
    pub missing: f64,
}

/// Credits of a month's sales less what is asked for them, thousand. Sales are the mean of a year: laws count by the year, and
/// a bad month is no fault.
#[must_use]
pub fn balance(rules: &Automakers, presence: &Presence, target: f64) -> f64 {
    let sold = &presence.sold_year;
    let earned: f64 = sold.iter().zip(credits(rules)).map(|(sold, credit)| sold * credit).sum();
    earned - target * sold.iter().sum::<f64>()
}

/// Settles the balances of the makers of a region against their banks (credits by the year in which they were earned, youngest
/// first). Who is short uses its own bank, then all who are short share what all others have over, in proportion; what nobody
/// wants stays banked.
#[must_use]
pub fn settle(balances: &[f64], banks: &mut [&mut Vec<f64>]) -> Vec<Settlement> {
    let mut short = vec![0.0; balances.len()];
    for ((balance, bank), short) in balances.iter().zip(banks.iter_mut()).zip(&mut short) {
        if *balance > 0.0 {
            match bank.first_mut() {
                Some(this_year) => *this_year += balance,
                None => bank.push(*balance),
            }
        } else {
            *short = -balance - draw(bank, -balance);
        }
    }
    let held: Vec<f64> = banks.iter().map(|bank| bank.iter().sum()).collect();
    let (wanted, offered) = (short.iter().sum::<f64>(), held.iter().sum::<f64>());
    let traded = wanted.min(offered);
    let part = |of: f64, all: f64| if all > 0.0 { of * (traded / all).min(1.0) } else { 0.0 };
    let mut settled = Vec::with_capacity(balances.len());
    for ((short, held), bank) in short.iter().zip(&held).zip(banks.iter_mut()) {
        let (bought, sold) = (part(*short, wanted), part(*held, offered));
        draw(bank, sold);
        settled.push(Settlement { bought: bought - sold, missing: (short - bought).max(0.0) });
    }
    settled
}

/// Takes credits out of a bank, oldest first. Returns how many there were.
fn draw(bank: &mut [f64], wanted: f64) -> f64 {
    let mut left = wanted;
    for credits in bank.iter_mut().rev() {
        let taken = credits.min(left);
        *credits -= taken;
        left -= taken;
    }
    wanted - left
}

/// A year ends: what is older than the rules let credits live is gone.
fn age(bank: &mut Vec<f64>, rules: &Automakers) {
    if !bank.is_empty() {
        bank.insert(0, 0.0);
        bank.truncate(rules.credit_bank_years as usize + 1);
    }
}

/// What a month costs each maker under the standard of a region, $M; income is negative.
#[must_use]
pub fn bills(settled: &[Settlement], price: f64, fine: f64) -> Vec<f64> {
    settled.iter().map(|s| s.bought * price + s.missing * fine).collect()
}

/// Settles the fleet standards of all regions: credits are paid between makers at their worth, fines to the government.
pub fn settle_standards(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    mut cars: ResMut<Cars>,
    mut ledger: ResMut<Ledger>,
) {
    let rules = &facts.catalog.rules.automakers;
    for (region, (target, fine)) in effects.standard.iter().copied().enumerate() {
        let cars = &mut *cars;
        let firms: Vec<Account> = cars.makers.iter().map(|m| Account::Firm(m.firm)).collect();
        let here = cars.presences.iter_mut().skip(region).step_by(facts.regions);
        if target <= 0.0 {
            here.for_each(|presence| presence.credits.clear());
            continue;
        }
        let (mut balances, mut banks) = (Vec::with_capacity(firms.len()), Vec::with_capacity(firms.len()));
        for presence in here {
            if presence.selling {
                balances.push(balance(rules, presence, target));
            } else {
                // Who has left owes nothing for the cars of last year and sells no credits.
                presence.credits.clear();
                balances.push(0.0);
            }
            banks.push(&mut presence.credits);
        }
        let settled = settle(&balances, &mut banks);
        if calendar.month.of_year() == 12 {
            banks.iter_mut().for_each(|bank| age(bank, rules));
        }
        let price = cars.credit_worth[region].min(fine);
        let mut parts = Vec::new();
        let mut pot = 0;
        for (firm, settled) in firms.iter().zip(&settled) {
            pot += ledger.pay(*firm, Account::Clearing, Tag::FleetCredits, settled.bought.max(0.0) * price);
            ledger.pay(*firm, Account::Government(RegionId::from_index(region)), Tag::Fines, settled.missing * fine);
        }
        let sold: Vec<f64> = settled.iter().map(|s| (-s.bought).max(0.0)).collect();
        split(pot, &sold, &mut parts);
        for (firm, part) in firms.iter().zip(&parts) {
            ledger.transfer(Account::Clearing, *firm, Tag::FleetCredits, *part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(balances: &[f64], banks: &mut [Vec<f64>]) -> Vec<Settlement> {
        let mut banks: Vec<&mut Vec<f64>> = banks.iter_mut().collect();
        settle(balances, &mut banks)
    }

    #[test]
    fn what_is_banked_goes_first_then_what_others_have_and_the_rest_is_fined() {
        let mut banks = [vec![1.0, 2.0], vec![], vec![]];
        let all = settled(&[-4.0, -3.0, 2.0], &mut banks);
        assert_eq!(banks, [vec![0.0, 0.0], vec![], vec![0.0]]);
        assert_eq!(all[0], Settlement { bought: 0.5, missing: 0.5 });
        assert_eq!(all[1], Settlement { bought: 1.5, missing: 1.5 });
        assert_eq!(all[2], Settlement { bought: -2.0, missing: 0.0 });
    }

    #[test]
    fn what_nobody_wants_is_banked_and_the_oldest_goes_first() {
        let mut banks = [vec![1.0, 3.0], vec![]];
        let all = settled(&[2.0, -4.0], &mut banks);
        assert_eq!(all[1], Settlement { bought: 4.0, missing: 0.0 });
        assert_eq!(banks[0], [2.0, 0.0]);
    }
}

//! New capital: firms whose plans pay more than they cost sell shares while their own cash and their banks do not carry them.

use bevy_ecs::prelude::*;

use super::components::Pipeline;
use crate::content::definitions::capital::Finance as Rules;
use crate::content::ids::FirmId;
use crate::sim::buyers::components::{Cars, PLUGS};
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};

/// Sells shares for every firm that is short of cash and has plans that investors like, up to a part of a year's revenue in a year.
pub fn raise_capital(facts: Res<Facts>, cars: Res<Cars>, pipeline: Res<Pipeline>, mut ledger: ResMut<Ledger>, firms: Query<&Finance>) {
    let rules = &facts.catalog.rules.finance;
    if rules.issue_share <= 0.0 {
        return;
    }
    let mut liked = vec![false; facts.catalog.firms.len()];
    for verdict in pipeline.verdicts.iter().filter(|v| !v.refused && !v.exhausted && v.npv >= rules.issue_npv) {
        liked[verdict.firm.index()] = true;
    }
    for (maker, who) in cars.makers.iter().enumerate() {
        liked[who.firm.index()] |= grows(&facts, &cars, maker, rules.issue_growth);
    }
    for (index, finance) in firms.iter().enumerate().filter(|(index, f)| liked[*index] && !f.failed && f.receiver_months == 0) {
        let account = Account::Firm(FirmId::from_index(index));
        let money = shares_sold(rules, finance, ledger.cash_musd(account));
        ledger.pay(Account::Outside, account, Tag::Bailouts, money);
    }
}

/// Whether a maker is asked for more and more cars with a plug.
fn grows(facts: &Facts, cars: &Cars, maker: usize, least: f64) -> bool {
    let row = &cars.presences[maker * facts.regions..(maker + 1) * facts.regions];
    let now: f64 = row.iter().map(|p| PLUGS.iter().map(|x| p.orders[*x]).sum::<f64>()).sum();
    let year: f64 = row.iter().map(|p| p.plug_orders_year).sum();
    let all: f64 = row.iter().map(|p| p.orders.iter().sum::<f64>()).sum();
    // Owners of a maker of other cars are asked by what it does as a whole.
    now > (1.0 + least) * year && now > 0.5 * all
}

/// What a firm takes for new shares this month, $M: what its buffer lacks, within a part of its revenue.
fn shares_sold(rules: &Rules, finance: &Finance, cash: f64) -> f64 {
    let buffer = finance.costs / 12.0 * rules.cash_months;
    (buffer - cash).clamp(0.0, (rules.issue_share * finance.revenue / 12.0).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_till_and_no_more() {
        let rules = Rules { issue_share: 0.3, ..crate::sim::ledger::formulas::tests::rules() };
        let firm = Finance { costs: 1200.0, revenue: 1000.0, ..Finance::default() };
        let buffer = 100.0 * rules.cash_months;
        assert_eq!(shares_sold(&rules, &firm, buffer + 1.0), 0.0);
        assert!((shares_sold(&rules, &firm, buffer - 10.0) - 10.0).abs() < 1e-9);
        assert!((shares_sold(&rules, &firm, -500.0) - 25.0).abs() < 1e-9);
    }
}

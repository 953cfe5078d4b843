//! New capital: firms whose plans pay more than they cost sell shares while their own cash and their banks do not carry them.

use bevy_ecs::prelude::*;

use super::cars::plug_orders;
use super::components::{Pipeline, Verdict};
use crate::content::definitions::capital::Finance as Rules;
use crate::content::ids::FirmId;
use crate::sim::buyers::components::Cars;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};
use crate::sim::ledger::formulas::cash_buffer;
use crate::sim::society::systems::is_quick;

/// Sells shares for every firm that is short of cash and has plans that investors like, up to a part of a year's revenue in a year.
pub fn raise_capital(facts: Res<Facts>, cars: Res<Cars>, pipeline: Res<Pipeline>, mut ledger: ResMut<Ledger>, firms: Query<&Finance>) {
    let rules = &facts.catalog.rules.finance;
    for (index, finance) in firms.iter().enumerate().filter(|(_, f)| !f.failed && f.receiver_months == 0) {
        let firm = FirmId::from_index(index);
        let money = shares_sold(rules, finance, ledger.cash_musd(Account::Firm(firm)));
        if money > 0.0 && is_liked(&facts, &cars, &pipeline, firm) {
            ledger.pay(Account::Outside, Account::Firm(firm), Tag::Bailouts, money);
        }
    }
}

/// Whether owners like what a firm means to do: a plan that is worth clearly more than it costs, or, for a maker that lives off cars with
/// a plug, ever more orders for them.
fn is_liked(facts: &Facts, cars: &Cars, pipeline: &Pipeline, firm: FirmId) -> bool {
    let rules = &facts.catalog.rules.finance;
    let pays = |v: &Verdict| v.firm == firm && !v.refused && !v.exhausted && v.npv >= rules.issue_npv;
    let grows = |maker: usize| is_quick(facts, cars, maker) && growth_of_orders(facts, cars, maker) > rules.issue_growth;
    pipeline.verdicts.iter().any(pays) || cars.maker(firm).is_some_and(grows)
}

/// Growth of a maker's orders for cars with a plug against their mean of a year.
fn growth_of_orders(facts: &Facts, cars: &Cars, maker: usize) -> f64 {
    let row = &cars.presences[maker * facts.regions..(maker + 1) * facts.regions];
    let now: f64 = row.iter().map(plug_orders).sum();
    now / row.iter().map(|p| p.plug_orders_year).sum::<f64>().max(1e-9) - 1.0
}

/// What a firm takes for new shares this month, $M: what its buffer lacks, within a part of its revenue.
fn shares_sold(rules: &Rules, finance: &Finance, cash: f64) -> f64 {
    (cash_buffer(rules, finance.costs) - cash).clamp(0.0, (rules.issue_share * finance.revenue / 12.0).max(0.0))
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

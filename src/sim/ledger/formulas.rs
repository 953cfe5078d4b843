//! Credit and taxes as plain numbers (docs/month.md 9).

use super::components::UnitCost;
use crate::content::definitions::capital::Finance as Rules;
use crate::sim::facts::ProcessFacts;
use crate::sim::production::components::Stocks;

/// Book of standing plants that would cost `cost` $M to build anew, $M.
#[must_use]
pub fn book_of(rules: &Rules, cost: f64) -> f64 {
    rules.book_share * cost
}

/// Most that a firm may owe, $M: so many years of earnings, or a share of its plant, and what its state stands for.
#[must_use]
pub fn debt_limit(rules: &Rules, earnings: f64, plant: f64, backing: f64) -> f64 {
    let own = (rules.limit_earnings * earnings).max(rules.limit_plant_share * plant).max(0.0);
    own + backing * 0.5 * plant.max(0.0)
}

/// Real interest rate that a government pays on what it owes for the contest, per year: dearer with each year of budget owed.
#[must_use]
pub fn public_rate(rules: &Rules, borrowing: f64, owed: f64, budget: f64) -> f64 {
    borrowing + (rules.public_premium * owed.max(0.0) / budget.max(1.0)).min(rules.public_premium_most)
}

/// Real interest rate that a firm pays, per year: safe rate, spread, more for heavy debts, less for state backing.
#[must_use]
pub fn interest_rate(rules: &Rules, safe: f64, debt: f64, earnings: f64, revenue: f64, backing: f64) -> f64 {
    let turns = debt / earnings.max(0.05 * revenue).max(1e-6);
    let heavy = rules.leverage_spread * (turns - rules.leverage_threshold).clamp(0.0, 5.0);
    (safe + rules.spread + heavy - rules.backing_spread * backing).max(safe)
}

/// What lies in a line's yards at cost, $M: output at cash cost, inputs at what was paid for them. What a unit of output takes of
/// an input includes what the yield loses, which is not in the yard.
#[must_use]
pub fn worth_of_stocks(process: &ProcessFacts, stocks: &Stocks, yield_share: f64, cost: &UnitCost) -> f64 {
    let inputs = process.inputs.iter().zip(&stocks.inputs).zip(&cost.inputs);
    let held: f64 = inputs.map(|(((_, units), held), cost)| held * cost * yield_share / units).sum();
    stocks.output * cost.cash.max(0.0) + held
}

/// Cash that a firm keeps for months without income, $M, by what it spends a year.
#[must_use]
pub fn cash_buffer(rules: &Rules, yearly_costs: f64) -> f64 {
    rules.cash_months * yearly_costs.max(0.0) / 12.0
}

#[cfg(test)]
pub(in crate::sim) mod tests {
    use super::*;

    pub fn rules() -> Rules {
        Rules {
            safe_rate: crate::content::definitions::ByRegion::everywhere(0.015),
            spread: 0.015,
            leverage_spread: 0.02,
            public_premium: 0.0,
            public_premium_most: 0.1,
            leverage_threshold: 2.5,
            backing_spread: 0.02,
            limit_earnings: 5.0,
            limit_plant_share: 0.4,
            dividend_share: 0.3,
            cash_months: 3.0,
            repay_months: 96.0,
            receiver_months: 6,
            auction_share: 0.7,
            rescue_score: 0.8,
            rescue_share: 0.05,
            rescue_most: 2,
            rescue_years: 5,
            rescue_budget_share: 0.1,
            depreciation_months: 168,
            book_share: 0.5,
            insolvent_months: 12,
            parents_share: 0.5,
            rescue_margin: 0.25,
            rescue_backed: 1.3,
            rescue_unbacked: 0.1,
            provinces_lend_share: 0.6,
            start_car_margin: 0.085,
            start_outside_years: 6.0,
            start_outside_margin: 0.1,
            start_outside_margin_most: 0.4,
            issue_share: 0.0,
            issue_npv: 0.2,
            issue_growth: 0.1,
            start_debt_years: 2.0,
        }
    }

    #[test]
    fn debts_make_money_dear_and_states_make_it_cheap() {
        let light = interest_rate(&rules(), 0.015, 1.0, 10.0, 50.0, 0.0);
        let heavy = interest_rate(&rules(), 0.015, 60.0, 10.0, 50.0, 0.0);
        let backed = interest_rate(&rules(), 0.015, 60.0, 10.0, 50.0, 1.0);
        assert!(heavy > backed && backed > light && light > 0.015);
    }
}

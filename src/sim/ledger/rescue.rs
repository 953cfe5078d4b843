//! Firms that cannot pay: owners and governments put money in, or a receiver takes over (docs/month.md 9).

use bevy_ecs::prelude::*;

use super::components::{Account, Finance, Ledger, Tag};
use super::formulas::cash_buffer;
use super::loans;
use super::systems::equity;
use crate::content::definitions::capital::Finance as Rules;
use crate::content::definitions::firms::Firm;
use crate::content::ids::FirmId;
use crate::orders::phrases;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::scoreboard::components::History;
use crate::sim::setup::GovernmentFacts;
use crate::sim::society::components::Treasury;
use crate::units::{Cents, MUSD_IN_CENTS};

/// Money that a rescue puts in, $M: it fills the hole in cash, leaves the usual buffer, and brings equity up to a share of what
/// the firm has, so that lenders trust it again.
#[must_use]
pub fn rescue_money(rules: &Rules, hole: f64, yearly_costs: f64, assets: f64, worth: f64) -> f64 {
    let buffer = cash_buffer(rules, yearly_costs);
    (hole + buffer).max(rules.rescue_share * assets - worth).max(1.0)
}

/// Whether a state steps in for a firm by its backing alone.
#[must_use]
pub fn is_rescued_for(rules: &Rules, backing: f64) -> bool {
    rules.rescue_unbacked + (rules.rescue_backed - rules.rescue_unbacked) * backing > rules.rescue_score
}

/// Owners refinance a sound firm; parents, or else its government (a soft budget), rescue one that is worth less than nothing, a
/// few times within some years; else a receiver takes over.
pub fn rescue_or_fail(
    facts: Res<Facts>,
    governments: Res<GovernmentFacts>,
    calendar: Res<Calendar>,
    mut history: ResMut<History>,
    mut ledger: ResMut<Ledger>,
    mut firms: Query<&mut Finance>,
    mut treasuries: Query<&mut Treasury>,
) {
    let rules = &facts.catalog.rules.finance;
    let mut treasuries: Vec<Mut<'_, Treasury>> = treasuries.iter_mut().collect();
    let sound: Vec<bool> = firms.iter().map(|f| !f.failed && f.receiver_months == 0).collect();
    for (index, mut finance) in firms.iter_mut().enumerate() {
        let firm = FirmId::from_index(index);
        if finance.failed {
            continue;
        }
        let definition = &facts.catalog.firms[index];
        let worth = equity(&ledger, firm, &finance);
        // Books tell what plants have cost, banks what the firm earns: whom they would still lend to is not broke.
        let broke = worth < 0.0 && loans::room(&finance) <= 0.0;
        finance.insolvent_months = if broke { finance.insolvent_months + 1 } else { 0 };
        if finance.receiver_months > 0 {
            finance.receiver_months += 1;
            continue;
        }
        let hole = (-ledger.cash(Account::Firm(firm))).max(0);
        if hole == 0 && finance.insolvent_months < rules.insolvent_months {
            continue;
        }
        // Many small firms summed up do not fail together: some go, others are founded.
        if definition.aggregate || worth > 0.0 {
            let money = as_musd(hole) * (1.0 + rules.rescue_margin);
            if !parents_pay(rules.parents_share, definition, &sound, &mut ledger, firm, money) {
                ledger.pay(Account::Outside, Account::Firm(firm), Tag::Bailouts, money);
            }
            continue;
        }
        let window = i32::try_from(12 * rules.rescue_years).unwrap_or(i32::MAX);
        finance.rescued.retain(|month| calendar.month.since(*month) < window);
        let again = finance.rescued.len() < rules.rescue_most as usize;
        let assets = as_musd(finance.plant + finance.outside_plant + finance.stocks + ledger.cash(Account::Firm(firm)).max(0));
        let money = rescue_money(rules, as_musd(hole), finance.costs, assets, worth);
        let treasury = &mut treasuries[definition.home.index()];
        let budget = rules.rescue_budget_share * governments.revenue[definition.home.index()];
        let by = if again && parents_pay(rules.parents_share, definition, &sound, &mut ledger, firm, money) {
            "its owners"
        } else if again && is_rescued_for(rules, definition.state_backing) && treasury.rescued + money < budget {
            ledger.pay(Account::Government(definition.home), Account::Firm(firm), Tag::Bailouts, money);
            treasury.rescued += money;
            phrases::region(&facts.catalog, definition.home)
        } else {
            finance.receiver_months = 1;
            history.note(calendar.month, format!("{} goes into receivership", definition.name));
            continue;
        };
        finance.rescued.push(calendar.month);
        finance.insolvent_months = 0;
        history.note(calendar.month, format!("{} is rescued by {by} with {}", definition.name, phrases::money(money)));
    }
}

/// Firms that hold at least a part of a firm pay its need, each by what it holds, if all that are sound can do so out of half of their cash.
fn parents_pay(least: f64, definition: &Firm, sound: &[bool], ledger: &mut Ledger, firm: FirmId, money: f64) -> bool {
    let parents: Vec<(FirmId, f64)> =
        definition.owners.iter().filter_map(|h| Some((h.firm?, h.share))).filter(|(f, _)| sound[f.index()]).collect();
    let held: f64 = parents.iter().map(|(_, share)| share).sum();
    if held < least || parents.iter().any(|(f, share)| ledger.cash_musd(Account::Firm(*f)) < 2.0 * money * share / held) {
        return false;
    }
    for (parent, share) in parents {
        ledger.pay(Account::Firm(parent), Account::Firm(firm), Tag::Bailouts, money * share / held);
    }
    true
}

fn as_musd(sum: Cents) -> f64 {
    sum as f64 / MUSD_IN_CENTS
}

#[cfg(test)]
mod tests {
    use super::super::formulas::tests::rules;
    use super::*;

    #[test]
    fn a_rescue_is_large_enough_to_last() {
        let rules = rules();
        // A hole of 10 and a year of costs of 120: the hole and three months of cost.
        assert!((rescue_money(&rules, 10.0, 120.0, 0.0, 0.0) - 40.0).abs() < 1e-9);
        // Debts of 300 on plants of 200: equity must come back to a twentieth of what is there.
        assert!((rescue_money(&rules, 0.0, 0.0, 200.0, -100.0) - 110.0).abs() < 1e-9);
    }

    #[test]
    fn states_rescue_their_own_but_not_who_only_has_cheap_credit() {
        let rules = rules();
        assert!(is_rescued_for(&rules, 0.9) && is_rescued_for(&rules, 0.6) && !is_rescued_for(&rules, 0.5));
    }
}

//! Firms at the bank: earnings, interest, taxes, dividends, loans; the end of those whom nobody rescues (`ledger::rescue`).

use bevy_ecs::prelude::*;

use super::components::{Account, Finance, Ledger, Tag, UnitCost};
use super::{formulas, loans};
use crate::content::ids::{FirmId, GoodId, RegionId};
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::setup::GovernmentFacts;
use crate::sim::society::components::Treasury;
use crate::units::{Cents, MUSD_IN_CENTS, cents};

/// Tags that make up earnings before interest, tax and depreciation.
pub const EARNINGS: [Tag; 17] = [
    Tag::Goods,
    Tag::Purchases,
    Tag::Cars,
    Tag::Wages,
    Tag::Energy,
    Tag::Other,
    Tag::Freight,
    Tag::Tariffs,
    Tag::ExportTaxes,
    Tag::Royalties,
    Tag::ProductionCredits,
    Tag::Programmes,
    Tag::Research,
    Tag::Penalties,
    Tag::FleetCredits,
    Tag::Fines,
    Tag::OutsideBusiness,
];

/// Stocks are booked at cost.
pub fn value_stocks(facts: Res<Facts>, lines: Query<(&Facility, &Stocks, &Run, &UnitCost)>, mut firms: Query<&mut Finance>) {
    let mut value = vec![0.0; facts.catalog.firms.len()];
    for (line, stocks, run, cost) in &lines {
        let process = facts.process(line.process);
        value[line.owner.index()] += formulas::worth_of_stocks(process, stocks, run.yield_share, cost);
    }
    for (mut finance, value) in firms.iter_mut().zip(value) {
        finance.stocks = cents(value);
    }
}

/// Earnings, depreciation, interest, profit tax, dividends.
pub fn close_firms(
    facts: Res<Facts>,
    governments: Res<GovernmentFacts>,
    effects: Res<Effects>,
    mut ledger: ResMut<Ledger>,
    mut firms: Query<&mut Finance>,
) {
    let rules = &facts.catalog.rules.finance;
    for (index, mut finance) in firms.iter_mut().enumerate() {
        let firm = FirmId::from_index(index);
        if finance.failed {
            continue;
        }
        let account = Account::Firm(firm);
        ledger.pay(Account::Outside, account, Tag::OutsideBusiness, finance.outside_earnings / 12.0);
        let earned: Cents = EARNINGS.iter().map(|tag| ledger.flow(account, *tag)).sum();
        let sales = (ledger.flow(account, Tag::Cars) + ledger.flow(account, Tag::Goods)) as f64 / MUSD_IN_CENTS;
        let earned_musd = earned as f64 / MUSD_IN_CENTS;
        finance.earnings += earned_musd - finance.earnings / 12.0;
        finance.revenue += sales + (finance.outside_revenue - finance.revenue) / 12.0;
        // Business outside the chain keeps its own till.
        finance.costs += (sales + finance.outside_earnings / 12.0 - earned_musd).max(0.0) - finance.costs / 12.0;
        let written_off = finance.plant / i64::from(rules.depreciation_months);
        finance.plant -= written_off;
        let home = facts.catalog.firms[index].home;
        let backing = facts.catalog.firms[index].state_backing;
        let safe = rules.safe_rate.at(home);
        let debt = finance.debt as f64 / MUSD_IN_CENTS;
        let controls = &effects.controls;
        finance.rate = formulas::interest_rate(rules, safe, debt, finance.earnings, finance.revenue, backing) + controls.spread(firm);
        let plant = (finance.plant + finance.outside_plant) as f64 / MUSD_IN_CENTS;
        finance.limit = formulas::debt_limit(rules, finance.earnings, plant, backing) * controls.credit(firm);
        let interest = if finance.receiver_months > 0 { 0 } else { loans::pay_interest(&mut ledger, &finance, firm) };
        let profit = earned - written_off - interest;
        if profit > 0 {
            #[expect(clippy::cast_possible_truncation, reason = "a share of an amount")]
            let tax = (profit as f64 * governments.profit_tax[home.index()]) as Cents;
            ledger.transfer(account, Account::Government(home), Tag::ProfitTax, tax);
            pay_dividends(&facts, &mut ledger, firm, &finance, profit - tax);
        }
    }
}

/// A share of profit goes to the owners while the firm keeps its cash buffer.
fn pay_dividends(facts: &Facts, ledger: &mut Ledger, firm: FirmId, finance: &Finance, net: Cents) {
    let rules = &facts.catalog.rules.finance;
    let buffer = cents(formulas::cash_buffer(rules, finance.costs));
    let spare = ledger.cash(Account::Firm(firm)) - buffer;
    #[expect(clippy::cast_possible_truncation, reason = "a share of an amount")]
    let share = (net as f64 * rules.dividend_share) as Cents;
    let total = share.min(spare);
    if total <= 0 || finance.receiver_months > 0 {
        return;
    }
    let definition = &facts.catalog.firms[firm.index()];
    let mut left = total;
    for holder in &definition.owners {
        #[expect(clippy::cast_possible_truncation, reason = "a share of an amount")]
        let part = ((total as f64 * holder.share) as Cents).min(left);
        let to = match (holder.firm, holder.government) {
            (Some(owner), _) if owner != firm => Account::Firm(owner),
            (_, Some(region)) => Account::Government(region),
            _ => continue,
        };
        ledger.transfer(Account::Firm(firm), to, Tag::Dividends, part);
        left -= part;
    }
    ledger.transfer(Account::Firm(firm), Account::Households(definition.home), Tag::Dividends, left);
}

/// Loans: drawn when cash runs below the buffer, repaid from what lies above it.
pub fn borrow_and_repay(
    facts: Res<Facts>,
    mut ledger: ResMut<Ledger>,
    mut firms: Query<&mut Finance>,
    mut treasuries: Query<&mut Treasury>,
) {
    let rules = &facts.catalog.rules.finance;
    let mut treasuries: Vec<Mut<'_, Treasury>> = treasuries.iter_mut().collect();
    for (index, mut finance) in firms.iter_mut().enumerate() {
        let firm = FirmId::from_index(index);
        if finance.failed || finance.receiver_months > 0 {
            continue;
        }
        let cash = ledger.cash(Account::Firm(firm));
        let buffer = cents(formulas::cash_buffer(rules, finance.costs));
        let (room, limit) = (cents(loans::room(&finance)), cents(finance.limit));
        finance.room_share = if cash > buffer { 1.0 } else { ((room + cash.max(0)) as f64 / (buffer as f64).max(1.0)).clamp(0.0, 1.0) };
        if cash < buffer / 3 {
            let draw = (buffer / 3 - cash).min(room);
            ledger.transfer(Account::Banks, Account::Firm(firm), Tag::Loans, draw);
            finance.debt += draw;
        } else if finance.debt > 0 {
            #[expect(clippy::cast_possible_truncation, reason = "months are few")]
            let due = (finance.debt - finance.revolving.min(limit)).max(0) / rules.repay_months as i64 + (cash - buffer).max(0) / 12;
            let back = due.min(finance.debt).min((cash - buffer / 3).max(0));
            loans::repay(&mut ledger, &mut finance, &mut treasuries, firm, back);
        }
    }
}

/// Receivers sell plants after six months to whoever can pay; the rest of the debt is the banks' loss.
pub fn sell_failed_firms(
    facts: Res<Facts>,
    calendar: Res<crate::sim::calendar::components::Calendar>,
    mut history: ResMut<crate::sim::scoreboard::components::History>,
    mut ledger: ResMut<Ledger>,
    mut markets: ResMut<crate::sim::trade::components::Markets>,
    effects: Res<Effects>,
    mut firms: Query<&mut Finance>,
    mut treasuries: Query<&mut Treasury>,
    mut lines: Query<(&mut Facility, &mut crate::sim::investment::components::Capacity)>,
) {
    let rules = &facts.catalog.rules.finance;
    let mut treasuries: Vec<Mut<'_, Treasury>> = treasuries.iter_mut().collect();
    let due: Vec<usize> =
        firms.iter().enumerate().filter(|(_, f)| f.receiver_months > rules.receiver_months && !f.failed).map(|(i, _)| i).collect();
    for index in due {
        let firm = FirmId::from_index(index);
        let home = facts.catalog.firms[index].home;
        let plants: Vec<(GoodId, RegionId)> =
            lines.iter().filter(|(l, _)| l.owner == firm).map(|(l, _)| (facts.process(l.process).makes, l.region)).collect();
        let allowed = |to: FirmId| !plants.iter().any(|(good, region)| effects.support(*good, *region).refuses(&facts.catalog.firms, to));
        let buyer = best_buyer(&facts, &ledger, &firms, index, home, allowed);
        let mut finances: Vec<Mut<'_, Finance>> = firms.iter_mut().collect();
        // Only plants of the chain change hands: what a firm's cars and models stand for in its books goes with its brand.
        let standing: f64 = lines.iter().filter(|(l, _)| l.owner == firm).map(|(l, c)| facts.cost_anew(l, c.nameplate)).sum();
        let worth = cents(formulas::book_of(rules, standing) * rules.auction_share).min(finances[index].plant);
        if let Some(to) = buyer {
            let price = worth.min(ledger.cash(Account::Firm(to)) / 2).max(0);
            ledger.transfer(Account::Firm(to), Account::Firm(firm), Tag::Assets, price);
            finances[to.index()].plant += price;
            for (mut line, _) in &mut lines {
                if line.owner == firm {
                    line.owner = to;
                    rejoin(&facts, &mut markets, &mut line);
                }
            }
            history.note(
                calendar.month,
                format!("{} buys the plants of {}", facts.catalog.firms[to.index()].name, facts.catalog.firms[index].name),
            );
        } else {
            // Nobody wants them: they are closed for good.
            for (line, mut capacity) in &mut lines {
                if line.owner == firm {
                    (capacity.nameplate, capacity.ramped, capacity.idle_share) = (0.0, 0.0, 1.0);
                }
            }
        }
        pass_on_contracts(&mut markets, firm, buyer);
        let cash = ledger.cash(Account::Firm(firm));
        let paid = cash.clamp(0, finances[index].debt);
        loans::repay(&mut ledger, &mut finances[index], &mut treasuries, firm, paid);
        loans::write_off(&mut finances[index], &mut treasuries);
        // A hole in cash is the banks' loss as well.
        let hole = (-ledger.cash(Account::Firm(firm))).max(0);
        ledger.transfer(Account::Banks, Account::Firm(firm), Tag::Loans, hole);
        let finance = &mut finances[index];
        finance.plant = 0;
        finance.outside_plant = 0;
        finance.revolving = 0;
        finance.failed = true;
        history.note(calendar.month, format!("{} is wound up", facts.catalog.firms[index].name));
    }
}

/// The richest sound firm of the same business that no screen refuses: at home first, abroad else.
fn best_buyer(
    facts: &Facts,
    ledger: &Ledger,
    firms: &Query<&mut Finance>,
    failed: usize,
    home: RegionId,
    allowed: impl Fn(FirmId) -> bool,
) -> Option<FirmId> {
    let business = facts.catalog.firms[failed].business;
    let mut best: Option<(bool, Cents, FirmId)> = None;
    for (index, finance) in firms.iter().enumerate() {
        let definition = &facts.catalog.firms[index];
        if index == failed || finance.failed || finance.receiver_months > 0 || definition.business != business {
            continue;
        }
        let key = (definition.home == home, ledger.cash(Account::Firm(FirmId::from_index(index))), FirmId::from_index(index));
        if key.1 > 0 && allowed(key.2) && best.is_none_or(|b| (key.0, key.1) > (b.0, b.1)) {
            best = Some(key);
        }
    }
    best.map(|b| b.2)
}

/// A line under a new owner sells as that owner.
pub(in crate::sim) fn rejoin(facts: &Facts, markets: &mut crate::sim::trade::components::Markets, line: &mut Facility) {
    let process = facts.process(line.process);
    let newcomer = crate::sim::trade::preferences::NEWCOMER;
    line.seller = u32::try_from(markets.of_mut(process.makes).add_seller(line.owner, line.region, newcomer)).unwrap_or(0);
    for (slot, (good, _)) in process.sides.iter().enumerate() {
        line.side_sellers[slot] = u32::try_from(markets.of_mut(*good).add_seller(line.owner, line.region, newcomer)).unwrap_or(0);
    }
}

/// What a failed firm had promised to deliver is owed by who bought its plants, who takes over its customers and what they order; without
/// plants it is void, and nobody signs with it again.
fn pass_on_contracts(markets: &mut crate::sim::trade::components::Markets, failed: FirmId, buyer: Option<FirmId>) {
    for market in &mut markets.goods {
        let columns = market.buyers.len();
        for seller in 0..market.sellers.len() {
            if market.sellers[seller].firm != failed {
                continue;
            }
            let heir = buyer.and_then(|to| market.seller(to, market.sellers[seller].region));
            let orders = std::mem::take(&mut market.sellers[seller].orders);
            if let Some(heir) = heir {
                market.sellers[heir].orders += orders;
            }
            for column in 0..columns {
                let (from, to) = (seller * columns + column, heir.map(|heir| heir * columns + column));
                let flow = std::mem::take(&mut market.flow_year[from]);
                let preference = std::mem::take(&mut market.preference[from]);
                if let Some(to) = to {
                    market.flow_year[to] += flow;
                    market.preference[to] += preference;
                }
            }
            let number = |index: usize| u32::try_from(index).unwrap_or(0);
            market.contracts.retain_mut(|contract| {
                if contract.seller != number(seller) {
                    return true;
                }
                heir.map(|heir| contract.seller = number(heir)).is_some()
            });
        }
    }
}

/// Governments: the year's budget comes in by twelfths; holes are borrowed; debts cost interest; what is left in December pays
/// debts or lapses, for money that a parliament granted for a year is not kept.
pub fn close_governments(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    governments: Res<GovernmentFacts>,
    mut ledger: ResMut<Ledger>,
    mut treasuries: Query<&mut Treasury>,
) {
    let december = calendar.month.of_year() == 12;
    for (index, mut treasury) in treasuries.iter_mut().enumerate() {
        let region = RegionId::from_index(index);
        let account = Account::Government(region);
        ledger.pay(Account::Outside, account, Tag::Budget, treasury.budget / 12.0);
        // General taxes are not this game's: what the chain yields beyond the contest budget goes to the general purse.
        let general: Cents = [Tag::ProfitTax, Tag::SalesTax, Tag::Royalties, Tag::Dividends].iter().map(|t| ledger.flow(account, *t)).sum();
        ledger.transfer(account, Account::Outside, Tag::Budget, general.max(0));
        let owed = treasury.debt as f64 / MUSD_IN_CENTS;
        let rate = formulas::public_rate(&facts.catalog.rules.finance, governments.borrowing[index], owed, treasury.budget);
        let interest = cents(owed * rate / 12.0);
        ledger.transfer(account, Account::Banks, Tag::Interest, interest);
        let cash = ledger.cash(account);
        if cash < 0 {
            ledger.transfer(Account::Banks, account, Tag::Loans, -cash);
            treasury.debt += -cash;
        } else if treasury.debt > 0 {
            let back = if december { cash } else { cash / 2 }.min(treasury.debt);
            ledger.transfer(account, Account::Banks, Tag::Loans, back);
            treasury.debt -= back;
        }
        if december {
            let left = ledger.cash(account).max(0);
            ledger.transfer(account, Account::Outside, Tag::Budget, left);
        }
    }
}

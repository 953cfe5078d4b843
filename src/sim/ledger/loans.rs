//! Public loans to firms: lent for plants below the market's rate, repaid beside what banks are owed. What banks lend is in
//! `ledger::firms`.

use super::components::{Account, Finance, Ledger, PublicLoan, Tag};
use crate::content::ids::{FirmId, RegionId};
use crate::sim::society::components::Treasury;
use crate::units::{Cents, MUSD_IN_CENTS, cents};

/// What a firm owes to governments.
#[must_use]
pub fn owed_to_states(finance: &Finance) -> Cents {
    finance.public.iter().map(|loan| loan.owed).sum()
}

/// What banks would still lend a firm, $M. A public lender stands behind its own loan.
#[must_use]
pub fn room(finance: &Finance) -> f64 {
    (finance.limit - (finance.debt - owed_to_states(finance)) as f64 / MUSD_IN_CENTS).max(0.0)
}

/// A government lends `musd` to a firm; `saved` of the firm's rate is forgone. Loans of one government are kept as one, at
/// their mean.
pub fn lend(ledger: &mut Ledger, finance: &mut Finance, treasury: &mut Treasury, who: (FirmId, RegionId), musd: f64, saved: f64) {
    if musd <= 0.0 {
        return;
    }
    let (firm, by) = who;
    let moved = ledger.pay(Account::Government(by), Account::Firm(firm), Tag::Loans, musd);
    finance.debt += moved;
    treasury.lent += moved;
    match finance.public.iter_mut().find(|loan| loan.by == by) {
        Some(loan) => {
            let sum = (loan.owed + moved).max(1);
            loan.saved = (loan.saved * loan.owed as f64 + saved * moved as f64) / sum as f64;
            loan.owed += moved;
        }
        None => finance.public.push(PublicLoan { by, owed: moved, saved }),
    }
}

/// A month's interest on all debts, in whole cents: banks get the firm's rate, governments what they have left of it.
pub fn pay_interest(ledger: &mut Ledger, finance: &Finance, firm: FirmId) -> Cents {
    let account = Account::Firm(firm);
    let monthly = |owed: Cents, rate: f64| cents(owed as f64 / MUSD_IN_CENTS * rate / 12.0);
    let to_banks = monthly(finance.debt - owed_to_states(finance), finance.rate);
    ledger.transfer(account, Account::Banks, Tag::Interest, to_banks);
    let mut sum = to_banks;
    for loan in &finance.public {
        let due = monthly(loan.owed, (finance.rate - loan.saved).max(0.0));
        ledger.transfer(account, Account::Government(loan.by), Tag::Interest, due);
        sum += due;
    }
    sum
}

/// Pays back `amount` cents: to governments in proportion to what they are owed, to banks the rest.
pub fn repay(ledger: &mut Ledger, finance: &mut Finance, treasuries: &mut [impl AsMut<Treasury>], firm: FirmId, amount: Cents) {
    let account = Account::Firm(firm);
    let share = amount as f64 / finance.debt.max(1) as f64;
    let mut left = amount;
    for loan in &mut finance.public {
        #[expect(clippy::cast_possible_truncation, reason = "a share of an amount")]
        let part = ((loan.owed as f64 * share) as Cents).min(loan.owed).min(left);
        ledger.transfer(account, Account::Government(loan.by), Tag::Loans, part);
        treasuries[loan.by.index()].as_mut().lent -= part;
        loan.owed -= part;
        left -= part;
    }
    finance.public.retain(|loan| loan.owed > 0);
    ledger.transfer(account, Account::Banks, Tag::Loans, left);
    finance.debt -= amount;
}

/// What a firm that is wound up still owes is the lenders' loss.
pub fn write_off(finance: &mut Finance, treasuries: &mut [impl AsMut<Treasury>]) {
    for loan in finance.public.drain(..) {
        treasuries[loan.by.index()].as_mut().lent -= loan.owed;
    }
    finance.debt = 0;
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Purse(Treasury);

    impl AsMut<Treasury> for Purse {
        fn as_mut(&mut self) -> &mut Treasury {
            &mut self.0
        }
    }

    #[test]
    fn a_public_loan_is_cheaper_and_is_paid_back_to_the_last_cent() {
        let mut ledger = Ledger::new(1, 1);
        let (firm, state) = (FirmId(0), RegionId(0));
        ledger.endow(Account::Government(state), 100.0);
        ledger.endow(Account::Firm(firm), 100.0);
        let mut finance = Finance { debt: cents(40.0), rate: 0.06, limit: 50.0, ..Finance::default() };
        let mut purses = [Purse(Treasury::default())];
        lend(&mut ledger, &mut finance, &mut purses[0].0, (firm, state), 60.0, 0.03);
        assert_eq!((finance.debt, purses[0].0.lent, room(&finance)), (cents(100.0), cents(60.0), 10.0));
        assert_eq!(pay_interest(&mut ledger, &finance, firm), cents(40.0 * 0.005) + cents(60.0 * 0.0025));
        repay(&mut ledger, &mut finance, &mut purses, firm, cents(50.0));
        assert_eq!((finance.debt, purses[0].0.lent), (cents(50.0), cents(30.0)));
        repay(&mut ledger, &mut finance, &mut purses, firm, cents(50.0));
        assert_eq!((finance.debt, purses[0].0.lent, finance.public.len()), (0, 0, 0));
        assert_eq!(ledger.sum(), cents(200.0));
    }
}

//! The only way that money moves: from one account to another, the same whole cents.

use super::components::{Account, Ledger, TAGS, Tag};
use crate::content::ids::{FirmId, RegionId};
use crate::units::{Cents, MUSD_IN_CENTS, cents};

impl Ledger {
    /// Empty accounts for so many firms and regions.
    #[must_use]
    pub fn new(firms: usize, regions: usize) -> Self {
        let accounts = firms + 2 * regions + 3;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            firms: count(firms),
            regions: count(regions),
            cash: vec![0; accounts],
            flows: vec![0; accounts * TAGS],
            last: vec![0; accounts * TAGS],
            year: vec![0; accounts * TAGS],
            total: 0,
        }
    }

    /// Index of an account.
    #[must_use]
    pub const fn index(&self, account: Account) -> usize {
        let (firms, regions) = (self.firms as usize, self.regions as usize);
        match account {
            Account::Firm(firm) => firm.index(),
            Account::Government(region) => firms + region.index(),
            Account::Households(region) => firms + regions + region.index(),
            Account::Banks => firms + 2 * regions,
            Account::Outside => firms + 2 * regions + 1,
            Account::Clearing => firms + 2 * regions + 2,
        }
    }

    /// Cash of an account.
    #[must_use]
    pub fn cash(&self, account: Account) -> Cents {
        self.cash[self.index(account)]
    }

    /// Cash in million US$.
    #[must_use]
    pub fn cash_musd(&self, account: Account) -> f64 {
        self.cash(account) as f64 / MUSD_IN_CENTS
    }

    /// Net flow of the month so far under a tag, cents.
    #[must_use]
    pub fn flow(&self, account: Account, tag: Tag) -> Cents {
        self.flows[self.index(account) * TAGS + tag as usize]
    }

    /// Net flow of the last full month under a tag, $M.
    #[must_use]
    pub fn last_musd(&self, account: Account, tag: Tag) -> f64 {
        self.last[self.index(account) * TAGS + tag as usize] as f64 / MUSD_IN_CENTS
    }

    /// Net flow of the calendar year so far under a tag, $M.
    #[must_use]
    pub fn year_musd(&self, account: Account, tag: Tag) -> f64 {
        self.year[self.index(account) * TAGS + tag as usize] as f64 / MUSD_IN_CENTS
    }

    /// Moves whole cents; a negative amount moves the other way.
    pub(in crate::sim) fn transfer(&mut self, from: Account, to: Account, tag: Tag, amount: Cents) {
        let (from, to) = (self.index(from), self.index(to));
        self.cash[from] -= amount;
        self.cash[to] += amount;
        self.flows[from * TAGS + tag as usize] -= amount;
        self.flows[to * TAGS + tag as usize] += amount;
    }

    /// Moves an amount in million US$, rounded to whole cents. Returns the cents moved.
    pub(in crate::sim) fn pay(&mut self, from: Account, to: Account, tag: Tag, musd: f64) -> Cents {
        let amount = cents(musd);
        if amount != 0 {
            self.transfer(from, to, tag, amount);
        }
        amount
    }

    /// Gives an account its cash at the start of a level.
    pub(in crate::sim) fn endow(&mut self, account: Account, musd: f64) {
        let index = self.index(account);
        let amount = cents(musd);
        self.cash[index] += amount;
        self.total += amount;
    }

    /// Sum of all cash; equal to what was endowed, always.
    #[must_use]
    pub fn sum(&self) -> Cents {
        self.cash.iter().sum()
    }

    /// Sum of all cash at the start.
    #[must_use]
    pub const fn total(&self) -> Cents {
        self.total
    }

    /// Closes the month: flows become last month's, the year goes on (a new one in January).
    pub(in crate::sim) fn close_month(&mut self, january: bool) {
        if january {
            self.year.fill(0);
        }
        for ((year, last), flow) in self.year.iter_mut().zip(&mut self.last).zip(&mut self.flows) {
            *year += *flow;
            *last = *flow;
            *flow = 0;
        }
    }

    /// All firms' numbers.
    pub fn firms(&self) -> impl Iterator<Item = FirmId> {
        (0..self.firms as usize).map(FirmId::from_index)
    }

    /// All regions' numbers.
    pub fn regions(&self) -> impl Iterator<Item = RegionId> {
        (0..self.regions as usize).map(RegionId::from_index)
    }
}

//! Money: what an account received and paid, by purpose; without one, everybody's cash.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::ids::FirmId;
use crate::sim::ledger::components::{Account, Tag};
use crate::units::MUSD_IN_CENTS;
use crate::units::digits::number;

/// Most firms listed.
const MOST: usize = 30;

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut tables = Vec::new();
    if let Some(firm) = filter.firm {
        tables.push(account(view, view.firm(firm), Account::Firm(firm)));
    }
    for region in &filter.regions {
        tables.push(account(view, &format!("Government of {}", view.there(*region)), Account::Government(*region)));
        tables.push(account(view, &format!("Households of {}", view.there(*region)), Account::Households(*region)));
    }
    if tables.is_empty() {
        tables.push(everybody(view));
    }
    for (number, table) in tables.iter_mut().enumerate().skip(1) {
        table.id = format!("ledger.{}", number + 1);
    }
    Ok(tables)
}

fn account(view: &View<'_>, name: &str, account: Account) -> Table {
    let cash = number(view.ledger.cash_musd(account));
    // Only the part of what households earn and spend that touches the contest is counted; its sum is no wealth.
    let title = match account {
        Account::Households(_) => format!("{name}: what they paid to and got from the contest"),
        _ => format!("{name}: {cash} $M of cash"),
    };
    let mut table = Table::new("ledger", title).words("purpose").numbers("last month", "$M").numbers("year so far", "$M");
    let (mut last, mut year) = (0.0, 0.0);
    for tag in Tag::ALL {
        let (month, so_far) = (view.ledger.last_musd(account, *tag), view.ledger.year_musd(account, *tag));
        if month != 0.0 || so_far != 0.0 {
            table.push(cells![tag.label(), month, so_far]);
        }
        last += month;
        year += so_far;
    }
    let sum = if matches!(account, Account::Households(_)) { "balance" } else { "change of cash" };
    table.push(cells![sum, last, year]);
    table.note("Received is positive, paid is negative.");
    table
}

fn everybody(view: &View<'_>) -> Table {
    let mut table = Table::new("ledger", format!("Money, {}", view.sim.now()))
        .words("account")
        .words("kind")
        .numbers("cash", "$M")
        .numbers("debt", "$M")
        .numbers("change last month", "$M");
    let change = |account: Account| Tag::ALL.iter().map(|t| view.ledger.last_musd(account, *t)).sum::<f64>();
    let mut add = |name: &str, kind: &str, account: Account, debt: Option<f64>| {
        table.push(cells![name, kind, view.ledger.cash_musd(account), debt, change(account)]);
    };
    for (region, treasury) in view.regions().zip(&view.treasuries) {
        add(view.region(region), "government", Account::Government(region), Some(treasury.debt as f64 / MUSD_IN_CENTS));
        add(view.region(region), "households", Account::Households(region), None);
    }
    add("banks", "world", Account::Banks, None);
    add("economy outside the chain", "world", Account::Outside, None);
    let mut firms: Vec<FirmId> = view.ledger.firms().collect();
    firms.sort_by(|a, b| view.finances[b.index()].revenue.total_cmp(&view.finances[a.index()].revenue));
    for firm in firms.into_iter().take(MOST) {
        add(view.firm(firm), "firm", Account::Firm(firm), Some(view.finances[firm.index()].debt as f64 / MUSD_IN_CENTS));
    }
    let total = view.ledger.total() as f64 / MUSD_IN_CENTS;
    table.note(format!("All cash of the world is {} $M, and never changes; only the largest firms are listed.", number(total)));
    table
}

//! What governments can put forward at once, and how they pay.

use crate::content::ids::RegionId;
use crate::orders::Refusal;
use crate::orders::phrases::money;
use crate::sim::Simulation;
use crate::sim::ledger::components::{Account, Ledger, Tag};
use crate::sim::society::components::Treasury;

/// Whether a government can put forward a sum at once: what it holds, and a year's budget less what it owes already.
pub fn can_pay(sim: &Simulation, side: RegionId, musd: f64) -> Result<(), Refusal> {
    let held = sim.world().resource::<Ledger>().cash_musd(Account::Government(side));
    let Some(mut query) = sim.world().try_query::<&Treasury>() else { return Ok(()) };
    let credit = query.iter(sim.world()).nth(side.index()).map_or(0.0, |t| t.budget - t.debt as f64 / crate::units::MUSD_IN_CENTS);
    let most = held + credit.max(0.0);
    if musd <= most || musd <= 0.0 {
        return Ok(());
    }
    let missing = format!(
        "This takes {} at once, but the treasury can raise {} (cash and a year’s budget, less its debt).",
        money(musd),
        money(most.max(0.0))
    );
    Err(Refusal::new(missing, "Order less, or wait: a twelfth of the budget comes each month, but what is left in December lapses."))
}

/// Pays out of a government's purse.
pub fn pay(sim: &mut Simulation, side: RegionId, to: Account, tag: Tag, musd: f64) {
    if musd <= 0.0 {
        return;
    }
    sim.world_mut().resource_mut::<Ledger>().pay(Account::Government(side), to, tag, musd);
}

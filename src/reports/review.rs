//! The review of a quarter: what became of a side's orders, what they cost, and what their quotes said beside what came.

use super::{View, wording};
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::phrases::money;
use crate::orders::{Dated, Order, Receipt};
use crate::sim::policy::orders::can_repeal;
use crate::units::Month;
use std::collections::BTreeMap;

/// Months for which an order is looked at again.
pub const LOOKED_AT: i32 = 36;
/// Part by which a cost may miss what was told and still be as told.
const NEAR: f64 = 0.15;

/// An order, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviewed {
    /// When it was given.
    pub month: Month,
    /// The order as a sentence.
    pub order: String,
    /// Whether something came of it within the last quarter.
    pub fresh: bool,
    /// What it cost at once, at home and in money; nothing if it was free.
    pub paid: String,
    /// What the quote said beside what came, one comparison each.
    pub compared: Vec<Compared>,
}

/// A number that a quote told, and how it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// What is compared.
    pub what: &'static str,
    /// What was told.
    pub told: String,
    /// What came, or is expected by now.
    pub came: String,
    /// Whether it came as told, worse or better; none where that is not known yet or neither.
    pub as_told: Option<bool>,
}

/// Orders of a side given since a month, newest first, each with what came of it. `given` are receipts of orders that were carried out.
#[must_use]
pub fn review(view: &View<'_>, side: RegionId, given: &[(Dated, Receipt)], known: &BTreeMap<u32, PolicyId>) -> Vec<Reviewed> {
    let own = given.iter().rev().filter(|(line, _)| line.side == side && view.sim.now().since(line.month) <= LOOKED_AT);
    own.map(|(line, receipt)| {
        let compared = [start(view, line, receipt), project(view, receipt), yearly(view, side, receipt)];
        Reviewed {
            month: line.month,
            fresh: is_fresh(view, line, receipt),
            order: wording::order(view, side, &line.order, known),
            paid: paid(receipt),
            compared: compared.into_iter().flatten().collect(),
        }
    })
    .collect()
}

/// Whether an order was given, or what it began came into effect, within the last quarter.
fn is_fresh(view: &View<'_>, line: &Dated, receipt: &Receipt) -> bool {
    let since = view.sim.now().plus(-3);
    let begun = receipt.measure.and_then(|number| view.measures.list.iter().find(|measure| measure.id == number));
    line.month >= since || begun.is_some_and(|measure| measure.since > since && measure.since <= view.sim.now())
}

/// What was paid when the order was given.
fn paid(receipt: &Receipt) -> String {
    let quote = &receipt.quote;
    let money = (quote.cost_now_musd > 0.0).then(|| money(quote.cost_now_musd));
    let capital =
        (quote.political.capital > 0.05).then(|| format!("{} of political capital", crate::units::digits::number(quote.political.capital)));
    let parts: Vec<String> = money.into_iter().chain(capital).collect();
    parts.join(" and ")
}

/// When a measure was to begin, and when it did.
fn start(view: &View<'_>, line: &Dated, receipt: &Receipt) -> Option<Compared> {
    let begins = matches!(line.order, Order::EnactPolicy { .. } | Order::SetStockpile { .. } | Order::StartMission { .. });
    let number = receipt.measure.filter(|_| begins)?;
    let due = line.month.plus(i32::try_from(receipt.quote.lag_months).unwrap_or(0));
    let now = view.sim.now();
    let standing = view.measures.list.iter().find(|measure| measure.id == number);
    // A stockpile or mission that stood already is changed, and stands as before until then.
    let changes = receipt.quote.in_force_musd.is_some();
    let (came, as_told) = match standing {
        Some(measure) if changes => match measure.change.as_ref().filter(|change| change.from > now) {
            Some(change) => (format!("still to come, in {}", change.from), None),
            None => ("in effect".to_owned(), Some(true)),
        },
        None => ("it is over".to_owned(), None),
        Some(measure) if measure.until.is_some_and(|until| until <= now) => ("it has ended".to_owned(), Some(false)),
        Some(measure) if measure.since > now => (format!("still to come, in {}", measure.since), None),
        Some(measure) => (format!("in effect since {}", measure.since), Some(measure.since <= due)),
    };
    Some(Compared { what: "first effect", told: due.to_string(), came, as_told })
}

/// When a plant was to be ready, and how far it is.
fn project(view: &View<'_>, receipt: &Receipt) -> Option<Compared> {
    // Who pays or hurries a plant was told what that does, not when the plant is ready.
    let number = receipt.project.filter(|_| receipt.quote.lag_months > 0)?;
    let due = receipt.month.plus(i32::try_from(receipt.quote.lag_months).unwrap_or(0));
    let found = view.pipeline.projects.iter().find(|project| project.id == number && !project.ended);
    let (came, as_told) = match found {
        Some(project) => {
            use crate::content::definitions::start::Progress;
            let months = project.expected_months() + if project.progress == Progress::Building { 0.0 } else { project.build_months };
            #[expect(clippy::cast_possible_truncation, reason = "months are few")]
            let ready = view.sim.now().plus(months.ceil() as i32);
            (format!("now expected about {ready}"), Some(ready <= due.plus(1)))
        }
        None => ("finished or given up".to_owned(), None),
    };
    Some(Compared { what: "plant ready", told: due.to_string(), came, as_told })
}

/// What a measure was to cost a year, and what it is reckoned to cost by today's prices and volumes.
fn yearly(view: &View<'_>, side: RegionId, receipt: &Receipt) -> Option<Compared> {
    let quote = &receipt.quote;
    let told = quote.cost_per_year_musd + quote.in_force_musd.unwrap_or(0.0);
    let number = receipt.measure?;
    if told.abs() < 1.0 {
        return None;
    }
    // What its end would save is what it is reckoned to cost by now.
    let ended = can_repeal(view.sim, side, number).ok()?;
    let again = ended.in_force_musd?;
    let words = |musd: f64| if musd < 0.0 { format!("brings {}", money(-musd)) } else { money(musd) };
    let came = format!("{} in {} by today’s prices", words(again), ended.year);
    let near = (again - told).abs() <= NEAR * told.abs();
    // Another year has other volumes: only the year that was told says whether it came as told.
    let as_told = (near || ended.year == quote.year).then_some(near || again < told);
    Some(Compared { what: "cost a year", told: format!("{} in {}", words(told), quote.year), came, as_told })
}

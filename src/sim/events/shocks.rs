//! What lasting changes do to the month: drivers that are bent, plants that stand still.

use super::components::Events;
use super::formulas::{bent, left};
use crate::content::definitions::chain::Stage;
use crate::content::definitions::events::{Change, Outage, Outside, Shock};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::calendar::components::Drivers;
use crate::sim::facts::Facts;
use crate::sim::production::components::Facility;
use crate::units::Month;

/// Bends the drivers of a month.
pub fn bend(facts: &Facts, events: &Events, month: Month, drivers: &mut Drivers) {
    for lasting in &events.lasting {
        if let Some(Change::Shock(shock)) = lasting.change(&facts.catalog) {
            let left = left(month.since(lasting.since), shock.months, shock.fading_months);
            apply(shock, bent(shock.times, left), drivers);
        }
    }
}

fn apply(shock: &Shock, times: f64, drivers: &mut Drivers) {
    let regions = |list: &mut Vec<f64>| {
        let here = |index: usize| shock.at.is_empty() || shock.at.contains(&RegionId::from_index(index));
        list.iter_mut().enumerate().filter(|(index, _)| here(*index)).for_each(|(_, value)| *value *= times);
    };
    match shock.of {
        Outside::CarMarket => regions(&mut drivers.car_market),
        Outside::Storage => regions(&mut drivers.storage),
        Outside::Power => regions(&mut drivers.power),
        Outside::Freight => drivers.freight[0] *= times,
        Outside::CarCarriers => drivers.freight[1] *= times,
        Outside::Oil => drivers.oil *= times,
    }
}

/// Outages of a month, to be asked plant by plant.
#[must_use]
pub fn outages<'c>(facts: &'c Facts, events: &Events, month: Month) -> Vec<&'c Outage> {
    let standing = events.lasting.iter().filter_map(|lasting| match lasting.change(&facts.catalog) {
        Some(Change::Outage(outage)) if left(month.since(lasting.since), outage.months, 0) > 0.0 => Some(outage),
        _ => None,
    });
    standing.collect()
}

/// Share of capacity that outages take from a plant.
#[must_use]
pub fn lost(facts: &Facts, outages: &[&Outage], line: &Facility) -> f64 {
    let process = facts.process(line.process);
    let hit = |outage: &&&Outage| {
        is_meant(&outage.goods, &outage.stages, process.makes, process.stage)
            && (outage.at.is_empty() || outage.at.contains(&line.region))
            && outage.firm.is_none_or(|firm| firm == line.owner)
            && outage.site.is_none_or(|site| line.site == Some(site))
    };
    outages.iter().filter(hit).map(|outage| outage.share).fold(0.0, f64::max)
}

/// Whether a good is meant by a list of goods and stages; an empty list means all.
#[must_use]
pub fn is_meant(goods: &[GoodId], stages: &[Stage], good: GoodId, stage: Stage) -> bool {
    (goods.is_empty() && stages.is_empty()) || goods.contains(&good) || stages.contains(&stage)
}

/// Whether a lasting change has run out.
#[must_use]
pub fn is_over(change: Option<&Change>, age: i32) -> bool {
    match change {
        Some(Change::Shock(shock)) => left(age, shock.months, shock.fading_months) <= 0.0,
        Some(Change::Outage(outage)) => left(age, outage.months, 0) <= 0.0,
        _ => true,
    }
}

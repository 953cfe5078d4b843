//! What each region adds in value along the chain: what its plants sell for, less what they bought.

use bevy_ecs::prelude::*;

use super::components::Land;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::Cars;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::UnitCost;
use crate::sim::production::components::{Facility, Run};
use crate::sim::trade::components::Markets;

/// Weight of a month in the mean of a year.
const MONTH: f64 = 1.0 / 12.0;

/// Adds up the month's value: output at the region's price less its inputs; of cars the body, for packs are counted as cells.
pub fn add_value(
    facts: Res<Facts>,
    markets: Res<Markets>,
    cars: Res<Cars>,
    lines: Query<(&Facility, &Run, &UnitCost)>,
    mut lands: Query<&mut Land>,
    mut sums: Local<Vec<f64>>,
) {
    sums.clear();
    sums.resize(facts.regions, 0.0);
    for (line, run, cost) in &lines {
        let price = markets.of(facts.process(line.process).makes).node(line.region).spot;
        sums[line.region.index()] += run.made * (price - cost.inputs.iter().sum::<f64>());
    }
    for presence in &cars.presences {
        let bodies: f64 = presence.built_year.iter().zip(&presence.body_cost).map(|(built, body)| built * body).sum();
        sums[presence.region.index()] += bodies;
    }
    for mut land in &mut lands {
        let now = sums[RegionId(land.id).index()];
        // The first month stands for the year before.
        land.value_added += (now - land.value_added) * if land.value_added == 0.0 { 1.0 } else { MONTH };
    }
}

//! What is remembered from month to month, but neither weighed out, nor paid, nor explained as a sum of terms, is kept in single
//! precision: know-how, tastes, contracts, models on offer, expected orders. So it takes half the room in a state, and every
//! reader, save and copy has the same numbers. Stocks, ships, accounts, fleets, prices and costs are never rounded.

use bevy_ecs::prelude::*;

use crate::sim::buyers::components::Cars;
use crate::sim::technology::components::KnowHow;
use crate::sim::trade::components::Markets;

/// Rounds the numbers of a table to single precision, two at a time on any machine.
#[expect(clippy::cast_possible_truncation, reason = "that is the purpose")]
fn round_all(numbers: &mut [f64]) {
    numbers.iter_mut().for_each(|number| *number = f64::from(*number as f32));
}

/// Rounds what a month has changed.
#[expect(clippy::cast_possible_truncation, reason = "that is the purpose")]
pub fn round_memory(mut markets: ResMut<Markets>, mut cars: ResMut<Cars>) {
    for contract in markets.goods.iter_mut().flat_map(|market| &mut market.contracts) {
        for number in [&mut contract.quantity, &mut contract.price, &mut contract.signed_price, &mut contract.delivered] {
            *number = f64::from(*number as f32);
        }
    }
    round_all(&mut cars.availability);
    for p in cars.presences.iter_mut().filter(|p| p.selling || p.capacity > 0.0) {
        for table in [&mut p.expected, &mut p.orders] {
            round_all(table);
        }
    }
}

/// Rounds what a level begins with and hardly ever changes again, or is rounded where it changes (know-how).
pub fn round_start(mut cars: ResMut<Cars>, mut firms: Query<&mut KnowHow>) {
    round_all(&mut cars.plant_preference);
    round_all(&mut cars.mix_appeal);
    for mut know in &mut firms {
        let KnowHow { experience, cost_factor, reference } = &mut *know;
        [experience, cost_factor, reference].into_iter().for_each(|table| round_all(table));
    }
}

//! Car plants build what was ordered, within capacity and with the cells that they hold.

use bevy_ecs::prelude::*;

use crate::sim::buyers::components::{Cars, POWERTRAINS};
use crate::sim::facts::Facts;
use crate::sim::production::magnets::{buildable, sums};
use crate::sim::society::components::Land;

/// Builds cars. Packs leave the plant's cell stock and go afloat with the maker's cars.
pub fn build_cars(facts: Res<Facts>, lands: Query<&Land>, mut cars: ResMut<Cars>) {
    // What lacks magnets is not begun.
    let rules = &facts.catalog.rules.magnets;
    let short = lands.iter().any(|land| land.magnets.cover < 1.0);
    let ordered = if short { sums(&cars, facts.regions, |plants| &plants.orders) } else { vec![[0.0; POWERTRAINS]; facts.regions] };
    let possible: Vec<[f64; POWERTRAINS]> =
        lands.iter().zip(&ordered).map(|(land, ordered)| buildable(rules, &land.magnets, ordered)).collect();
    let chemistries = facts.cells.len();
    let most = facts.catalog.rules.plans.most_utilisation;
    let mut taken = vec![0.0; chemistries];
    for at in 0..cars.presences.len() {
        let maker = at / facts.regions;
        let presence = &cars.presences[at];
        if presence.capacity <= 0.0 {
            continue;
        }
        let begun = possible[presence.region.index()];
        let orders: [f64; POWERTRAINS] = std::array::from_fn(|p| presence.orders[p] * begun[p]);
        let plugs_wanted = orders[2] + orders[3];
        let plug_lines = presence.plug_capacity * most / 12.0;
        let mut plug_share = if plugs_wanted > plug_lines { plug_lines / plugs_wanted } else { 1.0 };
        let mut limit = if plug_share < 0.999 { 2 } else { 0 };
        let need = plug_share * (orders[2] * presence.pack_kwh[2] + orders[3] * presence.pack_kwh[3]) / 1000.0;
        let at_hand = cells_at_hand(&cars, at, chemistries, need, &mut taken);
        if need > 0.0 && at_hand < need * (1.0 - 1e-9) {
            plug_share *= at_hand / need;
            limit = 3;
        }
        let others = orders[0] + orders[1];
        let other_lines = (presence.capacity - presence.plug_capacity).max(0.0) * most / 12.0;
        let other_share = if others > other_lines { other_lines / others } else { 1.0 };
        if other_share < 0.999 && limit == 0 {
            limit = 1;
        }
        if begun[3] < 1.0 && limit != 3 {
            limit = 4;
        }
        let presence = &mut cars.presences[at];
        for p in 0..POWERTRAINS {
            presence.built[p] = orders[p] * if p >= 2 { plug_share } else { other_share };
            presence.yard[p] += presence.built[p];
            presence.built_year[p] += (presence.built[p] - presence.built_year[p]) / 12.0;
        }
        presence.limit = limit;
        for h in 0..chemistries {
            cars.cells[at * chemistries + h] -= taken[h];
            cars.afloat[maker * chemistries + h] += taken[h];
        }
        let built =
            cars.presences[at].built[2] * cars.presences[at].pack_kwh[2] + cars.presences[at].built[3] * cars.presences[at].pack_kwh[3];
        cars.afloat_wanted[maker] += built / 1000.0;
    }
}

/// Cells for `need` GWh in the wanted mix, filled up from other chemistries in stock; `taken` holds what is used.
fn cells_at_hand(cars: &Cars, at: usize, chemistries: usize, need: f64, taken: &mut [f64]) -> f64 {
    let mut sum = 0.0;
    for (h, t) in taken.iter_mut().enumerate() {
        *t = (need * cars.mix[at * chemistries + h]).min(cars.cells[at * chemistries + h]).max(0.0);
        sum += *t;
    }
    let short = need - sum;
    if short > 1e-15 {
        let spare: f64 = (0..chemistries).map(|h| cars.cells[at * chemistries + h] - taken[h]).sum();
        let share = if spare > 0.0 { (short / spare).min(1.0) } else { 0.0 };
        for (h, t) in taken.iter_mut().enumerate() {
            let more = (cars.cells[at * chemistries + h] - *t) * share;
            *t += more;
            sum += more;
        }
    }
    sum
}

//! Cars that may not all leave: licences and quotas cut the orders that go to plants abroad.

use super::cars::CarRoute;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, PLUGS, POWERTRAINS};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;

/// Cuts orders to what licences and quotas let through. Which plants are chosen has been decided; what is cut waits at the dealers.
pub(super) fn ration(facts: &Facts, effects: &Effects, cars: &mut Cars, routes: &mut [CarRoute]) {
    let controls = &effects.controls;
    let licensed = facts.car_goods.iter().any(|good| effects.marks[good.index()].licence);
    if !licensed && controls.quotas.is_empty() {
        return;
    }
    let ends = |route: &CarRoute| (route.plant % facts.regions, route.dealer % facts.regions);
    let mut wanted = vec![0.0; facts.regions * facts.regions];
    for route in routes.iter() {
        let (from, to) = ends(route);
        wanted[from * facts.regions + to] += PLUGS.iter().map(|p| route.ordered[*p]).sum::<f64>();
    }
    for route in routes {
        let (from, to) = ends(route);
        if from == to {
            continue;
        }
        let open = quota(effects, from, to, wanted[from * facts.regions + to]);
        for p in 0..POWERTRAINS {
            let at = facts.at(facts.car_goods[p], RegionId::from_index(from), RegionId::from_index(to));
            let passes = effects.licence[at] * if PLUGS.contains(&p) { open } else { 1.0 };
            let cut = route.ordered[p] * (1.0 - passes);
            route.ordered[p] -= cut;
            let orders = &mut cars.presences[route.plant].orders[p];
            *orders = (*orders - cut).max(0.0);
        }
    }
}

/// Share of the cars wanted in a month that quotas let leave.
fn quota(effects: &Effects, from: usize, to: usize, wanted: f64) -> f64 {
    let mine = effects.controls.quotas.iter().filter(|(by, bits, _)| by.index() == from && bits & (1 << to) != 0);
    mine.map(|(_, _, most)| if wanted > *most { most / wanted } else { 1.0 }).fold(1.0, f64::min)
}

/// Least price at a border that exporters have undertaken to keep, k$; nothing without an undertaking.
pub(super) fn undertaken(effects: &Effects, from: usize, to: usize) -> f64 {
    let mine = effects.controls.undertakings.iter().filter(|(by, bits, _)| by.index() == from && bits & (1 << to) != 0);
    mine.map(|(_, _, kusd)| *kusd).fold(0.0, f64::max)
}

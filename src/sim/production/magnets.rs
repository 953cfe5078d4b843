//! Magnets of rare earths: what licences let through, what makers hold, what takes their place (docs/month.md 6).

use bevy_ecs::prelude::*;

use crate::content::definitions::cars::Powertrain;
use crate::content::definitions::levers::Magnets;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, POWERTRAINS, Presence};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::{Land, MagnetStore};

/// Months of use by which stores are filled up in a month when magnets come again.
const REFILL: f64 = 0.25;

/// Stores of magnets empty where licences hold them back, and fill again.
pub fn use_magnets(facts: Res<Facts>, effects: Res<Effects>, cars: Res<Cars>, mut lands: Query<&mut Land>) {
    let rules = &facts.catalog.rules.magnets;
    let built = sums(&cars, facts.regions, |plants| &plants.built_year);
    for mut land in &mut lands {
        let region = RegionId(land.id);
        if land.magnets.cover >= 1.0 {
            land.magnets.usual = built[region.index()];
        }
        let held = effects.controls.magnets.iter().filter(|(by, to, _)| *by != region && to & (1 << region.index()) != 0);
        let comes = 1.0 - held.map(|(by, _, open)| rules.supply.at(*by) * (1.0 - open)).sum::<f64>();
        land.magnets = after_a_month(rules, land.magnets, comes.clamp(0.0, 1.0));
    }
}

/// Stores after a month in which a share of ordinary supplies comes.
fn after_a_month(rules: &Magnets, store: MagnetStore, comes: f64) -> MagnetStore {
    let missing = (1.0 - comes - store.substitute).max(0.0);
    let cover = (comes + store.substitute + store.months).min(1.0);
    let months =
        if missing > 0.0 { (store.months - missing).max(0.0) } else { (store.months + REFILL).min(rules.stock_months.max(store.months)) };
    MagnetStore { months, substitute: store.substitute + missing / rules.substitution_months, cover, usual: store.usual }
}

/// By region, cars of its plants by powertrain, thousand a month: what is built, or ordered.
#[must_use]
pub fn sums(cars: &Cars, regions: usize, of: impl Fn(&Presence) -> &[f64; POWERTRAINS]) -> Vec<[f64; POWERTRAINS]> {
    let mut sums = vec![[0.0; POWERTRAINS]; regions];
    for plants in cars.presences.iter().filter(|plants| plants.capacity > 0.0) {
        let sum = &mut sums[plants.region.index()];
        (0..POWERTRAINS).for_each(|p| sum[p] += of(plants)[p]);
    }
    sums
}

/// Share of the cars ordered by powertrain in a region that can be begun: magnets do for so many of those that are usually built, and
/// orders that pile up bring no more of them.
#[must_use]
pub fn buildable(rules: &Magnets, store: &MagnetStore, ordered: &[f64; POWERTRAINS]) -> [f64; POWERTRAINS] {
    if store.cover >= 1.0 {
        return [1.0; POWERTRAINS];
    }
    std::array::from_fn(|p| {
        let need = rules.need.get(&Powertrain::ALL[p]).copied().unwrap_or(0.0);
        let most = store.usual[p] * (1.0 - need * (1.0 - store.cover));
        if need > 0.0 && ordered[p] > most { most / ordered[p] } else { 1.0 }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::shape::Table;

    #[test]
    fn orders_that_pile_up_bring_no_magnets() {
        let rules = Magnets { need: Table::from([(Powertrain::Ice, 0.4), (Powertrain::Bev, 1.0)]), ..Magnets::none() };
        let store = MagnetStore { months: 0.0, substitute: 0.0, cover: 0.5, usual: [100.0, 10.0, 10.0, 20.0] };
        let usual = buildable(&rules, &store, &store.usual);
        assert!((usual[0] - 0.8).abs() < 1e-12 && usual[1] == 1.0 && (usual[3] - 0.5).abs() < 1e-12, "{usual:?}");
        let twice = buildable(&rules, &store, &[200.0, 20.0, 20.0, 40.0]);
        assert!((twice[0] - 0.4).abs() < 1e-12 && (twice[3] - 0.25).abs() < 1e-12, "{twice:?}");
        assert_eq!(buildable(&rules, &MagnetStore { cover: 1.0, ..store }, &[200.0; 4]), [1.0; 4]);
    }

    #[test]
    fn stores_bridge_a_stop_and_substitutes_end_it() {
        let rules = Magnets::none();
        let mut store = MagnetStore { months: 1.5, substitute: 0.0, cover: 1.0, usual: [100.0; 4] };
        let mut covers = Vec::new();
        for _ in 0..240 {
            store = after_a_month(&rules, store, 0.1);
            covers.push(store.cover);
        }
        assert!(covers[0] == 1.0 && covers[3] < 0.3, "{:?}", &covers[..4]);
        assert!(covers[3..].windows(2).all(|pair| pair[1] >= pair[0]) && covers[239] > 0.95, "{}", covers[239]);
        let again = after_a_month(&rules, store, 1.0);
        assert!(again.cover == 1.0 && again.months > store.months);
    }
}

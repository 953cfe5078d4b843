//! Whether measures that a file holds can be measures of the level.

use crate::content::Catalog;
use crate::content::definitions::settings::Setting;
use crate::sim::soundness::Check;
use crate::sim::state::Snapshot;

/// Checks every measure of a snapshot.
pub(in crate::sim) fn check(check: &mut Check, s: &Snapshot, catalog: &Catalog) {
    let regions = catalog.regions.len();
    for measure in &s.measures.list {
        check.below("a measure’s policy", measure.policy.index(), catalog.policies.len());
        check.below("a measure’s government", measure.by.index(), regions);
        check.that(measure.id < s.measures.next, || "two measures may get one number".to_owned());
        let change = measure.change.as_ref();
        let dates = [Some(measure.since), Some(measure.announced), measure.until, change.map(|c| c.from)];
        dates.into_iter().flatten().for_each(|month| check.date("a measure", month));
        for setting in measure.settings.values().chain(change.iter().flat_map(|c| c.settings.values())) {
            let (number, limit) = match setting {
                Setting::Number(_) | Setting::Path(_) | Setting::Stage(_) => continue,
                Setting::Region(id) => (id.index(), regions),
                Setting::Good(id) => (id.index(), catalog.goods.len()),
                Setting::Technology(id) => (id.index(), catalog.technologies.len()),
                Setting::Chemistry(id) => (id.index(), catalog.chemistries.len()),
                Setting::Firm(id) => (id.index(), catalog.firms.len()),
                Setting::Policy(id) => (id.index(), catalog.policies.len()),
            };
            check.below("a setting", number, limit);
        }
        for levy in &measure.levies {
            check.below("a duty’s good", levy.good.index(), catalog.goods.len());
            check.below("a duty’s region", levy.from.index().max(levy.to.index()), regions);
        }
    }
}

//! A cut-off, tried out in a copy: from now on nothing of some goods goes from one region to another, or to any other. The copy has the dice of
//! the world that it is made of, so that whatever differs comes from the cut alone; who shows it to a player cuts an imagined one.

use std::collections::BTreeMap;

use super::policy::components::{Measure, Measures};
use super::simulation::Simulation;
use crate::content::Catalog;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, SettingKind, Value, What, Who};
use crate::content::ids::{GoodId, PolicyId, RegionId};
use crate::units::Month;

/// A trade that stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Region whose goods stop.
    pub from: RegionId,
    /// Regions that get no more; empty means all others.
    pub to: Vec<RegionId>,
    /// The goods; empty means all.
    pub goods: Vec<GoodId>,
}

/// A policy of the level that can stop one good between two regions, and what must be set in it.
struct Stopper {
    policy: PolicyId,
    /// Whether the sender takes it (a licence withheld) or the receiver (a ban).
    by_sender: bool,
    good: String,
    other: String,
    granted: Option<String>,
}

impl Simulation {
    /// An exact copy of this world, dice and all, in which the cut holds from now on.
    ///
    /// # Errors
    /// If the level has no policy that could do it.
    pub fn cut_off(&self, cut: &Cut) -> Result<Self, String> {
        let catalog = self.catalog();
        let mut copy = self.duplicate();
        let now = copy.now();
        if impose(catalog, &mut copy.world_mut().resource_mut::<Measures>(), cut, (now, None)) {
            return Ok(copy);
        }
        Err("this level has no policy that stops one good between two regions (an export licence or an import ban whose good and \
             region can be set)"
            .to_owned())
    }
}

/// Adds the measures that stop a trade from a month on and perhaps until another; false if the level has no policy that could.
pub(in crate::sim) fn impose(catalog: &Catalog, measures: &mut Measures, cut: &Cut, (since, until): (Month, Option<Month>)) -> bool {
    let Some(stopper) = find(catalog) else { return false };
    let all = (0..catalog.goods.len()).map(GoodId::from_index);
    let goods: Vec<GoodId> = if cut.goods.is_empty() { all.collect() } else { cut.goods.clone() };
    let others = (0..catalog.regions.len()).map(RegionId::from_index).filter(|region| *region != cut.from);
    let regions: Vec<RegionId> = if cut.to.is_empty() { others.collect() } else { cut.to.clone() };
    for (good, to) in goods.iter().flat_map(|good| regions.iter().map(move |to| (*good, *to))) {
        let (by, other) = if stopper.by_sender { (cut.from, to) } else { (to, cut.from) };
        let mut settings = BTreeMap::new();
        settings.insert(stopper.good.clone(), Setting::Good(good));
        settings.insert(stopper.other.clone(), Setting::Region(other));
        settings.extend(stopper.granted.clone().map(|name| (name, Setting::Number(0.0))));
        let id = measures.next;
        measures.next += 1;
        measures.list.push(Measure {
            id,
            policy: stopper.policy,
            by,
            since,
            announced: since,
            until,
            settings,
            change: None,
            executive: false,
            levies: Vec::new(),
            treaty: None,
            suspended: None,
            awarded: 0.0,
        });
    }
    true
}

/// The first policy that does nothing else than stop one good; a ban before a licence, for nothing leaks through it.
fn find(catalog: &Catalog) -> Option<Stopper> {
    let single = |(id, policy): (PolicyId, &Policy)| match &policy.effects[..] {
        [effect] => stopper(id, policy, effect),
        _ => None,
    };
    let mut found: Vec<Stopper> = catalog.all::<PolicyId>().filter_map(single).collect();
    found.sort_by_key(|stopper| stopper.by_sender);
    found.into_iter().next()
}

fn stopper(policy: PolicyId, rules: &Policy, effect: &Effect) -> Option<Stopper> {
    if rules.phase_months > 1 && matches!(effect, Effect::ExportLicence(_)) {
        return None;
    }
    let good = |what: &What| match what {
        What::Setting(name) if rules.settings.get(name).is_some_and(|rule| rule.kind == SettingKind::Good) => Some(name.clone()),
        _ => None,
    };
    let region = |who: &Who| match who {
        Who::Setting(name) => Some(name.clone()),
        _ => None,
    };
    match effect {
        Effect::ImportBan(ban) => {
            Some(Stopper { policy, by_sender: false, good: good(&ban.on)?, other: region(&ban.from)?, granted: None })
        }
        Effect::ExportLicence(licence) => {
            let granted = match &licence.granted {
                Value::Fixed(share) if *share <= 0.0 => None,
                Value::Setting(name) => Some(name.clone()),
                _ => return None,
            };
            Some(Stopper { policy, by_sender: true, good: good(&licence.on)?, other: region(&licence.to)?, granted })
        }
        _ => None,
    }
}

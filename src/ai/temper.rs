//! No two governments of one doctrine are alike: each has its own temper, thrown once for a campaign.

use super::ideas::key;
use crate::content::Catalog;
use crate::content::definitions::doctrines::{Deed, Doctrine};
use crate::content::ids::DoctrineId;
use crate::sim::dice::{Dice, Purpose};
use crate::units::math;

/// A doctrine as the government of a campaign has it: what aims, money, calm and answers weigh, how much it does at all, how strong it
/// likes measures and what it likes differ from the published numbers by a factor of at most 1 + `temper`. `dice` are its own.
#[must_use]
pub fn tempered(catalog: &Catalog, doctrine: DoctrineId, dice: &Dice) -> Doctrine {
    let (temper, start) = (catalog.rules.rival.temper, catalog.scenario.start);
    // By words and not by numbers, so that a pack with one more policy shifts no other throw.
    let throw = |what: &str| 2.0 * dice.share(start, Purpose::Temper, key(what)) - 1.0;
    let factor = |what: &str| math::pow(1.0 + temper, throw(what));
    let mut own = catalog.doctrines[doctrine.index()].clone();
    for (aim, weight) in &mut own.aims {
        *weight *= factor(aim.label());
    }
    for (number, what) in
        [(&mut own.threshold, "threshold"), (&mut own.thrift, "money"), (&mut own.caution, "tension"), (&mut own.reply.weight, "answers")]
    {
        *number *= factor(what);
    }
    own.force = (own.force + temper * throw("force")).clamp(-1.0, 1.0);
    for (policy, _) in catalog.all() {
        *own.policies.entry(policy).or_insert(1.0) *= factor(catalog.word_of(policy));
    }
    for (article, _) in catalog.all() {
        *own.articles.entry(article).or_insert(1.0) *= factor(catalog.word_of(article));
    }
    for deed in Deed::ALL {
        *own.deeds.entry(*deed).or_insert(1.0) *= factor(deed.label());
    }
    own
}

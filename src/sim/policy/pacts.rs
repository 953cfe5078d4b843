//! What articles of deals do between two governments: reliefs that are applied when everything else has been, and what other
//! phases read as pacts.

use super::components::Effects;
use super::measures::InForce;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::treaties as shape;
use crate::content::ids::{GoodId, RegionId};
use crate::units::Month;

/// What deals promise this month and no table of effects holds. Derived with the effects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pacts {
    /// Shares of output that are sold to a partner's buyers.
    pub offtakes: Vec<Offtake>,
    /// Money from treasury to treasury, $M a year: who pays, whom.
    pub aid: Vec<(RegionId, RegionId, f64)>,
    /// Guarantees: who gives, to whom, points of relations, $M a year.
    pub guarantees: Vec<(RegionId, RegionId, f64, f64)>,
    /// Licences: whose firms teach, whose firms hear, what part.
    pub licences: Vec<(RegionId, RegionId, f64)>,
}

/// A share of what makers sell that goes to a partner's buyers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offtake {
    /// The good.
    pub good: GoodId,
    /// Whose makers.
    pub from: RegionId,
    /// Whose buyers.
    pub to: RegionId,
    /// Share of what each maker sells.
    pub share: f64,
    /// The month in which it ends, if it has one.
    pub until: Option<Month>,
}

impl Pacts {
    /// Nothing is promised.
    pub(super) fn clear(&mut self) {
        self.offtakes.clear();
        self.aid.clear();
        self.guarantees.clear();
        self.licences.clear();
    }

    /// Points by which deals lift what two governments think of each other.
    #[must_use]
    pub fn goodwill(&self, a: RegionId, b: RegionId) -> f64 {
        let between = |(from, to, ..): &&(RegionId, RegionId, f64, f64)| (*from, *to) == (a, b) || (*from, *to) == (b, a);
        self.guarantees.iter().filter(between).map(|(.., points, _)| *points).sum()
    }
}

/// Whether an effect changes duties or penalties of a pair after all others.
#[must_use]
pub const fn relieves_pairs(effect: &Effect) -> bool {
    matches!(effect, Effect::TariffRelief(_) | Effect::CountsAsHome(_))
}

/// Regions of a set of bits.
fn each(bits: u32, regions: usize) -> impl Iterator<Item = RegionId> {
    (0..regions).filter(move |region| bits & (1 << region) != 0).map(RegionId::from_index)
}

/// Takes duties off, and penalties of content rules.
pub fn relieve_pairs(x: &mut Effects, m: &InForce<'_>, effect: &Effect) {
    let own = m.measure.by;
    let (goods, from) = match effect {
        Effect::TariffRelief(e) => (m.goods(&e.on), m.regions(&e.from)),
        Effect::CountsAsHome(e) => (m.goods(&e.on), m.regions(&e.from)),
        _ => return,
    };
    for good in goods {
        for partner in each(from, x.regions).filter(|partner| *partner != own) {
            let at = x.at(good, partner, own);
            match effect {
                Effect::TariffRelief(e) => x.tariff[at] *= 1.0 - m.phased(&e.share),
                _ => x.content_penalty[at] *= 1.0 - m.phase,
            }
            x.touched.push(at);
        }
    }
}

/// Waives licences and lets a partner's goods pass tests of credits.
pub fn relieve(x: &mut Effects, m: &InForce<'_>, effect: &Effect) {
    match effect {
        Effect::LicenceWaiver(e) => waive(x, m, e),
        Effect::CountsAsHome(e) => count_as_home(x, m, e),
        _ => {}
    }
}

fn waive(x: &mut Effects, m: &InForce<'_>, e: &shape::LicenceWaiver) {
    let held = 1.0 - m.number(&e.share);
    for good in m.goods(&e.on) {
        for partner in each(m.regions(&e.to), x.regions).filter(|partner| *partner != m.measure.by) {
            let at = x.at(good, m.measure.by, partner);
            for share in [&mut x.licence[at], &mut x.licence_ahead[at]] {
                *share = 1.0 - (1.0 - *share) * held;
            }
            x.licensed.push(at);
        }
    }
}

fn count_as_home(x: &mut Effects, m: &InForce<'_>, e: &shape::CountsAsHome) {
    let (goods, partner, own) = (m.goods(&e.on), m.regions(&e.from), m.measure.by.index());
    let cars = goods.iter().any(|good| m.facts.catalog.goods[good.index()].stage == Stage::Cars);
    for credit in &mut x.credits[own] {
        if cars {
            credit.assembled_in |= partner;
        }
        for test in credit.tests.iter_mut().filter(|test| test.goods.iter().any(|good| goods.contains(good))) {
            test.from |= partner;
        }
    }
    for good in goods {
        let support = &mut x.support[good.index() * x.regions + own];
        support.claims.iter_mut().for_each(|claim| claim.excluded &= !partner);
    }
}

/// What other phases read of a deal.
pub fn promise(x: &mut Effects, m: &InForce<'_>, effect: &Effect) {
    let own = m.measure.by;
    match effect {
        Effect::OfftakeShare(e) => {
            let share = m.number(&e.share);
            // Whoever has sold a part of what a plant will make borrows more cheaply, whoever it is.
            let hurdle = m.facts.catalog.rules.investment.offtake_hurdle * share;
            for good in m.goods(&e.on) {
                let at = good.index() * x.regions + own.index();
                x.supported.push(at);
                x.support[at].welcome.push((u32::MAX, hurdle));
                let to = each(m.regions(&e.to), x.regions);
                x.pacts.offtakes.extend(to.map(|to| Offtake { good, from: own, to, share, until: m.measure.until }));
            }
        }
        Effect::HurdleRelief(e) => {
            let (owners, hurdle) = (m.regions(&e.owners) & !(1 << own.index()), m.phased(&e.hurdle));
            for good in m.goods(&e.on) {
                let at = good.index() * x.regions + own.index();
                x.supported.push(at);
                x.support[at].welcome.push((owners, hurdle));
            }
        }
        Effect::Infrastructure(e) => infrastructure(x, m, e),
        Effect::TechnologyLicence(e) => {
            let part = m.number(&e.part);
            let to = each(m.regions(&e.to), x.regions);
            x.pacts.licences.extend(to.map(|to| (own, to, part)));
        }
        Effect::Guarantee(e) => {
            let (points, musd) = (m.number(&e.points), m.number(&e.musd_per_year));
            let to = each(m.regions(&e.to), x.regions);
            x.pacts.guarantees.extend(to.map(|to| (own, to, points, musd)));
        }
        _ => {}
    }
}

fn infrastructure(x: &mut Effects, m: &InForce<'_>, e: &shape::Infrastructure) {
    let musd = m.number(&e.musd_per_year);
    let goods = m.goods(&e.on);
    for partner in each(m.regions(&e.to), x.regions).filter(|partner| *partner != m.measure.by) {
        x.pacts.aid.push((m.measure.by, partner, musd));
        for good in &goods {
            let at = good.index() * x.regions + partner.index();
            x.supported.push(at);
            x.support[at].hurdle += e.hurdle_per_busd * musd / 1000.0 * m.phase;
        }
    }
}

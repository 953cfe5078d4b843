//! What measures hold back or hold open beyond duties and money, ready to be read, and how it is written there. What each phase
//! makes of it stands with the phase: learning, ramps, credit, markets, car plants.

use super::components::{Effects, Measure};
use super::measures::InForce;
use super::support::Screen;
use crate::content::definitions::controls as shape;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::Setting;
use crate::content::ids::{FirmId, GoodId, PolicyId, RegionId, TechnologyId};
use crate::sim::facts::Facts;
use crate::units::Month;

/// Know-how that passes from one region to others only in part.
#[derive(Clone, Debug, PartialEq)]
pub struct KnowHowBar {
    /// In what.
    pub technology: TechnologyId,
    /// From where.
    pub from: RegionId,
    /// Regions that it no longer reaches, as bits.
    pub to: u32,
    /// Share that is held back.
    pub held: f64,
    /// Part of it by which plants of firms from there are held up in those regions.
    pub own_abroad: f64,
}

impl KnowHowBar {
    /// Share of what `from` knows that does not reach `to`.
    #[must_use]
    pub fn between(&self, from: RegionId, to: RegionId) -> f64 {
        if self.from == from && from != to && self.to & (1 << to.index()) != 0 { self.held } else { 0.0 }
    }
}

/// A firm on a government's list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// Who.
    pub firm: FirmId,
    /// Whose list.
    pub by: RegionId,
    /// What money costs it more, per year.
    pub spread: f64,
    /// Share of bank credit that is closed to it.
    pub credit: f64,
    /// Share of users in the lister's region who no longer buy from it.
    pub customers: f64,
}

/// A government's word not to change a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Whose.
    pub by: RegionId,
    /// About which policy.
    pub policy: PolicyId,
    /// Hurdle taken off of plants that it supports.
    pub hurdle: f64,
}

/// What measures hold back or open. Derived with the other effects, never saved.
#[derive(Clone, Debug, Default)]
pub struct Controls {
    /// Know-how that does not pass.
    pub know_how: Vec<KnowHowBar>,
    /// Listed firms.
    pub listings: Vec<Listing>,
    /// Licences for magnets: whose, destinations as bits, share let through.
    pub magnets: Vec<(RegionId, u32, f64)>,
    /// Most cars with a plug that leave a region for each of some destinations (bits), thousand a month.
    pub quotas: Vec<(RegionId, u32, f64)>,
    /// Least price at the border of cars with a plug from a region to some destinations (bits), k$.
    pub undertakings: Vec<(RegionId, u32, f64)>,
    /// Goods and regions in which home plants serve home users first.
    pub home_first: Vec<(GoodId, RegionId)>,
    /// Pledges.
    pub words: Vec<Word>,
    /// Credibility gained a month, by government.
    pub credibility: Vec<(RegionId, f64)>,
    /// Money of offices, $M a year, by government.
    pub offices: Vec<(RegionId, f64)>,
}

impl Controls {
    pub(super) fn clear(&mut self) {
        self.know_how.clear();
        self.listings.clear();
        self.magnets.clear();
        self.quotas.clear();
        self.undertakings.clear();
        self.home_first.clear();
        self.words.clear();
        self.credibility.clear();
        self.offices.clear();
    }

    /// What money costs a listed firm more than others, per year.
    #[must_use]
    pub fn spread(&self, firm: FirmId) -> f64 {
        self.of(firm).map(|listing| listing.spread).sum()
    }

    /// Share of bank credit that is left to a firm.
    #[must_use]
    pub fn credit(&self, firm: FirmId) -> f64 {
        self.of(firm).map(|listing| 1.0 - listing.credit).product()
    }

    /// Share of users in a region who may still buy from a firm.
    #[must_use]
    pub fn customers(&self, firm: FirmId, region: RegionId) -> f64 {
        self.of(firm).filter(|listing| listing.by == region).map(|listing| 1.0 - listing.customers).product()
    }

    /// Listings of a firm.
    pub fn of(&self, firm: FirmId) -> impl Iterator<Item = &Listing> {
        self.listings.iter().filter(move |listing| listing.firm == firm)
    }

    /// Firms that a government has listed.
    pub(super) fn listed_by(&self, by: RegionId) -> Vec<FirmId> {
        self.listings.iter().filter(|listing| listing.by == by).map(|listing| listing.firm).collect()
    }

    /// Credibility that a government gains a month beyond the ordinary.
    #[must_use]
    pub fn credibility(&self, by: RegionId) -> f64 {
        self.credibility.iter().filter(|(region, _)| *region == by).map(|(_, points)| points).sum()
    }
}

/// Writes down what other effects look at while they are applied: listed firms, pledges.
pub(super) fn open(effects: &mut Effects, m: &InForce<'_>, effect: &Effect) {
    let by = m.measure.by;
    match effect {
        Effect::FirmListing(e) => {
            let Some(firm) = m.firm(e.firm) else { return };
            let (spread, credit) = (m.phased(&e.spread), m.phased(&e.credit).min(1.0));
            let customers = m.phased(&e.customers).min(1.0);
            effects.controls.listings.push(Listing { firm, by, spread, credit, customers });
        }
        Effect::Pledge(e) => {
            let Some(policy) = m.policy(e.policy) else { return };
            effects.controls.words.push(Word { by, policy, hurdle: m.number(&e.hurdle) });
            effects.controls.credibility.push((by, e.credibility_a_month));
        }
        _ => {}
    }
}

/// Applies an effect that holds something back.
pub(super) fn apply(effects: &mut Effects, m: &InForce<'_>, effect: &Effect) {
    let by = m.measure.by;
    match effect {
        Effect::KnowHowControl(e) => know_how(effects, m, e),
        Effect::OutboundScreen(e) => outbound(effects, m, e),
        Effect::MagnetLicence(e) => {
            let age = m.month.since(m.measure.since);
            let granted = m.number(&e.granted).clamp(0.0, 1.0);
            let closed = i32::try_from(e.closed_months).unwrap_or(0);
            let open = super::apply::throughput(granted, age, closed, e.half_life_months);
            effects.controls.magnets.push((by, m.regions(&e.to), open));
        }
        Effect::CarQuota(e) => effects.controls.quotas.push((by, m.regions(&e.to), m.number(&e.thousand) / 12.0)),
        Effect::PriceUndertaking(e) => effects.controls.undertakings.push((by, m.regions(&e.to), m.number(&e.kusd))),
        Effect::Allocation(e) => effects.controls.home_first.extend(m.goods(&e.on).into_iter().map(|good| (good, by))),
        Effect::Disclosure(e) => {
            effects.controls.offices.push((by, m.number(&e.musd_per_year)));
            effects.controls.credibility.push((by, e.credibility_a_month));
        }
        _ => {}
    }
}

fn know_how(effects: &mut Effects, m: &InForce<'_>, e: &shape::KnowHowControl) {
    let facts = m.facts;
    let goods = m.goods(&e.on);
    let made = facts.processes.iter().filter(|process| goods.contains(&process.makes));
    let mut technologies: Vec<TechnologyId> = made.map(|process| process.technology).collect();
    technologies.sort_unstable();
    technologies.dedup();
    let (from, to, held) = (m.measure.by, m.regions(&e.to) & !(1 << m.measure.by.index()), m.phased(&e.held));
    let bar = |technology| KnowHowBar { technology, from, to, held, own_abroad: e.own_abroad };
    effects.controls.know_how.extend(technologies.into_iter().map(bar));
}

/// Own firms are refused in those regions, as if these screened them.
fn outbound(effects: &mut Effects, m: &InForce<'_>, e: &shape::OutboundScreen) {
    let (own, to) = (1_u32 << m.measure.by.index(), m.regions(&e.to));
    for good in m.goods(&e.on) {
        for region in (0..effects.regions).filter(|r| to & (1 << r) & !own != 0) {
            let at = good.index() * effects.regions + region;
            effects.supported.push(at);
            effects.support[at].screens.push(Screen { against: own, above: 0.0 });
        }
    }
}

/// Pledges make plants dearer to their builders that the policy in question supports.
pub(super) fn keep_words(facts: &Facts, month: Month, measures: &[Measure], effects: &mut Effects) {
    for word in std::mem::take(&mut effects.controls.words) {
        let kept = measures.iter().filter(|m| m.by == word.by && m.policy == word.policy);
        for view in kept.filter_map(|measure| InForce::new(measure, facts, month)) {
            let mut goods: Vec<GoodId> = Vec::new();
            for effect in &facts.catalog.policies[word.policy.index()].effects {
                goods.extend(helped(&view, effect));
            }
            goods.sort_unstable();
            goods.dedup();
            for good in goods {
                let at = good.index() * effects.regions + word.by.index();
                effects.supported.push(at);
                effects.support[at].hurdle += word.hurdle;
            }
        }
        effects.controls.words.push(word);
    }
}

/// Goods whose home makers an effect helps.
fn helped(view: &InForce<'_>, effect: &Effect) -> Vec<GoodId> {
    match effect {
        Effect::ProductionCredit(e) => view.goods(&e.on),
        Effect::CapexGrant(e) => view.goods(&e.on),
        Effect::SoftLoan(e) => view.goods(&e.on),
        Effect::ProvincialCredit(e) => view.goods(&e.on),
        Effect::PriceFloor(e) => view.goods(&e.on),
        Effect::Tariff(e) => view.goods(&e.on),
        Effect::ImportBan(e) => view.goods(&e.on),
        Effect::ContentRule(e) => view.goods(&e.on),
        Effect::PlanPriority(e) => view.goods(&e.on),
        Effect::Skills(e) => view.goods(&e.on),
        _ => Vec::new(),
    }
}

impl InForce<'_> {
    /// The firm that an effect is about: fixed, or the setting `firm`.
    #[must_use]
    pub fn firm(&self, fixed: Option<FirmId>) -> Option<FirmId> {
        fixed.or(match self.setting("firm") {
            Some(Setting::Firm(firm)) => Some(*firm),
            _ => None,
        })
    }

    /// The policy that an effect is about: fixed, or the setting `policy`.
    #[must_use]
    pub fn policy(&self, fixed: Option<PolicyId>) -> Option<PolicyId> {
        fixed.or(match self.setting("policy") {
            Some(Setting::Policy(policy)) => Some(*policy),
            _ => None,
        })
    }
}

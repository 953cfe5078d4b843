//! Measures in force, and the arrays of effects that all other phases read.

use bevy_ecs::prelude::Resource;

use crate::content::definitions::effects::Origin;
use crate::content::definitions::firms::{Firm, Holder};
use crate::content::ids::{FirmId, GoodId, RegionId, TechnologyId};

use super::pacts::Pacts;
pub use super::standing::{Change, Measure, Measures, Treaty};

/// A test of where the value of goods comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Goods that are traced.
    pub goods: Vec<GoodId>,
    /// Origins that count, as bits.
    pub from: u32,
    /// What makes an origin.
    pub by: Origin,
    /// Least share of value from there; nothing switches the test off.
    pub least: f64,
    /// Part of the credit that is lost with it.
    pub part: f64,
}

/// Money for buyers, seen from one region.
#[derive(Clone, Debug, PartialEq)]
pub struct Credit {
    /// Which measure pays.
    pub measure: u32,
    /// Powertrains (indices) that get it.
    pub powertrains: [bool; 4],
    /// Amount, k$ a car.
    pub kusd: f64,
    /// Share of the price instead, for tax relief.
    pub price_share: f64,
    /// Cap of the relief, k$.
    pub relief_cap: f64,
    /// No credit above this price.
    pub price_cap: f64,
    /// Share of buyers who qualify.
    pub buyers_share: f64,
    /// Regions of assembly that qualify, as bits.
    pub assembled_in: u32,
    /// Content tests.
    pub tests: Vec<Test>,
    /// Share of leases that escape the tests.
    pub lease_share: f64,
    /// Part that cars with cells of each chemistry get; nothing where it does not matter.
    pub cells: Vec<f64>,
}

/// Money that makers of a good may claim under one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Number of the measure.
    pub measure: u32,
    /// Homes of owners that may not claim, as bits.
    pub excluded: u32,
    /// What is left of its yearly cap, $M; infinite without one.
    pub left: f64,
    /// What is paid.
    pub kind: ClaimKind,
}

/// What a claim pays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ClaimKind {
    /// $M per unit made, and share of the cost of making.
    Credit(f64, f64),
    /// Share of capital cost.
    Grant(f64),
    /// Share of capital cost lent, and rate saved.
    Loan(f64, f64),
}

/// Owners whom a government refuses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screen {
    /// Homes of owners, as bits.
    pub against: u32,
    /// Share of a plant that they may hold together.
    pub above: f64,
}

/// What makers of a good in a region get or must bear.
#[derive(Clone, Debug, PartialEq)]
pub struct Support {
    /// Credits, grants and loans, each with those who may not claim it.
    pub claims: Vec<Claim>,
    /// Hurdle taken off.
    pub hurdle: f64,
    /// Hurdle taken off for owners from some homes, as bits.
    pub welcome: Vec<(u32, f64)>,
    /// Days of permits saved.
    pub permit_days: f64,
    /// Share of new capacity that a freeze lets pass (1 without freeze).
    pub freeze_pass: f64,
    /// Share a home partner must hold.
    pub venture_share: f64,
    /// Owners that are refused.
    pub screens: Vec<Screen>,
    /// Yields rise and ramps run faster by this share.
    pub skills: f64,
    /// Price floor, $M per unit.
    pub floor: f64,
    /// Which of [`Effects::floors`] pays it.
    pub floor_payer: usize,
    /// Homes of cell makers on the white list, as bits (all bits without a list).
    pub listed: u32,
    /// Share of home demand that depends on the list.
    pub list_share: f64,
}

impl Default for Support {
    fn default() -> Self {
        Self {
            claims: Vec::new(),
            hurdle: 0.0,
            welcome: Vec::new(),
            permit_days: 0.0,
            freeze_pass: 1.0,
            venture_share: 0.0,
            screens: Vec::new(),
            skills: 0.0,
            floor: 0.0,
            floor_payer: 0,
            listed: u32::MAX,
            list_share: 0.0,
        }
    }
}

impl Support {
    /// Claims open to owners from `home`.
    fn open_to(&self, home: RegionId) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| claim.excluded & (1 << home.index()) == 0)
    }

    /// Credit for makers whose home is `home`: $M per unit made, and share of the cost of making.
    #[must_use]
    pub fn credit(&self, home: RegionId) -> (f64, f64) {
        self.open_to(home).fold((0.0, 0.0), |sum, claim| match claim.kind {
            ClaimKind::Credit(per_unit, share) => (sum.0 + per_unit, sum.1 + share),
            _ => sum,
        })
    }

    /// Whether a plant of `firm` is refused: what owners of a screened home hold of it, a partner's share left out, is more than
    /// they may. A firm led from there counts in full.
    #[must_use]
    pub fn refuses(&self, firms: &[Firm], firm: FirmId) -> bool {
        let definition = &firms[firm.index()];
        let holds = |against: u32| {
            let listed = |region: RegionId| against & (1 << region.index()) != 0;
            if listed(definition.home) {
                return 1.0;
            }
            let from = |h: &&Holder| h.firm.is_some_and(|f| listed(firms[f.index()].home)) || h.government.is_some_and(listed);
            definition.owners.iter().filter(from).map(|h| h.share).sum::<f64>()
        };
        self.screens.iter().any(|screen| holds(screen.against) * (1.0 - self.venture_share) > screen.above)
    }

    /// Hurdle taken off for owners from `home`.
    #[must_use]
    pub fn hurdle_of(&self, home: RegionId) -> f64 {
        let welcome = self.welcome.iter().filter(|(homes, _)| homes & (1 << home.index()) != 0);
        self.hurdle + welcome.map(|(_, hurdle)| hurdle).sum::<f64>()
    }

    /// Share of capital cost granted to owners from `home`: grants of several measures each pay their share of what is left.
    #[must_use]
    pub fn grant(&self, home: RegionId) -> f64 {
        let left = self.open_to(home).fold(1.0, |left, claim| match claim.kind {
            ClaimKind::Grant(share) => left * (1.0 - share),
            _ => left,
        });
        1.0 - left
    }

    /// Share of capital cost lent to owners from `home`, and the rate saved.
    #[must_use]
    pub fn loan(&self, home: RegionId) -> (f64, f64) {
        self.open_to(home).fold((0.0, 0.0), |sum, claim| match claim.kind {
            ClaimKind::Loan(lent, spread) => (lent.max(sum.0), sum.1 + spread),
            _ => sum,
        })
    }

    /// What a plant of `cost` $M owned from `home` is promised, and what it takes out of capped programmes. `awarded` is what has
    /// been promised to others this month: no programme gives more than is left of its cap.
    #[must_use]
    pub fn promise(&self, home: RegionId, cost: f64, awarded: &[(u32, f64)]) -> Promise {
        let mut promise = Promise { grant: 0.0, loan: (0.0, 0.0), awards: Vec::new() };
        let (mut offers, mut lenders) = (0.0, Vec::new());
        for claim in self.open_to(home) {
            let (ClaimKind::Grant(offered) | ClaimKind::Loan(offered, _)) = claim.kind else { continue };
            let taken: f64 = awarded.iter().chain(&promise.awards).filter(|(m, _)| *m == claim.measure).map(|(_, musd)| musd).sum();
            let share = if cost > 0.0 { offered.min((claim.left - taken).max(0.0) / cost) } else { offered };
            let left = 1.0 - promise.grant;
            match claim.kind {
                ClaimKind::Grant(_) => promise.grant = 1.0 - (1.0 - promise.grant) * (1.0 - share),
                ClaimKind::Loan(_, saved) if share > 0.0 => promise.loan = (share.max(promise.loan.0), promise.loan.1 + saved),
                _ => {}
            }
            let lends = matches!(claim.kind, ClaimKind::Loan(..));
            offers += if lends { share } else { 0.0 };
            if claim.left.is_finite() && share > 0.0 {
                if lends {
                    lenders.push(promise.awards.len());
                }
                // A grant is a share of what those before it leave.
                promise.awards.push((claim.measure, share * cost * if lends { 1.0 } else { left }));
            }
        }
        // One loan is split between the programmes that lend.
        for at in lenders {
            promise.awards[at].1 *= promise.loan.0 / offers;
        }
        promise
    }
}

/// Which tables of pairs say anything about a good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// A licence holds something back.
    pub licence: bool,
    /// A licence is announced that will hold back more, or less, than those of today.
    pub ahead: bool,
    /// A content rule makes something dearer.
    pub penalty: bool,
}

/// What public programmes promise a plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// Share of capital cost granted.
    pub grant: f64,
    /// Share of capital cost lent, and rate saved.
    pub loan: (f64, f64),
    /// What it takes out of capped programmes: measure and $M.
    pub awards: Vec<(u32, f64)>,
}

/// What measures do this month, ready to be read. Derived: rebuilt in the policy phase, never saved.
#[derive(Resource, Clone, Debug, Default)]
pub struct Effects {
    /// Number of regions.
    pub regions: usize,
    /// Import duty at `(good * regions + from) * regions + to`, share of value.
    pub tariff: Vec<f64>,
    /// Export tax, the same index, share of the price asked.
    pub export_tax: Vec<f64>,
    /// Licence throughput, the same index, 0 to 1.
    pub licence: Vec<f64>,
    /// Expected licence throughput of announced licences, the same index.
    pub licence_ahead: Vec<f64>,
    /// Share of blocked flow that leaks, the same index.
    pub leak: Vec<f64>,
    /// Penalty of content rules at `(good * regions + controller) * regions + user`, share of price.
    pub content_penalty: Vec<f64>,
    /// Support at `good * regions + region`.
    pub support: Vec<Support>,
    /// Price floors: measure and most that it pays in a year, $M.
    pub floors: Vec<(u32, f64)>,
    /// Credits by region.
    pub credits: Vec<Vec<Credit>>,
    /// Plug share asked by region, and the worth of a missing car, k$.
    pub standard: Vec<(f64, f64)>,
    /// Public charging money, $M a year, and k$ a point, by region.
    pub charging: Vec<(f64, f64)>,
    /// Stockpile rules by region: good, months wanted, pace in months.
    pub stockpiles: Vec<Vec<(GoodId, f64, f64)>>,
    /// Public storage buying, GWh a year, and fleet cars, thousand a year, by region.
    pub procurement: Vec<(f64, f64)>,
    /// Share of dead packs that must be collected, and cost per GWh sold, by region.
    pub collection: Vec<(f64, f64)>,
    /// Public research by region: technology, $M a year.
    pub research: Vec<Vec<(TechnologyId, f64)>>,
    /// Announced fall of purchase support in three months, k$ a car, by region and powertrain.
    pub coming_cut: Vec<[f64; 4]>,
    /// What deals promise beside all this.
    pub pacts: Pacts,
    /// Places that measures have changed, of duties, taxes and penalties, of licences, of support; no others say anything.
    pub(in crate::sim) touched: Vec<usize>,
    pub(in crate::sim) licensed: Vec<usize>,
    pub(super) supported: Vec<usize>,
    /// The year and the measures that duties, taxes and penalties were built from.
    pub(super) built: Option<(i32, Vec<super::measures::Standing>)>,
    /// By good, what measures do to any pair of regions: whoever finds nothing marked need not look at the pairs.
    pub marks: Vec<Marks>,
}

impl Effects {
    /// Index of (good, from, to).
    #[must_use]
    pub fn at(&self, good: GoodId, from: RegionId, to: RegionId) -> usize {
        (good.index() * self.regions + from.index()) * self.regions + to.index()
    }

    /// Support for makers of `good` in `region`.
    #[must_use]
    pub fn support(&self, good: GoodId, region: RegionId) -> &Support {
        &self.support[good.index() * self.regions + region.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programmes_are_charged_what_they_pay() {
        let claim = |measure, left, kind| Claim { measure, excluded: 0, left, kind };
        let claims = vec![
            claim(1, 1e9, ClaimKind::Loan(0.6, 0.01)),
            claim(2, 1e9, ClaimKind::Loan(0.3, 0.02)),
            claim(3, f64::INFINITY, ClaimKind::Grant(0.2)),
            claim(4, 1e9, ClaimKind::Grant(0.5)),
        ];
        let support = Support { claims, ..Support::default() };
        let home = RegionId(0);
        let charged = support.promise(home, 100.0, &[]).awards;
        assert_eq!(charged.iter().map(|(measure, _)| *measure).collect::<Vec<_>>(), [1, 2, 4]);
        let close = |have: f64, want: f64| assert!((have - want).abs() < 1e-9, "{have} is not {want}");
        close(charged[0].1 + charged[1].1, 100.0 * support.loan(home).0);
        close(charged[0].1, 2.0 * charged[1].1);
        close(charged[2].1 + 20.0, 100.0 * support.grant(home));
    }

    #[test]
    fn no_programme_promises_more_than_its_cap() {
        let claim = |measure, left, kind| Claim { measure, excluded: 0, left, kind };
        let support = Support {
            claims: vec![claim(1, 100.0, ClaimKind::Loan(0.6, 0.03)), claim(2, f64::INFINITY, ClaimKind::Grant(0.1))],
            ..Support::default()
        };
        let first = support.promise(RegionId(0), 150.0, &[]);
        assert_eq!((first.loan, first.awards.clone()), ((0.6, 0.03), vec![(1, 90.0)]));
        let second = support.promise(RegionId(0), 150.0, &first.awards);
        assert_eq!(second.awards, vec![(1, 10.0)]);
        assert!((second.loan.0 - 10.0 / 150.0).abs() < 1e-12 && (second.grant - 0.1).abs() < 1e-12);
        let third = support.promise(RegionId(0), 150.0, &[(1, 100.0)]);
        assert_eq!((third.loan, third.awards), ((0.0, 0.0), Vec::new()));
    }
}

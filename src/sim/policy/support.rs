//! What makers of a good get or must bear in a region: money that they may claim, rules for their plants.

use serde::{Deserialize, Serialize};

use crate::content::definitions::firms::{Firm, Holder};
use crate::content::ids::{FirmId, RegionId};

/// Who claims public money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claimant {
    /// The owner of the plant.
    pub firm: FirmId,
    /// Its home.
    pub home: RegionId,
}

/// Money that makers of a good may claim under one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Number of the measure.
    pub measure: u32,
    /// Homes of owners that may not claim, as bits.
    pub excluded: u32,
    /// Firms that may not claim, because they are listed.
    pub barred: Vec<FirmId>,
    /// Of money from abroad: who pays it, and the share of output that goes there by contract.
    pub abroad: Option<(RegionId, f64)>,
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
    /// Share of the luck of permits that is taken out of them.
    pub certainty: f64,
    /// Share of idle capacity that is closed a year.
    pub consolidation: f64,
    /// Owners that are refused.
    pub screens: Vec<Screen>,
    /// Yields rise and ramps run faster by this share.
    pub skills: f64,
    /// Price floor, $M per unit.
    pub floor: f64,
    /// Which of `Effects::floors` pays it.
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
            certainty: 0.0,
            consolidation: 0.0,
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
    /// Claims open to an owner.
    fn open_to(&self, who: Claimant) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| claim.excluded & (1 << who.home.index()) == 0 && !claim.barred.contains(&who.firm))
    }

    /// Credit for a maker: $M per unit made, and share of the cost of making.
    #[must_use]
    pub fn credit(&self, who: Claimant) -> (f64, f64) {
        self.open_to(who).fold((0.0, 0.0), |sum, claim| match claim.kind {
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

    /// Share of capital cost granted to an owner: grants of several measures each pay their share of what is left.
    #[must_use]
    pub fn grant(&self, who: Claimant) -> f64 {
        let left = self.open_to(who).fold(1.0, |left, claim| match claim.kind {
            ClaimKind::Grant(share) => left * (1.0 - share),
            _ => left,
        });
        1.0 - left
    }

    /// Share of capital cost lent to an owner, and the rate saved.
    #[must_use]
    pub fn loan(&self, who: Claimant) -> (f64, f64) {
        self.open_to(who).fold((0.0, 0.0), |sum, claim| match claim.kind {
            ClaimKind::Loan(lent, spread) => (lent.max(sum.0), sum.1 + spread),
            _ => sum,
        })
    }

    /// What a plant of `cost` $M is promised, and what it takes out of capped programmes. `awarded` is what has
    /// been promised to others this month: no programme gives more than is left of its cap.
    #[must_use]
    pub fn promise(&self, who: Claimant, cost: f64, awarded: &[(u32, f64)]) -> Promise {
        let mut promise = Promise { grant: 0.0, loan: (0.0, 0.0), abroad: None, awards: Vec::new() };
        let (mut offers, mut lenders) = (0.0, Vec::new());
        for claim in self.open_to(who) {
            let (ClaimKind::Grant(offered) | ClaimKind::Loan(offered, _)) = claim.kind else { continue };
            let taken: f64 = awarded.iter().chain(&promise.awards).filter(|(m, _)| *m == claim.measure).map(|(_, musd)| musd).sum();
            let share = if cost > 0.0 { offered.min((claim.left - taken).max(0.0) / cost) } else { offered };
            let left = 1.0 - promise.grant;
            if let Some((by, offtake)) = claim.abroad.filter(|_| share > 0.0 && promise.abroad.is_none()) {
                promise.abroad = Some(Abroad { by, share: share * left, offtake });
            } else if claim.abroad.is_some() {
                continue;
            }
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

/// What another government pays of a plant, and what it gets for it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Abroad {
    /// Who pays.
    pub by: RegionId,
    /// Share of capital cost.
    pub share: f64,
    /// Share of output that is bound to its users by contract.
    pub offtake: f64,
}

/// What public programmes promise a plant.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// Share of capital cost granted, from abroad included.
    pub grant: f64,
    /// Share of capital cost lent, and rate saved.
    pub loan: (f64, f64),
    /// What of the grant comes from abroad.
    pub abroad: Option<Abroad>,
    /// What it takes out of capped programmes: measure and $M.
    pub awards: Vec<(u32, f64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programmes_are_charged_what_they_pay() {
        let claim = |measure, left, kind| Claim { measure, excluded: 0, barred: Vec::new(), abroad: None, left, kind };
        let claims = vec![
            claim(1, 1e9, ClaimKind::Loan(0.6, 0.01)),
            claim(2, 1e9, ClaimKind::Loan(0.3, 0.02)),
            claim(3, f64::INFINITY, ClaimKind::Grant(0.2)),
            claim(4, 1e9, ClaimKind::Grant(0.5)),
        ];
        let support = Support { claims, ..Support::default() };
        let home = Claimant { firm: FirmId(0), home: RegionId(0) };
        let charged = support.promise(home, 100.0, &[]).awards;
        assert_eq!(charged.iter().map(|(measure, _)| *measure).collect::<Vec<_>>(), [1, 2, 4]);
        let close = |have: f64, want: f64| assert!((have - want).abs() < 1e-9, "{have} is not {want}");
        close(charged[0].1 + charged[1].1, 100.0 * support.loan(home).0);
        close(charged[0].1, 2.0 * charged[1].1);
        close(charged[2].1 + 20.0, 100.0 * support.grant(home));
    }

    #[test]
    fn no_programme_promises_more_than_its_cap() {
        let claim = |measure, left, kind| Claim { measure, excluded: 0, barred: Vec::new(), abroad: None, left, kind };
        let support = Support {
            claims: vec![claim(1, 100.0, ClaimKind::Loan(0.6, 0.03)), claim(2, f64::INFINITY, ClaimKind::Grant(0.1))],
            ..Support::default()
        };
        let home = Claimant { firm: FirmId(0), home: RegionId(0) };
        let first = support.promise(home, 150.0, &[]);
        assert_eq!((first.loan, first.awards.clone()), ((0.6, 0.03), vec![(1, 90.0)]));
        let second = support.promise(home, 150.0, &first.awards);
        assert_eq!(second.awards, vec![(1, 10.0)]);
        assert!((second.loan.0 - 10.0 / 150.0).abs() < 1e-12 && (second.grant - 0.1).abs() < 1e-12);
        let third = support.promise(home, 150.0, &[(1, 100.0)]);
        assert_eq!((third.loan, third.awards), ((0.0, 0.0), Vec::new()));
    }
}

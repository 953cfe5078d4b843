//! One arm per kind of effect: what it adds to the arrays of the month.

use super::components::{Credit, Effects, Test};
use super::controls;
use super::measures::{EVERYONE, InForce};
use super::support::{Claim, ClaimKind, Screen, Support};
use crate::content::definitions::cars::Powertrain;
use crate::content::definitions::controls::{Consolidation, OreFinance, Shunning};
use crate::content::definitions::credits;
use crate::content::definitions::effects::{self as shape, Effect};
use crate::content::definitions::settings::{Setting, What};
use crate::content::ids::{GoodId, RegionId};
use crate::units::math;

/// Whether an effect is written into the tables of duties, taxes and penalties, which are large and change seldom.
#[must_use]
pub const fn stands(effect: &Effect) -> bool {
    matches!(effect, Effect::Tariff(_) | Effect::ExportTax(_) | Effect::ContentRule(_) | Effect::Shunning(_))
        || is_found(effect)
        || super::pacts::relieves_pairs(effect)
}

/// Whether its duties are found rather than set.
#[must_use]
pub const fn is_found(effect: &Effect) -> bool {
    matches!(effect, Effect::TradeRemedy(_) | Effect::ImportFloor(_) | Effect::CarbonStandard(_))
}

/// Adds one effect of a measure in force.
pub fn apply(effects: &mut Effects, m: &InForce<'_>, effect: &Effect) {
    match effect {
        Effect::Tariff(e) => tariff(effects, m, e),
        Effect::ExportTax(e) => export_tax(effects, m, e),
        Effect::ExportLicence(e) => export_licence(effects, m, e),
        Effect::ImportBan(e) => import_ban(effects, m, e),
        Effect::PurchaseCredit(e) => purchase_credit(effects, m, e),
        Effect::PurchaseTaxRelief(e) => tax_relief(effects, m, e),
        Effect::ContentRule(e) => content_rule(effects, m, e),
        Effect::FleetStandard(e) => {
            effects.standard[own(m)] = standard(effects.standard[own(m)], m.phased(&e.plug_share), m.number(&e.fine_kusd))
        }
        Effect::Charging(e) => effects.charging[own(m)] = (effects.charging[own(m)].0 + m.phased(&e.musd_per_year), e.kusd_per_point),
        Effect::Stockpile(e) => stockpile(effects, m, e),
        Effect::Procurement(e) => {
            effects.procurement[own(m)].0 += m.phased(&e.storage_gwh);
            effects.procurement[own(m)].1 += m.phased(&e.cars_thousand);
        }
        Effect::RecyclingMandate(e) => {
            // A scheme grows from what is collected without one.
            let before = m.facts.catalog.rules.society.collected_share;
            let collected = before + m.phase * (m.number(&e.collected) - before).max(0.0);
            let mandate = &mut effects.collection[own(m)];
            *mandate = (mandate.0.max(collected), mandate.1 + m.number(&e.musd_per_gwh));
        }
        Effect::Research(e) => research(effects, m, e),
        Effect::ProductionCredit(shape::ProductionCredit { on, .. })
        | Effect::CapexGrant(shape::CapexGrant { on, .. })
        | Effect::SoftLoan(shape::SoftLoan { on, .. })
        | Effect::ProvincialCredit(shape::ProvincialCredit { on, .. }) => claims(effects, m, effect, on),
        Effect::Permitting(shape::Permitting { on, .. })
        | Effect::PriceFloor(shape::PriceFloor { on, .. })
        | Effect::WhiteList(shape::WhiteList { on, .. })
        | Effect::VentureRule(shape::VentureRule { on, .. })
        | Effect::InvestmentScreen(shape::InvestmentScreen { on, .. })
        | Effect::PlanPriority(shape::PlanPriority { on, .. })
        | Effect::CapacityFreeze(shape::CapacityFreeze { on, .. })
        | Effect::Consolidation(Consolidation { on, .. })
        | Effect::Skills(shape::Skills { on, .. }) => support(effects, m, effect, on),
        Effect::Shunning(e) => shunning(effects, m, e),
        Effect::OreFinance(e) => ore_finance(effects, m, e),
        Effect::TradeRemedy(_) | Effect::ImportFloor(_) | Effect::CarbonStandard(_) => levies(effects, m),
        Effect::KnowHowControl(_)
        | Effect::OutboundScreen(_)
        | Effect::MagnetLicence(_)
        | Effect::CarQuota(_)
        | Effect::PriceUndertaking(_)
        | Effect::Allocation(_)
        | Effect::Disclosure(_) => controls::apply(effects, m, effect),
        // Written down before all others (`controls::open`), or read by diplomacy alone.
        Effect::FirmListing(_) | Effect::Pledge(_) | Effect::Goodwill(_) => {}
        Effect::OfftakeShare(_)
        | Effect::HurdleRelief(_)
        | Effect::Infrastructure(_)
        | Effect::TechnologyLicence(_)
        | Effect::Guarantee(_) => super::pacts::promise(effects, m, effect),
        // Reliefs come when all the rest is in place, and a truce is in the measures that it suspends.
        Effect::TariffRelief(_) | Effect::LicenceWaiver(_) | Effect::CountsAsHome(_) | Effect::Truce(_) => {}
    }
}

fn own(m: &InForce<'_>) -> usize {
    m.measure.by.index()
}

fn standard(now: (f64, f64), share: f64, fine: f64) -> (f64, f64) {
    (now.0.max(share), now.1.max(fine))
}

/// Calls `change` for every (good, from, to) that goods and two sets of regions span, the own region left out of abroad, which notes
/// the places that it touches.
fn each_pair(effects: &mut Effects, goods: &[GoodId], from: u32, to: u32, mut change: impl FnMut(&mut Effects, usize)) {
    for good in goods {
        for f in (0..effects.regions).filter(|f| from & (1 << f) != 0) {
            let row = effects.at(*good, RegionId::from_index(f), RegionId(0));
            for at in (0..effects.regions).filter(|t| to & (1 << t) != 0 && *t != f).map(|t| row + t) {
                change(effects, at);
            }
        }
    }
}

fn tariff(effects: &mut Effects, m: &InForce<'_>, e: &shape::Tariff) {
    let rate = m.phased(&e.rate);
    each_pair(effects, &m.goods(&e.on), m.regions(&e.from), 1 << own(m), |x, at| {
        x.tariff[at] += rate;
        x.touched.push(at);
    });
}

fn export_tax(effects: &mut Effects, m: &InForce<'_>, e: &shape::ExportTax) {
    let rate = m.phased(&e.rate);
    each_pair(effects, &m.goods(&e.on), 1 << own(m), m.regions(&e.to), |x, at| {
        x.export_tax[at] += rate;
        x.touched.push(at);
    });
}

/// Share of exports that passes `age` months after a licence came into force: nothing for `closed` months, then the granted
/// share is approached by half-lives. Nothing or everything granted holds at once.
pub(super) fn throughput(granted: f64, age: i32, closed: i32, half_life: f64) -> f64 {
    if granted <= 0.0 || granted >= 1.0 {
        granted
    } else if age < closed {
        0.0
    } else {
        granted * (1.0 - math::pow(2.0, -f64::from(age - closed + 1) / half_life))
    }
}

fn export_licence(effects: &mut Effects, m: &InForce<'_>, e: &shape::ExportLicence) {
    let granted = m.number(&e.granted).clamp(0.0, 1.0);
    let half_life = m.number(&e.half_life_months).max(0.5);
    let open = throughput(granted, m.month.since(m.measure.since), i32::try_from(e.closed_months).unwrap_or(0), half_life);
    let leak = e.leak_share;
    each_pair(effects, &m.goods(&e.on), 1 << own(m), m.regions(&e.to), |x, at| {
        x.licence[at] *= open;
        x.licence_ahead[at] *= open;
        x.leak[at] = leak;
        x.licensed.push(at);
    });
}

fn import_ban(effects: &mut Effects, m: &InForce<'_>, e: &shape::ImportBan) {
    each_pair(effects, &m.goods(&e.on), m.regions(&e.from), 1 << own(m), |x, at| {
        x.licence[at] = 0.0;
        x.licence_ahead[at] = 0.0;
        x.licensed.push(at);
    });
}

/// Which of the four powertrains are listed.
fn mask(list: &[Powertrain]) -> [bool; 4] {
    let mut set = [false; 4];
    for p in list {
        set[*p as usize] = true;
    }
    set
}

fn purchase_credit(effects: &mut Effects, m: &InForce<'_>, e: &credits::PurchaseCredit) {
    let test = |t: &credits::ContentTest| Test {
        goods: m.goods(&t.on),
        from: m.regions(&t.from),
        by: t.by,
        least: m.number(&t.at_least),
        part: t.part,
    };
    let tests = e.tests.iter().map(test).collect();
    let part = |id: usize| {
        let named = e.cells.iter().find(|cells| cells.chemistries.iter().any(|chemistry| chemistry.index() == id));
        named.map_or(1.0, |cells| m.number(&cells.share))
    };
    let cells: Vec<f64> = (0..m.facts.catalog.chemistries.len()).map(part).collect();
    effects.credits[own(m)].push(Credit {
        measure: m.measure.id,
        powertrains: mask(&e.powertrains),
        kusd: m.phased(&e.kusd),
        price_share: 0.0,
        relief_cap: f64::INFINITY,
        price_cap: e.price_cap_kusd.as_ref().map_or(f64::INFINITY, |cap| m.number(cap)),
        buyers_share: m.number(&e.buyers_share),
        assembled_in: m.regions(&e.assembled_in),
        tests,
        lease_share: e.lease_share,
        cells: if cells.iter().all(|part| *part == 1.0) { Vec::new() } else { cells },
    });
}

fn tax_relief(effects: &mut Effects, m: &InForce<'_>, e: &credits::PurchaseTaxRelief) {
    effects.credits[own(m)].push(Credit {
        measure: m.measure.id,
        powertrains: mask(&e.powertrains),
        kusd: 0.0,
        price_share: m.phased(&e.share),
        relief_cap: e.cap_kusd.as_ref().map_or(f64::INFINITY, |cap| m.number(cap)),
        price_cap: f64::INFINITY,
        buyers_share: 1.0,
        assembled_in: EVERYONE,
        tests: Vec::new(),
        lease_share: 0.0,
        cells: Vec::new(),
    });
}

fn content_rule(effects: &mut Effects, m: &InForce<'_>, e: &shape::ContentRule) {
    let (fine, penalty) = (m.regions(&e.from), m.phased(&e.penalty));
    let to = own(m);
    for good in m.goods(&e.on) {
        for controller in (0..effects.regions).filter(|c| fine & (1 << c) == 0) {
            let at = effects.at(good, RegionId::from_index(controller), RegionId::from_index(to));
            effects.content_penalty[at] += penalty;
            effects.touched.push(at);
        }
    }
}

/// Users elsewhere weigh goods of own makers as dearer.
fn shunning(effects: &mut Effects, m: &InForce<'_>, e: &Shunning) {
    let (by, penalty) = (m.regions(&e.by) & !(1 << own(m)), m.phased(&e.penalty));
    for good in m.goods(&e.on) {
        for user in (0..effects.regions).filter(|user| by & (1 << user) != 0) {
            let at = effects.at(good, m.measure.by, RegionId::from_index(user));
            effects.content_penalty[at] += penalty;
            effects.touched.push(at);
        }
    }
}

/// Duties that were found under the measure.
fn levies(effects: &mut Effects, m: &InForce<'_>) {
    for levy in &m.measure.levies {
        let at = effects.at(levy.good, levy.from, levy.to);
        effects.tariff[at] += levy.rate * m.phase;
        effects.touched.push(at);
    }
}

/// Money for plants abroad is offered where they stand.
fn ore_finance(effects: &mut Effects, m: &InForce<'_>, e: &OreFinance) {
    let cap = m.number(&e.yearly_musd);
    let claim = Claim {
        measure: m.measure.id,
        excluded: m.regions(&e.excluded_owners),
        barred: effects.controls.listed_by(m.measure.by),
        abroad: Some((m.measure.by, m.number(&e.offtake))),
        left: (cap - m.measure.awarded).max(0.0),
        kind: ClaimKind::Grant(m.phased(&e.share) * m.room_share(cap)),
    };
    for good in m.goods(&e.on) {
        for host in (0..effects.regions).filter(|host| m.regions(&e.at) & !(1 << own(m)) & (1 << host) != 0) {
            let at = good.index() * effects.regions + host;
            effects.supported.push(at);
            effects.support[at].claims.push(claim.clone());
        }
    }
}

fn stockpile(effects: &mut Effects, m: &InForce<'_>, e: &shape::Stockpile) {
    for good in m.goods(&e.on) {
        let rule = (good, m.number(&e.months), m.number(&e.pace_months));
        effects.stockpiles[own(m)].retain(|(g, ..)| *g != good);
        effects.stockpiles[own(m)].push(rule);
    }
}

fn research(effects: &mut Effects, m: &InForce<'_>, e: &shape::Research) {
    let chosen = m.setting("technology");
    let technology = e.technology.or(match chosen {
        Some(Setting::Technology(t)) => Some(*t),
        _ => None,
    });
    if let Some(technology) = technology {
        effects.research[own(m)].push((technology, m.phased(&e.musd_per_year)));
    }
}

/// Rules for makers of goods at home.
fn support(effects: &mut Effects, m: &InForce<'_>, effect: &Effect, on: &What) {
    if let Effect::PriceFloor(e) = effect {
        effects.floors.push((m.measure.id, m.number(&e.yearly_musd)));
    }
    let payer = effects.floors.len().saturating_sub(1);
    for good in m.goods(on) {
        let at = good.index() * effects.regions + own(m);
        effects.supported.push(at);
        add_rules(&mut effects.support[at], m, effect, payer);
    }
}

/// Money for makers of goods at home.
fn claims(effects: &mut Effects, m: &InForce<'_>, effect: &Effect, on: &What) {
    let mut claims = claims_of(m, effect);
    let barred = effects.controls.listed_by(m.measure.by);
    claims.iter_mut().flatten().for_each(|claim| claim.barred.clone_from(&barred));
    for good in m.goods(on) {
        let at = good.index() * effects.regions + own(m);
        effects.supported.push(at);
        effects.support[at].claims.extend(claims.iter().flatten().cloned());
    }
}

/// Money that may be claimed. What is left of a yearly cap is offered by the month, so that it lasts until December.
fn claims_of(m: &InForce<'_>, effect: &Effect) -> [Option<Claim>; 2] {
    let claim = |excluded: u32, cap: Option<f64>, kind: ClaimKind| {
        let left = cap.map_or(f64::INFINITY, |cap| (cap - m.measure.awarded).max(0.0));
        Some(Claim { measure: m.measure.id, excluded, barred: Vec::new(), abroad: None, left, kind })
    };
    let offered = |cap: Option<f64>| cap.map_or(1.0, |cap| m.room_share(cap));
    match effect {
        Effect::ProductionCredit(e) => {
            let kind = ClaimKind::Credit(m.phased(&e.musd_per_unit), m.phased(&e.cost_share));
            [claim(m.regions(&e.excluded_owners), None, kind), None]
        }
        Effect::CapexGrant(e) => {
            let cap = e.yearly_musd.as_ref().map(|v| m.number(v));
            [claim(m.regions(&e.excluded_owners), cap, ClaimKind::Grant(m.phased(&e.share) * offered(cap))), None]
        }
        Effect::SoftLoan(e) => {
            let cap = Some(m.number(&e.yearly_musd));
            let kind = ClaimKind::Loan(m.number(&e.lent_share) * offered(cap), m.phased(&e.spread));
            [claim(m.regions(&e.excluded_owners), cap, kind), None]
        }
        Effect::ProvincialCredit(e) => {
            let cap = Some(m.number(&e.yearly_musd));
            let loan = ClaimKind::Loan(m.facts.catalog.rules.finance.provinces_lend_share * offered(cap), m.phased(&e.spread));
            [claim(0, cap, loan), claim(0, cap, ClaimKind::Grant(m.phased(&e.grant) * offered(cap)))]
        }
        _ => [None, None],
    }
}

fn add_rules(s: &mut Support, m: &InForce<'_>, effect: &Effect, payer: usize) {
    match effect {
        Effect::Permitting(e) => {
            s.permit_days += m.phased(&e.days);
            s.certainty = s.certainty.max(e.certainty);
        }
        Effect::Consolidation(e) => s.consolidation = s.consolidation.max(m.phased(&e.share)),
        Effect::PriceFloor(e) if m.number(&e.musd) > s.floor => {
            s.floor = m.number(&e.musd);
            s.floor_payer = payer;
        }
        Effect::WhiteList(e) => {
            s.listed &= m.regions(&e.listed);
            s.list_share = s.list_share.max(m.phased(&e.dependent_share));
        }
        Effect::VentureRule(e) => s.venture_share = s.venture_share.max(m.number(&e.home_share)),
        Effect::InvestmentScreen(e) => {
            s.screens.push(Screen { against: m.regions(&e.against) & !(1 << own(m)), above: m.number(&e.above_share) });
        }
        // Provinces build beyond what a plan asks of them.
        Effect::PlanPriority(e) => s.hurdle += m.phased(&e.hurdle) * (1.0 + m.facts.zeal[own(m)]),
        Effect::CapacityFreeze(e) => s.freeze_pass = s.freeze_pass.min(m.number(&e.leak_share)),
        Effect::Skills(e) => s.skills += m.phased(&e.faster),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::throughput;

    #[test]
    fn a_licence_opens_slowly_and_never_lets_less_than_nothing_through() {
        let months: Vec<f64> = (0..36).map(|age| throughput(0.6, age, 2, 6.0)).collect();
        assert_eq!(months[..2], [0.0, 0.0]);
        assert!(months.windows(2).all(|m| m[0] <= m[1]) && months[2] > 0.0 && months[35] < 0.6);
        assert_eq!((throughput(0.0, 0, 2, 6.0), throughput(1.0, 0, 2, 6.0)), (0.0, 1.0));
    }
}

//! Rebuilds the arrays of effects whenever a measure, the month or the year changes what they say.

use bevy_ecs::prelude::*;

use super::apply::{apply, stands};
use super::components::{Effects, Marks, Measure, Measures};
use super::controls;
use super::measures::{InForce, Standing};
use super::pacts;
use super::support::Support;
use crate::content::definitions::effects::Effect;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Pipeline;
use crate::sim::ledger::components::{Account, Ledger, Tag};
use crate::sim::plans::storage::storage_cost;
use crate::sim::society::components::Batteries;
use crate::sim::trade::components::Markets;
use crate::units::Month;

/// Measures that have run out leave the list; decided changes come into force.
pub fn end_measures(calendar: Res<Calendar>, mut measures: ResMut<Measures>) {
    measures.list.retain(|m| m.until.is_none_or(|until| calendar.month < until));
    for measure in &mut measures.list {
        if let Some(change) = measure.change.take_if(|change| calendar.month >= change.from) {
            measure.settings = change.settings;
        }
    }
}

/// Awards of the last month count against yearly caps; what went beyond last year's cap counts against this year's.
pub fn book_awards(facts: Res<Facts>, calendar: Res<Calendar>, mut measures: ResMut<Measures>, mut pipeline: ResMut<Pipeline>) {
    for (number, musd) in pipeline.awards.drain(..) {
        if let Some(measure) = measures.list.iter_mut().find(|m| m.id == number) {
            measure.awarded += musd;
        }
    }
    if calendar.month.of_year() != 1 {
        return;
    }
    for measure in &mut measures.list {
        let last_year = InForce { measure, facts: &facts, month: calendar.month.plus(-1), phase: 1.0 };
        let cap = last_year.yearly_cap().unwrap_or(0.0);
        measure.awarded = (measure.awarded - cap).max(0.0);
    }
}

/// Brings the arrays up to the month.
pub fn rebuild_effects(facts: Res<Facts>, calendar: Res<Calendar>, measures: Res<Measures>, mut effects: ResMut<Effects>) {
    build(&facts, calendar.month, &measures.list, &mut effects);
}

/// Builds the arrays for a month. Duties, taxes and penalties are kept while the measures that make them stand as they stood.
pub fn build(facts: &Facts, month: Month, measures: &[Measure], effects: &mut Effects) {
    let of = |measure: &Measure| facts.catalog.policies[measure.policy.index()].effects.iter();
    let add = |effects: &mut Effects, standing: bool| {
        for measure in measures {
            let Some(in_force) = InForce::new(measure, facts, month) else { continue };
            of(measure).filter(|effect| stands(effect) == standing).for_each(|effect| apply(effects, &in_force, effect));
        }
    };
    let standing = || measures.iter().filter(|measure| of(measure).any(stands));
    let built = effects.built.as_ref().is_some_and(|(year, list)| {
        let same = list.iter().zip(standing()).all(|(was, is)| was.holds(is, facts, month));
        *year == month.year() && same && list.len() == standing().count()
    });
    if !built {
        clear_pairs(facts, effects);
        add(effects, true);
        relieve(facts, month, measures, effects, pacts::relieve_pairs);
        let pairs = effects.regions * effects.regions;
        for at in effects.touched.iter().copied() {
            effects.marks[at / pairs].penalty |= effects.content_penalty[at] != 0.0;
        }
        effects.built = Some((month.year(), standing().map(|measure| Standing::of(measure, facts, month)).collect()));
    }
    clear(facts, effects);
    for in_force in measures.iter().filter_map(|measure| InForce::new(measure, facts, month)) {
        of(in_force.measure).for_each(|effect| controls::open(effects, &in_force, effect));
    }
    add(effects, false);
    controls::keep_words(facts, month, measures, effects);
    look_ahead(facts, month, measures, effects);
    relieve(facts, month, measures, effects, pacts::relieve);
    mark_licences(effects);
}

/// Applies what is relieved, in deals or by a waiver of one's own, after all else.
fn relieve(facts: &Facts, month: Month, measures: &[Measure], effects: &mut Effects, apply: fn(&mut Effects, &InForce<'_>, &Effect)) {
    for measure in measures {
        let Some(in_force) = InForce::new(measure, facts, month) else { continue };
        facts.catalog.policies[measure.policy.index()].effects.iter().for_each(|effect| apply(effects, &in_force, effect));
    }
}

/// Takes away duties, taxes and penalties of measures.
fn clear_pairs(facts: &Facts, effects: &mut Effects) {
    let (goods, regions) = (facts.catalog.goods.len(), facts.regions);
    let cells = goods * regions * regions;
    effects.regions = regions;
    if effects.tariff.len() == cells {
        for at in effects.touched.drain(..) {
            effects.tariff[at] = facts.duty[at];
            effects.export_tax[at] = 0.0;
            effects.content_penalty[at] = 0.0;
        }
    } else {
        effects.tariff.clone_from(&facts.duty);
        effects.export_tax = vec![0.0; cells];
        effects.licence = vec![1.0; cells];
        effects.licence_ahead = vec![1.0; cells];
        effects.leak = vec![0.0; cells];
        effects.content_penalty = vec![0.0; cells];
        effects.support.resize(goods * regions, Support::default());
    }
    effects.marks.clear();
    effects.marks.resize(goods, Marks::default());
}

/// Takes away everything else that measures do.
fn clear(facts: &Facts, effects: &mut Effects) {
    let regions = facts.regions;
    for at in effects.licensed.drain(..) {
        effects.licence[at] = 1.0;
        effects.licence_ahead[at] = 1.0;
        effects.leak[at] = 0.0;
    }
    for at in effects.supported.drain(..) {
        let support = &mut effects.support[at];
        support.claims.clear();
        *support = Support { claims: std::mem::take(&mut support.claims), ..Support::default() };
    }
    effects.controls.clear();
    effects.floors.clear();
    effects.pacts.clear();
    effects.credits.iter_mut().for_each(Vec::clear);
    effects.credits.resize(regions, Vec::new());
    effects.stockpiles.iter_mut().for_each(Vec::clear);
    effects.stockpiles.resize(regions, Vec::new());
    effects.research.iter_mut().for_each(Vec::clear);
    effects.research.resize(regions, Vec::new());
    for pairs in [&mut effects.standard, &mut effects.charging, &mut effects.procurement, &mut effects.collection] {
        pairs.clear();
        pairs.resize(regions, (0.0, 0.0));
    }
    effects.coming_cut.clear();
    effects.coming_cut.resize(regions, [0.0; 4]);
}

/// Notes by good what the tables of licences say.
fn mark_licences(effects: &mut Effects) {
    let pairs = effects.regions * effects.regions;
    effects.marks.iter_mut().for_each(|marks| (marks.licence, marks.ahead) = (false, false));
    for at in effects.licensed.iter().copied() {
        let marks = &mut effects.marks[at / pairs];
        marks.licence |= effects.licence[at] < 1.0;
        marks.ahead |= effects.licence[at] != effects.licence_ahead[at];
    }
}

/// What is announced but not yet in force: licences that will close doors, purchase support that will fall within a quarter.
fn look_ahead(facts: &Facts, month: Month, measures: &[Measure], effects: &mut Effects) {
    for measure in measures {
        let belief = facts.catalog.rules.expectations.belief.at(measure.by);
        let policy = &facts.catalog.policies[measure.policy.index()];
        for effect in &policy.effects {
            if let Effect::ExportLicence(licence) = effect
                && measure.announced <= month
                && month < measure.since
            {
                let then = InForce { measure, facts, month: measure.since, phase: 1.0 };
                let (open, to) = (then.number(&licence.granted), then.regions(&licence.to));
                for good in then.goods(&licence.on) {
                    for t in (0..effects.regions).filter(|t| to & (1 << t) != 0) {
                        let at = effects.at(good, measure.by, RegionId::from_index(t));
                        effects.licence_ahead[at] *= 1.0 - belief * (1.0 - open);
                        effects.licensed.push(at);
                    }
                }
            }
        }
        let supports = |effect: &Effect| matches!(effect, Effect::PurchaseCredit(_) | Effect::PurchaseTaxRelief(_));
        if !policy.effects.iter().any(supports) {
            continue;
        }
        let now = support_in(facts, measure, month);
        let soon = support_in(facts, measure, month.plus(3));
        for p in 0..4 {
            effects.coming_cut[measure.by.index()][p] += belief * (now[p] - soon[p]).max(0.0);
        }
    }
}

/// Purchase support of one measure in a month, k$ by powertrain; tax relief counted on a car of 30 k$.
fn support_in(facts: &Facts, measure: &Measure, month: Month) -> [f64; 4] {
    let mut sum = [0.0; 4];
    let Some(m) = InForce::new(measure, facts, month) else { return sum };
    for effect in &facts.catalog.policies[measure.policy.index()].effects {
        let (list, kusd) = match effect {
            Effect::PurchaseCredit(e) => (&e.powertrains, m.phased(&e.kusd)),
            Effect::PurchaseTaxRelief(e) => (&e.powertrains, 30.0 * m.phased(&e.share)),
            _ => continue,
        };
        for p in list {
            sum[*p as usize] += kusd;
        }
    }
    sum
}

/// Programmes that cost money by the month whatever happens: chargers, research, what the state buys.
pub fn pay_programmes(
    facts: Res<Facts>,
    effects: Res<Effects>,
    cars: Res<Cars>,
    markets: Res<Markets>,
    batteries: Res<Batteries>,
    mut ledger: ResMut<Ledger>,
) {
    for index in 0..facts.regions {
        let region = RegionId::from_index(index);
        let government = Account::Government(region);
        let chargers = effects.charging[index].0 / 12.0;
        let research: f64 = effects.research[index].iter().map(|(_, musd)| musd).sum::<f64>() / 12.0;
        let (storage, fleet) = effects.procurement[index];
        let storage = storage_cost(&facts, &markets, &batteries, region, storage) / 12.0;
        let fleet = fleet_cost(&cars, region, fleet) / 12.0;
        ledger.pay(government, Account::Outside, Tag::Programmes, chargers + storage);
        ledger.pay(government, Account::Households(region), Tag::Programmes, fleet);
        ledger.pay(government, Account::Outside, Tag::Research, research);
    }
    for (region, musd) in &effects.controls.offices {
        ledger.pay(Account::Government(*region), Account::Outside, Tag::Programmes, musd / 12.0);
    }
    for (by, to, musd) in &effects.pacts.aid {
        ledger.pay(Account::Government(*by), Account::Government(*to), Tag::Programmes, musd / 12.0);
    }
    for (by, _, _, musd) in &effects.pacts.guarantees {
        ledger.pay(Account::Government(*by), Account::Outside, Tag::Programmes, musd / 12.0);
    }
}

/// What a state's fleet cars cost it, $M: the mean list price of battery cars there.
#[must_use]
pub fn fleet_cost(cars: &Cars, region: RegionId, cars_thousand: f64) -> f64 {
    let (mut value, mut units) = (0.0, 0.0);
    for presence in cars.in_region(region) {
        value += presence.sold_year[3] * presence.price[3];
        units += presence.sold_year[3];
    }
    if units > 0.0 { cars_thousand * value / units } else { 0.0 }
}

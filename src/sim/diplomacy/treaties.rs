//! The life of a deal: it is signed, its articles become measures, it is kept or broken, it ends; and with it end truces.

use bevy_ecs::prelude::*;

use super::deals::{Deal, Deals, Demand, Given};
use super::grievances::targets;
use super::terms::{Terms, is_same_matter, measure};
use crate::content::definitions::effects::Effect;
use crate::content::ids::{GoodId, RegionId};
use crate::orders::phrases::region;
use crate::sim::Simulation;
use crate::sim::calendar::components::Calendar;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::facts::Facts;
use crate::sim::policy::components::{Measure, Measures};
use crate::sim::policy::measures::InForce;
use crate::sim::policy::orders::refresh;
use crate::sim::politics::components::Politics;
use crate::sim::scoreboard::components::History;
use crate::sim::society::components::Treasury;
use crate::units::{Month, math};

/// What a change between governments touches.
pub struct Table<'w> {
    /// Tables.
    pub facts: &'w Facts,
    /// Now.
    pub month: Month,
    /// Deals.
    pub deals: &'w mut Deals,
    /// Measures.
    pub measures: &'w mut Measures,
    /// Credibility of the two sides.
    pub politics: &'w mut Politics,
    /// Relations.
    pub relations: Vec<&'w mut Vec<f64>>,
    /// Dated notes.
    pub history: &'w mut History,
}

impl Table<'_> {
    /// Moves relations of both to each other.
    pub fn warm(&mut self, a: RegionId, b: RegionId, points: f64) {
        for (of, to) in [(a, b), (b, a)] {
            if let Some(relation) = self.relations.get_mut(of.index()).and_then(|row| row.get_mut(to.index())) {
                *relation = (*relation + points).clamp(-100.0, 100.0);
            }
        }
    }

    /// Moves how far a government is believed by another.
    pub fn believe(&mut self, of: RegionId, with: RegionId, points: f64) {
        let word = match self.politics.of_mut(of) {
            Some(side) => side.credibility.get_mut(with.index()),
            None => self.deals.word.get_mut(of.index()),
        };
        if let Some(word) = word {
            *word = (*word + points).clamp(0.0, 100.0);
        }
    }

    /// Tells what happened.
    pub fn note(&mut self, text: String) {
        self.history.note(self.month, text);
    }

    fn name(&self, of: RegionId) -> &str {
        region(&self.facts.catalog, of)
    }

    /// Signs a deal. The same promise in an older deal of the two is replaced. Returns its number.
    pub fn sign(&mut self, terms: &Terms) -> u32 {
        let id = self.deals.number();
        let until = self.month.plus(i32::try_from(terms.months).unwrap_or(12));
        for given in &terms.given {
            self.replace(terms, given);
        }
        self.deals.list.retain(|deal| !deal.articles.is_empty());
        let mut articles = terms.given.clone();
        for given in &mut articles {
            let with = terms.other(given.by);
            given.measure = self.measures.next;
            self.measures.next += 1;
            let lag = self.facts.catalog.policies[self.facts.catalog[given.article].policy.index()].lag_months;
            let mut taken = measure(&self.facts.catalog, given, with, id, self.month.plus(i32::try_from(lag).unwrap_or(0)), until);
            taken.announced = self.month;
            self.suspend(&taken, with, until);
            self.measures.list.push(taken);
        }
        let text = format!("{} and {} sign a deal until {until}", region(&self.facts.catalog, terms.from), self.name(terms.to));
        self.note(text);
        self.deals.list.push(Deal { id, parties: [terms.from, terms.to], articles, since: self.month, until });
        id
    }

    fn replace(&mut self, terms: &Terms, given: &Given) {
        let mut ended = Vec::new();
        for deal in self.deals.list.iter_mut().filter(|deal| deal.is_between(terms.from, terms.to)) {
            ended.extend(deal.articles.iter().filter(|old| is_same_matter(old, given)).map(|old| old.measure));
            deal.articles.retain(|old| !is_same_matter(old, given));
        }
        self.measures.list.retain(|m| !ended.contains(&m.id));
    }

    /// Measures against a partner sleep from the rung of a truce up.
    fn suspend(&mut self, truce: &Measure, with: RegionId, until: Month) {
        let view = InForce { measure: truce, facts: self.facts, month: self.month, phase: 1.0 };
        let effects = &self.facts.catalog.policies[truce.policy.index()].effects;
        let rungs = effects.iter().filter_map(|effect| if let Effect::Truce(e) = effect { Some(view.number(&e.rung)) } else { None });
        let Some(least) = rungs.min_by(f64::total_cmp) else { return };
        for measure in self.measures.list.iter_mut().filter(|m| m.by == truce.by && m.treaty.is_none()) {
            let rung = self.facts.catalog.policies[measure.policy.index()].rung;
            if f64::from(rung) >= least && rung > 0 && targets(self.facts, measure, self.month) & (1 << with.index()) != 0 {
                measure.suspended = Some(until);
            }
        }
    }

    /// Ends a deal now: its measures go, what it suspended comes back.
    pub fn end(&mut self, deal: &Deal) {
        for given in &deal.articles {
            self.measures.list.retain(|m| m.id != given.measure);
            let is_truce = |effect: &Effect| matches!(effect, Effect::Truce(_));
            if !self.facts.catalog[self.facts.catalog[given.article].policy].effects.iter().any(is_truce) {
                continue;
            }
            for measure in self.measures.list.iter_mut().filter(|m| m.by == given.by && m.suspended == Some(deal.until)) {
                measure.suspended = None;
            }
        }
        self.deals.list.retain(|other| other.id != deal.id);
    }

    /// A party breaks a deal, by leaving it or by what it does: its word is worth less to everybody.
    pub fn break_off(&mut self, deal: &Deal, by: RegionId, how: &str) {
        let rules = &self.facts.catalog.rules.deals;
        let partner = deal.other(by);
        for with in (0..self.facts.regions).map(RegionId::from_index).filter(|with| *with != by) {
            let lost = if with == partner { rules.broken_partner } else { rules.broken_all };
            self.believe(by, with, -lost);
            if self.politics.of(by).is_none() {
                // A third country's word is one number: the partner's loss is shared by all.
                break;
            }
        }
        self.warm(by, partner, -rules.broken_relations);
        self.end(deal);
        let text = format!("{} {how} its deal with {}; the articles end", region(&self.facts.catalog, by), self.name(partner));
        self.note(text);
    }

    /// Whether a party's own measures go against what it gives in a deal.
    fn breach(&self, deal: &Deal) -> Option<RegionId> {
        let against = |by: RegionId| {
            let partner = deal.other(by);
            let bit = 1_u32 << partner.index();
            // Measures are numbered as they are taken: those before the deal are known to both.
            let first = deal.articles.iter().map(|given| given.measure).min().unwrap_or(u32::MAX);
            let hostile = self.measures.list.iter().filter(|m| m.by == by && m.treaty.is_none() && m.id > first);
            let mut hostile = hostile.filter(|m| m.is_in_force(self.month) && targets(self.facts, m, self.month) & bit != 0);
            hostile.any(|m| deal.articles.iter().filter(|given| given.by == by).any(|given| self.conflicts(m, given, partner)))
        };
        deal.parties.into_iter().find(|by| against(*by))
    }

    /// Whether a measure takes back what an article gives.
    fn conflicts(&self, hostile: &Measure, given: &Given, with: RegionId) -> bool {
        let catalog = &self.facts.catalog;
        let article = measure(catalog, given, with, 0, self.month, self.month.plus(1));
        let view = |measure| InForce { measure, facts: self.facts, month: self.month, phase: 1.0 };
        let (mine, theirs) = (view(hostile), view(&article));
        let rung = catalog[hostile.policy].rung;
        let both = |a: Vec<GoodId>, b: Vec<GoodId>| a.iter().any(|good| b.contains(good));
        catalog[article.policy].effects.iter().any(|promise| {
            catalog[hostile.policy].effects.iter().any(|deed| match (promise, deed) {
                (Effect::Truce(e), _) => f64::from(rung) >= theirs.number(&e.rung),
                (Effect::TariffRelief(a), Effect::Tariff(b)) => both(theirs.goods(&a.on), mine.goods(&b.on)),
                (Effect::TariffRelief(a), Effect::ImportBan(b)) => both(theirs.goods(&a.on), mine.goods(&b.on)),
                (Effect::LicenceWaiver(a), Effect::ExportLicence(b)) => both(theirs.goods(&a.on), mine.goods(&b.on)),
                (Effect::OfftakeShare(a), Effect::ExportLicence(b)) => both(theirs.goods(&a.on), mine.goods(&b.on)),
                (Effect::OfftakeShare(a), Effect::ExportTax(b)) => both(theirs.goods(&a.on), mine.goods(&b.on)),
                (Effect::HurdleRelief(a), Effect::InvestmentScreen(b)) => both(theirs.goods(&a.on), mine.goods(&b.on)),
                (Effect::CountsAsHome(a), Effect::ContentRule(b)) => both(theirs.goods(&a.on), mine.goods(&b.on)),
                _ => false,
            })
        })
    }

    /// A demand comes due: met, it leaves nothing; not met, it costs both, and whoever threatened in vain is believed less.
    fn judge(&mut self, demand: &Demand) {
        let rules = &self.facts.catalog.rules.deals;
        let stands = self.measures.list.iter().any(|m| m.id == demand.measure && m.is_in_force(self.month));
        let names = (region(&self.facts.catalog, demand.by).to_owned(), self.name(demand.to).to_owned());
        if !stands {
            self.note(format!("{} has met the demand of {}", names.1, names.0));
            return;
        }
        self.warm(demand.by, demand.to, -rules.demand_points);
        let bit = 1_u32 << demand.to.index();
        let answered = self.measures.list.iter().any(|m| {
            m.by == demand.by && m.announced >= demand.made && m.treaty.is_none() && targets(self.facts, m, self.month) & bit != 0
        });
        if !answered {
            for with in (0..self.facts.regions).map(RegionId::from_index).filter(|with| *with != demand.by) {
                self.believe(demand.by, with, -rules.bluff_credibility);
            }
        }
        self.note(format!("{} lets the date pass that {} had set", names.1, names.0));
    }

    /// A month passes: deals and offers end, breaches are found, dates come due; once a quarter what is kept bears fruit.
    fn pass_month(&mut self, dice: &Dice) {
        let month = self.month;
        for deal in self.deals.list.clone() {
            if month >= deal.until {
                self.end(&deal);
                let text = format!("The deal of {} and {} is over", self.name(deal.parties[0]), self.name(deal.parties[1]));
                self.note(text);
            } else if let Some(by) = self.breach(&deal) {
                let chance = 1.0 - math::pow(1.0 - self.facts.catalog.rules.deals.found_share.min(0.999), 1.0 / 12.0);
                if dice.share(month, Purpose::Breach, u64::from(deal.id)) < chance {
                    self.break_off(&deal, by, "is found to have broken");
                }
            } else if month.of_year().is_multiple_of(3) {
                self.keep(&deal);
            }
        }
        self.deals.offers.retain(|offer| month < offer.lapses);
        let (due, open) = std::mem::take(&mut self.deals.demands).into_iter().partition(|demand| month >= demand.due);
        self.deals.demands = open;
        due.iter().for_each(|demand| self.judge(demand));
        self.deals.contacts.retain(|contact| month.since(contact.month) < 60);
    }

    fn keep(&mut self, deal: &Deal) {
        let rules = &self.facts.catalog.rules.deals;
        let [a, b] = deal.parties;
        let above = |of: RegionId, to: RegionId| {
            let base = self.facts.base_relations[of.index() * self.facts.regions + to.index()];
            self.relations.get(of.index()).and_then(|row| row.get(to.index())).map_or(0.0, |relation| relation - base)
        };
        if above(a, b).min(above(b, a)) < rules.kept_most {
            self.warm(a, b, rules.kept_points);
        }
        for (of, with) in [(a, b), (b, a)] {
            self.believe(of, with, rules.kept_credibility);
        }
    }
}

/// Deals, offers and demands pass a month.
pub fn keep_deals(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    dice: Res<Dice>,
    mut deals: ResMut<Deals>,
    mut measures: ResMut<Measures>,
    mut politics: ResMut<Politics>,
    mut history: ResMut<History>,
    mut treasuries: Query<&mut Treasury>,
) {
    if deals.list.is_empty() && deals.offers.is_empty() && deals.demands.is_empty() {
        return;
    }
    let relations = treasuries.iter_mut().map(|treasury| &mut treasury.into_inner().relations).collect();
    let (deals, measures, politics, history) = (&mut *deals, &mut *measures, &mut *politics, &mut *history);
    Table { facts: &facts, month: calendar.month, deals, measures, politics, relations, history }.pass_month(&dice);
}

impl Simulation {
    /// Changes something between governments, and brings what measures do up to it.
    pub(in crate::sim) fn at_table<T>(&mut self, change: impl FnOnce(&mut Table<'_>, &mut Diplomacy) -> T) -> T {
        let (facts, month) = (self.facts().clone(), self.now());
        let world = self.world_mut();
        let mut deals = std::mem::take(&mut *world.resource_mut::<Deals>());
        let mut measures = std::mem::take(&mut *world.resource_mut::<Measures>());
        let mut politics = std::mem::take(&mut *world.resource_mut::<Politics>());
        let mut history = std::mem::take(&mut *world.resource_mut::<History>());
        let mut diplomacy = std::mem::take(&mut *world.resource_mut::<Diplomacy>());
        let mut query = world.query::<&mut Treasury>();
        let relations = query.iter_mut(world).map(|treasury| &mut treasury.into_inner().relations).collect();
        let mut table = Table {
            facts: &facts,
            month,
            deals: &mut deals,
            measures: &mut measures,
            politics: &mut politics,
            relations,
            history: &mut history,
        };
        let result = change(&mut table, &mut diplomacy);
        world.insert_resource(deals);
        world.insert_resource(measures);
        world.insert_resource(politics);
        world.insert_resource(history);
        world.insert_resource(diplomacy);
        refresh(self);
        result
    }
}

//! What is at stake between two governments, measured in the world: trade, output, duties, licences, know-how, quarrels.

use super::grievances::targets;
use super::terms::Terms;
use crate::content::definitions::diplomacy::{Deals as Rules, Flow, Stake};
use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::{Setting, Value};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::Simulation;
use crate::sim::buyers::components::Cars;
use crate::sim::facts::Facts;
use crate::sim::policy::components::{Effects, Measure, Measures};
use crate::sim::policy::measures::InForce;
use crate::sim::society::components::Treasury;
use crate::sim::technology::components::KnowHow;
use crate::sim::trade::components::{Customer, Markets};
use crate::units::Month;

/// Grievance points at which a quarrel counts half (a tariff and a licence).
const HALF_QUARREL: f64 = 16.0;

/// The world as negotiators measure it.
pub struct Stakes<'a> {
    /// Tables.
    pub facts: &'a Facts,
    /// What is sold where.
    pub markets: &'a Markets,
    /// Cars.
    pub cars: &'a Cars,
    /// What measures do.
    pub effects: &'a Effects,
    /// Measures.
    pub measures: &'a [Measure],
    /// Relations by region, of each to all.
    pub relations: Vec<&'a [f64]>,
    /// Now.
    pub month: Month,
    know_how: Vec<&'a KnowHow>,
    /// By region: its government's budget, $M a year.
    budgets: Vec<f64>,
    /// By region: what its chain and car plants make and use a year, $M.
    size: Vec<f64>,
}

impl<'a> Stakes<'a> {
    /// Looks at a world.
    #[must_use]
    pub fn new(sim: &'a Simulation) -> Self {
        let world = sim.world();
        let relations = world.try_query::<&Treasury>().map(|mut q| q.iter(world).map(|t| t.relations.as_slice()).collect());
        let know_how = world.try_query::<&KnowHow>().map(|mut query| query.iter(world).collect());
        let mut stakes = Self {
            facts: sim.facts(),
            markets: world.resource(),
            cars: world.resource(),
            effects: world.resource(),
            measures: &world.resource::<Measures>().list,
            relations: relations.unwrap_or_default(),
            month: sim.now(),
            know_how: know_how.unwrap_or_default(),
            budgets: world.try_query::<&Treasury>().map(|mut q| q.iter(world).map(|t| t.budget).collect()).unwrap_or_default(),
            size: Vec::new(),
        };
        let goods = || (0..stakes.facts.catalog.goods.len()).map(GoodId::from_index);
        let size = |region| goods().map(|good| stakes.makes(good, region) + stakes.uses(good, region)).sum();
        stakes.size = (0..stakes.facts.regions).map(RegionId::from_index).map(size).collect();
        stakes
    }

    /// The rules of deals.
    #[must_use]
    pub fn rules(&self) -> &'a Rules {
        &self.facts.catalog.rules.deals
    }

    /// Relations of one government to another, −100 to 100.
    #[must_use]
    pub fn relation(&self, of: RegionId, to: RegionId) -> f64 {
        self.relations.get(of.index()).and_then(|row| row.get(to.index())).copied().unwrap_or(0.0)
    }

    /// The powertrain of a car good.
    fn powertrain(&self, good: GoodId) -> Option<usize> {
        self.facts.car_goods.iter().position(|car| *car == good)
    }

    /// What a region makes of a good a year, $M.
    #[must_use]
    pub fn makes(&self, good: GoodId, region: RegionId) -> f64 {
        match self.powertrain(good) {
            Some(p) => self.cars.in_region(region).map(|presence| 12.0 * presence.built_year[p] * presence.price[p]).sum(),
            None => {
                let node = self.markets.of(good).node(region);
                12.0 * node.made * node.spot
            }
        }
    }

    /// What a region uses of a good a year, $M.
    #[must_use]
    pub fn uses(&self, good: GoodId, region: RegionId) -> f64 {
        match self.powertrain(good) {
            Some(p) => self.cars.in_region(region).map(|presence| 12.0 * presence.sold_year[p] * presence.price[p]).sum(),
            None => {
                let market = self.markets.of(good);
                12.0 * market.used_in(region) * market.node(region).spot
            }
        }
    }

    /// What goes of a good from one region to another a year, $M. Of cars: what its makers sell there beyond what they build there.
    #[must_use]
    pub fn sells(&self, good: GoodId, from: RegionId, to: RegionId) -> f64 {
        if let Some(p) = self.powertrain(good) {
            let abroad = self.cars.in_region(to).filter(|presence| self.cars.makers[presence.maker as usize].home == from);
            return abroad.map(|presence| 12.0 * (presence.sold_year[p] - presence.built_year[p]).max(0.0) * presence.price[p]).sum();
        }
        let market = self.markets.of(good);
        let columns = market.buyers.len();
        let mut sum = 0.0;
        for (row, seller) in market.sellers.iter().enumerate().filter(|(_, seller)| seller.region == from) {
            let flows = market.flow_year[row * columns..(row + 1) * columns].iter().zip(&market.buyers);
            let units: f64 = flows.filter(|(_, buyer)| buyer.region == to).map(|(flow, _)| f64::from(*flow)).sum();
            sum += 12.0 * units * seller.ask;
        }
        sum
    }

    /// What a region sells to each country a year along the chain, itself included, $M; its makers' cars too.
    #[must_use]
    pub fn exports(&self, region: RegionId) -> Vec<f64> {
        let mut sums = vec![0.0; self.facts.regions];
        for market in &self.markets.goods {
            let columns = market.buyers.len();
            for (row, seller) in market.sellers.iter().enumerate().filter(|(_, seller)| seller.region == region) {
                for (flow, buyer) in market.flow_year[row * columns..(row + 1) * columns].iter().zip(&market.buyers) {
                    sums[buyer.region.index()] += 12.0 * f64::from(*flow) * seller.ask;
                }
            }
        }
        for presence in self.cars.presences.iter().filter(|presence| self.cars.makers[presence.maker as usize].home == region) {
            let sold = (0..presence.price.len()).map(|p| (presence.sold_year[p] - presence.built_year[p]).max(0.0) * presence.price[p]);
            sums[presence.region.index()] += 12.0 * sold.sum::<f64>();
        }
        sums
    }

    /// The part of what a region sells abroad that one country buys.
    #[must_use]
    pub fn hangs_on(&self, region: RegionId, buyer: RegionId) -> f64 {
        let exports = self.exports(region);
        let all: f64 = exports.iter().enumerate().filter(|(to, _)| *to != region.index()).map(|(_, musd)| musd).sum();
        if all > 0.0 && buyer != region { exports[buyer.index()] / all } else { 0.0 }
    }

    /// An amount, $M a year, as a stake of a region, 0 to 1: half at a fixed part of its own chain.
    #[must_use]
    pub fn weigh(&self, musd: f64, region: RegionId) -> f64 {
        let half = (self.rules().half_stake_share * self.size[region.index()]).max(self.rules().least_stake_musd);
        musd.max(0.0) / (musd.max(0.0) + half)
    }

    /// A stake in an article for one of its parties, 0 to 1.
    #[must_use]
    pub fn of(&self, stake: &Stake, article: &Measure, with: RegionId, viewer: RegionId) -> f64 {
        let by = article.by;
        let m = InForce { measure: article, facts: self.facts, month: self.month.max(article.since), phase: 1.0 };
        let sum = |flow: &Flow, value: &dyn Fn(GoodId) -> f64| self.weigh(m.goods(&flow.on).into_iter().map(value).sum::<f64>(), viewer);
        match stake {
            Stake::Always(whole) => whole.part,
            Stake::GiverSells(flow) => sum(flow, &|good| self.sells(good, by, with)),
            Stake::ReceiverSells(flow) => sum(flow, &|good| self.sells(good, with, by)),
            Stake::Opening(flow) => sum(flow, &|good| self.opening(good, with, by)),
            Stake::HeldBack(flow) => sum(flow, &|good| self.held_back(good, by, with)),
            Stake::GiverMakes(flow) => sum(flow, &|good| self.makes(good, by)),
            Stake::ReceiverMakes(flow) => sum(flow, &|good| self.makes(good, with)),
            Stake::ReceiverUses(flow) => sum(flow, &|good| self.uses(good, with)),
            Stake::Pays(pays) => {
                let musd = m.number(&Value::Setting(pays.setting.clone())).max(0.0);
                // Who pays sets it against its budget for the contest, who is paid against its chain.
                if viewer == by { musd / (musd + self.rules().half_stake_share * self.budget(by)) } else { self.weigh(musd, viewer) }
            }
            Stake::Lead(whole) => whole.part * self.lead(by, with),
            Stake::Quarrel(whole) => whole.part * self.quarrel(by, with, self.least_rung(&m)),
            Stake::Threat(whole) => {
                let scenario = &self.facts.catalog.scenario;
                let rival = if scenario.is_side(by) { scenario.rival(by) } else { scenario.china };
                whole.part * (-self.relation(with, rival)).max(0.0) / 100.0
            }
        }
    }

    /// What duties keep a seller from selling, $M a year: its sales and a part of what it might sell, as far as duties weigh.
    fn opening(&self, good: GoodId, seller: RegionId, buyer: RegionId) -> f64 {
        let duty = self.effects.tariff[self.effects.at(good, seller, buyer)].clamp(0.0, 1.0);
        let most = self.makes(good, seller).min(self.uses(good, buyer));
        (self.sells(good, seller, buyer) + self.rules().reach_share * most) * duty
    }

    /// What licences hold back of what a user would take from a giver, $M a year, as its share of the world's output goes.
    fn held_back(&self, good: GoodId, giver: RegionId, user: RegionId) -> f64 {
        let open = self.effects.licence[self.effects.at(good, giver, user)];
        if open >= 1.0 { 0.0 } else { self.uses(good, user) * self.power(good, giver) * (1.0 - open) }
    }

    /// A region's share of what the world makes of a good.
    #[must_use]
    pub fn power(&self, good: GoodId, region: RegionId) -> f64 {
        let world: f64 = (0..self.facts.regions).map(|r| self.makes(good, RegionId::from_index(r))).sum();
        if world > 0.0 { self.makes(good, region) / world } else { 0.0 }
    }

    /// How far the best firms of one country are ahead of those of another, over all technologies that it works with, 0 to 1.
    fn lead(&self, giver: RegionId, hears: RegionId) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0_f64);
        for technology in 0..self.facts.catalog.technologies.len() {
            let of = |home: RegionId| {
                let firms = self.know_how.iter().zip(&self.facts.catalog.firms).filter(move |(_, firm)| firm.home == home);
                firms.map(|(know, _)| know.experience[technology]).fold(0.0, f64::max)
            };
            let (best, other) = (of(giver), of(hears));
            if best > 0.0 {
                sum += (1.0 - other / best).max(0.0);
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// The lowest rung that an article is about; every one unless it is a truce.
    fn least_rung(&self, m: &InForce<'_>) -> f64 {
        let effects = &self.facts.catalog.policies[m.measure.policy.index()].effects;
        let rungs = effects.iter().filter_map(|effect| if let Effect::Truce(e) = effect { Some(m.number(&e.rung)) } else { None });
        rungs.fold(0.0, f64::max)
    }

    /// Hostile measures of one government from a rung up that stand against another, 0 to 1.
    #[must_use]
    pub fn quarrel(&self, by: RegionId, against: RegionId, least: f64) -> f64 {
        let rules = &self.facts.catalog.rules.diplomacy;
        let points = |m: &&Measure| super::formulas::grievance(rules, self.facts.catalog.policies[m.policy.index()].rung);
        let high = |m: &&Measure| f64::from(self.facts.catalog.policies[m.policy.index()].rung) >= least;
        let sum: f64 = self.standing_against(by, against).filter(high).map(|m| points(&m)).sum();
        sum / (sum + HALF_QUARREL)
    }

    /// Hostile measures of one government that stand against another.
    pub fn standing_against(&self, by: RegionId, against: RegionId) -> impl Iterator<Item = &'a Measure> + '_ {
        let rung = |m: &Measure| self.facts.catalog.policies[m.policy.index()].rung;
        let mine = self.measures.iter().filter(move |m| m.by == by && rung(m) > 0 && m.treaty.is_none());
        mine.filter(move |m| {
            m.until.is_none_or(|until| self.month < until) && targets(self.facts, m, self.month) & (1 << against.index()) != 0
        })
    }

    /// A government's yearly budget for the contest, $M; a million where it has none.
    fn budget(&self, of: RegionId) -> f64 {
        self.budgets.get(of.index()).copied().unwrap_or(0.0).max(1.0)
    }

    /// The part of a good's sales from a region that leaves it; cars aside.
    #[must_use]
    pub fn raw(&self, good: GoodId, region: RegionId) -> f64 {
        let (mut all, mut home) = (0.0, 0.0);
        let market = self.markets.of(good);
        let columns = market.buyers.len();
        for (row, _) in market.sellers.iter().enumerate().filter(|(_, seller)| seller.region == region) {
            for (flow, buyer) in market.flow_year[row * columns..(row + 1) * columns].iter().zip(&market.buyers) {
                all += f64::from(*flow);
                home += if buyer.region == region && buyer.customer != Customer::Reserve { f64::from(*flow) } else { 0.0 };
            }
        }
        if all > 0.0 { 1.0 - home / all } else { 0.0 }
    }
}

/// How far an article's setting goes, from its least to its most, 0 to 1; 1 where none says.
#[must_use]
pub fn level(facts: &Facts, article: &Measure, by: Option<&String>) -> f64 {
    let Some(name) = by else { return 1.0 };
    let rule = facts.catalog.policies[article.policy.index()].settings.get(name);
    match (rule, article.settings.get(name)) {
        (Some(rule), Some(Setting::Number(number))) if rule.most > rule.least => (number - rule.least) / (rule.most - rule.least),
        _ => 1.0,
    }
}

/// The part of what a deal brings in the long run that its term gives, 0 to 1.
#[must_use]
pub fn term_share(rules: &Rules, terms: &Terms) -> f64 {
    let months = f64::from(terms.months);
    months / (months + rules.half_months)
}

//! What a measure would cost its government a year at today's volumes and prices: an estimate for quotes, not a forecast.
//! Buyers and makers who answer to the measure are left out; a forecast (an imagined copy) has them.

use super::components::Measure;
use super::measures::InForce;
use crate::content::definitions::cars::Powertrain;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::{Value, What};
use crate::content::ids::GoodId;
use crate::sim::Simulation;
use crate::sim::buyers::components::{Cars, Presence};
use crate::sim::investment::components::Pipeline;
use crate::sim::ledger::components::UnitCost;
use crate::sim::ledger::standards::balance;
use crate::sim::plans::storage::storage_cost;
use crate::sim::production::components::{Facility, Run};
use crate::sim::society::components::Batteries;
use crate::sim::trade::components::{Market, Markets};

/// Million US$ a year in full effect; negative is income.
#[must_use]
pub fn yearly_cost(sim: &Simulation, measure: &Measure) -> f64 {
    let m = InForce { measure, facts: sim.facts(), month: sim.now().max(measure.since), phase: 1.0 };
    let view = View { sim, m };
    sim.catalog()[measure.policy].effects.iter().map(|effect| view.effect(effect)).sum()
}

struct View<'a> {
    sim: &'a Simulation,
    m: InForce<'a>,
}

impl View<'_> {
    fn effect(&self, effect: &Effect) -> f64 {
        let number = |value: &Value| self.m.number(value);
        match effect {
            Effect::Tariff(e) => -number(&e.rate) * self.imports(&e.on, self.m.regions(&e.from)),
            Effect::ExportTax(e) => -number(&e.rate) * self.exports(&e.on, self.m.regions(&e.to)),
            Effect::PurchaseCredit(e) => number(&e.kusd) * number(&e.buyers_share) * self.sold(&e.powertrains, |_, _| 1.0),
            Effect::PurchaseTaxRelief(e) => {
                let (share, cap) = (number(&e.share), e.cap_kusd.as_ref().map_or(f64::INFINITY, number));
                self.sold(&e.powertrains, |presence, p| (share * presence.price[p]).min(cap))
            }
            Effect::ProductionCredit(e) => {
                self.made(&e.on, self.m.regions(&e.excluded_owners), number(&e.musd_per_unit), number(&e.cost_share))
            }
            Effect::CapexGrant(e) => (number(&e.share) * self.building(&e.on)).min(e.yearly_musd.as_ref().map_or(f64::INFINITY, number)),
            Effect::PriceFloor(e) => self.gap(&e.on, number(&e.musd)).min(number(&e.yearly_musd)),
            // Lending costs the state what it forgoes in interest on what it lends in a year, over half of a loan's twelve years.
            Effect::SoftLoan(e) => 6.0 * number(&e.spread) * (number(&e.lent_share) * self.building(&e.on)).min(number(&e.yearly_musd)),
            Effect::ProvincialCredit(e) => (number(&e.grant) * self.building(&e.on)).min(number(&e.yearly_musd)),
            Effect::Charging(e) => number(&e.musd_per_year),
            Effect::FleetStandard(e) => -number(&e.fine_kusd) * self.missing_credits(number(&e.plug_share)),
            Effect::Research(e) => number(&e.musd_per_year),
            Effect::Stockpile(e) => self.stockpile(&e.on, number(&e.months), number(&e.pace_months)),
            Effect::Procurement(e) => {
                let batteries = self.sim.world().resource::<Batteries>();
                storage_cost(self.m.facts, self.markets(), batteries, self.m.measure.by, number(&e.storage_gwh))
                    + super::systems::fleet_cost(self.world_cars(), self.m.measure.by, number(&e.cars_thousand))
            }
            Effect::ExportLicence(_)
            | Effect::ImportBan(_)
            | Effect::ContentRule(_)
            | Effect::WhiteList(_)
            | Effect::VentureRule(_)
            | Effect::InvestmentScreen(_)
            | Effect::RecyclingMandate(_)
            | Effect::Permitting(_)
            | Effect::PlanPriority(_)
            | Effect::CapacityFreeze(_)
            | Effect::Skills(_) => 0.0,
        }
    }

    /// Credits a year that all makers together lack for a plug share, thousand: what they have over they sell to each other.
    fn missing_credits(&self, share: f64) -> f64 {
        let rules = &self.m.facts.catalog.rules.automakers;
        let here = self.world_cars().presences.iter().filter(|p| p.region == self.m.measure.by && p.selling);
        12.0 * (-here.map(|presence| balance(rules, presence, share)).sum::<f64>()).max(0.0)
    }

    fn world_cars(&self) -> &Cars {
        self.sim.world().resource::<Cars>()
    }

    fn markets(&self) -> &Markets {
        self.sim.world().resource::<Markets>()
    }

    /// Value of a year's flows of goods between sellers and buyers that pass `take`, at the sellers' gates.
    fn flows(&self, on: &What, take: impl Fn(usize, usize) -> bool) -> f64 {
        let value = |market: &Market| {
            let columns = market.buyers.len();
            let mut sum = 0.0;
            for (s, seller) in market.sellers.iter().enumerate() {
                for (b, buyer) in market.buyers.iter().enumerate() {
                    if seller.region != buyer.region && take(seller.region.index(), buyer.region.index()) {
                        sum += 12.0 * f64::from(market.flow_year[s * columns + b]) * seller.ask;
                    }
                }
            }
            sum
        };
        self.m.goods(on).iter().map(|good| value(self.markets().of(*good))).sum()
    }

    fn imports(&self, on: &What, from: u32) -> f64 {
        let home = self.m.measure.by.index();
        self.flows(on, |f, t| t == home && from & (1 << f) != 0) + self.car_trade(on, from, |seller, buyer| buyer == home && seller != home)
    }

    fn exports(&self, on: &What, to: u32) -> f64 {
        let home = self.m.measure.by.index();
        self.flows(on, |f, t| f == home && to & (1 << t) != 0) + self.car_trade(on, to, |seller, buyer| seller == home && buyer != home)
    }

    /// Value of a year's cars over borders, by what makers sell in a region and do not build there, spread over their plants.
    fn car_trade(&self, on: &What, other: u32, take: impl Fn(usize, usize) -> bool) -> f64 {
        let (cars, facts) = (self.world_cars(), self.m.facts);
        let goods = self.m.goods(on);
        let home = self.m.measure.by.index();
        let mut sum = 0.0;
        for maker in 0..cars.makers.len() {
            let row = &cars.presences[maker * facts.regions..(maker + 1) * facts.regions];
            for (p, _) in facts.car_goods.iter().enumerate().filter(|(_, good)| goods.contains(good)) {
                let spare: Vec<f64> = row.iter().map(|x| (x.built_year[p] - x.sold_year[p]).max(0.0)).collect();
                let all: f64 = spare.iter().sum();
                for (to, dealer) in row.iter().enumerate() {
                    let missing = (dealer.sold_year[p] - dealer.built_year[p]).max(0.0);
                    let from = |f: usize| if all > 0.0 { missing * spare[f] / all } else { 0.0 };
                    let partner = |f: usize| other & (1 << if to == home { f } else { to }) != 0;
                    sum += (0..facts.regions)
                        .filter(|f| take(*f, to) && partner(*f))
                        .map(|f| 12.0 * from(f) * dealer.landed_cost[p])
                        .sum::<f64>();
                }
            }
        }
        sum
    }

    /// Cars sold at home in a year, each weighed, thousand times k$.
    fn sold(&self, powertrains: &[Powertrain], each: impl Fn(&Presence, usize) -> f64) -> f64 {
        let home = self.world_cars().presences.iter().filter(|p| p.region == self.m.measure.by);
        home.map(|presence| powertrains.iter().map(|p| 12.0 * presence.sold_year[*p as usize] * each(presence, *p as usize)).sum::<f64>())
            .sum()
    }

    /// Credits on a year's output of home lines whose owners may claim, and of home car plants.
    fn made(&self, on: &What, excluded: u32, per_unit: f64, share: f64) -> f64 {
        let facts = self.m.facts;
        let goods = self.m.goods(on);
        let mut sum = 0.0;
        if let Some(mut query) = self.sim.world().try_query::<(&Facility, &Run, &UnitCost)>() {
            for (line, run, cost) in query.iter(self.sim.world()) {
                let claims = excluded & (1 << facts.catalog.firms[line.owner.index()].home.index()) == 0;
                if line.region == self.m.measure.by && claims && goods.contains(&facts.process(line.process).makes) {
                    sum += 12.0 * run.made_year * (per_unit + share * (cost.cash - cost.credit));
                }
            }
        }
        let cars = self.world_cars();
        for presence in cars.presences.iter().filter(|p| p.region == self.m.measure.by) {
            let home = cars.makers[presence.maker as usize].home;
            for (p, _) in facts.car_goods.iter().enumerate().filter(|(_, good)| goods.contains(good)) {
                if excluded & (1 << home.index()) == 0 {
                    sum += 12.0 * presence.built_year[p] * (per_unit + share * presence.landed_cost[p]);
                }
            }
        }
        sum
    }

    /// A year's spending on home plants for goods that are under way.
    fn building(&self, on: &What) -> f64 {
        let goods = self.m.goods(on);
        let projects = &self.sim.world().resource::<Pipeline>().projects;
        let ours = projects.iter().filter(|p| p.region == self.m.measure.by && goods.contains(&self.m.facts.process(p.process).makes));
        ours.map(|p| (p.cost - p.spent).max(0.0).min(12.0 * p.cost / p.build_months.max(1.0))).sum()
    }

    /// A year's gap of home output to a floor.
    fn gap(&self, on: &What, floor: f64) -> f64 {
        let home = self.m.measure.by;
        self.m.goods(on).iter().map(|g| self.markets().of(*g).node(home)).map(|n| 12.0 * n.made * (floor - n.spot).max(0.0)).sum()
    }

    /// The first year of filling a store.
    fn stockpile(&self, on: &What, months: f64, pace: f64) -> f64 {
        let home = self.m.measure.by;
        let one = |good: &GoodId| {
            let market = self.markets().of(*good);
            market.used_in(home) * (12.0 * pace).min(months) * market.node(home).spot
        };
        self.m.goods(on).iter().map(one).sum()
    }
}

//! What a measure would cost its government in its first full year, at today's prices and at the volumes that people expect then:
//! an estimate for quotes, not a forecast. Of those who answer to the measure only traders are there, whom a duty drives away; a
//! forecast (an imagined copy) has them all. Volumes are in `policy::volumes`.

use super::components::{Effects, Measure, Measures};
use super::measures::InForce;
use super::systems;
use super::volumes::Ahead;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::{Value, What};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::Simulation;
use crate::sim::buyers::components::{Cars, POWERTRAINS};
use crate::sim::buyers::systems::credits_of_maker;
use crate::sim::calendar::components::Drivers;
use crate::sim::investment::components::Work;
use crate::sim::investment::projects::lead;
use crate::sim::investment::weigh::wants;
use crate::sim::ledger::standards::balance;
use crate::sim::plans::cars::{Plant, take_back};
use crate::sim::plans::storage::storage_cost;
use crate::sim::society::components::{Batteries, Dependence};
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::{Market, Markets};
use crate::units::{Month, math};

/// The middle month of a year.
const MIDDLE: u32 = 7;

/// The first calendar year in which a measure is in full effect from January on, if it stands as it is from a month on.
#[must_use]
pub fn full_year(sim: &Simulation, measure: &Measure, from: Month) -> i32 {
    let phase = i32::try_from(sim.catalog()[measure.policy].phase_months).unwrap_or(0);
    let full = from.max(sim.now()).max(measure.since.plus(phase));
    full.year() + i32::from(full.of_year() > 1)
}

/// Million US$ in a year, in full effect; negative is income.
#[must_use]
pub fn cost_in(sim: &Simulation, measure: &Measure, year: i32) -> f64 {
    let month = Month::new(year, MIDDLE);
    if measure.until.is_some_and(|until| until <= month) {
        return 0.0;
    }
    let list = &sim.world().resource::<Measures>().list;
    // What it replaces is no longer there.
    let ended = |m: &&Measure| m.id == measure.id || measure.replaces(sim.catalog(), m);
    let others = list.iter().filter(|m| !ended(m)).cloned().chain([measure.clone()]);
    let mut effects = Effects::default();
    systems::build(sim.facts(), month, &others.collect::<Vec<_>>(), &mut effects);
    let years = f64::from(month.since(sim.now())).max(0.0) / 12.0;
    let m = InForce { measure, facts: sim.facts(), month, phase: 1.0 };
    let view = View { sim, m, effects, ahead: Ahead { sim, years } };
    view.purchases() + sim.catalog()[measure.policy].effects.iter().map(|effect| view.effect(effect)).sum::<f64>()
}

/// Standing measures of the same government that a measure would end.
pub fn replaced<'a>(sim: &'a Simulation, planned: &Measure) -> Vec<&'a Measure> {
    let standing = sim.world().resource::<Measures>().list.iter().filter(|m| planned.replaces(sim.catalog(), m));
    standing.filter(|m| m.until.is_none_or(|until| until > planned.since)).collect()
}

/// Whether a measure gives something to whoever builds.
#[must_use]
pub fn helps_builders(sim: &Simulation, measure: &Measure) -> bool {
    let helps = |effect: &Effect| matches!(effect, Effect::CapexGrant(_) | Effect::SoftLoan(_) | Effect::ProvincialCredit(_));
    sim.catalog()[measure.policy].effects.iter().any(helps)
}

struct View<'a> {
    sim: &'a Simulation,
    m: InForce<'a>,
    /// What measures do in that year, this one among them.
    effects: Effects,
    ahead: Ahead<'a>,
}

impl View<'_> {
    fn effect(&self, effect: &Effect) -> f64 {
        let number = |value: &Value| self.m.number(value);
        match effect {
            Effect::Tariff(e) => -number(&e.rate) * self.imports(&e.on, self.m.regions(&e.from)),
            Effect::ExportTax(e) => -number(&e.rate) * self.exports(&e.on, self.m.regions(&e.to)),
            Effect::ProductionCredit(e) => {
                self.made(&e.on, self.m.regions(&e.excluded_owners), number(&e.musd_per_unit), number(&e.cost_share))
            }
            Effect::CapexGrant(e) => (number(&e.share) * self.building(&e.on, self.m.regions(&e.excluded_owners)))
                .min(e.yearly_musd.as_ref().map_or(f64::INFINITY, number)),
            Effect::PriceFloor(e) => self.gap(&e.on, number(&e.musd)).min(number(&e.yearly_musd)),
            // Lending costs the state what it forgoes in interest on what it lends in a year, over half of a loan's twelve years.
            Effect::SoftLoan(e) => {
                let built = self.building(&e.on, self.m.regions(&e.excluded_owners));
                6.0 * number(&e.spread) * (number(&e.lent_share) * built).min(number(&e.yearly_musd))
            }
            Effect::ProvincialCredit(e) => (number(&e.grant) * self.building(&e.on, 0)).min(number(&e.yearly_musd)),
            Effect::Charging(e) => number(&e.musd_per_year),
            Effect::FleetStandard(e) => -number(&e.fine_kusd) * self.missing_credits(number(&e.plug_share)),
            Effect::Research(e) => number(&e.musd_per_year),
            Effect::Infrastructure(e) => number(&e.musd_per_year),
            Effect::Guarantee(e) => number(&e.musd_per_year),
            Effect::Stockpile(e) => self.stockpile(&e.on, number(&e.months), number(&e.pace_months)),
            Effect::Procurement(e) => {
                let batteries = self.sim.world().resource::<Batteries>();
                storage_cost(self.m.facts, self.markets(), batteries, self.m.measure.by, number(&e.storage_gwh))
                    + systems::fleet_cost(self.cars(), self.m.measure.by, number(&e.cars_thousand))
            }
            Effect::OreFinance(e) => number(&e.yearly_musd),
            Effect::Disclosure(e) => number(&e.musd_per_year),
            Effect::TradeRemedy(_) | Effect::ImportFloor(_) | Effect::CarbonStandard(_) => -self.found(),
            // What goes to buyers of cars is added up by `purchases`.
            Effect::PurchaseCredit(_)
            | Effect::PurchaseTaxRelief(_)
            | Effect::ExportLicence(_)
            | Effect::ImportBan(_)
            | Effect::ContentRule(_)
            | Effect::WhiteList(_)
            | Effect::VentureRule(_)
            | Effect::InvestmentScreen(_)
            | Effect::RecyclingMandate(_)
            | Effect::Permitting(_)
            | Effect::PlanPriority(_)
            | Effect::CapacityFreeze(_)
            | Effect::KnowHowControl(_)
            | Effect::OutboundScreen(_)
            | Effect::Shunning(_)
            | Effect::FirmListing(_)
            | Effect::MagnetLicence(_)
            | Effect::CarQuota(_)
            | Effect::PriceUndertaking(_)
            | Effect::Goodwill(_)
            | Effect::Consolidation(_)
            | Effect::Allocation(_)
            | Effect::Pledge(_)
            | Effect::Skills(_)
            // Duties forgone are weighed in the deal, as revenue of the giver.
            | Effect::TariffRelief(_)
            | Effect::LicenceWaiver(_)
            | Effect::CountsAsHome(_)
            | Effect::OfftakeShare(_)
            | Effect::HurdleRelief(_)
            | Effect::TechnologyLicence(_)
            | Effect::Truce(_) => 0.0,
        }
    }

    /// Credits and reliefs of the measure on the cars that will be sold at home, by what each maker's cars get.
    fn purchases(&self) -> f64 {
        let (home, cars) = (self.m.measure.by, self.cars());
        let credits = self.effects.credits[home.index()].iter().filter(|credit| credit.measure == self.m.measure.id);
        let credits: Vec<_> = credits.collect();
        if credits.is_empty() {
            return 0.0;
        }
        let (dependence, growth) = (self.sim.world().resource::<Dependence>(), self.ahead.cars_sold(home));
        let one = |maker: usize| {
            let presence = cars.presence(maker, home, self.m.facts.regions);
            let each = credits_of_maker(cars, dependence, &credits, maker, home, self.m.facts.regions);
            (0..POWERTRAINS).map(|p| 12.0 * presence.sold_year[p] * growth[p] * each[p]).sum::<f64>()
        };
        (0..cars.makers.len()).map(one).sum()
    }

    /// Credits a year that all makers together lack for a plug share, thousand: what they have over they sell to each other.
    fn missing_credits(&self, share: f64) -> f64 {
        let rules = &self.m.facts.catalog.rules.automakers;
        let here = self.cars().presences.iter().filter(|p| p.region == self.m.measure.by && p.selling);
        12.0 * (-here.map(|presence| balance(rules, presence, share)).sum::<f64>()).max(0.0)
    }

    fn cars(&self) -> &Cars {
        self.sim.world().resource::<Cars>()
    }

    fn markets(&self) -> &Markets {
        self.sim.world().resource::<Markets>()
    }

    /// Value of a year's flows of goods between sellers and buyers at the sellers' gates, as far as `take` takes them.
    fn flows(&self, on: &What, take: impl Fn(GoodId, usize, usize) -> f64) -> f64 {
        let value = |market: &Market| {
            let columns = market.buyers.len();
            let mut sum = 0.0;
            for (b, buyer) in market.buyers.iter().enumerate() {
                let (mut bought, mut taken) = (0.0, 0.0);
                for (s, seller) in market.sellers.iter().enumerate() {
                    let flow = f64::from(market.flow_year[s * columns + b]);
                    bought += flow;
                    if seller.region != buyer.region && flow > 0.0 {
                        taken += 12.0 * flow * seller.ask * take(market.good, seller.region.index(), buyer.region.index());
                    }
                }
                if taken > 0.0 {
                    sum += taken * self.ahead.purchases_growth(market, buyer, bought);
                }
            }
            sum
        };
        self.m.goods(on).iter().map(|good| value(self.markets().of(*good))).sum()
    }

    fn imports(&self, on: &What, from: u32) -> f64 {
        let home = self.m.measure.by.index();
        let take = |good, f: usize, t| {
            if t == home && f != home && from & (1 << f) != 0 { self.still_brought(good, (f, t)) } else { 0.0 }
        };
        self.flows(on, take) + self.car_trade(on, take)
    }

    /// What is left of a trade under that year's duties, as a multiple of today.
    fn still_brought(&self, good: GoodId, (from, to): (usize, usize)) -> f64 {
        let paid = |effects: &Effects| {
            let at = effects.at(good, RegionId::from_index(from), RegionId::from_index(to));
            (1.0 + effects.tariff[at]) * (1.0 + effects.export_tax[at])
        };
        let ratio = paid(&self.effects) / paid(self.sim.world().resource::<Effects>()).max(1e-9);
        if (ratio - 1.0).abs() < 1e-12 { 1.0 } else { math::pow(ratio, -self.m.facts.catalog.rules.trade.duty_elasticity) }
    }

    /// Duties a year at home as they were found.
    fn found(&self) -> f64 {
        let here = self.m.measure.levies.iter().filter(|levy| levy.to == self.m.measure.by);
        here.map(|levy| levy.rate * self.imports(&What::Goods(vec![levy.good]), 1 << levy.from.index())).sum()
    }

    fn exports(&self, on: &What, to: u32) -> f64 {
        let home = self.m.measure.by.index();
        let take = |good, f, t: usize| {
            if f == home && t != home && to & (1 << t) != 0 { self.still_brought(good, (f, t)) } else { 0.0 }
        };
        self.flows(on, take) + self.car_trade(on, take)
    }

    /// Value at the plants' gates of a year's cars over borders, as far as `take` takes them: each dealer's sales come from its maker's
    /// plants as its orders go to them.
    fn car_trade(&self, on: &What, take: impl Fn(GoodId, usize, usize) -> f64) -> f64 {
        let (cars, facts, world) = (self.cars(), self.m.facts, self.sim.world());
        let goods = self.m.goods(on);
        let taxed: Vec<usize> = (0..POWERTRAINS).filter(|p| goods.contains(&facts.car_goods[*p])).collect();
        if taxed.is_empty() {
            return 0.0;
        }
        let (effects, drivers, technologies) = (world.resource::<Effects>(), world.resource::<Drivers>(), world.resource::<Technologies>());
        let freight = drivers.freight[facts.freight_index[facts.car_goods[0].index()]];
        let growth: Vec<[f64; POWERTRAINS]> = (0..facts.regions).map(|r| self.ahead.cars_sold(RegionId::from_index(r))).collect();
        let mut sum = 0.0;
        for maker in 0..cars.makers.len() {
            let see = |from| Plant::see(facts, effects, drivers, technologies, cars, (maker, from));
            let plants: Vec<Plant<'_>> = (0..facts.regions).filter_map(see).collect();
            for to in (0..facts.regions).filter(|to| (0..facts.regions).any(|from| take(facts.car_goods[taxed[0]], from, *to) > 0.0)) {
                let at = maker * facts.regions + to;
                let dealer = &cars.presences[at];
                let offers: Vec<_> = plants.iter().map(|plant| plant.offer(facts, effects, freight, cars, at)).collect();
                for p in taxed.iter().copied() {
                    let all: f64 = offers.iter().map(|((weight, _), _)| weight[p]).sum();
                    let gate = offers.iter().filter(|_| all > 0.0).map(|((weight, landed), route)| {
                        take(facts.car_goods[p], route.plant % facts.regions, to) * weight[p] / all
                            * (landed[p] - route.duty[p] - route.freight - dealer.pack_kwh[p] * take_back(effects, dealer.region)).max(0.0)
                    });
                    sum += 12.0 * dealer.sold_year[p] * growth[to][p] * gate.sum::<f64>();
                }
            }
        }
        sum
    }

    /// Credits on a year's output of home lines whose owners may claim, and of home car plants.
    fn made(&self, on: &What, excluded: u32, per_unit: f64, share: f64) -> f64 {
        let (facts, home) = (self.m.facts, self.m.measure.by);
        let goods = self.m.goods(on);
        let may = |region: RegionId| excluded & (1 << region.index()) == 0;
        let lines = goods.iter().filter(|good| facts.is_traded(**good)).map(|good| {
            let output = self.ahead.made(*good, home, |firm| may(facts.catalog.firms[firm.index()].home));
            output.units * (per_unit + share * output.cost)
        });
        let mut sum: f64 = lines.sum();
        let (cars, growth) = (self.cars(), self.ahead.cars_sold(home));
        for presence in cars.presences.iter().filter(|p| p.region == home && may(cars.makers[p.maker as usize].home)) {
            for (p, _) in facts.car_goods.iter().enumerate().filter(|(_, good)| goods.contains(good)) {
                sum += 12.0 * presence.built_year[p] * growth[p] * (per_unit + share * presence.landed_cost[p]);
            }
        }
        sum
    }

    /// What is spent in the year on home plants for goods by firms that may claim: on what they think of building under the measure,
    /// as far as permits since it came into force are through.
    fn building(&self, on: &What, excluded: u32) -> f64 {
        let (facts, home, month) = (self.m.facts, self.m.measure.by, self.m.month);
        let goods = self.m.goods(on);
        let age = f64::from(month.since(self.m.measure.since)).max(0.0);
        let technologies = self.sim.world().resource::<crate::sim::technology::components::Technologies>();
        let spent = |verdict: &crate::sim::investment::components::Verdict| {
            let recipe = &facts.catalog.processes[verdict.process.index()];
            if excluded & (1 << facts.catalog.firms[verdict.firm.index()].home.index()) != 0 {
                return 0.0;
            }
            let (permit, build) = lead(facts, verdict.process, home, self.effects.support(recipe.makes, home), Work::Extension);
            let under_way = ((age - permit) / build.max(1.0)).clamp(0.0, 1.0);
            // Firms look once a quarter.
            4.0 * verdict.start * technologies.capex(facts, verdict.process, home) * under_way
        };
        wants(self.sim.world(), &self.effects, home, &goods).iter().map(spent).sum()
    }

    /// A year's gap of home output to a floor.
    fn gap(&self, on: &What, floor: f64) -> f64 {
        let home = self.m.measure.by;
        let one =
            |good: &GoodId| self.ahead.made(*good, home, |_| true).units * (floor - self.markets().of(*good).node(home).spot).max(0.0);
        self.m.goods(on).iter().map(one).sum()
    }

    /// The first twelve months of filling a store.
    fn stockpile(&self, on: &What, months: f64, pace: f64) -> f64 {
        let one = |good: &GoodId| {
            let (used, price) = self.ahead.used(self.markets().of(*good), self.m.measure.by);
            used * price * (12.0 * pace).min(months)
        };
        self.m.goods(on).iter().map(one).sum()
    }
}

//! Gauges read from a world, seen from a government (the list of them is `content::definitions::gauges`), and conditions upon them.

use bevy_ecs::prelude::World;

use super::buyers::components::Cars;
use super::calendar::components::Calendar;
use super::diplomacy::components::Diplomacy;
use super::events::components::Events;
use super::facts::Facts;
use super::ledger::components::{Account, Ledger};
use super::policy::components::Measures;
use super::politics::components::{Politics, Side};
use super::politics::figures::plug_share;
use super::society::components::{Dependence, Land, Treasury};
use super::technology::components::Technologies;
use super::trade::components::{Market, Markets};
use crate::content::definitions::chain::Stage;
use crate::content::definitions::gauges::{Brands, Gauge, Making, Place, Reliance, Stepped};
use crate::content::definitions::policies::Condition;
use crate::content::ids::{GoodId, PolicyId, RegionId};
use crate::units::MUSD_IN_CENTS;

/// A world, seen from a government.
#[derive(Clone, Copy)]
pub struct Viewpoint<'w> {
    /// The world.
    pub world: &'w World,
    /// The government's region.
    pub own: RegionId,
}

impl<'w> Viewpoint<'w> {
    /// Whether a condition holds. One that looks at a measure's settings (goods left open) never does: see `policy::needs`.
    #[must_use]
    pub fn holds(self, condition: &Condition) -> bool {
        let month = || self.world.resource::<Calendar>().month;
        match condition {
            Condition::All(e) => e.of.iter().all(|c| self.holds(c)),
            Condition::Any(e) => e.of.iter().any(|c| self.holds(c)),
            Condition::None(e) => !e.of.iter().any(|c| self.holds(c)),
            Condition::InForce(e) => self.in_force(e.policy, Place::Own),
            Condition::MeasureOf(e) => self.in_force(e.policy, e.by),
            Condition::TreasuryAtLeast(e) => self.world.resource::<Ledger>().cash_musd(Account::Government(self.own)) >= e.musd,
            Condition::NotBefore(e) => month() >= e.month,
            Condition::Before(e) => month() < e.month,
            Condition::AtLeast(e) => self.read(&e.gauge) >= e.value,
            Condition::Below(e) => self.read(&e.gauge) < e.value,
            Condition::Happened(e) => self.world.resource::<Events>().happened(e.event, e.answer),
            Condition::UtilisationBelow(_)
            | Condition::MakesAny(_)
            | Condition::Injury(_)
            | Condition::Shortage(_)
            | Condition::Friends(_)
            | Condition::RelationsAtLeast(_) => false,
        }
    }

    /// The value of a gauge. What is asked of the whole world where each region has its own is their mean.
    #[must_use]
    pub fn read(self, gauge: &Gauge) -> f64 {
        match gauge {
            Gauge::Tension(_) => self.world.resource::<Diplomacy>().tension,
            Gauge::Relations(e) => self
                .of_treasuries(e.of, |treasury, _| self.mean(e.to, |other| treasury.relations.get(other.index()).copied().unwrap_or(0.0))),
            Gauge::Approval(e) => self.of_treasuries(e.of, |treasury, _| treasury.approval),
            Gauge::Capital(e) => self.of_sides(e.of, |side| side.capital),
            Gauge::Credibility(e) => self.of_sides(e.of, Side::mean_credibility),
            Gauge::Debt(e) => self.of_treasuries(e.of, |treasury, region| {
                let cash = self.world.resource::<Ledger>().cash_musd(Account::Government(region));
                (treasury.debt as f64 / MUSD_IN_CENTS - cash) / if treasury.budget > 0.0 { treasury.budget } else { 1.0 }
            }),
            Gauge::Price(e) => self.market(e.good).world_price,
            Gauge::PriceGap(e) => price_gap(self.market(e.good)),
            Gauge::Cover(e) => cover(self.market(e.good)),
            Gauge::Growth(e) => self.market(e.good).growth,
            Gauge::Load(e) => self.load(e),
            Gauge::MadeShare(e) => self.made_share(e),
            Gauge::Dependence(e) => self.dependence(e),
            Gauge::PlugShare(e) => self.mean(e.of, |region| plug_share(self.world.resource::<Cars>(), region)),
            Gauge::BrandShare(e) => self.brand_share(e),
            Gauge::Jobs(e) => self.jobs(e.of),
            Gauge::Readiness(e) => self.world.resource::<Technologies>().readiness.get(e.technology.index()).copied().unwrap_or(9.0),
            Gauge::Rung(e) => self.rung(e),
        }
    }

    fn facts(self) -> &'w Facts {
        self.world.resource::<Facts>()
    }

    fn market(self, good: GoodId) -> &'w Market {
        self.world.resource::<Markets>().of(good)
    }

    /// The region that a place means; none for the world.
    fn region(self, place: Place) -> Option<RegionId> {
        match place {
            Place::Own => Some(self.own),
            Place::Rival => Some(self.facts().catalog.scenario.rival(self.own)),
            Place::World => None,
            Place::Region(region) => Some(region),
        }
    }

    fn covers(self, place: Place, region: RegionId) -> bool {
        self.region(place).is_none_or(|one| one == region)
    }

    fn mean(self, place: Place, value: impl Fn(RegionId) -> f64) -> f64 {
        let regions = self.facts().regions;
        self.region(place).map_or_else(|| (0..regions).map(|r| value(RegionId::from_index(r))).sum::<f64>() / regions.max(1) as f64, &value)
    }

    fn of_treasuries(self, place: Place, value: impl Fn(&Treasury, RegionId) -> f64) -> f64 {
        let Some(mut query) = self.world.try_query::<&Treasury>() else { return 0.0 };
        let list: Vec<&Treasury> = query.iter(self.world).collect();
        self.mean(place, |region| list.get(region.index()).map_or(0.0, |treasury| value(treasury, region)))
    }

    /// A number of a side's politics; 50 where no politics binds a government.
    fn of_sides(self, place: Place, value: impl Fn(&Side) -> f64) -> f64 {
        let politics = self.world.resource::<Politics>();
        self.mean(place, |region| politics.of(region).map_or(50.0, &value))
    }

    fn in_force(self, policy: PolicyId, by: Place) -> bool {
        let month = self.world.resource::<Calendar>().month;
        let measures = &self.world.resource::<Measures>().list;
        measures.iter().any(|m| m.policy == policy && self.covers(by, m.by) && m.is_in_force(month))
    }

    fn made_of(self, making: &Making) -> impl Iterator<Item = &'w Market> {
        let (goods, stages): (Vec<GoodId>, Vec<Stage>) = (making.goods.clone(), making.stages.clone());
        let catalog = &self.facts().catalog;
        self.world
            .resource::<Markets>()
            .goods
            .iter()
            .filter(move |market| goods.contains(&market.good) || stages.contains(&catalog.goods[market.good.index()].stage))
    }

    /// Sums over goods and places, by worth: output of a year, and capacity.
    fn worth(self, making: &Making, at: Place) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for market in self.made_of(making) {
            for (index, node) in market.nodes.iter().enumerate() {
                if self.covers(at, RegionId::from_index(index)) {
                    sums.0 += 12.0 * node.made * market.world_price;
                    sums.1 += node.capacity * market.world_price;
                }
            }
        }
        sums
    }

    fn load(self, making: &Making) -> f64 {
        let (made, can) = self.worth(making, making.at);
        if can > 0.0 { made / can } else { 0.0 }
    }

    fn made_share(self, making: &Making) -> f64 {
        let (here, all) = (self.worth(making, making.at).0, self.worth(making, Place::World).0);
        if all > 0.0 { here / all } else { 0.0 }
    }

    fn dependence(self, reliance: &Reliance) -> f64 {
        let facts = self.facts();
        let pairs = &self.world.resource::<Dependence>().pairs;
        let of = |user: RegionId, on: RegionId| {
            pairs.get(user.index() * facts.regions + on.index()).map_or(0.0, |pair| pair.index(&facts.catalog.rules.society))
        };
        self.mean(reliance.of, |user| self.mean(reliance.on, |on| of(user, on)))
    }

    fn brand_share(self, brands: &Brands) -> f64 {
        let cars = self.world.resource::<Cars>();
        let (mut own, mut all) = (0.0, 0.0);
        for presence in cars.presences.iter().filter(|p| self.covers(brands.at, p.region)) {
            let sold: f64 = presence.sold_year.iter().sum();
            all += sold;
            own += if self.covers(brands.of, cars.makers[presence.maker as usize].home) { sold } else { 0.0 };
        }
        if all > 0.0 { own / all } else { 0.0 }
    }

    fn jobs(self, place: Place) -> f64 {
        let Some(mut query) = self.world.try_query::<&Land>() else { return 0.0 };
        let lands = query.iter(self.world).enumerate().filter(|(index, _)| self.covers(place, RegionId::from_index(*index)));
        lands.map(|(_, land)| land.jobs.iter().sum::<f64>()).sum()
    }

    fn rung(self, stepped: &Stepped) -> f64 {
        let (month, steps) = (self.world.resource::<Calendar>().month, &self.world.resource::<Diplomacy>().steps);
        let lately =
            steps.iter().filter(|step| self.covers(stepped.by, step.by) && i64::from(month.since(step.month)) <= i64::from(stepped.months));
        f64::from(lately.map(|step| step.rung).max().unwrap_or(0))
    }
}

/// World price over what people expect, less 1.
fn price_gap(market: &Market) -> f64 {
    let (mut spot, mut expected) = (0.0, 0.0);
    for node in &market.nodes {
        spot += node.made * node.spot;
        expected += node.made * node.expected;
    }
    if expected > 0.0 { spot / expected - 1.0 } else { 0.0 }
}

/// Stock of sellers and users of the world over a month's use, months.
fn cover(market: &Market) -> f64 {
    let stock: f64 = market.nodes.iter().map(|node| node.stock + node.users_stock).sum();
    if market.demand > 0.0 { stock / market.demand } else { 0.0 }
}

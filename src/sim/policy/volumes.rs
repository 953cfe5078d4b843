//! How much will be sold, used and made in a year to come, as people expect it today: shares of cars go on as they have moved of
//! late, plants under way open, other users grow with their market. What a measure itself will change is left out.

use crate::content::definitions::start::Progress;
use crate::content::ids::{GoodId, ProcessId, RegionId};
use crate::sim::Simulation;
use crate::sim::buyers::components::{Cars, PLUGS, POWERTRAINS};
use crate::sim::facts::Facts;
use crate::sim::investment::components::{Capacity, Pipeline, Project};
use crate::sim::ledger::components::UnitCost;
use crate::sim::production::components::{Facility, Run};
use crate::sim::trade::components::{Buyer, Customer, Market};
use crate::units::math;

/// Years by which the means of buyers' wishes and of sales lie behind (their memories, six months and a year).
const WISH_LAG: f64 = 0.5;
/// The most by which a region's use of a good is expected to grow (E: nobody budgets for more within two years).
const MOST_GROWTH: f64 = 4.0;

/// What is expected some years from now.
#[derive(Clone, Copy)]
pub(super) struct Ahead<'a> {
    pub(super) sim: &'a Simulation,
    pub(super) years: f64,
}

/// Output of home plants of one kind: units a year, and what a unit costs.
pub(super) struct Output {
    pub(super) units: f64,
    pub(super) cost: f64,
}

impl Ahead<'_> {
    fn facts(&self) -> &Facts {
        self.sim.facts()
    }

    /// Cars sold in a region by powertrain, as a multiple of the last year's mean.
    pub(super) fn cars_sold(&self, region: RegionId) -> [f64; POWERTRAINS] {
        let rules = &self.facts().catalog.rules;
        let (mut sold, mut wished) = ([0.0; POWERTRAINS], [0.0; POWERTRAINS]);
        for presence in self.sim.world().resource::<Cars>().presences.iter().filter(|p| p.region == region) {
            for p in 0..POWERTRAINS {
                sold[p] += presence.sold_year[p];
                wished[p] += presence.expected[p];
            }
        }
        let bounds = (rules.expectations.growth_least, rules.automakers.planned_growth);
        grown(sold, wished, self.years, bounds)
    }

    /// What a buyer will use, as a multiple of what it uses now.
    fn use_growth(&self, market: &Market, buyer: &Buyer) -> f64 {
        let factor = match buyer.customer {
            Customer::Plants => self.plants_growth(market.good, buyer.region),
            Customer::Maker(_) => {
                let factors = self.cars_sold(buyer.region);
                let (mut then, mut now) = (0.0, 0.0);
                for presence in self.sim.world().resource::<Cars>().presences.iter().filter(|p| p.region == buyer.region) {
                    for p in PLUGS {
                        then += presence.sold_year[p] * factors[p];
                        now += presence.expected[p];
                    }
                }
                if now > 0.0 { then / now } else { 1.0 }
            }
            Customer::Storage | Customer::Devices | Customer::Outside | Customer::Reserve => math::pow(1.0 + market.growth, self.years),
        };
        factor.clamp(0.0, MOST_GROWTH)
    }

    /// What a buyer will buy in the year as a multiple of its purchases of the last one, which were `bought` a month.
    pub(super) fn purchases_growth(&self, market: &Market, buyer: &Buyer, bought: f64) -> f64 {
        if bought <= 1e-12 || buyer.customer == Customer::Reserve {
            return 1.0;
        }
        (buyer.use_expected * self.use_growth(market, buyer) / bought).clamp(0.0, MOST_GROWTH)
    }

    /// What all in a region will use of a good, units a month, and what a unit costs there.
    pub(super) fn used(&self, market: &Market, region: RegionId) -> (f64, f64) {
        let here = market.buyers.iter().filter(|b| b.region == region && b.customer != Customer::Reserve);
        let (mut units, mut value) = (0.0, 0.0);
        for buyer in here {
            let then = buyer.use_expected * self.use_growth(market, buyer);
            units += then;
            value += then * buyer.landed;
        }
        (units, if units > 0.0 { value / units } else { market.node(region).spot })
    }

    /// What a region's plants can take of an input then, as a multiple of what they can now.
    fn plants_growth(&self, good: GoodId, region: RegionId) -> f64 {
        let facts = self.facts();
        let taken = |process: ProcessId| facts.process(process).inputs.iter().find(|(g, _)| *g == good).map_or(0.0, |(_, units)| *units);
        let (mut now, mut then) = (0.0, 0.0);
        self.each_line(|line, capacity, _, _| {
            let units = if line.region == region { taken(line.process) } else { 0.0 };
            now += units * capacity.ramped;
            then += units * self.ramped(line.process, region, capacity.nameplate, capacity.ramped, self.months());
        });
        let projects = self.sim.world().resource::<Pipeline>().projects.iter().filter(|p| p.region == region && !p.ended);
        then += projects.map(|p| taken(p.process) * self.opened(p)).sum::<f64>();
        if now > 0.0 { then / now } else { 1.0 }
    }

    /// What home plants for a good whose owners `may` claim will make, those under way among them.
    pub(super) fn made(&self, good: GoodId, region: RegionId, may: impl Fn(crate::content::ids::FirmId) -> bool) -> Output {
        let facts = self.facts();
        let makes = |process: ProcessId| facts.process(process).makes == good;
        let (mut made, mut capacity_now, mut units, mut value) = (0.0, 0.0, 0.0, 0.0);
        self.each_line(|line, capacity, run, cost| {
            if line.region == region && makes(line.process) && capacity.ramped > 0.0 {
                made += 12.0 * run.made;
                capacity_now += capacity.ramped;
                if may(line.owner) {
                    let then = self.ramped(line.process, region, capacity.nameplate, capacity.ramped, self.months());
                    let more = 12.0 * run.made * (then / capacity.ramped).min(MOST_GROWTH);
                    units += more;
                    value += more * (cost.cash - cost.credit);
                }
            }
        });
        let load = if capacity_now > 0.0 { (made / capacity_now).min(1.0) } else { facts.catalog.rules.investment.busy_load };
        let market = self.sim.world().resource::<crate::sim::trade::components::Markets>().of(good);
        let cost = if units > 0.0 { value / units } else { market.marginal_cost };
        let projects = self.sim.world().resource::<Pipeline>().projects.iter();
        let ours = projects.filter(|p| p.region == region && !p.ended && makes(p.process) && may(p.firm));
        units += ours.map(|p| load * self.opened(p)).sum::<f64>();
        Output { units, cost }
    }

    fn months(&self) -> f64 {
        12.0 * self.years
    }

    /// Capacity of a project that runs then, units a year: half of what is only announced.
    fn opened(&self, project: &Project) -> f64 {
        let wait = match project.progress {
            Progress::Building => project.expected_months(),
            Progress::Permitting | Progress::Announced => project.expected_months() + project.build_months,
        };
        let weight = if project.progress == Progress::Announced { self.sim.catalog().rules.investment.announced_weight } else { 1.0 };
        weight * self.ramped(project.process, project.region, project.capacity, 0.0, self.months() - wait)
    }

    /// What runs of a nameplate after some months, if so much runs today: four fifths of the rest after the ramp time.
    fn ramped(&self, process: ProcessId, region: RegionId, nameplate: f64, today: f64, months: f64) -> f64 {
        let ramp = self.facts().catalog.processes[process.index()].ramp_months.at(region) / math::ln(5.0);
        today + (nameplate - today) * (1.0 - math::exp(-months.max(0.0) / ramp.max(1.0)))
    }

    fn each_line(&self, mut look: impl FnMut(&Facility, &Capacity, &Run, &UnitCost)) {
        if let Some(mut query) = self.sim.world().try_query::<(&Facility, &Capacity, &Run, &UnitCost)>() {
            query.iter(self.sim.world()).for_each(|(line, capacity, run, cost)| look(line, capacity, run, cost));
        }
    }
}

/// Sales by powertrain some years from now over the last year's mean `sold`, if odds go on to move as from there to what is
/// wished for now, within `bounds` of growth a year, and the market keeps its size.
fn grown(sold: [f64; POWERTRAINS], wished: [f64; POWERTRAINS], years: f64, bounds: (f64, f64)) -> [f64; POWERTRAINS] {
    let (before, now): (f64, f64) = (sold.iter().sum(), wished.iter().sum());
    if before <= 0.0 || now <= 0.0 {
        return [1.0; POWERTRAINS];
    }
    let odds = |part: f64, all: f64| (part / all).clamp(1e-6, 1.0 - 1e-6) / (1.0 - (part / all).clamp(1e-6, 1.0 - 1e-6));
    let mut shares = [0.0; POWERTRAINS];
    for p in 0..POWERTRAINS {
        let rate =
            (math::ln(odds(wished[p], now) / odds(sold[p], before)) / WISH_LAG).clamp(math::ln(1.0 + bounds.0), math::ln(1.0 + bounds.1));
        let then = odds(wished[p], now) * math::exp(rate * (years + WISH_LAG));
        shares[p] = if sold[p] > 0.0 { then / (1.0 + then) } else { 0.0 };
    }
    let all: f64 = shares.iter().sum();
    std::array::from_fn(|p| if sold[p] > 0.0 { now * shares[p] / all / sold[p] } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::grown;

    #[test]
    fn what_grows_is_expected_to_go_on_and_what_stands_to_stay() {
        let still = grown([80.0, 10.0, 4.0, 6.0], [80.0, 10.0, 4.0, 6.0], 1.5, (-0.2, 0.5));
        assert!(still.iter().all(|factor| (factor - 1.0).abs() < 1e-9), "{still:?}");
        let rising = grown([82.0, 10.0, 3.0, 5.0], [80.0, 10.0, 4.0, 6.0], 1.5, (-0.2, 0.5));
        assert!(rising[3] > 1.6 && rising[3] < 3.0 && rising[0] < 1.0, "{rising:?}");
        let sum: f64 = rising.iter().zip([82.0, 10.0, 3.0, 5.0]).map(|(factor, sold)| factor * sold).sum();
        assert!((sum - 100.0).abs() < 1e-9, "the market keeps its size: {sum}");
    }
}

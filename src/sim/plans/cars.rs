//! Automakers plan: which plant builds for whom, at what price. With which cells is in `plans::chemistries`.

use bevy_ecs::prelude::*;

use super::{car_exports, formulas};
use crate::content::definitions::rules::Automakers;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, POWERTRAINS, Presence};
use crate::sim::buyers::utility::mean_price_weight;
use crate::sim::calendar::components::Drivers;
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::{Customer, Markets};
use crate::units::math;

/// One plant building for one region, this month. Derived: rebuilt in each plans phase, never saved.
#[derive(Clone, Debug)]
pub struct CarRoute {
    /// Presence whose plant builds.
    pub plant: usize,
    /// Presence that sells.
    pub dealer: usize,
    /// Share of the dealer's orders, by powertrain.
    pub share: [f64; POWERTRAINS],
    /// Duty per car, k$.
    pub duty: [f64; POWERTRAINS],
    /// Freight per car, k$.
    pub freight: f64,
    /// Months at sea.
    pub months: usize,
    /// Ordered, thousand.
    pub ordered: [f64; POWERTRAINS],
}

/// All routes of the month, by maker and dealer. Derived, never saved.
#[derive(Resource, Default)]
pub struct CarRoutes {
    /// The routes, in order of their dealers.
    pub list: Vec<CarRoute>,
}

impl CarRoutes {
    /// The routes to one dealer.
    #[must_use]
    pub fn of_dealer(&self, dealer: usize) -> &[CarRoute] {
        let first = self.list.partition_point(|route| route.dealer < dealer);
        let many = self.list[first..].iter().take_while(|route| route.dealer == dealer).count();
        &self.list[first..first + many]
    }
}

/// Credits of one car under a fleet standard, by powertrain.
#[must_use]
pub const fn credits(rules: &Automakers) -> [f64; POWERTRAINS] {
    [0.0, 0.0, rules.phev_credits, rules.bev_credits]
}

/// Relative cost of a car's body where wages are `wage`.
#[must_use]
pub fn body_index(rules: &Automakers, wage: f64) -> f64 {
    1.0 - rules.wage_part + rules.wage_part * wage / rules.wage_reference_usd
}

/// Every dealer's orders go to plants by landed cost; what a car costs there follows.
pub fn source_cars(
    facts: Res<Facts>,
    effects: Res<Effects>,
    drivers: Res<Drivers>,
    technologies: Res<Technologies>,
    mut cars: ResMut<Cars>,
    mut routes: ResMut<CarRoutes>,
) {
    routes.list.clear();
    for presence in &mut cars.presences {
        presence.orders = [0.0; POWERTRAINS];
    }
    let freight_index = drivers.freight[facts.freight_index[facts.car_goods[0].index()]];
    let (mut offers, mut first_routes) = (Vec::new(), Vec::new());
    for maker in 0..cars.makers.len() {
        let see = |from| Plant::see(&facts, &effects, &drivers, &technologies, &cars, (maker, from));
        let plants: Vec<Plant<'_>> = (0..facts.regions).filter_map(see).collect();
        offers.clear();
        first_routes.clear();
        // All dealers look before any orders: nothing that they look at moves with the orders.
        for dealer in maker * facts.regions..(maker + 1) * facts.regions {
            first_routes.push((routes.list.len(), offers.len()));
            if cars.presences[dealer].selling {
                for (offer, route) in plants.iter().map(|plant| plant.offer(&facts, &effects, freight_index, &cars, dealer)) {
                    offers.push(offer);
                    routes.list.push(route);
                }
            }
        }
        first_routes.push((routes.list.len(), offers.len()));
        for (region, bounds) in first_routes.windows(2).enumerate() {
            let dealer = maker * facts.regions + region;
            if cars.presences[dealer].selling {
                let ((route, offer), (last_route, last_offer)) = (bounds[0], bounds[1]);
                order_cars(&facts, &mut cars, &mut routes.list[route..last_route], &offers[offer..last_offer], dealer);
            }
        }
    }
    car_exports::ration(&facts, &effects, &mut cars, &mut routes.list);
}

/// What every dealer of a maker sees of one of its plants.
pub(in crate::sim) struct Plant<'a> {
    at: usize,
    here: &'a Presence,
    /// Lines by powertrain, thousand cars a year.
    lines: [f64; POWERTRAINS],
    /// Production credit by powertrain: k$ a car, and share of cost.
    credit: [(f64, f64); POWERTRAINS],
    /// Where the pairs of this plant's region and any other begin in tables of pairs, by powertrain.
    pairs: [usize; POWERTRAINS],
    /// What wages there make of a body's cost, and learning of it, by powertrain.
    body: [f64; POWERTRAINS],
    /// Cost of a battery there, k$ a kWh; none without a plug.
    pack: [f64; POWERTRAINS],
    /// Region of the plant, and the maker's home.
    places: (usize, usize),
}

/// Weight of a plant for a dealer by where both are, regions by number: its own region first, then its bloc, then home.
#[must_use]
pub(in crate::sim) fn nearness(facts: &Facts, home: usize, from: usize, to: usize) -> f64 {
    let (regions, rules) = (&facts.catalog.regions, &facts.catalog.rules.automakers);
    if from == to {
        1.0
    } else if regions[from].bloc == regions[to].bloc {
        rules.plant_bloc_weight
    } else if from == home {
        rules.plant_home_weight
    } else {
        rules.plant_far_weight
    }
}

/// What a plant offers a dealer: weight and landed cost by powertrain.
pub(in crate::sim) type Offer = ([f64; POWERTRAINS], [f64; POWERTRAINS]);

impl<'a> Plant<'a> {
    pub(in crate::sim) fn see(
        facts: &Facts,
        effects: &Effects,
        drivers: &Drivers,
        technologies: &Technologies,
        cars: &'a Cars,
        (maker, from): (usize, usize),
    ) -> Option<Self> {
        let at = maker * facts.regions + from;
        let here = &cars.presences[at];
        if here.capacity <= 0.0 {
            return None;
        }
        let region = RegionId::from_index(from);
        let (plug, other) = (here.plug_capacity, here.capacity - here.plug_capacity);
        let (home, claimant) = (cars.makers[maker].home, facts.claimant(cars.makers[maker].firm));
        let (body, pack) = (body_index(&facts.catalog.rules.automakers, drivers.wage[from]), here.pack_cost / 1000.0);
        let glider = body * technologies.glider_factor;
        Some(Self {
            at,
            here,
            lines: [other, other, plug, plug],
            credit: facts.car_goods.map(|good| effects.support(good, region).credit(claimant)),
            pairs: facts.car_goods.map(|good| facts.at(good, region, RegionId(0))),
            body: [body, body, glider, glider],
            pack: [0.0, 0.0, pack, pack],
            places: (from, home.index()),
        })
    }

    /// The plant's offer to a dealer.
    pub(in crate::sim) fn offer(
        &self,
        facts: &Facts,
        effects: &Effects,
        freight_index: f64,
        cars: &Cars,
        dealer: usize,
    ) -> (Offer, CarRoute) {
        let to = dealer % facts.regions;
        let (from, home) = self.places;
        let preference = self.here.plant_standing * nearness(facts, home, from, to);
        let there = &cars.presences[dealer];
        let freight = facts.freight[self.pairs[0] + to] * freight_index;
        let power = facts.catalog.rules.automakers.plant_power;
        let taken_back = take_back(effects, there.region);
        let undertaken = car_exports::undertaken(effects, from, to);
        let (mut weight, mut landed, mut duty) = ([0.0; POWERTRAINS], [0.0; POWERTRAINS], [0.0; POWERTRAINS]);
        for p in 0..POWERTRAINS {
            if self.lines[p] <= 0.0 || there.price[p] <= 0.0 {
                continue;
            }
            let at = self.pairs[p] + to;
            let (per_car, share) = self.credit[p];
            // At the gate: body at local wages, battery as bought there.
            let made = there.body_cost[p] * self.body[p] + self.here.pack_kwh[p].max(there.pack_kwh[p]) * self.pack[p];
            let gate = made * (1.0 - share) - per_car;
            let gate = if p >= 2 { gate.max(undertaken) } else { gate };
            let export = gate * effects.export_tax[at];
            duty[p] = (gate + export) * effects.tariff[at] + export;
            landed[p] = gate + duty[p] + freight + there.pack_kwh[p] * taken_back;
            let reference = there.landed_cost[p].max(1.0);
            weight[p] = preference * effects.licence[at] * math::whole_power(reference / landed[p], power) * self.lines[p];
        }
        let (empty, months) = ([0.0; POWERTRAINS], facts.months(self.here.region, there.region));
        ((weight, landed), CarRoute { plant: self.at, dealer, share: empty, duty, freight, months, ordered: empty })
    }
}

/// A dealer's orders go to plants in proportion to the weights of their offers.
fn order_cars(facts: &Facts, cars: &mut Cars, routes: &mut [CarRoute], offers: &[Offer], dealer: usize) {
    let rules = &facts.catalog.rules.automakers;
    let presence = &cars.presences[dealer];
    let (mut total, mut cost, mut part, mut wanted) = ([0.0; POWERTRAINS], [0.0; POWERTRAINS], [0.0; POWERTRAINS], [0.0; POWERTRAINS]);
    // Months at sea, weighed by offers: a dealer holds and awaits what sells while a car sails.
    let mut months = [0.0; POWERTRAINS];
    for (route, (weight, _)) in routes.iter().zip(offers) {
        let sea = route.months as f64;
        for p in 0..POWERTRAINS {
            total[p] += weight[p];
            months[p] += weight[p] * sea;
        }
    }
    let plans = &facts.catalog.rules.plans;
    for p in (0..POWERTRAINS).filter(|p| total[*p] > 0.0) {
        part[p] = 1.0 / total[p];
        if !presence.leaving {
            let on_the_way: f64 = presence.transit.iter().map(|t| t[p]).sum();
            let cover = rules.dealer_stock_months + plans.on_order_weight * months[p] * part[p];
            wanted[p] = formulas::wanted_purchases(
                presence.expected[p],
                cover * presence.expected[p] + presence.backlog[p],
                presence.dealers[p],
                on_the_way,
                plans.on_order_weight,
                rules.dealer_stock_adjust_months,
            );
        }
    }
    for (route, (weight, landed)) in routes.iter_mut().zip(offers) {
        let orders = &mut cars.presences[route.plant].orders;
        for p in 0..POWERTRAINS {
            route.share[p] = weight[p] * part[p];
            route.ordered[p] = wanted[p] * route.share[p];
            cost[p] += route.share[p] * landed[p];
            orders[p] += route.ordered[p];
        }
    }
    let presence = &mut cars.presences[dealer];
    for p in 0..POWERTRAINS {
        if total[p] > 0.0 || presence.price[p] <= 0.0 {
            presence.landed_cost[p] = cost[p];
        }
    }
}

/// What a maker must put aside per kWh for taking back the packs of a region's cars, k$.
pub fn take_back(effects: &Effects, region: RegionId) -> f64 {
    effects.collection[region.index()].1 / 1000.0
}

/// List prices move toward cost plus the margin that the market bears, less what regulation makes a plug car worth.
pub fn price_cars(facts: Res<Facts>, effects: Res<Effects>, mut cars: ResMut<Cars>) {
    let rules = &facts.catalog.rules.automakers;
    let earns = credits(rules);
    let regions = facts.regions;
    for region in 0..regions {
        let Some(market) = facts.car_market(RegionId::from_index(region)) else { continue };
        let beta = mean_price_weight(&facts.catalog, market);
        let (target, fine) = effects.standard[region];
        let sales: f64 = (0..cars.makers.len()).map(|m| cars.presences[m * regions + region].sold_year.iter().sum::<f64>()).sum();
        let earned: f64 = (0..cars.makers.len())
            .map(|m| {
                let s = &cars.presences[m * regions + region].sold_year;
                earns[2] * s[2] + earns[3] * s[3]
            })
            .sum();
        let missing = (target - earned / sales.max(1e-9)).max(0.0);
        let worth = fine.min(fine * math::tanh(rules.credit_slope * missing / 0.1));
        cars.credit_worth[region] += (worth - cars.credit_worth[region]) / rules.credit_months;
        let worth = cars.credit_worth[region];
        for maker in 0..cars.makers.len() {
            let presence = &mut cars.presences[maker * regions + region];
            if !presence.selling {
                continue;
            }
            let share = presence.sold_year.iter().sum::<f64>() / sales.max(1e-9);
            for p in 0..POWERTRAINS {
                if presence.price[p] > 0.0 && presence.landed_cost[p] > 0.0 {
                    let credit = worth * (earns[p] - target);
                    let bearable = formulas::bearable_markup(beta, share, rules.most_markup_share);
                    if presence.markup_share[p] == 0.0 {
                        // The price it came with tells what it really takes of what buyers would bear.
                        let taken = presence.price[p] - presence.landed_cost[p] + credit;
                        presence.markup_share[p] = (taken / bearable).clamp(rules.least_markup_taken, rules.most_markup_taken);
                    }
                    let aim = presence.landed_cost[p] + presence.markup_share[p] * bearable - credit;
                    let floor = presence.landed_cost[p] * rules.price_floor_share;
                    presence.price[p] += (aim.max(floor) - presence.price[p]) / rules.price_months;
                }
            }
        }
    }
}

/// Plants bid for cells: expected need by chemistry, corrected for what lies there and is at sea.
pub fn bid_for_cells(facts: Res<Facts>, cars: Res<Cars>, mut markets: ResMut<Markets>) {
    let rules = &facts.catalog.rules;
    let chemistries = facts.cells.len();
    for (h, cell) in facts.cells.iter().enumerate() {
        let market = markets.of_mut(*cell);
        let rule = &facts.catalog.market_rules[facts.catalog.goods[cell.index()].market.index()];
        for index in 0..market.buyers.len() {
            let Customer::Maker(firm) = market.buyers[index].customer else { continue };
            let Some(maker) = cars.maker(firm) else { continue };
            let at = maker * facts.regions + market.buyers[index].region.index();
            let need = cell_need(&cars, at) * cars.mix[at * chemistries + h];
            let sea = market.buyers[index].sea_months;
            let factor = formulas::speculation(rule.speculation, rule.momentum_months, market.momentum);
            let cover = rules.automakers.cell_stock_months * factor + sea * rules.plans.on_order_weight;
            let buyer = &mut market.buyers[index];
            let on_order: f64 = buyer.transit.iter().sum();
            buyer.bid = formulas::wanted_purchases(
                need,
                cover * need,
                cars.cells[at * chemistries + h],
                on_order,
                rules.plans.on_order_weight,
                rules.plans.stock_months,
            );
            buyer.use_expected += (need - buyer.use_expected) / 3.0;
        }
    }
}

/// Cells that a plant needs for this month's orders within its capacity, GWh.
#[must_use]
pub fn cell_need(cars: &Cars, at: usize) -> f64 {
    let presence = &cars.presences[at];
    let wanted = presence.orders[2] + presence.orders[3];
    let possible = (presence.plug_capacity / 12.0).min(wanted);
    let share = if wanted > 0.0 { possible / wanted } else { 0.0 };
    share * (presence.orders[2] * presence.pack_kwh[2] + presence.orders[3] * presence.pack_kwh[3]) / 1000.0
}

//! Reads the outside drivers of the month; turns the page at its end.

use bevy_ecs::prelude::*;

use super::components::{Calendar, Drivers};
use crate::content::ids::RegionId;
use crate::sim::events::components::Events;
use crate::sim::events::shocks::bend;
use crate::sim::facts::Facts;
use crate::units::Month;

/// Brings the drivers up to the month.
pub fn read_drivers(facts: Res<Facts>, calendar: Res<Calendar>, events: Res<Events>, mut drivers: ResMut<Drivers>) {
    fill(&facts, calendar.month, calendar.start, &mut drivers);
    bend(&facts, &events, calendar.month, &mut drivers);
}

/// Fills the drivers of a month.
pub fn fill(facts: &Facts, month: Month, start: Month, drivers: &mut Drivers) {
    let series = &facts.catalog.drivers;
    let at = |name: &str, region: Option<RegionId>| series.at(name, region, month);
    let by_region = |list: &mut Vec<f64>, name: &str, fallback: f64| {
        list.clear();
        list.extend((0..facts.regions).map(|r| at(name, Some(RegionId::from_index(r))).unwrap_or(fallback)));
    };
    by_region(&mut drivers.car_market, "car_market", 0.0);
    by_region(&mut drivers.storage, "grid_storage_demand", 0.0);
    by_region(&mut drivers.wage, "manufacturing_wage", 10.0);
    by_region(&mut drivers.power, "industrial_power_price", 0.1);
    by_region(&mut drivers.heavy, "bus_demand", 0.0);
    for r in 0..facts.regions {
        drivers.heavy[r] += at("truck_demand", Some(RegionId::from_index(r))).unwrap_or(0.0);
    }
    by_region(&mut drivers.devices, "two_wheeler_demand", 0.0);
    let electronics = at("electronics_demand", None).unwrap_or(0.0);
    let cars: f64 = drivers.car_market.iter().sum();
    for r in 0..facts.regions {
        // Electronics are made where cars are sold, in proportion; most of all in China, which has the largest market.
        drivers.devices[r] += electronics * drivers.car_market[r] / cars.max(1e-9);
    }
    // What kept buyers away for months, such as closed dealers; the yearly market of the level knows it as a mean.
    for (r, market) in drivers.car_market.iter_mut().enumerate() {
        *market *= at("car_demand_shock", Some(RegionId::from_index(r))).unwrap_or(1.0);
    }
    drivers.other_use.clear();
    for good in &facts.catalog.goods {
        let units = good.other_use.as_ref().map_or(0.0, |o| at(&o.driver, None).unwrap_or(0.0) * o.units_per_driver * o.share);
        drivers.other_use.push(units);
    }
    // The index of car carriers is of charter rates; what shippers pay under contract moves with its square root.
    drivers.freight = [at("container_freight_index", None).unwrap_or(1.0), at("roro_freight_index", None).unwrap_or(1.0).sqrt()];
    let then = series.at("oil_price", None, start).unwrap_or(80.0);
    drivers.oil = at("oil_price", None).unwrap_or(then) / then;
}

/// The month is over.
pub fn turn_page(mut calendar: ResMut<Calendar>) {
    calendar.month = calendar.month.plus(1);
    calendar.tick += 1;
}

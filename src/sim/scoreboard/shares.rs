//! Who has which part of a market: brands, makers of cells, chemistries. Remembered for charts and for the comparison with what was.

use crate::content::definitions::firms::Business;
use crate::content::ids::{ItemKind, RegionId};
use crate::sim::buyers::components::{Cars, PLUGS, Presence};
use crate::sim::calendar::components::Drivers;
use crate::sim::facts::Facts;
use crate::sim::trade::components::{Buyer, Customer, Markets};

/// A value to be remembered: name, thing, region, unit.
pub(super) type Value<'a> = (&'static str, &'a str, &'a str, &'static str, f64);

/// Cars sold by brands at home, and by every maker: with a plug in the world, of all kinds in the two countries that are played.
pub(super) fn brands<'a>(facts: &'a Facts, cars: &Cars, mut add: impl FnMut(Value<'a>)) {
    let catalog = &facts.catalog;
    let all = |p: &Presence| p.sold.iter().sum::<f64>();
    let (us, china) = (catalog.scenario.us, catalog.scenario.china);
    for region in [us, china] {
        add(("price", "pack", catalog.word(ItemKind::Region, region.index()), "$/kWh", pack_price(cars, region)));
        let home = cars.in_region(region).filter(|p| cars.makers[p.maker as usize].home == region);
        add(("home_brands", "sales", catalog.word(ItemKind::Region, region.index()), "thousand cars", home.map(all).sum()));
    }
    for (index, maker) in cars.makers.iter().enumerate() {
        let firm = catalog.word(ItemKind::Firm, maker.firm.index());
        let own = &cars.presences[index * facts.regions..(index + 1) * facts.regions];
        add(("maker_plugs", firm, "world", "thousand cars", own.iter().map(|p| PLUGS.iter().map(|plug| p.sold[*plug]).sum::<f64>()).sum()));
        for region in [us, china] {
            add(("maker", firm, catalog.word(ItemKind::Region, region.index()), "thousand cars", all(&own[region.index()])));
        }
    }
}

/// Mean price of a pack, as paid by makers of a region.
pub(super) fn pack_price(cars: &Cars, region: RegionId) -> f64 {
    let (gwh, value) = cars.in_region(region).fold((0.0, 0.0), |(gwh, value), p| {
        let built: f64 = PLUGS.iter().map(|plug| p.built_year[*plug] * p.pack_kwh[*plug]).sum();
        (gwh + built, value + built * p.pack_cost)
    });
    if gwh > 0.0 { value / gwh } else { 0.0 }
}

/// Cells bought for vehicles: by chemistry and region this month, and by who made them, as a mean of the year.
pub(super) fn vehicle_cells<'a>(facts: &'a Facts, markets: &Markets, drivers: &Drivers, mut add: impl FnMut(Value<'a>)) {
    let catalog = &facts.catalog;
    let mut made = vec![0.0; catalog.firms.len()];
    for good in &facts.cells {
        let market = markets.of(*good);
        let chemistry = facts.chemistry_of[good.index()].map(|id| &catalog.chemistries[id.index()]);
        // What is bought for buses and trucks goes through the same hands as what is bought for devices.
        let part = |buyer: &Buyer| match buyer.customer {
            Customer::Maker(_) => 1.0,
            Customer::Devices => chemistry.map_or(0.0, |c| {
                let r = buyer.region.index();
                let (heavy, devices) = (drivers.heavy[r] * c.heavy_share, drivers.devices[r] * c.device_share);
                if heavy > 0.0 { heavy / (heavy + devices) } else { 0.0 }
            }),
            _ => 0.0,
        };
        let parts: Vec<f64> = market.buyers.iter().map(part).collect();
        let word = catalog.word(ItemKind::Good, good.index());
        let bought = |fits: &dyn Fn(RegionId) -> bool| -> f64 {
            market.buyers.iter().zip(&parts).filter(|(buyer, _)| fits(buyer.region)).map(|(buyer, part)| buyer.bought * part).sum()
        };
        add(("vehicle_cells", word, "world", "GWh", bought(&|_| true)));
        for side in [catalog.scenario.us, catalog.scenario.china] {
            add(("vehicle_cells", word, catalog.word(ItemKind::Region, side.index()), "GWh", bought(&|region| region == side)));
        }
        for (seller, flows) in market.sellers.iter().zip(market.flow_year.chunks_exact(parts.len().max(1))) {
            made[seller.firm.index()] += flows.iter().zip(&parts).map(|(flow, part)| f64::from(*flow) * part).sum::<f64>();
        }
    }
    // Always the same firms, so that a series has no gaps: whoever makes cells or may come to make them.
    let cell_makers = catalog.firms.iter().enumerate().filter(|(_, firm)| matches!(firm.business, Business::Cells | Business::Cars));
    for (firm, _) in cell_makers {
        add(("cell_maker", catalog.word(ItemKind::Firm, firm), "world", "GWh", made[firm]));
    }
}

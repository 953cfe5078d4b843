//! What trade and use hang on each good, for one side: the numbers of the reports on markets, trade and dependence in one table.

use crate::content::ids::{GoodId, RegionId};
use crate::reports::View;
use crate::sim::buyers::components::POWERTRAINS;

/// One good, as a side sees it. Values in million US$ a year.
#[derive(Clone, Debug, Default)]
pub(super) struct Stake {
    /// Made at home.
    pub made: f64,
    /// Used or bought at home.
    pub used: f64,
    /// Bought from each region.
    pub imports: Vec<f64>,
    /// Sold to each region.
    pub exports: Vec<f64>,
    /// Share of home use that the rival controls, 0 to 1.
    pub held: f64,
    /// Share of the rival's use that home controls, 0 to 1.
    pub holds: f64,
    /// What the rival uses.
    pub rival_used: f64,
}

impl Stake {
    /// What home uses beyond what it makes.
    pub fn gap(&self) -> f64 {
        (self.used - self.made).max(0.0)
    }
}

/// All goods, by number.
pub(super) struct Stakes {
    pub goods: Vec<Stake>,
}

impl Stakes {
    pub fn see(view: &View<'_>, side: RegionId, rival: RegionId) -> Self {
        let regions = view.facts.regions;
        let empty = Stake { imports: vec![0.0; regions], exports: vec![0.0; regions], ..Stake::default() };
        let mut goods = vec![empty; view.catalog.goods.len()];
        for good in view.goods() {
            traded(view, good, side, rival, &mut goods[good.index()]);
        }
        cars(view, side, rival, &mut goods);
        Self { goods }
    }

    pub fn of(&self, good: GoodId) -> &Stake {
        &self.goods[good.index()]
    }
}

fn control(view: &View<'_>, good: GoodId, user: RegionId, controller: RegionId) -> f64 {
    let at = (good.index() * view.facts.regions + user.index()) * view.facts.regions + controller.index();
    view.dependence.control.get(at).map_or(0.0, |share| f64::from(*share))
}

fn traded(view: &View<'_>, good: GoodId, side: RegionId, rival: RegionId, stake: &mut Stake) {
    let market = view.markets.of(good);
    let (home, there) = (market.node(side), market.node(rival));
    stake.made = 12.0 * home.made * home.spot;
    stake.used = 12.0 * home.used * home.spot;
    stake.rival_used = 12.0 * there.used * there.spot;
    stake.held = control(view, good, side, rival);
    stake.holds = control(view, good, rival, side);
    let columns = market.buyers.len();
    for (row, seller) in market.sellers.iter().enumerate() {
        for (column, buyer) in market.buyers.iter().enumerate() {
            let (leaves, comes) = (seller.region == side, buyer.region == side);
            if leaves == comes {
                continue;
            }
            let value = 12.0 * f64::from(market.flow_year[row * columns + column]) * seller.ask;
            if comes {
                stake.imports[seller.region.index()] += value;
            } else {
                stake.exports[buyer.region.index()] += value;
            }
        }
    }
}

/// Cars come from a maker's plants as these build them.
fn cars(view: &View<'_>, side: RegionId, rival: RegionId, goods: &mut [Stake]) {
    let regions = view.facts.regions;
    for maker in 0..view.cars.makers.len() {
        let row = &view.cars.presences[maker * regions..(maker + 1) * regions];
        for p in 0..POWERTRAINS {
            let stake = &mut goods[view.facts.car_goods[p].index()];
            let built: f64 = row.iter().map(|presence| presence.built_year[p]).sum();
            let (home, there) = (&row[side.index()], &row[rival.index()]);
            stake.made += 12.0 * home.built_year[p] * home.price[p];
            stake.used += 12.0 * home.sold_year[p] * home.price[p];
            stake.rival_used += 12.0 * there.sold_year[p] * there.price[p];
            if built <= 0.0 {
                continue;
            }
            for (region, other) in row.iter().enumerate().filter(|(region, _)| *region != side.index()) {
                stake.imports[region] += 12.0 * home.sold_year[p] * home.price[p] * other.built_year[p] / built;
                stake.exports[region] += 12.0 * other.sold_year[p] * other.price[p] * home.built_year[p] / built;
            }
        }
    }
    for good in view.facts.car_goods {
        let stake = &mut goods[good.index()];
        stake.held = stake.imports[rival.index()] / stake.used.max(1e-9);
        stake.holds = stake.exports[rival.index()] / stake.rival_used.max(1e-9);
    }
}

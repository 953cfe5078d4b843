//! What is measured in the world for each issue.

use super::components::ISSUES;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::politics::Issue;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, PLUGS};
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::facts::Facts;
use crate::sim::society::components::{Dependence, Land, Treasury};
use crate::sim::trade::components::Markets;

/// What figures are read from.
pub struct Sources<'a> {
    /// Tables.
    pub facts: &'a Facts,
    /// Markets of the chain.
    pub markets: &'a Markets,
    /// Car makers and markets.
    pub cars: &'a Cars,
    /// Who depends on whom.
    pub dependence: &'a Dependence,
    /// Relations of the two sides.
    pub diplomacy: &'a Diplomacy,
    /// Land and purse by region.
    pub lands: &'a [(&'a Land, &'a Treasury)],
}

impl Sources<'_> {
    /// The figures of all issues for a region whose rival is `rival`.
    #[must_use]
    pub fn figures(&self, region: RegionId, rival: RegionId) -> [f64; ISSUES] {
        let mut figures = [0.0; ISSUES];
        for issue in Issue::ALL {
            figures[*issue as usize] = self.figure(*issue, region, rival);
        }
        figures
    }

    fn figure(&self, issue: Issue, region: RegionId, rival: RegionId) -> f64 {
        let (land, treasury) = self.lands[region.index()];
        let usual = self.facts.catalog.rules.politics.usual_load;
        match issue {
            Issue::Jobs => land.jobs.iter().sum(),
            Issue::Resources => land.jobs[Stage::Mining as usize] + land.jobs[Stage::Refining as usize],
            Issue::Prices => car_price(self.cars, region),
            Issue::Industry => industry_share(self.lands, region),
            Issue::Independence => {
                let pair = &self.dependence.pairs[region.index() * self.facts.regions + rival.index()];
                pair.index(&self.facts.catalog.rules.society)
            }
            Issue::Climate => plug_share(self.cars, region),
            Issue::Thrift => 1.0 - (treasury.spending / treasury.budget.max(1.0)).min(4.0),
            Issue::Champions => home_share(self.cars, region),
            Issue::Margins => self.load(region) - usual,
            Issue::Calm => -self.diplomacy.tension,
        }
    }

    /// Output over what stands, of home plants for chemicals, materials and cells, by worth; the usual where there are none.
    fn load(&self, region: RegionId) -> f64 {
        let stages = [Stage::Refining, Stage::Materials, Stage::Cells];
        let goods = self.markets.goods.iter().filter(|market| stages.contains(&self.facts.catalog.goods[market.good.index()].stage));
        let (made, can) = goods.fold((0.0, 0.0), |(made, can), market| {
            let node = market.node(region);
            (made + 12.0 * node.made * market.world_price, can + node.nameplate * market.world_price)
        });
        if can > 0.0 { made / can } else { self.facts.catalog.rules.politics.usual_load }
    }
}

/// Mean price of a region's new cars before tax, k$.
#[must_use]
pub fn car_price(cars: &Cars, region: RegionId) -> f64 {
    let (mut value, mut units) = (0.0, 0.0);
    for presence in cars.in_region(region) {
        for (sold, price) in presence.sold_year.iter().zip(&presence.price) {
            value += sold * price;
            units += sold;
        }
    }
    if units > 0.0 { value / units } else { 0.0 }
}

/// Share of cars with a plug among those sold in a region over half a year.
#[must_use]
pub fn plug_share(cars: &Cars, region: RegionId) -> f64 {
    let (mut plugs, mut all) = (0.0, 0.0);
    for presence in cars.in_region(region) {
        plugs += PLUGS.iter().map(|plug| presence.sold_year[*plug]).sum::<f64>();
        all += presence.sold_year.iter().sum::<f64>();
    }
    if all > 0.0 { plugs / all } else { 0.0 }
}

/// Share of a home's makers in all cars of the world.
#[must_use]
pub fn home_share(cars: &Cars, home: RegionId) -> f64 {
    let (own, all) = cars.presences.iter().fold((0.0, 0.0), |(own, all), p| {
        let sold: f64 = p.sold_year.iter().sum();
        (own + if cars.makers[p.maker as usize].home == home { sold } else { 0.0 }, all + sold)
    });
    if all > 0.0 { own / all } else { 0.0 }
}

/// Part of what the world adds in value along the chain that is added in a region.
#[must_use]
pub fn industry_share(lands: &[(&Land, &Treasury)], region: RegionId) -> f64 {
    let world: f64 = lands.iter().map(|(land, _)| land.value_added.max(0.0)).sum();
    if world > 0.0 { lands[region.index()].0.value_added.max(0.0) / world } else { 0.0 }
}

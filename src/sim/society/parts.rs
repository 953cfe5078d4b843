//! How much of a region's cells would stop for want of a good: what makes a bottleneck matter.

use crate::content::ids::{GoodId, RegionId};
use crate::sim::facts::Facts;
use crate::sim::trade::components::{Customer, Markets};

/// By `good * regions + region`: share of the value of the cells that a region uses and makes which needs the good. That of a
/// cell is its own share; that of an input is the largest sum of what home plants make of it.
#[must_use]
pub fn parts(facts: &Facts, markets: &Markets) -> Vec<f64> {
    let regions = facts.regions;
    let mut parts = vec![0.0; markets.goods.len() * regions];
    for region in 0..regions {
        let here = RegionId::from_index(region);
        let value = |cell: &GoodId| {
            let market = markets.of(*cell);
            let uses = market.buyers.iter().filter(|b| b.region == here && !matches!(b.customer, Customer::Outside | Customer::Reserve));
            uses.map(|b| b.use_expected * b.landed).sum::<f64>() + market.node(here).made * market.node(here).spot
        };
        let values: Vec<f64> = facts.cells.iter().map(value).collect();
        let all = values.iter().sum::<f64>().max(1e-12);
        for (cell, value) in facts.cells.iter().zip(values) {
            parts[cell.index() * regions + region] = value / all;
        }
    }
    let mut sums = vec![0.0; regions];
    for good in &facts.users_first {
        sums.fill(0.0);
        for made in facts.made_of(*good) {
            let users = parts[made.index() * regions..][..regions].iter().zip(&markets.of(*made).nodes);
            for (sum, (part, node)) in sums.iter_mut().zip(users) {
                *sum += if node.made > 0.0 { *part } else { 0.0 };
            }
        }
        let row = &mut parts[good.index() * regions..][..regions];
        row.iter_mut().zip(&sums).for_each(|(part, sum)| *part = part.max(sum.min(1.0)));
    }
    parts
}

//! How much of a region's cells would stop for want of a good: what makes a bottleneck matter.

use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, RegionId};
use crate::sim::facts::Facts;
use crate::sim::trade::components::{Customer, Markets};

/// Steps from a refined mineral to a cell, at most.
const STEPS: usize = 4;

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
    // Two processes that make one good of the same input are one way in which it is used.
    let recipes = facts.processes.iter().filter(|p| p.stage != Stage::Recycling);
    let mut ways: Vec<(GoodId, GoodId)> = recipes.flat_map(|p| p.inputs.iter().map(|(input, _)| (*input, p.makes))).collect();
    ways.sort_unstable();
    ways.dedup();
    let mut sums = vec![0.0; parts.len()];
    for _ in 0..STEPS {
        sums.fill(0.0);
        for (input, made) in &ways {
            for (region, node) in markets.of(*made).nodes.iter().enumerate() {
                let needed = if node.made > 0.0 { parts[made.index() * regions + region] } else { 0.0 };
                sums[input.index() * regions + region] += needed;
            }
        }
        parts.iter_mut().zip(&sums).for_each(|(part, sum)| *part = part.max(sum.min(1.0)));
    }
    parts
}

//! Which cells grid storage is built of at the start, and how far its builders trust each chemistry.

use super::Builder;
use crate::content::ids::RegionId;
use crate::sim::plans::storage::{storage_cell_cost, storage_weight};

impl Builder {
    /// Trust that makes the level's mix what the costs of the start would choose. A chemistry that nobody uses yet begins as a
    /// newcomer, as far as it suits storage.
    pub(super) fn fit_storage(&mut self) {
        let facts = self.facts.clone();
        let rules = &facts.catalog.rules;
        for region in (0..facts.regions).map(RegionId::from_index) {
            let costs: Vec<f64> = (0..facts.cells.len()).map(|h| storage_cell_cost(&facts, &self.markets, h, region)).collect();
            let mean: f64 = facts.catalog.chemistries.iter().zip(&costs).map(|(c, cost)| c.storage_share * cost).sum();
            for (chemistry, cost) in facts.catalog.chemistries.iter().zip(&costs) {
                let share = chemistry.storage_share;
                let appeal = if share > 0.0 {
                    share / storage_weight(1.0, *cost, mean, rules.buyers.storage_power)
                } else {
                    chemistry.storage_fit * rules.automakers.newcomer_appeal
                };
                self.batteries.storage_mix.push(share);
                self.batteries.storage_appeal.push(appeal);
            }
        }
    }
}

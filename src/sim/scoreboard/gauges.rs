//! The figures of a side by which a campaign may end, read from the world as it stands.

use super::ends::Ends;
use super::scores::Scores;
use crate::content::definitions::ends::{Gauge, Sign, Whose};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::diplomacy::deals::{Deals, Meeting};
use crate::sim::facts::Facts;
use crate::sim::ledger::formulas::public_rate;
use crate::sim::politics::components::Politics;
use crate::sim::setup::GovernmentFacts;
use crate::sim::society::components::Treasury;
use crate::sim::trade::components::Markets;
use crate::units::{MUSD_IN_CENTS, Month};

/// Months whose cells are compared.
const QUARTER: usize = 3;

/// What gauges are read from.
pub struct Sources<'a> {
    /// Tables.
    pub facts: &'a Facts,
    /// Rates and budgets.
    pub governments: &'a GovernmentFacts,
    /// Markets of cells.
    pub markets: &'a Markets,
    /// Capital.
    pub politics: &'a Politics,
    /// Tension.
    pub diplomacy: &'a Diplomacy,
    /// Resilience.
    pub scores: &'a Scores,
    /// Purses, by region.
    pub treasuries: &'a [&'a Treasury],
    /// Deals and meetings.
    pub deals: &'a Deals,
    /// This month.
    pub month: Month,
    /// Cells of the past.
    pub ends: &'a Ends,
}

impl Sources<'_> {
    /// A figure of a side; none if it is not known or means nothing for it.
    #[must_use]
    pub fn value(&self, gauge: Gauge, side: RegionId) -> Option<f64> {
        match gauge {
            Gauge::Resilience => self.scores.of(side)?.resilience.map(|(share, _)| share),
            Gauge::Capital => self.politics.of(side).map(|politics| politics.capital),
            Gauge::Approval => self.treasuries.get(side.index()).map(|treasury| treasury.approval),
            Gauge::Tension => Some(self.diplomacy.tension),
            Gauge::DebtCost => self.debt_cost(side),
            Gauge::CellOutput => self.ends.side(side).and_then(|record| of_peak(&record.cells)),
            Gauge::CellPlants => self.ends.side(side).filter(|record| record.had_plants).map(|record| f64::from(record.plants)),
            Gauge::NextCells => Some(self.next_cells().filter(|good| self.leads(*good, side)).count() as f64),
            Gauge::Treaties => Some(self.treaties() as f64),
            Gauge::Talks => Some(f64::from(u8::from(self.talk()))),
        }
    }

    /// Whether a sign holds for a side.
    #[must_use]
    pub fn holds(&self, sign: &Sign, side: RegionId) -> bool {
        sign.holds(self.value(sign.bound().gauge, self.whose(sign, side)))
    }

    /// The side whose figure a sign looks at.
    #[must_use]
    pub fn whose(&self, sign: &Sign, side: RegionId) -> RegionId {
        match sign.bound().of {
            Whose::Own => side,
            Whose::Rival => self.facts.catalog.scenario.rival(side),
        }
    }

    /// Deals between the two sides that stand.
    fn treaties(&self) -> usize {
        let scenario = &self.facts.catalog.scenario;
        self.deals.list.iter().filter(|deal| deal.is_between(scenario.us, scenario.china)).count()
    }

    /// Whether the two sides have lately met, or are bound by a treaty.
    fn talk(&self) -> bool {
        let (scenario, months) = (&self.facts.catalog.scenario, self.facts.catalog.rules.deals.talks_months);
        let lately = |meeting| self.deals.last(meeting, scenario.us, scenario.china).is_some_and(|last| self.month < last.later(months));
        self.treaties() > 0 || lately(Meeting::Talks) || lately(Meeting::Summit)
    }

    /// Interest a year on what a government owes, % of its budget.
    fn debt_cost(&self, side: RegionId) -> Option<f64> {
        let treasury = self.treasuries.get(side.index())?;
        let owed = treasury.debt as f64 / MUSD_IN_CENTS;
        let rate = public_rate(&self.facts.catalog.rules.finance, self.governments.borrowing[side.index()], owed, treasury.budget);
        Some(100.0 * rate.max(0.0) * owed / treasury.budget.max(1.0))
    }

    /// Cells whose technology was not in ordinary production when the level began.
    pub fn next_cells(&self) -> impl Iterator<Item = GoodId> + '_ {
        self.facts.catalog.chemistries.iter().filter(|chemistry| self.is_next(chemistry.technology)).map(|chemistry| chemistry.cell)
    }

    fn is_next(&self, technology: crate::content::ids::TechnologyId) -> bool {
        self.facts.catalog.scenario.readiness_of(technology) < 9.0
    }

    /// Whether a side makes most of a cell, at no more than what ordinary cells cost.
    fn leads(&self, cell: GoodId, side: RegionId) -> bool {
        let rules = &self.facts.catalog.rules.ends;
        let market = self.markets.of(cell);
        let made: f64 = market.nodes.iter().map(|node| node.made).sum();
        let own = market.node(side);
        let share = if made > 1e-9 { own.made / made } else { 0.0 };
        let counts = made >= rules.next_part * self.cells_made();
        counts && share > rules.next_share && own.spot > 0.0 && own.spot <= rules.next_parity * self.ordinary_price()
    }

    /// Cells of all kinds that the world made this month, GWh.
    fn cells_made(&self) -> f64 {
        let cells = self.facts.cells.iter().flat_map(|cell| &self.markets.of(*cell).nodes);
        cells.map(|node| node.made).sum()
    }

    /// Mean price of ordinary cells in the world, $M a GWh, by what is made of each.
    fn ordinary_price(&self) -> f64 {
        let ordinary = self.facts.catalog.chemistries.iter().filter(|chemistry| !self.is_next(chemistry.technology));
        let (worth, made) = ordinary.fold((0.0, 0.0), |(worth, made), chemistry| {
            let market = self.markets.of(chemistry.cell);
            let output: f64 = market.nodes.iter().map(|node| node.made).sum();
            (worth + output * market.world_price, made + output)
        });
        if made > 1e-9 { worth / made } else { 0.0 }
    }
}

/// The last three months of a series, % of its best three in a row; none before there are three, or without any output.
#[must_use]
pub fn of_peak(months: &[f64]) -> Option<f64> {
    let sums = || months.windows(QUARTER).map(|three| three.iter().sum::<f64>());
    let best = sums().fold(0.0, f64::max);
    sums().next_back().filter(|_| best > 1e-9).map(|last| 100.0 * last / best)
}

#[cfg(test)]
mod tests {
    use super::of_peak;

    #[test]
    fn output_is_held_against_its_best_quarter() {
        assert_eq!(of_peak(&[4.0, 4.0]), None);
        assert_eq!(of_peak(&[0.0; 6]), None);
        assert_eq!(of_peak(&[1.0, 2.0, 3.0]), Some(100.0));
        assert_eq!(of_peak(&[8.0, 8.0, 8.0, 2.0, 2.0, 2.0]), Some(25.0));
        assert_eq!(of_peak(&[8.0, 0.0, 8.0, 8.0, 8.0]), Some(100.0), "a month of strikes is no peak and no fall");
    }
}

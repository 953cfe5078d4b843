//! How a campaign ended: the outcome, which never changes once it is there, its final scores, and what it means for each side.

use serde::{Deserialize, Serialize};

use super::ends::{Ends, list};
use super::scores::{INDICES, Scores};
use crate::content::Catalog;
use crate::content::definitions::ends::Verdict;
use crate::content::definitions::scores::Index;
use crate::content::ids::RegionId;
use crate::sim::Simulation;
use crate::units::Month;

/// How a campaign ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Number of the end; none if the last month had come.
    pub end: Option<u32>,
    /// The side that it is about.
    pub side: RegionId,
    /// The last month.
    pub month: Month,
    /// Final scores of both sides; empty until they are counted at the end of that month.
    pub finals: Vec<Final>,
}

/// Final score of a side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Final {
    /// Whose.
    pub region: RegionId,
    /// The indices.
    pub indices: [f64; INDICES],
    /// Whether resilience was ever tested.
    pub tested: bool,
    /// The weighed mean, times what the end makes of it.
    pub score: f64,
}

impl Simulation {
    /// How the campaign ended, once it has.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.world().resource::<Ends>().outcome.as_ref()
    }

    /// Whether the campaign has ended in the month just played and its final scores are still to be counted.
    pub(in crate::sim) fn is_unsealed(&self) -> bool {
        self.outcome().is_some_and(|outcome| outcome.finals.is_empty())
    }

    /// Counts final scores, once.
    pub(in crate::sim) fn seal_outcome(&mut self) {
        if !self.is_unsealed() {
            return;
        }
        let catalog = self.catalog().clone();
        let factor = |end: u32| list(&catalog).get(end as usize).map_or(1.0, |end| end.score_factor);
        let factor = self.outcome().and_then(|outcome| outcome.end).map_or(1.0, factor);
        let mut sides = self.world().resource::<Scores>().sides.clone();
        let finals = sides.iter_mut().map(|side| {
            if let Some((share, _)) = side.resilience {
                side.indices[Index::Resilience as usize] = share;
            }
            let score = factor * side.total(&catalog.scenario);
            Final { region: side.region, indices: side.indices, tested: side.resilience.is_some(), score }
        });
        let finals: Vec<Final> = finals.collect();
        if let Some(outcome) = &mut self.world_mut().resource_mut::<Ends>().outcome {
            outcome.finals = finals;
        }
    }
}

/// What an outcome means for a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has won.
    Won,
    /// It has lost.
    Lost,
    /// Neither.
    Even,
}

/// What an outcome means for a side.
#[must_use]
pub fn standing(catalog: &Catalog, outcome: &Outcome, side: RegionId) -> Standing {
    let verdict = outcome.end.and_then(|end| list(catalog).get(end as usize)).map(|end| end.verdict);
    let own = side == outcome.side;
    match verdict {
        Some(Verdict::BothWin) => Standing::Won,
        Some(Verdict::BothLose) => Standing::Lost,
        Some(Verdict::Wins) => {
            if own {
                Standing::Won
            } else {
                Standing::Lost
            }
        }
        Some(Verdict::Loses) => {
            if own {
                Standing::Lost
            } else {
                Standing::Won
            }
        }
        None => {
            let score = |region: RegionId| outcome.finals.iter().find(|f| f.region == region).map_or(0.0, |f| f.score);
            let above = |region: RegionId| score(region) - catalog.scenario.par(region);
            let lead = above(side) - above(catalog.scenario.rival(side));
            match lead {
                lead if lead >= catalog.rules.ends.clear_lead => Standing::Won,
                lead if lead <= -catalog.rules.ends.clear_lead => Standing::Lost,
                _ => Standing::Even,
            }
        }
    }
}

/// What cannot be in a level's ends, as a sentence: numbers of ends that it does not have, sides that do not play.
#[must_use]
pub fn unfit(ends: &Ends, catalog: &Catalog) -> Option<String> {
    let known = |end: u32| (end as usize) < list(catalog).len();
    let side = |region: RegionId| catalog.scenario.is_side(region);
    let dated = |month: Month| (1900..=2300).contains(&month.year());
    let records = ends.sides.iter().map(|record| record.region).eq([catalog.scenario.us, catalog.scenario.china]);
    let counted = ends.sides.iter().all(|record| record.cells.len() <= super::ends::REMEMBERED);
    let countdowns = ends.countdowns.iter().all(|c| known(c.end) && side(c.side) && dated(c.since));
    let rupture =
        ends.rupture.is_none_or(|r| known(r.end) && side(r.side) && dated(r.since) && dated(r.until) && r.measures.0 <= r.measures.1);
    let outcome = ends.outcome.as_ref().is_none_or(|o| {
        o.end.is_none_or(known) && side(o.side) && dated(o.month) && o.finals.iter().all(|f| side(f.region)) && o.finals.len() == 2
    });
    (!(records && counted && countdowns && rupture && outcome)).then(|| "its ends are those of another level".to_owned())
}

//! Capacity: what stands, what is under way.

use bevy_ecs::prelude::{Component, Resource};
use serde::{Deserialize, Serialize};

use crate::content::definitions::start::Progress;
use crate::content::ids::{FirmId, ProcessId, RegionId, SiteId};
use crate::sim::policy::support::Abroad;

/// A line's capacity.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Capacity {
    /// Nameplate, units a year.
    pub nameplate: f64,
    /// Run in, units a year.
    pub ramped: f64,
    /// Share mothballed.
    pub idle_share: f64,
    /// Months of low margins.
    pub low_months: u32,
    /// Months of good margins.
    pub high_months: u32,
    /// Months nearly wholly mothballed.
    pub idle_months: u32,
    /// Size at the level's start as a share of the size beyond which nothing is gained, which its costs are told for; 1 for later
    /// lines.
    pub size_start: f64,
}

impl Capacity {
    /// Capacity that can run, units a month.
    #[must_use]
    pub fn monthly(&self) -> f64 {
        self.ramped.min(self.nameplate) * (1.0 - self.idle_share) / 12.0
    }
}

/// What is done to a plant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Work {
    /// A plant where the firm has none.
    New,
    /// More of what stands.
    Extension,
    /// Lines for combustion cars become lines for cars with a plug; capacity stays.
    Conversion,
}

/// Capacity under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Number, for orders and reports.
    pub id: u32,
    /// Who builds.
    pub firm: FirmId,
    /// Where.
    pub region: RegionId,
    /// Named site, if it is one.
    pub site: Option<SiteId>,
    /// What it will run.
    pub process: ProcessId,
    /// Capacity, units a year.
    pub capacity: f64,
    /// Stage.
    pub progress: Progress,
    /// Months left in this stage: until permits are expected, or until building should end by its plan. Nobody knows what the dice
    /// will make of it, nor does the state.
    pub months_left: f64,
    /// Months by which permits may come earlier or later, or by which building may overrun at most.
    pub doubt: f64,
    /// Months of building in all, as planned.
    pub build_months: f64,
    /// Capital cost, $M.
    pub cost: f64,
    /// Of it spent, $M.
    pub spent: f64,
    /// Share of cost that states pay.
    pub grant_share: f64,
    /// What of it another government pays, and what it gets for it.
    pub abroad: Option<Abroad>,
    /// Share of cost that the state lends, and the rate that is saved on it.
    pub loan: (f64, f64),
    /// Its builder ran nothing yet, and raises capital for it.
    pub raises: bool,
    /// Made by an order of this government, if any.
    pub ordered_by: Option<RegionId>,
    /// Extends an existing line (number), if so.
    pub extends: Option<u32>,
    /// What is done.
    pub work: Work,
    /// Expected NPV over capital cost when started.
    pub npv: f64,
    /// Its permits have been halved by order.
    pub fast_tracked: bool,
    /// Finished or dropped; the list is swept at the end of the month.
    pub ended: bool,
}

impl Project {
    /// Months left in this stage, as anybody may expect them.
    #[must_use]
    pub fn expected_months(&self) -> f64 {
        match self.progress {
            Progress::Building => (self.months_left + super::formulas::mean_overrun(-self.months_left, self.doubt)).max(0.0),
            Progress::Announced | Progress::Permitting => self.months_left.max(0.0),
        }
    }
}

/// Everything under way.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pipeline {
    /// Projects in order of their numbers.
    pub projects: Vec<Project>,
    /// Number of the next project.
    pub next: u32,
    /// Wish to build that has not yet reached a module: (firm, process, region) and units a year, sorted.
    pub appetite: Vec<(FirmId, ProcessId, RegionId, f64)>,
    /// Money promised out of capped programmes since the month began: measure and $M.
    pub awards: Vec<(u32, f64)>,
    /// Why a firm's best candidate of its last look was not started, or what was: for reports.
    pub verdicts: Vec<Verdict>,
}

/// What a firm thought of building something somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Who.
    pub firm: FirmId,
    /// What.
    pub process: ProcessId,
    /// Where.
    pub region: RegionId,
    /// Expected NPV over capital cost.
    pub npv: f64,
    /// Terms of that NPV, each over capital cost: margin, capital, grants, loans, fixed −1.
    pub margin: f64,
    /// Worth of grants and soft loans over capital cost.
    pub support: f64,
    /// Hurdle rate used.
    pub hurdle: f64,
    /// Expected utilisation.
    pub utilisation: f64,
    /// Units a year that it wants to start a month.
    pub start: f64,
    /// Refusal by rule (screen, venture, freeze), if any.
    pub refused: bool,
    /// The deposit carries no further line.
    pub exhausted: bool,
}

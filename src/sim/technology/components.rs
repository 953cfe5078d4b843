//! Know-how: experience and research of each firm, readiness of each technology.

use bevy_ecs::prelude::{Component, Resource};
use serde::{Deserialize, Serialize};

use crate::choice;
use crate::content::ids::{FirmId, ProcessId, RegionId, TechnologyId};
use crate::sim::facts::Facts;
use crate::units::Month;

/// What a firm has learned, by technology.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnowHow {
    /// Units made so far, fading with time.
    pub experience: Vec<f64>,
    /// Conversion cost against the cost at the level's start at the same plant, by technology.
    pub cost_factor: Vec<f64>,
    /// Effective experience at the start, the reference of the learning curve.
    pub reference: Vec<f64>,
}

choice! {
    /// How know-how passes between two firms.
    pub enum TieKind {
        /// A joint venture: both have it from each other.
        Venture => "joint venture",
        /// A licence: the licensee has it from the licensor.
        Licence => "licence",
    }
}

/// A tie that was made in the course of the game.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MadeTie {
    /// Who learns.
    pub firm: FirmId,
    /// From whom.
    pub with: FirmId,
    /// What.
    pub technology: TechnologyId,
    /// How.
    pub kind: TieKind,
    /// Month in which it was made; it counts after a learning time.
    pub since: Month,
    /// Government that asked for it.
    pub ordered_by: RegionId,
}

/// All ties made in the course of the game, beside those that firms begin with.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ties {
    /// In the order in which they were made.
    pub list: Vec<MadeTie>,
}

impl Ties {
    /// Firms that `firm` has a joint venture with.
    pub fn ventures_of(&self, firm: FirmId) -> impl Iterator<Item = FirmId> {
        self.list.iter().filter(move |tie| tie.firm == firm && tie.kind == TieKind::Venture).map(|tie| tie.with)
    }

    /// Ties through which `firm` has learned enough of `technology` to count in `month`.
    pub fn counting(&self, firm: FirmId, technology: TechnologyId, month: Month, learning_months: u32) -> impl Iterator<Item = &MadeTie> {
        let ripe = move |tie: &&MadeTie| {
            tie.firm == firm && tie.technology == technology && i64::from(month.since(tie.since)) >= i64::from(learning_months)
        };
        self.list.iter().filter(ripe)
    }
}

/// The world's technologies.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Technologies {
    /// Readiness 1–9 by technology.
    pub readiness: Vec<f64>,
    /// Research stock of the world by technology, $M, fading.
    pub research: Vec<f64>,
    /// Research stock at the start.
    pub research_reference: Vec<f64>,
    /// What a plant costs to build against the start, by technology.
    pub equipment: Vec<f64>,
    /// The world's experience at the start, by technology.
    pub equipment_reference: Vec<f64>,
    /// Cells made so far in the world, GWh.
    pub cells_made: f64,
    /// The same at the start.
    pub cells_reference: f64,
    /// Cost factor of packs around the cells.
    pub pack_factor: f64,
    /// Cost factor of other battery-car parts.
    pub glider_factor: f64,
    /// Plug cars made so far, million, and at the start.
    pub plug_cars: (f64, f64),
}

impl Technologies {
    /// What a unit a year of a process costs to build in a region now, $M.
    #[must_use]
    pub fn capex(&self, facts: &Facts, process: ProcessId, region: RegionId) -> f64 {
        facts.catalog.processes[process.index()].capex_musd_per_unit.at(region) * self.equipment[facts.process(process).technology.index()]
    }
}

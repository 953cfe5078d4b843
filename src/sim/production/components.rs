//! Plants: what they are, what they hold, what they made.

use bevy_ecs::prelude::Component;
use serde::{Deserialize, Serialize};

use crate::content::ids::{FirmId, ProcessId, RegionId, SiteId};
use crate::units::Month;

/// Most inputs of a process.
pub const INPUTS: usize = 8;
/// Most goods that come out beside the main one (by-products and rejects).
pub const SIDES: usize = 4;

/// A production line. Never despawned: a closed line keeps its number.
#[derive(Component, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facility {
    /// Number, in order of appearance; the entity of number n is the n-th of its kind.
    pub id: u32,
    /// Named site; none is a green field.
    pub site: Option<SiteId>,
    /// What it runs.
    pub process: ProcessId,
    /// Region where it stands.
    pub region: RegionId,
    /// Who runs it.
    pub owner: FirmId,
    /// First month of output.
    pub since: Month,
    /// Index of its seller in the market of its main good.
    pub seller: u32,
    /// Indices of its sellers in the markets of its side goods.
    pub side_sellers: [u32; SIDES],
    /// Indices of its region's buyers in the markets of its inputs.
    pub buyers: [u32; INPUTS],
}

/// What lies in a line's yards.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stocks {
    /// Main output ready for sale.
    pub output: f64,
    /// Inputs, in the order of the recipe.
    pub inputs: [f64; INPUTS],
    /// Side goods ready for sale: by-products in the order of the recipe, then rejects.
    pub sides: [f64; SIDES],
}

/// This month's run.
#[derive(Component, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// Good output made.
    pub made: f64,
    /// Inputs used.
    pub used: [f64; INPUTS],
    /// Side goods made.
    pub sides: [f64; SIDES],
    /// Yield reached.
    pub yield_share: f64,
    /// Output of the last twelve months, a mean, units a month.
    pub made_year: f64,
    /// What held it back: −2 nothing (plan reached), −1 its capacity, else the index of the short input.
    pub limit: i8,
    /// Taken for main output this month, $M.
    pub revenue: f64,
    /// Units of main output sold this month.
    pub sold: f64,
    /// Taken out of the ground so far, units (mines).
    pub extracted: f64,
    /// Share of capacity that a strike, a flood or a fire takes this month.
    pub lost_share: f64,
}

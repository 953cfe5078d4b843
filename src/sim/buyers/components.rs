//! Cars: what each automaker sells and builds where. Dense, because every buyer weighs every maker.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::choice;
use crate::content::ids::{FirmId, RegionId};

/// Powertrains: ICE, HEV, PHEV, BEV.
pub const POWERTRAINS: usize = 4;
/// Powertrains with a plug, as indices.
pub const PLUGS: [usize; 2] = [2, 3];

choice! {
    /// How far an automaker reaches.
    pub enum Status {
        /// At least 4 % of the world and three blocs.
        Global => "global",
        /// Between.
        MultiRegional => "multi-regional",
        /// Lives off one bloc.
        Regional => "regional",
        /// No longer counts.
        Failed => "failed",
    }
}

/// An automaker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Maker {
    /// The firm.
    pub firm: FirmId,
    /// Home region.
    pub home: RegionId,
    /// Reach now.
    pub status: Status,
    /// Months for which another status would hold.
    pub status_months: u32,
    /// Told to go electric: adds to availability, 0 to 1.
    pub push: f64,
}

/// An automaker in a region: its dealers there and, perhaps, its plants there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// Index of the maker.
    pub maker: u32,
    /// The region.
    pub region: RegionId,
    /// Sells here.
    pub selling: bool,
    /// Orders no more cars; sells what dealers have, then no more.
    pub leaving: bool,
    /// Months until its models are certified and its first dealers open; 0 where it does not come.
    pub certified_in: u32,
    /// Share of the region's buyers whom its dealers and workshops reach, 0 to 1; 1 for those who sold here at the start.
    pub network: f64,
    /// Share of its range of combustion models and hybrids that it still renews here, 0 to 1.
    pub combustion: f64,
    /// How far its name is trusted here, 0 to 1; 1 for those who sold here at the start.
    pub trust: f64,
    /// Taste for its cars by powertrain (ξ), fitted on the start's shares, in utility.
    pub appeal: [f64; POWERTRAINS],
    /// List price before tax by powertrain, k$.
    pub price: [f64; POWERTRAINS],
    /// Cost of the car without battery and mark-up, k$, at the start's technology.
    pub body_cost: [f64; POWERTRAINS],
    /// Full cost of a car landed here by powertrain, k$.
    pub landed_cost: [f64; POWERTRAINS],
    /// Part of the mark-up that buyers would bear which the maker takes, by powertrain; 0 until it has asked its first price.
    pub markup_share: [f64; POWERTRAINS],
    /// Purchase credit and tax relief per car now, k$.
    pub support: [f64; POWERTRAINS],
    /// Battery, kWh.
    pub pack_kwh: [f64; POWERTRAINS],
    /// The same at the start.
    pub pack_kwh_start: [f64; POWERTRAINS],
    /// Buyers who chose it this month, thousand.
    pub wish: [f64; POWERTRAINS],
    /// Waiting buyers, thousand.
    pub backlog: [f64; POWERTRAINS],
    /// Buyers who cancelled this month because they had waited too long, thousand; they choose again.
    pub cancelled: f64,
    /// Cars at dealers, thousand.
    pub dealers: [f64; POWERTRAINS],
    /// Cars at sea, arriving next month and the month after, thousand.
    pub transit: [[f64; POWERTRAINS]; 2],
    /// Sold this month, thousand.
    pub sold: [f64; POWERTRAINS],
    /// Sold a month, mean of a year, thousand.
    pub sold_year: [f64; POWERTRAINS],
    /// Ordered from its plants a month, expected, thousand.
    pub expected: [f64; POWERTRAINS],
    /// Assembly capacity here, thousand a year.
    pub capacity: f64,
    /// Of it for cars with a plug.
    pub plug_capacity: f64,
    /// Standing of the plants here with the maker's dealers: below 1 where all of them would have overloaded the plants of the start.
    pub plant_standing: f64,
    /// Orders to the plants here this month, thousand.
    pub orders: [f64; POWERTRAINS],
    /// Built here this month, thousand.
    pub built: [f64; POWERTRAINS],
    /// Built a month, mean of a year, thousand.
    pub built_year: [f64; POWERTRAINS],
    /// Orders for cars with a plug a month, mean of a year, thousand.
    pub plug_orders_year: f64,
    /// Finished cars at the plants, thousand.
    pub yard: [f64; POWERTRAINS],
    /// Cost of a pack from these plants, $/kWh (cells as last landed, pack parts).
    pub pack_cost: f64,
    /// Credits banked under the fleet standard here, thousand, by the year in which they were earned, youngest first.
    pub credits: Vec<f64>,
    /// What held the plants back: 0 nothing, 1 capacity, 2 plug lines, 3 cells, 4 magnets.
    pub limit: u8,
}

/// All cars of the world.
#[derive(Resource, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cars {
    /// Automakers, in the order of their firms.
    pub makers: Vec<Maker>,
    /// Presences, sorted by maker, then region; one for every pair.
    pub presences: Vec<Presence>,
    /// Availability at `(presence * segments + segment) * 2 + plug` (PHEV, BEV), 0 to 1.
    pub availability: Vec<f64>,
    /// Cells at the plants, GWh, at `presence * chemistries + chemistry`.
    pub cells: Vec<f64>,
    /// Cells inside cars that are built but not yet sold, GWh, at `maker * chemistries + chemistry`.
    pub afloat: Vec<f64>,
    /// The same counted by the nominal size of packs, GWh by maker.
    pub afloat_wanted: Vec<f64>,
    /// Wanted mix of chemistries, the same index as cells.
    pub mix: Vec<f64>,
    /// Fitted fondness for a chemistry, the same index.
    pub mix_appeal: Vec<f64>,
    /// Taste for a powertrain (ζ) at `region * 4 + powertrain`, fitted, constant.
    pub powertrain_appeal: Vec<f64>,
    /// Worth of one missing plug car to makers, k$, by region (χ).
    pub credit_worth: Vec<f64>,
    /// Plug share of each segment's sales at `region * segments + segment`, mean of six months.
    pub plug_share: Vec<f64>,
    /// Share of plugs that each segment's buyers would choose if all models came with one, the same index, mean of six months.
    pub plug_potential: Vec<f64>,
    /// Reference price of a mean car by region, k$.
    pub reference_price: Vec<f64>,
    /// World mean pack price, $/kWh, as paid by makers.
    pub pack_price: f64,
    /// The same at the start.
    pub pack_price_start: f64,
}

impl Cars {
    /// All makers' presences in a region.
    pub fn in_region(&self, region: RegionId) -> impl Iterator<Item = &Presence> {
        self.presences.iter().filter(move |presence| presence.region == region)
    }

    /// The presence of a maker (by index) in a region.
    #[must_use]
    pub fn presence(&self, maker: usize, region: RegionId, regions: usize) -> &Presence {
        &self.presences[maker * regions + region.index()]
    }

    /// Index of the maker that is `firm`.
    #[must_use]
    pub fn maker(&self, firm: FirmId) -> Option<usize> {
        self.makers.binary_search_by_key(&firm, |m| m.firm).ok()
    }
}

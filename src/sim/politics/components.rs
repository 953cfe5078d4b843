//! What governments are made of: moods of those whom they need, seats, political capital, attention, credibility.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::content::definitions::politics::Issue;
use crate::content::ids::RegionId;
use crate::units::Month;

/// Number of issues.
pub const ISSUES: usize = Issue::ALL.len();

/// Politics of every government that has a polity.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Politics {
    /// In the order of their polities.
    pub sides: Vec<Side>,
}

impl Politics {
    /// The politics of a region's government; none if nothing but its purse binds it.
    #[must_use]
    pub fn of(&self, region: RegionId) -> Option<&Side> {
        self.sides.iter().find(|side| side.region == region)
    }

    pub(in crate::sim) fn of_mut(&mut self, region: RegionId) -> Option<&mut Side> {
        self.sides.iter_mut().find(|side| side.region == region)
    }
}

/// Politics of one government.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Whose.
    pub region: RegionId,
    /// Political capital, 0 to 100.
    pub capital: f64,
    /// Attention left in this quarter.
    pub attention: f64,
    /// Moods of its blocs, in the order of the catalog.
    pub moods: Vec<Mood>,
    /// Credibility with each region, 0 to 100.
    pub credibility: Vec<f64>,
    /// Figures that issues are judged by, of the last twelve months, oldest first, at `month * ISSUES + issue`.
    pub past: Vec<f64>,
    /// Seats by caucus, chamber after chamber; empty without chambers.
    pub seats: Vec<f64>,
    /// Number of the party in office.
    pub in_office: u32,
    /// The next election, and whether it is for the head of state; none without elections.
    pub election: Option<(Month, bool)>,
    /// The month in which another party takes office, and which.
    pub handover: Option<(Month, u32)>,
}

impl Side {
    /// Credibility with all others, as a mean.
    #[must_use]
    pub fn mean_credibility(&self) -> f64 {
        self.credibility.iter().sum::<f64>() / self.credibility.len().max(1) as f64
    }
}

/// The mood of a bloc as terms that add up to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mood {
    /// Points by issue.
    pub issues: [f64; ISSUES],
    /// Points for what the government did by itself, or suffered, fading.
    pub deeds: f64,
    /// Points that it began with, fading.
    pub inherited: f64,
}

impl Mood {
    /// The mood, 0 to 100.
    #[must_use]
    pub fn level(&self) -> f64 {
        (NEUTRAL + self.inherited + self.deeds + self.issues.iter().sum::<f64>()).clamp(0.0, 100.0)
    }
}

/// The mood of those to whom a government means nothing.
pub const NEUTRAL: f64 = 50.0;

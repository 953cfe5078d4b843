//! Measures of governments as they stand: since when, how set, in which deal, suspended or not. What they do is in `policy::apply`.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::content::Catalog;
use crate::content::definitions::settings::Setting;
use crate::content::ids::{GoodId, PolicyId, RegionId};
use crate::units::Month;

/// A measure of a government.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Number, for orders and reports.
    pub id: u32,
    /// What.
    pub policy: PolicyId,
    /// Whose.
    pub by: RegionId,
    /// First month of effect.
    pub since: Month,
    /// Month when the order was given (announced).
    pub announced: Month,
    /// First month without effect, if limited.
    pub until: Option<Month>,
    /// Settings chosen, complete.
    pub settings: BTreeMap<String, Setting>,
    /// Settings that are decided but not yet in force.
    pub change: Option<Change>,
    /// Whether it was made without a law where laws are made by chambers: it may lapse with the office or be stopped by a court.
    pub executive: bool,
    /// Duties found under it: in a case, at a club's borders, by a standard.
    pub levies: Vec<Levy>,
    /// The deal in which it stands, if it is an article of one.
    pub treaty: Option<Treaty>,
    /// Suspended by a truce: the month in which it snaps back.
    pub suspended: Option<Month>,
    /// Awards of this calendar year that count against its yearly cap, $M; what went beyond last year's cap included.
    pub awarded: f64,
}

/// A duty that was found rather than set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Levy {
    /// On what.
    pub good: GoodId,
    /// Origin.
    pub from: RegionId,
    /// Who levies it.
    pub to: RegionId,
    /// Share of value.
    pub rate: f64,
}

/// The deal in which a measure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Treaty {
    /// Number of the deal.
    pub deal: u32,
    /// The other party.
    pub with: RegionId,
}

/// New settings of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// First month of the new settings.
    pub from: Month,
    /// All of them.
    pub settings: BTreeMap<String, Setting>,
}

impl Measure {
    /// The settings that hold in a month.
    #[must_use]
    pub fn settings_in(&self, month: Month) -> &BTreeMap<String, Setting> {
        match &self.change {
            Some(change) if month >= change.from => &change.settings,
            _ => &self.settings,
        }
    }

    /// Whether it takes the place of another measure of the same government.
    #[must_use]
    pub fn replaces(&self, catalog: &Catalog, other: &Self) -> bool {
        self.by == other.by && catalog[self.policy].replaces.contains(&other.policy)
    }

    /// The settings decided last, in force or not.
    #[must_use]
    pub fn latest(&self) -> &BTreeMap<String, Setting> {
        self.change.as_ref().map_or(&self.settings, |change| &change.settings)
    }

    /// Whether it has effect in a month.
    #[must_use]
    pub fn is_in_force(&self, month: Month) -> bool {
        month >= self.since && self.until.is_none_or(|until| month < until) && self.suspended.is_none_or(|back| month >= back)
    }
}

/// All measures, by number.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// In order of their numbers; ended ones are taken out.
    pub list: Vec<Measure>,
    /// Number of the next measure.
    pub next: u32,
}

//! Which events have come, which are about to, which wait for an answer.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::content::Catalog;
use crate::content::definitions::events::{Change, EventMode};
use crate::content::ids::{EventId, RegionId};
use crate::units::Month;

/// All events of a world.
#[derive(Resource, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// When events come.
    pub mode: EventMode,
    /// Governments that decide as they did in the world: nothing is asked of them and nothing decided for them here.
    pub told: Vec<RegionId>,
    /// By event.
    pub list: Vec<Status>,
    /// Changes that last, of events and answers, oldest first.
    pub lasting: Vec<Lasting>,
}

impl Default for Events {
    fn default() -> Self {
        Self { mode: EventMode::Off, told: Vec::new(), list: Vec::new(), lasting: Vec::new() }
    }
}

/// Where an event stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Since when its sign can be seen.
    pub seen: Option<Month>,
    /// When it came last.
    pub came: Option<Month>,
    /// Until when it waits for an answer: the first month in which the usual one is taken.
    pub waits: Option<Month>,
    /// The answer that was given last.
    pub answer: Option<u32>,
}

/// A change that lasts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lasting {
    /// Of which event.
    pub event: EventId,
    /// Of which of its answers; none if the event itself changed it.
    pub answer: Option<u32>,
    /// Number of the change there.
    pub change: u32,
    /// First month.
    pub since: Month,
}

impl Lasting {
    /// What is changed; none if the event has no such change.
    #[must_use]
    pub fn change<'c>(&self, catalog: &'c Catalog) -> Option<&'c Change> {
        let event = catalog.events.get(self.event.index())?;
        let list = match self.answer {
            None => &event.changes,
            Some(number) => &event.answers.get(number as usize)?.changes,
        };
        list.get(self.change as usize)
    }
}

impl Events {
    /// Whether an event has come, and was answered so if it matters.
    #[must_use]
    pub fn happened(&self, event: EventId, answer: Option<u32>) -> bool {
        self.list.get(event.index()).is_some_and(|status| status.came.is_some() && (answer.is_none() || status.answer == answer))
    }

    /// Events that wait for an answer.
    pub fn waiting(&self) -> impl Iterator<Item = (EventId, Month)> {
        self.list.iter().enumerate().filter_map(|(index, status)| Some((EventId::from_index(index), status.waits?)))
    }
}

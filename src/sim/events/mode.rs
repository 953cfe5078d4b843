//! When events come in a world, and who decides as in the world's past.

use super::components::Events;
use crate::content::definitions::events::EventMode;
use crate::content::ids::RegionId;
use crate::sim::Simulation;

impl Simulation {
    /// When events come.
    #[must_use]
    pub fn event_mode(&self) -> EventMode {
        self.world().resource::<Events>().mode
    }

    /// From now on events come so: for a new game only.
    pub fn set_event_mode(&mut self, mode: EventMode) {
        self.world_mut().resource_mut::<Events>().mode = mode;
    }

    /// These governments decide as they did in the world: events neither ask them nor decide for them.
    pub fn follow_history(&mut self, told: Vec<RegionId>) {
        self.world_mut().resource_mut::<Events>().told = told;
    }
}

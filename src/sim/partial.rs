//! Months with something left out: for tests that ask what a phase or a system is there for. No game plays them, and what
//! comes of them need not balance.

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::ConditionWithAccess;

use super::{Phase, Simulation, month};

/// What does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Without {
    /// Every system of a phase.
    Phase(Phase),
    /// The system of this number in the order of [`month`], from 0.
    System(usize),
}

/// A month that lacks something.
pub struct PartialMonth(Schedule);

impl Simulation {
    /// Simulates a month that lacks something.
    pub fn step_partial_month(&mut self, month: &mut PartialMonth) {
        month.0.run(self.world_mut());
    }
}

impl PartialMonth {
    /// The month without a part of it; none if there is no such system. It is played by one simulation only.
    #[must_use]
    pub fn without(what: Without) -> Option<Self> {
        let mut schedule = month();
        match what {
            Without::Phase(phase) => {
                schedule.configure_sets(phase.run_if(|| false));
            }
            Without::System(number) => {
                let (key, _, _) = schedule.graph().systems.iter().nth(number)?;
                let never = ConditionWithAccess::new(Box::new(IntoSystem::into_system(|| false)));
                schedule.graph_mut().systems.get_conditions_mut(key)?.push(never);
            }
        }
        Some(Self(schedule))
    }
}

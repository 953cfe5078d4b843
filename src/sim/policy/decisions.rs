//! What governments decided in the world: carried out as it was, on the day on which it was, whether or not a player might.

use super::components::{Measure, Measures};
use super::orders::{own_measure, refresh, take};
use super::planned::{complete, defaults, plan};
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::{Order, Refusal, Settings};
use crate::sim::Simulation;

impl Simulation {
    /// Carries out a decision that holds from this month on. Money and what stands already are no reason to refuse it: it happened.
    ///
    /// # Errors
    /// If there is nothing that it could be about.
    pub fn decide(&mut self, side: RegionId, order: &Order) -> Result<(), Refusal> {
        match order {
            Order::EnactPolicy { policy, settings } => enact(self, side, *policy, settings)?,
            Order::AdjustMeasure { measure, settings } => {
                let before = own_measure(self, side, *measure)?;
                let after = complete(self, &self.catalog()[before.policy], &before.settings, settings)?;
                change(self, *measure, |measure| measure.settings = after);
            }
            Order::RepealMeasure { measure } => {
                own_measure(self, side, *measure)?;
                let now = self.now();
                change(self, *measure, |measure| measure.until = Some(now));
            }
            Order::FundProject { .. }
            | Order::FastTrackProject { .. }
            | Order::DirectFirm { .. }
            | Order::SetStockpile { .. }
            | Order::StartMission { .. }
            | Order::AnswerEvent { .. }
            | Order::ProposeDeal { .. }
            | Order::AnswerOffer { .. }
            | Order::LeaveDeal { .. }
            | Order::OpenTalks { .. }
            | Order::HoldSummit { .. }
            | Order::SetDeadline { .. }
            | Order::Mediate { .. } => {
                self.submit(side, order)?;
            }
        }
        refresh(self);
        Ok(())
    }
}

fn enact(sim: &mut Simulation, side: RegionId, policy: PolicyId, settings: &Settings) -> Result<(), Refusal> {
    let definition = &sim.catalog()[policy];
    let all = complete(sim, definition, &defaults(definition), settings)?;
    let mut measure = plan(sim, side, policy, all, None);
    measure.since = sim.now();
    measure.executive = false;
    take(sim.world_mut(), measure);
    Ok(())
}

fn change(sim: &mut Simulation, number: u32, change: impl FnOnce(&mut Measure)) {
    let mut measures = sim.world_mut().resource_mut::<Measures>();
    if let Some(measure) = measures.list.iter_mut().find(|measure| measure.id == number) {
        change(measure);
    }
}

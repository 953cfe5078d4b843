//! How far each automaker reaches, judged from its sales (docs/month.md 13).

use bevy_ecs::prelude::*;

use crate::content::definitions::places::Bloc;
use crate::sim::buyers::components::{Cars, Status};
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::Finance;
use crate::sim::scoreboard::components::History;

/// Judges every maker; a new status must hold for a year. Failed makers leave all markets.
pub fn judge_makers(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    mut cars: ResMut<Cars>,
    mut history: ResMut<History>,
    firms: Query<&Finance>,
) {
    let failed: Vec<bool> = firms.iter().map(|f| f.failed).collect();
    let world: f64 = cars.presences.iter().map(|p| p.sold_year.iter().sum::<f64>()).sum();
    for maker in 0..cars.makers.len() {
        let firm = cars.makers[maker].firm;
        let wanted = if failed[firm.index()] { Status::Failed } else { status(&facts, &cars, maker, world) };
        if wanted == cars.makers[maker].status {
            cars.makers[maker].status_months = 0;
            continue;
        }
        cars.makers[maker].status_months += 1;
        if wanted == Status::Failed || cars.makers[maker].status_months >= facts.catalog.rules.automakers.status_months {
            cars.makers[maker].status = wanted;
            cars.makers[maker].status_months = 0;
            history.note(calendar.month, format!("{} is now a {} automaker", facts.catalog.firms[firm.index()].name, wanted.label()));
            if wanted == Status::Failed && failed[firm.index()] {
                for region in 0..facts.regions {
                    let presence = &mut cars.presences[maker * facts.regions + region];
                    presence.selling = false;
                    presence.wish = [0.0; 4];
                    presence.backlog = [0.0; 4];
                    presence.certified_in = 0;
                }
            }
        }
    }
}

/// The status that a maker's sales of the last year show.
#[must_use]
pub fn status(facts: &Facts, cars: &Cars, maker: usize, world: f64) -> Status {
    let rules = &facts.catalog.rules.automakers;
    let mut blocs = [0.0; Bloc::ALL.len()];
    for (region, definition) in facts.catalog.regions.iter().enumerate() {
        blocs[definition.bloc as usize] += cars.presences[maker * facts.regions + region].sold_year.iter().sum::<f64>();
    }
    let own: f64 = blocs.iter().sum();
    let share = own / world.max(1e-9);
    let present = blocs.iter().filter(|b| **b >= rules.presence_share * own && own > 0.0).count();
    let largest = blocs.iter().copied().fold(0.0, f64::max) / own.max(1e-9);
    if share < 0.001 {
        Status::Failed
    } else if share >= rules.global_share && present >= 3 {
        Status::Global
    } else if largest >= rules.regional_share {
        Status::Regional
    } else {
        Status::MultiRegional
    }
}

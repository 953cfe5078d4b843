//! Strikes, floods, fires: months in which a plant cannot run in full. How much it means to make is in `plans`.

use bevy_ecs::prelude::*;

use super::components::{Facility, Run};
use crate::content::definitions::chain::Stage;
use crate::content::definitions::chance::Chance;
use crate::orders::phrases::{percent, running};
use crate::sim::calendar::components::Calendar;
use crate::sim::dice::{Dice, Purpose};
use crate::sim::events::components::Events;
use crate::sim::events::shocks::{lost, outages};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::scoreboard::components::History;
use crate::sim::trade::components::Markets;

/// What may stop a mine, and another plant.
const CAUSES: [[&str; 4]; 2] = [["a strike", "a flood", "a landslide", "a court"], ["a fire", "a breakdown", "a strike", "a power cut"]];
/// Share of the world's capacity of a good above which the loss of a plant is told.
const TOLD_SHARE: f64 = 0.01;
/// Loss that is no loss any more.
const OVER: f64 = 0.05;

/// Share of capacity that a plant loses this month: what is left of an old loss, or a new one.
fn loss(rules: &Chance, dice: &Dice, month: crate::units::Month, id: u64, mine: bool, before: f64) -> f64 {
    let left = if before * rules.stoppage_left < OVER { 0.0 } else { before * rules.stoppage_left };
    let chance = if mine { rules.mine_stoppage } else { rules.plant_stoppage };
    if dice.share(month, Purpose::Stoppage, id) >= chance {
        return left;
    }
    left.max(rules.stoppage_share * dice.share(month, Purpose::Loss, id))
}

/// Plants are struck and recover. What stands for many small ones is not: some of them always stand still.
pub fn strike_plants(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    dice: Res<Dice>,
    markets: Res<Markets>,
    events: Res<Events>,
    mut history: ResMut<History>,
    mut lines: Query<(&Facility, &Capacity, &mut Run)>,
) {
    let (rules, month) = (&facts.catalog.rules.chance, calendar.month);
    let outages = outages(&facts, &events, month);
    for (line, capacity, mut run) in &mut lines {
        if capacity.nameplate <= 0.0 {
            continue;
        }
        let still = lost(&facts, &outages, line);
        if facts.site(line).is_some_and(|site| site.aggregate) {
            run.lost_share = still;
            continue;
        }
        let process = facts.process(line.process);
        let mine = process.stage == Stage::Mining;
        let id = u64::from(line.id);
        let struck = loss(rules, &dice, month, id, mine, run.lost_share);
        if struck > run.lost_share {
            let world: f64 = markets.of(process.makes).nodes.iter().map(|n| n.nameplate).sum();
            if capacity.monthly() * 12.0 * struck > TOLD_SHARE * world {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "four causes")]
                let cause = CAUSES[usize::from(!mine)][(4.0 * dice.share(month, Purpose::Cause, id)) as usize % 4];
                let good = running(&facts.catalog.goods[process.makes.index()].name);
                history.note(month, format!("{}: {cause} costs {} of a month’s {good}", facts.place(line), percent(struck)));
            }
        }
        run.lost_share = struck.max(still);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Month;

    fn rules(chance: f64) -> Chance {
        Chance {
            permit_spread: 0.0,
            building_overrun: 0.0,
            mine_stoppage: chance,
            plant_stoppage: 0.0,
            stoppage_share: 0.8,
            stoppage_left: 0.5,
        }
    }

    #[test]
    fn a_loss_heals_by_half_a_month() {
        let (dice, month) = (Dice::new(1), Month::new(2030, 1));
        assert_eq!(loss(&rules(0.0), &dice, month, 7, true, 0.6), 0.3);
        assert_eq!(loss(&rules(0.0), &dice, month, 7, true, 0.06), 0.0);
    }

    #[test]
    fn mines_are_struck_about_as_often_as_told() {
        let dice = Dice::new(1);
        let struck = (0..4000).filter(|id| loss(&rules(0.02), &dice, Month::new(2030, 1), *id, true, 0.0) > 0.0).count();
        assert!((50..120).contains(&struck), "{struck} of 4000");
    }
}

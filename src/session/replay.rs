//! Plays a saved game again from its seed and its orders, and compares the world of every month with the one that was saved.

use super::decisions;
use super::game::{Game, decides};
use crate::sim::Simulation;
use crate::units::Month;

/// What a replay found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replayed {
    /// Months played.
    pub months: usize,
    /// Orders given.
    pub orders: usize,
    /// The first month whose world is another than the saved one, if any was compared and is.
    pub differs: Option<Difference>,
    /// Checksum of the world in the end.
    pub checksum: u64,
}

/// Where a replay left the saved game.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The month.
    pub month: Month,
    /// How, as a sentence.
    pub how: String,
}

/// Plays the log of `game` again, calling `each_month` after every month. With `verify`, stops at the first month that differs.
pub fn replay(game: &Game, verify: Verify, mut each_month: impl FnMut(usize)) -> Replayed {
    let mut world = Simulation::new(std::sync::Arc::clone(&game.level.catalog), game.seed);
    world.set_event_mode(game.simulation.event_mode());
    if game.simulation.keeps_score() {
        world.keep_score();
    }
    let mut lines = game.log.iter().peekable();
    let mut result = Replayed { months: 0, orders: 0, differs: None, checksum: 0 };
    for saved in &game.checksums {
        let month = world.now();
        decisions::carry_out(&mut world, |side| decides(&game.seats, side));
        while let Some(line) = lines.next_if(|line| line.month <= month) {
            result.orders += 1;
            if let Err(refusal) = world.submit(line.side, &line.order)
                && verify == Verify::EveryMonth
            {
                result.differs = Some(Difference { month, how: format!("an order that was carried out is now refused: {refusal}") });
                return result;
            }
        }
        world.step_month();
        result.months += 1;
        each_month(result.months);
        if verify == Verify::EveryMonth {
            let now = world.checksum();
            if now != *saved {
                result.differs = Some(Difference { month, how: format!("its checksum is {now:016x}, the saved one {saved:016x}") });
                return result;
            }
        }
    }
    result.checksum = world.checksum();
    let end = game.simulation.checksum();
    if verify == Verify::EveryMonth && result.checksum != end {
        let how = format!("the world in the end has the checksum {:016x}, the saved one {end:016x}", result.checksum);
        result.differs = Some(Difference { month: world.now(), how });
    }
    result
}

/// Whether a replay compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verify {
    /// The world of every month.
    EveryMonth,
    /// Nothing; the result is looked at in another way.
    Nothing,
}

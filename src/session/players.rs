//! Who plays a side: a person, nobody, a script, or what was decided in the world. What they want goes into the side's outbox and nowhere else.

use super::decisions;
use crate::content::ids::RegionId;
use crate::orders::outbox::Outbox;
use crate::orders::{Dated, Order};
use crate::sim::Simulation;

/// Who gives a side's orders.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Player {
    /// Somebody at a screen.
    Person,
    /// Nobody: the side lets things run.
    #[default]
    Nothing,
    /// Orders written down beforehand, each given in its month.
    Script(Vec<Dated>),
    /// What the side's government decided in the world, as the level tells it.
    History,
}

impl Player {
    /// The word for it in saves and messages.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Nothing => "nothing",
            Self::Script(_) => "script",
            Self::History => "history",
        }
    }

    /// The orders that a script or history gives now for `side`.
    #[must_use]
    pub fn orders(&self, sim: &Simulation, side: RegionId) -> Vec<Order> {
        let now = |line: &&Dated| line.month == sim.now() && line.side == side;
        match self {
            Self::Script(lines) => lines.iter().filter(now).map(|line| line.order.clone()).collect(),
            Self::History => decisions::due(sim, side),
            Self::Person | Self::Nothing => Vec::new(),
        }
    }
}

/// A side of the game: who plays it, and what they want next.
#[derive(Clone, Debug, PartialEq)]
pub struct Seat {
    /// The side's region.
    pub side: RegionId,
    /// Who plays it.
    pub player: Player,
    /// Orders for the month that comes next.
    pub outbox: Outbox,
}

impl Seat {
    /// A seat without orders yet.
    #[must_use]
    pub fn new(side: RegionId, player: Player) -> Self {
        Self { side, player, outbox: Outbox::new() }
    }
}

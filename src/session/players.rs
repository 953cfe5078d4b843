//! Who plays a side: a person, nobody, a script, or what was decided in the world. What they want goes into the side's outbox and nowhere else.

use crate::content::Catalog;
use crate::content::ids::RegionId;
use crate::orders::outbox::Outbox;
use crate::orders::{Dated, Order};
use crate::units::Month;

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
    /// Who plays the two sides of a level when a person takes one of them: where the level tells what the other side did, it does it.
    #[must_use]
    pub fn seats_of(catalog: &Catalog, person_is_china: bool) -> (Self, Self) {
        let other = |side| if catalog.decisions.iter().any(|d| d.by == side) { Self::History } else { Self::Nothing };
        let scenario = &catalog.scenario;
        if person_is_china { (other(scenario.us), Self::Person) } else { (Self::Person, other(scenario.china)) }
    }

    /// Whether offers of deals are answered by the rule that all follow, because nobody else would.
    #[must_use]
    pub const fn answers_by_rule(&self) -> bool {
        matches!(self, Self::Nothing | Self::History)
    }

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

    /// The orders that a script gives in `month` for `side`.
    pub fn orders(&self, side: RegionId, month: Month) -> impl Iterator<Item = &Order> {
        let lines: &[Dated] = match self {
            Self::Script(lines) => lines,
            Self::Person | Self::Nothing | Self::History => &[],
        };
        lines.iter().filter(move |line| line.month == month && line.side == side).map(|line| &line.order)
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

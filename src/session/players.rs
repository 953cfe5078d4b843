//! Who plays a side: a person, nobody, a script, a doctrine, or what was decided in the world. What they want goes into the side's outbox and nowhere else.

use crate::ai::Mind;
use crate::content::ids::{DoctrineId, RegionId};
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
    /// A government that thinks for itself.
    Doctrine(DoctrineId),
}

impl Player {
    /// The doctrine that plays, if one does.
    #[must_use]
    pub const fn doctrine(&self) -> Option<DoctrineId> {
        match self {
            Self::Doctrine(doctrine) => Some(*doctrine),
            _ => None,
        }
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
            Self::Doctrine(_) => "doctrine",
        }
    }

    /// The orders that a script gives in `month` for `side`.
    pub fn orders(&self, side: RegionId, month: Month) -> impl Iterator<Item = &Order> {
        let lines: &[Dated] = match self {
            Self::Script(lines) => lines,
            Self::Person | Self::Nothing | Self::History | Self::Doctrine(_) => &[],
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
    /// What a government that thinks for itself remembers.
    pub mind: Mind,
}

impl Seat {
    /// A seat without orders yet.
    #[must_use]
    pub fn new(side: RegionId, player: Player) -> Self {
        Self { side, player, outbox: Outbox::new(), mind: Mind::default() }
    }
}

//! Orders that a government thinks of: its own policies with a few settings, changes and ends of its measures, projects, firms.

mod cells;
mod changes;
mod firms;
mod measures;
mod plants;
mod projects;
mod settings;

use xxhash_rust::xxh3::xxh3_64;

use super::act::Act;
use super::mind::Mind;
use super::sight::Sight;
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::orders::Order;

/// An order that could be given.
#[derive(Clone, Debug)]
pub struct Idea {
    /// The order.
    pub order: Order,
    /// What it is to a doctrine.
    pub act: Act,
    /// What it serves: points by aim, as far as trade, use or know-how hang on it and as it is strong; negative for what it takes away.
    pub serves: Vec<(Aim, f64)>,
    /// How much the doctrine cares for what it is about; 1 is neither more nor less.
    pub liking: f64,
    /// What measures that do the same have left of its gain, 0 to 1.
    pub fresh: f64,
    /// Rung of the ladder on which it steps against the rival; 0 is none.
    pub rung: u32,
    /// Rung of a step against the rival that it takes back.
    pub takes_back: u32,
    /// Attention that it takes.
    pub attention: f64,
    /// Political capital that it takes by itself.
    pub capital: f64,
    /// What it is about, so that it is not thought of twice.
    pub key: u64,
}

/// A number for a matter, the same in every game of the same content.
pub(super) fn key(matter: &str) -> u64 {
    xxh3_64(matter.as_bytes())
}

/// What a letter or payment begins with, before what it is about is known.
pub(super) fn letter(sight: &Sight<'_>, deed: Deed, order: Order, stake: f64, matter: &str) -> Idea {
    Idea {
        order,
        act: Act::Deed(deed),
        serves: sight.thinking.served(deed).map(|(aim, points)| (aim, points * stake.clamp(0.0, 1.0))).collect(),
        liking: 1.0,
        fresh: 1.0,
        rung: 0,
        takes_back: 0,
        attention: sight.view.catalog.rules.politics.letter_attention,
        capital: 0.0,
        key: key(matter),
    }
}

/// Everything that comes to mind and has not been set aside.
pub(super) fn all(sight: &Sight<'_>, mind: &Mind, dice: &crate::sim::dice::Dice) -> Vec<Idea> {
    let mut ideas = Vec::new();
    measures::think(sight, dice, &mut ideas);
    changes::think(sight, &mut ideas);
    projects::think(sight, &mut ideas);
    plants::think(sight, &mut ideas);
    firms::think(sight, &mut ideas);
    cells::think(sight, &mut ideas);
    ideas.retain(|idea| !mind.waits_for(idea.key, sight.now));
    ideas
}

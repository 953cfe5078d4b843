//! Orders that a government thinks of: its own policies with a few settings, changes and ends of its measures, projects, firms.

mod cells;
mod changes;
mod contacts;
pub(super) mod deals;
pub(super) mod events;
mod firms;
mod measures;
mod plants;
mod projects;
mod purchases;
mod settings;

use xxhash_rust::xxh3::xxh3_64;

use super::act::Act;
use super::mind::Mind;
use super::sight::{Blow, Sight};
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::orders::{Order, Quote};
use crate::sim::diplomacy::formulas::tension_of;

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
    /// How large a step it is, beside an ordinary one on its rung.
    pub size: f64,
    /// Points of tension that it adds beside that, or takes away.
    pub shift: f64,
    /// Rung of a step against the rival that it takes back.
    pub takes_back: u32,
    /// A hostile step of a partner to which it is an answer beside the ladder.
    pub returns: Option<Blow>,
    /// Attention that it takes.
    pub attention: f64,
    /// Political capital that it takes by itself.
    pub capital: f64,
    /// What its yearly cost grows to before the doctrine stops looking, as a multiple of what its quote tells.
    pub grows: f64,
    /// What it costs a year beside what its quote tells, million US$.
    pub year_musd: f64,
    /// What an income from it counts against money saved: less where home's own users pay it.
    pub earns: f64,
    /// What it is about, so that it is not thought of twice.
    pub key: u64,
}

impl Idea {
    /// What it costs a year at the terms of a quote, million US$: what is paid at once is spread over the years that the doctrine looks ahead.
    pub(super) fn yearly(&self, sight: &Sight<'_>, quote: &Quote) -> f64 {
        quote.cost_now_musd / sight.doctrine.patience_years + quote.cost_per_year_musd * self.grows + self.year_musd
    }

    /// Points of tension that it adds.
    pub(super) fn tension(&self, sight: &Sight<'_>) -> f64 {
        let step = if self.rung > 0 { self.size * tension_of(&sight.view.catalog.rules.diplomacy, self.rung) } else { 0.0 };
        step + self.shift
    }

    /// Whether it would lead tension beyond what the doctrine bears.
    pub(super) fn breaks(&self, sight: &Sight<'_>) -> bool {
        let step = self.tension(sight);
        step > 0.0 && sight.view.diplomacy.tension + step > sight.doctrine.brink
    }

    /// An order about a matter; what it serves and takes is filled in by whoever thinks of it.
    pub(super) const fn of(order: Order, act: Act, key: u64) -> Self {
        Self {
            order,
            act,
            serves: Vec::new(),
            liking: 1.0,
            fresh: 1.0,
            rung: 0,
            size: 1.0,
            shift: 0.0,
            takes_back: 0,
            returns: None,
            attention: 0.0,
            capital: 0.0,
            grows: 1.0,
            year_musd: 0.0,
            earns: 1.0,
            key,
        }
    }
}

/// A number for a matter, the same in every game of the same content.
pub(super) fn key(matter: &str) -> u64 {
    xxh3_64(matter.as_bytes())
}

/// What a letter or payment begins with, before what it is about is known.
pub(super) fn letter(sight: &Sight<'_>, deed: Deed, order: Order, stake: f64, matter: &str) -> Idea {
    Idea {
        serves: sight.thinking.served(deed).map(|(aim, points)| (aim, points * stake.clamp(0.0, 1.0))).collect(),
        attention: sight.view.catalog.rules.politics.letter_attention,
        ..Idea::of(order, Act::Deed(deed), key(matter))
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
    purchases::think(sight, &mut ideas);
    contacts::think(sight, &mut ideas);
    deals::think(sight, dice, &mut ideas);
    ideas.retain(|idea| !mind.waits_for(idea.key, sight.now));
    ideas
}

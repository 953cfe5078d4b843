//! The screens and the one list of them: the rail, the hotkeys, the help and `cathode screenshot` come from it.

pub mod boards;
pub mod chain;
pub mod diplomacy;
pub mod map;
pub mod markets;
pub mod on_firms;
pub mod policies;
pub mod politics;
mod politics_bill;
pub mod score;
pub mod start;
pub mod technology;

use egui::{Key, Ui};

use super::desk::Desk;
use super::widgets::icons::Icon;

/// What draws a part of the window.
pub type Draw = fn(&mut Ui, &mut Desk);

/// A screen.
pub struct Screen {
    /// Word by which it is asked for.
    pub id: &'static str,
    /// Its name in the rail.
    pub name: &'static str,
    /// Its picture.
    pub icon: Icon,
    /// Its key.
    pub key: Key,
    /// What it answers.
    pub about: &'static str,
    /// What draws its middle.
    pub middle: Draw,
    /// What draws the right column below the plan; the screen takes the whole width without.
    pub column: Option<Draw>,
    /// Words of its pages, if it has some, the first the one that opens.
    pub pages: &'static [&'static str],
}

/// Every screen.
pub const SCREENS: &[Screen] = &[
    Screen {
        id: "map",
        name: "Map",
        icon: Icon::Map,
        key: Key::F1,
        about: "the world by eight series, and flows of a good",
        middle: map::show,
        column: Some(map::column),
        pages: &[],
    },
    Screen {
        id: "chain",
        name: "Chain",
        icon: Icon::Chain,
        key: Key::F2,
        about: "what flows from mine to car, and who depends on whom",
        middle: chain::show,
        column: Some(chain::column),
        pages: &[],
    },
    Screen {
        id: "markets",
        name: "Markets",
        icon: Icon::Chart,
        key: Key::F3,
        about: "prices, their course, and the terms that add up to them",
        middle: markets::show,
        column: None,
        pages: &[],
    },
    Screen {
        id: "boards",
        name: "Boards",
        icon: Icon::Pick,
        key: Key::F4,
        about: "plants and firms of each stage, and orders on them",
        middle: boards::show,
        column: Some(boards::column),
        pages: boards::PAGES,
    },
    Screen {
        id: "policies",
        name: "Policy",
        icon: Icon::Sheet,
        key: Key::F5,
        about: "measures in force, and those that could be taken",
        middle: policies::show,
        column: Some(policies::column),
        pages: &[],
    },
    Screen {
        id: "diplomacy",
        name: "World",
        icon: Icon::Globe,
        key: Key::F6,
        about: "countries, deals, the ladder, and what is known of the rival",
        middle: diplomacy::show,
        column: Some(diplomacy::column),
        pages: diplomacy::PAGE_WORDS,
    },
    Screen {
        id: "technology",
        name: "Tech",
        icon: Icon::Bulb,
        key: Key::F7,
        about: "readiness, experience, research",
        middle: technology::show,
        column: Some(technology::column),
        pages: &[],
    },
    Screen {
        id: "politics",
        name: "Politics",
        icon: Icon::Dome,
        key: Key::F8,
        about: "whom a government needs, who votes for what, its money",
        middle: politics::show,
        column: None,
        pages: &[],
    },
    Screen {
        id: "score",
        name: "Score",
        icon: Icon::Cup,
        key: Key::F9,
        about: "the five indices of both sides, and how the campaign may end",
        middle: score::show,
        column: None,
        pages: &[],
    },
];

/// The place of a screen in the list.
#[must_use]
pub fn find(id: &str) -> Option<usize> {
    SCREENS.iter().position(|screen| screen.id == id)
}

/// What the screens remember.
#[derive(Default)]
pub struct States {
    /// Map.
    pub map: map::State,
    /// Chain.
    pub chain: chain::State,
    /// Markets.
    pub markets: markets::State,
    /// Boards.
    pub boards: boards::State,
    /// Policies.
    pub policies: policies::State,
    /// Diplomacy.
    pub diplomacy: diplomacy::State,
    /// Technology.
    pub technology: technology::State,
    /// Politics.
    pub politics: politics::State,
    /// Score.
    pub score: score::State,
}

impl States {
    /// Turns a screen to a page of it.
    pub fn turn(&mut self, screen: &str, page: usize) {
        match screen {
            "boards" => self.boards.turn(page),
            "diplomacy" => self.diplomacy.turn(page),
            _ => {}
        }
    }

    /// Forgets what belongs to a game, such as what was chosen in it.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

//! The player's desk: the game, the side, and what was asked last. A line of text in, a text out; no terminal in here.

use std::collections::BTreeMap;

use super::commands::{self, Command};
use super::news::Law;
use crate::cli::table;
use crate::content::Catalog;
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::Order;
use crate::session::files::SaveFolder;
use crate::session::game::{Game, MonthResult};
use crate::session::names::SaveName;
use crate::units::Month;

/// What a command answers: a text either way, the second if it was not done.
pub(super) type Answer = Result<String, String>;

/// The player's desk.
pub(super) struct Desk {
    pub(super) game: Game,
    pub(super) side: RegionId,
    pub(super) saves: SaveFolder,
    /// The name under which the game was saved last.
    pub(super) name: Option<SaveName>,
    /// What waits for a yes.
    pub(super) question: Option<Question>,
    /// Proposals that would have been signed instead of the last one that would not.
    pub(super) counters: Vec<Order>,
    /// What became of the orders when quarters were last ended in this session.
    pub(super) last: MonthResult,
    /// Laws that began, changed or ended while those quarters were played.
    pub(super) laws: Vec<Law>,
    /// When the first of those quarters began.
    pub(super) ended: Option<Month>,
    /// Policies of measures seen in this session, so that those that are over have a name.
    pub(super) policies_of: BTreeMap<u32, PolicyId>,
    /// Whether something happened that no save holds.
    pub(super) unsaved: bool,
    pub(super) done: bool,
}

/// What a yes would do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Question {
    /// Put an order into the outbox.
    Order(Order),
    /// Replace a save that this session does not know.
    Overwrite(SaveName),
}

impl Desk {
    pub(super) fn new(game: Game, side: RegionId, saves: SaveFolder) -> Self {
        Self {
            game,
            side,
            saves,
            name: None,
            question: None,
            counters: Vec::new(),
            last: MonthResult::default(),
            laws: Vec::new(),
            ended: None,
            policies_of: BTreeMap::new(),
            unsaved: false,
            done: false,
        }
    }

    pub(super) fn catalog(&self) -> &Catalog {
        self.game.simulation().catalog()
    }

    pub(super) const fn is_done(&self) -> bool {
        self.done
    }

    /// The first words of a session.
    pub(super) fn welcome(&self) -> String {
        let catalog = self.catalog();
        let scenario = &catalog.scenario;
        let calendar = self.game.simulation().calendar();
        format!(
            "{}: {}\nYou play {}, from {} to {}; it is {}. `briefing` tells what is new, `help` what you can do.\n\n",
            scenario.name,
            scenario.about,
            crate::orders::phrases::region(catalog, self.side),
            calendar.start,
            calendar.end,
            calendar.month,
        )
    }

    /// What stands in front of the player's words.
    pub(super) fn prompt(&self) -> String {
        if self.question.is_some() {
            return "yes or no> ".to_owned();
        }
        let waiting = self.game.seat(self.side).map_or(0, |seat| seat.outbox.waiting().len());
        let orders = if waiting > 0 { format!(" [{waiting}]") } else { String::new() };
        format!("{} {}{orders}> ", self.catalog()[self.side].short, self.game.simulation().now())
    }

    /// Does what a line says and answers it, no wider than a terminal.
    pub(super) fn take(&mut self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut said = String::new();
        if let Some(question) = self.question.take() {
            match words.first().map(|word| word.to_lowercase()).as_deref() {
                Some("yes" | "y") => return finish(self.confirmed(question)),
                Some("no" | "n") => return "Not done.\n".to_owned(),
                _ => said = "Not done.\n".to_owned(),
            }
        }
        let Some(first) = words.first().map(|word| word.to_lowercase()) else { return said };
        if said.is_empty() && words.len() == 1 && matches!(first.as_str(), "yes" | "y" | "no" | "n") {
            return "Nothing was asked that could be answered by yes or no.\n".to_owned();
        }
        let answer = match commands::find(&first) {
            Some(Command { run, .. }) => run(self, &words[1..]),
            None => self.report(&first, &words[1..]),
        };
        said + &finish(answer)
    }

    /// Does what was asked about.
    fn confirmed(&mut self, question: Question) -> Answer {
        match question {
            Question::Order(order) => self.put(order),
            Question::Overwrite(name) => self.overwrite(&name),
        }
    }
}

/// An answer as text that ends its line. Lines that are too long are wrapped, but for those of framed tables.
fn finish(answer: Answer) -> String {
    let text = answer.unwrap_or_else(|refusal| refusal);
    let fits = |line: &str| line.chars().count() <= usize::from(table::width()) || line.starts_with(['│', '┌', '├', '└']);
    text.lines().map(|line| if fits(line) { format!("{line}\n") } else { table::wrap(line) }).collect()
}

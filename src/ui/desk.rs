//! The player's desk in the window: the game, the side, the plan, saving and loading. What is drawn asks it, what is pressed tells it;
//! orders go through the seat's outbox and nowhere else.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::cached::Cached;
use super::saved;
use super::screens::States;
use crate::content::Catalog;
use crate::content::definitions::scores::Index;
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::outbox::Outbox;
use crate::orders::{Order, Quote, Refusal};
use crate::reports::briefing::{Briefing, briefing};
use crate::reports::review::{Reviewed, review};
use crate::reports::standing::{self, Standing, Turn};
use crate::reports::{FigureKey, View, agenda, wording};
use crate::session::errors::SaveFault;
use crate::session::files::{Listed, SaveFolder};
use crate::session::game::{Game, MonthResult};
use crate::session::names::SaveName;
use crate::session::players::Player;
use crate::session::sections::Changes;

/// Autosaves that are kept.
const AUTOSAVES: usize = 8;

/// What a quote answered.
pub type Answer = Result<Quote, Refusal>;

/// An order of the plan, as the tray shows it.
pub struct Planned {
    /// The order as a sentence.
    pub text: String,
    /// Its terms, or why it would be refused now.
    pub answer: Answer,
}

/// What the frame shows on every screen.
pub struct Summary {
    /// Where the campaign is.
    pub turn: Turn,
    /// The side's figures.
    pub figures: Vec<Standing>,
    /// The rival's goals, by the names of these figures; nothing before the first month.
    pub goals: Vec<(&'static str, f64)>,
    /// What waits in the outbox.
    pub plan: Vec<Planned>,
    /// Events that wait for an answer that the plan does not give.
    pub asked: usize,
    /// What changed most, what threatens, what could be done.
    pub briefing: Briefing,
    /// What became of the orders of the last quarter.
    pub outcome: Vec<Outcome>,
    /// What orders of the last years cost, and what came of them.
    pub review: Vec<Reviewed>,
}

/// What became of an order.
pub struct Outcome {
    /// The order as a sentence.
    pub text: String,
    /// What was paid, or why it was refused.
    pub told: String,
    /// Whether it was carried out.
    pub done: bool,
}

/// Something to tell the player, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether something went wrong.
    pub wrong: bool,
}

/// The player's desk.
pub struct Desk {
    /// The game.
    pub game: Game,
    /// The side that is played.
    pub side: RegionId,
    /// Counts what changed the game or the plan; drawings made for another revision are made anew.
    pub revision: u64,
    /// What is told until the next act.
    pub notice: Option<Notice>,
    /// Whether an event has come to ask the player since the last frame.
    pub asks: bool,
    /// Figures whose terms are open, the last on top.
    pub why: Vec<FigureKey>,
    /// What the screens remember.
    pub states: States,
    /// The name under which the game was saved last.
    pub name: Option<SaveName>,
    saves: SaveFolder,
    unsaved: bool,
    last: MonthResult,
    /// Whether the campaign has ended and the player has not been told.
    ended: bool,
    policies_of: BTreeMap<u32, PolicyId>,
    summary: Cached<u64, Summary>,
    quotes: (u64, Vec<(Order, Arc<Answer>)>),
}

impl Desk {
    /// A desk with a game; the side is that of the person who plays.
    #[must_use]
    pub fn new(game: Game, saves: SaveFolder) -> Self {
        let person = game.seats().iter().find(|seat| seat.player == Player::Person).map(|seat| seat.side);
        let side = person.unwrap_or(game.level().catalog.scenario.us);
        let name = Some(SaveName::from_title(game.title()))
            .filter(|name| !name.is_reserved() && game.title() != game.level().catalog.scenario.name);
        Self {
            game,
            side,
            revision: 0,
            notice: None,
            asks: false,
            why: Vec::new(),
            states: States::default(),
            name,
            saves,
            unsaved: false,
            last: MonthResult::default(),
            ended: false,
            policies_of: BTreeMap::new(),
            summary: Cached::default(),
            quotes: (0, Vec::new()),
        }
    }

    /// Takes the folder of saves for this game. Another running game may have it: then the player is told.
    pub fn begin(&mut self) {
        if let Err(error) = self.saves.lock() {
            self.wrong(error.to_string());
        }
    }

    /// What can exist.
    #[must_use]
    pub fn catalog(&self) -> &Catalog {
        self.game.simulation().catalog()
    }

    /// The world, to be read.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View::new(self.game.simulation()).remembering(self.game.memories())
    }

    /// What the frame shows, worked out once for each revision.
    pub fn summary(&mut self) -> Arc<Summary> {
        let mut cached = std::mem::take(&mut self.summary);
        let summary = cached.get(self.revision, || self.summed());
        self.summary = cached;
        summary
    }

    fn summed(&self) -> Summary {
        let view = self.view();
        let waiting = self.game.seat(self.side).map_or(&[][..], |seat| seat.outbox.waiting());
        let plan =
            waiting.iter().map(|order| Planned { text: self.said(&view, order), answer: self.game.quote(self.side, order) }).collect();
        let answered = |event| waiting.iter().any(|order| matches!(order, Order::AnswerEvent { event: of, .. } if *of == event));
        let asked = agenda::asked(&view, Some(self.side)).iter().filter(|asked| !answered(asked.event)).count();
        let begun = view.sim.calendar().tick > 0;
        let is_goal = |figure: &Standing| Index::ALL.iter().any(|index| index.label().eq_ignore_ascii_case(figure.name));
        let rival = standing::of(&view, view.catalog.scenario.rival(self.side));
        let goals = rival.iter().filter(|figure| begun && is_goal(figure)).map(|figure| (figure.name, figure.value)).collect();
        let mut figures = standing::of(&view, self.side);
        // What is counted from the first month on is not nothing before it.
        figures.iter_mut().filter(|figure| !begun && is_goal(figure)).for_each(|figure| figure.value = f64::NAN);
        Summary {
            turn: standing::turn(&view),
            goals,
            asked,
            figures,
            plan,
            briefing: briefing(&view, self.side, None),
            outcome: self.outcome(&view),
            review: review(&view, self.side, self.game.given(), &self.policies_of),
        }
    }

    fn outcome(&self, view: &View<'_>) -> Vec<Outcome> {
        let done = self.last.done.iter().filter(|(line, _)| line.side == self.side).map(|(line, receipt)| Outcome {
            text: self.said(view, &line.order),
            told: match receipt.quote.cost_now_musd {
                paid if paid > 0.0 => format!("Paid {}.", crate::units::digits::money(paid)),
                _ => String::new(),
            },
            done: true,
        });
        let refused = self.last.refused.iter().filter(|refused| refused.order.side == self.side).map(|refused| Outcome {
            text: self.said(view, &refused.order.order),
            told: refused.refusal.to_string(),
            done: false,
        });
        done.chain(refused).collect()
    }

    fn said(&self, view: &View<'_>, order: &Order) -> String {
        wording::order(view, self.side, order, &self.policies_of)
    }

    /// An order as a sentence.
    #[must_use]
    pub fn describe(&self, order: &Order) -> String {
        self.said(&View::new(self.game.simulation()), order)
    }

    /// What an order would cost and do together with the plan, or why it may not be given.
    pub fn quote(&mut self, order: &Order) -> Arc<Answer> {
        if self.quotes.0 != self.revision {
            self.quotes = (self.revision, Vec::new());
        }
        if let Some((_, answer)) = self.quotes.1.iter().find(|(known, _)| known == order) {
            return Arc::clone(answer);
        }
        let answer = Arc::new(self.game.quote(self.side, order));
        self.quotes.1.push((order.clone(), Arc::clone(&answer)));
        answer
    }

    /// Whether an order stands in the plan.
    #[must_use]
    pub fn is_planned(&self, order: &Order) -> bool {
        self.game.seat(self.side).is_some_and(|seat| seat.outbox.waiting().contains(order))
    }

    /// Puts an order into the plan.
    pub fn draft(&mut self, order: Order) {
        match self.game.draft(self.side, order) {
            Ok(_) => self.changed(),
            Err(refusal) => self.wrong(refusal.to_string()),
        }
    }

    /// Takes the order at a place out of the plan.
    pub fn take_back(&mut self, at: usize) {
        self.plan_step(|outbox| outbox.take_back(at).is_some());
    }

    /// Undoes the last step of planning.
    pub fn undo(&mut self) {
        self.plan_step(Outbox::undo);
    }

    /// Does the last undone step again.
    pub fn redo(&mut self) {
        self.plan_step(Outbox::redo);
    }

    fn plan_step(&mut self, step: impl FnOnce(&mut Outbox) -> bool) {
        if self.game.outbox_mut(self.side).is_some_and(step) {
            self.changed();
        }
    }

    fn changed(&mut self) {
        self.revision += 1;
        self.unsaved = true;
        self.notice = None;
    }

    /// Tells the player something, until the next act.
    pub fn tell(&mut self, text: &str) {
        self.notice = Some(Notice { text: text.to_owned(), wrong: false });
    }

    fn wrong(&mut self, text: String) {
        self.notice = Some(Notice { text, wrong: true });
    }

    /// Gives the plan and plays to the end of the quarter, then saves as the newest autosave.
    pub fn end_quarter(&mut self) {
        if self.game.is_over() {
            return;
        }
        let standing: Vec<(u32, PolicyId)> = self.view().measures.list.iter().map(|m| (m.id, m.policy)).collect();
        self.policies_of.extend(standing);
        self.last = self.game.end_quarter();
        self.changed();
        self.asks = self.summary().asked > 0;
        self.ended = self.game.is_over();
        if let Some(fault) = self.last.faults.first() {
            self.wrong(format!(
                "The books do not balance, which is a fault of the program: {fault}. Please report it with level and seed."
            ));
        }
        if let Err(error) = self.autosave() {
            self.wrong(error);
        }
    }

    /// Whether the campaign has just ended: true once.
    pub const fn take_ended(&mut self) -> bool {
        std::mem::replace(&mut self.ended, false)
    }

    /// Goes on after the end, with nothing at stake.
    pub fn go_on(&mut self) {
        self.game.go_on();
        self.changed();
        self.tell("The world goes on with nothing at stake; the result stays on the screen of scores.");
    }

    fn autosave(&mut self) -> Result<(), String> {
        let save = self.game.to_save().map_err(|error| error.to_string())?;
        self.saves.autosave(&save, AUTOSAVES).map_err(|error| format!("The autosave failed: {error}"))?;
        self.unsaved = false;
        Ok(())
    }

    /// Saves under a name. True if a save of that name would have to be replaced, which is then to be asked.
    pub fn save(&mut self, title: &str) -> bool {
        let name = SaveName::from_title(title);
        self.game.rename(name.as_str());
        let result = self.game.to_save().and_then(|save| self.saves.save(&name, &save));
        match result {
            Ok(path) => self.saved(name, &path),
            Err(error) if matches!(error.fault, SaveFault::Taken) => return true,
            Err(error) => self.wrong(error.to_string()),
        }
        false
    }

    /// Saves under a name whatever is there.
    pub fn overwrite(&mut self, title: &str) {
        let name = SaveName::from_title(title);
        self.game.rename(name.as_str());
        match self.game.to_save().and_then(|save| self.saves.overwrite(&name, &save)) {
            Ok(path) => self.saved(name, &path),
            Err(error) => self.wrong(error.to_string()),
        }
    }

    fn saved(&mut self, name: SaveName, path: &Path) {
        self.unsaved = false;
        self.notice = Some(Notice { text: format!("Saved as “{name}” in {}.", path.display()), wrong: false });
        self.name = Some(name);
    }

    /// The saves of the player's folder.
    ///
    /// # Errors
    /// A sentence, if the folder cannot be read.
    pub fn list(&self) -> Result<Vec<Listed>, String> {
        self.saves.list().map_err(|error| error.to_string())
    }

    /// Takes up a saved game in place of this one.
    ///
    /// # Errors
    /// Why it cannot be loaded; this game stays.
    pub fn load(&mut self, path: &Path, changes: Changes) -> Result<(), saved::Unread> {
        let (game, notice) = saved::read(&mut self.saves, path, changes)?;
        let saves = SaveFolder::at(self.saves.folder().to_path_buf());
        let known = std::mem::replace(&mut self.saves, saves);
        let revision = self.revision + 1;
        *self = Self { revision, states: std::mem::take(&mut self.states), ..Self::new(game, known) };
        self.states.forget();
        self.notice = Some(Notice { text: notice.unwrap_or_else(|| format!("Loaded “{}”.", self.game.title())), wrong: false });
        Ok(())
    }

    /// Leaves the game: what no save holds goes into an autosave. The folder of saves is handed back.
    pub fn leave(mut self) -> SaveFolder {
        self.keep();
        self.saves
    }

    /// Saves what no save holds as the newest autosave.
    pub fn keep(&mut self) {
        if self.unsaved && self.autosave().is_err() {
            // Whoever leaves cannot be told any more, and the save before is still there.
            self.unsaved = false;
        }
    }

    /// Opens the terms of a figure.
    pub fn open(&mut self, key: FigureKey) {
        self.why.push(key);
    }
}

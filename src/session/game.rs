//! A game in progress: a world, the two who steer it, and everything that is needed to play it again.

use std::time::Instant;

use super::decisions;
use super::level::Level;
use super::players::{Player, Seat};
use super::thoughts;
use crate::content::definitions::events::EventMode;
use crate::content::ids::RegionId;
use crate::orders::outbox::{Outbox, Put};
use crate::orders::{Dated, Order, Quote, Receipt, Refusal};
use crate::reports::View;
use crate::reports::briefing::Memory;
use crate::reports::review::LOOKED_AT;
use crate::sim::Simulation;
use crate::sim::scoreboard::outcome::Outcome;
use crate::units::Month;

/// An order that was turned down when its month came.
#[derive(Clone, Debug, PartialEq)]
pub struct TurnedDown {
    /// The order.
    pub order: Dated,
    /// Why.
    pub refusal: Refusal,
}

/// What became of the orders of a month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MonthResult {
    /// Orders that were carried out.
    pub done: Vec<(Dated, Receipt)>,
    /// Orders that were turned down.
    pub refused: Vec<TurnedDown>,
    /// Why governments that think for themselves gave their orders.
    pub reasons: Vec<(Dated, String)>,
    /// What did not balance in the books of goods, mass and money: a fault of the program.
    pub faults: Vec<String>,
}

impl MonthResult {
    /// Adds what became of the orders of another month.
    pub fn add(&mut self, other: Self) {
        self.done.extend(other.done);
        self.refused.extend(other.refused);
        self.reasons.extend(other.reasons);
        self.faults.extend(other.faults);
    }
}

/// Quarters of which figures are kept: a year and the one in which it is looked back.
const MEMORIES: usize = 5;

/// A game in progress.
pub struct Game {
    pub(super) level: Level,
    pub(super) simulation: Simulation,
    pub(super) title: String,
    pub(super) seed: u64,
    pub(super) seats: [Seat; 2],
    /// Every order that was carried out, in the order in which it was.
    pub(super) log: Vec<Dated>,
    /// The checksum of the world after each month.
    pub(super) checksums: Vec<u64>,
    pub(super) seconds_before: u64,
    pub(super) opened: Instant,
    /// Figures at the start of the last quarters, for exact reasons in briefings. A loaded game begins without.
    pub(super) memories: Vec<Memory>,
    /// Whether the packs have changed since the game began, so that a replay need not agree.
    pub(super) changed_packs: bool,
    /// Whether it goes on after its end, with nothing at stake.
    pub(super) sandbox: bool,
    /// Orders of the last years with the terms they were given on, for reviews. A loaded game begins without.
    pub(super) given: Vec<(Dated, Receipt)>,
}

impl Game {
    /// A new game of a level, with those of its sets of numbers that the seed picks.
    #[must_use]
    pub fn new(level: Level, seed: u64, us: Player, china: Player) -> Self {
        let level = level.of_seed(seed);
        let scenario = &level.catalog.scenario;
        let seats = [Seat::new(scenario.us, us), Seat::new(scenario.china, china)];
        let title = scenario.name.clone();
        let mut simulation = Simulation::new(std::sync::Arc::clone(&level.catalog), seed);
        if seats.iter().all(|seat| seat.player == Player::History) {
            // The past is played: its shocks are in the level's drivers and decisions.
            simulation.set_event_mode(EventMode::Off);
        }
        let (log, checksums) = (Vec::new(), Vec::new());
        Self {
            level,
            simulation,
            title,
            seed,
            seats,
            log,
            checksums,
            seconds_before: 0,
            opened: clock(),
            memories: Vec::new(),
            changed_packs: false,
            sandbox: false,
            given: Vec::new(),
        }
    }

    /// The same game with events that come in another way than the level says.
    #[must_use]
    pub fn with_events(mut self, mode: EventMode) -> Self {
        self.simulation.set_event_mode(mode);
        self
    }

    /// The same game, which goes on whatever ends it: for those who only want to see what comes.
    #[must_use]
    pub const fn endless(mut self) -> Self {
        self.sandbox = true;
        self
    }

    /// Goes on after the end of the campaign. Its outcome stays as it is.
    pub const fn go_on(&mut self) {
        self.sandbox = true;
    }

    /// Whether the game goes on, or would go on, after its end.
    #[must_use]
    pub const fn is_sandbox(&self) -> bool {
        self.sandbox
    }

    /// The same game with resilience tested each December, which takes two more years of simulation for each year that is played.
    #[must_use]
    pub fn scored(mut self) -> Self {
        self.simulation.keep_score();
        self
    }

    /// The level that is played.
    #[must_use]
    pub const fn level(&self) -> &Level {
        &self.level
    }

    /// The world.
    #[must_use]
    pub const fn simulation(&self) -> &Simulation {
        &self.simulation
    }

    /// What the player calls the game.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Gives the game a title.
    pub fn rename(&mut self, title: &str) {
        title.clone_into(&mut self.title);
    }

    /// The seed of the true dice.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// Both sides.
    #[must_use]
    pub const fn seats(&self) -> &[Seat; 2] {
        &self.seats
    }

    /// The seat of a region, if it plays.
    #[must_use]
    pub fn seat(&self, side: RegionId) -> Option<&Seat> {
        self.seats.iter().find(|seat| seat.side == side)
    }

    /// Every order that was carried out so far.
    #[must_use]
    pub fn log(&self) -> &[Dated] {
        &self.log
    }

    /// The checksum of the world after each month.
    #[must_use]
    pub fn checksums(&self) -> &[u64] {
        &self.checksums
    }

    /// Seconds played, in this session and those before.
    #[must_use]
    pub fn play_seconds(&self) -> u64 {
        self.seconds_before + self.opened.elapsed().as_secs()
    }

    /// Whether the packs have changed since the game began.
    #[must_use]
    pub const fn has_changed_packs(&self) -> bool {
        self.changed_packs
    }

    /// Whether the campaign has ended and nobody has chosen to go on.
    #[must_use]
    pub fn is_over(&self) -> bool {
        !self.sandbox && self.outcome().is_some()
    }

    /// How the campaign ended, once it has.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.simulation.outcome()
    }

    /// What an order would cost and do, given together with those that wait in the side's outbox.
    ///
    /// # Errors
    /// The refusal, if it may not be given.
    pub fn quote(&self, side: RegionId, order: &Order) -> Result<Quote, Refusal> {
        if self.seat(side).is_none() {
            return Err(no_side());
        }
        self.beside(side, order).as_ref().unwrap_or(&self.simulation).check(side, order)
    }

    /// The world in which an order is judged: with what else waits carried out; nothing if nothing else waits.
    #[must_use]
    pub fn beside(&self, side: RegionId, order: &Order) -> Option<Simulation> {
        let mut outbox = self.seat(side)?.outbox.clone();
        outbox.put(order.clone());
        let others: Vec<&Order> = outbox.waiting().iter().filter(|waiting| *waiting != order).collect();
        if others.is_empty() {
            return None;
        }
        let mut copy = self.simulation.duplicate();
        for other in others {
            // One that is refused changes nothing; whoever gave it is told when the month comes.
            let _ = copy.submit(side, other);
        }
        Some(copy)
    }

    /// Puts an order into the side's outbox; one about the same thing takes the place of the one that waits.
    ///
    /// # Errors
    /// The refusal, if it may not be given.
    pub fn draft(&mut self, side: RegionId, order: Order) -> Result<(Quote, Put), Refusal> {
        let quote = self.quote(side, &order)?;
        let put = self.outbox_mut(side).ok_or_else(no_side)?.put(order);
        Ok((quote, put))
    }

    /// The orders of a side that wait, to be taken back or undone.
    pub fn outbox_mut(&mut self, side: RegionId) -> Option<&mut Outbox> {
        self.seats.iter_mut().find(|seat| seat.side == side).map(|seat| &mut seat.outbox)
    }

    /// Orders of the last years with the terms they were given on.
    #[must_use]
    pub fn given(&self) -> &[(Dated, Receipt)] {
        &self.given
    }

    /// Figures as they were at the start of the last quarters.
    #[must_use]
    pub fn memories(&self) -> &[Memory] {
        &self.memories
    }

    /// Keeps the figures as they are now, and those of the year before.
    fn remember(&mut self) {
        if self.memories.len() == MEMORIES {
            self.memories.remove(0);
        }
        self.memories.push(Memory::of(&View::new(&self.simulation)));
    }

    /// Gives the orders that wait and plays a month. Does nothing once the campaign is over.
    pub fn end_month(&mut self) -> MonthResult {
        let mut result = MonthResult::default();
        if self.is_over() {
            return result;
        }
        let month = self.simulation.now();
        let mut thought = self.think();
        let Self { simulation, seats, .. } = self;
        result.refused = decisions::carry_out(simulation, |side| decides(seats, side));
        for seat in &mut self.seats {
            let scripted: Vec<Order> = seat.player.orders(seat.side, month).cloned().collect();
            let answers = if seat.player.answers_by_rule() { self.simulation.answers_by_rule(seat.side) } else { Vec::new() };
            for order in seat.outbox.send().into_iter().chain(scripted).chain(answers) {
                let dated = Dated { month, side: seat.side, order };
                match self.simulation.submit(seat.side, &dated.order) {
                    Ok(receipt) => {
                        if let Some(why) = thoughts::note(seat, &mut thought, &dated.order) {
                            result.reasons.push((dated.clone(), why));
                        }
                        self.log.push(dated.clone());
                        self.given.push((dated.clone(), receipt.clone()));
                        result.done.push((dated, receipt));
                    }
                    Err(refusal) => result.refused.push(TurnedDown { order: dated, refusal }),
                }
            }
        }
        self.given.retain(|(line, _)| month.since(line.month) <= LOOKED_AT);
        let faults = self.simulation.step_and_check();
        result.faults.extend(faults.into_iter().map(|fault| format!("{month}: {fault}")));
        self.checksums.push(self.simulation.checksum());
        result
    }

    /// Plays to the end of the quarter: three months, or fewer if the quarter has begun or the level ends.
    pub fn end_quarter(&mut self) -> MonthResult {
        let mut result = MonthResult::default();
        self.remember();
        loop {
            result.add(self.end_month());
            if self.is_over() || is_first_of_quarter(self.simulation.now()) {
                return result;
            }
        }
    }
}

/// Whether a region decides what it decided in the world: nobody plays it, or its history is played.
pub(super) fn decides(seats: &[Seat; 2], side: RegionId) -> bool {
    seats.iter().find(|seat| seat.side == side).is_none_or(|seat| seat.player == Player::History)
}

/// The time of day, for the time played that the list of saves shows; it never reaches a world.
#[expect(clippy::disallowed_methods, reason = "the time played is told to the player and decides nothing")]
pub(super) fn clock() -> Instant {
    Instant::now()
}

fn no_side() -> Refusal {
    Refusal::new("This region takes no part in the contest.", "Give orders for one of the two sides.")
}

/// Whether a quarter begins with this month.
#[must_use]
pub const fn is_first_of_quarter(month: Month) -> bool {
    month.of_year() % 3 == 1
}

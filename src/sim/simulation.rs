//! The one door: make a world, step it, read it, copy it. Nothing outside `sim` can change a world but through here.

use bevy_ecs::prelude::*;
use std::sync::Arc;

use super::calendar::components::{Calendar, Drivers};
use super::deliveries::systems::CarShipments;
use super::dice::Dice;
use super::facts::{FactTables, Facts};
use super::plans::cars::CarRoutes;
use super::policy::components::{Effects, Measures};
use super::scoreboard::components::History;
use super::scoreboard::scores::Scores;
use super::setup::{self, GovernmentFacts};
use super::state::Snapshot;
use super::{books, calendar, events, month, policy};
use crate::content::Catalog;
use crate::units::Month;

/// A world and its month.
pub struct Simulation {
    world: World,
    /// Built at the first step, so that a copy that is only read costs nothing.
    month: Option<Schedule>,
}

/// Whether a quarter begins with this month.
#[must_use]
pub const fn is_quarter(month: Month) -> bool {
    month.of_year() % 3 == 1
}

impl Simulation {
    /// A new world of a level, with the true dice of `seed`.
    #[must_use]
    pub fn new(catalog: Arc<Catalog>, seed: u64) -> Self {
        let facts = Facts(Arc::new(FactTables::new(catalog)));
        let mut simulation = Self::empty(&facts);
        setup::build(&mut simulation.world, &facts, seed);
        simulation.derive();
        simulation
    }

    /// A world from a snapshot of the same catalog.
    #[must_use]
    pub fn from_snapshot(catalog: Arc<Catalog>, snapshot: Snapshot, history: History) -> Self {
        let facts = Facts(Arc::new(FactTables::new(catalog)));
        let mut simulation = Self::empty(&facts);
        snapshot.restore(&mut simulation.world);
        simulation.world.insert_resource(history);
        simulation.derive();
        simulation
    }

    /// A world with everything that is derived and nothing that is state.
    fn empty(facts: &Facts) -> Self {
        let mut world = World::new();
        world.insert_resource(facts.clone());
        world.insert_resource(GovernmentFacts::new(facts));
        world.init_resource::<Drivers>();
        world.init_resource::<Effects>();
        world.init_resource::<CarRoutes>();
        world.init_resource::<CarShipments>();
        world.init_resource::<History>();
        world.insert_resource(books::Passage::of(facts.catalog.goods.len()));
        Self { world, month: None }
    }

    /// Brings derived resources up to the month, so that a world can be read before its first step.
    fn derive(&mut self) {
        let facts = self.world.resource::<Facts>().clone();
        let (now, start) = (self.calendar().month, self.calendar().start);
        let mut drivers = Drivers::default();
        calendar::systems::fill(&facts, now, start, &mut drivers);
        events::shocks::bend(&facts, self.world.resource(), now, &mut drivers);
        self.world.insert_resource(drivers);
        let measures = self.world.resource::<Measures>().list.clone();
        policy::systems::build(&facts, now, &measures, &mut self.world.resource_mut::<Effects>());
    }

    /// Simulates a month. Without optimisation the books are checked; [`Self::step_and_check`] always does.
    ///
    /// # Panics
    /// In a program built for tests, if the books do not balance.
    pub fn step_month(&mut self) {
        if cfg!(debug_assertions) {
            let wrong = self.step_and_check();
            assert!(wrong.is_empty(), "{wrong:?}");
        } else {
            self.month.get_or_insert_with(month).run(&mut self.world);
            self.close_month();
        }
    }

    /// Simulates a month and tells every imbalance of goods, mass and money, as sentences: none unless the program has a fault.
    pub fn step_and_check(&mut self) -> Vec<String> {
        let before = books::holdings(&self.world);
        self.world.insert_resource(books::Passage::of(before.len()));
        self.month.get_or_insert_with(month).run(&mut self.world);
        let mut wrong = books::check(&self.world);
        wrong.extend(books::check_goods(&self.world, &before));
        self.close_month();
        wrong
    }

    /// What follows once the month is over: third countries act, and in copies resilience is worked out, and with it the final scores.
    fn close_month(&mut self) {
        self.let_others_act();
        self.test_resilience();
        self.seal_outcome();
    }

    /// The world, to read.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }

    /// The world, to change: for orders only.
    pub(in crate::sim) const fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// What can exist.
    #[must_use]
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.facts().catalog
    }

    /// Tables derived from it.
    #[must_use]
    pub fn facts(&self) -> &Facts {
        self.world.resource::<Facts>()
    }

    /// Where the world stands in time.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        self.world.resource::<Calendar>()
    }

    /// The month that comes next.
    #[must_use]
    pub fn now(&self) -> Month {
        self.calendar().month
    }

    /// Whether the level's last month is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.calendar().month > self.calendar().end
    }

    /// The whole state as plain values.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::capture(&self.world)
    }

    /// A number that two worlds share only if they are the same to the last bit.
    #[must_use]
    pub fn checksum(&self) -> u64 {
        self.snapshot().checksum()
    }

    /// An exact copy, with the same dice: for saves, replays and twins of an imagined copy; never of a true world for forecasts.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        let mut copy = Self::empty(self.facts());
        self.snapshot().restore(&mut copy.world);
        copy.world.insert_resource(History { start: self.now(), ..History::default() });
        copy.derive();
        copy
    }

    /// A copy that imagines: the same world under other dice. The same key gives the same imagined luck.
    #[must_use]
    pub fn imagine(&self, key: u64) -> Self {
        let mut copy = self.duplicate();
        copy.world.insert_resource(Dice::imagined(key));
        copy.world.resource_mut::<Scores>().kept = false;
        copy
    }

    /// What does not balance, as sentences.
    #[must_use]
    pub fn check_books(&self) -> Vec<String> {
        books::check(&self.world)
    }

    /// The series remembered so far.
    #[must_use]
    pub fn history(&self) -> &History {
        self.world.resource::<History>()
    }
}

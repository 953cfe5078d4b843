//! The first month: a world in balance with the level's data, so that nothing moves for want of a balanced start
//! (docs/month.md 0; what was simplified stands in docs/decisions).

pub mod agents;
pub mod car_costs;
pub mod cars;
pub mod chain;
pub mod flows;
pub mod money;
pub mod prices;
pub mod storage;
pub mod tastes;
pub mod yards;

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::SingleThreadedExecutor;
use serde::{Deserialize, Serialize};

use super::calendar::components::{Calendar, Drivers};
use super::dice::Dice;
use super::facts::Facts;
use super::scoreboard::components::History;
use super::scoreboard::ends::Ends;
use super::scoreboard::scores::{INDICES, Scores, SideScore};

/// What was fitted at the start and stays constant.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StartFacts {
    /// Overheads of each automaker, share of revenue: what brings its earnings to the published level.
    pub overhead_share: Vec<f64>,
    /// Demand from outside the chain against its driver, by good: data's output less the chain's use.
    pub other_use_scale: Vec<f64>,
    /// Price at the start by `good * regions + region`, the reference of elasticities.
    pub price: Vec<f64>,
}

/// What governments' definitions say, by region. Derived from the catalog.
#[derive(Resource, Clone, Debug, Default)]
pub struct GovernmentFacts {
    /// Royalty on minerals, share of revenue.
    pub royalty: Vec<f64>,
    /// Profit tax, share.
    pub profit_tax: Vec<f64>,
    /// Safety of investment, 0 to 1.
    pub safety: Vec<f64>,
    /// Contest budget, $M a year: the scale of rescues.
    pub revenue: Vec<f64>,
    /// Real borrowing rate.
    pub borrowing: Vec<f64>,
}

impl GovernmentFacts {
    /// Reads the catalog; regions without a government take middling values.
    #[must_use]
    pub fn new(facts: &Facts) -> Self {
        let mut result = Self::default();
        for region in 0..facts.regions {
            let government = facts.catalog.governments.iter().find(|g| g.region.index() == region);
            result.royalty.push(government.map_or(0.05, |g| g.royalty_share));
            result.profit_tax.push(government.map_or(0.25, |g| g.profit_tax_share));
            result.safety.push(government.map_or(0.6, |g| g.investment_safety));
            result.revenue.push(government.map_or(1000.0, |g| g.budget_busd * 1000.0 * 10.0));
            result.borrowing.push(government.map_or(0.02, |g| g.borrowing_share));
        }
        result
    }
}

/// Fills an empty world with the level's start.
pub fn build(world: &mut World, facts: &Facts, seed: u64) {
    let scenario = &facts.catalog.scenario;
    world.insert_resource(Calendar { month: scenario.start, start: scenario.start, end: scenario.end, tick: 0 });
    world.insert_resource(Dice::new(seed));
    world.insert_resource(History { start: scenario.start, ..History::default() });
    let events = super::events::systems::begin(&facts.catalog);
    let mut drivers = Drivers::default();
    super::calendar::systems::fill(facts, scenario.start, scenario.start, &mut drivers);
    let measures = agents::measures(facts);
    let mut effects = super::policy::components::Effects::default();
    super::policy::systems::build(facts, scenario.start, &measures.list, &mut effects);
    let mut builder = Builder::new(facts.clone(), drivers, effects);
    builder.open_markets();
    builder.place_lines();
    builder.place_cars();
    builder.balance_chain();
    builder.teach_firms();
    builder.settle_prices();
    builder.fit_storage();
    builder.fill_pipeline();
    builder.fund_everybody();
    world.insert_resource(measures);
    world.insert_resource(events);
    builder.finish(world);
}

/// Scores before the first month.
fn scores(facts: &Facts) -> Scores {
    let scenario = &facts.catalog.scenario;
    let side = |region| SideScore { region, resilience: None, jobs_start: 0.0, indices: [0.0; INDICES] };
    Scores { kept: false, sides: vec![side(scenario.us), side(scenario.china)] }
}

/// A schedule that keeps to the thread that runs it, as the month does.
fn alone() -> Schedule {
    let mut schedule = Schedule::default();
    schedule.set_executor(SingleThreadedExecutor::new());
    schedule
}

/// Everything that is being built before it becomes a world.
pub struct Builder {
    pub(in crate::sim::setup) facts: Facts,
    pub(in crate::sim::setup) drivers: Drivers,
    pub(in crate::sim::setup) effects: super::policy::components::Effects,
    pub(in crate::sim::setup) governments: GovernmentFacts,
    pub(in crate::sim::setup) markets: super::trade::components::Markets,
    pub(in crate::sim::setup) lines: Vec<super::investment::projects::LineBundle>,
    /// Wanted output of each line, units a month, and the utilisation that data gives.
    pub(in crate::sim::setup) utilisation: Vec<f64>,
    pub(in crate::sim::setup) cars: super::buyers::components::Cars,
    pub(in crate::sim::setup) batteries: super::society::components::Batteries,
    pub(in crate::sim::setup) lands: Vec<super::society::components::Land>,
    pub(in crate::sim::setup) treasuries: Vec<super::society::components::Treasury>,
    pub(in crate::sim::setup) finances: Vec<super::ledger::components::Finance>,
    pub(in crate::sim::setup) know_how: Vec<super::technology::components::KnowHow>,
    pub(in crate::sim::setup) technologies: super::technology::components::Technologies,
    pub(in crate::sim::setup) ledger: super::ledger::components::Ledger,
    pub(in crate::sim::setup) pipeline: super::investment::components::Pipeline,
    pub(in crate::sim::setup) start: StartFacts,
}

impl Builder {
    fn new(facts: Facts, drivers: Drivers, effects: super::policy::components::Effects) -> Self {
        let (firms, regions) = (facts.catalog.firms.len(), facts.regions);
        let governments = GovernmentFacts::new(&facts);
        Self {
            governments,
            drivers,
            effects,
            markets: super::trade::components::Markets { goods: Vec::new() },
            lines: Vec::new(),
            utilisation: Vec::new(),
            cars: cars::empty(&facts),
            batteries: super::society::components::Batteries {
                packs: vec![0.0; regions * facts.cells.len() * super::society::components::PACK_YEARS],
                other: vec![0.0; regions * facts.cells.len()],
                storage_mix: Vec::new(),
                storage_appeal: Vec::new(),
                lost: [0.0; 6],
                mined: [0.0; 6],
                start: [0.0; 6],
            },
            lands: Vec::new(),
            treasuries: Vec::new(),
            finances: vec![super::ledger::components::Finance::default(); firms],
            know_how: Vec::new(),
            technologies: super::technology::components::Technologies::default(),
            ledger: super::ledger::components::Ledger::new(firms, regions),
            pipeline: super::investment::components::Pipeline::default(),
            start: StartFacts::default(),
            facts,
        }
    }

    /// Moves everything into the world and notes what every element sums up to.
    fn finish(mut self, world: &mut World) {
        self.ledger.total = self.ledger.sum();
        for bundle in self.lines {
            world.spawn(bundle);
        }
        for (finance, know_how) in self.finances.into_iter().zip(self.know_how) {
            world.spawn((finance, know_how));
        }
        for (land, treasury) in self.lands.into_iter().zip(self.treasuries) {
            world.spawn((land, treasury));
        }
        let pairs = vec![super::society::components::DependencePair::default(); self.facts.regions * self.facts.regions];
        world.insert_resource(super::society::components::Dependence { pairs, ..super::society::components::Dependence::default() });
        world.insert_resource(self.markets);
        world.insert_resource(self.cars);
        world.insert_resource(self.ledger);
        world.insert_resource(self.pipeline);
        world.insert_resource(self.technologies);
        world.insert_resource(super::politics::systems::begin(&self.facts));
        let tension = self.facts.catalog.scenario.tension;
        world.insert_resource(super::diplomacy::components::Diplomacy { tension, ..super::diplomacy::components::Diplomacy::default() });
        world.insert_resource(super::diplomacy::orders::begin(&self.facts.catalog.rules.deals, self.facts.regions));
        world.insert_resource(scores(&self.facts));
        world.insert_resource(Ends::begin(&self.facts.catalog));
        world.init_resource::<super::technology::components::Ties>();
        world.insert_resource(self.batteries);
        world.insert_resource(self.start);
        let start = super::books::elements(world);
        world.resource_mut::<super::society::components::Batteries>().start = start;
        // Credits look at where value comes from, which can be traced only now; tastes are fitted to what they grant.
        let (facts, oil, effects) = (self.facts, self.drivers.oil, self.effects.clone());
        world.insert_resource(self.drivers);
        world.insert_resource(self.effects);
        let mut trace = alone();
        trace.add_systems(
            (
                super::prices::systems::note_plants,
                super::society::dependence::trace_dependence,
                super::buyers::systems::grant_support,
                super::society::systems::count_jobs_and_air,
            )
                .chain(),
        );
        trace.run(world);
        let lands: Vec<super::society::components::Land> =
            world.query::<&super::society::components::Land>().iter(world).cloned().collect();
        tastes::refit(&facts, &mut world.resource_mut::<super::buyers::components::Cars>(), &lands, oil, &effects);
        let mut round = alone();
        round.add_systems((super::scoreboard::rounding::round_start, super::scoreboard::rounding::round_memory).chain());
        round.run(world);
    }
}

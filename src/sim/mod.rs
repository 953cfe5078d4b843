//! The world and its month. READ THIS FIRST: [`month`] is the whole simulation in order; every line is a system in the
//! folder of its phase, and each phase reads what the phases before it left.

pub mod books;
pub mod buyers;
pub mod calendar;
pub mod compact;
pub mod cut;
pub mod deliveries;
pub mod dice;
pub mod diplomacy;
pub mod directives;
pub mod events;
pub mod expectations;
pub mod facts;
pub mod gauges;
pub mod investment;
pub mod ledger;
pub mod orders;
pub mod partial;
pub mod plans;
pub mod policy;
pub mod politics;
pub mod prices;
pub mod production;
pub mod resilience;
pub mod scoreboard;
pub mod setup;
pub mod simulation;
pub mod society;
pub mod soundness;
pub mod state;
pub mod technology;
pub mod trade;

use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{ScheduleLabel, SingleThreadedExecutor};

pub use simulation::Simulation;

/// The phases of a month, in order.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Events, the date and the outside world.
    Calendar,
    /// What measures do.
    Policy,
    /// What people expect.
    Expectations,
    /// Who wants which car.
    Buyers,
    /// What everybody means to make and buy.
    Plans,
    /// Plants run.
    Production,
    /// Goods change hands and set out.
    Trade,
    /// Cars and cells reach their users.
    Deliveries,
    /// Everything is paid.
    Ledger,
    /// Prices move.
    Prices,
    /// Firms learn.
    Technology,
    /// Capacity is planned, built, mothballed.
    Investment,
    /// Chargers, jobs, recycling, dependence, reach.
    Society,
    /// Moods, votes, relations.
    Politics,
    /// The month is remembered and the page turned.
    Scoreboard,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: [Self; 15] = [
        Self::Calendar,
        Self::Policy,
        Self::Expectations,
        Self::Buyers,
        Self::Plans,
        Self::Production,
        Self::Trade,
        Self::Deliveries,
        Self::Ledger,
        Self::Prices,
        Self::Technology,
        Self::Investment,
        Self::Society,
        Self::Politics,
        Self::Scoreboard,
    ];
}

/// The label of the month's schedule.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
pub struct MonthSchedule;

/// The month. Orders are applied by [`Simulation`] between the policy phase of one month and that of the next.
#[must_use]
pub fn month() -> Schedule {
    use Phase as P;
    let mut month = Schedule::new(MonthSchedule);
    month.set_executor(SingleThreadedExecutor::new());
    month.configure_sets(
        (
            (P::Calendar, P::Policy, P::Expectations, P::Buyers, P::Plans, P::Production, P::Trade).chain(),
            (P::Deliveries, P::Ledger, P::Prices, P::Technology, P::Investment, P::Society, P::Politics, P::Scoreboard).chain(),
        )
            .chain(),
    );
    month.add_systems((
        (events::systems::happen, calendar::systems::read_drivers).chain().in_set(P::Calendar),
        (policy::systems::book_awards, policy::systems::end_measures, policy::levies::assess_levies, policy::systems::rebuild_effects)
            .chain()
            .in_set(P::Policy),
        (expectations::systems::expect_prices_and_demand, expectations::systems::expect_car_orders).chain().in_set(P::Expectations),
        (buyers::entry::build_networks, buyers::systems::grant_support, buyers::systems::choose_cars).chain().in_set(P::Buyers),
    ));
    month.add_systems(
        (
            (
                production::systems::ripen_yields,
                plans::systems::look_at_sea,
                plans::costs::cost_units,
                plans::chemistries::cost_packs,
                plans::chemistries::choose_chemistries,
                plans::storage::choose_storage_cells,
                plans::cars::source_cars,
                plans::cars::price_cars,
            )
                .chain(),
            (
                plans::systems::plan_output,
                plans::systems::bid_for_inputs,
                plans::systems::bid_for_other_uses,
                plans::storage::bid_for_storage,
                plans::cars::bid_for_cells,
                plans::systems::bid_for_reserves,
                trade::offtakes::sign_offtakes,
                plans::systems::renew_contracts,
            )
                .chain(),
        )
            .chain()
            .in_set(P::Plans),
    );
    month.add_systems((
        (
            production::stoppages::strike_plants,
            production::systems::run_lines,
            production::magnets::use_magnets,
            production::cars::build_cars,
        )
            .chain()
            .in_set(P::Production),
        (
            trade::systems::collect_offers,
            trade::spot::clear_markets,
            trade::systems::settle_stocks,
            trade::systems::hold_unclaimed,
            trade::preferences::drift_preferences,
        )
            .chain()
            .in_set(P::Trade),
        (
            deliveries::systems::take_cells,
            deliveries::systems::take_other_goods,
            deliveries::systems::deliver_cars,
            deliveries::systems::commission_packs,
            deliveries::systems::age_fleet,
            deliveries::packs::collect_packs,
        )
            .chain()
            .in_set(P::Deliveries),
    ));
    month.add_systems(
        (
            (
                ledger::systems::pay_for_inputs,
                ledger::systems::clear_payments,
                ledger::systems::pay_running_costs,
                ledger::systems::pay_for_cars,
                ledger::standards::settle_standards,
                policy::systems::pay_programmes,
                technology::systems::research,
                ledger::firms::value_stocks,
            )
                .chain(),
            (
                ledger::firms::close_firms,
                ledger::firms::borrow_and_repay,
                ledger::rescue::rescue_or_fail,
                ledger::firms::sell_failed_firms,
                ledger::firms::close_governments,
            )
                .chain(),
        )
            .chain()
            .in_set(P::Ledger),
    );
    month.add_systems((
        prices::systems::move_prices.in_set(P::Prices),
        (technology::systems::learn_by_doing, technology::systems::learn_to_build_cars).chain().in_set(P::Technology),
        (
            investment::lines::ramp_lines,
            investment::lines::mothball_lines,
            investment::captive::keep_for_owners,
            investment::lines::convert_lines,
            investment::capital::raise_capital,
            investment::projects::advance_projects,
            investment::weigh::weigh_projects,
            investment::cars::grow_car_plants,
            investment::cars::plan_plants_abroad,
        )
            .chain()
            .in_set(P::Investment),
        (
            society::systems::adjust_chargers,
            society::systems::launch_models,
            society::systems::grow_packs,
            society::systems::count_jobs_and_air,
            society::dependence::trace_dependence,
            society::makers::judge_makers,
            society::worth::add_value,
        )
            .chain()
            .in_set(P::Society),
        (
            diplomacy::treaties::keep_deals,
            diplomacy::systems::ease_tension,
            diplomacy::systems::drift_relations,
            politics::systems::move_moods,
            politics::systems::renew_means,
            politics::elections::hold_elections,
            politics::elections::hear_courts,
        )
            .chain()
            .in_set(P::Politics),
        (
            scoreboard::scores::score_sides,
            scoreboard::ends::judge_ends,
            scoreboard::systems::record_history,
            ledger::systems::close_ledger,
            scoreboard::rounding::round_memory,
            calendar::systems::turn_page,
        )
            .chain()
            .in_set(P::Scoreboard),
    ));
    month
}

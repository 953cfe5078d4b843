//! Pipelines advance: announced → permitting → building → a line that ramps.

use bevy_ecs::prelude::*;

use super::cars::open_car_plant;
use super::components::{Capacity, Pipeline, Project, Work};
use super::formulas;
use crate::content::definitions::places::Site;
use crate::content::definitions::start::Progress;
use crate::content::ids::{FirmId, ProcessId, RegionId, SiteId};
use crate::orders::phrases;
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Calendar;
use crate::sim::dice::{Dice, Luck};
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag, UnitCost};
use crate::sim::ledger::loans;
use crate::sim::plans::components::Plan as MonthPlan;
use crate::sim::policy::components::Effects;
use crate::sim::policy::support::Support;
use crate::sim::production::components::{Facility, INPUTS, Run, SIDES, Stocks};
use crate::sim::scoreboard::components::History;
use crate::sim::society::components::Treasury;
use crate::sim::technology::barriers::Hindrance;
use crate::sim::technology::components::KnowHow;
use crate::sim::trade::components::{Contract, Customer, Markets};
use crate::sim::trade::contracts::sign;
use crate::sim::trade::preferences::NEWCOMER;
use crate::units::{Month, math};

/// Days of a month.
const DAYS_A_MONTH: f64 = 30.4;

/// Everything a new line is made of.
pub type LineBundle = (Facility, Stocks, Run, MonthPlan, UnitCost, Capacity);

/// What is to be built.
pub struct Plan {
    /// Capacity, units a year.
    pub capacity: f64,
    /// Line that is extended.
    pub extends: Option<u32>,
    /// Its site, or the deposit of a new mine. Nothing for new plants: they stand at a site of their firm, or on green fields.
    pub site: Option<SiteId>,
    /// What is done.
    pub work: Work,
    /// What a unit a year costs to build, $M.
    pub capex: f64,
    /// Expected NPV over capital cost.
    pub npv: f64,
    /// Whether its builder, who runs nothing yet, raises capital for it.
    pub raises: bool,
    /// Government that ordered it.
    pub ordered_by: Option<RegionId>,
}

/// Where capacity would stand.
pub(super) struct Place {
    /// The line that is extended.
    pub(super) line: Option<u32>,
    /// Its site, or the deposit of a new mine.
    pub(super) site: Option<SiteId>,
    /// Units a year that the deposit lets be added.
    pub(super) room: f64,
}

/// What a plant would be built on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ground {
    /// Beside a line that stands.
    Line,
    /// On a deposit that the firm does not work yet.
    Deposit(SiteId),
    /// On a green field.
    Green,
}

/// Months of permits and of building that are usual for a plant there. What extends a plant takes a part of both; what is converted
/// needs no permits.
#[must_use]
pub fn lead(facts: &Facts, process: ProcessId, region: RegionId, support: &Support, work: Work) -> (f64, f64) {
    let (recipe, makers) = (&facts.catalog.processes[process.index()], &facts.catalog.rules.automakers);
    let rules = &facts.catalog.rules.investment;
    let share = match work {
        Work::New => 1.0,
        Work::Extension => recipe.extension_share,
        Work::Conversion => makers.conversion_time_share,
    };
    let build = (recipe.build_months.at(region) * share).max(rules.least_build_months);
    if work == Work::Conversion {
        return (0.0, build);
    }
    let permit = (recipe.permit_months.at(region) - support.permit_days / DAYS_A_MONTH) * share;
    (permit.max(rules.least_permit_months), build)
}

/// Puts a project into the pipeline: permits first. Returns its number.
pub fn start_project(facts: &Facts, effects: &Effects, pipeline: &mut Pipeline, key: (FirmId, ProcessId, RegionId), plan: &Plan) -> u32 {
    let (firm, process, region) = key;
    let recipe = &facts.catalog.processes[process.index()];
    let support = effects.support(recipe.makes, region);
    let part = if plan.work == Work::Conversion { facts.catalog.rules.automakers.conversion_cost_share } else { 1.0 };
    let cost = plan.capacity * plan.capex * part;
    let promise = support.promise(facts.claimant(firm), cost, &pipeline.awards);
    pipeline.awards.extend(&promise.awards);
    let (permit, build) = lead(facts, process, region, support, plan.work);
    let id = pipeline.next;
    pipeline.next += 1;
    let own = |s: &Site| s.region == region && s.processes.contains(&process) && s.operator() == Some(firm);
    let site = plan.site.or_else(|| facts.catalog.sites.iter().position(own).map(SiteId::from_index));
    pipeline.projects.push(Project {
        id,
        firm,
        region,
        site,
        process,
        capacity: plan.capacity,
        progress: Progress::Permitting,
        months_left: permit,
        doubt: math::single(permit * facts.catalog.rules.chance.permit_spread * (1.0 - support.certainty)),
        build_months: math::single(build),
        cost: math::single(cost),
        spent: 0.0,
        grant_share: promise.grant.min(0.9),
        abroad: promise.abroad,
        loan: promise.loan,
        raises: plan.raises,
        ordered_by: plan.ordered_by,
        extends: plan.extends,
        work: plan.work,
        npv: math::single(plan.npv),
        fast_tracked: false,
        ended: false,
    });
    id
}

/// Projects take a month's step; money flows as they are built; finished ones become capacity.
pub fn advance_projects(
    mut commands: Commands,
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    dice: Res<Dice>,
    mut pipeline: ResMut<Pipeline>,
    mut ledger: ResMut<Ledger>,
    mut markets: ResMut<Markets>,
    mut cars: ResMut<Cars>,
    mut history: ResMut<History>,
    mut firms: Query<&mut Finance>,
    mut treasuries: Query<&mut Treasury>,
    know_how: Query<&KnowHow>,
    mut lines: Query<(&Facility, &mut Capacity)>,
) {
    let hindrance = Hindrance::of(&facts, &effects.controls, know_how.iter());
    let slower = facts.catalog.rules.learning.barred_building;
    let home = |firm: FirmId| facts.catalog.firms[firm.index()].home;
    let luck = Luck { dice: &dice, month: calendar.month };
    let mut finances: Vec<Mut<'_, Finance>> = firms.iter_mut().collect();
    let mut treasuries: Vec<Mut<'_, Treasury>> = treasuries.iter_mut().collect();
    let mut next_line = u32::try_from(lines.iter().count()).unwrap_or(u32::MAX);
    for project in &mut pipeline.projects {
        let finance = &mut finances[project.firm.index()];
        if finance.failed {
            project.ended = true;
            continue;
        }
        match project.progress {
            Progress::Announced => announce(&facts, &effects, project, finance),
            Progress::Permitting => {
                wait_for_permits(project, luck);
                let pays = project.npv >= 0.0 || project.ordered_by.is_some();
                project.ended = project.months_left < -facts.catalog.rules.investment.permit_lapse_months;
                if project.months_left <= 0.0 && (project.raises || finance.room_share > 0.05) && pays {
                    project.progress = Progress::Building;
                    project.months_left = project.build_months;
                    project.doubt = project.build_months * facts.catalog.rules.chance.building_overrun;
                }
            }
            Progress::Building => {
                // Money short: work goes on at the pace that cash, credit and the state's part allow.
                let public = if project.raises { 1.0 } else { project.grant_share + project.loan.0 };
                let held_up = 1.0 + slower * hindrance.at(facts.process(project.process).technology, project.region, home(project.firm));
                let pace = if finance.receiver_months > 0 { 0.0 } else { finance.room_share.max(public).clamp(0.1, 1.0) / held_up };
                pay_for_month(facts.catalog.rules.investment.borrowed_share, project, pace, &mut ledger, finance, &mut treasuries);
                let late = -project.months_left;
                project.months_left -= pace;
                let chance = || formulas::finish_chance(late, -project.months_left, project.doubt);
                if project.months_left <= 0.0 && luck.building_ends(project.id, chance()) {
                    project.ended = true;
                    finish(&mut commands, &facts, &calendar, &mut markets, &mut cars, project, &mut lines, &mut next_line);
                    note(&facts, &calendar, &mut history, project);
                }
            }
        }
    }
    pipeline.projects.retain(|p| !p.ended);
}

/// Announced projects wait for a promise of profit, then file for permits; the hopeless are dropped.
fn announce(facts: &Facts, effects: &Effects, project: &mut Project, finance: &Finance) {
    let rules = &facts.catalog.rules.investment;
    if project.npv < rules.drop_npv && project.ordered_by.is_none() {
        project.ended = true;
        return;
    }
    project.months_left -= if finance.room_share > 0.3 { 1.0 } else { 0.3 };
    if project.months_left <= 0.0 {
        project.progress = Progress::Permitting;
        let recipe = &facts.catalog.processes[project.process.index()];
        let support = effects.support(recipe.makes, project.region);
        let (permit, _) = lead(facts, project.process, project.region, support, project.work);
        project.months_left = permit;
        project.doubt = permit * facts.catalog.rules.chance.permit_spread * (1.0 - support.certainty);
    }
}

/// A month of waiting. Permits that have come are kept until they lapse; what is left tells how long they have been there.
fn wait_for_permits(project: &mut Project, luck: Luck<'_>) {
    if project.months_left <= 0.0 {
        project.months_left -= 1.0;
    } else if luck.permits_come(project.id, formulas::permit_chance(project.months_left, project.doubt)) {
        (project.months_left, project.doubt) = (0.0, 0.0);
    } else {
        (project.months_left, project.doubt) = formulas::waited(project.months_left, project.doubt);
    }
}

fn pay_for_month(
    borrowed: f64,
    project: &mut Project,
    pace: f64,
    ledger: &mut Ledger,
    finance: &mut Finance,
    treasuries: &mut [Mut<'_, Treasury>],
) {
    let amount = (project.cost / project.build_months * pace).min(project.cost - project.spent).max(0.0);
    let grant = amount * project.grant_share;
    let cents = ledger.pay(Account::Firm(project.firm), Account::Outside, Tag::Capex, amount);
    let from_abroad = project.abroad.map_or(0.0, |abroad| grant.min(amount * abroad.share));
    let mut granted = ledger.pay(Account::Government(project.region), Account::Firm(project.firm), Tag::Grants, grant - from_abroad);
    if let Some(abroad) = project.abroad {
        granted += ledger.pay(Account::Government(abroad.by), Account::Firm(project.firm), Tag::Grants, from_abroad);
    }
    project.spent += amount;
    finance.plant += cents - granted;
    let treasury = &mut treasuries[project.region.index()];
    let (share, saved) = project.loan;
    let lent = (share * amount).min(amount - grant);
    loans::lend(ledger, finance, treasury, (project.firm, project.region), lent, saved);
    // Building is financed two thirds by debt as long as the bank goes along.
    let draw = (borrowed * (amount - grant) - lent).clamp(0.0, loans::room(finance));
    finance.debt += ledger.pay(Account::Banks, Account::Firm(project.firm), Tag::Loans, draw);
    if project.raises {
        ledger.pay(Account::Outside, Account::Firm(project.firm), Tag::Bailouts, amount - grant - lent - draw);
    }
}

/// A finished project extends its line, or opens a new one.
fn finish(
    commands: &mut Commands,
    facts: &Facts,
    calendar: &Calendar,
    markets: &mut Markets,
    cars: &mut Cars,
    project: &Project,
    lines: &mut Query<(&Facility, &mut Capacity)>,
    next_line: &mut u32,
) {
    if !facts.is_traded(facts.process(project.process).makes) {
        open_car_plant(facts, markets, cars, project);
        return;
    }
    let first = facts.catalog.rules.investment.first_ramp_share;
    if let Some(number) = project.extends {
        for (line, mut capacity) in lines.iter_mut() {
            if line.id == number && line.owner == project.firm {
                extend(&mut capacity, project.capacity, first);
                bind_offtake(facts, markets, project, line.seller, calendar.month);
                return;
            }
        }
    }
    let mut bundle = new_line(facts, markets, *next_line, project.site, project.process, project.region, project.firm, calendar.month);
    bundle.5.nameplate = project.capacity;
    bundle.5.ramped = first * project.capacity;
    bind_offtake(facts, markets, project, bundle.0.seller, calendar.month);
    commands.spawn(bundle);
    *next_line += 1;
}

/// What another government paid for goes to plants at its home by contract, if there are any that use the good.
fn bind_offtake(facts: &Facts, markets: &mut Markets, project: &Project, seller: u32, month: Month) {
    let Some(abroad) = project.abroad.filter(|abroad| abroad.offtake > 0.0) else { return };
    let market = markets.of_mut(facts.process(project.process).makes);
    let price = market.sellers[seller as usize].ask;
    if let Some(buyer) = market.buyer(Customer::Plants, abroad.by) {
        let quantity = abroad.offtake * project.capacity * facts.catalog.rules.plans.reference_utilisation / 12.0;
        let years = i32::try_from(facts.catalog.rules.investment.offtake_years).unwrap_or(10);
        let expires = month.plus(12 * years);
        let buyer = u32::try_from(buyer).unwrap_or(0);
        let deal = Contract { seller, buyer, quantity, price, signed_price: price, expires, blocked_months: 0, delivered: 0.0 };
        sign(market, deal);
    }
}

/// A line grows. One that was closed meanwhile opens again with what was built, of which the `first` part can run at once.
fn extend(capacity: &mut Capacity, units: f64, first: f64) {
    if capacity.nameplate <= 0.0 {
        let fresh = Capacity { size_start: capacity.size_start, ramped: first * units, ..Capacity::default() };
        *capacity = fresh;
    }
    capacity.nameplate += units;
}

/// An empty line, known to the markets of all its goods.
pub fn new_line(
    facts: &Facts,
    markets: &mut Markets,
    id: u32,
    site: Option<SiteId>,
    process: crate::content::ids::ProcessId,
    region: RegionId,
    owner: crate::content::ids::FirmId,
    since: crate::units::Month,
) -> LineBundle {
    let recipe = facts.process(process);
    let number = |n: usize| u32::try_from(n).unwrap_or(0);
    let seller = number(markets.of_mut(recipe.makes).add_seller(owner, region, NEWCOMER));
    let (mut side_sellers, mut buyers) = ([0; SIDES], [0; INPUTS]);
    for (slot, (good, _)) in recipe.sides.iter().enumerate() {
        side_sellers[slot] = number(markets.of_mut(*good).add_seller(owner, region, NEWCOMER));
    }
    for (slot, (good, _)) in recipe.inputs.iter().enumerate() {
        buyers[slot] = number(markets.of_mut(*good).add_buyer(Customer::Plants, region));
    }
    let facility = Facility { id, site, process, region, owner, since, seller, side_sellers, buyers };
    let capacity = Capacity { size_start: 1.0, ..Capacity::default() };
    (facility, Stocks::default(), Run { yield_share: 1.0, ..Run::default() }, MonthPlan::default(), UnitCost::default(), capacity)
}

fn note(facts: &Facts, calendar: &Calendar, history: &mut History, project: &Project) {
    let catalog = &facts.catalog;
    let good = facts.process(project.process).makes;
    let small = project.capacity < catalog.processes[project.process.index()].module_units;
    if project.work == Work::Conversion || (small && !facts.is_traded(good)) {
        return;
    }
    let text = format!(
        "{} opens {} {} a year of {} in {}",
        catalog.firms[project.firm.index()].name,
        phrases::number(project.capacity),
        catalog.goods[good.index()].unit.label(),
        phrases::good(catalog, good),
        phrases::region(catalog, project.region)
    );
    history.note(calendar.month, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_line_that_is_extended_opens_again() {
        let closed = Capacity { idle_share: 1.0, low_months: 40, idle_months: 36, size_start: 0.5, ..Capacity::default() };
        let mut line = closed;
        extend(&mut line, 20.0, 0.05);
        assert!(line.monthly() > 0.0 && line.nameplate == 20.0 && line.size_start == 0.5);
        assert_eq!((line.low_months, line.idle_months, line.idle_share), (0, 0, 0.0));
        let mut running = Capacity { nameplate: 10.0, ramped: 8.0, idle_share: 0.25, idle_months: 2, ..Capacity::default() };
        extend(&mut running, 20.0, 0.05);
        assert_eq!((running.nameplate, running.ramped, running.idle_share, running.idle_months), (30.0, 8.0, 0.25, 2));
    }
}

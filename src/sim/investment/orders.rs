//! Plants by order: money and haste for projects, and firms that are asked to build.

use super::components::{Capacity, Pipeline, Project, Work};
use super::deposits::{deposit, open_deposit, rooms};
use super::projects::{Place, Plan, lead, start_project};
use super::weigh::appraise;
use crate::content::definitions::capital::Investment;
use crate::content::definitions::chain::Process;
use crate::content::definitions::start::Progress;
use crate::content::ids::{FirmId, ProcessId, RegionId, SiteId};
use crate::orders::phrases::{good, in_unit, money, number, percent, region as region_name, running};
use crate::orders::{Quote, Refusal};
use crate::sim::Simulation;
use crate::sim::buyers::components::Cars;
use crate::sim::directives::Appraisal;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Finance, Tag};
use crate::sim::plans::formulas::capital_recovery;
use crate::sim::policy::components::Effects;
use crate::sim::policy::purse::{can_pay, pay};
use crate::sim::production::components::Facility;
use crate::sim::technology::components::{Technologies, Ties};
use crate::units::cents;

/// Largest order against what the region uses of a good in a year (E: beyond that nobody believes in buyers).
const LARGEST_PLANT: f64 = 5.0;

fn project(sim: &Simulation, id: u32) -> Result<&Project, Refusal> {
    let found = sim.world().resource::<Pipeline>().projects.iter().find(|p| p.id == id && !p.ended);
    found.ok_or_else(|| Refusal::new(format!("There is no project {id} under way."), "Choose one from the list of projects."))
}

fn name_of(sim: &Simulation, project: &Project) -> String {
    let catalog = sim.catalog();
    let made = catalog[project.process].makes;
    format!("the {} plant of {} in {}", running(&catalog[made].name), catalog[project.firm].name, region_name(catalog, project.region))
}

/// Whether a government may pay towards a project.
pub fn can_fund(sim: &Simulation, side: RegionId, id: u32, musd: f64) -> Result<Quote, Refusal> {
    let project = project(sim, id)?;
    let catalog = sim.catalog();
    if project.region != side && catalog[project.firm].home != side {
        let missing = format!("Project {id} is neither in {} nor a project of one of its firms.", region_name(catalog, side));
        return Err(Refusal::new(missing, "Choose a project at home, or of a home firm abroad."));
    }
    let left = (project.cost - project.spent).max(0.0) * (1.0 - project.grant_share);
    let largest = catalog.rules.investment.largest_grant_share;
    let most = largest * left;
    if !(musd > 0.0 && musd <= most + 1e-6) {
        let missing = format!("{} is not possible: {} still costs its owner {}.", money(musd), name_of(sim, project), money(left));
        return Err(Refusal::new(missing, format!("A grant of up to {} ({}) would do.", money(most), percent(largest))));
    }
    can_pay(sim, side, musd)?;
    let share = musd / left;
    let haste = if project.progress == Progress::Building {
        String::new()
    } else {
        format!(" and shortens its wait of {} by {}", in_unit(project.months_left.ceil(), "months"), percent(share))
    };
    let effect = format!("Pays {} ({}) of what {} still costs{haste}.", money(musd), percent(share), name_of(sim, project));
    Ok(Quote::once(musd, sim.now().year(), effect))
}

/// Pays towards a project. Returns its number.
pub fn do_fund(sim: &mut Simulation, side: RegionId, id: u32, musd: f64) -> Option<u32> {
    let mut pipeline = sim.world_mut().resource_mut::<Pipeline>();
    let project = pipeline.projects.iter_mut().find(|p| p.id == id)?;
    let share = musd / ((project.cost - project.spent).max(1e-6) * (1.0 - project.grant_share)).max(1e-6);
    if project.progress != Progress::Building {
        project.months_left *= 1.0 - share;
        project.doubt *= 1.0 - share;
    }
    project.npv += musd / project.cost.max(1e-6);
    project.ordered_by = Some(side);
    let firm = project.firm;
    pay(sim, side, Account::Firm(firm), Tag::Grants, musd);
    let world = sim.world_mut();
    let mut firms = world.query::<&mut Finance>();
    if let Some(mut finance) = firms.iter_mut(world).nth(firm.index()) {
        finance.plant -= cents(musd);
        finance.room_share = finance.room_share.max(share);
    }
    Some(id)
}

/// Whether a government may halve a project's permits.
pub fn can_fast_track(sim: &Simulation, side: RegionId, id: u32) -> Result<Quote, Refusal> {
    let project = project(sim, id)?;
    let catalog = sim.catalog();
    if project.region != side {
        return Err(Refusal::new(
            format!("Permits for project {id} are given in {}.", region_name(catalog, project.region)),
            "Choose a project at home.",
        ));
    }
    if project.progress != Progress::Permitting || project.months_left < 2.0 {
        let missing = format!("Project {id} does not wait for permits.");
        return Err(Refusal::new(missing, "A project whose permits take two months more or longer would do."));
    }
    if project.fast_tracked {
        return Err(Refusal::new(format!("Project {id} has been fast-tracked already."), "Permits can be halved once."));
    }
    let saved = 0.5 * project.months_left;
    let cost = haste_cost(&catalog.rules.investment, project);
    can_pay(sim, side, cost)?;
    let effect = format!("Brings the permits of {} forward by {}.", name_of(sim, project), in_unit(saved.round(), "months"));
    Ok(Quote::once(cost, sim.now().year(), effect))
}

/// What halving a project's permits costs, $M.
fn haste_cost(rules: &Investment, project: &Project) -> f64 {
    (0.5 * project.months_left * rules.haste_cost_share * project.cost).max(0.5)
}

/// Halves a project's permits. Returns its number.
pub fn do_fast_track(sim: &mut Simulation, side: RegionId, id: u32) -> Option<u32> {
    let facts = sim.facts().clone();
    let mut pipeline = sim.world_mut().resource_mut::<Pipeline>();
    let project = pipeline.projects.iter_mut().find(|p| p.id == id)?;
    let cost = haste_cost(&facts.catalog.rules.investment, project);
    project.months_left *= 0.5;
    project.doubt *= 0.5;
    project.fast_tracked = true;
    pay(sim, side, Account::Outside, Tag::Programmes, cost);
    Some(id)
}

/// Whether a firm can build there, and what it gains.
pub fn can_build(sim: &Simulation, firm: FirmId, process: ProcessId, region: RegionId, capacity: f64) -> Result<Appraisal, Refusal> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let recipe = &catalog[process];
    let (unit, made) = (catalog[recipe.makes].unit.label(), good(catalog, recipe.makes));
    if !(capacity >= recipe.module_units && capacity.is_finite()) {
        let missing = format!("{} {unit} a year is less than one line for {made}.", number(capacity.max(0.0)));
        return Err(Refusal::new(missing, format!("A line makes {} {unit} a year.", number(recipe.module_units))));
    }
    let most = LARGEST_PLANT * world_use(sim, process).max(recipe.module_units);
    if capacity > most {
        return Err(Refusal::new(
            format!("{} {unit} a year is more than {} times what the world uses.", number(capacity), number(LARGEST_PLANT)),
            format!("Up to {} would do.", number(most)),
        ));
    }
    may_build(sim, firm, process, region)?;
    let cost = capacity * sim.world().resource::<Technologies>().capex(facts, process, region);
    let place = place(sim, firm, process, region);
    fits(sim, &place, recipe, capacity)?;
    let extends = place.line.is_some();
    let (gain, why) = if facts.is_traded(recipe.makes) {
        let Some(verdict) = appraise(sim.world(), firm, process, region, capacity, deposit(facts, process, place.site)) else {
            return Err(Refusal::new(
                format!("{} cannot tell what {made} would cost there.", catalog[firm].name),
                "A firm that makes it already would do.",
            ));
        };
        if !verdict.npv.is_finite() {
            return Err(Refusal::new(
                format!("Nobody that {} could learn from makes {made}.", catalog[firm].name),
                "A firm of the trade, or a venture with one, would do.",
            ));
        }
        (
            verdict.npv * cost,
            format!("it expects {} of the {} back beyond its hurdle of {}", percent(verdict.npv), money(cost), percent(verdict.hurdle)),
        )
    } else {
        car_gain(sim, firm, region, capacity, cost)?
    };
    let support = sim.world().resource::<Effects>().support(recipe.makes, region);
    let work = if extends { Work::Extension } else { Work::New };
    let (permit, build) = lead(facts, process, region, support, work);
    let lead = permit + build;
    let effect = format!(
        "{} {} {} {unit} a year of {made} in {} for {}, running in about {} months.",
        catalog[firm].name,
        if extends { "adds" } else { "builds" },
        number(capacity),
        region_name(catalog, region),
        money(cost),
        number(lead.ceil())
    );
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few years at most")]
    let lag_months = lead.ceil() as u32;
    Ok(Appraisal { gain_musd: gain, stake_musd: cost, lag_months, effect, why, partner: None })
}

/// World use of what a process makes, units a year.
fn world_use(sim: &Simulation, process: ProcessId) -> f64 {
    let good = sim.catalog()[process].makes;
    if sim.facts().is_traded(good) {
        12.0 * sim.world().resource::<crate::sim::trade::components::Markets>().of(good).demand
    } else {
        sim.world().resource::<Cars>().presences.iter().map(|p| 12.0 * p.sold_year.iter().sum::<f64>()).sum()
    }
}

/// Screens, freezes, venture rules, deposits.
fn may_build(sim: &Simulation, firm: FirmId, process: ProcessId, region: RegionId) -> Result<(), Refusal> {
    let catalog = sim.catalog();
    let recipe = &catalog[process];
    let home = catalog[firm].home;
    let support = sim.world().resource::<Effects>().support(recipe.makes, region);
    let (who, there, made) = (&catalog[firm].name, region_name(catalog, region), good(catalog, recipe.makes));
    if support.refuses(&catalog.firms, firm) {
        return Err(Refusal::new(
            format!("{there} screens out the owners of {who} in {made}."),
            "A firm of another home would do, or an end of the screen.",
        ));
    }
    if support.freeze_pass <= 0.0 {
        return Err(Refusal::new(format!("New plants for {made} are frozen in {there}."), "End the freeze first."));
    }
    let deposits = catalog.sites.iter().any(|s| s.region == region && s.processes.contains(&process));
    if recipe.inputs.is_empty() && !deposits {
        return Err(Refusal::new(format!("No deposit for {made} is known in {there}."), "A region with a named site would do."));
    }
    if home != region && support.venture_share > 0.0 {
        let partner = |other: FirmId| catalog[other].home == region;
        let tied = catalog[firm].ventures.iter().any(|t| partner(t.with)) || sim.world().resource::<Ties>().ventures_of(firm).any(partner);
        if !tied {
            let missing = format!(
                "{there} lets foreign firms build plants for {made} only with a home partner that holds {}.",
                percent(support.venture_share)
            );
            return Err(Refusal::new(missing, format!("Have {who} found a joint venture with a firm of {there} first.")));
        }
    }
    if !sim.facts().is_traded(recipe.makes) && sim.world().resource::<Cars>().maker(firm).is_none() {
        return Err(Refusal::new(format!("{who} is no automaker."), "Ask an automaker to build car plants."));
    }
    Ok(())
}

/// The firm's line there, the one whose deposit carries most and then the largest; else the deposit that it would open.
fn place(sim: &Simulation, firm: FirmId, process: ProcessId, region: RegionId) -> Place {
    let (facts, nowhere) = (sim.facts(), Place { line: None, site: None, room: f64::INFINITY });
    let Some(mut query) = sim.world().try_query::<(&Facility, &Capacity)>() else { return nowhere };
    let rooms = rooms(facts, query.iter(sim.world()), sim.world().resource::<Pipeline>());
    let room = |site: Option<SiteId>| deposit(facts, process, site).map_or(f64::INFINITY, |site| rooms[site.index()]);
    let lines = query.iter(sim.world()).filter(|(l, c)| l.owner == firm && l.process == process && l.region == region && c.nameplate > 0.0);
    match lines.max_by(|(k, a), (l, b)| room(k.site).total_cmp(&room(l.site)).then(a.nameplate.total_cmp(&b.nameplate))) {
        Some((line, _)) => Place { line: Some(line.id), site: line.site, room: room(line.site) },
        None => {
            let site = open_deposit(facts, &rooms, firm, process, region);
            Place { line: None, site, room: room(site) }
        }
    }
}

/// A deposit carries no more than its ore, its water and its licence let it.
fn fits(sim: &Simulation, place: &Place, recipe: &Process, capacity: f64) -> Result<(), Refusal> {
    let Some(site) = place.site.filter(|_| capacity > place.room) else { return Ok(()) };
    let (catalog, unit) = (sim.catalog(), sim.catalog()[recipe.makes].unit.label());
    let site = &catalog[site];
    let most = site.most_units(catalog.rules.investment.least_mine_years);
    let missing = format!(
        "{} carries {} {unit} a year at most; of these {} are not yet built or under way.",
        site.name,
        number(most),
        number(place.room.max(0.0))
    );
    let instead = if place.room >= recipe.module_units {
        format!("Up to {} would do.", number(place.room))
    } else {
        "Look for a mine elsewhere.".to_owned()
    };
    Err(Refusal::new(missing, instead))
}

/// What a car plant saves in duty and freight on cars that are brought in today, less what it costs.
fn car_gain(sim: &Simulation, firm: FirmId, region: RegionId, capacity: f64, cost: f64) -> Result<(f64, String), Refusal> {
    let (catalog, facts) = (sim.catalog(), sim.facts());
    let cars = sim.world().resource::<Cars>();
    let Some(maker) = cars.maker(firm) else { return Err(Refusal::new("Only automakers build car plants.", "Ask an automaker.")) };
    if !catalog.car_markets.iter().any(|m| m.region == region) {
        return Err(Refusal::new(
            format!("No cars are bought or built in {}.", region_name(catalog, region)),
            "Choose a region with a car market.",
        ));
    }
    let effects = sim.world().resource::<Effects>();
    let drivers = sim.world().resource::<crate::sim::calendar::components::Drivers>();
    let row = &cars.presences[maker * facts.regions..(maker + 1) * facts.regions];
    let source = row.iter().filter(|p| p.region != region).max_by(|a, b| a.plug_capacity.total_cmp(&b.plug_capacity));
    let here = &row[region.index()];
    let (mut imported, mut burden) = (0.0, 0.0);
    if let Some(source) = source {
        for p in crate::sim::buyers::components::PLUGS {
            let units = 12.0 * (here.sold_year[p] - here.built_year[p]).max(0.0);
            let at = facts.at(facts.car_goods[p], source.region, region);
            let freight = facts.freight[at] * drivers.freight[facts.freight_index[facts.car_goods[p].index()]];
            imported += units;
            burden += units * (here.landed_cost[p] * (effects.tariff[at] + effects.export_tax[at]) + freight);
        }
    }
    let saved = if imported > 0.0 { burden * (capacity / imported).min(1.0) } else { 0.0 };
    let definition = &catalog[firm];
    let grant = effects.support(facts.car_goods[3], region).grant(facts.claimant(firm));
    let worth = saved / capital_recovery(definition.hurdle_share, 15.0);
    let why = format!(
        "it saves {} a year in duty and freight on {} thousand cars, against {} of capital",
        money(saved),
        number(imported),
        money(cost * (1.0 - grant))
    );
    Ok((worth - cost * (1.0 - grant), why))
}

/// Starts a plant. Returns the project's number.
pub fn do_build(sim: &mut Simulation, side: RegionId, firm: FirmId, process: ProcessId, region: RegionId, capacity: f64) -> u32 {
    let place = place(sim, firm, process, region);
    let npv = appraise(sim.world(), firm, process, region, capacity, deposit(sim.facts(), process, place.site)).map_or(0.0, |v| v.npv);
    let world = sim.world_mut();
    let facts = world.resource::<Facts>().clone();
    let mut pipeline = std::mem::take(&mut *world.resource_mut::<Pipeline>());
    let work = if place.line.is_some() { Work::Extension } else { Work::New };
    let capex = world.resource::<Technologies>().capex(&facts, process, region);
    let (extends, site) = (place.line, place.site);
    let plan = Plan { capacity, extends, site, work, capex, npv, raises: false, ordered_by: Some(side) };
    let id = start_project(&facts, world.resource::<Effects>(), &mut pipeline, (firm, process, region), &plan);
    *world.resource_mut::<Pipeline>() = pipeline;
    id
}

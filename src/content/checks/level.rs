//! A level as a whole: there is something to play with, its dates fit, and every place that plays has what it needs.

use super::super::definitions::chain::Stage;
use super::super::diagnostics::{Problem, count};
use super::super::ids::{
    CarMakerId, CarMarketId, FirmId, FirmStateId, GoodId, GoodStateId, GovernmentId, ItemKind, LineId, ProjectId, RegionId, RulesId,
    ScenarioId,
};
use super::Check;
use std::collections::BTreeSet;

/// Longest campaign, in months.
const MOST_MONTHS: i32 = 600;

/// Earliest year in which a scenario may begin.
const FIRST_YEAR: i32 = 1990;

/// Series of the world that the simulation itself asks for.
const SERIES: [&str; 11] = [
    "car_market",
    "grid_storage_demand",
    "bus_demand",
    "truck_demand",
    "two_wheeler_demand",
    "electronics_demand",
    "oil_price",
    "container_freight_index",
    "roro_freight_index",
    "industrial_power_price",
    "manufacturing_wage",
];

/// The scenario that a pack is about: its own, or the one that it changes.
pub(super) fn scenario_of(check: &mut Check<'_>, pack: &str) -> Option<ScenarioId> {
    let own = |id: &ScenarioId| check.ids.of(ItemKind::Scenario)[id.index()].full.split(':').next() == Some(pack);
    let all: Vec<ScenarioId> = (0..check.ids.of(ItemKind::Scenario).len()).map(ScenarioId::from_index).collect();
    let mine: Vec<ScenarioId> = all.iter().copied().filter(own).collect();
    match (&mine[..], &all[..]) {
        ([one], _) | ([], [one]) => Some(*one),
        ([first, second, ..], _) | ([], [first, second, ..]) => {
            let message = format!("there are two scenarios, `{}` and `{}`", check.word(*first), check.word(*second));
            check.error("E0620", *second, &["name"], message, "a pack has one scenario");
            None
        }
        ([], []) => {
            if !check.ids.any_broken(ItemKind::Scenario) {
                let problem = Problem::about("E0620", pack, "this pack has no scenario".to_owned());
                check.problems.push(problem.help("a level needs a file `Scenarios([ Define((id: …, start: …, end: …)) ])`".to_owned()));
            }
            None
        }
    }
}

pub(super) fn check(check: &mut Check<'_>, pack: Option<&str>, scenario: Option<ScenarioId>) {
    one_rule_set(check);
    for (id, _) in check.items::<ScenarioId>() {
        dates(check, id);
    }
    let Some(pack) = pack else { return };
    let kinds = [ItemKind::Good, ItemKind::Process, ItemKind::Region, ItemKind::Firm, ItemKind::Site, ItemKind::Line, ItemKind::Rules];
    let more = [ItemKind::Technology, ItemKind::Chemistry, ItemKind::Segment, ItemKind::CarMarket, ItemKind::CarMaker, ItemKind::Policy];
    for kind in kinds.into_iter().chain(more) {
        if check.lacks(kind) {
            let message = format!("this level has no {} at all", kind.label());
            let problem = Problem::about("E0621", pack, message).help(format!("files begin with `{}([`", kind.file_word()));
            check.problems.push(problem.help("a level that builds on the game's own chain depends on `base`".to_owned()));
        }
    }
    if let Some(id) = scenario {
        plants_in_time(check, id);
        sides(check, id);
        series(check, id);
    }
    let play = in_play(check);
    governments(check, &play);
    good_states(check, &play);
    firm_states(check, &play);
}

fn one_rule_set(check: &mut Check<'_>) {
    let all: Vec<RulesId> = check.items::<RulesId>().map(|(id, _)| id).collect();
    if let [first, second, ..] = all[..] {
        let problem = Problem::error("E0622", check.place(second, &[]), "there is a second set of rules".to_owned());
        let problem = problem.related(check.place(first, &[]), "the first".to_owned());
        check.problems.push(problem.help("change single numbers with Patch".to_owned()));
    }
}

fn dates(check: &mut Check<'_>, id: ScenarioId) {
    let Some(scenario) = check.get(id) else { return };
    let months = scenario.end.since(scenario.start);
    if scenario.start.year() < FIRST_YEAR {
        let message = format!("the scenario begins in {}; the model holds from {FIRST_YEAR} on", scenario.start);
        check.error("E0623", id, &["start"], message, "choose a later `start`");
    }
    if months <= 0 {
        check.error("E0623", id, &["end"], format!("the scenario ends in {}, before it begins", scenario.end), "`end` comes after `start`");
    } else if months > MOST_MONTHS {
        let message = format!("the scenario lasts {months} months; {MOST_MONTHS} are possible");
        check.error("E0623", id, &["end"], message, "choose an earlier `end`");
    }
    if scenario.us == scenario.china {
        let message = format!("`{}` plays against itself", check.word(scenario.us));
        check.error("E0623", id, &["china"], message, "name two regions");
    }
}

fn plants_in_time(check: &mut Check<'_>, scenario: ScenarioId) {
    let Some(start) = check.get(scenario).map(|scenario| scenario.start) else { return };
    for (id, line) in check.items::<LineId>() {
        if line.since > start {
            let message =
                format!("`{}` stands when the level begins ({start}), but makes its first output in {}", check.word(id), line.since);
            check.error("E0624", id, &["since"], message, "make it a project, or correct the month");
        }
    }
    for (id, project) in check.items::<ProjectId>() {
        if project.due <= start {
            let message = format!("`{}` is due in {}, before the level begins ({start})", check.word(id), project.due);
            check.error("E0624", id, &["due"], message, "make it a line, or correct the month");
        } else if project.due > start.plus(240) {
            let message = format!("`{}` is due in {}, more than 20 years after the start", check.word(id), project.due);
            check.warn("W0624", id, &["due"], message, "");
        }
    }
}

/// Both sides need a car market and a government.
fn sides(check: &mut Check<'_>, scenario: ScenarioId) {
    let Some(sides) = check.get(scenario).map(|scenario| [("us", scenario.us), ("china", scenario.china)]) else { return };
    let markets: BTreeSet<RegionId> = check.items::<CarMarketId>().map(|(_, market)| market.region).collect();
    if check.draft.car_markets.iter().any(Option::is_none) {
        return;
    }
    for (field, region) in sides.into_iter().filter(|(_, region)| !markets.contains(region)) {
        let message = format!("`{}` plays a side, but has no car market", check.word(region));
        check.error("E0625", scenario, &[field], message, "add an item to CarMarkets");
    }
}

/// What a level really uses of the base: a small level need not say anything about the rest.
#[derive(Default)]
struct InPlay {
    regions: BTreeSet<RegionId>,
    goods: BTreeSet<GoodId>,
    firms: BTreeSet<FirmId>,
}

fn in_play(check: &Check<'_>) -> InPlay {
    let mut play = InPlay::default();
    let lines = check.items::<LineId>().map(|(_, line)| (line.site, line.process));
    let projects = check.items::<ProjectId>().map(|(_, project)| (project.site, project.process));
    for (site, process) in lines.chain(projects) {
        if let Some(site) = check.get(site) {
            play.regions.insert(site.region);
            play.firms.extend(site.owners.iter().map(|part| part.firm));
        }
        if let Some(process) = check.get(process) {
            play.goods.extend(process.inputs.iter().chain(&process.byproducts).map(|amount| amount.good));
            play.goods.extend(process.rejects.into_iter().chain([process.makes]));
        }
    }
    for (_, maker) in check.items::<CarMakerId>() {
        play.regions.insert(maker.region);
        play.firms.insert(maker.firm);
        let chemistries = maker.chemistries.keys().filter_map(|id| check.get(*id));
        play.goods.extend(chemistries.flat_map(|chemistry| [chemistry.cell, chemistry.scrap]));
    }
    play.regions.extend(check.items::<CarMarketId>().map(|(_, market)| market.region));
    play
}

/// Whether all items of a kind could be read, so that a missing one is really missing.
fn all_read<T>(check: &Check<'_>, kind: ItemKind, list: &[Option<T>]) -> bool {
    list.iter().all(Option::is_some) && !check.ids.any_broken(kind)
}

fn governments(check: &mut Check<'_>, play: &InPlay) {
    let known: BTreeSet<RegionId> = check.items::<GovernmentId>().map(|(_, government)| government.region).collect();
    if !all_read(check, ItemKind::Government, &check.draft.governments) {
        return;
    }
    for id in play.regions.difference(&known) {
        let message = format!("the region `{}` has no government", check.word(*id));
        check.error("E0625", *id, &[], message, "add an item to Governments");
    }
}

fn good_states(check: &mut Check<'_>, play: &InPlay) {
    let known: BTreeSet<GoodId> = check.items::<GoodStateId>().map(|(_, state)| state.good).collect();
    if !all_read(check, ItemKind::GoodState, &check.draft.good_states) {
        return;
    }
    for id in play.goods.difference(&known) {
        if check.get(*id).is_some_and(|good| good.stage != Stage::Cars) {
            let message = format!("nothing says what the good `{}` costs when the level begins", check.word(*id));
            check.error("E0625", *id, &[], message, "add an item to GoodStates");
        }
    }
}

/// Warns once of firms that own plants but have no money of their own.
fn firm_states(check: &mut Check<'_>, play: &InPlay) {
    let known: BTreeSet<FirmId> = check.items::<FirmStateId>().map(|(_, state)| state.firm).collect();
    if !all_read(check, ItemKind::FirmState, &check.draft.firm_states) {
        return;
    }
    let poor: Vec<FirmId> = play.firms.difference(&known).copied().collect();
    let Some(first) = poor.first().copied() else { return };
    let words: Vec<&str> = poor.iter().take(8).map(|firm| check.word(*firm)).collect();
    let more = if poor.len() > words.len() { ", …" } else { "" };
    let message = format!("{} at work without money at the start: {}{more}", count(poor.len(), "firm"), words.join(", "));
    check.warn("W0625", first, &[], message, "add items to FirmStates");
}

fn series(check: &mut Check<'_>, id: ScenarioId) {
    let Some(scenario) = check.get(id) else { return };
    for name in SERIES {
        super::chain::series(check, id, &[], name);
    }
    let last = |name: &str| {
        let regions = check.drivers.regions(name);
        regions.filter_map(|region| check.drivers.find(name, region)?.points().last().map(|(year, _)| *year)).fold(f64::INFINITY, f64::min)
    };
    let first_end = check.drivers.names().map(|name| (last(name), name)).min_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((year, name)) = first_end.filter(|(year, _)| *year + 1.0 < scenario.end.decimal_year()) {
        let message = format!("the series `{name}` ends in {}, before the scenario does ({})", year.floor(), scenario.end);
        let problem = Problem::note("N0626", check.place(id, &["end"]), message);
        check.problems.push(problem.help("the last value is kept from there on".to_owned()));
    }
}

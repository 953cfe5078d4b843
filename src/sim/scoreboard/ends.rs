//! How a campaign comes to its end: countdowns that run while the signs of an end hold, and the break of the two sides
//! (docs/month.md 15). What an outcome is worth is in `outcome`.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use super::components::History;
use super::gauges::Sources;
use super::outcome::Outcome;
use super::scores::Scores;
use crate::content::Catalog;
use crate::content::definitions::ends::End;
use crate::content::ids::RegionId;
use crate::orders::{Order, Refusal, phrases};
use crate::sim::Simulation;
use crate::sim::calendar::components::Calendar;
use crate::sim::cut::{self, Cut};
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::diplomacy::deals::Deals;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::policy::components::Measures;
use crate::sim::politics::components::Politics;
use crate::sim::production::components::Facility;
use crate::sim::setup::GovernmentFacts;
use crate::sim::society::components::Treasury;
use crate::sim::trade::components::Markets;
use crate::units::Month;

/// Months of cell output that are remembered: eight quarters and the one that is judged.
pub(super) const REMEMBERED: usize = 27;

/// How near the campaign is to its end, and how it ended.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Ends {
    /// What is remembered of each side to judge it.
    pub sides: Vec<Record>,
    /// Countdowns that run.
    pub countdowns: Vec<Countdown>,
    /// The break of the two sides, once it has come.
    pub rupture: Option<Rupture>,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

/// What is remembered of a side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Whose.
    pub region: RegionId,
    /// Cells made at home, GWh a month, oldest first.
    pub cells: Vec<f64>,
    /// Plants for cells that stand at home.
    pub plants: u32,
    /// Whether there has ever been one.
    pub had_plants: bool,
}

/// An end whose signs hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Countdown {
    /// Number of the end in the level's list.
    pub end: u32,
    /// The side that it is about; the first one if both share it.
    pub side: RegionId,
    /// First month in which its signs held.
    pub since: Month,
}

/// All trade between the sides is cut off, until the campaign ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rupture {
    /// Number of the end.
    pub end: u32,
    /// The side that it is about.
    pub side: RegionId,
    /// First month without trade.
    pub since: Month,
    /// Last month before the campaign ends.
    pub until: Month,
    /// Numbers of the first measure that cuts trade off, and of the first after them.
    pub measures: (u32, u32),
}

impl Ends {
    /// Before the first month.
    #[must_use]
    pub fn begin(catalog: &Catalog) -> Self {
        let record = |region| Record { region, cells: Vec::new(), plants: 0, had_plants: false };
        Self { sides: [catalog.scenario.us, catalog.scenario.china].map(record).to_vec(), ..Self::default() }
    }

    /// What is remembered of a side.
    #[must_use]
    pub fn side(&self, region: RegionId) -> Option<&Record> {
        self.sides.iter().find(|record| record.region == region)
    }

    /// Since when the signs of an end have held for a side, if they do.
    #[must_use]
    pub fn since(&self, end: usize, side: RegionId) -> Option<Month> {
        self.countdowns.iter().find(|c| c.end as usize == end && c.side == side).map(|c| c.since)
    }
}

/// The early ends of a level.
#[must_use]
pub fn list(catalog: &Catalog) -> &[End] {
    catalog.scenario.ends.as_deref().unwrap_or(&catalog.rules.ends.early)
}

/// Counts cells and plants, moves countdowns, and ends the campaign when one has run out or the last month is over.
pub fn judge_ends(
    facts: Res<Facts>,
    governments: Res<GovernmentFacts>,
    calendar: Res<Calendar>,
    (markets, politics, diplomacy, deals, scores): (Res<Markets>, Res<Politics>, Res<Diplomacy>, Res<Deals>, Res<Scores>),
    treasuries: Query<&Treasury>,
    lines: Query<(&Facility, &Capacity)>,
    mut ends: ResMut<Ends>,
    mut measures: ResMut<Measures>,
    mut history: ResMut<History>,
) {
    let (catalog, month) = (&facts.catalog, calendar.month);
    if ends.outcome.is_some() {
        return;
    }
    count_cells(&facts, &markets, &lines, &mut ends);
    let treasuries: Vec<&Treasury> = treasuries.iter().collect();
    let sources = Sources {
        facts: &facts,
        governments: &governments,
        markets: &markets,
        politics: &politics,
        diplomacy: &diplomacy,
        scores: &scores,
        treasuries: &treasuries,
        deals: &deals,
        month,
        ends: &ends,
    };
    let held = held(catalog, &sources, month);
    tell_changes(catalog, &ends.countdowns, &held, month, &mut history);
    let due = held.iter().find(|c| month.since(c.since) + 1 >= months(&list(catalog)[c.end as usize])).copied();
    ends.countdowns = held;
    let (end, side) = match (ends.rupture, due) {
        (Some(rupture), _) if month >= rupture.until => (Some(rupture.end), rupture.side),
        (None, Some(due)) if list(catalog)[due.end as usize].cut_months > 0 => {
            ends.rupture = Some(rupture(catalog, due, month, &mut measures));
            history.note(month, break_note(catalog, &list(catalog)[due.end as usize], month));
            return;
        }
        (None, Some(due)) => (Some(due.end), due.side),
        _ if month >= calendar.end => (ends.rupture.map(|rupture| rupture.end), catalog.scenario.us),
        _ => return,
    };
    let name = end.map_or("The campaign’s last month is over".to_owned(), |end| titled(catalog, end as usize, side));
    history.note(month, format!("{name}. The campaign ends"));
    ends.outcome = Some(Outcome { end, side, month, finals: Vec::new() });
}

/// Months for which an end must hold, one at least.
fn months(end: &End) -> i32 {
    i32::try_from(end.months).unwrap_or(0).max(1)
}

fn count_cells(facts: &Facts, markets: &Markets, lines: &Query<(&Facility, &Capacity)>, ends: &mut Ends) {
    for record in &mut ends.sides {
        if record.cells.len() >= REMEMBERED {
            record.cells.remove(0);
        }
        record.cells.push(facts.cells.iter().map(|good| markets.of(*good).node(record.region).made).sum());
        let makes_cells = |line: &Facility| facts.chemistry_of[facts.process(line.process).makes.index()].is_some();
        let standing =
            lines.iter().filter(|(line, capacity)| line.region == record.region && capacity.nameplate > 1e-9 && makes_cells(line));
        record.plants = u32::try_from(standing.count()).unwrap_or(u32::MAX);
        record.had_plants |= record.plants > 0;
    }
}

/// The ends whose signs hold, in the order of the level's list, each with the month since when.
fn held(catalog: &Catalog, sources: &Sources<'_>, month: Month) -> Vec<Countdown> {
    let scenario = &catalog.scenario;
    let mut held = Vec::new();
    for (number, end) in list(catalog).iter().enumerate() {
        let sides = if end.verdict.is_shared() { &[scenario.us][..] } else { &[scenario.us, scenario.china][..] };
        for side in sides {
            if !end.when.is_empty() && end.when.iter().all(|sign| sources.holds(sign, *side)) {
                let since = sources.ends.since(number, *side).unwrap_or(month);
                held.push(Countdown { end: u32::try_from(number).unwrap_or(0), side: *side, since });
            }
        }
    }
    held
}

/// Countdowns that begin and that stop are told, with what stops them.
fn tell_changes(catalog: &Catalog, before: &[Countdown], now: &[Countdown], month: Month, history: &mut History) {
    let lasting = |countdown: &&Countdown| months(&list(catalog)[countdown.end as usize]) > 1;
    for begun in now.iter().filter(|c| before.iter().all(|old| (old.end, old.side) != (c.end, c.side))).filter(lasting) {
        let end = &list(catalog)[begun.end as usize];
        let title = titled(catalog, begun.end as usize, begun.side);
        history.note(month, format!("{title}: {} months are left. {}", months(end) - 1, end.way_out.trim_end_matches('.')));
    }
    for gone in before.iter().filter(|old| now.iter().all(|c| (old.end, old.side) != (c.end, c.side))).filter(lasting) {
        history.note(month, format!("{} is averted", titled(catalog, gone.end as usize, gone.side)));
    }
}

/// An end with the side that it is about.
#[must_use]
pub fn titled(catalog: &Catalog, end: usize, side: RegionId) -> String {
    match list(catalog).get(end) {
        Some(end) if end.verdict.is_shared() => end.name.clone(),
        Some(end) if end.title.is_empty() => format!("{} of {}", end.name, phrases::region(catalog, side)),
        Some(end) => {
            let rival = catalog.scenario.rival(side);
            end.title.replace("{side}", phrases::region(catalog, side)).replace("{rival}", phrases::region(catalog, rival))
        }
        None => "An end that this level does not know".to_owned(),
    }
}

/// All trade between the sides stops from the next month on.
fn rupture(catalog: &Catalog, due: Countdown, month: Month, measures: &mut Measures) -> Rupture {
    let cut_months = i32::try_from(list(catalog)[due.end as usize].cut_months).unwrap_or(0);
    let (since, first, scenario) = (month.plus(1), measures.next, &catalog.scenario);
    for (from, to) in [(scenario.us, scenario.china), (scenario.china, scenario.us)] {
        cut::impose(catalog, measures, &Cut { from, to: vec![to], goods: Vec::new() }, (since, None));
    }
    Rupture { end: due.end, side: due.side, since, until: month.plus(cut_months), measures: (first, measures.next) }
}

fn break_note(catalog: &Catalog, end: &End, month: Month) -> String {
    let scenario = &catalog.scenario;
    let (us, china) = (phrases::region(catalog, scenario.us), phrases::region(catalog, scenario.china));
    let until = month.plus(i32::try_from(end.cut_months).unwrap_or(0));
    format!(
        "{}: all trade between {us} and {china} stops. The campaign ends after {until}, and final scores count times {}",
        end.name, end.score_factor
    )
}

/// Refuses to change the measures of a break.
///
/// # Errors
/// The refusal.
pub fn allows(sim: &Simulation, order: &Order) -> Result<(), Refusal> {
    let number = match order {
        Order::AdjustMeasure { measure, .. } | Order::RepealMeasure { measure } => *measure,
        _ => return Ok(()),
    };
    let rupture = sim.world().resource::<Ends>().rupture;
    let is_frozen = rupture.is_some_and(|rupture| (rupture.measures.0..rupture.measures.1).contains(&number));
    if !is_frozen {
        return Ok(());
    }
    Err(Refusal::new(
        "The two sides have broken with each other, and nobody at home would let this embargo go.",
        "It stands until the campaign ends.",
    ))
}

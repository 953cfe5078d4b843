//! How near the campaign is to each of its ends: the signs as they stand, countdowns with what stops them, the break.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::ends::{Gauge, Sign, Verdict};
use crate::content::ids::RegionId;
use crate::sim::diplomacy::deals::Deals;
use crate::sim::scoreboard::ends::{Ends, Rupture, list, titled};
use crate::sim::scoreboard::gauges::Sources;
use crate::sim::scoreboard::scores::Scores;
use crate::sim::setup::GovernmentFacts;
use crate::units::Month;
use crate::units::digits::number;

/// An end of the level for a side.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// Its name with the side: `Fiscal crisis of China`, `Chokehold of China on the United States`.
    pub title: String,
    /// Its name alone.
    pub name: String,
    /// What it is.
    pub about: String,
    /// What stops it.
    pub way_out: String,
    /// The side that it is about; the first one if both share it.
    pub side: RegionId,
    /// What it means for that side.
    pub verdict: Verdict,
    /// What must hold.
    pub signs: Vec<Held>,
    /// Months for which it must hold.
    pub months: u32,
    /// Since when all of it has held, if it does.
    pub since: Option<Month>,
    /// Months left until it comes, if its countdown runs.
    pub left: Option<u32>,
}

/// A sign as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// The figure.
    pub gauge: Gauge,
    /// Whose.
    pub whose: RegionId,
    /// Its value, if it is known.
    pub value: Option<f64>,
    /// The value that it is held against.
    pub bound: f64,
    /// Whether it must be at least so much, else it must be less.
    pub at_least: bool,
    /// Whether it holds.
    pub holds: bool,
}

impl Held {
    /// The sign with its number: `cost of debt 3.2 % of budget, ends at 15`.
    #[must_use]
    pub fn told(&self, view: &View<'_>, side: RegionId) -> String {
        let whose = if self.whose == side { String::new() } else { format!(" of {}", view.there(self.whose)) };
        let value = self
            .value
            .map_or_else(|| "not known yet".to_owned(), |value| format!("{} {}", number(value), self.gauge.unit()).trim_end().to_owned());
        let bound = if self.at_least { format!("{} or more", number(self.bound)) } else { format!("below {}", number(self.bound)) };
        format!("{}{whose}: {value} ({bound})", self.gauge.label())
    }

    /// How far it is on its way, 0 to 1; 1 if it holds, nothing if it is not known.
    #[must_use]
    pub fn nearness(&self) -> f64 {
        match (self.holds, self.value) {
            (true, _) => 1.0,
            // At its peak nothing has been lost yet.
            (false, Some(value)) if self.gauge == Gauge::CellOutput => ((100.0 - value) / (100.0 - self.bound)).clamp(0.0, 1.0),
            (false, Some(value)) if self.at_least && self.bound > 0.0 => (value / self.bound).clamp(0.0, 1.0),
            (false, Some(value)) if !self.at_least && value > 0.0 => (self.bound / value).clamp(0.0, 1.0),
            _ => 0.0,
        }
    }
}

impl Ending {
    /// Whether it would be bad for a side.
    #[must_use]
    pub fn is_bad_for(&self, side: RegionId) -> bool {
        match self.verdict {
            Verdict::BothLose => true,
            Verdict::BothWin => false,
            Verdict::Loses => self.side == side,
            Verdict::Wins => self.side != side,
        }
    }

    /// How far it is on its way, 0 to 1: that of the sign that lacks most.
    #[must_use]
    pub fn nearness(&self) -> f64 {
        self.signs.iter().map(Held::nearness).fold(1.0, f64::min)
    }
}

/// Every end of the level for each side, in the order of the level's list.
#[must_use]
pub fn endings(view: &View<'_>) -> Vec<Ending> {
    let world = view.sim.world();
    let ends = world.resource::<Ends>();
    let sources = Sources {
        facts: view.facts,
        governments: world.resource::<GovernmentFacts>(),
        markets: view.markets,
        politics: view.politics,
        diplomacy: view.diplomacy,
        scores: world.resource::<Scores>(),
        treasuries: &view.treasuries,
        deals: world.resource::<Deals>(),
        month: view.sim.now(),
        ends,
    };
    let scenario = &view.catalog.scenario;
    let held = |sign: &Sign, side: RegionId| {
        let (bound, whose) = (sign.bound(), sources.whose(sign, side));
        let value = sources.value(bound.gauge, whose);
        let at_least = matches!(sign, Sign::AtLeast(_));
        Held { gauge: bound.gauge, whose, value, bound: bound.value, at_least, holds: sign.holds(value) }
    };
    let mut all = Vec::new();
    for (at, end) in list(view.catalog).iter().enumerate() {
        let sides = if end.verdict.is_shared() { &[scenario.us][..] } else { &[scenario.us, scenario.china][..] };
        for side in sides {
            let since = ends.since(at, *side);
            let needed = end.months.max(1);
            let gone = |since: Month| u32::try_from(view.sim.now().since(since)).unwrap_or(0);
            all.push(Ending {
                title: titled(view.catalog, at, *side),
                name: end.name.clone(),
                about: end.about.clone(),
                way_out: end.way_out.clone(),
                side: *side,
                verdict: end.verdict,
                signs: end.when.iter().map(|sign| held(sign, *side)).collect(),
                months: end.months,
                since,
                left: since.map(|since| needed.saturating_sub(gone(since))),
            });
        }
    }
    all
}

/// The break of the two sides, once it has come.
#[must_use]
pub fn rupture(view: &View<'_>) -> Option<Rupture> {
    view.sim.world().resource::<Ends>().rupture
}

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut table = Table::new("ends", format!("How the campaign may end, {}", view.sim.now()))
        .words("end")
        .words("side")
        .words("meaning")
        .numbers("on its way", "%")
        .numbers("must hold", "months")
        .numbers("left", "months")
        .words("since");
    let mut signs = Table::new("ends.signs", "What must hold, all of it").words("end").words("side").phrases("sign", 40).words("holds");
    let mut outs = Table::new("ends.ways_out", "What stops them").words("end").phrases("what it is", 40).phrases("way out", 30);
    for ending in endings(view).iter().filter(|ending| filter.wants(ending.side) || ending.verdict.is_shared()) {
        let side = if ending.verdict.is_shared() { "both" } else { view.short(ending.side) };
        let (left, months) = (ending.left.map(f64::from), f64::from(ending.months));
        table.push(cells![&ending.name, side, ending.verdict.label(), 100.0 * ending.nearness(), months, left, ending.since]);
        for sign in &ending.signs {
            signs.push(cells![&ending.name, side, sign.told(view, ending.side), if sign.holds { "yes" } else { "no" }]);
        }
        if !outs.rows.iter().any(|row| row[0] == super::Cell::from(&ending.name)) {
            outs.push(cells![&ending.name, &ending.about, &ending.way_out]);
        }
    }
    if let Some(rupture) = rupture(view) {
        table.note(format!(
            "The two sides have broken with each other: no trade since {}; the campaign ends after {}.",
            rupture.since, rupture.until
        ));
    }
    table.note(format!("Nothing of it reached, the campaign ends after {}.", view.sim.calendar().end));
    let mut tables = vec![table, signs, outs];
    tables.extend(super::result::tables(view, &[]));
    Ok(tables)
}

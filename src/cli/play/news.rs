//! What happened while quarters were played: laws of both sides that began, changed or ended, and events of the world.

use super::desk::{Answer, Desk};
use crate::cli::table::wrap;
use crate::content::definitions::settings::Setting;
use crate::content::diagnostics::count;
use crate::content::ids::{EventId, RegionId};
use crate::orders::phrases::{self, list as list_of};
use crate::orders::sentences::Speaker;
use crate::reports::agenda::{self, Asked};
use crate::reports::policies::{named, titled};
use crate::reports::{View, lookup};
use crate::sim::policy::components::{Measure, Measures};
use crate::sim::policy::measures::in_year;
use crate::units::Month;

/// The most events that the end of a quarter tells.
const MOST_EVENTS: usize = 12;
/// The most laws that it tells.
const MOST_LAWS: usize = 12;
/// The most events that are listed when asked for.
const MOST_LISTED: usize = 60;

/// Something that became of a law.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Law {
    month: Month,
    by: RegionId,
    /// What, as a sentence without the government.
    text: String,
}

/// How events name what is at home: the region anywhere, with or without its article, firms and sites at the front.
struct HomeNames<'a> {
    region: &'a str,
    first: Vec<&'a str>,
}

impl HomeNames<'_> {
    fn is_in(&self, note: &str) -> bool {
        note.contains(self.region) || self.first.iter().any(|name| note.starts_with(name))
    }
}

impl Desk {
    /// The measures as they stand.
    pub(super) fn measures_now(&self) -> Vec<Measure> {
        self.game.simulation().world().resource::<Measures>().list.clone()
    }

    /// What became of both sides' laws from `from` until now; `before` are the measures that stood then.
    pub(super) fn laws(&self, before: &[Measure], from: Month) -> Vec<Law> {
        let scenario = &self.catalog().scenario;
        let mut list = self.measures_now();
        let standing = list.len();
        list.extend(before.iter().filter(|old| list.iter().all(|m| m.id != old.id)).cloned().collect::<Vec<_>>());
        let mut laws: Vec<Law> = Vec::new();
        for (at, measure) in list.iter().enumerate().filter(|(_, m)| m.by == scenario.us || m.by == scenario.china) {
            laws.extend(self.steps(measure, before, from, at >= standing));
        }
        laws.extend([scenario.us, scenario.china].into_iter().flat_map(|by| self.dated(&list, by, from)));
        laws.sort_by_key(|law| (law.month, law.by));
        laws
    }

    /// What became of one law after `from`; `over` is one that the list of measures holds no more.
    fn steps(&self, measure: &Measure, before: &[Measure], from: Month, over: bool) -> Vec<Law> {
        let now = self.game.simulation().now();
        let catalog = self.catalog();
        let policy = &catalog[measure.policy];
        let new = |month: Month| month > from && month <= now;
        let law = |month: Month, text: String| Law { month, by: measure.by, text };
        let named = format!("“{}” (measure {})", titled(catalog, measure, measure.settings_in(now)), measure.id);
        if let Some(until) = measure.until.filter(|until| new(*until)) {
            return vec![law(until, format!("{named} has ended."))];
        }
        if over {
            // The list forgets a measure with its last month; one that ended when the quarter began was told of then.
            if measure.until.is_some_and(|until| until <= from) {
                return Vec::new();
            }
            return vec![law(now, format!("{named} is over: it was ended, lapsed, or was stopped by a court, since {from}."))];
        }
        let speaker = Speaker { catalog, policy, settings: measure.settings_in(now), by: Some(measure.by) };
        if new(measure.since) {
            return vec![law(measure.since, format!("{named} is in force. {}", speaker.measure()))];
        }
        if measure.since > now {
            return Vec::new();
        }
        // A change that has come into force is the measure's own setting: it shows in what was set before.
        let old = before.iter().find(|old| old.id == measure.id);
        let Some(old) = old.filter(|old| old.settings_in(from) != measure.settings_in(now)) else { return Vec::new() };
        let due = [&measure.change, &old.change].into_iter().flatten().map(|change| change.from).find(|month| new(*month));
        let month = due.unwrap_or_else(|| from.plus(i32::try_from(policy.lag_months).unwrap_or(0)).min(now));
        vec![law(month, format!("{named} is changed. {}", speaker.measure()))]
    }

    /// Laws of a government whose dated settings changed with a year after `from`, a line for each year.
    fn dated(&self, list: &[Measure], by: RegionId, from: Month) -> Vec<Law> {
        let now = self.game.simulation().now();
        let moves = |setting: &Setting, year: i32| match setting {
            Setting::Path(steps) => in_year(steps, year - 1).to_bits() != in_year(steps, year).to_bits(),
            _ => false,
        };
        let january = |year: i32| {
            let month = Month::new(year, 1);
            let own = list.iter().filter(|m| m.by == by && m.is_in_force(month) && m.since < month);
            let moved = own.filter(|m| m.settings_in(month).values().any(|setting| moves(setting, year)));
            let name = |m: &Measure| named(self.catalog(), &self.catalog()[m.policy], m.settings_in(month));
            let names: Vec<String> = moved.map(|m| format!("{} (measure {})", name(m), m.id)).collect();
            let text = format!("as dated, the year changes {}; `measure N` shows how.", list_of(&names));
            (!names.is_empty()).then_some(Law { month, by, text })
        };
        (from.year() + 1..=now.year()).filter_map(january).collect()
    }

    /// Laws of the quarters that were just ended, the newest where there are too many.
    pub(super) fn told_laws(&self) -> String {
        let tell = |law: &Law| wrap(&format!("{}: {}: {}", law.month, self.catalog()[law.by].short, law.text));
        let hidden = self.laws.len().saturating_sub(MOST_LAWS);
        let mut text: String = self.laws.iter().skip(hidden).map(tell).collect();
        if hidden > 0 {
            text.push_str(&format!("{} more; `measures` shows all in force.\n", count(hidden, "law")));
        }
        text
    }

    /// What happened since note number `first` at home: first what befell firms and plants, then openings, the latest of each;
    /// and how much more there was.
    pub(super) fn told_events(&self, first: usize) -> String {
        let notes = self.game.simulation().history().notes.get(first..).unwrap_or_default();
        let home = self.home_names();
        let own: Vec<&(Month, String)> = notes.iter().filter(|(_, note)| home.is_in(note)).collect();
        let (opened, befell): (Vec<&(Month, String)>, Vec<_>) = own.iter().partition(|(_, note)| note.contains(" opens "));
        let mut told: Vec<&(Month, String)> = befell.iter().rev().take(MOST_EVENTS).copied().collect();
        told.extend(opened.iter().rev().take(MOST_EVENTS - told.len()).copied());
        told.sort_by_key(|(month, _)| *month);
        let mut text: String = told.iter().map(|(month, note)| wrap(&format!("{month}: {note}."))).collect();
        let counts = [(own.len() - told.len(), "more at home"), (notes.len() - own.len(), "elsewhere")];
        let counts: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, place)| format!("{n} {place}")).collect();
        if !counts.is_empty() {
            text.push_str(&format!("Events: {}; `events` lists them.\n", counts.join(", ")));
        }
        text
    }

    /// Events that wait for this side's answer, if any.
    pub(super) fn told_asks(&self) -> String {
        let view = View::new(self.game.simulation());
        let ask = |asked: &Asked| {
            let event = &view.catalog[asked.event];
            // What is due before the next quarter begins can only be answered in this one.
            let due = if asked.until < view.sim.now().plus(3) { "this quarter".to_owned() } else { format!("before {}", asked.until) };
            wrap(&format!("{} asks for an answer {due}: {}", event.name, event.about))
        };
        let asked = agenda::asked(&view, Some(self.side));
        let mut text: String = asked.iter().map(ask).collect();
        if !asked.is_empty() {
            text.push_str("`agenda` lists the answers; `order answer EVENT N` gives one.\n");
        }
        text
    }

    /// Events that wait for this side's answer.
    pub(super) fn asked(&self) -> Vec<EventId> {
        agenda::asked(&View::new(self.game.simulation()), Some(self.side)).iter().map(|asked| asked.event).collect()
    }

    /// How events name what is at home.
    fn home_names(&self) -> HomeNames<'_> {
        let catalog = self.catalog();
        let firms = catalog.firms.iter().filter(|firm| firm.home == self.side).map(|firm| firm.name.as_str());
        let sites = catalog.sites.iter().filter(|site| site.region == self.side).map(|site| site.name.as_str());
        HomeNames { region: &catalog[self.side].name, first: firms.chain(sites).collect() }
    }

    /// Events since a month, of the quarters that were just ended if none is named, that speak of all other words.
    pub(super) fn events(&mut self, words: &[&str]) -> Answer {
        let sim = self.game.simulation();
        let (start, now) = (sim.history().start, sim.now());
        let month = words.iter().find_map(|word| word.parse::<Month>().ok());
        let since = month.or(self.ended).unwrap_or_else(|| now.plus(-3)).max(start);
        let sought: Vec<String> = words.iter().filter(|word| word.parse::<Month>().is_err()).map(|word| self.spoken(word)).collect();
        let speaks = |note: &str| sought.iter().all(|word| note.to_lowercase().contains(word));
        let found: Vec<_> = sim.history().notes.iter().filter(|(month, note)| *month >= since && speaks(note)).collect();
        if found.is_empty() {
            let back = if since > start { format!(" `events {start}` goes back to the beginning.") } else { String::new() };
            return Ok(format!("No event since {since} fits.{back}"));
        }
        let hidden = found.len().saturating_sub(MOST_LISTED);
        let mut text: String = found.iter().skip(hidden).map(|(month, note)| wrap(&format!("{month}: {note}"))).collect();
        if hidden > 0 {
            text.push_str(&format!("The newest {MOST_LISTED} of {} since {since}; words narrow the list down.\n", found.len()));
        }
        Ok(text)
    }

    /// A word as events say it: an id of a region, firm or good stands for its name.
    fn spoken(&self, word: &str) -> String {
        use crate::content::ids::ItemKind::{Firm, Good, Region};
        let catalog = self.catalog();
        let named = [Region, Firm, Good].into_iter().find_map(|kind| {
            let at = lookup::find(catalog, kind, word)?;
            let name = if kind == Region { phrases::region(catalog, RegionId::from_index(at)) } else { lookup::name(catalog, kind, at) };
            Some(name.to_lowercase())
        });
        named.unwrap_or_else(|| word.to_lowercase())
    }
}

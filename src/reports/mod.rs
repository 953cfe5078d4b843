//! The only way out: what the world looks like, as plain tables, and every figure with the terms that add up to it.
//! A report is one file and one line in [`REPORTS`]; nothing here changes a world.

pub mod agenda;
pub mod alike;
pub mod atlas;
mod board;
pub mod briefing;
pub mod country;
pub mod deals;
mod dependence;
pub mod dossier;
pub mod ends;
mod facility;
pub mod figures;
mod firm;
mod flows;
pub mod government;
mod history;
pub mod ladder;
mod ledger;
pub mod lookup;
mod makers;
mod market;
mod overview;
mod pipeline;
pub mod policies;
pub mod politics;
mod region;
pub mod relations;
pub mod render;
pub mod result;
pub mod review;
pub mod score;
pub mod stage;
pub mod standing;
pub mod table;
mod technology;
mod trade;
pub mod view;
mod why;
pub mod wording;

pub use figures::{Figure, FigureKey, Term};
pub use flows::{Link, Node, Sankey, sankey};
pub use lookup::{Accepts, Filter, ReportError};
pub use render::{Format, render};
pub use table::{Align, Cell, Column, Table};
pub use view::View;

use crate::content::ids::ItemKind;
use crate::sim::Simulation;

/// What makes a report.
pub type Build = fn(&View<'_>, &Filter) -> Result<Vec<Table>, ReportError>;

/// A report.
pub struct Report {
    /// Word by which it is asked for.
    pub name: &'static str,
    /// What may follow the word.
    pub arguments: &'static str,
    /// What it shows.
    pub what: &'static str,
    /// What its arguments may be.
    pub accepts: &'static [Accepts],
    /// What makes it.
    pub build: Build,
}

const GOOD: Accepts = Accepts::Item(ItemKind::Good);
const REGION: Accepts = Accepts::Item(ItemKind::Region);
const FIRM: Accepts = Accepts::Item(ItemKind::Firm);
const SITE: Accepts = Accepts::Item(ItemKind::Site);
const TECHNOLOGY: Accepts = Accepts::Item(ItemKind::Technology);

const fn report(name: &'static str, arguments: &'static str, what: &'static str, accepts: &'static [Accepts], build: Build) -> Report {
    Report { name, arguments, what, accepts, build }
}

/// Every report: the command line, its help and the screens are made from this list.
pub const REPORTS: &[Report] = &[
    report("overview", "", "the state of the contest on one page", &[], overview::build),
    report(
        "briefing",
        "[MONTH]",
        "what changed most since a quarter or a month, and why; threats and openings",
        &[Accepts::Month],
        briefing::build,
    ),
    report(
        "board",
        "[STAGE|automakers]",
        "a stage (mining, refining, materials, cells, recycling), both sides beside each other; or the automakers",
        &[Accepts::Word],
        board::build,
    ),
    report("region", "[REGION]", "a region: cars, chain, jobs, government", &[REGION], region::build),
    report("firms", "[REGION]", "the firms of a region: id, name, business, money", &[REGION], firm::list),
    report("firm", "[FIRM]", "a firm: money, plants, projects, plans", &[FIRM], firm::build),
    report(
        "facility",
        "[LINE|SITE|FIRM|REGION|GOOD]…",
        "production lines and their costs",
        &[Accepts::Number, SITE, FIRM, REGION, GOOD],
        facility::build,
    ),
    report("market", "[GOOD [REGION]…]", "a good: prices with their terms, stocks, sellers, buyers", &[GOOD, REGION], market::build),
    report("flows", "[GOOD]", "what flows from stage to stage and region to region", &[GOOD], flows::build),
    report("trade", "[GOOD|REGION|FIRM]…", "who sells what to whom", &[GOOD, REGION, FIRM], trade::build),
    report("policies", "[REGION]", "measures in force and announced, with their settings", &[REGION], policies::build),
    report(
        "politics",
        "[REGION]",
        "whom a government needs, its means, its chambers or plan, relations, tension",
        &[REGION],
        politics::build,
    ),
    report("agenda", "[REGION]", "events: what asks for an answer, what can be seen coming, what has come", &[REGION], agenda::build),
    report(
        "dossier",
        "[REGION]",
        "a side that thinks for itself: its doctrine, what it did last and why; of a rival what can be seen",
        &[REGION],
        dossier::build,
    ),
    report(
        "deals",
        "[REGION]",
        "deals that stand, offers and demands that wait, with what they are to those who must answer",
        &[REGION],
        deals::build,
    ),
    report("articles", "", "what can stand in a deal", &[], deals::articles),
    report(
        "aims",
        "[REGION]",
        "what governments want and never sign, and what third countries may do by themselves",
        &[REGION],
        deals::aims,
    ),
    report("ladder", "", "the ladder of the two sides: what stands, how tension came about, likely replies, ways down", &[], ladder::build),
    report("score", "[REGION]", "the five indices of both sides, and what makes them", &[REGION], score::build),
    report("ends", "[REGION]", "how the campaign may end, what still stops it, and how it ended", &[REGION], ends::build),
    report("technology", "[TECHNOLOGY]", "readiness, research, who makes at what cost", &[TECHNOLOGY], technology::build),
    report("ledger", "[FIRM|REGION]", "money: cash, debt, flows by purpose", &[FIRM, REGION], ledger::build),
    report("dependence", "[REGION [REGION]]", "who depends on whom, and for what", &[REGION], dependence::build),
    report("makers", "[REGION]", "automakers: reach, sales, prices", &[REGION], makers::build),
    report(
        "pipeline",
        "[FIRM|REGION|GOOD]…",
        "capacity under way, and what firms think of building",
        &[FIRM, REGION, GOOD],
        pipeline::build,
    ),
    report("history", "[SERIES [REGION]]", "monthly series", &[REGION, Accepts::Word], history::build),
    report("why", "FIGURE …", "the terms that add up to a figure", &[Accepts::Word], why::build),
];

/// The report of a name.
///
/// # Errors
/// There is none; the nearest name is suggested.
pub fn find(name: &str) -> Result<&'static Report, ReportError> {
    let lower = name.to_lowercase();
    REPORTS.iter().find(|r| r.name == lower).ok_or_else(|| ReportError::unknown("report", name, REPORTS.iter().map(|r| r.name)))
}

/// Makes the report that words ask for: its name, then arguments in any order.
///
/// # Errors
/// An unknown report or argument, with what was perhaps meant.
pub fn run(sim: &Simulation, words: &[&str]) -> Result<Vec<Table>, ReportError> {
    run_with(View::new(sim), words)
}

/// The same of a view that remembers figures and knows of governments what somebody kept: briefings and dossiers then tell more.
///
/// # Errors
/// As [`run`].
pub fn run_with(view: View<'_>, words: &[&str]) -> Result<Vec<Table>, ReportError> {
    let (name, arguments) = words.split_first().unwrap_or((&"overview", &[]));
    let report = find(name)?;
    let filter = Filter::parse(view.catalog, arguments, report.accepts)?;
    (report.build)(&view, &filter)
}

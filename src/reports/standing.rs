//! How a side stands, in the few figures that are always in view: what it has, and how that moved in a quarter. A further figure is
//! one line in [`of`].

use super::figures::FigureKey;
use super::{View, score};
use crate::content::definitions::scores::Index;
use crate::content::ids::{ItemKind, RegionId};
use crate::sim::ledger::components::Account;
use crate::sim::scoreboard::scores::Scores;
use crate::units::Month;

/// Months over which a figure's movement is told.
const QUARTER: usize = 3;

/// What a rise of a figure means for the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rise {
    /// More is better.
    Better,
    /// More is worse.
    Worse,
    /// Neither.
    Neutral,
}

/// A figure of a side.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// What it is, in a word or two.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: String,
    /// How much.
    pub value: f64,
    /// Unit of the value; `$M` is money.
    pub unit: &'static str,
    /// How it changed in a quarter, if it is recorded.
    pub change: Option<f64>,
    /// What more of it means.
    pub rise: Rise,
    /// The figure that explains it.
    pub opens: Option<FigureKey>,
}

/// Where the campaign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// This month.
    pub month: Month,
    /// Number of the quarter, from 1.
    pub number: u32,
    /// Quarters of the campaign.
    pub of: u32,
}

/// Where the campaign is.
#[must_use]
pub fn turn(view: &View<'_>) -> Turn {
    let calendar = view.sim.calendar();
    let quarters = |months: i32| u32::try_from(months.max(0)).unwrap_or(0).div_ceil(3);
    let of = quarters(calendar.end.since(calendar.start)).max(1);
    Turn { month: calendar.month, number: (quarters(calendar.month.since(calendar.start)) + 1).min(of), of }
}

fn line(
    name: &'static str,
    about: String,
    value: f64,
    unit: &'static str,
    change: Option<f64>,
    rise: Rise,
    opens: Option<FigureKey>,
) -> Standing {
    Standing { name, about, value, unit, change, rise, opens }
}

/// What a side has to act with, beside its money; nothing for one without politics.
fn means(view: &View<'_>, side: RegionId) -> Vec<Standing> {
    let Some(politics) = view.politics.of(side) else { return Vec::new() };
    let word = view.word(ItemKind::Region, side.index());
    let other = view.catalog.scenario.rival(side);
    let moved = |series: &str, region: &str| Some(view.past(series, region, 0)? - view.past(series, region, QUARTER)?);
    let credibility = politics.credibility.get(other.index()).copied().unwrap_or(0.0);
    let believed = format!("How far {} believes what {} promises, 0 to 100.", view.there(other), view.there(side));
    let capital = "Political capital: what laws and heavy orders are paid with, 0 to 100.".to_owned();
    let attention = "What is left of this quarter’s attention for orders.".to_owned();
    let tension = "How near the two sides are to a break, 0 to 100.".to_owned();
    vec![
        line(
            "Capital",
            capital,
            politics.capital,
            "",
            moved("capital.political", word),
            Rise::Better,
            Some(FigureKey::Approval { region: side }),
        ),
        line("Attention", attention, politics.attention, "", None, Rise::Better, None),
        line("Credibility", believed, credibility, "of 100", None, Rise::Better, None),
        line("Tension", tension, view.diplomacy.tension, "of 100", moved("tension.sides", "world"), Rise::Worse, None),
    ]
}

/// The five indices of the score.
fn goals(view: &View<'_>, side: RegionId) -> Vec<Standing> {
    let Some(score) = view.sim.world().resource::<Scores>().of(side) else { return Vec::new() };
    let goal = |index: Index| {
        let moved = || Some(score::past(view, index, side, 0)? - score::past(view, index, side, QUARTER)?);
        let (name, about) = match index {
            Index::Resilience => ("Resilience", "What is still made in a year if the rival stops all exports; tested each December."),
            Index::Industry => ("Industry", "Share of the world’s value along the chain, and jobs."),
            Index::Mobility => ("Mobility", "Share and reach of home automakers in the world."),
            Index::Transition => ("Transition", "Cars with a plug, price of packs, CO2 avoided."),
            Index::Standing => ("Standing", "Money, credibility and relations with third countries."),
        };
        let opens = match index {
            Index::Resilience => Some(FigureKey::Dependence { user: side, supplier: view.catalog.scenario.rival(side) }),
            Index::Industry => Some(FigureKey::Jobs { region: side }),
            Index::Transition => view.car_market(side).map(|_| FigureKey::PlugShare { region: side }),
            Index::Mobility | Index::Standing => None,
        };
        line(name, format!("{about} 0 to 100."), score.indices[index as usize], "of 100", moved(), Rise::Better, opens)
    };
    // What has not been tested yet is not nothing.
    let known = |index: &&Index| **index != Index::Resilience || score.resilience.is_some();
    Index::ALL.iter().filter(known).map(|index| goal(*index)).collect()
}

/// The figures of a side.
#[must_use]
pub fn of(view: &View<'_>, side: RegionId) -> Vec<Standing> {
    let word = view.word(ItemKind::Region, side.index());
    let other = view.catalog.scenario.rival(side);
    let past = |series: &str, months: usize| view.past(series, word, months);
    let moved = |series: &str| Some(past(series, 0)? - past(series, QUARTER)?);
    let land = view.lands.get(side.index());
    let treasury = view.treasuries.get(side.index());
    let politics = view.politics.of(side);
    let sales = view.sales(side);
    let sold: f64 = sales.iter().sum();
    let share = |part: f64, whole: f64| if whole > 1e-9 { 100.0 * part / whole } else { 0.0 };
    let plugs = |back: usize| {
        let of = |name: &str| past(&format!("sales.{name}"), back);
        let (phev, bev) = (of("phev")?, of("bev")?);
        Some(share(phev + bev, of("ice")? + of("hev")? + phev + bev))
    };
    let rival_word = view.word(ItemKind::Region, other.index());
    let index = view.dependence.pairs.get(side.index() * view.facts.regions + other.index());
    let mut list = vec![
        line(
            "Treasury",
            "Money that the government holds for the contest, and how it moved in a quarter.".to_owned(),
            view.ledger.cash_musd(Account::Government(side)),
            "$M",
            moved("cash.government"),
            Rise::Better,
            Some(FigureKey::Spending { region: side }),
        ),
        line(
            "Approval",
            "How many of 100 approve of the government.".to_owned(),
            treasury.map_or(0.0, |t| t.approval),
            "%",
            moved("approval.government"),
            Rise::Better,
            politics.map(|_| FigureKey::Approval { region: side }),
        ),
        line(
            "Dependence",
            format!("How far {} depends on {} for batteries, 0 to 100.", view.there(side), view.there(other)),
            index.map_or(0.0, |pair| pair.index(&view.catalog.rules.society)),
            "of 100",
            moved(&format!("dependence.{rival_word}")),
            Rise::Worse,
            Some(FigureKey::Dependence { user: side, supplier: other }),
        ),
        line(
            "Jobs",
            "Jobs from mines to car plants, thousand.".to_owned(),
            land.map_or(0.0, |l| l.jobs.iter().sum()),
            "k",
            moved("jobs.chain"),
            Rise::Better,
            Some(FigureKey::Jobs { region: side }),
        ),
        line(
            "Plug share",
            "Share of new cars with a plug, a mean of about a year; its movement is that of single months.".to_owned(),
            share(sales[2] + sales[3], sold),
            "%",
            plugs(0).zip(plugs(QUARTER)).map(|(now, then)| now - then),
            Rise::Better,
            view.car_market(side).map(|_| FigureKey::PlugShare { region: side }),
        ),
    ];
    if politics.is_some() {
        // Resources and goals; the rest stands in reports.
        list.truncate(1);
        list.extend(means(view, side));
        list.extend(goals(view, side));
    }
    list
}

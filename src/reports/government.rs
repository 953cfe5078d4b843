//! A government on one page, as the screen of politics draws it: whom it needs, who votes, what renews it, its purse.

use super::View;
use crate::content::definitions::politics::{Form, Issue};
use crate::content::ids::RegionId;
use crate::reports::policies::named;
use crate::sim::ledger::components::{Account, Tag};
use crate::sim::politics::components::Side;
use crate::sim::politics::formulas::hold_chance;
use crate::sim::politics::orders::in_window;
use crate::sim::politics::systems::{approval, blocs, polity};
use crate::units::{MUSD_IN_CENTS, Month};

/// A bloc with its mood.
#[derive(Clone, Debug, PartialEq)]
pub struct BlocView {
    /// Its name.
    pub name: String,
    /// Who they are.
    pub about: String,
    /// Part of approval, 0 to 1.
    pub weight: f64,
    /// Mood, 0 to 100.
    pub mood: f64,
    /// What moved it, in points, largest first.
    pub terms: Vec<(&'static str, f64)>,
    /// What would move it: issues by what they weigh with it, largest first.
    pub wants: Vec<(&'static str, f64)>,
}

/// A caucus of a chamber.
#[derive(Clone, Debug, PartialEq)]
pub struct CaucusView {
    /// Its name.
    pub name: String,
    /// Its party.
    pub party: String,
    /// Whether that is the one in office.
    pub in_office: bool,
    /// Seats.
    pub seats: f64,
}

/// A chamber.
#[derive(Clone, Debug, PartialEq)]
pub struct ChamberView {
    /// Its name.
    pub name: String,
    /// Votes that a law needs.
    pub needed: f64,
    /// Who sits there: those of the party in office first.
    pub caucuses: Vec<CaucusView>,
}

/// What renews a government.
#[derive(Clone, Debug, PartialEq)]
pub enum Renewal {
    /// An election: its month, whether it is for the head of state, the chance to keep the office at today's approval.
    Election(Month, bool, f64),
    /// A plan: whether directions can be set now, when that changes, how much dearer they are outside of the window.
    Plan(bool, Option<Month>, f64),
    /// Nothing that is known.
    None,
}

/// Its money.
#[derive(Clone, Debug, PartialEq)]
pub struct Purse {
    /// Cash, $M.
    pub cash: f64,
    /// Debt, $M.
    pub debt: f64,
    /// Budget for the contest, $M a year.
    pub budget: f64,
    /// Spent on the contest, $M a year (a mean).
    pub spending: f64,
    /// Received (positive) and paid in the year so far by purpose, $M, largest first; without general taxes.
    pub purposes: Vec<(&'static str, f64)>,
    /// General taxes from the chain in the year so far, which go on to the general purse, $M.
    pub general: f64,
}

/// A government.
#[derive(Clone, Debug, PartialEq)]
pub struct Government {
    /// Whose.
    pub region: RegionId,
    /// Approval, 0 to 100; political capital, 0 to 100; attention left.
    pub means: [f64; 3],
    /// Credibility with the rival, 0 to 100.
    pub credibility: f64,
    /// Who is in office, as a phrase.
    pub office: String,
    /// Whom it needs, heaviest first.
    pub blocs: Vec<BlocView>,
    /// Who votes; nothing without chambers.
    pub chambers: Vec<ChamberView>,
    /// What renews it.
    pub renewal: Renewal,
    /// Directions of the plan that stand.
    pub directions: Vec<String>,
    /// Its money.
    pub purse: Purse,
}

/// Taxes that are not the contest's: they go to the general purse month by month.
const GENERAL: [Tag; 4] = [Tag::ProfitTax, Tag::SalesTax, Tag::Royalties, Tag::Dividends];

/// The government of a region; none without politics.
#[must_use]
pub fn government(view: &View<'_>, region: RegionId) -> Option<Government> {
    let side = view.politics.of(region)?;
    let form = &polity(view.catalog, region)?.form;
    let level = approval(view.catalog, side);
    let credibility = side.credibility.get(view.catalog.scenario.rival(region).index()).copied().unwrap_or(0.0);
    Some(Government {
        region,
        means: [level, side.capital, side.attention],
        credibility,
        office: super::politics::office(view, side),
        blocs: moods(view, side),
        chambers: chambers(form, side),
        renewal: renewal(view, form, side, level),
        directions: directions(view, region),
        purse: purse(view, region),
    })
}

fn moods(view: &View<'_>, side: &Side) -> Vec<BlocView> {
    let mut list: Vec<BlocView> = blocs(view.catalog, side.region)
        .zip(&side.moods)
        .map(|(bloc, mood)| {
            let mut terms: Vec<(&'static str, f64)> =
                Issue::ALL.iter().map(|issue| (issue.label(), mood.issues[*issue as usize])).collect();
            terms.push(("what the government did", mood.deeds));
            terms.push(("what it began with", mood.inherited));
            terms.retain(|(_, points)| points.abs() >= 0.5);
            terms.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
            let mut wants: Vec<(&'static str, f64)> = bloc.issues.iter().map(|(issue, weight)| (issue.label(), *weight)).collect();
            wants.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
            BlocView { name: bloc.name.clone(), about: bloc.about.clone(), weight: bloc.weight, mood: mood.level(), terms, wants }
        })
        .collect();
    list.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    list
}

fn chambers(form: &Form, side: &Side) -> Vec<ChamberView> {
    let Form::Congress(congress) = form else { return Vec::new() };
    let mut seats = side.seats.iter();
    let chamber = |chamber: &crate::content::definitions::politics::Chamber| {
        let mut caucuses: Vec<CaucusView> = chamber
            .caucuses
            .iter()
            .zip(seats.by_ref())
            .map(|(caucus, seats)| CaucusView {
                name: caucus.name.clone(),
                party: congress.parties.get(caucus.party as usize).cloned().unwrap_or_default(),
                in_office: caucus.party == side.in_office,
                seats: *seats,
            })
            .collect();
        caucuses.sort_by_key(|caucus| !caucus.in_office);
        ChamberView { name: chamber.name.clone(), needed: chamber.needed, caucuses }
    };
    congress.chambers.iter().map(chamber).collect()
}

fn renewal(view: &View<'_>, form: &Form, side: &Side, level: f64) -> Renewal {
    match form {
        Form::Congress(_) => side
            .election
            .map_or(Renewal::None, |(month, general)| Renewal::Election(month, general, hold_chance(&view.catalog.rules.politics, level))),
        Form::Plan(plan) => {
            let now = view.sim.now();
            let open = in_window(plan, now);
            let changes = (1..=240).map(|months| now.plus(months)).find(|month| in_window(plan, *month) != open);
            Renewal::Plan(open, changes, plan.outside_factor)
        }
    }
}

/// Measures in force that set directions.
fn directions(view: &View<'_>, region: RegionId) -> Vec<String> {
    let now = view.sim.now();
    let own = view.measures.list.iter().filter(|measure| measure.by == region && measure.is_in_force(now));
    own.filter(|measure| view.catalog[measure.policy].directional)
        .map(|measure| named(view.catalog, &view.catalog[measure.policy], measure.settings_in(now)))
        .collect()
}

fn purse(view: &View<'_>, region: RegionId) -> Purse {
    let account = Account::Government(region);
    let treasury = view.treasuries.get(region.index());
    let year = |tag: Tag| view.ledger.year_musd(account, tag);
    // What only passes through on its way to the general purse stands neither among receipts nor against the budget.
    let general = GENERAL.iter().map(|tag| year(*tag)).sum::<f64>().max(0.0);
    let own = Tag::ALL.iter().filter(|tag| general <= 0.0 || !GENERAL.contains(tag));
    let mut purposes: Vec<(&'static str, f64)> = own
        .map(|tag| match tag {
            Tag::Budget => ("budget for the contest", year(*tag) + general),
            tag => (tag.label(), year(*tag)),
        })
        .filter(|(_, musd)| musd.abs() >= 0.5)
        .collect();
    purposes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    Purse {
        cash: view.ledger.cash_musd(account),
        debt: treasury.map_or(0.0, |treasury| treasury.debt as f64 / MUSD_IN_CENTS),
        budget: treasury.map_or(0.0, |treasury| treasury.budget),
        spending: treasury.map_or(0.0, |treasury| treasury.spending),
        purposes,
        general,
    }
}

//! What a decision asks of a government's own people: votes, favours, capital, attention; and what it leaves behind.

use super::components::{Politics, Side};
use super::formulas;
use super::systems::{approval, blocs, polity, weights};
use crate::content::Catalog;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::politics::{Bloc, Caucus, Congress, Form, Issue, Plan};
use crate::content::ids::{BlocId, RegionId};
use crate::content::shape::Table;
use crate::orders::phrases::number;
use crate::orders::{Political, Refusal, Vote};
use crate::sim::Simulation;
use crate::units::Month;

/// A decision that is weighed: how it is made, and what it says by itself.
#[derive(Clone, Copy)]
pub struct Bill<'a> {
    /// What a reader calls it.
    pub name: &'a str,
    /// Whether chambers must agree.
    pub law: bool,
    /// Whether it sets the direction of a plan.
    pub directional: bool,
    /// Capital that it takes by itself.
    pub capital: f64,
    /// Attention that it takes.
    pub attention: f64,
    /// Points on issues, times `weight`.
    pub issues: Option<&'a Table<Issue, f64>>,
    /// What is done with a measure; nothing for other orders.
    pub step: Option<Step>,
    /// How much of the policy's points it says: its size if it is taken, less than nothing if it is ended or made smaller.
    pub weight: f64,
    /// Whether it breaks a pledge.
    pub breaks_word: bool,
}

/// What a government does with a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It is taken.
    Taken,
    /// Its settings change.
    Altered,
    /// It is ended.
    Ended,
}

/// Least part of a measure that a change of its settings puts to debate.
const LEAST_CHANGE: f64 = 0.25;

impl<'a> Bill<'a> {
    /// Of a step with a measure, which says so much of its policy's points.
    #[must_use]
    pub fn of(policy: &'a Policy, step: Step, weight: f64) -> Self {
        let part = match step {
            Step::Taken => weight.abs(),
            Step::Altered => weight.abs().clamp(LEAST_CHANGE, 1.0) * if weight < 0.0 { 0.5 } else { 1.0 },
            Step::Ended => 0.5 * weight.abs(),
        };
        Self {
            name: &policy.name,
            law: policy.law,
            directional: policy.directional,
            capital: policy.capital * part,
            attention: policy.attention,
            issues: Some(&policy.issues),
            step: Some(step),
            weight,
            breaks_word: false,
        }
    }

    /// Of an order without a policy: a letter to a firm, a payment.
    #[must_use]
    pub const fn administrative(name: &'a str, attention: f64) -> Self {
        Self { name, law: false, directional: false, capital: 0.0, attention, issues: None, step: None, weight: 1.0, breaks_word: false }
    }

    fn points(&self) -> impl Iterator<Item = (Issue, f64)> + '_ {
        self.issues.into_iter().flatten().map(|(issue, points)| (*issue, points * self.weight))
    }

    /// Whether it goes through the chambers of this form of government.
    #[must_use]
    pub const fn is_law(&self, form: &Form) -> bool {
        self.law && matches!(form, Form::Congress(_))
    }
}

/// What a decision takes of a side, or why it cannot be had. Nothing binds a government without a polity.
///
/// # Errors
/// The refusal: too little attention, too few votes, too little capital.
pub fn price(sim: &Simulation, region: RegionId, bill: &Bill<'_>) -> Result<Political, Refusal> {
    let Some((side, form)) = bound(sim, region) else { return Ok(Political::default()) };
    if side.attention + 1e-9 < bill.attention {
        let missing = format!(
            "“{}” takes {} of attention, and {} is left in this quarter.",
            bill.name,
            number(bill.attention),
            number(side.attention.max(0.0))
        );
        return Err(Refusal::new(missing, "Attention comes back with the next quarter; take back another order, or wait."));
    }
    let mut price = Political { attention: bill.attention, capital: bill.capital, votes: Vec::new(), executive: false };
    match form {
        Form::Congress(congress) if bill.is_law(form) => vote(sim, side, congress, bill, &mut price)?,
        Form::Congress(_) => price.executive = bill.step == Some(Step::Taken),
        Form::Plan(plan) if bill.directional && !in_window(plan, sim.now()) => price.capital *= plan.outside_factor,
        Form::Plan(_) => {}
    }
    if price.capital > side.capital + 1e-9 {
        let missing =
            format!("“{}” takes {} of political capital, and there is {}.", bill.name, number(price.capital), number(side.capital));
        return Err(Refusal::new(missing, wait_for(sim, side, price.capital)));
    }
    Ok(price)
}

/// Pays a price, and lets everybody judge what was done.
pub fn pay(sim: &mut Simulation, region: RegionId, bill: &Bill<'_>, price: &Political) {
    let catalog = sim.catalog().clone();
    let rules = &catalog.rules.politics;
    let mut politics = sim.world_mut().resource_mut::<Politics>();
    let Some(side) = politics.of_mut(region) else { return };
    side.attention -= price.attention;
    side.capital = (side.capital - price.capital).max(0.0);
    if bill.step == Some(Step::Ended) || bill.breaks_word {
        // Whoever takes back what he said is believed a little less by all, and less again if he gave his word on it.
        let lost = rules.u_turn * if bill.breaks_word { rules.broken_word } else { 1.0 };
        side.credibility.iter_mut().for_each(|credibility| *credibility = (*credibility - lost).max(0.0));
    }
    for (bloc, mood) in blocs(&catalog, region).zip(&mut side.moods) {
        mood.deeds += rules.points * formulas::said(bill.points(), &weights(bloc));
    }
}

/// How a bill stands in the chambers.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Votes by chamber: without a favour, with all that are bought, needed.
    pub votes: Vec<Vote>,
    /// Political capital that buys the missing votes; none if no sum does.
    pub favours: Option<f64>,
    /// Share of each caucus that votes for it without a favour, by chamber.
    pub willing: Vec<Vec<f64>>,
}

/// How taking a policy would stand in a government's chambers; none for one that needs no law.
#[must_use]
pub fn tally(sim: &Simulation, region: RegionId, policy: &Policy) -> Option<Tally> {
    let (side, form) = bound(sim, region)?;
    let bill = Bill::of(policy, Step::Taken, 1.0);
    match form {
        Form::Congress(congress) if bill.is_law(form) => Some(tally_of(sim, side, congress, &bill)),
        _ => None,
    }
}

fn tally_of(sim: &Simulation, side: &Side, congress: &Congress, bill: &Bill<'_>) -> Tally {
    let rules = &sim.catalog().rules.politics;
    let leanings = leanings(sim, side, congress, bill);
    let counted = |chamber: usize, favours: f64| {
        formulas::votes(leanings[chamber].iter().map(|(leaning, seats)| (leaning + rules.favour_per_capital * favours, *seats)))
    };
    let passes = |favours: f64| congress.chambers.iter().enumerate().all(|(at, chamber)| counted(at, favours) >= chamber.needed);
    let favours = formulas::least_price(rules.most_favours, passes);
    let spent = favours.unwrap_or(rules.most_favours);
    let vote = |(at, chamber): (usize, &crate::content::definitions::politics::Chamber)| Vote {
        chamber: chamber.name.clone(),
        willing: counted(at, 0.0),
        votes: counted(at, spent),
        needed: chamber.needed,
    };
    Tally {
        votes: congress.chambers.iter().enumerate().map(vote).collect(),
        favours,
        willing: leanings.iter().map(|list| list.iter().map(|(leaning, _)| formulas::votes([(*leaning, 1.0)])).collect()).collect(),
    }
}

/// Votes for a bill in every chamber and the favours that the missing ones cost.
fn vote(sim: &Simulation, side: &Side, congress: &Congress, bill: &Bill<'_>, price: &mut Political) -> Result<(), Refusal> {
    let tally = tally_of(sim, side, congress, bill);
    let Some(favours) = tally.favours else {
        let short = tally.votes.iter().max_by(|a, b| (a.needed - a.votes).total_cmp(&(b.needed - b.votes)));
        let (votes, name) = short.map_or((0.0, "chamber"), |vote| (vote.needed - vote.votes, vote.chamber.as_str()));
        let text = format!("“{}” would be {} votes short in the {name}, whatever is promised.", bill.name, number(votes.ceil()));
        return Err(Refusal::new(text, against(sim, side, bill)));
    };
    price.capital += favours;
    price.votes = tally.votes;
    Ok(())
}

/// By chamber, how each caucus leans to a bill without a favour, and its seats.
fn leanings(sim: &Simulation, side: &Side, congress: &Congress, bill: &Bill<'_>) -> Vec<Vec<(f64, f64)>> {
    let catalog = sim.catalog();
    let approval = approval(catalog, side);
    let said = |id: BlocId| formulas::said(bill.points(), &weights(&catalog[id]));
    let mut seats = side.seats.iter();
    let of_caucus = |(caucus, seats): (&Caucus, &f64)| {
        let heard: f64 = caucus.blocs.iter().map(|(bloc, share)| share * said(*bloc)).sum();
        (formulas::leaning(&catalog.rules.politics, heard, caucus.party == side.in_office, approval), *seats)
    };
    congress.chambers.iter().map(|chamber| chamber.caucuses.iter().zip(seats.by_ref()).map(of_caucus).collect()).collect()
}

/// Who is against a bill, and what would move them.
fn against(sim: &Simulation, side: &Side, bill: &Bill<'_>) -> String {
    let said = |bloc: &&Bloc| formulas::said(bill.points(), &weights(bloc));
    let worst = blocs(sim.catalog(), side.region).min_by(|a, b| said(a).total_cmp(&said(b)));
    let who = worst.filter(|bloc| said(bloc) < 0.0).map(|bloc| format!("{} object most. ", bloc.name)).unwrap_or_default();
    let when = side.election.map_or_else(String::new, |(month, _)| format!(", or the election of {month}"));
    format!("{who}Higher approval would help{when}.")
}

/// How long capital takes to come.
fn wait_for(sim: &Simulation, side: &Side, wanted: f64) -> String {
    let catalog = sim.catalog();
    let rules = &catalog.rules.politics;
    let income = rules.capital_a_month + rules.capital_per_point * (approval(catalog, side) - 50.0);
    if wanted > 100.0 {
        "No government can gather so much; change what is asked.".to_owned()
    } else if income <= 0.01 {
        "At this approval none comes; win somebody over first.".to_owned()
    } else {
        format!(
            "At this approval {} comes a month: in {} months there is enough.",
            number(income),
            number(((wanted - side.capital) / income).ceil())
        )
    }
}

/// A side and its form of government, if politics binds it.
fn bound(sim: &Simulation, region: RegionId) -> Option<(&Side, &Form)> {
    let side = sim.world().resource::<Politics>().of(region)?;
    Some((side, &polity(sim.catalog(), region)?.form))
}

/// Months that a law takes beyond an order.
#[must_use]
pub fn law_months(sim: &Simulation, region: RegionId, policy: &Policy) -> u32 {
    match bound(sim, region) {
        Some((_, Form::Congress(congress))) if policy.law => congress.law_months,
        _ => 0,
    }
}

/// Whether directions of a plan are set in this month.
#[must_use]
pub fn in_window(plan: &Plan, month: Month) -> bool {
    let years = i32::try_from(12 * plan.years).unwrap_or(60).max(1);
    month.since(plan.first).rem_euclid(years) < i32::try_from(plan.window_months).unwrap_or(0)
}

/// Whether a measure stands on an order of the office alone where laws are made by chambers.
#[must_use]
pub fn is_executive(catalog: &Catalog, region: RegionId, policy: &Policy) -> bool {
    polity(catalog, region).is_some_and(|polity| matches!(polity.form, Form::Congress(_))) && !policy.law
}

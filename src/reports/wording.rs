//! Orders and their terms in sentences, the same for the terminal and the window.

use std::collections::BTreeMap;

use super::View;
use crate::content::ids::{PolicyId, RegionId};
use crate::orders::phrases::{self, money, months};
use crate::orders::sentences::{self, Speaker};
use crate::orders::{Consent, Order, Party, Quote};
use crate::sim::diplomacy::grievances;
use crate::sim::diplomacy::ladder::RUNGS;
use crate::units::digits::{fixed, number};

/// Countries that are named where a measure is aimed at many.
const NAMED: usize = 4;

/// An order as a sentence; a measure is named by what it is and what is set anew, a project by what it builds. `known` are policies
/// of measures that may be over by now.
#[must_use]
pub fn order(view: &View<'_>, side: RegionId, order: &Order, known: &BTreeMap<u32, PolicyId>) -> String {
    let catalog = view.catalog;
    let text = sentences::order(catalog, side, order);
    if let Order::FundProject { project, .. } | Order::FastTrackProject { project } = order {
        return project_named(view, *project).map_or_else(|| text.clone(), |plant| format!("{} ({plant}).", text.trim_end_matches('.')));
    }
    let (Order::AdjustMeasure { measure, .. } | Order::RepealMeasure { measure }) = order else { return text };
    let standing = view.measures.list.iter().find(|m| m.id == *measure).map(|m| m.policy);
    let Some(id) = standing.or_else(|| known.get(measure).copied()) else { return text };
    let policy = &catalog[id];
    let named = format!("{} (“{}”)", text.trim_end_matches('.'), policy.name);
    let Order::AdjustMeasure { settings, .. } = order else { return format!("{named}.") };
    let speaker = Speaker { catalog, policy, settings, by: Some(side) };
    let set: Vec<String> = settings.keys().map(|name| speaker.setting(name)).collect();
    format!("{named}: {}.", set.join("; "))
}

/// What a project under way builds, for whom and where.
fn project_named(view: &View<'_>, number: u32) -> Option<String> {
    let project = view.pipeline.projects.iter().find(|project| project.id == number)?;
    let good = view.said(view.facts.process(project.process).makes);
    Some(format!("{good} plant of {} in {}", view.firm(project.firm), view.there(project.region)))
}

/// What an order costs, now and a year, as a sentence.
#[must_use]
pub fn cost(quote: &Quote) -> String {
    let now = quote.cost_now_musd;
    match (now > 0.0, yearly(quote)) {
        (true, Some(year)) => format!("{} now; in full effect it {year}.", money(now)),
        (true, None) => format!("{}, once.", money(now)),
        (false, Some(year)) => format!("nothing now; in full effect it {year}."),
        (false, None) => "nothing.".to_owned(),
    }
}

/// What a quote says of the yearly cost, if there is one.
fn yearly(quote: &Quote) -> Option<String> {
    let year = quote.year;
    Some(match (quote.cost_per_year_musd, quote.in_force_musd) {
        (cost, Some(standing)) if cost > 0.0 => format!("costs {} more in {year} than as it stands ({})", money(cost), flow(standing)),
        (cost, Some(standing)) if cost < 0.0 => format!("costs {} less in {year} than as it stands ({})", money(-cost), flow(standing)),
        (_, Some(standing)) if standing != 0.0 => format!("costs as much in {year} as it stands ({})", flow(standing)),
        (cost, None) if cost > 0.0 => format!("costs {} in {year}", money(cost)),
        (cost, None) if cost < 0.0 => format!("brings {} in {year}", money(-cost)),
        _ => return None,
    })
}

/// Money of a year, in or out.
fn flow(musd: f64) -> String {
    if musd < 0.0 { format!("it brings {}", money(-musd)) } else { money(musd) }
}

/// When an order first acts: `at once`, `after 3 months`.
#[must_use]
pub fn first_effect(quote: &Quote) -> String {
    if quote.lag_months == 0 { "at once".to_owned() } else { format!("after {}", months(quote.lag_months)) }
}

/// What an order asks at home: capital, attention, votes; nothing where nobody minds.
#[must_use]
pub fn at_home(quote: &Quote) -> Option<String> {
    let asked = &quote.political;
    let part = |amount: f64, what: &str| (amount > 0.005).then(|| format!("{} of {what}", number(amount)));
    let mut parts: Vec<String> =
        [part(asked.capital, "political capital"), part(asked.attention, "attention")].into_iter().flatten().collect();
    parts.extend(asked.votes.iter().map(|vote| {
        let (votes, needed) = (vote.votes.round(), vote.needed);
        if vote.willing < needed {
            format!(
                "{} votes of {} needed in the {}, {} of them by favours",
                number(votes),
                number(needed),
                vote.chamber,
                number((votes - vote.willing.round()).max(1.0))
            )
        } else {
            format!("{} votes of {} needed in the {}", number(votes), number(needed), vote.chamber)
        }
    }));
    if parts.is_empty() {
        return None;
    }
    let tail = if asked.executive { "; it stands on an order of the office and may lapse with it" } else { "" };
    Some(format!("{}{tail}.", parts.join("; ")))
}

/// What an order is to others: its rung, the tension it makes and what relations lose; nothing where nobody minds.
#[must_use]
pub fn abroad(view: &View<'_>, side: RegionId, order: &Order) -> Option<String> {
    let affront = grievances::affront(view.sim, side, order)?;
    let named: Vec<&str> = affront.at.iter().take(NAMED).map(|region| view.there(*region)).collect();
    let more = affront.at.len() - named.len();
    let whom =
        phrases::list(&named.iter().map(|name| (*name).to_owned()).chain((more > 0).then(|| format!("{more} more"))).collect::<Vec<_>>());
    let tension = if affront.tension > 0.0 {
        let to = (view.diplomacy.tension + affront.tension).min(100.0);
        format!("; tension between the sides rises by {} to {} of 100", number(affront.tension), fixed(to, 0))
    } else {
        String::new()
    };
    Some(format!(
        "rung {} of {} on the ladder{tension}; relations with {whom} fall by {} at once, and by {} in time while it stands.",
        affront.rung,
        RUNGS.len(),
        number(affront.shock),
        number(affront.grievance)
    ))
}

/// Who must agree, for how much, and why: `CATL, for $120 M: …`.
#[must_use]
pub fn consent(view: &View<'_>, consent: &Consent) -> String {
    let who = match consent.who {
        Party::Firm(firm) => view.firm(firm),
        Party::Government(region) => phrases::region(view.catalog, region),
    };
    let price = if consent.sweetener_musd > 0.0 { format!(", for {}", money(consent.sweetener_musd)) } else { String::new() };
    format!("{who}{price}: {}", consent.why)
}

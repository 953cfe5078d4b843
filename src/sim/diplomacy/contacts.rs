//! Talks, summits, mediation, demands with a deadline.

use super::components::Diplomacy;
use super::deals::{Contact, Deals, Demand, Meeting};
use super::grievances::targets;
use super::orders::signed;
use super::stakes::Stakes;
use super::weighing::{Scales, credibility};
use crate::content::ids::RegionId;
use crate::orders::phrases::{capital, months, number, region};
use crate::orders::{Consent, Party, Quote, Refusal};
use crate::sim::Simulation;
use crate::sim::policy::components::{Measure, Measures};
use crate::sim::politics::components::Politics;

/// Most months until a demand is due.
const MOST_TERM: u32 = 36;

/// Whether two governments may meet now: not again within the time that a meeting lasts.
fn may_meet(sim: &Simulation, meeting: Meeting, a: RegionId, b: RegionId, pause: u32) -> Result<(), Refusal> {
    let catalog = sim.catalog();
    if a == b {
        return Err(Refusal::new("It takes two for that.", "Choose another country."));
    }
    match sim.world().resource::<Deals>().last(meeting, a, b) {
        Some(last) if sim.now() < last.later(pause) => {
            let article = if meeting == Meeting::Talks { "" } else { "a " };
            let missing = format!("{} and {} had {article}{} in {last}.", region(catalog, a), region(catalog, b), meeting.label());
            Err(Refusal::new(missing, format!("The next can be held from {}.", last.later(pause))))
        }
        _ => Ok(()),
    }
}

fn meet(sim: &mut Simulation, meeting: Meeting, between: [RegionId; 2]) {
    sim.at_table(|table, _| table.deals.contacts.push(Contact { meeting, between, month: table.month }));
}

/// Whether talks may be opened.
pub fn can_talk(sim: &Simulation, side: RegionId, with: RegionId) -> Result<Quote, Refusal> {
    let rules = &sim.catalog().rules.deals;
    may_meet(sim, Meeting::Talks, side, with, rules.talks_months)?;
    let who = capital(region(sim.catalog(), with));
    let effect = format!("{who} weighs your offers {} points better for {}.", number(rules.talks_points), months(rules.talks_months));
    Ok(Quote::once(0.0, sim.now().year(), effect))
}

/// Opens talks.
pub fn do_talk(sim: &mut Simulation, side: RegionId, with: RegionId) {
    meet(sim, Meeting::Talks, [side, with]);
}

/// Whether a summit may be held: the other comes if standing and tension make it worth its while.
pub fn can_meet(sim: &Simulation, side: RegionId, with: RegionId) -> Result<Quote, Refusal> {
    let catalog = sim.catalog();
    let rules = &catalog.rules.deals;
    may_meet(sim, Meeting::Summit, side, with, rules.summit_months)?;
    let stakes = Stakes::new(sim);
    let rivals = catalog.scenario.is_side(with) && catalog.scenario.is_side(side);
    let tension = if rivals { sim.world().resource::<Diplomacy>().tension } else { 0.0 };
    let (standing, fear) = (rules.standing_points * stakes.relation(with, side) / 100.0, rules.summit_tension * tension / 100.0);
    let sum = standing + fear + rules.inertia_points;
    let name = capital(region(catalog, with));
    if sum < 0.0 {
        let missing = format!(
            "{name} does not come: standing {}, tension {}, goodwill {}.",
            signed(standing),
            signed(fear),
            signed(rules.inertia_points)
        );
        return Err(Refusal::new(missing, "End a measure that hurts it, or open talks first."));
    }
    let calm = if rivals { format!(", and tension falls by {}", number(rules.summit_tension.min(tension))) } else { String::new() };
    let effect = format!("Relations rise by {} on both sides{calm}.", number(rules.summit_points));
    let mut quote = Quote::once(0.0, sim.now().year(), effect);
    let why = format!("it comes: standing {}, tension {}.", signed(standing), signed(fear));
    quote.agree = vec![Consent { who: Party::Government(with), sweetener_musd: 0.0, why }];
    Ok(quote)
}

/// Holds a summit.
pub fn do_meet(sim: &mut Simulation, side: RegionId, with: RegionId) {
    let catalog = sim.catalog().clone();
    let rules = &catalog.rules.deals;
    let rivals = catalog.scenario.is_side(with) && catalog.scenario.is_side(side);
    sim.at_table(|table, diplomacy| {
        table.warm(side, with, rules.summit_points);
        if rivals {
            diplomacy.tension = (diplomacy.tension - rules.summit_tension).max(0.0);
        }
        table.note(format!("{} and {} hold a summit", capital(region(&catalog, side)), region(&catalog, with)));
    });
    meet(sim, Meeting::Summit, [side, with]);
}

/// Whether a government may mediate between two others: both must stand well with it.
pub fn can_mediate(sim: &Simulation, side: RegionId, first: RegionId, second: RegionId) -> Result<Quote, Refusal> {
    let catalog = sim.catalog();
    if side == first || side == second {
        return Err(Refusal::new("Nobody mediates in a quarrel of their own.", "Open talks, or hold a summit."));
    }
    may_meet(sim, Meeting::Mediation, first, second, catalog.rules.deals.summit_months)?;
    let stakes = Stakes::new(sim);
    if let Some(cool) = [first, second].into_iter().find(|who| stakes.relation(*who, side) < 0.0) {
        let missing =
            format!("{} would not have you as a mediator: relations are {}.", region(catalog, cool), number(stakes.relation(cool, side)));
        return Err(Refusal::new(missing, "Relations of 0 or better with both are needed."));
    }
    let effect =
        format!("Relations between the two rise by {}, and of both with you by half of that.", number(brought(sim, side, first, second)));
    Ok(Quote::once(0.0, sim.now().year(), effect))
}

/// Points that mediation brings: as far as both believe the mediator.
fn brought(sim: &Simulation, side: RegionId, first: RegionId, second: RegionId) -> f64 {
    let (deals, politics) = (sim.world().resource::<Deals>(), sim.world().resource::<Politics>());
    let believed = credibility(deals, politics, side, first).min(credibility(deals, politics, side, second));
    sim.catalog().rules.deals.mediation_points * believed / 100.0
}

/// Mediates.
pub fn do_mediate(sim: &mut Simulation, side: RegionId, first: RegionId, second: RegionId) {
    let points = brought(sim, side, first, second);
    sim.at_table(|table, _| {
        table.warm(first, second, points);
        table.warm(side, first, 0.5 * points);
        table.warm(side, second, 0.5 * points);
    });
    meet(sim, Meeting::Mediation, [first, second]);
}

/// Whether a demand may be made, and what a third country would do.
pub fn can_demand(sim: &Simulation, side: RegionId, to: RegionId, measure: u32, term: u32) -> Result<Quote, Refusal> {
    let catalog = sim.catalog();
    let found = sim.world().resource::<Measures>().list.iter().find(|m| m.id == measure && m.by == to && m.treaty.is_none());
    let Some(found) = found else {
        let missing = format!("{} has no measure {measure}.", capital(region(catalog, to)));
        return Err(Refusal::new(missing, "`report policies` lists its measures with their numbers."));
    };
    if targets(sim.facts(), found, sim.now()) & (1 << side.index()) == 0 {
        let missing = format!("“{}” of {} is not aimed at you.", catalog[found.policy].name, region(catalog, to));
        return Err(Refusal::new(missing, "Demand the end of something that hurts you."));
    }
    if sim.world().resource::<Deals>().demands.iter().any(|demand| demand.by == side && demand.measure == measure) {
        return Err(Refusal::new("You have demanded that already.", "Wait for its date."));
    }
    if term == 0 || term > MOST_TERM {
        return Err(Refusal::new("A demand needs a date that can be waited for.", format!("Give it 1 to {}.", months(MOST_TERM))));
    }
    let rules = &catalog.rules.deals;
    let answer = if catalog.scenario.is_side(to) {
        format!(
            "If it stands then, relations fall by {}, and you lose {} of credibility unless you act.",
            number(rules.demand_points),
            number(rules.bluff_credibility)
        )
    } else if yields(sim, side, to, found) {
        format!("{} gives way at once; relations fall by {}.", capital(region(catalog, to)), number(rules.yielded_points))
    } else {
        format!(
            "{} would not give way; relations fall by {} when the date comes.",
            capital(region(catalog, to)),
            number(rules.demand_points)
        )
    };
    Ok(Quote::once(0.0, sim.now().year(), answer))
}

/// Makes a demand. A third country that fears more than it gains ends the measure at once, and remembers being made to.
pub fn do_demand(sim: &mut Simulation, side: RegionId, to: RegionId, measure: u32, term: u32) {
    let found = sim.world().resource::<Measures>().list.iter().find(|m| m.id == measure).cloned();
    let gives_way = !sim.catalog().scenario.is_side(to) && found.is_some_and(|found| yields(sim, side, to, &found));
    if gives_way {
        let _ = sim.submit(to, &crate::orders::Order::RepealMeasure { measure });
    }
    let catalog = sim.catalog().clone();
    let rules = &catalog.rules.deals;
    sim.at_table(|table, _| {
        let (id, made) = (table.deals.number(), table.month);
        // Whoever gives way still has its own months of notice.
        let due = made.later(term.max(if gives_way { crate::sim::policy::orders::NOTICE_MONTHS + 1 } else { 1 }));
        table.deals.demands.push(Demand { id, by: side, to, measure, made, due });
        if gives_way {
            table.warm(side, to, -rules.yielded_points);
            let again = made.later(rules.yielded_months);
            table.deals.played.iter_mut().filter(|played| played.measure == measure).for_each(|played| played.month = again);
        }
    });
}

/// Whether a third country gives way: what it would lose in the demander's market, as far as it believes the threat, against what
/// the measure is to it.
#[must_use]
pub fn yields(sim: &Simulation, side: RegionId, to: RegionId, measure: &Measure) -> bool {
    let scales = Scales::new(sim);
    let keeps = scales
        .aims(to)
        .into_iter()
        .flat_map(|aims| &aims.red_lines)
        .any(|line| matches!(line, crate::content::definitions::diplomacy::RedLine::Keeps(keeps) if keeps.policy == measure.policy));
    let believed = credibility(scales.deals, sim.world().resource::<Politics>(), side, to) / 100.0;
    let rules = scales.stakes.rules();
    let fear = 2.0 * rules.fear_points * scales.stakes.hangs_on(to, side) * believed;
    let worth = f64::from(sim.catalog()[measure.policy].rung).max(1.0) * rules.inertia_points / 4.0;
    !keeps && fear > worth
}

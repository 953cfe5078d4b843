//! Joint ventures and licences by order: what a firm learns through them, what the other firm wants for it.

use super::components::{KnowHow, MadeTie, Technologies, TieKind, Ties};
use super::formulas;
use super::systems::{effective_experience, spillover, through_ties};
use crate::content::ids::{FirmId, RegionId, TechnologyId};
use crate::orders::phrases::{money, number, percent, region as region_name, running};
use crate::orders::sentences::sentence;
use crate::orders::{Consent, Party, Refusal};
use crate::sim::Simulation;
use crate::sim::directives::{Appraisal, SHUT, finance, relations};
use crate::sim::ledger::components::{Account, Ledger, Tag, UnitCost};
use crate::sim::plans::formulas::capital_recovery;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run};
use crate::units::digits::fixed;

/// Years for which shared know-how is worth something (E: two generations of equipment).
const YEARS: f64 = 10.0;
/// Share of the licensee's gain that a licensor asks (E: an even bargain).
const LICENSOR_SHARE: f64 = 0.5;
/// Least fee of a licence or cost of founding a venture, $M (E: engineers sent abroad for two years).
const LEAST_FEE: f64 = 10.0;
/// Share of what passes that a partner of a hostile home asks on top at relations of −100 (E: its own government's frown).
const HOSTILE_PRICE: f64 = 3.0;

/// What each of two firms would gain from a tie, and what passes.
struct Exchange {
    gain: f64,
    before: f64,
    after: f64,
}

/// Whether two firms can found a venture, and what the first gains.
pub fn can_join(sim: &Simulation, firm: FirmId, partner: FirmId, technology: TechnologyId) -> Result<Appraisal, Refusal> {
    may_tie(sim, firm, partner, technology, TieKind::Venture)?;
    let (ours, theirs) =
        (exchange(sim, firm, partner, technology, TieKind::Venture), exchange(sim, partner, firm, technology, TieKind::Venture));
    let want = (LEAST_FEE - theirs.gain).max(0.0);
    let partner = partner_consent(sim, firm, partner, want, ours.gain, theirs.gain);
    Ok(appraisal(sim, firm, technology, &ours, ours.gain - LEAST_FEE, "founding costs", LEAST_FEE, partner))
}

/// Whether a firm can take a licence, and what it gains.
pub fn can_take_licence(sim: &Simulation, firm: FirmId, licensor: FirmId, technology: TechnologyId) -> Result<Appraisal, Refusal> {
    may_tie(sim, firm, licensor, technology, TieKind::Licence)?;
    let ours = exchange(sim, firm, licensor, technology, TieKind::Licence);
    let fee = fee(sim, firm, ours.gain);
    let partner = partner_consent(sim, firm, licensor, 0.0, ours.gain, fee);
    Ok(appraisal(sim, firm, technology, &ours, ours.gain - fee, "the licence costs", fee, partner))
}

fn appraisal(
    sim: &Simulation,
    firm: FirmId,
    technology: TechnologyId,
    ours: &Exchange,
    net: f64,
    what: &str,
    cost: f64,
    partner: Consent,
) -> Appraisal {
    let catalog = sim.catalog();
    let name = running(&catalog[technology].name);
    let months = catalog.rules.learning.venture_months;
    let saved = 1.0 - ours.after / ours.before.max(1e-9);
    let effect = format!("Lowers what {} spends on making, in {name}, by {} after {months} months.", catalog[firm].name, percent(saved));
    let why = format!("know-how worth {} over {} years, {what} {}", money(ours.gain), number(YEARS), money(cost));
    Appraisal { gain_musd: net, stake_musd: ours.gain.max(cost), lag_months: months, effect, why, partner: Some(partner) }
}

fn may_tie(sim: &Simulation, firm: FirmId, partner: FirmId, technology: TechnologyId, kind: TieKind) -> Result<(), Refusal> {
    let catalog = sim.catalog();
    let (a, b, what) = (&catalog[firm], &catalog[partner], running(&catalog[technology].name));
    if firm == partner {
        return Err(Refusal::new(format!("{} cannot make a contract with itself.", a.name), "Choose another firm."));
    }
    if finance(sim, partner).is_none_or(|f| f.failed || f.receiver_months > 0) {
        return Err(Refusal::new(format!("{} is not in business.", b.name), "Choose another partner."));
    }
    let made =
        sim.world().resource::<Ties>().list.iter().any(|t| (t.firm, t.with, t.technology, t.kind) == (firm, partner, technology, kind));
    let known = match kind {
        TieKind::Venture => &a.ventures,
        TieKind::Licence => &a.licences,
    };
    if made || known.iter().any(|t| t.with == partner && t.technology == technology) {
        return Err(Refusal::new(
            format!("{} and {} have this {} in {what} already.", a.name, b.name, kind.label()),
            "Choose another partner or technology.",
        ));
    }
    let relation = relations(sim, a.home, b.home).min(relations(sim, b.home, a.home));
    if a.home != b.home && relation < SHUT {
        let missing =
            format!("{} would not let {} share know-how: relations stand at {}.", region_name(catalog, b.home), b.name, fixed(relation, 0));
        return Err(Refusal::new(missing, format!("Relations of {} or better would do, or a partner of another home.", fixed(SHUT, 0))));
    }
    if barred(sim, partner, firm, technology) > 0.9 {
        let missing = format!("{} does not let {} pass on what it knows of {what}.", region_name(catalog, b.home), b.name);
        return Err(Refusal::new(missing, "An end of that control would do, or a partner of another home."));
    }
    let knows = |who: FirmId| experience(sim).get(who.index()).map_or(0.0, |e| e[technology.index()]);
    if knows(partner) < 1.0 {
        return Err(Refusal::new(
            format!("{} has never worked in {what}; there is nothing to learn from it.", b.name),
            "A firm that makes it would do.",
        ));
    }
    Ok(())
}

/// Share of what `from` knows that controls of its government keep from `to`.
fn barred(sim: &Simulation, from: FirmId, to: FirmId, technology: TechnologyId) -> f64 {
    let bars = &sim.world().resource::<Effects>().controls.know_how;
    let (catalog, mine) = (sim.catalog(), bars.iter().filter(|bar| bar.technology == technology));
    mine.map(|bar| bar.between(catalog[from].home, catalog[to].home)).fold(0.0, f64::max)
}

fn experience(sim: &Simulation) -> Vec<Vec<f64>> {
    sim.world().try_query::<&KnowHow>().map_or_else(Vec::new, |mut q| q.iter(sim.world()).map(|k| k.experience.clone()).collect())
}

/// What `firm` would save through a tie with `with`: its conversion cost at today's output, less as the learning curve says.
fn exchange(sim: &Simulation, firm: FirmId, with: FirmId, technology: TechnologyId, kind: TieKind) -> Exchange {
    let facts = sim.facts();
    let (t, definition) = (technology.index(), &facts.catalog[technology]);
    let all = experience(sim);
    let home = |f: usize| facts.catalog.firms[f].home;
    let world: Vec<f64> = (0..facts.catalog.technologies.len()).map(|t| all.iter().map(|e| e[t]).sum()).collect();
    let country = (0..all.len()).filter(|f| home(*f) == home(firm.index())).map(|f| all[f][t]).sum();
    let ties = sim.world().resource::<Ties>();
    let heard =
        effective_experience(facts, firm.index(), t, &all, &world, country) + through_ties(facts, ties, sim.now(), firm.index(), t, &all);
    let passes = 1.0 - barred(sim, with, firm, technology);
    let more = heard + spillover(definition, kind) * passes * all[with.index()][t];
    let technologies = sim.world().resource::<Technologies>();
    let research = technologies.research[t] / technologies.research_reference[t].max(1e-9);
    let reference = reference(sim, firm, t).max(1e-9);
    let factor = |heard: f64| {
        formulas::cost_factor(heard, reference, definition.learning_share, research, definition.research_power, definition.floor_share)
    };
    let (before, after) = (factor(heard), factor(more));
    let hurdle = facts.catalog[firm].hurdle_share;
    let yearly = conversion_cost(sim, firm, technology) * (1.0 - after / before.max(1e-9));
    let wait = f64::from(facts.catalog.rules.learning.venture_months) / 12.0;
    Exchange { gain: yearly / capital_recovery(hurdle, (YEARS - wait).max(1.0)) / (1.0 + hurdle * wait), before, after }
}

fn reference(sim: &Simulation, firm: FirmId, t: usize) -> f64 {
    let query = sim.world().try_query::<&KnowHow>();
    query.and_then(|mut q| q.iter(sim.world()).nth(firm.index()).map(|k| k.reference[t])).unwrap_or(0.0)
}

/// What a firm spends a year on wages and other conversion in a technology, what is under way included, $M.
fn conversion_cost(sim: &Simulation, firm: FirmId, technology: TechnologyId) -> f64 {
    let facts = sim.facts();
    let Some(mut query) = sim.world().try_query::<(&Facility, &Run, &UnitCost)>() else { return 0.0 };
    let ours = |line: &Facility| line.owner == firm && facts.process(line.process).technology == technology;
    let lines: f64 = query
        .iter(sim.world())
        .filter(|(line, ..)| ours(line))
        .map(|(_, run, cost)| 12.0 * run.made_year * (cost.labour + cost.other))
        .sum();
    let projects = &sim.world().resource::<crate::sim::investment::components::Pipeline>().projects;
    let coming = projects.iter().filter(|p| p.firm == firm && facts.process(p.process).technology == technology);
    lines + coming.map(|p| 0.8 * p.capacity * facts.catalog[p.process].other_cost_musd_per_unit.at(p.region)).sum::<f64>()
}

/// What the licensor gets: its share of the gain, no less than its engineers cost, no more than the licensee can pay.
fn fee(sim: &Simulation, firm: FirmId, gain: f64) -> f64 {
    let cash = sim.world().resource::<Ledger>().cash_musd(Account::Firm(firm));
    (LICENSOR_SHARE * gain).max(LEAST_FEE).min((0.5 * cash).max(LEAST_FEE))
}

/// What the other firm wants from the government: what it lacks, and more where its home is hostile.
fn partner_consent(sim: &Simulation, firm: FirmId, partner: FirmId, want: f64, passes: f64, gets: f64) -> Consent {
    let catalog = sim.catalog();
    let (a, b) = (&catalog[firm], &catalog[partner]);
    let hostility = if a.home == b.home { 0.0 } else { (-relations(sim, b.home, a.home)).max(0.0) / 100.0 };
    let extra = HOSTILE_PRICE * hostility * passes.max(LEAST_FEE);
    let mut why = format!("{} gains {} by it", b.name, money(gets));
    if extra > 0.0 {
        why += &format!(", and asks {} more as {} frowns on it", money(extra), region_name(catalog, b.home));
    }
    Consent { who: Party::Firm(partner), sweetener_musd: want + extra, why: sentence(&why) }
}

/// Founds a venture: both learn.
pub fn do_join(sim: &mut Simulation, side: RegionId, firm: FirmId, partner: FirmId, technology: TechnologyId) {
    let since = sim.now();
    let world = sim.world_mut();
    for who in [firm, partner] {
        world.resource_mut::<Ledger>().pay(Account::Firm(who), Account::Outside, Tag::Research, LEAST_FEE);
    }
    let tie = |a, b| MadeTie { firm: a, with: b, technology, kind: TieKind::Venture, since, ordered_by: side };
    world.resource_mut::<Ties>().list.extend([tie(firm, partner), tie(partner, firm)]);
}

/// Takes a licence: the licensee pays and learns.
pub fn do_take_licence(sim: &mut Simulation, side: RegionId, firm: FirmId, licensor: FirmId, technology: TechnologyId) {
    let since = sim.now();
    let fee = fee(sim, firm, exchange(sim, firm, licensor, technology, TieKind::Licence).gain);
    let world = sim.world_mut();
    world.resource_mut::<Ledger>().pay(Account::Firm(firm), Account::Firm(licensor), Tag::Research, fee);
    world.resource_mut::<Ties>().list.push(MadeTie { firm, with: licensor, technology, kind: TieKind::Licence, since, ordered_by: side });
}

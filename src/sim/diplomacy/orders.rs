//! Orders about deals: offered, answered, left.

use super::deals::{Deal, Deals, Offer};
use super::terms::{Terms, spell_out};
use super::weighing::{Scales, Sum};
use crate::content::definitions::effects::Effect;
use crate::content::ids::RegionId;
use crate::orders::deals::Clause;
use crate::orders::phrases::{capital, list, region};
use crate::orders::sentences::deals as said;
use crate::orders::{Consent, Party, Political, Quote, Refusal};
use crate::sim::Simulation;
use crate::sim::policy::measures::InForce;
use crate::units::digits::{number, tenths};

/// Lines of a sum that a refusal tells.
const TOLD: usize = 3;

/// Whether a deal may be offered, and what the other would say to it.
pub fn can_propose(sim: &Simulation, side: RegionId, to: RegionId, articles: &[Clause], months: u32) -> Result<Quote, Refusal> {
    let terms = spell_out(sim, side, to, articles, months)?;
    let scales = Scales::new(sim);
    let sum = scales.weigh(&terms, to);
    if !sim.catalog().scenario.is_side(to) && !sum.accepts() {
        return Err(refused(sim, to, &sum));
    }
    Ok(quote(sim, &terms, side, vec![consent(to, &sum)], effect(sim, &terms)))
}

/// What a deal costs a party and asks of the other.
fn quote(sim: &Simulation, terms: &Terms, side: RegionId, agree: Vec<Consent>, effect: String) -> Quote {
    let year = sim.now().plus(12).year();
    let cost_per_year_musd = terms.given.iter().filter(|given| given.by == side).map(|given| yearly(sim, given, terms.other(side))).sum();
    Quote { cost_now_musd: 0.0, cost_per_year_musd, year, in_force_musd: None, agree, lag_months: 1, effect, political: Political::NONE }
}

/// What an article costs its giver a year, $M.
fn yearly(sim: &Simulation, given: &super::deals::Given, with: RegionId) -> f64 {
    let article = super::terms::measure(sim.catalog(), given, with, 0, sim.now(), sim.now().plus(12));
    let view = InForce { measure: &article, facts: sim.facts(), month: sim.now(), phase: 1.0 };
    let money = |effect: &Effect| match effect {
        Effect::Infrastructure(e) => view.number(&e.musd_per_year),
        Effect::Guarantee(e) => view.number(&e.musd_per_year),
        _ => 0.0,
    };
    sim.catalog()[article.policy].effects.iter().map(money).sum()
}

fn consent(who: RegionId, sum: &Sum) -> Consent {
    let says = if sum.accepts() { "signs" } else { "would not sign by the rule that all follow" };
    let red = sum.red.first().map_or_else(String::new, |red| format!(" {red}"));
    Consent { who: Party::Government(who), sweetener_musd: 0.0, why: format!("it {says}: {}.{red}", told(sum)) }
}

/// The sum and its heaviest lines.
#[must_use]
pub fn told(sum: &Sum) -> String {
    let mut lines: Vec<&super::weighing::Line> = sum.lines.iter().collect();
    lines.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
    let heaviest: Vec<String> = lines.iter().take(TOLD).map(|line| format!("{} ({})", line.what, signed(line.points))).collect();
    format!("the sum is {}, above all {}", signed(sum.total()), list(&heaviest))
}

/// A number with its sign, to a tenth.
#[must_use]
pub fn signed(points: f64) -> String {
    let size = tenths(points.abs());
    match (size.as_str(), points < 0.0) {
        ("0", _) => size,
        (_, true) => format!("−{size}"),
        (_, false) => format!("+{size}"),
    }
}

fn refused(sim: &Simulation, who: RegionId, sum: &Sum) -> Refusal {
    let name = capital(region(sim.catalog(), who));
    match sum.red.first() {
        Some(red) => Refusal::new(format!("{name} does not sign. {red}"), "Leave this article out."),
        None => Refusal::new(
            format!("{name} does not sign: {}.", told(sum)),
            "Offer more of what it wants, ask for less, or open talks; `deal propose` in the terminal searches for what it would sign.",
        ),
    }
}

fn effect(sim: &Simulation, terms: &Terms) -> String {
    let catalog = sim.catalog();
    let clause =
        |given: &super::deals::Given| capital(&said::article(catalog, given.article, given.by, terms.other(given.by), &given.settings));
    let until = sim.now().plus(i32::try_from(terms.months).unwrap_or(0));
    format!("Until {until}: {}.", terms.given.iter().map(clause).collect::<Vec<_>>().join("; "))
}

/// Offers a deal. Third countries have said yes by now; an offer to the rival waits.
pub fn do_propose(sim: &mut Simulation, side: RegionId, to: RegionId, articles: &[Clause], months: u32) {
    let Ok(terms) = spell_out(sim, side, to, articles, months) else { return };
    let waits = sim.catalog().scenario.is_side(to);
    let term = sim.catalog().rules.deals.offer_months;
    sim.at_table(|table, _| {
        if !waits {
            table.sign(&terms);
            return;
        }
        table.deals.offers.retain(|offer| (offer.from, offer.to) != (side, to));
        let id = table.deals.number();
        let lapses = table.month.plus(i32::try_from(term).unwrap_or(3));
        table.deals.offers.push(Offer { id, from: side, to, articles: articles.to_vec(), months, lapses });
    });
}

/// Whether an offer may be answered.
pub fn can_answer(sim: &Simulation, side: RegionId, number: u32, accept: bool) -> Result<Quote, Refusal> {
    let offer = offer_to(sim, side, number)?;
    let terms = spell_out(sim, offer.from, offer.to, &offer.articles, offer.months)?;
    let effect = if accept { effect(sim, &terms) } else { format!("{} hears no.", capital(region(sim.catalog(), offer.from))) };
    let sum = Scales::new(sim).weigh(&terms, side);
    let own = Consent { who: Party::Government(side), sweetener_musd: 0.0, why: format!("by its own aims {}", told(&sum)) };
    let mut quote = quote(sim, &terms, side, vec![own], effect);
    if !accept {
        quote.cost_per_year_musd = 0.0;
    }
    Ok(quote)
}

/// Answers an offer.
pub fn do_answer(sim: &mut Simulation, side: RegionId, number: u32, accept: bool) {
    let Ok(offer) = offer_to(sim, side, number).cloned() else { return };
    let terms = spell_out(sim, offer.from, offer.to, &offer.articles, offer.months);
    sim.at_table(|table, _| {
        table.deals.offers.retain(|other| other.id != number);
        if let (true, Ok(terms)) = (accept, &terms) {
            table.sign(terms);
        }
    });
}

fn offer_to(sim: &Simulation, side: RegionId, number: u32) -> Result<&Offer, Refusal> {
    let offers = &sim.world().resource::<Deals>().offers;
    let found = offers.iter().find(|offer| offer.id == number && offer.to == side);
    found.ok_or_else(|| Refusal::new(format!("No offer {number} waits for an answer."), "`deals` lists offers with their numbers."))
}

/// Whether a deal may be left.
pub fn can_leave(sim: &Simulation, side: RegionId, number: u32) -> Result<Quote, Refusal> {
    let deal = deal_of(sim, side, number)?;
    let rules = &sim.catalog().rules.deals;
    let partner = region(sim.catalog(), deal.other(side));
    let effect = format!(
        "The articles end at once, what they suspended comes back. {} believes you {} points less, everybody else {}, and relations fall by {}.",
        capital(partner),
        self::number(rules.broken_partner),
        self::number(rules.broken_all),
        self::number(rules.broken_relations)
    );
    let own = deal.articles.iter().filter(|given| given.by == side);
    let saved: f64 = own.map(|given| yearly(sim, given, deal.other(side))).sum();
    let once = Quote::once(0.0, sim.now().plus(12).year(), effect);
    Ok(Quote { cost_per_year_musd: -saved, in_force_musd: (saved > 0.0).then_some(saved), ..once })
}

/// Leaves a deal.
pub fn do_leave(sim: &mut Simulation, side: RegionId, number: u32) {
    let Ok(deal) = deal_of(sim, side, number).cloned() else { return };
    sim.at_table(|table, _| table.break_off(&deal, side, "leaves"));
}

fn deal_of(sim: &Simulation, side: RegionId, number: u32) -> Result<&Deal, Refusal> {
    let found = sim.world().resource::<Deals>().list.iter().find(|deal| deal.id == number && deal.parties.contains(&side));
    found.ok_or_else(|| Refusal::new(format!("You have no deal {number}."), "`deals` lists deals with their numbers."))
}

impl Simulation {
    /// What a deal would be to one of its parties.
    ///
    /// # Errors
    /// The refusal, if the proposal cannot be spelled out.
    pub fn weigh_deal(&self, from: RegionId, to: RegionId, articles: &[Clause], months: u32, viewer: RegionId) -> Result<Sum, Refusal> {
        let terms = spell_out(self, from, to, articles, months)?;
        Ok(Scales::new(self).weigh(&terms, viewer))
    }

    /// The answers that a side would give by rule to the offers that wait for it: for seats that nobody plays.
    #[must_use]
    pub fn answers_by_rule(&self, side: RegionId) -> Vec<crate::orders::Order> {
        let offers = &self.world().resource::<Deals>().offers;
        let answer = |offer: &Offer| {
            let sum = self.weigh_deal(offer.from, offer.to, &offer.articles, offer.months, side);
            crate::orders::Order::AnswerOffer { offer: offer.id, accept: sum.is_ok_and(|sum| sum.accepts()) }
        };
        offers.iter().filter(|offer| offer.to == side).map(answer).collect()
    }
}

/// Deals of a level's first month: none, and everybody's word as the rules have it.
#[must_use]
pub fn begin(rules: &crate::content::definitions::diplomacy::Deals, regions: usize) -> Deals {
    Deals { word: vec![rules.start_credibility; regions], ..Deals::default() }
}

//! A proposal spelled out: who gives which article, complete, as the measures that it would be.

use super::deals::{Deal, Given};
use crate::content::Catalog;
use crate::content::definitions::diplomacy::Giving;
use crate::content::ids::RegionId;
use crate::orders::deals::{Clause, Giver};
use crate::orders::phrases::{list, months, region};
use crate::orders::{Refusal, Settings};
use crate::sim::Simulation;
use crate::sim::policy::components::{Measure, Treaty};
use crate::sim::policy::planned::{complete, defaults};
use crate::units::Month;

/// Most articles of a deal.
pub const MOST_ARTICLES: usize = 6;
/// Most months of a deal.
pub const MOST_MONTHS: u32 = 240;

/// Who offers whom what, for how long.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    /// Who proposes.
    pub from: RegionId,
    /// Who is asked.
    pub to: RegionId,
    /// Every article with its giver; those of both parties twice.
    pub given: Vec<Given>,
    /// For how long, months.
    pub months: u32,
}

impl Terms {
    /// What a standing deal says, as if it were proposed for so many months.
    #[must_use]
    pub fn of(deal: &Deal, months: u32) -> Self {
        Self { from: deal.parties[0], to: deal.parties[1], given: deal.articles.clone(), months }
    }

    /// The party that is not `one`.
    #[must_use]
    pub fn other(&self, one: RegionId) -> RegionId {
        if self.from == one { self.to } else { self.from }
    }
}

/// An article as the measure that it would be, in full effect from a month on.
#[must_use]
pub fn measure(catalog: &Catalog, given: &Given, with: RegionId, deal: u32, since: Month, until: Month) -> Measure {
    Measure {
        id: given.measure,
        policy: catalog[given.article].policy,
        by: given.by,
        since,
        announced: since,
        until: Some(until),
        settings: given.settings.clone(),
        change: None,
        executive: false,
        levies: Vec::new(),
        treaty: Some(Treaty { deal, with }),
        suspended: None,
        awarded: 0.0,
    }
}

/// Spells a proposal out.
///
/// # Errors
/// The refusal: an article that cannot be given so, a setting out of bounds, too long or too short a term.
pub fn spell_out(sim: &Simulation, from: RegionId, to: RegionId, articles: &[Clause], term: u32) -> Result<Terms, Refusal> {
    let catalog = sim.catalog();
    if from == to {
        return Err(Refusal::new("A government makes no deal with itself.", "Choose another country."));
    }
    if articles.is_empty() || articles.len() > MOST_ARTICLES {
        let missing = format!("A deal has 1 to {MOST_ARTICLES} articles, this one has {}.", articles.len());
        return Err(Refusal::new(missing, "`report articles` lists what can be offered and asked for."));
    }
    let mut given = Vec::new();
    for clause in articles {
        let article = &catalog[clause.article];
        if term < article.least_months || term > MOST_MONTHS {
            let missing = format!("A deal with “{}” lasts {} months to {}.", article.name, article.least_months, months(MOST_MONTHS));
            return Err(Refusal::new(missing, format!("Offer it for {} or more.", months(article.least_months))));
        }
        let policy = &catalog[article.policy];
        let settings = complete(sim, policy, &defaults(policy), &clause.settings)?;
        for by in givers(catalog, clause, from, to)? {
            let new = Given { article: clause.article, by, settings: settings.clone(), measure: 0 };
            if given.iter().any(|old| is_same_matter(old, &new)) {
                return Err(Refusal::new(format!("“{}” stands in the proposal twice.", article.name), "Take one of the two out."));
            }
            given.push(new);
        }
    }
    Ok(Terms { from, to, given, months: term })
}

/// Who gives an article of a proposal.
fn givers(catalog: &Catalog, clause: &Clause, from: RegionId, to: RegionId) -> Result<Vec<RegionId>, Refusal> {
    let article = &catalog[clause.article];
    let list_of = match (clause.by, article.gives) {
        (Giver::Both, _) | (_, Giving::Both) => vec![from, to],
        (Giver::Proposer, Giving::Either) => vec![from],
        (Giver::Partner, Giving::Either) => vec![to],
    };
    if article.who.is_empty() {
        return Ok(list_of);
    }
    let (can, cannot): (Vec<RegionId>, Vec<RegionId>) = list_of.into_iter().partition(|by| article.who.contains(by));
    match cannot.first() {
        Some(by) => {
            let who: Vec<String> = article.who.iter().map(|r| region(catalog, *r).to_owned()).collect();
            let missing = format!("{} cannot give “{}”.", region(catalog, *by), article.name);
            Err(Refusal::new(missing, format!("It can be given by {}.", list(&who))))
        }
        None => Ok(can),
    }
}

/// Whether two articles are the same promise of the same government about the same things.
#[must_use]
pub fn is_same_matter(a: &Given, b: &Given) -> bool {
    a.article == b.article && a.by == b.by && things(&a.settings).eq(things(&b.settings))
}

/// Settings that are no numbers.
fn things(settings: &Settings) -> impl Iterator<Item = (&String, &crate::content::definitions::settings::Setting)> {
    use crate::content::definitions::settings::Setting;
    settings.iter().filter(|(_, setting)| !matches!(setting, Setting::Number(_) | Setting::Path(_)))
}

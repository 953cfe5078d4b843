//! What orders between governments say aloud.

use super::super::deals::{Clause, Giver};
use super::super::phrases::{capital, list, months, region};
use super::{Order, Speaker};
use crate::content::Catalog;
use crate::content::ids::{ArticleId, RegionId};
use crate::orders::Settings;

/// What an article says when `by` gives it to `to`, as a clause: "Indonesia has its makers sell 20 % of their nickel sulfate to …".
#[must_use]
pub fn article(catalog: &Catalog, article: ArticleId, by: RegionId, to: RegionId, settings: &Settings) -> String {
    let policy = &catalog[catalog[article].policy];
    let speaker = Speaker { catalog, policy, settings, by: Some(by) };
    let parts: Vec<String> = policy.effects.iter().map(|effect| speaker.effect(effect)).collect();
    format!("{} {}", region(catalog, by), list(&parts).replace("the partner", region(catalog, to)))
}

/// The articles of a proposal as clauses, those of both as two.
#[must_use]
pub fn clauses(catalog: &Catalog, from: RegionId, to: RegionId, articles: &[Clause]) -> Vec<String> {
    let one = |clause: &Clause, by, to| article(catalog, clause.article, by, to, &clause.settings);
    let each = articles.iter().flat_map(|clause| match clause.by {
        Giver::Proposer => vec![one(clause, from, to)],
        Giver::Partner => vec![one(clause, to, from)],
        Giver::Both => vec![one(clause, from, to), one(clause, to, from)],
    });
    each.collect()
}

/// An order between governments; nothing for any other.
pub(super) fn order(catalog: &Catalog, by: RegionId, order: &Order) -> String {
    match order {
        Order::ProposeDeal { to, articles, months: term } => {
            let what = capital(&clauses(catalog, by, *to, articles).join("; "));
            format!("Offer {} a deal for {}: {what}.", region(catalog, *to), months(*term))
        }
        Order::AnswerOffer { offer, accept } => format!("{} offer {offer}.", if *accept { "Accept" } else { "Decline" }),
        Order::LeaveDeal { deal } => format!("Leave deal {deal} before its time."),
        Order::OpenTalks { with } => format!("Open talks with {}.", region(catalog, *with)),
        Order::HoldSummit { with } => format!("Hold a summit with {}.", region(catalog, *with)),
        Order::SetDeadline { to, measure, months: term } => {
            format!("Demand of {} that measure {measure} ends within {}.", region(catalog, *to), months(*term))
        }
        Order::Mediate { first, second } => format!("Mediate between {} and {}.", region(catalog, *first), region(catalog, *second)),
        _ => String::new(),
    }
}

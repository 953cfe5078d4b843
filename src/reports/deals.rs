//! Deals between governments: what stands, what is offered and demanded, what can be offered, and what everybody wants.

use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::diplomacy::{Interest, RedLine};
use crate::content::ids::{ArticleId, CardId, RegionId};
use crate::orders::phrases::{capital, in_unit, list};
use crate::orders::sentences::deals as said;
use crate::sim::diplomacy::cards;
use crate::sim::diplomacy::deals::{Deal, Deals, Offer};
use crate::sim::diplomacy::weighing::{Scales, Sum, credibility};

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let deals: &Deals = view.sim.world().resource();
    let mut tables = vec![standing(view, deals, filter), offers(view, deals, filter)];
    tables
        .extend(deals.offers.iter().filter(|offer| filter.wants(offer.to) || filter.wants(offer.from)).filter_map(|o| offer_sum(view, o)));
    tables.push(demands(view, deals));
    Ok(tables)
}

/// Standing deals, an article a row.
#[must_use]
pub fn standing(view: &View<'_>, deals: &Deals, filter: &Filter) -> Table {
    let mut table = Table::new("deals", format!("Deals, {}", view.sim.now()))
        .numbers("deal", "")
        .words("between")
        .words("since")
        .words("until")
        .phrases("what is given", 60);
    let wanted = |deal: &&Deal| filter.regions.is_empty() || deal.parties.iter().any(|party| filter.wants(*party));
    for deal in deals.list.iter().filter(wanted) {
        let parties = format!("{}, {}", view.short(deal.parties[0]), view.short(deal.parties[1]));
        for given in &deal.articles {
            let text = said::article(view.catalog, given.article, given.by, deal.other(given.by), &given.settings);
            table.push(cells![deal.id, &parties, deal.since, deal.until, capital(&text)]);
        }
    }
    table.note("A deal that is left or broken costs its breaker’s word; measures that a truce suspends come back when it ends.");
    table
}

/// Offers that wait for an answer.
#[must_use]
pub fn offers(view: &View<'_>, deals: &Deals, filter: &Filter) -> Table {
    let mut table = Table::new("offers", "Offers that wait for an answer")
        .numbers("offer", "")
        .words("from")
        .words("to")
        .numbers("for", "months")
        .words("lapses")
        .phrases("what it says", 60);
    for offer in deals.offers.iter().filter(|offer| filter.wants(offer.to) || filter.wants(offer.from)) {
        for text in said::clauses(view.catalog, offer.from, offer.to, &offer.articles) {
            table.push(cells![offer.id, view.short(offer.from), view.short(offer.to), offer.months, offer.lapses, capital(&text)]);
        }
    }
    table
}

fn offer_sum(view: &View<'_>, offer: &Offer) -> Option<Table> {
    let sum = view.sim.weigh_deal(offer.from, offer.to, &offer.articles, offer.months, offer.to).ok()?;
    Some(sum_table(view, &format!("offers.{}", offer.id), &format!("Offer {}", offer.id), offer.to, &sum))
}

/// The acceptance sum of a party, term by term.
#[must_use]
pub fn sum_table(view: &View<'_>, id: &str, what: &str, viewer: RegionId, sum: &Sum) -> Table {
    let verdict = if sum.accepts() { "it signs" } else { "it does not sign" };
    let mut table =
        Table::new(id, format!("{what}, as {} weighs it: {verdict}", view.there(viewer))).phrases("term", 60).numbers("points", "");
    for line in &sum.lines {
        table.push(cells![capital(&line.what), line.points]);
    }
    table.push(cells!["sum", sum.total()]);
    sum.red.iter().for_each(|red| table.note(red.clone()));
    table
}

fn demands(view: &View<'_>, deals: &Deals) -> Table {
    let mut table =
        Table::new("demands", "Demands with a date").words("by").words("of").numbers("measure", "").phrases("which", 40).words("due");
    for demand in &deals.demands {
        let measure = view.measures.list.iter().find(|m| m.id == demand.measure);
        let name = measure.map_or("over", |m| view.catalog[m.policy].name.as_str());
        table.push(cells![view.short(demand.by), view.short(demand.to), demand.measure, name, demand.due]);
    }
    table
}

/// What can stand in a deal.
pub(super) fn articles(view: &View<'_>, _: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut table = Table::new("articles", "Articles of deals")
        .words("id")
        .phrases("article", 26)
        .words("given by")
        .numbers("for at least", "months")
        .phrases("settings", 50)
        .phrases("what it is", 60);
    for (id, article) in view.catalog.all::<ArticleId>() {
        let policy = &view.catalog[article.policy];
        let who: Vec<String> = article.who.iter().map(|region| view.there(*region).to_owned()).collect();
        let who = if who.is_empty() { article.gives.label().to_owned() } else { list(&who) };
        let setting = |(name, rule): (&String, &crate::content::definitions::settings::SettingRule)| {
            let text = crate::orders::phrases::setting(view.catalog, &rule.default, &rule.unit);
            let range = if rule.kind == crate::content::definitions::settings::SettingKind::Number {
                format!(" ({} to {})", in_unit(rule.least, &rule.unit), in_unit(rule.most, &rule.unit))
            } else {
                String::new()
            };
            format!("{name}={text}{range}")
        };
        let settings: Vec<String> = policy.settings.iter().map(setting).collect();
        table.push(cells![view.catalog.word_of(id), &article.name, who, article.least_months, settings.join("; "), &article.about]);
    }
    Ok(vec![table])
}

/// What governments want, what they never sign, and which cards third countries hold.
pub(super) fn aims(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let mut table = Table::new("aims", "What governments want: weights of interests, 1 being usual").words("government");
    for interest in Interest::ALL {
        table = table.numbers(interest.label(), "");
    }
    table = table.numbers("believed by others", "of 100");
    let scales = Scales::new(view.sim);
    let mut never = Table::new("aims.red_lines", "What they never sign").words("government").phrases("red line", 80);
    for region in view.regions().filter(|region| filter.wants(*region)) {
        let mut row = vec![super::Cell::from(view.region(region))];
        row.extend(Interest::ALL.iter().map(|interest| super::Cell::from(scales.weight(region, *interest))));
        let others: Vec<f64> =
            view.regions().filter(|with| *with != region).map(|with| credibility(scales.deals, view.politics, region, with)).collect();
        row.push(super::Cell::from(others.iter().sum::<f64>() / others.len().max(1) as f64));
        table.push(row);
        for line in scales.aims(region).into_iter().flat_map(|aims| &aims.red_lines) {
            never.push(cells![view.region(region), red_line(view, line)]);
        }
    }
    Ok(vec![table, never, held(view, &scales, filter)])
}

pub(super) fn red_line(view: &View<'_>, line: &RedLine) -> String {
    match line {
        RedLine::NeverGives(l) => {
            let to = l.to.map_or_else(String::new, |to| format!(" to {}", view.there(to)));
            format!("Never gives “{}”{to}, because {}.", view.catalog[l.article].name, l.why)
        }
        RedLine::NeverWith(l) => format!("Signs nothing with {}, because {}.", view.there(l.region), l.why),
        RedLine::Keeps(l) => format!("Keeps “{}”, because {}.", view.catalog[l.policy].name, l.why),
    }
}

/// Cards that third countries hold, with what each is worth to its holder now.
fn held(view: &View<'_>, scales: &Scales<'_>, filter: &Filter) -> Table {
    let mut table = Table::new("aims.cards", "What third countries may do by themselves")
        .words("government")
        .phrases("card", 34)
        .numbers("worth now", "points")
        .words("state")
        .phrases("above all", 60);
    let deals = scales.deals;
    for (id, card) in view.catalog.all::<CardId>() {
        for by in card.who.iter().copied().filter(|by| filter.wants(*by) && !view.catalog.scenario.is_side(*by)) {
            let weighed = cards::weigh(view.sim, scales, id, by);
            let heaviest = weighed.lines.iter().max_by(|a, b| a.points.abs().total_cmp(&b.points.abs()));
            let played = deals.played.iter().find(|played| (played.card, played.by) == (id, by));
            let stands = view.measures.list.iter().any(|measure| cards::is_card(measure, card, by));
            let state = match played {
                Some(played) => format!("played {}", played.month),
                None if stands => "stands".to_owned(),
                None => "held".to_owned(),
            };
            table.push(cells![view.region(by), &card.name, weighed.total(), state, heaviest.map_or("", |line| line.what.as_str())]);
        }
    }
    let rules = &view.catalog.rules.deals;
    table.note(format!(
        "A card is played above {} points, at most one in {} months, and taken back below −{} after {} or more.",
        rules.card_enact,
        rules.card_months,
        rules.card_end,
        2 * rules.card_months
    ));
    table
}

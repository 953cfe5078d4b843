//! What gauges and conditions say aloud.

use crate::content::Catalog;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::gauges::{Gauge, Making, Place};
use crate::content::definitions::policies::Condition;
use crate::content::ids::{GoodId, RegionId};
use crate::orders::phrases::{self, good, list, money, months, number, percent, region, running, short_list};

/// What a condition asks, seen from a government if it is known, without a full stop. What a policy leaves open to its settings is
/// said by [`super::Speaker::condition`].
#[must_use]
pub fn condition(catalog: &Catalog, by: Option<RegionId>, condition: &Condition) -> String {
    let each = |of: &[Condition]| of.iter().map(|c| self::condition(catalog, by, c)).collect::<Vec<_>>();
    match condition {
        Condition::All(e) => list(&each(&e.of)),
        Condition::Any(e) => format!("one of these holds: {}", each(&e.of).join("; or ")),
        Condition::None(e) => format!("none of these holds: {}", each(&e.of).join("; or ")),
        Condition::InForce(e) => format!("“{}” is in force", catalog[e.policy].name),
        Condition::MeasureOf(e) => format!("“{}” of {} is in force", catalog[e.policy].name, place(catalog, by, e.by)),
        Condition::TreasuryAtLeast(e) => format!("the treasury holds {}", money(e.musd)),
        Condition::NotBefore(e) => format!("it is {} or later", e.month),
        Condition::Before(e) => format!("it is before {}", e.month),
        Condition::AtLeast(e) => format!("{} is {} or more", gauge(catalog, by, &e.gauge), value(&e.gauge, catalog, e.value)),
        Condition::Below(e) => format!("{} is below {}", gauge(catalog, by, &e.gauge), value(&e.gauge, catalog, e.value)),
        Condition::Happened(e) => {
            let event = &catalog[e.event];
            match e.answer.and_then(|number| event.answers.get(number as usize)) {
                Some(answer) => format!("“{}” was answered with “{}”", event.name, answer.name),
                None => format!("“{}” has come", event.name),
            }
        }
        Condition::UtilisationBelow(e) => format!("home plants run below {} of their capacity", percent(e.share)),
        Condition::MakesAny(_) => "home plants make it".to_owned(),
        Condition::Injury(e) => {
            format!("imports take more than {} of home use while home plants run below {}", percent(e.import_share), percent(e.load))
        }
        Condition::Shortage(e) => format!("home users get less than {} of what they ask for", percent(e.fill)),
        Condition::Friends(e) => format!("{} other governments think of it at {:.0} points or better", e.count, e.relations),
        Condition::RelationsAtLeast(e) => format!("relations stand at {:.0} or better", e.least),
    }
}

/// What a gauge reads, within a sentence.
#[must_use]
pub fn gauge(catalog: &Catalog, by: Option<RegionId>, gauge: &Gauge) -> String {
    let at = |of: Place| place(catalog, by, of);
    match gauge {
        Gauge::Tension(_) => "tension".to_owned(),
        Gauge::Relations(e) => format!("the opinion that {} has of {}", at(e.of), at(e.to)),
        Gauge::Approval(e) => format!("approval of the government of {}", at(e.of)),
        Gauge::Capital(e) => format!("political capital of {}", at(e.of)),
        Gauge::Credibility(e) => format!("credibility of {}", at(e.of)),
        Gauge::Debt(e) => format!("debt of {}", at(e.of)),
        Gauge::Price(e) => format!("the price of {}", good(catalog, e.good)),
        Gauge::PriceGap(e) => format!("the price of {} against what people expected", good(catalog, e.good)),
        Gauge::Cover(e) => format!("stock of {} in the world", good(catalog, e.good)),
        Gauge::Growth(e) => format!("growth of orders for {}", good(catalog, e.good)),
        Gauge::Load(e) => format!("use of plants for {} in {}", making(catalog, e), at(e.at)),
        Gauge::MadeShare(e) => format!("the share of {} in what is made of {}", at(e.at), making(catalog, e)),
        Gauge::Dependence(e) => format!("dependence of {} on {}", at(e.of), at(e.on)),
        Gauge::PlugShare(e) => format!("the share of cars with a plug in {}", at(e.of)),
        Gauge::BrandShare(e) => format!("the share of brands of {} in the cars of {}", at(e.of), at(e.at)),
        Gauge::Jobs(e) => format!("jobs along the chain in {}", at(e.of)),
        Gauge::Readiness(e) => format!("readiness of {}", running(&catalog[e.technology].name)),
        Gauge::Rung(e) => format!("the highest step of {} against its rival in {}", at(e.by), months(e.months)),
    }
}

/// A value of a gauge in its unit.
#[must_use]
pub fn value(gauge: &Gauge, catalog: &Catalog, value: f64) -> String {
    match gauge {
        Gauge::Price(e) => phrases::in_unit(value, phrases::price_unit(catalog[e.good].unit)),
        Gauge::PriceGap(_) | Gauge::Growth(_) | Gauge::Load(_) | Gauge::MadeShare(_) | Gauge::PlugShare(_) | Gauge::BrandShare(_) => {
            percent(value)
        }
        Gauge::Cover(_) => format!("{} months of use", number(value)),
        Gauge::Debt(_) => format!("{} years of budget", number(value)),
        Gauge::Jobs(_) => format!("{} thousand", number(value)),
        Gauge::Rung(_) => format!("rung {}", number(value)),
        _ => number(value),
    }
}

/// A place within a sentence.
#[must_use]
pub fn place(catalog: &Catalog, by: Option<RegionId>, place: Place) -> String {
    match place {
        Place::Own => by.map_or_else(|| "home".to_owned(), |own| region(catalog, own).to_owned()),
        Place::Rival => by.map_or_else(|| "the rival".to_owned(), |own| region(catalog, catalog.scenario.rival(own)).to_owned()),
        Place::World => "the world".to_owned(),
        Place::Region(id) => region(catalog, id).to_owned(),
    }
}

fn making(catalog: &Catalog, making: &Making) -> String {
    goods(catalog, &making.goods, &making.stages)
}

/// Goods and stages within a sentence.
#[must_use]
pub fn goods(catalog: &Catalog, goods: &[GoodId], stages: &[Stage]) -> String {
    let named = goods.iter().map(|g| good(catalog, *g));
    let names: Vec<String> = named.chain(stages.iter().map(|s| super::stage_goods(*s))).collect();
    if names.is_empty() { "everything".to_owned() } else { short_list(&names) }
}

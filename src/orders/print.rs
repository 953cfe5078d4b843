//! Orders back to the text that reads again: one line each, ids as words.

use super::deals::Clause;
use super::{Dated, Directive, Order, Settings};
use crate::content::Catalog;
use crate::content::definitions::settings::Setting;
use crate::content::draft::ItemId;
use crate::content::ids::{ItemKind, MeasureId};

/// An id as a text in quotes.
fn word<I: ItemId>(catalog: &Catalog, id: I) -> String {
    format!("\"{}\"", catalog.word_of(id))
}

/// A number as RON has it; what is not finite cannot be an order and is written as nothing.
fn number(value: f64) -> String {
    if value.is_finite() { format!("{value}") } else { "0".to_owned() }
}

fn setting(catalog: &Catalog, value: &Setting) -> String {
    match value {
        Setting::Number(value) => number(*value),
        Setting::Path(steps) => {
            let steps: Vec<String> = steps.iter().map(|(year, value)| format!("{year}: {}", number(*value))).collect();
            format!("Path({{{}}})", steps.join(", "))
        }
        Setting::Region(id) => format!("Region({})", word(catalog, *id)),
        Setting::Good(id) => format!("Good({})", word(catalog, *id)),
        Setting::Stage(stage) => format!("Stage({})", stage.word()),
        Setting::Technology(id) => format!("Technology({})", word(catalog, *id)),
        Setting::Chemistry(id) => format!("Chemistry({})", word(catalog, *id)),
        Setting::Firm(id) => format!("Firm({})", word(catalog, *id)),
        Setting::Policy(id) => format!("Policy({})", word(catalog, *id)),
    }
}

fn settings(catalog: &Catalog, settings: &Settings) -> String {
    let all: Vec<String> = settings.iter().map(|(name, value)| format!("{name:?}: {}", setting(catalog, value))).collect();
    format!("{{{}}}", all.join(", "))
}

/// A measure of the level by its id, another by its number.
fn measure(catalog: &Catalog, number: u32) -> String {
    if (number as usize) < catalog.measures.len() { word(catalog, MeasureId::from_index(number as usize)) } else { number.to_string() }
}

/// An order as it is written in scripts.
#[must_use]
pub fn order(catalog: &Catalog, order: &Order) -> String {
    match order {
        Order::EnactPolicy { policy, settings: chosen } => {
            format!("EnactPolicy(policy: {}, settings: {})", word(catalog, *policy), settings(catalog, chosen))
        }
        Order::AdjustMeasure { measure: id, settings: chosen } => {
            format!("AdjustMeasure(measure: {}, settings: {})", measure(catalog, *id), settings(catalog, chosen))
        }
        Order::RepealMeasure { measure: id } => format!("RepealMeasure(measure: {})", measure(catalog, *id)),
        Order::FundProject { project, musd } => format!("FundProject(project: {project}, musd: {})", number(*musd)),
        Order::FastTrackProject { project } => format!("FastTrackProject(project: {project})"),
        Order::DirectFirm { firm, directive: what } => {
            format!("DirectFirm(firm: {}, directive: {})", word(catalog, *firm), directive(catalog, what))
        }
        Order::SetStockpile { good, months } => format!("SetStockpile(good: {}, months: {})", word(catalog, *good), number(*months)),
        Order::StartMission { technology, musd_per_year } => {
            format!("StartMission(technology: {}, musd_per_year: {})", word(catalog, *technology), number(*musd_per_year))
        }
        Order::AnswerEvent { event, answer } => format!("AnswerEvent(event: {}, answer: {answer})", word(catalog, *event)),
        Order::ProposeDeal { to, articles, months } => {
            let clause = |c: &Clause| {
                format!("(article: {}, by: {}, settings: {})", word(catalog, c.article), c.by.word(), settings(catalog, &c.settings))
            };
            let articles: Vec<String> = articles.iter().map(clause).collect();
            format!("ProposeDeal(to: {}, articles: [{}], months: {months})", word(catalog, *to), articles.join(", "))
        }
        Order::AnswerOffer { offer, accept } => format!("AnswerOffer(offer: {offer}, accept: {accept})"),
        Order::LeaveDeal { deal } => format!("LeaveDeal(deal: {deal})"),
        Order::OpenTalks { with } => format!("OpenTalks(with: {})", word(catalog, *with)),
        Order::HoldSummit { with } => format!("HoldSummit(with: {})", word(catalog, *with)),
        Order::SetDeadline { to, measure: id, months } => {
            format!("SetDeadline(to: {}, measure: {}, months: {months})", word(catalog, *to), measure(catalog, *id))
        }
        Order::Mediate { first, second } => format!("Mediate(first: {}, second: {})", word(catalog, *first), word(catalog, *second)),
    }
}

fn directive(catalog: &Catalog, directive: &Directive) -> String {
    match directive {
        Directive::ChooseChemistry { chemistry, region } => {
            format!("ChooseChemistry(chemistry: {}, region: {})", word(catalog, *chemistry), word(catalog, *region))
        }
        Directive::SourceFrom { supplier, region, share } => {
            format!("SourceFrom(supplier: {}, region: {}, share: {})", word(catalog, *supplier), word(catalog, *region), number(*share))
        }
        Directive::BuildPlant { process, region, capacity } => {
            format!("BuildPlant(process: {}, region: {}, capacity: {})", word(catalog, *process), word(catalog, *region), number(*capacity))
        }
        Directive::JointVenture { partner, technology } => {
            format!("JointVenture(partner: {}, technology: {})", word(catalog, *partner), word(catalog, *technology))
        }
        Directive::TakeLicence { licensor, technology } => {
            format!("TakeLicence(licensor: {}, technology: {})", word(catalog, *licensor), word(catalog, *technology))
        }
        Directive::RampPlugs { push } => format!("RampPlugs(push: {})", number(*push)),
        Directive::EnterMarket { region } => format!("EnterMarket(region: {})", word(catalog, *region)),
        Directive::BuySite { site } => format!("BuySite(site: {})", word(catalog, *site)),
        Directive::LeaveMarket { region } => format!("LeaveMarket(region: {})", word(catalog, *region)),
    }
}

/// A whole script.
#[must_use]
pub fn script(catalog: &Catalog, orders: &[Dated]) -> String {
    let line = |dated: &Dated| {
        format!(
            "    (month: \"{}\", side: \"{}\", order: {}),\n",
            dated.month,
            catalog.word(ItemKind::Region, dated.side.index()),
            order(catalog, &dated.order)
        )
    };
    format!("Orders([\n{}])\n", orders.iter().map(line).collect::<String>())
}

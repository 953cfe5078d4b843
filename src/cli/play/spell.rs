//! From typed words to an order: `enact import_tariff stage=cells rate=25%`.

use super::desk::Desk;
use crate::cli::open::unknown;
use crate::content::Catalog;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, SettingKind, SettingRule};
use crate::content::diagnostics::{clip, nearest};
use crate::content::ids::{ChemistryId, FirmId, GoodId, PolicyId, RegionId, TechnologyId};
use crate::orders::usual::aimed;
use crate::orders::{Directive, Order, Settings};
use crate::sim::investment::components::Pipeline;
use crate::sim::policy::components::Measures;

/// The first words of orders.
pub(super) const VERBS: &[&str] = &[
    "enact",
    "adjust",
    "repeal",
    "fund",
    "fast-track",
    "stockpile",
    "mission",
    "answer",
    "direct",
    "chemistry",
    "source",
    "build",
    "venture",
    "licence",
    "plugs",
    "enter",
    "leave",
    "buy",
];

/// How orders are written, for help.
pub(super) const FORMS: &str = "\
Forms:
  order enact POLICY [SETTING=VALUE …]             take a measure
  order adjust MEASURE SETTING=VALUE …             change one of yours
  order repeal MEASURE                             end one of yours
  order stockpile GOOD MONTHS                      hold months of home use
  order mission TECHNOLOGY MUSD_A_YEAR             public research
  order fund PROJECT MUSD                          pay part of a plant under way
  order fast-track PROJECT                         halve what is left of its permits
  order answer EVENT N                             answer an event, as `agenda` numbers it
  order direct FIRM chemistry CHEMISTRY REGION     its car plants there move to it
  order direct FIRM source SUPPLIER REGION SHARE   its car plants there buy cells so
  order direct FIRM build PROCESS REGION CAPACITY  units of the good a year
  order direct FIRM venture PARTNER TECHNOLOGY     found a joint venture
  order direct FIRM licence LICENSOR TECHNOLOGY    take a licence
  order direct FIRM plugs SHARE                    push models with a plug
  order direct FIRM enter REGION                   begin to sell cars there
  order direct FIRM leave REGION                   stop selling cars there
  order direct FIRM buy SITE                       buy a site with its plants and customers

A VALUE is a number (25% is 0.25), an id, or years with numbers: rate=2025:25%,2027:50%.
`policies`, `measures` and `pipeline` show policies and numbers, `ids WORD` any other id.
  order enact import_tariff stage=cells origin=china rate=25%
";

/// The forms of one order, and where its words come from.
fn form(begin: &str) -> String {
    let lines: Vec<&str> = FORMS.lines().filter(|line| line.trim_start().starts_with(begin)).collect();
    format!("{}\n`policies`, `measures` and `pipeline` show policies and numbers, `ids WORD` any other id.", lines.join("\n"))
}

type Spelled<T> = Result<T, String>;

/// The order that words spell.
pub(super) fn order(desk: &Desk, words: &[&str]) -> Spelled<Order> {
    let Some((verb, rest)) = words.split_first() else { return Err(format!("What is the order?\n{FORMS}")) };
    match (verb.to_lowercase().as_str(), rest) {
        ("enact", [policy, settings @ ..]) => {
            let policy: PolicyId = desk.item("policy", policy)?;
            let definition = &desk.catalog()[policy];
            let chosen = self::settings(desk, definition, settings)?;
            Ok(Order::EnactPolicy { policy, settings: aimed(desk.catalog(), desk.side, definition, chosen) })
        }
        ("adjust", [measure, settings @ ..]) if !settings.is_empty() => {
            let measure = measure_number(desk, measure)?;
            let policy = policy_of(desk, measure)?;
            Ok(Order::AdjustMeasure { measure, settings: self::settings(desk, policy, settings)? })
        }
        ("repeal", [measure]) => Ok(Order::RepealMeasure { measure: measure_number(desk, measure)? }),
        ("fund", [project, musd]) => Ok(Order::FundProject { project: project_number(desk, project)?, musd: number(musd)? }),
        ("fast-track", [project]) => Ok(Order::FastTrackProject { project: project_number(desk, project)? }),
        ("stockpile", [good, months]) => Ok(Order::SetStockpile { good: desk.item("good", good)?, months: number(months)? }),
        ("mission", [technology, musd]) => {
            Ok(Order::StartMission { technology: desk.item("technology", technology)?, musd_per_year: number(musd)? })
        }
        ("answer", [event, answer]) => {
            let number = answer.parse::<u32>().ok().and_then(|n| n.checked_sub(1));
            let answer = number.ok_or_else(|| format!("`{}` is no number of an answer; `agenda` shows them.", clip(answer)))?;
            Ok(Order::AnswerEvent { event: desk.item("event", event)?, answer })
        }
        ("direct", [firm, rest @ ..]) => Ok(Order::DirectFirm { firm: desk.item("firm", firm)?, directive: directive(desk, rest)? }),
        (known, _) if VERBS[..9].contains(&known) => Err(format!("It is written like this:\n{}", form(&format!("order {known}")))),
        (word, _) => {
            let hint = nearest(word, VERBS[..9].iter().copied()).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
            Err(format!("There is no order `{}`.{hint} `help order` shows them.", clip(word)))
        }
    }
}

fn directive(desk: &Desk, words: &[&str]) -> Spelled<Directive> {
    let Some((verb, rest)) = words.split_first() else { return Err(format!("What is the firm to do?\n{}", form("order direct"))) };
    match (verb.to_lowercase().as_str(), rest) {
        ("chemistry", [chemistry, region]) => {
            Ok(Directive::ChooseChemistry { chemistry: desk.item("chemistry", chemistry)?, region: desk.item("region", region)? })
        }
        ("source", [supplier, region, share]) => {
            let (supplier, region) = (desk.item("firm", supplier)?, desk.item("region", region)?);
            Ok(Directive::SourceFrom { supplier, region, share: number(share)? })
        }
        ("build", [process, region, capacity]) => {
            let (process, region) = (desk.item("process", process)?, desk.item("region", region)?);
            Ok(Directive::BuildPlant { process, region, capacity: number(capacity)? })
        }
        ("venture", [partner, technology]) => {
            Ok(Directive::JointVenture { partner: desk.item("firm", partner)?, technology: desk.item("technology", technology)? })
        }
        ("licence", [licensor, technology]) => {
            Ok(Directive::TakeLicence { licensor: desk.item("firm", licensor)?, technology: desk.item("technology", technology)? })
        }
        ("plugs", [push]) => Ok(Directive::RampPlugs { push: number(push)? }),
        ("enter", [region]) => Ok(Directive::EnterMarket { region: desk.item("region", region)? }),
        ("buy", [site]) => Ok(Directive::BuySite { site: desk.item("site", site)? }),
        ("leave", [region]) => Ok(Directive::LeaveMarket { region: desk.item("region", region)? }),
        (known, _) if VERBS[9..].contains(&known) => {
            Err(format!("It is written like this:\n{}", form(&format!("order direct FIRM {known}"))))
        }
        (word, _) => {
            let hint = nearest(word, VERBS[9..].iter().copied()).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
            Err(format!("A firm cannot be told to `{}`.{hint} `help order` shows what it can.", clip(word)))
        }
    }
}

/// `name=value` for settings of a policy.
fn settings(desk: &Desk, policy: &Policy, words: &[&str]) -> Spelled<Settings> {
    let mut settings = Settings::new();
    for word in words {
        let (name, value) = word.split_once('=').ok_or_else(|| format!("`{}` is no setting: write NAME=VALUE.", clip(word)))?;
        let Some(rule) = policy.settings.get(name) else {
            let names: Vec<&str> = policy.settings.keys().map(String::as_str).collect();
            let hint = nearest(name, names.iter().copied()).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
            let all = if names.is_empty() { "It has none.".to_owned() } else { format!("It has {}.", names.join(", ")) };
            return Err(format!("“{}” has no setting `{}`.{hint} {all}", policy.name, clip(name)));
        };
        settings.insert(name.to_owned(), setting(desk.catalog(), rule, value)?);
    }
    Ok(settings)
}

pub(super) fn setting(catalog: &Catalog, rule: &SettingRule, value: &str) -> Spelled<Setting> {
    fn id<I: crate::content::draft::ItemId>(catalog: &Catalog, what: &str, word: &str) -> Spelled<I> {
        let found = crate::reports::lookup::find(catalog, I::KIND, word);
        found.map(I::of_index).ok_or_else(|| unknown(catalog, what, word, I::KIND))
    }
    match rule.kind {
        SettingKind::Number if value.contains(':') => value.split(',').map(step).collect::<Spelled<Vec<_>>>().map(Setting::Path),
        SettingKind::Number => number(value).map(Setting::Number),
        SettingKind::Region => id::<RegionId>(catalog, "region", value).map(Setting::Region),
        SettingKind::Good => id::<GoodId>(catalog, "good", value).map(Setting::Good),
        SettingKind::Technology => id::<TechnologyId>(catalog, "technology", value).map(Setting::Technology),
        SettingKind::Chemistry => id::<ChemistryId>(catalog, "chemistry", value).map(Setting::Chemistry),
        SettingKind::Firm => id::<FirmId>(catalog, "firm", value).map(Setting::Firm),
        SettingKind::Policy => id::<PolicyId>(catalog, "policy", value).map(Setting::Policy),
        SettingKind::Stage => {
            let labels = || Stage::ALL.iter().map(|stage| stage.label());
            let lower = value.to_lowercase();
            let found = Stage::ALL.iter().find(|stage| stage.label() == lower);
            found.copied().map(Setting::Stage).ok_or_else(|| {
                let hint = nearest(&lower, labels()).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
                format!("There is no stage `{}`.{hint} Stages: {}.", clip(value), labels().collect::<Vec<_>>().join(", "))
            })
        }
    }
}

/// `2025:25%`.
fn step(word: &str) -> Spelled<(i32, f64)> {
    let (year, value) = word.split_once(':').ok_or_else(|| format!("`{}` is no step: write YEAR:NUMBER.", clip(word)))?;
    let year = year.trim().parse().map_err(|_| format!("`{}` is no year.", clip(year)))?;
    Ok((year, number(value)?))
}

/// A number, perhaps as per cent.
fn number(word: &str) -> Spelled<f64> {
    let bare = word.trim().trim_start_matches('$').replace('_', "");
    let (digits, parts) = bare.strip_suffix('%').map_or((bare.as_str(), 1.0), |digits| (digits, 100.0));
    let value = digits.parse::<f64>().ok().map(|value| value / parts).filter(|value| value.is_finite());
    value.ok_or_else(|| format!("`{}` is no number.", clip(word)))
}

/// The number of a measure, with or without a `#`.
fn measure_number(desk: &Desk, word: &str) -> Spelled<u32> {
    let number =
        word.trim_start_matches('#').parse().map_err(|_| format!("`{}` is no number of a measure; `measures` shows them.", clip(word)))?;
    policy_of(desk, number).map(|_| number)
}

fn policy_of(desk: &Desk, measure: u32) -> Spelled<&Policy> {
    let world = desk.game.simulation().world();
    let found = world.resource::<Measures>().list.iter().find(|m| m.id == measure);
    let found = found.ok_or_else(|| format!("There is no measure {measure}; `measures` shows the numbers."))?;
    Ok(&desk.catalog()[found.policy])
}

fn project_number(desk: &Desk, word: &str) -> Spelled<u32> {
    let number: u32 =
        word.trim_start_matches('#').parse().map_err(|_| format!("`{}` is no number of a project; `pipeline` shows them.", clip(word)))?;
    let world = desk.game.simulation().world();
    let known = world.resource::<Pipeline>().projects.iter().any(|project| project.id == number);
    if known { Ok(number) } else { Err(format!("There is no project {number}; `pipeline` shows the numbers.")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_may_be_shares_and_money() {
        for (word, value) in [
            ("25%", Some(0.25)),
            ("0.3", Some(0.3)),
            ("$40", Some(40.0)),
            ("1_000", Some(1000.0)),
            ("x", None),
            ("inf", None),
            ("NaN", None),
        ] {
            assert_eq!(number(word).ok(), value, "{word}");
        }
        assert_eq!(step("2025:50%").ok(), Some((2025, 0.5)));
        assert!(step("2025").is_err() && step("a:1").is_err());
    }
}

//! The small change of sentences: numbers with their units, lists of names. What whole orders and effects say is in
//! `orders::sentences`.

use crate::content::Catalog;
use crate::content::definitions::chain::{Stage, Unit};
use crate::content::definitions::settings::Setting;
use crate::content::ids::{FirmId, GoodId, RegionId};

/// The most steps of a path that are all said.
const MOST_STEPS: usize = 4;

/// A number with as many digits as matter: `0.35`, `7.5`, `120`, `4,300`.
#[must_use]
pub fn number(value: f64) -> String {
    let size = value.abs();
    let digits = if size >= 100.0 || value.fract() == 0.0 {
        0
    } else if size >= 10.0 {
        1
    } else {
        2
    };
    let text = format!("{value:.digits$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text };
    let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    let (whole, fraction) = rest.split_once('.').map_or((rest, String::new()), |(w, f)| (w, format!(".{f}")));
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && whole.len() > 3 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if rest.trim_matches(['0', '.']).is_empty() { "0".to_owned() } else { format!("{sign}{grouped}{fraction}") }
}

/// A share as per cent: `25 %`.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", number((share * 1000.0).round() / 10.0))
}

/// Million US$: `$350 M`, `$4.2 bn`.
#[must_use]
pub fn money(musd: f64) -> String {
    let sign = if musd < 0.0 { "−" } else { "" };
    let size = musd.abs();
    if size >= 1000.0 { format!("{sign}${} bn", number((size / 100.0).round() / 10.0)) } else { format!("{sign}${} M", number(size)) }
}

/// A number in the unit of its setting.
#[must_use]
pub fn in_unit(value: f64, unit: &str) -> String {
    if let Some(rest) = unit.strip_prefix("share") {
        return format!("{}{rest}", percent(value));
    }
    match unit {
        "M$ a year" => format!("{} a year", money(value)),
        "$/kWh" => format!("${} per kWh", number(value)),
        "k$ per car" => format!("${}k per car", number(value)),
        "k$" => format!("${}k", number(value)),
        "M$ per GWh sold" => format!("${} M per GWh sold", number(value)),
        // A million dollars per thousand tonnes is a dollar per kilogram, which is how the trade speaks.
        "M$ per kt" => format!("${} per kg", number(value)),
        "$/m²" => format!("${} per m²", number(value)),
        _ => format!("{} {unit}", number(value)).trim_end().to_owned(),
    }
}

/// The unit in which a price of a good is told.
#[must_use]
pub const fn price_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Gwh => "$/kWh",
        Unit::MillionM2 => "$/m²",
        Unit::ThousandCars => "k$ per car",
        Unit::KtLce | Unit::KtNi | Unit::KtCo | Unit::KtMn | Unit::KtP | Unit::Kt => "M$ per kt",
    }
}

/// `a`, `a and b`, `a, b and c`.
#[must_use]
pub fn list(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The same, cut after five names.
#[must_use]
pub fn short_list(names: &[String]) -> String {
    if names.len() <= 5 { list(names) } else { format!("{} and {} more", names[..4].join(", "), names.len() - 4) }
}

/// Goods by their names in running text.
#[must_use]
pub fn good(catalog: &Catalog, id: GoodId) -> String {
    running(&catalog[id].name)
}

/// A name within a sentence: its first letter small unless the word is an abbreviation.
#[must_use]
pub fn running(name: &str) -> String {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => first.to_lowercase().chain(name.chars().skip(1)).collect(),
        _ => name.to_owned(),
    }
}

/// A region's name in a sentence, with its article where English wants one.
#[must_use]
pub fn region(catalog: &Catalog, id: RegionId) -> String {
    let name = &catalog[id].name;
    let article = name.starts_with("United") || name.starts_with("Philippines") || name.starts_with("European") || name.starts_with("DR ");
    if article { format!("the {name}") } else { running_rest(name) }
}

/// "Rest of the world" is no proper name.
fn running_rest(name: &str) -> String {
    if name.starts_with("Rest ") { format!("the {}", running(name)) } else { name.to_owned() }
}

/// A firm's name.
#[must_use]
pub fn firm(catalog: &Catalog, id: FirmId) -> String {
    catalog[id].name.clone()
}

/// What a stage's goods are called.
#[must_use]
pub fn stage(stage: Stage) -> String {
    stage.label().to_lowercase()
}

/// A setting's value as players read it.
#[must_use]
pub fn setting(catalog: &Catalog, value: &Setting, unit: &str) -> String {
    match value {
        Setting::Number(number) => in_unit(*number, unit),
        Setting::Path(steps) => path(steps, unit),
        Setting::Region(id) => region(catalog, *id),
        Setting::Good(id) => good(catalog, *id),
        Setting::Stage(value) => stage(*value),
        Setting::Technology(id) => running(&catalog[*id].name),
        Setting::Chemistry(id) => catalog[*id].name.clone(),
    }
}

/// A dated path: `25 % from 2024 and 50 % from 2026`; of a longer one its first and last step, and how many lie between.
#[must_use]
pub fn path(steps: &[(i32, f64)], unit: &str) -> String {
    let step = |(year, value): &(i32, f64)| format!("{} from {year}", in_unit(*value, unit));
    match steps {
        [] => in_unit(0.0, unit),
        [(_, only)] => in_unit(*only, unit),
        [first, .., last] if steps.len() > MOST_STEPS => {
            format!("{}, in {} steps to {}", step(first), steps.len() - 1, step(last))
        }
        _ => list(&steps.iter().map(step).collect::<Vec<_>>()),
    }
}

/// `1 month`, `3 months`.
#[must_use]
pub fn months(count: u32) -> String {
    if count == 1 { "1 month".to_owned() } else { format!("{count} months") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let ledger = [
            (0.25, "0.25"),
            (7.5, "7.5"),
            (100.0, "100"),
            (4300.0, "4,300"),
            (1_234_567.0, "1,234,567"),
            (-3.0, "−3"),
            (0.0, "0"),
            (0.001, "0"),
            (12.34, "12.3"),
        ];
        for (value, text) in ledger {
            assert_eq!(number(value), text);
        }
        assert_eq!(
            (percent(0.25), percent(0.125), money(350.0), money(4200.0)),
            ("25 %".into(), "12.5 %".into(), "$350 M".into(), "$4.2 bn".into())
        );
    }

    #[test]
    fn lists_have_an_and() {
        let names: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!((list(&names[..1]), list(&names[..2]), list(&names)), ("a".into(), "a and b".into(), "a, b and c".into()));
    }
}

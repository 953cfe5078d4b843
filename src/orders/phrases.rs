//! The small change of sentences: numbers with their units, lists of names. What whole orders and effects say is in
//! `orders::sentences`.

use crate::content::Catalog;
use crate::content::definitions::chain::{Stage, Unit};
use crate::content::definitions::settings::Setting;
use crate::content::ids::{FirmId, GoodId, RegionId};
pub use crate::units::digits::{money, number, percent};

/// The most steps of a path that are all said.
const MOST_STEPS: usize = 4;

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
        _ => match unit.strip_prefix("$ ") {
            Some(rest) => format!("${} {rest}", number(value)),
            None => format!("{} {unit}", number(value)).trim_end().to_owned(),
        },
    }
}

/// Bounds in a unit that is said once: `0 to 24 months of home use`, `$0 to $80 bn a year`.
#[must_use]
pub fn span(least: f64, most: f64, unit: &str) -> String {
    let (low, high) = (in_unit(least, unit), in_unit(most, unit));
    let (number, rest) = low.split_once(' ').unwrap_or((&low, ""));
    let said_again = !rest.is_empty() && high.ends_with(&format!(" {rest}"));
    format!("{} to {high}", if said_again { number } else { &low })
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
pub fn region(catalog: &Catalog, id: RegionId) -> &str {
    let region = &catalog[id];
    if region.in_text.is_empty() { &region.name } else { &region.in_text }
}

/// A sentence's first letter, large.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// Thousand cars as a number of cars: `2.12 thousand cars`, `338 cars`.
#[must_use]
pub fn of_cars(thousand: f64) -> String {
    if thousand.abs() < 1.0 {
        format!("{} cars", number((1000.0 * thousand).round()))
    } else {
        format!("{} thousand cars", number(thousand))
    }
}

/// A text with a small letter at the front, for the middle of a sentence.
#[must_use]
pub fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_lowercase().chain(letters).collect())
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
        Setting::Region(id) => region(catalog, *id).to_owned(),
        Setting::Good(id) => good(catalog, *id),
        Setting::Stage(value) => stage(*value),
        Setting::Technology(id) => running(&catalog[*id].name),
        Setting::Chemistry(id) => catalog[*id].name.clone(),
        Setting::Firm(id) => catalog[*id].name.clone(),
        Setting::Policy(id) => format!("“{}”", catalog[*id].name),
    }
}

/// A dated path: `25 % from 2024 and 50 % from 2026`; of a longer one its first and last step, and how many lie between.
#[must_use]
pub fn path(steps: &[(i32, f64)], unit: &str) -> String {
    let worth = |value: f64| if value == 0.0 { "nothing".to_owned() } else { in_unit(value, unit) };
    let step = |(year, value): &(i32, f64)| format!("{} from {year}", worth(*value));
    // Years of nothing before it begins need no word.
    let idle = steps.iter().take_while(|(_, value)| *value == 0.0).count();
    let steps = if idle < steps.len() && steps.len() - idle > 1 { &steps[idle..] } else { steps };
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
    fn lists_have_an_and() {
        let names: Vec<String> = ["a", "b", "c"].map(String::from).to_vec();
        assert_eq!((list(&names[..1]), list(&names[..2]), list(&names)), ("a".into(), "a and b".into(), "a, b and c".into()));
    }

    #[test]
    fn bounds_say_their_unit_once() {
        assert_eq!(span(0.0, 24.0, "months of home use"), "0 to 24 months of home use");
        assert_eq!(span(0.0, 1.0, "share of the price"), "0 to 100 % of the price");
        assert_eq!(span(5.0, 80_000.0, "M$ a year"), "$5 M a year to $80 bn a year");
    }
}

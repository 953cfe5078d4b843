//! Policies that could be enacted, measures that stand, and what can be set in both.

use super::desk::{Answer, Desk};
use crate::cli::table::{plain, wrap};
use crate::content::Catalog;
use crate::content::definitions::policies::{Field, Policy};
use crate::content::definitions::settings::{Setting, SettingKind, SettingRule};
use crate::content::ids::PolicyId;
use crate::orders::sentences::{Speaker, sentence};
use crate::orders::usual::aimed;
use crate::orders::{Settings, phrases};

impl Desk {
    pub(super) fn policies(&mut self, words: &[&str]) -> Answer {
        let catalog = self.catalog();
        let wanted = words.first().map(|word| word.to_lowercase());
        if let Some(word) = wanted.as_deref().filter(|word| Field::ALL.iter().all(|field| field.label() != *word)) {
            let fields: Vec<&str> = Field::ALL.iter().map(|field| field.label()).collect();
            return Err(format!("There is no field `{word}`. Fields: {}.", fields.join(", ")));
        }
        let open = |policy: &Policy| !policy.by_treaty && (policy.who.is_empty() || policy.who.contains(&self.side));
        let list = self.measures_now();
        let standing = |id: PolicyId| {
            let own: Vec<String> = list.iter().filter(|m| m.by == self.side && m.policy == id).map(|m| m.id.to_string()).collect();
            if own.is_empty() { String::new() } else { format!("yours: {}", own.join(", ")) }
        };
        let mut text = String::new();
        for field in Field::ALL.iter().filter(|field| wanted.as_deref().is_none_or(|word| word == field.label())) {
            let of_field = catalog.all::<PolicyId>().filter(|(_, policy)| policy.field == *field && open(policy));
            let row = |(id, policy): (PolicyId, &Policy)| vec![catalog.word_of(id).to_owned(), policy.name.clone(), standing(id)];
            let rows: Vec<Vec<String>> = of_field.map(row).collect();
            if !rows.is_empty() {
                text.push_str(&format!("{}\n{}\n", sentence(field.label()).trim_end_matches('.'), plain(&[], &rows, &[])));
            }
        }
        Ok(
            text + "`policy ID` tells what one does; `order enact ID setting=value …` quotes it. Numbers are measures that stand: `measure N`."
        )
    }

    pub(super) fn policy(&mut self, words: &[&str]) -> Answer {
        let word = words.first().ok_or("Which policy? `policies` lists them.")?;
        let id: PolicyId = self.item("policy", word)?;
        let catalog = self.catalog();
        let policy = &catalog[id];
        let unless_set = aimed(catalog, self.side, policy, Settings::new());
        let speaker = Speaker { catalog, policy, settings: &unless_set, by: Some(self.side) };
        let mut text =
            wrap(&format!("{} ({})\n{}\nUnless set otherwise: {}", policy.name, catalog.word_of(id), policy.about, speaker.measure()));
        for need in &policy.needs {
            text.push_str(&wrap(&format!("Needs that {}.", speaker.condition(need))));
        }
        let phase =
            if policy.phase_months > 0 { format!(", in full after {} more", phrases::months(policy.phase_months)) } else { String::new() };
        text.push_str(&format!(
            "In effect after {}{phase}. Set-up {}.\n",
            phrases::months(policy.lag_months),
            phrases::money(policy.setup_musd)
        ));
        text.push_str(&settings_table(catalog, policy, "default", |name| {
            unless_set.get(name).or_else(|| policy.settings.get(name).map(|rule| &rule.default))
        }));
        let list = self.measures_now();
        let own: Vec<String> = list.iter().filter(|m| m.by == self.side && m.policy == id).map(|m| m.id.to_string()).collect();
        if !own.is_empty() {
            text.push_str(&format!("Yours: measure {}; `measure N` opens one.\n", own.join(", ")));
        }
        Ok(text)
    }

    /// A measure that stands: what it does, how it is set, how to change it.
    pub(super) fn measure(&mut self, words: &[&str]) -> Answer {
        let word = words.first().ok_or("Which measure? `measures` shows the numbers.")?;
        let number = word.trim_start_matches('#').parse::<u32>().map_err(|_| format!("`{word}` is no number; `measures` shows them."))?;
        let list = self.measures_now();
        let measure =
            list.iter().find(|m| m.id == number).ok_or_else(|| format!("There is no measure {number}; `measures` shows them."))?;
        let (catalog, now) = (self.catalog(), self.game.simulation().now());
        let policy = &catalog[measure.policy];
        let settings = measure.settings_in(now);
        let speaker = Speaker { catalog, policy, settings, by: Some(measure.by) };
        let until = measure.until.map(|until| format!(" until {until}")).unwrap_or_default();
        let head = format!(
            "Measure {number} of {}: {} ({}), {} {}{until}.",
            phrases::region(catalog, measure.by),
            policy.name,
            catalog.word_of(measure.policy),
            if measure.since > now { "from" } else { "since" },
            measure.since
        );
        let mut text = wrap(&format!("{head}\n{}", speaker.measure()));
        if let Some(change) = measure.change.as_ref().filter(|change| change.from > now) {
            let later = Speaker { settings: &change.settings, ..speaker };
            text.push_str(&wrap(&format!("From {}: {}", change.from, later.measure())));
        }
        text.push_str(&settings_table(catalog, policy, "set to", |name| settings.get(name)));
        if measure.by == self.side {
            let name =
                policy.settings.keys().next().map_or_else(String::new, |_| format!("`order adjust {number} SETTING=VALUE` changes it, "));
            text.push_str(&sentence(&format!("{name}`order repeal {number}` ends it")));
            text.push('\n');
        }
        Ok(text)
    }
}

/// The settings of a policy with what they may be and what they are.
fn settings_table<'s>(catalog: &Catalog, policy: &Policy, now: &str, value: impl Fn(&str) -> Option<&'s Setting>) -> String {
    let row = |(name, rule): (&String, &SettingRule)| {
        let value = match value(name) {
            Some(Setting::Path(steps)) => {
                steps.iter().map(|(year, value)| format!("{year}: {}", phrases::in_unit(*value, &rule.unit))).collect::<Vec<_>>().join(", ")
            }
            Some(setting) => phrases::setting(catalog, setting, &rule.unit),
            None => String::new(),
        };
        vec![name.clone(), rule.name.clone(), range(rule), value]
    };
    let rows: Vec<Vec<String>> = policy.settings.iter().map(row).collect();
    if rows.is_empty() { String::new() } else { plain(&["setting", "", "may be", now], &rows, &[]) }
}

/// What a setting may be.
fn range(rule: &SettingRule) -> String {
    if rule.kind == SettingKind::Number {
        let label = if rule.unit == "M$ per kt" { "$/kg" } else { rule.unit.as_str() };
        let unit = if rule.unit == "share" || rule.unit.starts_with("share ") { String::new() } else { format!(" {label}") };
        let number = |value: f64| if unit.is_empty() { phrases::percent(value) } else { phrases::number(value) };
        return format!("{} to {}{unit}", number(rule.least), number(rule.most));
    }
    format!("a {}", rule.kind.label())
}

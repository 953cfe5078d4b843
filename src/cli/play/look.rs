//! Looking: reports by their names, boards, policies, help.

use super::commands::{self, COMMANDS};
use super::desk::{Answer, Desk};
use crate::cli::open::unknown;
use crate::cli::stress;
use crate::cli::table::{plain, wrap};
use crate::content::definitions::policies::{Field, Policy};
use crate::content::definitions::settings::{SettingKind, SettingRule};
use crate::content::diagnostics::nearest;
use crate::content::ids::{ItemKind, PolicyId};
use crate::orders::phrases;
use crate::orders::sentences::{Speaker, sentence};
use crate::reports::{self, Format, REPORTS};

impl Desk {
    /// A report by its name, or what was perhaps meant.
    pub(super) fn report(&self, name: &str, arguments: &[&str]) -> Answer {
        if !REPORTS.iter().any(|report| report.name == name) {
            let words = COMMANDS.iter().map(|command| command.name).chain(REPORTS.iter().map(|report| report.name));
            let hint = nearest(name, words).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("There is no command `{}`.{hint} `help` lists them all.", crate::content::diagnostics::clip(name)));
        }
        let words: Vec<&str> = std::iter::once(name).chain(arguments.iter().copied()).collect();
        let tables =
            reports::run_with(self.game.simulation(), self.game.memories(), &words).map_err(|error| sentence(&error.to_string()))?;
        Ok(reports::render(&tables, Format::Text))
    }

    pub(super) fn measures(&mut self, words: &[&str]) -> Answer {
        let own = self.catalog().word_of(self.side).to_owned();
        let words = if words.is_empty() { vec![own.as_str()] } else { words.to_vec() };
        self.report("policies", &words)
    }

    pub(super) fn firms(&mut self, words: &[&str]) -> Answer {
        let own = self.catalog().word_of(self.side).to_owned();
        let words = if words.is_empty() { vec![own.as_str()] } else { words.to_vec() };
        self.report("firms", &words)
    }

    pub(super) fn policies(&mut self, words: &[&str]) -> Answer {
        let catalog = self.catalog();
        let wanted = words.first().map(|word| word.to_lowercase());
        if let Some(word) = wanted.as_deref().filter(|word| Field::ALL.iter().all(|field| field.label() != *word)) {
            let fields: Vec<&str> = Field::ALL.iter().map(|field| field.label()).collect();
            return Err(format!("There is no field `{word}`. Fields: {}.", fields.join(", ")));
        }
        let open = |policy: &Policy| policy.who.is_empty() || policy.who.contains(&self.side);
        let mut text = String::new();
        for field in Field::ALL.iter().filter(|field| wanted.as_deref().is_none_or(|word| word == field.label())) {
            let of_field = catalog.all::<PolicyId>().filter(|(_, policy)| policy.field == *field && open(policy));
            let rows: Vec<Vec<String>> = of_field.map(|(id, policy)| vec![catalog.word_of(id).to_owned(), policy.name.clone()]).collect();
            if !rows.is_empty() {
                text.push_str(&format!("{}\n{}\n", sentence(field.label()).trim_end_matches('.'), plain(&[], &rows, &[])));
            }
        }
        Ok(text + "`policy ID` tells what one does; `order enact ID setting=value …` quotes it.")
    }

    pub(super) fn policy(&mut self, words: &[&str]) -> Answer {
        let word = words.first().ok_or("Which policy? `policies` lists them.")?;
        let id: PolicyId = self.item("policy", word)?;
        let catalog = self.catalog();
        let policy = &catalog[id];
        let speaker = Speaker { catalog, policy, settings: &crate::orders::Settings::new(), by: Some(self.side) };
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
        let row = |(name, rule): (&String, &SettingRule)| {
            let default = phrases::setting(catalog, &rule.default, &rule.unit);
            vec![name.clone(), rule.name.clone(), range(rule), default]
        };
        let rows: Vec<Vec<String>> = policy.settings.iter().map(row).collect();
        if !rows.is_empty() {
            text.push_str(&plain(&["setting", "", "may be", "default"], &rows, &[]));
        }
        Ok(text)
    }

    pub(super) fn stress(&mut self, words: &[&str]) -> Answer {
        let written = words.first().ok_or("Which trade? Write FROM:TO or FROM:TO:GOOD, such as china:us:anode_material.")?;
        let months = match words.get(1) {
            None => 12,
            Some(word) => word.parse().ok().filter(|n| (1..=120).contains(n)).ok_or("Say for how many months: 1 to 120.")?,
        };
        let cut = stress::parse(self.catalog(), written)?;
        let test = crate::lab::stress::stress(self.game.simulation(), &cut, months, |_| {})?;
        Ok(stress::text(self.catalog(), &cut, &test))
    }

    pub(super) fn help(&mut self, words: &[&str]) -> Answer {
        let Some(word) = words.first().map(|word| word.to_lowercase()) else { return Ok(overview()) };
        if let Some(command) = commands::find(&word) {
            let also = if command.also.is_empty() { String::new() } else { format!(" (also {})", command.also.join(", ")) };
            let head = format!("{} {}", command.name, command.usage);
            return Ok(format!("{}{also}\n{}\n{}", head.trim_end(), wrap(&sentence(command.about)), help_text(command.more)));
        }
        let report = REPORTS.iter().find(|report| report.name == word);
        match report {
            Some(report) => Ok(format!("{} {}\n{}\n", report.name, report.arguments, sentence(report.what))),
            None => self.report(&word, &[]),
        }
    }

    /// The item of a word.
    pub(super) fn item<I: crate::content::draft::ItemId>(&self, what: &str, word: &str) -> Result<I, String> {
        let catalog = self.catalog();
        let found = reports::lookup::find(catalog, I::KIND, word);
        found.map(I::of_index).ok_or_else(|| unknown(catalog, what, word, I::KIND))
    }
}

/// What a setting may be.
fn range(rule: &SettingRule) -> String {
    if rule.kind == SettingKind::Number {
        let unit = if rule.unit == "share" || rule.unit.starts_with("share ") { String::new() } else { format!(" {}", rule.unit) };
        let number = |value: f64| if unit.is_empty() { phrases::percent(value) } else { phrases::number(value) };
        return format!("{} to {}{unit}", number(rule.least), number(rule.most));
    }
    format!("a {}", rule.kind.label())
}

/// All commands and reports, a line each.
fn overview() -> String {
    let command = |c: &commands::Command| vec![format!("{} {}", c.name, c.usage), c.about.to_owned()];
    let orders: Vec<Vec<String>> = COMMANDS.iter().map(command).collect();
    let hidden = |name: &str| commands::find(name).is_some();
    let report = |r: &reports::Report| vec![format!("{} {}", r.name, r.arguments), r.what.to_owned()];
    let looks: Vec<Vec<String>> = REPORTS.iter().filter(|r| !hidden(r.name)).map(report).collect();
    format!("Reports\n{}\nCommands\n{}\n`help COMMAND` tells more.\n", plain(&[], &looks, &[]), plain(&[], &orders, &[]))
}

/// Longer help: lines that are set already stay as they are.
fn help_text(more: &str) -> String {
    if more.contains('\n') { more.to_owned() } else { wrap(more) }
}

/// Words of all items of a kind, for completion.
pub(super) fn words_of(desk: &Desk, kind: ItemKind) -> Vec<String> {
    desk.catalog().ids.of(kind).iter().map(|known| known.word().to_owned()).collect()
}

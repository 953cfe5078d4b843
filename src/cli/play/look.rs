//! Looking: reports by their names, stress tests, ids, help.

use super::commands::{self, COMMANDS};
use super::desk::{Answer, Desk};
use crate::cli::open::unknown;
use crate::cli::stress;
use crate::cli::table::{self, plain, wrap};
use crate::content::diagnostics::{clip, nearest};
use crate::content::ids::ItemKind;
use crate::orders::sentences::sentence;
use crate::reports::{self, REPORTS, alike};

/// Kinds of items that orders and reports name.
const NAMED: &[(&str, ItemKind)] = &[
    ("goods", ItemKind::Good),
    ("processes", ItemKind::Process),
    ("technologies", ItemKind::Technology),
    ("chemistries", ItemKind::Chemistry),
    ("regions", ItemKind::Region),
    ("firms", ItemKind::Firm),
    ("policies", ItemKind::Policy),
    ("sites", ItemKind::Site),
];

impl Desk {
    /// A report by its name, or what was perhaps meant.
    pub(super) fn report(&self, name: &str, arguments: &[&str]) -> Answer {
        if !REPORTS.iter().any(|report| report.name == name) {
            let words = COMMANDS.iter().map(|command| command.name).chain(REPORTS.iter().map(|report| report.name));
            let hint = nearest(name, words).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("There is no command `{}`.{hint} `help` lists them all.", crate::content::diagnostics::clip(name)));
        }
        let words: Vec<&str> = std::iter::once(name).chain(arguments.iter().copied()).collect();
        let dossiers = self.game.dossiers(Some(self.side));
        let view = reports::View::new(self.game.simulation()).remembering(self.game.memories()).knowing(&dossiers);
        let tables = reports::run_with(view, &words).map_err(|error| sentence(&error.to_string()))?;
        Ok(table::answer(&tables))
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

    pub(super) fn stress(&mut self, words: &[&str]) -> Answer {
        let written = words.first().ok_or("Which trade? Write FROM:TO or FROM:TO:GOOD, such as china:us:anode_material.")?;
        let months = match words.get(1) {
            None => 12,
            Some(word) => word.parse().ok().filter(|n| (1..=120).contains(n)).ok_or("Say for how many months: 1 to 120.")?,
        };
        let cut = stress::parse(self.catalog(), written)?;
        let test = crate::lab::stress::stress(self.game.simulation(), &cut, stress::seen_from(self.catalog(), &cut), months, |_| {})?;
        let waits = self.game.seat(self.side).is_some_and(|seat| !seat.outbox.is_empty());
        let apart = if waits { "The orders in the outbox are not given in it.\n" } else { "" };
        Ok(stress::text(self.catalog(), &cut, &test) + apart)
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
            Some(report) => {
                let more = if report.name == "why" {
                    "`why` alone lists the figures."
                } else {
                    "Words may come in any order; `ids WORD` finds them."
                };
                let more = if report.arguments.is_empty() { "" } else { more };
                Ok(format!("{} {}\n{}\n{more}\n", report.name, report.arguments, sentence(report.what)))
            }
            None => self.report(&word, &[]),
        }
    }

    /// Ids that a word stands in, or all of a kind.
    pub(super) fn ids(&mut self, words: &[&str]) -> Answer {
        let catalog = self.catalog();
        let labels = || NAMED.iter().map(|(plural, _)| *plural).collect::<Vec<_>>().join(", ");
        let word = words
            .first()
            .map(|word| word.to_lowercase())
            .ok_or_else(|| format!("Ids of what? Write a part of a name, or {}.", labels()))?;
        let mut rows = Vec::new();
        for (plural, kind) in NAMED {
            let all = *plural == word || kind.label() == word;
            // Sites are many and hardly ever named; they are shown where nothing else fits.
            let found = match kind {
                _ if all => (0..catalog.ids.of(*kind).len()).collect(),
                ItemKind::Site if !rows.is_empty() => Vec::new(),
                _ => alike::holding(catalog, *kind, &word),
            };
            rows.extend(found.into_iter().map(|at| {
                let full = reports::lookup::name(catalog, *kind, at).to_owned();
                vec![kind.label().to_owned(), catalog.word(*kind, at).to_owned(), full]
            }));
        }
        if rows.is_empty() {
            return Err(format!("No id or name holds `{}`. `ids KIND` lists all of a kind: {}.", clip(&word), labels()));
        }
        Ok(plain(&["kind", "id", "name"], &rows, &[]))
    }

    /// The item of a word.
    pub(super) fn item<I: crate::content::draft::ItemId>(&self, what: &str, word: &str) -> Result<I, String> {
        let catalog = self.catalog();
        let found = reports::lookup::find(catalog, I::KIND, word);
        found.map(I::of_index).ok_or_else(|| {
            let text = unknown(catalog, what, word, I::KIND);
            // Where nothing is alike and all are too many to name, the list is a word away.
            let list = match I::KIND {
                ItemKind::Policy => Some("policies".to_owned()),
                ItemKind::Event => Some("agenda".to_owned()),
                kind => NAMED.iter().find(|(_, named)| *named == kind).map(|(label, _)| format!("ids {label}")),
            };
            match list.filter(|_| text.ends_with(&format!("`{}`.", clip(word)))) {
                Some(list) => format!("{text} `{list}` lists all."),
                None => text,
            }
        })
    }
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

//! What Tab offers: commands and reports first, then the ids that may follow them.

use rustyline::completion::Completer;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};

use super::commands::{self, COMMANDS};
use super::desk::Desk;
use super::look::words_of;
use crate::content::ids::ItemKind;
use crate::reports::{Accepts, REPORTS};

/// Words by what stands before them.
#[derive(Default)]
pub(super) struct Words {
    first: Vec<String>,
    after: Vec<(String, Vec<String>)>,
    /// Settings of each policy, written `name=`.
    settings: Vec<(String, Vec<String>)>,
}

impl Words {
    /// The words of a level.
    pub(super) fn of(desk: &Desk) -> Self {
        let mut words = Self::default();
        let ids = |kinds: &[ItemKind]| kinds.iter().flat_map(|kind| words_of(desk, *kind)).collect::<Vec<_>>();
        for command in COMMANDS {
            let mut following = ids(command.kinds);
            following.extend(command.words.iter().map(|word| (*word).to_owned()));
            words.after.push((command.name.to_owned(), following));
        }
        for report in REPORTS.iter().filter(|report| commands::find(report.name).is_none()) {
            let kinds: Vec<ItemKind> =
                report.accepts.iter().filter_map(|a| if let Accepts::Item(kind) = a { Some(*kind) } else { None }).collect();
            words.after.push((report.name.to_owned(), ids(&kinds)));
        }
        words.first = words.after.iter().map(|(name, _)| name.clone()).collect();
        let catalog = desk.catalog();
        for (id, policy) in catalog.all::<crate::content::ids::PolicyId>() {
            let settings = policy.settings.keys().map(|name| format!("{name}=")).collect();
            words.settings.push((catalog.word_of(id).to_owned(), settings));
        }
        words
    }

    /// Words that may stand at the end of `line`, and where that word begins.
    pub(super) fn fitting(&self, line: &str) -> (usize, Vec<String>) {
        let start = line.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let (before, begun) = line.split_at(start);
        let said: Vec<&str> = before.split_whitespace().collect();
        let value = begun.rfind('=').map(|at| at + 1);
        let (start, begun) = value.map_or((start, begun), |at| (start + at, &begun[at..]));
        let of = |list: &[String]| list.iter().filter(|word| word.starts_with(begun)).cloned().collect::<Vec<_>>();
        let named = |lists: &[(String, Vec<String>)], name: &str| {
            lists.iter().find(|(word, _)| word == name).map_or_else(Vec::new, |(_, list)| of(list))
        };
        let mut fitting = match said[..] {
            [] => of(&self.first),
            ["help"] => of(&self.first),
            ["order" | "o", "enact", policy, ..] if value.is_none() => named(&self.settings, policy),
            [first, ..] => {
                let name = commands::find(first).map_or(first, |command| command.name);
                named(&self.after, name)
            }
        };
        fitting.sort();
        fitting.dedup();
        (start, fitting)
    }
}

impl Completer for Words {
    type Candidate = String;

    fn complete(&self, line: &str, position: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let (start, mut words) = self.fitting(line.get(..position).unwrap_or(line));
        if let [only] = &mut words[..]
            && !only.ends_with('=')
        {
            only.push(' ');
        }
        Ok((start, words))
    }
}

impl Hinter for Words {
    type Hint = String;
}

impl Highlighter for Words {}
impl Validator for Words {}
impl Helper for Words {}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let list = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        Words {
            first: list(&["market", "measures", "order"]),
            after: vec![("market".to_owned(), list(&["lfp_cell", "lfp_cathode", "us"])), ("order".to_owned(), list(&["enact", "cells"]))],
            settings: vec![("tariff".to_owned(), list(&["rate=", "stage="]))],
        }
    }

    #[test]
    fn what_may_follow_depends_on_what_stands_before() {
        let fitting = |line: &str| words().fitting(line);
        assert_eq!(fitting("m").1, ["market", "measures"]);
        assert_eq!(fitting("market lfp_c"), (7, vec!["lfp_cathode".to_owned(), "lfp_cell".to_owned()]));
        assert_eq!(fitting("o en").1, ["enact"]);
        assert_eq!(fitting("order enact tariff r").1, ["rate="]);
        assert_eq!(fitting("order enact tariff stage=c"), (25, vec!["cells".to_owned()]));
        assert!(fitting("nothing x").1.is_empty());
    }
}

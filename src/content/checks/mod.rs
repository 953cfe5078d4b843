//! What a pack means, beyond its form: every rule that needs more than one field to judge.

mod balance;
mod chain;
mod conditions;
mod cycles;
mod diplomacy;
mod doctrines;
mod events;
mod level;
mod market;
mod places;
mod policies;
mod politics;
mod words;

use super::diagnostics::{Problem, Problems};
use super::draft::{Draft, ItemId};
use super::drivers::Drivers;
use super::edit;
use super::ids::{Ids, ItemKind, ScenarioId};
use super::merge::Merged;
use super::syntax::{Node, Span};

/// Sums of shares may miss 1 by this much, because shares are written with few digits.
const ROUNDING: f64 = 0.005;

/// What a check can see, and where it reports.
struct Check<'a> {
    draft: &'a Draft,
    merged: &'a Merged,
    ids: &'a Ids,
    drivers: &'a Drivers,
    problems: &'a mut Problems,
}

impl<'a> Check<'a> {
    /// The usable items of a kind.
    fn items<I: ItemId>(&self) -> impl Iterator<Item = (I, &'a I::Item)> + use<'a, I> {
        let list = I::drafted(self.draft);
        list.iter().enumerate().filter_map(|(index, item)| item.as_ref().map(|item| (I::of_index(index), item)))
    }

    /// An item, if it is usable.
    fn get<I: ItemId>(&self, id: I) -> Option<&'a I::Item> {
        I::drafted(self.draft).get(id.at()).and_then(Option::as_ref)
    }

    fn word<I: ItemId>(&self, id: I) -> &'a str {
        self.ids.of(I::KIND).get(id.at()).map_or("", |known| known.word())
    }

    /// The tree of an item.
    fn node<I: ItemId>(&self, id: I) -> Option<&'a Node> {
        self.merged.of(I::KIND).get(self.word(id)).map(|item| &item.node)
    }

    /// Where a field of an item is written; the next larger piece if the field has its default.
    fn place<I: ItemId>(&self, id: I, path: &[&str]) -> Span {
        let Some(item) = self.merged.of(I::KIND).get(self.word(id)) else { return Span::default() };
        let found = (1..=path.len()).rev().find_map(|length| edit::find(&item.node, &path[..length]));
        found.map_or(item.span, |node| node.span)
    }

    /// A problem at a field of an item. If another pack changed that field, the change is shown too.
    fn problem<I: ItemId>(&self, code: &'static str, id: I, path: &[&str], message: String, help: &str) -> Problem {
        let place = self.place(id, path);
        let mut problem = Problem::error(code, place, message);
        if !help.is_empty() {
            problem = problem.help(help.to_owned());
        }
        match self.changed(id, path.first().copied()) {
            Some((pack, span)) if span.file != place.file => problem.related(span, format!("changed by pack `{pack}`")),
            _ => problem,
        }
    }

    /// The last pack that changed a field of an item, and where.
    fn changed<I: ItemId>(&self, id: I, field: Option<&str>) -> Option<(&'a str, Span)> {
        let item = self.merged.of(I::KIND).get(self.word(id))?;
        let about = |path: &[String]| path.is_empty() || field.is_none() || path.first().map(String::as_str) == field;
        item.history.iter().rev().find(|step| about(&step.path)).map(|step| (step.pack.as_str(), step.span))
    }

    /// Reports an error at a field of an item.
    fn error<I: ItemId>(&mut self, code: &'static str, id: I, path: &[&str], message: String, help: &str) {
        self.problems.push(self.problem(code, id, path, message, help));
    }

    /// Reports a warning at a field of an item.
    fn warn<I: ItemId>(&mut self, code: &'static str, id: I, path: &[&str], message: String, help: &str) {
        self.problems.push(self.problem(code, id, path, message, help).only_warn());
    }

    /// Reports shares that add up to more than 1, or, if `all` is true, to anything else.
    fn shares<I: ItemId>(&mut self, id: I, field: &str, shares: impl Iterator<Item = f64>, sum_is: SumIs) {
        let sum: f64 = shares.sum();
        let (wrong, wanted) = match sum_is {
            SumIs::One => ((sum - 1.0).abs() > ROUNDING, "they must add up to 1"),
            SumIs::AtMostOne => (sum > 1.0 + ROUNDING, "they may not add up to more than 1"),
        };
        if wrong {
            let message = format!("the shares of `{field}` in `{}` add up to {}", self.word(id), rounded(sum));
            self.error("E0611", id, &[field], message, wanted);
        }
    }

    /// Reports every second item that is about the same thing, such as two states of one good.
    fn once<I: ItemId, K: Ord>(&mut self, field: &str, what: &str, key: impl Fn(&I::Item) -> K) {
        let mut seen = std::collections::BTreeMap::new();
        for (id, item) in self.items::<I>() {
            let Some(first) = seen.insert(key(item), id) else { continue };
            let message = format!("`{}` and `{}` are both about {what}", self.word(first), self.word(id));
            let problem = Problem::error("E0612", self.place(id, &[field]), message);
            let problem = problem.related(self.place(first, &[field]), "the other one".to_owned());
            self.problems.push(problem.help("keep one of the two".to_owned()));
        }
    }

    /// Whether a kind has no item at all, and none was lost to a mistake.
    fn lacks(&self, kind: ItemKind) -> bool {
        self.ids.of(kind).is_empty() && !self.ids.any_broken(kind)
    }
}

/// What shares must add up to.
#[derive(Clone, Copy)]
enum SumIs {
    One,
    AtMostOne,
}

/// A number for a message: four digits after the point at most.
fn rounded(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// Runs every check. Returns the number of the scenario to be played, if `scenario_pack` has one.
pub fn run(
    draft: &Draft,
    merged: &Merged,
    ids: &Ids,
    drivers: &Drivers,
    scenario_pack: Option<&str>,
    problems: &mut Problems,
) -> Option<usize> {
    let mut check = Check { draft, merged, ids, drivers, problems };
    words::check(&mut check);
    chain::check(&mut check);
    balance::check(&mut check);
    cycles::check(&mut check);
    places::check(&mut check);
    policies::check(&mut check);
    market::check(&mut check);
    politics::check(&mut check);
    doctrines::check(&mut check);
    conditions::check(&mut check);
    events::out_of_reach(&mut check);
    diplomacy::check(&mut check);
    let scenario = scenario_pack.and_then(|pack| level::scenario_of(&mut check, pack));
    let played = scenario.and_then(|id| check.get(id));
    events::check(&mut check, played);
    level::check(&mut check, scenario_pack, scenario);
    scenario.map(ScenarioId::at)
}

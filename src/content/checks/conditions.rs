//! Conditions that say nothing: they hold in every world or in none, by what their gauges can read.

use super::super::definitions::gauges::{Happened, Mark};
use super::super::definitions::policies::Condition;
use super::super::draft::ItemId;
use super::super::ids::PolicyId;
use super::Check;

pub(super) fn check(check: &mut Check<'_>) {
    for (id, policy) in check.items::<PolicyId>() {
        of_list(check, id, &["needs"], &policy.needs);
    }
}

/// Checks the conditions that stand at `path` of an item.
pub(super) fn of_list<I: ItemId>(check: &mut Check<'_>, id: I, path: &[&str], list: &[Condition]) {
    for (number, condition) in list.iter().enumerate() {
        let number = number.to_string();
        let path: Vec<&str> = path.iter().copied().chain([number.as_str()]).collect();
        one(check, id, &path, condition);
    }
}

/// Checks a condition that stands at `path` of an item.
pub(super) fn one<I: ItemId>(check: &mut Check<'_>, id: I, path: &[&str], condition: &Condition) {
    if let Condition::All(e) | Condition::Any(e) | Condition::None(e) = condition {
        let path: Vec<&str> = path.iter().copied().chain(["of"]).collect();
        if e.of.is_empty() {
            check.warn("W0632", id, &path, "this list of conditions is empty".to_owned(), "name conditions, or take the list away");
        }
        of_list(check, id, &path, &e.of);
        return;
    }
    if let Condition::Happened(e) = condition {
        answered(check, id, path, e);
    }
    if let (Some(holds), Condition::AtLeast(mark) | Condition::Below(mark)) = (settled(condition), condition) {
        let (least, most) = mark.gauge.range();
        let message = format!("this condition {} holds", if holds { "always" } else { "never" });
        let help = format!("the gauge reads from {least} to {most}; it is held against {}", mark.value);
        check.warn("W0632", id, path, message, &help);
    }
}

fn answered<I: ItemId>(check: &mut Check<'_>, id: I, path: &[&str], e: &Happened) {
    let (Some(number), Some(event)) = (e.answer, check.get(e.event)) else { return };
    if number as usize >= event.answers.len() {
        let message = format!("`{}` has {} answers, and no number {number}", check.word(e.event), event.answers.len());
        check.error("E0630", id, path, message, "answers are counted from 0");
    }
}

/// Whether a condition holds always or never, if its gauges' ranges decide it.
pub(super) fn settled(condition: &Condition) -> Option<bool> {
    match condition {
        Condition::AtLeast(Mark { gauge, value }) => settled_at_least(gauge.range(), *value),
        Condition::Below(Mark { gauge, value }) => settled_at_least(gauge.range(), *value).map(|holds| !holds),
        Condition::All(e) => joined(&e.of, false),
        Condition::Any(e) => joined(&e.of, true),
        Condition::None(e) => joined(&e.of, true).map(|holds| !holds),
        _ => None,
    }
}

/// What a list comes to if one `decisive` member decides it.
fn joined(list: &[Condition], decisive: bool) -> Option<bool> {
    let mut open = false;
    for condition in list {
        match settled(condition) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => open = true,
        }
    }
    (!open).then_some(!decisive)
}

fn settled_at_least((least, most): (f64, f64), value: f64) -> Option<bool> {
    if value <= least {
        Some(true)
    } else if value > most {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::settled_at_least;

    #[test]
    fn a_range_settles_what_lies_outside_of_it() {
        let inside = (0.0, 100.0);
        assert_eq!([0.0, 50.0, 100.0, 101.0].map(|value| settled_at_least(inside, value)), [Some(true), None, None, Some(false)]);
    }
}

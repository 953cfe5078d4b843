//! Names that a player reads: there, and short enough for their place.

use super::super::diagnostics::Problem;
use super::super::ids::KINDS;
use super::Check;

const MOST_NAME_LETTERS: usize = 80;
const MOST_SHORT_LETTERS: usize = 12;

pub(super) fn check(check: &mut Check<'_>) {
    for &kind in KINDS {
        for item in check.merged.of(kind).values() {
            for (field, most) in [("name", MOST_NAME_LETTERS), ("short", MOST_SHORT_LETTERS)] {
                let Some(node) = item.node.field(field) else { continue };
                let Some(text) = node.text() else { continue };
                let letters = text.chars().count();
                let message = if text.trim().is_empty() {
                    format!("`{field}` is empty")
                } else if letters > most {
                    format!("`{field}` has {letters} letters; there is room for {most}")
                } else if text.trim() != text || text.contains('\n') {
                    format!("`{field}` begins or ends with a space, or has more than one line")
                } else {
                    continue;
                };
                check.problems.push(Problem::error("E0613", node.span, message));
            }
        }
    }
}

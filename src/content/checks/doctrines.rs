//! Doctrines: each wants something.

use super::super::ids::DoctrineId;
use super::Check;

pub(super) fn check(check: &mut Check<'_>) {
    for (id, doctrine) in check.items::<DoctrineId>() {
        if !doctrine.aims.values().any(|weight| *weight > 0.0) {
            let message = format!("the doctrine `{}` wants nothing: no aim weighs more than 0", check.word(id));
            check.error("E0637", id, &["aims"], message, "give at least one aim a weight above 0");
        }
    }
}

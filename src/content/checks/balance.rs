//! Mass: no process may make more of an element than goes into it.

use super::super::definitions::chain::{Amount, Element, Process};
use super::super::ids::{GoodId, ProcessId};
use super::{Check, rounded};

/// Amounts are written with few digits; a gain within this share of the whole is rounding.
const TOLERANCE: f64 = 1e-6;

pub(super) fn check(check: &mut Check<'_>) {
    for (id, process) in check.items::<ProcessId>() {
        let mut yields: Vec<f64> = process.yield_share.at.values().copied().chain([process.yield_share.all]).collect();
        yields.sort_by(f64::total_cmp);
        // A better yield takes less in, but rejects less too; one of the ends is the strictest.
        for &element in Element::ALL {
            let sides = [yields.first(), yields.last()].into_iter().flatten();
            let Some(sides) = sides.map(|y| sides_of(check, process, element, *y)).collect::<Option<Vec<_>>>() else { break };
            let worst = sides.into_iter().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)));
            if let Some((inside, outside)) = worst.filter(|(inside, outside)| outside - inside > TOLERANCE * outside.max(*inside)) {
                report(check, id, element, inside, outside);
            }
        }
    }
}

/// Kilotonnes of an element going in and coming out per unit of output; None if a good is not usable.
fn sides_of(check: &Check<'_>, process: &Process, element: Element, yield_share: f64) -> Option<(f64, f64)> {
    let content = |good: GoodId| Some(check.get(good)?.contains_kt.get(&element).copied().unwrap_or(0.0));
    let total = |amounts: &[Amount]| amounts.iter().map(|amount| Some(amount.units * content(amount.good)?)).sum::<Option<f64>>();
    let mined = process.mined_kt.get(&element).copied().unwrap_or(0.0);
    let rejected = match process.rejects {
        Some(good) => (1.0 / yield_share - 1.0) * content(good)?,
        None => 0.0,
    };
    let inside = total(&process.inputs)? / yield_share + mined;
    Some((inside, content(process.makes)? + total(&process.byproducts)? + rejected))
}

fn report(check: &mut Check<'_>, id: ProcessId, element: Element, inside: f64, outside: f64) {
    let digits = |value: f64| if value < 0.01 { format!("{value:.6}") } else { rounded(value).to_string() };
    let message = format!(
        "`{}` makes {} out of nothing: {} kt in, {} kt out per unit",
        check.word(id),
        element.label(),
        digits(inside),
        digits(outside)
    );
    let help = "raise the inputs, or lower `contains_kt` of what comes out, by-products and rejects included";
    let mut problem = check.problem("E0601", id, &["inputs"], message, help);
    if let (None, Some(process)) = (&problem.related, check.get(id)) {
        let goods =
            process.inputs.iter().chain(&process.byproducts).map(|amount| amount.good).chain([process.makes]).chain(process.rejects);
        let changed = goods.filter_map(|good| check.changed(good, Some("contains_kt"))).next();
        problem.related = changed.map(|(pack, span)| (span, format!("changed by pack `{pack}`")));
    }
    check.problems.push(problem);
}

//! Why a figure that can be asked for is not there in this world, and what to ask instead.

use super::super::view::View;
use super::FigureKey;
use crate::content::ids::{FirmId, ItemKind, ProcessId, RegionId};
use crate::orders::phrases::months;

/// Others of the same kind that are named at most.
const MOST: usize = 4;

/// A sentence without its full stop: what is missing, and which figures of the kind there are.
pub(super) fn why(view: &View<'_>, key: &FigureKey) -> String {
    match key {
        FigureKey::Npv { firm, process, region } => npv(view, *firm, *process, *region),
        FigureKey::CarShare { firm, region } | FigureKey::CarPrice { firm, region, .. } | FigureKey::PackCost { firm, region } => {
            maker(view, key, *firm, *region)
        }
        _ => {
            let all = super::all(view);
            let asked = key.words(view);
            let shared = |other: &FigureKey| asked.split(' ').filter(|word| other.words(view).split(' ').any(|w| w == *word)).count();
            let mut like: Vec<&FigureKey> = all.iter().filter(|k| std::mem::discriminant(*k) == std::mem::discriminant(key)).collect();
            like.sort_by_key(|other| std::cmp::Reverse(shared(other)));
            with_others(format!("there is nothing of the kind behind `{asked}` now"), view, like.into_iter())
        }
    }
}

/// The sentence with figures of the kind that can be asked for.
fn with_others<'k>(text: String, view: &View<'_>, others: impl Iterator<Item = &'k FigureKey>) -> String {
    let list: Vec<String> = others.take(MOST).map(|key| format!("`why {}`", key.words(view))).collect();
    if list.is_empty() { text } else { format!("{text}; there is {}", list.join(", ")) }
}

/// A firm that has not weighed something: what it did weigh, and who did.
fn npv(view: &View<'_>, firm: FirmId, process: ProcessId, region: RegionId) -> String {
    let what = &view.catalog.processes[process.index()].name;
    let mut verdicts: Vec<_> = view.pipeline.verdicts.iter().filter(|v| v.npv.is_finite()).collect();
    if verdicts.is_empty() {
        return "no firm has weighed a plant yet: firms look once a quarter; end a quarter and ask again".to_owned();
    }
    // Nearest first: the same firm elsewhere, then others there.
    verdicts.sort_by_key(|v| (v.firm != firm, v.process != process, v.region != region));
    let near = verdicts.iter().filter(|v| v.firm == firm || (v.process, v.region) == (process, region));
    let keys: Vec<FigureKey> = near.map(|v| FigureKey::Npv { firm: v.firm, process: v.process, region: v.region }).collect();
    let text = format!(
        "{} has not weighed “{what}” in {}: once a quarter a firm looks at what it runs there and at the most promising places abroad",
        view.firm(firm),
        view.there(region)
    );
    let text = with_others(text, view, keys.iter());
    if keys.is_empty() { format!("{text}; `pipeline {}` shows who weighs what", view.word(ItemKind::Region, region.index())) } else { text }
}

/// A firm that makes or sells no such cars.
fn maker(view: &View<'_>, key: &FigureKey, firm: FirmId, region: RegionId) -> String {
    let (who, there) = (view.firm(firm), view.there(region));
    let Some(index) = view.cars.maker(firm) else {
        return format!("{who} is no automaker; `makers` lists them");
    };
    let presence = view.cars.presence(index, region, view.facts.regions);
    let text = match key {
        FigureKey::PackCost { .. } => format!("{who} builds no cars with a plug in {there}"),
        _ if presence.certified_in > 0 => {
            return format!("{who} does not sell in {there} yet: its models are certified in {}", months(presence.certified_in));
        }
        FigureKey::CarPrice { powertrain, .. } if presence.selling => {
            format!("{who} offers no car of kind {} in {there}", powertrain.word())
        }
        _ => format!("{who} sells no cars in {there}"),
    };
    let all = super::all(view);
    let like = all.iter().filter(|k| std::mem::discriminant(*k) == std::mem::discriminant(key));
    let own = |k: &&FigureKey| match k {
        FigureKey::CarShare { firm: f, .. } | FigureKey::CarPrice { firm: f, .. } | FigureKey::PackCost { firm: f, .. } => *f == firm,
        _ => false,
    };
    with_others(text, view, like.filter(own))
}

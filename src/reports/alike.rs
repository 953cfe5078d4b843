//! What a person perhaps meant by a word that is no id: near spellings, parts of names, initials, what a process makes.

use super::lookup::name;
use crate::content::Catalog;
use crate::content::diagnostics::nearest;
use crate::content::ids::{ItemKind, Known};

/// The most words that are offered.
const MOST: usize = 4;
/// Kinds with no more items than this are listed when nothing fits.
const FEW: usize = 24;
/// Letters that a part of a word needs to count as shared.
const PART: usize = 3;

/// Ids of a kind that a word may mean, the likeliest first. A word misspelled by a letter or two has one.
#[must_use]
pub fn alike<'c>(catalog: &'c Catalog, kind: ItemKind, word: &str) -> Vec<&'c str> {
    let word = word.to_lowercase();
    let near = nearest(&word, catalog.ids.of(kind).iter().map(Known::word));
    let slips = word.chars().count() / 4;
    if let Some(near) = near.filter(|near| strsim::damerau_levenshtein(&word, near) <= slips.clamp(1, 3) && word.len() >= 5) {
        return vec![near];
    }
    let score = |at: usize| {
        if near == Some(catalog.word(kind, at)) { likeness(catalog, kind, at, &word).max(3) } else { likeness(catalog, kind, at, &word) }
    };
    let mut fitting: Vec<(usize, usize)> =
        (0..catalog.ids.of(kind).len()).map(|at| (score(at), at)).filter(|(score, _)| *score > 0).collect();
    fitting.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let best = fitting.first().map_or(0, |(score, _)| *score);
    // A shared part says little where a whole word fits.
    fitting.iter().filter(|(score, _)| *score * 2 > best).take(MOST).map(|(_, at)| catalog.word(kind, *at)).collect()
}

/// Ids of a kind in whose id or name, or whose product's, a word stands.
#[must_use]
pub fn holding(catalog: &Catalog, kind: ItemKind, word: &str) -> Vec<usize> {
    let word = word.to_lowercase();
    (0..catalog.ids.of(kind).len()).filter(|at| likeness(catalog, kind, *at, &word) >= WHOLE).collect()
}

/// “Did you mean …?”, or all there are if they are few; nothing if neither helps.
#[must_use]
pub fn hint(catalog: &Catalog, kind: ItemKind, word: &str) -> String {
    let quoted = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
    let either = |words: &[String]| match words {
        [one] => one.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
        [] => String::new(),
    };
    let meant = alike(catalog, kind, word);
    let all: Vec<&str> = catalog.ids.of(kind).iter().map(Known::word).collect();
    match meant.as_slice() {
        [] if all.len() <= FEW => format!(" There are {}.", all.join(", ")),
        [] => String::new(),
        words => format!(" Did you mean {}?", either(&quoted(words))),
    }
}

/// Likeness from which on the whole word stands in what belongs to an item.
const WHOLE: usize = 4;

/// How well a word in small letters fits an item: 6 in its id, 5 in its name, 4 in what it makes or serves or as its
/// initials, else a point for each part that both share.
fn likeness(catalog: &Catalog, kind: ItemKind, at: usize, word: &str) -> usize {
    let id = catalog.word(kind, at);
    let name = name(catalog, kind, at).to_lowercase();
    if word.chars().count() < 2 {
        return 0;
    }
    if id.contains(word) {
        return 6;
    }
    if name.contains(&word.replace('_', " ")) {
        return 5;
    }
    let about = about(catalog, kind, at);
    let initials: String = id.split('_').filter_map(|part| part.chars().next()).collect();
    if about.iter().any(|other| other.contains(word)) || (initials == word && word.len() > 2) {
        return WHOLE;
    }
    let parts = |text: &str| text.split(['_', ' ', '-']).filter(|part| part.len() >= PART).map(str::to_owned).collect::<Vec<_>>();
    let known: Vec<String> = parts(id).into_iter().chain(parts(&name)).chain(about.iter().flat_map(|other| parts(other))).collect();
    parts(word).iter().filter(|part| known.contains(part)).count().min(WHOLE - 1)
}

/// Ids of what belongs to an item: the good of a process, the processes of a technology.
fn about(catalog: &Catalog, kind: ItemKind, at: usize) -> Vec<String> {
    match kind {
        ItemKind::Process => {
            let good = catalog.processes[at].makes.index();
            vec![catalog.word(ItemKind::Good, good).to_owned(), catalog.goods[good].name.to_lowercase()]
        }
        ItemKind::Technology => {
            let of_it = (0..catalog.processes.len()).filter(|p| catalog.processes[*p].technology.index() == at);
            of_it.map(|p| catalog.word(ItemKind::Process, p).to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::load::load_packs;
    use crate::content::packs;

    #[test]
    #[expect(clippy::expect_used, reason = "a test may stop at what should not happen")]
    fn a_word_of_the_trade_finds_its_id() {
        let catalog = load_packs(&packs::discover(), Some("battery_race")).catalog.expect("the level has no errors");
        for (kind, word, meant) in [
            (ItemKind::Good, "lithium_carbonat", "lithium_carbonate"),
            (ItemKind::Good, "anode", "anode_material"),
            (ItemKind::Region, "eu", "europe"),
            (ItemKind::Technology, "dle", "direct_lithium_extraction"),
            (ItemKind::Technology, "lfp", "iron_cathode"),
            (ItemKind::Process, "lithium_brine", "brine_extraction"),
            (ItemKind::Process, "lfp_cell", "lfp_cell_production"),
            (ItemKind::Policy, "tarif", "good_tariff"),
        ] {
            assert!(alike(&catalog, kind, word).contains(&meant), "{word}: {:?}", alike(&catalog, kind, word));
        }
        assert!(alike(&catalog, ItemKind::Good, "zzz").is_empty());
        assert!(hint(&catalog, ItemKind::Chemistry, "zzz").starts_with(" There are "));
    }
}

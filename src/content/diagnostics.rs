//! What is wrong in a pack, where, and what to write instead. How problems are drawn is in `content::render`.

use super::ids::ItemKind;
use super::syntax::Span;
use std::collections::BTreeMap;

/// Problems that one load keeps; later ones are only counted.
pub const MOST_PROBLEMS: usize = 2_000;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The item cannot be used.
    Error,
    /// The item is used, but probably not as meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word in front of a message.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One problem at one place.
#[derive(Clone, Debug)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable code, such as `E0203`.
    pub code: &'static str,
    /// Where it is; none for a whole file or folder.
    pub span: Option<Span>,
    /// The file or folder, where no place in a text can be given.
    pub path: Option<String>,
    /// One sentence in a modder's words.
    pub message: String,
    /// What to write instead.
    pub help: Vec<String>,
    /// A second place that belongs to it, with what is there.
    pub related: Option<(Span, String)>,
}

impl Problem {
    /// An error at `span`.
    #[must_use]
    pub fn error(code: &'static str, span: Span, message: String) -> Self {
        Self { severity: Severity::Error, code, span: Some(span), path: None, message, help: Vec::new(), related: None }
    }

    /// A warning at `span`.
    #[must_use]
    pub fn warning(code: &'static str, span: Span, message: String) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// A note at `span`.
    #[must_use]
    pub fn note(code: &'static str, span: Span, message: String) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, span, message) }
    }

    /// An error about a whole file or folder.
    #[must_use]
    pub fn about(code: &'static str, path: &str, message: String) -> Self {
        let path = Some(path.to_owned());
        Self { severity: Severity::Error, code, span: None, path, message, help: Vec::new(), related: None }
    }

    /// The same problem, only a warning.
    #[must_use]
    pub fn only_warn(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: String) -> Self {
        self.help.push(help);
        self
    }

    /// Adds "did you mean", if one of `known` is near to `word`.
    #[must_use]
    pub fn suggest<'k>(self, word: &str, known: impl Iterator<Item = &'k str>) -> Self {
        match nearest(word, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds a second place.
    #[must_use]
    pub fn related(mut self, span: Span, what: String) -> Self {
        self.related = Some((span, what));
        self
    }
}

/// The known word that somebody who wrote `word` most likely meant: a few letters off, other capitals, or, if only one
/// word begins like it, another ending (`capex` for `capex_musd_per_unit`).
#[must_use]
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let length = word.chars().count();
    if length == 0 || length > 80 {
        return None;
    }
    let limit = if length < 4 { 1 } else { (length / 3).max(2) };
    let lower = word.to_lowercase();
    let mut close: Option<(usize, &str)> = None;
    let mut akin: Vec<&str> = Vec::new();
    for candidate in known {
        let other = candidate.to_lowercase();
        if other.chars().count().abs_diff(length) <= limit {
            let distance = strsim::damerau_levenshtein(&lower, &other);
            if distance <= limit && close.is_none_or(|best| (distance, candidate) < best) {
                close = Some((distance, candidate));
            }
        }
        let shared = lower.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
        if shared >= 4 && shared * 10 >= length * 7 {
            akin.push(candidate);
        }
    }
    close.map(|(_, near)| near).or(if let [one] = akin[..] { Some(one) } else { None })
}

/// `text` cut to 60 characters, for messages.
#[must_use]
pub fn clip(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `many` of `thing`, with an s where English wants one.
#[must_use]
pub fn count(many: usize, thing: &str) -> String {
    if many == 1 { format!("1 {thing}") } else { format!("{many} {thing}s") }
}

/// All problems of one load.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    errors: usize,
    warnings: usize,
    notes: usize,
    hidden: BTreeMap<(ItemKind, String), usize>,
}

impl Problems {
    /// Adds a problem; beyond [`MOST_PROBLEMS`] it is only counted.
    pub fn push(&mut self, problem: Problem) {
        match problem.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
        if self.list.len() < MOST_PROBLEMS {
            self.list.push(problem);
        }
    }

    /// Whether further problems are only counted, so that costly advice can be spared.
    #[must_use]
    pub const fn full(&self) -> bool {
        self.list.len() >= MOST_PROBLEMS
    }

    /// Counts an error that is only the consequence of a broken item.
    pub fn hide(&mut self, kind: ItemKind, word: &str) {
        *self.hidden.entry((kind, word.to_owned())).or_default() += 1;
    }

    /// All consequences kept silent, by the item that caused them.
    pub fn hidden(&self) -> impl Iterator<Item = (ItemKind, &str, usize)> {
        self.hidden.iter().map(|((kind, word), many)| (*kind, word.as_str(), *many))
    }

    /// All problems so far, in the order found.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// All problems so far, to be completed.
    pub fn list_mut(&mut self) -> &mut [Problem] {
        &mut self.list
    }

    /// Puts the problems in order of file and place, those of whole files first.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| (a.span, &a.path, a.severity, a.code).cmp(&(b.span, &b.path, b.severity, b.code)));
    }

    /// Errors, warnings and notes, those beyond the limit included.
    #[must_use]
    pub const fn counts(&self) -> (usize, usize, usize) {
        (self.errors, self.warnings, self.notes)
    }

    /// Problems that were counted but not kept.
    #[must_use]
    pub const fn unseen(&self) -> usize {
        (self.errors + self.warnings + self.notes).saturating_sub(self.list.len())
    }

    /// Whether any problem is an error.
    #[must_use]
    pub const fn any_error(&self) -> bool {
        self.errors > 0
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        let known = ["lithium_carbonate", "lithium_hydroxide", "capex_musd_per_unit", "Mining", "us"];
        let near = |word| nearest(word, known.into_iter());
        assert_eq!(near("lithium_carbonat"), Some("lithium_carbonate"));
        assert_eq!(near("Lithium_Carbonate"), Some("lithium_carbonate"));
        assert_eq!(near("capex"), Some("capex_musd_per_unit"));
        assert_eq!(near("mining"), Some("Mining"));
        assert_eq!(near("usa"), Some("us"));
        assert_eq!(near("lithium_salt"), None);
        assert_eq!(near("graphite"), None);
        assert_eq!(near(""), None);
        assert_eq!(near(&"x".repeat(100_000)), None);
    }
}

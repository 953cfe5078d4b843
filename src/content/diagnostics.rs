//! What is wrong in a pack, where, and what to write instead.

use super::syntax::Span;

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

/// One problem at one place.
#[derive(Clone, Debug)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// A stable code, such as `E0203`.
    pub code: &'static str,
    /// Where it is; none for a whole folder.
    pub span: Option<Span>,
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
        Self { severity: Severity::Error, code, span: Some(span), message, help: Vec::new(), related: None }
    }

    /// A warning at `span`.
    #[must_use]
    pub fn warning(code: &'static str, span: Span, message: String) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
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
        let limit = (word.chars().count() / 3).max(1);
        let nearest = known.map(|k| (strsim::damerau_levenshtein(word, k), k)).filter(|(d, _)| *d <= limit).min();
        match nearest {
            Some((_, near)) => self.help(format!("did you mean `{near}`?")),
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

/// All problems of one load.
#[derive(Clone, Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// Adds a problem.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// All problems so far, in the order found.
    #[must_use]
    pub fn list(&self) -> &[Problem] {
        &self.list
    }

    /// Whether any problem is an error.
    #[must_use]
    pub fn any_error(&self) -> bool {
        self.list.iter().any(|p| p.severity == Severity::Error)
    }
}

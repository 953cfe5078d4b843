//! Words that people type, as things of the catalog: ids and names in any order, with a suggestion for what is unknown.

use std::fmt;

use super::alike::alike;
use crate::content::Catalog;
use crate::content::diagnostics::{clip, nearest};
use crate::content::ids::{FirmId, GoodId, ItemKind, ProcessId, RegionId, SiteId, TechnologyId};
use crate::units::Month;

/// The most words that are offered for an unknown one.
const MOST: usize = 4;

/// Why a report cannot be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportError {
    /// The sentence.
    pub message: String,
    /// Words that were perhaps meant, the likeliest first.
    pub suggestions: Vec<String>,
}

impl ReportError {
    /// An error without a suggestion.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), suggestions: Vec::new() }
    }

    /// An unknown word, with the nearest of the known ones.
    #[must_use]
    pub fn unknown<'k>(what: &str, word: &str, known: impl Iterator<Item = &'k str>) -> Self {
        let suggestions = nearest(&word.to_lowercase(), known).map(str::to_owned).into_iter().collect();
        Self { message: format!("there is no {what} `{}`", clip(word)), suggestions }
    }
}

impl fmt::Display for ReportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.suggestions.is_empty() { Ok(()) } else { write!(f, "; did you mean `{}`?", self.suggestions.join("` or `")) }
    }
}

impl std::error::Error for ReportError {}

/// What a report or a figure understands beside its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accepts {
    /// The id or name of an item.
    Item(ItemKind),
    /// A month, `2023-07`.
    Month,
    /// A number (of a line).
    Number,
    /// Any other word.
    Word,
}

impl Accepts {
    const fn label(self) -> &'static str {
        match self {
            Self::Item(kind) => kind.label(),
            Self::Month => "month",
            Self::Number => "number",
            Self::Word => "word",
        }
    }
}

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A good.
    pub good: Option<GoodId>,
    /// Regions, in the order given.
    pub regions: Vec<RegionId>,
    /// A firm.
    pub firm: Option<FirmId>,
    /// A site.
    pub site: Option<SiteId>,
    /// A process.
    pub process: Option<ProcessId>,
    /// A technology.
    pub technology: Option<TechnologyId>,
    /// A month.
    pub month: Option<Month>,
    /// A number.
    pub number: Option<u32>,
    /// Words that are none of these.
    pub words: Vec<String>,
}

impl Filter {
    /// Reads words in any order; each is what the first fitting kind of `accepts` makes of it.
    ///
    /// # Errors
    /// A word that no accepted kind knows.
    pub fn parse(catalog: &Catalog, words: &[&str], accepts: &[Accepts]) -> Result<Self, ReportError> {
        let mut filter = Self::default();
        for word in words {
            if !accepts.iter().any(|kind| filter.take(catalog, word, *kind)) {
                return Err(unknown(catalog, word, accepts));
            }
        }
        Ok(filter)
    }

    /// Takes a word as a kind, if it is one.
    fn take(&mut self, catalog: &Catalog, word: &str, kind: Accepts) -> bool {
        match kind {
            Accepts::Item(kind) => find(catalog, kind, word).is_some_and(|index| self.set(kind, index)),
            Accepts::Month => word.parse().is_ok_and(|month| {
                self.month = Some(month);
                true
            }),
            Accepts::Number => word.parse().is_ok_and(|number| {
                self.number = Some(number);
                true
            }),
            Accepts::Word => {
                self.words.push(word.to_owned());
                true
            }
        }
    }

    fn set(&mut self, kind: ItemKind, index: usize) -> bool {
        match kind {
            ItemKind::Good => self.good = Some(GoodId::from_index(index)),
            ItemKind::Region => self.regions.push(RegionId::from_index(index)),
            ItemKind::Firm => self.firm = Some(FirmId::from_index(index)),
            ItemKind::Site => self.site = Some(SiteId::from_index(index)),
            ItemKind::Process => self.process = Some(ProcessId::from_index(index)),
            ItemKind::Technology => self.technology = Some(TechnologyId::from_index(index)),
            _ => return false,
        }
        true
    }

    /// The first region asked for.
    #[must_use]
    pub fn region(&self) -> Option<RegionId> {
        self.regions.first().copied()
    }

    /// Whether a region is asked for, or none in particular.
    #[must_use]
    pub fn wants(&self, region: RegionId) -> bool {
        self.regions.is_empty() || self.regions.contains(&region)
    }
}

fn unknown(catalog: &Catalog, word: &str, accepts: &[Accepts]) -> ReportError {
    if accepts.is_empty() {
        return ReportError::new(format!("this report takes no `{}`: it has no arguments", clip(word)));
    }
    let labels: Vec<&str> = accepts.iter().map(|a| a.label()).collect();
    let alike = accepts.iter().filter_map(|a| if let Accepts::Item(kind) = a { Some(alike(catalog, *kind, word)) } else { None });
    let suggestions = alike.flatten().take(MOST).map(str::to_owned).collect();
    ReportError { message: format!("there is no {} `{}`", labels.join(" or "), clip(word)), suggestions }
}

/// Name of an item for people.
#[must_use]
pub fn name(catalog: &Catalog, kind: ItemKind, index: usize) -> &str {
    match kind {
        ItemKind::Good => &catalog.goods[index].name,
        ItemKind::Region => &catalog.regions[index].name,
        ItemKind::Firm => &catalog.firms[index].name,
        ItemKind::Site => &catalog.sites[index].name,
        ItemKind::Process => &catalog.processes[index].name,
        ItemKind::Technology => &catalog.technologies[index].name,
        ItemKind::Segment => &catalog.segments[index].name,
        ItemKind::Policy => &catalog.policies[index].name,
        ItemKind::Chemistry => &catalog.chemistries[index].name,
        _ => catalog.word(kind, index),
    }
}

/// The item that a word means: its id, or its name in any case, with `_` for spaces.
#[must_use]
pub fn find(catalog: &Catalog, kind: ItemKind, word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    let named = |index: &usize| name(catalog, kind, *index).to_lowercase().replace(' ', "_") == lower.replace(' ', "_");
    let by_name = || (0..catalog.ids.of(kind).len()).find(named);
    catalog.ids.find(kind, &lower).or_else(by_name)
}

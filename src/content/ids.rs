//! Typed ids: in files a word (`lithium_carbonate`, or `base:lithium_carbonate` across packs), in memory a number.
//! Numbers are given in the order of the sorted full words, so the order of files and items can change nothing.

use super::diagnostics::Problem;
use super::shape::{Read, Reader};
use super::syntax::{Kind, Node, Span};
use serde::{Deserialize, Serialize};

/// One known id.
#[derive(Clone, Debug)]
pub struct Known {
    /// `pack:word` of the pack that defined it.
    pub full: String,
    /// Where the definition stands.
    pub span: Span,
}

impl Known {
    /// The word without its pack.
    #[must_use]
    pub fn word(&self) -> &str {
        self.full.split_once(':').map_or(&self.full, |(_, word)| word)
    }
}

/// All ids of all kinds, each kind sorted by full id.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    lists: [Vec<Known>; KINDS.len()],
}

impl Ids {
    /// The known ids of a kind, sorted.
    #[must_use]
    pub fn of(&self, kind: ItemKind) -> &[Known] {
        &self.lists[kind as usize]
    }

    /// Replaces the ids of a kind; they are sorted here.
    pub fn set(&mut self, kind: ItemKind, mut list: Vec<Known>) {
        list.sort_by(|a, b| a.full.cmp(&b.full));
        self.lists[kind as usize] = list;
    }

    /// The number of a word of `kind`: a full id `pack:word`, or a bare word that only one pack defines (`base` first).
    #[must_use]
    pub fn find(&self, kind: ItemKind, word: &str) -> Option<usize> {
        let list = self.of(kind);
        if word.contains(':') {
            return list.binary_search_by(|k| k.full.as_str().cmp(word)).ok();
        }
        list.iter().position(|k| k.full.strip_prefix("base:") == Some(word)).or_else(|| list.iter().position(|k| k.word() == word))
    }

    fn read(&self, kind: ItemKind, node: &Node) -> Result<u16, Problem> {
        let Kind::Text(word) = &node.kind else {
            return Err(Problem::error(
                "E0201",
                node.span,
                format!("expected the id of a {} in quotes, found {}", kind.label(), node.describe()),
            ));
        };
        if let Some(index) = self.find(kind, word) {
            return u16::try_from(index)
                .map_err(|_| Problem::error("E0301", node.span, format!("there are too many of the kind {}", kind.label())));
        }
        let mut problem = Problem::error("E0302", node.span, format!("unknown {} `{word}`", kind.label()));
        problem = problem.suggest(word, self.of(kind).iter().map(|k| if word.contains(':') { k.full.as_str() } else { k.word() }));
        if let Some(other) = KINDS.iter().find(|other| **other != kind && self.find(**other, word).is_some()) {
            problem = problem.help(format!("there is a {} of this name", other.label()));
        }
        Err(problem)
    }
}

macro_rules! kinds {
    ($( $(#[doc = $doc:literal])* $variant:ident, $file:literal, $label:literal, $id:ident );* $(;)?) => {
        /// The kinds of items that packs define.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ItemKind { $( $(#[doc = $doc])* $variant ),* }

        /// Every kind, in the order of [`ItemKind`].
        pub const KINDS: &[ItemKind] = &[$(ItemKind::$variant),*];

        impl ItemKind {
            /// The word at the head of a file: `Goods([…])`.
            #[must_use]
            pub const fn file_word(self) -> &'static str { match self { $(Self::$variant => $file),* } }

            /// What a modder calls one of it.
            #[must_use]
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label),* } }
        }

        $(
            $(#[doc = $doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
            pub struct $id(pub u16);

            impl $id {
                /// The kind that this id names.
                pub const KIND: ItemKind = ItemKind::$variant;

                /// The number as an index.
                #[must_use]
                pub const fn index(self) -> usize { self.0 as usize }

                /// The id of an index.
                #[must_use]
                pub fn from_index(index: usize) -> Self { Self(u16::try_from(index).unwrap_or(u16::MAX)) }
            }

            impl Read for $id {
                fn wanted() -> String { format!("the id of a {}", $label) }

                fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
                    match reader.ids.read(Self::KIND, node) {
                        Ok(number) => Some(Self(number)),
                        Err(problem) => { reader.problems.push(problem); None }
                    }
                }
            }
        )*
    };
}

kinds! {
    /// A good of the chain, from ore to cell to scrap.
    Good, "Goods", "good", GoodId;
    /// A way of making one good from others.
    Process, "Processes", "process", ProcessId;
    /// A part of the world with its own government, prices and buyers.
    Region, "Regions", "region", RegionId;
    /// A company.
    Firm, "Firms", "firm", FirmId;
    /// A named place where something is made.
    Site, "Sites", "site", SiteId;
    /// A body of know-how that is learned, researched and leaked.
    Technology, "Technologies", "technology", TechnologyId;
    /// A cell chemistry.
    Chemistry, "Chemistries", "chemistry", ChemistryId;
    /// A group of car buyers.
    Segment, "Segments", "buyer segment", SegmentId;
    /// How the price of a class of goods behaves.
    MarketRule, "MarketRules", "market rule", MarketRuleId;
    /// What it costs to carry a class of goods.
    FreightClass, "FreightClasses", "freight class", FreightClassId;
    /// Ordinary import duties on a class of goods.
    TariffClass, "TariffClasses", "tariff class", TariffClassId;
    /// A measure that a government can take.
    Policy, "Policies", "policy", PolicyId;
    /// Start: a production line at a site.
    Line, "Lines", "line", LineId;
    /// Start: capacity under way at a site.
    Project, "Projects", "project", ProjectId;
    /// Start: a firm's money and know-how.
    FirmState, "FirmStates", "firm state", FirmStateId;
    /// Start: an automaker's sales and plants in a region.
    CarMaker, "CarMakers", "automaker presence", CarMakerId;
    /// Start: a region's car market and economy.
    CarMarket, "CarMarkets", "car market", CarMarketId;
    /// Start: the price and flow of a good.
    GoodState, "GoodStates", "good state", GoodStateId;
    /// Start: measures in force, and dated steps to come.
    Measure, "Measures", "measure", MeasureId;
    /// Start: a government's money and standing.
    Government, "Governments", "government", GovernmentId;
    /// The numbers of the model that belong to no single item.
    Rules, "Rules", "rule set", RulesId;
    /// A scenario: who plays, from when to when.
    Scenario, "Scenarios", "scenario", ScenarioId;
}

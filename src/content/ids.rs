//! Typed ids: in files a word (`lithium_carbonate`, or `base:lithium_carbonate` across packs), in memory a number.
//! Numbers are given in the order of the sorted full words, so the order of files and items can change nothing.

use super::diagnostics::{Problem, Problems, clip, nearest};
use super::shape::{Read, Reader};
use super::syntax::{Kind, Node, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// Why a word is not to be had although a file names it.
#[derive(Clone, Debug)]
pub enum Gone {
    /// Its definition, here, is broken, which has been reported.
    Broken(Span),
    /// A pack removed it, here.
    Removed(Span),
}

/// All ids of all kinds, each kind sorted by full id.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    lists: [Vec<Known>; KINDS.len()],
    words: [BTreeMap<String, usize>; KINDS.len()],
    gone: [BTreeMap<String, Gone>; KINDS.len()],
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
        // Where two packs define one word (an error elsewhere), `base` has it, then the first.
        let words = list.iter().enumerate().rev().map(|(at, known)| (known.word().to_owned(), at));
        let mut words: BTreeMap<String, usize> = words.collect();
        words.extend(list.iter().enumerate().filter_map(|(at, known)| Some((known.full.strip_prefix("base:")?.to_owned(), at))));
        self.words[kind as usize] = words;
        self.lists[kind as usize] = list;
    }

    /// Notes that `word` is written in some file, but cannot be had.
    pub fn set_gone(&mut self, kind: ItemKind, word: &str, why: Gone) {
        self.gone[kind as usize].insert(word.to_owned(), why);
    }

    /// Whether a definition of this kind was lost to a mistake in it.
    #[must_use]
    pub fn any_broken(&self, kind: ItemKind) -> bool {
        self.gone[kind as usize].values().any(|why| matches!(why, Gone::Broken(_)))
    }

    /// Where the broken definition of a word stands.
    #[must_use]
    pub fn broken_at(&self, kind: ItemKind, word: &str) -> Option<Span> {
        match self.gone[kind as usize].get(word) {
            Some(Gone::Broken(span)) => Some(*span),
            _ => None,
        }
    }

    /// The number of a word of `kind`: a full id `pack:word`, or a bare word that only one pack defines (`base` first).
    #[must_use]
    pub fn find(&self, kind: ItemKind, word: &str) -> Option<usize> {
        let list = self.of(kind);
        if word.contains(':') {
            return list.binary_search_by(|k| k.full.as_str().cmp(word)).ok();
        }
        self.words[kind as usize].get(word).copied()
    }

    /// The number that `node` names, or None after reporting why there is none.
    fn read(&self, kind: ItemKind, node: &Node, problems: &mut Problems) -> Option<u16> {
        let Kind::Text(word) = &node.kind else {
            let message = format!("expected the id of a {} in quotes, found {}", kind.label(), node.describe());
            problems.push(Problem::error("E0201", node.span, message));
            return None;
        };
        if let Some(index) = self.find(kind, word) {
            return u16::try_from(index).ok();
        }
        match self.gone[kind as usize].get(word.rsplit_once(':').map_or(word.as_str(), |(_, bare)| bare)) {
            Some(Gone::Broken(_)) => problems.hide(kind, word.rsplit_once(':').map_or(word, |(_, bare)| bare)),
            Some(Gone::Removed(by)) => {
                let problem = Problem::error("E0305", node.span, format!("the {} `{word}` is removed, but used here", kind.label()));
                problems.push(problem.related(*by, "removed here".to_owned()).help("take out this use, or keep the item".to_owned()));
            }
            None => problems.push(self.unknown(kind, word, node.span, problems.full())),
        }
        None
    }

    /// The problem of a word that no pack defines.
    #[must_use]
    pub fn unknown(&self, kind: ItemKind, word: &str, span: Span, plain: bool) -> Problem {
        let problem = Problem::error("E0302", span, format!("unknown {} `{}`", kind.label(), clip(word)));
        if plain {
            return problem;
        }
        if let Some(other) = KINDS.iter().find(|other| **other != kind && self.find(**other, word).is_some()) {
            return problem.help(format!("there is a {} of this name, but here stands a {}", other.label(), kind.label()));
        }
        let list = self.of(kind);
        let near = nearest(word, list.iter().map(|k| if word.contains(':') { k.full.as_str() } else { k.word() }));
        match near.and_then(|near| self.find(kind, near)) {
            Some(at) => problem.help(format!("did you mean `{}`?", list[at].full)).related(list[at].span, "defined here".to_owned()),
            None => problem,
        }
    }
}

/// Why `word` cannot be an id.
#[must_use]
pub fn id_fault(word: &str) -> Option<&'static str> {
    if word.is_empty() {
        return Some("it is empty");
    }
    if word.len() > 64 {
        return Some("it is longer than 64 letters");
    }
    if !word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
        return Some("it holds something else than small letters, digits and _");
    }
    is_device_name(word).then_some("Windows keeps this name for a device")
}

/// Names that Windows does not allow for files, whatever their ending.
#[must_use]
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |prefix: &str| {
        let rest = stem.strip_prefix(prefix).map(|rest| rest.chars().collect::<Vec<char>>());
        rest.is_some_and(|rest| matches!(rest[..], ['0'..='9' | '¹' | '²' | '³']))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
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
                    let number = reader.ids.read(Self::KIND, node, reader.problems)?;
                    reader.uses.push((Self::KIND, number));
                    Some(Self(number))
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
    /// What governments decided after the start.
    Decision, "Decisions", "decision", DecisionId;
    /// Start: a government's money and standing.
    Government, "Governments", "government", GovernmentId;
    /// A part of the public or of the apparatus that a government needs.
    Bloc, "Blocs", "bloc", BlocId;
    /// How a government decides.
    Polity, "Polities", "polity", PolityId;
    /// Something that comes of itself.
    Event, "Events", "event", EventId;
    /// A way to govern the contest, for a side that no person steers.
    Doctrine, "Doctrines", "doctrine", DoctrineId;
    /// What a government wants of others.
    Aims, "Aims", "list of aims", AimsId;
    /// Something that a government gives another in a deal.
    Article, "Articles", "article", ArticleId;
    /// A measure that a third country takes by itself.
    Card, "Cards", "card", CardId;
    /// The numbers of the model that belong to no single item.
    Rules, "Rules", "rule set", RulesId;
    /// A scenario: who plays, from when to when.
    Scenario, "Scenarios", "scenario", ScenarioId;
}

//! Stories: orders in, expected figures out, in a file that a modder can write. How a story is played is in `lab::tell`.

use crate::content::Catalog;
use crate::content::diagnostics::{Problem, Problems};
use crate::content::files::{Files, SourceFile};
use crate::content::parser::parse_document;
use crate::content::render;
use crate::content::shape::{Read, Reader};
use crate::content::syntax::Node;
use crate::orders::Dated;
use crate::orders::written::read_line;
use crate::sim::Phase;
use crate::{shape, variants};
use std::sync::Arc;

/// A line of the month that a story guards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guarded(pub Phase);

impl Read for Guarded {
    fn wanted() -> String {
        "a phase of the month".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let names = Phase::ALL.map(|phase| format!("{phase:?}"));
        let word = crate::content::shape::word(node, &names.each_ref().map(String::as_str), reader)?;
        Phase::ALL.into_iter().find(|phase| format!("{phase:?}") == word).map(Self)
    }
}

/// An order of a story, kept as written until the level is known.
#[derive(Clone, Debug)]
pub struct Line(Node);

impl Read for Line {
    fn wanted() -> String {
        "a line of a script, `(month: …, side: …, order: …)`".to_owned()
    }

    fn read(node: &Node, _: &mut Reader<'_>) -> Option<Self> {
        Some(Self(node.clone()))
    }
}

shape! {
    /// What is played, and what must come of it.
    pub struct StoryFile {
        /// Its name.
        pub id: String,
        /// What it shows, in a sentence.
        pub about: String = String::new(),
        /// The phases without which it must not come out.
        pub guards: Vec<Guarded> = Vec::new(),
        /// The level.
        pub level: String,
        /// The seed.
        pub seed: u32 = 1,
        /// How many seeds, one after the other from `seed` on; what must hold then holds for the mean over them and for the median.
        pub seeds: u32 where 1 to 1000 = 1,
        /// Whether the orders are carried out as what governments of the past decided: at once, and nobody at home is asked.
        pub decided: bool = false,
        /// Whether nothing comes of itself, no event and no move of a third country: for what the orders do alone.
        pub quiet: bool = false,
        /// Months played.
        pub months: u32 where 1 to 1200,
        /// Orders, as in a script.
        pub orders: Vec<Line> = Vec::new(),
        /// What must hold.
        pub expect: Vec<Expectation>,
    }
}

variants! {
    /// What must hold.
    pub enum Expectation {
        /// A figure is higher than after the first month.
        Rises(Change),
        /// A figure is lower than after the first month.
        Falls(Change),
        /// A figure is where it was after the first month.
        Stays(Near),
        /// A figure is higher than in the same world without the orders.
        Higher(Change),
        /// A figure is lower than in the same world without the orders.
        Lower(Change),
        /// A figure is the same as without the orders.
        Same(Near),
        /// A figure is lower than another one of the same world.
        Below(Pair),
        /// A figure lies between two numbers.
        Between(Band),
    }
}

shape! {
    /// A difference of at least so much.
    pub struct Change {
        /// Which figure.
        pub figure: String,
        /// Least difference, as a share of the value compared with.
        pub by: f64 where 0 to 1000000,
        /// Largest difference, as such a share.
        pub most: f64 = f64::INFINITY,
        /// After how many months; the story's end if left out.
        pub after: Option<u32> = None,
    }
}

shape! {
    /// A difference of at most so much.
    pub struct Near {
        /// Which figure.
        pub figure: String,
        /// Largest difference either way, as a share of the value compared with.
        pub within: f64 where 0 to 10,
        /// After how many months; the story's end if left out.
        pub after: Option<u32> = None,
    }
}

shape! {
    /// Two figures of one world, in the same unit.
    pub struct Pair {
        /// The lower one.
        pub figure: String,
        /// The higher one.
        pub other: String,
        /// Least difference, as a share of the higher one.
        pub by: f64 where 0 to 1,
        /// After how many months; the story's end if left out.
        pub after: Option<u32> = None,
    }
}

shape! {
    /// Two ends.
    pub struct Band {
        /// Which figure.
        pub figure: String,
        /// Lower end.
        pub least: f64 = f64::NEG_INFINITY,
        /// Upper end.
        pub most: f64 = f64::INFINITY,
        /// After how many months; the story's end if left out.
        pub after: Option<u32> = None,
    }
}

impl Expectation {
    /// The figure, and when it is looked at.
    #[must_use]
    pub fn figure(&self) -> (&str, Option<u32>) {
        match self {
            Self::Rises(c) | Self::Falls(c) | Self::Higher(c) | Self::Lower(c) => (&c.figure, c.after),
            Self::Stays(n) | Self::Same(n) => (&n.figure, n.after),
            Self::Below(p) => (&p.figure, p.after),
            Self::Between(b) => (&b.figure, b.after),
        }
    }

    /// The figure of the same world that it is compared with.
    #[must_use]
    pub fn other(&self) -> Option<&str> {
        match self {
            Self::Below(pair) => Some(&pair.other),
            _ => None,
        }
    }

    /// Whether it needs the same world after its first month.
    #[must_use]
    pub const fn compares_months(&self) -> bool {
        matches!(self, Self::Rises(_) | Self::Falls(_) | Self::Stays(_))
    }

    /// Whether it needs the world without the orders.
    #[must_use]
    pub const fn compares_worlds(&self) -> bool {
        matches!(self, Self::Higher(_) | Self::Lower(_) | Self::Same(_))
    }
}

/// A story in its level.
#[derive(Clone, Debug)]
pub struct Story {
    /// As written.
    pub file: StoryFile,
    /// Its level.
    pub catalog: Arc<Catalog>,
    /// Its orders.
    pub orders: Vec<Dated>,
}

/// Reads `Stories([(id: …, level: …, months: …, orders: […], expect: […]), …])`; `name` is how the text is called in messages,
/// `open` gives the level of a name.
///
/// # Errors
/// Everything that is wrong with it, drawn with its places; or why a level cannot be opened.
pub fn read(name: &str, text: &str, mut open: impl FnMut(&str) -> Result<Arc<Catalog>, String>) -> Result<Vec<Story>, String> {
    let (mut problems, mut files) = (Problems::default(), Files::default());
    let file = files.add(SourceFile::new("stories".to_owned(), name.to_owned(), text.to_owned()));
    let mut list = Vec::new();
    let document = parse_document(file, text, &mut list);
    list.into_iter().for_each(|problem| problems.push(problem));
    if let Some((head, span)) = document.head.as_ref().filter(|(head, _)| head != "Stories") {
        problems.push(Problem::error("E0602", *span, format!("expected `Stories([…])`, found `{head}`")));
    }
    let mut stories = Vec::new();
    for node in &document.items {
        let no_ids = crate::content::ids::Ids::default();
        let read = StoryFile::read(node, &mut Reader { problems: &mut problems, ids: &no_ids, uses: Vec::new() });
        let Some(story) = read else { continue };
        let catalog = open(&story.level)?;
        let mut reader = Reader { problems: &mut problems, ids: &catalog.ids, uses: Vec::new() };
        let orders = story.orders.iter().filter_map(|line| read_line(&catalog, &line.0, &mut reader)).collect();
        stories.push(Story { file: story, orders, catalog });
    }
    problems.sort();
    if problems.any_error() { Err(render::text(&problems, &files)) } else { Ok(stories) }
}

//! How a definition is read from a syntax tree: every field once, with its meaning, range and default beside its type,
//! every problem reported, none only the first. The three macros (`shape!`, `choice!`, `variants!`) also keep what they
//! read as a [`FieldSchema`], so that reference pages come from the same lines.

use super::diagnostics::{Problem, Problems};
use super::ids::Ids;
use super::syntax::{Kind, Node};
pub use super::values::{Table, is_unshowable};

/// What a reader needs beside the tree: where problems go, and which ids exist.
pub struct Reader<'a> {
    /// Collected problems of the whole load.
    pub problems: &'a mut Problems,
    /// All ids of all kinds after merging, so that references resolve while they are read.
    pub ids: &'a Ids,
    /// References read so far: kind and number.
    pub uses: Vec<(super::ids::ItemKind, u16)>,
}

impl Reader<'_> {
    /// Reports that `node` is not what was expected.
    pub fn expected(&mut self, node: &Node, what: &str) {
        let found = node.describe();
        self.problems.push(Problem::error("E0201", node.span, format!("expected {what}, found {found}")));
    }
}

/// A value that can be read from a syntax tree. `None` means that a problem has been reported.
pub trait Read: Sized {
    /// What a modder would call this: "a number", "the id of a good".
    fn wanted() -> String;
    /// Reads the value, reporting every problem in it.
    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}

/// A value whose numbers can be held within a range.
pub trait Bounded {
    /// Calls `check` for every number inside.
    fn numbers(&self, check: &mut dyn FnMut(f64));
}

/// Reports numbers of `value` outside `low..=high`. Returns whether all were inside.
pub fn within(value: &impl Bounded, low: f64, high: f64, field: &str, node: &Node, reader: &mut Reader<'_>) -> bool {
    let mut wrong = None;
    value.numbers(&mut |n| {
        if !(n >= low && n <= high) {
            wrong = Some(n);
        }
    });
    if let Some(n) = wrong {
        let text = format!("`{field}` is {n}, outside its range");
        let mut problem = Problem::error("E0202", node.span, text).help(format!("write a number from {low} to {high}"));
        let fraction = n / 100.0;
        if n > 1.0 && high <= 1.0 && fraction >= low && fraction <= high {
            problem = problem.help(format!("if {n} % is meant, write the fraction {fraction}"));
        }
        reader.problems.push(problem);
    }
    wrong.is_none()
}

/// One documented field of a shape.
#[derive(Clone, Debug)]
pub struct FieldSchema {
    /// Field name as written in the file, unit included.
    pub name: &'static str,
    /// What the field means.
    pub doc: String,
    /// What may be written.
    pub wanted: String,
    /// Allowed range of its numbers.
    pub range: Option<(f64, f64)>,
    /// Default as written in the source, if the field may be left out.
    pub default: Option<&'static str>,
}

/// Declares a struct that is read from `(field: value, …)`. Each field: doc comment, type, optional `where low to high`,
/// optional `= default`.
#[macro_export]
macro_rules! shape {
    ($(#[doc = $doc:literal])* pub struct $name:ident {
        $( $(#[doc = $fdoc:literal])* pub $field:ident : $ty:ty $(where $lo:literal to $hi:literal)? $(= $default:expr)? ),* $(,)?
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $name { $( $(#[doc = $fdoc])* pub $field: $ty ),* }

        impl $name {
            /// Every field with its meaning, range and default.
            #[must_use]
            pub fn schema() -> Vec<$crate::content::shape::FieldSchema> {
                vec![$( $crate::content::shape::FieldSchema {
                    name: stringify!($field),
                    doc: [$($fdoc),*].concat().trim().to_owned(),
                    wanted: <$ty as $crate::content::shape::Read>::wanted(),
                    range: $crate::shape!(@range $($lo, $hi)?),
                    default: $crate::shape!(@text $($default)?),
                } ),*]
            }
        }

        impl $crate::content::shape::Read for $name {
            fn wanted() -> String { "a group of fields `(…)`".to_owned() }

            fn read(node: &$crate::content::syntax::Node, reader: &mut $crate::content::shape::Reader<'_>) -> Option<Self> {
                const FIELDS: &[&str] = &[$(stringify!($field)),*];
                #[allow(unused_variables, reason = "a shape may have no fields")]
                let fields = $crate::content::shape::Fields::open(node, FIELDS, reader)?;
                #[allow(unused_mut, reason = "a shape may have no fields with a range")]
                let mut complete = true;
                $(
                    #[allow(unused_mut, unused_assignments)]
                    let $field: Option<$ty> = match fields.get(stringify!($field)) {
                        Some(value) => {
                            let read = <$ty as $crate::content::shape::Read>::read(value, reader);
                            $( if let Some(read) = &read {
                                complete &= $crate::content::shape::within(read, f64::from($lo), f64::from($hi), stringify!($field), value, reader);
                            } )?
                            read
                        }
                        None => $crate::shape!(@absent fields, reader, $field, $ty $(, $default)?),
                    };
                    complete &= $field.is_some();
                )*
                if complete { Some(Self { $( $field: $field? ),* }) } else { None }
            }
        }
    };
    (@range) => { None };
    (@range $lo:literal, $hi:literal) => { Some((f64::from($lo), f64::from($hi))) };
    (@text) => { None };
    (@text $default:expr) => { Some(stringify!($default)) };
    (@absent $fields:ident, $reader:ident, $field:ident, $ty:ty) => {{
        $fields.missing(stringify!($field), &<$ty as $crate::content::shape::Read>::wanted(), $reader);
        None
    }};
    (@absent $fields:ident, $reader:ident, $field:ident, $ty:ty, $default:expr) => { Some($default) };
}

/// Declares a plain enum that is written as one word.
#[macro_export]
macro_rules! choice {
    ($(#[doc = $doc:literal])* pub enum $name:ident { $( $(#[doc = $vdoc:literal])* $variant:ident => $label:literal ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $( $(#[doc = $vdoc])* $variant ),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word a player reads.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }

            /// The word a file has.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }
        }

        impl $crate::content::shape::Read for $name {
            fn wanted() -> String { format!("one of {}", [$(stringify!($variant)),*].join(", ")) }

            fn read(node: &$crate::content::syntax::Node, reader: &mut $crate::content::shape::Reader<'_>) -> Option<Self> {
                const WORDS: &[&str] = &[$(stringify!($variant)),*];
                match $crate::content::shape::word(node, WORDS, reader)? {
                    $( stringify!($variant) => Some(Self::$variant), )*
                    _ => None,
                }
            }
        }
    };
}

/// Declares an enum whose every variant holds one shape, written `Variant(field: value, …)`.
#[macro_export]
macro_rules! variants {
    ($(#[doc = $doc:literal])* pub enum $name:ident { $( $(#[doc = $vdoc:literal])* $variant:ident($ty:ty) ),* $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub enum $name { $( $(#[doc = $vdoc])* $variant($ty) ),* }

        impl $name {
            /// Every variant with its meaning and fields.
            #[must_use]
            pub fn schema() -> Vec<(&'static str, String, Vec<$crate::content::shape::FieldSchema>)> {
                vec![$( (stringify!($variant), [$($vdoc),*].concat().trim().to_owned(), <$ty>::schema()) ),*]
            }

            /// The word a file has for this variant.
            #[must_use]
            pub const fn word(&self) -> &'static str {
                match self { $(Self::$variant(_) => stringify!($variant)),* }
            }
        }

        impl $crate::content::shape::Read for $name {
            fn wanted() -> String { format!("one of {}", [$(stringify!($variant)),*].join(", ")) }

            fn read(node: &$crate::content::syntax::Node, reader: &mut $crate::content::shape::Reader<'_>) -> Option<Self> {
                const WORDS: &[&str] = &[$(stringify!($variant)),*];
                match $crate::content::shape::word(node, WORDS, reader)? {
                    $( stringify!($variant) => <$ty as $crate::content::shape::Read>::read(node, reader).map(Self::$variant), )*
                    _ => None,
                }
            }
        }
    };
}

/// The fields of an opened `(…)`.
pub struct Fields<'n> {
    node: &'n Node,
    fields: &'n [(String, super::syntax::Span, Node)],
}

impl<'n> Fields<'n> {
    /// Opens a struct-like node; unknown fields are reported with the nearest known one. A bare word `Name` opens as
    /// `Name()`.
    pub fn open(node: &'n Node, known: &[&str], reader: &mut Reader<'_>) -> Option<Self> {
        let fields: &[_] = match &node.kind {
            Kind::Struct { fields, .. } => fields,
            Kind::Word(_) => &[],
            Kind::Tuple { items, .. } if items.is_empty() => &[],
            Kind::Tuple { .. } => {
                let fields: Vec<String> = known.iter().take(4).map(|name| format!("{name}: …")).collect();
                let problem = Problem::error("E0201", node.span, format!("expected fields with their names, found {}", node.describe()));
                reader.problems.push(problem.help(format!("write ({})", fields.join(", "))));
                return None;
            }
            Kind::Map(_) => {
                let problem = Problem::error("E0201", node.span, format!("expected a group of fields `(…)`, found {}", node.describe()));
                reader.problems.push(problem.help("use round brackets: (field: value)".to_owned()));
                return None;
            }
            _ => {
                reader.expected(node, "a group of fields `(…)`");
                return None;
            }
        };
        for (name, span, _) in fields {
            if !known.contains(&name.as_str()) {
                reader
                    .problems
                    .push(Problem::error("E0203", *span, format!("no field is called `{name}` here")).suggest(name, known.iter().copied()));
            }
        }
        Some(Self { node, fields })
    }

    /// The value of field `name`, if written.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&'n Node> {
        self.fields.iter().find(|(n, _, _)| n == name).map(|(_, _, node)| node)
    }

    /// Reports that `name` is missing.
    pub fn missing(&self, name: &str, wanted: &str, reader: &mut Reader<'_>) {
        let problem = Problem::error("E0204", self.node.span.head(), format!("the field `{name}` is missing"))
            .help(format!("add `{name}: …`, {wanted}"));
        reader.problems.push(problem);
    }
}

/// The word that heads a node (`Word` or `Word(…)`), checked against `known`.
pub fn word<'n>(node: &'n Node, known: &[&str], reader: &mut Reader<'_>) -> Option<&'n str> {
    word_or(node, known, &format!("one of {}", known.join(", ")), reader)
}

/// The same where something else may stand there too: `wanted` tells of all.
pub fn word_or<'n>(node: &'n Node, known: &[&str], wanted: &str, reader: &mut Reader<'_>) -> Option<&'n str> {
    let name = match &node.kind {
        Kind::Word(name) | Kind::Struct { name: Some(name), .. } | Kind::Tuple { name: Some(name), .. } => name.as_str(),
        _ => {
            reader.expected(node, wanted);
            return None;
        }
    };
    if known.contains(&name) {
        return Some(name);
    }
    let problem =
        Problem::error("E0205", node.span.front(name.len()), format!("`{name}` is not known here")).suggest(name, known.iter().copied());
    reader.problems.push(problem.help(format!("write {wanted}")));
    None
}

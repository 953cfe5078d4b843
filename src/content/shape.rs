//! How a definition is read from a syntax tree: every field once, with its meaning, range and default beside its type,
//! every problem reported, none only the first. The three macros (`shape!`, `choice!`, `variants!`) also keep what they
//! read as a [`Schema`], so that reference pages come from the same lines.

use super::diagnostics::{Problem, Problems};
use super::ids::Ids;
use super::syntax::{Kind, Node};
use crate::units::Month;
use std::collections::BTreeMap;

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
            problem = problem.help(format!("a share is written as a fraction: {n} % is {fraction}"));
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
                let fields = $crate::content::shape::Fields::open(node, FIELDS, reader)?;
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
    let name = match &node.kind {
        Kind::Word(name) | Kind::Struct { name: Some(name), .. } | Kind::Tuple { name: Some(name), .. } => name.as_str(),
        _ => {
            reader.expected(node, &format!("one of {}", known.join(", ")));
            return None;
        }
    };
    if known.contains(&name) {
        return Some(name);
    }
    let problem = Problem::error("E0205", node.span.head(), format!("`{name}` is not known here")).suggest(name, known.iter().copied());
    reader.problems.push(problem.help(format!("write one of {}", known.join(", "))));
    None
}

impl Read for f64 {
    fn wanted() -> String {
        "a number".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Kind::Number(value) = node.kind else {
            let problem = Problem::error("E0201", node.span, format!("expected a number, found {}", node.describe()));
            let quoted = node.text().is_some_and(|text| text.trim().parse::<Self>().is_ok());
            reader.problems.push(if quoted { problem.help("write the number without quotes".to_owned()) } else { problem });
            return None;
        };
        let fault = if !value.is_finite() {
            "this number is not finite"
        } else if value.abs() > LARGEST {
            "this number is too large to mean anything"
        } else if value != 0.0 && value.abs() < SMALLEST {
            "this number is too near to zero to mean anything"
        } else {
            return Some(value);
        };
        reader.problems.push(Problem::error("E0206", node.span, fault.to_owned()).help("write an ordinary number".to_owned()));
        None
    }
}

/// No number of a pack may be further from zero.
const LARGEST: f64 = 1e15;

/// No number of a pack but zero itself may be nearer to zero.
const SMALLEST: f64 = 1e-15;

impl Bounded for f64 {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        check(*self);
    }
}

impl Read for u32 {
    fn wanted() -> String {
        "a whole number".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let value = f64::read(node, reader)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked on the line itself")]
        if value.fract() == 0.0 && (0.0..=4_294_967_295.0).contains(&value) {
            return Some(value as Self);
        }
        reader.expected(node, "a whole number that is not negative");
        None
    }
}

impl Bounded for u32 {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        check(f64::from(*self));
    }
}

impl Read for bool {
    fn wanted() -> String {
        "true or false".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if let Kind::Bool(value) = node.kind {
            return Some(value);
        }
        reader.expected(node, "true or false");
        None
    }
}

impl Read for String {
    fn wanted() -> String {
        "a text in quotes".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Kind::Text(text) = &node.kind else {
            reader.expected(node, "a text in quotes");
            return None;
        };
        if let Some(bad) = text.chars().find(|c| is_unshowable(*c)) {
            let what = format!("this text holds the invisible or direction-changing character U+{:04X}", u32::from(bad));
            reader.problems.push(Problem::error("E0207", node.span, what).help("delete it and type the text again".to_owned()));
            return None;
        }
        Some(text.clone())
    }
}

/// Characters that have no place in a name: control, zero-width, direction overrides.
#[must_use]
pub fn is_unshowable(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{300}'..='\u{36f}')
}

impl Read for Month {
    fn wanted() -> String {
        "a month \"YYYY-MM\"".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let text = String::read(node, reader)?;
        match text.parse() {
            Ok(month) => Some(month),
            Err(why) => {
                let why: crate::units::ParseMonthError = why;
                reader.problems.push(Problem::error("E0208", node.span, format!("`{text}` is not a month")).help(why.to_string()));
                None
            }
        }
    }
}

impl<T: Read> Read for Option<T> {
    fn wanted() -> String {
        T::wanted()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.kind {
            Kind::Word(word) if word == "None" => Some(None),
            Kind::Tuple { name: Some(name), items } if name == "Some" && items.len() == 1 => T::read(&items[0], reader).map(Some),
            _ => T::read(node, reader).map(Some),
        }
    }
}

impl<T: Bounded> Bounded for Option<T> {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        if let Some(value) = self {
            value.numbers(check);
        }
    }
}

impl<T: Read> Read for Vec<T> {
    fn wanted() -> String {
        format!("a list `[…]` of which each is {}", T::wanted())
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Kind::List(items) = &node.kind else {
            reader.expected(node, "a list `[…]`");
            return None;
        };
        let read: Vec<Option<T>> = items.iter().map(|item| T::read(item, reader)).collect();
        read.into_iter().collect()
    }
}

impl<T: Bounded> Bounded for Vec<T> {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        for value in self {
            value.numbers(check);
        }
    }
}

/// A map `{key: value}` without double keys, in key order.
pub type Table<K, V> = BTreeMap<K, V>;

impl<K: Read + Ord, V: Read> Read for BTreeMap<K, V> {
    fn wanted() -> String {
        format!("a table `{{…}}` from {} to {}", K::wanted(), V::wanted())
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let Kind::Map(entries) = &node.kind else {
            reader.expected(node, "a table `{…}`");
            return None;
        };
        let mut table = Self::new();
        let mut complete = true;
        for (key_node, value_node) in entries {
            let key = K::read(key_node, reader);
            let value = V::read(value_node, reader);
            let (Some(key), Some(value)) = (key, value) else {
                complete = false;
                continue;
            };
            if table.insert(key, value).is_some() {
                reader.problems.push(
                    Problem::error("E0209", key_node.span, "this key stands twice in the table".to_owned())
                        .help("keep one of the two".to_owned()),
                );
                complete = false;
            }
        }
        complete.then_some(table)
    }
}

impl<K, V: Bounded> Bounded for BTreeMap<K, V> {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        for value in self.values() {
            value.numbers(check);
        }
    }
}

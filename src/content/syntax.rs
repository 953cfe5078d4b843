//! A RON text as a tree in which every value knows its place. Only form is judged here; meaning is `shape`'s affair.

use std::fmt::Write as _;

/// A piece of a source file: bytes `start..end` of file number `file`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Index into the list of loaded files.
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The first character only: where a long value begins.
    #[must_use]
    pub const fn head(self) -> Self {
        Self { file: self.file, start: self.start, end: if self.end > self.start { self.start + 1 } else { self.end } }
    }
}

impl Span {
    /// The first `length` bytes only: the word at the head of a group.
    #[must_use]
    pub fn front(self, length: usize) -> Self {
        Self { end: self.end.min(self.start + super::files::to_u32(length)), ..self }
    }
}

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// The forms that a RON value can take.
#[derive(Clone, Debug)]
pub enum Kind {
    /// `true` or `false`.
    Bool(bool),
    /// A number; not yet checked to be finite.
    Number(f64),
    /// A text in quotes.
    Text(String),
    /// A bare word, such as `Mining` or `None`.
    Word(String),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `{a: b}`; double keys are kept.
    Map(Vec<(Node, Node)>),
    /// `Name(field: value)` or `(field: value)`.
    Struct {
        /// The word before the parenthesis.
        name: Option<String>,
        /// Name, place of the name, value.
        fields: Vec<(String, Span, Node)>,
    },
    /// `Name(a, b)` or `(a, b)`.
    Tuple {
        /// The word before the parenthesis.
        name: Option<String>,
        /// The values.
        items: Vec<Node>,
    },
}

impl Node {
    /// The value in a modder's words, for messages.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.kind {
            Kind::Bool(value) => format!("`{value}`"),
            Kind::Number(value) => format!("the number {value}"),
            Kind::Text(text) => format!("the text \"{}\"", text.chars().take(40).collect::<String>()),
            Kind::Word(word) => format!("the word `{word}`"),
            Kind::List(_) => "a list `[…]`".to_owned(),
            Kind::Map(_) => "a table `{…}`".to_owned(),
            Kind::Struct { name: Some(name), .. } | Kind::Tuple { name: Some(name), .. } => format!("`{name}(…)`"),
            Kind::Struct { .. } => "a group of fields `(…)`".to_owned(),
            Kind::Tuple { .. } => "a group of values `(…)`".to_owned(),
        }
    }
}

impl Node {
    /// The value of field `name` of a group.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Struct { fields, .. } => fields.iter().find(|(n, _, _)| n == name).map(|(_, _, value)| value),
            _ => None,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The word by which a value of a list or table is known: a text or word itself, a whole number, or the first value
    /// of a group, `"lfp_cell"` in `(good: "lfp_cell", units: 2)`.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        match &self.kind {
            Kind::Text(word) | Kind::Word(word) => Some(word.clone()),
            Kind::Number(number) => Some(number.to_string()),
            Kind::Struct { fields, .. } => fields.first().and_then(|(_, _, value)| value.key()),
            Kind::Tuple { items, .. } => items.first().and_then(Self::key),
            _ => None,
        }
    }

    /// The values directly inside.
    pub fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match &self.kind {
            Kind::List(items) | Kind::Tuple { items, .. } => Box::new(items.iter()),
            Kind::Map(entries) => Box::new(entries.iter().flat_map(|(key, value)| [key, value])),
            Kind::Struct { fields, .. } => Box::new(fields.iter().map(|(_, _, value)| value)),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Calls `visit` for every number inside and puts its answer in place.
    pub fn map_numbers(&mut self, visit: &mut dyn FnMut(f64) -> f64) {
        match &mut self.kind {
            Kind::Number(number) => *number = visit(*number),
            Kind::List(items) | Kind::Tuple { items, .. } => items.iter_mut().for_each(|item| item.map_numbers(visit)),
            Kind::Map(entries) => entries.iter_mut().for_each(|(_, value)| value.map_numbers(visit)),
            Kind::Struct { fields, .. } => fields.iter_mut().for_each(|(_, _, value)| value.map_numbers(visit)),
            Kind::Bool(_) | Kind::Text(_) | Kind::Word(_) => {}
        }
    }

    /// The value as one canonical text: fields and tables in order of their names, comments and layout gone, numbers
    /// exact. Equal texts mean equal values.
    #[must_use]
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        self.write_canonical(&mut text);
        text
    }

    fn write_canonical(&self, out: &mut String) {
        match &self.kind {
            Kind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            // Writing to a text cannot fail.
            Kind::Number(value) => {
                let _ = write!(out, "{value}");
            }
            Kind::Text(text) => {
                let _ = write!(out, "{text:?}");
            }
            Kind::Word(word) => out.push_str(word),
            Kind::Tuple { name: Some(name), items } if name == "Some" && items.len() == 1 => items[0].write_canonical(out),
            Kind::List(items) => write_all(out, ('[', ']'), items, |item, out| item.write_canonical(out)),
            Kind::Tuple { name, items } => {
                out.push_str(name.as_deref().unwrap_or_default());
                write_all(out, ('(', ')'), items, |item, out| item.write_canonical(out));
            }
            Kind::Map(entries) => {
                let mut parts: Vec<String> = entries.iter().map(|(key, value)| pair(&key.canonical(), value)).collect();
                parts.sort_unstable();
                write_all(out, ('{', '}'), &parts, |part, out| out.push_str(part));
            }
            Kind::Struct { name, fields } => {
                out.push_str(name.as_deref().unwrap_or_default());
                let mut fields: Vec<_> = fields.iter().map(|(name, _, value)| (name, value)).collect();
                fields.sort_by_key(|(name, _)| *name);
                write_all(out, ('(', ')'), &fields, |(name, value), out| {
                    out.push_str(name);
                    out.push_str(": ");
                    value.write_canonical(out);
                });
            }
        }
    }
}

fn pair(key: &str, value: &Node) -> String {
    let mut text = format!("{key}: ");
    value.write_canonical(&mut text);
    text
}

fn write_all<T>(out: &mut String, (open, close): (char, char), parts: &[T], write: impl Fn(&T, &mut String)) {
    out.push(open);
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        write(part, out);
    }
    out.push(close);
}

//! A RON text as a tree in which every value knows its place. Only form is judged here; meaning is `shape`'s affair.

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

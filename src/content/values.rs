//! How plain values are read: numbers, texts, months, lists, tables. Groups of fields are in `content::shape`.

use super::diagnostics::Problem;
use super::shape::{Bounded, Read, Reader};
use super::syntax::{Kind, Node};
use crate::units::Month;
use std::collections::BTreeMap;

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
                    Problem::error("E0209", key_node.span, format!("{} stands twice in the table", key_node.describe()))
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

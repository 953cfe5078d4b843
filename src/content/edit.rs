//! Changing a field inside a definition: finding it along its path, then setting, scaling, adding, removing.

use super::operations::{Change, Edit};
use super::syntax::{Kind, Node, Span};

/// Why an edit cannot be done, in a modder's words, and the words that exist where one was not found.
#[derive(Debug)]
pub struct Refused {
    /// What is wrong.
    pub message: String,
    /// The path segment that was not found, and its neighbours.
    pub unknown: Option<(String, Vec<String>)>,
    /// Only worth a warning; the definition is as wished already.
    pub harmless: bool,
}

fn refuse<T>(message: String) -> Result<T, Refused> {
    Err(Refused { message, unknown: None, harmless: false })
}

/// Whether two written ids name the same word, with or without pack.
fn same_word(a: &str, b: &str) -> bool {
    let bare = |word: &str| word.rsplit_once(':').map_or(word.to_owned(), |(_, w)| w.to_owned());
    if a.contains(':') && b.contains(':') { a == b } else { bare(a) == bare(b) }
}

fn has_key(node: &Node, key: &str) -> bool {
    let named = match &node.kind {
        Kind::Struct { name: Some(name), .. } | Kind::Tuple { name: Some(name), .. } => name == key,
        _ => false,
    };
    named || node.key().is_some_and(|k| same_word(&k, key))
}

/// The value at `path` below `node`, as in `at.china`.
#[must_use]
pub fn find<'n>(node: &'n Node, path: &[&str]) -> Option<&'n Node> {
    let Some((first, rest)) = path.split_first() else { return Some(node) };
    let next = match &node.kind {
        Kind::Struct { .. } => node.field(first),
        Kind::Map(entries) => entries.iter().find(|(key, _)| has_key(key, first)).map(|(_, value)| value),
        Kind::List(items) => items.iter().find(|item| has_key(item, first)).or_else(|| items.get(first.parse::<usize>().ok()?)),
        Kind::Tuple { items, .. } if items.len() == 1 => return find(&items[0], path),
        Kind::Number(_) if *first == "all" => Some(node),
        _ => None,
    };
    next.and_then(|next| find(next, rest))
}

/// The value one step below `node`; it is made if `make` and the place allows it.
fn step<'n>(node: &'n mut Node, name: &str, span: Span, make: bool) -> Result<&'n mut Node, Refused> {
    if let Kind::Number(value) = node.kind
        && matches!(name, "all" | "at")
    {
        let all = ("all".to_owned(), node.span, Node { span: node.span, kind: Kind::Number(value) });
        node.kind = Kind::Struct { name: None, fields: vec![all] };
    }
    let described = node.describe();
    match &mut node.kind {
        Kind::Struct { fields, .. } => {
            let known: Vec<String> = fields.iter().map(|(n, _, _)| n.clone()).collect();
            let at = match known.iter().position(|n| n == name) {
                Some(at) => at,
                None if make || name == "at" => {
                    fields.push((name.to_owned(), span, Node { span, kind: Kind::Map(Vec::new()) }));
                    fields.len() - 1
                }
                None => return absent(name, known),
            };
            Ok(&mut fields[at].2)
        }
        Kind::Map(entries) => {
            let known: Vec<String> = entries.iter().filter_map(|(key, _)| key.key()).collect();
            let at = match entries.iter().position(|(key, _)| has_key(key, name)) {
                Some(at) => at,
                None if make => {
                    entries.push((Node { span, kind: key_kind(name) }, Node { span, kind: Kind::Map(Vec::new()) }));
                    entries.len() - 1
                }
                None => return absent(name, known),
            };
            Ok(&mut entries[at].1)
        }
        Kind::List(items) => {
            let known: Vec<String> = items.iter().filter_map(Node::key).collect();
            only_one(items, name)?;
            match items.iter().position(|item| has_key(item, name)) {
                Some(at) => Ok(&mut items[at]),
                None => absent(name, known),
            }
        }
        Kind::Tuple { items, .. } if items.len() == 1 => step(&mut items[0], name, span, make),
        _ => refuse(format!("there is nothing called `{name}` inside {described}")),
    }
}

/// Refuses a key that several values of a list have.
fn only_one(items: &[Node], key: &str) -> Result<(), Refused> {
    match items.iter().filter(|item| has_key(item, key)).count() {
        0 | 1 => Ok(()),
        many => refuse(format!("{many} values of the list begin with `{key}`; set the whole list")),
    }
}

/// How a key of a table is written: enum words begin with a capital, years are numbers, ids are texts.
fn key_kind(name: &str) -> Kind {
    if let Ok(number) = name.parse::<u32>() {
        return Kind::Number(f64::from(number));
    }
    if name.starts_with(|c: char| c.is_ascii_uppercase()) { Kind::Word(name.to_owned()) } else { Kind::Text(name.to_owned()) }
}

fn absent<T>(name: &str, known: Vec<String>) -> Result<T, Refused> {
    let message = format!("there is no `{name}` here to change");
    Err(Refused { message, unknown: Some((name.to_owned(), known)), harmless: false })
}

/// Does one edit to a definition. Returns the value before it.
pub fn apply(definition: &mut Node, edit: &Edit) -> Result<Option<String>, Refused> {
    let mut node = definition;
    let last = edit.path.len() - 1;
    let mut existed = true;
    for (depth, name) in edit.path.iter().enumerate() {
        let make = depth == last && matches!(edit.change, Change::Set(_) | Change::Add(_));
        let path: [&str; 1] = [name];
        existed = existed && find(node, &path).is_some();
        node = step(node, name, edit.path_span, make)?;
    }
    let before = existed.then(|| node.canonical());
    match &edit.change {
        Change::Set(value) => *node = value.clone(),
        Change::Scale(factor) => scale(node, *factor, edit.span)?,
        Change::Add(values) => {
            if !existed {
                node.kind = if matches!(values.kind, Kind::List(_)) { Kind::List(Vec::new()) } else { Kind::Map(Vec::new()) };
            }
            add(node, values)?;
        }
        Change::Remove(keys) => remove(node, keys)?,
    }
    Ok(before)
}

fn scale(node: &mut Node, factor: f64, span: Span) -> Result<(), Refused> {
    let mut numbers = 0;
    node.map_numbers(&mut |n| {
        numbers += 1;
        // Ten times as many digits as any source has, so that 0.1 × 3 is 0.3 in every message.
        let scaled = n * factor;
        format!("{scaled:.12e}").parse().unwrap_or(scaled)
    });
    if numbers == 0 {
        return refuse(format!("{} holds no number to scale", node.describe()));
    }
    node.span = span;
    Ok(())
}

fn add(node: &mut Node, values: &Node) -> Result<(), Refused> {
    let what = node.describe();
    match (&mut node.kind, &values.kind) {
        (Kind::Tuple { items, .. }, _) if items.len() == 1 => add(&mut items[0], values),
        (Kind::List(items), Kind::List(new)) => {
            for value in new {
                if items.iter().any(|item| item.canonical() == value.canonical()) {
                    let message = format!("{} is in the list already", value.describe());
                    return Err(Refused { message, unknown: None, harmless: true });
                }
                items.push(value.clone());
            }
            Ok(())
        }
        (Kind::Map(entries), Kind::Map(new)) => {
            for (key, value) in new {
                let word = key.key().unwrap_or_default();
                if entries.iter().any(|(k, _)| has_key(k, &word)) {
                    return refuse(format!("`{word}` is in the table already; use Set to change it"));
                }
                entries.push((key.clone(), value.clone()));
            }
            Ok(())
        }
        _ => refuse(format!("cannot add {} to {what}", values.describe())),
    }
}

fn remove(node: &mut Node, keys: &[Node]) -> Result<(), Refused> {
    for key in keys {
        let Some(word) = key.key() else { return refuse(format!("{} is no key", key.describe())) };
        let known: Vec<String> = match &mut node.kind {
            Kind::Tuple { items, .. } if items.len() == 1 => return remove(&mut items[0], keys),
            Kind::List(items) => {
                only_one(items, &word)?;
                if let Some(at) = items.iter().position(|item| has_key(item, &word)) {
                    items.remove(at);
                    continue;
                }
                items.iter().filter_map(Node::key).collect()
            }
            Kind::Map(entries) => {
                if let Some(at) = entries.iter().position(|(k, _)| has_key(k, &word)) {
                    entries.remove(at);
                    continue;
                }
                entries.iter().filter_map(|(k, _)| k.key()).collect()
            }
            _ => return refuse(format!("cannot remove from {}", node.describe())),
        };
        return Err(Refused { message: format!("there is no `{word}` to remove"), unknown: Some((word, known)), harmless: false });
    }
    Ok(())
}

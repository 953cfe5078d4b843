//! What the items of a file ask for: to define, patch, override or remove something. Doing it is `content::merge`'s affair.

use super::diagnostics::{Problem, Problems};
use super::ids::id_fault;
use super::syntax::{Kind, Node, Span};

/// A change of one field.
#[derive(Clone, Debug)]
pub enum Change {
    /// The field becomes this.
    Set(Node),
    /// Every number of the field is multiplied.
    Scale(f64),
    /// These values are added to a list or table.
    Add(Node),
    /// The values with these keys are taken out of a list or table.
    Remove(Vec<Node>),
}

impl Change {
    /// The word a file has for it.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Set(_) => "Set",
            Self::Scale(_) => "Scale",
            Self::Add(_) => "Add",
            Self::Remove(_) => "Remove",
        }
    }

    /// One canonical text for it, such as `Scale 0.9`.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Set(value) | Self::Add(value) => format!("{} {}", self.word(), value.canonical()),
            Self::Scale(factor) => format!("Scale {factor}"),
            Self::Remove(keys) => {
                let mut keys: Vec<String> = keys.iter().map(Node::canonical).collect();
                keys.sort();
                format!("Remove {}", keys.join(", "))
            }
        }
    }
}

/// A change at a path of fields.
#[derive(Clone, Debug)]
pub struct Edit {
    /// `capex_musd_per_unit.at.china`, cut at the points.
    pub path: Vec<String>,
    /// Where the path is written.
    pub path_span: Span,
    /// What to do.
    pub change: Change,
    /// The whole edit.
    pub span: Span,
}

/// The item that an operation is about.
#[derive(Clone, Debug)]
pub struct Target {
    /// `word` or `pack:word` as written.
    pub word: String,
    /// Where.
    pub span: Span,
}

/// One item of a file.
#[derive(Clone, Debug)]
pub enum Operation {
    /// A new item.
    Define(Target, Node),
    /// Changes of fields.
    Patch(Target, Vec<Edit>),
    /// A whole new definition of a known item.
    Override(Target, Node),
    /// The item is taken out.
    Remove(Target),
}

const WORDS: [&str; 4] = ["Define", "Patch", "Override", "Remove"];

/// Reads one item. None means that a problem has been reported.
pub fn read(node: Node, problems: &mut Problems) -> Option<Operation> {
    let span = node.span;
    let (name, mut items) = match node.kind {
        Kind::Tuple { name: Some(name), items } => (name, items),
        Kind::Struct { name: None, fields } => {
            problems.push(
                Problem::error("E0401", span.head(), "this item does not say what to do".to_owned())
                    .help("write `Define((id: …, …))` around a new item".to_owned()),
            );
            return define(Node { span, kind: Kind::Struct { name: None, fields } }, problems);
        }
        kind => return wrong_form(&Node { span, kind }, problems),
    };
    match (name.as_str(), items.len()) {
        ("Define", 1) => define(items.remove(0), problems),
        ("Patch", 2) => {
            let edits = items.remove(1);
            let target = target(&items[0], problems)?;
            Some(Operation::Patch(target, edits_of(edits, problems)?))
        }
        ("Override", 2) => {
            let body = items.remove(1);
            let target = target(&items[0], problems)?;
            Some(Operation::Override(target, group(body, problems)?))
        }
        ("Remove", 1) => target(&items[0], problems).map(Operation::Remove),
        _ => wrong_form(&Node { span, kind: Kind::Tuple { name: Some(name), items } }, problems),
    }
}

fn wrong_form(node: &Node, problems: &mut Problems) -> Option<Operation> {
    let (Kind::Tuple { name: Some(name), .. } | Kind::Struct { name: Some(name), .. } | Kind::Word(name)) = &node.kind else {
        let message = format!("expected an item, found {}", node.describe());
        problems.push(Problem::error("E0401", node.span, message).help("write `Define((id: …, …))`".to_owned()));
        return None;
    };
    let form = match name.as_str() {
        "Define" => "Define((id: \"…\", …))",
        "Patch" => "Patch(\"base:word\", [Set(field, value), …])",
        "Override" => "Override(\"base:word\", (…))",
        "Remove" => "Remove(\"base:word\")",
        _ => {
            let problem = Problem::error("E0401", node.span.front(name.len()), format!("`{name}` is nothing that can be done to an item"));
            problems.push(problem.suggest(name, WORDS.into_iter()).help(format!("write one of {}", WORDS.join(", "))));
            return None;
        }
    };
    let problem = Problem::error("E0401", node.span.head(), format!("`{name}` is not written like this"));
    problems.push(problem.help(format!("write `{form}`")));
    None
}

fn group(node: Node, problems: &mut Problems) -> Option<Node> {
    match node.kind {
        Kind::Struct { name: None, .. } => Some(node),
        Kind::Tuple { name: None, ref items } if items.is_empty() => {
            Some(Node { span: node.span, kind: Kind::Struct { name: None, fields: Vec::new() } })
        }
        _ => {
            problems.push(Problem::error("E0201", node.span, format!("expected a group of fields `(…)`, found {}", node.describe())));
            None
        }
    }
}

/// A definition: its id is taken out of the fields.
fn define(node: Node, problems: &mut Problems) -> Option<Operation> {
    let mut body = group(node, problems)?;
    let span = body.span;
    let Kind::Struct { fields, .. } = &mut body.kind else { return None };
    let Some(at) = fields.iter().position(|(name, _, _)| name == "id") else {
        problems.push(Problem::error("E0204", span.head(), "the field `id` is missing".to_owned()).help("add `id: \"…\"`".to_owned()));
        return None;
    };
    let (_, _, id) = fields.remove(at);
    let Some(word) = id.text() else {
        problems.push(Problem::error("E0201", id.span, format!("expected an id in quotes, found {}", id.describe())));
        return None;
    };
    if let Some(fault) = id_fault(word) {
        problems.push(fault_of_id(word, fault, id.span));
        return None;
    }
    Some(Operation::Define(Target { word: word.to_owned(), span: id.span }, body))
}

/// The problem of a word that cannot be an id.
#[must_use]
pub fn fault_of_id(word: &str, fault: &str, span: Span) -> Problem {
    Problem::error("E0304", span, format!("`{}` cannot be an id: {fault}", super::diagnostics::clip(word)))
        .help("an id has small letters, digits and _, at most 64 of them".to_owned())
}

fn target(node: &Node, problems: &mut Problems) -> Option<Target> {
    let Some(word) = node.text() else {
        problems.push(Problem::error("E0201", node.span, format!("expected an id in quotes, found {}", node.describe())));
        return None;
    };
    let fault = word.split(':').find_map(id_fault).or((word.matches(':').count() > 1).then_some("it has more than one `:`"));
    if let Some(fault) = fault {
        problems.push(fault_of_id(word, fault, node.span));
        return None;
    }
    Some(Target { word: word.to_owned(), span: node.span })
}

fn edits_of(node: Node, problems: &mut Problems) -> Option<Vec<Edit>> {
    let Kind::List(list) = node.kind else {
        problems.push(Problem::error(
            "E0201",
            node.span,
            format!("expected a list of changes `[Set(field, value)]`, found {}", node.describe()),
        ));
        return None;
    };
    let read: Vec<Option<Edit>> = list.into_iter().map(|node| edit(node, problems)).collect();
    read.into_iter().collect()
}

fn edit(node: Node, problems: &mut Problems) -> Option<Edit> {
    const CHANGES: [&str; 4] = ["Set", "Scale", "Add", "Remove"];
    let span = node.span;
    let described = node.describe();
    let Kind::Tuple { name: Some(name), mut items } = node.kind else {
        let help = "write Set(field, value), Scale(field, number), Add(list, […]) or Remove(list, […])";
        problems.push(Problem::error("E0402", span, format!("expected a change of a field, found {described}")).help(help.to_owned()));
        return None;
    };
    if !CHANGES.contains(&name.as_str()) {
        let problem = Problem::error("E0402", span.front(name.len()), format!("`{name}` is nothing that can be done to a field"));
        problems.push(problem.suggest(&name, CHANGES.into_iter()).help(format!("write one of {}", CHANGES.join(", "))));
        return None;
    }
    if items.len() != 2 {
        problems
            .push(Problem::error("E0402", span, format!("`{name}` takes a field and a value")).help(format!("write `{name}(field, …)`")));
        return None;
    }
    let value = items.remove(1);
    let (Kind::Word(path) | Kind::Text(path)) = &items[0].kind else {
        problems.push(Problem::error("E0402", items[0].span, format!("expected the name of a field, found {}", items[0].describe())));
        return None;
    };
    let path_span = items[0].span;
    let path: Vec<String> = path.split('.').map(str::to_owned).collect();
    if path.len() > 16 || path.iter().any(String::is_empty) {
        problems.push(Problem::error("E0402", path_span, "this is not a path of fields, like `capex_musd_per_unit.at`".to_owned()));
        return None;
    }
    if path[0] == "id" {
        problems.push(Problem::error("E0402", path_span, "the id of an item cannot be changed".to_owned()));
        return None;
    }
    let change = change(&name, value, problems)?;
    Some(Edit { path, path_span, change, span })
}

fn change(name: &str, value: Node, problems: &mut Problems) -> Option<Change> {
    match (name, value.kind) {
        ("Set", kind) => Some(Change::Set(Node { span: value.span, kind })),
        ("Scale", Kind::Number(factor)) if factor.is_finite() => Some(Change::Scale(factor)),
        ("Add", kind @ (Kind::List(_) | Kind::Map(_))) => Some(Change::Add(Node { span: value.span, kind })),
        ("Remove", Kind::List(keys)) => Some(Change::Remove(keys)),
        (_, kind) => {
            let wanted = if name == "Scale" { "a number" } else { "a list `[…]`" };
            let found = Node { span: value.span, kind }.describe();
            problems.push(Problem::error("E0402", value.span, format!("`{name}` needs {wanted}, found {found}")));
            None
        }
    }
}

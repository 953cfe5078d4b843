//! Problems as people and tools read them: text with the line and a caret, or JSON.

use super::diagnostics::{Problem, Problems, Severity, count};
use super::files::{Files, SourceFile};
use super::shape::is_unshowable;
use super::syntax::Span;
use codespan_reporting::diagnostic::{Diagnostic, Label, Severity as Level};
use codespan_reporting::files::Error;
use codespan_reporting::term::{Config, emit_into_string};
use serde_json::{Value, json};
use std::ops::Range;

/// Columns of a line that are shown at most.
const WIDTH: usize = 140;

/// One line of a file around a place, cut where it is very long and without characters that could disturb a terminal.
struct Excerpt {
    name: String,
    line: usize,
    column: usize,
    text: String,
    mark: Range<usize>,
}

impl Excerpt {
    fn new(file: &SourceFile, span: Span) -> Self {
        let (line, column) = file.place(span.start);
        let whole = file.line(line);
        let boundary = |at: usize| (0..=at.min(file.text.len())).rev().find(|at| file.text.is_char_boundary(*at)).unwrap_or(0);
        let start = boundary((span.start as usize).clamp(whole.start, whole.end));
        let end = boundary((span.end as usize).clamp(start, whole.end));
        let before: Vec<char> = file.text[whole.start..start].chars().collect();
        let shown_before = &before[before.len().saturating_sub(WIDTH / 2)..];
        let marked: Vec<char> = file.text[start..end].chars().take(WIDTH / 2).collect();
        let after: Vec<char> = file.text[end..whole.end].chars().take(WIDTH / 2).collect();
        let tame = |chars: &[char]| chars.iter().map(|c| if is_unshowable(*c) && *c != '\t' { '·' } else { *c }).collect::<String>();
        let head = tame(shown_before);
        let mark = tame(&marked);
        let range = head.len()..head.len() + mark.len();
        let text =
            format!("{head}{mark}{}", if end - start > marked.iter().map(|c| c.len_utf8()).sum() { "…".into() } else { tame(&after) });
        Self { name: file.path.clone(), line, column, text, mark: range }
    }
}

/// The excerpts of one problem, as codespan-reporting asks for them. A line has the number that it has in its file.
struct Excerpts(Vec<Excerpt>);

impl Excerpts {
    fn get(&self, id: usize) -> Result<&Excerpt, Error> {
        self.0.get(id).ok_or(Error::FileMissing)
    }
}

impl<'a> codespan_reporting::files::Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id).map(|excerpt| excerpt.name.as_str())
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.get(id).map(|excerpt| excerpt.text.as_str())
    }

    fn line_index(&'a self, id: usize, _byte: usize) -> Result<usize, Error> {
        self.get(id).map(|excerpt| excerpt.line - 1)
    }

    fn column_number(&'a self, id: usize, _line: usize, byte: usize) -> Result<usize, Error> {
        let excerpt = self.get(id)?;
        let extra = byte.saturating_sub(excerpt.mark.start);
        Ok(excerpt.column + extra)
    }

    fn line_range(&'a self, id: usize, line: usize) -> Result<Range<usize>, Error> {
        let excerpt = self.get(id)?;
        if line + 1 == excerpt.line { Ok(0..excerpt.text.len()) } else { Err(Error::LineTooLarge { given: line, max: excerpt.line }) }
    }
}

/// A text without characters that could disturb a terminal.
fn tame(text: &str) -> String {
    text.chars().map(|c| if is_unshowable(c) || c == '\n' { '·' } else { c }).collect()
}

/// One problem with its lines and carets.
#[must_use]
pub fn draw(problem: &Problem, files: &Files) -> String {
    let level = match problem.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    };
    let mut notes: Vec<String> = problem.help.iter().map(|help| format!("= {}", tame(help))).collect();
    let mut excerpts = Vec::new();
    let mut labels = Vec::new();
    if let Some((span, file)) = problem.span.and_then(|span| Some((span, files.of(span)?))) {
        let excerpt = Excerpt::new(file, span);
        labels.push(Label::primary(0, excerpt.mark.clone()));
        excerpts.push(excerpt);
    }
    if let Some((span, what)) = &problem.related
        && let Some(file) = files.of(*span)
    {
        notes.push(format!("= {}: {}", tame(what), files.locate(*span)));
        let excerpt = Excerpt::new(file, *span);
        if excerpts.first().is_none_or(|first: &Excerpt| first.line != excerpt.line || first.name != excerpt.name) {
            labels.push(Label::secondary(1, excerpt.mark.clone()).with_message(tame(what)));
            excerpts.push(excerpt);
        }
    }
    let mut message = tame(&problem.message);
    if let Some(path) = problem.path.as_ref().filter(|_| problem.span.is_none()) {
        message = format!("{}: {message}", tame(path));
    }
    let diagnostic = Diagnostic::new(level).with_code(problem.code).with_message(message).with_labels(labels).with_notes(notes);
    let config = Config { start_context_lines: 1, end_context_lines: 1, ..Config::default() };
    emit_into_string(&config, &Excerpts(excerpts), &diagnostic).unwrap_or_else(|_| format!("{}\n", line(problem, files)))
}

/// All problems with their lines and carets, then one line that sums them up.
#[must_use]
pub fn text(problems: &Problems, files: &Files) -> String {
    let mut text: String = problems.list().iter().map(|problem| draw(problem, files) + "\n").collect();
    text.push_str(&summary(problems));
    text.push('\n');
    text
}

/// One problem on one line: `file:line:column: error[E0302]: unknown good …`.
#[must_use]
pub fn line(problem: &Problem, files: &Files) -> String {
    let place = problem.span.map(|span| files.locate(span)).or_else(|| problem.path.clone()).unwrap_or_default();
    tame(&format!("{place}: {}[{}]: {}", problem.severity.word(), problem.code, problem.message))
}

/// One calm line on all problems.
#[must_use]
pub fn summary(problems: &Problems) -> String {
    let (errors, warnings, notes) = problems.counts();
    if errors + warnings + notes == 0 {
        return "No problems.".to_owned();
    }
    let counts = [(errors, "error"), (warnings, "warning"), (notes, "note")];
    let parts: Vec<String> = counts.iter().filter(|(many, _)| *many > 0).map(|(many, what)| count(*many, what)).collect();
    let cut = (errors + warnings + notes).saturating_sub(problems.list().len());
    let shown = if cut > 0 { format!(" ({cut} not shown)") } else { String::new() };
    let end = if errors > 0 { "It cannot be played until the errors are mended." } else { "It can be played." };
    format!("{}{shown}. {end}", parts.join(", "))
}

fn place_json(span: Span, files: &Files) -> Value {
    let Some(file) = files.of(span) else { return Value::Null };
    let (line, column) = file.place(span.start);
    let (end_line, end_column) = file.place(span.end);
    json!({ "file": file.path, "pack": file.pack, "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}

/// All problems as one JSON value.
#[must_use]
pub fn as_json(problems: &Problems, files: &Files) -> Value {
    let one = |problem: &Problem| {
        json!({
            "severity": problem.severity.word(),
            "code": problem.code,
            "message": problem.message,
            "at": problem.span.map(|span| place_json(span, files)),
            "path": problem.path,
            "help": problem.help,
            "related": problem.related.as_ref().map(|(span, what)| json!({ "message": what, "at": place_json(*span, files) })),
        })
    };
    let (errors, warnings, notes) = problems.counts();
    json!({ "errors": errors, "warnings": warnings, "notes": notes, "problems": problems.list().iter().map(one).collect::<Vec<_>>() })
}

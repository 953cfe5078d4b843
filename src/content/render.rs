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

/// Letters of a line that are shown at most.
const WIDTH: usize = 160;

/// The first `most` letters of a text.
fn first_letters(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).map_or(text, |(at, _)| &text[..at])
}

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
        let tame = |text: &str| text.chars().map(|c| if is_unshowable(c) && c != '\t' { '·' } else { c }).collect::<String>();
        let (before, marked, after) = (&file.text[whole.start..start], &file.text[start..end], &file.text[end..whole.end]);
        let long = file.text[whole.clone()].chars().count() > WIDTH;
        let letters = before.chars().count();
        let head = tame(if long {
            before.char_indices().nth(letters.saturating_sub(WIDTH / 2)).map_or("", |(at, _)| &before[at..])
        } else {
            before
        });
        let mark = tame(if long { first_letters(marked, WIDTH / 2) } else { marked });
        let tail = tame(if long { first_letters(after, WIDTH / 2) } else { after });
        let range = head.len()..head.len() + mark.len();
        let text = if mark.chars().count() < marked.chars().count() { format!("{head}{mark}…") } else { format!("{head}{mark}{tail}") };
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

/// One problem with its line and a caret.
#[must_use]
pub fn draw(problem: &Problem, files: &Files) -> String {
    let level = match problem.severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    };
    let mut notes: Vec<String> = problem.help.iter().map(|help| tame(help)).collect();
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
        let excerpt = Excerpt::new(file, *span);
        if excerpts.first().is_none_or(|first: &Excerpt| first.line != excerpt.line || first.name != excerpt.name) {
            labels.push(Label::secondary(1, excerpt.mark.clone()).with_message(tame(what)));
            excerpts.push(excerpt);
        } else {
            notes.push(format!("{}: {}", tame(what), files.locate(*span)));
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
    let mut text: String = problems.list().iter().map(|problem| draw(problem, files)).collect();
    let (errors, warnings, notes) = problems.counts();
    text.push_str(&summary([errors, warnings, notes], problems.unseen()));
    text.push('\n');
    text
}

/// One problem on one line: `file:line:column: error[E0302]: unknown good …`.
#[must_use]
pub fn line(problem: &Problem, files: &Files) -> String {
    let place = problem.span.map(|span| files.locate(span)).or_else(|| problem.path.clone()).unwrap_or_default();
    tame(&format!("{place}: {}[{}]: {}", problem.severity.word(), problem.code, problem.message))
}

/// One calm line on so many errors, warnings and notes, of which `unseen` are not shown.
#[must_use]
pub fn summary(counts: [usize; 3], unseen: usize) -> String {
    if counts == [0; 3] {
        return "No problems.".to_owned();
    }
    let parts: Vec<String> =
        counts.iter().zip(["error", "warning", "note"]).filter(|(many, _)| **many > 0).map(|(many, what)| count(*many, what)).collect();
    let shown = if unseen > 0 { format!(" ({unseen} not shown)") } else { String::new() };
    let end = if counts[0] > 0 { "It cannot be played until the errors are mended." } else { "It can be played." };
    format!("{}{shown}. {end}", parts.join(", "))
}

fn place_json(span: Span, files: &Files) -> Value {
    let Some(file) = files.of(span) else { return Value::Null };
    let (line, column) = file.place(span.start);
    let (end_line, end_column) = file.place(span.end);
    json!({ "file": file.path, "pack": file.pack, "line": line, "column": column, "end_line": end_line, "end_column": end_column })
}

/// One problem as JSON.
#[must_use]
pub fn value(problem: &Problem, files: &Files) -> Value {
    json!({
        "severity": problem.severity.word(),
        "code": problem.code,
        "message": problem.message,
        "at": problem.span.map(|span| place_json(span, files)),
        "path": problem.path,
        "help": problem.help,
        "related": problem.related.as_ref().map(|(span, what)| json!({ "message": what, "at": place_json(*span, files) })),
    })
}

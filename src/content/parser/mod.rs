//! From pieces to a tree. A mistake costs the item that it stands in, never the file: the others still load, and every
//! mistake is reported. What the items mean is judged in `content::operations` and `content::shape`.

mod recovery;
mod values;

use super::diagnostics::{Problem, clip};
use super::files::to_u32;
use super::lexer::{MOST_SYNTAX_PROBLEMS, Piece, Token, cut};
use super::syntax::{Node, Span};

/// Levels of brackets within brackets.
pub const MOST_LEVELS: usize = 64;

/// What a file of items holds.
#[derive(Debug, Default)]
pub struct Document {
    /// The word at its head, such as `Goods`.
    pub head: Option<(String, Span)>,
    /// The items that could be read.
    pub items: Vec<Node>,
    /// Ids of items that could not be read, with their places; none if the id itself is unreadable.
    pub broken: Vec<(String, Span)>,
    /// How many values there are, those inside others included.
    pub values: usize,
}

/// Reads `Head([item, item, …])`. Problems are added to `problems`.
pub fn parse_document(file: u32, text: &str, problems: &mut Vec<Problem>) -> Document {
    let mut parser = Parser::new(file, text);
    let mut document = Document::default();
    if parser.extensions().is_ok() {
        parser.document(&mut document);
    }
    document.values = parser.values;
    problems.append(&mut parser.problems);
    document
}

/// Reads a text that is one value.
pub fn parse_value(file: u32, text: &str, problems: &mut Vec<Problem>) -> Option<Node> {
    let mut parser = Parser::new(file, text);
    let node = parser.extensions().and_then(|()| parser.value()).ok();
    if node.is_some() && parser.problems.is_empty() && parser.peek().piece != Piece::End {
        parser.error_here("E0102", "nothing may follow here".to_owned());
    }
    let clean = parser.problems.is_empty() && !parser.broken;
    problems.append(&mut parser.problems);
    node.filter(|_| clean)
}

/// A problem has been reported; the reader must go on elsewhere.
struct Stop;

struct Parser<'t> {
    file: u32,
    text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    /// Something of the present item was skipped.
    broken: bool,
    /// Where the present item begins.
    item: Option<usize>,
    values: usize,
    problems: Vec<Problem>,
}

impl<'t> Parser<'t> {
    fn new(file: u32, text: &'t str) -> Self {
        let mut problems = Vec::new();
        let tokens = cut(file, text, &mut problems);
        Self { file, text, tokens, at: 0, depth: 0, broken: false, item: None, values: 0, problems }
    }

    fn token(&self, at: usize) -> Token {
        self.tokens.get(at).or(self.tokens.last()).copied().unwrap_or(Token { piece: Piece::End, start: 0, end: 0 })
    }

    fn peek(&self) -> Token {
        self.token(self.at)
    }

    fn bump(&mut self) -> Token {
        let token = self.peek();
        self.at = (self.at + 1).min(self.tokens.len().saturating_sub(1));
        token
    }

    fn text_of(&self, token: Token) -> &'t str {
        self.text.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    fn span_of(&self, token: Token) -> Span {
        Span { file: self.file, start: token.start, end: token.end }
    }

    /// The last character before the present token: where something is missing.
    fn behind(&self) -> Span {
        let end = if self.at == 0 { self.peek().start } else { self.token(self.at - 1).end };
        let before = self.text.get(..end as usize).unwrap_or_default();
        let width = before.chars().next_back().map_or(0, char::len_utf8);
        Span { file: self.file, start: end - to_u32(width), end }
    }

    fn report(&mut self, problem: Problem) {
        if self.problems.len() < MOST_SYNTAX_PROBLEMS {
            self.problems.push(problem);
        } else if self.problems.len() == MOST_SYNTAX_PROBLEMS {
            let span = problem.span.unwrap_or_default();
            self.problems.push(Problem::error("E0199", span, "too many mistakes; the rest of this file was not read".to_owned()));
            self.at = self.tokens.len().saturating_sub(1);
        }
    }

    fn error_here(&mut self, code: &'static str, message: String) {
        let token = self.peek();
        let mut span = self.span_of(token);
        if token.piece == Piece::End {
            span = self.behind();
        }
        self.report(Problem::error(code, span, message));
    }

    fn describe(&self, token: Token) -> String {
        match token.piece {
            Piece::End => "the end of the file".to_owned(),
            Piece::Word => format!("the word `{}`", clip(self.text_of(token))),
            Piece::Number(_) => format!("the number {}", clip(self.text_of(token))),
            Piece::Text | Piece::Raw(_) | Piece::Char => format!("the text {}", clip(self.text_of(token))),
            _ => format!("`{}`", clip(self.text_of(token))),
        }
    }

    /// `#![enable(…)]` lines: known ones change nothing, since their forms are always accepted.
    fn extensions(&mut self) -> Result<(), Stop> {
        const KNOWN: [&str; 3] = ["implicit_some", "unwrap_newtypes", "unwrap_variant_newtypes"];
        while self.peek().piece == Piece::Extension {
            self.bump();
            while !matches!(self.peek().piece, Piece::Close(b']') | Piece::End) {
                let token = self.bump();
                let word = self.text_of(token);
                if token.piece == Piece::Word && word != "enable" && !KNOWN.contains(&word) {
                    let problem = Problem::error("E0103", self.span_of(token), format!("the extension `{}` is not known", clip(word)));
                    self.report(problem.suggest(word, KNOWN.into_iter()).help("delete this line; no extension is needed".to_owned()));
                }
            }
            if self.bump().piece == Piece::End {
                self.error_here("E0102", "`#![` is never closed".to_owned());
                return Err(Stop);
            }
        }
        Ok(())
    }

    fn document(&mut self, document: &mut Document) {
        let head = self.peek();
        if head.piece == Piece::End {
            if self.problems.is_empty() {
                self.error_here("E0104", "this file is empty".to_owned());
            }
            return;
        }
        if head.piece != Piece::Word {
            if head.piece != Piece::Bad {
                let what = format!("a file begins with the kind of its items, as in `Goods([…])`, not with {}", self.describe(head));
                self.error_here("E0104", what);
            }
            return;
        }
        self.bump();
        document.head = Some((self.text_of(head).to_owned(), self.span_of(head)));
        for open in [b'(', b'['] {
            if self.peek().piece != Piece::Open(open) {
                let (open, found) = (char::from(open), self.describe(self.peek()));
                let problem = Problem::error("E0104", self.span_of(self.peek()), format!("expected `{open}`, found {found}"));
                self.report(problem.help("a file looks like `Goods([ Define((…)), Define((…)) ])`".to_owned()));
                return;
            }
            self.bump();
        }
        self.items(document);
    }

    fn items(&mut self, document: &mut Document) {
        let open = self.at - 1;
        while self.peek().piece != Piece::Close(b']') {
            let start = self.at;
            (self.broken, self.item) = (false, Some(start));
            let read = self.value();
            let well = read.is_ok();
            match read {
                Ok(node) if !self.broken => document.items.push(node),
                _ => document.broken.extend(self.ids_between(start)),
            }
            let goes_on = well && self.separate(b']', open, true).is_ok();
            if !goes_on && !self.next_item(start, document) {
                return;
            }
        }
        self.bump();
        self.item = None;
        if self.peek().piece == Piece::Comma {
            self.bump();
        }
        if self.peek().piece == Piece::Close(b')') {
            self.bump();
        } else {
            self.error_here("E0102", "expected `)` to end the file".to_owned());
            return;
        }
        if self.peek().piece != Piece::End {
            let found = self.describe(self.peek());
            self.error_here("E0105", format!("nothing may follow the end of the items, found {found}"));
        }
    }
}

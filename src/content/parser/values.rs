//! Values: numbers, texts, words, groups, lists, tables.

use super::super::diagnostics::Problem;
use super::super::files::to_u32;
use super::super::lexer::{Piece, Token, unescape};
use super::super::syntax::{Kind, Node, Span};
use super::{MOST_LEVELS, Parser, Stop};

impl Parser<'_> {
    pub(super) fn value(&mut self) -> Result<Node, Stop> {
        if self.depth >= MOST_LEVELS {
            self.error_here("E0106", format!("brackets are nested more than {MOST_LEVELS} levels deep"));
            return self.stop();
        }
        self.depth += 1;
        self.values += 1;
        let node = self.value_inside();
        self.depth -= 1;
        node
    }

    pub(super) fn stop<T>(&mut self) -> Result<T, Stop> {
        self.broken = true;
        Err(Stop)
    }

    pub(super) fn value_inside(&mut self) -> Result<Node, Stop> {
        let token = self.peek();
        if self.inside_next_item() {
            return self.unfinished_item();
        }
        let kind = match token.piece {
            Piece::Number(value) => Kind::Number(value),
            Piece::Text | Piece::Raw(_) | Piece::Char => Kind::Text(self.characters(token)?),
            Piece::Word => return self.word_value(),
            Piece::Open(b'(') => return self.group(None),
            Piece::Open(b'[') => return self.list(),
            Piece::Open(_) => return self.map(),
            Piece::Bad => {
                self.bump();
                return self.stop();
            }
            _ => {
                let found = self.describe(token);
                self.error_here("E0102", format!("expected a value, found {found}"));
                return self.stop();
            }
        };
        self.bump();
        Ok(Node { span: self.span_of(token), kind })
    }

    pub(super) fn characters(&mut self, token: Token) -> Result<String, Stop> {
        let written = self.text_of(token);
        if let Piece::Raw(hashes) = token.piece {
            let hashes = hashes as usize;
            return Ok(written.get(2 + hashes..written.len() - 1 - hashes).unwrap_or_default().to_owned());
        }
        let inner = written.get(1..written.len() - 1).unwrap_or_default();
        unescape(inner).or_else(|(at, why)| {
            let start = token.start + 1 + to_u32(at);
            let span = Span { file: self.file, start, end: start + 2 };
            self.bump();
            self.report(Problem::error("E0108", span, "this escape is not known".to_owned()).help(why.to_owned()));
            self.stop()
        })
    }

    pub(super) fn word_value(&mut self) -> Result<Node, Stop> {
        let token = self.bump();
        let word = self.text_of(token);
        if self.peek().piece == Piece::Open(b'(') {
            return self.group(Some(token));
        }
        let kind = match word {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            _ => Kind::Word(word.to_owned()),
        };
        Ok(Node { span: self.span_of(token), kind })
    }

    pub(super) fn group(&mut self, name: Option<Token>) -> Result<Node, Stop> {
        let open = self.at;
        let paren = self.bump();
        let start = name.unwrap_or(paren).start;
        let name = name.map(|n| self.text_of(n).to_owned());
        let named = matches!(self.peek().piece, Piece::Word | Piece::Text) && self.token(self.at + 1).piece == Piece::Colon;
        let kind =
            if named { Kind::Struct { name, fields: self.fields(open)? } } else { Kind::Tuple { name, items: self.values(b')', open)? } };
        let end = self.token(self.at - 1).end;
        Ok(Node { span: Span { file: self.file, start, end }, kind })
    }

    pub(super) fn list(&mut self) -> Result<Node, Stop> {
        let open = self.at;
        let start = self.bump().start;
        let kind = Kind::List(self.values(b']', open)?);
        let end = self.token(self.at - 1).end;
        Ok(Node { span: Span { file: self.file, start, end }, kind })
    }

    pub(super) fn map(&mut self) -> Result<Node, Stop> {
        let open = self.at;
        let start = self.bump().start;
        let mut entries = Vec::new();
        while self.peek().piece != Piece::Close(b'}') {
            self.misplaced_close(b'}', open)?;
            match self.entry() {
                Ok(entry) => entries.push(entry),
                Err(Stop) => self.recover(b'}')?,
            }
            self.separate(b'}', open, true)?;
        }
        let end = self.bump().end;
        Ok(Node { span: Span { file: self.file, start, end }, kind: Kind::Map(entries) })
    }

    pub(super) fn entry(&mut self) -> Result<(Node, Node), Stop> {
        let key = self.value()?;
        self.colon("a table is written {key: value}")?;
        Ok((key, self.value()?))
    }

    pub(super) fn colon(&mut self, help: &str) -> Result<(), Stop> {
        if self.peek().piece == Piece::Colon {
            self.bump();
            return Ok(());
        }
        let found = self.describe(self.peek());
        let problem = Problem::error("E0102", self.span_of(self.peek()), format!("expected `:`, found {found}")).help(help.to_owned());
        self.report(problem);
        self.stop()
    }

    /// Values up to `close`, which is taken too.
    pub(super) fn values(&mut self, close: u8, open: usize) -> Result<Vec<Node>, Stop> {
        let mut values = Vec::new();
        while self.peek().piece != Piece::Close(close) {
            self.misplaced_close(close, open)?;
            match self.value() {
                Ok(value) => values.push(value),
                Err(Stop) => self.recover(close)?,
            }
            self.separate(close, open, true)?;
        }
        self.bump();
        Ok(values)
    }

    /// Fields up to `)`, which is taken too.
    pub(super) fn fields(&mut self, open: usize) -> Result<Vec<(String, Span, Node)>, Stop> {
        let mut fields: Vec<(String, Span, Node)> = Vec::new();
        while self.peek().piece != Piece::Close(b')') {
            self.misplaced_close(b')', open)?;
            match self.field() {
                Ok(field) => {
                    if let Some((name, first, _)) = fields.iter().find(|(name, _, _)| *name == field.0) {
                        let problem = Problem::error("E0109", field.1, format!("the field `{name}` is written twice"));
                        let problem = problem.related(*first, "first here".to_owned());
                        self.report(problem.help("keep one of the two".to_owned()));
                    } else {
                        fields.push(field);
                    }
                }
                Err(Stop) => self.recover(b')')?,
            }
            self.separate(b')', open, false)?;
        }
        self.bump();
        Ok(fields)
    }

    pub(super) fn field(&mut self) -> Result<(String, Span, Node), Stop> {
        let token = self.peek();
        let problem = match token.piece {
            Piece::Word if !self.inside_next_item() => {
                self.bump();
                self.colon("a field is written `name: value`")?;
                return Ok((self.text_of(token).to_owned(), self.span_of(token), self.value()?));
            }
            Piece::Word => return self.unfinished_item(),
            Piece::Bad => {
                self.bump();
                return self.stop();
            }
            Piece::Text if self.token(self.at + 1).piece == Piece::Colon => {
                let problem = Problem::error("E0102", self.span_of(token), "the name of a field has no quotes".to_owned());
                problem.help(format!("write `{}: …`", self.text_of(token).trim_matches('"')))
            }
            Piece::Number(_) => {
                let found = self.describe(token);
                let problem = Problem::error("E0102", self.span_of(token), format!("expected the name of a field, found {found}"));
                problem.help("decimals are written with a point: 1.5, thousands as 1_000".to_owned())
            }
            _ => {
                let found = self.describe(token);
                Problem::error("E0102", self.span_of(token), format!("expected the name of a field, found {found}"))
            }
        };
        self.report(problem);
        self.stop()
    }
}

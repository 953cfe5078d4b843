//! Going on after a mistake: where an item or a value ends although it is broken.

use super::super::diagnostics::Problem;
use super::super::lexer::{Piece, Token};
use super::super::syntax::Span;
use super::{Document, Parser, Stop};

impl Parser<'_> {
    /// The ids written since token `start`, in items that could not be read.
    pub(super) fn ids_between(&self, start: usize) -> Vec<(String, Span)> {
        let id_at = |at: usize| {
            let (word, colon, text) = (self.token(at), self.token(at + 1), self.token(at + 2));
            let found = word.piece == Piece::Word && self.text_of(word) == "id" && colon.piece == Piece::Colon && text.piece == Piece::Text;
            found.then(|| (self.text_of(text).trim_matches('"').to_owned(), self.span_of(text)))
        };
        (start..self.at).filter_map(id_at).collect()
    }

    /// Skips to where the next item begins; false if there is none. Ids on the way belong to items that are lost.
    pub(super) fn next_item(&mut self, start: usize, document: &mut Document) -> bool {
        if self.at == start {
            self.bump();
        }
        let from = self.at;
        while self.peek().piece != Piece::End && !self.item_begins(true) {
            self.at += 1;
        }
        document.broken.extend(self.ids_between(from));
        self.peek().piece != Piece::End
    }

    /// Whether the present token begins an item: `Define((`, `Patch("…"`, and so on; if `bare`, also `(id:`.
    pub(super) fn item_begins(&self, bare: bool) -> bool {
        let [first, second, third] = [0, 1, 2].map(|ahead| self.token(self.at + ahead));
        match first.piece {
            Piece::Word if second.piece == Piece::Open(b'(') => match self.text_of(first) {
                "Define" => third.piece == Piece::Open(b'('),
                "Patch" | "Override" => third.piece == Piece::Text,
                "Remove" => third.piece == Piece::Text && self.token(self.at + 3).piece == Piece::Close(b')'),
                _ => false,
            },
            Piece::Open(b'(') => bare && second.piece == Piece::Word && self.text_of(second) == "id" && third.piece == Piece::Colon,
            _ => false,
        }
    }

    pub(super) fn inside_next_item(&self) -> bool {
        self.item.is_some_and(|start| self.at > start) && self.item_begins(false)
    }

    pub(super) fn unfinished_item<T>(&mut self) -> Result<T, Stop> {
        let start = self.item.map(|at| self.token(at)).unwrap_or(self.peek());
        let problem = Problem::error("E0107", self.span_of(self.peek()), "a new item begins before the one above is closed".to_owned());
        let problem = problem.related(self.span_of(start), "this item lacks a closing bracket".to_owned());
        self.report(problem.help("close it with `))` and a comma".to_owned()));
        self.stop()
    }

    /// After a value: a comma, or `close` (left for the caller). A forgotten comma is reported and supplied.
    pub(super) fn separate(&mut self, close: u8, open: usize, values: bool) -> Result<(), Stop> {
        let token = self.peek();
        let begins = match token.piece {
            Piece::Comma => {
                self.bump();
                return Ok(());
            }
            Piece::Close(found) if found == close => return Ok(()),
            Piece::Word if !values => self.token(self.at + 1).piece == Piece::Colon,
            Piece::Word | Piece::Number(_) | Piece::Text | Piece::Raw(_) | Piece::Char | Piece::Open(_) => values,
            _ => false,
        };
        if self.item_begins(false) && self.depth > 0 {
            return self.unfinished_item();
        }
        if begins {
            let problem = Problem::error("E0110", self.behind(), "a comma is missing after this".to_owned());
            self.report(problem.help("write `,` between two values".to_owned()));
            return Ok(());
        }
        self.unseparated(token, close, open);
        self.broken = true;
        if matches!(token.piece, Piece::End | Piece::Close(_)) {
            return Err(Stop);
        }
        self.recover(close)?;
        if self.peek().piece == Piece::Comma {
            self.bump();
        }
        Ok(())
    }

    /// Stops at a bracket of the wrong kind, or at the end of the file, where a value or the right bracket should stand.
    pub(super) fn misplaced_close(&mut self, close: u8, open: usize) -> Result<(), Stop> {
        let token = self.peek();
        if matches!(token.piece, Piece::Close(_) | Piece::End) {
            self.unseparated(token, close, open);
            return self.stop();
        }
        Ok(())
    }

    /// Reports that `token` neither continues nor closes the group that token `open` opened.
    pub(super) fn unseparated(&mut self, token: Token, close: u8, open: usize) {
        let opener = self.token(open);
        let opened = self.text_of(opener);
        let wanted = char::from(close);
        let problem = match token.piece {
            Piece::Bad => return,
            Piece::End => Problem::error("E0111", self.span_of(opener), format!("`{opened}` is never closed")),
            Piece::Close(found) => {
                Problem::error("E0111", self.span_of(token), format!("expected `{wanted}` or a comma, found `{}`", char::from(found)))
                    .related(self.span_of(opener), format!("this `{opened}` is open"))
            }
            _ => {
                let found = self.describe(token);
                let problem = Problem::error("E0102", self.span_of(token), format!("expected a comma or `{wanted}`, found {found}"));
                match self.token(self.at.saturating_sub(1)).piece {
                    Piece::Word | Piece::Text => problem.help("a text stands in quotes; a quote inside it is written \\\"".to_owned()),
                    _ => problem,
                }
            }
        };
        self.report(problem);
    }

    /// After a mistake: skips to the comma or bracket that ends the broken value within its group. Fails if the group
    /// itself cannot be continued.
    pub(super) fn recover(&mut self, close: u8) -> Result<(), Stop> {
        self.broken = true;
        let mut inner = 0usize;
        loop {
            let piece = self.peek().piece;
            match piece {
                Piece::End => return Err(Stop),
                _ if self.inside_next_item() => return Err(Stop),
                Piece::Comma if inner == 0 => return Ok(()),
                Piece::Close(found) if inner == 0 => return if found == close { Ok(()) } else { Err(Stop) },
                Piece::Open(_) => inner += 1,
                Piece::Close(_) => inner -= 1,
                _ => {}
            }
            self.bump();
        }
    }
}

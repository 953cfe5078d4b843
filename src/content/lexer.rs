//! A RON text cut into words, numbers, texts and marks. Mistakes of spelling are reported here and cutting goes on;
//! `content::parser` makes a tree of the pieces.

use super::diagnostics::{Problem, clip};
use super::files::to_u32;
use super::syntax::Span;

/// Mistakes of form that are reported in one file; more of them mean that it is no such file at all.
pub const MOST_SYNTAX_PROBLEMS: usize = 20;

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// `(`, `[` or `{`.
    Open(u8),
    /// `)`, `]` or `}`.
    Close(u8),
    /// `,`.
    Comma,
    /// `:`.
    Colon,
    /// A bare word.
    Word,
    /// A number.
    Number(f64),
    /// `"…"`.
    Text,
    /// `r#"…"#` with this many `#`.
    Raw(u32),
    /// `'…'`.
    Char,
    /// `#!`.
    Extension,
    /// Something that has been reported already.
    Bad,
    /// The end of the text.
    End,
}

/// A piece and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// What it is.
    pub piece: Piece,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Cuts a whole text. The last token is always [`Piece::End`].
pub fn cut(file: u32, text: &str, problems: &mut Vec<Problem>) -> Vec<Token> {
    let mut lexer = Lexer { file, text, at: 0, problems, tokens: Vec::with_capacity(text.len() / 6) };
    while lexer.problems.len() < MOST_SYNTAX_PROBLEMS && lexer.step() {}
    let end = to_u32(text.len());
    lexer.tokens.push(Token { piece: Piece::End, start: end, end });
    lexer.tokens
}

struct Lexer<'t> {
    file: u32,
    text: &'t str,
    at: usize,
    problems: &'t mut Vec<Problem>,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: to_u32(start), end: to_u32(end) }
    }

    fn push(&mut self, piece: Piece, length: usize) {
        let token = Token { piece, start: to_u32(self.at), end: to_u32(self.at + length) };
        self.tokens.push(token);
        self.at += length;
    }

    fn wrong(&mut self, length: usize, message: String, help: &str) {
        let problem = Problem::error("E0101", self.span(self.at, self.at + length), message);
        self.problems.push(if help.is_empty() { problem } else { problem.help(help.to_owned()) });
    }

    /// Takes one piece; false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest().chars().next() else { return false };
        let bytes = self.rest().as_bytes();
        let second = bytes.get(1).copied().unwrap_or(0);
        match first {
            _ if first.is_whitespace() => self.at += first.len_utf8(),
            '/' if second == b'/' => self.at += self.rest().find('\n').unwrap_or(self.rest().len()),
            '/' if second == b'*' => self.block_comment(),
            '(' | '[' | '{' => self.push(Piece::Open(bytes[0]), 1),
            ')' | ']' | '}' => self.push(Piece::Close(bytes[0]), 1),
            ',' => self.push(Piece::Comma, 1),
            ':' => self.push(Piece::Colon, 1),
            '#' if second == b'!' => self.push(Piece::Extension, 2),
            '"' => self.text_piece(),
            'r' if second == b'"' || (second == b'#' && self.raw_hashes().is_some()) => self.raw_piece(),
            '\'' => self.char_piece(),
            '0'..='9' => self.number(),
            '.' | '+' | '-' if second.is_ascii_alphanumeric() || second == b'.' => self.number(),
            _ if first.is_alphabetic() || first == '_' => self.word(),
            _ => self.strange(first),
        }
        true
    }

    fn block_comment(&mut self) {
        let (mut depth, mut at) = (0usize, 0usize);
        let bytes = self.rest().as_bytes();
        while at < bytes.len() {
            match (bytes[at], bytes.get(at + 1)) {
                (b'/', Some(b'*')) => (depth, at) = (depth + 1, at + 2),
                (b'*', Some(b'/')) => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
            if depth == 0 {
                self.at += at;
                return;
            }
        }
        self.wrong(2, "this comment is never closed".to_owned(), "end it with `*/`, or begin a comment of one line with `//`");
        let left = self.rest().len();
        self.push(Piece::Bad, left);
    }

    fn word(&mut self) {
        let rest = self.rest();
        let length = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        match &rest[..length] {
            "NaN" => self.push(Piece::Number(f64::NAN), length),
            "inf" => self.push(Piece::Number(f64::INFINITY), length),
            _ => self.push(Piece::Word, length),
        }
    }

    fn number(&mut self) {
        let bytes = self.rest().as_bytes();
        let hex = bytes.len() > 1 && bytes[0] == b'0' && bytes[1] == b'x';
        let mut length = 1;
        while let Some(&byte) = bytes.get(length) {
            let exponent_sign = matches!(byte, b'+' | b'-') && !hex && matches!(bytes[length - 1], b'e' | b'E');
            if !(byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.' || exponent_sign) {
                break;
            }
            length += 1;
        }
        match parse_number(&self.rest()[..length]) {
            Ok(value) => self.push(Piece::Number(value), length),
            Err(why) => {
                let message = format!("`{}` is not a number", clip(&self.rest()[..length]));
                self.wrong(length, message, why);
                self.push(Piece::Bad, length);
            }
        }
    }

    fn text_piece(&mut self) {
        let bytes = self.rest().as_bytes();
        let mut at = 1;
        let mut first_line = None;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'\n' => first_line = first_line.or(Some(at)),
                b'"' => break,
                _ => {}
            }
            at += 1;
        }
        let closed = at < bytes.len();
        let after = self.rest().get(at + 1..).unwrap_or_default().trim_start();
        // A text may run over several lines, but then something must end the value; otherwise a quote is missing.
        if closed && (first_line.is_none() || after.is_empty() || after.starts_with([',', ')', ']', '}', ':', '/'])) {
            self.push(Piece::Text, at + 1);
            return;
        }
        let end = first_line.unwrap_or(bytes.len());
        self.wrong(1, "this text is not closed".to_owned(), "end it with `\"` on the same line");
        self.push(Piece::Bad, end);
    }

    /// The number of `#` after an `r` that begins a raw text.
    fn raw_hashes(&self) -> Option<usize> {
        let rest = &self.rest()[1..];
        let hashes = rest.bytes().take_while(|b| *b == b'#').count();
        rest[hashes..].starts_with('"').then_some(hashes)
    }

    fn raw_piece(&mut self) {
        let hashes = self.raw_hashes().unwrap_or(0);
        let open = 2 + hashes;
        let close = format!("\"{}", "#".repeat(hashes));
        if let Some(length) = self.rest()[open..].find(&close) {
            self.push(Piece::Raw(to_u32(hashes)), open + length + close.len());
            return;
        }
        self.wrong(2, "this raw text is not closed".to_owned(), "end it with `\"` and as many `#` as at its start");
        let end = self.rest().find('\n').unwrap_or(self.rest().len()).max(open);
        self.push(Piece::Bad, end);
    }

    fn char_piece(&mut self) {
        let line = self.rest().split('\n').next().unwrap_or_default();
        let mut chars = line.char_indices().skip(1);
        let length = match (chars.next(), chars.next(), chars.next()) {
            (Some((_, '\\')), Some(_), Some((at, '\''))) => Some(at + 1),
            (Some((_, c)), Some((at, '\'')), _) if c != '\'' => Some(at + 1),
            _ => None,
        };
        if let Some(length) = length {
            self.push(Piece::Char, length);
            return;
        }
        let length = line[1..].find('\'').map_or(1, |at| at + 2);
        self.wrong(length, "a text stands in double quotes".to_owned(), "write \"…\" instead of '…'");
        self.push(Piece::Bad, length);
    }

    fn strange(&mut self, first: char) {
        match first {
            '=' => {
                self.wrong(1, "`=` is not used here".to_owned(), "write `:` between a field and its value");
                self.push(Piece::Colon, 1);
            }
            ';' => {
                self.wrong(1, "`;` is not used here".to_owned(), "separate values with `,`");
                self.push(Piece::Comma, 1);
            }
            '“' | '”' | '„' | '«' | '»' => {
                let line = self.rest().find('\n').unwrap_or(self.rest().len());
                let inner = first.len_utf8();
                let length = self.rest()[inner..line]
                    .char_indices()
                    .find(|(_, c)| matches!(c, '“' | '”' | '"' | '«' | '»'))
                    .map_or(inner, |(at, c)| inner + at + c.len_utf8());
                self.wrong(length, format!("`{first}` does not begin a text"), "use straight quotes: \"…\"");
                self.push(Piece::Bad, length);
            }
            '\0' => {
                self.wrong(1, "this is not a text file: it holds the byte 0".to_owned(), "save it as UTF-8 text");
                let left = self.rest().len();
                self.push(Piece::Bad, left);
            }
            '%' => {
                self.wrong(1, "`%` is not used here".to_owned(), "write shares as fractions: 20 % is 0.2");
                self.at += 1;
            }
            _ => {
                let known = |c: char| c.is_alphanumeric() || c.is_whitespace() || "()[]{},:\"'_/#;=".contains(c);
                let length = self.rest().find(known).unwrap_or(self.rest().len()).max(first.len_utf8());
                let shown: String = clip(&self.rest()[..length]).chars().flat_map(char::escape_debug).collect();
                self.wrong(length, format!("`{shown}` means nothing here"), "");
                self.push(Piece::Bad, length);
            }
        }
    }
}

/// Reads a written number; the error is advice.
fn parse_number(written: &str) -> Result<f64, &'static str> {
    let (negative, digits) = match written.as_bytes()[0] {
        b'-' => (true, &written[1..]),
        b'+' => (false, &written[1..]),
        _ => (false, written),
    };
    if !digits.starts_with(|c: char| c.is_ascii_digit() || ".iN".contains(c)) {
        return Err("numbers look like 12, 0.5, 1_000 or 1.5e6");
    }
    let clean: String = digits.chars().filter(|c| *c != '_').collect();
    let based = [("0x", 16), ("0b", 2), ("0o", 8)].iter().find_map(|(mark, base)| clean.strip_prefix(mark).map(|d| (d, *base)));
    let value = if let Some((digits, base)) = based {
        let whole = u64::from_str_radix(digits, base).map_err(|_| "after 0x, 0b or 0o stand digits of that base")?;
        whole as f64
    } else {
        match clean.as_str() {
            "inf" => f64::INFINITY,
            "NaN" => f64::NAN,
            _ if clean.bytes().filter(|b| *b == b'.').count() > 1 => {
                return Err("a number has one point only; thousands are written 1_000");
            }
            _ if clean.bytes().any(|b| b.is_ascii_alphabetic() && !matches!(b, b'e' | b'E')) => {
                return Err("write the number alone; its unit stands in the field's name");
            }
            _ => clean.parse::<f64>().map_err(|_| "numbers look like 12, 0.5, 1_000 or 1.5e6")?,
        }
    };
    // `+ 0.0` turns a negative zero into the ordinary one.
    Ok(if negative { -value } else { value } + 0.0)
}

/// The characters of a `"…"` or `'…'` without quotes; the error is the offending offset and what is wrong.
pub fn unescape(inner: &str) -> Result<String, (usize, &'static str)> {
    if !inner.contains(['\\', '\r']) {
        return Ok(inner.to_owned());
    }
    let mut result = String::with_capacity(inner.len());
    let mut chars = inner.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\r' => {}
            '\\' => match chars.next().map(|(_, c)| c) {
                Some('n') => result.push('\n'),
                Some('t') => result.push('\t'),
                Some('r') => result.push('\r'),
                Some('0') => result.push('\0'),
                Some(c @ ('\\' | '"' | '\'')) => result.push(c),
                Some('x') => result.push(hex(inner.get(at + 2..at + 4)).ok_or((at, "after \\x stand two hexadecimal digits"))?),
                Some('u') => {
                    let end = inner[at..].find('}').map(|e| at + e);
                    let digits = end.and_then(|e| inner.get(at + 3..e)).filter(|_| inner[at + 2..].starts_with('{'));
                    result.push(hex(digits).ok_or((at, "\\u{…} must name a character"))?);
                }
                _ => return Err((at, "known escapes are \\n \\t \\r \\0 \\\\ \\\" \\' \\x41 and \\u{41}")),
            },
            _ => result.push(c),
        }
        if matches!(inner.as_bytes().get(at + 1), Some(b'x' | b'u')) && c == '\\' {
            let skip_to = if inner.as_bytes()[at + 1] == b'x' { at + 4 } else { inner[at..].find('}').map_or(inner.len(), |e| at + e + 1) };
            while chars.clone().next().is_some_and(|(next, _)| next < skip_to) {
                chars.next();
            }
        }
    }
    Ok(result)
}

fn hex(digits: Option<&str>) -> Option<char> {
    let digits = digits.filter(|d| !d.is_empty() && d.len() <= 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_ron_reads_them() {
        for (written, value) in
            [("5", 5.0), ("1_000.5", 1000.5), (".5", 0.5), ("1.", 1.0), ("-1.5e-3", -0.0015), ("0x1F", 31.0), ("+2", 2.0)]
        {
            assert_eq!(parse_number(written), Ok(value), "{written}");
        }
        assert!(parse_number("-0.0").is_ok_and(f64::is_sign_positive));
        assert_eq!(parse_number("1e400"), Ok(f64::INFINITY));
        for wrong in ["3u32", "5kg", "1.2.3", "1e", "0xZZ", "--1", "-"] {
            assert!(parse_number(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescape(r"a\nb\u{e9}\x41\\"), Ok("a\nbéA\\".to_owned()));
        for wrong in [r"\u{110000}", r"\u{d800}", r"\q", r"\u12", r"\x4", r"\u{", "\\"] {
            assert!(unescape(wrong).is_err(), "{wrong}");
        }
    }
}

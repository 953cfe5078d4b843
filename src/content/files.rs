//! The texts that were read, so that a place in them can be shown: file, line, column, and the remark beside a number.

use super::syntax::Span;

/// One text that was read.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// The pack it belongs to.
    pub pack: String,
    /// Its path as shown to people, with `/` between folders.
    pub path: String,
    /// The text, without a byte order mark.
    pub text: String,
    lines: Vec<u32>,
}

impl SourceFile {
    /// A text under its shown path.
    #[must_use]
    pub fn new(pack: String, path: String, text: String) -> Self {
        let mut lines = vec![0];
        lines.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| to_u32(at + 1)));
        Self { pack, path, text, lines }
    }

    /// Line and column of a byte, both from 1; the column counts characters.
    #[must_use]
    pub fn place(&self, byte: u32) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= byte).max(1);
        let start = self.lines[line - 1] as usize;
        let end = (byte as usize).min(self.text.len());
        let before = self.text.as_bytes().get(start..end).unwrap_or_default();
        (line, before.iter().filter(|b| (**b & 0xc0) != 0x80).count() + 1)
    }

    /// The bytes of a line (from 1), without its end.
    #[must_use]
    pub fn line(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.lines.get(line - 1).map_or(self.text.len(), |s| *s as usize);
        let end = self.lines.get(line).map_or(self.text.len(), |s| *s as usize);
        let text = self.text.get(start..end).unwrap_or_default();
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// What stands behind `//` on the line of a byte: where a number comes from.
    #[must_use]
    pub fn remark(&self, byte: u32) -> Option<&str> {
        let (line, _) = self.place(byte);
        let rest = self.text.get(byte as usize..self.line(line).end)?;
        let (_, remark) = rest.split_once("//")?;
        Some(remark.trim()).filter(|r| !r.is_empty())
    }
}

/// All texts of a load, numbered as in [`Span::file`].
#[derive(Clone, Debug, Default)]
pub struct Files {
    list: Vec<SourceFile>,
}

impl Files {
    /// Adds a text and returns its number.
    pub fn add(&mut self, file: SourceFile) -> u32 {
        self.list.push(file);
        to_u32(self.list.len() - 1)
    }

    /// The text that a place is in.
    #[must_use]
    pub fn of(&self, span: Span) -> Option<&SourceFile> {
        self.list.get(span.file as usize)
    }

    /// All texts.
    #[must_use]
    pub fn list(&self) -> &[SourceFile] {
        &self.list
    }

    /// `file:line:column` of a place.
    #[must_use]
    pub fn locate(&self, span: Span) -> String {
        self.of(span).map_or_else(String::new, |file| {
            let (line, column) = file.place(span.start);
            format!("{}:{line}:{column}", file.path)
        })
    }
}

/// A byte position or file number; texts are at most a mebibyte, so this never cuts.
#[must_use]
pub fn to_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_not_bytes() {
        let file = SourceFile::new("base".into(), "a.ron".into(), "äö x\r\n\ty // S: USGS\n".into());
        assert_eq!(file.place(5), (1, 4));
        assert_eq!(file.place(9), (2, 2));
        assert_eq!(&file.text[file.line(1)], "äö x");
        assert_eq!(file.remark(9), Some("S: USGS"));
        assert_eq!(file.place(999), (3, 1));
    }
}

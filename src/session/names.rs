//! Names of saves that every file system accepts and that never leave the folder of the saves.

use super::header::is_visible;
use std::fmt;
use std::path::{Path, PathBuf};

/// How the name of a save's file ends, without the dot.
pub const EXTENSION: &str = "cathsav";
/// How the name of an autosave begins; the number follows.
pub const AUTOSAVE: &str = "autosave-";

/// The most bytes of a name: with endings, far below the 255 that file systems allow.
const LONGEST: usize = 80;

/// The name of a save, good as a file name on Linux, macOS and Windows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SaveName(String);

impl SaveName {
    /// The name nearest to what the player typed. A name stays as it is, with or without the ending of a save's file.
    #[must_use]
    pub fn from_title(title: &str) -> Self {
        let title = title.trim();
        let title = title.strip_suffix(EXTENSION).and_then(|t| t.strip_suffix('.')).unwrap_or(title);
        let spelled: String = title.chars().filter_map(spelling).collect();
        let words: Vec<&str> = spelled.split_whitespace().collect();
        let edge = |c: char| c == '.' || c.is_whitespace();
        let mut name = words.join(" ").trim_matches(edge).to_owned();
        if is_device(&name) {
            name.insert_str(0, "save ");
        }
        while name.len() > LONGEST {
            name.pop();
        }
        let name = name.trim_end_matches(edge);
        Self(if name.is_empty() { "save".to_owned() } else { name.to_owned() })
    }

    /// The name without the ending.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its file in `folder`.
    #[must_use]
    pub fn in_folder(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{}.{EXTENSION}", self.0))
    }

    /// Whether the game keeps the name for its own saves.
    #[must_use]
    pub fn is_reserved(&self) -> bool {
        self.0.to_ascii_lowercase().starts_with(AUTOSAVE)
    }
}

impl fmt::Display for SaveName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The backup that belongs to a save.
#[must_use]
pub fn backup_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".bak");
    PathBuf::from(name)
}

/// What a character becomes in a file name.
fn spelling(c: char) -> Option<char> {
    match c {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => Some('_'),
        c if c.is_whitespace() => Some(' '),
        c => is_visible(c).then_some(c),
    }
}

/// Whether Windows would take the name for a device, with whatever ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let is_port = numbered.is_some_and(|n| n.chars().count() == 1 && n.chars().all(|c| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³')));
    is_port || matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;
    use std::path::Component;

    #[test]
    fn titles_become_file_names() {
        for (title, name) in [
            ("My run", "My run"),
            ("  two   spaces\t", "two spaces"),
            ("2025/03: hold?", "2025_03_ hold_"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("C:\\Windows\\x", "C__Windows_x"),
            ("run.cathsav", "run"),
            (".hidden.", "hidden"),
            ("con", "save con"),
            ("NUL.txt", "save NUL.txt"),
            ("com1 .x", "save com1 .x"),
            ("com10", "com10"),
            ("a\u{202e}b\u{0}c\u{1b}[31m", "abc[31m"),
            ("电池 été", "电池 été"),
            ("", "save"),
            ("...", "save"),
        ] {
            assert_eq!(SaveName::from_title(title).as_str(), name, "{title:?}");
        }
    }

    #[test]
    fn names_are_short_stay_in_the_folder_and_stay_themselves() {
        let long = "é".repeat(500);
        for title in [long.as_str(), "/", "\\\\server\\share", "a/../b", "aux", "con.cathsav", "x.cathsav.cathsav", "..", "~", "com¹"] {
            let name = SaveName::from_title(title);
            assert!(name.as_str().len() <= LONGEST, "{title}");
            assert!(matches!(Path::new(name.as_str()).components().collect::<Vec<_>>()[..], [Component::Normal(_)]), "{title}");
            let again = SaveName::from_title(name.as_str());
            if !title.ends_with("cathsav.cathsav") {
                assert_eq!(again, name, "{title}");
            }
        }
    }

    #[test]
    fn autosave_names_are_reserved_in_any_case() {
        assert!(SaveName::from_title("AutoSave-1").is_reserved());
        assert!(!SaveName::from_title("my autosave-1").is_reserved());
    }
}

//! Orders as text, for scripts and saves.

use crate::content::Catalog;
use crate::orders::Dated;

/// Orders as the text of a script.
#[must_use]
pub fn write(lines: &[Dated], _catalog: &Catalog) -> String {
    serde_json::to_string(lines).unwrap_or_default()
}

/// The orders of a script.
///
/// # Errors
/// What is wrong with it, drawn with its place.
pub fn read(text: &str, _catalog: &Catalog) -> Result<Vec<Dated>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

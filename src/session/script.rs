//! Scripts as the session wants them: a text, or what is wrong with it.

use crate::content::Catalog;
use crate::content::render;
use crate::orders::{Dated, print, written};

/// Orders as the text of a script.
#[must_use]
pub fn write(lines: &[Dated], catalog: &Catalog) -> String {
    print::script(catalog, lines)
}

/// The orders of a script; `name` is how the text is called in messages.
///
/// # Errors
/// Everything that is wrong with it, drawn with its places.
pub fn read(text: &str, name: &str, catalog: &Catalog) -> Result<Vec<Dated>, String> {
    let script = written::read_script(catalog, name, text);
    if script.problems.any_error() { Err(render::text(&script.problems, &script.files)) } else { Ok(script.orders) }
}

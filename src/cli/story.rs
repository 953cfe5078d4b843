//! `cathode story`: plays stories and tells whether they come out as written.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::console::Console;
use super::failure::Failure;
use super::open;
use crate::content::Catalog;
use crate::content::diagnostics::nearest;
use crate::lab::story::read;
use crate::lab::tell::tell;
use crate::sim::Phase;
use crate::sim::partial::Without;

/// What may follow `cathode story`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode story tests/stories/trade.ron            every story of a file
  cathode story mine.ron --pack mods/sodium        with a pack of yours
  cathode story mine.ron --without trade           without a phase of the month: it should go wrong

A story is orders in, expected figures out; CONTRIBUTING.md shows how to write one. Exit code 1 means
that one did not come out as written.")]
pub struct Args {
    /// Files of stories.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Further packs, by folder.
    #[arg(long, value_name = "FOLDER")]
    pack: Vec<PathBuf>,
    /// Leave a phase of the month out, to see whether the story needs it.
    #[arg(long, value_name = "PHASE")]
    without: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// If a story cannot be read or does not come out as written.
pub fn run(args: &Args, console: &mut Console) -> Result<(), Failure> {
    let without = args.without.as_deref().map(phase).transpose()?.map(Without::Phase);
    let mut levels: Vec<(String, Arc<Catalog>)> = Vec::new();
    let mut failed = false;
    for path in &args.files {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| Failure::Input(format!("{name} cannot be read: {error}.")))?;
        let stories = read(&name, &text, |level| {
            if let Some((_, catalog)) = levels.iter().find(|(known, _)| known == level) {
                return Ok(Arc::clone(catalog));
            }
            let opened = open::level(level, &args.pack, console).map_err(|failure| failure.message().unwrap_or_default().to_owned())?;
            levels.push((level.to_owned(), Arc::clone(&opened.catalog)));
            Ok(opened.catalog)
        });
        for story in stories.map_err(Failure::Input)? {
            let told = tell(&story, without);
            failed |= !told.holds();
            console.print(&format!("{} {}\n{}", if told.holds() { "ok   " } else { "WRONG" }, story.file.id, told.text()))?;
        }
    }
    if failed { Err(Failure::Told) } else { Ok(()) }
}

fn phase(word: &str) -> Result<Phase, Failure> {
    let names = Phase::ALL.map(|phase| format!("{phase:?}"));
    let found = Phase::ALL.into_iter().zip(&names).find(|(_, name)| name.eq_ignore_ascii_case(word));
    found.map(|(phase, _)| phase).ok_or_else(|| {
        let near = nearest(word, names.iter().map(String::as_str)).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
        Failure::Usage(format!("There is no phase `{word}`.{near} The phases are {}.", names.join(", ")))
    })
}

//! `cathode story`: plays stories and tells whether they come out as written.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use super::console::Console;
use super::failure::Failure;
use super::{open, table};
use crate::content::Catalog;
use crate::content::diagnostics::nearest;
use crate::lab::parallel::cores;
use crate::lab::story::read;
use crate::lab::tell::{Playing, tell_all};
use crate::lab::told::{Numbers, Told};
use crate::sim::Phase;
use crate::sim::partial::Without;

/// What may follow `cathode story`.
#[derive(clap::Args, Debug)]
#[command(after_help = "Examples:
  cathode story tests/stories/trade.ron            every story of a file
  cathode story mine.ron --pack mods/sodium        with a pack of yours
  cathode story mine.ron --without trade           without a phase of the month: it should go wrong
  cathode story tests/senses/trade.ron --seeds 30  stories told over several seeds, as a table

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
    /// Seeds for stories that are told over several, instead of their own number.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1000))]
    seeds: Option<u32>,
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
        let stories = stories.map_err(Failure::Input)?;
        let playing = Playing { without, seeds: args.seeds, threads: cores() };
        for (story, told) in stories.iter().zip(tell_all(&stories, &playing)) {
            failed |= !told.holds();
            let text = if story.file.seeds > 1 { numbers(&told) } else { told.text() };
            console.print(&format!("{} {}\n{text}", if told.holds() { "ok   " } else { "WRONG" }, story.file.id))?;
        }
    }
    if failed { Err(Failure::Told) } else { Ok(()) }
}

/// What came of a story over several seeds, as a table.
fn numbers(told: &Told) -> String {
    let (mut rows, mut rest) = (Vec::new(), Vec::new());
    for line in &told.lines {
        let mark = if line.holds { "ok" } else { "WRONG" }.to_owned();
        let Ok(numbers) = &line.numbers else {
            rest.push(format!("  WRONG {}\n", line.text()));
            continue;
        };
        let figure = |value: f64| format!("{value:.4}");
        let share = |value: f64| format!("{:+.1}", 100.0 * value);
        let [now, _] = numbers.middles();
        let mut row = vec![mark, line.what.clone()];
        if numbers.then.is_empty() {
            row.extend([String::new(), figure(now)]);
        } else {
            let [then, _] = Numbers { now: numbers.then.clone(), ..Numbers::default() }.middles();
            let change = numbers.changes();
            row.extend([figure(then), figure(now)]);
            row.extend([change.mean, change.median, change.least, change.most].map(share));
        }
        rows.push(row);
    }
    let head = ["", "mean of seeds", "against", "with", "change %", "median", "least", "most"];
    let refused = told.refused.iter().map(|text| format!("  refused: {text}\n"));
    let mut text: String = refused.chain(rest).collect();
    text.push_str(&table::plain(&head, &rows, &[2, 3, 4, 5, 6, 7]));
    text.push('\n');
    text
}

fn phase(word: &str) -> Result<Phase, Failure> {
    let names = Phase::ALL.map(|phase| format!("{phase:?}"));
    let found = Phase::ALL.into_iter().zip(&names).find(|(_, name)| name.eq_ignore_ascii_case(word));
    found.map(|(phase, _)| phase).ok_or_else(|| {
        let near = nearest(word, names.iter().map(String::as_str)).map(|near| format!(" Did you mean `{near}`?")).unwrap_or_default();
        Failure::Usage(format!("There is no phase `{word}`.{near} The phases are {}.", names.join(", ")))
    })
}

//! Where lines come from: an editor with history and completion on a terminal, plain lines from a pipe.

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use rustyline::config::CompletionType;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor};

use super::complete::Words;
use super::desk::Desk;
use crate::cli::console::Console;
use crate::cli::failure::Failure;

/// Lines that are remembered from session to session.
const REMEMBERED: usize = 1000;
/// The file that remembers them, in the player's folder.
const HISTORY: &str = "terminal-history.txt";

/// Where lines come from.
pub(super) enum Lines {
    /// A person at a terminal.
    Terminal(Box<Terminal>),
    /// A file or another program.
    Pipe,
}

/// A line editor.
pub(super) struct Terminal {
    editor: Editor<Words, FileHistory>,
    history: Option<PathBuf>,
    /// Level and month of the words that the editor knows, so that they are renewed after a load.
    level: String,
}

impl Lines {
    /// An editor if a person sits at both ends, else the plain input. `home` is where the history is kept.
    pub(super) fn open(home: Option<&Path>) -> Self {
        if !Console::is_interactive() {
            return Self::Pipe;
        }
        let config = Config::builder().completion_type(CompletionType::List).max_history_size(REMEMBERED);
        let editor = config.and_then(|config| Editor::with_config(config.auto_add_history(true).build()));
        match editor {
            Ok(mut editor) => {
                let history = home.map(|home| home.join(HISTORY));
                // A history that is not there yet, or cannot be read, is an empty one.
                let _ = history.as_ref().map(|path| editor.load_history(path));
                Self::Terminal(Box::new(Terminal { editor, history, level: String::new() }))
            }
            Err(_) => Self::Pipe,
        }
    }

    /// The next line; None when there are no more.
    ///
    /// # Errors
    /// If the output can no longer be written, or the input not be read.
    pub(super) fn next(&mut self, prompt: &str, desk: &Desk, console: &mut Console) -> Result<Option<String>, Failure> {
        match self {
            Self::Terminal(terminal) => terminal.next(prompt, desk),
            Self::Pipe => {
                let mut bytes = Vec::new();
                if io::stdin().lock().read_until(b'\n', &mut bytes)? == 0 {
                    return Ok(None);
                }
                let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
                console.print(&format!("{prompt}{line}\n"))?;
                Ok(Some(line))
            }
        }
    }
}

impl Terminal {
    fn next(&mut self, prompt: &str, desk: &Desk) -> Result<Option<String>, Failure> {
        let level = desk.game.level().id.clone();
        if self.level != level {
            self.editor.set_helper(Some(Words::of(desk)));
            self.level = level;
        }
        loop {
            match self.editor.readline(prompt) {
                Ok(line) => return Ok(Some(line)),
                // Ctrl-C drops the line, as in a shell; Ctrl-D leaves.
                Err(ReadlineError::Interrupted) => {}
                Err(ReadlineError::Eof) => return Ok(None),
                Err(ReadlineError::Io(error)) => return Err(error.into()),
                Err(error) => return Err(Failure::Input(format!("The terminal cannot be read: {error}."))),
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Losing the history of typed lines is no reason to trouble anybody.
        let _ = self.history.as_ref().map(|path| self.editor.save_history(path));
    }
}

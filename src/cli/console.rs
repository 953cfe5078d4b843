//! Where a command writes: data to stdout, messages to stderr, progress only where a person watches.

use std::io::{self, IsTerminal, Write};

use super::front::Front;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Where a command writes.
pub struct Console {
    out: Box<dyn Write>,
    front: Front,
}

impl Console {
    /// The process's own streams.
    #[must_use]
    pub fn standard(front: Front) -> Self {
        Self { out: Box::new(io::stdout().lock()), front }
    }

    /// What can be drawn beside text.
    #[must_use]
    pub const fn front(&self) -> Front {
        self.front
    }

    /// The stream for data.
    pub fn out(&mut self) -> &mut dyn Write {
        &mut *self.out
    }

    /// Writes data.
    ///
    /// # Errors
    /// If the stream is closed or the disk full.
    pub fn print(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// Writes data and makes it visible at once.
    ///
    /// # Errors
    /// If the stream is closed or the disk full.
    pub fn print_now(&mut self, text: &str) -> io::Result<()> {
        self.print(text)?;
        self.out.flush()
    }

    /// Tells the person something that is no data.
    pub fn say(&self, message: &str) {
        // A message that cannot be shown has nobody to complain to.
        let _ = writeln!(io::stderr().lock(), "{}", message.trim_end());
    }

    /// Whether a person sits at both ends.
    #[must_use]
    pub fn is_interactive() -> bool {
        io::stdin().is_terminal() && io::stdout().is_terminal()
    }
}

/// A progress bar of `steps`, drawn only on a terminal.
#[must_use]
pub fn progress(steps: u64, what: &str) -> ProgressBar {
    let target = if io::stderr().is_terminal() { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(steps), target);
    let style = ProgressStyle::with_template("{msg} [{bar:40}] {pos}/{len} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.with_message(what.to_owned())
}

//! What the program can draw beside text: `main.rs` hands it in, for the command line knows no window.

use std::path::Path;

use crate::session::files::SaveFolder;
use crate::session::game::Game;

/// Opens the window with a game, or with the start, and comes back when it is closed. The error says why it cannot be opened.
pub type OpenWindow = fn(Option<Game>, SaveFolder) -> Result<(), String>;

/// Draws a screen of a game, so many points wide and high, into a file. The error says why it cannot.
pub type DrawScreen = fn(Game, &str, (u32, u32), &Path) -> Result<(), String>;

/// What this build can draw.
#[derive(Clone, Copy, Default)]
pub struct Front {
    /// The window.
    pub window: Option<OpenWindow>,
    /// Pictures of screens.
    pub picture: Option<DrawScreen>,
}

/// Whether a window is wanted: there is a display, and nobody types in from a file or a pipe.
#[must_use]
pub fn is_wanted() -> bool {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let has_display = !cfg!(all(unix, not(target_os = "macos"))) || named("DISPLAY") || named("WAYLAND_DISPLAY");
    has_display && !is_piped()
}

/// Whether the input is a file or a pipe.
#[cfg(unix)]
fn is_piped() -> bool {
    use std::os::unix::fs::FileTypeExt;
    std::fs::metadata("/dev/stdin").is_ok_and(|about| about.file_type().is_fifo() || about.is_file())
}

/// Whether the input is a file or a pipe.
#[cfg(not(unix))]
fn is_piped() -> bool {
    false
}

//! Why a command stopped, and the exit code that says so: 1 for input with errors, 2 for wrong usage.

use crate::session::errors::SaveError;
use crate::session::level::LevelError;
use std::io::{self, ErrorKind};

/// Why a command stopped.
#[derive(Debug)]
pub enum Failure {
    /// The input has errors: a sentence for the person.
    Input(String),
    /// The command line makes no sense: a sentence for the person.
    Usage(String),
    /// Everything has been said; only the exit code is left.
    Told,
    /// Nobody reads the output any more, as in `cathode report … | head`.
    Unread,
}

/// What is said when the books do not balance.
///
/// # Errors
/// If there is any fault.
pub fn books(faults: &[String]) -> Result<(), Failure> {
    let Some(first) = faults.first() else { return Ok(()) };
    let more = if faults.len() > 1 { format!(" ({} faults in all)", faults.len()) } else { String::new() };
    Err(Failure::Input(format!(
        "The books do not balance, which is a fault of the program: {first}{more}. Please report it with level and seed."
    )))
}

impl Failure {
    /// The exit code.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Unread => 0,
            Self::Input(_) | Self::Told => 1,
            Self::Usage(_) => 2,
        }
    }

    /// What to say, if anything is left to say.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        match self {
            Self::Input(message) | Self::Usage(message) => Some(message),
            Self::Told | Self::Unread => None,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == ErrorKind::BrokenPipe { Self::Unread } else { Self::Input(format!("The output cannot be written: {error}.")) }
    }
}

impl From<SaveError> for Failure {
    fn from(error: SaveError) -> Self {
        Self::Input(error.to_string())
    }
}

impl From<LevelError> for Failure {
    fn from(error: LevelError) -> Self {
        Self::Input(format!("{}{}", error.details, if error.details.is_empty() { error.summary } else { String::new() }))
    }
}

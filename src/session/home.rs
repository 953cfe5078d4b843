//! Where a player's own files live.

use super::errors::{SaveError, SaveFault};
use crate::content::packs;
use std::path::{Path, PathBuf};

/// The environment variable that moves the player's files elsewhere.
pub const VARIABLE: &str = packs::HOME;

/// The folder of the player's files: the argument if there is one, else [`VARIABLE`], else the system's folder for user data.
///
/// # Errors
/// If there is neither, and the system names no such folder.
pub fn home(argument: Option<&Path>) -> Result<PathBuf, SaveError> {
    choose(argument, packs::user_folder)
}

/// The first that is named and not empty.
fn choose(argument: Option<&Path>, user: impl Fn() -> Option<PathBuf>) -> Result<PathBuf, SaveError> {
    let named = argument.map(Path::to_path_buf).filter(|path| !path.as_os_str().is_empty());
    named.or_else(user).ok_or_else(|| SaveFault::NoHome.into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;

    #[test]
    fn the_argument_wins_over_the_users_folder() {
        let user = || Some(PathBuf::from("/system"));
        let chosen = |argument: Option<&str>| choose(argument.map(Path::new), user).unwrap();
        assert_eq!(chosen(Some("/here")), Path::new("/here"));
        assert_eq!(chosen(Some("")), Path::new("/system"));
        assert_eq!(chosen(None), Path::new("/system"));
    }

    #[test]
    fn a_system_without_user_folders_is_told_of_the_variable() {
        let error = choose(None, || None).unwrap_err();
        assert!(error.to_string().contains(VARIABLE), "{error}");
    }
}

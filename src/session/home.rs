//! Where a player's own files live.

use super::errors::{SaveError, SaveFault};
use directories::ProjectDirs;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The environment variable that moves the player's files elsewhere.
pub const VARIABLE: &str = "CATHODE_HOME";

/// The folder of the player's files: the argument if there is one, else [`VARIABLE`], else the system's folder for user data.
///
/// # Errors
/// If there is neither, and the system names no such folder.
pub fn home(argument: Option<&Path>) -> Result<PathBuf, SaveError> {
    let system = || ProjectDirs::from("", "", "Cathode").map(|dirs| dirs.data_dir().to_path_buf());
    choose(argument, std::env::var_os(VARIABLE), system)
}

/// The first that is named and not empty.
fn choose(argument: Option<&Path>, variable: Option<OsString>, system: impl Fn() -> Option<PathBuf>) -> Result<PathBuf, SaveError> {
    let named = argument.map(Path::to_path_buf).or_else(|| variable.map(PathBuf::from));
    named.filter(|path| !path.as_os_str().is_empty()).or_else(system).ok_or_else(|| SaveFault::NoHome.into())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at what should not happen")]
mod tests {
    use super::*;

    #[test]
    fn the_argument_wins_over_the_variable_and_both_over_the_system() {
        let system = || Some(PathBuf::from("/system"));
        let chosen =
            |argument: Option<&str>, variable: Option<&str>| choose(argument.map(Path::new), variable.map(OsString::from), system).unwrap();
        assert_eq!(chosen(Some("/here"), Some("/there")), Path::new("/here"));
        assert_eq!(chosen(None, Some("/there")), Path::new("/there"));
        assert_eq!(chosen(None, Some("")), Path::new("/system"));
        assert_eq!(chosen(None, None), Path::new("/system"));
    }

    #[test]
    fn a_system_without_user_folders_is_told_of_the_variable() {
        let error = choose(None, None, || None).unwrap_err();
        assert!(error.to_string().contains(VARIABLE), "{error}");
    }
}

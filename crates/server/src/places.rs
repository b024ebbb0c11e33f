//! Where each system keeps a user's data.

use std::path::PathBuf;

/// The systems that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    Windows,
    MacOs,
    /// Linux, and whatever else follows the XDG base directories.
    Xdg,
}

impl System {
    /// The one this program runs on.
    pub(crate) const fn ours() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Xdg
        }
    }
}

/// Where a user's data stay on this machine: health data do not follow a user from machine to machine.
/// Falls back to the working folder where the environment names no home.
pub(crate) fn data(system: System, environment: impl Fn(&str) -> Option<PathBuf>) -> PathBuf {
    let home = || environment("HOME").unwrap_or_default();
    match system {
        System::Windows => environment("LOCALAPPDATA").unwrap_or_default(),
        System::MacOs => home().join("Library").join("Application Support"),
        System::Xdg => environment("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local").join("share")),
    }
}

/// Where an earlier version of the program kept them, if that was elsewhere: on Windows in the profile that
/// follows a user.
pub(crate) fn earlier_data(system: System, environment: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    match system {
        System::Windows => environment("APPDATA"),
        System::MacOs | System::Xdg => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(name: &str) -> Option<PathBuf> {
        let value = match name {
            "HOME" => "home",
            "APPDATA" => "roaming",
            "LOCALAPPDATA" => "local",
            _ => return None,
        };
        Some(PathBuf::from(value))
    }

    #[test]
    fn data_stay_on_the_machine() {
        assert_eq!(data(System::Windows, environment), PathBuf::from("local"));
        let application_support = PathBuf::from("home").join("Library").join("Application Support");
        assert_eq!(data(System::MacOs, environment), application_support);
        assert_eq!(data(System::Xdg, environment), PathBuf::from("home").join(".local").join("share"));
    }

    #[test]
    fn only_on_windows_they_once_followed_the_user() {
        assert_eq!(earlier_data(System::Windows, environment), Some(PathBuf::from("roaming")));
        assert_eq!(earlier_data(System::MacOs, environment), None);
        assert_eq!(earlier_data(System::Xdg, environment), None);
    }
}

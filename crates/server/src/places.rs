//! Where each operating system keeps a user's data.

use std::path::PathBuf;

/// The operating systems that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum System {
    Windows,
    MacOs,
    /// Linux, and other systems that follow the XDG base directories.
    Xdg,
}

impl System {
    /// The system this program runs on.
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

/// The folder for a user's data that stay on this machine: health data must not be synchronized to other
/// machines. Falls back to the working folder when the environment has no home folder.
pub(crate) fn data(system: System, environment: impl Fn(&str) -> Option<PathBuf>) -> PathBuf {
    let home = || environment("HOME").unwrap_or_default();
    match system {
        System::Windows => environment("LOCALAPPDATA").unwrap_or_default(),
        System::MacOs => home().join("Library").join("Application Support"),
        System::Xdg => environment("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local").join("share")),
    }
}

/// The folder that an earlier version of the program used, if different: on Windows the roaming profile.
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
    fn only_on_windows_the_earlier_data_were_roaming() {
        assert_eq!(earlier_data(System::Windows, environment), Some(PathBuf::from("roaming")));
        assert_eq!(earlier_data(System::MacOs, environment), None);
        assert_eq!(earlier_data(System::Xdg, environment), None);
    }
}

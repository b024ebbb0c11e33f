//! This desk's settings: a small JSON file in the data folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use i18n::Language;
use serde::{Deserialize, Serialize};

const FILE: &str = "desk.json";

/// What the user has chosen at this desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Settings {
    /// The language of the window, the tray and the notifications.
    pub language: Language,
    /// Whether the user has been told that the program continues in the tray when the window is closed.
    pub knows_the_tray: bool,
}

/// The serialized form of the settings.
#[derive(Serialize, Deserialize)]
struct Written {
    language: String,
    #[serde(default)]
    knows_the_tray: bool,
}

/// The file of the settings.
#[derive(Debug, Clone)]
pub struct SettingsFile(PathBuf);

impl SettingsFile {
    /// The settings of a data folder.
    #[must_use]
    pub fn in_folder(folder: &Path) -> Self {
        Self(folder.join(FILE))
    }

    /// The saved settings; the defaults if there is no file or it cannot be read.
    #[must_use]
    pub fn load(&self) -> Settings {
        let text = match fs::read_to_string(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Settings::default(),
            Err(error) => {
                tracing::warn!(%error, "the settings cannot be read");
                return Settings::default();
            }
        };
        match serde_json::from_str::<Written>(&text) {
            Ok(Written { language, knows_the_tray }) => {
                Settings { language: Language::from_code(&language).unwrap_or_default(), knows_the_tray }
            }
            Err(error) => {
                tracing::warn!(%error, "the settings have an unknown format");
                Settings::default()
            }
        }
    }

    /// Writes the settings atomically.
    ///
    /// # Errors
    /// The file system's error; the old settings are then kept.
    pub fn save(&self, settings: Settings) -> io::Result<()> {
        if let Some(folder) = self.0.parent() {
            fs::create_dir_all(folder)?;
        }
        let Settings { language, knows_the_tray } = settings;
        let written = Written { language: language.code().to_owned(), knows_the_tray };
        let beside = self.0.with_extension("json.new");
        let mut file = fs::File::create(&beside)?;
        file.write_all(&serde_json::to_vec_pretty(&written)?)?;
        file.sync_all()?;
        fs::rename(&beside, &self.0)
    }
}

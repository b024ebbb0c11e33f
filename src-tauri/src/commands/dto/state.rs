//! What the window shows around everything else.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Job, Language};

/// How the program stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartState {
    /// The program's version.
    pub version: String,
    /// The language of the window.
    pub language: Language,
    /// Whether this is the demo.
    pub demo: bool,
    /// Who sits at the desk; empty until the store has opened.
    pub staff_name: String,
    /// The clinic's name; none before it is set up.
    pub clinic_name: Option<String>,
    /// Whether no time can be asked for yet.
    pub needs_setup: bool,
    /// How many requests wait.
    pub waiting: u32,
    /// Whether patients can reach the portal.
    pub portal: PortalState,
    /// Whether patients can log in to it.
    pub portal_open: bool,
    /// Whether the store is open.
    pub database: DatabaseState,
    /// What happens by itself and cannot be done at the moment, though the database answers.
    pub stalled: Vec<StalledJob>,
}

/// Work that happens by itself, and cannot be done at the moment. It is tried again all the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StalledJob {
    /// Which.
    pub job: Job,
    /// Under which the reason stands in the log.
    pub reference: String,
}

/// Whether patients can reach the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PortalState {
    /// It listens.
    Listening {
        /// Its address.
        url: String,
    },
    /// Another program has the address.
    AddressTaken {
        /// The address.
        address: String,
    },
    /// The store has not opened.
    Off,
}

impl From<server::PortalState> for PortalState {
    fn from(state: server::PortalState) -> Self {
        match state {
            server::PortalState::Listening { url } => Self::Listening { url },
            server::PortalState::AddressTaken { address } => Self::AddressTaken { address },
        }
    }
}

/// Whether the store is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum DatabaseState {
    /// It is.
    Ready,
    /// Not yet.
    Starting,
    /// It does not answer; it is tried again until it does.
    Unavailable {
        /// What the driver says.
        reason: String,
    },
    /// A newer program has written the data.
    NewerThanProgram {
        /// The version of the data.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// The data folder cannot be written.
    FolderNotWritable {
        /// The folder.
        path: String,
    },
    /// Another program has the data folder open.
    FolderInUse {
        /// The folder.
        path: String,
    },
    /// The data stand where an earlier version of the program kept them, and cannot be moved.
    NotMoved {
        /// Where they are, whole.
        from: String,
        /// Where they should be.
        to: String,
        /// What the file system says.
        reason: String,
    },
    /// The database holds several clinics, and none was chosen.
    SeveralClinics {
        /// How many.
        count: u32,
    },
    /// The demo was to open the data of another clinic. They are untouched.
    NotTheDemo,
    /// The data cannot be read as ours.
    Broken {
        /// Under which the error stands in the log.
        reference: String,
    },
}

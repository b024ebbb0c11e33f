//! The state of the program, shown around every page.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Job, Language};

/// The state of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StartState {
    /// The program's version.
    pub version: String,
    /// The language of the window.
    pub language: Language,
    /// Whether this is the demo.
    pub demo: bool,
    /// The name of the member of staff; empty until the store has opened.
    pub staff_name: String,
    /// The clinic's name; null before it is set up.
    pub clinic_name: Option<String>,
    /// Whether no time can be requested yet.
    pub needs_setup: bool,
    /// The number of waiting requests.
    pub waiting: u32,
    /// Whether patients can reach the portal.
    pub portal: PortalState,
    /// Whether patients can log in to it.
    pub portal_open: bool,
    /// The state of the store.
    pub database: DatabaseState,
    /// The background jobs that are failing although the database answers.
    pub stalled: Vec<StalledJob>,
}

/// A background job that is failing. It is tried again repeatedly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct StalledJob {
    /// The job.
    pub job: Job,
    /// The reference of the error in the log.
    pub reference: String,
}

/// Whether patients can reach the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PortalState {
    /// It listens.
    Listening {
        /// Its URL.
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

/// The state of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum DatabaseState {
    /// It is open.
    Ready,
    /// It is being opened.
    Starting,
    /// The database does not answer; it is tried again until it does.
    Unavailable {
        /// The driver's message.
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
    /// The data are where an earlier version of the program kept them and cannot be moved.
    NotMoved {
        /// Where they are, complete.
        from: String,
        /// Where they should be.
        to: String,
        /// The file system's message.
        reason: String,
    },
    /// The database has several clinics, and none was chosen.
    SeveralClinics {
        /// The number of clinics.
        count: u32,
    },
    /// The demo was started on the data of another clinic. They were not changed.
    NotTheDemo,
    /// The data cannot be read.
    Broken {
        /// The reference of the error in the log.
        reference: String,
    },
}

//! Undelivered notifications.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{QueueEntry, StatusCode};

/// The notifications that failed after the last attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UndeliveredList {
    /// The oldest of them, at most a hundred.
    pub items: Vec<Undelivered>,
    /// Rows that cannot be read, by their names in the database.
    pub unreadable: Vec<String>,
    /// The number of all of them.
    pub total: u32,
}

/// A notification that failed after the last attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Undelivered {
    /// The notification's id.
    pub id: String,
    /// The booking it is about; null when that cannot be read.
    pub entry: Option<QueueEntry>,
    /// The booking's current status, which staff must tell the patient.
    pub status: Option<StatusCode>,
    /// The patient's telephone number, if known.
    pub phone_text: Option<String>,
    /// When the last attempt failed.
    pub at_text: String,
    /// The number of attempts.
    pub attempts: u32,
    /// Why the last attempt failed: a technical message for the person who must fix it.
    pub error: String,
}

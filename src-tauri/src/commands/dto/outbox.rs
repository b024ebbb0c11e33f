//! What did not reach a patient.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{QueueEntry, StatusCode};

/// An answer that was given up after the last attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Undelivered {
    /// Which answer.
    pub id: String,
    /// The booking it tells of; none when that cannot be read.
    pub entry: Option<QueueEntry>,
    /// Where the booking is in its life now: what the patient is to be told.
    pub status: Option<StatusCode>,
    /// The patient's telephone, when known.
    pub phone_text: Option<String>,
    /// When it was given up.
    pub at_text: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed, in technical words, for whoever is to mend it.
    pub error: String,
}

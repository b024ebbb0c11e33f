//! Bookings outside the opening hours.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{QueueEntry, StatusCode};

/// The live bookings of coming times that are outside the opening hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConflictList {
    /// The first of them by start time, at most a hundred.
    pub items: Vec<Conflict>,
    /// Rows that cannot be read, by their names in the database.
    pub unreadable: Vec<String>,
    /// The number of all of them.
    pub total: u32,
}

/// A booking outside the opening hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Conflict {
    /// The booking.
    pub entry: QueueEntry,
    /// Requested or confirmed.
    pub status: StatusCode,
    /// «Tirsdag 21. januar 2025 kl. 13:30 - 13:45».
    pub slot_text: String,
    /// The patient's telephone number, if known.
    pub phone_text: Option<String>,
}

//! The queue and one request, as the window shows them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{RequestChannel, Soon, StatusCode, TimebookType};

/// A page of the waiting requests, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    /// The clinic's current time, from which waiting times are counted.
    pub now: String,
    /// In the requested order, at most a hundred.
    pub waiting: Vec<WaitingEntry>,
    /// Unreadable rows of this page, by their names in the database.
    pub unreadable: Vec<String>,
    /// The cursor of the next page; null on the last page.
    pub next: Option<String>,
    /// The number of all waiting requests.
    pub total: u32,
    /// The number of waiting requests whose time is soon.
    pub soon: u32,
    /// The number of requests decided today.
    pub done_today: u32,
}

/// One row of the queue, after it has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueRow {
    /// The clinic's current time.
    pub now: String,
    /// The request; null when it does not wait (any more).
    pub entry: Option<WaitingEntry>,
    /// Its name in the database, when it cannot be read.
    pub unreadable: Option<String>,
    /// The number of all waiting requests.
    pub total: u32,
    /// The number of waiting requests whose time is soon.
    pub soon: u32,
    /// The number of requests decided today.
    pub done_today: u32,
}

/// The counts of the queue, without rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueCounts {
    /// The clinic's current time.
    pub now: String,
    /// The number of all waiting requests.
    pub total: u32,
    /// The number of waiting requests whose time is soon.
    pub soon: u32,
    /// The number of requests decided today.
    pub done_today: u32,
}

/// One request in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueEntry {
    /// The booking's id.
    pub id: String,
    /// The booking's revision; a decision names the revision it is based on.
    pub revision: u32,
    /// The service.
    pub kind: TimebookType,
    /// The timebook's name.
    pub timebook_name: String,
    /// The patient's name.
    pub patient_name: String,
    /// «Hva gjelder det?».
    pub reason: Option<String>,
    /// The channel of the request.
    pub channel: RequestChannel,
    /// When it was made.
    pub requested_at: String,
    /// The start of the requested time.
    pub starts_at: String,
    /// «I dag kl. 13:30».
    pub when_text: String,
    /// «tir. 21. jan.».
    pub date_text: String,
    /// Street and number of the location.
    pub location_text: String,
}

/// A waiting request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct WaitingEntry {
    /// The request.
    #[serde(flatten)]
    pub entry: QueueEntry,
    /// How near its time is; null when it is not soon.
    pub soon: Option<Soon>,
}

/// The requests decided today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Done {
    /// Newest first.
    pub done: Vec<DoneEntry>,
    /// [`Queue::unreadable`].
    pub unreadable: Vec<String>,
    /// Whether only the latest decisions were read, so that older ones of today may be missing.
    pub latest_only: bool,
}

/// A request that was decided today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DoneEntry {
    /// The request.
    #[serde(flatten)]
    pub entry: QueueEntry,
    /// Its status after the decision.
    pub status: StatusCode,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When it was decided: «kl. 09:01».
    pub decided_text: String,
}

/// One request, opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestDetails {
    /// The request as in the list.
    pub entry: QueueEntry,
    /// The current status.
    pub status: StatusCode,
    /// The patient's identity number with its last part hidden: «131169 •••••».
    pub identity_text: String,
    /// The patient's telephone number as shown: «22 33 44 55»; null when not known.
    pub phone_text: Option<String>,
    /// «Tirsdag 21. januar 2025 kl. 13:30 - 13:45».
    pub slot_text: String,
    /// The location by name and address: «DDFL Test(u), Influensaveien 3a, 1325 Lysaker».
    pub address_text: String,
    /// «15 min».
    pub duration_text: String,
    /// The number of the place it has, or had last.
    pub place: u32,
    /// The capacity of the time.
    pub capacity: u32,
    /// «Behandler».
    pub practitioner: Option<String>,
    /// Until when the decision can be undone; null when it cannot.
    pub undo_until: Option<String>,
    /// The text that the patient got with a rejection.
    pub decision_text: Option<String>,
    /// The history of the request, oldest first.
    pub history: Vec<HistoryLine>,
    /// The patient's other bookings here, latest first.
    pub earlier: Vec<EarlierBooking>,
}

/// One entry of a request's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLine {
    /// «Åpnet av Kari Nilsen».
    pub text: String,
    /// «kl. 09:00».
    pub at_text: String,
}

/// Another booking of the same patient, or a placeholder for one that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EarlierBooking {
    /// «18. okt. 2023».
    pub when_text: String,
    /// The timebook's name.
    pub timebook_name: String,
    /// The status; null when it cannot be read.
    pub status: Option<StatusCode>,
}

/// A decision that was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Decided {
    /// The booking's id.
    pub id: String,
    /// Its status after the decision.
    pub status: StatusCode,
    /// Until when it can be undone.
    pub undo_until: String,
    /// Its revision after the decision.
    pub revision: u32,
    /// «Bekreftet: Per Vik, onsdag kl. 09:30».
    pub summary_text: String,
}

//! The queue and one request, as the window shows them.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{RequestChannel, StatusCode, TimebookType};

/// A page of the requests that wait, and how many there are in all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Queue {
    /// The clinic's present instant, from which ages are counted.
    pub now: String,
    /// Oldest first, a hundred at most.
    pub waiting: Vec<QueueEntry>,
    /// Those between them that cannot be read, each by the name that the database has for it.
    pub unreadable: Vec<String>,
    /// Give it to read the next page; none when this is the last.
    pub next: Option<String>,
    /// How many wait in all.
    pub total: u32,
    /// How many were decided today.
    pub done_today: u32,
}

/// One row of the queue, after it has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueRow {
    /// The clinic's present instant.
    pub now: String,
    /// The request; none when it does not wait, or no longer.
    pub entry: Option<QueueEntry>,
    /// The name that the database has for it, when it cannot be read.
    pub unreadable: Option<String>,
    /// How many wait in all.
    pub total: u32,
    /// How many were decided today.
    pub done_today: u32,
}

/// How many requests there are, without any of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueCounts {
    /// The clinic's present instant.
    pub now: String,
    /// How many wait in all.
    pub total: u32,
    /// How many were decided today.
    pub done_today: u32,
}

/// One request in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QueueEntry {
    /// Which booking.
    pub id: String,
    /// Which edit of it this is; a decision names the one it was made on.
    pub revision: u32,
    /// The service.
    pub kind: TimebookType,
    /// The timebook's name.
    pub timebook_name: String,
    /// The patient's name.
    pub patient_name: String,
    /// «Hva gjelder det?».
    pub reason: Option<String>,
    /// Where it came from.
    pub channel: RequestChannel,
    /// When it was sent.
    pub requested_at: String,
    /// The start of the time asked for.
    pub starts_at: String,
    /// «I dag kl. 13:30».
    pub when_text: String,
    /// «tir. 21. jan.».
    pub date_text: String,
    /// Street and number of where they meet.
    pub location_text: String,
}

/// What was decided today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Done {
    /// Newest first.
    pub done: Vec<DoneEntry>,
    /// [`Queue::unreadable`].
    pub unreadable: Vec<String>,
}

/// A request that was decided today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DoneEntry {
    /// The request.
    #[serde(flatten)]
    pub entry: QueueEntry,
    /// What it became.
    pub status: StatusCode,
    /// Who decided.
    pub decided_by: Option<String>,
    /// When: «kl. 09:01».
    pub decided_text: String,
}

/// One request, opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct RequestDetails {
    /// The request as in the list.
    pub entry: QueueEntry,
    /// Where it is in its life.
    pub status: StatusCode,
    /// The patient's identity number with its last part hidden: «131169 •••••».
    pub identity_text: String,
    /// The patient's telephone number as a person reads it: «22 33 44 55»; none when not known.
    pub phone_text: Option<String>,
    /// «Tirsdag 21. januar 2025 kl. 13:30 - 13:45».
    pub slot_text: String,
    /// The location by name and address: «DDFL Test(u), Influensaveien 3a, 1325 Lysaker».
    pub address_text: String,
    /// «15 min».
    pub duration_text: String,
    /// The place held, or held last.
    pub place: u32,
    /// Places in the time.
    pub capacity: u32,
    /// «Behandler».
    pub practitioner: Option<String>,
    /// Until when the decision can be undone; none when it cannot.
    pub undo_until: Option<String>,
    /// What the patient was told with a rejection.
    pub decision_text: Option<String>,
    /// What happened to it, oldest first.
    pub history: Vec<HistoryLine>,
    /// The patient's other bookings here, latest first.
    pub earlier: Vec<EarlierBooking>,
}

/// One line of a request's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLine {
    /// «Åpnet av Kari Nilsen».
    pub text: String,
    /// «kl. 09:00».
    pub at_text: String,
}

/// Another booking of the same patient, or word of one that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EarlierBooking {
    /// «18. okt. 2023».
    pub when_text: String,
    /// The timebook's name.
    pub timebook_name: String,
    /// Where it is in its life; none when it cannot be read.
    pub status: Option<StatusCode>,
}

/// A decision that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Decided {
    /// Which booking.
    pub id: String,
    /// What it became.
    pub status: StatusCode,
    /// Until when it can be undone.
    pub undo_until: String,
    /// Its revision now.
    pub revision: u32,
    /// «Bekreftet: Per Vik, onsdag kl. 09:30».
    pub summary_text: String,
}

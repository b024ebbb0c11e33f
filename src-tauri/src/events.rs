//! The one stream of events that the window listens to.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;
use timebook::BookingId;

/// Something that happened; the window reads again what it shows. Contains ids and never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, Event)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ClinicEvent {
    /// A patient requested a time.
    Requested {
        /// The booking's id.
        id: String,
    },
    /// A request was confirmed or rejected, here or at another desk.
    Decided {
        /// The booking's id.
        id: String,
    },
    /// A decision was undone.
    Undone {
        /// The booking's id.
        id: String,
    },
    /// The patient was notified of a decision.
    Sent {
        /// The booking's id.
        id: String,
    },
    /// A booking was cancelled.
    Cancelled {
        /// The booking's id.
        id: String,
    },
    /// A request's time began before it was answered.
    Expired {
        /// The booking's id.
        id: String,
    },
    /// The clinic's profile, locations, timebooks or times changed.
    SetupChanged,
    /// A notification of this request was clicked: show it.
    ShowRequest {
        /// The booking's id.
        id: String,
    },
    /// The state of the program changed: the store has opened or become unavailable, the portal listens, or
    /// the language changed.
    StateChanged,
    /// Something in the program panicked; a pending command may never be answered.
    Panicked {
        /// The reference in the log.
        reference: String,
    },
    /// Events may have been missed: read everything again.
    Refresh,
}

impl ClinicEvent {
    /// The event that opens a request in the window.
    #[must_use]
    pub fn show(id: BookingId) -> Self {
        Self::ShowRequest { id: id.to_string() }
    }
}

impl From<clinic::ClinicEvent> for ClinicEvent {
    fn from(event: clinic::ClinicEvent) -> Self {
        use clinic::ClinicEvent as Happened;
        match event {
            Happened::Requested(id) => Self::Requested { id: id.to_string() },
            Happened::Decided(id) => Self::Decided { id: id.to_string() },
            Happened::Undone(id) => Self::Undone { id: id.to_string() },
            Happened::Sent(id) => Self::Sent { id: id.to_string() },
            Happened::Cancelled(id) => Self::Cancelled { id: id.to_string() },
            Happened::Expired(id) => Self::Expired { id: id.to_string() },
            Happened::Undelivered(_) => Self::StateChanged,
            Happened::SetupChanged => Self::SetupChanged,
            Happened::Refresh => Self::Refresh,
        }
    }
}

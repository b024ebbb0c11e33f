//! The one stream of events that the window listens to.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;
use timebook::BookingId;

/// Something happened; the window reads again what it shows. Carries ids and never a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, Event)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ClinicEvent {
    /// A patient asked for a time.
    Requested {
        /// Which booking.
        id: String,
    },
    /// A request was confirmed or rejected, here or at another desk.
    Decided {
        /// Which booking.
        id: String,
    },
    /// A decision was taken back.
    Undone {
        /// Which booking.
        id: String,
    },
    /// Word of a decision left the clinic.
    Sent {
        /// Which booking.
        id: String,
    },
    /// A booking was cancelled.
    Cancelled {
        /// Which booking.
        id: String,
    },
    /// A request's time came before its answer.
    Expired {
        /// Which booking.
        id: String,
    },
    /// The clinic's profile, locations, timebooks or times changed.
    SetupChanged,
    /// A notification of this request was clicked: show it.
    ShowRequest {
        /// Which booking.
        id: String,
    },
    /// The start state changed: the store has opened or gone away, the portal listens, the language.
    StateChanged,
    /// Something in the program panicked: what was asked for may never be answered.
    Panicked {
        /// Under which it stands in the log.
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

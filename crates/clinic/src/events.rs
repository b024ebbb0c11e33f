//! What happens in a clinic, told to those who watch: windows, notifications, other desks.

use serde::{Deserialize, Serialize};
use timebook::{BookingId, ClinicId};
use tokio::sync::broadcast;

/// Something happened. Events carry no patient data: who needs more reads it, and that is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "camelCase")]
pub enum ClinicEvent {
    /// A patient asked for a time.
    Requested(BookingId),
    /// Staff confirmed or rejected.
    Decided(BookingId),
    /// A decision was taken back.
    Undone(BookingId),
    /// Word of a decision left the clinic.
    Sent(BookingId),
    /// A booking was cancelled.
    Cancelled(BookingId),
    /// A request's time came before its answer.
    Expired(BookingId),
    /// A notification was given up after the last attempt: a person must see to it.
    Undelivered(BookingId),
    /// The clinic's profile, locations, timebooks or times changed.
    SetupChanged,
    /// Events may have been missed: read everything again.
    Refresh,
}

/// An event and the clinic it happened in, as stores pass it on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// Where.
    pub clinic: ClinicId,
    /// What.
    pub event: ClinicEvent,
}

/// The events of one clinic, in the order they became durable.
pub struct Events {
    clinic: ClinicId,
    from: broadcast::Receiver<Announcement>,
}

impl Events {
    pub(crate) const fn new(clinic: ClinicId, from: broadcast::Receiver<Announcement>) -> Self {
        Self { clinic, from }
    }

    /// The next event; [`ClinicEvent::Refresh`] when the listener was too slow and some were lost.
    /// None when the store has closed.
    pub async fn next(&mut self) -> Option<ClinicEvent> {
        loop {
            match self.from.recv().await {
                Ok(Announcement { clinic, event }) if clinic == self.clinic => return Some(event),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Some(ClinicEvent::Refresh),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

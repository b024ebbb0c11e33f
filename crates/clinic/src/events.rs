//! What happens in a clinic, announced to subscribers: windows, notifications, other desks.

use serde::{Deserialize, Serialize};
use timebook::{BookingId, ClinicId};
use tokio::sync::broadcast;

/// Something that happened. Events contain no patient data: subscribers that need more must read it, and
/// reading is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "camelCase")]
pub enum ClinicEvent {
    /// A patient requested a time.
    Requested(BookingId),
    /// Staff confirmed or rejected.
    Decided(BookingId),
    /// A decision was undone.
    Undone(BookingId),
    /// The patient was notified of a decision.
    Sent(BookingId),
    /// A booking was cancelled.
    Cancelled(BookingId),
    /// A request's time began before it was answered.
    Expired(BookingId),
    /// A notification failed after the last attempt, so staff must contact the patient.
    Undelivered(BookingId),
    /// The clinic's profile, locations, timebooks or times changed.
    SetupChanged,
    /// Events may have been missed: read everything again.
    Refresh,
}

/// An event and the clinic it concerns, as announced by a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announcement {
    /// The clinic; `None` for every clinic in the store.
    pub clinic: Option<ClinicId>,
    /// What happened there.
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

    /// The next event; [`ClinicEvent::Refresh`] when the subscriber was too slow and some were lost. `None`
    /// when the store has closed.
    pub async fn next(&mut self) -> Option<ClinicEvent> {
        loop {
            match self.from.recv().await {
                Ok(Announcement { clinic, event }) if clinic.is_none_or(|clinic| clinic == self.clinic) => {
                    return Some(event);
                }
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return Some(ClinicEvent::Refresh),
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[tokio::test]
    async fn a_clinic_hears_its_own_events_and_those_of_every_clinic() {
        let (here, elsewhere) = (ClinicId::new(Uuid::from_u128(1)), ClinicId::new(Uuid::from_u128(2)));
        let (announce, from) = broadcast::channel(4);
        let mut events = Events::new(here, from);
        for (clinic, event) in [
            (Some(elsewhere), ClinicEvent::Refresh),
            (Some(here), ClinicEvent::SetupChanged),
            (None, ClinicEvent::Refresh),
        ] {
            announce.send(Announcement { clinic, event }).expect("a subscriber");
        }
        assert_eq!(events.next().await, Some(ClinicEvent::SetupChanged));
        assert_eq!(events.next().await, Some(ClinicEvent::Refresh));
        for _ in 0..9 {
            let event = ClinicEvent::SetupChanged;
            announce.send(Announcement { clinic: Some(here), event }).expect("a subscriber");
        }
        assert_eq!(events.next().await, Some(ClinicEvent::Refresh), "some were lost");
        assert_eq!(events.next().await, Some(ClinicEvent::SetupChanged));
        drop(announce);
        while let Some(event) = events.next().await {
            assert_eq!(event, ClinicEvent::SetupChanged);
        }
    }
}

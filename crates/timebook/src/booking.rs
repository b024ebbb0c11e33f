//! The life of a booking (FHIR Appointment).
//!
//! A status is a variant that carries its own facts. A change takes the booking by value and gives back the
//! changed one, or a [`Refused`] that names the status and the change. Nothing else sets a status.
//!
//! ```text
//!             ┌─ confirm ─► Confirmed ──► Completed | NoShow
//! Requested ──┼─ reject ──► Rejected        │
//!             ├─ cancel ──► Cancelled ◄─────┘ cancel
//!             └─ expire ──► Expired
//! ```

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};

use crate::id::{BookingId, PatientId, SlotId};
use crate::status::{Channel, Decision, Held, Revision, Status, StatusCode};
use crate::text::{DecisionText, Reason};

/// How long a decision can be undone. The patient is notified when the window has passed.
pub const UNDO_WINDOW: TimeDelta = TimeDelta::seconds(10);

/// A change of a booking's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Give the patient the time.
    Confirm,
    /// Refuse the request.
    Reject,
    /// Cancel the booking.
    Cancel,
    /// Note that the time began before the clinic answered.
    Expire,
    /// Undo a decision before the patient is notified.
    Undo,
    /// Note that the patient attended.
    Complete,
    /// Note that the patient did not attend.
    MarkNoShow,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Confirm => "confirm",
            Self::Reject => "reject",
            Self::Cancel => "cancel",
            Self::Expire => "expire",
            Self::Undo => "undo",
            Self::Complete => "complete",
            Self::MarkNoShow => "mark as no-show",
        })
    }
}

/// The booking's status does not allow the change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot {change} a booking that is {status}")]
pub struct Refused {
    /// The change that was tried.
    pub change: Change,
    /// The booking's status.
    pub status: StatusCode,
    /// Who set that status and when, where somebody did.
    pub decided: Option<Decision>,
}

/// A patient's booking of one place in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// The booking's id.
    pub id: BookingId,
    /// The patient who booked.
    pub patient: PatientId,
    /// The requested slot.
    pub slot: SlotId,
    /// The channel of the request.
    pub channel: Channel,
    /// «Hva gjelder det?», if the patient filled it in.
    pub reason: Option<Reason>,
    /// When the request was made.
    pub requested_at: DateTime<Utc>,
    /// Counts the changes of this booking.
    pub revision: Revision,
    /// The current status.
    pub status: Status,
}

impl Booking {
    /// Confirms the request.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn confirm(self, decided: Decision) -> Result<Self, Refused> {
        let Status::Requested { place } = self.status else {
            return Err(self.refused(Change::Confirm));
        };
        Ok(self.with_status(Status::Confirmed { place, decided }))
    }

    /// Rejects the request, with a text for the patient. The place is free at once.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn reject(self, decided: Decision, text: DecisionText) -> Result<Self, Refused> {
        let Status::Requested { place } = self.status else {
            return Err(self.refused(Change::Reject));
        };
        Ok(self.with_status(Status::Rejected { held: place, decided, text }))
    }

    /// Cancels the booking, on behalf of the patient or the clinic, with the clinic's text for the patient. The
    /// place is free at once. A second cancellation is refused, so a place is freed only once.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is live.
    pub fn cancel(self, decided: Decision, text: Option<DecisionText>) -> Result<Self, Refused> {
        let held = match &self.status {
            Status::Requested { place } => Held { place: *place, confirmed: None },
            Status::Confirmed { place, decided } => Held { place: *place, confirmed: Some(decided.clone()) },
            Status::Rejected { .. }
            | Status::Cancelled { .. }
            | Status::Expired { .. }
            | Status::Completed { .. }
            | Status::NoShow { .. } => return Err(self.refused(Change::Cancel)),
        };
        Ok(self.with_status(Status::Cancelled { decided, text, held: Some(held) }))
    }

    /// Notes that the slot began before the clinic answered.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn expire(self, at: DateTime<Utc>) -> Result<Self, Refused> {
        let Status::Requested { .. } = self.status else {
            return Err(self.refused(Change::Expire));
        };
        Ok(self.with_status(Status::Expired { at }))
    }

    /// Undoes a confirmation, rejection or cancellation, within [`UNDO_WINDOW`]: the booking is what it was
    /// before. It keeps the number of the place it had. When it is saved, the store gives it another place if
    /// that one is taken, and refuses if the slot is full.
    ///
    /// # Errors
    /// [`Refused`] when there is no decision to undo or the window has passed.
    pub fn undo(self, now: DateTime<Utc>) -> Result<Self, Refused> {
        let (decided, before) = match &self.status {
            Status::Confirmed { place, decided } | Status::Rejected { held: place, decided, .. } => {
                (decided, Status::Requested { place: *place })
            }
            Status::Cancelled { decided, held: Some(Held { place, confirmed: None }), .. } => {
                (decided, Status::Requested { place: *place })
            }
            Status::Cancelled { decided, held: Some(Held { place, confirmed: Some(by) }), .. } => {
                (decided, Status::Confirmed { place: *place, decided: by.clone() })
            }
            Status::Requested { .. }
            | Status::Cancelled { held: None, .. }
            | Status::Expired { .. }
            | Status::Completed { .. }
            | Status::NoShow { .. } => return Err(self.refused(Change::Undo)),
        };
        if now >= decided.at + UNDO_WINDOW {
            return Err(self.refused(Change::Undo));
        }
        Ok(self.with_status(before))
    }

    /// Notes that the patient attended.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is confirmed.
    pub fn complete(self, decided: Decision) -> Result<Self, Refused> {
        let Status::Confirmed { place, .. } = self.status else {
            return Err(self.refused(Change::Complete));
        };
        Ok(self.with_status(Status::Completed { place, decided }))
    }

    /// Notes that the patient did not attend.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is confirmed.
    pub fn mark_no_show(self, decided: Decision) -> Result<Self, Refused> {
        let Status::Confirmed { place, .. } = self.status else {
            return Err(self.refused(Change::MarkNoShow));
        };
        Ok(self.with_status(Status::NoShow { place, decided }))
    }

    fn with_status(self, status: Status) -> Self {
        Self { status, revision: self.revision.next(), ..self }
    }

    fn refused(&self, change: Change) -> Refused {
        Refused { change, status: self.status.code(), decided: self.status.decided().cloned() }
    }
}

#[cfg(test)]
mod tests;

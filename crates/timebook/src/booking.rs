//! The life of a booking (FHIR Appointment).
//!
//! A status is a variant that carries its own facts. A change takes the booking by value and gives
//! back the changed one, or a [`Refused`] that names the status and the change; there is no way to
//! set a status by hand.
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
use crate::status::{Channel, Decision, Revision, Status, StatusCode};
use crate::text::{DecisionText, Reason};

/// How long a decision can be undone before word of it leaves the clinic.
pub const UNDO_WINDOW: TimeDelta = TimeDelta::seconds(10);

/// A change that can be asked of a booking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Give the patient the time.
    Confirm,
    /// Say no.
    Reject,
    /// Take the booking back.
    Cancel,
    /// Note that the time has passed.
    Expire,
    /// Take a decision back before word of it has left.
    Undo,
    /// Note that the patient came.
    Complete,
    /// Note that the patient did not come.
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

/// The booking is in a status from which the change does not lead anywhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("cannot {change} a booking that is {status}")]
pub struct Refused {
    /// What was asked.
    pub change: Change,
    /// What the booking is.
    pub status: StatusCode,
    /// Who brought it there.
    pub decided: Option<Decision>,
}

/// A patient's booking of one place in a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Which booking.
    pub id: BookingId,
    /// Whose.
    pub patient: PatientId,
    /// The time asked for.
    pub slot: SlotId,
    /// Where the request came from.
    pub channel: Channel,
    /// «Hva gjelder det?», when the patient said.
    pub reason: Option<Reason>,
    /// When the patient asked.
    pub requested_at: DateTime<Utc>,
    /// Which edit this is.
    pub revision: Revision,
    /// Where it is in its life.
    pub status: Status,
}

impl Booking {
    /// Gives the patient the time.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn confirm(self, decided: Decision) -> Result<Self, Refused> {
        let Status::Requested { place } = self.status else {
            return Err(self.refused(Change::Confirm));
        };
        Ok(self.become_(Status::Confirmed { place, decided }))
    }

    /// Says no, with words for the patient. The place is free at once.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn reject(self, decided: Decision, text: DecisionText) -> Result<Self, Refused> {
        let Status::Requested { place } = self.status else {
            return Err(self.refused(Change::Reject));
        };
        Ok(self.become_(Status::Rejected { held: place, decided, text }))
    }

    /// Takes the booking back, for the patient or for the clinic. Cancelling again is refused, so a
    /// place is freed once.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is live.
    pub fn cancel(self, decided: Decision) -> Result<Self, Refused> {
        if !self.status.code().is_live() {
            return Err(self.refused(Change::Cancel));
        }
        Ok(self.become_(Status::Cancelled { decided }))
    }

    /// Notes that the time came before an answer did.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn expire(self, at: DateTime<Utc>) -> Result<Self, Refused> {
        let Status::Requested { .. } = self.status else {
            return Err(self.refused(Change::Expire));
        };
        Ok(self.become_(Status::Expired { at }))
    }

    /// Takes a confirmation or rejection back, within [`UNDO_WINDOW`]. The booking asks for the
    /// place it had; storage says whether that is still to be had.
    ///
    /// # Errors
    /// [`Refused`] when there is no decision to take back or the window has passed.
    pub fn undo(self, now: DateTime<Utc>) -> Result<Self, Refused> {
        let (Status::Confirmed { place, decided } | Status::Rejected { held: place, decided, .. }) =
            &self.status
        else {
            return Err(self.refused(Change::Undo));
        };
        if now >= decided.at + UNDO_WINDOW {
            return Err(self.refused(Change::Undo));
        }
        let place = *place;
        Ok(self.become_(Status::Requested { place }))
    }

    /// Notes that the patient came.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is confirmed.
    pub fn complete(self, decided: Decision) -> Result<Self, Refused> {
        let Status::Confirmed { place, .. } = self.status else {
            return Err(self.refused(Change::Complete));
        };
        Ok(self.become_(Status::Completed { place, decided }))
    }

    /// Notes that the patient did not come.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is confirmed.
    pub fn mark_no_show(self, decided: Decision) -> Result<Self, Refused> {
        let Status::Confirmed { place, .. } = self.status else {
            return Err(self.refused(Change::MarkNoShow));
        };
        Ok(self.become_(Status::NoShow { place, decided }))
    }

    fn become_(self, status: Status) -> Self {
        Self { status, revision: self.revision.next(), ..self }
    }

    fn refused(&self, change: Change) -> Refused {
        Refused { change, status: self.status.code(), decided: self.status.decided().cloned() }
    }
}

#[cfg(test)]
mod tests;

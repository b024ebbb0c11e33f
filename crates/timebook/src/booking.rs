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
use serde::{Deserialize, Serialize};

use crate::id::{BookingId, PatientId, SlotId, StaffId};
use crate::text::{DecisionText, Name, Reason};

/// How long a decision can be undone before word of it leaves the clinic.
pub const UNDO_WINDOW: TimeDelta = TimeDelta::seconds(10);

/// One of a slot's places, numbered from 1 to its capacity. A live booking holds exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place(u16);

impl Place {
    /// The first place of every slot.
    pub const FIRST: Self = Self(1);

    /// The place with this number; 0 is none.
    #[must_use]
    pub const fn new(number: u16) -> Option<Self> {
        if number == 0 { None } else { Some(Self(number)) }
    }

    /// Its number, from 1.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

/// Which edit of a booking this is. A change is saved only on the revision it was made from, so
/// that of two colleagues who decide at once, one is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Revision(u32);

impl Revision {
    /// The revision of a booking that has just been asked for.
    pub const FIRST: Self = Self(1);

    /// A revision read from storage or from a window.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

/// Where a request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Channel {
    /// The clinic's own web pages.
    Portal,
    /// A message from Helsenorge.
    Helsenorge,
    /// Staff, for a patient on the phone or at the counter.
    Desk,
    /// A freed place offered to a waiting patient.
    WaitingList,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 4] = [Self::Portal, Self::Helsenorge, Self::Desk, Self::WaitingList];

    /// The word stored in the database and used in text keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
            Self::Helsenorge => "helsenorge",
            Self::Desk => "desk",
            Self::WaitingList => "waiting-list",
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}

/// Someone at the clinic, as the history names them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffMember {
    /// Who.
    pub id: StaffId,
    /// The name colleagues know.
    pub name: Name,
}

/// Who did something (FHIR Provenance).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    /// Someone at the clinic.
    Staff(StaffMember),
    /// The patient.
    Patient,
    /// Someone who acts for the patient.
    Proxy,
    /// Helsenorge, by message.
    Helsenorge,
    /// The program itself.
    System,
}

/// Who changed a booking's status, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who.
    pub by: Actor,
    /// The instant.
    pub at: DateTime<Utc>,
}

/// Where a booking is in its life, with the facts of that state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// Asked for; holds its place until the clinic answers.
    Requested {
        /// The place it holds.
        place: Place,
    },
    /// The time is the patient's.
    Confirmed {
        /// The place it holds.
        place: Place,
        /// Who confirmed.
        decided: Decision,
    },
    /// The clinic said no.
    Rejected {
        /// The place it held, which an undo asks back.
        held: Place,
        /// Who rejected.
        decided: Decision,
        /// What the patient is told.
        text: DecisionText,
    },
    /// Taken back by the patient or by the clinic.
    Cancelled {
        /// Who cancelled.
        decided: Decision,
    },
    /// The time came before an answer did.
    Expired {
        /// When that was seen.
        at: DateTime<Utc>,
    },
    /// The patient came.
    Completed {
        /// The place it held.
        place: Place,
        /// Who wrote it down.
        decided: Decision,
    },
    /// The patient did not come.
    NoShow {
        /// The place it held.
        place: Place,
        /// Who wrote it down.
        decided: Decision,
    },
}

/// A status without its facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StatusCode {
    /// [`Status::Requested`].
    Requested,
    /// [`Status::Confirmed`].
    Confirmed,
    /// [`Status::Rejected`].
    Rejected,
    /// [`Status::Cancelled`].
    Cancelled,
    /// [`Status::Expired`].
    Expired,
    /// [`Status::Completed`].
    Completed,
    /// [`Status::NoShow`].
    NoShow,
}

impl StatusCode {
    /// Every status.
    pub const ALL: [Self; 7] = [
        Self::Requested,
        Self::Confirmed,
        Self::Rejected,
        Self::Cancelled,
        Self::Expired,
        Self::Completed,
        Self::NoShow,
    ];

    /// The word stored in the database and used in text keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::Completed => "completed",
            Self::NoShow => "no-show",
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Whether a booking in this status holds a place.
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Requested | Self::Confirmed => true,
            Self::Rejected | Self::Cancelled | Self::Expired | Self::Completed | Self::NoShow => false,
        }
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Status {
    /// Which status this is.
    #[must_use]
    pub const fn code(&self) -> StatusCode {
        match self {
            Self::Requested { .. } => StatusCode::Requested,
            Self::Confirmed { .. } => StatusCode::Confirmed,
            Self::Rejected { .. } => StatusCode::Rejected,
            Self::Cancelled { .. } => StatusCode::Cancelled,
            Self::Expired { .. } => StatusCode::Expired,
            Self::Completed { .. } => StatusCode::Completed,
            Self::NoShow { .. } => StatusCode::NoShow,
        }
    }

    /// The place held now; none when the booking is not live.
    #[must_use]
    pub const fn place(&self) -> Option<Place> {
        match self {
            Self::Requested { place } | Self::Confirmed { place, .. } => Some(*place),
            Self::Rejected { .. }
            | Self::Cancelled { .. }
            | Self::Expired { .. }
            | Self::Completed { .. }
            | Self::NoShow { .. } => None,
        }
    }

    /// Who brought the booking here; none for a request and for one that expired by itself.
    #[must_use]
    pub const fn decided(&self) -> Option<&Decision> {
        match self {
            Self::Requested { .. } | Self::Expired { .. } => None,
            Self::Confirmed { decided, .. }
            | Self::Rejected { decided, .. }
            | Self::Cancelled { decided }
            | Self::Completed { decided, .. }
            | Self::NoShow { decided, .. } => Some(decided),
        }
    }
}

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
        match self.status {
            Status::Requested { place } => Ok(self.become_(Status::Confirmed { place, decided })),
            _ => Err(self.refused(Change::Confirm)),
        }
    }

    /// Says no, with words for the patient. The place is free at once.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn reject(self, decided: Decision, text: DecisionText) -> Result<Self, Refused> {
        match self.status {
            Status::Requested { place } => Ok(self.become_(Status::Rejected { held: place, decided, text })),
            _ => Err(self.refused(Change::Reject)),
        }
    }

    /// Takes the booking back, for the patient or for the clinic. Cancelling again is refused, so a
    /// place is freed once.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is live.
    pub fn cancel(self, decided: Decision) -> Result<Self, Refused> {
        match self.status {
            Status::Requested { .. } | Status::Confirmed { .. } => {
                Ok(self.become_(Status::Cancelled { decided }))
            }
            _ => Err(self.refused(Change::Cancel)),
        }
    }

    /// Notes that the time came before an answer did.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is requested.
    pub fn expire(self, at: DateTime<Utc>) -> Result<Self, Refused> {
        match self.status {
            Status::Requested { .. } => Ok(self.become_(Status::Expired { at })),
            _ => Err(self.refused(Change::Expire)),
        }
    }

    /// Takes a confirmation or rejection back, within [`UNDO_WINDOW`]. The booking asks for the
    /// place it had; storage says whether that is still to be had.
    ///
    /// # Errors
    /// [`Refused`] when there is no decision to take back or the window has passed.
    pub fn undo(self, now: DateTime<Utc>) -> Result<Self, Refused> {
        match &self.status {
            Status::Confirmed { place, decided } | Status::Rejected { held: place, decided, .. }
                if now < decided.at + UNDO_WINDOW =>
            {
                let place = *place;
                Ok(self.become_(Status::Requested { place }))
            }
            _ => Err(self.refused(Change::Undo)),
        }
    }

    /// Notes that the patient came.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is confirmed.
    pub fn complete(self, decided: Decision) -> Result<Self, Refused> {
        match self.status {
            Status::Confirmed { place, .. } => Ok(self.become_(Status::Completed { place, decided })),
            _ => Err(self.refused(Change::Complete)),
        }
    }

    /// Notes that the patient did not come.
    ///
    /// # Errors
    /// [`Refused`] unless the booking is confirmed.
    pub fn mark_no_show(self, decided: Decision) -> Result<Self, Refused> {
        match self.status {
            Status::Confirmed { place, .. } => Ok(self.become_(Status::NoShow { place, decided })),
            _ => Err(self.refused(Change::MarkNoShow)),
        }
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

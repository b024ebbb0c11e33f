//! Patients, and the journal of who did and saw what.

use chrono::{DateTime, Utc};
use timebook::{Actor, BookingId, IdentityNumber, Name, PatientId, Phone};

/// A patient as the clinic knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// Which patient.
    pub id: PatientId,
    /// Full name.
    pub name: Name,
    /// National identity number.
    pub identity: IdentityNumber,
    /// Telephone, when known.
    pub phone: Option<Phone>,
}

/// What was done to, or seen of, a patient's record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The patient asked for a time.
    Requested,
    /// A name and a reason were shown in the queue.
    Listed,
    /// Staff opened the request.
    Opened,
    /// Staff confirmed.
    Confirmed,
    /// Staff rejected.
    Rejected,
    /// Staff took a decision back.
    Undone,
    /// Word of the decision left the clinic.
    Sent,
    /// The booking was cancelled.
    Cancelled,
    /// The time came before an answer.
    Expired,
    /// The patient read their own booking.
    ReadByPatient,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 10] = [
        Self::Requested,
        Self::Listed,
        Self::Opened,
        Self::Confirmed,
        Self::Rejected,
        Self::Undone,
        Self::Sent,
        Self::Cancelled,
        Self::Expired,
        Self::ReadByPatient,
    ];

    /// The word stored in the database and used in text keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Listed => "listed",
            Self::Opened => "opened",
            Self::Confirmed => "confirmed",
            Self::Rejected => "rejected",
            Self::Undone => "undone",
            Self::Sent => "sent",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::ReadByPatient => "read-by-patient",
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// Why the act was allowed, in the words of the access log (helseregisterloven § 19,
    /// pasientjournalforskriften § 14: who, whose, what, when, why).
    #[must_use]
    pub const fn purpose(self) -> &'static str {
        match self {
            Self::Requested | Self::Cancelled | Self::ReadByPatient => "own-care",
            Self::Listed | Self::Opened | Self::Confirmed | Self::Rejected | Self::Undone => {
                "administration-of-care"
            }
            Self::Sent | Self::Expired => "automatic",
        }
    }
}

/// One line of the journal: both the history of a booking and the access log of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// Whose record.
    pub patient: PatientId,
    /// Which booking.
    pub booking: BookingId,
    /// What.
    pub act: Act,
}

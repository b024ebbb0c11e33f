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
    /// A name and a reason were shown in the queue. Stands in journals of earlier versions only: what
    /// passes by in a list has not been looked at.
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
    /// The patient saw the list of their own bookings.
    ListedByPatient,
    /// Staff saw the patient's other bookings beside a request.
    EarlierShown,
    /// Staff saw the patient's whole identity number, which is masked otherwise.
    IdentityShown,
    /// The patient logged in.
    LoggedIn,
    /// The patient logged out.
    LoggedOut,
    /// Somebody was not let in.
    LogInRefused,
    /// What the clinic knows of a patient was saved.
    PatientSaved,
    /// The clinic's patients were listed.
    PatientsListed,
    /// This log was read.
    LogRead,
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 19] = [
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
        Self::ListedByPatient,
        Self::EarlierShown,
        Self::IdentityShown,
        Self::LoggedIn,
        Self::LoggedOut,
        Self::LogInRefused,
        Self::PatientSaved,
        Self::PatientsListed,
        Self::LogRead,
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
            Self::ListedByPatient => "listed-by-patient",
            Self::EarlierShown => "earlier-shown",
            Self::IdentityShown => "identity-shown",
            Self::LoggedIn => "logged-in",
            Self::LoggedOut => "logged-out",
            Self::LogInRefused => "log-in-refused",
            Self::PatientSaved => "patient-saved",
            Self::PatientsListed => "patients-listed",
            Self::LogRead => "log-read",
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
            Self::Requested
            | Self::Cancelled
            | Self::ReadByPatient
            | Self::ListedByPatient
            | Self::LoggedIn
            | Self::LoggedOut => "own-care",
            Self::Listed
            | Self::Opened
            | Self::EarlierShown
            | Self::IdentityShown
            | Self::Confirmed
            | Self::Rejected
            | Self::Undone
            | Self::PatientSaved
            | Self::PatientsListed => "administration-of-care",
            Self::LogInRefused | Self::LogRead => "control-of-access",
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
    /// Whose record; none when it is not known, or everyone's.
    pub patient: Option<PatientId>,
    /// Which booking; none when it concerns no one booking.
    pub booking: Option<BookingId>,
    /// What.
    pub act: Act,
}

//! Patients, and the journal of who did and saw what.

use chrono::{DateTime, Utc};
use timebook::{Actor, BookingId, IdentityNumber, Name, PatientId, Phone};

/// A patient as the clinic knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// The patient's id.
    pub id: PatientId,
    /// Full name.
    pub name: Name,
    /// National identity number.
    pub identity: IdentityNumber,
    /// Telephone number, if known.
    pub phone: Option<Phone>,
}

/// What was done with a patient's record, or which part of it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// The patient requested a time.
    Requested,
    /// A name and a reason were shown in the queue. Only in journals of earlier versions: a row in a list no
    /// longer counts as opened.
    Listed,
    /// Staff opened the request.
    Opened,
    /// Staff confirmed.
    Confirmed,
    /// Staff rejected.
    Rejected,
    /// Staff undid a decision.
    Undone,
    /// The patient was notified of the decision.
    Sent,
    /// The booking was cancelled.
    Cancelled,
    /// The time began before the request was answered.
    Expired,
    /// The patient read their own booking.
    ReadByPatient,
    /// The patient saw the list of their own bookings.
    ListedByPatient,
    /// Staff saw the patient's other bookings beside a request.
    EarlierShown,
    /// Staff saw the patient's full identity number, which is otherwise masked.
    IdentityShown,
    /// The patient logged in.
    LoggedIn,
    /// The patient logged out.
    LoggedOut,
    /// A log-in was refused.
    LogInRefused,
    /// A patient's data were saved.
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

    /// The code stored in the database and used in text keys.
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

    /// The act with this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.code() == code)
    }

    /// The purpose of the act, as written in the access log (helseregisterloven § 19,
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

/// One entry of the journal, which is both the history of a booking and the access log of a patient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// The patient whose record it was; `None` when not known, or for a list of patients.
    pub patient: Option<PatientId>,
    /// The booking; `None` when it is not about a single booking.
    pub booking: Option<BookingId>,
    /// What was done.
    pub act: Act,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The log must say why for every act.
    #[test]
    fn every_act_has_one_of_the_purposes() {
        let of = |purpose| Act::ALL.into_iter().filter(|act| act.purpose() == purpose).count();
        let known = ["own-care", "administration-of-care", "control-of-access", "automatic"];
        assert_eq!(known.map(of).iter().sum::<usize>(), Act::ALL.len());
        assert_eq!(Act::ReadByPatient.purpose(), "own-care");
        assert_eq!(Act::Opened.purpose(), "administration-of-care");
        assert_eq!(Act::LogInRefused.purpose(), "control-of-access");
        assert_eq!(Act::Expired.purpose(), "automatic");
    }
}

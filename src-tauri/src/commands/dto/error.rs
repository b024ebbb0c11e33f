//! The error codes that the window acts on.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{SetupPart, StatusCode};

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type, thiserror::Error)]
#[serde(tag = "code", rename_all = "camelCase")]
pub enum CommandError {
    /// Fields were refused.
    #[error("{} fields were refused", fields.len())]
    Invalid {
        /// The fields, each with its problem.
        fields: Vec<FieldProblem>,
    },
    /// A colleague saved the same part first; nothing was saved.
    #[error("changed meanwhile")]
    Conflict {
        /// What the colleague saved.
        now: Box<SetupPart>,
    },
    /// A colleague decided first.
    #[error("already decided")]
    #[serde(rename_all = "camelCase")]
    AlreadyDecided {
        /// The booking's status now.
        status: StatusCode,
        /// Who decided.
        by: String,
        /// When: «kl. 09:00».
        at_text: String,
    },
    /// The time has begun and can no longer be confirmed.
    #[error("the time has begun")]
    TimeBegun,
    /// The place of the rejected request has been taken by someone else.
    #[error("the place is taken")]
    PlaceTaken,
    /// The patient has already been notified of the decision.
    #[error("too late to undo")]
    TooLateToUndo,
    /// Timebooks have the location that was to be deleted.
    #[error("the location is used")]
    LocationUsed {
        /// How many.
        timebooks: u32,
    },
    /// The timebook that was to be deleted has bookings.
    #[error("the timebook has bookings")]
    HasBookings {
        /// How many are requested or confirmed for a time to come.
        live: u32,
    },
    /// The clinic has no such item.
    #[error("not found")]
    NotFound,
    /// The store has not opened; the start state says why.
    #[error("not ready")]
    NotReady,
    /// The database does not answer: trying again may help.
    #[error("the database does not answer")]
    Unavailable,
    /// It is not known whether the database saved; the user must check.
    #[error("the database did not say whether it saved")]
    Unknown,
    /// Another error, which trying again does not fix.
    #[error("broken, see {reference} in the log")]
    Broken {
        /// The reference in the log.
        reference: String,
    },
}

/// A field and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FieldProblem {
    /// The field's name; in a list its path: `hours.3.to`.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// Why a field was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Problem {
    /// Nothing was typed.
    Empty,
    /// More characters than the field allows.
    TooLong {
        /// Characters allowed.
        limit: u32,
        /// Characters typed.
        length: u32,
    },
    /// Few characters, but more bytes than any real text.
    TooManyBytes {
        /// Bytes allowed.
        limit: u32,
    },
    /// A control character.
    ControlCharacter,
    /// Not in the field's format.
    Malformed,
    /// A number outside its range.
    OutOfRange {
        /// The lowest number allowed.
        min: u32,
        /// The highest number allowed.
        max: u32,
    },
    /// Closes before it opens.
    EndBeforeStart,
    /// Two openings of one day overlap.
    Overlap,
    /// The clinic has no such item.
    Unknown,
    /// No opening is long enough for one time.
    SlotTooLong,
    /// Patients could never request a time: it closes for them before it opens.
    NeverOpen,
    /// Another one already has this value.
    Taken,
    /// The dates are over.
    Past,
    /// More than the clinic can have.
    TooMany {
        /// How many it can have.
        most: u32,
    },
}

impl From<clinic::Problem> for Problem {
    fn from(problem: clinic::Problem) -> Self {
        use clinic::Problem as Why;
        match problem {
            Why::Empty => Self::Empty,
            Why::TooLong { limit, length } => Self::TooLong { limit: short(limit), length: short(length) },
            Why::TooManyBytes { limit } => Self::TooManyBytes { limit: short(limit) },
            Why::ControlCharacter => Self::ControlCharacter,
            Why::Malformed => Self::Malformed,
            Why::OutOfRange { min, max } => Self::OutOfRange { min, max },
            Why::EndBeforeStart => Self::EndBeforeStart,
            Why::Overlap => Self::Overlap,
            Why::Unknown => Self::Unknown,
            Why::SlotTooLong => Self::SlotTooLong,
            Why::NeverOpen => Self::NeverOpen,
            Why::Taken => Self::Taken,
            Why::Past => Self::Past,
            Why::TooMany { most } => Self::TooMany { most },
        }
    }
}

/// A count for the window, which uses 32-bit numbers.
pub(crate) fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

//! The codes that the window acts on.

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
        /// Each with its reason.
        fields: Vec<FieldProblem>,
    },
    /// A colleague saved the same thing first; nothing was saved.
    #[error("changed meanwhile")]
    Conflict {
        /// What the colleague saved.
        now: Box<SetupPart>,
    },
    /// A colleague was first.
    #[error("already decided")]
    #[serde(rename_all = "camelCase")]
    AlreadyDecided {
        /// What the booking is now.
        status: StatusCode,
        /// Who decided.
        by: String,
        /// When: «kl. 09:00».
        at_text: String,
    },
    /// The time has begun: nobody can be given it any more.
    #[error("the time has begun")]
    TimeBegun,
    /// The place of the rejected request has gone to someone else.
    #[error("the place is taken")]
    PlaceTaken,
    /// Word of the decision has left the clinic.
    #[error("too late to undo")]
    TooLateToUndo,
    /// The clinic has no such thing.
    #[error("not found")]
    NotFound,
    /// The store has not opened; the start state says why.
    #[error("not ready")]
    NotReady,
    /// The database does not answer: trying again may help.
    #[error("the database does not answer")]
    Unavailable,
    /// The database did not say whether it saved: one has to look.
    #[error("the database did not say whether it saved")]
    Unknown,
    /// Something that trying again does not mend.
    #[error("broken, see {reference} in the log")]
    Broken {
        /// Under which it stands in the log.
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
    /// More characters than the field takes.
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
    /// Not of the form the field has.
    Malformed,
    /// A number outside its range.
    OutOfRange {
        /// Smallest.
        min: u32,
        /// Largest.
        max: u32,
    },
    /// Closes before it opens.
    EndBeforeStart,
    /// Two openings of one day lie over each other.
    Overlap,
    /// No such thing at this clinic.
    Unknown,
    /// No opening is long enough for one time.
    SlotTooLong,
    /// Another has it.
    Taken,
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
            Why::Taken => Self::Taken,
        }
    }
}

/// A count for the window, which takes no more than 32 bits.
pub(crate) fn short(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

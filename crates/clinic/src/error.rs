//! What can go wrong, as values the edges act on.

use serde::Serialize;
use timebook::{HoursError, IdentityError, OutOfRange, TextError};

/// The store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer. Nothing was saved; trying again may help.
    #[error("the database does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database did not answer when it was told to save, nor when it was asked afterwards: the
    /// change may have been saved or not. Only a commit ends like this.
    #[error("the database did not say whether it saved")]
    Unknown(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A row holds what no program of ours has written.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The database refused for a reason that trying again does not mend.
    #[error("the database refused")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A row that holds what no program of ours has written: which, so that someone can mend it. Names no
/// patient.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
#[error("cannot read column {column} of {table} {row}")]
pub struct Unreadable {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's key.
    pub row: String,
}

/// Why a field was refused. The window and the portal have one sentence for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Problem {
    /// Nothing was typed.
    Empty,
    /// More characters than the field takes.
    TooLong {
        /// Characters allowed.
        limit: usize,
        /// Characters typed.
        length: usize,
    },
    /// Few characters, but more bytes than any real text.
    #[serde(rename_all = "camelCase")]
    TooManyBytes {
        /// Bytes allowed.
        limit: usize,
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
    /// No opening is long enough for one slot.
    SlotTooLong,
    /// Another has it.
    Taken,
}

impl From<TextError> for Problem {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Empty,
            TextError::TooLong { limit, length } => Self::TooLong { limit, length },
            TextError::TooManyBytes { limit } => Self::TooManyBytes { limit },
            TextError::ControlCharacter => Self::ControlCharacter,
            TextError::Malformed => Self::Malformed,
        }
    }
}

impl From<OutOfRange> for Problem {
    fn from(error: OutOfRange) -> Self {
        Self::OutOfRange { min: error.min, max: error.max }
    }
}

impl From<HoursError> for Problem {
    fn from(error: HoursError) -> Self {
        match error {
            HoursError::EndBeforeStart => Self::EndBeforeStart,
            HoursError::Malformed => Self::Malformed,
            HoursError::NotAWeekday { .. } => Self::OutOfRange { min: 1, max: 7 },
        }
    }
}

impl From<IdentityError> for Problem {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::Empty => Self::Empty,
            IdentityError::NotDigits
            | IdentityError::WrongLength { .. }
            | IdentityError::WrongCheckDigit
            | IdentityError::NotADate
            | IdentityError::SyntheticRefused => Self::Malformed,
        }
    }
}

/// One field and what is wrong with it. Lists use a path: `hours.3.to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the draft.
    pub field: String,
    /// What is wrong.
    pub problem: Problem,
}

/// Every field that was refused, so that a person sees all of them at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Keeps the value, or notes why the field was refused.
    pub(crate) fn keep<T, E: Into<Problem>>(&mut self, field: &str, value: Result<T, E>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(problem) => {
                self.note(field, problem.into());
                None
            }
        }
    }

    /// Notes that a field was refused.
    pub(crate) fn note(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldError { field: field.to_owned(), problem });
    }
}

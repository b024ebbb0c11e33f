//! Errors, as values that the window and the portal act on.

use serde::Serialize;
use timebook::{DatesError, HoursError, IdentityError, OutOfRange, TextError};

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database does not answer. Nothing was saved; trying again may help.
    #[error("the database does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database did not answer the commit, nor the question afterwards whether it was saved. The change
    /// may have been saved or not. Only a commit can fail like this.
    #[error("the database did not say whether it saved")]
    Unknown(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A row contains values that our programs never write.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The database refused for a reason that trying again does not fix.
    #[error("the database refused")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Identifies a row with values that our programs never write, so that someone can fix it. Names no patient.
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

/// Why a field was refused. The window and the portal have a message for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Problem {
    /// Nothing was typed.
    Empty,
    /// More characters than the field allows.
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
    /// No opening is long enough for one slot.
    SlotTooLong,
    /// Another one already has this value.
    Taken,
    /// The dates are over.
    Past,
    /// More than the clinic can have.
    TooMany {
        /// How many it can have.
        most: u32,
    },
    /// Patients could never request a time: it closes for them before it opens.
    NeverOpen,
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

impl From<DatesError> for Problem {
    fn from(error: DatesError) -> Self {
        match error {
            DatesError::EndBeforeStart => Self::EndBeforeStart,
            DatesError::TooMany { most } => Self::TooMany { most },
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

/// Every field that was refused, so that all problems can be shown at once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// Returns the value, or records why the field was refused.
    pub(crate) fn keep<T, E: Into<Problem>>(&mut self, field: &str, value: Result<T, E>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(problem) => {
                self.note(field, problem.into());
                None
            }
        }
    }

    /// Records that a field was refused.
    pub(crate) fn note(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldError { field: field.to_owned(), problem });
    }
}

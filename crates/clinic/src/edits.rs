//! The latest edit of each part of the set-up, and who made it.
//!
//! A save names the edit that its form was based on. It is refused if there is a newer edit by then, so when
//! two desks change the same part, the second is told.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use timebook::{ExceptionId, LocationId, Name, OpeningException, Revision, TimebookId};

use crate::rows::Rows;

/// A part that is saved as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetupPart {
    /// The clinic's profile.
    Profile,
    /// A location.
    Location(LocationId),
    /// A timebook with its opening hours.
    Timebook(TimebookId),
    /// An exception from the opening hours.
    Exception(ExceptionId),
}

/// The latest edit of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The edit's number.
    pub revision: Revision,
    /// Who made it; unknown for edits saved before this was recorded.
    pub by: Option<Name>,
    /// When it was made; unknown as [`Self::by`].
    pub at: Option<DateTime<Utc>>,
}

/// The latest edit of each part of a clinic's set-up, but for exceptions, which carry their own
/// ([`Exceptions`](crate::Exceptions)).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits(pub BTreeMap<SetupPart, Edit>);

impl Edits {
    /// The latest edit of a part; `None` when there is no such part.
    #[must_use]
    pub fn of(&self, part: SetupPart) -> Option<&Edit> {
        self.0.get(&part)
    }

    /// The revision of a part.
    pub(crate) fn revision(&self, part: SetupPart) -> Option<Revision> {
        self.of(part).map(|edit| edit.revision)
    }
}

/// The exceptions that are not over, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exceptions {
    /// How often an exception was saved or deleted before they were read.
    pub revision: Revision,
    /// Each with its latest edit.
    pub rows: Rows<(OpeningException, Edit)>,
}

impl Exceptions {
    /// Those that can be read.
    #[must_use]
    pub fn readable(self) -> Vec<OpeningException> {
        self.rows.read.into_iter().map(|(exception, _)| exception).collect()
    }
}

/// A new edit, to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEdit {
    /// The revision it is based on; `None` for a new part.
    pub was: Option<Revision>,
    /// Who makes the edit.
    pub by: Name,
    /// When it is made.
    pub at: DateTime<Utc>,
}

//! Which edit of a part of the set-up stands, and who made it.
//!
//! A save names the edit that its form was based on and is refused when another stands by then, so that of
//! two desks that change the same thing, one is told.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use timebook::{LocationId, Name, Revision, TimebookId};

/// What is saved as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SetupPart {
    /// The clinic's profile.
    Profile,
    /// A location.
    Location(LocationId),
    /// A timebook with its opening hours.
    Timebook(TimebookId),
}

/// The latest edit of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Its number.
    pub revision: Revision,
    /// Who made it; unknown for what was saved before that was noted.
    pub by: Option<Name>,
    /// When, as [`Self::by`].
    pub at: Option<DateTime<Utc>>,
}

/// The latest edit of each part of a clinic's set-up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edits(pub BTreeMap<SetupPart, Edit>);

impl Edits {
    /// The latest edit of a part; none when there is no such part.
    #[must_use]
    pub fn of(&self, part: SetupPart) -> Option<&Edit> {
        self.0.get(&part)
    }

    /// Its number.
    pub(crate) fn revision(&self, part: SetupPart) -> Option<Revision> {
        self.of(part).map(|edit| edit.revision)
    }
}

/// An edit that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEdit {
    /// The revision it was made from; none for a part that is new.
    pub was: Option<Revision>,
    /// Who makes it.
    pub by: Name,
    /// When.
    pub at: DateTime<Utc>,
}

//! Setting up the clinic: its profile, its locations, its timebooks.
//!
//! A draft is what a person has typed. Saving it checks every field and returns all problems at once, each
//! with its field. Nothing is saved until every field is valid.

use chrono::{DateTime, Utc};
use timebook::{
    Calendar, ClinicProfile, Location, LocationId, Name, Revision, Timebook, TimebookId, oslo_date,
};

use crate::Clinic;
use crate::drafts::{
    LocationDraft, ProfileDraft, TimebookDraft, check_location, check_profile, check_timebook,
};
use crate::edits::{Edits, Exceptions, NewEdit};
use crate::error::{FieldErrors, StoreError};
use crate::events::ClinicEvent;
use crate::roles::Admin;
use crate::rows::Rows;
use crate::transaction::{CommitError, Transaction, Write};

/// The whole set-up, and the state of each timebook's times.
#[derive(Debug, Clone, PartialEq)]
pub struct Setup {
    /// `None` before the first save.
    pub profile: Option<ClinicProfile>,
    /// All locations, oldest first.
    pub locations: Rows<Location>,
    /// All timebooks, oldest first.
    pub timebooks: Rows<(Timebook, TimebookState)>,
    /// The exceptions from the opening hours that are not over, oldest first.
    pub exceptions: Exceptions,
    /// The latest edit of each other part.
    pub edits: Edits,
}

/// The state of a timebook's times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimebookState {
    /// Free places in open slots that have not begun.
    pub free_places: u32,
    /// The start of the first slot with a free place.
    pub first_free: Option<DateTime<Utc>>,
    /// The number of future slots that are booked but outside the opening hours.
    pub conflicts: u32,
}

impl TimebookState {
    fn of(calendar: &Calendar, now: DateTime<Utc>) -> Self {
        Self {
            free_places: calendar.free_places(now),
            first_free: calendar.first_free(now),
            conflicts: calendar.conflicts(now),
        }
    }
}

/// Why a draft was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Fields were refused.
    #[error("{} fields were refused", .0.0.len())]
    Invalid(FieldErrors),
    /// Somebody else saved the same part first. Nothing was saved; this is the set-up as it is now.
    #[error("changed meanwhile")]
    Conflict(Box<Setup>),
    /// No such location or timebook.
    #[error("not found")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Clinic {
    /// The whole set-up.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn setup(&self) -> Result<Setup, StoreError> {
        // Edits are read first. If a part is changed before it is read, it is newer than its edit here, and a
        // save based on it is refused instead of overwriting that change.
        let edits = self.store.edits(self.id).await?;
        let profile = self.store.profile(self.id).await?;
        let locations = self.store.locations(self.id).await?;
        let now = self.now();
        let exceptions = self.store.exceptions(self.id, oslo_date(now)).await?;
        let Rows { read, unreadable } = self.store.timebooks(self.id).await?;
        let mut timebooks = Rows { read: Vec::with_capacity(read.len()), unreadable };
        for timebook in read {
            let calendar = self.store.calendar(self.id, timebook.id, now).await?;
            timebooks.read.push((timebook, TimebookState::of(&calendar, now)));
        }
        Ok(Setup { profile, locations, timebooks, exceptions, edits })
    }

    /// Saves the clinic's profile; `was` is the revision that the draft is based on, `None` before the first
    /// save.
    ///
    /// # Errors
    /// [`SaveError::Invalid`] with every field that was refused, [`SaveError::Conflict`], or
    /// [`SaveError::Store`].
    pub async fn save_profile(
        &self,
        admin: &Admin,
        was: Option<Revision>,
        draft: &ProfileDraft,
    ) -> Result<(), SaveError> {
        let profile = check_profile(draft).map_err(SaveError::Invalid)?;
        self.save_setup(Write::SaveProfile(Box::new(profile), self.edit(admin, was))).await
    }

    /// Saves a location, based on the revision given with its id, or a new one when neither is given. Returns
    /// its id.
    ///
    /// # Errors
    /// [`SaveError`].
    pub async fn save_location(
        &self,
        admin: &Admin,
        of: Option<(LocationId, Revision)>,
        draft: &LocationDraft,
    ) -> Result<LocationId, SaveError> {
        let existing = self.store.locations(self.id).await?;
        let (id, was) = of.unzip();
        if id.is_some_and(|id| existing.iter().all(|location| location.id != id)) {
            return Err(SaveError::NotFound);
        }
        let id = id.unwrap_or_else(|| LocationId::new(self.ids.uuid()));
        let is_taken = |name: &Name| existing.iter().any(|other| other.id != id && other.name == *name);
        let location = check_location(draft, id, is_taken).map_err(SaveError::Invalid)?;
        self.save_setup(Write::SaveLocation(Box::new(location), self.edit(admin, was))).await?;
        Ok(id)
    }

    /// Saves a timebook, based on the revision given with its id, or a new, unpublished one when neither is
    /// given. A published timebook's free times follow the new hours at once; booked times stay (see
    /// [`Clinic::publish`]).
    ///
    /// # Errors
    /// [`SaveError`].
    pub async fn save_timebook(
        &self,
        admin: &Admin,
        of: Option<(TimebookId, Revision)>,
        draft: &TimebookDraft,
    ) -> Result<TimebookId, SaveError> {
        match self.check_and_save_timebook(admin, of, draft).await {
            // The store refuses a timebook whose location was deleted after the check. The second check names it.
            Err(SaveError::Store(StoreError::Broken(_))) => {
                self.check_and_save_timebook(admin, of, draft).await
            }
            saved => saved,
        }
    }

    async fn check_and_save_timebook(
        &self,
        admin: &Admin,
        of: Option<(TimebookId, Revision)>,
        draft: &TimebookDraft,
    ) -> Result<TimebookId, SaveError> {
        let checked = self.checked_timebook(of.map(|(id, _)| id), draft).await?;
        let Some((id, was)) = of else {
            let id = checked.id;
            self.save_setup(Write::SaveTimebook(Box::new(checked), self.edit(admin, None))).await?;
            return Ok(id);
        };
        let change = |before: Timebook| Timebook { published: before.published, ..checked.clone() };
        self.change_timebook(admin, id, was, &change).await?;
        Ok(id)
    }

    /// The draft as the timebook it is of, or as a new one.
    pub(crate) async fn checked_timebook(
        &self,
        known: Option<TimebookId>,
        draft: &TimebookDraft,
    ) -> Result<Timebook, SaveError> {
        let existing = self.store.timebooks(self.id).await?;
        if known.is_some_and(|id| existing.iter().all(|timebook| timebook.id != id)) {
            return Err(SaveError::NotFound);
        }
        let locations = self.store.locations(self.id).await?;
        let checked = check_timebook(draft, &locations, |name| {
            existing
                .iter()
                .any(|other| Some(other.id) != known && other.kind == draft.kind && other.name == *name)
        })
        .map_err(SaveError::Invalid)?;
        let id = known.unwrap_or_else(|| TimebookId::new(self.ids.uuid()));
        Ok(Timebook { id, ..checked })
    }

    /// A new edit by this person, made now.
    pub(crate) fn edit(&self, admin: &Admin, was: Option<Revision>) -> NewEdit {
        NewEdit { was, by: admin.member().name.clone(), at: self.now() }
    }

    async fn save_setup(&self, write: Write) -> Result<(), SaveError> {
        let transaction = Transaction::with_event(ClinicEvent::SetupChanged, vec![write]);
        match self.store.commit(self.id, transaction).await {
            Ok(_) => Ok(()),
            Err(CommitError::Stale) => Err(self.conflict().await?),
            Err(CommitError::Store(error)) => Err(error.into()),
            Err(other) => Err(StoreError::Broken(other.into()).into()),
        }
    }

    /// The error for a save that came second, with the current set-up.
    pub(crate) async fn conflict(&self) -> Result<SaveError, StoreError> {
        Ok(SaveError::Conflict(Box::new(self.setup().await?)))
    }
}

//! Deleting what was set up and never used. What has bookings stays, because they refer to it.

use timebook::{LocationId, Revision, TimebookId};

use crate::Clinic;
use crate::edits::SetupPart;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::roles::Admin;
use crate::setup::Setup;
use crate::transaction::{CommitError, Transaction, Write};

/// Why a location or a timebook was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// Timebooks have this location.
    #[error("used by {timebooks} timebooks")]
    LocationUsed {
        /// How many.
        timebooks: usize,
    },
    /// The timebook has bookings, past ones included.
    #[error("has bookings, {live} of them live")]
    HasBookings {
        /// How many are requested or confirmed for a time to come.
        live: u32,
    },
    /// Somebody else saved the same part first. Nothing was deleted; this is the current set-up.
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
    /// Deletes a location that no timebook has, if it still has the revision `was`. Past bookings keep the
    /// name and address that they were made with.
    ///
    /// # Errors
    /// [`DeleteError`], but for [`DeleteError::HasBookings`].
    pub async fn delete_location(
        &self,
        _admin: &Admin,
        id: LocationId,
        was: Revision,
    ) -> Result<(), DeleteError> {
        self.delete(SetupPart::Location(id), Write::DeleteLocation { location: id, was }).await
    }

    /// Deletes a timebook that never had a booking, with its slots, if it still has the revision `was`.
    ///
    /// # Errors
    /// [`DeleteError`], but for [`DeleteError::LocationUsed`].
    pub async fn delete_timebook(
        &self,
        _admin: &Admin,
        id: TimebookId,
        was: Revision,
    ) -> Result<(), DeleteError> {
        self.delete(SetupPart::Timebook(id), Write::DeleteTimebook { timebook: id, was }).await
    }

    async fn delete(&self, part: SetupPart, write: Write) -> Result<(), DeleteError> {
        if self.store.edits(self.id).await?.of(part).is_none() {
            return Err(DeleteError::NotFound);
        }
        let transaction = Transaction::with_event(ClinicEvent::SetupChanged, vec![write]);
        match self.store.commit(self.id, transaction).await {
            Ok(_) => Ok(()),
            Err(CommitError::InUse) => Err(self.what_uses(part).await?),
            Err(CommitError::Stale) => Err(self.setup().await.map(Box::new).map(DeleteError::Conflict)?),
            Err(CommitError::Store(error)) => Err(error.into()),
            Err(other) => Err(StoreError::Broken(other.into()).into()),
        }
    }

    async fn what_uses(&self, part: SetupPart) -> Result<DeleteError, StoreError> {
        Ok(match part {
            SetupPart::Timebook(id) => {
                let coming = self.store.coming_slots(self.id, id, self.now()).await?;
                DeleteError::HasBookings { live: coming.iter().map(|slot| u32::from(slot.held)).sum() }
            }
            SetupPart::Location(id) => {
                let timebooks = self.store.timebooks(self.id).await?.read;
                DeleteError::LocationUsed {
                    timebooks: timebooks.iter().filter(|timebook| timebook.location == id).count(),
                }
            }
            SetupPart::Profile | SetupPart::Exception(_) => DeleteError::NotFound,
        })
    }
}

//! Publishing a timebook: its opening hours become times for patients.

use timebook::{Revision, Timebook, TimebookId};

use crate::Clinic;
use crate::drafts::TimebookDraft;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::planning::PlanEffect;
use crate::roles::Admin;
use crate::setup::SaveError;
use crate::transaction::{CommitError, Transaction, Write};

/// A change of a timebook.
pub(crate) type Change<'a> = &'a (dyn Fn(Timebook) -> Timebook + Send + Sync);

/// The most attempts to make a plan when what it is made from is changed meanwhile.
pub(crate) const TRIES: usize = 20;

impl Clinic {
    /// Shows a timebook to patients, with times for [`Timebook::weeks_ahead`] weeks from today.
    ///
    /// Publishing again makes a new plan: free future times follow the opening hours; a booked time never
    /// disappears (it is closed for new bookings and counted as a conflict). `was` is the revision of the
    /// timebook that was shown.
    ///
    /// # Errors
    /// [`SaveError::NotFound`], [`SaveError::Conflict`] or [`SaveError::Store`].
    pub async fn publish(&self, admin: &Admin, id: TimebookId, was: Revision) -> Result<(), SaveError> {
        self.change_timebook(admin, id, was, &|timebook| Timebook { published: true, ..timebook }).await
    }

    /// Hides a timebook from patients. Existing bookings are kept.
    ///
    /// # Errors
    /// As [`Clinic::publish`].
    pub async fn unpublish(&self, admin: &Admin, id: TimebookId, was: Revision) -> Result<(), SaveError> {
        self.change_timebook(admin, id, was, &|timebook| Timebook { published: false, ..timebook }).await
    }

    /// What saving this draft would do to the times of the timebook it is of, or of a new one: as if it were
    /// published.
    ///
    /// # Errors
    /// [`SaveError::Invalid`] with every field that was refused, [`SaveError::NotFound`] or
    /// [`SaveError::Store`].
    pub async fn preview_timebook(
        &self,
        _admin: &Admin,
        of: Option<TimebookId>,
        draft: &TimebookDraft,
    ) -> Result<PlanEffect, SaveError> {
        let timebook = self.checked_timebook(of, draft).await?;
        let planning = self.planning().await?;
        Ok(self.plan_change(&timebook, &planning.exceptions).await?.effect())
    }

    /// Plans the days that are now within the published weeks. Runs when the program starts and at every
    /// midnight. Returns the number of timebooks that got times.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn extend_plans(&self) -> Result<usize, StoreError> {
        let mut extended = 0;
        for timebook in self.store.timebooks(self.id).await?.read {
            if timebook.published && self.extend_plan(timebook.id).await? {
                extended += 1;
            }
        }
        Ok(extended)
    }

    /// Saves a change of a timebook, together with its times if it is published. If only the exceptions were
    /// changed meanwhile, its plan is made again.
    pub(crate) async fn change_timebook(
        &self,
        admin: &Admin,
        id: TimebookId,
        was: Revision,
        change: Change<'_>,
    ) -> Result<(), SaveError> {
        for _ in 0..TRIES {
            let planning = self.planning().await?;
            let Some((stands, before)) = planning.timebook(id) else { return Err(SaveError::NotFound) };
            if stands != was {
                return Err(self.conflict().await?);
            }
            let after = change(before.clone());
            let plan = match after.published {
                true => self.plan_change(&after, &planning.exceptions).await?.write(&*self.ids),
                false => None,
            };
            let saved = Write::SaveTimebook(Box::new(after), self.edit(admin, Some(was)));
            match self.commit_plan([planning.guard(), saved].into_iter().chain(plan).collect()).await {
                Ok(()) => return Ok(()),
                Err(CommitError::Stale) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
                Err(other) => return Err(StoreError::Broken(other.into()).into()),
            }
        }
        Err(too_many_changes().into())
    }

    /// Makes a timebook's times match its hours. A plan is saved only on the revisions that it was made from;
    /// if the timebook or an exception was changed meanwhile, the plan is made again. Returns whether there
    /// was anything to save.
    async fn extend_plan(&self, id: TimebookId) -> Result<bool, StoreError> {
        for _ in 0..TRIES {
            let planning = self.planning().await?;
            let Some((was, timebook)) = planning.timebook(id) else { return Ok(false) };
            let plan = self.plan_change(timebook, &planning.exceptions).await?;
            let Some(plan) = plan.write(&*self.ids) else { return Ok(false) };
            let writes = vec![planning.guard(), Write::OnTimebook { timebook: id, was }, plan];
            match self.commit_plan(writes).await {
                Ok(()) => return Ok(true),
                Err(CommitError::Stale) => {}
                Err(CommitError::Store(error)) => return Err(error),
                Err(other) => return Err(StoreError::Broken(other.into())),
            }
        }
        Err(too_many_changes())
    }

    pub(crate) async fn commit_plan(&self, writes: Vec<Write>) -> Result<(), CommitError> {
        self.store
            .commit(self.id, Transaction::with_event(ClinicEvent::SetupChanged, writes))
            .await
            .map(|_| ())
    }
}

/// Colleagues changed the timebook or the exceptions during every attempt.
pub(crate) fn too_many_changes() -> StoreError {
    StoreError::Unavailable("the plans were changed during every attempt".into())
}

//! Publishing a timebook: its opening hours become times for patients.

use chrono::{DateTime, Utc};
use timebook::{Revision, Slot, SlotId, SlotTerms, Timebook, TimebookId, oslo_date, plan, replan};

use crate::Clinic;
use crate::edits::SetupPart;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::roles::Admin;
use crate::setup::SaveError;
use crate::transaction::{CommitError, Transaction, Write};

/// A change of a timebook.
pub(crate) type Change<'a> = &'a (dyn Fn(Timebook) -> Timebook + Send + Sync);

/// The most attempts to make a plan when the timebook is changed meanwhile.
const TRIES: usize = 20;

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

    /// Saves a change of a timebook, together with its times if it is published.
    pub(crate) async fn change_timebook(
        &self,
        admin: &Admin,
        id: TimebookId,
        was: Revision,
        change: Change<'_>,
    ) -> Result<(), SaveError> {
        let Some((stands, before)) = self.timebook(id).await? else { return Err(SaveError::NotFound) };
        if stands != was {
            return Err(self.conflict().await?);
        }
        let after = change(before);
        let plan = if after.published { self.plan_change(&after).await? } else { None };
        let saved = Write::SaveTimebook(Box::new(after), self.edit(admin, Some(was)));
        match self.commit_plan([saved].into_iter().chain(plan).collect()).await {
            Ok(()) => Ok(()),
            Err(CommitError::Stale) => Err(self.conflict().await?),
            Err(CommitError::Store(error)) => Err(error.into()),
            Err(other) => Err(StoreError::Broken(other.into()).into()),
        }
    }

    /// Makes a timebook's times match its hours. A plan is saved only on the revision of the timebook that it
    /// was made from; if the timebook was changed meanwhile, the plan is made again. Returns whether there
    /// was anything to save.
    async fn extend_plan(&self, id: TimebookId) -> Result<bool, StoreError> {
        for _ in 0..TRIES {
            let Some((was, timebook)) = self.timebook(id).await? else { return Ok(false) };
            let Some(plan) = self.plan_change(&timebook).await? else { return Ok(false) };
            match self.commit_plan(vec![Write::OnTimebook { timebook: id, was }, plan]).await {
                Ok(()) => return Ok(true),
                Err(CommitError::Stale) => {}
                Err(CommitError::Store(error)) => return Err(error),
                Err(other) => return Err(StoreError::Broken(other.into())),
            }
        }
        Err(StoreError::Unavailable("the timebook was changed during every attempt".into()))
    }

    /// A timebook and its revision. The revision is read first. If the timebook is changed before the second
    /// read, the save on this revision is refused.
    async fn timebook(&self, id: TimebookId) -> Result<Option<(Revision, Timebook)>, StoreError> {
        let Some(revision) = self.store.edits(self.id).await?.revision(SetupPart::Timebook(id)) else {
            return Ok(None);
        };
        let timebooks = self.store.timebooks(self.id).await?.read;
        Ok(timebooks.into_iter().find(|timebook| timebook.id == id).map(|timebook| (revision, timebook)))
    }

    async fn commit_plan(&self, writes: Vec<Write>) -> Result<(), CommitError> {
        self.store
            .commit(self.id, Transaction::with_event(ClinicEvent::SetupChanged, writes))
            .await
            .map(|_| ())
    }

    /// The write that makes the times match the opening hours; `None` when they already do.
    async fn plan_change(&self, timebook: &Timebook) -> Result<Option<Write>, StoreError> {
        let now = self.now();
        let existing = self.store.coming_slots(self.id, timebook.id, now).await?;
        let planned = planned(timebook, now);
        let change = replan(&existing, &planned, timebook.capacity, &timebook.rules, now);
        let is_open = |id: &SlotId| existing.iter().any(|slot| slot.id == *id && slot.open);
        let close: Vec<SlotId> = change.conflicts.into_iter().filter(is_open).collect();
        if change.add.is_empty() && change.reopen.is_empty() && change.remove.is_empty() && close.is_empty() {
            return Ok(None);
        }
        let add = change.add.into_iter().map(|(planned, SlotTerms { capacity, window })| Slot {
            id: SlotId::new(self.ids.uuid()),
            timebook: timebook.id,
            date: planned.date,
            start: planned.start,
            end: planned.end,
            capacity,
            window,
        });
        Ok(Some(Write::ChangeSlots {
            timebook: timebook.id,
            add: add.collect(),
            reopen: change.reopen,
            remove: change.remove,
            close,
        }))
    }
}

fn planned(timebook: &Timebook, now: DateTime<Utc>) -> Vec<timebook::PlannedSlot> {
    let today = oslo_date(now);
    let days = usize::from(timebook.weeks_ahead.get()) * 7;
    plan(&timebook.hours, &timebook.exceptions, timebook.slot_length, today.iter_days().take(days))
}

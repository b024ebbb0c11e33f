//! Publishing a timebook: its opening hours become times that patients see.

use chrono::{DateTime, Utc};
use timebook::{Slot, SlotId, Timebook, TimebookId, oslo_date, plan, replan};

use crate::Clinic;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::roles::Admin;
use crate::setup::SaveError;
use crate::transaction::{CommitError, Transaction, Write};

/// What becomes of a timebook.
pub(crate) type Change<'a> = &'a (dyn Fn(Timebook) -> Timebook + Send + Sync);

/// So often a plan is made again because the timebook was changed meanwhile.
const TRIES: usize = 20;

impl Clinic {
    /// Shows a timebook to patients, with times from today and [`Timebook::weeks_ahead`] weeks on.
    ///
    /// Publishing again re-plans: free future times follow the opening hours, a held time never
    /// disappears (it is closed to others and counted as a conflict).
    ///
    /// # Errors
    /// [`SaveError::NotFound`] or [`SaveError::Store`].
    pub async fn publish(&self, _: &Admin, id: TimebookId) -> Result<(), SaveError> {
        self.change_timebook(id, &|timebook| Timebook { published: true, ..timebook }).await
    }

    /// Hides a timebook from patients. Bookings that were made stand.
    ///
    /// # Errors
    /// [`SaveError::NotFound`] or [`SaveError::Store`].
    pub async fn unpublish(&self, _: &Admin, id: TimebookId) -> Result<(), SaveError> {
        self.change_timebook(id, &|timebook| Timebook { published: false, ..timebook }).await
    }

    /// Plans the days that have come within reach since the last time; run when the program starts
    /// and at every midnight. Answers with how many timebooks got times.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn extend_plans(&self) -> Result<usize, StoreError> {
        let mut extended = 0;
        for timebook in self.store.timebooks(self.id).await?.read {
            if timebook.published && self.follow(timebook.id, None).await? == Some(true) {
                extended += 1;
            }
        }
        Ok(extended)
    }

    /// Saves what becomes of a timebook, and its times with it when patients see it.
    pub(crate) async fn change_timebook(&self, id: TimebookId, change: Change<'_>) -> Result<(), SaveError> {
        self.follow(id, Some(change)).await?.map(|_| ()).ok_or(SaveError::NotFound)
    }

    /// Changes a timebook, if that is wanted, and lets its times follow its hours. Whatever is saved was
    /// made from the timebook as it still stands; where somebody changed it meanwhile it is made again.
    /// Answers with whether there was anything to save; none when there is no such timebook.
    async fn follow(&self, id: TimebookId, change: Option<Change<'_>>) -> Result<Option<bool>, StoreError> {
        for _ in 0..TRIES {
            // The revision is read first: what is read after it is of this revision, or is refused.
            let Some(was) = self.store.timebook_revision(self.id, id).await? else { return Ok(None) };
            let timebooks = self.store.timebooks(self.id).await?.read;
            let Some(before) = timebooks.into_iter().find(|timebook| timebook.id == id) else {
                return Ok(None);
            };
            let after = change.map_or_else(|| before.clone(), |change| change(before.clone()));
            let plan = if after.published { self.plan_change(&after).await? } else { None };
            let saved = change.is_some().then(|| Write::SaveTimebook(Box::new(after)));
            if saved.is_none() && plan.is_none() {
                return Ok(Some(false));
            }
            let writes = [Write::OnTimebook { timebook: id, was }].into_iter().chain(saved).chain(plan);
            let transaction = Transaction::with_event(ClinicEvent::SetupChanged, writes.collect());
            match self.store.commit(self.id, transaction).await {
                Ok(_) => return Ok(Some(true)),
                Err(CommitError::Stale) => {}
                Err(CommitError::Store(error)) => return Err(error),
                Err(other) => return Err(StoreError::Broken(other.into())),
            }
        }
        Err(StoreError::Unavailable("the timebook was changed again and again".into()))
    }

    /// What must change for the times to follow the opening hours; none when they do.
    async fn plan_change(&self, timebook: &Timebook) -> Result<Option<Write>, StoreError> {
        let now = self.now();
        let existing = self.store.coming_slots(self.id, timebook.id, now).await?;
        let planned = planned(timebook, now);
        let change = replan(&existing, &planned, timebook.capacity, now);
        let is_open = |id: &SlotId| existing.iter().any(|slot| slot.id == *id && slot.open);
        let close: Vec<SlotId> = change.conflicts.into_iter().filter(is_open).collect();
        if change.add.is_empty() && change.reopen.is_empty() && change.remove.is_empty() && close.is_empty() {
            return Ok(None);
        }
        let add = change.add.into_iter().map(|planned| Slot {
            id: SlotId::new(self.ids.uuid()),
            timebook: timebook.id,
            date: planned.date,
            start: planned.start,
            end: planned.end,
            capacity: timebook.capacity,
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

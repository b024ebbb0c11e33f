//! Publishing a timebook: its opening hours become times that patients see.

use chrono::{DateTime, Utc};
use timebook::{Slot, SlotId, Timebook, TimebookId, oslo_date, plan, replan};

use crate::Clinic;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::roles::Admin;
use crate::setup::SaveError;
use crate::unit::{Unit, Write};

impl Clinic {
    /// Shows a timebook to patients, with times from today and [`Timebook::weeks_ahead`] weeks on.
    ///
    /// Publishing again re-plans: free future times follow the opening hours, a held time never
    /// disappears (it is closed to others and counted as a conflict).
    ///
    /// # Errors
    /// [`SaveError::NotFound`] or [`SaveError::Store`].
    pub async fn publish(&self, _: &Admin, id: TimebookId) -> Result<(), SaveError> {
        let timebook = self.find_timebook(id).await?;
        Ok(self.save_published(Timebook { published: true, ..timebook }).await?)
    }

    /// Hides a timebook from patients. Bookings that were made stand.
    ///
    /// # Errors
    /// [`SaveError::NotFound`] or [`SaveError::Store`].
    pub async fn unpublish(&self, _: &Admin, id: TimebookId) -> Result<(), SaveError> {
        let timebook = self.find_timebook(id).await?;
        let hidden = Write::SaveTimebook(Box::new(Timebook { published: false, ..timebook }));
        Ok(self.save(Unit::telling(ClinicEvent::SetupChanged, vec![hidden])).await?)
    }

    /// Plans the days that have come within reach since the last time; run when the program starts
    /// and at every midnight. Answers with how many timebooks got times.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn extend_plans(&self) -> Result<usize, StoreError> {
        let mut extended = 0;
        for timebook in self.store.timebooks(self.id).await?.read {
            if timebook.published
                && let Some(change) = self.plan_change(&timebook).await?
            {
                self.save(Unit::telling(ClinicEvent::SetupChanged, vec![change])).await?;
                extended += 1;
            }
        }
        Ok(extended)
    }

    /// Saves a timebook that patients see, and its times with it.
    pub(crate) async fn save_published(&self, timebook: Timebook) -> Result<(), StoreError> {
        let change = self.plan_change(&timebook).await?;
        let mut writes = vec![Write::SaveTimebook(Box::new(timebook))];
        writes.extend(change);
        self.save(Unit::telling(ClinicEvent::SetupChanged, writes)).await
    }

    async fn find_timebook(&self, id: TimebookId) -> Result<Timebook, SaveError> {
        let timebooks = self.store.timebooks(self.id).await?;
        timebooks.read.into_iter().find(|timebook| timebook.id == id).ok_or(SaveError::NotFound)
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

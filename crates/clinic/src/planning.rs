//! What plans are made from, and what a plan does to the times that are already there.

use chrono::{DateTime, Utc};
use timebook::{
    ExistingSlot, OpeningException, Replan, Revision, Slot, SlotId, SlotTerms, Timebook, TimebookId,
    oslo_date, plan, replan,
};

use crate::Clinic;
use crate::edits::{Edits, SetupPart};
use crate::error::StoreError;
use crate::ports::Ids;
use crate::transaction::Write;

/// The timebooks and exceptions that plans are made from. The revisions were read before them, so that a plan
/// made from something newer is refused, but never one made from something older saved.
pub(crate) struct Planning {
    pub(crate) timebooks: Vec<Timebook>,
    pub(crate) exceptions: Vec<OpeningException>,
    pub(crate) edits: Edits,
    exceptions_were: Revision,
}

impl Planning {
    /// A timebook and its revision.
    pub(crate) fn timebook(&self, id: TimebookId) -> Option<(Revision, &Timebook)> {
        let revision = self.edits.revision(SetupPart::Timebook(id))?;
        self.timebooks.iter().find(|timebook| timebook.id == id).map(|timebook| (revision, timebook))
    }

    /// The write that comes before those of plans.
    pub(crate) const fn guard(&self) -> Write {
        Write::OnExceptions { was: self.exceptions_were }
    }
}

/// A new plan of a timebook beside the times that are there.
pub(crate) struct PlanChange {
    timebook: TimebookId,
    existing: Vec<ExistingSlot>,
    replan: Replan,
}

/// What a new plan does to the coming times of a timebook, in numbers of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanEffect {
    /// The timebook.
    pub timebook: TimebookId,
    /// Times that are new.
    pub added: usize,
    /// Times that are removed; nobody has booked them.
    pub removed: usize,
    /// Times that stay, with other places or other rules for booking.
    pub changed: usize,
    /// Times that stay as they are.
    pub kept: usize,
    /// Times that are booked but will be outside the plan, in order: when they start, and how many have booked
    /// them. Also those that are outside it already.
    pub conflicts: Vec<(DateTime<Utc>, u16)>,
}

impl PlanChange {
    pub(crate) fn effect(&self) -> PlanEffect {
        let Replan { add, reopen, remove, conflicts } = &self.replan;
        let slot = |id: &SlotId| self.existing.iter().find(|slot| slot.id == *id);
        PlanEffect {
            timebook: self.timebook,
            added: add.len(),
            removed: remove.len(),
            changed: reopen.len(),
            kept: self.existing.len().saturating_sub(reopen.len() + remove.len() + conflicts.len()),
            conflicts: conflicts.iter().filter_map(slot).map(|slot| (slot.start, slot.held)).collect(),
        }
    }

    /// The write that makes the times those of the plan; `None` when they already are.
    pub(crate) fn write(self, ids: &dyn Ids) -> Option<Write> {
        let Self { timebook, existing, replan } = self;
        let is_open = |id: &SlotId| existing.iter().any(|slot| slot.id == *id && slot.open);
        let close: Vec<SlotId> = replan.conflicts.into_iter().filter(is_open).collect();
        if replan.add.is_empty() && replan.reopen.is_empty() && replan.remove.is_empty() && close.is_empty() {
            return None;
        }
        let add = replan.add.into_iter().map(|(planned, SlotTerms { capacity, window })| Slot {
            id: SlotId::new(ids.uuid()),
            timebook,
            date: planned.date,
            start: planned.start,
            end: planned.end,
            capacity,
            window,
        });
        let add = add.collect();
        Some(Write::ChangeSlots { timebook, add, reopen: replan.reopen, remove: replan.remove, close })
    }
}

impl Clinic {
    /// Reads what plans are made from.
    ///
    /// # Errors
    /// [`StoreError`], also when an exception cannot be read: without it times could be offered on a day when
    /// the clinic is closed.
    pub(crate) async fn planning(&self) -> Result<Planning, StoreError> {
        let edits = self.store.edits(self.id).await?;
        let timebooks = self.store.timebooks(self.id).await?.read;
        let exceptions = self.store.exceptions(self.id, oslo_date(self.now())).await?;
        if let Some(row) = exceptions.rows.unreadable.first() {
            return Err(row.clone().into());
        }
        let exceptions_were = exceptions.revision;
        Ok(Planning { timebooks, exceptions: exceptions.readable(), edits, exceptions_were })
    }

    /// A plan of a timebook with these exceptions, for its published weeks from today.
    pub(crate) async fn plan_change(
        &self,
        timebook: &Timebook,
        exceptions: &[OpeningException],
    ) -> Result<PlanChange, StoreError> {
        let now = self.now();
        let existing = self.store.coming_slots(self.id, timebook.id, now).await?;
        let days = usize::from(timebook.weeks_ahead.get()) * 7;
        let planned = plan(timebook, exceptions, oslo_date(now).iter_days().take(days));
        let replan = replan(&existing, &planned, timebook.capacity, &timebook.rules, now);
        Ok(PlanChange { timebook: timebook.id, existing, replan })
    }
}

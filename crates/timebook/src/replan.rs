//! What a change of opening hours does to the times that are already on offer.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::hours::Capacity;
use crate::id::SlotId;
use crate::plan::PlannedSlot;

/// A time that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExistingSlot {
    /// Which time.
    pub id: SlotId,
    /// First instant.
    pub start: DateTime<Utc>,
    /// First instant after it.
    pub end: DateTime<Utc>,
    /// How many patients may share it.
    pub capacity: Capacity,
    /// How many live bookings hold a place of it; never more than its capacity.
    pub held: u16,
    /// Whether its free places are on offer; not so for a conflict.
    pub open: bool,
}

/// The steps that bring the stored times to the plan. Each list is in order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replan {
    /// Times to add, open and with the timebook's capacity. One may overlap a conflict, which is
    /// off offer: staff see it among the conflicts.
    pub add: Vec<PlannedSlot>,
    /// Times of the plan that are closed or have another capacity: to be open with this one. It is
    /// the timebook's capacity, or more where more places are held.
    pub reopen: Vec<(SlotId, Capacity)>,
    /// Times that are not in the plan and that nobody holds.
    pub remove: Vec<SlotId>,
    /// Times that are not in the plan and that somebody holds: closed for new bookings, and left for
    /// staff to move or cancel. Those that were closed before are listed again.
    pub conflicts: Vec<SlotId>,
}

/// Compares the stored times of a timebook with its plan. Times that have begun are left alone, and
/// are not added either. A stored time and a planned one are the same when they start and end at the
/// same instants.
#[must_use]
pub fn replan(
    existing: &[ExistingSlot],
    planned: &[PlannedSlot],
    capacity: Capacity,
    now: DateTime<Utc>,
) -> Replan {
    let mut wanted: BTreeMap<_, PlannedSlot> =
        planned.iter().filter(|slot| slot.start > now).map(|slot| ((slot.start, slot.end), *slot)).collect();
    let mut future: Vec<&ExistingSlot> = existing.iter().filter(|slot| slot.start > now).collect();
    // Should a time be stored twice, the one that more patients hold stays.
    future.sort_by_key(|slot| (slot.start, slot.end, Reverse(slot.held)));

    let mut steps = Replan::default();
    for slot in future {
        if wanted.remove(&(slot.start, slot.end)).is_some() {
            let capacity = no_less_than_held(capacity, slot);
            if !slot.open || slot.capacity != capacity {
                steps.reopen.push((slot.id, capacity));
            }
        } else if slot.held == 0 {
            steps.remove.push(slot.id);
        } else {
            steps.conflicts.push(slot.id);
        }
    }
    steps.add = wanted.into_values().collect();
    steps
}

/// The wanted capacity, or as many places as are held.
fn no_less_than_held(wanted: Capacity, slot: &ExistingSlot) -> Capacity {
    if slot.held <= wanted.get() { wanted } else { Capacity::new(slot.held).unwrap_or(slot.capacity) }
}

#[cfg(test)]
mod tests;

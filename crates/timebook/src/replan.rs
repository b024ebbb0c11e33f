//! What a change of opening hours does to the times that are already on offer.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::bounded::Capacity;
use crate::id::SlotId;
use crate::plan::PlannedSlot;
use crate::schedule::SlotTerms;
use crate::window::BookingRules;

/// A time that is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExistingSlot {
    /// The time's id.
    pub id: SlotId,
    /// First instant.
    pub start: DateTime<Utc>,
    /// First instant after it.
    pub end: DateTime<Utc>,
    /// What it offers.
    pub terms: SlotTerms,
    /// The number of live bookings; never more than the capacity.
    pub held: u16,
    /// Whether its free places are on offer. False for a conflict.
    pub open: bool,
}

/// The changes that make the stored times match the plan. Each list is in order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Replan {
    /// Times to add, open and with these terms. One may overlap a conflict, which is no longer on offer; staff
    /// see it in the list of conflicts.
    pub add: Vec<(PlannedSlot, SlotTerms)>,
    /// Times of the plan that are closed or have other terms, with the terms they must get: the timebook's
    /// capacity, or the number of booked places if that is higher, and the window of its rules.
    pub reopen: Vec<(SlotId, SlotTerms)>,
    /// Times that are not in the plan and have no bookings.
    pub remove: Vec<SlotId>,
    /// Times that are not in the plan but have bookings. They are closed for new bookings, and staff move or
    /// cancel the existing ones. Conflicts that were closed earlier are listed again.
    pub conflicts: Vec<SlotId>,
}

/// Compares the stored times of a timebook with its plan. Times that have begun are neither changed nor
/// added. A stored time and a planned one are the same when they start and end at the same instants.
#[must_use]
pub fn replan(
    existing: &[ExistingSlot],
    planned: &[PlannedSlot],
    capacity: Capacity,
    rules: &BookingRules,
    now: DateTime<Utc>,
) -> Replan {
    let terms = |slot: &PlannedSlot| SlotTerms { capacity, window: rules.window(slot.date, slot.start) };
    let mut wanted: BTreeMap<_, PlannedSlot> =
        planned.iter().filter(|slot| slot.start > now).map(|slot| ((slot.start, slot.end), *slot)).collect();
    let mut future: Vec<&ExistingSlot> = existing.iter().filter(|slot| slot.start > now).collect();
    // If a time is stored twice, the one with more bookings stays.
    future.sort_by_key(|slot| (slot.start, slot.end, Reverse(slot.held)));

    let mut steps = Replan::default();
    for slot in future {
        if let Some(planned) = wanted.remove(&(slot.start, slot.end)) {
            let terms = SlotTerms { capacity: no_less_than_held(capacity, slot), ..terms(&planned) };
            if !slot.open || slot.terms != terms {
                steps.reopen.push((slot.id, terms));
            }
        } else if slot.held == 0 {
            steps.remove.push(slot.id);
        } else {
            steps.conflicts.push(slot.id);
        }
    }
    steps.add = wanted.into_values().map(|slot| (slot, terms(&slot))).collect();
    steps
}

/// The wanted capacity, or the number of booked places if that is higher.
fn no_less_than_held(wanted: Capacity, slot: &ExistingSlot) -> Capacity {
    if slot.held <= wanted.get() { wanted } else { Capacity::new(slot.held).unwrap_or(slot.terms.capacity) }
}

#[cfg(test)]
mod tests;

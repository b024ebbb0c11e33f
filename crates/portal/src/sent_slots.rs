//! Who has sent a request for which slot lately.
//!
//! A patient who has a page open twice and sends both would read that «somebody» took the time. Asking the store
//! at every taken time would cost a query in a rush, when most requests are refused; so it is asked only about
//! the patients and slots kept here.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use timebook::{PatientId, SlotId};

/// Above this number everything is dropped, to bound the memory.
const KEPT: usize = 10_000;

/// The patients and slots of requests sent through this portal.
#[derive(Default)]
pub(crate) struct SentSlots(Mutex<HashSet<(PatientId, SlotId)>>);

impl SentSlots {
    /// Notes a request that was sent.
    pub(crate) fn note(&self, patient: PatientId, slot: SlotId) {
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if sent.len() >= KEPT {
            sent.clear();
        }
        sent.insert((patient, slot));
    }

    /// Whether the patient may have a booking of the slot.
    pub(crate) fn may_have(&self, patient: PatientId, slot: SlotId) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(&(patient, slot))
    }
}

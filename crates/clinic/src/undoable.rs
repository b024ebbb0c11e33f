//! The decisions of this program that can still be undone.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use timebook::OutboxId;

use crate::outbox::OutboxItem;

/// The notifications of this program's own decisions that can still be undone.
#[derive(Debug, Default)]
pub(crate) struct Undoable(Mutex<HashMap<OutboxId, DateTime<Utc>>>);

impl Undoable {
    /// Remembers an item until it may be sent, and forgets those that already may be.
    pub(crate) fn note(&self, item: &OutboxItem, now: DateTime<Utc>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, until| *until > now);
        if item.not_before > now {
            waiting.insert(item.id, item.not_before);
        }
    }

    pub(crate) fn contains(&self, item: &OutboxItem) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&item.id)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use timebook::{BookingId, PatientId, UNDO_WINDOW};
    use uuid::Uuid;

    use super::*;
    use crate::outbox::{OutboxChannel, PatientStatus};

    fn item(number: u128, not_before: DateTime<Utc>) -> OutboxItem {
        OutboxItem {
            id: OutboxId::new(Uuid::from_u128(number)),
            booking: BookingId::new(Uuid::nil()),
            kind: PatientStatus::Granted,
            channel: OutboxChannel::Portal,
            receiver: PatientId::new(Uuid::nil()),
            not_before,
            attempts: 0,
        }
    }

    #[test]
    fn an_item_is_undoable_until_the_moment_it_may_be_sent() {
        let (undoable, now) = (Undoable::default(), DateTime::UNIX_EPOCH);
        let (first, second) = (item(1, now + UNDO_WINDOW), item(2, now + UNDO_WINDOW + UNDO_WINDOW));
        undoable.note(&first, now);
        assert!(undoable.contains(&first));
        undoable.note(&second, now + TimeDelta::seconds(1));
        assert!(undoable.contains(&first), "its time has not come");
        let at_once = item(3, first.not_before);
        undoable.note(&at_once, first.not_before);
        assert!(!undoable.contains(&first), "it may be sent");
        assert!(!undoable.contains(&at_once), "it never could be undone");
        assert!(undoable.contains(&second));
    }
}

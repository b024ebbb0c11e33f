//! The cache of calendars and sessions, so that pages need no statement.
//!
//! The tables are authoritative. The cache never decides a booking: the unique index does. Each commit's
//! changes are applied before its caller is answered:
//!
//! * SQLite: by the writer, in the order of the commits. Nobody else writes, so cache and tables agree.
//! * PostgreSQL: commits of this program are applied at once, and those of others when their notifications
//!   arrive. Notifications can arrive in another order than the commits, so every changed slot is read again
//!   soon ([`reread`]). While notifications cannot be received nothing is cached, and whenever some may have
//!   been lost the cache is cleared: after a reconnect, and every half minute.

mod calendars;
pub(crate) mod changes;
pub(crate) mod reread;
mod sessions;

pub(crate) use calendars::Calendars;
use changes::StoredSlot;
pub(crate) use changes::{Changed, Changes};
pub(crate) use sessions::Sessions;

use clinic::StoreError;

use crate::engine::Connection;
use crate::reads::calendar::named_slots;

/// The cache.
pub(crate) struct Memory {
    pub(crate) calendars: Calendars,
    pub(crate) sessions: Sessions,
}

impl Memory {
    /// An empty cache. While `listening` is false nothing is cached.
    pub(crate) fn new(listening: bool) -> Self {
        Self { calendars: Calendars::new(listening), sessions: Sessions::new(listening) }
    }

    /// Sets whether all changes are received. Clears the cache.
    pub(crate) fn set_listening(&self, listening: bool) {
        self.calendars.set_listening(listening);
        self.sessions.set_listening(listening);
    }

    /// Clears the cache, because some changes may have been missed.
    pub(crate) fn forget(&self) {
        self.calendars.forget();
        self.sessions.forget();
    }

    /// Applies what this connection has saved.
    pub(crate) async fn follow(&self, connection: &mut Connection, changes: &Changes) {
        let read = named_slots(connection, changes.to_read()).await;
        self.note(changes, read);
    }

    /// Applies what has been saved, with the current state of the slots in [`Changes::to_read`]. Returns what
    /// other programs must be notified of.
    pub(crate) fn note(&self, changes: &Changes, read: Result<Vec<StoredSlot>, StoreError>) -> Vec<Changed> {
        let mut changed = changes.names();
        self.sessions.follow(changes);
        self.calendars.follow(changes);
        match read {
            Ok(slots) => {
                changed.extend(slots.iter().map(StoredSlot::name));
                self.calendars.put(slots);
            }
            Err(error) => {
                tracing::warn!(%error, "changed times cannot be read; their calendars are dropped from the cache");
                for clinic in changes.to_read().iter().map(|(clinic, _)| *clinic) {
                    self.calendars.forget_clinic(clinic);
                    changed.push(Changed::Clinic(clinic));
                }
            }
        }
        changed
    }

    /// Applies what another program has saved, except the places of slots, which must be read.
    pub(crate) fn apply(&self, changed: &Changed) {
        match changed {
            Changed::Slot(_) => {}
            Changed::Timebook(clinic, timebook) => self.calendars.forget_one((*clinic, *timebook)),
            Changed::Clinic(clinic) => self.calendars.forget_clinic(*clinic),
            Changed::Session(clinic, token) => self.sessions.forget_one(*clinic, token),
            Changed::Patient(clinic, patient) => self.sessions.forget_patient(*clinic, *patient),
        }
    }
}

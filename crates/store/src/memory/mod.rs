//! What is kept in memory of the tables, so that pages need no statement: calendars and sessions.
//!
//! The tables are the truth, and what is here is never trusted with a booking: the unique index has the
//! last word. Each commit's changes are followed before whoever asked for it is answered:
//!
//! * SQLite: by the writer, in the order of the commits. Nobody else writes, so memory and tables agree.
//! * PostgreSQL: commits of this program are followed at once, and those of others by their notices. As
//!   commits can overtake each other on their way here, every time that changed is read again soon
//!   ([`reread`]). While notices cannot be heard nothing is kept, and whenever some may have been lost all is
//!   forgotten: after a reconnect, and every half minute.

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

/// What is kept in memory.
pub(crate) struct Memory {
    pub(crate) calendars: Calendars,
    pub(crate) sessions: Sessions,
}

impl Memory {
    /// Nothing yet. While `listening` is false nothing will be kept.
    pub(crate) fn new(listening: bool) -> Self {
        Self { calendars: Calendars::new(listening), sessions: Sessions::new(listening) }
    }

    /// Whether all changes are heard of. What was kept before is forgotten.
    pub(crate) fn set_listening(&self, listening: bool) {
        self.calendars.set_listening(listening);
        self.sessions.set_listening(listening);
    }

    /// Forgets everything: some changes may have been missed.
    pub(crate) fn forget(&self) {
        self.calendars.forget();
        self.sessions.forget();
    }

    /// Follows what has been saved by this connection.
    pub(crate) async fn follow(&self, connection: &mut Connection, changes: &Changes) {
        let read = named_slots(connection, changes.to_read()).await;
        self.note(changes, read);
    }

    /// Follows what has been saved, with the times that [`Changes::to_read`] names as they are now. Answers
    /// with what other programs must hear of.
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
                tracing::warn!(%error, "times that have changed cannot be read; their calendars are forgotten");
                for clinic in changes.to_read().iter().map(|(clinic, _)| *clinic) {
                    self.calendars.forget_clinic(clinic);
                    changed.push(Changed::Clinic(clinic));
                }
            }
        }
        changed
    }

    /// Follows what another program has saved, all but the places of times: those are to be read.
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

//! What a saved transaction has changed of the cached data.

use chrono::{DateTime, Utc};
use clinic::session::{Session, TokenHash};
use clinic::{Committed, NewRequest, Transaction, Write};
use serde::{Deserialize, Serialize};
use timebook::{CalendarSlot, ClinicId, PatientId, Place, SlotId, TimebookId};

/// The key of a timebook's calendar.
pub(crate) type CalendarKey = (ClinicId, TimebookId);

/// The key of a slot in a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct SlotKey {
    #[serde(rename = "c")]
    pub(crate) clinic: ClinicId,
    #[serde(rename = "t")]
    pub(crate) timebook: TimebookId,
    #[serde(rename = "s")]
    pub(crate) slot: SlotId,
}

impl SlotKey {
    /// The slot of a request.
    fn of(clinic: ClinicId, request: &NewRequest) -> Self {
        Self { clinic, timebook: request.timebook, slot: request.slot }
    }

    /// The calendar of the slot.
    pub(crate) const fn calendar(self) -> CalendarKey {
        (self.clinic, self.timebook)
    }
}

/// A slot as it is stored in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredSlot {
    pub(crate) clinic: ClinicId,
    pub(crate) slot: CalendarSlot,
}

impl StoredSlot {
    /// Its name in notifications to other programs.
    pub(super) fn name(&self) -> Changed {
        let Self { clinic, slot: CalendarSlot { slot, .. } } = self;
        Changed::Slot(SlotKey { clinic: *clinic, timebook: slot.timebook, slot: slot.id })
    }
}

/// The name of something that has changed, in notifications between programs. At most 150 bytes as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Changed {
    /// The taken places of a slot.
    Slot(SlotKey),
    /// A timebook or its slots.
    Timebook(ClinicId, TimebookId),
    /// Slots of a clinic that cannot be named.
    Clinic(ClinicId),
    /// A session in the portal, by the hash of its token.
    Session(ClinicId, String),
    /// A patient.
    Patient(ClinicId, PatientId),
}

/// What transactions have changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(super) taken: Vec<(SlotKey, Place)>,
    pub(super) filled: Vec<SlotKey>,
    to_read: Vec<(ClinicId, SlotId)>,
    pub(super) timebooks: Vec<CalendarKey>,
    pub(super) opened: Vec<(ClinicId, Session)>,
    pub(super) sessions: Vec<(ClinicId, TokenHash)>,
    pub(super) expired: Vec<(ClinicId, DateTime<Utc>)>,
    pub(super) patients: Vec<(ClinicId, PatientId)>,
}

impl Changes {
    /// Records what a saved transaction changed; `committed` is its answer.
    pub(crate) fn saved(&mut self, clinic: ClinicId, transaction: &Transaction, committed: Committed) {
        for write in &transaction.writes {
            match write {
                Write::Request(request) => match committed.place {
                    Some(place) => self.taken.push((SlotKey::of(clinic, request), place)),
                    None => self.to_read.push((clinic, request.slot)),
                },
                // It may have kept, taken or freed its place.
                Write::Change { booking, .. } => self.to_read.push((clinic, booking.slot)),
                Write::SaveTimebook(timebook, _) => self.timebooks.push((clinic, timebook.id)),
                Write::ChangeSlots { timebook, .. } | Write::DeleteTimebook { timebook, .. } => {
                    self.timebooks.push((clinic, *timebook))
                }
                Write::OpenSession(session) => self.opened.push((clinic, session.clone())),
                Write::ChangeDraft { session, .. }
                | Write::ExtendSession { session, .. }
                | Write::CloseSession(session) => self.sessions.push((clinic, session.clone())),
                Write::DeleteExpiredSessions { before } => self.expired.push((clinic, *before)),
                Write::SavePatient(patient) => self.patients.push((clinic, patient.id)),
                Write::ClaimDatabase
                | Write::SaveProfile(..)
                | Write::SaveLocation(..)
                | Write::OnTimebook { .. }
                | Write::SaveException(..)
                | Write::DeleteException { .. }
                | Write::OnExceptions { .. }
                | Write::DeleteLocation { .. }
                | Write::Queue(_)
                | Write::Unqueue(_)
                | Write::Delivered { .. }
                | Write::NotDelivered { .. }
                | Write::GiveUp { .. }
                | Write::SendAgain { .. }
                | Write::Record(_) => {}
            }
        }
    }

    /// Records that a request was refused because its slot has no free place: the cached slot may be out of
    /// date. Returns the slot.
    pub(crate) fn refused(&mut self, clinic: ClinicId, request: &NewRequest) -> SlotKey {
        let slot = SlotKey::of(clinic, request);
        self.filled.push(slot);
        slot
    }

    /// The slots whose places must be read, because the transaction does not say which are taken.
    pub(crate) fn to_read(&self) -> &[(ClinicId, SlotId)] {
        &self.to_read
    }

    /// What other programs must be notified of. Not expired sessions: they are never treated as open.
    pub(super) fn names(&self) -> Vec<Changed> {
        let slots = self.taken.iter().map(|(slot, _)| Changed::Slot(*slot));
        let timebooks = self.timebooks.iter().map(|(clinic, id)| Changed::Timebook(*clinic, *id));
        let sessions = self.sessions.iter().map(|(clinic, token)| Changed::Session(*clinic, token.0.clone()));
        let patients = self.patients.iter().map(|(clinic, id)| Changed::Patient(*clinic, *id));
        slots.chain(timebooks).chain(sessions).chain(patients).collect()
    }
}

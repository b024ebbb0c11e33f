//! What a transaction that was saved has changed of what is kept in memory.

use chrono::{DateTime, Utc};
use clinic::session::{Session, TokenHash};
use clinic::{Committed, NewRequest, Transaction, Write};
use serde::{Deserialize, Serialize};
use timebook::{CalendarSlot, ClinicId, PatientId, Place, SlotId, TimebookId};

/// A timebook's calendar.
pub(crate) type CalendarKey = (ClinicId, TimebookId);

/// A time in a calendar.
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
    /// The time that a request asks for.
    fn of(clinic: ClinicId, request: &NewRequest) -> Self {
        Self { clinic, timebook: request.timebook, slot: request.slot }
    }

    /// The calendar that it is in.
    pub(crate) const fn calendar(self) -> CalendarKey {
        (self.clinic, self.timebook)
    }
}

/// A time as it stands in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoredSlot {
    pub(crate) clinic: ClinicId,
    pub(crate) slot: CalendarSlot,
}

impl StoredSlot {
    /// Its name, for other programs.
    pub(super) fn name(&self) -> Changed {
        let Self { clinic, slot: CalendarSlot { slot, .. } } = self;
        Changed::Slot(SlotKey { clinic: *clinic, timebook: slot.timebook, slot: slot.id })
    }
}

/// The name of something that has changed, as programs tell each other. At most 150 bytes as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Changed {
    /// What is held of a time.
    Slot(SlotKey),
    /// A timebook or its times.
    Timebook(ClinicId, TimebookId),
    /// Times of a clinic that cannot be named.
    Clinic(ClinicId),
    /// A session with the portal, by the hash of its token.
    Session(ClinicId, String),
    /// A patient.
    Patient(ClinicId, PatientId),
}

/// What some transactions have changed.
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
    /// Notes what a transaction changed that was saved with this answer.
    pub(crate) fn saved(&mut self, clinic: ClinicId, transaction: &Transaction, committed: Committed) {
        for write in &transaction.writes {
            match write {
                Write::Request(request) => match committed.place {
                    Some(place) => self.taken.push((SlotKey::of(clinic, request), place)),
                    None => self.to_read.push((clinic, request.slot)),
                },
                // It may have kept, taken or given back its place.
                Write::Change { booking, .. } => self.to_read.push((clinic, booking.slot)),
                Write::SaveTimebook(timebook, _) => self.timebooks.push((clinic, timebook.id)),
                Write::ChangeSlots { timebook, .. } => self.timebooks.push((clinic, *timebook)),
                Write::OpenSession(session) => self.opened.push((clinic, session.clone())),
                Write::KeepDraft { session, .. }
                | Write::ExtendSession { session, .. }
                | Write::CloseSession(session) => self.sessions.push((clinic, session.clone())),
                Write::DeleteExpiredSessions { before } => self.expired.push((clinic, *before)),
                Write::SavePatient(patient) => self.patients.push((clinic, patient.id)),
                Write::ClaimDatabase
                | Write::SaveProfile(..)
                | Write::SaveLocation(..)
                | Write::OnTimebook { .. }
                | Write::Queue(_)
                | Write::Unqueue(_)
                | Write::Delivered { .. }
                | Write::NotDelivered { .. }
                | Write::SendAgain { .. }
                | Write::Record(_) => {}
            }
        }
    }

    /// Notes that a request was refused because its time has no free place: what is known of the time may
    /// be late. Answers with the time.
    pub(crate) fn refused(&mut self, clinic: ClinicId, request: &NewRequest) -> SlotKey {
        let slot = SlotKey::of(clinic, request);
        self.filled.push(slot);
        slot
    }

    /// The times whose places are to be read, for nothing else tells how they are held.
    pub(crate) fn to_read(&self) -> &[(ClinicId, SlotId)] {
        &self.to_read
    }

    /// What other programs must hear of. Expired sessions need no word: nobody takes them for open ones.
    pub(super) fn names(&self) -> Vec<Changed> {
        let slots = self.taken.iter().map(|(slot, _)| Changed::Slot(*slot));
        let timebooks = self.timebooks.iter().map(|(clinic, id)| Changed::Timebook(*clinic, *id));
        let sessions = self.sessions.iter().map(|(clinic, token)| Changed::Session(*clinic, token.0.clone()));
        let patients = self.patients.iter().map(|(clinic, id)| Changed::Patient(*clinic, *id));
        slots.chain(timebooks).chain(sessions).chain(patients).collect()
    }
}

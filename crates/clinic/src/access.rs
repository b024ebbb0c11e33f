//! The access log: who saw which patient's data, one entry for each time a person looked (helseregisterloven
//! § 19).
//!
//! Opening is logged, reading again is not: a screen that refreshes itself, or scrolling past a row, writes
//! nothing. Changes of a booking are in the same journal and are written together with the change.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use timebook::{Actor, BookingId, IdentityNumber, PatientId};

use crate::Clinic;
use crate::error::StoreError;
use crate::ports::JournalCursor;
use crate::record::{Act, JournalEntry};
use crate::roles::{Admin, PatientActor, Staff};
use crate::rows::Rows;
use crate::transaction::{Transaction, Write};

/// The most entries on a page of the access log.
pub const ACCESS_PAGE: u32 = 100;

/// The most seen pages to remember. When it is reached all are forgotten, and a page that is seen again is
/// logged once more.
const MOST_SEEN: usize = 20_000;

/// The shortest time between two log entries for the demo's list of patients, which is read without a login.
const LISTED_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// What this program has already logged as seen, so that loading a page again does not write the same entry
/// again.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    /// Who looked, and at which booking; `None` for the patient's own list.
    pages: HashSet<(PatientActor, Option<BookingId>)>,
    /// When the list of patients was last logged.
    listed: Option<DateTime<Utc>>,
}

impl Seen {
    /// Whether this is the first time in the visit; records it as seen.
    fn is_new(&self, who: PatientActor, booking: Option<BookingId>) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.pages.len() >= MOST_SEEN {
            seen.pages.clear();
        }
        seen.pages.insert((who, booking))
    }

    /// Forgets a page that could not be logged: the next time counts as the first.
    fn forget(&self, who: PatientActor, booking: Option<BookingId>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pages.remove(&(who, booking));
    }

    /// Whether the list of patients must be logged now.
    pub(crate) fn is_list_due(&self, now: DateTime<Utc>) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.listed.is_none_or(|noted| now - noted >= LISTED_PAUSE)
    }

    /// Records that the list of patients has been logged.
    pub(crate) fn note_listed(&self, now: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).listed = Some(now);
    }
}

/// A page of a patient's access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPage {
    /// At most [`ACCESS_PAGE`] entries, latest first.
    pub entries: Rows<JournalEntry>,
    /// Where the next page begins; `None` on the last page.
    pub next: Option<JournalCursor>,
}

impl Clinic {
    /// Logs that staff have opened a request: chose it, or kept it open. They also saw the patient's other
    /// bookings, which is a separate entry. A booking that does not exist or cannot be read is not logged,
    /// because nothing was shown.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_opened(&self, staff: &Staff, id: BookingId) -> Result<(), StoreError> {
        let view = match self.store.booking(self.id, id).await {
            Ok(Some(view)) => view,
            Ok(None) | Err(StoreError::Unreadable(_)) => return Ok(()),
            Err(error) => return Err(error),
        };
        let mut writes = vec![Write::Record(self.entry(staff, &view, Act::Opened))];
        let patient = view.booking.patient;
        if self.store.bookings_of(self.id, patient, 2).await?.count() > 1 {
            writes.push(Write::Record(self.access(staff.actor(), Some(patient), Act::EarlierShown)));
        }
        self.save(Transaction::new(writes)).await
    }

    /// The full identity number of a request's patient; `None` when the clinic has no such booking. It is
    /// returned only after the log entry is saved, so every number shown is in the access log.
    ///
    /// # Errors
    /// [`StoreError`]; the number is not returned then.
    pub async fn reveal_identity(
        &self,
        staff: &Staff,
        id: BookingId,
    ) -> Result<Option<IdentityNumber>, StoreError> {
        let Some(view) = self.store.booking(self.id, id).await? else { return Ok(None) };
        let shown = self.entry(staff, &view, Act::IdentityShown);
        self.save(Transaction::new(vec![Write::Record(shown)])).await?;
        Ok(Some(view.patient.identity))
    }

    /// What was done with a patient's record and who saw it, latest first, starting after a cursor. Reading
    /// the first page is logged too.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn access_log(
        &self,
        admin: &Admin,
        patient: PatientId,
        after: Option<JournalCursor>,
    ) -> Result<AccessPage, StoreError> {
        if after.is_none() {
            let actor = Actor::Staff(admin.member().clone());
            let read = self.access(actor, Some(patient), Act::LogRead);
            self.save(Transaction::new(vec![Write::Record(read)])).await?;
        }
        let lines = self.store.journal_of_patient(self.id, patient, after, ACCESS_PAGE).await?;
        let full = lines.count() >= ACCESS_PAGE as usize;
        let next = lines.last().filter(|_| full).map(|(line, _)| *line);
        Ok(AccessPage { entries: lines.map(|(_, entry)| entry), next })
    }

    /// Logs a refused log-in. The person is not known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_refused_log_in(&self) -> Result<(), StoreError> {
        let refused = self.access(Actor::Patient, None, Act::LogInRefused);
        self.save(Transaction::new(vec![Write::Record(refused)])).await
    }

    /// Logs what patients see of their own data, once per visit: the list, or a booking in it.
    pub(crate) async fn note_seen(
        &self,
        who: PatientActor,
        booking: Option<BookingId>,
    ) -> Result<(), StoreError> {
        if !self.seen.is_new(who, booking) {
            return Ok(());
        }
        let act = if booking.is_some() { Act::ReadByPatient } else { Act::ListedByPatient };
        let entry = JournalEntry { booking, ..self.access(Actor::Patient, Some(who.id()), act) };
        let noted = self.save(Transaction::new(vec![Write::Record(entry)])).await;
        if noted.is_err() {
            self.seen.forget(who, booking);
        }
        noted
    }

    /// An entry that is not about a single booking.
    pub(crate) fn access(&self, actor: Actor, patient: Option<PatientId>, act: Act) -> JournalEntry {
        JournalEntry { at: self.now(), actor, patient, booking: None, act }
    }
}

//! The access log: who saw what of whom, once for each time a person looked (helseregisterloven § 19).
//!
//! Opening is an act, reading again is not: a screen that refreshes itself, or a row merely passed,
//! writes nothing. What was done with a booking stands in the same journal and is written with the act.

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

/// How many entries a page of the access log holds at most.
pub const ACCESS_PAGE: u32 = 100;

/// So many pages seen in visits are remembered; then all are forgotten, and each costs one entry more.
const MOST_SEEN: usize = 20_000;

/// The list of the demo's patients is noted at most this often: nobody knows who looks at it.
const LISTED_PAUSE: TimeDelta = TimeDelta::minutes(1);

/// What this program has noted as seen. A page that is loaded again would else write the same entry again.
#[derive(Default)]
pub(crate) struct Seen(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    /// By whom, and which booking; none for the patient's own list.
    pages: HashSet<(PatientActor, Option<BookingId>)>,
    /// When the list of patients was noted last.
    listed: Option<DateTime<Utc>>,
}

impl Seen {
    /// Whether this is the first time in the visit.
    fn is_new(&self, who: PatientActor, booking: Option<BookingId>) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.pages.len() >= MOST_SEEN {
            seen.pages.clear();
        }
        seen.pages.insert((who, booking))
    }

    /// It could not be noted: the next time counts as the first.
    fn forget(&self, who: PatientActor, booking: Option<BookingId>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pages.remove(&(who, booking));
    }

    /// Whether the list of patients was not noted lately; it is from now on.
    pub(crate) fn is_list_due(&self, now: DateTime<Utc>) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = seen.listed.is_none_or(|noted| now - noted >= LISTED_PAUSE);
        if due {
            seen.listed = Some(now);
        }
        due
    }
}

/// A page of a patient's access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessPage {
    /// At most [`ACCESS_PAGE`] entries, latest first.
    pub entries: Rows<JournalEntry>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<JournalCursor>,
}

impl Clinic {
    /// Notes that staff have opened a request: chose it deliberately, or let it stand open. With it they
    /// saw the patient's other bookings, which is an entry of its own. A booking that is not there, or
    /// cannot be read, has shown nothing.
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
        if self.store.bookings_of(self.id, patient).await?.count() > 1 {
            writes.push(Write::Record(self.access(staff.actor(), Some(patient), Act::EarlierShown)));
        }
        self.save(Transaction::new(writes)).await
    }

    /// The whole identity number of the patient of a request; none when the clinic has no such booking.
    /// It is given once the entry is saved: a number that was shown stands in the access log.
    ///
    /// # Errors
    /// [`StoreError`]; the number is not given then.
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

    /// What was done with and seen of a patient's record, latest first, from after a cursor on. That it
    /// is looked at is an entry too, once for each time it is begun.
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

    /// Notes a log-in that was refused: who it was is not known.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_refused_log_in(&self) -> Result<(), StoreError> {
        let refused = self.access(Actor::Patient, None, Act::LogInRefused);
        self.save(Transaction::new(vec![Write::Record(refused)])).await
    }

    /// Notes what a patient sees of their own, once a visit: the list, or a booking of it.
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

    /// An entry that concerns no one booking.
    pub(crate) fn access(&self, actor: Actor, patient: Option<PatientId>, act: Act) -> JournalEntry {
        JournalEntry { at: self.now(), actor, patient, booking: None, act }
    }
}

//! What happens by itself: word of decisions leaves, requests that were not answered expire.
//!
//! Each step is a method that does what is due *now*; the program calls them when
//! [`Clinic::next_due`] comes, a test calls them after it has moved its clock.

use chrono::{DateTime, Utc};
use timebook::{Actor, StatusCode};

use crate::Clinic;
use crate::error::StoreError;
use crate::events::ClinicEvent;
use crate::ports::BookingView;
use crate::record::{Act, JournalEntry};
use crate::unit::{CommitError, Unit, Write};

/// What the patient has been told. A decision that can still be undone has not been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// «Sendt»: the clinic has the request.
    Sent,
    /// «Tildelt»: the time is the patient's.
    Granted,
    /// «Avvist»: the clinic said no.
    Rejected,
    /// «Avbestilt»: taken back.
    Cancelled,
    /// «Utløpt»: the time came before an answer.
    Expired,
}

impl BookingView {
    /// What the patient has been told of the booking so far.
    #[must_use]
    pub fn told(&self) -> Told {
        if self.pending.is_some() {
            return Told::Sent;
        }
        match self.booking.status.code() {
            StatusCode::Requested => Told::Sent,
            StatusCode::Confirmed | StatusCode::Completed | StatusCode::NoShow => Told::Granted,
            StatusCode::Rejected => Told::Rejected,
            StatusCode::Cancelled => Told::Cancelled,
            StatusCode::Expired => Told::Expired,
        }
    }
}

impl Clinic {
    /// Lets word of every decision leave whose time to undo has passed. Answers with how many.
    ///
    /// The portal's pages are the way out: an item that is noted as delivered is what the patient
    /// reads. Two programs on one database may both come here; the note is made once.
    ///
    /// # Errors
    /// [`StoreError`]; what was not noted stays in the outbox for the next time.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        let now = self.now();
        let mut delivered = 0;
        for item in self.store.due(self.id, now).await? {
            let Some(view) = self.store.booking(self.id, item.booking).await? else { continue };
            let writes = vec![
                Write::Delivered { item: item.id, at: now },
                Write::Record(self.by_itself(&view, Act::Sent)),
            ];
            let unit = Unit::telling(ClinicEvent::Sent(item.booking), writes);
            match self.store.commit(self.id, unit).await {
                Ok(_) => delivered += 1,
                Err(CommitError::Stale) => {}
                Err(CommitError::Store(error)) => return Err(error),
                Err(other) => return Err(StoreError::Broken(other.into())),
            }
        }
        Ok(delivered)
    }

    /// Ends the requests whose time came before an answer. Answers with how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn expire_due(&self) -> Result<usize, StoreError> {
        let now = self.now();
        let mut expired = 0;
        for booking in self.store.overdue(self.id, now).await? {
            let (id, patient, was) = (booking.id, booking.patient, booking.revision);
            let Ok(booking) = booking.expire(now) else { continue };
            let line =
                JournalEntry { at: now, actor: Actor::System, patient, booking: id, act: Act::Expired };
            let writes = vec![Write::Change { booking: Box::new(booking), was }, Write::Record(line)];
            match self.store.commit(self.id, Unit::telling(ClinicEvent::Expired(id), writes)).await {
                Ok(_) => expired += 1,
                Err(CommitError::Stale) => {}
                Err(CommitError::Store(error)) => return Err(error),
                Err(other) => return Err(StoreError::Broken(other.into())),
            }
        }
        Ok(expired)
    }

    /// When word of the next decision may leave.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.store.next_due(self.id).await
    }

    fn by_itself(&self, view: &BookingView, act: Act) -> JournalEntry {
        JournalEntry {
            at: self.now(),
            actor: Actor::System,
            patient: view.booking.patient,
            booking: view.booking.id,
            act,
        }
    }
}

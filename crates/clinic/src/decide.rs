//! Deciding a request, and taking a decision back.

use chrono::{DateTime, Utc};
use timebook::{Booking, BookingId, Decision, DecisionText, Refused, Revision, StatusCode, UNDO_WINDOW};

use crate::Clinic;
use crate::error::{Problem, StoreError};
use crate::events::ClinicEvent;
use crate::outbox::PatientStatus;
use crate::ports::BookingView;
use crate::record::Act;
use crate::roles::Staff;
use crate::transaction::{CommitError, Transaction, Write};

/// A decision that stands, and until when it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The booking as it is now.
    pub view: BookingView,
    /// Word of it leaves the clinic at this instant.
    pub undo_until: DateTime<Utc>,
}

/// Why a request was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// Someone was first; this is the booking as they left it.
    #[error("already decided")]
    AlreadyDecided(Box<BookingView>),
    /// The rejection's text was refused.
    #[error("the text was refused")]
    Text(Problem),
    /// The time has begun, and nobody can be given it any more.
    #[error("the time has begun")]
    Begun,
    /// Word of the decision has left the clinic.
    #[error("too late to undo")]
    TooLate,
    /// The place of the rejected request has gone to someone else.
    #[error("the place is taken")]
    PlaceTaken,
    /// The clinic has no such booking.
    #[error("not found")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Clinic {
    /// Gives the patient the time, if the request is still as the colleague saw it (`seen`).
    ///
    /// # Errors
    /// [`DecideError`]; nothing is saved then.
    pub async fn confirm(
        &self,
        staff: &Staff,
        id: BookingId,
        seen: Revision,
    ) -> Result<Decided, DecideError> {
        self.decide(staff, id, seen, (Act::Confirmed, PatientStatus::Granted), Booking::confirm).await
    }

    /// Says no, with words for the patient.
    ///
    /// # Errors
    /// [`DecideError`]; nothing is saved then.
    pub async fn reject(
        &self,
        staff: &Staff,
        id: BookingId,
        seen: Revision,
        text: &str,
    ) -> Result<Decided, DecideError> {
        let text = DecisionText::parse(text).map_err(|error| DecideError::Text(error.into()))?;
        let reject = |booking: Booking, decision| booking.reject(decision, text);
        self.decide(staff, id, seen, (Act::Rejected, PatientStatus::Rejected), reject).await
    }

    /// Takes one's own decision back before word of it has left. The patient never hears of it. The
    /// decision is named by the revision that it made ([`Decided`]), so that an undo that comes late
    /// never takes back another.
    ///
    /// # Errors
    /// [`DecideError::AlreadyDecided`] when another decision stands, or a colleague's;
    /// [`DecideError::TooLate`] after [`UNDO_WINDOW`], or when it was undone before;
    /// [`DecideError::PlaceTaken`] when a rejected request's slot has filled up meanwhile.
    pub async fn undo(&self, staff: &Staff, id: BookingId, decision: Revision) -> Result<(), DecideError> {
        let view = self.store.booking(self.id, id).await?.ok_or(DecideError::NotFound)?;
        let was = view.booking.revision;
        match view.booking.status.decided() {
            Some(decided) if was == decision && decided.by == staff.actor() => {}
            Some(_) => return Err(DecideError::AlreadyDecided(Box::new(view))),
            None => return Err(DecideError::TooLate),
        }
        let entry = self.entry(staff, &view, Act::Undone);
        let booking = view.booking.undo(self.now()).map_err(|_| DecideError::TooLate)?;
        let writes =
            vec![Write::Change { booking: Box::new(booking), was }, Write::Unqueue(id), Write::Record(entry)];
        let transaction = Transaction::with_event(ClinicEvent::Undone(id), writes);
        match self.store.commit(self.id, transaction).await {
            Ok(_) => Ok(()),
            Err(CommitError::NoPlace) => Err(DecideError::PlaceTaken),
            Err(CommitError::Sent | CommitError::Stale) => Err(DecideError::TooLate),
            Err(CommitError::Store(error)) => Err(error.into()),
            Err(other) => Err(StoreError::Broken(other.into()).into()),
        }
    }

    async fn decide(
        &self,
        staff: &Staff,
        id: BookingId,
        seen: Revision,
        (act, status): (Act, PatientStatus),
        change: impl FnOnce(Booking, Decision) -> Result<Booking, Refused>,
    ) -> Result<Decided, DecideError> {
        let view = self.store.booking(self.id, id).await?.ok_or(DecideError::NotFound)?;
        if view.booking.revision != seen {
            return Err(DecideError::AlreadyDecided(Box::new(view)));
        }
        let now = self.now();
        if act == Act::Confirmed
            && view.slot.start <= now
            && view.booking.status.code() == StatusCode::Requested
        {
            return Err(DecideError::Begun);
        }
        let decision = Decision { by: staff.actor(), at: now };
        let booking = match change(view.booking.clone(), decision) {
            Ok(booking) => booking,
            Err(Refused { .. }) => return Err(DecideError::AlreadyDecided(Box::new(view))),
        };
        let undo_until = now + UNDO_WINDOW;
        let notification = self.notification(&booking, status, undo_until);
        let writes = vec![
            Write::Change { booking: Box::new(booking.clone()), was: seen },
            Write::Queue(notification),
            Write::Record(self.entry(staff, &view, act)),
        ];
        let transaction = Transaction::with_event(ClinicEvent::Decided(id), writes);
        match self.store.commit(self.id, transaction).await {
            Ok(_) => {
                let view = BookingView { booking, pending: Some(undo_until), ..view };
                Ok(Decided { view, undo_until })
            }
            Err(CommitError::Stale) => {
                let now = self.store.booking(self.id, id).await?.ok_or(DecideError::NotFound)?;
                Err(DecideError::AlreadyDecided(Box::new(now)))
            }
            Err(CommitError::Store(error)) => Err(error.into()),
            Err(other) => Err(StoreError::Broken(other.into()).into()),
        }
    }
}

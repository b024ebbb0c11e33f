//! Deciding a request, and undoing a decision.

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

/// A decision that was saved, and until when it can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The booking as it is now.
    pub view: BookingView,
    /// The decision can be undone until this instant, when the patient is notified.
    pub undo_until: DateTime<Utc>,
}

/// Why a request was not decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    /// Someone decided first. This is the booking as it is now.
    #[error("already decided")]
    AlreadyDecided(Box<BookingView>),
    /// The rejection's text was refused.
    #[error("the text was refused")]
    Text(Problem),
    /// The time has begun and can no longer be confirmed.
    #[error("the time has begun")]
    Begun,
    /// The patient has been notified of the decision.
    #[error("too late to undo")]
    TooLate,
    /// The place of the rejected request has been taken by someone else.
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
    /// Confirms the request if its revision is still `seen`, the one that the member of staff saw.
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

    /// Rejects the request, with a text for the patient.
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

    /// Cancels a request or a confirmed booking for the clinic, with a text for the patient. Its place is free
    /// at once. If an earlier decision has not been sent to the patient yet, it no longer will be.
    ///
    /// # Errors
    /// [`DecideError`]; nothing is saved then. [`DecideError::Begun`] once the time has begun.
    pub async fn cancel(
        &self,
        staff: &Staff,
        id: BookingId,
        seen: Revision,
        text: &str,
    ) -> Result<Decided, DecideError> {
        let text = DecisionText::parse(text).map_err(|error| DecideError::Text(error.into()))?;
        let cancel = |booking: Booking, decision| booking.cancel(decision, Some(text));
        self.decide(staff, id, seen, (Act::Cancelled, PatientStatus::Cancelled), cancel).await
    }

    /// Undoes one's own decision before the patient is notified; the patient never sees it. The decision is
    /// identified by the revision that it made ([`Decided`]), so that a late undo never undoes another
    /// decision.
    ///
    /// # Errors
    /// [`DecideError::AlreadyDecided`] when there is a newer decision or it is a colleague's;
    /// [`DecideError::TooLate`] after [`UNDO_WINDOW`], or when it has already been undone;
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
        let told = view.patient_status();
        let booking = view.booking.undo(self.now()).map_err(|_| DecideError::TooLate)?;
        // The confirmation was dropped when the booking was cancelled.
        let confirmation = (booking.status.code() == StatusCode::Confirmed && told != PatientStatus::Granted)
            .then(|| Write::Queue(self.notification(&booking, PatientStatus::Granted, self.now())));
        let mut writes =
            vec![Write::Change { booking: Box::new(booking), was }, Write::Unqueue(id), Write::Record(entry)];
        writes.extend(confirmation);
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
        (act, told): (Act, PatientStatus),
        change: impl FnOnce(Booking, Decision) -> Result<Booking, Refused>,
    ) -> Result<Decided, DecideError> {
        let view = self.store.booking(self.id, id).await?.ok_or(DecideError::NotFound)?;
        if view.booking.revision != seen {
            return Err(DecideError::AlreadyDecided(Box::new(view)));
        }
        let now = self.now();
        let status = view.booking.status.code();
        let confirms = act == Act::Confirmed && status == StatusCode::Requested;
        let cancels = act == Act::Cancelled && status.is_live();
        if (confirms || cancels) && view.slot.start <= now {
            return Err(DecideError::Begun);
        }
        let decision = Decision { by: staff.actor(), at: now };
        let booking = match change(view.booking.clone(), decision) {
            Ok(booking) => booking,
            Err(Refused { .. }) => return Err(DecideError::AlreadyDecided(Box::new(view))),
        };
        let undo_until = now + UNDO_WINDOW;
        let notification = self.notification(&booking, told, undo_until);
        // What has not been sent of an earlier decision is no longer true. It may be sent in this moment.
        for unsent in [view.pending.map(|_| Write::Unqueue(id)), None] {
            let change = Write::Change { booking: Box::new(booking.clone()), was: seen };
            let entry = Write::Record(self.entry(staff, &view, act));
            let mut writes = vec![change, Write::Queue(notification.clone()), entry];
            writes.splice(1..1, unsent.clone());
            match self.store.commit(self.id, Transaction::with_event(ClinicEvent::Decided(id), writes)).await
            {
                Ok(_) => {
                    let view = BookingView { booking, pending: Some(undo_until), ..view };
                    return Ok(Decided { view, undo_until });
                }
                Err(CommitError::Sent) if unsent.is_some() => {}
                Err(CommitError::Stale) => {
                    let now = self.store.booking(self.id, id).await?.ok_or(DecideError::NotFound)?;
                    return Err(DecideError::AlreadyDecided(Box::new(now)));
                }
                Err(CommitError::Store(error)) => return Err(error.into()),
                Err(other) => return Err(StoreError::Broken(other.into()).into()),
            }
        }
        Err(StoreError::Unavailable("an earlier decision was being sent".into()).into())
    }
}

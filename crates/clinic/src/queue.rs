//! The staff's queue, and one request opened from it.

use chrono::{DateTime, NaiveTime, Utc};
use timebook::{BookingId, MinuteOfDay, SoonUntil, StatusCode, TimebookType, oslo_date};

use crate::Clinic;
use crate::error::StoreError;
use crate::ports::{BookingView, QueueCursor, QueueOrder};
use crate::record::{Act, JournalEntry};
use crate::roles::Staff;
use crate::rows::Rows;

/// The most requests on a page of the queue.
pub const QUEUE_PAGE: u32 = 100;

/// The most bookings that are listed as outside the opening hours.
pub const CONFLICTS_MOST: u32 = 100;

/// The most decisions of today that are listed; the count includes the rest.
pub const DONE_MOST: u32 = 500;

/// The most entries of a request's history that are shown: the latest ones.
pub const HISTORY_MOST: u32 = 500;

/// The most other bookings of a patient that are shown beside a request: the latest ones.
pub const EARLIER_MOST: u32 = 200;

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuePage {
    /// At most [`QUEUE_PAGE`] requests, in the requested order.
    pub waiting: Rows<BookingView>,
    /// Where the next page begins; `None` on the last page.
    pub next: Option<QueueCursor>,
}

/// A request with everything that staff need to answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDetails {
    /// The request.
    pub view: BookingView,
    /// Its journal, oldest first; the latest [`HISTORY_MOST`] entries.
    pub history: Rows<JournalEntry>,
    /// The patient's other bookings here, latest first; at most [`EARLIER_MOST`].
    pub earlier: Rows<BookingView>,
}

impl Clinic {
    /// A page of the requests that wait for an answer, in an order, starting after a cursor. Not logged: a
    /// row in a list does not count as opened.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue(
        &self,
        _: &Staff,
        order: QueueOrder,
        after: Option<QueueCursor>,
    ) -> Result<QueuePage, StoreError> {
        let mut waiting = self.store.waiting(self.id, order, after, QUEUE_PAGE + 1).await?;
        let more = waiting.read.len() > QUEUE_PAGE as usize;
        waiting.read.truncate(QUEUE_PAGE as usize);
        let next = waiting.last().filter(|_| more).map(|view| QueueCursor::of(order, view));
        Ok(QueuePage { waiting, next })
    }

    /// The first [`CONFLICTS_MOST`] bookings that are outside the opening hours since these were changed, by start
    /// time. Not logged, as [`Clinic::queue`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn conflicts(&self, _: &Staff) -> Result<Rows<BookingView>, StoreError> {
        self.store.conflicts(self.id, self.now(), CONFLICTS_MOST).await
    }

    /// The number of bookings outside the opening hours.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn conflict_count(&self) -> Result<u32, StoreError> {
        self.store.conflict_count(self.id, self.now()).await
    }

    /// One row of the queue; empty when the request does not wait (any more).
    ///
    /// # Errors
    /// [`StoreError`], never [`StoreError::Unreadable`].
    pub async fn queue_row(&self, _: &Staff, id: BookingId) -> Result<Rows<BookingView>, StoreError> {
        let view = match self.store.booking(self.id, id).await {
            Err(StoreError::Unreadable(row)) => return Ok([Err(row)].into_iter().collect()),
            other => other?,
        };
        let row = view.filter(|view| view.booking.status.code() == StatusCode::Requested);
        Ok(row.into_iter().map(Ok).collect())
    }

    /// The number of waiting requests. Names nobody, so the tray may show it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn waiting_count(&self) -> Result<u32, StoreError> {
        self.store.waiting_count(self.id).await
    }

    /// Which times count as soon now: those today and in the clinic's next working hours.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn soon(&self) -> Result<SoonUntil, StoreError> {
        let now = self.now();
        let timebooks = self.store.timebooks(self.id).await?.read;
        let exceptions = self.store.exceptions(self.id, oslo_date(now)).await?.readable();
        Ok(SoonUntil::from(now, &timebooks, &exceptions))
    }

    /// The number of waiting requests whose time is soon.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn soon_count(&self, soon: SoonUntil) -> Result<u32, StoreError> {
        self.store.waiting_before(self.id, soon.until()).await
    }

    /// The type of timebook that a request is for; names nobody, so a notification may show it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn kind_of(&self, id: BookingId) -> Result<Option<TimebookType>, StoreError> {
        Ok(self.store.booking(self.id, id).await?.map(|view| view.kind))
    }

    /// The latest [`DONE_MOST`] bookings that were decided since midnight in Oslo, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn decided_today(&self, _: &Staff) -> Result<Rows<BookingView>, StoreError> {
        self.store.decided_since(self.id, self.midnight(), DONE_MOST).await
    }

    /// The number of bookings that were decided since midnight in Oslo.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn decided_today_count(&self) -> Result<u32, StoreError> {
        self.store.decided_count(self.id, self.midnight()).await
    }

    fn midnight(&self) -> DateTime<Utc> {
        let today = oslo_date(self.now());
        let midnight = timebook::instant(today, MinuteOfDay::MIDNIGHT);
        midnight.unwrap_or_else(|| today.and_time(NaiveTime::MIN).and_utc())
    }

    /// Reads one request; `None` when the clinic has no such booking. Not logged, because the window reads it
    /// repeatedly; [`Clinic::note_opened`] logs that somebody opened it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn read_request(&self, _: &Staff, id: BookingId) -> Result<Option<RequestDetails>, StoreError> {
        let Some(view) = self.store.booking(self.id, id).await? else { return Ok(None) };
        let history = self.store.journal(self.id, id, HISTORY_MOST).await?;
        let mut earlier = self.store.bookings_of(self.id, view.booking.patient, EARLIER_MOST + 1).await?;
        earlier.read.retain(|other| other.booking.id != id);
        earlier.read.truncate(EARLIER_MOST as usize);
        Ok(Some(RequestDetails { view, history, earlier }))
    }

    pub(crate) fn entry(&self, staff: &Staff, view: &BookingView, act: Act) -> JournalEntry {
        JournalEntry {
            at: self.now(),
            actor: staff.actor(),
            patient: Some(view.booking.patient),
            booking: Some(view.booking.id),
            act,
        }
    }
}

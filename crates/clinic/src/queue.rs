//! The queue that staff work, and one request opened from it.

use std::collections::HashSet;
use std::sync::Mutex;

use chrono::{DateTime, NaiveTime, Utc};
use timebook::{BookingId, MinuteOfDay, StaffId, StatusCode, TimebookType, oslo_date};

use crate::Clinic;
use crate::error::StoreError;
use crate::ports::{BookingView, QueueCursor};
use crate::record::{Act, JournalEntry};
use crate::roles::Staff;
use crate::rows::Rows;
use crate::unit::{Unit, Write};

/// Whom this program has already noted as having seen which request listed. A list that is read
/// again at every event would else write the same line again and again.
pub(crate) type Listed = Mutex<HashSet<(StaffId, BookingId)>>;

/// How many requests a page of the queue holds at most.
pub const QUEUE_PAGE: u32 = 100;

/// How many of today's decisions are listed at most; the count tells of the rest.
pub const DONE_MOST: u32 = 500;

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuePage {
    /// At most [`QUEUE_PAGE`] requests that can be read, oldest first.
    pub waiting: Rows<BookingView>,
    /// Where the next page begins; none when this is the last.
    pub next: Option<QueueCursor>,
}

/// A request with all that staff need to answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDetails {
    /// The request.
    pub view: BookingView,
    /// Its journal, oldest first.
    pub history: Rows<JournalEntry>,
    /// The patient's other bookings here, latest first.
    pub earlier: Rows<BookingView>,
}

impl Clinic {
    /// A page of the requests that wait for an answer, oldest first, from after a cursor on. What a
    /// person sees listed is journalled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue(&self, staff: &Staff, after: Option<QueueCursor>) -> Result<QueuePage, StoreError> {
        let mut waiting = self.store.waiting(self.id, after, QUEUE_PAGE + 1).await?;
        let more = waiting.read.len() > QUEUE_PAGE as usize;
        waiting.read.truncate(QUEUE_PAGE as usize);
        self.note_listed(staff, &waiting).await?;
        let next = waiting
            .last()
            .filter(|_| more)
            .map(|view| QueueCursor { requested_at: view.booking.requested_at, id: view.booking.id });
        Ok(QueuePage { waiting, next })
    }

    /// One row of the queue; none when the request does not wait, or no longer. Journalled as listed.
    ///
    /// # Errors
    /// [`StoreError`], never [`StoreError::Unreadable`].
    pub async fn queue_row(&self, staff: &Staff, id: BookingId) -> Result<Rows<BookingView>, StoreError> {
        let view = match self.store.booking(self.id, id).await {
            Err(StoreError::Unreadable(row)) => return Ok([Err(row)].into_iter().collect()),
            other => other?,
        };
        let row = view.filter(|view| view.booking.status.code() == StatusCode::Requested);
        self.note_listed(staff, row.as_slice()).await?;
        Ok(row.into_iter().map(Ok).collect())
    }

    /// How many wait; names nobody, so the tray may show it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn waiting_count(&self) -> Result<u32, StoreError> {
        self.store.waiting_count(self.id).await
    }

    /// The type of timebook that a request is for; names nobody, so a notification may show it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn kind_of(&self, id: BookingId) -> Result<Option<TimebookType>, StoreError> {
        Ok(self.store.booking(self.id, id).await?.map(|view| view.kind))
    }

    /// The latest [`DONE_MOST`] that were decided since midnight in Oslo, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn decided_today(&self, staff: &Staff) -> Result<Rows<BookingView>, StoreError> {
        let decided = self.store.decided_since(self.id, self.midnight(), DONE_MOST).await?;
        self.note_listed(staff, &decided).await?;
        Ok(decided)
    }

    /// How many were decided since midnight in Oslo.
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

    /// Opens one request; none when the clinic has no such booking. Journalled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open_request(
        &self,
        staff: &Staff,
        id: BookingId,
    ) -> Result<Option<RequestDetails>, StoreError> {
        let Some(view) = self.store.booking(self.id, id).await? else { return Ok(None) };
        let opened = self.entry(staff, &view, Act::Opened);
        self.save(Unit::quiet(vec![Write::Record(opened)])).await?;
        let history = self.store.journal(self.id, id).await?;
        let mut earlier = self.store.bookings_of(self.id, view.booking.patient).await?;
        earlier.read.retain(|other| other.booking.id != id);
        Ok(Some(RequestDetails { view, history, earlier }))
    }

    pub(crate) fn entry(&self, staff: &Staff, view: &BookingView, act: Act) -> JournalEntry {
        JournalEntry {
            at: self.now(),
            actor: staff.actor(),
            patient: view.booking.patient,
            booking: view.booking.id,
            act,
        }
    }

    async fn note_listed(&self, staff: &Staff, views: &[BookingView]) -> Result<(), StoreError> {
        let fresh: Vec<&BookingView> = {
            let listed = self.listed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let seen = |view: &BookingView| listed.contains(&(staff.member().id, view.booking.id));
            views.iter().filter(|view| !seen(view)).collect()
        };
        if fresh.is_empty() {
            return Ok(());
        }
        let lines = fresh.iter().map(|view| Write::Record(self.entry(staff, view, Act::Listed)));
        self.save(Unit::quiet(lines.collect())).await?;
        let mut listed = self.listed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        listed.extend(fresh.iter().map(|view| (staff.member().id, view.booking.id)));
        Ok(())
    }
}

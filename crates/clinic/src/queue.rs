//! The queue that staff work, and one request opened from it.

use std::collections::HashSet;
use std::sync::Mutex;

use chrono::NaiveTime;
use timebook::{BookingId, MinuteOfDay, StaffId, TimebookType, oslo_date};

use crate::Clinic;
use crate::error::StoreError;
use crate::ports::BookingView;
use crate::record::{Act, JournalEntry};
use crate::roles::Staff;
use crate::unit::{Unit, Write};

/// Whom this program has already noted as having seen which request listed. A list that is read
/// again at every event would else write the same line again and again.
pub(crate) type Listed = Mutex<HashSet<(StaffId, BookingId)>>;

/// A request with all that staff need to answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestDetails {
    /// The request.
    pub view: BookingView,
    /// Its journal, oldest first.
    pub history: Vec<JournalEntry>,
    /// The patient's other bookings here, latest first.
    pub earlier: Vec<BookingView>,
}

impl Clinic {
    /// Requests that wait for an answer, oldest first. What a person sees listed is journalled.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn queue(&self, staff: &Staff) -> Result<Vec<BookingView>, StoreError> {
        let waiting = self.store.waiting(self.id).await?;
        self.note_listed(staff, &waiting).await?;
        Ok(waiting)
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

    /// What was decided since midnight in Oslo, newest first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn decided_today(&self, staff: &Staff) -> Result<Vec<BookingView>, StoreError> {
        let now = self.now();
        let midnight = timebook::instant(oslo_date(now), MinuteOfDay::MIDNIGHT)
            .unwrap_or_else(|| oslo_date(now).and_time(NaiveTime::MIN).and_utc());
        let decided = self.store.decided_since(self.id, midnight).await?;
        self.note_listed(staff, &decided).await?;
        Ok(decided)
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
        earlier.retain(|other| other.booking.id != id);
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

//! What a patient sees and requests.
//!
//! Every view of free times uses the timebook's calendar, and so the one rule of availability
//! ([`Slot::availability`]).

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use timebook::{
    Actor, BookingId, BookingLimits, Channel, ClinicProfile, PatientId, Reason, RequestKey, Slot, SlotId,
    TextError, TimebookId, TimebookType, oslo_date,
};

use crate::Clinic;
use crate::error::{Problem, StoreError};
use crate::events::ClinicEvent;
use crate::ports::BookingView;
use crate::roles::PatientActor;
use crate::rows::Rows;
use crate::transaction::{CommitError, LimitKind, NewRequest, Transaction, Write};

/// The most of a patient's own bookings that are listed: the latest ones.
pub const OWN_MOST: u32 = 200;

/// What the clinic offers: «Hva trenger du?».
#[derive(Debug, Clone, PartialEq)]
pub struct ClinicSummary {
    /// The clinic's profile; `None` before it is set up.
    pub profile: Option<ClinicProfile>,
    /// The types with a published timebook, in the order the portal shows them.
    pub kinds: Vec<TimebookType>,
}

/// One choice of «Velg sted».
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The timebook.
    pub timebook: timebook::Timebook,
    /// Its location.
    pub location: timebook::Location,
}

/// A month of the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The first of the month.
    pub first: NaiveDate,
    /// Its dates with free times, in order.
    pub free_days: Vec<NaiveDate>,
    /// The next date with a free time after this month, if any.
    pub next_free: Option<NaiveDate>,
    /// When the next times are released, if there is no free time in this month or later.
    pub next_release: Option<DateTime<Utc>>,
}

/// The free times of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day.
    pub date: NaiveDate,
    /// Its free times, in order.
    pub slots: Vec<FreeSlot>,
}

/// A time that can be requested.
pub type FreeSlot = Slot;

/// A filled-in form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The form's key. A form that is sent twice makes one booking.
    pub key: RequestKey,
    /// The type chosen.
    pub kind: TimebookType,
    /// The timebook chosen.
    pub timebook: TimebookId,
    /// The time chosen.
    pub slot: SlotId,
    /// «Hva gjelder det?» as typed; may be empty.
    pub reason: String,
}

/// Why a request was not saved.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// «Hva gjelder det?» was refused.
    #[error("the reason was refused")]
    Reason(Problem),
    /// Someone else has the time, it has begun, or patients cannot request it at this moment.
    #[error("the time is taken")]
    Taken,
    /// Not a time of that timebook at this clinic.
    #[error("no such time")]
    NoSuchSlot,
    /// The same form has been sent before, for another time. Nothing was saved for this time.
    #[error("the form was sent for another time")]
    SentForAnotherTime(BookingId),
    /// The patient has as many live bookings of future times as the clinic allows.
    #[error("no more than {most} live bookings")]
    LimitReached {
        /// Which limit.
        limit: LimitKind,
        /// The number it allows.
        most: u16,
        /// The bookings that count towards the limit, by start time.
        has: Vec<BookingView>,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Clinic {
    /// What the clinic offers.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn summary(&self) -> Result<ClinicSummary, StoreError> {
        let published = self.store.published_kinds(self.id).await?;
        let kinds = TimebookType::ALL.into_iter().filter(|kind| published.contains(kind)).collect();
        Ok(ClinicSummary { profile: self.store.profile(self.id).await?, kinds })
    }

    /// The choices of «Velg sted» for a type.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn choices(&self, kind: TimebookType) -> Result<Vec<Choice>, StoreError> {
        let published = self.store.published(self.id, kind).await?;
        Ok(published.read.into_iter().map(|(timebook, location)| Choice { timebook, location }).collect())
    }

    /// The month that contains `date`, for a published timebook.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn month(&self, timebook: TimebookId, date: NaiveDate) -> Result<Month, StoreError> {
        let (first, last) = month_of(date);
        let now = self.now();
        let calendar = self.store.calendar(self.id, timebook, now).await?;
        let free_days = calendar.free_days(first..=last, now);
        let next_free = match free_days.as_slice() {
            [] => calendar.next_free_day(last, now),
            [_, ..] => None,
        };
        let next_release = match (free_days.as_slice(), next_free) {
            ([], None) => calendar.next_release(now),
            _ => None,
        };
        Ok(Month { first, free_days, next_free, next_release })
    }

    /// The first date with a free time from today on, for a published timebook.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn first_free_day(&self, timebook: TimebookId) -> Result<Option<NaiveDate>, StoreError> {
        let now = self.now();
        Ok(self.store.calendar(self.id, timebook, now).await?.next_free_day(oslo_date(now), now))
    }

    /// The free times of a day, for a published timebook.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn day(&self, timebook: TimebookId, date: NaiveDate) -> Result<Day, StoreError> {
        let now = self.now();
        let calendar = self.store.calendar(self.id, timebook, now).await?;
        Ok(Day { date, slots: calendar.free_slots(date, now).cloned().collect() })
    }

    /// A time of a timebook, free or not.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn slot(&self, timebook: TimebookId, slot: SlotId) -> Result<Option<Slot>, StoreError> {
        let calendar = self.store.calendar(self.id, timebook, self.now()).await?;
        if let Some(found) = calendar.slot(slot) {
            return Ok(Some(found.slot.clone()));
        }
        // The calendar does not contain times that began long ago.
        let stored = self.store.slot(self.id, slot).await?;
        Ok(stored.filter(|stored| stored.timebook == timebook))
    }

    /// Requests a time. The request keeps its place until staff answer. When the same form is sent twice,
    /// both answers are the same booking.
    ///
    /// # Errors
    /// [`RequestError`]; nothing is saved then.
    pub async fn request(&self, who: PatientActor, request: Request) -> Result<BookingId, RequestError> {
        let reason = Reason::parse_optional(&request.reason)
            .map_err(|error: TextError| RequestError::Reason(error.into()))?;
        let id = BookingId::new(self.ids.uuid());
        let kind = request.kind;
        let request = NewRequest {
            id,
            key: request.key,
            patient: who.id(),
            actor: Actor::Patient,
            channel: Channel::Portal,
            kind,
            timebook: request.timebook,
            slot: request.slot,
            reason,
            requested_at: self.now(),
        };
        let transaction =
            Transaction::with_event(ClinicEvent::Requested(id), vec![Write::Request(Box::new(request))]);
        match self.store.commit(self.id, transaction).await {
            Ok(_) => Ok(id),
            Err(CommitError::Duplicate(before)) => Ok(before),
            Err(CommitError::SentForAnotherTime(before)) => Err(RequestError::SentForAnotherTime(before)),
            Err(CommitError::LimitReached(limit)) => {
                let has = self.counted(who, limit, kind).await?;
                Err(RequestError::LimitReached { limit, most: self.most(limit).await?, has })
            }
            Err(CommitError::NoPlace) => Err(RequestError::Taken),
            Err(CommitError::NoSuchSlot) => Err(RequestError::NoSuchSlot),
            Err(CommitError::Store(error)) => Err(error.into()),
            Err(other @ (CommitError::Stale | CommitError::Sent | CommitError::InUse)) => {
                Err(StoreError::Broken(other.into()).into())
            }
        }
    }

    /// The number of live bookings that a limit allows.
    async fn most(&self, limit: LimitKind) -> Result<u16, StoreError> {
        let profile = self.store.profile(self.id).await?;
        let limits = profile.map_or(BookingLimits::USUAL, |profile| profile.limits);
        Ok(match limit {
            LimitKind::OfType => limits.of_type.get(),
            LimitKind::InAll => limits.in_all.get(),
        })
    }

    /// The patient's bookings that count towards a limit, by start time.
    async fn counted(
        &self,
        who: PatientActor,
        limit: LimitKind,
        kind: TimebookType,
    ) -> Result<Vec<BookingView>, StoreError> {
        self.note_seen(who, None).await?;
        let kind = (limit == LimitKind::OfType).then_some(kind);
        Ok(self.store.counted(self.id, who.id(), kind, self.now()).await?.read)
    }

    /// The patient's own bookings, latest request first; at most [`OWN_MOST`]. Logged in the access log once
    /// per visit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_bookings(&self, who: PatientActor) -> Result<Rows<BookingView>, StoreError> {
        self.note_seen(who, None).await?;
        self.store.bookings_of(self.id, who.id(), OWN_MOST).await
    }

    /// Whether a booking is one of the patient's own. Not logged, because nothing of it is shown.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn is_own_booking(&self, who: PatientActor, id: BookingId) -> Result<bool, StoreError> {
        let found = self.store.booking(self.id, id).await?;
        Ok(found.is_some_and(|view| view.booking.patient == who.id()))
    }

    /// The booking that one of the patient's forms has made, and its slot. `None` when the form has made none
    /// so far. Not logged.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn sent_before(
        &self,
        patient: PatientId,
        key: RequestKey,
    ) -> Result<Option<(BookingId, SlotId)>, StoreError> {
        self.store.booking_of_form(self.id, patient, key).await
    }

    /// The patient's own live booking of a slot; `None` when there is none. Not logged.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_booking_of_slot(
        &self,
        who: PatientActor,
        slot: SlotId,
    ) -> Result<Option<BookingId>, StoreError> {
        self.store.live_booking(self.id, who.id(), slot).await
    }

    /// One of the patient's own bookings; `None` when it is someone else's. Logged once per visit.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn own_booking(
        &self,
        who: PatientActor,
        id: BookingId,
    ) -> Result<Option<BookingView>, StoreError> {
        let Some(view) = self.store.booking(self.id, id).await? else { return Ok(None) };
        if view.booking.patient != who.id() {
            return Ok(None);
        }
        self.note_seen(who, Some(id)).await?;
        Ok(Some(view))
    }
}

/// The first and the last date of the month that contains `date`.
fn month_of(date: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = date - Days::new(u64::from(chrono::Datelike::day0(&date)));
    let last = (first + Months::new(1)) - Days::new(1);
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_on_its_own_last_date() {
        let date = |text: &str| text.parse::<NaiveDate>().expect("a date");
        for (within, first, last) in [
            ("2025-01-21", "2025-01-01", "2025-01-31"),
            ("2024-02-29", "2024-02-01", "2024-02-29"),
            ("2024-12-01", "2024-12-01", "2024-12-31"),
        ] {
            assert_eq!(month_of(date(within)), (date(first), date(last)));
        }
    }
}

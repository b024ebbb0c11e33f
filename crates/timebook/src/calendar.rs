//! What is free in one timebook, kept in memory: the data for month view, day view and set-up.
//!
//! Every answer uses the one rule of availability, [`Slot::availability`]. The free places of each day are counted
//! when they change, so a month view reads one count per day instead of every time. Copies share the days
//! that have not changed.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::SlotId;
use crate::schedule::{Availability, Slot};
use crate::status::Place;

/// A set of places of one time. Inserting a place again changes nothing, so the same change may be applied
/// twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Vec<Place>);

impl Places {
    /// Adds a place.
    pub fn insert(&mut self, place: Place) {
        if let Err(index) = self.0.binary_search(&place) {
            self.0.insert(index, place);
        }
    }

    /// The number of places.
    #[must_use]
    pub fn count(&self) -> u16 {
        u16::try_from(self.0.len()).unwrap_or(u16::MAX)
    }
}

impl FromIterator<Place> for Places {
    fn from_iter<I: IntoIterator<Item = Place>>(places: I) -> Self {
        let mut places: Vec<Place> = places.into_iter().collect();
        places.sort_unstable();
        places.dedup();
        Self(places)
    }
}

/// A time with its bookings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSlot {
    /// The time itself.
    pub slot: Slot,
    /// The places taken by live bookings.
    pub held: Places,
    /// Whether its free places are on offer. False when the time is no longer within the opening hours.
    pub open: bool,
}

impl CalendarSlot {
    /// Whether one more patient can have this time, by [`Slot::availability`].
    #[must_use]
    pub fn availability(&self, now: DateTime<Utc>) -> Availability {
        self.slot.availability(self.held.count(), self.open, now)
    }

    /// Whether a patient has booked it, it is outside the opening hours, and it has not begun. Staff must
    /// move or cancel such a booking.
    #[must_use]
    pub fn is_conflict(&self, now: DateTime<Utc>) -> bool {
        !self.open && self.held.count() > 0 && self.slot.start > now
    }

    /// The number of places that staff can give to a patient.
    #[must_use]
    pub fn free_places(&self, now: DateTime<Utc>) -> u32 {
        if self.availability(now).is_free_for_staff() {
            u32::from(self.slot.capacity.get() - self.held.count())
        } else {
            0
        }
    }
}

/// The times of one timebook that start after an instant ([`Calendar::since`]), by date.
///
/// It is a copy of what is stored and may be slightly out of date, so a request for a time that is free here
/// can still be refused because the time is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    published: bool,
    since: DateTime<Utc>,
    days: BTreeMap<NaiveDate, Arc<Day>>,
    dates: Arc<HashMap<SlotId, NaiveDate>>,
}

/// The times of one date, in order of start, with counts that treat all of them as future times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Day {
    slots: Vec<CalendarSlot>,
    free_places: u32,
    conflicts: u32,
    windows: Windows,
}

/// When the booking windows of a day's times open and close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Windows {
    first_opens: DateTime<Utc>,
    last_opens: DateTime<Utc>,
    first_closes: DateTime<Utc>,
}

/// The windows of no times: open at every instant.
impl Default for Windows {
    fn default() -> Self {
        let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        Self { first_opens: last, last_opens: first, first_closes: last }
    }
}

impl Windows {
    fn of(slots: &[CalendarSlot]) -> Self {
        slots.iter().map(|slot| slot.slot.window).fold(Self::default(), |all, window| Self {
            first_opens: all.first_opens.min(window.opens),
            last_opens: all.last_opens.max(window.opens),
            first_closes: all.first_closes.min(window.closes),
        })
    }

    /// Whether patients may request each of the times.
    fn are_all_open(self, now: DateTime<Utc>) -> bool {
        self.last_opens <= now && now < self.first_closes
    }

    /// Whether none has been released.
    fn are_all_to_come(self, now: DateTime<Utc>) -> bool {
        now < self.first_opens
    }
}

/// An instant before any time. A time with a place for staff at this instant has it until it begins.
const BEFORE_ALL: DateTime<Utc> = DateTime::<Utc>::MIN_UTC;

impl Calendar {
    /// A calendar with these times. Times that do not start after `since` are left out.
    #[must_use]
    pub fn new(published: bool, since: DateTime<Utc>, slots: impl IntoIterator<Item = CalendarSlot>) -> Self {
        let mut days: BTreeMap<NaiveDate, Day> = BTreeMap::new();
        let mut dates = HashMap::new();
        for slot in slots.into_iter().filter(|slot| slot.slot.start > since) {
            dates.insert(slot.slot.id, slot.slot.date);
            days.entry(slot.slot.date).or_default().slots.push(slot);
        }
        for day in days.values_mut() {
            day.slots.sort_by_key(|slot| (slot.slot.start, slot.slot.id));
            day.slots.dedup_by_key(|slot| slot.slot.id);
            day.count();
        }
        let days = days.into_iter().map(|(date, day)| (date, Arc::new(day))).collect();
        Self { published, since, days, dates: Arc::new(dates) }
    }

    /// Times that start at or before this instant are not in the calendar. Answers are complete for every
    /// `now` at or after it.
    #[must_use]
    pub const fn since(&self) -> DateTime<Utc> {
        self.since
    }

    /// The number of times.
    #[must_use]
    pub fn len(&self) -> usize {
        self.dates.len()
    }

    /// Whether there are no times.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.dates.is_empty()
    }

    /// Every time, by date and start.
    pub fn slots(&self) -> impl Iterator<Item = &CalendarSlot> {
        self.days.values().flat_map(|day| &day.slots)
    }

    /// One time, free or not.
    #[must_use]
    pub fn slot(&self, id: SlotId) -> Option<&CalendarSlot> {
        self.day_of(id)?.slots.iter().find(|slot| slot.slot.id == id)
    }

    /// The dates with a free time for patients, in order. Empty while the timebook is not published.
    #[must_use]
    pub fn free_days(&self, dates: RangeInclusive<NaiveDate>, now: DateTime<Utc>) -> Vec<NaiveDate> {
        if dates.is_empty() {
            return Vec::new();
        }
        self.shown()
            .range(dates)
            .filter(|(_, day)| day.is_free_for_patients(now))
            .map(|(date, _)| *date)
            .collect()
    }

    /// The first date, `from` or later, with a free time for patients.
    #[must_use]
    pub fn next_free_day(&self, from: NaiveDate, now: DateTime<Utc>) -> Option<NaiveDate> {
        self.shown().range(from..).find(|(_, day)| day.is_free_for_patients(now)).map(|(date, _)| *date)
    }

    /// When patients can next request a free time that they cannot request yet. `None` while the timebook is not
    /// published, and if there is no such time.
    #[must_use]
    pub fn next_release(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let waiting = |slot: &&CalendarSlot| slot.availability(now) == Availability::NotReleased;
        let windows =
            self.shown().values().flat_map(|day| &day.slots).filter(waiting).map(|slot| slot.slot.window);
        windows.filter(|window| window.opens < window.closes).map(|window| window.opens).min()
    }

    /// The times of a date that a patient can request, in order.
    pub fn free_slots(&self, date: NaiveDate, now: DateTime<Utc>) -> impl Iterator<Item = &Slot> {
        let slots = self.shown().get(&date).map_or(&[][..], |day| &day.slots);
        slots.iter().filter(move |slot| slot.availability(now).is_free_for_patients()).map(|slot| &slot.slot)
    }

    /// The number of free places of all future times, published and released or not.
    #[must_use]
    pub fn free_places(&self, now: DateTime<Utc>) -> u32 {
        self.days.values().map(|day| day.free_places(now)).sum()
    }

    /// The start of the first future time with a free place, published and released or not.
    #[must_use]
    pub fn first_free(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let day = self.days.values().find(|day| day.free_places(now) > 0)?;
        day.slots.iter().find(|slot| slot.free_places(now) > 0).map(|slot| slot.slot.start)
    }

    /// The number of future times that are booked but outside the opening hours.
    #[must_use]
    pub fn conflicts(&self, now: DateTime<Utc>) -> u32 {
        self.days.values().map(|day| day.conflicts(now)).sum()
    }

    /// Adds a time, or replaces what is known of it.
    pub fn put(&mut self, slot: CalendarSlot) {
        if slot.slot.start <= self.since {
            return;
        }
        let (id, date) = (slot.slot.id, slot.slot.date);
        if self.dates.get(&id) != Some(&date) {
            self.remove(id);
            Arc::make_mut(&mut self.dates).insert(id, date);
        }
        let day = Arc::make_mut(self.days.entry(date).or_default());
        day.slots.retain(|known| known.slot.id != id);
        let place = day
            .slots
            .partition_point(|known| (known.slot.start, known.slot.id) < (slot.slot.start, slot.slot.id));
        day.slots.insert(place, slot);
        day.count();
    }

    /// Removes a time.
    pub fn remove(&mut self, id: SlotId) {
        let Some(date) = self.dates.get(&id).copied() else { return };
        Arc::make_mut(&mut self.dates).remove(&id);
        if let Some(day) = self.days.get_mut(&date).map(Arc::make_mut) {
            day.slots.retain(|known| known.slot.id != id);
            day.count();
            if day.slots.is_empty() {
                self.days.remove(&date);
            }
        }
    }

    /// Marks a place of a time as taken.
    pub fn take_place(&mut self, id: SlotId, place: Place) {
        self.hold(id, |slot| slot.held.insert(place));
    }

    /// Marks every place of a time as taken.
    pub fn fill(&mut self, id: SlotId) {
        self.hold(id, |slot| {
            (1..=slot.slot.capacity.get()).filter_map(Place::new).for_each(|place| slot.held.insert(place))
        });
    }

    /// Changes the taken places of a time and updates the counts of its day.
    fn hold(&mut self, id: SlotId, hold: impl FnOnce(&mut CalendarSlot)) {
        let Some(date) = self.dates.get(&id) else { return };
        let Some(day) = self.days.get_mut(date).map(Arc::make_mut) else { return };
        let Some(slot) = day.slots.iter_mut().find(|slot| slot.slot.id == id) else { return };
        let (places, conflict) = (slot.free_places(BEFORE_ALL), slot.is_conflict(BEFORE_ALL));
        hold(slot);
        day.free_places = day.free_places - places + slot.free_places(BEFORE_ALL);
        day.conflicts = day.conflicts - u32::from(conflict) + u32::from(slot.is_conflict(BEFORE_ALL));
    }

    fn day_of(&self, id: SlotId) -> Option<&Day> {
        self.days.get(self.dates.get(&id)?).map(Arc::as_ref)
    }

    /// The days that patients see: none while the timebook is not published.
    fn shown(&self) -> &BTreeMap<NaiveDate, Arc<Day>> {
        static NOTHING: BTreeMap<NaiveDate, Arc<Day>> = BTreeMap::new();
        if self.published { &self.days } else { &NOTHING }
    }
}

impl Day {
    /// Counts all times of the day again.
    fn count(&mut self) {
        self.free_places = self.slots.iter().map(|slot| slot.free_places(BEFORE_ALL)).sum();
        let conflicts = self.slots.iter().filter(|slot| slot.is_conflict(BEFORE_ALL)).count();
        self.conflicts = u32::try_from(conflicts).unwrap_or(u32::MAX);
        self.windows = Windows::of(&self.slots);
    }

    /// Whether the counts are valid: none of the day's times has begun.
    fn is_to_come(&self, now: DateTime<Utc>) -> bool {
        self.slots.first().is_none_or(|first| first.slot.start > now)
    }

    /// Whether a patient can request one of the times.
    fn is_free_for_patients(&self, now: DateTime<Utc>) -> bool {
        if self.free_places == 0 || self.windows.are_all_to_come(now) {
            return false;
        }
        self.windows.are_all_open(now)
            || self.slots.iter().any(|slot| slot.availability(now).is_free_for_patients())
    }

    fn free_places(&self, now: DateTime<Utc>) -> u32 {
        if self.is_to_come(now) {
            return self.free_places;
        }
        self.slots.iter().map(|slot| slot.free_places(now)).sum()
    }

    fn conflicts(&self, now: DateTime<Utc>) -> u32 {
        if self.is_to_come(now) {
            return self.conflicts;
        }
        let conflicts = self.slots.iter().filter(|slot| slot.is_conflict(now)).count();
        u32::try_from(conflicts).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests;

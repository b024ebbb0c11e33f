//! What is free in one timebook, held in memory: the answers of month view, day view and set-up.
//!
//! Every answer asks the one rule of availability, [`Slot::is_free`]. Free places of each day are
//! counted as they change, so that a month costs a look at each of its days, not at each of its times.
//! A copy shares what has not changed, day by day.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use crate::id::SlotId;
use crate::schedule::Slot;
use crate::status::Place;

/// Some places of a time. To put one in twice is to put it in once, so that the same news may come twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places(Vec<Place>);

impl Places {
    /// Puts a place in.
    pub fn insert(&mut self, place: Place) {
        if let Err(index) = self.0.binary_search(&place) {
            self.0.insert(index, place);
        }
    }

    /// How many there are.
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

/// A time and what stands of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarSlot {
    /// The time.
    pub slot: Slot,
    /// The places of it that live bookings hold.
    pub held: Places,
    /// Whether its free places are on offer; not so when the opening hours no longer hold it.
    pub open: bool,
}

impl CalendarSlot {
    /// [`Slot::is_free`].
    #[must_use]
    pub fn is_free(&self, now: DateTime<Utc>) -> bool {
        self.slot.is_free(self.held.count(), self.open, now)
    }

    /// Whether a patient holds it though the opening hours no longer do, and it has not begun: staff must
    /// move or cancel it.
    #[must_use]
    pub fn is_conflict(&self, now: DateTime<Utc>) -> bool {
        !self.open && self.held.count() > 0 && self.slot.start > now
    }

    /// The places that a patient can ask for.
    #[must_use]
    pub fn free_places(&self, now: DateTime<Utc>) -> u32 {
        if self.is_free(now) { u32::from(self.slot.capacity.get() - self.held.count()) } else { 0 }
    }
}

/// The times of one timebook that start after an instant ([`Calendar::since`]), by date.
///
/// It is a copy of what is stored, and may be late: whoever asks for a time on its word may be told that
/// it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    published: bool,
    since: DateTime<Utc>,
    days: BTreeMap<NaiveDate, Arc<Day>>,
    dates: Arc<HashMap<SlotId, NaiveDate>>,
}

/// The times of one date, in order of start, and what is counted of them as if none had begun.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Day {
    slots: Vec<CalendarSlot>,
    free_places: u32,
    conflicts: u32,
}

/// Before any time: what is free then is free until it begins.
const BEFORE_ALL: DateTime<Utc> = DateTime::<Utc>::MIN_UTC;

impl Calendar {
    /// The calendar of these times. Those that do not start after `since` are left out.
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

    /// Times that start at or before this instant are not in it. An answer is whole for every `now` from
    /// here on.
    #[must_use]
    pub const fn since(&self) -> DateTime<Utc> {
        self.since
    }

    /// How many times are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.dates.len()
    }

    /// Whether it holds no time at all.
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

    /// The dates on which a patient finds a free time, in order; none while it is not published.
    #[must_use]
    pub fn free_days(&self, dates: RangeInclusive<NaiveDate>, now: DateTime<Utc>) -> Vec<NaiveDate> {
        if dates.is_empty() {
            return Vec::new();
        }
        self.shown().range(dates).filter(|(_, day)| day.is_free(now)).map(|(date, _)| *date).collect()
    }

    /// The first date, `from` or later, on which a patient finds a free time.
    #[must_use]
    pub fn next_free_day(&self, from: NaiveDate, now: DateTime<Utc>) -> Option<NaiveDate> {
        self.shown().range(from..).find(|(_, day)| day.is_free(now)).map(|(date, _)| *date)
    }

    /// The times of a date that a patient can ask for, in order.
    pub fn free_slots(&self, date: NaiveDate, now: DateTime<Utc>) -> impl Iterator<Item = &Slot> {
        let slots = self.shown().get(&date).map_or(&[][..], |day| &day.slots);
        slots.iter().filter(move |slot| slot.is_free(now)).map(|slot| &slot.slot)
    }

    /// The free places of all coming times, published or not.
    #[must_use]
    pub fn free_places(&self, now: DateTime<Utc>) -> u32 {
        self.days.values().map(|day| day.free_places(now)).sum()
    }

    /// The start of the first coming time with a free place, published or not.
    #[must_use]
    pub fn first_free(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let day = self.days.values().find(|day| day.is_free(now))?;
        day.slots.iter().find(|slot| slot.is_free(now)).map(|slot| slot.slot.start)
    }

    /// The coming times that are held though the opening hours no longer have them.
    #[must_use]
    pub fn conflicts(&self, now: DateTime<Utc>) -> u32 {
        self.days.values().map(|day| day.conflicts(now)).sum()
    }

    /// Puts a time in as it stands now, over what was known of it.
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

    /// Takes a time out.
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

    /// Notes that a place of a time is held.
    pub fn take_place(&mut self, id: SlotId, place: Place) {
        self.hold(id, |slot| slot.held.insert(place));
    }

    /// Notes that a time has no free place, whatever was known of it.
    pub fn fill(&mut self, id: SlotId) {
        self.hold(id, |slot| {
            (1..=slot.slot.capacity.get()).filter_map(Place::new).for_each(|place| slot.held.insert(place))
        });
    }

    /// Changes what is held of a time, and the counts of its day by the difference.
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

    /// What patients see.
    fn shown(&self) -> &BTreeMap<NaiveDate, Arc<Day>> {
        static NOTHING: BTreeMap<NaiveDate, Arc<Day>> = BTreeMap::new();
        if self.published { &self.days } else { &NOTHING }
    }
}

impl Day {
    /// Counts anew.
    fn count(&mut self) {
        self.free_places = self.slots.iter().map(|slot| slot.free_places(BEFORE_ALL)).sum();
        let conflicts = self.slots.iter().filter(|slot| slot.is_conflict(BEFORE_ALL)).count();
        self.conflicts = u32::try_from(conflicts).unwrap_or(u32::MAX);
    }

    /// Whether the counts hold: none of its times has begun.
    fn is_to_come(&self, now: DateTime<Utc>) -> bool {
        self.slots.first().is_none_or(|first| first.slot.start > now)
    }

    fn is_free(&self, now: DateTime<Utc>) -> bool {
        self.free_places > 0 && (self.is_to_come(now) || self.slots.iter().any(|slot| slot.is_free(now)))
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

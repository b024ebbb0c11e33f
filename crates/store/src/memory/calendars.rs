//! The cache of timebooks' calendars.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use clinic::StoreError;
use hashlink::LruCache;
use timebook::{Calendar, CalendarSlot, ClinicId, Place, SlotId};
use tokio::sync::Mutex as AsyncMutex;

use super::changes::{CalendarKey, Changes, StoredSlot};

/// The most slots in all cached calendars together. A slot takes about 150 bytes; a timebook of eight weeks
/// has some 1,500.
const MOST_SLOTS: usize = 500_000;

/// The most cached timebooks, empty ones included.
const MOST_TIMEBOOKS: usize = 10_000;

/// The most changes recorded while a calendar is read. After more the calendar is not cached and the next
/// caller reads it again.
const MOST_CHANGES: usize = 10_000;

/// A calendar includes the times that start up to this long before it was read, for programs whose clocks are
/// behind.
const BACK: TimeDelta = TimeDelta::hours(1);

/// Cached calendars; the least recently used are dropped first.
pub(crate) struct Calendars(Mutex<Kept>);

struct Kept {
    entries: LruCache<CalendarKey, Entry>,
    /// The number of slots in all calendars together.
    slots: usize,
    most_slots: usize,
    listening: bool,
    readings: u64,
}

#[derive(Default)]
struct Entry {
    calendar: Option<Arc<Calendar>>,
    /// While it is read: the number of the read, and what has changed since it began.
    reading: Option<(u64, Vec<CalendarChange>)>,
    /// One caller reads, the others wait for its result.
    read_lock: Arc<AsyncMutex<()>>,
}

/// A change of a calendar. Applying a change twice, or one that was already read, changes nothing.
#[derive(Clone)]
enum CalendarChange {
    PlaceTaken(SlotId, Place),
    SlotFilled(SlotId),
    SlotStored(CalendarSlot),
}

impl CalendarChange {
    fn apply(self, calendar: &mut Calendar) {
        match self {
            Self::PlaceTaken(slot, place) => calendar.take_place(slot, place),
            Self::SlotFilled(slot) => calendar.fill(slot),
            Self::SlotStored(slot) => calendar.put(slot),
        }
    }
}

impl Calendars {
    pub(super) fn new(listening: bool) -> Self {
        Self::with_room(MOST_SLOTS, listening)
    }

    fn with_room(most_slots: usize, listening: bool) -> Self {
        let entries = LruCache::new_unbounded();
        Self(Mutex::new(Kept { entries, slots: 0, most_slots, listening, readings: 0 }))
    }

    /// The calendar of a timebook, complete from `now` on. If it is not cached, `read` is called with the
    /// instant from which to read it, and returns `None` when there is no such timebook.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) async fn get<R: Future<Output = Result<Option<Calendar>, StoreError>>>(
        &self,
        key: CalendarKey,
        now: DateTime<Utc>,
        read: impl FnOnce(DateTime<Utc>) -> R,
    ) -> Result<Arc<Calendar>, StoreError> {
        let read_lock = {
            let mut kept = self.lock();
            if let Some(calendar) = kept.calendar(key, now) {
                return Ok(calendar);
            }
            kept.read_lock(key)
        };
        let _guard = read_lock.lock().await;
        let reading = {
            let mut kept = self.lock();
            if let Some(calendar) = kept.calendar(key, now) {
                return Ok(calendar);
            }
            kept.begin(key)
        };
        let since = now - BACK;
        match read(since).await? {
            Some(calendar) => Ok(self.lock().end(key, reading, calendar)),
            None => {
                self.lock().forget(key);
                Ok(Arc::new(Calendar::new(false, since, [])))
            }
        }
    }

    /// Applies the saved changes, except [`Changes::to_read`].
    pub(super) fn follow(&self, changes: &Changes) {
        let mut kept = self.lock();
        for (slot, place) in &changes.taken {
            kept.apply(slot.calendar(), CalendarChange::PlaceTaken(slot.slot, *place));
        }
        for slot in &changes.filled {
            kept.apply(slot.calendar(), CalendarChange::SlotFilled(slot.slot));
        }
        for key in &changes.timebooks {
            kept.forget(*key);
        }
    }

    /// Updates slots to their stored state.
    pub(super) fn put(&self, slots: Vec<StoredSlot>) {
        let mut kept = self.lock();
        for StoredSlot { clinic, slot } in slots {
            kept.apply((clinic, slot.slot.timebook), CalendarChange::SlotStored(slot));
        }
    }

    /// Whether a timebook's calendar is cached or being read; changes of others are ignored.
    pub(super) fn wants(&self, key: CalendarKey) -> bool {
        self.lock()
            .entries
            .peek(&key)
            .is_some_and(|entry| entry.calendar.is_some() || entry.reading.is_some())
    }

    pub(super) fn forget_one(&self, key: CalendarKey) {
        self.lock().forget(key);
    }

    pub(super) fn forget_clinic(&self, clinic: ClinicId) {
        let mut kept = self.lock();
        let keys: Vec<CalendarKey> =
            kept.entries.iter().map(|(key, _)| *key).filter(|key| key.0 == clinic).collect();
        keys.into_iter().for_each(|key| kept.forget(key));
    }

    pub(super) fn forget(&self) {
        let mut kept = self.lock();
        kept.entries.clear();
        kept.slots = 0;
    }

    pub(super) fn set_listening(&self, listening: bool) {
        self.forget();
        self.lock().listening = listening;
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn calendar(&mut self, key: CalendarKey, now: DateTime<Utc>) -> Option<Arc<Calendar>> {
        let calendar = self.entries.get(&key)?.calendar.as_ref()?;
        (calendar.since() <= now).then(|| Arc::clone(calendar))
    }

    fn read_lock(&mut self, key: CalendarKey) -> Arc<AsyncMutex<()>> {
        let read_lock = Arc::clone(&self.entries.entry(key).or_insert_with(Entry::default).read_lock);
        self.make_room();
        read_lock
    }

    /// Starts a read: from now on changes are recorded for this calendar.
    fn begin(&mut self, key: CalendarKey) -> u64 {
        self.readings += 1;
        let entry = self.entries.entry(key).or_insert_with(Entry::default);
        entry.reading = Some((self.readings, Vec::new()));
        self.readings
    }

    /// Ends a read: caches the calendar with the changes since, unless all of it may have changed.
    fn end(&mut self, key: CalendarKey, reading: u64, mut calendar: Calendar) -> Arc<Calendar> {
        let Some(entry) = self.entries.get_mut(&key) else { return Arc::new(calendar) };
        let Some((_, changes)) = entry.reading.take_if(|(number, _)| *number == reading) else {
            return Arc::new(calendar);
        };
        changes.into_iter().for_each(|change| change.apply(&mut calendar));
        let calendar = Arc::new(calendar);
        if self.listening {
            let before = entry.calendar.replace(Arc::clone(&calendar));
            self.slots = self.slots + calendar.len() - before.map_or(0, |before| before.len());
            self.make_room();
        }
        calendar
    }

    fn make_room(&mut self) {
        while (self.slots > self.most_slots || self.entries.len() > MOST_TIMEBOOKS)
            && let Some((_, entry)) = self.entries.remove_lru()
        {
            self.slots -= entry.calendar.map_or(0, |calendar| calendar.len());
        }
    }

    fn apply(&mut self, key: CalendarKey, change: CalendarChange) {
        let Some(entry) = self.entries.peek_mut(&key) else { return };
        if let Some((_, waiting)) = &mut entry.reading {
            waiting.push(change.clone());
            if waiting.len() > MOST_CHANGES {
                entry.reading = None;
            }
        }
        if let Some(calendar) = &mut entry.calendar {
            self.slots -= calendar.len();
            change.apply(Arc::make_mut(calendar));
            self.slots += calendar.len();
        }
    }

    fn forget(&mut self, key: CalendarKey) {
        if let Some(entry) = self.entries.remove(&key) {
            self.slots -= entry.calendar.map_or(0, |calendar| calendar.len());
        }
    }
}

#[cfg(test)]
mod tests;

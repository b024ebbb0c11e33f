//! The calendars of timebooks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use clinic::StoreError;
use hashlink::LruCache;
use timebook::{Calendar, CalendarSlot, ClinicId, Place, SlotId};
use tokio::sync::Mutex as Turns;

use super::changes::{CalendarKey, Changes, StoredSlot};

/// Times in all calendars together. One takes about 150 bytes; a timebook of eight weeks has some 1,500.
const MOST_SLOTS: usize = 500_000;

/// Timebooks at most, empty ones included.
const MOST_TIMEBOOKS: usize = 10_000;

/// Changes that may come while a calendar is read; after more it is read again for the next who asks.
const MOST_NEWS: usize = 10_000;

/// A calendar holds the times that start up to so much before it was read, for those whose clocks are
/// behind.
const BACK: TimeDelta = TimeDelta::hours(1);

/// Calendars, those that were not asked for lately forgotten first.
pub(crate) struct Calendars(Mutex<Kept>);

struct Kept {
    entries: LruCache<CalendarKey, Entry>,
    /// In all calendars together.
    slots: usize,
    most_slots: usize,
    listening: bool,
    readings: u64,
}

#[derive(Default)]
struct Entry {
    calendar: Option<Arc<Calendar>>,
    /// While it is read: by which reading, and what has changed since that began.
    reading: Option<(u64, Vec<News>)>,
    /// One reads, the others wait for what they read.
    turn: Arc<Turns<()>>,
}

/// A change of a calendar. The same news twice, and news that was read already, change nothing.
#[derive(Clone)]
enum News {
    Taken(SlotId, Place),
    Filled(SlotId),
    Stands(CalendarSlot),
}

impl News {
    fn tell(self, calendar: &mut Calendar) {
        match self {
            Self::Taken(slot, place) => calendar.take_place(slot, place),
            Self::Filled(slot) => calendar.fill(slot),
            Self::Stands(slot) => calendar.put(slot),
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

    /// The calendar of a timebook, whole from `now` on. `read` is given the instant from which to read it,
    /// when it is not kept, and finds none when there is no such timebook.
    ///
    /// # Errors
    /// Those of `read`.
    pub(crate) async fn get<R: Future<Output = Result<Option<Calendar>, StoreError>>>(
        &self,
        key: CalendarKey,
        now: DateTime<Utc>,
        read: impl FnOnce(DateTime<Utc>) -> R,
    ) -> Result<Arc<Calendar>, StoreError> {
        let turn = {
            let mut kept = self.lock();
            if let Some(calendar) = kept.calendar(key, now) {
                return Ok(calendar);
            }
            kept.turn(key)
        };
        let _turn = turn.lock().await;
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

    /// Follows what has been saved, all but [`Changes::to_read`].
    pub(super) fn follow(&self, changes: &Changes) {
        let mut kept = self.lock();
        for (slot, place) in &changes.taken {
            kept.tell(slot.calendar(), News::Taken(slot.slot, *place));
        }
        for slot in &changes.filled {
            kept.tell(slot.calendar(), News::Filled(slot.slot));
        }
        for key in &changes.timebooks {
            kept.forget(*key);
        }
    }

    /// Notes how times stand now.
    pub(super) fn put(&self, slots: Vec<StoredSlot>) {
        let mut kept = self.lock();
        for StoredSlot { clinic, slot } in slots {
            kept.tell((clinic, slot.slot.timebook), News::Stands(slot));
        }
    }

    /// Whether a timebook's calendar is kept or is being read: news of others is of no use.
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

    fn turn(&mut self, key: CalendarKey) -> Arc<Turns<()>> {
        let turn = Arc::clone(&self.entries.entry(key).or_insert_with(Entry::default).turn);
        self.make_room();
        turn
    }

    /// From here on, changes are noted for the calendar that is being read.
    fn begin(&mut self, key: CalendarKey) -> u64 {
        self.readings += 1;
        let entry = self.entries.entry(key).or_insert_with(Entry::default);
        entry.reading = Some((self.readings, Vec::new()));
        self.readings
    }

    /// Keeps what was read, with what has changed since, unless the whole of it may have changed.
    fn end(&mut self, key: CalendarKey, reading: u64, mut calendar: Calendar) -> Arc<Calendar> {
        let Some(entry) = self.entries.get_mut(&key) else { return Arc::new(calendar) };
        let Some((_, news)) = entry.reading.take_if(|(number, _)| *number == reading) else {
            return Arc::new(calendar);
        };
        news.into_iter().for_each(|news| news.tell(&mut calendar));
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

    fn tell(&mut self, key: CalendarKey, news: News) {
        let Some(entry) = self.entries.peek_mut(&key) else { return };
        if let Some((_, waiting)) = &mut entry.reading {
            waiting.push(news.clone());
            if waiting.len() > MOST_NEWS {
                entry.reading = None;
            }
        }
        if let Some(calendar) = &mut entry.calendar {
            self.slots -= calendar.len();
            news.tell(Arc::make_mut(calendar));
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

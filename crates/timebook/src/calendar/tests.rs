use std::collections::BTreeSet;

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::bounded::Capacity;
use crate::civil::oslo_date;
use crate::id::TimebookId;
use crate::window::BookingWindow;

/// Tuesday 21 January 2025, 09:00 in Oslo.
fn morning() -> DateTime<Utc> {
    "2025-01-21T08:00:00Z".parse().expect("an instant")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn january() -> RangeInclusive<NaiveDate> {
    day("2025-01-01")..=day("2025-01-31")
}

/// An open time without bookings that starts `minutes` after [`morning`].
fn time(id: u128, minutes: i64, capacity: u16) -> CalendarSlot {
    let start = morning() + TimeDelta::minutes(minutes);
    let slot = Slot {
        id: SlotId::new(Uuid::from_u128(id)),
        timebook: TimebookId::new(Uuid::nil()),
        date: oslo_date(start),
        start,
        end: start + TimeDelta::minutes(15),
        capacity: Capacity::new(capacity).expect("a capacity"),
        window: BookingWindow::until(start),
    };
    CalendarSlot { slot, held: Places::default(), open: true }
}

fn place(number: u16) -> Place {
    Place::new(number).expect("a place")
}

fn places(count: u16) -> Places {
    (1..=count).map(place).collect()
}

fn ids<'s>(slots: impl Iterator<Item = &'s Slot>) -> Vec<u128> {
    slots.map(|slot| slot.id.uuid().as_u128()).collect()
}

#[test]
fn free_times_are_found_by_month_day_and_first() {
    let next_week = 7 * 24 * 60;
    let slots = [time(1, 60, 1), time(2, 30, 2), time(3, next_week, 1)];
    let calendar = Calendar::new(true, morning(), slots);
    let (today, later) = (day("2025-01-21"), day("2025-01-28"));
    assert_eq!(calendar.free_days(january(), morning()), [today, later]);
    assert_eq!(calendar.next_free_day(day("2025-01-22"), morning()), Some(later));
    assert_eq!(ids(calendar.free_slots(today, morning())), [2, 1]);
    assert_eq!(calendar.free_places(morning()), 4);
    assert_eq!(calendar.first_free(morning()), Some(morning() + TimeDelta::minutes(30)));
}

#[test]
fn an_empty_calendar_says_so() {
    let mut calendar = Calendar::new(true, morning(), []);
    assert!(calendar.is_empty());
    calendar.put(time(1, 60, 1));
    assert!(!calendar.is_empty());
    calendar.remove(SlotId::new(Uuid::from_u128(1)));
    assert!(calendar.is_empty());
}

#[test]
fn a_calendar_that_is_not_published_shows_nothing_and_counts_all() {
    let calendar = Calendar::new(false, morning(), [time(1, 60, 3)]);
    let today = day("2025-01-21");
    assert_eq!(calendar.free_days(january(), morning()), []);
    assert_eq!(calendar.next_free_day(today, morning()), None);
    assert_eq!(calendar.free_slots(today, morning()).count(), 0);
    assert_eq!(calendar.free_places(morning()), 3);
    assert_eq!(calendar.first_free(morning()), Some(morning() + TimeDelta::hours(1)));
    assert!(calendar.slot(SlotId::new(Uuid::from_u128(1))).is_some());
}

#[test]
fn a_time_that_has_begun_is_not_free() {
    let calendar = Calendar::new(true, morning(), [time(1, 30, 1), time(2, 60, 1)]);
    let at = |minutes| morning() + TimeDelta::minutes(minutes);
    let today = day("2025-01-21");
    assert_eq!(ids(calendar.free_slots(today, at(30))), [2]);
    assert_eq!((calendar.free_places(at(30)), calendar.first_free(at(30))), (1, Some(at(60))));
    assert_eq!(calendar.free_days(january(), at(59)), [today]);
    assert_eq!(calendar.free_days(january(), at(60)), []);
}

#[test]
fn patients_see_a_time_only_within_its_window_and_staff_until_it_begins() {
    let at = |minutes| morning() + TimeDelta::minutes(minutes);
    let mut time = time(1, 60, 2);
    time.slot.window = BookingWindow { opens: at(10), closes: at(40) };
    let calendar = Calendar::new(true, morning(), [time]);
    let today = day("2025-01-21");
    for (now, availability, days) in [
        (at(9), Availability::NotReleased, vec![]),
        (at(10), Availability::Free, vec![today]),
        (at(39), Availability::Free, vec![today]),
        (at(40), Availability::TooLate, vec![]),
        (at(59), Availability::TooLate, vec![]),
    ] {
        let found = calendar.slots().next().map(|slot| slot.availability(now));
        assert_eq!(found, Some(availability), "{now}");
        assert_eq!(calendar.free_days(january(), now), days, "{now}");
        let release = (availability == Availability::NotReleased).then_some(at(10));
        assert_eq!(calendar.next_release(now), release, "{now}");
        assert_eq!(calendar.free_slots(today, now).count(), days.len(), "{now}");
        assert_eq!((calendar.free_places(now), calendar.first_free(now)), (2, Some(at(60))), "{now}");
    }
    assert_eq!((calendar.free_places(at(60)), calendar.first_free(at(60))), (0, None));
}

#[test]
fn the_next_release_is_of_a_free_time_that_patients_will_see() {
    let at = |minutes| morning() + TimeDelta::minutes(minutes);
    let opening = |id, opens| {
        let mut time = time(id, 60, 1);
        time.slot.window = BookingWindow { opens: at(opens), closes: at(50) };
        time
    };
    let taken = CalendarSlot { held: places(1), ..opening(1, 5) };
    let never = opening(2, 50);
    let slots = [taken, never.clone(), opening(3, 20), opening(4, 10)];
    assert_eq!(Calendar::new(true, morning(), slots.clone()).next_release(morning()), Some(at(10)));
    assert_eq!(Calendar::new(true, morning(), slots.clone()).next_release(at(10)), Some(at(20)));
    assert_eq!(Calendar::new(false, morning(), slots).next_release(morning()), None);
    assert_eq!(Calendar::new(true, morning(), [never]).next_release(morning()), None);
}

#[test]
fn a_copy_is_not_changed_with_the_original() {
    let mut calendar = Calendar::new(true, morning(), [time(1, 30, 2), time(2, 24 * 60, 1)]);
    let copy = calendar.clone();
    calendar.take_place(SlotId::new(Uuid::from_u128(1)), place(1));
    calendar.remove(SlotId::new(Uuid::from_u128(2)));
    assert_eq!((calendar.free_places(morning()), calendar.len()), (1, 1));
    assert_eq!((copy.free_places(morning()), copy.len()), (3, 2));
}

#[test]
fn a_held_time_that_is_closed_is_a_conflict() {
    let mut calendar = Calendar::new(true, morning(), [time(1, 30, 2)]);
    calendar.put(CalendarSlot { open: false, ..time(1, 30, 2) });
    assert_eq!(calendar.conflicts(morning()), 0);
    calendar.take_place(SlotId::new(Uuid::from_u128(1)), place(1));
    assert_eq!(calendar.conflicts(morning()), 1);
    assert_eq!(calendar.conflicts(morning() + TimeDelta::minutes(30)), 0);
}

#[test]
fn a_place_is_counted_once() {
    let mut calendar = Calendar::new(true, morning(), [time(1, 30, 3)]);
    for number in [2, 2, 1, 2] {
        calendar.take_place(SlotId::new(Uuid::from_u128(1)), place(number));
    }
    assert_eq!(calendar.free_places(morning()), 1);
    assert_eq!(calendar.slots().next().map(|slot| &slot.held), Some(&places(2)));
    calendar.fill(SlotId::new(Uuid::from_u128(1)));
    assert_eq!(calendar.free_places(morning()), 0);
}

#[test]
fn an_empty_range_of_dates_has_no_days() {
    let calendar = Calendar::new(true, morning(), [time(1, 30, 2)]);
    assert_eq!(calendar.free_days(RangeInclusive::new(day("2025-02-01"), day("2025-01-01")), morning()), []);
}

/// One change of a calendar.
#[derive(Debug, Clone)]
enum Change {
    Put(CalendarSlot),
    Remove(u128),
    TakePlace(u128, Place),
    Fill(u128),
}

fn some_time() -> impl Strategy<Value = CalendarSlot> {
    // Few ids and few days, so that changes concern the same times. Some times lie before the calendar's
    // first instant. Half of them can be requested until they begin.
    let window = prop::option::of((-8_i64..4 * 96, 0_i64..96));
    (0_u128..12, -8_i64..4 * 96, 1_u16..4, 0_u16..5, any::<bool>(), window).prop_map(
        |(id, quarter, capacity, held, open, window)| {
            let mut time = time(id, quarter * 15, capacity);
            if let Some((opens, lead)) = window {
                time.slot.window = BookingWindow {
                    opens: morning() + TimeDelta::minutes(opens * 15),
                    closes: time.slot.start - TimeDelta::minutes(lead * 15),
                };
            }
            CalendarSlot { held: places(held), open, ..time }
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => some_time().prop_map(Change::Put),
        1 => (0_u128..12).prop_map(Change::Remove),
        3 => (0_u128..12, 1_u16..6).prop_map(|(id, number)| Change::TakePlace(id, place(number))),
        1 => (0_u128..12).prop_map(Change::Fill),
    ]
}

/// A simple calendar to compare with: a list that is searched from end to end.
struct Naive {
    published: bool,
    slots: Vec<CalendarSlot>,
}

impl Naive {
    fn change(&mut self, change: &Change) {
        let known = |id: u128| move |slot: &&mut CalendarSlot| slot.slot.id.uuid().as_u128() == id;
        match change {
            Change::Put(slot) => {
                if slot.slot.start > morning() {
                    self.slots.retain(|known| known.slot.id != slot.slot.id);
                    self.slots.push(slot.clone());
                }
            }
            Change::Remove(id) => self.slots.retain(|slot| slot.slot.id.uuid().as_u128() != *id),
            Change::TakePlace(id, place) => {
                self.slots.iter_mut().filter(known(*id)).for_each(|slot| slot.held.insert(*place));
            }
            Change::Fill(id) => self.slots.iter_mut().filter(known(*id)).for_each(|slot| {
                (1..=slot.slot.capacity.get()).for_each(|number| slot.held.insert(place(number)))
            }),
        }
        self.slots.sort_by_key(|slot| (slot.slot.start, slot.slot.id));
    }

    fn free(&self, now: DateTime<Utc>) -> impl Iterator<Item = &CalendarSlot> {
        self.slots.iter().filter(move |slot| slot.availability(now).is_free_for_patients())
    }

    fn free_for_staff(&self, now: DateTime<Utc>) -> impl Iterator<Item = &CalendarSlot> {
        self.slots.iter().filter(move |slot| slot.availability(now).is_free_for_staff())
    }

    fn free_days(&self, now: DateTime<Utc>) -> BTreeSet<NaiveDate> {
        self.free(now).filter(|_| self.published).map(|slot| slot.slot.date).collect()
    }
}

fn changed(calendar: &mut Calendar, change: &Change) {
    let id = |id: &u128| SlotId::new(Uuid::from_u128(*id));
    match change {
        Change::Put(slot) => calendar.put(slot.clone()),
        Change::Remove(slot) => calendar.remove(id(slot)),
        Change::TakePlace(slot, place) => calendar.take_place(id(slot), *place),
        Change::Fill(slot) => calendar.fill(id(slot)),
    }
}

proptest! {
    #[test]
    fn a_calendar_answers_as_the_list_of_its_times_does(
        published in any::<bool>(),
        first in proptest::collection::vec(some_time(), 0..8),
        changes in proptest::collection::vec(change(), 0..24),
        quarters in 0_i64..4 * 96,
        skip in 0_i64..5,
    ) {
        let mut naive = Naive { published, slots: Vec::new() };
        for slot in &first {
            naive.change(&Change::Put(slot.clone()));
        }
        let mut calendar = Calendar::new(published, morning(), naive.slots.clone());
        for change in &changes {
            naive.change(change);
            changed(&mut calendar, change);
        }
        // The updated calendar equals a new one made of the same times.
        prop_assert_eq!(&calendar, &Calendar::new(published, morning(), naive.slots.clone()));
        prop_assert!(calendar.slots().eq(&naive.slots));

        let now = morning() + TimeDelta::minutes(quarters * 15);
        let from = day("2025-01-21") + TimeDelta::days(skip);
        let days = naive.free_days(now);
        prop_assert_eq!(calendar.free_days(from..=day("2025-01-23"), now),
            days.range(from..).filter(|date| **date <= day("2025-01-23")).copied().collect::<Vec<_>>());
        prop_assert_eq!(calendar.next_free_day(from, now), days.range(from..).next().copied());
        let of_day: Vec<&Slot> = naive.free(now)
            .filter(|slot| published && slot.slot.date == from).map(|slot| &slot.slot).collect();
        prop_assert_eq!(calendar.free_slots(from, now).collect::<Vec<_>>(), of_day);
        prop_assert_eq!(calendar.free_places(now),
            naive.free_for_staff(now).map(|slot| slot.free_places(now)).sum::<u32>());
        prop_assert_eq!(calendar.first_free(now), naive.free_for_staff(now).next().map(|slot| slot.slot.start));
        let conflicts = naive.slots.iter().filter(|slot| slot.is_conflict(now)).count();
        prop_assert_eq!(calendar.conflicts(now) as usize, conflicts);
        for slot in &naive.slots {
            prop_assert_eq!(calendar.slot(slot.slot.id), Some(slot));
        }
    }
}

use std::cell::Cell;

use chrono::TimeDelta;
use clinic::{Committed, Transaction, Write};
use timebook::{BookingWindow, Capacity, Places, Slot, TimebookId, oslo_date};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::*;

fn morning() -> DateTime<Utc> {
    "2025-01-21T08:00:00Z".parse().unwrap()
}

/// The timebook with this number.
fn key(number: u128) -> CalendarKey {
    (ClinicId::new(Uuid::from_u128(1)), TimebookId::new(Uuid::from_u128(number)))
}

/// A calendar with `times` free times, an hour apart.
fn calendar(number: u128, times: u32) -> Calendar {
    let slot = |hour: u32| {
        let start = morning() + TimeDelta::hours(i64::from(hour));
        let slot = Slot {
            id: slot_id(number, hour),
            timebook: key(number).1,
            date: oslo_date(start),
            start,
            end: start + TimeDelta::minutes(15),
            capacity: Capacity::new(1).unwrap(),
            window: BookingWindow::until(start),
        };
        CalendarSlot { slot, held: Places::default(), open: true }
    };
    Calendar::new(true, morning() - BACK, (1..=times).map(slot))
}

fn slot_id(number: u128, hour: u32) -> SlotId {
    SlotId::new(Uuid::from_u128(number * 1000 + u128::from(hour)))
}

/// Applies the change that the first time of a timebook has been taken.
fn taken(calendars: &Calendars, number: u128) {
    let change = CalendarChange::PlaceTaken(slot_id(number, 1), Place::FIRST);
    calendars.lock().apply(key(number), change);
}

async fn free(calendars: &Calendars, number: u128, read: Option<Calendar>) -> u32 {
    let read = async move |_| Ok(Some(read.expect("it is kept")));
    calendars.get(key(number), morning(), read).await.unwrap().free_places(morning())
}

#[tokio::test]
async fn what_was_read_is_kept_and_follows_the_news() {
    let calendars = Calendars::new(true);
    taken(&calendars, 1);
    assert_eq!(free(&calendars, 1, Some(calendar(1, 3))).await, 3);
    taken(&calendars, 1);
    assert_eq!(free(&calendars, 1, None).await, 2);
    taken(&calendars, 1);
    assert_eq!(free(&calendars, 1, None).await, 2);
}

#[tokio::test]
async fn news_that_comes_while_it_is_read_is_not_lost() {
    let calendars = Calendars::new(true);
    let read = async |_| {
        // The tables are read before the commit, and the result arrives after it.
        let read = calendar(1, 3);
        taken(&calendars, 1);
        Ok(Some(read))
    };
    assert_eq!(calendars.get(key(1), morning(), read).await.unwrap().free_places(morning()), 2);
    assert_eq!(free(&calendars, 1, None).await, 2);
}

#[tokio::test]
async fn a_timebook_that_changes_while_it_is_read_is_read_again() {
    let calendars = Calendars::new(true);
    let read = async |_| {
        let mut changes = Changes::default();
        let write = Write::ChangeSlots {
            timebook: key(1).1,
            add: vec![],
            reopen: vec![],
            remove: vec![],
            close: vec![],
        };
        changes.saved(key(1).0, &Transaction::new(vec![write]), Committed::default());
        calendars.follow(&changes);
        Ok(Some(calendar(1, 3)))
    };
    calendars.get(key(1), morning(), read).await.unwrap();
    assert_eq!(free(&calendars, 1, Some(calendar(1, 5))).await, 5);
    assert_eq!(free(&calendars, 1, None).await, 5);
}

#[tokio::test]
async fn those_who_ask_together_wait_for_one_reading() {
    let (calendars, readings, gate) = (Calendars::new(true), Cell::new(0), Semaphore::new(0));
    let ask = || {
        calendars.get(key(1), morning(), async |_| {
            readings.set(readings.get() + 1);
            drop(gate.acquire().await.unwrap());
            Ok(Some(calendar(1, 3)))
        })
    };
    let (one, other, third, ()) = tokio::join!(ask(), ask(), ask(), async { gate.add_permits(3) });
    assert_eq!(readings.get(), 1);
    assert!(Arc::ptr_eq(&one.unwrap(), &other.unwrap()));
    assert_eq!(third.unwrap().len(), 3);
}

#[tokio::test]
async fn a_reading_that_fails_leaves_the_turn_to_the_next() {
    let calendars = Calendars::new(true);
    let failing = async |_| Err(StoreError::Unavailable("gone".into()));
    assert!(calendars.get(key(1), morning(), failing).await.is_err());
    assert_eq!(free(&calendars, 1, Some(calendar(1, 3))).await, 3);
}

#[tokio::test]
async fn the_least_recently_asked_for_make_room() {
    let calendars = Calendars::with_room(7, true);
    for number in [1, 2] {
        free(&calendars, number, Some(calendar(number, 3))).await;
    }
    free(&calendars, 1, None).await;
    free(&calendars, 3, Some(calendar(3, 3))).await;
    assert_eq!(calendars.lock().slots, 6);
    for number in [1, 3] {
        assert_eq!(free(&calendars, number, None).await, 3);
    }
    assert!(!calendars.wants(key(2)));
    calendars.forget_one(key(1));
    assert_eq!(calendars.lock().slots, 3);
}

#[tokio::test]
async fn nothing_is_kept_while_others_cannot_be_heard() {
    let calendars = Calendars::new(false);
    assert_eq!(free(&calendars, 1, Some(calendar(1, 3))).await, 3);
    assert_eq!(free(&calendars, 1, Some(calendar(1, 2))).await, 2);
    calendars.set_listening(true);
    assert_eq!(free(&calendars, 1, Some(calendar(1, 1))).await, 1);
    assert_eq!(free(&calendars, 1, None).await, 1);
    calendars.set_listening(false);
    assert!(!calendars.wants(key(1)));
}

#[tokio::test]
async fn an_earlier_now_reads_further_back() {
    let calendars = Calendars::new(true);
    free(&calendars, 1, Some(calendar(1, 3))).await;
    let yesterday = morning() - TimeDelta::days(1);
    let read = async |since| Ok(Some(Calendar::new(true, since, [])));
    let earlier = calendars.get(key(1), yesterday, read).await.unwrap();
    assert!(earlier.since() <= yesterday && earlier.is_empty());
}

#[tokio::test]
async fn a_timebook_that_is_not_there_is_not_kept() {
    let calendars = Calendars::new(true);
    let nothing = calendars.get(key(1), morning(), async |_| Ok(None)).await.unwrap();
    assert!(nothing.is_empty() && calendars.lock().entries.is_empty());
}

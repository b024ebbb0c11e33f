//! The calendar that patients see.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use clinic::Store;
use timebook::*;

use crate::given::{Given, morning, timebook};

const DAY: i64 = 24 * 60;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) async fn days_with_free_times_are_found(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let today = given.slot(60, 1).await;
    let later_today = given.slot(90, 1).await;
    let tomorrow = given.slot(DAY, 1).await;
    given.slot(3 * DAY, 1).await;
    given.slot(40 * DAY, 1).await;
    let now = morning();
    let (first, last) = (date("2025-01-01"), date("2025-01-31"));

    let calendar = given.calendar(now).await;
    let free = calendar.free_days(first..=last, now);
    assert_eq!(free, [date("2025-01-21"), date("2025-01-22"), date("2025-01-24")]);
    assert!(calendar.free_slots(today.date, now).eq([&today, &later_today]));
    assert_eq!(calendar.slot(tomorrow.id).map(|slot| &slot.slot), Some(&tomorrow));
    assert_eq!(store.slot(given.clinic, tomorrow.id).await.unwrap().as_ref(), Some(&tomorrow));

    let next = |from: &str| calendar.next_free_day(date(from), now);
    assert_eq!(next("2025-01-22"), Some(tomorrow.date));
    assert_eq!(next("2025-01-25"), Some(date("2025-03-02")));
    assert_eq!(next("2025-03-03"), None);
}

pub(crate) async fn a_hidden_timebook_shows_nothing(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 1).await;
    assert!(given.calendar(morning()).await.free_slots(slot.date, morning()).eq([&slot]));
    let hidden = Timebook { published: false, ..given.timebook.clone() };
    given.save_timebook(hidden).await.unwrap();
    let (clinic, id, now) = (given.clinic, given.timebook.id, morning());

    let calendar = given.calendar(now).await;
    assert_eq!(calendar.free_days(slot.date..=slot.date, now), []);
    assert_eq!(calendar.free_slots(slot.date, now).count(), 0);
    assert_eq!(calendar.next_free_day(slot.date, now), None);
    assert_eq!(store.published(clinic, TimebookType::Vaccine).await.unwrap(), []);
    assert_eq!(store.published_kinds(clinic).await.unwrap(), []);
    // The set-up still plans it.
    assert_eq!(store.coming_slots(clinic, id, now).await.unwrap().len(), 1);
}

pub(crate) async fn full_and_begun_times_are_not_shown(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let begun = given.slot(-15, 1).await;
    let full = given.slot(30, 1).await;
    let half = given.slot(45, 2).await;
    let closed = given.slot(60, 2).await;
    given.change_slots(vec![], vec![], vec![], vec![closed.id]).await.unwrap();
    let (taken, _) = given.someone_asks(&full).await.unwrap();
    given.someone_asks(&half).await.unwrap();
    let day = full.date;

    assert!(given.calendar(morning()).await.free_slots(day, morning()).eq([&half]));
    let earlier = morning() - TimeDelta::hours(1);
    assert!(given.calendar(earlier).await.free_slots(day, earlier).eq([&begun, &half]));
    given.reject(taken).await;
    let calendar = given.calendar(morning()).await;
    assert!(calendar.free_slots(day, morning()).eq([&full, &half]));
    // The last of the day has begun: there is nothing left of it.
    assert_eq!(calendar.free_days(day..=day, half.start), []);
}

pub(crate) async fn the_times_of_each_timebook_are_counted(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let empty = timebook(TimebookId::new(given.uuid()), "Lab", given.timebook.location);
    given.save_timebook(empty.clone()).await.unwrap();
    given.slot(-15, 5).await;
    let full = given.slot(30, 1).await;
    let half = given.slot(45, 3).await;
    let held = given.slot(60, 4).await;
    let unheld = given.slot(75, 4).await;
    for slot in [&full, &half, &held] {
        given.someone_asks(slot).await.unwrap();
    }
    given.change_slots(vec![], vec![], vec![], vec![held.id, unheld.id]).await.unwrap();

    let now = morning();
    let counted = |calendar: Arc<Calendar>| {
        (calendar.free_places(now), calendar.first_free(now), calendar.conflicts(now))
    };
    assert_eq!(counted(given.calendar(now).await), (2, Some(half.start), 1));
    let empty = store.calendar(given.clinic, empty.id, now).await.unwrap();
    assert_eq!(counted(empty), (0, None, 0));
}

//! The calendar that patients see.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use clinic::{Store, TimebookState, Write};
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
    let (clinic, id, now) = (given.clinic, given.timebook.id, morning());
    let (first, last) = (date("2025-01-01"), date("2025-01-31"));

    let free = store.free_days(clinic, id, first, last, now).await.unwrap();
    assert_eq!(free, [date("2025-01-21"), date("2025-01-22"), date("2025-01-24")]);
    let free = store.free_days(clinic, id, date("2025-01-22"), date("2025-01-22"), now).await.unwrap();
    assert_eq!(free, [date("2025-01-22")]);
    assert_eq!(store.free_days(clinic, id, last, first, now).await.unwrap(), []);

    assert_eq!(store.free_slots(clinic, id, today.date, now).await.unwrap(), [today.clone(), later_today]);
    assert_eq!(store.slot(clinic, tomorrow.id).await.unwrap(), Some(tomorrow.clone()));

    let next = |from: &str| store.next_free_day(clinic, id, date(from), now);
    assert_eq!(next("2025-01-22").await.unwrap(), Some(tomorrow.date));
    assert_eq!(next("2025-01-25").await.unwrap(), Some(date("2025-03-02")));
    assert_eq!(next("2025-03-03").await.unwrap(), None);
}

pub(crate) async fn a_hidden_timebook_shows_nothing(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 1).await;
    let hidden = Timebook { published: false, ..given.timebook.clone() };
    given.write(Write::SaveTimebook(Box::new(hidden))).await.unwrap();
    let (clinic, id, now) = (given.clinic, given.timebook.id, morning());

    assert_eq!(store.free_days(clinic, id, slot.date, slot.date, now).await.unwrap(), []);
    assert_eq!(store.free_slots(clinic, id, slot.date, now).await.unwrap(), []);
    assert_eq!(store.next_free_day(clinic, id, slot.date, now).await.unwrap(), None);
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
    let (clinic, id) = (given.clinic, given.timebook.id);

    let free = store.free_slots(clinic, id, full.date, morning()).await.unwrap();
    assert_eq!(free, std::slice::from_ref(&half));
    let earlier = morning() - TimeDelta::hours(1);
    let free = store.free_slots(clinic, id, full.date, earlier).await.unwrap();
    assert_eq!(free, [begun, half.clone()]);
    given.reject(taken).await;
    let free = store.free_slots(clinic, id, full.date, morning()).await.unwrap();
    assert_eq!(free, [full, half.clone()]);
    // The last of the day has begun: there is nothing left of it.
    let evening = half.start;
    assert_eq!(store.free_days(clinic, id, half.date, half.date, evening).await.unwrap(), []);
}

pub(crate) async fn the_times_of_each_timebook_are_counted(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let empty = timebook(TimebookId::new(given.uuid()), "Lab", given.timebook.location);
    given.write(Write::SaveTimebook(Box::new(empty.clone()))).await.unwrap();
    given.slot(-15, 5).await;
    let full = given.slot(30, 1).await;
    let half = given.slot(45, 3).await;
    let held = given.slot(60, 4).await;
    let unheld = given.slot(75, 4).await;
    for slot in [&full, &half, &held] {
        given.someone_asks(slot).await.unwrap();
    }
    given.change_slots(vec![], vec![], vec![], vec![held.id, unheld.id]).await.unwrap();

    let states = store.timebook_states(given.clinic, morning()).await.unwrap();
    let state = |timebook, free_places, first_free, conflicts| TimebookState {
        timebook,
        free_places,
        first_free,
        conflicts,
    };
    assert_eq!(states, [state(given.timebook.id, 2, Some(half.start), 1), state(empty.id, 0, None, 0)]);
}

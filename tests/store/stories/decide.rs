//! Decisions, and undoing them.

use std::sync::Arc;

use chrono::TimeDelta;
use clinic::{CommitError, QueueCursor, QueueOrder, Store, Write};
use timebook::*;

use crate::given::{Given, kari, morning};

pub(crate) async fn a_decision_is_saved_with_its_facts(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (booking, _) = given.someone_asks(&slot).await.unwrap();
    let seen = given.view(booking).await.booking;
    let committed = given.change(booking, |booking| booking.confirm(kari()).unwrap()).await.unwrap();

    assert_eq!(committed.place, Some(Place::FIRST));
    let after = given.view(booking).await.booking;
    assert_eq!(after, seen.confirm(kari()).unwrap());
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 0);
}

pub(crate) async fn the_second_of_two_colleagues_is_told(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    let slot = given.slot(60, 2).await;
    let (id, _) = given.someone_asks(&slot).await.unwrap();
    let seen = given.view(id).await.booking;
    let text = DecisionText::parse("Dessverre").unwrap();

    let decisions = (0..16).map(|colleague| {
        let (given, seen, text) = (Arc::clone(&given), seen.clone(), text.clone());
        tokio::spawn(async move {
            let was = seen.revision;
            let booking = match colleague % 2 {
                0 => seen.confirm(kari()).unwrap(),
                _ => seen.reject(kari(), text).unwrap(),
            };
            let change = Write::Change { booking: Box::new(booking), was };
            given.commit(clinic::Transaction::new(vec![change, Write::Queue(given.outbox_item(id))])).await
        })
    });
    let mut won = 0;
    for decision in decisions.collect::<Vec<_>>() {
        match decision.await.unwrap() {
            Ok(_) => won += 1,
            Err(CommitError::Stale) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(given.view(id).await.booking.revision, Revision::new(2));
    // There is no notification of a decision that was not saved.
    let due = store.due(given.clinic, morning() + UNDO_WINDOW).await.unwrap();
    assert_eq!(due.len(), 1);
}

pub(crate) async fn an_undone_confirmation_keeps_its_place(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    given.someone_asks(&slot).await.unwrap();
    let (booking, place) = given.someone_asks(&slot).await.unwrap();
    given.confirm(booking).await;
    let committed = given.undo(booking).await.unwrap();
    assert_eq!(committed.place.map(Place::get), Some(place));
    assert_eq!(given.view(booking).await.booking.status.code(), StatusCode::Requested);
}

pub(crate) async fn an_undone_rejection_gets_its_place_back(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 3).await;
    given.someone_asks(&slot).await.unwrap();
    let (booking, place) = given.someone_asks(&slot).await.unwrap();
    assert_eq!(place, 2);
    given.reject(booking).await;
    let committed = given.undo(booking).await.unwrap();
    assert_eq!(committed.place, Place::new(2));
    assert_eq!(given.view(booking).await.booking.status.place(), Place::new(2));
}

pub(crate) async fn an_undone_rejection_takes_another_place(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (rejected, place) = given.someone_asks(&slot).await.unwrap();
    assert_eq!(place, 1);
    given.reject(rejected).await;
    assert_eq!(given.someone_asks(&slot).await.unwrap().1, 1);
    assert_eq!(given.undo(rejected).await.unwrap().place, Place::new(2));
    assert_eq!(
        given.view(rejected).await.booking.status,
        Status::Requested { place: Place::new(2).unwrap() }
    );
}

pub(crate) async fn an_undone_rejection_gives_nobody_a_second_place(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let (slot, patient) = (given.slot(60, 3).await, given.patient().await);
    let (rejected, _) = given.ask(&slot, patient).await.unwrap();
    given.reject(rejected).await;
    let (again, _) = given.ask(&slot, patient).await.unwrap();
    assert!(matches!(given.undo(rejected).await, Err(CommitError::NoPlace)));
    given.cancel(again).await;
    given.undo(rejected).await.unwrap();
}

pub(crate) async fn an_undone_rejection_fits_the_places_of_today(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 3).await;
    let mut asked = Vec::new();
    for _ in 0..3 {
        asked.push(given.someone_asks(&slot).await.unwrap().0);
    }
    given.cancel(asked[1]).await;
    given.reject(asked[2]).await;
    // The hours change while the rejection can still be undone: the third place no longer exists.
    let places =
        |number| vec![(slot.id, SlotTerms { capacity: Capacity::new(number).unwrap(), ..slot.terms() })];
    given.change_slots(vec![], places(2), vec![], vec![]).await.unwrap();
    assert_eq!(given.undo(asked[2]).await.unwrap().place, Place::new(2));
    given.reject(asked[2]).await;
    given.change_slots(vec![], places(1), vec![], vec![]).await.unwrap();
    assert!(matches!(given.undo(asked[2]).await, Err(CommitError::NoPlace)));
}

pub(crate) async fn an_undone_rejection_of_a_full_time_is_refused(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 1).await;
    let (rejected, _) = given.someone_asks(&slot).await.unwrap();
    given.reject(rejected).await;
    let before = given.view(rejected).await;
    given.someone_asks(&slot).await.unwrap();
    assert!(matches!(given.undo(rejected).await, Err(CommitError::NoPlace)));
    assert_eq!(given.view(rejected).await, before);
    // An outdated revision is reported as stale, whether the slot is full or not.
    let stale = before.booking.clone().undo(morning()).unwrap();
    let change = Write::Change { booking: Box::new(stale), was: Revision::FIRST };
    assert!(matches!(given.write(change).await, Err(CommitError::Stale)));
}

pub(crate) async fn every_status_is_read_back(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 20).await;
    let actors = [Actor::Patient, Actor::Proxy, Actor::Helsenorge, Actor::System, kari().by];
    for by in actors {
        let decision = Decision { by, at: morning() };
        let text = DecisionText::parse("Dessverre.\nRing oss.").unwrap();
        let confirm = |booking: Booking| booking.confirm(decision.clone()).unwrap();
        let lives: [&dyn Fn(Booking) -> Booking; 8] = [
            &|booking| booking,
            &confirm,
            &|booking| booking.reject(decision.clone(), text.clone()).unwrap(),
            &|booking| booking.cancel(decision.clone(), None).unwrap(),
            &|booking| confirm(booking).cancel(decision.clone(), Some(text.clone())).unwrap(),
            &|booking| booking.expire(morning()).unwrap(),
            &|booking| confirm(booking).complete(decision.clone()).unwrap(),
            &|booking| confirm(booking).mark_no_show(decision.clone()).unwrap(),
        ];
        for life in lives {
            let (id, _) = given.someone_asks(&slot).await.unwrap();
            let wanted = life(given.view(id).await.booking);
            given.change(id, |_| wanted.clone()).await.unwrap();
            assert_eq!(given.view(id).await.booking, wanted);
            if wanted.status.code().is_live() {
                given.cancel(id).await;
            }
        }
    }
}

/// Also of a slot with several, and none that has begun, was cancelled, or is within the hours.
pub(crate) async fn bookings_outside_the_hours_are_listed_by_their_time(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let other = Given::clinic(&store, 2).await;
    let (late, soon, open) = (given.slot(120, 3).await, given.slot(60, 3).await, given.slot(90, 3).await);
    let mut asked = Vec::new();
    for slot in [&late, &soon, &soon, &open] {
        asked.push(given.someone_asks(slot).await.unwrap().0);
    }
    given.confirm(asked[0]).await;
    let (cancelled, _) = given.someone_asks(&soon).await.unwrap();
    given.change_slots(vec![], vec![], vec![], vec![late.id, soon.id]).await.unwrap();
    given.cancel(cancelled).await;
    let theirs = other.slot(60, 1).await;
    other.someone_asks(&theirs).await.unwrap();

    let listed = async |now, limit| {
        let views = store.conflicts(given.clinic, now, limit).await.unwrap();
        views.iter().map(|view| view.booking.id).collect::<Vec<_>>()
    };
    let count = async |now| store.conflict_count(given.clinic, now).await.unwrap();
    assert_eq!((listed(morning(), 9).await, count(morning()).await), (vec![asked[1], asked[2], asked[0]], 3));
    assert_eq!(listed(morning(), 2).await, [asked[1], asked[2]]);
    assert_eq!((listed(soon.start, 9).await, count(soon.start).await), (vec![asked[0]], 1), "it has begun");
    assert_eq!(store.conflict_count(other.clinic, morning()).await.unwrap(), 0);
}

pub(crate) async fn decided_bookings_are_listed_newest_first(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 5).await;
    let mut decided = Vec::new();
    for minute in 0..4 {
        let (id, _) = given.someone_asks(&slot).await.unwrap();
        let at = morning() + TimeDelta::minutes(minute);
        given.change(id, |booking| booking.confirm(Decision { at, ..kari() }).unwrap()).await.unwrap();
        decided.push(id);
    }
    given.someone_asks(&slot).await.unwrap();
    given.cancel(decided[2]).await;

    let since = morning() + TimeDelta::minutes(1);
    let listed = store.decided_since(given.clinic, since, 9).await.unwrap();
    let listed: Vec<_> = listed.iter().map(|view| view.booking.id).collect();
    assert_eq!(listed, [decided[3], decided[1]]);
    assert_eq!(store.decided_count(given.clinic, since).await.unwrap(), 2);
    assert_eq!(store.decided_since(given.clinic, since, 1).await.unwrap().len(), 1);
}

pub(crate) async fn requests_whose_time_came_are_overdue(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let soon = given.slot(15, 2).await;
    let later = given.slot(30, 2).await;
    let (waiting, _) = given.someone_asks(&soon).await.unwrap();
    let (confirmed, _) = given.someone_asks(&soon).await.unwrap();
    given.confirm(confirmed).await;
    given.someone_asks(&later).await.unwrap();

    assert_eq!(store.overdue(given.clinic, soon.start - TimeDelta::milliseconds(1), 0, 9).await.unwrap(), []);
    let overdue = store.overdue(given.clinic, soon.start, 0, 9).await.unwrap();
    assert_eq!(overdue, [given.view(waiting).await.booking]);
    assert_eq!(store.overdue(given.clinic, soon.start, 1, 9).await.unwrap(), []);
    assert_eq!(store.overdue(given.clinic, later.start, 0, 1).await.unwrap(), overdue.read);
}

pub(crate) async fn the_queue_is_read_in_pages(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 10).await;
    for order in [QueueOrder::Arrival, QueueOrder::Start] {
        let mut asked = Vec::new();
        for _ in 0..5 {
            asked.push(given.someone_asks(&slot).await.unwrap().0);
        }
        let mut read = Vec::new();
        let mut after = None;
        while read.len() <= asked.len() {
            let page = store.waiting(given.clinic, order, after, 2).await.unwrap();
            read.extend(page.iter().map(|view| view.booking.id));
            let Some(last) = page.last() else { break };
            after = Some(QueueCursor::of(order, last));
            if read.len() == 2 {
                given.confirm(read[0]).await;
            }
        }
        asked.sort_by_key(ToString::to_string);
        assert_eq!(read, asked, "all are of the same millisecond, so their ids decide");
        for id in &asked[1..] {
            given.confirm(*id).await;
        }
    }
}

/// Sorted by start, whenever the request was made. Decided requests leave the queue, and undone ones return
/// to their place.
pub(crate) async fn the_queue_is_read_by_the_start_of_the_times(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let (late, soon, last) = (given.slot(120, 2).await, given.slot(60, 2).await, given.slot(180, 2).await);
    let third = given.someone_asks(&last).await.unwrap().0;
    let second = given.someone_asks(&late).await.unwrap().0;
    let first = given.someone_asks(&soon).await.unwrap().0;
    let read = async || {
        let waiting = store.waiting(given.clinic, QueueOrder::Start, None, 9).await.unwrap();
        waiting.iter().map(|view| view.booking.id).collect::<Vec<_>>()
    };
    assert_eq!(read().await, [first, second, third]);
    let before = async |start| store.waiting_before(given.clinic, start).await.unwrap();
    assert_eq!(before(soon.start).await, 0);
    assert_eq!(before(late.start).await, 1);
    assert_eq!(before(last.start + TimeDelta::milliseconds(1)).await, 3);

    given.confirm(second).await;
    assert_eq!(read().await, [first, third]);
    assert_eq!(before(last.start).await, 1);
    let cursor = QueueCursor { at: late.start, id: second };
    let after = store.waiting(given.clinic, QueueOrder::Start, Some(cursor), 9).await.unwrap();
    assert_eq!(after.iter().map(|view| view.booking.id).collect::<Vec<_>>(), [third]);
}

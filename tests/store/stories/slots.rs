//! The times of a timebook, as plans change.

use std::sync::Arc;

use chrono::TimeDelta;
use clinic::{CommitError, SetupPart, Store, Transaction, Write};
use timebook::*;

use crate::given::{Given, morning};

fn existing(slot: &Slot, held: u16, open: bool) -> ExistingSlot {
    ExistingSlot { id: slot.id, start: slot.start, end: slot.end, terms: slot.terms(), held, open }
}

pub(crate) async fn times_follow_a_new_plan(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    // More than one statement's worth, in any order.
    let many: Vec<_> = (1..=250).rev().map(|quarter| given.a_slot(quarter * 15, 3)).collect();
    given.change_slots(many.clone(), vec![], vec![], vec![]).await.unwrap();
    let coming = || store.coming_slots(given.clinic, given.timebook.id, morning());
    let mut expected: Vec<_> = many.iter().rev().map(|slot| existing(slot, 0, true)).collect();
    assert_eq!(coming().await.unwrap(), expected);
    let after_all = store.coming_slots(given.clinic, given.timebook.id, many[0].start).await.unwrap();
    assert_eq!(after_all, []);

    let held = store.slot(given.clinic, expected[2].id).await.unwrap().unwrap();
    given.someone_asks(&held).await.unwrap();
    let window = BookingWindow { opens: morning(), closes: expected[0].start - TimeDelta::minutes(5) };
    let more = SlotTerms { capacity: Capacity::new(7).unwrap(), window };
    let removed = expected.split_off(4).iter().map(|slot| slot.id).collect();
    given.change_slots(vec![], vec![(expected[0].id, more)], removed, vec![held.id]).await.unwrap();
    expected[0].terms = more;
    assert_eq!(store.slot(given.clinic, expected[0].id).await.unwrap().map(|slot| slot.terms()), Some(more));
    expected[2] = existing(&held, 1, false);
    assert_eq!(coming().await.unwrap(), expected);

    given.change_slots(vec![], vec![(held.id, held.terms())], vec![], vec![]).await.unwrap();
    expected[2] = existing(&held, 1, true);
    assert_eq!(coming().await.unwrap(), expected);
}

pub(crate) async fn a_plan_for_a_timebook_that_was_changed_is_refused(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let timebook = given.timebook.id;
    let revision = || given.revision(SetupPart::Timebook(timebook));
    let was = revision().await.unwrap();
    let plan = |was, slot: Slot| {
        let (reopen, remove, close) = (vec![], vec![], vec![]);
        Transaction::new(vec![
            Write::OnTimebook { timebook, was },
            Write::ChangeSlots { timebook, add: vec![slot], reopen, remove, close },
        ])
    };
    given.commit(plan(was, given.a_slot(60, 1))).await.unwrap();
    given.save_timebook(given.timebook.clone()).await.unwrap();
    let now = revision().await.unwrap();
    assert!(now > was, "each save is an edit of its own");
    assert!(matches!(given.commit(plan(was, given.a_slot(75, 1))).await, Err(CommitError::Stale)));
    let coming = || store.coming_slots(given.clinic, timebook, morning());
    assert_eq!(coming().await.unwrap().len(), 1, "nothing of it is saved");
    given.commit(plan(now, given.a_slot(75, 1))).await.unwrap();
    assert_eq!(coming().await.unwrap().len(), 2);
}

pub(crate) async fn a_time_that_was_booked_meanwhile_is_closed(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let booked = given.slot(60, 2).await;
    let with_history = given.slot(75, 2).await;
    let (live, _) = given.someone_asks(&booked).await.unwrap();
    let (rejected, _) = given.someone_asks(&with_history).await.unwrap();
    given.reject(rejected).await;
    given.change_slots(vec![], vec![], vec![booked.id, with_history.id], vec![]).await.unwrap();

    let coming = store.coming_slots(given.clinic, given.timebook.id, morning()).await.unwrap();
    assert_eq!(coming, [existing(&booked, 1, false)]);
    assert_eq!(given.view(live).await.slot, booked);
    // The patient still sees the time of the rejected request.
    assert_eq!(given.view(rejected).await.slot, with_history);
}

pub(crate) async fn two_desks_that_publish_at_once_make_each_time_once(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let first: Vec<_> = (1..=5).map(|quarter| given.a_slot(quarter * 15, 3)).collect();
    let second: Vec<_> = (1..=6).map(|quarter| given.a_slot(quarter * 15, 3)).collect();
    let add = |slots| given.change_slots(slots, vec![], vec![], vec![]);
    let (one, other) = tokio::join!(add(first), add(second));
    one.unwrap();
    other.unwrap();
    let coming = store.coming_slots(given.clinic, given.timebook.id, morning()).await.unwrap();
    let starts: Vec<_> = coming.iter().map(|slot| slot.start - morning()).collect();
    assert_eq!(starts, (1..=6).map(|quarter| TimeDelta::minutes(quarter * 15)).collect::<Vec<_>>());
}

pub(crate) async fn a_time_never_gets_fewer_places_than_are_held(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 5).await;
    let mut bookings = Vec::new();
    for _ in 0..4 {
        bookings.push(given.someone_asks(&slot).await.unwrap().0);
    }
    let one = SlotTerms { capacity: Capacity::new(1).unwrap(), ..slot.terms() };
    given.change_slots(vec![], vec![(slot.id, one)], vec![], vec![]).await.unwrap();
    let capacity = || async { store.slot(given.clinic, slot.id).await.unwrap().unwrap().capacity.get() };
    assert_eq!(capacity().await, 4);

    // Low places become free, but as many are taken as the capacity allows, so nobody else gets a place.
    given.cancel(bookings[0]).await;
    given.change_slots(vec![], vec![(slot.id, one)], vec![], vec![]).await.unwrap();
    assert_eq!(capacity().await, 3);
    assert!(given.someone_asks(&slot).await.is_err());
    given.cancel(bookings[3]).await;
    assert_eq!(given.someone_asks(&slot).await.unwrap().1, 1);
}

pub(crate) async fn a_closed_time_may_stand_beside_an_open_one_of_the_same_start(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let quarter = given.slot(60, 1).await;
    given.someone_asks(&quarter).await.unwrap();
    let half = Slot { end: quarter.start + TimeDelta::minutes(30), ..given.a_slot(60, 1) };
    given.change_slots(vec![half.clone()], vec![], vec![], vec![quarter.id]).await.unwrap();

    let coming = || store.coming_slots(given.clinic, given.timebook.id, morning());
    let mut both = coming().await.unwrap();
    both.sort_by_key(|slot| slot.end);
    assert_eq!(both, [existing(&quarter, 1, false), existing(&half, 0, true)]);
    // Back to quarters, in one step.
    let reopen = vec![(quarter.id, quarter.terms())];
    given.change_slots(vec![], reopen, vec![half.id], vec![]).await.unwrap();
    assert_eq!(coming().await.unwrap(), [existing(&quarter, 1, true)]);
}

//! Notifications of decisions in the outbox.

use std::sync::Arc;

use chrono::TimeDelta;
use clinic::{CommitError, Store, Transaction, Write};
use timebook::UNDO_WINDOW;

use crate::given::{Given, delivered, morning};

pub(crate) async fn word_of_a_decision_waits_leaves_and_is_noted_once(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (first, _) = given.someone_asks(&slot).await.unwrap();
    let (second, _) = given.someone_asks(&slot).await.unwrap();
    let later = {
        let mut item = given.outbox_item(first);
        item.not_before += TimeDelta::seconds(5);
        item
    };
    let sooner = given.outbox_item(second);
    assert_eq!(store.next_due(given.clinic).await.unwrap(), None);
    given.write(Write::Queue(later.clone())).await.unwrap();
    given.write(Write::Queue(sooner.clone())).await.unwrap();

    let (clinic, leaves) = (given.clinic, morning() + UNDO_WINDOW);
    assert_eq!(store.next_due(clinic).await.unwrap(), Some(leaves));
    assert_eq!(store.due(clinic, leaves - TimeDelta::milliseconds(1)).await.unwrap(), []);
    assert_eq!(store.due(clinic, leaves).await.unwrap(), std::slice::from_ref(&sooner));
    let all = store.due(clinic, leaves + TimeDelta::seconds(5)).await.unwrap();
    assert_eq!(all, [sooner.clone(), later.clone()]);

    let noted = || delivered(sooner.id, leaves);
    given.write(noted()).await.unwrap();
    // Two programs on one database may both have delivered it.
    assert!(matches!(given.write(noted()).await, Err(CommitError::Stale)));
    assert_eq!(store.due(clinic, leaves).await.unwrap(), []);
    assert_eq!(store.next_due(clinic).await.unwrap(), Some(later.not_before));
}

pub(crate) async fn an_undo_takes_word_back_until_it_has_left(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (id, _) = given.someone_asks(&slot).await.unwrap();
    given.confirm(id).await;
    let item = given.outbox_item(id);
    given.write(Write::Queue(item.clone())).await.unwrap();
    given.write(Write::Unqueue(id)).await.unwrap();
    assert_eq!(store.next_due(given.clinic).await.unwrap(), None);
    let noted = delivered(item.id, morning());
    assert!(matches!(given.write(noted).await, Err(CommitError::Stale)));
    assert!(matches!(given.write(Write::Unqueue(id)).await, Err(CommitError::Sent)));

    let item = given.outbox_item(id);
    given.write(Write::Queue(item.clone())).await.unwrap();
    given.write(delivered(item.id, morning())).await.unwrap();
    // Too late, and the change that came with the attempt is not saved either.
    let before = given.view(id).await;
    let undone = before.booking.clone().undo(morning()).unwrap();
    let was = before.booking.revision;
    let undo = vec![Write::Change { booking: Box::new(undone), was }, Write::Unqueue(id)];
    assert!(matches!(given.commit(Transaction::new(undo)).await, Err(CommitError::Sent)));
    assert_eq!(given.view(id).await, before);
}

pub(crate) async fn the_view_says_until_when_a_decision_waits(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (id, _) = given.someone_asks(&slot).await.unwrap();
    given.confirm(id).await;
    assert_eq!(given.view(id).await.pending, None);
    let item = given.outbox_item(id);
    given.write(Write::Queue(item.clone())).await.unwrap();
    assert_eq!(given.view(id).await.pending, Some(item.not_before));
    let decided = store.decided_since(given.clinic, morning(), 9).await.unwrap();
    assert_eq!(decided[0].pending, Some(item.not_before));
    given.write(delivered(item.id, morning())).await.unwrap();
    assert_eq!(given.view(id).await.pending, None);
}

//! Transactions, and their events.

use std::sync::Arc;

use clinic::events::Announcement;
use clinic::{ClinicEvent, CommitError, Committed, Store, Transaction, Write};
use timebook::Place;

use crate::given::{Given, kari};

pub(crate) async fn a_unit_is_saved_whole_or_not_at_all(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (id, _) = given.someone_asks(&slot).await.unwrap();
    let before = given.view(id).await;
    let confirmed = before.booking.clone().confirm(kari()).unwrap();
    let change = || Write::Change { booking: Box::new(confirmed.clone()), was: before.booking.revision };

    // The transaction's second change is based on a revision that the first has already changed.
    let transaction = Transaction::new(vec![change(), Write::Queue(given.outbox_item(id)), change()]);
    assert!(matches!(given.commit(transaction).await, Err(CommitError::Stale)));
    assert_eq!(given.view(id).await, before);
    assert_eq!(store.next_due(given.clinic).await.unwrap(), None);

    let request = given.a_request(&slot, given.patient().await);
    let transaction = Transaction::new(vec![change(), Write::Request(Box::new(request))]);
    let committed = given.commit(transaction).await.unwrap();
    assert_eq!(committed.place, Place::new(2));
}

pub(crate) async fn events_are_told_once_and_after_the_commit(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 1).await;
    let patient = given.patient().await;
    let mut heard = store.events();
    let request = given.a_request(&slot, patient);
    let id = request.id;
    given.commit(given.asking(request)).await.unwrap();
    // A failed one announces nothing.
    given.ask(&slot, patient).await.unwrap_err();
    let events = vec![ClinicEvent::Decided(id), ClinicEvent::Sent(id), ClinicEvent::SetupChanged];
    given.commit(Transaction { writes: vec![], events: events.clone() }).await.unwrap();

    let mut expected = vec![ClinicEvent::Requested(id)];
    expected.extend(events);
    for event in expected {
        assert_eq!(heard.recv().await.unwrap(), Announcement { clinic: Some(given.clinic), event });
        assert!(store.booking(given.clinic, id).await.unwrap().is_some());
    }
    assert!(heard.try_recv().is_err());
}

pub(crate) async fn a_unit_of_nothing_is_saved(store: Arc<dyn Store>) {
    let given = Given::nothing(&store, 1);
    assert_eq!(given.commit(Transaction::default()).await.unwrap(), Committed::default());
}

//! Transactions that share a commit succeed or fail independently.

use std::sync::Arc;

use clinic::{CommitError, Store, StoreError, Transaction, Write};
use timebook::{PatientId, Place};

use crate::given::{Given, kari};

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_does_not_harm_the_others_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    one_that_fails_does_not_harm_the_others(crate::sqlite(folder.path()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_fails_does_not_harm_the_others_on_postgres() {
    let database = testkit::postgres::database().await;
    one_that_fails_does_not_harm_the_others(crate::postgres(&database.url).await).await;
}

/// The expected result of a transaction.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Placed,
    Full,
    AgainstTheRules,
    Stale,
    Saved,
}

async fn one_that_fails_does_not_harm_the_others(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    let full = given.slot(15, 1).await;
    let (booked, _) = given.someone_asks(&full).await.unwrap();
    let roomy = given.slot(30, 500).await;
    let seen = given.view(booked).await.booking;
    let stale = Write::Change {
        booking: Box::new(seen.clone().confirm(kari()).unwrap()),
        was: timebook::Revision::new(77),
    };

    let mut crowd = Vec::new();
    for _ in 0..40 {
        let stranger = PatientId::new(given.uuid());
        let patient = given.patient().await;
        crowd.push((given.asking(given.a_request(&roomy, patient)), End::Placed));
        crowd.push((given.asking(given.a_request(&full, patient)), End::Full));
        crowd.push((given.asking(given.a_request(&roomy, stranger)), End::AgainstTheRules));
        crowd.push((
            Transaction::new(vec![Write::Queue(given.outbox_item(booked)), stale.clone()]),
            End::Stale,
        ));
        crowd.push((Transaction::new(vec![Write::Queue(given.outbox_item(booked))]), End::Saved));
    }
    let tasks: Vec<_> = crowd
        .into_iter()
        .map(|(transaction, end)| {
            let given = Arc::clone(&given);
            tokio::spawn(async move { (given.commit(transaction).await, end) })
        })
        .collect();
    let mut places = Vec::new();
    for task in tasks {
        let (answer, end) = task.await.unwrap();
        let ended = match answer {
            Ok(committed) => {
                places.extend(committed.place.map(Place::get));
                if committed.place.is_some() { End::Placed } else { End::Saved }
            }
            Err(CommitError::NoPlace) => End::Full,
            Err(CommitError::Stale) => End::Stale,
            Err(CommitError::Store(StoreError::Broken(_))) => End::AgainstTheRules,
            Err(other) => panic!("{other:?}"),
        };
        assert_eq!(ended, end);
    }
    places.sort_unstable();
    assert_eq!(places, (1..=40).collect::<Vec<_>>());
    let later = crate::given::morning() + chrono::TimeDelta::hours(1);
    assert_eq!(store.due(given.clinic, later).await.unwrap().len(), 40);
    assert_eq!(given.view(booked).await.booking, seen);
}

/// The caller does not wait for the answer, and the transaction is still saved: the writer finishes what it
/// has received.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_is_dropped_saves_what_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(15, 100).await;
    for _ in 0..50 {
        let patient = given.patient().await;
        let transaction = given.asking(given.a_request(&slot, patient));
        let mut asking = Box::pin(given.commit(transaction));
        // Sent, and dropped at once.
        std::future::poll_fn(|context| {
            let _ = asking.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
    }
    let clinic = given.clinic;
    drop((given, store));

    let store = crate::sqlite(folder.path()).await;
    assert_eq!(store.waiting_count(clinic).await.unwrap(), 50);
}

//! Closing a store, and the state of its files afterwards.

use clinic::{CommitError, StoreError};

use crate::given::Given;

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_a_closed_store_is_the_whole_clinic() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 40).await;
    let mut asked = Vec::new();
    for _ in 0..40 {
        asked.push(given.someone_asks(&slot).await.unwrap().0);
    }
    // Connections that have read are idle beside the writer.
    let before = given.view(asked[39]).await;
    store.close().await;

    let log = folder.path().join("ressurstimebok.sqlite-wal");
    assert_eq!(log.metadata().map(|log| log.len()).unwrap_or_default(), 0, "commits stand in the log alone");
    let elsewhere = tempfile::tempdir().unwrap();
    let file = "ressurstimebok.sqlite";
    std::fs::copy(folder.path().join(file), elsewhere.path().join(file)).unwrap();
    let copy = crate::sqlite(elsewhere.path()).await;
    let copied = given.through(&copy);
    assert_eq!(copied.view(asked[39]).await, before);
    assert_eq!(copy.waiting_count(given.clinic).await.unwrap(), 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_store_saves_what_it_was_given_and_takes_no_more() {
    let database = testkit::postgres::database().await;
    let folder = tempfile::tempdir().unwrap();
    for store in [crate::sqlite(folder.path()).await, crate::postgres(&database.url).await] {
        let given = Given::clinic(&store, 1).await;
        let slot = given.slot(60, 1).await;
        let (asked, ()) = tokio::join!(given.someone_asks(&slot), store.close());
        match asked {
            Ok(_) | Err(CommitError::Store(StoreError::Unavailable(_))) => {}
            Err(other) => panic!("{other:?}"),
        }
        let late = given.commit(clinic::Transaction::default()).await;
        assert!(matches!(late, Err(CommitError::Store(StoreError::Unavailable(_)))), "{late:?}");
        assert!(matches!(store.clinics().await, Err(StoreError::Unavailable(_))));
        store.close().await;
    }
    // The folder is unlocked although the closed store still exists.
    crate::sqlite(folder.path()).await;
}

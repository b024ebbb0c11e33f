//! Programs that open a database before its clinic is set up: all of them serve the same one.

use clap::Parser;
use clinic::{Transaction, Write};
use server::{Opened, Options};

use crate::given::{edit_of, profile};

async fn open(whose: &str, place: &str) -> Opened {
    let options = Options::try_parse_from(["ressurstimebok-server", whose, place]).unwrap();
    server::open(&options).await.expect("it opens")
}

#[tokio::test(flavor = "multi_thread")]
async fn desks_and_a_server_that_come_first_serve_the_clinic_that_is_set_up_later() {
    let database = testkit::postgres::database().await;
    let open = || open("--database", &database.url);
    let (desk, another, server) = tokio::join!(open(), open(), open());
    let id = desk.clinic.id();
    assert_eq!([another.clinic.id(), server.clinic.id()], [id, id]);

    let store = crate::postgres(&database.url).await;
    store
        .commit(id, Transaction::new(vec![Write::SaveProfile(Box::new(profile("DDFL Test")), edit_of(None))]))
        .await
        .unwrap();
    assert!(server.clinic.summary().await.unwrap().profile.is_some());
    assert_eq!(open().await.clinic.id(), id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_that_was_cut_short_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let first = open("--data", folder).await;
    let id = first.clinic.id();
    first.clinic.close().await;
    drop(first);
    let again = open("--data", folder).await;
    assert_eq!(again.clinic.id(), id);
    again.clinic.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_claimed_a_database_keeps_it() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::sqlite(folder.path()).await;
    assert_eq!(store.first_clinic().await.unwrap(), None);
    let [first, second] = [1, 2].map(|number| crate::given::Given::nothing(&store, number).clinic);
    for clinic in [first, second] {
        store.commit(clinic, Transaction::new(vec![Write::ClaimDatabase])).await.unwrap();
        assert_eq!(store.first_clinic().await.unwrap(), Some(first));
    }
}

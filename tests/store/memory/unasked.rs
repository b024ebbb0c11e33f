//! Cached data are returned without a statement.

use std::sync::Arc;

use clinic::session::TokenHash;
use clinic::{PatientStore, Store, Write};
use store::SqlStore;

use crate::given::{Given, morning};
use crate::notices::wait_until_they_hear;
use crate::stories::records::session;

#[tokio::test(flavor = "multi_thread")]
async fn calendar_and_session_are_answered_without_a_statement_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(store::open_sqlite(folder.path()).await.unwrap());
    let given = Given::clinic(&(Arc::clone(&store) as Arc<dyn Store>), 1).await;
    no_statement(&given, &store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calendar_and_session_are_answered_without_a_statement_on_postgres() {
    let database = testkit::postgres::database().await;
    let store = Arc::new(store::open_postgres(&database.url).await.unwrap());
    let given = Given::clinic(&(Arc::clone(&store) as Arc<dyn Store>), 1).await;
    wait_until_they_hear(&given, &given.through(&crate::postgres(&database.url).await)).await;
    no_statement(&given, &store).await;
}

async fn no_statement(given: &Given, store: &SqlStore) {
    let slot = given.slot(60, 2).await;
    let patient = given.patient().await;
    given.write(Write::OpenSession(session("token", patient))).await.unwrap();
    let token = TokenHash("token".into());
    let look = async || {
        let calendar = given.calendar(morning()).await;
        assert!(calendar.free_slots(slot.date, morning()).eq([&slot]));
        store.session(given.clinic, &token).await.unwrap().unwrap()
    };
    let before = store.queries();
    look().await;
    // The first call reads both: the counter works.
    assert_eq!(store.queries(), before + 2);
    look().await;
    look().await;
    assert_eq!(store.queries(), before + 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rush_of_requests_costs_the_calendar_no_statement() {
    let folder = tempfile::tempdir().unwrap();
    let store = Arc::new(store::open_sqlite(folder.path()).await.unwrap());
    let given = Given::clinic(&(Arc::clone(&store) as Arc<dyn Store>), 1).await;
    let slot = given.slot(60, 20).await;
    given.calendar(morning()).await;
    let before = store.queries();
    for free in (0..20).rev() {
        given.someone_asks(&slot).await.unwrap();
        assert_eq!(given.calendar(morning()).await.free_places(morning()), free);
    }
    assert_eq!(store.queries(), before);
}

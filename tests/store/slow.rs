//! A statement that takes too long on PostgreSQL: the server cancels it, and all connections stay open.

use std::collections::BTreeSet;

use clinic::StoreError;
use sqlx::{Connection, Executor, PgConnection};

use crate::given::Given;

async fn connections(to: &mut PgConnection) -> BTreeSet<i32> {
    let all = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'";
    sqlx::query_scalar(all).fetch_all(to).await.unwrap().into_iter().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_waits_too_long_is_ended_by_the_server_and_costs_no_connection() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Given::clinic(&store, 1).await;
    let mut other = PgConnection::connect(&database.url).await.unwrap();
    // One connection waits, and others are idle meanwhile.
    tokio::try_join!(store.clinics(), store.clinics(), store.clinics()).unwrap();
    let before = connections(&mut other).await;

    other.execute("BEGIN; LOCK TABLE booking").await.unwrap();
    let late = store.waiting_count(given.clinic).await;
    let Err(StoreError::Unavailable(cause)) = &late else { panic!("{late:?}") };
    assert!(cause.to_string().contains("57014"), "{cause}");
    let after = connections(&mut other).await;
    assert!(before.is_subset(&after), "{before:?} {after:?}");

    other.execute("ROLLBACK").await.unwrap();
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 0);
}

//! A row that no program of ours has written is named, so that someone can mend it.

use std::sync::Arc;

use clinic::{Store, StoreError};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

use crate::given::Given;

/// What nobody at the clinic would write.
const SPOIL: &str = "UPDATE timebook SET capacity = 0";

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let given = Given::clinic(&crate::sqlite(folder.path()).await, 1).await;
    let file = folder.path().join("ressurstimebok.sqlite");
    let mut raw = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    raw.execute(SPOIL).await.unwrap();
    is_named(&given).await;
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_on_postgres() {
    let database = testkit::postgres::database().await;
    let given = Given::clinic(&crate::postgres(&database.url).await, 1).await;
    let mut raw = PgConnection::connect(&database.url).await.unwrap();
    raw.execute(SPOIL).await.unwrap();
    is_named(&given).await;
}

async fn is_named(given: &Given) {
    let store: &Arc<dyn Store> = &given.store;
    match store.timebooks(given.clinic).await {
        Err(StoreError::Unreadable { table, column, row }) => {
            assert_eq!((table, column, row), ("timebook", "capacity", given.timebook.id.to_string()));
        }
        other => panic!("{other:?}"),
    }
}

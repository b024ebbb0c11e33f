//! A colleague deletes a part of the set-up while it is saved.

use std::sync::Arc;
use std::time::Duration;

use clinic::{CommitError, SetupPart, Write};
use sqlx::{Connection, Executor, PgConnection, Row};
use timebook::Timebook;
use tokio::time::timeout;

use crate::given::{Given, edit_of};

/// Longer than any wait here; a test that waits so long has failed.
const LONG: Duration = Duration::from_secs(20);

/// Whether a statement of another connection waits for a lock.
const WAITS: &str = "SELECT EXISTS (SELECT 1 FROM pg_stat_activity \
     WHERE datname = current_database() AND wait_event_type = 'Lock')";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_is_deleting_is_not_created_again() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Arc::new(Given::clinic(&store, 1).await);
    let timebook = Timebook { published: false, ..given.timebook.clone() };
    let of_timebook = edit_of(given.revision(SetupPart::Timebook(timebook.id)).await);
    let of_location = edit_of(given.revision(SetupPart::Location(timebook.location)).await);
    let location = given.location("Nye lokaler");

    let mut colleague = PgConnection::connect(&database.url).await.unwrap();
    let saves = [
        ("DELETE FROM timebook", Write::SaveTimebook(Box::new(timebook), of_timebook)),
        ("DELETE FROM location", Write::SaveLocation(Box::new(location), of_location)),
    ];
    for (delete, save) in saves {
        let mut deleting = colleague.begin().await.unwrap();
        deleting.execute(delete).await.unwrap();
        let saver = Arc::clone(&given);
        let saving = tokio::spawn(async move { saver.write(save).await });
        let mut observer = PgConnection::connect(&database.url).await.unwrap();
        let waits = async { while !observer.fetch_one(WAITS).await.unwrap().get::<bool, _>(0) {} };
        timeout(LONG, waits).await.expect("the save waits for the colleague");
        deleting.commit().await.unwrap();
        assert!(matches!(saving.await.unwrap(), Err(CommitError::Stale)), "{delete}");
    }
    assert_eq!(store.timebooks(given.clinic).await.unwrap(), []);
    assert_eq!(store.locations(given.clinic).await.unwrap(), []);
}

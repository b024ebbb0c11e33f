//! A refused save leaves no row on SQLite, where many transactions share a commit.

use clinic::{CommitError, Write};
use sqlx::{Connection, SqliteConnection};
use timebook::{Name, Timebook};

use crate::given::{Given, edit_of};

/// The refused saves make a new name of what is there already, so they would keep the old one.
#[tokio::test]
async fn a_refused_save_of_the_set_up_keeps_no_earlier_version() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let renamed = Timebook { name: Name::parse("Blodprøver").unwrap(), ..given.timebook.clone() };
    for save in [
        Write::SaveLocation(Box::new(given.location("Nye lokaler")), edit_of(None)),
        Write::SaveTimebook(Box::new(renamed), edit_of(None)),
    ] {
        assert!(matches!(given.write(save).await, Err(CommitError::Stale)));
    }
    let file = format!("sqlite://{}", folder.path().join("ressurstimebok.sqlite").display());
    let mut raw = SqliteConnection::connect(&file).await.unwrap();
    let versions = sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM timebook_version").fetch_one(&mut raw);
    assert_eq!(versions.await.unwrap(), 0);
}

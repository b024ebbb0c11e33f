//! Opening a store, and what can prevent it.

use std::borrow::Cow;
use std::path::Path;

use clinic::SetupStore;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{Connection, Executor, PgConnection, SqlSafeStr, SqliteConnection};
use store::{
    OpenError, POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS, database_holds_another, open_postgres,
    open_postgres_with, open_sqlite, open_sqlite_with,
};
use timebook::ClinicId;
use uuid::Uuid;

use crate::given::Given;

const TOMORROW: i64 = 9_999;

/// A newer program: it has one migration more.
fn of_tomorrow(today: &Migrator) -> Migrator {
    let tomorrow = Migration::new(
        TOMORROW,
        "tomorrow".into(),
        MigrationType::Simple,
        "CREATE TABLE tomorrow (clinic_id TEXT NOT NULL PRIMARY KEY)".into_sql_str(),
        false,
    );
    let migrations = today.iter().cloned().chain([tomorrow]).collect::<Vec<_>>();
    Migrator { migrations: Cow::Owned(migrations), ..Migrator::DEFAULT }
}

async fn raw(folder: &Path) -> SqliteConnection {
    let file = folder.join("ressurstimebok.sqlite");
    SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    files
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_made_for_its_owner_alone() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("ny/mappe");
    let store = open_sqlite(&folder).await.unwrap();
    assert_eq!(store.clinics().await.unwrap(), []);
    assert!(store.backup().is_none());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&folder).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_was_everyones_is_its_owners_alone_once_it_is_opened() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let open_to = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    drop(open_sqlite(folder.path()).await.unwrap());
    open_to(&folder.path().join("ressurstimebok.sqlite"), 0o666);
    open_to(folder.path(), 0o777);

    let store = open_sqlite(folder.path()).await.unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.path()), 0o700);
    for name in files(folder.path()) {
        assert_eq!(mode(&folder.path().join(&name)), 0o600, "{name}");
    }
    drop(store);
}

#[tokio::test]
async fn what_was_saved_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let (id, _) = given.someone_asks(&slot).await.unwrap();
    let before = given.view(id).await;
    let clinic = given.clinic;
    drop((given, store));

    // A closed folder is complete: nothing is left in the WAL beside the database.
    let store = crate::sqlite(folder.path()).await;
    assert_eq!(store.booking(clinic, id).await.unwrap(), Some(before));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_named() {
    let parent = tempfile::tempdir().unwrap();
    let file = parent.path().join("en fil");
    std::fs::write(&file, "ikke en mappe").unwrap();
    let folder = file.join("mappe");
    match open_sqlite(&folder).await {
        Err(OpenError::FolderNotWritable { path }) => assert_eq!(path, folder),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("opened"),
    }
}

#[tokio::test]
async fn a_folder_in_use_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let first = open_sqlite(folder.path()).await.unwrap();
    match open_sqlite(folder.path()).await {
        Err(OpenError::FolderInUse { path }) => assert_eq!(path, folder.path()),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("opened twice"),
    }
    assert_eq!(first.clinics().await.unwrap(), []);
    drop(first);
    open_sqlite(folder.path()).await.unwrap();
}

#[tokio::test]
async fn what_is_no_database_is_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ressurstimebok.sqlite");
    let text = "Dette er ikke en database. ".repeat(100);
    std::fs::write(&file, &text).unwrap();
    assert!(matches!(open_sqlite(folder.path()).await, Err(OpenError::Damaged(_))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[tokio::test]
async fn data_newer_than_the_program_are_not_touched_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let tomorrow = of_tomorrow(&SQLITE_MIGRATIONS);
    drop(open_sqlite_with(folder.path(), &tomorrow).await.unwrap());
    let file = folder.path().join("ressurstimebok.sqlite");
    let (bytes, before) = (std::fs::read(&file).unwrap(), files(folder.path()));
    match open_sqlite(folder.path()).await {
        Err(OpenError::NewerThanProgram { found, known }) => {
            assert_eq!((found, known), (TOMORROW, newest(&SQLITE_MIGRATIONS)));
        }
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("opened"),
    }
    assert!(std::fs::read(&file).unwrap() == bytes);
    assert_eq!(files(folder.path()), before);
    open_sqlite_with(folder.path(), &tomorrow).await.unwrap();
}

#[tokio::test]
async fn data_newer_than_the_program_are_not_touched_on_postgres() {
    let database = testkit::postgres::database().await;
    drop(open_postgres_with(&database.url, &of_tomorrow(&POSTGRES_MIGRATIONS)).await.unwrap());
    match open_postgres(&database.url).await {
        Err(OpenError::NewerThanProgram { found, known }) => {
            assert_eq!((found, known), (TOMORROW, newest(&POSTGRES_MIGRATIONS)));
        }
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("opened"),
    }
}

#[tokio::test]
async fn another_clinic_is_seen_before_anything_is_made_on_postgres() {
    let database = testkit::postgres::database().await;
    let ours = ClinicId::new(Uuid::from_u128(1));
    assert!(!database_holds_another(&database.url, ours).await.unwrap());
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let table = "SELECT 1 FROM information_schema.tables WHERE table_name = '_sqlx_migrations'";
    assert!(sqlx::query(table).fetch_optional(&mut connection).await.unwrap().is_none());
    drop(open_postgres(&database.url).await.unwrap());
    assert!(!database_holds_another(&database.url, ours).await.unwrap());
    let patient =
        "INSERT INTO patient (clinic_id, id, name, identity, made) VALUES ('ekte', 'p', 'n', 'i', 1)";
    connection.execute(patient).await.unwrap();
    assert!(database_holds_another(&database.url, ours).await.unwrap());
}

fn newest(migrator: &Migrator) -> i64 {
    migrator.iter().map(|migration| migration.version).max().unwrap()
}

#[tokio::test]
async fn older_data_are_copied_before_they_are_changed() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let clinic = given.clinic;
    drop((given, store));

    let newer = open_sqlite_with(folder.path(), &of_tomorrow(&SQLITE_MIGRATIONS)).await.unwrap();
    assert_eq!(newer.clinics().await.unwrap(), [clinic]);
    let backup = newer.backup().unwrap();
    let name = backup.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with(&format!("backup-{}-", newest(&SQLITE_MIGRATIONS))), "{name}");
    assert_eq!(backup.parent(), Some(folder.path()));

    // The copy is a database of the older program.
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::copy(backup, elsewhere.path().join("ressurstimebok.sqlite")).unwrap();
    let older = open_sqlite(elsewhere.path()).await.unwrap();
    assert_eq!(older.clinics().await.unwrap(), [clinic]);
    assert!(older.backup().is_none());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told() {
    let unavailable = open_postgres("postgres://nobody@127.0.0.1:1/nothing").await;
    assert!(matches!(unavailable, Err(OpenError::Unavailable(_))));
    let unreadable = open_postgres("not an address").await;
    assert!(matches!(unreadable, Err(OpenError::Unavailable(_))));
}

/// 3.51 is the first version without the bug that could lose a commit when two connections reset the WAL.
#[tokio::test]
async fn sqlite_is_new_enough() {
    let folder = tempfile::tempdir().unwrap();
    drop(open_sqlite(folder.path()).await.unwrap());
    let version: String =
        sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut raw(folder.path()).await).await.unwrap();
    let numbers: Vec<u32> = version.split('.').map(|number| number.parse().unwrap()).collect();
    assert!(numbers >= vec![3, 51, 0], "{version}");
}

#[tokio::test]
async fn commits_are_on_disk_before_they_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    drop(open_sqlite(folder.path()).await.unwrap());
    let mode: String =
        sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut raw(folder.path()).await).await.unwrap();
    assert_eq!(mode, "wal");
}

/// Two programs start at the same time on an empty database: one creates the tables, both continue.
#[tokio::test(flavor = "multi_thread")]
async fn two_programs_may_open_an_empty_server_at_once() {
    let database = testkit::postgres::database().await;
    let (one, other) = tokio::join!(open_postgres(&database.url), open_postgres(&database.url));
    assert_eq!(one.unwrap().clinics().await.unwrap(), []);
    assert_eq!(other.unwrap().clinics().await.unwrap(), []);
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    connection.execute("SELECT 1 FROM booking").await.unwrap();
}

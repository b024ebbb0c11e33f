//! Migrations: the same on both engines, and safe for existing data.

mod landed;
mod shape;

use std::collections::BTreeMap;

use clinic::{Act, BookingView, PatientStatus, Store};
use sqlx::migrate::Migrator;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};
use timebook::{BookingWindow, ClinicId, LeadTime, Release, Revision, SlotPause, StatusCode, Validity};

/// Sample rows for the tables after each migration, in SQL that both engines accept. A new migration adds a
/// sample.
const SAMPLES: [(i64, &str); 14] = [
    (1, include_str!("samples/0001.sql")),
    (2, include_str!("samples/0002.sql")),
    (6, include_str!("samples/0006.sql")),
    (8, include_str!("samples/0008.sql")),
    (9, include_str!("samples/0009.sql")),
    (11, include_str!("samples/0011.sql")),
    (12, include_str!("samples/0012.sql")),
    (15, include_str!("samples/0015.sql")),
    (16, include_str!("samples/0016.sql")),
    (17, include_str!("samples/0017.sql")),
    (18, include_str!("samples/0018.sql")),
    (19, include_str!("samples/0019.sql")),
    (20, include_str!("samples/0020.sql")),
    (21, include_str!("samples/0021.sql")),
];

/// By table and column: whether it is a text, and whether it may be NULL.
type Columns = BTreeMap<(String, String), (bool, bool)>;

#[test]
fn both_engines_have_the_same_numbers_and_each_has_a_sample() {
    let numbers = |migrator: &Migrator| {
        migrator.iter().map(|step| (step.version, step.description.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&SQLITE_MIGRATIONS), numbers(&POSTGRES_MIGRATIONS));
    let versions: Vec<i64> = SQLITE_MIGRATIONS.iter().map(|step| step.version).collect();
    assert_eq!(versions, SAMPLES.map(|(version, _)| version));
}

/// Every table's first column is the clinic, so that every row belongs to one.
#[tokio::test]
async fn every_row_says_whose_it_is() {
    let folder = tempfile::tempdir().unwrap();
    drop(store::open_sqlite(folder.path()).await.unwrap());
    let columns = columns_of_sqlite(&mut sqlite(folder.path()).await).await;
    for (table, _) in columns.keys() {
        let clinic = columns.get(&(table.clone(), "clinic_id".to_owned()));
        assert_eq!(clinic, Some(&(true, false)), "{table}");
    }
}

#[tokio::test]
async fn each_migration_keeps_what_is_there_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let mut connection = sqlite(folder.path()).await;
    for (version, sample) in SAMPLES {
        SQLITE_MIGRATIONS.run_to(version, &mut connection).await.unwrap();
        sqlx::raw_sql(sample).execute(&mut connection).await.unwrap();
    }
    let broken = sqlx::query("PRAGMA foreign_key_check").fetch_all(&mut connection).await.unwrap();
    assert!(broken.is_empty());
    connection.close().await.unwrap();
    is_whole(&store::open_sqlite(folder.path()).await.unwrap()).await;
}

#[tokio::test]
async fn each_migration_keeps_what_is_there_on_postgres() {
    let database = testkit::postgres::database().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    for (version, sample) in SAMPLES {
        POSTGRES_MIGRATIONS.run_to(version, &mut connection).await.unwrap();
        sqlx::raw_sql(sample).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    is_whole(&store::open_postgres(&database.url).await.unwrap()).await;
}

/// A desk with a program of before 0016 still runs: its requests have no start, and are refused.
#[tokio::test]
async fn a_request_of_an_older_program_is_refused_on_postgres() {
    let database = testkit::postgres::database().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    for (version, sample) in SAMPLES {
        POSTGRES_MIGRATIONS.run_to(version, &mut connection).await.unwrap();
        sqlx::raw_sql(sample).execute(&mut connection).await.unwrap();
    }
    let save = |columns: &str| {
        AssertSqlSafe(format!(
            "INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, request_key, \
             revision, status, place{columns} FROM booking WHERE status = 'requested' LIMIT 1"
        ))
    };
    let older = save(
        ") SELECT clinic_id, 'older', slot_id, patient_id, channel, reason, requested_at, 'older', 1, status, 9",
    );
    let refused = sqlx::query(older).execute(&mut connection).await.unwrap_err();
    assert!(refused.to_string().contains("starts_at"), "{refused}");
    let this = save(
        ", starts_at) SELECT clinic_id, 'this', slot_id, patient_id, channel, reason, requested_at, 'this', 1, \
         status, 9, starts_at",
    );
    sqlx::query(this).execute(&mut connection).await.unwrap();
}

/// A clinic may have years of bookings, so a migration may take longer than ordinary statements.
#[tokio::test]
async fn a_migration_on_postgres_may_take_longer_than_any_other_statement() {
    let database = testkit::postgres::database().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let watch = "CREATE TABLE watched (may_take TEXT);
        CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS
            'BEGIN INSERT INTO watched VALUES (current_setting(''statement_timeout'')); END';
        CREATE EVENT TRIGGER watch ON ddl_command_start WHEN TAG IN ('CREATE INDEX')
            EXECUTE FUNCTION watch();";
    sqlx::raw_sql(watch).execute(&mut connection).await.unwrap();
    let opened = store::open_postgres(&database.url).await;
    assert!(opened.is_ok(), "{:?}", opened.err());
    let limits: Vec<String> =
        sqlx::query_scalar("SELECT DISTINCT may_take FROM watched").fetch_all(&mut connection).await.unwrap();
    assert_eq!(limits, ["0"]);
}

/// Checks that everything in the samples can be read.
async fn is_whole(store: &dyn Store) {
    let clinics = store.clinics().await.unwrap();
    let clinic: ClinicId = *clinics.first().expect("the sample's clinic");
    assert_eq!(clinics.len(), 1);
    assert_eq!(store.first_clinic().await.unwrap(), Some(clinic));
    assert!(store.profile(clinic).await.unwrap().is_some());
    assert_eq!(store.locations(clinic).await.unwrap().len(), 1);
    let timebooks = store.timebooks(clinic).await.unwrap();
    let leads: Vec<_> = timebooks.iter().map(|timebook| timebook.rules.lead.map(LeadTime::get)).collect();
    assert_eq!(leads, [Some(120)]);
    assert!(matches!(timebooks[0].rules.release, Release::Weekly(_)), "{:?}", timebooks[0].rules);
    assert_eq!(timebooks[0].valid, Validity::stored("2025-01-01".parse().ok(), None));
    assert_eq!(timebooks[0].slot_pause, SlotPause::NONE, "as before there were pauses");
    let exceptions = store.exceptions(clinic, "2025-12-31".parse().unwrap()).await.unwrap();
    assert_eq!((exceptions.rows.len(), exceptions.revision), (1, Revision::new(3)));
    who_saved_last_is_known_from_now_on(store, clinic).await;
    let patients = store.patients(clinic, 99).await.unwrap();
    let mut bookings = Vec::new();
    for patient in patients.iter() {
        bookings.extend(store.bookings_of(clinic, patient.id, 99).await.unwrap().read);
    }
    assert_eq!(bookings.len(), 7);
    for view in &bookings {
        assert_eq!(view.slot.window, BookingWindow::until(view.slot.start), "as before there were windows");
    }
    let soon = bookings[0].slot.start + chrono::TimeDelta::milliseconds(1);
    assert_eq!(store.waiting_before(clinic, bookings[0].slot.start).await.unwrap(), 0, "each has its start");
    assert_eq!(store.waiting_before(clinic, soon).await.unwrap(), 1);
    what_was_told_is_carried_over(&bookings);
    let dead = store.dead_items(clinic).await.unwrap();
    assert_eq!(dead.iter().map(|item| item.last_error.as_str()).collect::<Vec<_>>(), ["no route"]);
    assert_eq!(store.dead_count(clinic).await.unwrap(), 1);
    let due = store.due(clinic, chrono::DateTime::from_timestamp_millis(1_737_446_411_000).unwrap()).await;
    let due: Vec<_> =
        due.unwrap().read.into_iter().map(|item| (item.kind, item.receiver, item.attempts)).collect();
    assert_eq!(due, [(PatientStatus::Granted, patients[0].id, 0)]);
    let mut lines = 0;
    for view in &bookings {
        lines += store.journal(clinic, view.booking.id, 99).await.unwrap().len();
    }
    assert_eq!(lines, 2);
    let of_patient = store.journal_of_patient(clinic, patients[0].id, None, 9).await.unwrap();
    let acts: Vec<_> = of_patient.iter().map(|(_, entry)| (entry.act, entry.booking.is_some())).collect();
    assert_eq!(acts, [(Act::LoggedIn, false), (Act::Confirmed, true), (Act::Requested, true)]);
    assert!(store.next_due(clinic).await.unwrap().is_some());
    let token = clinic::session::TokenHash("5e884898".into());
    let (session, _) = store.session(clinic, &token).await.unwrap().unwrap();
    assert_eq!(session.ends_at, session.expires_at);
    let token = clinic::session::TokenHash("0f0f0f0f".into());
    let (session, _) = store.session(clinic, &token).await.unwrap().unwrap();
    assert!(session.ends_at > session.expires_at);
    assert_eq!(session.draft, None, "a draft that cannot be read is none");
}

async fn who_saved_last_is_known_from_now_on(store: &dyn Store, clinic: ClinicId) {
    let edits = store.edits(clinic).await.unwrap();
    let known: Vec<_> = edits.0.values().map(|edit| (edit.revision.get(), edit.by.is_some())).collect();
    assert_eq!(known, [(2, true), (1, false), (2, false)]);
}

/// The old status becomes what the patient was told, except for a confirmation that had not been sent.
fn what_was_told_is_carried_over(bookings: &[BookingView]) {
    for view in bookings {
        let code = view.booking.status.code();
        let told = match code {
            StatusCode::Requested | StatusCode::Confirmed => PatientStatus::Sent,
            StatusCode::Rejected => PatientStatus::Rejected,
            StatusCode::Cancelled => PatientStatus::Cancelled,
            StatusCode::Expired => PatientStatus::Expired,
            StatusCode::Completed | StatusCode::NoShow => PatientStatus::Granted,
        };
        assert_eq!(view.patient_status(), told, "{code}");
        assert_eq!(
            view.last_notification.text.as_deref(),
            (told == PatientStatus::Rejected).then_some("Dessverre."),
            "{code}"
        );
        assert_eq!(view.last_notification.at.is_some(), told != PatientStatus::Sent, "{code}");
    }
}

async fn sqlite(folder: &std::path::Path) -> SqliteConnection {
    let file = folder.join("ressurstimebok.sqlite");
    SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", file.display())).await.unwrap()
}

async fn columns_of_sqlite(connection: &mut SqliteConnection) -> Columns {
    let words = "SELECT t.name, c.name, c.type, c.\"notnull\" FROM sqlite_master AS t, pragma_table_info(t.name) AS c \
        WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '_sqlx_%'";
    let rows: Vec<(String, String, String, bool)> =
        sqlx::query_as(words).fetch_all(connection).await.unwrap();
    rows.into_iter()
        .map(|(table, column, kind, not_null)| ((table, column), (kind == "TEXT", !not_null)))
        .collect()
}

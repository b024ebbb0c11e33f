//! The structure of the tables: columns, keys, checks and indexes, read from PostgreSQL's catalogue.
//!
//! Each engine stores definitions in its own form. So SQLite's tables are created again on PostgreSQL from
//! SQLite's definitions, and both are read from one catalogue.

use std::collections::BTreeSet;

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use store::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS};
use testkit::postgres::TestDatabase;

/// One line for each column, key, check and index.
type Shape = BTreeSet<String>;

/// Intended differences: what only SQLite has, and what PostgreSQL has instead.
const MEANT: [&[&str]; 2] = [
    // In SQLite an autoincrement column is the primary key and part of every index, and a default cannot be
    // dropped.
    &[
        "column booking.starts_at bigint NOT NULL DEFAULT 0",
        "column slot.closes_at bigint NOT NULL DEFAULT 0",
        "column slot.opens_at bigint NOT NULL DEFAULT 0",
        "index CREATE INDEX journal_of_booking ON public.journal USING btree (clinic_id, booking_id)",
        "index CREATE INDEX journal_of_patient ON public.journal USING btree (clinic_id, patient_id)",
        "rule journal PRIMARY KEY (line)",
    ],
    &[
        "column booking.starts_at bigint NOT NULL",
        "column slot.closes_at bigint NOT NULL",
        "column slot.opens_at bigint NOT NULL",
        "index CREATE INDEX journal_of_booking ON public.journal USING btree (clinic_id, booking_id, line)",
        "index CREATE INDEX journal_of_patient ON public.journal USING btree (clinic_id, patient_id, line)",
        "rule journal PRIMARY KEY (clinic_id, line)",
    ],
];

#[tokio::test]
async fn both_engines_have_the_same_columns_keys_checks_and_indexes() {
    let shapes = [shape_of_sqlite(&mut sqlite().await).await, shape_of_postgres(&[]).await];
    assert!(shapes.iter().all(|shape| shape.len() > 100), "{shapes:#?}");
    assert_eq!(differences(&shapes), MEANT);
}

/// The comparison must find each of these differences, otherwise it compares nothing.
#[tokio::test]
async fn a_change_on_one_engine_alone_is_seen() {
    let sqlite_shape = shape_of_sqlite(&mut sqlite().await).await;
    for change in [
        "DROP INDEX booking_decided",
        "DROP INDEX outbox_due; CREATE INDEX outbox_due ON outbox (clinic_id, try_at, id)",
        "DROP INDEX booking_holds_place; CREATE INDEX booking_holds_place ON booking (clinic_id, slot_id, place) \
         WHERE status IN ('requested', 'confirmed')",
        "ALTER TABLE slot DROP CONSTRAINT slot_capacity_check",
        "ALTER TABLE slot DROP CONSTRAINT slot_capacity_check; ALTER TABLE slot ADD CHECK (capacity >= 0)",
        "ALTER TABLE slot DROP CONSTRAINT slot_clinic_id_timebook_id_fkey",
        "ALTER TABLE patient DROP CONSTRAINT patient_clinic_id_identity_key",
        "ALTER TABLE booking ALTER COLUMN told DROP DEFAULT",
        "ALTER TABLE booking ALTER COLUMN channel DROP NOT NULL",
        "ALTER TABLE patient ALTER COLUMN made TYPE TEXT",
    ] {
        let shapes = [sqlite_shape.clone(), shape_of_postgres(&[change]).await];
        assert_ne!(differences(&shapes), MEANT, "{change}");
    }
}

/// `clinic_id` is first in every key, so that the rows of one clinic are stored together and can be moved to
/// another server. The table of the clinic that a database is claimed for is an exception: it has one row for
/// the database.
#[tokio::test]
async fn the_clinic_leads_every_key() {
    let shape = shape_of_postgres(&[]).await;
    let keys = shape.iter().filter(|line| !line.starts_with("column ") && !line.contains(" CHECK "));
    let strangers: Vec<&String> = keys.filter(|line| !line.contains("(clinic_id")).collect();
    assert_eq!(strangers, ["rule first_clinic PRIMARY KEY (one)"]);
}

fn differences([sqlite, postgres]: &[Shape; 2]) -> [Vec<&str>; 2] {
    [sqlite.difference(postgres), postgres.difference(sqlite)]
        .map(|lines| lines.map(String::as_str).collect())
}

async fn sqlite() -> SqliteConnection {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    SQLITE_MIGRATIONS.run_direct(None, &mut connection, false).await.unwrap();
    connection
}

async fn shape_of_postgres(changes: &[&'static str]) -> Shape {
    let database = testkit::postgres::database().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    POSTGRES_MIGRATIONS.run_direct(None, &mut connection, false).await.unwrap();
    for change in changes {
        sqlx::raw_sql(*change).execute(&mut connection).await.unwrap();
    }
    told(&database).await
}

/// Creates SQLite's tables on PostgreSQL, with PostgreSQL's name for 64-bit integers.
async fn shape_of_sqlite(connection: &mut SqliteConnection) -> Shape {
    let question = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE '\\_sqlx\\_%' ESCAPE '\\' \
        ORDER BY type DESC, rowid";
    let statements: Vec<String> = sqlx::query_scalar(question).fetch_all(connection).await.unwrap();
    let database = testkit::postgres::database().await;
    let mut copy = PgConnection::connect(&database.url).await.unwrap();
    for statement in statements {
        let statement = statement.trim_end().trim_end_matches("STRICT").replace("INTEGER", "BIGINT");
        let made = sqlx::raw_sql(AssertSqlSafe(statement.clone())).execute(&mut copy).await;
        made.unwrap_or_else(|error| panic!("{error}: {statement}"));
    }
    told(&database).await
}

async fn told(database: &TestDatabase) -> Shape {
    let question = "
        SELECT format('column %s.%s %s%s%s', class.relname, attname, format_type(atttypid, atttypmod),
                      CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END,
                      ' DEFAULT ' || pg_get_expr(adbin, adrelid))
        FROM pg_attribute JOIN pg_class AS class ON class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
          AND relnamespace = 'public'::regnamespace AND relname NOT LIKE '\\_sqlx\\_%'
        UNION ALL
        SELECT format('rule %s %s', conrelid::regclass, pg_get_constraintdef(oid))
        FROM pg_constraint
        WHERE contype IN ('c', 'f', 'p', 'u') AND connamespace = 'public'::regnamespace
          AND conrelid::regclass::text NOT LIKE '\\_sqlx\\_%'
        UNION ALL
        SELECT format('index %s', pg_get_indexdef(indexrelid))
        FROM pg_index JOIN pg_class AS class ON class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))";
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    let lines: Vec<String> = sqlx::query_scalar(question).fetch_all(&mut connection).await.unwrap();
    lines.into_iter().collect()
}

//! Checks PostgreSQL's query plans: frequent queries must use an index, by the columns named here.
//!
//! PostgreSQL plans from statistics, so the tables are filled and analysed first. A prepared statement soon
//! gets one generic plan for all values; that plan is checked here. Sequential scans are made expensive: on
//! tables as small as these they can be the best plan, and the check is whether an index can be used at all.

use std::fmt;

use serde_json::Value;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection, Row};
use testkit::postgres::TestDatabase;

use super::STATEMENTS;
use crate::dialect::{LOCK_PATIENTS_POSTGRES, REQUESTS_POSTGRES};
use crate::migrations::POSTGRES_MIGRATIONS;
use crate::reads::{bookings, calendar, outbox, patients};

/// Tables that grow without limit.
const GROW: &[&str] =
    &["booking", "journal", "slot", "patient", "outbox", "portal_session", "timebook_version"];

/// Indexes that may be read for all of a clinic: the partial ones hold only waiting rows, and the list of
/// patients, which is read whole, can use any index of its table.
const WHOLE: &[&str] = &[
    "booking_waiting",
    "booking_waiting_by_start",
    "outbox_due",
    "outbox_dead",
    "patient_made",
    "patient_clinic_id_identity_key",
];

/// Frequent queries: the table, the index, and the columns it is searched by.
const BY_INDEX: &[(&str, &str)] = &[
    (calendar::CALENDAR, "slot by slot_calendar (clinic_id, timebook_id, date"),
    (bookings::BOOKING, "booking by booking_pkey (clinic_id, id)"),
    (bookings::BOOKING, "outbox by outbox_pending (clinic_id, booking_id)"),
    (bookings::WAITING, "booking by booking_waiting (clinic_id, requested_at, id)"),
    (bookings::WAITING_BY_START, "booking by booking_waiting_by_start (clinic_id, starts_at, id)"),
    (bookings::WAITING_BEFORE, "booking by booking_waiting_by_start (clinic_id, starts_at)"),
    (bookings::DECIDED_SINCE, "booking by booking_decided (clinic_id, decided_at)"),
    (bookings::DECIDED_COUNT, "booking by booking_decided (clinic_id, decided_at)"),
    (
        bookings::BOOKINGS_OF,
        "booking by booking_clinic_id_patient_id_request_key_key (clinic_id, patient_id)",
    ),
    (bookings::JOURNAL, "journal by journal_of_booking (clinic_id, booking_id)"),
    (bookings::JOURNAL_OF_PATIENT, "journal by journal_of_patient (clinic_id, patient_id, line)"),
    (outbox::DUE, "outbox by outbox_due (clinic_id, try_at)"),
    (outbox::NEXT_DUE, "outbox by outbox_due (clinic_id)"),
    (patients::SESSION, "portal_session by portal_session_pkey (clinic_id, token)"),
    (LOCK_PATIENTS_POSTGRES, "patient by patient_pkey (clinic_id, id)"),
    (REQUESTS_POSTGRES, "slot by slot_pkey (clinic_id, id)"),
    (REQUESTS_POSTGRES, "own by booking_clinic_id_patient_id_request_key_key (clinic_id, patient_id)"),
    (
        REQUESTS_POSTGRES,
        "earlier by booking_clinic_id_patient_id_request_key_key (clinic_id, patient_id, request_key)",
    ),
];

/// A step of a plan that reads rows of a table.
struct Step {
    table: String,
    alias: String,
    index: Option<String>,
    by: Vec<String>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.index {
            Some(index) => write!(f, "{} by {index} ({})", self.alias, self.by.join(", ")),
            None => write!(f, "{} by sequential scan", self.alias),
        }
    }
}

impl Step {
    fn reads_too_much(&self) -> bool {
        let whole = self.index.as_deref().is_some_and(|index| WHOLE.contains(&index));
        GROW.contains(&self.table.as_str()) && self.by.len() < 2 && !whole
    }
}

/// Eight clinics with thousands of rows each.
async fn tables() -> (TestDatabase, PgConnection) {
    let database = testkit::postgres::database().await;
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    POSTGRES_MIGRATIONS.run_direct(None, &mut connection, false).await.unwrap();
    run(&mut connection, include_str!("fill.sql")).await;
    run(&mut connection, "SET jit = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        .await;
    (database, connection)
}

async fn run(connection: &mut PgConnection, statements: &str) {
    let done = sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(connection).await;
    done.unwrap_or_else(|error| panic!("{statements}: {error}"));
}

async fn plan(connection: &mut PgConnection, statement: &str) -> Vec<Step> {
    let parameters = (1..40).take_while(|nth| statement.contains(&format!("${nth}"))).count();
    let nulls = vec!["NULL"; parameters].join(", ");
    run(connection, &format!("PREPARE plan AS {statement}")).await;
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE plan({nulls})");
    let row = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_one(&mut *connection).await;
    let row = row.unwrap_or_else(|error| panic!("{statement}: {error}"));
    run(connection, "DEALLOCATE plan").await;
    let plan: Value = serde_json::from_str(row.get_unchecked(0)).unwrap();
    let mut steps = Vec::new();
    read(&plan[0]["Plan"], ("", ""), &mut steps);
    steps
}

/// A bitmap index scan does not name its table; its parent does.
fn read(node: &Value, parent: (&str, &str), steps: &mut Vec<Step>) {
    let text = |name: &str| node[name].as_str();
    let (table, alias) = match (text("Relation Name"), text("Alias")) {
        (Some(table), Some(alias)) => (table, alias),
        _ => parent,
    };
    let step = |index: Option<&str>| Step {
        table: table.to_owned(),
        // PostgreSQL numbers an alias that is used more than once.
        alias: alias.trim_end_matches(|c: char| c == '_' || c.is_ascii_digit()).to_owned(),
        index: index.map(str::to_owned),
        by: columns(text("Index Cond").unwrap_or_default()),
    };
    match (text("Node Type").unwrap(), text("Index Name")) {
        ("Seq Scan", _) => steps.push(step(None)),
        (_, Some(index)) => steps.push(step(Some(index))),
        _ => {}
    }
    for child in node["Plans"].as_array().into_iter().flatten() {
        read(child, (table, alias), steps);
    }
}

/// The columns at the beginning of each condition: `((clinic_id = $1) AND (ROW(made, id) > ROW($2, $3)))`.
fn columns(condition: &str) -> Vec<String> {
    let mut columns = Vec::new();
    for one in condition.split(" AND ").map(|one| one.trim_start_matches('(')) {
        let names = match one.strip_prefix("ROW(") {
            Some(row) => row.split(')').next().unwrap(),
            None => one.split(' ').next().unwrap(),
        };
        columns.extend(names.split(", ").filter(|name| !name.is_empty()).map(str::to_owned));
    }
    columns.dedup();
    columns
}

fn texts(steps: &[Step]) -> Vec<String> {
    steps.iter().map(ToString::to_string).collect()
}

fn uses(steps: &[Step], step: &str) -> bool {
    texts(steps).iter().any(|text| text.starts_with(step))
}

#[tokio::test]
async fn no_large_table_is_read_whole() {
    let (_database, mut connection) = tables().await;
    let requests = [("requests", REQUESTS_POSTGRES), ("their patients", LOCK_PATIENTS_POSTGRES)];
    for (name, statement) in STATEMENTS.iter().copied().chain(requests) {
        let steps = plan(&mut connection, statement).await;
        let wide: Vec<_> =
            steps.iter().filter(|step| step.reads_too_much()).map(ToString::to_string).collect();
        assert_eq!(wide, [""; 0], "{name}\n{}", texts(&steps).join("\n"));
    }
}

#[tokio::test]
async fn a_query_that_reads_a_large_table_is_found() {
    let (_database, mut connection) = tables().await;
    for statement in [
        "SELECT id FROM booking WHERE reason = $1",
        "SELECT id FROM booking WHERE clinic_id = $1 AND reason = $2",
        "SELECT id FROM booking WHERE status = 'cancelled' AND requested_at < $1",
        "SELECT COUNT(*) FROM journal WHERE clinic_id = $1",
    ] {
        let steps = plan(&mut connection, statement).await;
        assert!(steps.iter().any(Step::reads_too_much), "{statement}\n{}", texts(&steps).join("\n"));
    }
}

/// Each index is used. Without it, or with it on other columns, the check fails.
#[tokio::test]
async fn each_frequent_query_uses_its_index() {
    let (_database, mut connection) = tables().await;
    for (statement, step) in BY_INDEX {
        let steps = plan(&mut connection, statement).await;
        assert!(uses(&steps, step), "{step}\n{}\n{statement}", texts(&steps).join("\n"));
        let table = &steps.iter().find(|found| found.to_string().starts_with(step)).unwrap().table;
        let index = step.split(' ').nth(2).unwrap();
        let gone = if index.ends_with("_pkey") || index.ends_with("_key") {
            format!("ALTER TABLE {table} DROP CONSTRAINT {index} CASCADE")
        } else {
            format!("DROP INDEX {index}")
        };
        let other = if table == "journal" { "at" } else { "id" };
        let other = if table == "portal_session" { "form_token" } else { other };
        let elsewhere = format!("CREATE INDEX {index} ON {table} ({other}, clinic_id)");
        for then in ["", elsewhere.as_str()] {
            run(&mut connection, &format!("BEGIN; {gone}; {then}")).await;
            let steps = plan(&mut connection, statement).await;
            assert!(!uses(&steps, step), "{step} is not missed in {statement}");
            run(&mut connection, "ROLLBACK").await;
        }
    }
}

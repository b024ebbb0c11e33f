//! Checks SQLite's query plans: frequent queries must use an index, by the columns named here.
//!
//! SQLite plans without statistics here, so its plan for an empty table is also its plan for a full one.
//! PostgreSQL's plans are checked in `postgres`.

mod postgres;

use std::fs;
use std::path::Path;

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Row};

use crate::dialect::{REQUESTS_SQLITE, REQUESTS_SQLITE_TABLE};
use crate::migrations::SQLITE_MIGRATIONS;
use crate::reads::{bookings, calendar, outbox, patients, setup};
use crate::writes::journal;

/// Statements with their names in the code.
macro_rules! named {
    ($($statement:expr),+ $(,)?) => {
        &[$((stringify!($statement), $statement)),+]
    };
}

/// Every read, and the writes that run often. A test checks that no read is missing.
const STATEMENTS: &[(&str, &str)] = named![
    calendar::SLOT,
    calendar::COMING_SLOTS,
    calendar::CALENDAR,
    calendar::NAMED_SLOTS,
    bookings::BOOKING,
    bookings::BOOKING_OF_FORM,
    bookings::LIVE_BOOKING,
    bookings::WAITING,
    bookings::WAITING_BY_START,
    bookings::WAITING_BEFORE,
    bookings::WAITING_COUNT,
    bookings::CONFLICTS,
    bookings::CONFLICT_COUNT,
    bookings::DECIDED_SINCE,
    bookings::DECIDED_COUNT,
    bookings::BOOKINGS_OF,
    bookings::COUNTED,
    bookings::OVERDUE,
    bookings::JOURNAL,
    bookings::JOURNAL_OF_PATIENT,
    setup::PROFILE,
    setup::LOCATIONS,
    setup::TIMEBOOKS,
    setup::EDITS,
    setup::EXCEPTIONS,
    setup::OPENING_REVISION,
    setup::PUBLISHED_KINDS,
    setup::PUBLISHED,
    outbox::DUE,
    outbox::NEXT_DUE,
    outbox::DEAD_ITEMS,
    outbox::DEAD_COUNT,
    patients::PATIENTS,
    patients::SESSION,
    journal::RECORD,
    journal::RECORD_ACCESS,
];

/// Tables that are deliberately scanned: a clinic's set-up, what waits, who is listed. The last one is
/// scanned by SQLite only when a booking is deleted, which never happens.
const WHOLE: &[&str] = &[
    "SEARCH clinic USING INDEX sqlite_autoindex_clinic_1",
    "SEARCH location USING INDEX sqlite_autoindex_location_1",
    "SEARCH timebook USING INDEX sqlite_autoindex_timebook_1",
    "SEARCH opening_revision USING INDEX sqlite_autoindex_opening_revision_1",
    "SEARCH booking USING INDEX booking_waiting",
    "SEARCH booking USING COVERING INDEX booking_waiting",
    "SEARCH outbox USING INDEX outbox_due",
    "SEARCH patient USING INDEX patient_made",
    "SEARCH outbox USING INDEX sqlite_autoindex_outbox_1",
];

/// What SQLite calls a scan but is not one: rows made by the statement itself.
const OWN_ROWS: &[&str] = &[
    "SCAN asked",
    "SCAN element",
    "SCAN json_each",
    "SCAN judged",
    "SCAN number",
    "SCAN ranked",
    "SCAN standing",
    "SCAN (subquery",
    "SCAN CONSTANT ROW",
];

/// The most frequent queries, with their index and the columns used in it.
const BY_INDEX: &[(&str, &str)] = &[
    (calendar::CALENDAR, "slot USING INDEX slot_calendar (clinic_id=? AND timebook_id=? AND date>?)"),
    (
        calendar::CALENDAR,
        "holder USING COVERING INDEX booking_of_slot (clinic_id=? AND slot_id=? AND status=?)",
    ),
    (bookings::BOOKING, "outbox USING INDEX outbox_pending (clinic_id=? AND booking_id=?)"),
    (bookings::LIVE_BOOKING, "booking USING INDEX booking_of_slot (clinic_id=? AND slot_id=? AND status=?)"),
    (bookings::WAITING, "booking USING INDEX booking_waiting (clinic_id=? AND (requested_at,id)>(?,?))"),
    (
        bookings::WAITING_BY_START,
        "booking USING INDEX booking_waiting_by_start (clinic_id=? AND (starts_at,id)>(?,?))",
    ),
    (
        bookings::WAITING_BEFORE,
        "booking USING COVERING INDEX booking_waiting_by_start (clinic_id=? AND starts_at<?)",
    ),
    (bookings::WAITING_COUNT, "booking USING COVERING INDEX booking_waiting_by_start (clinic_id=?)"),
    (bookings::CONFLICTS, "closed USING INDEX slot_closed (clinic_id=? AND starts_at>?)"),
    (bookings::CONFLICT_COUNT, "closed USING INDEX slot_closed (clinic_id=? AND starts_at>?)"),
    (bookings::DECIDED_SINCE, "booking USING INDEX booking_decided (clinic_id=? AND decided_at>?)"),
    (bookings::DECIDED_COUNT, "booking USING INDEX booking_decided (clinic_id=? AND decided_at>?)"),
    (bookings::OVERDUE, "booking USING INDEX booking_waiting_by_start (clinic_id=? AND starts_at<?)"),
    (bookings::JOURNAL, "journal USING INDEX journal_of_booking (clinic_id=? AND booking_id=?)"),
    (outbox::DUE, "outbox USING INDEX outbox_due (clinic_id=? AND try_at<?)"),
    (outbox::NEXT_DUE, "outbox USING INDEX outbox_due (clinic_id=?)"),
    (outbox::DEAD_ITEMS, "outbox USING INDEX outbox_dead (clinic_id=? AND dead_at>?)"),
    (outbox::DEAD_COUNT, "outbox USING COVERING INDEX outbox_dead (clinic_id=? AND dead_at>?)"),
    (
        setup::EXCEPTIONS,
        "opening_exception USING INDEX opening_exception_by_end (clinic_id=? AND last_date>?)",
    ),
    (patients::PATIENTS, "patient USING INDEX patient_made (clinic_id=?)"),
];

/// As [`BY_INDEX`], for the statement of [`REQUESTS_SQLITE`] that checks the requests.
const JUDGED_BY_INDEX: &[&str] =
    &["holder USING COVERING INDEX booking_of_slot (clinic_id=? AND slot_id=? AND status=?)"];

/// The statements of [`REQUESTS_SQLITE`].
fn saving_requests() -> impl Iterator<Item = (&'static str, &'static str)> {
    REQUESTS_SQLITE.split("; ").map(|statement| ("a statement that saves requests", statement))
}

/// Every step of the plan, one per line.
async fn plan(connection: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let words = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let rows =
        sqlx::query(words).fetch_all(connection).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    rows.iter().map(|row| row.get::<String, _>("detail")).collect()
}

async fn tables() -> SqliteConnection {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    SQLITE_MIGRATIONS.run_direct(None, &mut connection, false).await.unwrap();
    sqlx::query(REQUESTS_SQLITE_TABLE).execute(&mut connection).await.unwrap();
    connection
}

/// Steps that scan a table, or all of a clinic's rows in a table that grows.
fn too_wide(steps: &[String]) -> Vec<&str> {
    let is = |step: &&str, known: &[&str]| known.iter().any(|known| step.starts_with(known));
    let narrow = |step: &&str| step.contains("(clinic_id=? AND ");
    let scans = |step: &&str| step.starts_with("SCAN") && !is(step, OWN_ROWS);
    let searches = |step: &&str| step.starts_with("SEARCH") && !narrow(step) && !is(step, WHOLE);
    steps.iter().map(String::as_str).filter(|step| scans(step) || searches(step)).collect()
}

#[tokio::test]
async fn no_table_is_read_through() {
    let mut connection = tables().await;
    for (name, statement) in STATEMENTS.iter().copied().chain(saving_requests()) {
        let steps = plan(&mut connection, statement).await;
        assert_eq!(too_wide(&steps), [""; 0], "{name}");
    }
}

#[tokio::test]
async fn a_table_that_is_read_through_is_seen() {
    let mut connection = tables().await;
    for statement in [
        "SELECT id FROM booking WHERE reason = $1",
        "SELECT id FROM booking WHERE clinic_id = $1 AND reason = $2",
        "SELECT id FROM booking WHERE status = 'requested' AND requested_at < $1",
        "SELECT holder.id FROM slot JOIN booking AS holder ON holder.slot_id = slot.id WHERE slot.clinic_id = $1 \
         AND slot.id = $2",
    ] {
        let steps = plan(&mut connection, statement).await;
        assert_ne!(too_wide(&steps), [""; 0], "{statement}");
    }
}

#[test]
fn every_read_is_looked_at() {
    let reads = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/reads");
    for file in fs::read_dir(reads).unwrap() {
        let file = file.unwrap().path();
        let module = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        let names = text.lines().filter_map(|line| line.split_once("const ")?.1.split_once(": &str"));
        for name in names.map(|(name, _)| format!("{module}::{name}")) {
            // These are read once, across all clinics, and return few rows.
            let is_of_all = ["setup::CLINICS", "setup::FIRST_CLINIC"].contains(&name.as_str());
            let known = is_of_all || STATEMENTS.iter().any(|(known, _)| *known == name);
            assert!(known, "STATEMENTS has no {name}");
        }
    }
}

/// Reads without a limit: one row, the set-up that a person has typed, and the slots of one
/// timebook, which its plan limits.
const WITHOUT_LIMIT: &[&str] = &[
    "calendar::SLOT",
    "calendar::COMING_SLOTS",
    "calendar::CALENDAR",
    "calendar::NAMED_SLOTS",
    "bookings::BOOKING",
    "bookings::BOOKING_OF_FORM",
    "setup::PROFILE",
    "setup::LOCATIONS",
    "setup::TIMEBOOKS",
    "setup::EDITS",
    "setup::EXCEPTIONS",
    "setup::OPENING_REVISION",
    "setup::PUBLISHED_KINDS",
    "setup::PUBLISHED",
    "patients::SESSION",
];

/// A limit of a subquery does not count: the statement itself must end with one.
fn has_limit(statement: &str) -> bool {
    let last = statement.rsplit_once(" LIMIT ").map(|(_, last)| last);
    last.is_some_and(|last| !last.contains(')'))
}

fn is_count(statement: &str) -> bool {
    statement.starts_with("SELECT $1, COUNT(*) ")
}

#[test]
fn every_list_has_a_limit() {
    let reads = STATEMENTS.iter().filter(|(_, statement)| statement.starts_with("SELECT"));
    let unlimited: Vec<&str> = reads
        .filter(|(_, statement)| !has_limit(statement) && !is_count(statement))
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(unlimited, WITHOUT_LIMIT);
}

#[tokio::test]
async fn what_is_asked_most_has_an_index_of_its_own() {
    let mut connection = tables().await;
    let (_, judging) = saving_requests().nth(1).unwrap();
    let judged = JUDGED_BY_INDEX.iter().map(|index| (judging, *index));
    for (statement, index) in BY_INDEX.iter().copied().chain(judged) {
        let steps = plan(&mut connection, statement).await;
        assert!(steps.iter().any(|step| step.contains(index)), "{index}\n{}\n{statement}", steps.join("\n"));
    }
}

/// In a rush most of a request's time would go into reading the same rows again.
#[tokio::test]
async fn a_request_is_compared_with_the_patients_bookings_once() {
    let mut connection = tables().await;
    let (_, judging) = saving_requests().nth(1).unwrap();
    let again = judging.replace("standing AS MATERIALIZED", "standing AS");
    // The bookings with the same key, and those that count towards a limit: all of them, and those of the type.
    for (statement, expected) in [(judging, [1, 2]), (again.as_str(), [2, 4])] {
        let steps = plan(&mut connection, statement).await;
        let index = "USING INDEX sqlite_autoindex_booking_2";
        let reads = [format!("SEARCH earlier {index}"), format!("SEARCH own {index}")];
        let found = reads.map(|read| steps.iter().filter(|step| step.starts_with(&read)).count());
        assert_eq!(found, expected, "{}", steps.join("\n"));
    }
}

/// The test above fails when any of its indexes is missing or has other columns.
#[tokio::test]
async fn an_index_that_is_gone_or_stands_on_other_columns_is_missed() {
    let (_, judging) = saving_requests().nth(1).unwrap();
    let judged = JUDGED_BY_INDEX.iter().map(|index| (judging, *index));
    for (statement, index) in BY_INDEX.iter().copied().chain(judged) {
        let name = index.split("INDEX ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        let table = match index.split(' ').next().unwrap() {
            "holder" => "booking",
            "closed" => "slot",
            table => table,
        };
        let other = format!("CREATE INDEX {name} ON {table} (id, clinic_id)");
        let other = if table == "journal" { other.replace("(id", "(line") } else { other };
        for then in ["", other.as_str()] {
            let mut connection = tables().await;
            let change = format!("DROP INDEX {name}; {then}");
            sqlx::raw_sql(AssertSqlSafe(change)).execute(&mut connection).await.unwrap();
            let steps = plan(&mut connection, statement).await;
            assert!(!steps.iter().any(|step| step.contains(index)), "{name} is not missed in {statement}");
        }
    }
}

/// The queue and the outbox are read in order from their indexes.
#[tokio::test]
async fn nothing_is_sorted_that_an_index_has_in_order() {
    let mut connection = tables().await;
    let in_order = [
        bookings::WAITING,
        bookings::WAITING_BY_START,
        bookings::JOURNAL,
        outbox::DUE,
        outbox::NEXT_DUE,
        patients::PATIENTS,
    ];
    for statement in in_order {
        let steps = plan(&mut connection, statement).await;
        assert!(steps.iter().all(|step| !step.contains("FOR ORDER BY")), "{}\n{statement}", steps.join("\n"));
    }
}

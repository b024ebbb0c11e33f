//! How SQLite goes about what is asked often: by an index, never by reading a table through.
//!
//! SQLite plans without knowing how much there is, so its plan for an empty table is its plan for a
//! full one.

use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection, Row};

use crate::dialect::asks_sqlite;
use crate::migrations::SQLITE_MIGRATIONS;
use crate::reads::{bookings, calendar, outbox, patients, setup};
use crate::writes::{hold, journal};

/// Every step of the plan, one a line.
async fn plan(connection: &mut SqliteConnection, statement: &str) -> Vec<String> {
    let words = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
    let rows =
        sqlx::query(words).fetch_all(connection).await.unwrap_or_else(|error| panic!("{statement}: {error}"));
    rows.iter().map(|row| row.get::<String, _>("detail")).collect()
}

async fn tables() -> SqliteConnection {
    let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
    SQLITE_MIGRATIONS.run_direct(None, &mut connection, false).await.unwrap();
    connection
}

#[tokio::test]
async fn no_table_is_read_through() {
    let mut connection = tables().await;
    let many = asks_sqlite(4);
    let (take_places, record_all) = many.as_str().split_once(";\n").unwrap();
    let statements = [
        take_places,
        record_all,
        calendar::FREE_DAYS,
        calendar::NEXT_FREE_DAY,
        calendar::FREE_SLOTS,
        calendar::SLOT,
        calendar::COMING_SLOTS,
        calendar::TIMEBOOK_STATES,
        bookings::BOOKING,
        bookings::WAITING,
        bookings::WAITING_COUNT,
        bookings::DECIDED_SINCE,
        bookings::DECIDED_COUNT,
        bookings::BOOKINGS_OF,
        bookings::OVERDUE,
        bookings::JOURNAL,
        setup::PROFILE,
        setup::LOCATIONS,
        setup::TIMEBOOKS,
        setup::PUBLISHED_KINDS,
        setup::PUBLISHED,
        outbox::DUE,
        outbox::NEXT_DUE,
        outbox::DEAD_ITEMS,
        patients::PATIENTS,
        patients::SESSION,
        hold::TAKE_PLACE,
        hold::WHY_NOT,
        journal::RECORD,
    ];
    for statement in statements {
        for step in plan(&mut connection, statement).await {
            let allowed =
                ["SCAN ask", "SCAN 4 CONSTANT ROWS", "SCAN free_day", "SCAN next", "SCAN CONSTANT ROW"];
            assert!(
                !step.starts_with("SCAN") || allowed.iter().any(|scan| step.starts_with(scan)),
                "{step}\n{statement}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_asked_most_has_an_index_of_its_own() {
    let mut connection = tables().await;
    for (statement, index) in [
        (calendar::FREE_DAYS, "slot USING COVERING INDEX slot_calendar"),
        (calendar::FREE_DAYS, "holder USING COVERING INDEX booking_of_slot"),
        (calendar::NEXT_FREE_DAY, "slot USING COVERING INDEX slot_calendar"),
        (calendar::FREE_SLOTS, "slot USING INDEX slot_calendar"),
        (bookings::WAITING, "booking USING INDEX booking_waiting (clinic_id=? AND (requested_at,id)>(?,?))"),
        (bookings::WAITING_COUNT, "booking USING COVERING INDEX booking_waiting"),
        (bookings::DECIDED_SINCE, "booking USING INDEX booking_decided"),
        (bookings::DECIDED_COUNT, "booking USING INDEX booking_decided (clinic_id=? AND decided_at>?)"),
        (bookings::OVERDUE, "booking USING INDEX booking_waiting"),
        (bookings::JOURNAL, "journal USING INDEX journal_of_booking"),
        (outbox::DUE, "outbox USING INDEX outbox_due"),
        (outbox::NEXT_DUE, "outbox USING INDEX outbox_due"),
        (hold::TAKE_PLACE, "holder USING COVERING INDEX booking_of_slot"),
    ] {
        let steps = plan(&mut connection, statement).await;
        assert!(steps.iter().any(|step| step.contains(index)), "{index}\n{}\n{statement}", steps.join("\n"));
    }
}

/// The calendar and the queue come in order from their indices.
#[tokio::test]
async fn nothing_is_sorted_that_an_index_has_in_order() {
    let mut connection = tables().await;
    let in_order = [
        calendar::NEXT_FREE_DAY,
        calendar::FREE_SLOTS,
        bookings::WAITING,
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

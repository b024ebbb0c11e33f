//! Columns with values that our programs never write. Texts are read as they are; a row with an invalid value
//! is reported, so that someone can fix it, and the others are still read.

use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;
use clinic::{Clinic, Clock, Ids, QueueOrder, Store, StoreError, Unreadable, Write};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use timebook::*;
use uuid::Uuid;

use crate::given::{Given, closed, member, morning};
use crate::stories::records::session;

/// The values to put into a column.
const TEXTS: [&str; 3] = ["''", "'x'", "'{'"];
const NUMBERS: [&str; 4] = ["0", "-1", "70000", "9000000000000000"];

/// Every column for which the tables accept an invalid value, by type. Foreign keys are not included: the
/// tables never accept an invalid one.
const COLUMNS: [(&str, &[&str], &[&str]); 9] = [
    ("clinic", &["name", "org_number", "her_id", "phone", "info"], &[]),
    ("location", &["name", "street", "postal_code", "city"], &[]),
    (
        "timebook",
        &["kind", "name", "description", "practitioner", "hours", "valid_from", "valid_until"],
        &[
            "slot_minutes",
            "pause_minutes",
            "capacity",
            "weeks_ahead",
            "lead_minutes",
            "horizon_days",
            "releases_at",
            "release_weeks",
        ],
    ),
    (
        "opening_exception",
        &["first_date", "last_date", "change", "periods", "note", "saved_by"],
        &["revision", "saved_at"],
    ),
    ("slot", &["date"], &["capacity", "ends_at"]),
    ("patient", &["name", "identity", "phone"], &[]),
    (
        "booking",
        &[
            "channel",
            "reason",
            "request_key",
            "decided_staff_id",
            "decided_staff_name",
            "decision_text",
            "told_words",
            "held",
        ],
        &["requested_at", "revision", "place", "decided_at", "told_at"],
    ),
    (
        "outbox",
        &["kind", "channel", "receiver", "words", "last_error"],
        &["not_before", "try_at", "attempts"],
    ),
    ("journal", &["actor_kind", "actor_staff_id", "actor_staff_name", "act"], &["at"]),
];

/// A second connection, for changes that our programs never make.
enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    /// Runs a statement. Returns whether the tables accept it.
    async fn run(&mut self, statement: String) -> bool {
        let query = sqlx::raw_sql(AssertSqlSafe(statement));
        match self {
            Self::Sqlite(connection) => query.execute(connection).await.is_ok(),
            Self::Postgres(connection) => query.execute(connection).await.is_ok(),
        }
    }
}

struct Uuids;

impl Ids for Uuids {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128(0xdead)
    }
}

struct Morning;

impl Clock for Morning {
    fn now(&self) -> chrono::DateTime<chrono::Utc> {
        morning() + TimeDelta::seconds(20)
    }
}

/// An empty database of SQLite in a folder.
async fn on_sqlite(folder: &Path) -> (Arc<dyn Store>, Raw) {
    let store = crate::sqlite(folder).await;
    let address = format!("sqlite://{}", folder.join("ressurstimebok.sqlite").display());
    (store, Raw::Sqlite(SqliteConnection::connect(&address).await.unwrap()))
}

async fn on_postgres(url: &str) -> (Arc<dyn Store>, Raw) {
    (crate::postgres(url).await, Raw::Postgres(PgConnection::connect(url).await.unwrap()))
}

/// Does the same on both engines, each with an empty database.
async fn on_both(test: impl AsyncFn(Arc<dyn Store>, Raw)) {
    let folder = tempfile::tempdir().unwrap();
    let (store, raw) = on_sqlite(folder.path()).await;
    test(store, raw).await;
    let database = testkit::postgres::database().await;
    let (store, raw) = on_postgres(&database.url).await;
    test(store, raw).await;
}

#[tokio::test]
async fn a_damaged_column_stops_nothing_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let (store, raw) = on_sqlite(folder.path()).await;
    damage_each(&store, raw).await;
}

#[tokio::test]
async fn a_damaged_column_stops_nothing_on_postgres() {
    let database = testkit::postgres::database().await;
    let (store, raw) = on_postgres(&database.url).await;
    damage_each(&store, raw).await;
}

/// Two of everything: one to damage, one to keep.
struct Pair {
    given: Given,
    clinic: Clinic,
    whole: BookingId,
    odd: BookingId,
    patient: PatientId,
}

async fn pair(store: &Arc<dyn Store>) -> Pair {
    let given = Given::clinic(store, 1).await;
    let second = Timebook { id: TimebookId::new(given.uuid()), ..given.timebook.clone() };
    let there = Location { id: LocationId::new(given.uuid()), ..given.location("Byen") };
    given.save_location(there).await.unwrap();
    given.save_timebook(second).await.unwrap();
    for _ in 0..2 {
        given.save_exception(closed(ExceptionId::new(given.uuid()), "Stengt")).await.unwrap();
    }
    let (slot, other) = (given.slot(60, 3).await, given.slot(75, 3).await);
    given.slot(90, 3).await;
    let patient = given.patient().await;
    given.patient().await;
    let (odd, _) = given.ask(&slot, patient).await.unwrap();
    let (whole, _) = given.ask(&other, patient).await.unwrap();
    for id in [odd, whole] {
        let line = given.a_line(id, patient, Actor::Staff(member()), clinic::Act::Opened);
        given.write(Write::Record(line)).await.unwrap();
        given.write(Write::Queue(given.outbox_item(id))).await.unwrap();
    }
    let clinic = Clinic::new(given.clinic, Arc::clone(store), Arc::new(Morning), Arc::new(Uuids));
    Pair { given, clinic, whole, odd, patient }
}

async fn damage_each(store: &Arc<dyn Store>, mut raw: Raw) {
    let pair = pair(store).await;
    let mut damaged = 0;
    for (table, texts, numbers) in COLUMNS {
        for (columns, values) in [(texts, TEXTS.as_slice()), (numbers, NUMBERS.as_slice())] {
            for (column, value) in
                columns.iter().flat_map(|column| values.iter().map(move |value| (column, value)))
            {
                assert!(raw.run(format!("CREATE TABLE kept AS SELECT * FROM {table}")).await);
                if raw.run(format!("UPDATE {table} SET {column} = {value} WHERE {}", pair.first(table))).await
                {
                    damaged += 1;
                    pair.everything_answers(&format!("{table}.{column} = {value}")).await;
                    assert!(raw.run(back(table, column)).await, "{table}.{column}");
                }
                assert!(raw.run("DROP TABLE kept".to_owned()).await);
            }
        }
    }
    // The tables' checks refuse only a few of the values.
    assert!(damaged > 120, "only {damaged}");
    pair.nothing_is_unreadable().await;
}

/// Restores the saved value of a column.
fn back(table: &str, column: &str) -> String {
    let key = match table {
        "journal" => "line",
        "clinic" => "clinic_id",
        _ => "id",
    };
    let before = format!("(SELECT kept.{column} FROM kept WHERE kept.{key} = {table}.{key})");
    format!("UPDATE {table} SET {column} = {before} WHERE {key} IN (SELECT kept.{key} FROM kept)")
}

impl Pair {
    /// The one row of a table that is damaged.
    fn first(&self, table: &str) -> String {
        match table {
            "booking" => format!("id = '{}'", self.odd),
            "outbox" | "journal" => format!("booking_id = '{}'", self.odd),
            "timebook" => format!("id <> '{}'", self.given.timebook.id),
            "slot" => "starts_at = (SELECT MAX(starts_at) FROM slot)".to_owned(),
            "location" => format!("id <> '{}'", self.given.timebook.location),
            "patient" => format!("id = '{}'", self.patient),
            "opening_exception" => "made = 1".to_owned(),
            _ => "1 = 1".to_owned(),
        }
    }

    /// Every list of every screen still works and has the readable row.
    async fn everything_answers(&self, what: &str) {
        let (store, id) = (&self.given.store, self.given.clinic);
        let staff = clinic::Staff::new(member());
        let who = clinic::PatientActor::new(self.patient);
        let has = |views: &clinic::Rows<clinic::BookingView>| {
            assert!(views.iter().any(|view| view.booking.id == self.whole), "{what}");
            assert_eq!(views.count(), 2, "{what}: the odd one is not shown");
        };
        has(&self.clinic.queue(&staff, QueueOrder::Arrival, None).await.expect(what).waiting);
        has(&self.clinic.own_bookings(who).await.expect(what));
        let row = self.clinic.queue_row(&staff, self.odd).await.expect(what);
        assert_eq!(row.count(), 1, "{what}");
        let details = self.clinic.read_request(&staff, self.whole).await.expect(what).expect(what);
        assert_eq!((details.earlier.count(), details.history.count() >= 2), (1, true), "{what}");
        match self.clinic.read_request(&staff, self.odd).await {
            Ok(details) => assert!(details.expect(what).history.count() >= 2, "{what}"),
            Err(StoreError::Unreadable(row)) => {
                let outbox = what.starts_with("outbox") && row.table == "booking";
                assert!(what.starts_with(row.table) || outbox, "{what}: {row}");
            }
            Err(other) => panic!("{what}: {other}"),
        }
        assert!(self.clinic.own_booking(who, self.whole).await.expect(what).is_some());

        let setup = self.clinic.setup().await.expect(what);
        assert!(setup.profile.is_some(), "{what}");
        assert_eq!((setup.locations.count(), setup.timebooks.count()), (2, 2), "{what}");
        // One whose last date sorts before today is over.
        assert!(!setup.exceptions.rows.is_empty(), "{what}");
        assert!(setup.timebooks.iter().any(|(timebook, _)| *timebook == self.given.timebook), "{what}");
        let summary = self.clinic.summary().await.expect(what);
        assert!(summary.kinds.contains(&TimebookType::Vaccine), "{what}");
        let choices = self.clinic.choices(TimebookType::Vaccine).await.expect(what);
        assert!(choices.iter().any(|sted| sted.timebook == self.given.timebook), "{what}");
        let book = self.given.timebook.id;
        let today = oslo_date(morning());
        self.clinic.month(book, today).await.expect(what);
        assert!(!self.clinic.day(book, today).await.expect(what).slots.is_empty(), "{what}");
        assert_eq!(self.clinic.patients().await.expect(what).count(), 2, "{what}");
        store.coming_slots(id, book, morning()).await.expect(what);
        assert!(!store.due(id, morning() + UNDO_WINDOW).await.expect(what).is_empty(), "{what}");
        store.dead_items(id).await.expect(what);
        store.dead_count(id).await.expect(what);
        store.overdue(id, morning() + TimeDelta::days(1), 0, 9).await.expect(what);
        store.decided_since(id, morning(), 9).await.expect(what);
    }

    async fn nothing_is_unreadable(&self) {
        let waiting =
            self.given.store.waiting(self.given.clinic, QueueOrder::Arrival, None, 9).await.unwrap();
        assert_eq!((waiting.len(), waiting.unreadable.len()), (2, 0));
    }
}

/// An unreadable item of the outbox is dead at once, and the others are sent, also when a whole page is
/// unreadable.
#[tokio::test]
async fn what_cannot_be_read_stops_no_notification() {
    let folder = tempfile::tempdir().unwrap();
    let (store, mut raw) = on_sqlite(folder.path()).await;
    let pair = pair(&store).await;
    for _ in 0..150 {
        let item = clinic::OutboxItem { not_before: morning(), ..pair.given.outbox_item(pair.odd) };
        pair.given.write(Write::Queue(item)).await.unwrap();
    }
    assert!(raw.run(format!("UPDATE outbox SET kind = 'x' WHERE booking_id = '{}'", pair.odd)).await);

    let mut delivered = 0;
    for _ in 0..3 {
        delivered += pair.clinic.deliver_due().await.unwrap();
    }
    assert_eq!(delivered, 1);
    let dead = pair.clinic.undelivered(&clinic::Staff::new(member())).await.unwrap();
    assert_eq!(dead.count(), 100);
    assert_eq!(pair.clinic.undelivered_count(&clinic::Staff::new(member())).await.unwrap(), 151);
    assert_eq!(dead.first().unwrap().item.last_error.split(" of ").next(), Some("cannot read column kind"));
    assert_eq!(store.due(pair.given.clinic, morning() + TimeDelta::days(1)).await.unwrap().count(), 0);
}

/// Also an item whose key is no id: it is found by what stands there.
#[tokio::test]
async fn an_item_whose_key_cannot_be_read_is_given_up_and_shown() {
    on_both(async |store, mut raw| {
        let pair = pair(&store).await;
        assert!(raw.run(format!("UPDATE outbox SET id = 'x' WHERE booking_id = '{}'", pair.odd)).await);
        assert_eq!(pair.clinic.deliver_due().await.unwrap(), 1);
        let later = morning() + TimeDelta::days(1);
        assert_eq!(store.due(pair.given.clinic, later).await.unwrap().count(), 0);
        let dead = pair.clinic.undelivered(&clinic::Staff::new(member())).await.unwrap();
        let row = Unreadable { table: "outbox", column: "id", row: "x".into() };
        assert_eq!(dead.unreadable, [row]);
    })
    .await;
}

/// A decision of a booking that cannot be read stays; the others leave when the program quits.
#[tokio::test]
async fn what_cannot_be_read_keeps_no_decision_from_leaving_at_the_end() {
    on_both(async |store, mut raw| {
        let pair = pair(&store).await;
        assert!(raw.run(format!("UPDATE booking SET channel = 'x' WHERE id = '{}'", pair.odd)).await);
        assert_eq!(pair.clinic.end_undo_window(clinic::OtherPrograms::None).await.unwrap(), 1);
        assert_eq!(pair.given.view(pair.whole).await.patient_status(), clinic::PatientStatus::Granted);
    })
    .await;
}

/// Requests that cannot expire do not hold back the others, however many they are.
#[tokio::test]
async fn what_cannot_expire_keeps_no_other_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let (store, mut raw) = on_sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let most = u16::try_from(clinic::EXPIRED_AT_ONCE).unwrap();
    let slot = given.slot(1, 2 * most).await;
    let mut asked = Vec::new();
    for _ in 0..=most {
        asked.push(given.someone_asks(&slot).await.unwrap().0);
    }
    asked.sort_by_key(ToString::to_string);
    let last = asked.pop().unwrap();
    let refuse = format!(
        "CREATE TRIGGER stuck BEFORE UPDATE ON booking WHEN NEW.id <> '{last}' BEGIN SELECT RAISE(ABORT, 'stuck'); END"
    );
    assert!(raw.run(refuse).await);
    let (clock, ids) = (testkit::TestClock::at("2025-01-21T09:05"), server::RandomIds);
    let clinic = Clinic::new(given.clinic, Arc::clone(&store), Arc::new(clock), Arc::new(ids));
    assert_eq!(clinic.expire_due().await.unwrap(), 1);
    assert_eq!(given.view(last).await.booking.status.code(), StatusCode::Expired);
    assert!(matches!(clinic.expire_due().await, Err(StoreError::Broken(_))));
}

/// A page of the queue is as long as it was, however many rows of it cannot be read.
#[tokio::test]
async fn bad_rows_take_nobodys_place_on_a_page_of_the_queue() {
    let folder = tempfile::tempdir().unwrap();
    let (store, mut raw) = on_sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 9).await;
    let mut asked = Vec::new();
    for _ in 0..8 {
        asked.push(given.someone_asks(&slot).await.unwrap().0);
    }
    for odd in asked.iter().take(5) {
        assert!(raw.run(format!("UPDATE booking SET channel = 'x' WHERE id = '{odd}'")).await);
    }
    for order in [QueueOrder::Arrival, QueueOrder::Start] {
        let page = store.waiting(given.clinic, order, None, 2).await.unwrap();
        assert_eq!(page.iter().map(|view| view.booking.id).collect::<Vec<_>>(), asked[5..7]);
        let named = Unreadable { table: "booking", column: "channel", row: asked[0].to_string() };
        assert_eq!((page.unreadable.len(), page.unreadable.first()), (5, Some(&named)));
    }
}

/// An unreadable session is treated as missing: its patient logs in again.
#[tokio::test]
async fn a_session_that_cannot_be_read_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let (store, mut raw) = on_sqlite(folder.path()).await;
    let pair = pair(&store).await;
    let opened = session("token", pair.patient);
    pair.given.write(Write::OpenSession(opened.clone())).await.unwrap();
    assert!(pair.clinic.session(&opened.token).await.unwrap().is_some());
    assert!(
        raw.run("UPDATE portal_session SET draft = '{', expires_at = 9223372036854775807".to_owned()).await
    );
    // A session that changes is read again.
    let changed = Write::ExtendSession { session: opened.token.clone(), expires_at: opened.expires_at };
    pair.given.write(changed).await.unwrap();
    assert!(pair.clinic.session(&opened.token).await.unwrap().is_none());
}

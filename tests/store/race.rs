//! Many patients, few places: no place is ever booked twice.
//!
//! The negative controls remove the unique index and show the race it prevents, in the same order of steps
//! each time.

use std::collections::BTreeSet;
use std::sync::Arc;

use clinic::{CommitError, Store};
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection, Row, SqliteConnection};
use timebook::PatientId;

use crate::given::Given;

const TASKS: usize = 64;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_place_goes_to_one_of_many_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    one_place_goes_to_one_of_many(crate::sqlite(folder.path()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_place_goes_to_one_of_many_on_postgres() {
    let database = testkit::postgres::database().await;
    one_place_goes_to_one_of_many(crate::postgres(&database.url).await).await;
}

async fn one_place_goes_to_one_of_many(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    // Several rounds, because races depend on chance.
    for round in 1..=5 {
        let patients = patients(&given).await;
        let slot = given.slot(round * 15, 1).await;
        let places = fight(&given, &patients, |_| slot.clone()).await;
        assert_eq!(places.len(), 1, "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_place_is_given_once_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    every_place_is_given_once(crate::sqlite(folder.path()).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_place_is_given_once_on_postgres() {
    let database = testkit::postgres::database().await;
    every_place_is_given_once(crate::postgres(&database.url).await).await;
}

async fn every_place_is_given_once(store: Arc<dyn Store>) {
    let given = Arc::new(Given::clinic(&store, 1).await);
    let patients = patients(&given).await;
    let mut slots = Vec::new();
    for quarter in 1..=4 {
        slots.push(given.slot(quarter * 15, 10).await);
    }
    let places = fight(&given, &patients, |task| slots[task % 4].clone()).await;
    let expected = slots.iter().flat_map(|slot| (1..=10).map(|place| (slot.id, place))).collect();
    assert_eq!(places, expected);
}

/// Two programs on one server: neither sees the other's uncommitted transaction.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_at_two_programs_gets_no_more_than_the_limit() {
    let database = testkit::postgres::database().await;
    let here = Arc::new(Given::clinic(&crate::postgres(&database.url).await, 1).await);
    let there = Arc::new(here.through(&crate::postgres(&database.url).await));
    let patient = here.patient().await;
    let mut asking = Vec::new();
    for quarter in 1..=40 {
        let slot = here.slot(quarter * 15, 1).await;
        let program = if quarter % 2 == 0 { Arc::clone(&here) } else { Arc::clone(&there) };
        asking.push(async move { program.ask(&slot, patient).await.is_ok() });
    }
    let asking: Vec<_> = asking.into_iter().map(tokio::spawn).collect();
    let mut got = 0;
    for asked in asking {
        got += usize::from(asked.await.unwrap());
    }
    assert_eq!(got, 2);
}

/// All request at the same time. Returns the places that were given; all others were refused because the slot
/// is full.
async fn fight(
    given: &Arc<Given>,
    patients: &[PatientId],
    slot: impl Fn(usize) -> timebook::Slot,
) -> BTreeSet<(timebook::SlotId, u16)> {
    let tasks: Vec<_> = patients
        .iter()
        .enumerate()
        .map(|(task, patient)| {
            let (given, patient, slot) = (Arc::clone(given), *patient, slot(task));
            tokio::spawn(async move { (slot.id, given.ask(&slot, patient).await) })
        })
        .collect();
    let mut places = BTreeSet::new();
    for task in tasks {
        match task.await.unwrap() {
            (slot, Ok((_, place))) => assert!(places.insert((slot, place)), "a place was given twice"),
            (_, Err(CommitError::NoPlace)) => {}
            (_, Err(other)) => panic!("{other:?}"),
        }
    }
    places
}

async fn patients(given: &Given) -> Vec<PatientId> {
    let mut patients = Vec::new();
    for _ in 0..TASKS {
        patients.push(given.patient().await);
    }
    patients
}

/// The store's own statement in two concurrent transactions. The second waits for the first, and then gets no
/// place.
#[tokio::test(flavor = "multi_thread")]
async fn two_transactions_on_postgres_take_one_place_only_with_the_guard() {
    for (guarded, expected) in [(true, None), (false, Some(1))] {
        let database = testkit::postgres::database().await;
        let given = Given::clinic(&crate::postgres(&database.url).await, 1).await;
        let slot = given.slot(60, 1).await;
        let (first, second) = (given.patient().await, given.patient().await);
        let mut one = PgConnection::connect(&database.url).await.unwrap();
        let mut other = PgConnection::connect(&database.url).await.unwrap();
        if !guarded {
            one.execute("DROP INDEX booking_holds_place").await.unwrap();
        }

        one.execute("BEGIN").await.unwrap();
        assert_eq!(take_place(&mut one, &given, &slot, first).await.unwrap(), Some(1));
        other.execute("BEGIN").await.unwrap();
        let got = if guarded {
            // The index makes the second wait for the result of the first.
            let (got, _) = tokio::join!(take_place(&mut other, &given, &slot, second), one.execute("COMMIT"));
            got.unwrap()
        } else {
            let got = take_place(&mut other, &given, &slot, second).await.unwrap();
            one.execute("COMMIT").await.unwrap();
            got
        };
        other.execute("COMMIT").await.unwrap();

        assert_eq!(got, expected);
        let held: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM booking WHERE place = 1")
            .fetch_one(&mut one)
            .await
            .unwrap();
        assert_eq!(held, if guarded { 1 } else { 2 });
    }
}

/// Runs the statement of the store, without what the store does before and after it.
pub(crate) async fn take_place(
    connection: &mut PgConnection,
    given: &Given,
    slot: &timebook::Slot,
    patient: PatientId,
) -> Result<Option<i64>, sqlx::Error> {
    let request = given.a_request(slot, patient);
    // The columns of `asked`, in their order.
    let row = json!([[
        given.clinic,
        request.id,
        slot.id,
        patient,
        request.channel.code(),
        null,
        request.requested_at.timestamp_millis(),
        request.key,
        given.timebook.id,
        given.timebook.kind.code(),
        "patient",
        null,
        null
    ]]);
    let row = sqlx::query(store::REQUESTS_POSTGRES).bind(row.to_string()).fetch_one(connection).await?;
    let answers: Value = serde_json::from_str(row.get(0)).unwrap();
    Ok(answers[0][2].as_i64())
}

/// On SQLite one connection writes, so the race needs a careless program that checks first and inserts
/// afterwards. The index stops it.
#[tokio::test]
async fn check_and_then_insert_on_sqlite_double_books_only_without_the_guard() {
    for guarded in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let given = Given::clinic(&crate::sqlite(folder.path()).await, 1).await;
        let slot = given.slot(60, 1).await;
        let (first, second) = (given.patient().await, given.patient().await);
        let file = folder.path().join("ressurstimebok.sqlite");
        let mut careless = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        if !guarded {
            careless.execute("DROP INDEX booking_holds_place").await.unwrap();
        }

        let (seen_by_first, seen_by_second) = (taken(&mut careless).await, taken(&mut careless).await);
        assert_eq!((seen_by_first, seen_by_second), (0, 0));
        insert_first_place(&mut careless, &given, &slot, first).await.unwrap();
        let second = insert_first_place(&mut careless, &given, &slot, second).await;

        match second {
            Ok(()) => assert!(!guarded),
            Err(error) => assert!(guarded && error.as_database_error().unwrap().is_unique_violation()),
        }
        assert_eq!(taken(&mut careless).await, if guarded { 1 } else { 2 });
    }
}

async fn taken(connection: &mut SqliteConnection) -> i64 {
    sqlx::query_scalar("SELECT COUNT(*) FROM booking WHERE place = 1").fetch_one(connection).await.unwrap()
}

async fn insert_first_place(
    connection: &mut SqliteConnection,
    given: &Given,
    slot: &timebook::Slot,
    patient: PatientId,
) -> Result<(), sqlx::Error> {
    let request = given.a_request(slot, patient);
    let insert = "INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, requested_at, \
        request_key, revision, status, place) VALUES ($1, $2, $3, $4, 'portal', 0, $5, 1, 'requested', 1)";
    sqlx::query(insert)
        .bind(given.clinic.to_string())
        .bind(request.id.to_string())
        .bind(slot.id.to_string())
        .bind(patient.to_string())
        .bind(request.key.to_string())
        .execute(connection)
        .await
        .map(|_| ())
}

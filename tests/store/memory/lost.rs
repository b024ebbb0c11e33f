//! PostgreSQL: several programs, and lost notifications.

use clinic::Write;
use clinic::session::TokenHash;
use sqlx::{Connection, Executor, PgConnection};

use super::soon_the_same;
use crate::given::{Given, morning};
use crate::notices::{break_every_connection, hear_all, refreshed, wait_until_they_hear};
use crate::stories::records::session;

/// Changes without notifications, as if they were lost.
const UNHEARD: [&str; 3] = [
    "UPDATE slot SET capacity = capacity + 4",
    "UPDATE timebook SET published = 1 - published",
    "DELETE FROM portal_session",
];

#[tokio::test(flavor = "multi_thread")]
async fn what_was_lost_is_seen_after_a_reconnect() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Given::clinic(&store, 1).await;
    let there = given.through(&crate::postgres(&database.url).await);
    wait_until_they_hear(&given, &there).await;
    let slot = given.slot(60, 1).await;
    let patient = given.patient().await;
    given.write(Write::OpenSession(session("token", patient))).await.unwrap();
    let token = TokenHash("token".into());
    hear_all(&given, &there).await;
    for desk in [&given, &there] {
        soon_the_same(desk).await;
        assert!(desk.store.session(given.clinic, &token).await.unwrap().is_some());
    }

    let mut raw = PgConnection::connect(&database.url).await.unwrap();
    for change in UNHEARD {
        raw.execute(change).await.unwrap();
    }
    // Their caches are outdated, and they continue to use them.
    for desk in [&given, &there] {
        assert!(desk.calendar(morning()).await.free_slots(slot.date, morning()).eq([&slot]));
        assert!(desk.store.session(given.clinic, &token).await.unwrap().is_some());
    }

    let mut heard = [&given, &there].map(|desk| desk.store.events());
    break_every_connection(&database.url).await;
    for heard in &mut heard {
        refreshed(heard).await;
    }
    for desk in [&given, &there] {
        soon_the_same(desk).await;
        let calendar = desk.calendar(morning()).await;
        assert_eq!(calendar.free_slots(slot.date, morning()).count(), 0);
        assert_eq!(calendar.free_places(morning()), 5);
        assert!(desk.store.session(given.clinic, &token).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_out_at_another_program_is_honoured() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Given::clinic(&store, 1).await;
    let there = given.through(&crate::postgres(&database.url).await);
    wait_until_they_hear(&given, &there).await;
    let patient = given.patient().await;
    let token = TokenHash("token".into());
    given.write(Write::OpenSession(session("token", patient))).await.unwrap();
    assert!(there.store.session(given.clinic, &token).await.unwrap().is_some());

    given.write(Write::CloseSession(token.clone())).await.unwrap();
    assert!(given.store.session(given.clinic, &token).await.unwrap().is_none());
    hear_all(&given, &there).await;
    assert!(there.store.session(given.clinic, &token).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_another_program_gave_is_offered_no_more_once_it_was_refused() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Given::clinic(&store, 1).await;
    wait_until_they_hear(&given, &given.through(&crate::postgres(&database.url).await)).await;
    let slot = given.slot(60, 1).await;
    let (taken, patient) = (given.patient().await, given.patient().await);
    given.calendar(morning()).await;
    let mut raw = PgConnection::connect(&database.url).await.unwrap();
    let unheard = format!(
        "INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, requested_at, starts_at, \
         request_key, revision, status, place) VALUES ('{clinic}', '{id}', '{slot}', '{taken}', 'portal', 0, 0, '{id}', 1, \
         'requested', 1)",
        clinic = given.clinic,
        id = given.uuid(),
        slot = slot.id,
    );
    raw.execute(sqlx::AssertSqlSafe(unheard)).await.unwrap();
    assert_eq!(given.calendar(morning()).await.free_places(morning()), 1);
    assert!(matches!(given.ask(&slot, patient).await, Err(clinic::CommitError::NoPlace)));
    assert_eq!(given.calendar(morning()).await.free_places(morning()), 0);
    soon_the_same(&given).await;
}

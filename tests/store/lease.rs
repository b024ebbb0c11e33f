//! Jobs that only one of several programs runs at a time.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use clinic::{BookingView, Carrier, CarryError, Clinic, OutboxItem, Store, Write};
use server::{Job, Pace, RandomIds, Work};
use sqlx::{Connection, Executor, PgConnection, Row};
use testkit::TestClock;
use timebook::{BookingId, OutboxId};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use uuid::Uuid;

use crate::given::Given;

/// Longer than anything here takes: a test that waits this long has failed.
const LONG: Duration = Duration::from_secs(60);

const MINUTE: TimeDelta = TimeDelta::minutes(1);

const ONE: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

#[tokio::test(flavor = "multi_thread")]
async fn one_program_has_a_lease_until_it_ends_or_is_given_back() {
    let database = testkit::postgres::database().await;
    let (here, there) = (crate::postgres(&database.url).await, crate::postgres(&database.url).await);
    let given = Given::clinic(&here, 1).await;
    let clinic = given.clinic;
    assert!(here.take_lease(clinic, "deliver", ONE, MINUTE).await.unwrap());
    assert!(!there.take_lease(clinic, "deliver", OTHER, MINUTE).await.unwrap());
    // Other jobs and other clinics are not affected.
    assert!(there.take_lease(clinic, "expire", OTHER, MINUTE).await.unwrap());
    let another = given.ids_of_another_clinic().clinic;
    assert!(there.take_lease(another, "deliver", OTHER, MINUTE).await.unwrap());

    // Renewed for zero time, it has expired by the server's clock.
    assert!(here.take_lease(clinic, "deliver", ONE, TimeDelta::zero()).await.unwrap());
    assert!(there.take_lease(clinic, "deliver", OTHER, MINUTE).await.unwrap());
    assert!(!here.take_lease(clinic, "deliver", ONE, MINUTE).await.unwrap());

    here.give_lease_back(clinic, "deliver", ONE).await.unwrap();
    assert!(!here.take_lease(clinic, "deliver", ONE, MINUTE).await.unwrap(), "it was not ours to give");
    there.give_lease_back(clinic, "deliver", OTHER).await.unwrap();
    assert!(here.take_lease(clinic, "deliver", ONE, MINUTE).await.unwrap());
}

#[tokio::test]
async fn a_program_with_a_folder_of_its_own_has_every_lease() {
    let folder = tempfile::tempdir().unwrap();
    let store = crate::sqlite(folder.path()).await;
    let clinic = Given::nothing(&store, 1).clinic;
    assert!(store.take_lease(clinic, "deliver", ONE, MINUTE).await.unwrap());
    assert!(store.take_lease(clinic, "deliver", OTHER, MINUTE).await.unwrap());
}

/// Records which program delivered an item.
struct Courier(&'static str, UnboundedSender<(&'static str, OutboxId)>);

#[async_trait]
impl Carrier for Courier {
    async fn carry(&self, item: &OutboxItem, _: &BookingView) -> Result<Option<String>, CarryError> {
        self.1.send((self.0, item.id)).map_err(|error| CarryError(error.to_string()))?;
        Ok(None)
    }
}

fn program(given: &Given, store: &Arc<dyn Store>, courier: Courier) -> Work {
    // The notifications may be sent.
    let clock = Arc::new(TestClock::at("2025-01-21T09:01"));
    let clinic = Clinic::new(given.clinic, Arc::clone(store), clock, Arc::new(RandomIds));
    let pace = Pace {
        longest: Duration::from_millis(50),
        longest_run: Duration::from_secs(4),
        lease: Duration::from_secs(5),
        ..Pace::default()
    };
    Work::start(&clinic.carried_by(Arc::new(courier)), pace)
}

/// Which program delivers the next notification.
async fn carrier(
    given: &Given,
    booking: BookingId,
    carried: &mut UnboundedReceiver<(&'static str, OutboxId)>,
) -> &'static str {
    let item = given.outbox_item(booking);
    let id = item.id;
    given.write(Write::Queue(item)).await.unwrap();
    let (who, what) = timeout(LONG, carried.recv()).await.expect("it is carried").expect("a courier");
    assert_eq!(what, id);
    who
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_programs_does_the_work_and_the_other_when_that_one_has_ended() {
    let database = testkit::postgres::database().await;
    let (here, there) = (crate::postgres(&database.url).await, crate::postgres(&database.url).await);
    let given = Given::clinic(&here, 1).await;
    let (booking, _) = given.someone_asks(&given.slot(60, 1).await).await.unwrap();
    let (note, mut carried) = unbounded_channel();
    let first = program(&given, &here, Courier("first", note.clone()));
    assert_eq!(carrier(&given, booking, &mut carried).await, "first");
    let second = program(&given, &there, Courier("second", note));
    for _ in 0..5 {
        assert_eq!(carrier(&given, booking, &mut carried).await, "first");
    }
    first.stop().await;
    assert_eq!(carrier(&given, booking, &mut carried).await, "second");
    assert_eq!(second.health().borrow().faults().count(), 0);
    second.stop().await;
    for job in Job::ALL {
        assert!(here.take_lease(given.clinic, job.name(), ONE, MINUTE).await.unwrap(), "{}", job.name());
    }
}

/// A lease is taken only while nobody else has this lock; it can be released at any time.
const SLOW_LEASES: &str = "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql \
     AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NEW; END'; \
     CREATE TRIGGER slow BEFORE INSERT OR UPDATE ON job_lease FOR EACH ROW EXECUTE FUNCTION wait(); \
     SELECT pg_advisory_lock(1)";

/// The number of leases that are being taken.
const BEING_TAKEN: &str = "SELECT COUNT(*) FROM pg_stat_activity \
     WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// The server would otherwise take the leases after the program that wanted them has released them.
#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_stops_while_it_takes_its_leases_keeps_none() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Given::clinic(&store, 1).await;
    let mut server = PgConnection::connect(&database.url).await.unwrap();
    server.execute(SLOW_LEASES).await.unwrap();
    let (note, _carried) = unbounded_channel();
    let program = program(&given, &store, Courier("stopping", note));
    let mut taking = async || server.fetch_one(BEING_TAKEN).await.unwrap().get::<i64, _>(0);
    let all = i64::try_from(Job::ALL.len()).unwrap();
    timeout(LONG, async { while taking().await < all {} }).await.expect("the leases are being taken");
    let stopping = tokio::spawn(program.stop());
    // Time enough for releasing what has not been taken yet.
    for _ in 0..100 {
        taking().await;
    }
    assert!(!stopping.is_finished());
    server.execute("SELECT pg_advisory_unlock(1)").await.unwrap();
    timeout(LONG, stopping).await.expect("it stops").unwrap();
    for job in Job::ALL {
        assert!(store.take_lease(given.clinic, job.name(), ONE, MINUTE).await.unwrap(), "{}", job.name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_jobs_of_a_program_that_died_are_taken_over() {
    let database = testkit::postgres::database().await;
    let (here, there) = (crate::postgres(&database.url).await, crate::postgres(&database.url).await);
    let given = Given::clinic(&here, 1).await;
    let (booking, _) = given.someone_asks(&given.slot(60, 1).await).await.unwrap();
    let second = TimeDelta::seconds(1);
    assert!(here.take_lease(given.clinic, Job::Deliver.name(), ONE, second).await.unwrap());
    // The program with the lease disappears.
    let (note, mut carried) = unbounded_channel();
    let _living = program(&given, &there, Courier("living", note));
    assert_eq!(carrier(&given, booking, &mut carried).await, "living");
    assert!(!here.take_lease(given.clinic, Job::Deliver.name(), ONE, second).await.unwrap());
}

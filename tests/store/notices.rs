//! Several desks on one PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use clinic::events::Announcement;
use clinic::{Act, ClinicEvent, Store, Transaction, Write};
use sqlx::{Connection, Executor, PgConnection};
use timebook::{Actor, BookingId};
use tokio::sync::broadcast::Receiver;
use tokio::time::timeout;

use crate::given::Given;
use crate::proxy::{DEAF, OPEN, Proxy};

/// Longer than anything here takes: a test that waits this long has failed.
const LONG: Duration = Duration::from_secs(20);

async fn next(heard: &mut Receiver<Announcement>) -> ClinicEvent {
    timeout(LONG, heard.recv()).await.expect("an event in time").unwrap().event
}

/// Waits until a desk is told that it may have missed events.
pub(crate) async fn refreshed(heard: &mut Receiver<Announcement>) {
    while next(heard).await != ClinicEvent::Refresh {}
}

#[tokio::test(flavor = "multi_thread")]
async fn every_desk_hears_of_everything_once() {
    let database = testkit::postgres::database().await;
    let (first, second) = (crate::postgres(&database.url).await, crate::postgres(&database.url).await);
    let given = Given::clinic(&first, 1).await;
    let there = given.through(&second);
    wait_until_they_hear(&given, &there).await;
    let (mut here, mut elsewhere) = (first.events(), second.events());

    let told: Vec<_> = (0..200).map(|_| ClinicEvent::Requested(BookingId::new(given.uuid()))).collect();
    for event in &told {
        given.commit(Transaction::with_event(*event, vec![])).await.unwrap();
    }
    there.commit(Transaction::with_event(ClinicEvent::SetupChanged, vec![])).await.unwrap();

    let mut heard = Vec::new();
    while heard.len() < told.len() + 1 {
        heard.push(next(&mut elsewhere).await);
    }
    // Their own event arrives when it is saved, ours when the notification arrives; ours are in the order of
    // saving.
    heard.retain(|event| *event != ClinicEvent::SetupChanged);
    assert_eq!(heard, told);
    for event in told {
        assert_eq!(next(&mut here).await, event);
    }
    assert_eq!(next(&mut here).await, ClinicEvent::SetupChanged);
    assert!(here.try_recv().is_err() && elsewhere.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_away_is_told_and_comes_back() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Given::clinic(&store, 1).await;
    let other = crate::postgres(&database.url).await;
    wait_until_they_hear(&given, &given.through(&other)).await;
    let mut heard = store.events();

    break_every_connection(&database.url).await;
    // The idle connection is found to be dead. The read is done on another one, and the desk is told that it
    // may have missed events.
    assert_eq!(store.clinics().await.unwrap(), [given.clinic]);
    refreshed(&mut heard).await;
    let slot = given.slot(60, 1).await;
    given.someone_asks(&slot).await.unwrap();
}

/// The server restarts, or a firewall cuts idle connections: no request is lost.
#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_meets_a_dead_connection_is_saved_on_another() {
    let database = testkit::postgres::database().await;
    let store = crate::postgres(&database.url).await;
    let given = Given::clinic(&store, 1).await;
    let (slot, patient) = (given.slot(60, 1).await, given.patient().await);

    break_every_connection(&database.url).await;
    let (booking, _) = given.ask(&slot, patient).await.expect("a request");
    break_every_connection(&database.url).await;
    let line = given.a_line(booking, patient, Actor::Patient, Act::ReadByPatient);
    given.write(Write::Record(line)).await.expect("any other write");
}

/// A program of another version may notify in another form: what it means is not known, so all is read again.
#[tokio::test(flavor = "multi_thread")]
async fn a_notification_that_cannot_be_parsed_makes_the_desk_read_again() {
    let database = testkit::postgres::database().await;
    let (here, there) = (crate::postgres(&database.url).await, crate::postgres(&database.url).await);
    let given = Given::clinic(&there, 1).await;
    wait_until_they_hear(&given, &given.through(&here)).await;
    let mut heard = here.events();
    let mut connection = PgConnection::connect(&database.url).await.unwrap();
    connection.execute("SELECT pg_notify('ressurstimebok', '{}')").await.unwrap();
    assert_eq!(next(&mut heard).await, ClinicEvent::Refresh);
}

/// The network drops the connection that listens, and says so to nobody. The next one cannot begin to listen.
#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_has_gone_silent_is_replaced() {
    let database = testkit::postgres::database().await;
    let proxy = Proxy::before(&database.url).await;
    let (here, there) = (crate::postgres(&proxy.url).await, crate::postgres(&database.url).await);
    let given = Given::clinic(&there, 1).await;
    wait_until_they_hear(&given, &given.through(&here)).await;
    proxy.becomes(DEAF);
    // First the one that has gone silent is asked, then the next one tries to listen.
    timeout(LONG, proxy.tried_to_listen()).await.expect("it is noticed");
    timeout(LONG, proxy.tried_to_listen()).await.expect("it is replaced");
    proxy.becomes(OPEN);
    timeout(LONG, wait_until_they_hear(&given, &given.through(&here))).await.expect("it listens again");
}

pub(crate) async fn break_every_connection(url: &str) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let all = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    connection.execute(all).await.unwrap();
}

/// A store listens soon after it is opened, not at once, so this sends until something is received.
pub(crate) async fn wait_until_they_hear(here: &Given, there: &Given) {
    for (speaker, listener) in [(here, there), (there, here)] {
        let store: &Arc<dyn Store> = &listener.store;
        let mut heard = store.events();
        let deaf = async {
            loop {
                speaker.commit(Transaction::with_event(ClinicEvent::Refresh, vec![])).await.unwrap();
                if let Ok(Ok(_)) = timeout(Duration::from_millis(100), heard.recv()).await {
                    return;
                }
            }
        };
        timeout(LONG, deaf).await.expect("the other store hears");
    }
    // Notifications still on their way belong to this helper, not to the test.
    hear_all(here, there).await;
    hear_all(there, here).await;
}

/// Waits until one desk has received everything that the other has sent.
pub(crate) async fn hear_all(speaker: &Given, listener: &Given) {
    let last = ClinicEvent::Sent(BookingId::new(speaker.uuid()));
    let mut heard = listener.store.events();
    speaker.commit(Transaction::with_event(last, vec![])).await.unwrap();
    while next(&mut heard).await != last {}
}

//! The answer to a commit is lost on its way from PostgreSQL: the caller still gets the correct result.

use clinic::{ClinicEvent, CommitError, StoreError, Transaction, Write};
use timebook::StatusCode;
use tokio::sync::broadcast::Receiver;

use crate::given::{Given, kari, morning};
use crate::proxy::{CUT_AFTER_COMMIT, CUT_BEFORE_COMMIT, GONE_AFTER_COMMIT, HELD_COMMIT, OPEN, Proxy};

type Heard = Receiver<clinic::events::Announcement>;

fn heard(events: &mut Heard) -> Vec<ClinicEvent> {
    let told = std::iter::from_fn(|| events.try_recv().ok()).map(|told| told.event);
    // A lost connection makes the desk read again at some point, so that event is ignored.
    told.filter(|event| *event != ClinicEvent::Refresh).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_though_its_answer_was_lost_is_found_and_told() {
    let database = testkit::postgres::database().await;
    let proxy = Proxy::before(&database.url).await;
    let store = crate::postgres(&proxy.url).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 1).await;
    let patient = given.patient().await;
    let mut events = store.events();

    proxy.becomes(CUT_AFTER_COMMIT);
    let (booking, place) = given.ask(&slot, patient).await.expect("it was saved");
    assert_eq!(place, 1);
    assert_eq!(heard(&mut events), [ClinicEvent::Requested(booking)]);
    assert_eq!(given.calendar(morning()).await.free_slots(slot.date, morning()).count(), 0);

    let seen = given.view(booking).await.booking;
    let was = seen.revision;
    let confirmed = Write::Change { booking: Box::new(seen.confirm(kari()).unwrap()), was };
    let decided = ClinicEvent::Decided(booking);
    given.commit(Transaction::with_event(decided, vec![confirmed])).await.expect("it was saved");
    assert_eq!(heard(&mut events), [decided]);
    assert_eq!(given.view(booking).await.booking.status.code(), StatusCode::Confirmed);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_saved_is_found_not_to_be() {
    let database = testkit::postgres::database().await;
    let proxy = Proxy::before(&database.url).await;
    let store = crate::postgres(&proxy.url).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let patient = given.patient().await;
    let mut events = store.events();

    // The server never receives the commit: its connection is closed, or open but silent.
    for silence in [CUT_BEFORE_COMMIT, HELD_COMMIT] {
        proxy.becomes(silence);
        let lost = given.ask(&slot, patient).await;
        assert!(matches!(lost, Err(CommitError::Store(StoreError::Unavailable(_)))), "{lost:?}");
        proxy.becomes(OPEN);
        assert_eq!(store.waiting_count(given.clinic).await.unwrap(), 0);
    }
    assert_eq!(heard(&mut events), []);
    let (_, place) = given.ask(&slot, patient).await.expect("nothing is in the way of another try");
    assert_eq!(place, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_after_is_not_called_unsaved() {
    let database = testkit::postgres::database().await;
    let proxy = Proxy::before(&database.url).await;
    let store = crate::postgres(&proxy.url).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 2).await;
    let patient = given.patient().await;
    let request = given.a_request(&slot, patient);

    proxy.becomes(GONE_AFTER_COMMIT);
    let lost = given.commit(given.asking(request.clone())).await;
    assert!(matches!(lost, Err(CommitError::Store(StoreError::Unknown(_)))), "{lost:?}");

    proxy.becomes(OPEN);
    let again = given.commit(given.asking(request.clone())).await;
    assert!(matches!(again, Err(CommitError::Duplicate(before)) if before == request.id), "{again:?}");
}

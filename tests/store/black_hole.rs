//! A network that silently drops everything: no caller waits forever, and everything works again when the
//! network is back.

use std::time::Duration;

use clinic::StoreError;
use tokio::time::timeout;

use crate::given::Given;
use crate::proxy::{ANSWERS, OPEN, Proxy, QUESTIONS};

/// Longer than all deadlines of the store together: one statement, one connection, one more attempt.
const LONGEST: Duration = Duration::from_secs(20);

async fn answers_end_in_time(what: u8) {
    let database = testkit::postgres::database().await;
    let proxy = Proxy::before(&database.url).await;
    let store = crate::postgres(&proxy.url).await;
    let given = Given::clinic(&store, 1).await;

    proxy.becomes(what);
    let read = timeout(LONGEST, store.clinics()).await.expect("a read ends");
    assert!(matches!(read, Err(StoreError::Unavailable(_))), "{read:?}");
    let books = timeout(LONGEST, given.store.timebooks(given.clinic)).await.expect("the next one ends");
    assert!(matches!(books, Err(StoreError::Unavailable(_))), "{books:?}");

    proxy.becomes(OPEN);
    assert_eq!(store.clinics().await.expect("the first call after it"), [given.clinic]);
    let slot = given.slot(60, 1).await;
    given.someone_asks(&slot).await.expect("a write");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_swallows_questions_or_answers_is_given_up_in_time_and_found_again() {
    tokio::join!(answers_end_in_time(QUESTIONS), answers_end_in_time(ANSWERS));
}

//! A clinic with a hundred thousand waiting requests.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use chrono::TimeDelta;
use clinic::{QueueCursor, QueueOrder, Store};
use sqlx::{Connection, SqliteConnection};
use timebook::BookingId;

use crate::given::Given;

const MANY: u32 = 100_000;
const PAGE: u32 = 100;

/// Copies the one waiting request until there are `MANY`, three in each millisecond.
const COPY: &str = "WITH RECURSIVE number (n) AS \
     (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 99999) \
     INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, starts_at, \
     request_key, revision, status, place) \
     SELECT one.clinic_id, printf('00000000-0000-4000-8000-%012x', n), \
     slot.id, one.patient_id, one.channel, one.reason, one.requested_at + n / 3, slot.starts_at, \
     printf('00000000-0000-4000-9000-%012x', n), 1, 'requested', 2 + n % 50000 \
     FROM booking AS one CROSS JOIN number \
     JOIN slot ON slot.starts_at = (SELECT CASE WHEN n <= 50000 THEN MAX(at.starts_at) ELSE MIN(at.starts_at) END \
     FROM slot AS at)";

async fn fill(folder: &Path) {
    let file = folder.join("ressurstimebok.sqlite");
    let mut raw = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let copied = sqlx::query(COPY).execute(&mut raw).await.unwrap();
    assert_eq!(copied.rows_affected(), u64::from(MANY - 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_thousand_requests_are_read_page_by_page_each_once_and_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let store: Arc<dyn Store> = crate::sqlite(folder.path()).await;
    let given = Given::clinic(&store, 1).await;
    let slot = given.slot(60, 500).await;
    given.slot(120, 500).await;
    given.someone_asks(&slot).await.unwrap();
    fill(folder.path()).await;
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), MANY);

    let mut left = MANY;
    for order in [QueueOrder::Arrival, QueueOrder::Start] {
        let read = read_through(&given, order).await;
        assert_eq!(read.len(), left as usize);
        left -= 1;
        assert_eq!(store.waiting_count(given.clinic).await.unwrap(), left);
    }
    assert_eq!(store.waiting_before(given.clinic, slot.start).await.unwrap(), 0);
    let until = slot.start + TimeDelta::milliseconds(1);
    assert_eq!(store.waiting_before(given.clinic, until).await.unwrap(), MANY / 2 - 2);
}

/// Reads the queue page by page; the first request is confirmed behind the cursor meanwhile.
async fn read_through(given: &Given, order: QueueOrder) -> HashSet<BookingId> {
    let mut read = HashSet::new();
    let mut after: Option<QueueCursor> = None;
    while read.len() <= MANY as usize {
        let page = given.store.waiting(given.clinic, order, after, PAGE).await.unwrap();
        assert!(page.len() <= PAGE as usize);
        let Some(last) = page.last() else { break };
        for view in page.iter() {
            let next = QueueCursor::of(order, view);
            let is_after = |before: QueueCursor| (before.at, before.id) < (next.at, next.id);
            assert!(after.is_none_or(is_after), "in order");
            after = Some(next);
            read.insert(view.booking.id);
        }
        after = Some(QueueCursor::of(order, last));
        // A request that is decided behind the cursor does not move or repeat the following rows.
        if read.len() == PAGE as usize {
            given.confirm(page[0].booking.id).await;
        }
    }
    read
}

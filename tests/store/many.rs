//! A clinic with a hundred thousand requests that wait.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use clinic::{QueueCursor, Store};
use sqlx::{Connection, SqliteConnection};

use crate::given::Given;

const MANY: u32 = 100_000;
const PAGE: u32 = 100;

/// Copies the one request that waits until there are `MANY`, three of them in each millisecond.
const COPY: &str = "WITH RECURSIVE number (n) AS \
     (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 99999) \
     INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at, request_key, \
     revision, status, place) \
     SELECT one.clinic_id, printf('00000000-0000-4000-8000-%012x', n), \
     (SELECT CASE WHEN n < 50000 THEN MIN(slot.id) ELSE MAX(slot.id) END FROM slot), one.patient_id, \
     one.channel, one.reason, one.requested_at + n / 3, printf('00000000-0000-4000-9000-%012x', n), \
     1, 'requested', 2 + n % 50000 FROM booking AS one CROSS JOIN number";

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
    let (first, _) = given.someone_asks(&slot).await.unwrap();
    fill(folder.path()).await;
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), MANY);

    let mut read = HashSet::new();
    let mut after: Option<QueueCursor> = None;
    while read.len() <= MANY as usize {
        let page = store.waiting(given.clinic, after, PAGE).await.unwrap();
        assert!(page.len() <= PAGE as usize);
        let Some(last) = page.last() else { break };
        for view in page.iter() {
            let at = (view.booking.requested_at, view.booking.id);
            let before = after.map(|after| (after.requested_at, after.id));
            assert!(before.is_none_or(|before| before.0 <= at.0), "oldest first");
            read.insert(view.booking.id);
        }
        after = Some(QueueCursor { requested_at: last.booking.requested_at, id: last.booking.id });
        // One that is decided behind the cursor neither moves nor repeats what follows.
        if read.len() == PAGE as usize {
            given.confirm(first).await;
        }
    }
    assert_eq!(read.len(), MANY as usize);
    assert_eq!(store.waiting_count(given.clinic).await.unwrap(), MANY - 1);
}

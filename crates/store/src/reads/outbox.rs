//! Reads the outbox.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use clinic::{DeadItem, OutboxChannel, OutboxItem, OutboxStore, PatientStatus, Rows, StoreError};
use timebook::ClinicId;

use crate::SqlStore;
use crate::engine::values;
use crate::rows::{Cursor, millis};

use super::bookings::count;

pub(crate) const DUE: &str = "SELECT id, booking_id, kind, channel, receiver, not_before, attempts \
     FROM outbox WHERE clinic_id = $1 AND delivered_at IS NULL AND dead_at IS NULL AND try_at <= $2 \
     ORDER BY try_at, id LIMIT 100";

pub(crate) const NEXT_DUE: &str = "SELECT id, try_at FROM outbox \
     WHERE clinic_id = $1 AND delivered_at IS NULL AND dead_at IS NULL ORDER BY try_at, id LIMIT 1";

pub(crate) const DEAD_ITEMS: &str = "SELECT id, booking_id, attempts, last_error, dead_at FROM outbox \
     WHERE clinic_id = $1 AND dead_at IS NOT NULL ORDER BY dead_at, id LIMIT 100";

pub(crate) const DEAD_COUNT: &str =
    "SELECT $1, COUNT(*) FROM outbox WHERE clinic_id = $1 AND dead_at IS NOT NULL";

#[async_trait]
impl OutboxStore for SqlStore {
    async fn due(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<Rows<OutboxItem>, StoreError> {
        self.all(DUE, values![clinic.to_string(), millis(now)], item).await
    }

    async fn next_due(&self, clinic: ClinicId) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.first(NEXT_DUE, values![clinic.to_string()], |cursor| {
            cursor.table("outbox");
            cursor.text("id")?;
            cursor.instant("try_at")
        })
        .await
    }

    async fn dead_items(&self, clinic: ClinicId) -> Result<Rows<DeadItem>, StoreError> {
        self.all(DEAD_ITEMS, values![clinic.to_string()], |cursor| {
            cursor.table("outbox");
            Ok(DeadItem {
                id: cursor.parsed("id", |text| text.parse().ok())?,
                booking: cursor.parsed("booking_id", |text| text.parse().ok())?,
                attempts: cursor.number("attempts")?,
                last_error: cursor.optional_text("last_error")?.unwrap_or_default().to_owned(),
                dead_at: cursor.instant("dead_at")?,
            })
        })
        .await
    }

    async fn dead_count(&self, clinic: ClinicId) -> Result<u32, StoreError> {
        let count = self.first(DEAD_COUNT, values![clinic.to_string()], count);
        Ok(count.await?.unwrap_or_default())
    }
}

fn item(cursor: &mut Cursor<'_>) -> Result<OutboxItem, StoreError> {
    cursor.table("outbox");
    Ok(OutboxItem {
        id: cursor.parsed("id", |text| text.parse().ok())?,
        booking: cursor.parsed("booking_id", |text| text.parse().ok())?,
        kind: cursor.parsed("kind", PatientStatus::from_code)?,
        channel: cursor.parsed("channel", OutboxChannel::from_code)?,
        receiver: cursor.parsed("receiver", |text| text.parse().ok())?,
        not_before: cursor.instant("not_before")?,
        attempts: cursor.number("attempts")?,
    })
}

//! What waits to leave the clinic.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use clinic::unit::OutboxItem;
use clinic::{OutboxStore, StoreError};
use timebook::ClinicId;

use crate::SqlStore;
use crate::engine::values;
use crate::rows::millis;

pub(crate) const DUE: &str = "SELECT id, booking_id, not_before FROM outbox \
     WHERE clinic_id = $1 AND delivered_at IS NULL AND not_before <= $2 ORDER BY not_before, id";

pub(crate) const NEXT_DUE: &str = "SELECT id, not_before FROM outbox \
     WHERE clinic_id = $1 AND delivered_at IS NULL ORDER BY not_before, id LIMIT 1";

#[async_trait]
impl OutboxStore for SqlStore {
    async fn due(&self, clinic: ClinicId, now: DateTime<Utc>) -> Result<Vec<OutboxItem>, StoreError> {
        self.all(DUE, values![clinic.to_string(), millis(now)], |cursor| {
            cursor.table("outbox");
            Ok(OutboxItem {
                id: cursor.parsed("id", |text| text.parse().ok())?,
                booking: cursor.parsed("booking_id", |text| text.parse().ok())?,
                not_before: cursor.instant("not_before")?,
            })
        })
        .await
    }

    async fn next_due(&self, clinic: ClinicId) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.first(NEXT_DUE, values![clinic.to_string()], |cursor| {
            cursor.table("outbox");
            cursor.text("id")?;
            cursor.instant("not_before")
        })
        .await
    }
}

//! What waits to leave the clinic.

use chrono::{DateTime, Utc};
use clinic::StoreError;
use clinic::unit::OutboxItem;
use timebook::ClinicId;

use super::{all, first};
use crate::engine::{Connection, values};
use crate::rows::millis;

pub(crate) const DUE: &str = "SELECT id, booking_id, not_before FROM outbox \
     WHERE clinic_id = $1 AND delivered_at IS NULL AND not_before <= $2 ORDER BY not_before, id";

/// What may leave now, oldest first.
pub(crate) async fn due(
    connection: &mut Connection,
    clinic: ClinicId,
    now: DateTime<Utc>,
) -> Result<Vec<OutboxItem>, StoreError> {
    all(connection, DUE, values![clinic.to_string(), millis(now)], |cursor| {
        cursor.table("outbox");
        Ok(OutboxItem {
            id: cursor.parsed("id", |text| text.parse().ok())?,
            booking: cursor.parsed("booking_id", |text| text.parse().ok())?,
            not_before: cursor.instant("not_before")?,
        })
    })
    .await
}

pub(crate) const NEXT_DUE: &str = "SELECT id, not_before FROM outbox \
     WHERE clinic_id = $1 AND delivered_at IS NULL ORDER BY not_before, id LIMIT 1";

/// When the next item may leave.
pub(crate) async fn next_due(
    connection: &mut Connection,
    clinic: ClinicId,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    first(connection, NEXT_DUE, values![clinic.to_string()], |cursor| {
        cursor.table("outbox");
        cursor.text("id")?;
        cursor.instant("not_before")
    })
    .await
}

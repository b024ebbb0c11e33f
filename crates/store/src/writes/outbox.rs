//! Word of decisions, on its way out.

use chrono::{DateTime, Utc};
use clinic::CommitError;
use clinic::unit::OutboxItem;
use timebook::{BookingId, ClinicId, OutboxId};

use super::run;
use crate::engine::{Connection, values};
use crate::rows::millis;

const QUEUE: &str = "INSERT INTO outbox (clinic_id, id, booking_id, not_before) VALUES ($1, $2, $3, $4)";

pub(super) async fn queue(
    connection: &mut Connection,
    clinic: ClinicId,
    item: &OutboxItem,
) -> Result<(), CommitError> {
    let values =
        values![clinic.to_string(), item.id.to_string(), item.booking.to_string(), millis(item.not_before)];
    run(connection, QUEUE, values).await.map(|_| ())
}

const UNQUEUE: &str = "DELETE FROM outbox WHERE clinic_id = $1 AND booking_id = $2 AND delivered_at IS NULL";

pub(super) async fn unqueue(
    connection: &mut Connection,
    clinic: ClinicId,
    booking: BookingId,
) -> Result<(), CommitError> {
    match run(connection, UNQUEUE, values![clinic.to_string(), booking.to_string()]).await? {
        0 => Err(CommitError::Sent),
        _ => Ok(()),
    }
}

const DELIVERED: &str =
    "UPDATE outbox SET delivered_at = $3 WHERE clinic_id = $1 AND id = $2 AND delivered_at IS NULL";

pub(super) async fn delivered(
    connection: &mut Connection,
    clinic: ClinicId,
    item: OutboxId,
    at: DateTime<Utc>,
) -> Result<(), CommitError> {
    match run(connection, DELIVERED, values![clinic.to_string(), item.to_string(), millis(at)]).await? {
        0 => Err(CommitError::Stale),
        _ => Ok(()),
    }
}

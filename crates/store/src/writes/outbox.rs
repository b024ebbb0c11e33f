//! Changes of the outbox.

use chrono::{DateTime, Utc};
use clinic::{CommitError, LastNotification, OutboxItem};
use timebook::{BookingId, ClinicId, OutboxId};

use super::run;
use crate::engine::{Connection, Value, values};
use crate::rows::millis;

const QUEUE: &str = "INSERT INTO outbox (clinic_id, id, booking_id, kind, channel, receiver, not_before, \
     try_at, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)";

pub(super) async fn queue(
    connection: &mut Connection,
    clinic: ClinicId,
    item: &OutboxItem,
) -> Result<(), CommitError> {
    let values = values![
        clinic.to_string(),
        item.id.to_string(),
        item.booking.to_string(),
        item.kind.code(),
        item.channel.code(),
        item.receiver.to_string(),
        millis(item.not_before),
        i64::from(item.attempts),
    ];
    run(connection, QUEUE, values).await.map(|_| ())
}

const UNQUEUE: &str = "DELETE FROM outbox WHERE clinic_id = $1 AND booking_id = $2 \
     AND delivered_at IS NULL AND dead_at IS NULL";

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

const DELIVERED: &str = "UPDATE outbox SET delivered_at = $3, dead_at = NULL, words = $4, \
     attempts = attempts + 1 WHERE clinic_id = $1 AND id = $2 AND delivered_at IS NULL";

/// An item that is delivered late, after several attempts, does not replace a newer notification.
const TELL: &str = "UPDATE booking SET told = $3, told_at = $4, told_words = $5 \
     WHERE clinic_id = $1 AND id = (SELECT outbox.booking_id FROM outbox \
     WHERE outbox.clinic_id = $1 AND outbox.id = $2 AND NOT EXISTS (SELECT 1 FROM outbox AS later \
     WHERE later.clinic_id = outbox.clinic_id AND later.booking_id = outbox.booking_id \
     AND later.delivered_at IS NOT NULL AND later.not_before > outbox.not_before))";

pub(super) async fn delivered(
    connection: &mut Connection,
    clinic: ClinicId,
    item: OutboxId,
    at: DateTime<Utc>,
    notification: &LastNotification,
) -> Result<(), CommitError> {
    let key = || values![clinic.to_string(), item.to_string()];
    let with = |more: Vec<Value>| key().into_iter().chain(more).collect();
    once(run(connection, DELIVERED, with(values![millis(at), notification.text.clone()])).await?)?;
    let status = values![notification.status.code(), notification.at.map(millis), notification.text.clone()];
    run(connection, TELL, with(status)).await.map(|_| ())
}

const NOT_DELIVERED: &str = "UPDATE outbox SET attempts = attempts + 1, last_error = $3, try_at = $4, \
     dead_at = $5 WHERE clinic_id = $1 AND id = $2 AND delivered_at IS NULL AND dead_at IS NULL";

pub(super) async fn not_delivered(
    connection: &mut Connection,
    clinic: ClinicId,
    item: &str,
    at: DateTime<Utc>,
    error: &str,
    try_at: Option<DateTime<Utc>>,
) -> Result<(), CommitError> {
    let dead_at = try_at.is_none().then_some(millis(at));
    let values = values![clinic.to_string(), item, error, millis(try_at.unwrap_or(at)), dead_at];
    once(run(connection, NOT_DELIVERED, values).await?)
}

const SEND_AGAIN: &str = "UPDATE outbox SET attempts = 0, try_at = $3, dead_at = NULL \
     WHERE clinic_id = $1 AND id = $2 AND dead_at IS NOT NULL";

pub(super) async fn send_again(
    connection: &mut Connection,
    clinic: ClinicId,
    item: OutboxId,
    at: DateTime<Utc>,
) -> Result<(), CommitError> {
    once(run(connection, SEND_AGAIN, values![clinic.to_string(), item.to_string(), millis(at)]).await?)
}

/// Fails when another program has already done the same.
const fn once(changed: u64) -> Result<(), CommitError> {
    if changed == 0 { Err(CommitError::Stale) } else { Ok(()) }
}

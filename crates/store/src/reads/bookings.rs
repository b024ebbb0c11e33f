//! Bookings: one, those that wait, those that were answered, a patient's own.

use chrono::{DateTime, Utc};
use clinic::{BookingView, JournalEntry, StoreError};
use timebook::{Booking, BookingId, ClinicId, PatientId};

use super::all;
use crate::engine::{Connection, Value, values};
use crate::fault::store_error;
use crate::rows::{self, booking_columns, journal_columns, millis, view, view_columns};

pub(crate) const BOOKING: &str =
    concat!("SELECT ", view_columns!(), " WHERE booking.clinic_id = $1 AND booking.id = $2");

/// One booking.
pub(crate) async fn booking(
    connection: &mut Connection,
    clinic: ClinicId,
    id: BookingId,
) -> Result<Option<BookingView>, StoreError> {
    let found = views(connection, BOOKING, values![clinic.to_string(), id.to_string()]).await?;
    Ok(found.into_iter().next())
}

pub(crate) const WAITING: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.status = 'requested'",
    " ORDER BY booking.requested_at, booking.id"
);

/// Requests without an answer, oldest first.
pub(crate) async fn waiting(
    connection: &mut Connection,
    clinic: ClinicId,
) -> Result<Vec<BookingView>, StoreError> {
    views(connection, WAITING, values![clinic.to_string()]).await
}

pub(crate) const WAITING_COUNT: &str =
    "SELECT $1, COUNT(*) FROM booking WHERE clinic_id = $1 AND status = 'requested'";

/// How many requests have no answer.
pub(crate) async fn waiting_count(connection: &mut Connection, clinic: ClinicId) -> Result<u32, StoreError> {
    let counts = all(connection, WAITING_COUNT, values![clinic.to_string()], |cursor| {
        cursor.table("booking");
        cursor.text("clinic_id")?;
        cursor.number("count")
    });
    Ok(counts.await?.first().copied().unwrap_or_default())
}

pub(crate) const DECIDED_SINCE: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.status IN ('confirmed', 'rejected')",
    " AND booking.decided_at >= $2 ORDER BY booking.decided_at DESC, booking.id DESC"
);

/// Bookings confirmed or rejected since an instant, newest first.
pub(crate) async fn decided_since(
    connection: &mut Connection,
    clinic: ClinicId,
    since: DateTime<Utc>,
) -> Result<Vec<BookingView>, StoreError> {
    views(connection, DECIDED_SINCE, values![clinic.to_string(), millis(since)]).await
}

pub(crate) const BOOKINGS_OF: &str = concat!(
    "SELECT ",
    view_columns!(),
    " WHERE booking.clinic_id = $1 AND booking.patient_id = $2",
    " ORDER BY booking.requested_at DESC, booking.id DESC"
);

/// A patient's bookings, latest request first.
pub(crate) async fn bookings_of(
    connection: &mut Connection,
    clinic: ClinicId,
    patient: PatientId,
) -> Result<Vec<BookingView>, StoreError> {
    views(connection, BOOKINGS_OF, values![clinic.to_string(), patient.to_string()]).await
}

pub(crate) const OVERDUE: &str = concat!(
    "SELECT ",
    booking_columns!(),
    " FROM booking JOIN slot ON slot.clinic_id = booking.clinic_id AND slot.id = booking.slot_id",
    " WHERE booking.clinic_id = $1 AND booking.status = 'requested' AND slot.starts_at <= $2",
    " ORDER BY booking.requested_at, booking.id"
);

/// Requests whose slot has begun.
pub(crate) async fn overdue(
    connection: &mut Connection,
    clinic: ClinicId,
    now: DateTime<Utc>,
) -> Result<Vec<Booking>, StoreError> {
    all(connection, OVERDUE, values![clinic.to_string(), millis(now)], rows::booking).await
}

pub(crate) const JOURNAL: &str = concat!(
    "SELECT ",
    journal_columns!(),
    " FROM journal WHERE journal.clinic_id = $1 AND journal.booking_id = $2 ORDER BY journal.line"
);

/// The journal of a booking, oldest first.
pub(crate) async fn journal(
    connection: &mut Connection,
    clinic: ClinicId,
    booking: BookingId,
) -> Result<Vec<JournalEntry>, StoreError> {
    let values = values![clinic.to_string(), booking.to_string()];
    all(connection, JOURNAL, values, rows::journal_entry).await
}

async fn views(
    connection: &mut Connection,
    statement: &'static str,
    values: Vec<Value>,
) -> Result<Vec<BookingView>, StoreError> {
    let rows = connection.rows(statement, values).await.map_err(store_error)?;
    rows.iter().map(view).collect()
}

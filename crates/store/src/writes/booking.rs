//! Changes of a booking, each saved only on the revision it is based on.

use clinic::{CommitError, StoreError};
use timebook::{Booking, ClinicId, Place, Revision};

use super::run;
use crate::engine::{Connection, Row, Value, values};
use crate::fault::{is_taken, store_error};
use crate::requests::{TRIES, too_many_tries};
use crate::rows::{Cursor, status_values};
use crate::sql::{held, live, lowest_place};

/// Saves the new version of a booking. Returns the place it then has.
pub(super) async fn change(
    connection: &mut Connection,
    clinic: ClinicId,
    booking: &Booking,
    was: Revision,
) -> Result<Option<Place>, CommitError> {
    let mut values = values![
        clinic.to_string(),
        booking.id.to_string(),
        i64::from(was.get()),
        i64::from(booking.revision.get()),
    ];
    values.extend(status_values(&booking.status)?);
    if booking.status.code().is_live() {
        return keep_or_take_place(connection, values).await.map(Some);
    }
    match run(connection, END, values).await? {
        0 => Err(CommitError::Stale),
        _ => Ok(None),
    }
}

/// The status itself frees the place.
const END: &str = "UPDATE booking SET revision = $4, status = $5, place = $6, decided_kind = $7, \
     decided_staff_id = $8, decided_staff_name = $9, decided_at = $10, decision_text = $11, held = $12 \
     WHERE clinic_id = $1 AND id = $2 AND revision = $3";

/// A live booking keeps its place. One that was not live gets its old place back if the slot still has that
/// place and it is free, otherwise any other free place; none if the patient has a place of the slot meanwhile.
const KEEP_OR_TAKE_PLACE: &str = concat!(
    "UPDATE booking SET revision = $4, status = $5, decided_kind = $7, decided_staff_id = $8,",
    " decided_staff_name = $9, decided_at = $10, decision_text = $11, held = $12, place = CASE WHEN ",
    live!("booking"),
    " THEN place WHEN $6 <= (SELECT slot.capacity FROM slot",
    " WHERE slot.clinic_id = booking.clinic_id AND slot.id = booking.slot_id)",
    " AND NOT EXISTS (SELECT 1 FROM booking AS taker",
    " WHERE taker.clinic_id = booking.clinic_id AND taker.slot_id = booking.slot_id",
    " AND taker.place = $6 AND ",
    live!("taker"),
    ") THEN $6 ELSE (SELECT ",
    lowest_place!(),
    " FROM slot WHERE slot.clinic_id = booking.clinic_id AND slot.id = booking.slot_id) END",
    " WHERE clinic_id = $1 AND id = $2 AND revision = $3 AND (",
    live!("booking"),
    " OR EXISTS (SELECT 1 FROM slot",
    " WHERE slot.clinic_id = booking.clinic_id AND slot.id = booking.slot_id AND slot.capacity > ",
    held!(),
    ") AND NOT EXISTS (SELECT 1 FROM booking AS own WHERE own.clinic_id = booking.clinic_id",
    " AND own.patient_id = booking.patient_id AND own.slot_id = booking.slot_id AND ",
    live!("own"),
    ")) RETURNING id, place"
);

const IS_STILL: &str = "SELECT id FROM booking WHERE clinic_id = $1 AND id = $2 AND revision = $3";

/// On PostgreSQL a request may take the place between the read and the update. The index then refuses the
/// second write, and the savepoint keeps the rest of the transaction for another attempt.
async fn keep_or_take_place(connection: &mut Connection, values: Vec<Value>) -> Result<Place, CommitError> {
    for _ in 0..TRIES {
        connection.execute("SAVEPOINT taking_place").await.map_err(store_error)?;
        match connection.row(KEEP_OR_TAKE_PLACE, values.clone()).await {
            Ok(Some(row)) => {
                connection.execute("RELEASE SAVEPOINT taking_place").await.map_err(store_error)?;
                return Ok(place(&row)?);
            }
            Ok(None) => {
                connection.execute("RELEASE SAVEPOINT taking_place").await.map_err(store_error)?;
                let key = values.iter().take(3).cloned().collect();
                let still = connection.row(IS_STILL, key).await.map_err(store_error)?;
                return Err(if still.is_some() { CommitError::NoPlace } else { CommitError::Stale });
            }
            Err(error) if is_taken(&error) => {
                connection.execute("ROLLBACK TO SAVEPOINT taking_place").await.map_err(store_error)?;
                connection.execute("RELEASE SAVEPOINT taking_place").await.map_err(store_error)?;
            }
            Err(error) => return Err(CommitError::Store(store_error(error))),
        }
    }
    Err(too_many_tries())
}

/// Reads the place from a row with a booking's id and place.
fn place(row: &Row) -> Result<Place, StoreError> {
    let mut cursor = Cursor::new(row);
    cursor.table("booking");
    cursor.text("id")?;
    let place = cursor.number("place")?;
    Place::new(place).ok_or_else(|| cursor.unreadable("place"))
}

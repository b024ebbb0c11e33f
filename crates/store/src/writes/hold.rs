//! New requests, each on the lowest free place of its slot.

use clinic::unit::Hold;
use clinic::{CommitError, StoreError};
use timebook::{BookingId, Capacity, ClinicId, Place, Reason};

use crate::engine::{Connection, Row, Value, values};
use crate::fault::store_error;
use crate::rows::{Cursor, millis};
use crate::sql::free;

/// A lost race means that someone else got a place, so there cannot be more of them than places;
/// some more for places that come back meanwhile.
pub(crate) const TRIES: u16 = Capacity::RANGE.1 + 100;

/// Picks the place and takes it in one statement. The unique index has the last word: whoever comes
/// second gets no row, and asks [`why_not`].
macro_rules! take_place {
    () => {
        concat!(
            "INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, reason, requested_at,",
            " request_key, revision, status, place)",
            " SELECT slot.clinic_id, $2, slot.id, $4, $5, $6, $7, $8, $9, 'requested', ",
            $crate::sql::lowest_place!(),
            " FROM slot JOIN timebook",
            " ON timebook.clinic_id = slot.clinic_id AND timebook.id = slot.timebook_id",
            " WHERE slot.clinic_id = $1 AND slot.id = $3 AND slot.timebook_id = $10",
            " AND timebook.kind = $11 AND timebook.published = 1 AND ",
            $crate::sql::free!("$7"),
            " ON CONFLICT DO NOTHING RETURNING id, place"
        )
    };
}
pub(crate) use take_place;

/// The insert that takes a place, as both engines run it. Public for the race tests, which run it
/// with and without the index that guards it.
pub const TAKE_PLACE: &str = take_place!();

/// How many parameters [`TAKE_PLACE`] has.
pub(crate) const TAKE_PLACE_VALUES: usize = 11;

/// The parameters of [`TAKE_PLACE`].
pub(crate) fn take_place_values(clinic: ClinicId, hold: &Hold) -> Vec<Value> {
    let booking = &hold.booking;
    values![
        clinic.to_string(),
        booking.id.to_string(),
        booking.slot.to_string(),
        booking.patient.to_string(),
        booking.channel.code(),
        booking.reason.as_ref().map(Reason::as_str),
        millis(booking.requested_at),
        hold.key.to_string(),
        i64::from(booking.revision.get()),
        hold.timebook.to_string(),
        hold.kind.code(),
    ]
}

/// Saves a request, or says why it cannot be.
pub(super) async fn hold(
    connection: &mut Connection,
    clinic: ClinicId,
    hold: &Hold,
) -> Result<Place, CommitError> {
    for _ in 0..TRIES {
        let row = connection.row(TAKE_PLACE, take_place_values(clinic, hold)).await.map_err(store_error)?;
        if let Some(row) = row {
            return Ok(place(&row)?);
        }
        if let Some(reason) = why_not(connection, clinic, hold).await? {
            return Err(reason);
        }
    }
    Err(too_many_tries())
}

/// The place in a row of a booking's id and place.
pub(crate) fn place(row: &Row) -> Result<Place, StoreError> {
    let mut cursor = Cursor::new(row);
    cursor.table("booking");
    cursor.text("id")?;
    let place = cursor.number("place")?;
    Place::new(place).ok_or_else(|| cursor.unreadable("place"))
}

/// Every try was lost to someone else, more often than there can be places.
pub(crate) fn too_many_tries() -> CommitError {
    StoreError::Unavailable("every try for a place was lost to another".into()).into()
}

pub(crate) const WHY_NOT: &str = concat!(
    "SELECT (SELECT booking.id FROM booking",
    " WHERE booking.clinic_id = $1 AND booking.patient_id = $2 AND booking.request_key = $3),",
    " (SELECT CASE WHEN ",
    free!("$7"),
    " THEN CAST(1 AS BIGINT) ELSE 0 END FROM slot JOIN timebook",
    " ON timebook.clinic_id = slot.clinic_id AND timebook.id = slot.timebook_id",
    " WHERE slot.clinic_id = $1 AND slot.id = $4 AND slot.timebook_id = $5",
    " AND timebook.kind = $6 AND timebook.published = 1)"
);

/// Why a request got no place. None when there is a place now: another request was faster by a
/// moment, or gave its place back, and it is worth another try.
pub(crate) async fn why_not(
    connection: &mut Connection,
    clinic: ClinicId,
    hold: &Hold,
) -> Result<Option<CommitError>, StoreError> {
    let booking = &hold.booking;
    let values = values![
        clinic.to_string(),
        booking.patient.to_string(),
        hold.key.to_string(),
        booking.slot.to_string(),
        hold.timebook.to_string(),
        hold.kind.code(),
        millis(booking.requested_at),
    ];
    let Some(row) = connection.row(WHY_NOT, values).await.map_err(store_error)? else {
        return Ok(Some(CommitError::NoSuchSlot));
    };
    let mut cursor = Cursor::new(&row);
    cursor.table("booking");
    let before: Option<BookingId> = cursor.optional("id", |text| text.parse().ok())?;
    Ok(match (before, cursor.optional_number::<i64>("free")?) {
        (Some(before), _) => Some(CommitError::Duplicate(before)),
        (None, None) => Some(CommitError::NoSuchSlot),
        (None, Some(0)) => Some(CommitError::NoPlace),
        (None, Some(_)) => None,
    })
}

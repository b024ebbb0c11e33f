//! Rows of bookings, and of what is shown with them.

use chrono::{DateTime, Utc};
use clinic::{BookingView, LastNotification, PatientStatus, StoreError};
use timebook::{
    Actor, Booking, Channel, Decision, DecisionText, Name, Place, Reason, Revision, StaffMember, Status,
    StatusCode, TimebookType,
};

use super::setup::json;
use super::{Cursor, location, millis, patient, slot};
use crate::engine::{Value, values};

/// The index of the column `requested_at` in `booking_columns`, counted from 0.
pub(crate) const REQUESTED_AT: usize = 5;

/// The index of the column `starts_at`, a copy of the start of the slot.
pub(crate) const STARTS_AT: usize = 6;

/// The columns that [`booking`] reads.
macro_rules! booking_columns {
    () => {
        "booking.id, booking.patient_id, booking.slot_id, booking.channel, booking.reason, \
         booking.requested_at, booking.starts_at, booking.revision, booking.status, booking.place, booking.decided_kind, \
         booking.decided_staff_id, booking.decided_staff_name, booking.decided_at, booking.decision_text, \
         booking.held"
    };
}
pub(crate) use booking_columns;

/// Reads `booking_columns`.
pub(crate) fn booking(cursor: &mut Cursor<'_>) -> Result<Booking, StoreError> {
    cursor.table("booking");
    Ok(Booking {
        id: cursor.parsed("id", |text| text.parse().ok())?,
        patient: cursor.parsed("patient_id", |text| text.parse().ok())?,
        slot: cursor.parsed("slot_id", |text| text.parse().ok())?,
        channel: cursor.parsed("channel", Channel::from_code)?,
        reason: cursor.optional_text("reason")?.map(Reason::stored),
        requested_at: {
            let requested_at = cursor.instant("requested_at")?;
            cursor.instant("starts_at")?;
            requested_at
        },
        revision: Revision::new(cursor.number("revision")?),
        status: status(cursor)?,
    })
}

/// Reads a status from its code and its data; the table's checks define which data each status has.
fn status(cursor: &mut Cursor<'_>) -> Result<Status, StoreError> {
    let code = cursor.parsed("status", StatusCode::from_code)?;
    let place = cursor.optional_number("place")?.and_then(Place::new);
    let by = actor(cursor)?;
    let at = cursor.optional_instant("decided_at")?;
    let text = cursor.optional_text("decision_text")?.map(DecisionText::stored);
    // Without it only an undo is refused.
    let held = cursor.optional_text("held")?.and_then(|held| serde_json::from_str(held).ok());

    let decided = by.zip(at).map(|(by, at)| Decision { by, at });
    let place = place.ok_or("place");
    let decided = decided.ok_or("decided_kind");
    let status = match code {
        StatusCode::Requested => place.map(|place| Status::Requested { place }),
        StatusCode::Confirmed => {
            both(place, decided).map(|(place, decided)| Status::Confirmed { place, decided })
        }
        StatusCode::Rejected => both(place, decided).and_then(|(held, decided)| {
            Ok(Status::Rejected { held, decided, text: text.ok_or("decision_text")? })
        }),
        StatusCode::Cancelled => decided.map(|decided| Status::Cancelled { decided, text, held }),
        StatusCode::Expired => at.ok_or("decided_at").map(|at| Status::Expired { at }),
        StatusCode::Completed => {
            both(place, decided).map(|(place, decided)| Status::Completed { place, decided })
        }
        StatusCode::NoShow => both(place, decided).map(|(place, decided)| Status::NoShow { place, decided }),
    };
    status.map_err(|column| cursor.unreadable(column))
}

fn both<A, B, E>(one: Result<A, E>, other: Result<B, E>) -> Result<(A, B), E> {
    Ok((one?, other?))
}

/// The columns `status, place, decided_kind, decided_staff_id, decided_staff_name, decided_at,
/// decision_text, held` of a status.
pub(crate) fn status_values(status: &Status) -> Result<Vec<Value>, StoreError> {
    let (place, at, text, held) = match status {
        Status::Requested { place } => (Some(*place), None, None, None),
        Status::Confirmed { place, decided }
        | Status::Completed { place, decided }
        | Status::NoShow { place, decided } => (Some(*place), Some(decided.at), None, None),
        Status::Rejected { held, decided, text } => (Some(*held), Some(decided.at), Some(text), None),
        Status::Cancelled { decided, text, held } => (None, Some(decided.at), text.as_ref(), held.as_ref()),
        Status::Expired { at } => (None, Some(*at), None, None),
    };
    let mut values = values![status.code().code(), place.map(|place| i64::from(place.get()))];
    values.extend(actor_values(status.decided().map(|decided| &decided.by)));
    let held = held.map(json).transpose()?;
    values.extend(values![at.map(millis), text.map(DecisionText::as_str), held]);
    Ok(values)
}

/// Reads an actor's three columns: what they are, and for staff their id and name.
pub(super) fn actor(cursor: &mut Cursor<'_>) -> Result<Option<Actor>, StoreError> {
    let kind = cursor.optional_text("actor_kind")?;
    let id = cursor.optional("actor_staff_id", |text| text.parse().ok())?;
    let name = cursor.optional_text("actor_staff_name")?.map(Name::stored);
    let actor = match (kind, id, name) {
        (None, _, _) => None,
        (Some("staff"), Some(id), Some(name)) => Some(Actor::Staff(StaffMember { id, name })),
        (Some("patient"), _, _) => Some(Actor::Patient),
        (Some("proxy"), _, _) => Some(Actor::Proxy),
        (Some("helsenorge"), _, _) => Some(Actor::Helsenorge),
        (Some("system"), _, _) => Some(Actor::System),
        (Some(_), _, _) => return Err(cursor.unreadable("actor_kind")),
    };
    Ok(actor)
}

/// An actor's kind, and for staff who.
pub(crate) const fn actor_columns(actor: &Actor) -> (&'static str, Option<&StaffMember>) {
    match actor {
        Actor::Staff(member) => ("staff", Some(member)),
        Actor::Patient => ("patient", None),
        Actor::Proxy => ("proxy", None),
        Actor::Helsenorge => ("helsenorge", None),
        Actor::System => ("system", None),
    }
}

/// An actor's three columns.
pub(crate) fn actor_values(actor: Option<&Actor>) -> Vec<Value> {
    let (kind, staff) = actor.map(actor_columns).unzip();
    let staff = staff.flatten();
    values![kind, staff.map(|member| member.id.to_string()), staff.map(|member| member.name.as_str())]
}

/// A column of the timebook or its location as it was at an instant, or as it is if nothing has changed since.
/// A subquery for each column, and not a join, because PostgreSQL would choose to read whole tables for the join.
macro_rules! version {
    ($column:literal, $at:expr, $now:literal) => {
        concat!(
            "COALESCE((SELECT ",
            $column,
            " FROM timebook_version AS version WHERE version.clinic_id = timebook.clinic_id",
            " AND version.timebook_id = timebook.id AND version.until >= ",
            $at,
            " ORDER BY version.until LIMIT 1), ",
            $now,
            ")"
        )
    };
}

/// [`version`] at the start of the slot, or at the decision that ended the booking.
macro_rules! shown {
    ($column:literal, $now:literal) => {
        $crate::rows::version!(
            $column,
            "CASE WHEN booking.status IN ('cancelled', 'rejected', 'expired') \
             THEN booking.decided_at ELSE slot.starts_at END",
            $now
        )
    };
}

/// The columns that [`view`] reads, with their tables. The type is the one that was requested. Name,
/// practitioner and location are those at the start of the slot, or at the decision that ended the booking; if
/// that is still to come, they are today's (decision 11).
macro_rules! view_columns {
    () => {
        concat!(
            $crate::rows::booking_columns!(),
            ", ",
            $crate::rows::patient_columns!(),
            ", ",
            $crate::rows::slot_columns!(),
            ", ",
            $crate::rows::shown!("version.location_id", "location.id"),
            ", ",
            $crate::rows::shown!("version.location_name", "location.name"),
            ", ",
            $crate::rows::shown!("version.street", "location.street"),
            ", ",
            $crate::rows::shown!("version.postal_code", "location.postal_code"),
            ", ",
            $crate::rows::shown!("version.city", "location.city"),
            ", timebook.id, ",
            $crate::rows::version!("version.kind", "booking.requested_at", "timebook.kind"),
            ", ",
            $crate::rows::shown!("version.name", "timebook.name"),
            // A version without a practitioner is one all the same.
            ", NULLIF(",
            $crate::rows::shown!("COALESCE(version.practitioner, '')", "timebook.practitioner"),
            ", ''), (SELECT MAX(outbox.not_before) FROM outbox",
            " WHERE outbox.clinic_id = booking.clinic_id AND outbox.booking_id = booking.id",
            " AND outbox.delivered_at IS NULL AND outbox.dead_at IS NULL), booking.told, booking.told_at,",
            " booking.told_words",
            " FROM booking",
            " JOIN patient ON patient.clinic_id = booking.clinic_id AND patient.id = booking.patient_id",
            " JOIN slot ON slot.clinic_id = booking.clinic_id AND slot.id = booking.slot_id",
            " JOIN timebook ON timebook.clinic_id = slot.clinic_id AND timebook.id = slot.timebook_id",
            " JOIN location",
            " ON location.clinic_id = timebook.clinic_id AND location.id = timebook.location_id"
        )
    };
}
pub(crate) use {shown, version, view_columns};

/// Reads `view_columns`.
pub(crate) fn view(cursor: &mut Cursor<'_>) -> Result<BookingView, StoreError> {
    let booking = booking(cursor)?;
    let patient = patient(cursor)?;
    let slot = slot(cursor)?;
    let location = location(cursor)?;
    cursor.table("timebook");
    cursor.text("id")?;
    let kind = cursor.parsed("kind", TimebookType::from_code)?;
    let timebook_name = Name::stored(cursor.text("name")?);
    let practitioner = cursor.optional_text("practitioner")?.map(Name::stored);
    cursor.first_table("booking");
    let pending: Option<DateTime<Utc>> = cursor.optional_instant("not_before")?;
    let last_notification = LastNotification {
        status: cursor.parsed("told", PatientStatus::from_code)?,
        at: cursor.optional_instant("told_at")?,
        text: cursor.optional_text("told_words")?.map(str::to_owned),
    };
    Ok(BookingView {
        booking,
        patient,
        slot,
        kind,
        timebook_name,
        practitioner,
        location,
        pending,
        last_notification,
    })
}

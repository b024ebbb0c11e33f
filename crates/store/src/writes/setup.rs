//! Saves the profile, the locations and the timebooks.

use clinic::{CommitError, NewEdit};
use timebook::{
    ClinicId, ClinicProfile, HerId, InfoText, Location, LocationId, Name, OrgNumber, Phone, Revision,
    Timebook, TimebookId,
};

use super::run;
use crate::engine::{Connection, Value, values};
use crate::rows::{millis, timebook_values};

const CLAIM_DATABASE: &str =
    "INSERT INTO first_clinic (clinic_id, one) VALUES ($1, 1) ON CONFLICT (one) DO NOTHING";

pub(super) async fn claim_database(connection: &mut Connection, clinic: ClinicId) -> Result<(), CommitError> {
    run(connection, CLAIM_DATABASE, values![clinic.to_string()]).await.map(|_| ())
}

// Each save is one statement that inserts or replaces. `$2` is the revision that the edit is based on, 0 for
// a new item: only that revision is replaced. The row is locked first, so that a save waits for a colleague who
// is deleting it and then fails, instead of creating it again.

/// Here `made` counts over all clinics, because it orders the clinics themselves.
const SAVE_PROFILE: &str = "INSERT INTO clinic (clinic_id, saved_by, saved_at, name, org_number, her_id, \
     phone, info, limit_of_type, limit_in_all, made) \
     SELECT $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, (SELECT COALESCE(MAX(made), 0) + 1 FROM clinic) \
     WHERE $2 = 0 OR EXISTS (SELECT 1 FROM clinic WHERE clinic_id = $1) \
     ON CONFLICT (clinic_id) DO UPDATE SET saved_by = excluded.saved_by, saved_at = excluded.saved_at, \
     name = excluded.name, org_number = excluded.org_number, her_id = excluded.her_id, \
     phone = excluded.phone, info = excluded.info, limit_of_type = excluded.limit_of_type, \
     limit_in_all = excluded.limit_in_all, revision = clinic.revision + 1 WHERE clinic.revision = $2";

pub(super) async fn save_profile(
    connection: &mut Connection,
    clinic: ClinicId,
    profile: &ClinicProfile,
    edit: &NewEdit,
) -> Result<(), CommitError> {
    let values = values![
        profile.name.as_str(),
        profile.org_number.as_ref().map(OrgNumber::as_str),
        profile.her_id.as_ref().map(HerId::as_str),
        profile.phone.as_ref().map(Phone::as_str),
        profile.info.as_ref().map(InfoText::as_str),
        i64::from(profile.limits.of_type.get()),
        i64::from(profile.limits.in_all.get()),
    ];
    save(connection, SAVE_PROFILE, clinic, edit, values).await
}

const SAVE_LOCATION: &str = "INSERT INTO location (clinic_id, saved_by, saved_at, id, name, street, \
     postal_code, city, made) SELECT $1, $3, $4, $5, $6, $7, $8, $9, \
     (SELECT COALESCE(MAX(made), 0) + 1 FROM location WHERE clinic_id = $1) \
     WHERE $2 = 0 OR EXISTS (SELECT 1 FROM location WHERE clinic_id = $1 AND id = $5) \
     ON CONFLICT (clinic_id, id) DO UPDATE SET saved_by = excluded.saved_by, saved_at = excluded.saved_at, \
     name = excluded.name, street = excluded.street, postal_code = excluded.postal_code, \
     city = excluded.city, revision = location.revision + 1 WHERE location.revision = $2";

pub(super) async fn save_location(
    connection: &mut Connection,
    clinic: ClinicId,
    location: &Location,
    edit: &NewEdit,
) -> Result<(), CommitError> {
    let values = values![
        location.id.to_string(),
        location.name.as_str(),
        location.street.as_str(),
        location.postal_code.as_str(),
        location.city.as_str(),
    ];
    if let Some(was) = edit.was {
        on_location(connection, clinic, location.id, was).await?;
    }
    keep_version(connection, KEEP_TIMEBOOKS_THERE, clinic, edit, values.clone()).await?;
    save(connection, SAVE_LOCATION, clinic, edit, values).await
}

const SAVE_TIMEBOOK: &str = "INSERT INTO timebook (clinic_id, saved_by, saved_at, id, kind, name, \
     description, location_id, practitioner, hours, valid_from, valid_until, slot_minutes, pause_minutes, capacity, weeks_ahead, \
     lead_minutes, horizon_days, releases_at, release_weeks, release_weekday, release_minute, published, made) \
     SELECT $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, \
     (SELECT COALESCE(MAX(made), 0) + 1 FROM timebook WHERE clinic_id = $1) \
     WHERE $2 = 0 OR EXISTS (SELECT 1 FROM timebook WHERE clinic_id = $1 AND id = $5) \
     ON CONFLICT (clinic_id, id) DO UPDATE SET saved_by = excluded.saved_by, saved_at = excluded.saved_at, \
     kind = excluded.kind, name = excluded.name, description = excluded.description, \
     location_id = excluded.location_id, practitioner = excluded.practitioner, hours = excluded.hours, \
     valid_from = excluded.valid_from, valid_until = excluded.valid_until, \
     slot_minutes = excluded.slot_minutes, pause_minutes = excluded.pause_minutes, capacity = excluded.capacity, \
     weeks_ahead = excluded.weeks_ahead, lead_minutes = excluded.lead_minutes, \
     horizon_days = excluded.horizon_days, releases_at = excluded.releases_at, \
     release_weeks = excluded.release_weeks, release_weekday = excluded.release_weekday, \
     release_minute = excluded.release_minute, published = excluded.published, \
     revision = timebook.revision + 1 WHERE timebook.revision = $2";

pub(super) async fn save_timebook(
    connection: &mut Connection,
    clinic: ClinicId,
    timebook: &Timebook,
    edit: &NewEdit,
) -> Result<(), CommitError> {
    let shown = values![
        timebook.id.to_string(),
        timebook.kind.code(),
        timebook.name.as_str(),
        timebook.location.to_string(),
        timebook.practitioner.as_ref().map(Name::as_str).unwrap_or_default(),
    ];
    if let Some(was) = edit.was {
        on_timebook(connection, clinic, timebook.id, was).await?;
    }
    keep_version(connection, KEEP_TIMEBOOK, clinic, edit, shown).await?;
    save(connection, SAVE_TIMEBOOK, clinic, edit, timebook_values(timebook)?).await
}

/// Keeps what bookings show of the timebooks that `$which` selects, as it is before a change of it. `$same` holds
/// if nothing of it changes.
macro_rules! keep_version {
    ($which:literal, $same:literal) => {
        concat!(
            "INSERT INTO timebook_version (clinic_id, timebook_id, until, kind, name, practitioner,",
            " location_id, location_name, street, postal_code, city)",
            " SELECT timebook.clinic_id, timebook.id, $2, timebook.kind, timebook.name,",
            " timebook.practitioner, location.id, location.name, location.street, location.postal_code,",
            " location.city FROM timebook JOIN location",
            " ON location.clinic_id = timebook.clinic_id AND location.id = timebook.location_id",
            " WHERE timebook.clinic_id = $1 AND ",
            $which,
            " = $3 AND NOT (",
            $same,
            // Nobody saw a version that was valid for less than a millisecond.
            ") ON CONFLICT (clinic_id, timebook_id, until) DO NOTHING"
        )
    };
}

const KEEP_TIMEBOOK: &str = keep_version!(
    "timebook.id",
    "timebook.kind = $4 AND timebook.name = $5 AND timebook.location_id = $6 \
     AND COALESCE(timebook.practitioner, '') = $7"
);
const KEEP_TIMEBOOKS_THERE: &str = keep_version!(
    "timebook.location_id",
    "location.name = $4 AND location.street = $5 AND location.postal_code = $6 AND location.city = $7"
);

/// Keeps the version before a change, so that past bookings still show what was true for them (decision 11).
/// Whether the change is based on the current revision is checked when it is saved.
async fn keep_version(
    connection: &mut Connection,
    statement: &'static str,
    clinic: ClinicId,
    edit: &NewEdit,
    shown: Vec<Value>,
) -> Result<(), CommitError> {
    let mut values = values![clinic.to_string(), millis(edit.at)];
    values.extend(shown);
    run(connection, statement, values).await.map(|_| ())
}

/// Saves a part on the revision that its edit is based on.
pub(super) async fn save(
    connection: &mut Connection,
    statement: &'static str,
    clinic: ClinicId,
    edit: &NewEdit,
    part: Vec<Value>,
) -> Result<(), CommitError> {
    let mut values = values![
        clinic.to_string(),
        i64::from(edit.was.map_or(0, Revision::get)),
        edit.by.as_str(),
        millis(edit.at),
    ];
    values.extend(part);
    changed(run(connection, statement, values).await?)
}

pub(super) fn changed(rows: u64) -> Result<(), CommitError> {
    if rows == 0 { Err(CommitError::Stale) } else { Ok(()) }
}

/// An update that changes nothing but locks the row until the transaction is saved.
const ON_TIMEBOOK: &str =
    "UPDATE timebook SET revision = revision WHERE clinic_id = $1 AND id = $2 AND revision = $3";

pub(super) async fn on_timebook(
    connection: &mut Connection,
    clinic: ClinicId,
    timebook: TimebookId,
    was: Revision,
) -> Result<(), CommitError> {
    let values = values![clinic.to_string(), timebook.to_string(), i64::from(was.get())];
    changed(run(connection, ON_TIMEBOOK, values).await?)
}

/// As [`ON_TIMEBOOK`], of a location.
const ON_LOCATION: &str =
    "UPDATE location SET revision = revision WHERE clinic_id = $1 AND id = $2 AND revision = $3";

async fn on_location(
    connection: &mut Connection,
    clinic: ClinicId,
    location: LocationId,
    was: Revision,
) -> Result<(), CommitError> {
    let values = values![clinic.to_string(), location.to_string(), i64::from(was.get())];
    changed(run(connection, ON_LOCATION, values).await?)
}

const DELETE_LOCATION: &str = "DELETE FROM location WHERE clinic_id = $1 AND id = $2 \
     AND NOT EXISTS (SELECT 1 FROM timebook \
     WHERE timebook.clinic_id = location.clinic_id AND timebook.location_id = location.id)";

pub(super) async fn delete_location(
    connection: &mut Connection,
    clinic: ClinicId,
    location: LocationId,
    was: Revision,
) -> Result<(), CommitError> {
    on_location(connection, clinic, location, was).await?;
    let key = values![clinic.to_string(), location.to_string()];
    deleted(run(connection, DELETE_LOCATION, key).await?)
}

/// A slot with a booking stays, and keeps its timebook.
const DELETE_SLOTS: &str = "DELETE FROM slot WHERE clinic_id = $1 AND timebook_id = $2 \
     AND NOT EXISTS (SELECT 1 FROM booking \
     WHERE booking.clinic_id = slot.clinic_id AND booking.slot_id = slot.id)";

const DELETE_TIMEBOOK: &str = "DELETE FROM timebook WHERE clinic_id = $1 AND id = $2 \
     AND NOT EXISTS (SELECT 1 FROM slot \
     WHERE slot.clinic_id = timebook.clinic_id AND slot.timebook_id = timebook.id)";

pub(super) async fn delete_timebook(
    connection: &mut Connection,
    clinic: ClinicId,
    timebook: TimebookId,
    was: Revision,
) -> Result<(), CommitError> {
    on_timebook(connection, clinic, timebook, was).await?;
    let key = || values![clinic.to_string(), timebook.to_string()];
    run(connection, DELETE_SLOTS, key()).await?;
    deleted(run(connection, DELETE_TIMEBOOK, key()).await?)
}

fn deleted(rows: u64) -> Result<(), CommitError> {
    if rows == 0 { Err(CommitError::InUse) } else { Ok(()) }
}

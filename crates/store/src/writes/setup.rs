//! The profile, the locations and the timebooks.

use clinic::CommitError;
use timebook::{
    ClinicId, ClinicProfile, HerId, InfoText, Location, OrgNumber, Phone, Revision, Timebook, TimebookId,
};

use super::run;
use crate::engine::{Connection, values};
use crate::rows::timebook_values;

/// `made` counts over all clinics here: it orders the clinics themselves.
const SAVE_PROFILE: &str = "INSERT INTO clinic (clinic_id, name, org_number, her_id, phone, info, \
     limit_of_type, limit_in_all, made) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT COALESCE(MAX(made), 0) + 1 FROM clinic)) \
     ON CONFLICT (clinic_id) DO UPDATE SET name = excluded.name, org_number = excluded.org_number, \
     her_id = excluded.her_id, phone = excluded.phone, info = excluded.info, \
     limit_of_type = excluded.limit_of_type, limit_in_all = excluded.limit_in_all";

pub(super) async fn save_profile(
    connection: &mut Connection,
    clinic: ClinicId,
    profile: &ClinicProfile,
) -> Result<(), CommitError> {
    let values = values![
        clinic.to_string(),
        profile.name.as_str(),
        profile.org_number.as_ref().map(OrgNumber::as_str),
        profile.her_id.as_ref().map(HerId::as_str),
        profile.phone.as_ref().map(Phone::as_str),
        profile.info.as_ref().map(InfoText::as_str),
        i64::from(profile.limits.of_type.get()),
        i64::from(profile.limits.in_all.get()),
    ];
    run(connection, SAVE_PROFILE, values).await.map(|_| ())
}

const SAVE_LOCATION: &str = "INSERT INTO location (clinic_id, id, name, street, postal_code, city, made) \
     VALUES ($1, $2, $3, $4, $5, $6, \
     (SELECT COALESCE(MAX(made), 0) + 1 FROM location WHERE clinic_id = $1)) \
     ON CONFLICT (clinic_id, id) DO UPDATE SET name = excluded.name, street = excluded.street, \
     postal_code = excluded.postal_code, city = excluded.city";

pub(super) async fn save_location(
    connection: &mut Connection,
    clinic: ClinicId,
    location: &Location,
) -> Result<(), CommitError> {
    let values = values![
        clinic.to_string(),
        location.id.to_string(),
        location.name.as_str(),
        location.street.as_str(),
        location.postal_code.as_str(),
        location.city.as_str(),
    ];
    run(connection, SAVE_LOCATION, values).await.map(|_| ())
}

const SAVE_TIMEBOOK: &str = "INSERT INTO timebook (clinic_id, id, kind, name, description, location_id, \
     practitioner, hours, exceptions, slot_minutes, capacity, weeks_ahead, published, made) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, \
     (SELECT COALESCE(MAX(made), 0) + 1 FROM timebook WHERE clinic_id = $1)) \
     ON CONFLICT (clinic_id, id) DO UPDATE SET kind = excluded.kind, name = excluded.name, \
     description = excluded.description, location_id = excluded.location_id, \
     practitioner = excluded.practitioner, hours = excluded.hours, exceptions = excluded.exceptions, \
     slot_minutes = excluded.slot_minutes, capacity = excluded.capacity, \
     weeks_ahead = excluded.weeks_ahead, published = excluded.published, revision = timebook.revision + 1";

pub(super) async fn save_timebook(
    connection: &mut Connection,
    clinic: ClinicId,
    timebook: &Timebook,
) -> Result<(), CommitError> {
    run(connection, SAVE_TIMEBOOK, timebook_values(clinic, timebook)?).await.map(|_| ())
}

/// Changes nothing, and so takes the row's lock until the transaction is saved.
const ON_TIMEBOOK: &str =
    "UPDATE timebook SET revision = revision WHERE clinic_id = $1 AND id = $2 AND revision = $3";

pub(super) async fn on_timebook(
    connection: &mut Connection,
    clinic: ClinicId,
    timebook: TimebookId,
    was: Revision,
) -> Result<(), CommitError> {
    let values = values![clinic.to_string(), timebook.to_string(), i64::from(was.get())];
    match run(connection, ON_TIMEBOOK, values).await? {
        0 => Err(CommitError::Stale),
        _ => Ok(()),
    }
}

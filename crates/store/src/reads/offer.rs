//! What a clinic has set up, and what of it patients see.

use clinic::StoreError;
use timebook::{ClinicId, ClinicProfile, Location, Timebook, TimebookType};

use super::{all, first};
use crate::engine::{Connection, values};
use crate::rows::{self, location_columns, timebook_columns};

/// The one query that crosses clinics: it is how a program learns whom it serves.
pub(crate) const CLINICS: &str = "SELECT clinic_id FROM clinic ORDER BY made, clinic_id";

/// The clinics that have a profile, oldest first.
pub(crate) async fn clinics(connection: &mut Connection) -> Result<Vec<ClinicId>, StoreError> {
    all(connection, CLINICS, values![], |cursor| {
        cursor.table("clinic");
        cursor.parsed("clinic_id", |text| text.parse().ok())
    })
    .await
}

pub(crate) const PROFILE: &str =
    "SELECT clinic_id, name, org_number, her_id, phone, info FROM clinic WHERE clinic_id = $1";

/// The clinic's profile.
pub(crate) async fn profile(
    connection: &mut Connection,
    clinic: ClinicId,
) -> Result<Option<ClinicProfile>, StoreError> {
    first(connection, PROFILE, values![clinic.to_string()], rows::profile).await
}

pub(crate) const LOCATIONS: &str = concat!(
    "SELECT ",
    location_columns!(),
    " FROM location WHERE location.clinic_id = $1 ORDER BY location.made, location.id"
);

/// All locations, in the order they were made.
pub(crate) async fn locations(
    connection: &mut Connection,
    clinic: ClinicId,
) -> Result<Vec<Location>, StoreError> {
    all(connection, LOCATIONS, values![clinic.to_string()], rows::location).await
}

pub(crate) const TIMEBOOKS: &str = concat!(
    "SELECT ",
    timebook_columns!(),
    " FROM timebook WHERE timebook.clinic_id = $1 ORDER BY timebook.made, timebook.id"
);

/// All timebooks, in the order they were made.
pub(crate) async fn timebooks(
    connection: &mut Connection,
    clinic: ClinicId,
) -> Result<Vec<Timebook>, StoreError> {
    all(connection, TIMEBOOKS, values![clinic.to_string()], rows::timebook).await
}

pub(crate) const PUBLISHED_KINDS: &str =
    "SELECT kind FROM timebook WHERE clinic_id = $1 AND published = 1 GROUP BY kind ORDER BY MIN(made)";

/// The types of which a timebook is published.
pub(crate) async fn published_kinds(
    connection: &mut Connection,
    clinic: ClinicId,
) -> Result<Vec<TimebookType>, StoreError> {
    all(connection, PUBLISHED_KINDS, values![clinic.to_string()], |cursor| {
        cursor.table("timebook");
        cursor.parsed("kind", TimebookType::from_code)
    })
    .await
}

pub(crate) const PUBLISHED: &str = concat!(
    "SELECT ",
    timebook_columns!(),
    ", ",
    location_columns!(),
    " FROM timebook JOIN location",
    " ON location.clinic_id = timebook.clinic_id AND location.id = timebook.location_id",
    " WHERE timebook.clinic_id = $1 AND timebook.kind = $2 AND timebook.published = 1",
    " ORDER BY timebook.made, timebook.id"
);

/// The published timebooks of a type and where they meet, in the order they were made.
pub(crate) async fn published(
    connection: &mut Connection,
    clinic: ClinicId,
    kind: TimebookType,
) -> Result<Vec<(Timebook, Location)>, StoreError> {
    all(connection, PUBLISHED, values![clinic.to_string(), kind.code()], |cursor| {
        Ok((rows::timebook(cursor)?, rows::location(cursor)?))
    })
    .await
}

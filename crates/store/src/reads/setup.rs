//! Reads a clinic's set-up, and the part of it that patients see.

use async_trait::async_trait;
use chrono::NaiveDate;
use clinic::{Edits, Exceptions, Rows, SetupStore, StoreError};
use timebook::{ClinicId, ClinicProfile, Location, Revision, Timebook, TimebookType};

use crate::SqlStore;
use crate::engine::values;
use crate::rows::{self, Cursor, exception_columns, location_columns, timebook_columns};

/// The one query across clinics: a program uses it to find its clinic.
const CLINICS: &str = "SELECT clinic_id FROM clinic ORDER BY made, clinic_id LIMIT 100";

/// This one is also about the whole database.
const FIRST_CLINIC: &str = "SELECT clinic_id FROM first_clinic LIMIT 1";

pub(crate) const PROFILE: &str = "SELECT clinic_id, name, org_number, her_id, phone, info, limit_of_type, limit_in_all FROM clinic WHERE clinic_id = $1";

pub(crate) const LOCATIONS: &str = concat!(
    "SELECT ",
    location_columns!(),
    " FROM location WHERE location.clinic_id = $1 ORDER BY location.made, location.id"
);

pub(crate) const TIMEBOOKS: &str = concat!(
    "SELECT ",
    timebook_columns!(),
    " FROM timebook WHERE timebook.clinic_id = $1 ORDER BY timebook.made, timebook.id"
);

pub(crate) const EDITS: &str = "SELECT 'clinic' AS part, clinic_id AS id, revision, saved_by, saved_at \
     FROM clinic WHERE clinic_id = $1 UNION ALL SELECT 'location', id, revision, saved_by, saved_at \
     FROM location WHERE clinic_id = $1 UNION ALL SELECT 'timebook', id, revision, saved_by, saved_at \
     FROM timebook WHERE clinic_id = $1";

pub(crate) const EXCEPTIONS: &str = concat!(
    "SELECT ",
    exception_columns!(),
    ", revision, saved_by, saved_at FROM opening_exception",
    " WHERE clinic_id = $1 AND last_date >= $2 ORDER BY made, id"
);

/// The number of a clinic's changes of exceptions; no row before the first.
pub(crate) const OPENING_REVISION: &str =
    "SELECT clinic_id, revision FROM opening_revision WHERE clinic_id = $1";

pub(crate) const PUBLISHED_KINDS: &str =
    "SELECT kind FROM timebook WHERE clinic_id = $1 AND published = 1 GROUP BY kind ORDER BY MIN(made)";

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

#[async_trait]
impl SetupStore for SqlStore {
    async fn clinics(&self) -> Result<Vec<ClinicId>, StoreError> {
        self.readable(CLINICS, values![], clinic_id).await
    }

    async fn first_clinic(&self) -> Result<Option<ClinicId>, StoreError> {
        self.first(FIRST_CLINIC, values![], clinic_id).await
    }

    async fn profile(&self, clinic: ClinicId) -> Result<Option<ClinicProfile>, StoreError> {
        self.first(PROFILE, values![clinic.to_string()], rows::profile).await
    }

    async fn locations(&self, clinic: ClinicId) -> Result<Rows<Location>, StoreError> {
        self.all(LOCATIONS, values![clinic.to_string()], rows::location).await
    }

    async fn timebooks(&self, clinic: ClinicId) -> Result<Rows<Timebook>, StoreError> {
        self.all(TIMEBOOKS, values![clinic.to_string()], rows::timebook).await
    }

    async fn edits(&self, clinic: ClinicId) -> Result<Edits, StoreError> {
        let edits = self.readable(EDITS, values![clinic.to_string()], rows::edit).await?;
        Ok(Edits(edits.into_iter().collect()))
    }

    async fn exceptions(&self, clinic: ClinicId, from: NaiveDate) -> Result<Exceptions, StoreError> {
        let revision = self.first(OPENING_REVISION, values![clinic.to_string()], opening_revision).await?;
        let values = values![clinic.to_string(), from.to_string()];
        let rows = self.all(EXCEPTIONS, values, rows::exception).await?;
        Ok(Exceptions { revision: revision.unwrap_or(Revision::NONE), rows })
    }

    async fn published_kinds(&self, clinic: ClinicId) -> Result<Rows<TimebookType>, StoreError> {
        self.all(PUBLISHED_KINDS, values![clinic.to_string()], |cursor| {
            cursor.table("timebook");
            cursor.parsed("kind", TimebookType::from_code)
        })
        .await
    }

    async fn published(
        &self,
        clinic: ClinicId,
        kind: TimebookType,
    ) -> Result<Rows<(Timebook, Location)>, StoreError> {
        self.all(PUBLISHED, values![clinic.to_string(), kind.code()], |cursor| {
            Ok((rows::timebook(cursor)?, rows::location(cursor)?))
        })
        .await
    }
}

/// Reads a row of [`OPENING_REVISION`].
fn opening_revision(cursor: &mut Cursor<'_>) -> Result<Revision, StoreError> {
    cursor.table("opening_revision");
    cursor.text("clinic_id")?;
    cursor.number("revision").map(Revision::new)
}

/// Reads a row of [`CLINICS`].
fn clinic_id(cursor: &mut Cursor<'_>) -> Result<ClinicId, StoreError> {
    cursor.table("clinic");
    cursor.parsed("clinic_id", |text| text.parse().ok())
}

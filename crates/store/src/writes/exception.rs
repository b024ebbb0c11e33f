//! Saves exceptions from the opening hours, and keeps plans from being made with old ones.

use clinic::{CommitError, NewEdit};
use timebook::{ClinicId, ExceptionId, OpeningException, Revision};

use super::run;
use super::setup::{self, changed};
use crate::engine::{Connection, values};
use crate::rows::exception_values;

/// As the saves of the other parts; `made` keeps the order of the first saves.
const SAVE_EXCEPTION: &str = "INSERT INTO opening_exception (clinic_id, saved_by, saved_at, id, location_id, \
     timebook_id, first_date, last_date, change, periods, note, made) \
     SELECT $1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, \
     (SELECT COALESCE(MAX(made), 0) + 1 FROM opening_exception WHERE clinic_id = $1) \
     WHERE $2 = 0 OR EXISTS (SELECT 1 FROM opening_exception WHERE clinic_id = $1 AND id = $5) \
     ON CONFLICT (clinic_id, id) DO UPDATE SET saved_by = excluded.saved_by, saved_at = excluded.saved_at, \
     location_id = excluded.location_id, timebook_id = excluded.timebook_id, \
     first_date = excluded.first_date, last_date = excluded.last_date, change = excluded.change, \
     periods = excluded.periods, note = excluded.note, revision = opening_exception.revision + 1 \
     WHERE opening_exception.revision = $2";

pub(super) async fn save(
    connection: &mut Connection,
    clinic: ClinicId,
    exception: &OpeningException,
    edit: &NewEdit,
) -> Result<(), CommitError> {
    raise(connection, clinic).await?;
    setup::save(connection, SAVE_EXCEPTION, clinic, edit, exception_values(exception)?).await
}

const DELETE_EXCEPTION: &str =
    "DELETE FROM opening_exception WHERE clinic_id = $1 AND id = $2 AND revision = $3";

pub(super) async fn delete(
    connection: &mut Connection,
    clinic: ClinicId,
    exception: ExceptionId,
    was: Revision,
) -> Result<(), CommitError> {
    raise(connection, clinic).await?;
    let values = values![clinic.to_string(), exception.to_string(), i64::from(was.get())];
    changed(run(connection, DELETE_EXCEPTION, values).await?)
}

const RAISE: &str = "INSERT INTO opening_revision (clinic_id, revision) VALUES ($1, 1) \
     ON CONFLICT (clinic_id) DO UPDATE SET revision = opening_revision.revision + 1";

/// Counts a change of the exceptions, which makes the plans stale that are being made meanwhile. It comes first:
/// the row stays locked until the transaction is saved.
async fn raise(connection: &mut Connection, clinic: ClinicId) -> Result<(), CommitError> {
    run(connection, RAISE, values![clinic.to_string()]).await.map(|_| ())
}

/// Changes nothing but locks the row until the transaction is saved. The row is made if there is none yet, so
/// that there is something to lock.
const ON_EXCEPTIONS: &str = "INSERT INTO opening_revision (clinic_id, revision) SELECT $1, 0 \
     WHERE $2 = 0 OR EXISTS (SELECT 1 FROM opening_revision WHERE clinic_id = $1) \
     ON CONFLICT (clinic_id) DO UPDATE SET revision = opening_revision.revision \
     WHERE opening_revision.revision = $2";

pub(super) async fn on_exceptions(
    connection: &mut Connection,
    clinic: ClinicId,
    was: Revision,
) -> Result<(), CommitError> {
    let values = values![clinic.to_string(), i64::from(was.get())];
    changed(run(connection, ON_EXCEPTIONS, values).await?)
}

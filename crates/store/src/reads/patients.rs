//! Patients and their sessions.

use clinic::session::{Session, TokenHash};
use clinic::{Patient, StoreError};
use timebook::ClinicId;

use super::{all, first};
use crate::engine::{Connection, values};
use crate::rows::{self, patient_columns, session_columns};

pub(crate) const PATIENTS: &str = concat!(
    "SELECT ",
    patient_columns!(),
    " FROM patient WHERE patient.clinic_id = $1 ORDER BY patient.made, patient.id"
);

/// Everyone the clinic knows, in the order they came.
pub(crate) async fn patients(
    connection: &mut Connection,
    clinic: ClinicId,
) -> Result<Vec<Patient>, StoreError> {
    all(connection, PATIENTS, values![clinic.to_string()], rows::patient).await
}

pub(crate) const SESSION: &str = concat!(
    "SELECT ",
    session_columns!(),
    ", ",
    patient_columns!(),
    " FROM portal_session JOIN patient",
    " ON patient.clinic_id = portal_session.clinic_id AND patient.id = portal_session.patient_id",
    " WHERE portal_session.clinic_id = $1 AND portal_session.token = $2"
);

/// A session and its patient.
pub(crate) async fn session(
    connection: &mut Connection,
    clinic: ClinicId,
    token: &TokenHash,
) -> Result<Option<(Session, Patient)>, StoreError> {
    first(connection, SESSION, values![clinic.to_string(), token.0.as_str()], |cursor| {
        Ok((rows::session(cursor)?, rows::patient(cursor)?))
    })
    .await
}

//! Reads patients and their sessions.

use async_trait::async_trait;
use clinic::session::{Session, TokenHash};
use clinic::{Patient, PatientStore, Rows, StoreError};
use timebook::ClinicId;

use crate::SqlStore;
use crate::engine::values;
use crate::rows::{self, patient_columns, session_columns};

pub(crate) const PATIENTS: &str = concat!(
    "SELECT ",
    patient_columns!(),
    " FROM patient WHERE patient.clinic_id = $1 ORDER BY patient.made, patient.id LIMIT $2"
);

pub(crate) const SESSION: &str = concat!(
    "SELECT ",
    session_columns!(),
    ", ",
    patient_columns!(),
    " FROM portal_session JOIN patient",
    " ON patient.clinic_id = portal_session.clinic_id AND patient.id = portal_session.patient_id",
    " WHERE portal_session.clinic_id = $1 AND portal_session.token = $2"
);

#[async_trait]
impl PatientStore for SqlStore {
    async fn patients(&self, clinic: ClinicId, limit: u32) -> Result<Rows<Patient>, StoreError> {
        self.all(PATIENTS, values![clinic.to_string(), i64::from(limit)], rows::patient).await
    }

    async fn session(
        &self,
        clinic: ClinicId,
        token: &TokenHash,
    ) -> Result<Option<(Session, Patient)>, StoreError> {
        let read = self.first(SESSION, values![clinic.to_string(), token.0.as_str()], |cursor| {
            Ok((rows::session(cursor)?, rows::patient(cursor)?))
        });
        self.memory().sessions.get(clinic, token, read).await
    }
}

//! Saves patients.

use clinic::{CommitError, Patient};
use timebook::{ClinicId, Phone};

use super::run;
use crate::engine::{Connection, values};

const SAVE: &str = "INSERT INTO patient (clinic_id, id, name, identity, phone, made) \
     VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(made), 0) + 1 FROM patient WHERE clinic_id = $1)) \
     ON CONFLICT (clinic_id, id) DO UPDATE SET name = excluded.name, identity = excluded.identity, \
     phone = excluded.phone";

pub(super) async fn save(
    connection: &mut Connection,
    clinic: ClinicId,
    patient: &Patient,
) -> Result<(), CommitError> {
    let values = values![
        clinic.to_string(),
        patient.id.to_string(),
        patient.name.as_str(),
        patient.identity.as_str(),
        patient.phone.as_ref().map(Phone::as_str),
    ];
    run(connection, SAVE, values).await.map(|_| ())
}

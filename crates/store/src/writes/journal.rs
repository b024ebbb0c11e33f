//! Adds entries to the journal.

use clinic::{CommitError, JournalEntry, StoreError};
use timebook::ClinicId;

use super::run;
use crate::engine::{Connection, Value, values};
use crate::rows::{actor_values, millis};

/// An entry is written only if its booking exists.
pub(crate) const RECORD: &str = "INSERT INTO journal (clinic_id, booking_id, at, actor_kind, \
     actor_staff_id, actor_staff_name, patient_id, act) \
     SELECT booking.clinic_id, booking.id, $3, $4, $5, $6, $7, $8 FROM booking \
     WHERE booking.clinic_id = $1 AND booking.id = $2";

/// An entry that is not about a single booking.
pub(crate) const RECORD_ACCESS: &str = "INSERT INTO journal (clinic_id, booking_id, at, actor_kind, \
     actor_staff_id, actor_staff_name, patient_id, act) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

pub(super) async fn record(
    connection: &mut Connection,
    clinic: ClinicId,
    entry: &JournalEntry,
) -> Result<(), CommitError> {
    if entry.booking.is_none() {
        return run(connection, RECORD_ACCESS, record_values(clinic, entry)).await.map(|_| ());
    }
    match run(connection, RECORD, record_values(clinic, entry)).await? {
        0 => {
            Err(StoreError::Broken("a journal entry names a booking that the clinic does not have".into())
                .into())
        }
        _ => Ok(()),
    }
}

/// The parameters of [`RECORD`] and [`RECORD_ACCESS`].
fn record_values(clinic: ClinicId, entry: &JournalEntry) -> Vec<Value> {
    let mut values = values![clinic.to_string(), entry.booking.map(|id| id.to_string()), millis(entry.at)];
    values.extend(actor_values(Some(&entry.actor)));
    values.extend(values![entry.patient.map(|id| id.to_string()), entry.act.code()]);
    values
}

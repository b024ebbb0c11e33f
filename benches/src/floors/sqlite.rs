//! Floor (b): bare SQLite commits, as durable as the product's, in a file in the same folder.

use std::path::Path;
use std::time::Instant;

use clinic::Ids;
use rusqlite::{Connection, Statement, params};
use server::RandomIds;

use super::tables;
use crate::Result;
use crate::stats::count;

/// Bookings per second with one commit for every `group` of them, each a row and a line of the journal.
pub(crate) fn bookings_per_second(folder: &Path, group: usize, commits: usize) -> Result<f64> {
    let folder = tempfile::tempdir_in(folder)?;
    let connection = Connection::open(folder.path().join("floor.db"))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.execute_batch(&tables("INTEGER NOT NULL PRIMARY KEY"))?;
    let mut rows = Rows::prepare(&connection)?;
    rows.commit(&connection, group)?;
    let started = Instant::now();
    for _ in 0..commits {
        rows.commit(&connection, group)?;
    }
    Ok(count(group * commits) / started.elapsed().as_secs_f64())
}

struct Rows<'c> {
    booking: Statement<'c>,
    journal: Statement<'c>,
    clinic: String,
    patient: String,
}

impl<'c> Rows<'c> {
    fn prepare(connection: &'c Connection) -> Result<Self> {
        let booking = "INSERT INTO booking VALUES ($1, $2, $3, $4, 'portal', $5, $6, $7, 1, 'requested', 1)";
        let journal = "INSERT INTO journal VALUES (NULL, $1, $2, 'patient', $3, $4, 'requested')";
        Ok(Self {
            booking: connection.prepare(booking)?,
            journal: connection.prepare(journal)?,
            clinic: RandomIds.uuid().to_string(),
            patient: RandomIds.uuid().to_string(),
        })
    }

    fn commit(&mut self, connection: &Connection, group: usize) -> Result<()> {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for at in 0..i64::try_from(group)? {
            let [id, slot, key] = [(); 3].map(|()| RandomIds.uuid().to_string());
            let (clinic, patient) = (&self.clinic, &self.patient);
            self.booking.execute(params![clinic, id, slot, patient, "Influensavaksine", at, key])?;
            self.journal.execute(params![clinic, at, patient, id])?;
        }
        Ok(connection.execute_batch("COMMIT")?)
    }
}

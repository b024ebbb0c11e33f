//! Floor (b): bare SQLite commits, as durable as the product's, in a file in the same folder.

use std::path::Path;
use std::time::Instant;

use clinic::Ids;
use rusqlite::{Connection, Statement, params};
use server::RandomIds;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use super::{BOOKING, JOURNAL};
use crate::stats::count;
use crate::{Result, stage};

/// Bookings per second with one commit for every `group` of them; each booking is a row and a journal entry.
pub(crate) fn bookings_per_second(folder: &Path, group: usize, commits: usize) -> Result<f64> {
    let folder = tempfile::tempdir_in(folder)?;
    let file = folder.path().join("floor.db");
    stage::clients()?.block_on(make_tables(&file))?;
    let connection = Connection::open(&file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", false)?;
    let mut rows = Rows::prepare(&connection)?;
    rows.commit(&connection, group)?;
    let started = Instant::now();
    for _ in 0..commits {
        rows.commit(&connection, group)?;
    }
    Ok(count(group * commits) / started.elapsed().as_secs_f64())
}

async fn make_tables(file: &Path) -> Result<()> {
    let options = SqliteConnectOptions::new().filename(file).create_if_missing(true);
    let mut connection = options.connect().await?;
    store::SQLITE_MIGRATIONS.run_direct(None, &mut connection, false).await?;
    Ok(connection.close().await?)
}

struct Rows<'c> {
    booking: Statement<'c>,
    journal: Statement<'c>,
    clinic: String,
    patient: String,
}

impl<'c> Rows<'c> {
    fn prepare(connection: &'c Connection) -> Result<Self> {
        let booking =
            format!("{BOOKING} VALUES ($1, $2, $3, $4, 'portal', $5, $6, $6, $7, 1, 'requested', 1)");
        let journal = format!("{JOURNAL} VALUES ($1, $2, 'patient', $3, $4, 'requested')");
        Ok(Self {
            booking: connection.prepare(&booking)?,
            journal: connection.prepare(&journal)?,
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_products_tables_take_what_the_floor_writes() {
        let folder = tempfile::tempdir().unwrap();
        assert!(super::bookings_per_second(folder.path(), 2, 3).unwrap() > 0.0);
    }
}

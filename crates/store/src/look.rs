//! Checks data before they are opened, without creating, migrating or locking anything.

use std::path::Path;
use std::str::FromStr;

use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use timebook::ClinicId;

use crate::engine::{Connection, values};
use crate::folder;
use crate::migrations::{POSTGRES_MIGRATIONS, SQLITE_MIGRATIONS, unavailable, version};
use crate::open_error::OpenError;
use crate::pool::{Pool, Target};
use crate::sqlite;

/// Any other clinic with data, also one whose set-up ended before its profile was saved.
const ANOTHER: &str = "SELECT clinic_id FROM (SELECT clinic_id FROM clinic \
     UNION ALL SELECT clinic_id FROM location UNION ALL SELECT clinic_id FROM timebook \
     UNION ALL SELECT clinic_id FROM patient) AS known WHERE clinic_id <> $1 LIMIT 1";

/// Whether a data folder contains any clinic but this one. False for a folder that does not exist.
///
/// # Errors
/// [`OpenError`], also for data of a newer program.
pub async fn folder_holds_another(folder: &Path, clinic: ClinicId) -> Result<bool, OpenError> {
    let file = folder::database(folder);
    if !file.exists() {
        return Ok(false);
    }
    let mut connection = sqlite::looker(folder).await?;
    let found = match version(&mut connection, &SQLITE_MIGRATIONS).await {
        Ok(Some(_)) => holds_another(&mut connection, clinic).await,
        Ok(None) => Ok(false),
        Err(error) => Err(error),
    };
    connection.close().await.map_err(unavailable)?;
    found
}

/// Whether a database on a PostgreSQL server contains any clinic but this one.
///
/// # Errors
/// [`OpenError`], also for data of a newer program. The errors about folders do not occur.
pub async fn database_holds_another(url: &str, clinic: ClinicId) -> Result<bool, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(unavailable)?.disable_statement_logging();
    let pool = Pool::new(Target::Postgres(Box::new(options)), 1);
    let mut connection = pool.connect().await.map_err(unavailable)?;
    let found = match version(&mut connection, &POSTGRES_MIGRATIONS).await? {
        Some(_) => holds_another(&mut connection, clinic).await?,
        None => false,
    };
    connection.close().await.map_err(unavailable)?;
    Ok(found)
}

async fn holds_another(connection: &mut Connection, clinic: ClinicId) -> Result<bool, OpenError> {
    let row = connection.row(ANOTHER, values![clinic.to_string()]).await.map_err(unavailable)?;
    Ok(row.is_some())
}

//! The tables: which version stands, and how they are brought up to date.

use sqlx::migrate::{MigrateError, Migrator};

use crate::dialect::{MIGRATED_POSTGRES, MIGRATED_SQLITE, MIGRATING_POSTGRES, VERSION};
use crate::engine::{Connection, values};
use crate::fault::may_pass;
use crate::open_error::OpenError;

/// The tables on SQLite.
pub static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The tables on PostgreSQL, under the same numbers.
pub static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// The version of the tables; none when there are no tables yet.
///
/// # Errors
/// [`OpenError::NewerThanProgram`] when the migrator knows less than was done already.
pub(crate) async fn version(
    connection: &mut Connection,
    migrator: &Migrator,
) -> Result<Option<i64>, OpenError> {
    let question = match connection {
        Connection::Sqlite(_) => MIGRATED_SQLITE,
        Connection::Postgres(_) => MIGRATED_POSTGRES,
    };
    if connection.row(question, values![]).await.map_err(unavailable)?.is_none() {
        return Ok(None);
    }
    let row = connection.row(VERSION, values![]).await.map_err(unavailable)?;
    let found = row.map(|row| row.int(0)).transpose().map_err(unavailable)?.flatten();
    let known = migrator.iter().map(|migration| migration.version).max().unwrap_or_default();
    match found {
        Some(found) if found > known => Err(OpenError::NewerThanProgram { found, known }),
        found => Ok(found),
    }
}

/// Brings the tables up to date, however long that takes. The connection is of no other use afterwards.
///
/// # Errors
/// [`OpenError::Unavailable`] where another program is in the way: trying again may help.
pub(crate) async fn migrate(connection: &mut Connection, migrator: &Migrator) -> Result<(), OpenError> {
    if matches!(connection, Connection::Postgres(_)) {
        connection.execute(MIGRATING_POSTGRES).await.map_err(unavailable)?;
    }
    let done = match connection {
        Connection::Sqlite(connection) => migrator.run_direct(None, connection, false).await,
        Connection::Postgres(connection) => migrator.run_direct(None, connection, false).await,
    };
    done.map_err(|error| {
        let is_in_the_way = matches!(&error,
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) if may_pass(cause));
        if is_in_the_way { OpenError::Unavailable(error.into()) } else { OpenError::Migration(error) }
    })
}

/// The database does not answer.
pub(crate) fn unavailable(error: sqlx::Error) -> OpenError {
    OpenError::of(error)
}

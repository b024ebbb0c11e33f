//! The version of the tables, and how they are migrated.

use sqlx::migrate::{MigrateError, Migrator};

use crate::dialect::{MIGRATED_POSTGRES, MIGRATED_SQLITE, MIGRATING_POSTGRES, VERSION};
use crate::engine::{Connection, values};
use crate::fault::may_pass;
use crate::open_error::OpenError;

/// The migrations for SQLite.
pub static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The migrations for PostgreSQL, with the same numbers.
pub static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// The version of the tables; `None` when there are no tables yet.
///
/// # Errors
/// [`OpenError::NewerThanProgram`] when the tables are newer than the migrator.
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

/// Migrates the tables, however long that takes. The connection must not be used for anything else
/// afterwards.
///
/// # Errors
/// [`OpenError::Unavailable`] when another program blocks it: trying again may help.
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

/// The error for a database that does not answer.
pub(crate) fn unavailable(error: sqlx::Error) -> OpenError {
    OpenError::of(error)
}

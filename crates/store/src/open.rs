//! Opening a store, and what can be in the way.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use sqlx::ConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgConnectOptions;
use tokio::sync::broadcast;

use crate::dialect::{MIGRATED_POSTGRES, MIGRATED_SQLITE, OWN_NAME, VERSION};
use crate::engine::{Connection, values};
use crate::notify::Notifier;
use crate::pool::{Pool, Target};
use crate::postgres::Postgres;
use crate::store::SqlStore;
use crate::writer::Writer;
use crate::{folder, sqlite};

/// The tables on SQLite.
pub static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// The tables on PostgreSQL, under the same numbers.
pub static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// Events that a slow watcher may lag behind before it is told to read everything again.
const EVENTS: usize = 1024;

/// Connections to PostgreSQL of one program.
const POOL_SIZE: usize = 16;

/// Why a store was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder cannot be made or written.
    #[error("the data folder {} cannot be written", path.display())]
    FolderNotWritable {
        /// The folder.
        path: PathBuf,
    },
    /// Another program has the data folder open.
    #[error("another program uses the data folder {}", path.display())]
    FolderInUse {
        /// The folder.
        path: PathBuf,
    },
    /// The data were written by a newer program. Nothing was touched.
    #[error("the data have version {found}, and this program knows {known}")]
    NewerThanProgram {
        /// The version of the data.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The database does not answer, or is none.
    #[error("the database does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The tables could not be brought up to date.
    #[error("the tables could not be brought up to date")]
    Migration(#[source] MigrateError),
}

/// Opens the data folder of a clinic with one program, and makes it if need be.
///
/// # Errors
/// [`OpenError`].
pub async fn open_sqlite(folder: &Path) -> Result<SqlStore, OpenError> {
    open_sqlite_with(folder, &SQLITE_MIGRATIONS).await
}

/// [`open_sqlite`] by a program that knows these migrations: tests play older and newer programs.
///
/// # Errors
/// [`OpenError`].
pub async fn open_sqlite_with(folder: &Path, migrator: &Migrator) -> Result<SqlStore, OpenError> {
    let lock = folder::take(folder)?;
    let (writer, backup) = sqlite::writer(folder, migrator).await?;
    let (events, _) = broadcast::channel(EVENTS);
    let writer =
        Writer::start(writer, events.clone(), lock).map_err(|error| OpenError::Unavailable(error.into()))?;
    let readers = sqlite::readers(&folder::database(folder));
    Ok(SqlStore::sqlite(writer, readers, events, backup))
}

/// Opens a database on a PostgreSQL server, for a clinic with several programs.
///
/// # Errors
/// [`OpenError`]; the folder's errors do not occur.
pub async fn open_postgres(url: &str) -> Result<SqlStore, OpenError> {
    open_postgres_with(url, &POSTGRES_MIGRATIONS).await
}

/// [`open_postgres`] by a program that knows these migrations.
///
/// # Errors
/// [`OpenError`]; the folder's errors do not occur.
pub async fn open_postgres_with(url: &str, migrator: &Migrator) -> Result<SqlStore, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(unavailable)?.disable_statement_logging();
    let pool = Arc::new(Pool::new(Target::Postgres(Box::new(options.clone())), POOL_SIZE));
    let mut connection = pool.connect().await.map_err(unavailable)?;
    version(&mut connection, migrator).await?;
    migrate(&mut connection, migrator).await?;
    let own = connection.row(OWN_NAME, values![]).await.map_err(unavailable)?;
    let own = own.and_then(|row| row.text(0).ok().flatten().map(str::to_owned)).unwrap_or_default();
    connection.close().await.map_err(unavailable)?;

    let (events, _) = broadcast::channel(EVENTS);
    let notifier = Notifier::start(options, &pool, own, events.clone());
    Ok(SqlStore::postgres(Postgres { pool, notifier, events }))
}

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

/// Brings the tables up to date.
pub(crate) async fn migrate(connection: &mut Connection, migrator: &Migrator) -> Result<(), OpenError> {
    let done = match connection {
        Connection::Sqlite(connection) => migrator.run_direct(None, connection, false).await,
        Connection::Postgres(connection) => migrator.run_direct(None, connection, false).await,
    };
    done.map_err(OpenError::Migration)
}

fn unavailable(error: sqlx::Error) -> OpenError {
    OpenError::Unavailable(error.into())
}

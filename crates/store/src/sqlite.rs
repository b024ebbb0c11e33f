//! SQLite: how the file is opened, copied and read.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use crate::dialect::{BACKUP, BACKUP_NAME, REQUESTS_SQLITE_TABLE};
use crate::engine::{Connection, values};
use crate::folder;
use crate::migrations::{migrate, version};
use crate::open_error::{OpenError, sqlite_code};
use crate::pool::{Pool, Target};

/// The number of connections that read beside the writer.
const READERS: usize = 4;

/// The most rows queued between a connection's thread and its reader.
const ROWS_IN_LINE: usize = 1024;

/// The writer's page cache, in KiB (negative in SQLite's notation): enough for the indexes that every booking
/// changes.
const WRITER_CACHE: &str = "-65536";

/// The number of WAL pages after which the writer checkpoints: 64 MiB. In a rush most pages are written
/// repeatedly, and are copied to the file only once.
const LOG_PAGES: &str = "16384";

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .row_buffer_size(ROWS_IN_LINE)
        // Data for rolling back a savepoint are kept in memory, not in a file.
        .pragma("temp_store", "MEMORY")
        .disable_statement_logging()
}

/// The connections that only read.
pub(crate) fn readers(file: &Path) -> Pool {
    Pool::new(Target::Sqlite(Box::new(options(file).read_only(true))), READERS)
}

/// Opens the writing connection and migrates the tables. A newer database is not changed; an older one is
/// copied first. Also returns the path of the copy.
pub(crate) async fn writer(
    folder: &Path,
    migrator: &Migrator,
) -> Result<(Connection, Option<PathBuf>), OpenError> {
    let file = folder::database(folder);
    let unavailable = |error| unavailable(folder, error);
    let found = if file.exists() {
        let mut looker = looker(folder).await?;
        let found = version(&mut looker, migrator).await;
        looker.close().await.map_err(unavailable)?;
        found?
    } else {
        None
    };
    let writing = Target::Sqlite(Box::new(writing(&file)));
    let mut writer = Pool::new(writing, 1).connect().await.map_err(unavailable)?;
    let backup = match found {
        Some(found) if migrator.iter().any(|migration| migration.version > found) => {
            Some(back_up(&mut writer, folder, found).await.map_err(unavailable)?)
        }
        Some(_) | None => None,
    };
    migrate(&mut writer, migrator).await?;
    writer.execute(REQUESTS_SQLITE_TABLE).await.map_err(unavailable)?;
    Ok((writer, backup))
}

/// A connection that only reads, before anything is migrated.
pub(crate) async fn looker(folder: &Path) -> Result<Connection, OpenError> {
    // Not read-only: a read-only connection would leave its WAL files behind.
    let looking = Target::Sqlite(Box::new(options(&folder::database(folder))));
    Pool::new(looking, 1).connect().await.map_err(|error| unavailable(folder, error))
}

/// `synchronous = FULL` makes every commit wait for the disk, so that answered commits survive a crash.
fn writing(file: &Path) -> SqliteConnectOptions {
    options(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .pragma("cache_size", WRITER_CACHE)
        .pragma("wal_autocheckpoint", LOG_PAGES)
        .synchronous(SqliteSynchronous::Full)
}

async fn back_up(writer: &mut Connection, folder: &Path, version: i64) -> Result<PathBuf, sqlx::Error> {
    let row = writer.row(BACKUP_NAME, values![version.to_string()]).await?.ok_or(sqlx::Error::RowNotFound)?;
    let backup = folder.join(row.text(0)?.unwrap_or("backup.sqlite"));
    writer.run(BACKUP, values![backup.to_string_lossy().into_owned()]).await?;
    Ok(backup)
}

/// SQLite's codes for a read-only file (8) and a file that cannot be opened (14).
fn unavailable(folder: &Path, error: sqlx::Error) -> OpenError {
    match sqlite_code(&error) {
        Some(8 | 14) => folder::not_writable(folder),
        Some(_) | None => OpenError::of(error),
    }
}

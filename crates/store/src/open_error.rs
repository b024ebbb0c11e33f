//! Why opening a store can fail.

use std::path::PathBuf;

use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteError;

/// SQLite's codes of a damaged file (11) and of a file that is not a database (26).
const DAMAGED: [i32; 2] = [11, 26];

/// Why a store was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data folder cannot be created or written.
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
    /// The data are in the folder of an earlier version of the program and cannot be moved from there. They
    /// are complete where they are.
    #[error("the data cannot be moved from {} to {}", from.display(), to.display())]
    NotMoved {
        /// Where they are.
        from: PathBuf,
        /// Where they should be.
        to: PathBuf,
        /// The file system's error.
        #[source]
        source: std::io::Error,
    },
    /// The data were written by a newer program. Nothing was changed.
    #[error("the data have version {found}, and this program knows {known}")]
    NewerThanProgram {
        /// The version of the data.
        found: i64,
        /// The newest version that this program knows.
        known: i64,
    },
    /// The database does not answer.
    #[error("the database does not answer")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The file is damaged or not a database. Nothing was changed.
    #[error("the file of the data cannot be read as a database")]
    Damaged(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The tables could not be migrated.
    #[error("the tables could not be brought up to date")]
    Migration(#[source] MigrateError),
}

impl OpenError {
    /// The error for an engine's failure to open.
    pub(crate) fn of(error: sqlx::Error) -> Self {
        match sqlite_code(&error) {
            Some(code) if DAMAGED.contains(&code) => Self::Damaged(error.into()),
            Some(_) | None => Self::Unavailable(error.into()),
        }
    }
}

/// SQLite's primary result code; `None` for an error of another engine.
pub(crate) fn sqlite_code(error: &sqlx::Error) -> Option<i32> {
    let code = error.as_database_error()?.try_downcast_ref::<SqliteError>()?.code()?;
    code.parse::<i32>().ok().map(|code| code & 0xff)
}

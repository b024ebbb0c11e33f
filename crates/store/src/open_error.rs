//! What can be in the way of opening a store.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;

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

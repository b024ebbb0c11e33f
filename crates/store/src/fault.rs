//! What an engine's error means to a caller.

use clinic::StoreError;
use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::sqlite::SqliteError;

/// SQLite's primary result codes after which another try may do: busy, locked, out of memory,
/// interrupted, input or output failed, disk full, cannot open.
const SQLITE_TRY_AGAIN: [i32; 7] = [5, 6, 7, 9, 10, 13, 14];

/// PostgreSQL's classes after which another try may do: connection, lost a race, out of resources,
/// stopped by an operator, trouble of the system itself.
const POSTGRES_TRY_AGAIN: [&str; 5] = ["08", "40", "53", "57", "58"];

/// A database that does not answer is told from one that refuses.
pub(crate) fn store_error(error: sqlx::Error) -> StoreError {
    if may_pass(&error) { StoreError::Unavailable(error.into()) } else { StoreError::Broken(error.into()) }
}

/// Whether the connection that met this error is of no more use.
pub(crate) fn broke_connection(error: &StoreError) -> bool {
    let Some(error) = source(error) else { return false };
    match error.as_database_error() {
        Some(refused) => refused.code().is_some_and(|code| code.starts_with("08") || code.starts_with("57P")),
        None => is_about_connection(error),
    }
}

/// Whether two of a kind were refused by a unique index.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(DatabaseError::is_unique_violation)
}

/// Whether another transaction was in the way, so that the same unit may pass when done again:
/// a deadlock, or a row that vanished between being seen and being pointed to.
pub(crate) fn lost_a_race(error: &StoreError) -> bool {
    let Some(refused) = source(error).and_then(sqlx::Error::as_database_error) else { return false };
    matches!(refused.kind(), ErrorKind::ForeignKeyViolation)
        || refused.code().is_some_and(|code| code.starts_with("40") && code != "40002")
}

fn may_pass(error: &sqlx::Error) -> bool {
    let Some(refused) = error.as_database_error() else { return is_about_connection(error) };
    let code = refused.code().unwrap_or_default();
    if refused.try_downcast_ref::<SqliteError>().is_some() {
        let primary = code.parse::<i32>().map(|extended| extended & 0xff);
        primary.is_ok_and(|primary| SQLITE_TRY_AGAIN.contains(&primary))
    } else {
        POSTGRES_TRY_AGAIN.iter().any(|class| code.starts_with(class))
    }
}

/// The engine's own error.
fn source(error: &StoreError) -> Option<&sqlx::Error> {
    match error {
        StoreError::Unavailable(source) | StoreError::Broken(source) => source.downcast_ref(),
        StoreError::Unreadable { .. } => None,
    }
}

fn is_about_connection(error: &sqlx::Error) -> bool {
    matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
    )
}

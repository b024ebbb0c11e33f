//! What an engine's error means for the caller.

use std::sync::Arc;

use clinic::StoreError;
use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::sqlite::SqliteError;

/// SQLite's primary result codes after which trying again may help: busy, locked, out of memory, interrupted,
/// input or output failed, disk full, cannot open.
const SQLITE_TRY_AGAIN: [i32; 7] = [5, 6, 7, 9, 10, 13, 14];

/// PostgreSQL's error classes after which trying again may help: connection, transaction conflict, out of
/// resources, stopped by an operator, system error; and the code for a lock that was not released in time.
const POSTGRES_TRY_AGAIN: [&str; 6] = ["08", "40", "53", "57", "58", "55P03"];

/// PostgreSQL's codes after which it closes the connection: the connection failed, the server is shutting
/// down or closed it, a transaction was left idle.
const ENDS_CONNECTION: [&str; 3] = ["08", "57P", "25P03"];

/// The database's message without values: PostgreSQL's details repeat the values, which can be a patient's,
/// and errors are logged.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({code})")]
struct Refusal {
    code: String,
    message: String,
    points_nowhere: bool,
}

/// Distinguishes a database that does not answer from one that refuses.
pub(crate) fn store_error(error: sqlx::Error) -> StoreError {
    let may_pass = may_pass(&error);
    let source: Box<dyn std::error::Error + Send + Sync> = match error.as_database_error() {
        Some(refused) => Box::new(Refusal {
            code: refused.code().unwrap_or_default().into_owned(),
            message: refused.message().to_owned(),
            points_nowhere: matches!(refused.kind(), ErrorKind::ForeignKeyViolation),
        }),
        None => Box::new(error),
    };
    if may_pass { StoreError::Unavailable(source) } else { StoreError::Broken(source) }
}

/// Whether the connection with this error can no longer be used.
pub(crate) fn broke_connection(error: &StoreError) -> bool {
    let Some(source) = source(error) else { return false };
    match source.downcast_ref::<Refusal>() {
        Some(refused) => ENDS_CONNECTION.iter().any(|code| refused.code.starts_with(code)),
        None => source.downcast_ref().is_some_and(is_about_connection),
    }
}

/// Whether a unique index refused a duplicate.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(DatabaseError::is_unique_violation)
}

/// Whether another transaction interfered, so that trying again may succeed: a deadlock, or a referenced row
/// that was deleted meanwhile.
pub(crate) fn lost_a_race(error: &StoreError) -> bool {
    let Some(refused) = source(error).and_then(|source| source.downcast_ref::<Refusal>()) else {
        return false;
    };
    refused.points_nowhere || (refused.code.starts_with("40") && refused.code != "40002")
}

/// Copies of the same error for several callers.
pub(crate) fn copies(error: StoreError) -> impl Iterator<Item = StoreError> {
    let (kind, source): (fn(Source) -> StoreError, Arc<dyn std::error::Error + Send + Sync>) = match error {
        StoreError::Unavailable(source) => (StoreError::Unavailable, source.into()),
        StoreError::Unknown(source) => (StoreError::Unknown, source.into()),
        StoreError::Broken(source) => (StoreError::Broken, source.into()),
        StoreError::Unreadable(unreadable) => (StoreError::Broken, Arc::new(unreadable)),
    };
    std::iter::repeat_with(move || kind(Arc::clone(&source).into()))
}

/// The same error as [`StoreError::Unknown`]: the change may have been saved or not.
pub(crate) fn unknown(error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(source) | StoreError::Unknown(source) | StoreError::Broken(source) => {
            StoreError::Unknown(source)
        }
        StoreError::Unreadable(unreadable) => StoreError::Unknown(unreadable.into()),
    }
}

/// The cause of an error.
type Source = Box<dyn std::error::Error + Send + Sync>;

fn source(error: &StoreError) -> Option<&Source> {
    match error {
        StoreError::Unavailable(source) | StoreError::Unknown(source) | StoreError::Broken(source) => {
            Some(source)
        }
        StoreError::Unreadable(_) => None,
    }
}

/// Whether trying again may help.
pub(crate) fn may_pass(error: &sqlx::Error) -> bool {
    let Some(refused) = error.as_database_error() else { return is_about_connection(error) };
    let code = refused.code().unwrap_or_default();
    if refused.try_downcast_ref::<SqliteError>().is_some() {
        let primary = code.parse::<i32>().map(|extended| extended & 0xff);
        primary.is_ok_and(|primary| SQLITE_TRY_AGAIN.contains(&primary))
    } else {
        POSTGRES_TRY_AGAIN.iter().chain(&ENDS_CONNECTION).any(|class| code.starts_with(class))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: &str) -> StoreError {
        let (code, message) = (code.to_owned(), "no".to_owned());
        StoreError::Unavailable(Box::new(Refusal { code, message, points_nowhere: false }))
    }

    #[test]
    fn a_connection_that_the_server_ends_is_not_lent_again() {
        for code in ["08006", "57P01", "25P03"] {
            assert!(broke_connection(&refused(code)), "{code}");
        }
        // A statement that took too long, a deadlock, a failed transaction.
        for code in ["57014", "40P01", "25P02"] {
            assert!(!broke_connection(&refused(code)), "{code}");
        }
    }
}

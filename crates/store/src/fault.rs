//! What an engine's error means to a caller.

use std::sync::Arc;

use clinic::StoreError;
use sqlx::error::{DatabaseError, ErrorKind};
use sqlx::sqlite::SqliteError;

/// SQLite's primary result codes after which another try may do: busy, locked, out of memory,
/// interrupted, input or output failed, disk full, cannot open.
const SQLITE_TRY_AGAIN: [i32; 7] = [5, 6, 7, 9, 10, 13, 14];

/// PostgreSQL's classes after which another try may do: connection, lost a race, out of resources,
/// stopped by an operator, trouble of the system itself; and a lock that another kept for too long.
const POSTGRES_TRY_AGAIN: [&str; 6] = ["08", "40", "53", "57", "58", "55P03"];

/// PostgreSQL's codes after which it ends the connection: the connection failed, the server goes down or
/// was told to end it, a transaction was left idle.
const ENDS_CONNECTION: [&str; 3] = ["08", "57P", "25P03"];

/// What the database said, without the values it said it of: PostgreSQL's details repeat them, they
/// can be a patient's, and errors end up in logs.
#[derive(Debug, thiserror::Error)]
#[error("{message} ({code})")]
struct Refusal {
    code: String,
    message: String,
    points_nowhere: bool,
}

/// A database that does not answer is told from one that refuses.
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

/// Whether the connection that met this error is of no more use.
pub(crate) fn broke_connection(error: &StoreError) -> bool {
    let Some(source) = source(error) else { return false };
    match source.downcast_ref::<Refusal>() {
        Some(refused) => ENDS_CONNECTION.iter().any(|code| refused.code.starts_with(code)),
        None => source.downcast_ref().is_some_and(is_about_connection),
    }
}

/// Whether two of a kind were refused by a unique index.
pub(crate) fn is_taken(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(DatabaseError::is_unique_violation)
}

/// Whether another transaction was in the way, so that the same one may pass when done again:
/// a deadlock, or a row that vanished between being seen and being pointed to.
pub(crate) fn lost_a_race(error: &StoreError) -> bool {
    let Some(refused) = source(error).and_then(|source| source.downcast_ref::<Refusal>()) else {
        return false;
    };
    refused.points_nowhere || (refused.code.starts_with("40") && refused.code != "40002")
}

/// The same failure for each of several callers.
pub(crate) fn copies(error: StoreError) -> impl Iterator<Item = StoreError> {
    let (kind, source): (fn(Source) -> StoreError, Arc<dyn std::error::Error + Send + Sync>) = match error {
        StoreError::Unavailable(source) => (StoreError::Unavailable, source.into()),
        StoreError::Unknown(source) => (StoreError::Unknown, source.into()),
        StoreError::Broken(source) => (StoreError::Broken, source.into()),
        StoreError::Unreadable(unreadable) => (StoreError::Broken, Arc::new(unreadable)),
    };
    std::iter::repeat_with(move || kind(Arc::clone(&source).into()))
}

/// The same failure, of which nobody knows whether it kept the change from being saved.
pub(crate) fn unknown(error: StoreError) -> StoreError {
    match error {
        StoreError::Unavailable(source) | StoreError::Unknown(source) | StoreError::Broken(source) => {
            StoreError::Unknown(source)
        }
        StoreError::Unreadable(unreadable) => StoreError::Unknown(unreadable.into()),
    }
}

/// What lies behind a failure.
type Source = Box<dyn std::error::Error + Send + Sync>;

fn source(error: &StoreError) -> Option<&Source> {
    match error {
        StoreError::Unavailable(source) | StoreError::Unknown(source) | StoreError::Broken(source) => {
            Some(source)
        }
        StoreError::Unreadable(_) => None,
    }
}

/// Whether another try may do.
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
        // A statement that took too long, a deadlock, a transaction that can only be rolled back.
        for code in ["57014", "40P01", "25P02"] {
            assert!(!broke_connection(&refused(code)), "{code}");
        }
    }
}

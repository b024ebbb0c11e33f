//! Connections that are lent out one at a time.
//!
//! sqlx has a pool of its own, which asks the server after every loan whether it is still there. That
//! doubles the round trips of a booking, so the loans here end without a word: a connection that
//! failed is dropped, with all that lie idle beside it, and one that has lain idle is asked before it
//! is lent again.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clinic::StoreError;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

use crate::dialect::GREETING_POSTGRES;
use crate::engine::Connection;
use crate::fault::{broke_connection, store_error};

/// How long a caller waits for a connection before it hears that the database does not answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// A connection that has lain idle for longer is asked whether it still stands.
const STALE_AFTER: Duration = Duration::from_secs(5);

/// Where the connections lead.
pub(crate) enum Target {
    /// To a file.
    Sqlite(Box<SqliteConnectOptions>),
    /// To a server.
    Postgres(Box<PgConnectOptions>),
}

/// Connections to one database, at most so many at once.
pub(crate) struct Lanes {
    target: Target,
    idle: Mutex<Vec<(Connection, Instant)>>,
    permits: Semaphore,
}

/// A connection on loan. Dropped without [`Lane::end`], as when the caller gives up waiting, it is
/// closed: nobody knows what it was in the middle of.
pub(crate) struct Lane<'l> {
    /// The connection.
    pub(crate) connection: Connection,
    lanes: &'l Lanes,
    _permit: SemaphorePermit<'l>,
}

impl Lanes {
    /// Opens no connection yet.
    pub(crate) fn new(target: Target, at_most: usize) -> Self {
        Self { target, idle: Mutex::default(), permits: Semaphore::new(at_most) }
    }

    /// Lends a connection, as soon as there is one.
    pub(crate) async fn lane(&self) -> Result<Lane<'_>, StoreError> {
        let patience_ended = |_| StoreError::Unavailable("no connection became free".into());
        let permit = timeout(PATIENCE, self.permits.acquire())
            .await
            .map_err(patience_ended)?
            .map_err(|closed| StoreError::Unavailable(closed.into()))?;
        let connection = match self.idle_connection().await {
            Some(connection) => connection,
            None => self.connect().await.map_err(store_error)?,
        };
        Ok(Lane { connection, lanes: self, _permit: permit })
    }

    async fn idle_connection(&self) -> Option<Connection> {
        loop {
            let (mut connection, since) = self.idle().pop()?;
            if matches!(connection, Connection::Sqlite(_)) || since.elapsed() < STALE_AFTER {
                return Some(connection);
            }
            if let Ok(Ok(())) = timeout(PATIENCE, connection.ping()).await {
                return Some(connection);
            }
        }
    }

    /// Opens a connection that is not lent out.
    pub(crate) async fn connect(&self) -> Result<Connection, sqlx::Error> {
        match &self.target {
            Target::Sqlite(options) => {
                <SqliteConnection as sqlx::Connection>::connect_with(options).await.map(Connection::Sqlite)
            }
            Target::Postgres(options) => {
                let connecting = async {
                    let connection = <PgConnection as sqlx::Connection>::connect_with(options).await?;
                    let mut connection = Connection::Postgres(connection);
                    connection.say(GREETING_POSTGRES).await?;
                    Ok(connection)
                };
                timeout(PATIENCE, connecting).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lane<'_> {
    /// Ends the loan. What came of it says whether the connection can be lent again.
    pub(crate) fn end<T>(self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        self.end_after(answer.as_ref().err());
        answer
    }

    /// Ends the loan, in which this error was met.
    pub(crate) fn end_after(self, error: Option<&StoreError>) {
        if error.is_some_and(broke_connection) {
            // The others lead to the same server.
            self.lanes.idle().clear();
        } else {
            self.lanes.idle().push((self.connection, Instant::now()));
        }
    }
}

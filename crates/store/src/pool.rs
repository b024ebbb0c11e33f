//! A pool of connections.
//!
//! sqlx's own pool pings the server every time a connection is returned, which doubles the round trips of a
//! booking. Here a connection is returned without a ping. A connection that failed is dropped together with
//! all idle ones, and one that has been idle for a while is pinged before it is used again.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use clinic::StoreError;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, timeout};

use crate::dialect::SESSION_POSTGRES;
use crate::engine::Connection;
use crate::fault::{broke_connection, store_error};

/// How long a caller waits for a connection before it gets the error that the database does not answer.
const DEADLINE: Duration = Duration::from_secs(3);

/// How long to wait for a ping of an idle connection.
const PING_DEADLINE: Duration = Duration::from_secs(1);

/// A connection that has been idle for longer is pinged before use.
const STALE_AFTER: Duration = Duration::from_secs(5);

/// The database of a pool.
pub(crate) enum Target {
    /// A file.
    Sqlite(Box<SqliteConnectOptions>),
    /// A server.
    Postgres(Box<PgConnectOptions>),
}

/// A limited number of connections to one database.
pub(crate) struct Pool {
    target: Target,
    idle: Mutex<Vec<(Connection, Instant)>>,
    permits: Semaphore,
    at_most: usize,
}

/// A connection taken from the pool. If it is dropped without [`PooledConnection::release`], for example
/// because the caller stopped waiting, it is closed, because a statement may still be running on it.
pub(crate) struct PooledConnection<'p> {
    connection: Connection,
    pool: &'p Pool,
    _permit: SemaphorePermit<'p>,
}

impl Pool {
    /// A pool without open connections.
    pub(crate) fn new(target: Target, at_most: usize) -> Self {
        Self { target, idle: Mutex::default(), permits: Semaphore::new(at_most), at_most }
    }

    /// Takes a connection from the pool as soon as one is free.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when none becomes free or the server does not answer in time.
    pub(crate) async fn get(&self) -> Result<PooledConnection<'_>, StoreError> {
        let too_late = |_| StoreError::Unavailable("no connection became free".into());
        let permit = timeout(DEADLINE, self.permits.acquire())
            .await
            .map_err(too_late)?
            .map_err(|closed| StoreError::Unavailable(closed.into()))?;
        let connection = match self.idle_connection().await {
            Some(connection) => connection,
            None => self.connect().await.map_err(store_error)?,
        };
        Ok(PooledConnection { connection, pool: self, _permit: permit })
    }

    async fn idle_connection(&self) -> Option<Connection> {
        let (mut connection, since) = self.idle().pop()?;
        if matches!(connection, Connection::Sqlite(_)) || since.elapsed() < STALE_AFTER {
            return Some(connection);
        }
        if let Ok(Ok(())) = timeout(PING_DEADLINE, connection.ping()).await {
            return Some(connection);
        }
        // The others are connected to the same server and have been idle for even longer.
        self.idle().clear();
        None
    }

    /// Opens a connection that is not part of the pool.
    pub(crate) async fn connect(&self) -> Result<Connection, sqlx::Error> {
        match &self.target {
            Target::Sqlite(options) => {
                <SqliteConnection as sqlx::Connection>::connect_with(options).await.map(Connection::Sqlite)
            }
            Target::Postgres(options) => {
                let connecting = async {
                    let connection = <PgConnection as sqlx::Connection>::connect_with(options).await?;
                    let mut connection = Connection::Postgres(connection);
                    connection.execute(SESSION_POSTGRES).await?;
                    Ok(connection)
                };
                timeout(DEADLINE, connecting).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
            }
        }
    }

    /// Closes the pool: gives out no more connections, waits for those in use (as long as a caller waits for
    /// a connection), and closes the idle ones in order.
    pub(crate) async fn close(&self) {
        let all = self.at_most.try_into().unwrap_or(u32::MAX);
        if timeout(DEADLINE, self.permits.acquire_many(all)).await.is_err() {
            tracing::warn!("the store closes while it is being read");
        }
        self.permits.close();
        let idle = std::mem::take(&mut *self.idle());
        for (connection, _) in idle {
            if !matches!(timeout(PING_DEADLINE, connection.close()).await, Ok(Ok(()))) {
                tracing::debug!("a connection was not closed in order");
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PooledConnection<'_> {
    /// Returns the connection to the pool, unless the result shows that it can no longer be used.
    ///
    /// # Errors
    /// Those of `answer`.
    pub(crate) fn release<T>(self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        self.release_after(answer.as_ref().err());
        answer
    }

    /// Returns the connection to the pool after this error, unless it can no longer be used.
    pub(crate) fn release_after(self, error: Option<&StoreError>) {
        if error.is_some_and(broke_connection) {
            // The others are connected to the same server.
            self.pool.idle().clear();
        } else {
            self.pool.idle().push((self.connection, Instant::now()));
        }
    }
}

impl Deref for PooledConnection<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for PooledConnection<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

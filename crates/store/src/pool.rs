//! Connections that are lent out one at a time.
//!
//! sqlx has a pool of its own, which asks the server after every loan whether it is still there. That
//! doubles the round trips of a booking, so a loan ends here without a question: a connection that
//! failed is dropped, with all that are idle beside it, and one that has been idle for a while is
//! asked before it is lent again.

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

/// How long a caller waits for a connection before it hears that the database does not answer.
const DEADLINE: Duration = Duration::from_secs(3);

/// How long a server may take to say that an idle connection still stands.
const PING_DEADLINE: Duration = Duration::from_secs(1);

/// A connection that has been idle for longer is asked whether it still stands.
const STALE_AFTER: Duration = Duration::from_secs(5);

/// Where the connections lead.
pub(crate) enum Target {
    /// To a file.
    Sqlite(Box<SqliteConnectOptions>),
    /// To a server.
    Postgres(Box<PgConnectOptions>),
}

/// Connections to one database, at most so many at once.
pub(crate) struct Pool {
    target: Target,
    idle: Mutex<Vec<(Connection, Instant)>>,
    permits: Semaphore,
    at_most: usize,
}

/// A connection on loan. Dropped without [`PooledConnection::release`], as when the caller gives up
/// waiting, it is closed: nobody knows what it was in the middle of.
pub(crate) struct PooledConnection<'p> {
    connection: Connection,
    pool: &'p Pool,
    _permit: SemaphorePermit<'p>,
}

impl Pool {
    /// Opens no connection yet.
    pub(crate) fn new(target: Target, at_most: usize) -> Self {
        Self { target, idle: Mutex::default(), permits: Semaphore::new(at_most), at_most }
    }

    /// Lends a connection, as soon as there is one.
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
        // The others lead to the same server and have been idle for longer still.
        self.idle().clear();
        None
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
                    connection.execute(SESSION_POSTGRES).await?;
                    Ok(connection)
                };
                timeout(DEADLINE, connecting).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
            }
        }
    }

    /// Lends no more, waits for what is lent (as long as a caller waits for a connection), and ends what
    /// is idle in good order.
    pub(crate) async fn close(&self) {
        let all = self.at_most.try_into().unwrap_or(u32::MAX);
        if timeout(DEADLINE, self.permits.acquire_many(all)).await.is_err() {
            tracing::warn!("the store closes while it is being read");
        }
        self.permits.close();
        let idle = std::mem::take(&mut *self.idle());
        for (connection, _) in idle {
            if !matches!(timeout(PING_DEADLINE, connection.close()).await, Ok(Ok(()))) {
                tracing::debug!("a connection was not ended in good order");
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<(Connection, Instant)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PooledConnection<'_> {
    /// Ends the loan. What came of it says whether the connection can be lent again.
    ///
    /// # Errors
    /// Those of `answer`.
    pub(crate) fn release<T>(self, answer: Result<T, StoreError>) -> Result<T, StoreError> {
        self.release_after(answer.as_ref().err());
        answer
    }

    /// Ends the loan, in which this error was met.
    pub(crate) fn release_after(self, error: Option<&StoreError>) {
        if error.is_some_and(broke_connection) {
            // The others lead to the same server.
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

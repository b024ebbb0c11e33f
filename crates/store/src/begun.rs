//! A transaction on PostgreSQL, from BEGIN until its outcome is known.
//!
//! A server can commit and its answer be lost: the network fails, or the server is stopped a moment later.
//! Reporting «not saved» would then be a guess. So the program keeps the server's number of each transaction,
//! and looks a transaction without an answer up by that number, on another connection, before the caller is
//! answered.

use std::time::Duration;

use clinic::StoreError;
use tokio::time::{sleep, timeout};

use crate::dialect::{BEGIN_POSTGRES, END_TRANSACTION, STATUS_OF_TRANSACTION};
use crate::engine::{Connection, values};
use crate::fault::{broke_connection, store_error, unknown};
use crate::pool::{Pool, PooledConnection};

/// How long to look for a transaction whose commit got no answer.
const LOOKED_FOR: Duration = Duration::from_secs(4);

/// The pause between two lookups.
const PAUSE: Duration = Duration::from_millis(50);

/// A transaction that has begun. If it is dropped, its connection is closed and it is rolled back.
pub(crate) struct Begun<'p> {
    pool: &'p Pool,
    connection: PooledConnection<'p>,
    /// The server's number of the transaction.
    number: String,
}

impl<'p> Begun<'p> {
    /// Begins a transaction. A connection that turns out to be lost is replaced once, because only BEGIN has
    /// been sent on it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn new(pool: &'p Pool) -> Result<Self, StoreError> {
        match Self::begin(pool).await {
            Err(error) if broke_connection(&error) => Self::begin(pool).await,
            begun => begun,
        }
    }

    async fn begin(pool: &'p Pool) -> Result<Self, StoreError> {
        let mut connection = pool.get().await?;
        match begin(&mut connection).await {
            Ok(number) => Ok(Self { pool, connection, number }),
            Err(error) => {
                connection.release_after(Some(&error));
                Err(error)
            }
        }
    }

    /// The connection for its statements.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Commits the transaction.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when the outcome cannot be found out. With every other error nothing is saved.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let ended = self.connection.execute("COMMIT").await.map_err(store_error);
        self.connection.release_after(ended.as_ref().err());
        let Err(error) = ended else { return Ok(()) };
        if !broke_connection(&error) {
            return Err(error);
        }
        match timeout(LOOKED_FOR, is_committed(self.pool, &self.number)).await {
            Ok(true) => {
                tracing::warn!(%error, "the answer to a commit was lost, but the commit was saved");
                Ok(())
            }
            Ok(false) => Err(error),
            Err(_) => Err(unknown(error)),
        }
    }

    /// Rolls the transaction back, because of this error if there was one. If the connection is lost, the
    /// server rolls back by itself.
    pub(crate) async fn roll_back(mut self, error: Option<&StoreError>) {
        if error.is_some_and(broke_connection) {
            return self.connection.release_after(error);
        }
        let ended = self.connection.execute("ROLLBACK").await.map_err(store_error);
        self.connection.release_after(ended.as_ref().err());
    }
}

/// Begins a transaction and returns its number.
async fn begin(connection: &mut Connection) -> Result<String, StoreError> {
    let row = connection.execute_for_row(BEGIN_POSTGRES).await.map_err(store_error)?;
    let number = row.as_ref().map(|row| row.text(0)).transpose().map_err(store_error)?.flatten();
    number.map(str::to_owned).ok_or_else(|| StoreError::Broken("the transaction has no number".into()))
}

/// Asks until the outcome is known: the server may be unavailable for a moment, or may not have noticed yet
/// that the connection is lost.
async fn is_committed(pool: &Pool, number: &str) -> bool {
    loop {
        match status(pool, number).await {
            Ok(status) if status == "committed" => return true,
            Ok(status) if status == "aborted" => return false,
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "the outcome of a transaction could not be read"),
        }
        sleep(PAUSE).await;
    }
}

/// The outcome of a transaction. One that is still in progress is ended, because no program will end it any
/// more.
async fn status(pool: &Pool, number: &str) -> Result<String, StoreError> {
    let mut connection = pool.get().await?;
    let asked = async {
        let row = connection.row(STATUS_OF_TRANSACTION, values![number]).await?;
        let status = row.as_ref().map(|row| row.text(0)).transpose()?.flatten().unwrap_or_default();
        if status == "in progress" {
            connection.row(END_TRANSACTION, values![number]).await?;
        }
        Ok(status.to_owned())
    };
    let status = asked.await.map_err(store_error);
    connection.release(status)
}

//! A transaction on PostgreSQL, from BEGIN until it is known what became of it.
//!
//! A server that is told to commit can do so without its answer being heard: the network goes, or the
//! server is stopped a moment later. «Not saved» would be a guess then. So each transaction is known by
//! the number that the server gives it, and one whose end was not heard is looked up by that number on
//! another connection before anyone is answered.

use std::time::Duration;

use clinic::StoreError;
use tokio::time::{sleep, timeout};

use crate::dialect::{BEGIN_POSTGRES, END_TRANSACTION, STATUS_OF_TRANSACTION};
use crate::engine::{Connection, values};
use crate::fault::{broke_connection, store_error, unknown};
use crate::pool::{Pool, PooledConnection};

/// How long a transaction whose end was not heard is looked for.
const LOOKED_FOR: Duration = Duration::from_secs(4);

/// Between one look and the next.
const PAUSE: Duration = Duration::from_millis(50);

/// A transaction that has begun. Dropped, it is rolled back with its connection.
pub(crate) struct Begun<'p> {
    pool: &'p Pool,
    connection: PooledConnection<'p>,
    /// The server's number of it.
    number: String,
}

impl<'p> Begun<'p> {
    /// Begins one. A connection that turns out to be lost is replaced once: nothing has been asked of the
    /// server on it but to begin.
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

    /// Where its statements go.
    pub(crate) fn connection(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Saves what was done in it.
    ///
    /// # Errors
    /// [`StoreError::Unknown`] when the server cannot be asked what became of it; after every other one
    /// nothing of it is saved.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let ended = self.connection.execute("COMMIT").await.map_err(store_error);
        self.connection.release_after(ended.as_ref().err());
        let Err(error) = ended else { return Ok(()) };
        if !broke_connection(&error) {
            return Err(error);
        }
        match timeout(LOOKED_FOR, is_committed(self.pool, &self.number)).await {
            Ok(true) => {
                tracing::warn!(%error, "the answer to a commit was lost, and it was found to be saved");
                Ok(())
            }
            Ok(false) => Err(error),
            Err(_) => Err(unknown(error)),
        }
    }

    /// Takes back what was done in it, because of this failure of the store if there was one. A
    /// connection that is lost takes it back by itself.
    pub(crate) async fn roll_back(mut self, error: Option<&StoreError>) {
        if error.is_some_and(broke_connection) {
            return self.connection.release_after(error);
        }
        let ended = self.connection.execute("ROLLBACK").await.map_err(store_error);
        self.connection.release_after(ended.as_ref().err());
    }
}

/// Begins a transaction, and answers with its number.
async fn begin(connection: &mut Connection) -> Result<String, StoreError> {
    let row = connection.execute_for_row(BEGIN_POSTGRES).await.map_err(store_error)?;
    let number = row.as_ref().map(|row| row.text(0)).transpose().map_err(store_error)?.flatten();
    number.map(str::to_owned).ok_or_else(|| StoreError::Broken("the transaction has no number".into()))
}

/// Asks until it is settled: the server may be away for a moment, or may not know yet that the
/// connection is gone.
async fn is_committed(pool: &Pool, number: &str) -> bool {
    loop {
        match status(pool, number).await {
            Ok(status) if status == "committed" => return true,
            Ok(status) if status == "aborted" => return false,
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "what became of a transaction could not be asked"),
        }
        sleep(PAUSE).await;
    }
}

/// What became of a transaction. One that is in progress is ended: nobody is left who would end it.
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

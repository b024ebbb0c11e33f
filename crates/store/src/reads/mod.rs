//! Queries, one module for each aggregate of the port. Every one names the clinic first.
//!
//! A query is a statement, its values and a function that reads a row. [`SqlStore::all`] and
//! [`SqlStore::first`] provide the connection.

pub(crate) mod bookings;
pub(crate) mod calendar;
pub(crate) mod outbox;
pub(crate) mod patients;
pub(crate) mod setup;

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use clinic::{Rows, StoreError, Unreadable};

use crate::SqlStore;
use crate::engine::{Row, Value};
use crate::fault::{broke_connection, store_error};
use crate::rows::Cursor;

impl SqlStore {
    /// Every row of a query. An unreadable row is reported in the result and once in the log; the others are
    /// returned.
    ///
    /// # Errors
    /// [`StoreError`], never [`StoreError::Unreadable`].
    pub(crate) async fn all<T>(
        &self,
        statement: &'static str,
        values: Vec<Value>,
        read: impl Fn(&mut Cursor<'_>) -> Result<T, StoreError>,
    ) -> Result<Rows<T>, StoreError> {
        let rows = self.rows(statement, values).await?;
        rows.iter().map(|row| each(read(&mut Cursor::new(row)))).collect()
    }

    /// As [`Self::all`], for lists in which unreadable rows need not be shown.
    ///
    /// # Errors
    /// [`StoreError`], never [`StoreError::Unreadable`].
    pub(crate) async fn readable<T>(
        &self,
        statement: &'static str,
        values: Vec<Value>,
        read: impl Fn(&mut Cursor<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        Ok(self.all(statement, values, read).await?.read)
    }

    /// The first row of a query. If the connection was lost, the read is tried once more on another one.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn first<T>(
        &self,
        statement: &'static str,
        values: Vec<Value>,
        read: impl Fn(&mut Cursor<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.count_query();
        let mut has_lost_one = false;
        let row: Option<Row> = loop {
            let mut connection = self.pool().get().await?;
            let row = connection.row(statement, values.clone()).await.map_err(store_error);
            match connection.release(row) {
                Err(error) if !has_lost_one && broke_connection(&error) => has_lost_one = true,
                answer => break answer?,
            }
        };
        row.map(|row| read(&mut Cursor::new(&row))).transpose()
    }

    /// The rows of a query. If the connection was lost, the read is tried once more on another one.
    pub(crate) async fn rows(
        &self,
        statement: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, StoreError> {
        self.count_query();
        let mut has_lost_one = false;
        loop {
            let mut connection = self.pool().get().await?;
            let rows = connection.rows(statement, values.clone()).await.map_err(store_error);
            match connection.release(rows) {
                Err(error) if !has_lost_one && broke_connection(&error) => has_lost_one = true,
                answer => return answer,
            }
        }
    }
}

/// A row of a list: an unreadable row does not make the list fail.
pub(crate) fn each<T>(row: Result<T, StoreError>) -> Result<Result<T, Unreadable>, StoreError> {
    match row {
        Ok(row) => Ok(Ok(row)),
        Err(StoreError::Unreadable(unreadable)) => {
            warn_once(&unreadable);
            Ok(Err(unreadable))
        }
        Err(error) => Err(error),
    }
}

/// The most unreadable rows that are remembered as logged. With more than that the log is full anyway.
const REMEMBERED: usize = 1000;

/// Lists are read at every event: the log names each row once.
fn warn_once(unreadable: &Unreadable) {
    static LOGGED: Mutex<Option<HashSet<Unreadable>>> = Mutex::new(None);
    let mut logged = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
    let logged = logged.get_or_insert_default();
    if logged.len() < REMEMBERED && logged.insert(unreadable.clone()) {
        tracing::warn!(%unreadable, "a row is left out of its list");
    }
}

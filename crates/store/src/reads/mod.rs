//! Queries, one module for each aggregate of the port. Every one names the clinic first.
//!
//! A query is a statement, its values and how a row is read: [`SqlStore::all`] and
//! [`SqlStore::first`] see to the connection.

pub(crate) mod bookings;
pub(crate) mod calendar;
pub(crate) mod outbox;
pub(crate) mod patients;
pub(crate) mod setup;

use clinic::StoreError;

use crate::SqlStore;
use crate::engine::{Row, Value};
use crate::fault::store_error;
use crate::rows::Cursor;

impl SqlStore {
    /// Every row of a query, each read from its first column on.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn all<T>(
        &self,
        statement: &'static str,
        values: Vec<Value>,
        read: impl Fn(&mut Cursor<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.rows(statement, values).await?;
        rows.iter().map(|row| read(&mut Cursor::new(row))).collect()
    }

    /// The first row of a query.
    ///
    /// # Errors
    /// [`StoreError`].
    pub(crate) async fn first<T>(
        &self,
        statement: &'static str,
        values: Vec<Value>,
        read: impl Fn(&mut Cursor<'_>) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        let mut connection = self.pool().get().await?;
        let row = connection.row(statement, values).await.map_err(store_error);
        let row: Option<Row> = connection.release(row)?;
        row.map(|row| read(&mut Cursor::new(&row))).transpose()
    }

    async fn rows(&self, statement: &'static str, values: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        let mut connection = self.pool().get().await?;
        let rows = connection.rows(statement, values).await.map_err(store_error);
        connection.release(rows)
    }
}
